"""What counting calls does not see: how time grows with texts that are all of one kind.

``python -m benchmarks.cost --length 20000`` prints, for each kind of text, the seconds of processor time for half the
length and for all of it, and marks what takes more than ``LIMIT`` times as long. ``tests/counting.py`` counts calls.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

from benchmarks.sound import source, worked
from generator.clean import clean_source
from generator.read.sidecar import parse

LIMIT = 3.0
"""Twice the text may take so many times the time: noise, and a cache that no longer fits."""

FLOOR = 0.2
"""Seconds below which a ratio says nothing."""

TEXTS = {
    "one character a line": "心\n",
    "one character a line, apart": "心\n\n",
    "a short line again and again": "人大代表\n",
    "links that never close": "[a](",
    "brackets that never close": "（",
    "brackets inside each other, in lines": "（" * 40 + "甲" + "）" * 40 + "\n",
    "square brackets": "[",
    "quotation marks": "“",
    "titles that never close": "《甲",
    "stars": "*a",
    "backticks": "`a``",
    "a long run of digits": "9",
    "digits and points": "1.2",
    "digits with commas": "1,000,",
    "numerals in words": "一百二十三万",
    "white space": " ",
    "ideographic space": "字\u3000",
    "tabs": "甲\t",
    "bars": "|甲",
    "rows": "甲 12 3.5\n",
    "pipe rows": "|甲|12|\n",
    "one line of sentences": "全年办结建议12件，满意率99.4%。",
    "one line without a full stop": "全年办结建议12件，满意率99.4%，",
    "one line of words": "推进乡村振兴",
    "years": "2025年",
    "articles": "某区2025年工作报告\n\n■记者 张三\n\n全年办结建议12件。\n\n",
    "headings": "一、抓落实\n（一）见实效\n办结12件。\n",
    "a table of contents": "一、总结……1\n",
    "dots": "…",
    "rules": "---\n",
    "captions": "▲活动现场。\n",
    "jumps": "（上接1版）\n（下转2版）\n",
    "addresses": "https://a.b/c",
    "letters": "a",
    "entities": "&amp;",
    "tags": "<b>",
    "comments": "<!--",
    "mojibake": "ä¸­",
    "replacement characters": "\ufffd",
    "private use": "\ue000",
    "combining": "a\u0301",
    "no width": "\u200b字",
}
"""A piece that is repeated."""


def seconds(work: Callable[[], object]) -> float:
    """Processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def text_of(kind: str, length: int) -> str:
    """A text of one kind, behind a title."""
    piece = TEXTS[kind]
    return "甲区人大常委会2025年工作报告\n\n" + piece * (length // len(piece))


def sidecar_of(length: int) -> bytes:
    """A sidecar of many decisions that fit nothing."""
    return b"edits:\n" + b'  - drop: "a"\n' * (length // 14)


def main() -> int:
    """Measure and print; 1 where the time grows faster than the text."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cost", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--length", type=int, default=20_000)
    parser.add_argument("--kind", action="append", choices=TEXTS)
    parser.add_argument("--bound", type=float, default=60.0, help="seconds beyond which a longer text is not tried")
    args = parser.parse_args()
    worked("某某区2025年工作报告\n\n全年办结建议12件。\n")
    bad = 0
    for kind in args.kind or TEXTS:
        for path in ("a.txt", "a.md"):
            half, whole = (
                seconds(lambda size=size, path=path, kind=kind: worked(text_of(kind, size), path))  # type: ignore[misc]
                for size in (args.length // 2, args.length)
            )
            slow = whole > FLOOR and whole > LIMIT * half
            bad += slow
            print(f"{half:7.2f} {whole:7.2f} {kind} {path}{'  GROWS' if slow else ''}", flush=True)
    beside = [parse_and_clean(size) for size in (args.length // 2, args.length)]
    print(f"{beside[0]:7.2f} {beside[1]:7.2f} sidecar of many decisions")
    return bool(bad)


def parse_and_clean(length: int) -> float:
    """Seconds for a sidecar that is all wrong."""

    def run() -> None:
        try:
            clean_source(source("报告\n\n正文。\n", "a.txt"), parse(sidecar_of(length), "a.txt.yml"))
        except Exception as error:
            str(error)

    return seconds(run)


if __name__ == "__main__":
    raise SystemExit(main())

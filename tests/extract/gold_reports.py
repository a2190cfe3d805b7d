"""Reports made from the gold paragraphs, aligned with the raw sources: extraction is tested without cleaning.

Gold text and raw text are compared as the scorer folds them; what lies between two matching raw characters
(white space, page numbers, captions, repeats) is dropped, so every passage has exact pieces.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_left
from functools import cache
from pathlib import Path

from generator.model import Passage, Piece, Report, Section

HERE = Path(__file__).parent
GOLD = HERE.parent / "gold"
SOURCES = HERE.parent.parent / "content" / "sources"
QUOTES = str.maketrans("“”‘’", "\"\"''")
SEED, JUMP = 8, 4  # characters that must agree where an alignment starts anew; longest repair it steps over


def folded(text: str) -> tuple[str, list[int]]:
    """Text as the scorer folds it, and the offset from which each folded character comes."""
    out, at = [], []
    for i, ch in enumerate(text):
        for f in unicodedata.normalize("NFKC", ch).translate(QUOTES):
            if not f.isspace():
                out.append(f)
                at.append(i)
    return "".join(out), at


def matches(gold: str, raw: str, begin: int) -> list[int | None]:
    """For each gold character the index of the raw one, searched from ``begin`` on; None where repaired."""
    found: list[int | None] = []
    g, r = 0, begin
    while g < len(gold):
        if r < len(raw) and gold[g] == raw[r]:
            found.append(r)
            g, r = g + 1, r + 1
            continue
        skipped, best = 0, -1
        for skip in range(JUMP):
            probe = gold[g + skip : g + skip + SEED]
            best = raw.find(probe, r) if probe else -1
            if best >= 0:
                skipped = skip
                break
        if best < 0:
            return found + [None] * (len(gold) - g)
        found += [None] * skipped
        g, r = g + skipped, best
    return found


def passage(target: str, text: str, raw: str, raw_folded: str, raw_at: list[int], begin: int) -> Passage:
    """The passage with one piece for each run of clean characters that stand together in the raw text."""
    gold, gold_at = folded(text)
    start = raw_folded.find(gold[: 2 * SEED], begin)
    if start < 0:
        start = raw_folded.find(gold[: 2 * SEED])
    found = matches(gold, raw_folded, start if start >= 0 else begin)
    pieces: list[Piece] = []
    last = raw_at[start] if start >= 0 else 0
    for i, ch in enumerate(text):
        k = _first(gold_at, i)
        raw_i = found[k] if k < len(found) and gold_at[k] == i else None
        if raw_i is None:
            pieces.append(Piece(last, last, ch))
            continue
        at = raw_at[raw_i]
        last = at + 1
        if raw[at] != ch:
            pieces.append(Piece(at, at + 1, ch))
        elif pieces and pieces[-1].output is None and pieces[-1].end == at:
            pieces[-1] = Piece(pieces[-1].start, at + 1, None)
        else:
            pieces.append(Piece(at, at + 1, None))
    return Passage(target, text, tuple(pieces))


def _first(offsets: list[int], i: int) -> int:
    """Index of the first offset that is ``i`` or more."""
    return bisect_left(offsets, i)


@cache
def gold_reports() -> tuple[Report, ...]:
    """Every gold article as a report."""
    reports = []
    for path in sorted((GOLD / "clean").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        raw = raw_text(gold["source"])
        raw_folded, raw_at = folded(raw)
        used = 0
        for order, article in enumerate(gold["articles"], 1):
            report_id = f"{gold['source'][:3]}-{order}"
            sections = []
            for s, section in enumerate(article["sections"], 1):
                heading = None
                if section["heading"]:
                    heading = passage(f"{report_id}/s{s}/heading", section["heading"], raw, raw_folded, raw_at, used)
                paragraphs = []
                for p, text in enumerate(section["paragraphs"], 1):
                    made = passage(f"{report_id}/s{s}/p{p}", text, raw, raw_folded, raw_at, used)
                    paragraphs.append(made)
                    used = _first(raw_at, made.pieces[0].start)
                sections.append(Section(heading, section["level"], tuple(paragraphs)))
            head = {
                key: article[key] and passage(f"{report_id}/{key}", article[key], raw, raw_folded, raw_at, 0)
                for key in ("title", "subtitle", "kicker")
            }
            captions = tuple(
                passage(f"{report_id}/caption/{i}", c, raw, raw_folded, raw_at, 0)
                for i, c in enumerate(article["captions"], 1)
            )
            reports.append(
                Report(
                    id=report_id,
                    source=gold["source"],
                    order=order,
                    byline=None,
                    authors=tuple(article["byline"]),
                    organ=article["organ"][0],
                    region=article["region"],
                    year=article["year"],
                    complete=article["complete"],
                    sections=tuple(sections),
                    captions=captions,
                    gaps=(),
                    **head,
                )
            )
    return tuple(reports)


def raw_text(source: str) -> str:
    """The raw file of a gold report."""
    return (SOURCES / source).read_bytes().decode("utf-8")

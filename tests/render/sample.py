"""Corpora for the tests of pages: the five reports with gold indicators, and small ones made of any text."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from generator.clean import clean_source
from generator.model import (
    Cleaned,
    Corpus,
    Edit,
    Extracted,
    Gap,
    Indicator,
    Passage,
    Piece,
    Report,
    Section,
    Source,
    Table,
)
from generator.read import read_source

ROOT = Path(__file__).resolve().parents[2]


@cache
def five() -> Corpus:
    """The five reports, cleaned; figures are those of the gold data, so that pages do not wait for extraction."""
    folder = ROOT / "content" / "sources"
    gold = json.loads((ROOT / "tests" / "gold" / "indicators.json").read_text(encoding="utf-8"))
    cleaned = tuple(clean_source(*read_source(folder, path.name)) for path in sorted(folder.glob("*.txt")))
    reports = [r for c in cleaned for r in c.reports]
    return Corpus(cleaned, {r.id: Extracted(indicators=tuple(_indicators(r, gold))) for r in reports})


def _indicators(report: Report, gold: Sequence[dict]) -> list[Indicator]:  # type: ignore[type-arg]
    found = []
    for row in gold:
        start, end = row["start"], row["start"] + len(row["num"])
        if row["source"] != report.source:
            continue
        for paragraph in report.paragraphs:
            at = _clean_offset(paragraph, start)
            if at is None:
                continue
            unit = re.match("[余多]?[万亿]?" + re.escape(row["unit"][0]), paragraph.text[at + end - start :])
            quote = _clause(paragraph.text, at)
            found.append(
                Indicator(
                    f"{report.id}-{len(found) + 1}", report.id, report.source, start, end, paragraph.target, quote,
                    row["measure"][0], "", str(row["value"]).removesuffix(".0"), row["unit"][0], row["qualifier"],
                    row["direction"], row["period"], "stated", "achieved", report.organ or "", "", 0.9,
                    (at, at + end - start + (unit.end() if unit else 0)),
                )
            )  # fmt: skip
    return found


def _clause(text: str, at: int) -> str:
    ends = [m.end() for m in re.finditer("[，。；！？]", text)]
    return text[max((e for e in ends if e <= at), default=0) : min((e for e in ends if e > at), default=len(text))]


def _clean_offset(passage: Passage, raw: int) -> int | None:
    at = 0
    for piece in passage.pieces:
        if piece.start <= raw < piece.end:
            return at + raw - piece.start
        at += piece.end - piece.start if piece.output is None else len(piece.output)
    return None


class Raw:
    """Builds a source out of passages: each text stands on a line of its own."""

    def __init__(self, path: str, report: str) -> None:
        self.path, self.report = path, report
        self.text = ""
        self.edits: list[Edit] = []

    def passage(self, where: str, text: str) -> Passage:
        start, target = len(self.text), f"{self.report}/{where}"
        self.text += text + "\n"
        end = start + len(text)
        if text:
            self.edits.append(Edit(start, end, "keep", target, None, "text", ""))
        self.edits.append(Edit(end, end + 1, "drop", None, None, "blank", "空白"))
        return Passage(target, text, (Piece(start, end, None),) if text else ())

    def drop(self, text: str, rule: str, note: str = "") -> None:
        self.edits.append(Edit(len(self.text), len(self.text) + len(text), "drop", None, None, rule, note))
        self.text += text

    def replace(self, text: str, output: str, rule: str, where: str) -> None:
        target = f"{self.report}/{where}"
        self.edits.append(Edit(len(self.text), len(self.text) + len(text), "replace", target, output, rule, ""))
        self.text += text

    def source(self) -> Source:
        data = self.text.encode("utf-8", "surrogateescape")
        return Source(self.path, self.text, "utf-8", len(data), sha256(data).hexdigest())


def made(
    texts: Sequence[str],
    *,
    id: str = "made",
    path: str = "made.txt",
    organ: str | None = "某区人大",
    region: str | None = "某省某市",
    year: int | None = 2025,
    gaps: tuple[Gap, ...] = (),
    figures: Sequence[tuple[int, int, int]] = (),
) -> Corpus:
    """One report whose every text (title, kicker, headings, paragraphs, cells, captions) is drawn from ``texts``.

    ``figures``: (paragraph of the first section from 0, start, end) of indicators.
    """
    raw = Raw(path, id)
    some = [*texts]
    pick = (some * 8)[:8] if some else []
    if not pick:
        report = Report(id, path, 1, None, None, None, None, (), None, None, None, False, (), (), gaps)
        return Corpus((Cleaned(raw.source(), (report,), ()),), {})
    names = ("kicker", "title", "subtitle", "byline")
    kicker, title, subtitle, byline = (raw.passage(w, t) for w, t in zip(names, pick, strict=False))
    paragraphs = tuple(raw.passage(f"s1/p{n}", t) for n, t in enumerate(some, 1))
    heads = [raw.passage("s2/heading", pick[4])]
    cells = tuple(raw.passage(f"s2/t1/r1c{n}", t) for n, t in enumerate(some, 1))
    heads.append(raw.passage("s3/heading", pick[5]))
    last = raw.passage("s3/p1", pick[6])
    captions = tuple(raw.passage(f"caption/{n}", t) for n, t in enumerate(some, 1))
    report = Report(
        id, path, 1, title, subtitle, kicker, byline, ("张三",), organ, region, year, not gaps,
        (
            Section(None, 0, paragraphs),
            Section(heads[0], 1, (), (Table((cells,)),)),
            Section(heads[1], 2, (last,)),
        ),
        captions, gaps,
    )  # fmt: skip
    rows = tuple(
        Indicator(
            f"{id}-{n}", id, path, p.pieces[0].start + a, p.pieces[0].start + b, p.target, p.text, p.text[:9] or "数",
            "", "1", "件", "exact", "none", "2025", "report", "target", "", "", 0.5, (a, b),
        )
        for n, (at, a, b) in enumerate(figures, 1)
        if (p := paragraphs[at]) and a < b <= len(p.text)
    )  # fmt: skip
    return Corpus((Cleaned(raw.source(), (report,), tuple(raw.edits)),), {id: Extracted(indicators=rows)})


def many(count: int) -> Corpus:
    """Reports of several regions, bodies and years."""
    parts = [
        made([f"第{n}篇", "督办建议12件。"], id=f"r{n}", path=f"a/{n}.txt", year=2000 + n % 20 if n % 7 else None,
             organ=[None, "甲区人大", "乙市政协", "丙街道"][n % 4],
             region=[None, "浙江省嘉兴市南湖区", "江苏省"][n % 3],
             figures=[(1, 4, 7)])
        for n in range(count)
    ]  # fmt: skip
    return Corpus(tuple(p.cleaned[0] for p in parts), {k: v for p in parts for k, v in p.extracted.items()})

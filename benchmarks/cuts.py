"""Cut texts: ``python -m benchmarks.cuts --pieces 3000 --seed 1``.

Sources are cut at their headings, at line starts and at random places, and the pipeline runs over each piece. A piece
must raise no fault, its ledger must tile, and a figure keeps what the whole text says of it wherever the piece says
so itself. What "says so itself" means is told by ``Claim``; nothing else is compared.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from benchmarks.sound import site_of, worked
from generator.extract.text import sentence_spans
from generator.model import Indicator, Passage, Report, Section
from generator.pipeline import Worked, list_sources
from generator.read import decode

ROOT = Path(__file__).parents[1]
FOLDERS = ("content/sources", "tests/invented/sources", "tests/invented-rows/sources")
SITE = 40
"""Pieces to a site."""

LENGTHS = (20, 2500)
"""Characters of a piece that is cut at random."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
OUTLOOK = re.compile("回顾|总结|打算|安排|思路|展望|下一步|下步")
INTENT = re.compile(r"力争|争取|(?<!工作)(?<!年度)(?<!列入)计划(?!生育|任务|目标|数|的)(?=[\u4e00-\u9fff\d])")


class Claim(NamedTuple):
    """A figure of the whole has this ``value`` of ``aspect``; a piece that covers raw ``[start, end)`` says so, too.

    The range always covers the paragraph of the figure, and what says it:

    - ``paragraph``: value and unit; the year where it stands in the figure's sentence, before the figure, as the only
      one; that it is no achievement where 力争, 争取 or the verb 计划 stand before it in its sentence
    - ``heading``: the main heading above it and all between; the year where the heading names it as the only one, the
      status where the heading names the outlook (回顾, 安排, …)
    - ``title``: the article from its head on; year and status, where title, 引题 or 副题 names the year of the report,
      but not as 2025年工作报告, which may be given in that year or on it

    It binds a piece only in which the paragraph (and heading, or title) reads as in the whole: whether cutting changes
    what is a paragraph is another question.
    """

    aspect: str
    value: str
    start: int
    end: int
    by: str
    passages: tuple[tuple[int, str], ...]
    """Raw start and clean text of the paragraph and of what says it."""


class Disagreement(NamedTuple):
    """A figure of a piece that is not what the whole says."""

    piece: Piece
    figure: Indicator
    claim: Claim
    got: str

    def __str__(self) -> str:
        """The figure with what was expected and what came."""
        claim, place = self.claim, self.piece
        return (
            f"{claim.aspect} by {claim.by}: {claim.value} → {self.got or '-'}  {self.figure.quote}"
            f"  [{place.whole.path} {place.start}:{place.end}]"
        )


class Whole:
    """A source that is cut, worked once as a whole and without its sidecar."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.worked = worked(text, Path(path).name)

    @cached_property
    def headings(self) -> list[int]:
        """Raw starts of titles and headings, and both ends of the text."""
        found = {0, len(self.text)}
        for report in self.worked.cleaned.reports:
            heads = [report.title, *(section.heading for section in report.sections)]
            found |= {head.pieces[0].start for head in heads if head and head.pieces}
        return sorted(found)

    @cached_property
    def lines(self) -> list[int]:
        """Raw starts of lines, and both ends of the text."""
        return sorted({0, len(self.text), *(m.end() for m in re.finditer(r"\n+", self.text))})

    @cached_property
    def claims(self) -> dict[int, list[Claim]]:
        """What the whole says of each figure, by the raw start of the figure."""
        found: dict[int, list[Claim]] = {}
        for report in self.worked.cleaned.reports:
            places = dict(_places(report))
            for row in self.worked.extracted[report.id].indicators:
                if row.paragraph in places:
                    found[row.start] = list(_claims(report, row, *places[row.paragraph]))
        return found


class Piece(NamedTuple):
    """``whole.text[start:end]``, cut in a way that ``kind`` names."""

    whole: Whole
    kind: str
    start: int
    end: int

    @property
    def text(self) -> str:
        """The piece."""
        return self.whole.text[self.start : self.end]

    def disagreements(self, done: Worked, counts: Counter[str]) -> Iterator[Disagreement]:
        """Figures that are not what the whole says; ``counts`` learns how many claims were compared and why not."""
        rows = {row.start + self.start: row for rows in done.extracted.values() for row in rows.indicators}
        texts = {
            (passage.pieces[0].start + self.start, passage.text)
            for report in done.cleaned.reports
            for passage in report.passages
            if passage.pieces
        }
        for at, claims in self.whole.claims.items():
            for claim in claims:
                if not (self.start <= claim.start and claim.end <= self.end):
                    continue
                if not texts.issuperset(claim.passages):
                    counts["reads otherwise"] += 1
                    continue
                counts[f"{claim.aspect} by {claim.by}"] += 1
                row = rows.get(at)
                got = _aspect(row, claim.aspect) if row else "no figure"
                if got != claim.value:
                    counts[f"{claim.aspect} by {claim.by}, wrong"] += 1
                    yield Disagreement(self, row or self.whole_row(at), claim, got)

    def whole_row(self, at: int) -> Indicator:
        """The figure of the whole at a raw offset."""
        rows = (row for rows in self.whole.worked.extracted.values() for row in rows.indicators)
        return next(row for row in rows if row.start == at)


def _aspect(row: Indicator, aspect: str) -> str:
    if aspect == "intended":
        return "no" if row.status in ("achieved", "average") else "yes"
    return {"value": f"{row.value} {row.unit}", "year": row.period, "status": row.status}[aspect]


def _places(report: Report) -> Iterator[tuple[str, tuple[Passage, Section | None]]]:
    """Every paragraph by its target, with the main section that it stands in."""
    main = None
    for section in report.sections:
        if section.level <= 1:
            main = section
        for paragraph in section.paragraphs:
            if paragraph.pieces:
                yield paragraph.target, (paragraph, main)


def _claims(report: Report, row: Indicator, paragraph: Passage, main: Section | None) -> Iterator[Claim]:
    start, end = paragraph.pieces[0].start, paragraph.pieces[-1].end
    own = (start, paragraph.text)
    yield Claim("value", f"{row.value} {row.unit}", start, end, "paragraph", (own,))
    begin = max((a for a, _ in sentence_spans(paragraph.text) if a <= row.at[0]), default=0)
    before = paragraph.text[begin : row.at[0]]
    years = set(YEAR.findall(row.period))
    if row.period_basis == "stated" and years and set(YEAR.findall(before)) == years:
        yield Claim("year", row.period, start, end, "paragraph", (own,))
    if row.status in ("target", "plan") and INTENT.search(before):
        yield Claim("intended", "yes", start, end, "paragraph", (own,))
    heading = main.heading if main else None
    if heading and heading.pieces and heading.pieces[0].start < start:
        said = ((heading.pieces[0].start, heading.text), own)
        if years and set(YEAR.findall(heading.text)) == years:
            yield Claim("year", row.period, said[0][0], end, "heading", said)
        if OUTLOOK.search(heading.text):
            yield Claim("status", row.status, said[0][0], end, "heading", said)
    heads = [head for head in (report.kicker, report.title, report.subtitle) if head and head.pieces]
    said = (*((head.pieces[0].start, head.text) for head in heads), own)
    if any(re.search(rf"{report.year}(?!年工作报告)", head.text) for head in heads) and max(said) == own:
        yield Claim("year", row.period, min(said)[0], end, "title", said)
        yield Claim("status", row.status, min(said)[0], end, "title", said)


def wholes(folders: Sequence[str] = FOLDERS, *, every: int = 1) -> list[Whole]:
    """Every so many-th source of the folders, in order."""
    found = []
    for folder in folders:
        for name in list_sources(ROOT / folder).sources[::every]:
            found.append(Whole(f"{folder}/{name}", decode((ROOT / folder / name).read_bytes())[0]))
    return found


def cut(whole: Whole, rng: random.Random) -> Piece:
    """A piece: between two headings or lines that are not far from each other, or between any two places."""
    kind = rng.choice(("headings", "lines", "anywhere"))
    if kind == "anywhere":
        size = round(LENGTHS[0] * (LENGTHS[1] / LENGTHS[0]) ** rng.random())
        start = rng.randrange(max(1, len(whole.text) - size // 2))
        return Piece(whole, kind, start, min(len(whole.text), start + size))
    places = whole.headings if kind == "headings" else whole.lines
    first = rng.randrange(len(places) - 1)
    last = min(len(places) - 1, first + rng.choice((1, 1, 2, 3, 5, 8, 1000)))
    return Piece(whole, kind, places[first], places[last])


def pieces(sources: Sequence[Whole], count: int, seed: int) -> Iterator[Piece]:
    """``count`` pieces with some text in them, each source in turn; the same for the same seed."""
    rng = random.Random(seed)
    made = 0
    while made < count:
        piece = cut(sources[made % len(sources)], rng)
        if piece.text.strip("\ufeff\u200b \t\r\n\u3000"):
            made += 1
            yield piece


def main() -> int:
    """Cut, work, compare, print; 1 where a piece has a fault."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cuts", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pieces", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="leave out so many pieces (to go on where a run ended)")
    parser.add_argument("--show", type=int, default=20, help="disagreements that are shown")
    parser.add_argument("--folder", action="append", help="cut the sources of this folder instead")
    parser.add_argument("--no-pages", action="store_true", help="without pages, search index and data package")
    args = parser.parse_args()
    began = time.perf_counter()
    counts: Counter[str] = Counter()
    found: list[Disagreement] = []
    faults = 0
    batch: list[tuple[Piece, Worked]] = []

    def publish() -> int:
        try:
            with tempfile.TemporaryDirectory() as folder:
                site_of([done for _, done in batch], Path(folder))
        except Exception:
            traceback.print_exc()
            print("FAULT in the pages of", *(f"{p.whole.path} {p.start}:{p.end}" for p, _ in batch), sep="\n  ")
            return 1
        finally:
            batch.clear()
        return 0

    for i, piece in enumerate(pieces(wholes(args.folder or FOLDERS), args.pieces, args.seed)):
        if i < args.first:
            continue
        counts[f"pieces: {piece.kind}"] += 1
        try:
            done = worked(piece.text, f"{i}.txt")
            worked(piece.text, f"{i}.md")
        except Exception:
            faults += 1
            print(f"FAULT {piece.whole.path} {piece.start}:{piece.end}\n{traceback.format_exc()}", flush=True)
            continue
        found += piece.disagreements(done, counts)
        batch.append((piece, done))
        if len(batch) == SITE and not args.no_pages:
            faults += publish()
    if batch and not args.no_pages:
        faults += publish()
    print(*found[: args.show], sep="\n")
    print(*(f"{count:8} {name}" for name, count in sorted(counts.items())), sep="\n")
    print(f"{faults} faults, {len(found)} disagreements, {time.perf_counter() - began:.0f} s")
    return bool(faults)


if __name__ == "__main__":
    raise SystemExit(main())

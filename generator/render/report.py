"""What a report's page shows, ready for its template: runs of text with their marks, rows, headline figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model import Gap, Indicator, Passage, Report, Section
from generator.render.labels import labels, say
from generator.render.markup import number_parts
from generator.render.places import ordered_blocks

_ENUMERATED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．][^。！？；]{2,40}[。！？](?=.)")
_SHORT = re.compile(r"[^。！？；，：]{3,15}。(?=.{30})")
_ENDS = "。！？；：”’）》…"


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph: plain text, a figure or a gap (with its number on the page; a gap has no text)."""

    text: str
    kind: Literal["text", "figure", "gap"] = "text"
    n: int = 0
    bold: bool = False


@dataclass(frozen=True)
class Mark:
    """A gap as the page numbers it."""

    n: int
    gap: Gap
    place: Literal["start", "inside", "end"]
    inline: bool
    """In the text, because a sentence breaks off there; otherwise on a line of its own."""


@dataclass(frozen=True)
class Paragraph:
    """``n`` counts over the whole report; ``continues`` where it goes on in the middle of a sentence after a gap."""

    n: int
    runs: tuple[Run, ...]
    gaps: tuple[Mark, ...]
    continues: bool


@dataclass(frozen=True)
class Grid:
    """A table of the source."""

    anchor: str
    label: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Part:
    """A section: its heading (None where there is none), the Markdown level of it, and what it holds."""

    n: int
    heading: str | None
    level: int
    blocks: tuple[Paragraph | Grid, ...]


@dataclass(frozen=True)
class Row:
    """An indicator as a row: ``shown`` is qualifier, number and unit as a reader sees them in the text."""

    n: int
    indicator: Indicator
    before: str
    number: str
    after: str
    quote: tuple[str, str, str]
    paragraph: int
    marked: bool

    @property
    def lead(self) -> str:
        """What stands in front of the number where it stands alone: its direction, unless the name says it."""
        said = labels().directions.get(self.indicator.direction, "")
        return self.before if said in self.before + self.indicator.measure else said + self.before

    @property
    def anchor(self) -> str:
        """Where the figure stands on the report's page."""
        return f"f{self.n}" if self.marked else f"p{self.paragraph}"


@dataclass(frozen=True)
class View:
    """A report's page."""

    report: Report
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    figures: tuple[Row, ...]
    gaps: tuple[Mark, ...]
    characters: int
    paragraphs: int

    @property
    def flags(self) -> list[str]:
        """What a reader should know before reading: in words, empty for a complete report."""
        certain = [m for m in self.gaps if m.gap.grade == "certain"]
        inside = sum(m.place == "inside" for m in certain)
        possible = len(self.gaps) - len(certain)
        said = [say("cut-start")] if any(m.place == "start" for m in certain) else []
        said += [say("cut-end")] if any(m.place == "end" for m in certain) else []
        said += [say("gaps", inside)] if inside else []
        said += [say("possible-gaps", possible)] if possible else []
        return said or ([] if self.report.complete else [say("incomplete")])


def view(report: Report, indicators: Sequence[Indicator]) -> View:
    """Lay out one report with its indicators (in source order)."""
    numbers = {p.target: n for n, p in enumerate(report.paragraphs, 1)}
    marks = [_mark(n, gap) for n, gap in enumerate(report.gaps, 1)]
    rows, by_paragraph = _rows(indicators, {p.target: p for p in report.paragraphs}, numbers)
    gaps: dict[str, list[Mark]] = {}
    for mark in marks:
        gaps.setdefault(mark.gap.target, []).append(mark)
    parts = []
    before: Sequence[Mark] = ()
    for s, section in enumerate(report.sections, 1):
        runins = _runins(section)
        blocks: list[Paragraph | Grid] = []
        tables = 0
        for block in ordered_blocks(section):
            if isinstance(block, Passage):
                here = gaps.get(block.target, [])
                runs = _runs(block, runins.get(block.target, 0), by_paragraph.get(block.target, []), here)
                blocks.append(Paragraph(numbers[block.target], runs, tuple(here), _goes_on(block, before)))
                before = here
            else:
                tables += 1
                cells = tuple(tuple(cell.text for cell in row) for row in block.rows)
                blocks.append(Grid(f"s{s}t{tables}", say("table", tables), cells))
        heading = section.heading.text if section.heading else None
        parts.append(Part(s, heading, min(6, max(2, section.level + 1)), tuple(blocks)))
    body = [p for p in report.passages if not p.target.startswith(f"{report.id}/caption")]
    return View(report, tuple(parts), rows, headline(rows), tuple(marks), sum(len(p.text) for p in body), len(numbers))


def _mark(n: int, gap: Gap) -> Mark:
    place: Literal["start", "inside", "end"] = "start" if not gap.after else "end" if not gap.before else "inside"
    return Mark(n, gap, place, bool(gap.after) and gap.after[-1] not in _ENDS)


def _goes_on(paragraph: Passage, before: Iterable[Mark]) -> bool:
    """Whether the text before a gap broke off in a sentence and this paragraph takes up in another one."""
    return any(m.inline and m.place == "inside" and paragraph.text.startswith(m.gap.before[:8]) for m in before)


def _runins(section: Section) -> dict[str, int]:
    """Length of the run-in heading of each paragraph that opens with one.

    An enumerated short sentence is one by itself; an unnumbered one only where all other paragraphs of the
    section (the first may lead in) open with one, too.
    """
    found = {p.target: m.end() for p in section.paragraphs if (m := _ENUMERATED.match(p.text))}
    short = {p.target: m.end() for p in section.paragraphs if (m := _SHORT.match(p.text))}
    if len(short) >= 2 and all(p.target in short for p in section.paragraphs[1:]):
        return {**short, **found}
    return found


def _runs(paragraph: Passage, bold: int, rows: Sequence[Row], gaps: Sequence[Mark]) -> tuple[Run, ...]:
    """Cut a paragraph at its marks; figures do not overlap."""
    text = paragraph.text
    cuts: list[tuple[int, int, Row | Mark]] = [(*row.indicator.at, row) for row in rows if row.marked]
    for mark in (mark for mark in gaps if mark.inline):
        around = mark.gap.after + mark.gap.before
        inside = text.find(around) if mark.place == "inside" else -1
        at = len(text) if inside < 0 else inside + len(mark.gap.after)
        if any(start < at < end for start, end, _ in cuts):
            at = len(text)
        cuts.append((at, at, mark))
    runs: list[Run] = []
    done = 0

    def plain(until: int) -> None:
        for start, end, heavy in ((done, min(until, bold), True), (max(done, bold), until, False)):
            if start < end:
                runs.append(Run(text[start:end], bold=heavy))

    for start, end, what in sorted(cuts, key=lambda c: c[:2]):
        plain(start)
        if isinstance(what, Row):
            runs.append(Run(text[start:end], "figure", what.n, end <= bold))
        else:
            runs.append(Run("", "gap", what.n))
        done = end
    plain(len(text))
    return tuple(runs)


def _rows(
    indicators: Sequence[Indicator], paragraphs: dict[str, Passage], numbers: dict[str, int]
) -> tuple[tuple[Row, ...], dict[str, list[Row]]]:
    """Rows in source order, and by paragraph; a figure inside another one is not marked in the text."""
    rows: list[Row] = []
    by_paragraph: dict[str, list[Row]] = {}
    reached: dict[str, int] = {}
    for n, indicator in enumerate(sorted(indicators, key=lambda i: (numbers.get(i.paragraph, 0), i.at)), 1):
        start, end = indicator.at
        paragraph = paragraphs.get(indicator.paragraph)
        shown = paragraph.text[start:end] if paragraph else f"{indicator.value}{indicator.unit}"
        marked = paragraph is not None and start < end and start >= reached.get(indicator.paragraph, 0)
        place = numbers.get(indicator.paragraph, 0)
        quote = _quote(indicator.quote, shown, paragraph.text if paragraph else "", indicator.at)
        row = Row(n, indicator, *number_parts(shown), quote, place, marked)
        if marked:
            reached[indicator.paragraph] = end
            by_paragraph.setdefault(indicator.paragraph, []).append(row)
        rows.append(row)
    return tuple(rows), by_paragraph


def _quote(quote: str, shown: str, text: str, at: tuple[int, int]) -> tuple[str, str, str]:
    """The clause, cut around the figure as it stands in it."""
    start = text.find(quote, max(0, at[1] - len(quote)))
    if quote and 0 <= start <= at[0]:
        a, b = at[0] - start, at[1] - start
        return (quote[:a], quote[a:b], quote[b:])
    before, found, after = quote.partition(shown) if shown else (quote, "", "")
    return (before, found, after)


def headline(rows: Iterable[Row], most: int = 5) -> tuple[Row, ...]:
    """The few figures that say most: sure, achieved, plainly named, of several units and paragraphs; in text order."""
    left = [r for r in rows if r.indicator.measure and r.paragraph]
    chosen: list[Row] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda r: (interest(r, chosen), -r.n))
        chosen.append(best)
        left = [r for r in left if r is not best and r.indicator.measure != best.indicator.measure]
    return tuple(sorted(chosen, key=lambda r: r.n))


def interest(row: Row, chosen: Sequence[Row]) -> float:
    """How much a figure says beside those that are chosen already."""
    i = row.indicator
    size = len(i.value.partition(".")[0].lstrip("-0"))
    return (
        3 * i.confidence
        + (1 if i.canonical else 0)
        + (1 if i.status == "achieved" else -1)
        + (1 if 3 <= len(i.measure) <= 14 else 0)
        + (1.5 if i.unit in ("%", "‰") else min(size, 5) / 3)
        - 1.5 * sum(c.indicator.unit == i.unit for c in chosen)
        - 1.0 * sum(c.paragraph == row.paragraph for c in chosen)
    )

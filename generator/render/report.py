"""What a report's page shows, ready for its template: runs of text with their marks, rows, headline figures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from generator.model import Citation, Formulation, Gap, Indicator, Passage, Report, Section
from generator.render.headline import headline, interest
from generator.render.keypoints import Point, key_points
from generator.render.labels import say
from generator.render.rows import Row, in_rows

__all__ = ["Grid", "Mark", "Paragraph", "Part", "Row", "Run", "View", "counted", "headline", "interest", "view"]

_ENUMERATED = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）、.．][^。！？；]{2,40}[。！？](?=.)")
_SHORT = re.compile(r"[^。！？；，：]{3,15}。(?=.{30})")
_KEEP = 12  # characters of a figure that stay on one line: 5.5万亿立方米 does, 7个方面23项具体措施 need not
# What stays on one line (GB/T 15834, and the habit of printers): a number outside the figures with what it counts
# (2025年12月27日, 第26次, 前10名, 3—5月), and a dot or dash between two words with the word before it (厂·店, 镇～乡),
# which must not begin a line; the browser sees to the other marks.
_DATE = r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?"
_COUNT = r"[第前]?\d[\d.,]*(?:[-—~～至+]\d+)*[%％‰]?[十百千万亿]{0,2}(?:[人场户]次|[\u4e00-\u9fff])?"
_COUNTED = re.compile(rf"{_DATE}|{_COUNT}|[^\W\d][·・～－]")
_NUMBER = re.compile(r"[-+－＋]?\d[\d,，.．·]*[%％‰倍]?|[-—－…]+|持平")
# A cell that is set flush right: 49000万吨, -5.2%, ≥95, —
_NUMERIC = re.compile(r"[^\d]{0,2}\d[\d,，.．·\-~～ ]*\S{0,5}|[-—－–…/]+|持平")
_ROW = 80  # characters of the longest line of a table
_ENDS = "。！？；：”’）》…"


@dataclass(frozen=True)
class Run:
    """A stretch of a paragraph. ``n`` is the number of a figure, gap or term on the page; a gap has no text.

    ``whole``: a number that does not break over lines.
    """

    text: str
    kind: Literal["text", "figure", "gap", "term"] = "text"
    n: int = 0
    bold: bool = False
    whole: bool = False


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
    """``n`` counts over the whole report; ``continues`` where it goes on in the middle of a sentence after a gap.

    ``cells`` where it is a line of a table that lost its lines: its runs, parted where the text has a space;
    ``columns`` of that table, and whether it is the first or last line.
    """

    n: int
    runs: tuple[Run, ...]
    gaps: tuple[Mark, ...]
    continues: bool
    cells: tuple[tuple[Run, ...], ...] = ()
    columns: int = 0
    first: bool = False
    last: bool = False


@dataclass(frozen=True)
class Field:
    """A cell of a table: its runs; a ``head`` names its column or row; ``number``: it counts something."""

    runs: tuple[Run, ...]
    head: Literal["", "col", "row"]
    number: bool


@dataclass(frozen=True)
class Grid:
    """A table of the source with its caption, which is paragraphs of the text, and the gaps behind it."""

    anchor: str
    label: str
    caption: tuple[Paragraph, ...]
    heads: tuple[tuple[Field, ...], ...]
    rows: tuple[tuple[Field, ...], ...]
    gaps: tuple[Mark, ...]

    @property
    def numbers(self) -> frozenset[int]:
        """The columns, from 0, most of whose cells are numbers."""
        columns = range(len(self.rows[0]) if self.rows else 0)
        return frozenset(c for c in columns if sum(row[c].number for row in self.rows) * 2 > len(self.rows))


@dataclass(frozen=True)
class Part:
    """A section: its heading (None where there is none), the Markdown level of it, and what it holds."""

    n: int
    heading: str | None
    level: int
    blocks: tuple[Paragraph | Grid, ...]


@dataclass(frozen=True)
class Mention:
    """The first mention of a formulation in a report; ``paragraph`` counts over it, 0 where it is outside the text.

    ``marked``: linked there. ``listed``: the paragraph that lists its parts, 0 where it has none.
    """

    n: int
    formulation: Formulation
    paragraph: int
    marked: bool
    listed: int


@dataclass(frozen=True)
class View:
    """A report's page. ``cited`` are the documents that each paragraph is the first to name."""

    report: Report
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    figures: tuple[Row, ...]
    gaps: tuple[Mark, ...]
    characters: int
    paragraphs: int
    points: tuple[Point, ...]
    terms: tuple[Mention, ...]
    cited: dict[int, tuple[Citation, ...]]

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


def view(
    report: Report,
    indicators: Sequence[Indicator],
    *,
    formulations: Sequence[Formulation] = (),
    citations: Sequence[Citation] = (),
) -> View:
    """Lay out one report with its rows (in source order)."""
    numbers = {p.target: n for n, p in enumerate(report.paragraphs, 1)}
    marks = [_mark(n, gap) for n, gap in enumerate(report.gaps, 1)]
    rows, by_paragraph = in_rows(report, indicators)
    terms = _terms(report, formulations, numbers, by_paragraph)
    named: dict[str, list[Mention]] = {}
    for term in terms:
        named.setdefault(term.formulation.paragraph, []).append(term)
    gaps: dict[str, list[Mark]] = {}
    for mark in marks:
        gaps.setdefault(mark.gap.target, []).append(mark)
    parts = []
    counted = 0
    before: Sequence[Mark] = ()
    for s, section in enumerate(report.sections, 1):
        runins = _runins(section)
        blocks: list[Paragraph | Grid] = []
        tables = 0
        for block in section.blocks:
            if isinstance(block, Passage):
                here = gaps.get(block.target, [])
                figures, said = by_paragraph.get(block.target, []), named.get(block.target, [])
                runs = _runs(block, runins.get(block.target, 0), figures, said, here)
                blocks.append(Paragraph(numbers[block.target], runs, tuple(here), _goes_on(block, before)))
                before = here
            else:
                tables += 1
                counted += 1
                caption: list[Paragraph] = []
                while len(caption) < block.above and isinstance(blocks[-1], Paragraph) and not blocks[-1].gaps:
                    caption.insert(0, cast(Paragraph, blocks.pop()))
                after = tuple(mark for cell in block.cells for mark in gaps.get(cell.target, ()))
                cells = [
                    tuple(
                        _field(cell, by_paragraph.get(cell.target, []), named.get(cell.target, []), r < block.heads, c)
                        for c, cell in enumerate(row)
                    )
                    for r, row in enumerate(block.rows)
                ]
                heads, rest = tuple(cells[: block.heads]), tuple(cells[block.heads :])
                label = say("table", counted)
                blocks.append(Grid(f"s{s}t{tables}", label, tuple(caption), heads, rest, after))
                before = after
        heading = section.heading.text if section.heading else None
        parts.append(Part(s, heading, min(6, max(2, section.level + 1)), tuple(_tabulated(blocks))))
    body = [p for p in report.passages if not p.target.startswith(f"{report.id}/caption")]
    return View(
        report, tuple(parts), rows, headline(rows), tuple(marks), sum(len(p.text) for p in body), len(numbers),
        key_points(report, rows), terms, _cited(citations, numbers),
    )  # fmt: skip


def _terms(
    report: Report,
    formulations: Sequence[Formulation],
    numbers: dict[str, int],
    figures: dict[str, list[Row]],
) -> tuple[Mention, ...]:
    """First mentions in the order of the text; one inside or across a figure, or another one, is not linked."""
    texts = {p.target: p.text for p in report.texts}
    known: dict[str, None] = {}
    terms: list[Mention] = []
    reached: dict[str, int] = {}
    for f in sorted(formulations, key=lambda f: (numbers.get(f.paragraph, 0), f.at)):
        if f.name in known or not f.name:
            continue
        known[f.name] = None
        start, end = f.at
        taken = [row.indicator.at for row in figures.get(f.paragraph, ())]
        marked = (
            f.paragraph in texts
            and reached.get(f.paragraph, 0) <= start < end <= len(texts[f.paragraph])
            and not any(start < b and a < end for a, b in taken)
        )
        if marked:
            reached[f.paragraph] = end
        parts = f.components if len(f.components) > 1 else ()
        listed = next(
            (numbers[t] for t, text in texts.items() if t in numbers and parts and all(c in text for c in parts)), 0
        )
        terms.append(Mention(len(terms) + 1, f, numbers.get(f.paragraph, 0), marked, listed))
    return tuple(terms)


def _cited(citations: Sequence[Citation], numbers: dict[str, int]) -> dict[int, tuple[Citation, ...]]:
    known: set[str] = set()
    found: dict[int, tuple[Citation, ...]] = {}
    for c in sorted(citations, key=lambda c: (numbers.get(c.paragraph, 0), c.at)):
        if c.title not in known and c.paragraph in numbers:
            known.add(c.title)
            found[numbers[c.paragraph]] = (*found.get(numbers[c.paragraph], ()), c)
    return found


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


def _runs(
    paragraph: Passage, bold: int, rows: Sequence[Row], terms: Sequence[Mention], gaps: Sequence[Mark]
) -> tuple[Run, ...]:
    """Cut a paragraph at its marks; figures and terms do not overlap."""
    text = paragraph.text
    cuts: list[tuple[int, int, Row | Mention | Mark]] = [(*row.indicator.at, row) for row in rows if row.marked]
    cuts += [(*_unquoted(text, *term.formulation.at), term) for term in terms if term.marked]
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
            runs.extend(counted(text[start:end], heavy))

    for start, end, what in sorted(cuts, key=lambda c: c[:2]):
        plain(start)
        if isinstance(what, Row):
            runs.append(Run(text[start:end], "figure", what.n, end <= bold, end - start <= _KEEP))
        elif isinstance(what, Mention):
            runs.append(Run(text[start:end], "term", what.n, end <= bold))
        else:
            runs.append(Run("", "gap", what.n))
        done = end
    plain(len(text))
    return tuple(runs)


def _field(cell: Passage, rows: Sequence[Row], terms: Sequence[Mention], head: bool, column: int) -> Field:
    number = not head and column > 0 and _NUMERIC.fullmatch(cell.text) is not None
    kind: Literal["", "col", "row"] = "col" if head else "row" if column == 0 and not number else ""
    return Field(_runs(cell, 0, rows, terms, ()), kind if cell.text else "", number)


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A link stands inside the quotation marks of the name that it is about."""
    if text[start] == "“" and text[end - 1] == "”" and end - start > 2:
        return start + 1, end - 1
    return start, end


def counted(text: str, bold: bool = False) -> Iterator[Run]:
    """Plain text, its numbers apart from it."""
    done = 0
    for m in _COUNTED.finditer(text):
        if m.start() > done:
            yield Run(text[done : m.start()], bold=bold)
        yield Run(m[0], bold=bold, whole=len(m[0]) <= _KEEP)
        done = m.end()
    if done < len(text):
        yield Run(text[done:], bold=bold)


def _tabulated(blocks: Sequence[Paragraph | Grid]) -> Iterator[Paragraph | Grid]:
    """Lines that were the rows of a table get their cells; the text stays as it is."""
    some: list[Paragraph] = []
    for block in [*blocks, None]:
        if isinstance(block, Paragraph) and _like_a_row(block):
            some.append(block)
            continue
        if len(some) > 2 and sum(_ends_in_number(row) for row in some) * 2 >= len(some):
            parted = [_cells(row.runs) for row in some]
            columns = max(len(cells) for cells in parted)
            for row, cells in zip(some, parted, strict=True):
                yield replace(row, cells=cells, columns=columns, first=row is some[0], last=row is some[-1])
        else:
            yield from some
        some = []
        if block is not None:
            yield block


def _like_a_row(block: Paragraph) -> bool:
    text = "".join(run.text for run in block.runs)
    return len(text.split()) > 1 and len(text) <= _ROW and not block.gaps and text[-1] not in "。！？；："


def _ends_in_number(block: Paragraph) -> bool:
    text = "".join(run.text for run in block.runs)
    return _NUMBER.fullmatch(text.split()[-1]) is not None


def _cells(runs: Sequence[Run]) -> tuple[tuple[Run, ...], ...]:
    """Runs by cell; the white space behind a cell is its last run. Words in front of the first number are one cell."""
    cells: list[list[Run]] = [[]]
    numbered = parted = False
    for run in runs:
        for piece in re.findall(r"\s+|\S+", run.text):
            if piece.isspace():
                cells[-1].append(Run(piece))
                parted = True
                continue
            if parted:
                numbered = numbered or _NUMBER.fullmatch(piece) is not None
                if numbered:
                    cells.append([])
                parted = False
            # A figure that the space parts (49000 万吨) is linked at its number.
            cells[-1].append(replace(run, text=piece))
            run = Run("", bold=run.bold, whole=run.whole)
    return tuple(map(tuple, cells))

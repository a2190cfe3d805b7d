"""What the stages hand to each other: small frozen records, each knowing its raw characters.

Offsets count Unicode code points in the decoded raw file, half-open ``[start, end)`` (CONTRACT of the
data package, docs/data-package.md). A *target* is the place of a text in a report:
``<report id>/s2/p3`` is the third paragraph of the second section.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

Action = Literal["keep", "replace", "drop"]


class Edit(NamedTuple):
    """One record of the ledger: what happened to ``raw[start:end]``.

    ``target`` is ``None`` for a drop; ``output`` is the clean text of a replace and ``None`` otherwise.
    """

    start: int
    end: int
    action: Action
    target: str | None
    output: str | None
    rule: str
    note: str


class Piece(NamedTuple):
    """A run of a passage: ``raw[start:end]``, kept as it is (``output is None``) or replaced by ``output``."""

    start: int
    end: int
    output: str | None

    @property
    def aligned(self) -> bool:
        """Does each raw character stand for one clean one, as in ９５．６％?"""
        return self.output is None or len(self.output) == self.end - self.start


@dataclass(frozen=True)
class Passage:
    """A clean text (title, heading, paragraph, caption, cell) that knows its raw characters.

    ``pieces`` are in raw order; put together they are ``text``. Dropped characters lie between them.
    """

    target: str
    text: str
    pieces: tuple[Piece, ...]

    @cached_property
    def _starts(self) -> list[int]:
        """Clean offset at which each piece begins."""
        starts, at = [], 0
        for piece in self.pieces:
            starts.append(at)
            at += piece.end - piece.start if piece.output is None else len(piece.output)
        return starts

    def raw_start(self, offset: int) -> int:
        """Raw offset of the clean character at ``offset``."""
        i = bisect_right(self._starts, offset) - 1
        piece = self.pieces[i]
        return piece.start + offset - self._starts[i] if piece.aligned else piece.start

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Raw ``[start, end)`` that covers the clean characters ``[start, end)``; ``start < end``."""
        i = bisect_right(self._starts, end - 1) - 1
        piece = self.pieces[i]
        last = piece.start + end - self._starts[i] if piece.aligned else piece.end
        return self.raw_start(start), last


@dataclass(frozen=True)
class Table:
    """A table inside a section; ``rows[r][c]`` is a cell, its target ``…/s2/t1/r3c2``. All rows are of one length.

    A cell without characters has the empty text and no pieces: the ledger does not know it. ``before`` is the number
    of paragraphs of the section that stand in front of the table, the last ``above`` of them its caption and unit.
    ``heads`` rows at the top name the columns.
    """

    rows: tuple[tuple[Passage, ...], ...]
    before: int = 0
    heads: int = 0
    above: int = 0

    @property
    def cells(self) -> Iterator[Passage]:
        """Row by row."""
        return (cell for row in self.rows for cell in row)


@dataclass(frozen=True)
class Section:
    """``level`` 0 is the lead, 1 a main section, 2 and more below; ``heading`` is None where there is none."""

    heading: Passage | None
    level: int
    paragraphs: tuple[Passage, ...]
    tables: tuple[Table, ...] = ()

    @property
    def blocks(self) -> Iterator[Passage | Table]:
        """Paragraphs and tables in reading order."""
        tables = iter(self.tables)
        table = next(tables, None)
        for i, paragraph in enumerate(self.paragraphs):
            while table is not None and table.before <= i:
                yield table
                table = next(tables, None)
            yield paragraph
        if table is not None:
            yield table
        yield from tables

    @property
    def texts(self) -> Iterator[Passage]:
        """Paragraphs and cells in reading order."""
        for block in self.blocks:
            if isinstance(block, Table):
                yield from block.cells
            else:
                yield block


@dataclass(frozen=True)
class Gap:
    """A place where text is missing. ``after`` and ``before`` are the last and first ~15 clean characters.

    ``target`` is the paragraph that the gap follows (``""`` where it opens the report). ``rule`` named it.
    ``start`` is the raw offset at which the missing text would stand.
    """

    after: str
    before: str
    grade: Literal["certain", "possible"]
    note: str
    target: str
    rule: str
    start: int


@dataclass(frozen=True)
class Report:
    """One article. ``id`` is stable, readable and unique; ``order`` its 1-based place in the source."""

    id: str
    source: str
    order: int
    title: Passage | None
    subtitle: Passage | None
    kicker: Passage | None
    byline: Passage | None
    authors: tuple[str, ...]
    organ: str | None
    region: str | None
    year: int | None
    complete: bool
    sections: tuple[Section, ...]
    captions: tuple[Passage, ...]
    gaps: tuple[Gap, ...]
    published: str | None = None
    url: str | None = None
    licence: str | None = None

    @cached_property
    def paragraphs(self) -> tuple[Passage, ...]:
        """Every paragraph in reading order."""
        return tuple(p for s in self.sections for p in s.paragraphs)

    @cached_property
    def texts(self) -> tuple[Passage, ...]:
        """Every paragraph and cell in reading order."""
        return tuple(p for s in self.sections for p in s.texts)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of the report in reading order: head, headings, paragraphs and cells, captions."""
        head = [p for p in (self.kicker, self.title, self.subtitle, self.byline) if p]
        body: list[Passage] = []
        for s in self.sections:
            if s.heading:
                body.append(s.heading)
            body.extend(s.texts)
        return (*head, *body, *self.captions)

    @property
    def name(self) -> str:
        """What the report is called where it has no title."""
        return self.title.text if self.title else self.organ or self.source


@dataclass(frozen=True)
class Source:
    """A raw file: ``text`` is what its bytes decode to (BOM included, line ends untouched)."""

    path: str
    text: str
    encoding: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Review:
    """A question that waits for a person; ``entry`` is the sidecar entry that would answer it."""

    source: str
    start: int
    end: int
    rule: str
    question: str
    evidence: str
    options: tuple[str, ...]
    entry: str


@dataclass(frozen=True)
class Cleaned:
    """One source after cleaning. ``edits`` tile ``[0, len(source.text))`` in order."""

    source: Source
    reports: tuple[Report, ...]
    edits: tuple[Edit, ...]
    review: tuple[Review, ...] = ()


Qualifier = Literal["exact", "over", "near", "upto"]
Direction = Literal["up", "down", "none"]
Status = Literal["achieved", "target", "plan", "average"]
Role = Literal["value", "base"]


@dataclass(frozen=True)
class Indicator:
    """One number of a report; fields as in the data package. ``at`` is its clean ``[start, end)`` in ``paragraph``,

    covering qualifier, number and unit as a reader would mark them; ``start``/``end`` is the raw number alone.
    ``value`` is a decimal written out (``"84300000"``). ``estimate`` where a result was still expected when it was
    written down, ``role`` base where it is the level from which a change starts.
    """

    id: str
    report: str
    source: str
    start: int
    end: int
    paragraph: str
    quote: str
    measure: str
    canonical: str
    value: str
    unit: str
    qualifier: Qualifier
    direction: Direction
    period: str
    period_basis: Literal["stated", "report"]
    status: Status
    subject: str
    scope: str
    confidence: float
    at: tuple[int, int]
    estimate: bool = False
    role: Role = "value"


@dataclass(frozen=True)
class Formulation:
    """A named mechanism, method, platform or brand (提法); ``at`` is its first mention in ``paragraph``."""

    id: str
    report: str
    source: str
    start: int
    end: int
    name: str
    kind: Literal["abbreviation", "mechanism", "platform", "brand", "project"]
    components: tuple[str, ...]
    definition: str
    paragraph: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Citation:
    """A document named in 《…》; ``start``/``end`` cover the title without its brackets."""

    id: str
    report: str
    source: str
    start: int
    end: int
    title: str
    kind: Literal["law", "regulation", "local document", "report", "article", "plan", "column", "other"]
    issuer: str
    paragraph: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Event:
    """A dated event; ``date`` as precise as the text (``2025-05-22``, ``2024-06``, ``2024``)."""

    id: str
    report: str
    source: str
    start: int
    end: int
    date: str
    text: str
    paragraph: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Extracted:
    """What one report says, as rows in source order."""

    indicators: tuple[Indicator, ...] = ()
    formulations: tuple[Formulation, ...] = ()
    citations: tuple[Citation, ...] = ()
    events: tuple[Event, ...] = ()
    review: tuple[Review, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """One figure of the catalogue for one body and year; fields as in the data package."""

    canonical: str
    label: str
    region: str
    organ: str
    year: str
    value: str
    unit: str
    qualifier: Qualifier
    status: Status
    scope: str
    breakdown: str
    conflict: bool
    indicator: str
    report: str


@dataclass(frozen=True)
class Link:
    """Two reports that share text or follow each other; offsets are raw, in their own sources."""

    kind: Literal["near-duplicate", "contains", "shared-passage", "continues", "next-edition"]
    report: str
    other: str
    from_start: int
    from_end: int
    to_start: int
    to_end: int
    score: float


@dataclass(frozen=True)
class Check:
    """Arithmetic between figures of one report: ``stated`` in the text, ``expected`` from the other ``terms``.

    ``terms`` are ids of indicators, the stated one last. share: part of a whole in %, sum: a whole of its parts,
    change: from one level to another in %. ``expected`` is rounded as ``stated`` is; ``holds`` where they agree.
    """

    report: str
    kind: Literal["share", "sum", "change"]
    terms: tuple[str, ...]
    expected: str
    stated: str
    holds: bool


@dataclass(frozen=True)
class Corpus:
    """Everything that is known: what the pages, the data package and the search index are made from.

    ``cleaned`` is sorted by source path; ``extracted`` maps a report id to its rows; ``questions`` are those that
    only the reports together raise.
    """

    cleaned: tuple[Cleaned, ...]
    extracted: dict[str, Extracted] = field(default_factory=dict)
    comparisons: tuple[Comparison, ...] = ()
    links: tuple[Link, ...] = ()
    checks: tuple[Check, ...] = ()
    questions: tuple[Review, ...] = ()

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """Every report, by source and order."""
        return tuple(r for c in self.cleaned for r in c.reports)

    @cached_property
    def review(self) -> tuple[Review, ...]:
        """Every open question, by source and place."""
        return tuple(
            sorted(
                (
                    *(q for c in self.cleaned for q in c.review),
                    *(q for r in self.reports if r.id in self.extracted for q in self.extracted[r.id].review),
                    *self.questions,
                ),
                key=lambda q: (q.source, q.start, q.rule),
            )
        )

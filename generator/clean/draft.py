"""The draft of one source while rules work on it: raw text, lines with their roles, blocks, questions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from generator.clean import parted
from generator.clean.book import Book
from generator.clean.traced import Traced
from generator.model import Review, Source
from generator.read import Decision, FrontMatter, MarkdownView

NEWLINE = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LEADING = re.compile(r"^[^\S\n\r]*(?=\S)", re.MULTILINE)
# In a file without lines the indents of its paragraphs are what is left of them; a head and a salutation stand apart.
INDENT = re.compile(
    rf"{NEWLINE.pattern}|[\u3000\xa0\t ]{{2,}}|\t|(?<!^)(?=——\d{{4}}年)|(?<=\S)(?=各位(?:代表|委员)[：:！!])"
)
OFFICER_BEHIND = re.compile(
    r"(\S.{8,60}(?:会议|大会|全会)上[）)]?)\s*()(?=\S{0,16}(?:省长|市长|区长|县长|州长|盟长|主席|主任|院长|检察长|总理)"
    r"\s*[\u4e00-\u9fff]{1,4}[\s·]*[\u4e00-\u9fff]{0,6}$)",
    re.MULTILINE,
)
OCCASION_INSIDE = re.compile(r"(\S.{1,30}?)\s*(?=——\d{4}年.{4,60}(?:会议|大会|全会))(——)")
HEAD_LINES = 20
RUN_TOGETHER = 2000
"""Characters to a line from which on a file counts as having lost its lines."""

TERMINAL = "。！？!?…"
CLOSERS = "”’）)】》〉」』\"'"
LONGEST_REMARK = 62
REMARK = re.compile(r"[（(][^（）()]{1,60}[）)]$")
NEVER_FIRST = "，。、；：！？）》」』】〉”’,;:!?)…％%"
"""No line begins with these: what does goes on from the line before."""

NEVER_LAST = "（《「『【〈“‘("
"""No line ends with these."""

NARROW = re.compile(r"[^\u1100-\uffee“”‘’…—]+")

# What a line is. "" is not decided yet; running text is TEXT.
TEXT, BLANK, HEADING, TITLE, SUBTITLE, KICKER, BYLINE, CAPTION, FURNITURE, TABLE = (
    "text", "blank", "heading", "title", "subtitle", "kicker", "byline", "caption", "furniture", "table",
)  # fmt: skip


HALF_STOP = re.compile(r"[\u4e00-\u9fff][”’）)%％]?\.$")
"""The full stop of a text that is set with half-width marks: 补齐短板."""


def ends_sentence(text: str) -> bool:
    """Does the text end with a full stop, question or exclamation mark, closers or a remark in brackets behind it?"""
    bare = text.rstrip(CLOSERS)
    if bare[-1:] in tuple(TERMINAL) or HALF_STOP.search(bare, max(0, len(bare) - 3)):
        return True
    remark = REMARK.search(text, max(0, len(text) - LONGEST_REMARK))
    return remark is not None and text[: remark.start()].rstrip(CLOSERS)[-1:] in tuple(TERMINAL)


def width(text: str) -> float:
    """Width in Han characters: what is not wide counts half."""
    return len(text) - sum(map(len, NARROW.findall(text))) / 2


class Cell(NamedTuple):
    """The place of a cell: its table among those of the draft, counted from 0; row and column, from 1."""

    grid: int
    row: int
    column: int


class Grid(NamedTuple):
    """The shape of a table; the first ``heads`` rows name its columns."""

    rows: int
    columns: int
    heads: int


@dataclass(slots=True)
class Line:
    """A raw line: ``[start, end)`` without its line end, ``[a, b)`` without the white space around, ``text`` of it."""

    number: int
    start: int
    end: int
    a: int
    b: int
    text: str
    role: str = ""
    level: int = 0
    above: int = 0
    """Blank lines in front."""
    below: int = 0
    """Blank lines behind."""
    note: str = ""
    article: int = 0
    """Index of the article that the line belongs to."""
    moved: bool = False
    """A head line that stood elsewhere and was given back to its article."""
    forced: bool = False
    """A person decided the role."""
    indented: bool = False
    """White space beyond the margin of all lines stands in front; what a rule drops there later makes none."""
    cut: bool = False
    """Looks like a heading, but reads like the beginning of the next line's sentence."""
    shift: float = 0.0
    """Width of what stands in front of it on the same raw line."""
    tied: bool = False
    """Goes on from the line above, whatever the two look like."""
    marked: bool = False
    """An ornament stood in front that says: this is a heading."""
    row: bool = False
    """A row of a table that lost its lines: fields with white space between, numbers among them."""
    cells: tuple[tuple[Cell, list[tuple[int, int]]], ...] = ()
    """Of a row whose columns are known: its cells that have text, and their raw spans."""

    @property
    def ends(self) -> bool:
        """Does the line end a sentence?"""
        return ends_sentence(self.text)


@dataclass(slots=True)
class Block:
    """A piece of the report in the making: raw spans in rising order and what they are."""

    role: str
    spans: list[tuple[int, int]]
    level: int = 0
    rule: str = "text"
    note: str = ""
    article: int = 0
    gap_before: bool = False
    seams: list[int] = field(default_factory=list)
    """Raw offsets between two spans at which a join writes a space."""
    row: bool = False
    cell: Cell | None = None
    """Where a block of the role TABLE stands in its table."""
    opens_section: bool = False
    """A section begins here whose heading is lost."""


@dataclass(slots=True)
class Hole:
    """A gap in the making, at a raw offset."""

    at: int
    grade: Literal["certain", "possible"]
    rule: str
    note: str


def _margin(raw: str) -> str:
    """The white space that every line begins with: the margin of a page, which indents nothing."""
    blanks = [found.group() for found in LEADING.finditer(raw)]
    low, high = min(blanks, default=""), max(blanks, default="")
    return next((low[:i] for i, c in enumerate(low) if c != high[i]), low)


class Draft:
    """All that the rules share about one source."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.raw = source.text
        self.book = Book(len(source.text))
        self.lines: list[Line] = []
        self.blocks: list[Block] = []
        self.grids: list[Grid] = []
        """The tables whose cells are known."""
        self.ragged: dict[int, tuple[int, int]] = {}
        """Rows that a table could not take, by raw offset: how many fields they have, and how many it has."""
        self.holes: list[Hole] = []
        self.review: list[Review] = []
        self.joins: set[int] = set()
        """Raw offsets before which a person wants no break."""
        self.splits: set[int] = set()
        """Raw offsets at which a new paragraph begins, by a person or a rule."""
        self.kept: list[tuple[int, int]] = []
        """Raw spans that a person protects."""
        self.continued_at: list[int] = []
        """Raw offsets of jump marks that say: the beginning stands on another page."""
        self.continues_at: list[int] = []
        """Raw offsets of jump marks that say: the rest stands on another page."""
        self.decisions: tuple[Decision, ...] = ()
        self.page_dates: list[str] = []
        """Dates of page heads, as written."""
        self.posted: list[str] = []
        """Days on which a website says that it published the text, as written."""
        self.signatures: dict[int, list[str]] = {}
        """The lines that sign or date a text at its end, by article."""
        self.front_matter: FrontMatter | None = None
        self.front_title: tuple[int, int] | None = None
        """Raw span of the title in the front matter."""
        self.markdown: MarkdownView | None = None

    def split_lines(self) -> None:
        """Fill ``lines`` from the raw text; what the book dropped so far is not part of a line's text."""
        raw, book = self.raw, self.book
        bounds: list[tuple[int, int]] = []
        at = 0
        breaks = NEWLINE
        if len(NEWLINE.findall(raw.strip())) * RUN_TOGETHER < len(raw) and INDENT.search(raw):
            breaks = INDENT
        for match in breaks.finditer(raw):
            bounds.append((at, match.start()))
            at = match.end()
        bounds.append((at, len(raw)))
        bounds = [half for i, bound in enumerate(bounds) for half in self._head_apart(i, bound)]
        margin = _margin(raw)
        records = iter(book.records)
        record = next(records, None)
        self.lines = []
        blanks = 0
        last: Line | None = None
        for number, (start, end) in enumerate(bounds, 1):
            text = raw[start:end]
            a, b = start, end
            while record is not None and record.end <= start:
                record = next(records, None)
            if record is not None and record.start < end:
                a, b, text = self._visible(start, end)
            stripped = text.strip()
            if stripped:
                a += len(text) - len(text.lstrip())
                b -= len(text) - len(text.rstrip())
            line = Line(number, start, end, a, b, stripped, "" if stripped else BLANK, above=blanks)
            line.indented = text.removeprefix(margin)[:1].isspace()
            if number > 1 and bounds[number - 2][1] == start and start > 0 and raw[start - 1] not in "\r\n":
                line.shift = self.lines[-1].shift + width(raw[slice(*bounds[number - 2])])
            if stripped:
                if last is not None:
                    last.below = blanks
                last, blanks = line, 0
            else:
                blanks += 1
            self.lines.append(line)
        if last is not None:
            last.below = blanks

    def _head_apart(self, i: int, bound: tuple[int, int]) -> list[tuple[int, int]]:
        """What stands on one line, apart: who wrote a text and the text; near the top title and occasion.

        政府工作报告 ——2025年1月14日在…会议上
        """
        start, end = bound
        cut = parted.cut(self.raw, start, end)
        if cut is not None:
            return [(start, cut), *self._head_apart(i, (cut, end))]
        if i >= HEAD_LINES:
            return [bound]
        for pattern in (OCCASION_INSIDE, OFFICER_BEHIND):
            match = pattern.match(self.raw, start, end)
            if match:
                return [(start, match.end(1)), *self._head_apart(i, (match.start(2), end))]
        return [bound]

    def visible(self) -> Traced:
        """All text that no rule dropped so far, line ends included, without the title in the front matter."""
        start, end = self.front_title or (0, 0)
        return Traced.read(self.raw, [(0, start), (end, len(self.raw))], self.book)

    def refresh(self) -> None:
        """Read the text of the lines anew after a rule dropped some of it; roles stay."""
        for line in self.lines:
            if line.text and line.role != FURNITURE:
                a, b, text = self._visible(line.start, line.end)
                line.text, before = text.strip(), line.a
                line.a = a + len(text) - len(text.lstrip())
                if line.a > before:  # where it reaches on the page stays
                    line.shift += width("".join(self.raw[before : line.a].split()))
                line.b = b - (len(text) - len(text.rstrip()))
                if not line.text:
                    line.role = FURNITURE

    def _visible(self, start: int, end: int) -> tuple[int, int, str]:
        """First and last visible character of a line and the text between them."""
        line = Traced.read(self.raw, [(start, end)], self.book)
        if not line.places:
            return end, end, ""
        return line.places[0], line.places[-1] + 1, line.text

    def ask(
        self, start: int, end: int, rule: str, question: str, evidence: str, options: tuple[str, ...], entry: str
    ) -> None:
        """Put a question into the review list, unless a person keeps the passage: it is right as it is."""
        if any(a <= start and end <= b for a, b in self.kept):
            return
        self.review.append(Review(self.source.path, start, end, rule, question, evidence, options, entry))

"""Reflow: lines become blocks; sentences that a line, column or page end broke are whole again.

Evidence, not one test: does the line end a sentence, does it reach the edge of its column, what stands between the
two lines, does the next one begin like a paragraph (indent, number), does a word cross the break?
"""

from __future__ import annotations

import re
from collections import Counter

from generator.clean import dictionary, doubling, layout, names, numbering
from generator.clean.articles.shapes import addresses, are_halves, is_field, is_labelled, turns_to
from generator.clean.draft import (
    BLANK,
    BYLINE,
    CAPTION,
    FURNITURE,
    HEADING,
    NEVER_FIRST,
    NEVER_LAST,
    TABLE,
    TEXT,
    TITLE,
    Block,
    Draft,
    Line,
    width,
)
from generator.clean.mentions import is_body
from generator.clean.notes import note
from generator.clean.repeats import HAN

OPENER = re.compile(r"(?![“‘《（(])([^。，！？；：、,;:\s]{4,16})(?:，([^。，！？；：,;:\s]{4,16}))?。")
"""A run-in heading at the beginning of a paragraph: 坚持司法为民，用心守护群众权益。"""

SIBLINGS = 2
"""Paragraphs that open so and whose beginning the layout shows."""

SHORT = 15
"""An unwrapped line shorter than this is a list item or a cell unless it says otherwise."""


def apply(draft: Draft) -> None:
    """Put the lines into blocks, in raw order; white space that a join removes is written into the book."""
    Builder(draft).build()


class Builder:
    """Walks over the lines once, holding the paragraph that may still go on."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = layout.measure(draft)
        self.openers = self._openers() if self.layout.wrapped and not self.layout.indented else Counter()
        self.holes = sorted(hole.at for hole in draft.holes)
        self.past = 0
        """Number of holes that lie behind."""
        self.open: tuple[Block, Line] | None = None
        self.between: list[Line] = []
        """What stood between the open paragraph and here."""

    def _openers(self) -> Counter[tuple[int, ...]]:
        """Shapes of the run-in headings of paragraphs that begin below a heading, a blank line or a short line."""
        found: Counter[tuple[int, ...]] = Counter()
        before: Line | None = None
        for line in self.draft.lines:
            if line.role == TEXT:
                closed = before is None or (before.ends and (line.above > 0 or not self.layout.full(before)))
                found[_shape(line.text)] += closed
                before = line
            elif line.role == HEADING:
                before = None
        del found[()]
        return found

    def build(self) -> None:
        """Fill ``draft.blocks``."""
        head: tuple[Block, Line] | None = None
        for line in self.draft.lines:
            if line.role == BLANK or not line.text:
                continue
            if line.role == FURNITURE:
                self.between.append(line)
                continue
            if line.role == TABLE:
                self._cells(line)
                head = None
                continue
            if line.role == CAPTION:
                self.between.append(line)
                if (
                    head
                    and head[0].role == CAPTION
                    and (self._caption_goes_on(head[1], line) or self._joined(head[1], line))
                ):
                    self._extend(head[0], head[1], line, [])
                    head = (head[0], line)
                    continue
                head = (self._block(line), line)
                continue
            if line.role != TEXT:
                if head and head[0].role == line.role == BYLINE and not names.is_signature(line.text):
                    self._extend(head[0], head[1], line, [], blank=True)
                    head = (head[0], line)
                elif (
                    head
                    and head[0].role == line.role
                    and ((line.role not in (HEADING, BYLINE) and line.above == 0) or self._joined(head[1], line))
                ):
                    before = head[1].text
                    alike = line.role == TITLE and (len(before) == len(line.text) or are_halves(before, line.text))
                    halves = alike and not (line.tied or is_body(head[1].text))
                    self._extend(head[0], head[1], line, [], blank=halves)
                    head = (head[0], line)
                else:
                    head = (self._block(line), line)
                if line.moved and self._carries_on(line):
                    self.between.append(line)
                else:
                    self.open = None
                continue
            head = None
            self._text(line)

    def _cells(self, line: Line) -> None:
        """A block for each cell; no paragraph goes on behind a table."""
        hole = self._passed(line.a)
        for cell, spans in line.cells:
            block = Block(TABLE, spans, article=line.article, gap_before=hole, row=True, cell=cell)
            self.draft.blocks.append(block)
            self.open, hole = (block, line), False
        self.between = []

    def _text(self, line: Line) -> None:
        if self.open is not None and self.open[0].article == line.article and self._joins(*self.open, line):
            self._extend(self.open[0], self.open[1], line, self.between)
            self.open = (self.open[0], line)
        else:
            self.open = (self._block(line), line)
        self.between = []
        self._split_here(line)

    def _split_here(self, line: Line) -> None:
        """Cut the block where a person or a hole wants a break inside this line."""
        cuts = sorted({at for at in (*self.holes, *self.draft.splits) if line.a < at < line.b})
        for at in cuts:
            if self.open is None:
                return
            block = self.open[0]
            start, end = block.spans[-1]
            block.spans[-1] = (start, at)
            later = Block(TEXT, [(at, end)], article=block.article, gap_before=at in self.holes)
            self.draft.blocks.append(later)
            self.open = (later, line)
        self._passed(line.b - 1)

    def _block(self, line: Line) -> Block:
        rule = "title-moved" if line.moved else line.role
        hole = line.role == TEXT and self._passed(line.a)
        block = Block(
            line.role, [(line.a, line.b)], line.level, rule, article=line.article, gap_before=hole, row=line.row
        )
        self.draft.blocks.append(block)
        return block

    def _passed(self, at: int) -> bool:
        """Does a hole lie between the last running text and here? A heading or a fragment like one does not fill it."""
        before = self.past
        while self.past < len(self.holes) and self.holes[self.past] <= at:
            self.past += 1
        return self.past > before

    def _extend(self, block: Block, before: Line, line: Line, between: list[Line], *, blank: bool = False) -> None:
        """Add a line to a block; the white space between goes, or becomes one space between words or halves."""
        book, raw = self.draft.book, self.draft.raw
        rule = "page-break" if between or line.above else "line-join"
        at = before.b
        for other in [*(x for x in between if x.role != FURNITURE), line]:
            words = (
                raw[before.b - 1].isascii()
                and raw[before.b - 1].isalpha()
                and raw[line.a].isascii()
                and raw[line.a].isalpha()
            )
            if (words or blank) and at == before.b and book.record(at, at + 1, " ", rule, note(rule)):
                block.seams.append(at)
            book.drop(at, other.a, rule, note(rule))
            at = other.b
        block.spans.append((line.a, line.b))

    def _carries_on(self, line: Line) -> bool:
        """A displaced head between the halves of a sentence does not end the paragraph."""
        return self.open is not None and not self.open[1].ends

    def _caption_goes_on(self, before: Line, line: Line) -> bool:
        unfinished = before.text.count("“") > before.text.count("”") or before.text[-1] in "、，"
        return line.tied or (line.above == 0 and unfinished)

    def _joins(self, block: Block, before: Line, line: Line) -> bool:
        """Is the next line the same paragraph?"""
        if block.role == TABLE:
            return False
        if line.a in self.draft.splits or any(before.b <= at <= line.a for at in self.holes):
            return False
        if self._joined(before, line):
            return True
        if line.text[0] in NEVER_FIRST or before.text[-1] in NEVER_LAST:
            return True
        if before.row or line.row or addresses(line.text):
            return False
        numbered = numbering.style_of(line.text) is not None
        touching = line.above == 0 and not self.between
        return (
            self._joins_wrapped(before, line, numbered, touching)
            if self.layout.wrapped
            else self._joins_open(block, before, line, numbered)
        )

    def _joined(self, before: Line, line: Line) -> bool:
        """Did a person put the two lines together?"""
        return any(before.b <= at <= line.a for at in self.draft.joins)

    def _joins_wrapped(self, before: Line, line: Line, numbered: bool, touching: bool) -> bool:
        """In a hard-wrapped file the edge of the column is the first witness."""
        closed = before.ends or before.text[-1] in "：:"
        if line.indented and (closed or self.layout.indented):
            return False
        if numbered and closed:
            return False
        if before.ends and not self._inside_quote(before) and self._opens(line):
            return False
        if touching:
            ended = not self.layout.full(before) or self.layout.room(before, line)
            return not (closed and ended) or self._inside_quote(before)
        quoted = self.layout.quoting and line.text[0] == "“" and line.above == 1 and not line.indented
        return not closed or (quoted and self.layout.full(before) and not self.layout.room(before, line))

    def _opens(self, line: Line) -> bool:
        """Does the line turn to the audience, or begin with a run-in heading as other paragraphs here do?"""
        opens = turns_to(line.text) or self.openers[_shape(line.text)] >= SIBLINGS
        return opens and not self.layout.indented

    def _joins_open(self, block: Block, before: Line, line: Line, numbered: bool) -> bool:
        """In a file of whole paragraphs only a line without an end can go on, or one inside a paragraph in a column."""
        if line.number in self.layout.inner:
            return True
        if before.ends or before.text[-1] in "；;：:":
            return False
        if numbered or (line.indented and self.layout.indented) or is_labelled(before.text) or is_field(line.text):
            return False
        if line.above and is_field(before.text):
            return False
        if before.text[-1] in "，,、" or before.cut:
            return True
        if (len(block.spans) == 1 and width(before.text) < SHORT) or (width(line.text) < 4 and not line.ends):
            return dictionary.across(before.text[-4:], line.text[:4]) >= 3 or self._doubles(before, line)
        return True

    def _doubles(self, before: Line, line: Line) -> bool:
        """Did the break print the last character of a word again, as it does inside a sentence only?"""
        if before.text[-1] != line.text[0] or not HAN.match(line.text):
            return False
        return doubling.evidence(before.text, line.text, self.draft.raw) >= doubling.CERTAIN

    def _inside_quote(self, line: Line) -> bool:
        """Does the line end inside a quotation that it opened?"""
        return line.text.rstrip("。").count("“") > line.text.count("”")


def _shape(text: str) -> tuple[int, ...]:
    """Lengths of the halves of the run-in heading that a line begins with; empty without one."""
    match = OPENER.match(text)
    return tuple(len(half or "") for half in match.groups()) if match else ()

"""The layout of a source: is it hard-wrapped, how wide is a column here, do paragraphs stand apart or indented?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from generator.clean import numbering
from generator.clean.draft import TEXT, Draft, Line, width

# What no line end parts: opening marks and what follows, a number, a character and the mark that may not begin a line.
PIECE = re.compile(r"[“‘（《〈【(]*(?:[\dA-Za-z.,%％]+|.)[，。、；：！？”’）》〉】,;:!?)…]*")

COLUMN_LINES = 3
NARROWEST, WIDEST = 12.0, 60.0
"""Lines, and widths, of a paragraph that is known to be set in a column by itself."""

SEVERAL = 2
"""Lines behind full ones that are no accident."""

EVEN = 2.0
"""Difference of widths in a column, in Han characters: marks that begin no line, half a number."""

NEAR = 5
"""Lines before and after that tell the width of a column."""


@dataclass(frozen=True)
class Layout:
    """``wrapped``: lines are pieces of sentences. ``spaced``: blank lines stand between paragraphs.
    ``indented``: paragraphs begin with white space. ``limits``: width of the column at each line, by line number.
    ``inner``: numbers of the lines that go on inside a paragraph set in a column, in a file of whole paragraphs.
    ``quoting``: a blank line stands before every line that begins with a quotation, inside paragraphs, too.
    """

    wrapped: bool
    spaced: bool
    indented: bool
    limits: dict[int, float]
    inner: frozenset[int] = frozenset()
    quoting: bool = False

    def full(self, line: Line) -> bool:
        """Does the line reach the edge of its column, so that only the page ended it?

        Punctuation that may not begin a line lets a full line fall two characters short.
        """
        return width(line.text) + line.shift + _indent(line) >= self.limits.get(line.number, 0.0) - 2

    def room(self, line: Line, following: Line) -> bool:
        """Would the first piece of the next line still have fitted here? Then a writer ended the line, not the edge."""
        piece = PIECE.match(following.text)
        need = width(piece.group()) if piece else 1.0
        return width(line.text) + line.shift + _indent(line) + need <= self.limits.get(line.number, 0.0)


def _indent(line: Line) -> float:
    """Width of the white space in front, where it is an indent and not the middle of a page."""
    return width("一" * min(line.a - line.start, 2)) if line.indented else 0.0


def measure(draft: Draft) -> Layout:
    """Look at the lines of running text (role "" or TEXT)."""
    body = [line for line in draft.lines if line.text and line.role in ("", TEXT)]
    long = [line for line in body if width(line.text) >= 8]
    widths = [width(line.text) for line in long]
    open_ends = sum(not line.ends and line.text[-1] not in "；;：:" for line in long)
    ordered = sorted(widths)
    wrapped = len(long) >= 8 and open_ends > 0.45 * len(long) and ordered[int(0.9 * len(ordered))] <= 90
    inner = frozenset() if wrapped else frozenset(_inner(body))
    pairs = max(1, len(body) - 1 - len(inner))
    spaced = sum(line.above > 0 for line in body[1:]) > 0.5 * pairs
    starts = [line for line, before in zip(body[1:], body, strict=False) if before.ends and not line.shift]
    paragraphs = [line for line in body if line.ends and width(line.text) > WIDEST]
    if not wrapped and len(paragraphs) >= 3:  # headings and captions begin elsewhere
        starts = paragraphs
    indented = len(starts) >= 3 and sum(line.indented for line in starts) > 0.5 * len(starts)
    if wrapped and not indented:  # full stops fall on line ends by chance, indents do not
        pairs_of = [(line, before) for line, before in zip(body[1:], body, strict=False) if line.indented]
        fresh = sum(
            before.ends or line.above > 0 or width(before.text) < 0.8 * ordered[len(ordered) // 2]
            for line, before in pairs_of
        )
        indented = len(pairs_of) >= 3 and fresh > 0.8 * len(pairs_of)
    limits: dict[int, float] = {}
    at = 0
    for line in body:
        while at < len(long) and long[at].number < line.number:
            at += 1
        near = sorted(widths[max(0, at - NEAR) : at + NEAR + 1])
        limits[line.number] = near[(len(near) * 2) // 3] if near else 0.0
    found = Layout(wrapped, spaced, indented, limits, inner)
    return replace(found, quoting=wrapped and _quoting(found, body))


def _quoting(found: Layout, body: list[Line]) -> bool:
    """Did the machine that read the page put a blank line before every line that begins with a quotation?

    Inside a sentence a blank line shows it, and none denies it. Else, in columns of one width, most of these lines
    stand behind one that had no room for their first characters, which by chance one in ten does.
    """
    pairs = [(a, b) for a, b in pairwise(body) if b.text[0] == "“" and not b.indented]
    inside = [b.above > 0 for a, b in pairs if not a.ends and found.full(a)]
    if inside:
        return all(inside)
    if max(found.limits.values()) - min(found.limits.values()) > EVEN:
        return False
    apart = [found.full(a) and not found.room(a, b) for a, b in pairs if a.ends and b.above]
    return sum(apart) >= SEVERAL and 2 * sum(apart) > len(apart)


def _inner(body: list[Line]) -> Iterator[int]:
    """Numbers of lines behind the first of paragraphs that alone are set in a column.

    Lines touch, all but the last are equally wide, half of them end inside a sentence, and the last ends one.
    """
    block: list[Line] = []
    for line in [*body, None]:
        if line is not None and block and line.above == 0 and line.number == block[-1].number + 1:
            block.append(line)
            continue
        if len(block) >= COLUMN_LINES and _column(block):
            yield from (other.number for other in block[1:])
        block = [] if line is None else [line]


def _column(block: list[Line]) -> bool:
    """Are these touching lines one paragraph set in a column?"""
    edge = [line for line in block[:-1] if not line.row]
    widths = [width(line.text) for line in edge]
    return (
        len(edge) == len(block) - 1
        and NARROWEST <= max(widths) <= WIDEST
        and min(widths) >= max(widths) - 3
        and width(block[-1].text) <= max(widths) + 1
        and block[-1].ends
        and 2 * sum(not line.ends and line.text[-1] not in "；;：:" for line in edge) >= len(edge)
        and not any(line.indented or numbering.style_of(line.text) for line in block[1:])
    )

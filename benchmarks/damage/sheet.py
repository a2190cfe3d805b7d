"""A document in the making of its damage: every character knows what it is, so that the truth needs no guess."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import NamedTuple

from benchmarks.damage.documents import Document, Part

# What a character is that belongs to no part of the clean document.
LAYOUT, BREAK, STRAY, REPEAT = -1, -2, -3, -4
"""White space between parts; a break inside a part that ought to be healed; furniture; the false copy of a repeat."""

TERMINAL = "。！？…"
CLOSERS = "”’）》】」』"


class Bit(NamedTuple):
    """Characters of one kind: ``owner`` is the index of a part, or one of the constants above."""

    text: str
    owner: int


Column = list[Bit]
"""The characters of one paragraph as it will stand in the raw file."""


@dataclass
class Repair:
    """``raw[start:end]`` must come out as ``output``."""

    start: int
    end: int
    output: str


@dataclass
class Case:
    """A damaged file and its truth.

    ``owners[i]`` tells what ``raw[i]`` is; ``parts`` is the clean document. ``repeat`` is the raw span of the false
    copy and the part of the file where the true one stands, ``restated`` spans must survive, ``gap`` is the raw offset
    of lost text, ``loose`` are parts whose end cannot be told from the text alone.
    """

    kind: str
    name: str
    raw: str
    owners: list[int]
    parts: list[Part]
    repeat: tuple[int, int] | None = None
    original: tuple[int, int] | None = None
    overwritten: bool = False
    restated: list[tuple[int, int]] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    loose: set[int] = field(default_factory=set)
    articles: int = 1
    cut: str = ""
    """``begin`` or ``end`` where the document is cut off there."""
    moved_title: bool = False
    doubled: int = -1
    """Where a character stands that its author wrote again."""


class Sheet:
    """The columns of a document, and the way in which they are laid out."""

    def __init__(self, document: Document, rng: random.Random, style: str = "", first: int = 0) -> None:
        self.name = document.name
        self.parts = list(document.parts)
        self.columns: list[Column] = [[Bit(c, first + i) for c in p.text] for i, p in enumerate(self.parts)]
        self.first = first
        self.style = style or rng.choice(("blank", "blank", "indent", "tight"))
        self.airy = rng.random() < 0.5
        """In a file without blank lines between paragraphs: do some stand around headings?"""
        self.loose: set[int] = set()

    def apart(self, before: str, after: str) -> bool:
        """Does a blank line stand between two parts?"""
        return self.style == "blank" or before == "title" or (self.airy and not before == after == "text")

    def texts(self, shortest: int = 40) -> list[int]:
        """Indices of the paragraphs that are long enough to be damaged."""
        return [i for i, p in enumerate(self.parts) if p.role == "text" and len(p.text) >= shortest]

    def lay(self) -> tuple[str, list[int]]:
        """The raw text and the owner of each of its characters."""
        out: list[str] = []
        owners: list[int] = []

        def put(text: str, owner: int) -> None:
            out.append(text)
            owners.extend([owner] * len(text))

        role = ""
        for n, column in enumerate(self.columns):
            before, role = role, self.parts[n].role if n < len(self.parts) else "text"
            if n:
                put("\n\n" if self.apart(before, role) else "\n", LAYOUT)
            if self.style == "indent" and role == "text":
                put("\u3000\u3000", LAYOUT)
            for bit in column:
                put(bit.text, bit.owner)
        put("\n", LAYOUT)
        return "".join(out), owners

    def case(self, kind: str) -> Case:
        """The case of this sheet, its truth still without repeats and the like."""
        raw, owners = self.lay()
        return Case(kind, self.name, raw, owners, list(self.parts), loose=set(self.loose))


def width(text: str) -> float:
    """Width in Han characters; ASCII counts half."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def ends(text: str) -> bool:
    """Does the text end a sentence?"""
    return text.rstrip(CLOSERS)[-1:] in tuple(TERMINAL)


def wrap(column: Column, limit: float, *, loose_after_stop: bool) -> tuple[Column, float]:
    """Break a column into lines of ``limit``; marks that may not begin a line hang. Also the width of the last line.

    With ``loose_after_stop`` a break behind a full stop is layout: nothing tells it from the end of a paragraph.
    """
    out: Column = []
    line = 0.0
    for i, bit in enumerate(column):
        wide = width(bit.text)
        if line + wide > limit and bit.text not in "，。、；：！？”’）》%":
            loose = loose_after_stop and ends("".join(b.text for b in column[max(0, i - 3) : i]))
            out.append(Bit("\n", LAYOUT if loose else BREAK))
            line = 0.0
        out.append(bit)
        line += wide
    return out, line

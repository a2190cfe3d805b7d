"""A heading that did not come along: the section goes on as another one would begin.

Two witnesses are needed. The paragraphs open with run-in headings, and between two of them something changes: the
width of the column, or the character with which all run-in headings so far began (聚焦…, 聚焦…, 密切…). And the article
says that a heading is missing: the next number is one too high, or the paragraphs so far are as many as those of
another section. Where numbers alone tell both, generator.clean.rules.left_out knows it for certain.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median

from generator.clean import numbering
from generator.clean.draft import HEADING, TEXT, Block, Draft, Hole, width
from generator.clean.headlike import shape
from generator.clean.notes import note
from generator.clean.rules import left_out
from generator.clean.rules.run_in import OPENER
from generator.clean.traced import Traced

NARROWER = 1.5
"""Difference of column widths, in Han characters, that is no accident."""

LINES = 3
PAIR, SEVERAL, MANY = 2, 3, 4
"""Run-in headings that begin alike: where a number is missing; where their count tells; where nothing else does."""


@dataclass
class _Section:
    """A heading, the paragraphs below it, and their run-in headings, if all have one."""

    heading: str
    paragraphs: list[Block] = field(default_factory=list)
    openers: list[str] = field(default_factory=list)
    skipped: bool = False
    """Does the next heading of the same kind count one too far: （二） … （四）?"""


def apply(draft: Draft) -> None:
    """Mark blocks that open a section whose heading is lost."""
    for block in left_out.find(draft):
        block.opens_section = block.role == TEXT
        if not block.gap_before:
            block.gap_before = True
            draft.holes.append(Hole(block.spans[0][0], "certain", "gap-heading", note("gap-heading")))
    articles: dict[int, list[_Section]] = {}
    for block in draft.blocks:
        sections = articles.setdefault(block.article, [_Section("")])
        if block.role == HEADING:
            sections.append(_Section(_text(draft, block)))
        elif block.role == TEXT:
            sections[-1].paragraphs.append(block)
    for sections in articles.values():
        headed = [section for section in sections[1:] if section.paragraphs]
        _count(sections)
        for section in headed:
            section.openers = _openers(draft, section.paragraphs)
        sizes = Counter(len(section.paragraphs) for section in headed)
        told = Counter(len(section.openers) for section in headed if _alike(section.openers))
        for section in headed:
            known = any(block.opens_section for block in section.paragraphs)
            at = (
                not known
                and section.openers
                and (_by_column(draft, section, sizes) or _by_words(section, told) or _by_forms(section.openers))
            )
            if at:
                block = section.paragraphs[at]
                block.opens_section = block.gap_before = True
                draft.holes.append(Hole(block.spans[0][0], "possible", "gap-heading", note("gap-heading")))


def _by_column(draft: Draft, section: _Section, sizes: Counter[int]) -> int | None:
    """Two groups of equal size under one heading, of the size that other sections have, in columns of two widths."""
    half = len(section.paragraphs) // 2
    if half < 1 or len(section.paragraphs) != 2 * half or not sizes[half]:
        return None
    before, block = section.paragraphs[half - 1 : half + 1]
    if len(before.spans) < LINES or len(block.spans) < LINES:
        return None
    apart = abs(_column(draft, before.spans[-LINES - 1 : -1]) - _column(draft, block.spans[:LINES]))
    return half if apart >= NARROWER else None


def _by_words(section: _Section, told: Counter[int]) -> int | None:
    """Two groups whose run-in headings begin alike in the first, otherwise in the second.

    ``told``: sizes of sections that are of one such group.
    """
    first = section.openers[0][0]
    size = sum(1 for _ in takewhile(lambda opener: opener[0] == first, section.openers))
    rest = section.openers[size:]
    if min(size, len(rest)) < PAIR or any(opener[0] == first for opener in rest):
        return None
    counted = size == len(rest) >= SEVERAL and told[size] > 0 and _alike(rest)
    return size if section.skipped or counted else None


def _by_forms(openers: list[str]) -> int | None:
    """Two halves of several paragraphs each, the run-in headings of one form in the first, of another in the second."""
    half = len(openers) // 2
    if half < MANY or len(openers) != 2 * half:
        return None
    forms = [_forms(opener) for opener in openers]
    first, second = set.intersection(*forms[:half]), set.intersection(*forms[half:])
    mixed = any(form & first for form in forms[half:]) or any(form & second for form in forms[:half])
    return half if first and second and not mixed else None


def _forms(opener: str) -> set[str]:
    """What run-in headings of one section share: the first character, or marks: 建好“三支”队伍, 用好“三张”清单."""
    marked = shape(opener.rstrip("。"))
    return {opener[0], marked} if marked else {opener[0]}


def _count(sections: list[_Section]) -> None:
    """Look for numbers that are missing between the headings of one kind."""
    following: dict[str | None, int | None] = {}
    for section in reversed(sections):
        style, own = numbering.style_of(section.heading), numbering.ordinal(section.heading)
        section.skipped = own is not None and following.get(style) == own + 2
        following[style] = own


def _openers(draft: Draft, paragraphs: list[Block]) -> list[str]:
    """The run-in headings of paragraphs, none where one has none."""
    found: list[str] = []
    for block in paragraphs:
        opener = OPENER.match(_text(draft, block))
        if opener is None:
            return []
        found.append(opener.group())
    return found


def _alike(openers: list[str]) -> bool:
    """Do all run-in headings begin with one character?"""
    return bool(openers) and all(opener[0] == openers[0][0] for opener in openers)


def _text(draft: Draft, block: Block) -> str:
    """The beginning of a block."""
    return Traced.read(draft.raw, block.spans[:2], draft.book).text


def _column(draft: Draft, spans: list[tuple[int, int]]) -> float:
    return median(width(draft.raw[a:b]) for a, b in spans)

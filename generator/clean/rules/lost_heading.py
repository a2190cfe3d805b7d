"""A heading that did not come along: the section goes on as another one would begin.

Two witnesses are needed. The column changes its width between two paragraphs that both open with a run-in heading;
and the paragraphs so far are as many as those of another section of the article.
"""

from __future__ import annotations

from collections import Counter
from statistics import median

from generator.clean.draft import HEADING, TEXT, Block, Draft, Hole, width
from generator.clean.notes import note
from generator.clean.rules.run_in import OPENER
from generator.clean.traced import Traced

NARROWER = 1.5
"""Difference of column widths, in Han characters, that is no accident."""

LINES = 3


def apply(draft: Draft) -> None:
    """Mark blocks that open a section whose heading is lost."""
    sections: dict[int, list[list[Block]]] = {}
    for block in draft.blocks:
        article = sections.setdefault(block.article, [[]])
        if block.role == HEADING:
            article.append([])
        elif block.role == TEXT:
            article[-1].append(block)
    for article in sections.values():
        headed = [section for section in article[1:] if section]
        sizes = Counter(len(section) for section in headed)
        for section in headed:
            _look(draft, section, sizes)


def _look(draft: Draft, section: list[Block], sizes: Counter[int]) -> None:
    """Two groups of equal size under one heading, of the size that other sections have, in columns of two widths."""
    half = len(section) // 2
    if half < 1 or len(section) != 2 * half or not sizes[half]:
        return
    before, block = section[half - 1], section[half]
    if len(before.spans) < LINES or len(block.spans) < LINES or not all(_opens(draft, p) for p in section):
        return
    if abs(_column(draft, before.spans[-LINES - 1 : -1]) - _column(draft, block.spans[:LINES])) >= NARROWER:
        block.opens_section = block.gap_before = True
        draft.holes.append(Hole(block.spans[0][0], "possible", "gap-heading", note("gap-heading")))


def _column(draft: Draft, spans: list[tuple[int, int]]) -> float:
    return median(width(draft.raw[a:b]) for a, b in spans)


def _opens(draft: Draft, block: Block) -> bool:
    return OPENER.match(Traced.read(draft.raw, block.spans[:2], draft.book).text) is not None

"""Sections whose number is left out: 二、 … 四、, and between the two something shows where the third begins.

Either an inner numbering begins anew there, （三） and then （一）, or text was lost, and the heading with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.clean import numbering
from generator.clean.draft import HEADING, TEXT, Block, Draft

NUMBER = 12
"""Characters at the beginning of a block that hold its number."""


class _Counted(NamedTuple):
    """A block with its number, or one without behind lost text."""

    block: Block
    style: str
    ordinal: int


def find(draft: Draft) -> Iterator[Block]:
    """The blocks with which such sections begin, one where it is the only one in its place."""
    articles: dict[int, list[_Counted]] = {}
    for block in draft.blocks:
        if block.role in (HEADING, TEXT) and (counted := _counted(draft, block)):
            articles.setdefault(block.article, []).append(counted)
    for blocks in articles.values():
        yield from _between_headings(blocks)


def _counted(draft: Draft, block: Block) -> _Counted | None:
    start, end = block.spans[0]
    text = draft.raw[start : min(end, start + NUMBER)]
    style, ordinal = numbering.style_of(text), numbering.ordinal(text)
    if style and ordinal:
        return _Counted(block, style, ordinal)
    return _Counted(block, "", 0) if block.gap_before else None


def _between_headings(blocks: list[_Counted]) -> Iterator[Block]:
    """Look between headings of one style of which the second counts one too far."""
    latest: dict[str, int] = {}  # the place of the last heading of each style
    for i, (block, style, ordinal) in enumerate(blocks):
        if block.role != HEADING:
            continue
        before = latest.get(style)
        if before is not None and blocks[before].ordinal == ordinal - 2:
            inner = blocks[before + 1 : i]
            lost = [one.block for one in inner if one.block.gap_before]
            begun = lost or list(_begun_anew(inner))
            if len(begun) == 1:
                yield begun[0]
        latest[style] = i


def _begun_anew(inner: list[_Counted]) -> Iterator[Block]:
    """Blocks at which the outermost inner numbering is at one again."""
    order = [name for name, _ in numbering.STYLES]
    outermost = min((order.index(style) for _, style, _ in inner), default=0)
    counted = 0
    for block, style, ordinal in inner:
        if order.index(style) == outermost:
            if ordinal == 1 and counted > 1:
                yield block
            counted = ordinal

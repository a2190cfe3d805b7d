"""What stands inside a block: a row of small rules, each in its own module, each seeing what the last one left.

Such a rule is a generator ``find(text, block)`` of changes that do not overlap, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from generator.clean.draft import Block, Draft
from generator.clean.rules import doubled, foreign, numerals, spaces, width
from generator.clean.traced import Change, Traced

Find = Callable[[Traced, Block], Iterator[Change]]

ORDER: tuple[tuple[str, Find], ...] = (
    ("doubled-character", doubled.find),
    ("foreign-word", foreign.find),
    ("half-width", width.find_half),
    ("numerals", numerals.find),
    ("spaces", spaces.find),
    ("full-width", width.find_full),
)


def apply(draft: Draft) -> None:
    """Run the rules over every block."""
    for block in draft.blocks:
        text = Traced.read(draft.raw, block.spans, draft.book)
        for _, find in ORDER:
            changes = list(find(text, block))
            if changes:
                text = text.change(changes, draft.book)

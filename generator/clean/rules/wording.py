"""What stands inside a block: a row of small rules, each in its own module, each seeing what the last one left.

Such a rule is a generator ``find(text, block)`` of changes that do not overlap, in order. Doubled characters go first;
that rule looks at the whole source, too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from generator.clean.draft import Block, Draft
from generator.clean.rules import byline_marks, doubled, foreign, numerals, spaces, width
from generator.clean.traced import Change, Traced

Find = Callable[[Traced, Block], Iterator[Change]]

ORDER: tuple[tuple[str, Find], ...] = (
    ("foreign-word", foreign.find),
    ("half-width", width.find_half),
    ("numerals", numerals.find),
    ("byline-marks", byline_marks.find),
    ("spaces", spaces.find),
    ("full-width", width.find_full),
)


def apply(draft: Draft) -> None:
    """Run the rules over every block."""
    finders: tuple[Find, ...] = (partial(doubled.find, raw=draft.raw), *(find for _, find in ORDER))
    for block in draft.blocks:
        text = Traced.read(draft.raw, block.spans, draft.book)
        for find in finders:
            changes = list(find(text, block))
            if changes:
                text = text.change(changes, draft.book)

"""A ■ beside the names of a byline is decoration of the page and no part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.draft import BYLINE, Block
from generator.clean.names import MARK
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

INSIDE = re.compile(rf"\s*(?:{MARK}\s*)+")


def find(text: Traced, block: Block) -> Iterator[Change]:
    """Marks go with the blanks beside them; between names one blank stays."""
    if block.role != BYLINE:
        return
    for match in INSIDE.finditer(text.text):
        edge = match.start() == 0 or match.end() == len(text.text)
        blank = re.search(r"\s", match.group())
        if edge or not blank:
            yield Change(*match.span(), "" if edge else " ", "byline-mark", note("byline-mark"))
            continue
        at = match.start() + blank.start()
        if match.start() < at:
            yield Change(match.start(), at, "", "byline-mark", note("byline-mark"))
        if at + 1 < match.end():
            yield Change(at + 1, match.end(), "", "byline-mark", note("byline-mark"))

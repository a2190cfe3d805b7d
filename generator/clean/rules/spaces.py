"""No space beside Chinese, none between a number and its sign. Heads, captions, rows of text keep one between parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.articles.shapes import SPREAD, is_field
from generator.clean.draft import TABLE, TEXT, Block
from generator.clean.notes import note
from generator.clean.rules.width import CHINESE
from generator.clean.traced import Change, Traced

SPACES = re.compile(r"\s+")
SIGNS = "%‰℃°"


def find(text: Traced, block: Block) -> Iterator[Change]:
    """Spaces that mean nothing."""
    if len(text.text.split(None, 1)) < 2 and text.text.strip() == text.text:
        return
    # 出席：姜若谷　岳晓棠 are two names.
    running = block.role == TABLE or (block.role == TEXT and not block.row and not is_field(text.text))
    spreads = () if block.row else SPREAD.finditer(text.text)
    apart = {at for spread in spreads for at in range(*spread.span())}
    for match in SPACES.finditer(text.text):
        start, end = match.span()
        before, after = text.text[start - 1 : start], text.text[end : end + 1]
        if not before or not after:
            yield Change(start, end, "", "edge-space", note("edge-space"))
            continue
        if match.start() in apart or (running and (_sticks(before) or _sticks(after) or after in SIGNS)):
            yield Change(start, end, "", "inner-space", note("inner-space"))
        elif match.group() != " ":
            yield Change(start, end, " ", "inner-space", note("inner-space"))


def _sticks(char: str) -> bool:
    return CHINESE.match(char) is not None or char in ",;:!?()"

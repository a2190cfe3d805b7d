"""A character that stands on both sides of a page break and begins no word behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from generator.clean import dictionary
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = re.compile("[\u4e00-\u9fff]")
UNKNOWN = 10
"""Dictionary frequency up to which a string counts as no word."""


def find(text: Traced, block: Block) -> Iterator[Change]:
    """党群服务中心|心坐诊: 心坐 and 心心 are no words. 天|天 is one, and so is 会议 in 常委会|会议: they stay."""
    if block.role != TEXT:
        return
    for start, _ in block.spans[1:]:
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - 4) : at], text.text[at : at + 4]
        if not left or left[-1] != right[:1] or not HAN.match(left[-1]):
            continue
        begins = max((dictionary.frequency(right[:n]) for n in range(2, len(right) + 1)), default=0)
        if begins <= UNKNOWN and dictionary.frequency(left[-1] * 2) <= UNKNOWN:
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))

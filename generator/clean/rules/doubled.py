"""A character that stands on both sides of a page break, where the one before it completes a word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from generator.clean import dictionary
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = re.compile("[\u4e00-\u9fff]")
KNOWN, UNKNOWN = 50, 10
"""Dictionary frequencies from which on a word counts as known, and up to which as no word."""


def find(text: Traced, block: Block) -> Iterator[Change]:
    """党群服务中心|心坐诊: 中心 is a word, 心坐 and 心心 are none. 天|天 is one and stays."""
    if block.role != TEXT:
        return
    for start, _ in block.spans[1:]:
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - 4) : at], text.text[at : at + 4]
        if not left or left[-1] != right[:1] or not HAN.match(left[-1]):
            continue
        completes = max((dictionary.frequency(left[-n:]) for n in range(2, len(left) + 1)), default=0)
        begins = max((dictionary.frequency(right[:n]) for n in range(2, len(right) + 1)), default=0)
        if completes > KNOWN and begins <= UNKNOWN and dictionary.frequency(left[-1] * 2) <= UNKNOWN:
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))

"""A character that stands on both sides of a page break and begins no word behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from generator.clean import dictionary
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = re.compile("[\u4e00-\u9fff]")
NUMERALS = "一二三四五六七八九十百千万亿零两"
PAGE = 2
"""Characters between two lines where a page ended; at a mere line end a word must be complete before it."""

UNKNOWN = 10
"""Dictionary frequency up to which a string counts as no word."""


def find(text: Traced, block: Block) -> Iterator[Change]:
    """党群服务中心|心坐诊: 心坐 and 心心 are no words. 天|天 is one, and so is 会议 in 常委会|会议: they stay."""
    if block.role != TEXT:
        return
    for (_, end), (start, _) in pairwise(block.spans):
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - 4) : at], text.text[at : at + 4]
        if not left or left[-1] != right[:1] or not HAN.match(left[-1]) or _reduplicated(left, right):
            continue
        if start - end < PAGE and not any(dictionary.frequency(left[-n:]) for n in range(2, len(left) + 1)):
            continue
        if not any(dictionary.frequency(right[:n]) > UNKNOWN for n in range(2, len(right) + 1)):
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))


def _reduplicated(left: str, right: str) -> bool:
    """Is the character doubled by the author: 天天, 一件件, 、周周有主题, 实实在在, “十五五”?"""
    if left[-1] in NUMERALS or any(
        dictionary.frequency(left[-n:] + right[:m]) for n in (1, 2, 3) for m in (1, 2, 3) if n + m > 2
    ):
        return True
    if len(left) < 2 or left[-2] == "一" or not left[-2].isalnum():
        return True
    twice = dictionary.frequency(left[-1] * 2)
    return twice > UNKNOWN and twice > dictionary.frequency(left[-2:])

"""A character that stands on both sides of a page break and begins no word behind it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from generator.clean import dictionary, fluency
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = re.compile("[\u4e00-\u9fff]")
NUMERALS = "一二三四五六七八九十百千万亿零两"
PAGE = 2
"""Characters between two lines where a page ended; at a mere line end a word must be complete before it."""

UNKNOWN = 10
"""Dictionary frequency up to which a string counts as no word."""

WINDOW = 8
OPENING = 3
HAN_ONLY = re.compile(f"{HAN.pattern}{{{OPENING}}}")
BETTER_WORD, BETTER_PAIR = 7.0, 6.0
"""By how much likelier the text must be without the character where the dictionary has a word, or a pair, with both.

Measured on page breaks made inside government reports: 97 of 100 doubled characters are found, and 5 of 100 characters
that authors wrote twice (树立|立说立行) would be lost if a page ended just there.
"""


def find(text: Traced, block: Block, raw: str) -> Iterator[Change]:
    """党群服务中心|心坐诊: 心坐 and 心心 are no words. 天|天 is one, and so is 会议 in 常委会|会议: they stay.

    ``raw`` is the whole source: what opens like this elsewhere (学习|习近平) is a name.
    """
    if block.role != TEXT:
        return
    for (_, end), (start, _) in pairwise(block.spans):
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - WINDOW) : at], text.text[at : at + WINDOW]
        if not left or left[-1] != right[:1] or not HAN.match(left[-1]):
            continue
        word = max(dictionary.frequency(left[-n:]) for n in (2, 3, 4))
        if start - end < PAGE and not word:
            continue
        if any(dictionary.frequency(right[:n]) > UNKNOWN for n in (2, 3, 4)) or _reduplicated(left, right, word):
            continue
        if not (HAN_ONLY.match(right) and _openings(raw).get(right[:OPENING], set()) - {left[-2:-1]}):
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))


def _reduplicated(left: str, right: str, word: int) -> bool:
    """Is the character doubled by the author: 天天, 一件件, 、周周有主题, 实实在在, “十五五”?

    ``word`` is the frequency of the word that is complete before the break.
    """
    if left[-1] in NUMERALS or len(left) < 2 or left[-2] == "一" or not left[-2].isalnum():
        return True
    near, far = left[-3:], right[:3]
    joined = any(
        dictionary.frequency(near[-n:] + far[:m]) for n in (1, 2, 3) for m in (1, 2, 3) if n + m > 2
    )  # 纠纷|纷调解 is no 纷纷
    twice = dictionary.frequency(left[-1] * 2)
    if not joined and not (twice > UNKNOWN and twice > word):
        return False
    better = fluency.likelihood(left + right[1:]) - fluency.likelihood(left + right)
    return better < (BETTER_WORD if joined else BETTER_PAIR) or (joined and word <= UNKNOWN)


@lru_cache(maxsize=1)
def _openings(raw: str) -> dict[str, set[str]]:
    """Three characters → what stands before them, over a whole source."""
    before: dict[str, set[str]] = defaultdict(set)
    for i in range(1, len(raw) - OPENING + 1):
        if not raw[i - 1].isspace():
            before[raw[i : i + OPENING]].add(raw[i - 1])
    return dict(before)

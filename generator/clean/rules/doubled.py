"""A character that stands on both sides of a line or page break and belongs to one of them only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from generator.clean.doubling import CERTAIN, POSSIBLE, WINDOW, evidence
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.repeats import HAN
from generator.clean.rules.doubt import Doubt
from generator.clean.traced import Change, Traced


def find(text: Traced, block: Block, raw: str) -> Iterator[Change]:
    """党群服务中心|心坐诊: 心坐 and 心心 are no words. 天|天 is one, and so is 会议 in 常委会|会议: they stay.

    ``raw`` is the whole source: what it says elsewhere tells its names.
    """
    for at, value in _weighed(text, block, raw):
        if value >= CERTAIN:
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))


def doubts(text: Traced, block: Block, raw: str) -> Iterator[Doubt]:
    """What ``find`` leaves, and a person may decide: 是一项|项创新工作."""
    for at, value in _weighed(text, block, raw):
        if POSSIBLE <= value < CERTAIN:
            shown, char = text.text[max(0, at - 4) : at + 4], text.text[at]
            yield Doubt(at - 1, at + 1, "doubled-character", (shown, char), (char,), (at, at + 1))


def _weighed(text: Traced, block: Block, raw: str) -> Iterator[tuple[int, float]]:
    """The places in a block behind a break where a character stands again, and the evidence that the break made it."""
    if block.role != TEXT:
        return
    for (_, end), (start, _) in pairwise(block.spans):
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - WINDOW) : at], text.text[at : at + WINDOW]
        if left and left[-1] == right[:1] and text.places[at - 1] == end - 1 and HAN.match(right):
            yield at, evidence(left, right, raw)

"""A character that stands on both sides of a line or page break and belongs to one of them only."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from generator.clean.doubling import WINDOW, verdict
from generator.clean.draft import TEXT, Block
from generator.clean.notes import note
from generator.clean.repeats import HAN
from generator.clean.rules.doubt import Doubt
from generator.clean.rules.misprints import slip
from generator.clean.traced import Change, Traced

WORD_SIZES = (4, 3, 2)


def find(text: Traced, block: Block, raw: str) -> Iterator[Change]:
    """党群服务中心|心坐诊: 心坐 and 心心 are no words. 天|天 is one, and so is 会议 in 常委会|会议: they stay.

    A word that stands on both sides goes once: 推动|推动. ``raw`` is the whole source: what it says elsewhere tells its
    names.
    """
    for at in _breaks(text, block):
        left, right = text.text[max(0, at - WINDOW) : at], text.text[at : at + WINDOW]
        if left[-1] == right[0]:
            whose = verdict(left, right, raw)
            if whose in ("ended", "begun"):
                start = at if whose == "ended" else at - 1
                yield Change(start, start + 1, "", "doubled-character", note("doubled-character"))
        elif size := next((n for n in WORD_SIZES if left[-n:] == right[:n] and slip(text.text, at - n, left[-n:])), 0):
            yield Change(at, at + size, "", "doubled-word", note("doubled-word"))


def doubts(text: Traced, block: Block, raw: str) -> Iterator[Doubt]:
    """What ``find`` leaves, and a person may decide: 是一项|项创新工作."""
    for at in _breaks(text, block):
        left, right = text.text[max(0, at - WINDOW) : at], text.text[at : at + WINDOW]
        if left[-1] == right[0] and verdict(left, right, raw) == "possible":
            shown, char = text.text[max(0, at - 4) : at + 4], text.text[at]
            yield Doubt(at - 1, at + 1, "doubled-character", (shown, char), (char,), (at, at + 1))


def _breaks(text: Traced, block: Block) -> Iterator[int]:
    """The places in a block behind a break, between two Han characters."""
    if block.role != TEXT:
        return
    for (_, end), (start, _) in pairwise(block.spans):
        at = bisect_left(text.places, start)
        touching = 0 < at < len(text.text) and text.places[at - 1] == end - 1
        if touching and HAN.match(text.text, at) and HAN.match(text.text, at - 1):
            yield at

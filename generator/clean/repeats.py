"""Maximal repeats inside one text, and which copy of a spliced block stays.

Finding: seed and extend. Every tenth 11-gram is indexed and every 11-gram looked up, so that no repeat of
``SHORTEST`` characters or more is missed; a pair is extended once along its diagonal. Grams that stand more often
than ``FORMULA`` times are set phrases (or one character repeated) and seed nothing, which keeps the work linear.

Judging: coherence, as no rule of order is right more than half of the time. A copy fits its place when words and
sentences cross its edges, when it begins where paragraphs begin, when its subject is that of its surroundings; it
does not when the text around it would close up without it, or when it puts a closing formula before later sections.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise

from generator.clean import dictionary

SHORTEST = 20
GRAM = 11
STRIDE = SHORTEST - GRAM + 1
FORMULA = 8
CONTEXT = 250
CLOSING = re.compile(r"各位代表[！!]|各位委员[！!]|让我们|同志们[！!]|谢谢大家|以上报告|请予审议")


@dataclass(frozen=True)
class Repeat:
    """``text[first:first+length] == text[second:second+length]``, not extensible on either side."""

    first: int
    second: int
    length: int


def find(text: str) -> list[Repeat]:
    """Maximal repeats of at least SHORTEST characters in a text without white space, longest first.

    Overlapping copies (a period) are left out.
    """
    size = len(text)
    index: dict[str, list[int]] = defaultdict(list)
    for i in range(0, size - GRAM + 1, STRIDE):
        index[text[i : i + GRAM]].append(i)
    common = {gram for gram, at in index.items() if len(at) > FORMULA}
    reached: dict[int, int] = {}
    found: list[Repeat] = []
    for i in range(size - GRAM + 1):
        seeds = index.get(text[i : i + GRAM])
        if seeds is None or (len(seeds) > FORMULA and text[i : i + GRAM] in common):
            continue
        for at in seeds:
            if at >= i:
                break
            if reached.get(i - at, -1) > i:
                continue
            repeat = _extend(text, at, i)
            reached[i - at] = repeat.second + repeat.length
            if repeat.length >= SHORTEST and repeat.first + repeat.length <= repeat.second:
                found.append(repeat)
    found.sort(key=lambda r: (-r.length, r.first, r.second))
    return found


def _extend(text: str, first: int, second: int) -> Repeat:
    """Extend a seed by doubling strides, so that the comparisons run in C."""
    left = 0
    step = 1
    while step:
        a, b = first - left - step, second - left - step
        if a >= 0 and text[a : a + step] == text[b : b + step]:
            left += step
            step *= 2
        else:
            step //= 2
    right = GRAM
    step = 1
    while step:
        a, b = first + right, second + right
        if b + step <= len(text) and text[a : a + step] == text[b : b + step]:
            right += step
            step *= 2
        else:
            step //= 2
    return Repeat(first - left, second - left, left + right)


@dataclass(frozen=True)
class Outline:
    """Where paragraphs begin, and (place, ordinal) of numbered ones, in a text without white space."""

    starts: frozenset[int]
    ordinals: tuple[tuple[int, int], ...]


class Judge:
    """Scores how well a copy of a block fits its place in ``text`` (without white space)."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text, self.outline = text, outline
        chunks = [set(_pairs(text[i : i + 200])) for i in range(0, len(text), 200)]
        seen = Counter(pair for chunk in chunks for pair in chunk)
        self._rare = {pair: math.log((len(chunks) + 1) / n) + 0.1 for pair, n in seen.items()}

    def score(self, at: int, length: int) -> float:
        """How natural the block is at ``text[at:at+length]``; higher is more."""
        text, starts = self.text, self.outline.starts
        left, block, right = text[max(0, at - 8) : at], text[at : at + length], text[at + length : at + length + 8]
        total = 0.0
        if at not in starts:
            total += 0.9 * dictionary.across(left, block)
        elif not left or left[-1] in "。！？":
            total += 1.5
        if at + length not in starts:
            total += 0.9 * dictionary.across(block, right)
        total -= 1.1 * dictionary.across(left, right)
        total += self._sections(at, length, block)
        around = text[max(0, at - CONTEXT) : at] + text[at + length : at + length + CONTEXT]
        total += 6 * self._alike(block, around)
        if at not in starts and left and left[-1] not in "。！？；：，、”）" and block[0] not in "，。；、”":
            total += 0.5 if dictionary.across(left, block) else -1.0
        return total

    def rejoins(self, at: int, length: int) -> bool:
        """Do the texts around the block read on without it, a word crossing the seam?"""
        return dictionary.across(self.text[max(0, at - 8) : at], self.text[at + length : at + length + 8]) >= 2.5

    def _sections(self, at: int, length: int, block: str) -> float:
        before = [n for place, n in self.outline.ordinals if place <= at]
        inside = any(at < place < at + length for place, _ in self.outline.ordinals)
        after = [n for place, n in self.outline.ordinals if place >= at + length]
        total = 0.0
        if before and after and not inside and after[0] - before[-1] >= 2:
            total -= 4.0  # a numbered section is lost under the block
        if after and after[0] > 1 and CLOSING.search(block):
            total -= 3.0  # nobody closes a speech before its last sections
        return total

    def _alike(self, one: str, other: str) -> float:
        """Cosine of the bigrams, rare ones counting more."""
        a, b = Counter(_pairs(one)), Counter(_pairs(other))
        weight = self._rare.get
        norm = math.sqrt(
            sum((n * weight(p, 1.0)) ** 2 for p, n in a.items()) * sum((n * weight(p, 1.0)) ** 2 for p, n in b.items())
        )
        return sum(n * b[p] * weight(p, 1.0) ** 2 for p, n in a.items() if p in b) / norm if norm else 0.0


def _pairs(text: str) -> list[str]:
    return [pair for pair in map("".join, pairwise(text)) if pair.isalnum()]

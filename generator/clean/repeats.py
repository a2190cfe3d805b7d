"""Repeats inside one text without white space.

Finding maximal repeats: seed and extend. Every tenth 11-gram is indexed and every 11-gram that can stand for the
second time looked up, so that no repeat of ``SHORTEST`` characters or more is missed; a pair is extended once along its
diagonal. Grams that stand more often than ``FORMULA`` times are set phrases (or one character repeated) and seed
nothing, which keeps the work linear.
Finding squares (a piece that follows itself): every gram is compared with its last occurrence only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from generator.clean.dictionary import frequency

SHORTEST = 20
GRAM = 11
STRIDE = SHORTEST - GRAM + 1
FORMULA = 8

SQUARE = 6
"""Shortest piece that, following itself, is an accident and no figure of speech."""

DOUBLED = re.compile(r"(?:(.{1,6})\1){2,}", re.DOTALL)
DIGITS = frozenset("0123456789０１２３４５６７８９")
NUMBER = DIGITS | {"."}
COMMON = 50
"""Frequency from which on the dictionary's word is one that a report uses: 天天."""
HAN = re.compile(r"[\u4e00-\u9fff]")
DIFFERENT = 5
"""Different characters that are printed twice by accident: an author's 明明白白清清楚楚 has four."""

CLAUSE, NUMBERED = 6, 2
"""Different Han characters from which on pieces that follow themselves are a clause; that stand beside a number cut in
two."""


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
    index: dict[str, list[int]] = defaultdict(list)
    for i in range(0, len(text) - GRAM + 1, STRIDE):
        index[text[i : i + GRAM]].append(i)
    common = {gram for gram, at in index.items() if len(at) > FORMULA}
    reached: dict[int, int] = {}
    found: list[Repeat] = []
    for i in _second_grams(text):
        gram = text[i : i + GRAM]
        seeds = index.get(gram)
        if seeds is None or gram in common:
            continue
        for at in seeds:
            if at >= i:
                break
            if reached.get(i - at, -1) > i:
                continue
            repeat = _extend(text, at, i, GRAM)
            reached[i - at] = repeat.second + repeat.length
            if repeat.length >= SHORTEST and repeat.first + repeat.length <= repeat.second:
                found.append(repeat)
    found.sort(key=lambda r: (-r.length, r.first, r.second))
    return found


@lru_cache(maxsize=1)
def _second(text: str) -> list[tuple[int, int]]:
    """Places of grams of SQUARE characters that stood before, with their first place: a tenth of a usual text.

    All repeats are made of them, so this is the one pass over every character.
    """
    first: dict[str, int] = {}
    place = first.setdefault
    return [(at, i) for i in range(len(text) - SQUARE + 1) if (at := place(text[i : i + SQUARE], i)) != i]


def _second_grams(text: str) -> Iterator[int]:
    """Places from which GRAM characters may stand for the second time: all their shorter grams do."""
    need = GRAM - SQUARE + 1
    run, before = 0, -2
    for _, i in _second(text):
        run = run + 1 if i == before + 1 else 1
        before = i
        if run >= need:
            yield i - need + 1


def squares(text: str) -> list[Repeat]:
    """Pieces of SQUARE characters or more that follow themselves at once, longest first; ``length`` is that of the run.

    ``second - first`` is the length of the piece; a run longer than that leaves a choice of where to cut.
    """
    last: dict[int, int] = {}
    reached: dict[int, int] = {}
    found: list[Repeat] = []
    for first, i in _second(text):
        at = last.get(first, first)
        last[first] = i
        if i - at < SQUARE or reached.get(i - at, -1) > i:
            continue
        run = _extend(text, at, i, SQUARE)
        reached[i - at] = run.second + run.length
        if run.length >= i - at:
            found.append(run)
    found.sort(key=lambda r: (r.first - r.second, r.first))
    return found


def interleaved(text: str, edges: Set[int] = frozenset()) -> Iterator[tuple[int, int]]:
    """Pieces to leave out of text whose pieces stand twice, one by one: 聚聚焦焦主主业业, 聚焦聚焦主业主业优化优化.

    ``edges`` are the places where lines begin, and the end of the text; of a whole line less is enough:
    老老街街焕焕新新颜颜.
    """
    for match in DOUBLED.finditer(text):
        pieces: list[tuple[int, int]] = []
        at = match.start()
        while at < match.end():
            step = next((n for n in range(6, 0, -1) if text[at : at + n] == text[at + n : at + 2 * n]), 0)
            if not step or at + 2 * step > match.end():
                break  # the longest pair here reaches beyond the run that was matched
            pieces.append((at + step, at + 2 * step))
            at += 2 * step
        if len(pieces) <= 2 and pieces and NUMBER.issuperset(text[pieces[-1][0] : pieces[-1][1] + 1]):
            pieces.pop()  # 满意度由满意度由88.7%: what pairs behind one piece is a number
        if len(pieces) == 2 and any(b - a == 1 and frequency(2 * text[a]) > COMMON for a, b in pieces):
            continue  # 全年开展全年开展天天: one piece that stands twice beside a word, no pairs
        whole = bool(pieces) and match.start() in edges and pieces[-1][1] in edges
        if _printed_twice([text[a:b] for a, b in pieces], DIFFERENT if whole else SQUARE):
            yield from pieces


def _printed_twice(pieces: list[str], least: int) -> bool:
    """Are pieces that each follow themselves, ``least`` characters or more, an accident?

    清清楚楚, 讨论讨论 and 60亿元、60亿元、55亿元 are the author's; a whole clause of such pairs is not, nor
    is a number cut in two: 审结1审结186件86件.
    """
    said = "".join(pieces)
    once = set(said)
    han = len(HAN.findall("".join(once)))
    if any(a[-1] in NUMBER and b[0] in NUMBER for a, b in pairwise(pieces)) and han >= NUMBERED:
        return True
    if len(said) < least or len(once) < DIFFERENT:
        return False
    listed = any("、" in piece and DIGITS.intersection(piece) for piece in pieces)
    return han >= (CLAUSE if listed or len(pieces) <= 2 else 2)


def _extend(text: str, first: int, second: int, known: int) -> Repeat:
    """Extend a seed of ``known`` characters by doubling strides, so that the comparisons run in C."""
    left = 0
    step = 1
    while step:
        a, b = first - left - step, second - left - step
        if a >= 0 and text[a : a + step] == text[b : b + step]:
            left += step
            step *= 2
        else:
            step //= 2
    right = known
    step = 1
    while step:
        a, b = first + right, second + right
        if b + step <= len(text) and text[a : a + step] == text[b : b + step]:
            right += step
            step *= 2
        else:
            step //= 2
    return Repeat(first - left, second - left, left + right)

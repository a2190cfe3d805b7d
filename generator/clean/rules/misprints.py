"""Characters and words that stand twice where nobody writes them twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.clean.dictionary import frequency
from generator.clean.rules.doubt import Doubt
from generator.lexicons import words

HAN = "\u4e00-\u9fff"
TWICE = re.compile(rf"([{HAN}])\1")
WORD_TWICE = re.compile(rf"([{HAN}]{{2,4}})\1")
CLAUSE = re.compile("[^，、：；。！？“”（）]+")
EDGES = frozenset("，、；：。！？”《》")
"""Marks before or behind a word. What an opening quotation mark or a bracket stands beside may be abridged."""

COMMON = 100
"""Dictionary frequency from which on a string counts as a word that a report uses."""

RARE = 15
"""Up to this frequency a longer string is an accident of the dictionary (现政府)."""

LONGEST_CLAUSE = 12
SAME = 2
"""Clauses of equal build beside the one that is a character longer."""

NEIGHBOURS = 3
SERIES = re.compile(r"^[一几每很再逐成]|[一二三四五六七八九十]")
"""一件一件, 很多很多: authors repeat these."""

ADMINISTRATIVE = frozenset("省市县区州旗乡镇村社")


def find(text: str) -> Iterator[Doubt]:
    """Doubts in order of place, doubled words behind doubled characters."""
    for match in TWICE.finditer(text):
        yield from _character(text, match.start())
    for match in WORD_TWICE.finditer(text):
        if slip(text, match.start(), match.group(1)):
            middle = match.start() + len(match.group(1))
            yield Doubt(*match.span(), "doubled-word", (match.group(),), (match.group(1),), (middle, match.end()))


def _character(text: str, at: int) -> Iterator[Doubt]:
    char = text[at]
    if text[at - 1 : at] == char or text[at + 2 : at + 3] == char:
        return
    fix = (at + 1, at + 2)
    same = _parallel(text, at)
    if same:
        shown = "”“".join(same)
        yield Doubt(at, at + 2, "parallel-clause", (_clause(text, at)[0], char, shown), (char,), fix)
    elif _superfluous(text, at):
        clause, start = _clause(text, at)
        shown = clause[max(0, at - start - 2) : at - start + 4]
        yield Doubt(at, at + 2, "doubled-character", (shown, char), (char,), fix)


def _superfluous(text: str, at: int) -> bool:
    """Does a word end in, or begin with, one of the two characters, the other belonging to none?

    安排部部署: 安排 and 部署 are words, 部部 and 排部 are none. In 医学学科 both characters have their word.
    """
    char = text[at]
    if char in words("clean-doubts", "doubled for good") or _held(text, at) or _reduplicated(text, at):
        return False
    left, right = _ending(text, at + 1), _beginning(text, at + 1)
    if left and right:
        return False
    if not left and not right:
        return char in words("clean-doubts", "particles")
    if left > COMMON:
        behind = text[at + 2 : at + 3]
        return char not in _before_words() and (behind in EDGES or _beginning(text, at + 2) > COMMON)
    before = text[at - 1 : at]
    return right > COMMON and (before in EDGES or _ending(text, at) > COMMON)


@cache
def _before_words() -> frozenset[str]:
    """Characters that stand before a word of their own accord, or behind one."""
    return frozenset((*words("clean-doubts", "prefixes"), *words("clean-doubts", "particles behind")))


def _held(text: str, at: int) -> bool:
    """Is there a word that holds both characters: 紧紧, 实实在在?"""
    return any(
        frequency(text[a:b]) > (RARE if b - a == 2 else 0)
        for a in range(max(0, at - 2), at + 1)
        for b in range(at + 2, min(len(text), at + 5) + 1)
        if b - a <= 5
    )


def _reduplicated(text: str, at: int) -> bool:
    """一桩桩, 各条条, 团团伙伙; 热热饭、取取暖: clauses beside begin with two of a kind as well."""
    before, behind = text[max(0, at - 2) : at], text[at + 2 : at + 4]
    if before[-1:] in ("一", "各", "每") or len(before) == len(set(before)) + 1 or len(behind) == len(set(behind)) + 1:
        return True
    if before[-1:] not in ("、", "“"):
        return False
    earlier = max(text.rfind(mark, max(0, at - LONGEST_CLAUSE), at - 1) for mark in "、“，")
    later = text.find("、", at, at + LONGEST_CLAUSE)
    return any(i >= 0 and TWICE.match(text, i + 1) for i in (earlier, later))


def _ending(text: str, end: int) -> int:
    return max((frequency(text[end - n : end]) for n in (2, 3, 4) if n <= end), default=0)


def _beginning(text: str, start: int) -> int:
    return max(frequency(text[start : start + n]) for n in (2, 3, 4))


def _clause(text: str, at: int) -> tuple[str, int]:
    """The clause around an offset, cut at LONGEST_CLAUSE characters on either side, and where it begins."""
    start = end = at
    while start > max(0, at - LONGEST_CLAUSE) and CLAUSE.match(text[start - 1]):
        start -= 1
    while end < min(len(text), at + LONGEST_CLAUSE) and CLAUSE.match(text[end]):
        end += 1
    return text[start:end], start


def _parallel(text: str, at: int) -> list[str]:
    """Clauses beside that begin with the same character and are as long as this one without the doubled one.

    有机机构管事、有平台议事、有制度理事: behind the character that all share stands a word of two in each, once 机 is
    there once.
    """
    clause, start = _clause(text, at)
    if not 5 <= len(clause) <= LONGEST_CLAUSE:
        return []
    fixed = clause[: at - start] + clause[at - start + 1 :]
    reach, end = NEIGHBOURS * (LONGEST_CLAUSE + 1), start + len(clause)
    near = [m.group() for m in CLAUSE.finditer(text, max(0, start - reach), start)][-NEIGHBOURS:]
    near += [m.group() for m in CLAUSE.finditer(text, end, end + reach)][:NEIGHBOURS]
    same = [other for other in near if len(other) == len(fixed) and other[0] == fixed[0] and other != fixed]
    if len(same) < SAME or not all(frequency(c[1:3]) > COMMON for c in (fixed, *same)) or clause[1:3] == fixed[1:3]:
        return []
    return same


def slip(text: str, at: int, word: str) -> bool:
    """A word of the dictionary twice, neither copy part of a longer word: 政府政府, not 博士博士后 or 东南亚南亚."""
    end = at + 2 * len(word)
    if frequency(word) <= COMMON or SERIES.search(word) or len(set(word)) < 2:
        return False
    if text[end : end + 1] in ADMINISTRATIVE or text[end : end + 1] == "再":
        return False
    longer = [text[max(0, at - n) : at + len(word)] for n in (1, 2)]
    longer += [text[at + len(word) : end + n] for n in (1, 2)]
    return not any(frequency(w) > RARE for w in longer if len(w) > len(word))

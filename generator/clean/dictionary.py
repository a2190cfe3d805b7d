"""Which strings are words, and how common: the dictionary that jieba ships, read only when a rule needs it."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from generator.lexicons import words


@cache
def _frequencies() -> dict[str, int]:
    """Word → frequency; about 350,000 entries, read in a quarter of a second."""
    text = files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    return {word: int(count) for word, count, *_ in (line.split(" ") for line in text.splitlines())}


COMMON = 3
PLACE = re.compile("[\u4e00-\u9fff]{1,4}?(?:省|市|区|县|州|镇|乡|街道|社区|村|法院|检察院|政协|人大)")
"""Names of places and bodies are in no dictionary."""


def frequency(word: str) -> int:
    """How often the dictionary's corpus has the word; 0 where it is none."""
    return _frequencies().get(word, 0)


@cache
def _edges() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How many words begin with a character, how many end with it, and how often the corpus has those."""
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for word, count in _frequencies().items():
        if len(word) > 1:
            first[word[0]] += 1
            last[word[-1]] += 1
            closing[word[-1]] += count
    return first, last, closing


def alone(char: str) -> float:
    """Natural logarithm of how much oftener a character is a word by itself than the end of one."""
    return math.log((frequency(char) + 1) / (_edges()[2][char] + 1))


def opens(char: str) -> float:
    """Natural logarithm of how many more words a character begins than it ends."""
    first, last, _ = _edges()
    return math.log((first[char] + 1) / (last[char] + 1))


def common(least: int) -> Iterator[tuple[str, int]]:
    """The words that are at least so frequent, with their frequencies."""
    return ((word, count) for word, count in _frequencies().items() if count >= least)


def begins_inside(text: str) -> bool:
    """Does a text begin in the middle of a word or sentence: with no word that anybody knows?"""
    if PLACE.match(text):
        return False
    if not "\u4e00" <= text[:1] <= "\u9fff" or text[0] in words("clean-heads", "single openers"):
        return False
    return not any(frequency(text[:n]) > COMMON for n in (2, 3, 4))


def across(left: str, right: str) -> float:
    """The strongest word that crosses the seam between two texts, 0 to about 7.

    log10 of its frequency, longer words counting more: 常委|会 is strong, 的|是 is nothing.
    """
    table = _frequencies()
    best = 0.0
    for i in range(1, min(4, len(left)) + 1):
        for j in range(1, min(4, len(right)) + 1):
            count = table.get(left[-i:] + right[:j], 0)
            if count > 1:
                best = max(best, math.log10(count) + (i + j - 2) * 0.8)
    return best

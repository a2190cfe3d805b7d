"""Did a page break double a character, or did the author write it twice: 服务中心|心坐诊, but 工作|作风?

A trait's weight is the logarithm of how much likelier it is where a break doubled the last character of a word than
where an author wrote two of a kind. The weights are those of a logistic regression on 5,000 characters doubled in
government reports (none of them in this repository) and the 5,000 that their authors wrote twice. On reports that it
was not fitted to, 96 of 100 doubled characters go and 3 are asked about; of 100 that authors wrote twice, and between
which a page may end, 3 would go and 5 be asked about.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from generator.clean import dictionary, fluency
from generator.lexicons import words

NUMERALS = "一二三四五六七八九十百千万亿零两"
EACH = "一每各几逐"
"""Behind these authors double measure words: 一句句."""

WINDOW = 8
"""Characters on each side of the break that are looked at."""

UNKNOWN = 10
"""Dictionary frequency up to which a string counts as no word."""

BETTER_WORD, BETTER_PAIR = 7.0, 6.0
"""By how much likelier the text must be without the character where the dictionary has a word, or a pair, with both."""

GAINS = (-4, -1, 1, 3, 5, 7, 9, 11)
"""Bounds of the classes of how much likelier the text is without the character."""

RANKS = (1, UNKNOWN, 100, 1000)
"""Bounds of the classes of dictionary frequencies; 0 is no word."""

ALONE, OPENS = (-4, -2, 0), (-1, 0, 1)
"""Bounds of the classes of ``dictionary.alone`` and ``dictionary.opens``."""

CERTAIN, POSSIBLE = 0.4, -1.5
CERTAIN_BEGUN, POSSIBLE_BEGUN = 3.0, -1.5
"""Evidence from which on the second character goes; from which on a person is asked."""

OFTEN = 3
GRAMS = (3, 4)

WEIGHTS = {
    "always": -5.3, "alone 0": 0.5, "alone 1": 0.4, "alone 2": -0.2, "alone 3": -0.7, "beginning 0": 3.0,
    "beginning 1": 1.2, "beginning 2": -1.1, "beginning 3": -1.3, "beginning 4": -1.8, "both": -3.1,
    "both often": -0.1, "ending 0": -2.0, "ending 1": 0.8, "ending 2": -0.1, "ending 3": 0.3, "ending 4": 1.0,
    "for good": -1.1, "gain 0": -2.1, "gain 1": -1.5, "gain 2": -1.9, "gain 3": -1.1, "gain 4": 0.2, "gain 5": 1.8,
    "gain 6": 1.3, "gain 7": 1.9, "gain 8": 1.2, "held 0": 1.7, "held 1": -1.1, "held 2": 0.1, "held 3": -0.7,
    "held 4": -0.1, "no reading": 2.1, "once": 3.0, "once often": 1.8, "opens 0 before a word": 0.2,
    "opens 0 before none": -0.2, "opens 1 before a word": 0.4, "opens 1 before none": -0.5,
    "opens 2 before a word": 0.5, "opens 2 before none": 0.0, "opens 3 before a word": -0.5,
    "opens 3 before none": 0.2, "prefix before a word": -1.1, "prefix before none": 1.4, "rest 0": -0.8,
    "rest 1": 0.0, "rest 2": -0.3, "rest 3": 0.0, "rest 4": 1.1, "second": -0.7, "second often": -1.8,
}  # fmt: skip


BEGUN = {
    "always": -4.7, "before 0": -0.9, "before 1": 0.0, "before 2": -0.5, "before 3": 0.3, "before 4": 0.9,
    "beginning 0": -2.2, "beginning 1": -0.4, "beginning 2": 0.0, "beginning 3": 0.6, "beginning 4": 1.7,
    "both": -3.4, "both often": -1.0, "ending 0": 2.1, "ending 1": 1.1, "ending 2": -0.5, "ending 3": -1.2,
    "ending 4": -1.7, "for good": -1.7, "gain 0": -1.9, "gain 1": -2.5, "gain 2": -2.0, "gain 3": -1.0,
    "gain 4": -0.4, "gain 5": 1.3, "gain 6": 2.2, "gain 7": 2.2, "gain 8": 1.9, "held 0": 2.1, "held 1": -1.2,
    "held 2": 0.2, "held 3": -1.3, "held 4": 0.0, "no reading": 0.4, "once": 2.3, "once often": 2.7,
    "prefix before a word": -0.1, "prefix before none": 0.7, "rest 0": 0.5, "rest 1": 0.3, "rest 2": 0.2,
    "rest 3": -0.8, "rest 4": -0.4, "second": 0.1, "second often": 0.3,
}  # fmt: skip
"""The same for a break that printed the first character of a word before it, too: 寻求突|突破."""


def verdict(left: str, right: str, raw: str) -> Literal["ended", "begun", "possible", ""]:
    """Did a break print the character that ends ``left`` and begins ``right`` twice, and to which does it belong?"""
    ended, begun = evidence(left, right, raw), evidence(left, right, raw, BEGUN)
    if ended >= CERTAIN:
        return "ended"
    if begun >= CERTAIN_BEGUN:
        return "begun"
    return "possible" if ended >= POSSIBLE or begun >= POSSIBLE_BEGUN else ""


def evidence(left: str, right: str, raw: str, weights: Mapping[str, float] = WEIGHTS) -> float:
    """Log of how much likelier a break doubled the character that ends ``left`` and begins ``right`` than the author.

    ``raw`` is the whole source: what it says elsewhere tells its names.
    """
    left, right = left[-WINDOW:], right[:WINDOW]
    if len(left) < 2 or not left[-2].isalnum():
        return -math.inf  # 、周|周有主题: a word of one character before a break was doubled by its author
    seen = set(traits(left, right, _grams(raw)))
    once = bool(seen & {"once", "once often"})
    if left[-1] in NUMERALS or left[-2] in EACH:
        # “十五|五”, 一句|句; only “第一|一议题” where the text has “第一议题” as well is worth a question.
        return POSSIBLE if once and not seen & {"both", "both often"} else -math.inf
    # Rounded: the order in which a set is summed must not tell which side of a bound a value falls on.
    value = round(weights["always"] + sum(weights.get(trait, 0.0) for trait in seen), 3)
    if not once and ("prefix before a word" in seen or _compound(right, seen)):
        return min(value, POSSIBLE)  # 创新|新模式 reads as well with one as with both
    return value


def _compound(right: str, seen: set[str]) -> bool:
    """Does a noun that often stands twice make a word with what follows, which is none by itself: 火车站|站前广场?"""
    alone = right[1:2] in words("clean-doubts", "particles")
    return "for good" in seen and bool(seen & {"rest 0", "rest 1"}) and not alone


def traits(left: str, right: str, grams: Counter[str]) -> Iterator[str]:
    """What can be seen where a text breaks between two of a kind; names of ``WEIGHTS``."""
    frequency = dictionary.frequency
    ending, beginning, rest, before = (
        max(map(frequency, strings), default=0)
        for strings in (
            [left[-n:] for n in (2, 3, 4)],
            [right[:n] for n in (2, 3, 4)],
            [right[1 : 1 + n] for n in (2, 3, 4)],
            [left[-n - 1 : -1] for n in (2, 3, 4) if n < len(left)],
        )
    )
    held = max(frequency(left[-n:] + right[:m]) for n in (1, 2, 3) for m in (1, 2, 3) if n + m > 2)
    gain = fluency.likelihood(left + right[1:]) - fluency.likelihood(left + right)
    yield f"gain {bisect_right(GAINS, gain)}"
    words_around = {"ending": ending, "beginning": beginning, "rest": rest, "before": before, "held": held}
    for name, count in words_around.items():
        yield f"{name} {bisect_right(RANKS, count)}"
    char = right[0]
    known = "before a word" if rest > UNKNOWN else "before none"
    yield f"alone {bisect_right(ALONE, dictionary.alone(char))}"
    yield f"opens {bisect_right(OPENS, dictionary.opens(char))} {known}"
    if char in words("clean-doubts", "doubled for good"):
        yield "for good"
    elif char in words("clean-doubts", "prefixes"):
        yield f"prefix {known}"
    if not _reads_twice(left, right, ending, beginning, held, gain):
        yield "no reading"
    # What the text says elsewhere: 青榆镇 without, 工作作风 with both, 榆镇 behind other characters.
    own = left + right
    once, both, second, through = (
        grams[gram] - _count(own, gram)
        for gram in (left[-2:] + right[1:2], right[0] + right[:2], right[:3], left[-2:] + right[1:3])
    )
    for name, count in (("once", once), ("both", both), ("second", second - through)):
        if count > 0:
            yield name if count < OFTEN else f"{name} often"


def _reads_twice(left: str, right: str, ending: int, beginning: int, held: int, gain: float) -> bool:
    """Has the dictionary a reading with both: 天天, 一件件, 实实在在, 常委会|会议? 纠纷|纷调解 is no 纷纷."""
    if beginning > UNKNOWN or left[-2] == "一":
        return True
    twice = dictionary.frequency(left[-1] * 2)
    if not held and not twice > max(UNKNOWN, ending):
        return False
    return gain < (BETTER_WORD if held else BETTER_PAIR) or (held > 0 and ending <= UNKNOWN)


def _count(text: str, gram: str) -> int:
    return sum(text.startswith(gram, i) for i in range(len(text)))


@lru_cache(maxsize=1)
def _grams(raw: str) -> Counter[str]:
    """How often strings of three and four characters stand in a whole source, white space left out."""
    text = "".join(raw.split())
    return Counter(text[i : i + n] for n in GRAMS for i in range(len(text) - n + 1))

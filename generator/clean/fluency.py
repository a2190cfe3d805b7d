"""How well two texts read on: the likelihood of a stretch under words and the order of their classes.

Words, their frequencies and classes are those of the dictionary that jieba ships; which class follows which is its
table of transitions. Nothing here is trained on reports. Read only when a rule needs it.
"""

from __future__ import annotations

import math
import pickle
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LONGEST_WORD = 5
NEVER = -7.0
"""Log probability of a transition that the table does not have."""

UNKNOWN = -12.0
TOKEN = re.compile(r"(?P<number>[0-9A-Za-z.%％]+)|(?P<word>[\u3400-\u9fff])|(?P<mark>.)", re.DOTALL)


class State(NamedTuple):
    """The class of a word and whether it is a single character, as the table of transitions has them."""

    tag: str
    single: bool


@cache
def _words() -> dict[str, tuple[int, State]]:
    """Word → frequency and state."""
    states: dict[tuple[str, bool], State] = {}
    words: dict[str, tuple[int, State]] = {}
    for line in files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        size = len(word)
        if size <= LONGEST_WORD:
            key = (tag, size == 1)
            words[word] = int(count), states.get(key) or states.setdefault(key, State(*key))
    return words


@cache
def _totals() -> Counter[State]:
    """How often words of each state stand in the dictionary's corpus."""
    totals: Counter[State] = Counter()
    for count, state in _words().values():
        totals[state] += count
    return totals


@cache
def _transitions() -> dict[tuple[State, State], float]:
    """Log probability that a word of one state follows one of another."""
    table: dict[tuple[str, str], dict[tuple[str, str], float]] = pickle.loads(
        files("jieba").joinpath("posseg/prob_trans.p").read_bytes()
    )
    return {
        (State(tag, place == "S"), State(other, next_place == "S")): value
        for (place, tag), follows in table.items()
        if place in "ES"
        for (next_place, other), value in follows.items()
        if next_place in "BS"
    }


NUMBER = State("number", False)
OPENER, CLOSER, STOP, PAUSE, OTHER = (State(kind, True) for kind in ("opener", "closer", "stop", "pause", "other"))
MARKS = {
    **dict.fromkeys("“‘（《〈【(", OPENER),
    **dict.fromkeys("”’）》〉】)", CLOSER),
    **dict.fromkeys("。！？；!?;…", STOP),
    **dict.fromkeys("，、：,:", PAUSE),
}
# Marks are not in the table. Log probabilities: what may stand before a mark, what behind it, and which two marks meet.
BEFORE_MARK = {"p": -6.0, "c": -6.0, "uv": -6.0, "ud": -6.0, "d": -4.0, "uj": -4.0, "number": -3.0}
BEHIND_MARK = {"uj": -7.0, "ul": -6.0, "uz": -6.0, "ug": -6.0, "uv": -6.0, "ud": -6.0, "k": -6.0, "q": -4.0, "y": -4.0}
BEHIND_NUMBER = {"q": -0.7, "m": -0.7, "n": -1.5, "t": -1.5, "f": -2.0, "a": -3.5, "vn": -3.5}
MEETING = {("closer", "stop"), ("closer", "pause"), ("closer", "closer"), ("closer", "opener"), ("stop", "closer"),
           ("stop", "opener"), ("pause", "opener"), ("opener", "opener")}  # fmt: skip


@cache
def _follows(before: State, after: State) -> float:
    """Log probability that one state follows another, marks and numbers included."""
    marks = {"opener", "closer", "stop", "pause", "other"}
    if before.tag in marks and after.tag in marks:
        return -1.5 if (before.tag, after.tag) in MEETING else -8.0
    if after.tag in marks:
        return -1.5 if after == OPENER else BEFORE_MARK.get(before.tag, -1.0)
    if before.tag in marks:
        return -1.0 if before == CLOSER else BEHIND_MARK.get(after.tag, -1.0)
    if before == NUMBER:
        return BEHIND_NUMBER.get(after.tag, -6.0)
    return _transitions().get((before, State("m", False) if after == NUMBER else after), NEVER)


@cache
def likelihood(text: str) -> float:
    """Log likelihood of the best reading of a short text as words; what stands beyond its ends is left open."""
    words = _words()
    size = len(text)
    best: list[dict[State | None, float]] = [{} for _ in range(size + 1)]
    best[0][None] = 0.0
    for at in range(size):
        here = best[at]
        if not here:
            continue
        for end, value, state in _readings(text, at, words):
            reach = max(score + (0.0 if before is None else _follows(before, state)) for before, score in here.items())
            into = best[end]
            if reach + value > into.get(state, -math.inf):
                into[state] = reach + value
    return max(best[size].values())


def _readings(text: str, at: int, words: dict[str, tuple[int, State]]) -> list[tuple[int, float, State]]:
    """Words that may begin at an offset: (end, log probability, state)."""
    match = TOKEN.match(text, at)
    assert match is not None
    if match.lastgroup == "number":
        return [(match.end(), -3.0, NUMBER)]
    if match.lastgroup == "mark":
        return [(match.end(), -2.0, MARKS.get(match.group(), OTHER))]
    found = []
    for end in range(at + 1, min(at + LONGEST_WORD, len(text)) + 1):
        entry = words.get(text[at:end])
        if entry:
            count, state = entry
            found.append((end, math.log(max(count, 1) / _totals()[state]), state))
    return found if found and found[0][0] == at + 1 else [(at + 1, UNKNOWN, State("n", True)), *found]


def gain(left: str, right: str) -> float:
    """Log of how much likelier two short texts are as one than apart; above 0 a word crosses the seam."""
    return likelihood(left + right) - likelihood(left) - likelihood(right)

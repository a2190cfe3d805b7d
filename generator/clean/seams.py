"""Do two stretches of one text belong together? What can be seen where they meet, weighed.

A trait's weight is the logarithm of how much likelier it is at a seam that an author wrote than at one that an
accident made. The weights are those of a logistic regression on 58,000 seams of government reports (none of them in
this repository), half of them as written, half made by splicing blocks of any cut; on seams of other texts it is
right in 80 of 100. Those of line ends are held back by hand: how often lines break by accident, no sample tells. So is
that of quotations and brackets: 2 of 6,000 seams of authors are out of balance and 600 of as many made by chance, but
recognisers lose such marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from generator.clean import dictionary, fluency

WINDOW = 8
"""Characters on each side of a seam that tell how it reads."""

CLAUSE, QUOTATION = 60, 160
"""Characters on each side in which its clause lies, and the marks of a quotation over it."""

FEW = 8
WRAPPED = 0.3
"""Share of lines that go on a sentence from which on a text is hard-wrapped."""

HAN = re.compile(r"[\u4e00-\u9fff]")
CLOSED = ("。", "!", "?", "”", ")", "…")
PAUSES = re.compile(r"[,，。;；:：、！？!?]")
PAIRS = (("“", "”"), ("《", "》"), ("(", ")"))

MALFORMED = re.compile(r"(?<![\d.])(?=\d*\.\d*\.|0\d|\.\d)[\d.]+")
"""What no number is: 5.18.25, 08, .5."""

KINDS = {
    **dict.fromkeys("。!?！？", "stop"),
    **dict.fromkeys(",，、", "comma"),
    **dict.fromkeys(";:；：", "pause"),
    **dict.fromkeys("“《(（‘", "opener"),
    **dict.fromkeys("”》)）’", "closer"),
    **dict.fromkeys("%％", "percent"),
    **dict.fromkeys("—…", "dash"),
    ".": "point",
}
NEVER_FIRST = {"stop", "comma", "pause", "closer", "percent", "point"}
BREAKING = {"stop", "comma", "pause"}
CLASHES = {
    *((before, after) for before in (*BREAKING, "opener") for after in NEVER_FIRST - {"point", "closer"}),
    ("opener", "closer"), ("percent", "digit"),
}  # fmt: skip
"""Marks of which the second cannot follow the first; a quotation closes behind its own full stop or comma."""

STEPS = {"han": (-6, -2.5, -1, 0, 1.5, 3, 5), "digit": (-6, -4, -2.5, 0, 3), "mark": (-6, -4, -2.5, -1, 0, 1.5)}
"""Bounds of the classes of ``fluency.gain``: between two Han characters, beside a digit, beside a mark."""

CROSSED = 1.5
"""From this gain on a word crosses the seam."""

COMMON = 3
SHORT, NEARLY = 0.8, 0.93
"""Shares of the usual length up to which a broken line is too short, or a little short."""

WEIGHTS = {
    # Gain of reading over the seam, by class of STEPS.
    "digit 0": -2.0, "digit 1": -1.6, "digit 2": -1.0, "digit 3": -0.5, "digit 4": 1.8, "digit 5": 1.5, "han 0": -2.0,
    "han 1": -1.6, "han 2": -1.3, "han 3": 0.6, "han 4": 1.7, "han 5": 2.3, "han 6": 2.6, "han 7": 3.8,
    "mark 0": -1.4, "mark 1": -2.5, "mark 2": -0.7, "mark 3": -0.1, "mark 4": -0.2, "mark 5": 1.2, "mark 6": 2.5,
    # Do these characters stand together elsewhere in the text?
    "new": -0.1, "pair": 1.6, "triple": 2.7,
    # Where no word crosses: is there one on either side? Bare: a mark stands on the other.
    "bare left known": 1.3, "bare left unknown": -0.5, "bare right known": 0.9, "bare right unknown": -0.4,
    "left known": 0.8, "left unknown": -0.2, "right known": 1.1, "right unknown": 0.2,
    # Marks and clauses.
    "clash": -2.1, "clause long": -0.3, "clause longer": -0.7, "clause short": -0.4, "dash": 2.0, "unbalanced": -3.0,
    # Lines that begin as paragraphs do, by what ends the line before; lines that end inside a sentence. Held back.
    "broken": -3.0, "broken full": 0.0, "broken near": -1.5, "broken short": -2.5, "line begins inside": -2.5,
    "line closer": -0.5, "line comma": -2.5, "line han": -1.5, "line inside": -2.0, "line mark": -2.7,
    "line other": -1.0, "line pause": -0.5, "line stop": -0.5,
    # The ends of the text. Set by hand.
    "begins": 0.0, "rest ends closed": 0.3, "rest ends open": -1.2, "text ends closed": 3.0, "text ends open": 0.0,
}  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """What is known of a text without white space.

    ``starts``: where lines begin; ``opens``: those that stand behind a closed sentence or a heading, as paragraphs do;
    ``ordinals``: place, style and value of every number that counts on, in order.
    """

    starts: frozenset[int]
    opens: frozenset[int]
    ordinals: tuple[tuple[int, str, int], ...]


class Seams:
    """Weighs seams of ``text`` (without white space, width folded)."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text, self.outline = text, outline
        self.starts = sorted(outline.starts)
        self._grams = Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1))
        broken = sorted(b - a for a, b in pairwise(self.starts) if b not in outline.opens)
        self._broken_length = broken[len(broken) // 2] if len(broken) > FEW else 0
        self.wrapped = len(broken) > WRAPPED * len(self.starts)

    def evidence(self, end: int, start: int) -> float:
        """Log of how much likelier it is that ``text[start:]`` goes on ``text[:end]`` than that chance put it there."""
        return sum(WEIGHTS[trait] for trait in self.traits(end, start))

    def traits(self, end: int, start: int) -> Iterator[str]:
        """What can be seen where ``text[:end]`` meets ``text[start:]``; names of ``WEIGHTS``."""
        text, here = self.text, end == start
        left, right = text[max(0, end - WINDOW) : end], text[start : start + WINDOW]
        if not right:
            yield f"{'text' if here else 'rest'} ends {'closed' if left.endswith(CLOSED) else 'open'}"
            return
        if not left:
            yield "begins"
            return
        if self.unbalanced(end, start):
            yield "unbalanced"
        before, after = kind(left[-1]), kind(right[0])
        line = here and end in self.outline.starts
        if line:
            if after in NEVER_FIRST:
                yield "line mark"
            if end in self.outline.opens:
                yield from self._opened(before, after, right)
                return
            yield self._broken(end)
        yield from self._read_on(left, right, before, after, here=here, line=line)
        if before not in BREAKING and after not in BREAKING:
            size = len(PAUSES.split(text[max(0, end - CLAUSE) : end])[-1])
            size += len(PAUSES.split(text[start : start + CLAUSE], maxsplit=1)[0])
            if size <= 4 or size > 20:
                yield "clause short" if size <= 4 else "clause long" if size <= 30 else "clause longer"

    def reads(self, at: int) -> float:
        """``fluency.gain`` of the text before a place and behind it: above 0 a word crosses it."""
        return fluency.gain(self.text[max(0, at - WINDOW) : at], self.text[at : at + WINDOW])

    def unbalanced(self, end: int, start: int) -> bool:
        """Is the text before the seam inside a quotation or bracket and that behind it not, or the other way round?"""
        left, right = self.text[max(0, end - QUOTATION) : end], self.text[start : start + QUOTATION]
        for a, b in PAIRS:
            closes, opens = right.find(b), right.find(a)
            inside = closes >= 0 and not 0 <= opens < closes
            if (left.rfind(a) > left.rfind(b)) != inside:
                return True
        return False

    def _opened(self, before: str, after: str, right: str) -> Iterator[str]:
        """A line that begins as paragraphs do."""
        yield f"line {before if before in BREAKING or before in ('closer', 'han') else 'other'}"
        inside = dictionary.begins_inside(right)
        if before == "han":
            if inside or after not in ("han", "opener", "dash", "other"):
                yield "line inside"
        elif after == "han" and inside:
            yield "line begins inside"

    def _broken(self, at: int) -> str:
        """A line that ends inside a sentence."""
        before = self.starts[bisect_left(self.starts, at) - 1]
        share = (at - before) / self._broken_length if self._broken_length else 0.0
        if not self.wrapped:
            return "broken"
        return f"broken {'short' if share < SHORT else 'near' if share < NEARLY else 'full'}"

    def _read_on(self, left: str, right: str, before: str, after: str, *, here: bool, line: bool) -> Iterator[str]:
        """Words over the seam, in the dictionary and in the text itself."""
        group = "han" if before == after == "han" else "digit" if {before, after} <= {"han", "digit"} else "mark"
        gain = fluency.gain(left, right)
        number = MALFORMED.search(left + right)
        if number and number.start() < len(left) < number.end():
            yield "clash"
        yield f"{group} {sum(gain >= step for step in STEPS[group])}"
        if group != "mark":
            triple = max(self._grams[left[-2:] + right[0]], self._grams[left[-1] + right[:2]]) > here
            yield "triple" if triple else "pair" if self._grams[left[-1] + right[0]] > here else "new"
        elif before == after == "dash":
            yield "dash"
        elif (before, after) in CLASHES:
            yield "clash"
        if gain < CROSSED and not line:
            # A lone character tells nothing: 95条|，
            if after == "han" and HAN.match(right[1:]):
                yield f"{'right' if before == 'han' else 'bare right'} {_known(right[:n] for n in (2, 3, 4))}"
            if before == "han" and HAN.match(left[-2:]):
                yield f"{'left' if after == 'han' else 'bare left'} {_known(left[-n:] for n in (2, 3, 4))}"


def kind(char: str) -> str:
    """What a character is to a seam."""
    return KINDS.get(char) or ("digit" if char.isdigit() else "han" if HAN.match(char) else "other")


def _known(words: Iterator[str]) -> str:
    return "known" if max(map(dictionary.frequency, words)) > COMMON else "unknown"

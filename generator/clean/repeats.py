"""Repeats inside one text (without white space), and which copy of a repeated block stays.

Finding maximal repeats: seed and extend. Every tenth 11-gram is indexed and every 11-gram that can stand for the
second time looked up, so that no repeat of ``SHORTEST`` characters or more is missed; a pair is extended once along its
diagonal. Grams that stand more often than ``FORMULA`` times are set phrases (or one character repeated) and seed
nothing, which keeps the work linear.
Finding squares (a piece that follows itself): every gram is compared with its last occurrence only.

Judging: coherence, as no rule of order is right more than half of the time. All evidence is in one currency, the
logarithm of how much likelier it is where text belongs together than where it was thrown together.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from generator.clean import fluency
from generator.lexicons import groups

SHORTEST = 20
GRAM = 11
STRIDE = SHORTEST - GRAM + 1
FORMULA = 8

SQUARE = 6
"""Shortest piece that, following itself, is an accident and no figure of speech."""

WINDOW = 8
"""Characters on each side of a seam that tell how it reads."""

NEAR, WIDER = 60, 120
"""Characters on each side of a seam that tell what it speaks of."""

FEW = 8
FAR = 400
"""Characters beyond which a formula of the beginning or the end is out of place."""

# Weights of evidence that is not a likelihood by itself, fitted on spliced texts.
REJOINED, DISORDER, UNBALANCED, SUBJECT, MISPLACED, AKIN = 1.5, 3.0, 1.4, 30.0, 4.0, 1.5
CLOSED = ("。", "!", "?", "”", ")", "…")
DOUBLED = re.compile(r"(?:(.{1,6})\1){2,}", re.DOTALL)
DIGITS = frozenset("0123456789０１２３４５６７８９")
HAN = re.compile(r"[\u4e00-\u9fff]")


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


def interleaved(text: str) -> Iterator[tuple[int, int]]:
    """Pieces to leave out of text whose pieces stand twice, one by one: 聚聚焦焦主主业业, 聚焦聚焦主业主业优化优化."""
    for match in DOUBLED.finditer(text):
        pieces: list[tuple[int, int]] = []
        at = match.start()
        while at < match.end():
            step = next((n for n in range(6, 0, -1) if text[at : at + n] == text[at + n : at + 2 * n]), 0)
            if not step or at + 2 * step > match.end():
                break  # the longest pair here reaches beyond the run that was matched
            pieces.append((at + step, at + 2 * step))
            at += 2 * step
        said = "".join(text[a:b] for a, b in pieces)
        once = set(said)
        han = len(HAN.findall("".join(once)))
        # 清清楚楚, 讨论讨论 and 60亿元、60亿元、55亿元 are the author's; a whole clause of such pairs is not.
        if (
            len(said) >= 6
            and len(once) >= 5
            and (han >= 2 if len(pieces) > 2 else han >= 6)
            and not ("、" in once and once & DIGITS)
        ):
            yield from pieces


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


@dataclass(frozen=True)
class Outline:
    """What is known of a text without white space.

    ``starts``: where lines begin; ``opens``: those that stand behind a closed sentence or a heading, as paragraphs do;
    ``ordinals``: place, style and value of every number that counts on, in order.
    """

    starts: frozenset[int]
    opens: frozenset[int]
    ordinals: tuple[tuple[int, str, int], ...]


@cache
def _formula(group: str) -> re.Pattern[str]:
    return re.compile("|".join(groups("clean-repeats")[group]))


class Judge:
    """Weighs how well copies of a block fit their places in ``text`` (without white space, width folded)."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text, self.outline = text, outline
        chunks = [set(_pairs(text[i : i + 200])) for i in range(0, len(text), 200)]
        seen = Counter(pair for chunk in chunks for pair in chunk)
        self._rare = {pair: math.log((len(chunks) + 1) / n) + 0.1 for pair, n in seen.items()}
        self._grams = Counter(text[i : i + n] for n in (2, 3) for i in range(len(text) - n + 1))
        self._styles: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._starts = sorted(outline.starts)
        broken = [b - a for a, b in pairwise(self._starts) if b not in outline.opens]
        self._broken_length = sorted(broken)[len(broken) // 2] if len(broken) > FEW else 0
        # Blocks are thrown in at a line end about three times in ten.
        self._broken_rate = math.log((len(broken) + 0.5) / (len(self._starts) + 1) / 0.3)
        for place, style, number in outline.ordinals:
            self._styles[style].append((place, number))

    def weigh(self, repeat: Repeat) -> float:
        """How much more the first copy is the author's than the second; negative where the second is."""
        return self._keep(repeat, repeat.first, repeat.second) - self._keep(repeat, repeat.second, repeat.first)

    def weigh_paragraphs(self, repeat: Repeat) -> float:
        """The same for whole paragraphs, whose edges tell nothing: order, subject, formulas and neighbours remain."""
        if repeat.first <= 1:
            return math.inf  # a report that begins anew behind its end was pasted again
        return self._stands(repeat, repeat.first, repeat.second) - self._stands(repeat, repeat.second, repeat.first)

    def fits(self, at: int, length: int) -> float:
        """How well a copy reads on with what stands before and behind it."""
        return self.seam(at, at) + self.seam(at + length, at + length)

    def rejoins(self, at: int, length: int) -> float:
        """How well the text around a copy reads on without it."""
        return self.seam(at, at + length)

    def seam(self, end: int, start: int) -> float:
        """Evidence that ``text[:end]`` and ``text[start:]`` belong together."""
        text = self.text
        left, right = text[max(0, end - WINDOW) : end], text[start : start + WINDOW]
        if not left or not right:
            # A block that ends where the text ends has its place there; nothing was thrown just behind the last word.
            whole = left[-1:] in CLOSED if left else end == start
            return (3.0 if end == start else 0.3) if whole else -1.2
        value = fluency.affinity(left, right)
        if end == start and end in self.outline.starts:
            return self._line_end(end, left, right)
        if value < fluency.CROSSED:
            here = end == start
            triple = max(self._grams[left[-2:] + right[0]], self._grams[left[-1] + right[:2]]) - here
            pair = self._grams[left[-1] + right[0]] - here
            value += 2.2 if triple > 0 else 1.0 if pair > 0 else -0.35
        return value

    def _line_end(self, at: int, left: str, right: str) -> float:
        """A line begins behind a closed sentence or a heading; elsewhere a page ended, or a column slipped."""
        if at in self.outline.opens:
            return 1.2 if HAN.match(right) or right[0] in "“《(—" or right[0].isdigit() else -2.0
        return min(1.0, fluency.affinity(left, right)) + self._cut_line(at)

    def _cut_line(self, at: int) -> float:
        """Evidence of a line that ends at ``at`` inside a sentence: rare, or shorter than such lines are here."""
        before = self._starts[bisect_left(self._starts, at) - 1]
        if at - before < 0.8 * self._broken_length:
            return -1.5
        return min(0.0, self._broken_rate)

    # -- the copy as a whole ---------------------------------------------------------------------------------

    def _keep(self, repeat: Repeat, kept: int, dropped: int) -> float:
        """Evidence for a text in which the copy at ``kept`` stays and the one at ``dropped`` goes."""
        end, beyond = kept + repeat.length, dropped + repeat.length
        total = self.fits(kept, repeat.length)
        # Text may be lost under a block, so that its surroundings need not close up.
        total += REJOINED * math.log(0.5 + 0.5 * math.exp(self.rejoins(dropped, repeat.length)))
        for one, two in ((kept, kept), (end, end), (dropped, beyond)):
            total -= DISORDER * self._disorder(one, two) + UNBALANCED * self._open(one, two)
        total += SUBJECT * (self._topic(kept, end, NEAR) + self._topic(kept, end, WIDER))
        return total + self._formulas(kept, end)

    def _stands(self, repeat: Repeat, kept: int, dropped: int) -> float:
        """Evidence for a text in which the paragraphs at ``kept`` stay and those at ``dropped`` go."""
        end, beyond = kept + repeat.length, dropped + repeat.length
        wrong = sum(self._disorder(one, two) for one, two in ((kept, kept), (end, end), (dropped, beyond)))
        subject = self._topic(kept, end, NEAR) + 2 * self._topic(kept, end, WIDER)
        return AKIN * self._kin(kept, end) + 8 * subject - DISORDER * wrong + self._formulas(kept, end)

    def _kin(self, start: int, end: int) -> int:
        """Neighbouring lines that begin as this one does: with the same dash, quotation or two characters."""
        i = bisect_left(self._starts, start)
        before = self._starts[i - 1] if i else None
        behind = end if end in self.outline.starts else None
        opening = self.text[start : start + 2]
        return sum(self.text[at : at + 2] == opening for at in (before, behind) if at is not None)

    def _topic(self, start: int, end: int, reach: int) -> float:
        """Are the beginning and the end of a copy of what stands beside them?"""
        text = self.text
        size = min(end - start, reach)
        head = self._alike(text[start : start + size], text[max(0, start - reach) : start])
        return 0.5 * (head + self._alike(text[end - size : end], text[end : end + reach]))

    def _disorder(self, end: int, start: int) -> int:
        """Numberings that do not count on from ``text[:end]`` to ``text[start:]``."""
        wrong = 0
        for places in self._styles.values():
            before = bisect_left(places, (end,)) - 1
            after = bisect_left(places, (start,))
            if before >= 0 and after < len(places):
                number = places[after][1]
                wrong += number not in (1, places[before][1] + 1)
            elif before < 0 and after < len(places):
                wrong += places[after][1] != 1
        return wrong

    def _open(self, end: int, start: int) -> bool:
        """Does a sentence over the seam hold a quotation or bracket that it does not open or close?"""
        left = re.split(r"[。！？!?]", self.text[max(0, end - 80) : end])[-1]
        right = re.split(r"[。！？!?]", self.text[start : start + 80], maxsplit=1)[0]
        both = left + right
        return any(both.count(a) != both.count(b) for a, b in ("“”", "《》", "()"))

    def _formulas(self, start: int, end: int) -> float:
        """Nobody closes a speech before its last sections, or opens it behind the first."""
        block = self.text[start:end]
        early = len(self.text) - end > FAR and _formula("closing").search(block)
        late = start > FAR and _formula("opening").search(block)
        return -MISPLACED * (bool(early) + bool(late))

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

"""Which copy of a repeated block stays: coherence, as no rule of order is right more than half of the time.

All evidence is in one currency, the logarithm of how much likelier it is where text belongs together than where it was
thrown together. The weights of what is no likelihood by itself were fitted on 11,500 blocks spliced into government
reports (none of them in this repository); those for whole paragraphs on 5,000 pasted into such reports and 1,500 into
the texts of the damage bench, with seeds that it does not use.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise

from generator.clean import dictionary
from generator.clean.repeats import Repeat
from generator.clean.seams import BREAKING, Outline, Seams, kind
from generator.lexicons import groups

REACHES = (40, 100, 250)
"""Characters on each side of a seam that tell what it speaks of."""

FAR = 400
"""Characters beyond which a formula of the beginning or the end is out of place."""

REJOINED = 0.6
"""What a seam that closes behind a dropped copy counts: what text it covered is unknown."""

DISORDER, DISORDER_REJOINED = 1.3, 1.6
SUBJECT, SUBJECT_REJOINED = 17.0, 8.0
MISPLACED = 3.0
AROUND, SECTION = 400, 12
"""Characters around a paragraph, and lines above it, that tell what its section speaks of."""

HEADING, HALF = 40, 4
"""Characters of the longest heading, of the shortest half of one."""

RUN_IN = re.compile(r"[^。，,:：;；!?]{3,16}。")
NEAR, LONGEST_PHRASE = 4000, 6
"""Characters on each side in which a phrase over a seam may stand again; how much of it is looked for on each side."""

SAMPLES = 16
"""Places of a text at which its usual likeness is taken."""

REJOINING = {
    "always": -0.4, "evidence": 0.9, "unbalanced": -1.3, "disorder": -1.65, "subject": 3.1, "usual subject": -2.3,
    "paragraph": 1.4, "phrase": 0.2, "known beginning": 0.55, "counted": 0.45, "uncounted": -1.35, "inside": -1.0,
    # Set by hand: the splices were of running text.
    "heading": -2.0,
}  # fmt: skip
"""Weights of what is seen where a copy was taken out: a logistic regression on 4,100 splices of any cut into government
reports (none of them in this repository), half of which covered text."""


@cache
def _counted() -> re.Pattern[str]:
    """What may stand behind a number: a mark, or a unit that is no part of another word (人 before 大 is 人大)."""
    entries = [entry.split("\t") for entries in groups("extract-units").values() for entry in entries]
    units = (re.escape(unit) + (f"(?![{re.escape(barred[0])}])" if any(barred) else "") for unit, *barred in entries)
    return re.compile(rf"[^\u4e00-\u9fff]|[年月日千万亿余多个]|{'|'.join(sorted(units, key=len, reverse=True))}")


def _phrase(left: str, right: str, text: str) -> int:
    """Length of the longest piece with characters of both sides that stands in the text once more."""
    longest = 0
    for before in range(1, len(left) + 1):
        for behind in range(max(1, longest + 1 - before), len(right) + 1):
            if text.count(left[-before:] + right[:behind]) < 2:
                break
            longest = before + behind
    return longest


@cache
def _formula(group: str) -> re.Pattern[str]:
    return re.compile("|".join(groups("clean-repeats")[group]))


class Judge:
    """Weighs how well copies of a block fit their places in ``text`` (without white space, width folded)."""

    def __init__(self, text: str, outline: Outline) -> None:
        self.text, self.outline = text, outline
        self.seams = Seams(text, outline)
        chunks = [set(_pairs(text[i : i + 200])) for i in range(0, len(text), 200)]
        seen = Counter(pair for chunk in chunks for pair in chunk)
        self._rare = {pair: math.log((len(chunks) + 1) / n) + 0.1 for pair, n in seen.items()}
        self._opens = sorted(outline.opens)
        self._styles: dict[str, list[tuple[int, int]]] = defaultdict(list)
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
        return self.seams.evidence(at, at) + self.seams.evidence(at + length, at + length)

    def rejoins(self, at: int, length: int) -> float:
        """Log of how much likelier it is that the text around a copy goes on without it than that it covered some."""
        return sum(REJOINING[trait] * value for trait, value in self.rejoining(at, at + length))

    def rejoining(self, end: int, start: int) -> Iterator[tuple[str, float]]:
        """What can be seen where ``text[:end]`` meets ``text[start:]``; names of ``REJOINING`` and how much of each."""
        yield "always", 1.0
        yield "evidence", self.seams.evidence(end, start)
        yield "unbalanced", self.seams.unbalanced(end, start)
        yield "disorder", self._disorder(end, start)
        yield "heading", self._breaks_into_heading(end, start)
        yield "subject", self._likeness(end, start)
        yield "usual subject", self._usual
        before, behind = self._paragraph(end, start)
        yield "paragraph", math.sqrt(self._alike(before, behind))
        text = self.text
        left, right = text[max(0, end - LONGEST_PHRASE) : end], text[start : start + LONGEST_PHRASE]
        if not (left and right):
            return
        near = text[max(0, end - NEAR) : end] + text[start : start + NEAR]
        yield "phrase", _phrase(left, right, near)
        said, joined = near.count(right[:2]) - 1, near.count(left[-1] + right[:2]) - 1
        yield "known beginning", math.log((joined + 0.3) / (0.1 * said + 0.3))
        if left[-1].isdigit() and not right[0].isdigit() and right[0] not in ".%":
            yield "counted" if _counted().match(right) else "uncounted", 1.0
        yield "inside", kind(left[-1]) in BREAKING and dictionary.begins_inside(right)

    # -- the copy as a whole ---------------------------------------------------------------------------------

    def _keep(self, repeat: Repeat, kept: int, dropped: int) -> float:
        """Evidence for a text in which the copy at ``kept`` stays and the one at ``dropped`` goes."""
        end, beyond = kept + repeat.length, dropped + repeat.length
        total = self.fits(kept, repeat.length) + REJOINED * self._closes(dropped, beyond)
        total += 0.5 * SUBJECT * (self._subject(kept, kept, dropped, beyond) + self._subject(end, end, dropped, beyond))
        total += SUBJECT_REJOINED * self._subject(dropped, beyond)
        total -= DISORDER * (self._disorder(kept, kept) + self._disorder(end, end))
        total -= DISORDER_REJOINED * self._disorder(dropped, beyond)
        return total - MISPLACED * self._formulas(kept, end)

    def _stands(self, repeat: Repeat, kept: int, dropped: int) -> float:
        """Evidence for a text in which the paragraphs at ``kept`` stay and those at ``dropped`` go."""
        text, size = self.text, repeat.length
        end, beyond = kept + size, dropped + size
        said = text[kept:end]
        around = text[max(0, kept - AROUND) : kept] + text[end : end + AROUND]
        value = 19 * self._alike(said, self._heading_over(kept)) + 8 * self._alike(said, around)
        for reach, weight in ((60, 5.0), (250, 6.0)):
            value += weight * self._alike(said[:reach], text[max(0, kept - reach) : kept])
            value += weight * self._alike(said[-reach:], text[end : end + reach])
        before, behind = self._line_before(kept), self._line_from(end)
        for line, weight in ((before, 6.5), (behind, 9.5)):
            value += 0.5 * (line[:2] == said[:2]) + 0.7 * (line[:1] == said[:1]) + 0.8 * _parallel(said, line)
            if line and not _headlike(line):
                value += weight * self._alike(said, line) + (
                    0.2 if bool(_runs_in(said)) == bool(_runs_in(line)) else -0.2
                )
        if _headlike(before) and (not behind or _headlike(behind)):
            value += 3.1  # without it a heading would stand over nothing
        return value + self._without(dropped, beyond) - self._misplaced(kept, dropped, size)

    def _without(self, end: int, start: int) -> float:
        """Evidence that the paragraphs on both sides of a dropped one are neighbours."""
        before, behind = self._line_before(end), self._line_from(start)
        value = 10.6 * self._alike(self.text[max(0, end - AROUND) : end], self.text[start : start + AROUND])
        value += 0.9 * (before[:2] == behind[:2] != "")
        return value if _headlike(before) or _headlike(behind) else value + 14.3 * self._alike(before, behind)

    def _misplaced(self, kept: int, dropped: int, size: int) -> float:
        """Evidence against a place: numbers that do not count on, formulas of the beginning and the end elsewhere."""
        end, beyond = kept + size, dropped + size
        wrong = sum(self._disorder(*seam) for seam in ((kept, kept), (end, end), (dropped, beyond)))
        return 1.2 * wrong + 2 * MISPLACED * self._formulas(kept, end)

    def _breaks_into_heading(self, end: int, start: int) -> bool:
        """Does a heading follow, a line of its own that ends no paragraph, where a sentence is still open?

        In a hard-wrapped text the rest of a line looks like one, too, unless it has two halves in balance.
        """
        if start not in self.outline.starts or kind(self.text[end - 1]) in (*BREAKING, "closer"):
            return False
        line = self._line_from(start)
        halves = [len(half) for half in line.split(",")]
        balanced = len(halves) == 2 and halves[0] == halves[1] >= HALF
        return _headlike(line) and start + len(line) in self.outline.opens and (balanced or not self.seams.wrapped)

    def _likeness(self, end: int, start: int) -> float:
        """Likeness of the two sides of a seam over all reaches."""
        text = self.text
        return sum(math.sqrt(self._alike(text[max(0, end - n) : end], text[start : start + n])) for n in REACHES)

    @cached_property
    def _usual(self) -> float:
        """The mean of the likeness where this text reads on: a short or terse one repeats few of its words."""
        places = [len(self.text) * i // (SAMPLES + 1) for i in range(1, SAMPLES + 1)]
        return sum(self._likeness(place, place) for place in places) / SAMPLES

    def _paragraph(self, end: int, start: int) -> tuple[str, str]:
        """The text of the paragraph on both sides of a seam, as far as it lies around it."""
        first = self._opens[bisect_left(self._opens, end) - 1] if self._opens and self._opens[0] < end else 0
        i = bisect_right(self._opens, start)
        last = self._opens[i] if i < len(self._opens) else len(self.text)
        return self.text[max(first, end - AROUND) : end], self.text[start : min(last, start + AROUND)]

    def _line_before(self, at: int) -> str:
        i = bisect_left(self.seams.starts, at)
        return self.text[self.seams.starts[i - 1] : at] if i else ""

    def _line_from(self, at: int) -> str:
        starts, i = self.seams.starts, bisect_left(self.seams.starts, at)
        return self.text[at : starts[i + 1] if i + 1 < len(starts) else len(self.text)]

    def _heading_over(self, at: int) -> str:
        """The nearest line above that could be a heading."""
        for _ in range(SECTION):
            line = self._line_before(at)
            if not line or _headlike(line):
                return line
            at -= len(line)
        return ""

    def _closes(self, end: int, start: int) -> float:
        """Evidence that a copy went in between: text may be lost under it, so that its surroundings need not close."""
        return math.log(0.5 + 0.5 * math.exp(self.seams.evidence(end, start)))

    def _subject(self, end: int, start: int, out: int = 0, beyond: int = 0) -> float:
        """Does the text on both sides of a seam speak of the same, ``text[out:beyond]`` left out?"""
        text, most = self.text, REACHES[-1]
        left, right = text[max(0, end - most) : end], text[start : start + most]
        if end - most < beyond <= end:
            left = (text[max(0, out - most) : out] + text[beyond:end])[-most:]
        elif start <= out < start + most:
            right = (text[start:out] + text[beyond : beyond + most])[:most]
        return sum(self._alike(left[-n:], right[:n]) for n in REACHES)

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

    def _formulas(self, start: int, end: int) -> int:
        """Nobody closes a speech before its last sections, or opens it behind the first."""
        block = self.text[start:end]
        early = len(self.text) - end > FAR and _formula("closing").search(block)
        late = start > FAR and _formula("opening").search(block)
        return bool(early) + bool(late)

    def _alike(self, one: str, other: str) -> float:
        """Cosine of the bigrams, rare ones counting more."""
        a, b = Counter(_pairs(one)), Counter(_pairs(other))
        weight = self._rare.get
        norm = math.sqrt(
            sum((n * weight(p, 1.0)) ** 2 for p, n in a.items()) * sum((n * weight(p, 1.0)) ** 2 for p, n in b.items())
        )
        return sum(n * b[p] * weight(p, 1.0) ** 2 for p, n in a.items() if p in b) / norm if norm else 0.0


def _headlike(line: str) -> bool:
    return 0 < len(line) <= HEADING and line[-1] not in "。！？!?；;，,"


def _parallel(one: str, other: str) -> bool:
    """Do both open with a sentence of the same length, as run-in headings of one section do?"""
    return 0 < _runs_in(one) == _runs_in(other)


def _runs_in(line: str) -> int:
    """Length of the short sentence that opens a paragraph as its heading; 0 without one."""
    opening = RUN_IN.match(line)
    return opening.end() if opening else 0


def _pairs(text: str) -> list[str]:
    return [pair for pair in map("".join, pairwise(text)) if pair.isalnum()]

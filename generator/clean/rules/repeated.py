"""Repeats: what stands twice by accident stands once; the copy that fits its place stays; restatements stay."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Literal

from generator.clean import dictionary, numbering
from generator.clean.draft import FURNITURE, Draft, Hole, Line
from generator.clean.judge import Judge
from generator.clean.notes import note
from generator.clean.repeats import COMMON, HAN, SHORTEST, SQUARE, Repeat, find, interleaved, squares
from generator.clean.seams import CROSSED, Outline
from generator.lexicons import groups
from generator.numerals import count
from generator.read import Answers

SPLICE = 90
"""A shorter repeat is a set phrase or a restatement, unless it follows itself at once or is a paragraph."""

PARAGRAPH = 40
MARGIN, PARAGRAPH_MARGIN = 0.7, 0.9
"""Evidence below which both copies stay and a person decides: of a block; of whole paragraphs."""

SURE = 2.0
"""Evidence below which a person confirms the choice between whole paragraphs, whose edges tell nothing.

Between the two bounds the choice is right in five of six cases where paragraphs were pasted into government reports,
in three of four on pages of newspapers.
"""

LONGEST_HEADING, NUMBERED, BALANCE = 36, 6, 2
STUTTER = 10
"""A shorter piece that is no clause is a figure of speech; a longer one that reads well twice is worth a question."""

READS_WELL, TORN = 1.5, -4.5
"""Evidence from which on a piece may have been written right behind itself; below which no author wrote a seam."""

CLAUSE = "。！？!?；;：:，,、"
SQUARE_WORDS = 4
"""Different Han characters that a piece must hold to be more than a figure of a table or of speech."""

INTERRUPTED = 8.0
"""Evidence against a copy that interrupts a sentence."""

SHORTEST_CLAUSE, LONGEST_CLAUSE = 8, 80
"""Characters of a clause in whose middle other sentences stand."""

CERTAIN_GAP, POSSIBLE_GAP = -2.3, -0.3
"""Evidence below which something is, or may be, lost where a block was taken out: of those certain 98 of 100 are."""

SHOWN = 40
"""Characters of a repeat that a question shows."""

EDGE = 3
"""Characters by which two copies may agree beyond their edges by accident."""

FOLD = str.maketrans("，；：！？（）", ",;:!?()")
SPACE = re.compile(r"\s+")
WORD = re.compile(r"\S+")
STOPS = re.compile(r"[。！？!?]")
PAUSES = re.compile(r"[。！？!?，,；;：:]")
COMMAS = re.compile(r"[，,；;]")
MARKS = "。！？!?；;：:，,、”）)》"
OPENING = "《“（("
COUNTED = re.compile(r"(?<=[。！？!?；;：:])(?:第?(?P<number>[一二三四五六七八九十]{1,2})(?:是|要|,))")


def apply(draft: Draft) -> None:
    """Find repeats, classify them, drop the copies that are not the author's."""
    visible = draft.visible()
    folded = SPACE.sub("", visible.text).translate(FOLD)
    places: list[int] = []
    for run in WORD.finditer(visible.text):
        places += visible.places[run.start() : run.end()]
    Resolver(draft, folded, places).resolve()


class Resolver:
    """Decides about the repeats of one text. ``places[i]`` is the raw offset of ``text[i]``."""

    def __init__(self, draft: Draft, text: str, places: list[int]) -> None:
        self.draft, self.text, self.places = draft, text, places
        self.lines = [line for line in draft.lines if line.text and line.role != FURNITURE]
        self.starts = [bisect_left(places, line.a) for line in self.lines]
        self.outline = Outline(frozenset(self.starts), frozenset(self._opens()), tuple(sorted(self._ordinals())))
        self.edges = self.outline.starts | {len(text)}
        self.settled = bytearray(len(text))
        self.dropped = False

    @cached_property
    def judge(self) -> Judge:
        """Made when the first block needs it."""
        return Judge(self.text, self.outline)

    @cached_property
    def answers(self) -> Answers:
        """Made once, when the first question is asked: it reads the whole source."""
        return Answers(self.draft.raw)

    def resolve(self) -> None:
        """Settle what follows itself, then the other repeats, longest first; what lies in a settled one is settled."""
        for start, end in interleaved(self.text, self.edges):
            if not self._row(start):  # 1122 3.5 3.5 are numbers of a table
                self._drop(start, end, "repeat-stutter", start)
        self._same_lines()
        doubtful: list[Repeat] = []
        for square in squares(self.text):
            if self._free(square.first, square.second + square.length):
                self._square(square, doubtful)
        for repeat in find(self.text):
            if repeat.length < PARAGRAPH:
                break
            ends = (repeat.first + repeat.length, repeat.second + repeat.length)
            if self._free(repeat.first, ends[0]) and self._free(repeat.second, ends[1]):
                self._settle(repeat)
        for item in doubtful:
            if self._free(item.first, item.second + item.length):
                self._ask(item)
        if self.dropped:
            self.draft.refresh()

    def _opens(self) -> Iterator[int]:
        """Where a line stands behind a sentence that is closed, or behind a heading."""
        before: Line | None = None
        for start, line in zip(self.starts, self.lines, strict=True):
            if before is None or before.text[-1] in MARKS or _heading(before):
                yield start
            before = line

    def _ordinals(self) -> Iterator[tuple[int, str, int]]:
        for start, line in zip(self.starts, self.lines, strict=True):
            style, value = numbering.style_of(line.text), numbering.ordinal(line.text)
            if style and value is not None:
                yield start, style, value
        for match in COUNTED.finditer(self.text):
            yield match.start(), match.group()[-1], count(match["number"])

    def _free(self, start: int, end: int) -> bool:
        return self.settled.find(1, start, end) < 0

    # -- what follows itself ---------------------------------------------------------------------------------

    def _same_lines(self) -> None:
        """A heading that stands twice, too short to be seen as a square; the first sentence of a paragraph.

        That one was set in bold: it was read once by itself, apart, and again where it opens its paragraph.
        """
        for (start, line), (again, other) in pairwise(zip(self.starts, self.lines, strict=True)):
            apart = line.above and line.below and SQUARE <= len(line.text) < PARAGRAPH and line.ends
            if apart and other.text.startswith(line.text) and len(other.text) > len(line.text):
                self._drop(start, again, "repeat-stutter", again)
                continue
            if line.text != other.text or line.row or line.ends or len(line.text) >= PARAGRAPH:
                continue
            if numbering.style_of(line.text) or len(HAN.findall(line.text)) >= SQUARE:
                end = again + len(SPACE.sub("", other.text))
                self._drop(again, end, "repeat-stutter", start)

    def _square(self, square: Repeat, doubtful: list[Repeat]) -> None:
        """A piece, a line or a page that stands twice in a row: one goes, whichever, if no author wrote both."""
        period = square.second - square.first
        start, clause = self._cut(square)
        piece = self.text[start : start + period]
        if self._row(start) or self._row(start + period) or self._figure(piece, start + period):
            return
        if self._headed(start, period):
            if not self._said_again(start, period):
                doubtful.append(Repeat(start, start + period, period))
            return
        # The same item twice in a list may be the author's slip: 工程实验室、工程研究中心; or 抓好就业。抓好就业是……
        item = (piece[0] in OPENING or STOPS.match(piece) is not None) and not PAUSES.search(piece, 1)
        again = start + period
        if not item and self._over_break(again, period):
            self._drop(again, again + period, "repeat-stutter", start)
            self._settle_span(square.first, square.second + square.length)
            return
        if item or not (clause or period >= SHORTEST or self.judge.seams.evidence(again, again) < READS_WELL):
            if item or period >= STUTTER:
                doubtful.append(Repeat(start, start + period, period))
            return
        # 民政等部门形成合力护航，形成合力护航，推动: the end of a clause stands twice
        if not clause and period < STUTTER and not COMMAS.match(piece[-1]):
            return
        times = square.length // period
        if times == 1 and piece[-2:-1] in CLAUSE and dictionary.frequency(piece[-1] * 2) > COMMON:
            period -= 1  # 甲乙。牢甲乙。牢抓: 牢牢 is one word
        whole = start in self.outline.starts and start + period in self.outline.starts
        rule = "repeat-paragraph" if whole and period >= PARAGRAPH else "repeat-stutter"
        self._drop(end := square.second + start - square.first, end + period * times, rule, start)
        self._settle_span(square.first, square.second + square.length)

    def _over_break(self, again: int, period: int) -> bool:
        """Is the end of a line that goes on read again at the beginning of the next, where columns are cut unevenly?"""
        if again not in self.outline.starts or self.text[again - 1] in MARKS:
            return False
        line = self.starts[bisect_left(self.starts, again) - 1]
        # A line inside a sentence is no heading, however much it looks like one.
        return again - period - line > NUMBERED and (again not in self.outline.opens or line not in self.outline.opens)

    def _figure(self, piece: str, again: int) -> bool:
        """A figure of a table or of speech? 别增长6.1%、8.2%。别增长 is none: it is torn where it begins again."""
        words = len(set(HAN.findall(piece)))
        if words < SQUARE_WORDS - 1 or (words < SQUARE_WORDS and len(piece) < STUTTER):
            return True
        return words < SQUARE_WORDS and self.judge.seams.evidence(again, again) >= 0

    def _headed(self, start: int, period: int) -> bool:
        """Is the first copy a heading, the second the beginning of a sentence that says it again?

        A heading of a report is a phrase: without a mark inside, and whole where the sentence goes on.
        """
        starts, end, text = self.outline.starts, start + period, self.text
        line = self.starts[bisect_left(self.starts, start + 1) - 1]
        alone = start - line <= NUMBERED and end in self.outline.opens and not self._lines_in(start + 1, period - 1)
        if not alone or end + period in starts or period > LONGEST_HEADING:
            return False
        phrase = not PAUSES.search(text, start, end) and not self.judge.seams.unbalanced(end, end + period)
        return phrase and self.judge.seams.reads(end + period) < CROSSED

    def _said_again(self, start: int, period: int) -> bool:
        """Does the sentence take up the heading as a phrase of its own, or is the heading too short to be torn off?"""
        return period < STUTTER or self.text[start + 2 * period : start + 2 * period + 1] in MARKS

    def _cut(self, square: Repeat) -> tuple[int, bool]:
        """Where the first copy begins, at a line or behind a mark if the run leaves the choice.

        And whether both copies are whole clauses.
        """
        period = square.second - square.first
        text, starts = self.text, self.outline.starts
        choice = range(square.first, square.first + square.length % period + 1)
        for at in choice:
            closes = text[at + period - 1]
            begins = at in self.outline.opens or text[at - 1] in CLAUSE or (at in starts and STOPS.match(closes))
            if begins and closes in CLAUSE:
                return at, not (closes == "、" and any(char.isdigit() for char in text[at : at + period]))
        lines = (at for at in choice if at in starts or at + period in starts)
        return next(lines, square.first), False

    def _row(self, at: int) -> bool:
        return self._line(at).row

    # -- copies apart ----------------------------------------------------------------------------------------

    def _settle(self, repeat: Repeat) -> None:
        whole = self._paragraphs(repeat)
        if whole is not None:
            self._choose(whole, self.judge.weigh_paragraphs(whole), "repeat-paragraph")
            return
        first, second = repeat.first, repeat.second
        block = self.text[first : first + repeat.length]
        inside = self._interrupts(second, first, block) - self._interrupts(first, second, block)
        if inside or (repeat.length >= SPLICE and self._torn(repeat)):
            self._choose(repeat, self.judge.weigh(repeat) + INTERRUPTED * inside, "repeat-splice")

    def _paragraphs(self, repeat: Repeat) -> Repeat | None:
        """The repeat without its ragged edges, where both copies are whole lines of running text; else None."""
        ends = self.edges
        starts = [n for n in range(EDGE + 1) if repeat.first + n in ends and repeat.second + n in ends]
        size = repeat.length
        stops = [n for n in range(EDGE + 1) if repeat.first + size - n in ends and repeat.second + size - n in ends]
        if not starts or not stops:
            return None
        head, tail = starts[0], stops[0]
        whole = Repeat(repeat.first + head, repeat.second + head, size - head - tail)
        if (
            whole.length < PARAGRAPH
            or self._row(whole.first)
            or not STOPS.search(self.text[whole.first :][: whole.length])
        ):
            return None
        return whole

    def _torn(self, repeat: Repeat) -> bool:
        """Was one of the copies torn out of its place? Authors restate from mark to mark, and their seams read on."""
        first, second, size = repeat.first, repeat.second, repeat.length
        block = self.text[first : first + size]
        if any(first + EDGE < self.starts[i] < first + size - EDGE for i in self._lines_in(first, size)):
            return STOPS.search(block) is not None
        if (self._begins(first, block) and self._begins(second, block)) and (
            self._closes(first + size, block) and self._closes(second + size, block)
        ):
            return False
        return min(self.judge.fits(first, size), self.judge.fits(second, size)) < (0 if STOPS.search(block) else TORN)

    def _interrupts(self, at: int, other: int, block: str) -> bool:
        """Do sentences that are whole at ``other`` stand in the middle of one here: 复绿84亩，…。推动建成3处?

        Between two clauses, behind a few characters (近日，) or a word of saying, they are what somebody restates.
        """
        end, text = at + len(block), self.text
        if len(block) < PARAGRAPH or not STOPS.search(block):
            return False
        if len(block) < SPLICE:  # as short a piece may also be a set phrase, which stands between marks and reads well
            marked = at in self.outline.opens or text[at - 1] in MARKS
            begins = marked if self._opens_sentence(other) else self._begins(at, block)
            return not begins and self._whole(other, len(block))
        if not (STOPS.search(block[:-1]) and STOPS.match(block[-1])) or end in self.edges:
            return False
        if text[at - 1] not in "，," or at in self.outline.starts or not self._opens_sentence(other):
            return False
        clause = PAUSES.split(text[max(0, at - LONGEST_CLAUSE) : at - 1])[-1]
        return len(clause) >= SHORTEST_CLAUSE and not clause.endswith(tuple(groups("clean-repeats")["saying"]))

    def _opens_sentence(self, at: int) -> bool:
        return at in self.outline.opens or STOPS.match(self.text[at - 1]) is not None

    def _whole(self, at: int, size: int) -> bool:
        """Is a piece, its edges aside, made of whole lines, or of several whole sentences?"""
        end = at + size
        if any(at + n in self.edges for n in range(EDGE + 1)) and any(end - n in self.edges for n in range(EDGE + 1)):
            return True
        begins = any(self._opens_sentence(at + n) for n in range(EDGE + 1))
        stops = [stop.end() for stop in STOPS.finditer(self.text, at, end)]
        return begins and len(stops) > 1 and end - stops[-1] <= EDGE

    def _lines_in(self, at: int, length: int) -> range:
        return range(bisect_left(self.starts, at), bisect_left(self.starts, at + length))

    def _begins(self, at: int, block: str) -> bool:
        """Does the copy begin behind a mark, or read on there with a few characters of agreement before one?"""
        if at in self.outline.opens or self.text[at - 1] in MARKS:
            return True
        return any(char in MARKS for char in block[:EDGE]) and self.judge.seams.evidence(at, at) > TORN

    def _closes(self, end: int, block: str) -> bool:
        """Does the copy end at a mark, or read on there with a few characters of agreement behind one?"""
        if end in self.outline.opens or end == len(self.text) or block[-1] in MARKS:
            return True
        return any(char in MARKS for char in block[-EDGE:]) and self.judge.seams.evidence(end, end) > TORN

    def _choose(self, repeat: Repeat, weight: float, rule: str) -> None:
        self._settle_span(repeat.first, repeat.first + repeat.length)
        self._settle_span(repeat.second, repeat.second + repeat.length)
        if abs(weight) < (PARAGRAPH_MARGIN if rule == "repeat-paragraph" else MARGIN):
            self._ask(repeat)
            return
        keep, out = (repeat.first, repeat.second) if weight > 0 else (repeat.second, repeat.first)
        if rule == "repeat-paragraph" and abs(weight) < SURE:
            self._ask(repeat, out)
        self._drop(out, out + repeat.length, rule, keep)
        if rule == "repeat-splice" and (closes := self.judge.rejoins(out, repeat.length)) < POSSIBLE_GAP:
            end = self.places[out + repeat.length - 1] + 1
            grade: Literal["certain", "possible"] = "certain" if closes < CERTAIN_GAP else "possible"
            self.draft.holes.append(Hole(end, grade, "gap-splice", note("gap-splice")))

    # -- writing down ----------------------------------------------------------------------------------------

    def _settle_span(self, start: int, end: int) -> None:
        self.settled[start:end] = b"\1" * (end - start)

    def _drop(self, start: int, end: int, rule: str, keep: int) -> None:
        self._settle_span(start, end)
        self.draft.book.drop(self.places[start], self.places[end - 1] + 1, rule, note(rule, self._line(keep).number))
        self.dropped = True

    def _line(self, at: int) -> Line:
        return self.lines[max(0, bisect_left(self.starts, at + 1) - 1)]

    def _ask(self, repeat: Repeat, out: int | None = None) -> None:
        """Ask which copy stays; or, where the one at ``out`` goes, whether that is right."""
        draft = self.draft
        copies = [self._span(at, repeat.length) for at in (repeat.first, repeat.second)]
        if any(a <= start and end <= b for start, end in copies for a, b in draft.kept):
            return  # a person who keeps either copy has looked at both
        lines = [self._line(at).number for at in (repeat.first, repeat.second)]
        where = note("ask-repeat-line", lines[0]) if lines[0] == lines[1] else note("ask-repeat-lines", *lines)
        first = out == repeat.first
        goes = copies[0] if first else copies[1]
        question = "ask-repeat" if out is None else "ask-dropped-first" if first else "ask-dropped-second"
        draft.ask(
            *goes,  # where the suggested answer takes effect
            "repeat-splice" if out is None else "repeat-paragraph",
            note(question, where, repeat.length),
            self.text[repeat.first : repeat.first + SHOWN],
            (note("keep-first"), note("keep-second"), note("keep-both")),
            self.answers.drop(*goes, note("drop-first" if first else "drop-second")),
        )

    def _span(self, at: int, length: int) -> tuple[int, int]:
        """Raw span of a piece of the text without white space."""
        return self.places[at], self.places[at + length - 1] + 1


def _heading(line: Line) -> bool:
    """A numbered line, or one clause, or two halves in balance, short and without full stop."""
    if len(line.text) > LONGEST_HEADING or STOPS.search(line.text):
        return False
    if numbering.style_of(line.text):
        return True
    halves = [len(half) for half in COMMAS.split(line.text)]
    return len(halves) == 1 or (len(halves) == 2 and abs(halves[0] - halves[1]) <= BALANCE)

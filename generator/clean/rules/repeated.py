"""Repeats: what stands twice by accident stands once; the copy that fits its place stays; restatements stay."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from generator.clean import numbering
from generator.clean.draft import FURNITURE, Draft, Hole, Line
from generator.clean.notes import note
from generator.clean.repeats import HAN, Judge, Outline, Repeat, find, interleaved, squares

SPLICE = 90
"""A shorter repeat is a set phrase or a restatement, unless it follows itself at once or is a paragraph."""

PARAGRAPH = 40
MARGIN = 2.0
COPIED_MARGIN = 1.0
SQUARE_WORDS = 4
"""Different Han characters that a piece must hold to be more than a figure of a table or of speech."""

GAP = -0.4
"""Where the text around a block reads on worse than this without it, something is lost."""

EDGE = 3
"""Characters by which two copies may agree beyond their edges by accident."""

FOLD = str.maketrans("，；：！？（）", ",;:!?()")
SPACE = re.compile(r"\s+")
STOPS = re.compile(r"[。！？!?]")
PAUSES = re.compile(r"[。！？!?，,；;：:]")
MARKS = "。！？!?；;：:，,、”）)》"
OPENING = "《“（("
COUNTED = re.compile(r"(?<=[。！？!?；;：:])(?:第?(?P<number>[一二三四五六七八九十]{1,2})(?:是|要|,))")


def apply(draft: Draft) -> None:
    """Find repeats, classify them, drop the copies that are not the author's."""
    visible = draft.visible()
    folded = SPACE.sub("", visible.text).translate(FOLD)
    places = [place for char, place in zip(visible.text, visible.places, strict=True) if not char.isspace()]
    Resolver(draft, folded, places).resolve()


class Resolver:
    """Decides about the repeats of one text. ``places[i]`` is the raw offset of ``text[i]``."""

    def __init__(self, draft: Draft, text: str, places: list[int]) -> None:
        self.draft, self.text, self.places = draft, text, places
        self.lines = [line for line in draft.lines if line.text and line.role != FURNITURE]
        self.starts = [bisect_left(places, line.a) for line in self.lines]
        self.outline = Outline(frozenset(self.starts), tuple(sorted(self._ordinals())))
        self.settled = bytearray(len(text))
        self.dropped = False
        self._judge: Judge | None = None

    @property
    def judge(self) -> Judge:
        """Made when the first block needs it."""
        self._judge = self._judge or Judge(self.text, self.outline)
        return self._judge

    def resolve(self) -> None:
        """Settle what follows itself, then the other repeats, longest first; what lies in a settled one is settled."""
        for start, end in interleaved(self.text):
            self._drop(start, end, "repeat-stutter", start)
        for square in squares(self.text):
            if self._free(square.first, square.second + square.length):
                self._square(square)
        for repeat in find(self.text):
            if repeat.length < PARAGRAPH:
                break
            ends = (repeat.first + repeat.length, repeat.second + repeat.length)
            if self._free(repeat.first, ends[0]) and self._free(repeat.second, ends[1]):
                self._settle(repeat)
        if self.dropped:
            self.draft.refresh()

    def _ordinals(self) -> Iterator[tuple[int, str, int]]:
        for start, line in zip(self.starts, self.lines, strict=True):
            style, value = numbering.style_of(line.text), numbering.ordinal(line.text)
            if style and value is not None:
                yield start, style, value
        for match in COUNTED.finditer(self.text):
            yield match.start(), match.group()[-1], numbering.chinese_number(match["number"])

    def _free(self, start: int, end: int) -> bool:
        return self.settled.find(1, start, end) < 0

    # -- what follows itself ---------------------------------------------------------------------------------

    def _square(self, square: Repeat) -> None:
        """A piece, a line or a page that stands twice in a row: one goes, whichever."""
        period = square.second - square.first
        start = self._cut(square)
        piece = self.text[start : start + period]
        if len(set(HAN.findall(piece))) < SQUARE_WORDS or self._row(start) or self._row(start + period):
            return
        if piece[0] in OPENING and not PAUSES.search(piece):
            self._ask(Repeat(start, start + period, period))  # the same item twice in a list may be the author's slip
        else:
            times = square.length // period
            whole = start in self.outline.starts and start + period in self.outline.starts
            rule = "repeat-paragraph" if whole and period >= PARAGRAPH else "repeat-stutter"
            self._drop(start + period, start + period * (1 + times), rule, start)
        self._settle_span(square.first, square.second + square.length)

    def _cut(self, square: Repeat) -> int:
        """Where the first copy begins: at a line or behind a mark, if the run leaves the choice."""
        period = square.second - square.first
        choice = range(square.first, square.first + square.length % period + 1)
        return (
            next((at for at in choice if at in self.outline.starts), None)
            or next((at for at in choice if at + period in self.outline.starts), None)
            or next(
                (at for at in choice if at and self.text[at - 1] in MARKS and self.text[at] not in MARKS), square.first
            )
        )

    def _row(self, at: int) -> bool:
        return self._line(at).row

    # -- copies apart ----------------------------------------------------------------------------------------

    def _settle(self, repeat: Repeat) -> None:
        whole = self._paragraphs(repeat)
        if whole is not None:
            self._choose(whole, COPIED_MARGIN, "repeat-paragraph")
        elif repeat.length >= SPLICE and self._torn(repeat):
            self._choose(repeat, MARGIN, "repeat-splice")

    def _paragraphs(self, repeat: Repeat) -> Repeat | None:
        """The repeat without its ragged edges, where both copies are whole lines of running text; else None."""
        ends = self.outline.starts | {len(self.text)}
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
        lines_inside = any(first + EDGE < self.starts[i] < first + size - EDGE for i in self._lines_in(first, size))
        if not STOPS.search(block):
            return False
        if lines_inside:
            return True
        if (self._begins(first, block) and self._begins(second, block)) and (
            self._closes(first + size, block) and self._closes(second + size, block)
        ):
            return False
        return min(self.judge.fits(first, size), self.judge.fits(second, size)) < 0

    def _lines_in(self, at: int, length: int) -> range:
        return range(bisect_left(self.starts, at), bisect_left(self.starts, at + length))

    def _begins(self, at: int, block: str) -> bool:
        """Does the copy begin behind a mark, a few characters of agreement aside?"""
        return at == 0 or self.text[at - 1] in MARKS or any(char in MARKS for char in block[:EDGE])

    def _closes(self, end: int, block: str) -> bool:
        return end == len(self.text) or block[-1] in MARKS or any(char in MARKS for char in block[-EDGE:])

    def _choose(self, repeat: Repeat, margin: float, rule: str) -> None:
        weight = self.judge.weigh(repeat)
        self._settle_span(repeat.first, repeat.first + repeat.length)
        self._settle_span(repeat.second, repeat.second + repeat.length)
        if abs(weight) < margin:
            self._ask(repeat)
            return
        keep, out = (repeat.first, repeat.second) if weight > 0 else (repeat.second, repeat.first)
        self._drop(out, out + repeat.length, rule, keep)
        if rule == "repeat-splice" and self.judge.rejoins(out, repeat.length) < GAP:
            end = self.places[out + repeat.length - 1] + 1
            self.draft.holes.append(Hole(end, "certain", "gap-splice", note("gap-splice")))

    # -- writing down ----------------------------------------------------------------------------------------

    def _settle_span(self, start: int, end: int) -> None:
        self.settled[start:end] = b"\1" * (end - start)

    def _drop(self, start: int, end: int, rule: str, keep: int) -> None:
        self._settle_span(start, end)
        self.draft.book.drop(self.places[start], self.places[end - 1] + 1, rule, note(rule, self._line(keep).number))
        self.dropped = True

    def _line(self, at: int) -> Line:
        return self.lines[max(0, bisect_left(self.starts, at + 1) - 1)]

    def _ask(self, repeat: Repeat) -> None:
        a, b = self.places[repeat.first], self.places[repeat.first + repeat.length - 1] + 1
        first, second = self._line(repeat.first).number, self._line(repeat.second).number
        head = self.text[repeat.first : repeat.first + 12]
        self.draft.ask(
            a, b, "repeat-splice",
            note("ask-repeat", first, second, repeat.length),
            self.text[repeat.first : repeat.first + 40],
            (str(first), str(second)),
            f'edits:\n  - drop: {{text: "{head}…", note: ""}}',
        )  # fmt: skip

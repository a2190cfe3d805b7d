"""Repeats: a block spliced in by a column error goes, the copy that fits its place stays; restatements stay."""

from __future__ import annotations

import re
from bisect import bisect_left

from generator.clean import numbering
from generator.clean.draft import Draft, Hole, Line
from generator.clean.notes import note
from generator.clean.repeats import Judge, Outline, Repeat, find

SPLICE = 90
"""A shorter repeat is a set phrase or a restatement, unless it follows itself at once."""

PARAGRAPH = 60
MARGIN = 1.5
FOLD = str.maketrans("，；：！？（）", ",;:!?()")
SPACE = re.compile(r"\s+")
STOPS = re.compile(r"[。！？!?]")
OPENING = "《“（(【"
EDGES = "。！？!?；;：:，,、”“（）()《》"


def apply(draft: Draft) -> None:
    """Find repeats, classify them, drop the copies that are not the author's."""
    visible = draft.visible()
    folded = SPACE.sub("", visible.text).translate(FOLD)
    if len(folded) < 2 * PARAGRAPH:
        return
    repeats = find(folded)
    if not any(r.length >= PARAGRAPH or _adjacent(r) for r in repeats):
        return
    places = [place for char, place in zip(visible.text, visible.places, strict=True) if not char.isspace()]
    Resolver(draft, folded, places).resolve(repeats)


def _adjacent(repeat: Repeat) -> bool:
    return repeat.second - (repeat.first + repeat.length) <= 1


class Resolver:
    """Decides about the repeats of one text. ``places[i]`` is the raw offset of ``text[i]``."""

    def __init__(self, draft: Draft, text: str, places: list[int]) -> None:
        self.draft, self.text, self.places = draft, text, places
        lines = [line for line in draft.lines if line.text]
        starts = [bisect_left(places, line.a) for line in lines]
        ordinals = ((at, numbering.ordinal(line.text)) for at, line in zip(starts, lines, strict=True))
        self.outline = Outline(
            frozenset(starts), tuple((at, n) for at, n in ordinals if n is not None and _top(text[at : at + 4]))
        )
        self.judge: Judge | None = None
        self.settled: list[tuple[int, int]] = []

    def resolve(self, repeats: list[Repeat]) -> None:
        """Settle the repeats, longest first; what lies inside a settled one is settled with it."""
        for repeat in repeats:
            spans = [(repeat.first, repeat.first + repeat.length), (repeat.second, repeat.second + repeat.length)]
            if any(a < y and x < b for a, b in spans for x, y in self.settled):
                continue
            if self._settle(repeat):
                self.settled += spans

    def _settle(self, repeat: Repeat) -> bool:
        if _adjacent(repeat) and not self._line_between(repeat):
            if self.text[repeat.first] in OPENING:
                self._ask(repeat)  # the same item twice in a list may be the author's own slip
                return True
            self._drop(repeat, keep=repeat.first, rule="repeat-stutter")
            return True
        if repeat.length >= PARAGRAPH and self._whole_paragraphs(repeat):
            self._drop(repeat, keep=repeat.first, rule="repeat-paragraph")
            return True
        if repeat.length >= SPLICE and self._cut(repeat):
            return self._splice(repeat)
        return False

    def _line_between(self, repeat: Repeat) -> bool:
        return any(repeat.first < start <= repeat.second for start in self.outline.starts)

    def _whole_paragraphs(self, repeat: Repeat) -> bool:
        """Do both copies begin and end where lines do?"""
        starts = self.outline.starts | {len(self.text)}
        return all(
            edge in starts
            for edge in (repeat.first, repeat.second, repeat.first + repeat.length, repeat.second + repeat.length)
        )

    def _cut(self, repeat: Repeat) -> bool:
        """Does an edge fall where no author would begin or end? Authors restate from mark to mark."""
        if not STOPS.search(self.text[repeat.first : repeat.first + repeat.length]):
            return False
        return not (self._begins(repeat.first) or self._begins(repeat.second)) or not self._closes(repeat)

    def _begins(self, at: int) -> bool:
        return at in self.outline.starts or at == 0 or self.text[at - 1] in EDGES or self.text[at] in EDGES

    def _closes(self, repeat: Repeat) -> bool:
        end = repeat.first + repeat.length
        return end in self.outline.starts or self.text[end - 1] in EDGES

    def _splice(self, repeat: Repeat) -> bool:
        self.judge = self.judge or Judge(self.text, self.outline)
        first, second = (self.judge.score(at, repeat.length) for at in (repeat.first, repeat.second))
        if abs(first - second) < MARGIN:
            self._ask(repeat)
            return True
        keep, out = (repeat.first, repeat.second) if first > second else (repeat.second, repeat.first)
        hole = not self.judge.rejoins(out, repeat.length)
        self._drop(repeat, keep=keep, rule="repeat-splice")
        if hole:
            end = self.places[out + repeat.length - 1] + 1
            self.draft.holes.append(Hole(end, "certain", "gap-splice", note("gap-splice")))
        return True

    def _drop(self, repeat: Repeat, *, keep: int, rule: str) -> None:
        out = repeat.second if keep == repeat.first else repeat.first
        start, end = self.places[out], self.places[out + repeat.length - 1] + 1
        self.draft.book.drop(start, end, rule, note(rule, self._line(self.places[keep]).number))
        self.draft.refresh()

    def _line(self, place: int) -> Line:
        lines = self.draft.lines
        return lines[max(0, bisect_left([line.start for line in lines], place + 1) - 1)]

    def _ask(self, repeat: Repeat) -> None:
        a, b = self.places[repeat.first], self.places[repeat.first + repeat.length - 1] + 1
        c = self.places[repeat.second]
        head = self.text[repeat.first : repeat.first + 12]
        self.draft.ask(
            a, b, "repeat-splice",
            note("ask-repeat", self._line(a).number, self._line(c).number, repeat.length),
            self.text[repeat.first : repeat.first + 40],
            (str(self._line(a).number), str(self._line(c).number)),
            f'edits:\n  - drop: {{text: "{head}…", note: ""}}',
        )  # fmt: skip


def _top(text: str) -> bool:
    return numbering.style_of(text) == "ideographic"

"""What stands inside a block: doubled characters, foreign words, spaces, width. Each rule sees what the last left."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator

from generator.clean import dictionary
from generator.clean.draft import TEXT, Block, Draft
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
CJK_MARKS = "，。、；：！？“”‘’（）《》〈〉【】〔〕—…·％"
CHINESE = re.compile(f"[{HAN}{CJK_MARKS}]")
FOREIGN = re.compile(rf"(?<=[{HAN}])\s*\band\b\s*(?=[{HAN}])")
SPACES = re.compile(r"[\s\u3000\xa0]+")
HALF = re.compile(r"[,;:!?()]")
FULL = str.maketrans(",;:!?()", "，；：！？（）")
WIDE_RUN = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])")
NARROW = str.maketrans({c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)})
PAIRS = {"(": ")"}

Rule = Callable[[Traced, Block], Iterator[Change]]


def apply(draft: Draft) -> None:
    """Run the rules of wording over every block, in their order."""
    for block in draft.blocks:
        text = Traced.read(draft.raw, block.spans, draft.book)
        for rule in RULES:
            changes = list(rule(text, block))
            if changes:
                text = text.change(changes, draft.book)


def doubled(text: Traced, block: Block) -> Iterator[Change]:
    """A character that stands on both sides of a page break, where the one before it completes a word."""
    if block.role != TEXT:
        return
    for start, _ in block.spans[1:]:
        at = bisect_left(text.places, start)
        left, right = text.text[max(0, at - 4) : at], text.text[at : at + 4]
        if not left or left[-1] != right[:1] or not re.match(f"[{HAN}]", left[-1]):
            continue
        completes = max((dictionary.frequency(left[-n:]) for n in range(2, len(left) + 1)), default=0)
        begins = max((dictionary.frequency(right[:n]) for n in range(2, len(right) + 1)), default=0)
        if completes > 50 and begins <= 5 and dictionary.frequency(left[-1] * 2) <= 10:
            yield Change(at, at + 1, "", "doubled-character", note("doubled-character"))


def foreign(text: Traced, block: Block) -> Iterator[Change]:
    """An English “and” between Chinese words is what a recogniser made of 和."""
    for match in FOREIGN.finditer(text.text):
        at = match.group().index("and") + match.start()
        if match.start() < at:
            yield Change(match.start(), at, "", "inner-space", note("inner-space"))
        yield Change(at, at + 3, "和", "foreign-word", note("foreign-word", "and", "和"))
        if at + 3 < match.end():
            yield Change(at + 3, match.end(), "", "inner-space", note("inner-space"))


def spaces(text: Traced, block: Block) -> Iterator[Change]:
    """No space beside Chinese. Titles, headings and captions keep one between their halves."""
    for match in SPACES.finditer(text.text):
        before, after = text.text[match.start() - 1 : match.start()], text.text[match.end() : match.end() + 1]
        if not before or not after:
            yield Change(match.start(), match.end(), "", "edge-space", note("edge-space"))
        elif block.role == TEXT and not block.row and (_beside_chinese(before) or _beside_chinese(after)):
            yield Change(match.start(), match.end(), "", "inner-space", note("inner-space"))
        elif match.group() != " ":
            yield Change(match.start(), match.end(), " ", "inner-space", note("inner-space"))


def _beside_chinese(char: str) -> bool:
    return CHINESE.match(char) is not None or char in ",;:!?()"


def full_width(text: Traced, block: Block) -> Iterator[Change]:
    """Punctuation beside Chinese is full-width; a bracket goes with its partner; between digits it stays."""
    found: dict[int, bool] = {}
    open_brackets: list[int] = []
    for match in HALF.finditer(text.text):
        at, mark = match.start(), match.group()
        before, after = text.text[at - 1 : at] if at else "", text.text[at + 1 : at + 2]
        between_digits = mark in ",:" and before.isdigit() and after.isdigit()
        found[at] = not between_digits and bool(CHINESE.match(before) or CHINESE.match(after))
        if mark == "(":
            open_brackets.append(at)
        elif mark == ")" and open_brackets:
            partner = open_brackets.pop()
            found[at] = found[partner] = found[at] or found[partner]
    for at in sorted(found):
        mark = text.text[at]
        neighbour = found.get(at - 1, False) or found.get(at + 1, False)
        if found[at] or (neighbour and not (text.text[at - 1 : at].isdigit() and text.text[at + 1 : at + 2].isdigit())):
            yield Change(at, at + 1, mark.translate(FULL), "width", note("width"))


def half_width(text: Traced, block: Block) -> Iterator[Change]:
    """Digits, Latin letters, % and the decimal point between digits are half-width."""
    for match in WIDE_RUN.finditer(text.text):
        yield Change(match.start(), match.end(), match.group().translate(NARROW), "width", note("width"))


RULES: tuple[Rule, ...] = (doubled, foreign, half_width, spaces, full_width)

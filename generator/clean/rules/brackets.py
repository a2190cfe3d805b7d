"""Quotation marks and brackets without their other half in the paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.clean.rules.doubt import Doubt

OPENING, CLOSING = "“‘（(《〈【〔「『", "”’）)》〉】〕」』"
KIND = {char: "“‘((《〈【〔「『"[i] for marks in (OPENING, CLOSING) for i, char in enumerate(marks)}
"""What matches what; a half-width bracket goes with a full-width one."""

QUOTES = "“”‘’「」『』"
NAMES = {"引号": QUOTES, "书名号": "《》〈〉", "括号": "（）()【】〔〕"}

MARK = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
NUMBERING = re.compile(r"(?:^|(?<=[\s，。、；：！？]))[0-9A-Za-z①-⑳一二三四五六七八九十]{1,3}$")
"""In front of a bracket: 1） 二）"""

STOP = re.compile("[。！？]")
QUOTATION = re.compile("[“”]")
WRONG = re.compile('[″〞"]|’’|&rdquo[;；]')
"""What stands for a closing quotation mark in damaged text."""

NEAR = 40
"""Characters between two marks that may be halves of one pair."""

PARAGRAPHS = 8
"""Paragraphs over which a quotation may run."""


class Lone(NamedTuple):
    """A mark without its other half, in one of several texts."""

    text: int
    at: int
    char: str


def find(texts: Sequence[str]) -> Iterator[tuple[int, Doubt]]:
    """Doubts with the index of their text. ``texts`` are the paragraphs of an article: quotations run over several."""
    lone = _without_long_quotations([mark for i, text in enumerate(texts) for mark in _lone(text, i)], texts)
    done = (0, 0)
    for mark, following in zip(lone, [*lone[1:], None], strict=False):
        if (mark.text, mark.at) >= done:
            doubt = _doubt(texts[mark.text], mark, following if following and following.text == mark.text else None)
            done = (mark.text, doubt.end)
            yield mark.text, doubt


def _lone(text: str, index: int) -> list[Lone]:
    stacks: dict[str, list[Lone]] = {}
    found: list[Lone] = []
    for match in MARK.finditer(text):
        at, char = match.start(), match.group()
        if _apostrophe(text, at, char):
            continue
        stack = stacks.setdefault(KIND[char], [])
        if char in OPENING:
            if char in QUOTES:  # quotation marks of one kind do not stand inside each other
                found += stack
                stack.clear()
            stack.append(Lone(index, at, char))
        elif stack:
            stack.pop()
        elif not (char in "）)" and NUMBERING.search(text[max(0, at - 4) : at])):
            found.append(Lone(index, at, char))
    return sorted([*found, *(mark for stack in stacks.values() for mark in stack)])


def _apostrophe(text: str, at: int, char: str) -> bool:
    """’99世博会, it’s."""
    return char in "‘’" and (text[at + 1 : at + 3].isdigit() or (text[at - 1 : at] + text[at + 1 : at + 2]).isascii())


def _without_long_quotations(lone: list[Lone], texts: Sequence[str]) -> list[Lone]:
    """Without marks that open and close a quotation of several paragraphs, or one with another inside it.

    Each paragraph of a long quotation begins with a mark, the last ends with its half.
    """
    left: list[Lone] = []
    for mark in lone:
        if left and mark.char in QUOTES and _halves(left[-1], mark, texts):
            left.pop()
        elif not (mark.char in QUOTES[::2] and mark.text + 1 < len(texts) and texts[mark.text + 1][:1] == mark.char):
            left.append(mark)
    return left


def _halves(first: Lone, last: Lone, texts: Sequence[str]) -> bool:
    """“深化“放管服”改革年”: the outer two of one sentence, or of paragraphs one behind the other."""
    if first.char not in OPENING or KIND[first.char] != KIND[last.char] or last.char in OPENING:
        return False
    if first.text == last.text:
        return not STOP.search(texts[first.text], first.at, last.at)
    return last.text - first.text <= PARAGRAPHS


def _doubt(text: str, mark: Lone, following: Lone | None) -> Doubt:
    name = next(name for name, marks in NAMES.items() if mark.char in marks)
    form = _wrong_form(text, mark.at) if mark.char == "“" else None
    if form:
        asked = (name, "“", form.group(), "”")
        return Doubt(mark.at, form.end(), "wrong-mark", asked, ("”",), form.span(), "”")
    at = mark.at - 1 if mark.char in CLOSING else mark.at
    if _doubled(text, mark):
        return Doubt(at, at + 2, "doubled-mark", (name, mark.char), fix=(at + 1, at + 2))
    near = following is not None and following.at - mark.at <= NEAR and not _doubled(text, following)
    if following and near and _one_pair(mark.char, following.char):
        # Of two that open, the second is turned round; else the first is wrong.
        wrong, partner = (following, mark) if following.char in OPENING else (mark, following)
        right, fix = _other(partner.char), (wrong.at, wrong.at + 1)
        asked = (name, mark.char, following.char, right)
        return Doubt(mark.at, following.at + 1, "wrong-mark", asked, (right,), fix, right)
    return Doubt(mark.at, mark.at + 1, "unbalanced", (name, mark.char))


def _doubled(text: str, mark: Lone) -> bool:
    at = mark.at - 1 if mark.char in CLOSING else mark.at
    return text[at : at + 2] == mark.char * 2


def _one_pair(first: str, last: str) -> bool:
    """打击“法轮功“等, 一个”五讲四美”, “纲要》. Two open brackets more likely lack a half each."""
    return first in QUOTES if first == last else first in OPENING and last in CLOSING and KIND[first] != KIND[last]


def _wrong_form(text: str, at: int) -> re.Match[str] | None:
    """What closes the quotation that opens at an offset, in a wrong form: “1236″扶贫."""
    until = QUOTATION.search(text, at + 1, at + NEAR)
    return WRONG.search(text, at + 2, until.start() if until else at + NEAR)


def _other(char: str) -> str:
    return CLOSING[OPENING.index(char)] if char in OPENING else OPENING[CLOSING.index(char)]

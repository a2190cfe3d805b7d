"""Width: punctuation beside Chinese is full-width; digits, Latin letters and % are half-width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.draft import Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
MARKS = "，。、；：！？“”‘’（）《》〈〉【】〔〕—…·％"
CHINESE = re.compile(f"[{HAN}{MARKS}]")
HALF = re.compile(r"[,;:!?()]")
FULL = str.maketrans(",;:!?()", "，；：！？（）")
WIDE = re.compile(r"[０-９Ａ-Ｚａ-ｚ％]+|(?<=[0-9０-９])．(?=[0-9０-９])")
WIDE_ANY = re.compile("[０-９Ａ-Ｚａ-ｚ％．]")
NARROW = str.maketrans({c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)})


def find_half(text: Traced, block: Block) -> Iterator[Change]:
    """Digits, Latin letters, % and the decimal point between digits."""
    if not WIDE_ANY.search(text.text):
        return
    for match in WIDE.finditer(text.text):
        yield Change(*match.span(), match.group().translate(NARROW), "width", note("width"))


def find_full(text: Traced, block: Block) -> Iterator[Change]:
    """Punctuation beside Chinese; a bracket goes with its partner; between digits a comma or colon stays."""
    line = text.text
    wide: dict[int, bool] = {}
    open_brackets: list[int] = []
    for match in HALF.finditer(line):
        at, mark = match.start(), match.group()
        before, after = line[at - 1 : at] if at else "", line[at + 1 : at + 2]
        between_digits = mark in ",:" and before.isdigit() and after.isdigit()
        wide[at] = not between_digits and bool(CHINESE.match(before) or CHINESE.match(after))
        if mark == "(":
            open_brackets.append(at)
        elif mark == ")" and open_brackets:
            partner = open_brackets.pop()
            wide[at] = wide[partner] = wide[at] or wide[partner]
    for at in sorted(wide):
        beside_wide = wide.get(at - 1, False) or wide.get(at + 1, False)
        if wide[at] or beside_wide:
            yield Change(at, at + 1, line[at].translate(FULL), "width", note("width"))

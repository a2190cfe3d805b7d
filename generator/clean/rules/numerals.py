"""Damage inside numbers, mended where the number itself proves it.

O and l for 0 and 1 between digits, a full stop as decimal point, a full-width comma between thousands, white space
inside a number. A product's name (G60, 5O平台) proves nothing and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.draft import Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

UNIT = r"(?:%|‰|[万亿]|个百分点|倍|元|吨|公里|公顷|平方|立方|亩|人|户|件|项|条|次|家|名|辆|台|只|头|千瓦)"
TAIL = rf"(?=[\d.,]*\s*(?:{UNIT}|年|月))"
LETTERS = re.compile(rf"(?<![A-Za-z\d.])(?:\d[\d.,]*[OoIl]+[\dOoIl.,]*|[Il][\d.,]*\d|[OoIl]\.\d+)(?![A-Za-z]){TAIL}")
FALSE = str.maketrans("OoIl", "0011")
STOP = re.compile(r"(?<=\d)。(?=\d{1,3}\s*(?:%|‰|[万亿]|个百分点|倍))")
THOUSANDS = re.compile(rf"(?<![\d，,.])\d{{1,3}}(?:，\d{{3}})+(?:\.\d+)?(?=\s*{UNIT})")
SPACED = re.compile(rf"(?<![\d.])\d{{1,3}}(?: \d{{3}})+(?=\s*{UNIT})|\d+(?:\s+\.\s*|\s*\.\s+)\d+(?=\s*{UNIT})")


def find(text: Traced, block: Block) -> Iterator[Change]:
    """Repairs, in order of place."""
    yield from sorted(_repairs(text.text, block.row))


def _repairs(line: str, row: bool) -> Iterator[Change]:
    for match in LETTERS.finditer(line):
        for i in range(*match.span()):
            if line[i] in "OoIl":
                yield Change(i, i + 1, line[i].translate(FALSE), "number-letter", note("number-letter", line[i]))
    for match in STOP.finditer(line):
        yield Change(*match.span(), ".", "decimal-point", note("decimal-point"))
    for match in THOUSANDS.finditer(line):
        for i in range(*match.span()):
            if line[i] == "，":
                yield Change(i, i + 1, ",", "thousands", note("thousands"))
    if row:
        return
    for match in SPACED.finditer(line):
        for space in re.finditer(r"\s+", match.group()):
            start = match.start() + space.start()
            yield Change(start, start + len(space.group()), "", "inner-space", note("inner-space"))

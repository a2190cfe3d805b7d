"""Damage inside numbers, mended where the number itself proves it.

O and l for 0 and 1 between digits, a full stop as decimal point, a full-width comma between thousands, white space
inside a number: in running Chinese a space parts no two numbers. A unit behind the number is the proof, or a place
where only a number can stand: among the terms of 1+l3+lO7, alone in quotation marks, behind an l as no name begins
(l2345热线). A product's name (G6O走廊, O2O平台) has none of these and stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from generator.clean.dictionary import COMMON, frequency
from generator.clean.draft import Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced
from generator.lexicons import groups, words

FALSE = str.maketrans("OoIl", "0011")
FALSE_DIGIT = re.compile("[OoIl]")
LETTER = re.compile(r"\d[OoIl]|[OoIl][\d.]")
YEAR = re.compile(r"(?<![一二三四五六七八九])[一二][九O][O一二三四五六七八九]{2}(?=年)")
"""A year in Chinese digits, letters for its zeros."""

MISREAD = re.compile(r"l|O。|。O")
"""What a number that ``_misread`` finds holds."""

FALSE_NUMBER = r"(?=[OIl]*\d)[\dOIl]+"
TERMS = re.compile(rf"(?<![A-Za-z\d.+·×/]){FALSE_NUMBER}(?:[+·×/]{FALSE_NUMBER})+(?![A-Za-z\d.])")
"""1+l3+lO7, 6·l9."""

ALONE = re.compile(r"(?<=[“‘])(?:l[\dl]*\d[\dl]*|\d[\dl]*\d[\dl]*l|\d[\dOl]*\d)(?=[”’])")
"""“l33”, “262l”, “1O8”."""

NO_NAME = re.compile(r"(?<![A-Za-z\d.+])l(?=[OIl]*\d[\dOIl]|[OIl]+\d)[\dOIl]+(?![A-Za-z+])")
"""l2345热线, lO7国道: names begin with a capital."""

LONGEST = 4
"""Characters of a word that begins like a unit."""

COMMA = re.compile(r"，[\dlO]{3}")
STOP = re.compile(r"。\d")
SPACED = re.compile(r"(?<![\d.])\d+(?:\s*\.)?(?:\s+\.?\s*\d+)+(?![A-Za-z])")


@cache
def _counted() -> str:
    """What follows a number that counts: units, multipliers, words of degree."""
    units = {entry.split("\t")[0] for entries in groups("extract-units").values() for entry in entries}
    return "|".join(map(re.escape, sorted((units | set("千万亿余多")) - {"年", "月", "日"}, key=len, reverse=True)))


@cache
def _misread() -> re.Pattern[str]:
    """Numbers no digit of which was read aright, lOO%, ll个, or whose point was not either, 72。l%, 8l。4万元.

    A capital alone may be a class or a name (I类, O型): what is all letters begins with l.
    """
    pointed = r"(?:(?=[lO]*\d)[\dlO]+。[\dlO]{1,4}|[lO]{1,4}。(?=[lO]{0,3}\d)[\dlO]{1,4})"
    return re.compile(rf"(?<![A-Za-z\d.+])(?<![\dlO]。)(?:{pointed}|l[lO]*)(?=\s*(?:[%％‰]|{_counted()}))")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Numbers with letters in them, decimal points that became full stops, thousands: each before a unit."""
    counted = _counted()
    unit = f"{counted}|[年月日]"
    letters = r"\d[\d.,]*[OoIl]+[\dOoIl.,]*|[OoIl]+[\d.,]*\d[\dOoIl.,]*|[OoIl]\.\d+"
    return (
        re.compile(rf"(?<![A-Za-z\d.+])(?:{letters})(?![A-Za-z+])(?=\s*(?:{unit}|个))"),
        re.compile(rf"(?<=\d)。(?=\d{{1,4}}\s*(?:{counted}))"),
        re.compile(
            rf"(?<!\d[，,.])(?<![\dlO.])(?=[lO，]*\d)[\dl][\dlO]{{0,2}}(?:，[\dlO]{{3}})+(?:\.\d+)?(?=\s*(?:{unit}|个))"
        ),
    )


def find(text: Traced, block: Block) -> Iterator[Change]:
    """Repairs, in order of place."""
    yield from sorted({*_repairs(text.text, block.row), *_misreadings(text.text), *_years(text.text)})


def _years(line: str) -> Iterator[Change]:
    """二OO一年 is 二〇〇一年."""
    for match in YEAR.finditer(line) if "O" in line else ():
        for i in range(*match.span()):
            if line[i] == "O":
                yield Change(i, i + 1, "〇", "number-letter", note("number-letter", "O"))


def _misreadings(line: str) -> Iterator[Change]:
    """Letters and full stop of a number that none of the other rules proves."""
    for match in _misread().finditer(line) if MISREAD.search(line) else ():
        for i in range(*match.span()):
            if line[i] in "lO":
                yield Change(i, i + 1, line[i].translate(FALSE), "number-letter", note("number-letter", line[i]))
            elif line[i] == "。":
                yield Change(i, i + 1, ".", "decimal-point", note("decimal-point"))


def _repairs(line: str, row: bool) -> Iterator[Change]:
    letters, stops, thousands = _patterns()
    if FALSE_DIGIT.search(line) and LETTER.search(line):
        found = [*(match for match in letters.finditer(line) if not _named(match)), *_codes(line)]
        for i in sorted({i for match in found for i in range(*match.span()) if line[i] in "OoIl"}):
            yield Change(i, i + 1, line[i].translate(FALSE), "number-letter", note("number-letter", line[i]))
    if STOP.search(line):
        for match in stops.finditer(line):
            yield Change(*match.span(), ".", "decimal-point", note("decimal-point"))
    if COMMA.search(line):
        for match in thousands.finditer(line):
            for i in range(*match.span()):
                if line[i] == "，":
                    yield Change(i, i + 1, ",", "thousands", note("thousands"))
                elif line[i] in "lO":  # 3，8OO亩, l，25O户
                    yield Change(i, i + 1, line[i].translate(FALSE), "number-letter", note("number-letter", line[i]))
    if row or len(line.split(None, 1)) < 2:
        return
    for match in SPACED.finditer(line):
        for space in re.finditer(r"\s+", match.group()):
            start = match.start() + space.start()
            yield Change(start, start + len(space.group()), "", "inner-space", note("inner-space"))


def _named(match: re.Match[str]) -> bool:
    """Is a number a name behind which no unit stands, but a word that begins like one: I7处理器?"""
    behind = match.string[match.end() : match.end() + LONGEST]
    known = match.group() in words("clean-doubts", "letter names")
    return known and any(frequency(behind[:n]) > COMMON for n in range(2, LONGEST + 1))


def _codes(line: str) -> Iterator[re.Match[str]]:
    """Numbers that count nothing: terms of a sum of which one is sound, codes in quotation marks, hotlines."""
    for match in TERMS.finditer(line):
        terms = re.split(r"[+·×/]", match.group())
        if any(term.isdigit() for term in terms) and words("clean-doubts", "letter names").isdisjoint(terms):
            yield match
    yield from ALONE.finditer(line)
    yield from NO_NAME.finditer(line)

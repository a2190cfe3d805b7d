"""Fields of a line: where the columns of a table are, told from tabs, bars, wide spaces, or the numbers at its end.

A field is a ``(start, end)`` in the line, without the white space around it; an empty field stands between two tabs
or bars. One line alone is no table: ``runs`` finds lines that have as many fields as their neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from generator.lexicons import groups

Field = tuple[int, int]
Split = Callable[[str], list[Field]]

NUMBER = re.compile(r"[-+－＋]?[\d０-９][\d０-９,，.．· OＯ]*[%％‰倍]?|[-—－…]+|/|持平")
WITH_UNIT = re.compile(r"[≥≤＞＜><约]?[-－]?[\d０-９][\d０-９,，.．]*[%％‰]?([^\d\s]{0,8})")
# A cell that counts: 约30%, ≥95, 12项, 1.2万亿元, 3—5个, --
COUNTING = re.compile(r"[^\d０-９]{0,3}[\d０-９][\d０-９,，.．·\-—~～]*\S{0,6}|[-—－…]+|/|持平")
DIGIT = re.compile(r"[\d０-９]")
YEAR = re.compile(r"(?:19|20)\d\d")
TOKEN = re.compile(r"\d+\. \d(?=\s|$)|\S+")  # 1. 4 is one number
# 1 780 万吨 is one number, too.
THOUSANDS, REST = re.compile(r"[1-9]\d?\d?"), re.compile(r"\d{3}(?:[.．]\d+)?")
LABEL = re.compile(r".*[\u4e00-\u9fff].*(?<![，；、：,;:\d\-])")
MULTIPLIED = re.compile(r"(?:万亿|[百千]?[万亿]|百万)[\u4e00-\u9fff]{0,5}")
MULTIPLIERS = ("百", "千", "万", "百万", "亿", "万亿")
TABS, WIDE = re.compile(r"\s*\t\s*"), re.compile(r"\s*(?:\t|[ \u3000\xa0]{2})\s*")
BAR = re.compile(r"[|｜│┃]")
# What is left of the lines of a table: |---|:--:|, +-----+, ├──┼──┤
FRAME = re.compile(r"\s*(?=.*[|+─━┬┴┼├┌└╔╚╠═])[-|｜+:=\s─━│┃┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬]{3,}")
SINGLE = re.compile(r"(?<!\S)([\u4e00-\u9fff])\s([\u4e00-\u9fff])(?!\S)")
SERIAL = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]?")
SENTENCE = re.compile(r"[。！？；]")
FEW = 3
"""Rows that a table needs where only the numbers at the ends of its lines tell its columns."""


class Run(NamedTuple):
    """Neighbouring lines ``[first, last)`` with the same number of fields; ``rows`` are the fields of each."""

    first: int
    last: int
    rows: list[list[Field]]


@cache
def _units() -> frozenset[str]:
    return frozenset(entry.split("\t")[0] for entries in groups("extract-units").values() for entry in entries)


def is_unit(word: str) -> bool:
    """吨, 亿元, 万千瓦小时, 亿."""
    return word in _units() or MULTIPLIED.fullmatch(word) is not None


def is_value(word: str) -> bool:
    """49000, -5.2%, ≥95, —, and with its unit: 12件, 3.5万吨."""
    if NUMBER.fullmatch(word):
        return True
    found = WITH_UNIT.fullmatch(word)
    return found is not None and (not found.group(1) or is_unit(found.group(1)))


def counts(text: str) -> bool:
    """Is the field a number, perhaps with sign, unit or words of degree?"""
    return COUNTING.fullmatch(text) is not None


def _between(text: str, bars: Iterator[tuple[int, int]]) -> list[Field]:
    found: list[Field] = []
    at = 0
    for start, end in [*bars, (len(text), len(text))]:
        piece = text[at:start]
        a = at + len(piece) - len(piece.lstrip())
        found.append((a, max(a, at + len(piece.rstrip()))))
        at = end
    return found


def by_bar(text: str) -> list[Field]:
    """``|粮食|490|`` → 粮食, 490; without the empty fields outside of the outer bars."""
    found = _between(text, (m.span() for m in BAR.finditer(text)))
    if len(found) > 2 and found[0][0] == found[0][1]:
        del found[0]
        if found[-1][0] == found[-1][1]:
            found.pop()
    return found


def by_tab(text: str) -> list[Field]:
    """One tab, one column: two tabs have an empty field between them."""
    return _between(text, (m.span() for m in re.finditer(r"\t", text)))


def by_tabs(text: str) -> list[Field]:
    """Any number of tabs is one step to the next column."""
    return _trimmed(text, TABS)


def by_width(text: str) -> list[Field]:
    """Two spaces or more part two columns; one stands inside a name."""
    return _trimmed(text, WIDE)


def _trimmed(text: str, gap: re.Pattern[str]) -> list[Field]:
    stripped = text.strip()
    lead = len(text) - len(text.lstrip())
    return [(lead + a, lead + b) for a, b in _between(stripped, (m.span() for m in gap.finditer(stripped)))]


def by_value(text: str) -> list[Field]:
    """A label and the values behind it, each a number with its unit, a unit or a dash; empty where it is no row.

    粮 食 49000 万吨 5.0 → 粮 食, 49000 万吨, 5.0. A unit in front of its numbers is a column: 纱 万吨 2717.0 13.5.
    """
    tokens = [(m.group(), *m.span()) for m in TOKEN.finditer(text)]
    found: list[Field] = []
    i = len(tokens) - 1
    while i > 0:
        word, start, end = tokens[i]
        if is_unit(word):
            j = i - 1
            if j > 0 and tokens[j][0] in MULTIPLIERS:  # 亿 吨
                start, i, j = tokens[j][1], j, j - 1
            if j > 0 and NUMBER.fullmatch(tokens[j][0]) and DIGIT.search(tokens[j][0]):
                if j > 1 and REST.fullmatch(tokens[j][0]) and THOUSANDS.fullmatch(tokens[j - 1][0]):
                    j -= 1
                start, i = tokens[j][1], j
            elif not found:
                return []
        elif not is_value(word):
            break
        found.append((start, end))
        i -= 1
    if not found:
        return []
    label = (tokens[0][1], tokens[i][2])
    return [label, *reversed(found)] if LABEL.fullmatch(text[slice(*label)]) else []


def heads(text: str) -> list[Field]:
    """The fields of a line of column heads; of 指 标 and 单 位 each is one."""
    found: list[Field] = []
    pairs = {m.start(1): m.end(2) for m in SINGLE.finditer(text)}
    done = 0
    for m in re.finditer(r"\S+", text):
        start, end = m.span()
        if start >= done:
            done = pairs.get(start, end)
            found.append((start, done))
    return found


def runs(lines: Sequence[str]) -> Iterator[Run]:
    """The tables among neighbouring lines of rows, in order, without overlap; each way of parting is tried once."""
    free = [True] * len(lines)
    found: list[Run] = []

    def take(run: Run) -> None:
        free[run.first : run.last] = [False] * (run.last - run.first)
        found.append(run)

    for split, fits in ((by_bar, _barred), (by_tab, _tabbed), (by_tabs, _tabbed)):
        for run in _equal(lines, split, free):
            if fits(lines[run.first : run.last], run.rows):
                take(run)
    valued = [r for r in _equal(lines, by_value, free) if _ending(lines[r.first : r.last], r.rows)]
    cover = [0] * len(lines)
    for run in valued:
        cover[run.first : run.last] = [run.last - run.first] * (run.last - run.first)
    for run in _equal(lines, by_width, free):
        size = run.last - run.first
        if _spaced(lines[run.first : run.last], run.rows) and size > max(cover[run.first : run.last]):
            take(run)
    for run in valued:
        if all(free[run.first : run.last]):
            take(run)
    yield from sorted(found)


def _equal(lines: Sequence[str], split: Split, free: Sequence[bool]) -> Iterator[Run]:
    """Runs of free lines with the same number of fields, two at least."""
    first = 0
    rows: list[list[Field]] = []
    for i, line in enumerate(lines):
        fields = split(line) if free[i] else []
        if rows and len(fields) != len(rows[0]):
            yield Run(first, i, rows)
            rows = []
        if len(fields) > 1:
            first = first if rows else i
            rows.append(fields)
    if rows:
        yield Run(first, len(lines), rows)


def _ending(lines: Sequence[str], rows: Sequence[list[Field]]) -> bool:
    """Rows enough, most of them with a number and no mere dashes."""
    digits = sum(DIGIT.search(line, row[1][0]) is not None for line, row in zip(lines, rows, strict=True))
    return len(rows) >= FEW and digits * 2 > len(rows)


def _barred(lines: Sequence[str], rows: Sequence[list[Field]]) -> bool:
    """One bar inside a line parts a name from a title: 来源｜区报."""
    outer = all(BAR.match(line.strip()) for line in lines)
    return len(rows) > 1 and (outer or len(rows[0]) > 2)


def _tabbed(lines: Sequence[str], rows: Sequence[list[Field]]) -> bool:
    """Two columns need numbers, or they may be a list: 1. → 做好监督工作。"""
    if len(rows) < 2 or any("\t" not in line.strip("\n\r ") for line in lines):
        return False
    filled = [[f for f in row if f[0] < f[1]] for row in rows]
    if max(map(len, filled)) < 2:
        return False
    return max(map(len, filled)) > 2 or _numbered(lines, filled)


def _spaced(lines: Sequence[str], rows: Sequence[list[Field]]) -> bool:
    if len(rows) < (2 if len(rows[0]) > 2 else FEW):
        return False
    return _numbered(lines, rows) and not any(SENTENCE.search(line) for line in lines)


def _numbered(lines: Sequence[str], rows: Sequence[list[Field]]) -> bool:
    """Do half of the rows that have more than a label count something, and is that more than a number of a list?"""
    good = told = 0
    for line, row in zip(lines, rows, strict=True):
        label = line[slice(*row[0])] if row else ""
        told += len(row) > 1
        good += not SERIAL.fullmatch(label) and any(counts(line[a:b]) for a, b in row[1:])
    return good * 2 >= told > 0

"""Rows of a table that came out as lines of fields (粮食 49000 万吨 5.0): no headings, no sentences, never joined.

Which of them are sure enough to become cells is decided later (generator.clean.rules.cells), when repeats are gone.
"""

from __future__ import annotations

import re

from generator.clean import fields, numbering
from generator.clean.draft import FURNITURE, HEADING, TEXT, Draft, Line
from generator.clean.notes import note

LONGEST = 60
UNIT = re.compile(r"[（(]?\s*(?:计量)?单\s?位\s*[：:]\s*\S{1,20}[）)]?")
TITLE = re.compile(r"(?:附?[表图])\s*[\d一二三四五六七八九十]+[\s：:．.、]?.{0,40}")
RUNS_ON = re.compile(r"\d[^，。；]*[，。；]\s*[\u4e00-\u9fff]")
"""A clause behind a number: 处，新建厂房 1342 平方米，安置 5200 is a line of a text with spaces around its numbers."""

LEADS_ON = ("比", "较")
"""A column head that ends so goes on in the next line."""


def apply(draft: Draft) -> None:
    """Mark rows, and the short lines that touch them (heads, units, names of tables)."""
    lines = [line for line in draft.lines if line.text and not line.forced and _open(line)]
    _marked_up(draft, lines)
    lines = [line for line in lines if line.role != FURNITURE]
    rows = [_is_row(line) for line in lines]
    for i, line in enumerate(lines):
        if rows[i] and (_near(rows, i) or len(_fields(line)) > 2):
            _mark(line)
    for i, line in enumerate(lines):
        if line.row or not (_label(line) or (i and rest(lines[i - 1], line))):
            continue
        ahead = next((other for other in lines[i + 1 : i + 4] if not _label(other) or other.row), None)
        if (
            UNIT.fullmatch(line.text)
            or TITLE.fullmatch(line.text)
            or (
                ahead is not None
                and ahead.row
                and (len(_fields(line)) > 1 or (i and (_leads_on(lines[i - 1]) or rest(lines[i - 1], line))))
            )
        ):
            _mark(line)


def _marked_up(draft: Draft, lines: list[Line]) -> None:
    """Lines with bars or tabs between their fields, and what is drawn between them."""
    ruled = [line for line in lines if not line.row and (fields.BAR.search(line.text) or _has_tab(draft, line))]
    if not ruled:
        return
    barred = [line for line in ruled if fields.BAR.search(line.text)]
    for line in barred and [line for line in lines if fields.FRAME.fullmatch(line.text)]:
        draft.book.drop(line.a, line.b, "table-frame", note("table-frame"))
        line.role = FURNITURE
    places = {line.number: i for i, line in enumerate(lines)}
    ruled = [line for line in ruled if line.role != FURNITURE]
    first = 0
    for i in range(1, len(ruled) + 1):
        if i < len(ruled) and _touch(lines, places[ruled[i - 1].number], places[ruled[i].number]):
            continue
        for run in fields.runs([_whole(draft, row) for row in ruled[first:i]]):
            for row in ruled[first + run.first : first + run.last]:
                _mark(row)
        first = i


def _has_tab(draft: Draft, line: Line) -> bool:
    """A tab between fields, or in front of an empty one at the end of the line."""
    return "\t" in line.text or (not line.ends and draft.raw.find("\t", line.b, line.end) >= 0)


def _whole(draft: Draft, line: Line) -> str:
    """The line with the tabs at its ends: they stand for empty fields."""
    return draft.raw[line.start : line.a] + line.text + draft.raw[line.b : line.end]


def _touch(lines: list[Line], one: int, other: int) -> bool:
    """Does nothing stand between two lines but what is drawn?"""
    return all(line.role == FURNITURE for line in lines[one + 1 : other])


def rest(before: Line, line: Line) -> bool:
    """Is a line the rest of the label of the row in front: a remark in brackets, or the end of one that it opened?"""
    text = line.text
    if not before.row or len(text) > LONGEST or fields.DIGIT.search(text) or " " in text:
        return False
    if text[0] in "（(" and text[-1] in "）)" and "单位" not in text:
        return True
    label = before.text.split()[0]
    opened = sum(map(label.count, "（(")) - sum(map(label.count, "）)"))
    return opened == 1 and text[-1] in "）)" and not any(mark in text for mark in "（(")


def _leads_on(line: Line) -> bool:
    return line.row and line.text.endswith(LEADS_ON)


def _open(line: Line) -> bool:
    """Is the role open, or only guessed from bold type?"""
    return line.role == "" or (line.role == HEADING and not line.level)


def _mark(line: Line) -> None:
    line.row, line.role = True, TEXT


def _fields(line: Line) -> list[str]:
    return line.text.split()


def _is_row(line: Line) -> bool:
    """Two fields or more, the last a number, no piece of a sentence."""
    if line.ends or len(line.text) > LONGEST or RUNS_ON.search(line.text):
        return False
    # Rows may be counted in figures: 1、商品零售价格 6.1; what is counted in words is a heading.
    if numbering.style_of(line.text) and not (fields.DIGIT.match(line.text) and fields.by_value(line.text)):
        return False
    found = _fields(line)
    return len(found) >= 2 and fields.is_value(found[-1]) and not fields.is_value(found[0])


def _near(rows: list[bool], i: int) -> bool:
    return sum(rows[max(0, i - 2) : i + 3]) >= 3


def _label(line: Line) -> bool:
    return not line.ends and len(line.text) <= LONGEST and not numbering.style_of(line.text)

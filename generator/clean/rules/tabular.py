"""Rows of a table that came out as lines of fields (粮食 49000 万吨 5.0): no headings, no sentences, never joined."""

from __future__ import annotations

import re

from generator.clean import numbering
from generator.clean.draft import HEADING, TEXT, Draft, Line

NUMBER = re.compile(r"[-+－＋]?[\d０-９][\d０-９,，.．·]*[%％‰倍]?|[-—－…]+|持平")
LONGEST = 60
UNIT = re.compile(r"[（(]?\s*(?:计量)?单位\s*[：:]\s*\S{1,20}[）)]?")
TITLE = re.compile(r"(?:附?[表图])\s*[\d一二三四五六七八九十]+[\s：:．.、]?.{0,40}")


def apply(draft: Draft) -> None:
    """Mark rows, and the short lines that touch them (heads, units, names of tables)."""
    lines = [line for line in draft.lines if line.text and not line.forced and _open(line)]
    rows = [_is_row(line) for line in lines]
    for i, line in enumerate(lines):
        if rows[i] and (_near(rows, i) or len(_fields(line)) > 2):
            _mark(line)
    for i, line in enumerate(lines):
        if line.row or not _label(line):
            continue
        ahead = next((other for other in lines[i + 1 : i + 4] if not _label(other) or other.row), None)
        if (
            UNIT.fullmatch(line.text)
            or TITLE.fullmatch(line.text)
            or (ahead is not None and ahead.row and len(line.text.split()) > 1)
        ):
            _mark(line)


def _open(line: Line) -> bool:
    """Is the role open, or only guessed from bold type?"""
    return line.role == "" or (line.role == HEADING and not line.level)


def _mark(line: Line) -> None:
    line.row, line.role = True, TEXT


def _fields(line: Line) -> list[str]:
    return line.text.split()


def _is_row(line: Line) -> bool:
    """Two fields or more, the last a number, no sentence."""
    if line.ends or len(line.text) > LONGEST or numbering.style_of(line.text):
        return False
    fields = _fields(line)
    return len(fields) >= 2 and NUMBER.fullmatch(fields[-1]) is not None and not NUMBER.fullmatch(fields[0])


def _near(rows: list[bool], i: int) -> bool:
    return sum(rows[max(0, i - 2) : i + 3]) >= 3


def _label(line: Line) -> bool:
    return not line.ends and len(line.text) <= LONGEST and not numbering.style_of(line.text)

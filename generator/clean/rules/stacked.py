"""A table whose cells came out one below the other, each on a line of its own.

    序号 / 项目 / 投资（万元） / 1 / 污水管网 / 1850 / 2 / 老年活动中心 / 460

The heads are proof of nothing; that a count or the kinds of the cells come back with every row is. Rows are counted
(1, 2 … below 序号), or at least three rows have words and numbers in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.clean import fields
from generator.clean.draft import TABLE, Cell, Draft, Grid, Line, width
from generator.clean.notes import note
from generator.lexicons import words

NARROWEST, WIDEST = 2, 8
"""Columns that such a table may have."""

HEAD, CELL = 12.0, 30.0
"""Widths, in Han characters, that a head and a cell may have."""

COUNTED, ALIKE = 2, 3
"""Rows that a table needs where they are counted, and where they are only alike."""

SPACE = re.compile(r"\s+")
SENTENCE = re.compile(r"[。；！？]")
ORDINAL = re.compile(r"(\d{1,3})[.．、]?")
YEAR = re.compile(r"(?:19|20)\d\d年?")


def apply(draft: Draft) -> None:
    """Give the lines of such tables their cells."""
    lines = [line for line in draft.lines if line.text]
    at = 0
    while at < len(lines):
        found = _table(lines[at : at + WIDEST]) and _rows(lines, at)
        if found:
            columns, count = found
            _settle(draft, lines[at : at + columns * count], columns)
            at += columns * count
        else:
            at += 1


def _table(lines: Sequence[Line]) -> bool:
    """Do the heads of a table begin here: the name of its first column, and a short line behind it?"""
    return len(lines) > NARROWEST and _is_first(lines[0]) and all(map(_is_head, lines[:NARROWEST]))


def _is_first(line: Line) -> bool:
    return SPACE.sub("", line.text).endswith(tuple(words("tables", "serial") | words("tables", "label")))


def _is_head(line: Line) -> bool:
    counts = fields.counts(line.text) and not YEAR.match(line.text)
    return _is_cell(line) and width(line.text) <= HEAD and not counts and line.text[-1] not in "：:，,、"


def _is_cell(line: Line) -> bool:
    free = line.role == "" and not line.forced
    return free and width(line.text) <= CELL and not line.ends and not SENTENCE.search(line.text)


def _rows(lines: Sequence[Line], at: int) -> tuple[int, int] | None:
    """Columns and rows, heads included, of the table whose heads begin at a line; None where none does."""
    serial = SPACE.sub("", lines[at].text).endswith(tuple(words("tables", "serial")))
    best: tuple[int, int] | None = None
    for columns in range(NARROWEST, WIDEST + 1):
        if not all(map(_is_head, lines[at + NARROWEST : at + columns])):
            break
        count = 1
        while _is_row(lines, at, columns, count, serial=serial):
            count += 1
        if count > (COUNTED if serial else ALIKE) and (best is None or columns * count > best[0] * best[1]):
            best = (columns, count)
    return best


def _is_row(lines: Sequence[Line], at: int, columns: int, n: int, *, serial: bool) -> bool:
    """Is the ``n``-th row one like the first: counted, or with numbers where that has numbers?"""
    row = lines[at + n * columns : at + (n + 1) * columns]
    if len(row) < columns or not all(map(_is_cell, row)):
        return False
    if serial:
        counted = ORDINAL.fullmatch(row[0].text)
        return counted is not None and int(counted[1]) == n
    kinds = [fields.counts(line.text) for line in row]
    first = [fields.counts(line.text) for line in lines[at + columns : at + 2 * columns]]
    return kinds == first and not kinds[0] and any(kinds)


def _settle(draft: Draft, lines: Sequence[Line], columns: int) -> None:
    grid = len(draft.grids)
    for i, line in enumerate(lines):
        line.role, line.row = TABLE, True
        line.cells = ((Cell(grid, i // columns + 1, i % columns + 1), [(line.a, line.b)]),)
        for start, end in ((line.start, line.a), (line.b, line.end)):
            draft.book.drop(start, end, "table-cell", note("table-cell"))
    draft.grids.append(Grid(len(lines) // columns, columns, 1))

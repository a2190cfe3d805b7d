"""The tables of the data package that people read, as an Excel workbook (docs/data-package.md).

Figures are numbers, with their unit in a column of its own. No text is a formula, whatever it begins with. The same
corpus gives the same bytes.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from generator.render.aside import temporary

NAME = "gongbao.xlsx"
SHEETS = ("indicators", "comparisons", "formulations", "citations", "events", "links", "checks", "review")
"""Tables with a sheet; the texts and the ledger are too long for cells, and stand in the JSON Lines and in SQLite."""

LEFT_OUT = frozenset({"source", "start", "end", "from_start", "from_end", "to_start", "to_end", "period_basis"})
"""Fields that only programs need: raw offsets stand in the CSV of the same rows."""

ROWS = 1_048_575
"""Rows that a sheet of Excel holds below its head; more go on in a sheet of their own."""
LONGEST = 32_767
"""Characters that a cell holds."""
EXACT = 15
"""Digits that Excel keeps of a number; one with more stays text, so that nothing is lost."""

_FORMULA = re.compile("[=+\\-@\t\r\n＝＋－＠]")
_UNDECODABLE = re.compile("[\ud800-\udfff]")
WIDTHS = {"quote": 60, "measure": 32, "text": 60, "definition": 60, "question": 60, "evidence": 60, "title": 40}


def workbook(tables: dict[str, Any], rows: dict[str, Iterable[dict[str, Any]]]) -> bytes:
    """The bytes of the file. ``tables`` is the content of package.yml, ``rows`` the rows of each of its tables."""
    out = io.BytesIO()
    with temporary() as folder:
        book = Workbook(
            out,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
            | {"strings_to_numbers": False, "tmpdir": str(folder)},
        )
        book.set_properties({"title": tables["title"], "created": _created()})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": False})
        formats = _Formats(book)
        for name in SHEETS:
            _sheets(book, tables["tables"][name], rows[name], head, formats)
        book.close()
    return out.getvalue()


class _Formats:
    """Cell formats of a workbook: numbers in full with the decimals that they have, never as 1.2E+12."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[int, Format] = {}
        self.quoted: Format = book.add_format({"quote_prefix": True})

    def number(self, value: Any) -> Format:
        """The format for a number as it is written."""
        decimals = len(str(value).partition(".")[2])
        if decimals not in self._numbers:
            form = f"0.{'0' * decimals}" if decimals else "0"
            self._numbers[decimals] = self._book.add_format({"num_format": form})
        return self._numbers[decimals]


def _created() -> datetime:
    """The day of the build where SOURCE_DATE_EPOCH names it, else a fixed one: never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None)
    return datetime(1980, 1, 1)  # the format knows no time zone


def _sheets(
    book: Workbook, table: dict[str, Any], rows: Iterable[dict[str, Any]], head: Format, formats: _Formats
) -> None:
    """One sheet, or several where the rows are too many for one."""
    fields = {field: about["type"] for field, about in table["fields"].items() if field not in LEFT_OUT}
    sheet: Worksheet | None = None
    at = count = 0
    for row in rows:
        if sheet is None or at == ROWS:
            if sheet is not None:
                sheet.autofilter(0, 0, at, len(fields) - 1)
            count += 1
            sheet, at = _sheet(book, table, count, head), 0
        at += 1
        for column, (field, kind) in enumerate(fields.items()):
            _write(sheet, at, column, row[field], kind, formats)
    if sheet is None:
        _sheet(book, table, 1, head)
    else:
        sheet.autofilter(0, 0, at, len(fields) - 1)


def _sheet(book: Workbook, table: dict[str, Any], count: int, head: Format) -> Worksheet:
    sheet = book.add_worksheet(table["title"] + (str(count) if count > 1 else ""))
    sheet.freeze_panes(1, 0)
    shown = {field: about for field, about in table["fields"].items() if field not in LEFT_OUT}
    for column, (field, about) in enumerate(shown.items()):
        sheet.set_column(column, column, WIDTHS.get(field, 14))
        sheet.write_string(0, column, f"{field} {about['description']}", head)
    return sheet


def _write(sheet: Worksheet, row: int, column: int, value: Any, kind: str, formats: _Formats) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif kind in ("number", "integer") and sum(c.isdigit() for c in str(value).lstrip("-0.")) <= EXACT:
        sheet.write_number(row, column, float(value), formats.number(value))
    else:
        text = "|".join(value) if isinstance(value, (tuple, list)) else str(value)
        text = _UNDECODABLE.sub("\ufffd", text)[:LONGEST]
        # With the quote prefix a cell stays text when somebody edits it, as with an apostrophe typed in front.
        sheet.write_string(row, column, text, formats.quoted if _FORMULA.match(text) else None)

"""Tables of any shape come back cell by cell, and every cell can be derived from the ledger."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.model import Table
from generator.read.sidecar import parse
from tests.clean.outline import clean
from tests.clean.test_properties import assert_accounted_for

# What stands twice may be a repeat, so that no name does here.
NAMES = ("粮食", "油菜籽", "棉花", "水果", "禽蛋", "纱线", "布匹", "成品糖", "钢材", "水泥", "原煤", "铁路客车", "茶叶")
NUMBERS = st.one_of(
    st.integers(0, 99999).map(str),
    st.decimals("-99", "99", places=1).map(str),
    st.sampled_from(["12件", "3.5万吨", "—", "持平", "≥95%", "1,350"]),
)
Rows = list[list[str]]


@st.composite
def rows(draw: st.DrawFn, *, gaps: bool) -> Rows:
    """Heads, then labels with numbers behind them; with ``gaps`` a number may be missing, but not all of a column."""
    columns = draw(st.integers(2, 5))
    size = draw(st.integers(3, 7))
    names = draw(st.permutations(NAMES))
    cell = st.one_of(NUMBERS, st.just("")) if gaps else NUMBERS
    body = [[name, *(draw(cell) for _ in range(columns - 1))] for name in names[:size]]
    body[0][1:] = [text if re.search(r"\d", text) else "7" for text in body[0][1:]]
    return [list(names[size : size + columns]), *body]


WRITTEN = {
    "pipes": ("a.md", lambda table: [pipe(table[0]), "|" + "---|" * len(table[0]), *map(pipe, table[1:])]),
    "bars": ("a.txt", lambda table: [*map(pipe, table)]),
    "tabs": ("a.txt", lambda table: ["\t".join(row) for row in table]),
    "spaces": ("a.txt", lambda table: ["  ".join(row) for row in table]),
    "wide": ("a.txt", lambda table: ["\u3000\u3000".join(row) for row in table]),
    "single": ("a.txt", lambda table: [" ".join(row) for row in table]),
}


def pipe(row: list[str]) -> str:
    return "| " + " | ".join(row) + " |"


def tables(text: str, path: str) -> list[Table]:
    cleaned = clean(text, path)
    assert_accounted_for(cleaned, text)
    return [table for report in cleaned.reports for section in report.sections for table in section.tables]


def page(lines: list[str]) -> str:
    return "\n".join(["全年各项指标如下。", "", *lines, "", "各项工作平稳推进。"])


@pytest.mark.parametrize("way", WRITTEN)
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_table_comes_back(way: str, data: st.DataObject) -> None:
    """Empty cells can be told where something stands between them; mere dashes at the ends of lines are no numbers."""
    path, write = WRITTEN[way]
    given_rows = data.draw(rows(gaps=way in ("pipes", "bars", "tabs")))
    digits = sum(re.search(r"\d", "".join(row[1:])) is not None for row in given_rows[1:])
    assume(way != "single" or digits * 2 > len(given_rows))
    [table] = tables(page(write(given_rows)), path)
    assert [[cell.text for cell in row] for row in table.rows] == given_rows
    assert table.heads == 1
    for r, row in enumerate(table.rows, 1):
        for c, cell in enumerate(row, 1):
            assert cell.target.endswith(f"/s1/t1/r{r}c{c}")
            assert bool(cell.pieces) == bool(cell.text)


@settings(max_examples=60, deadline=None)
@given(rows(gaps=False), st.data())
def test_a_number_more_or_less_moves_no_other(table: Rows, data: st.DataObject) -> None:
    """Whatever becomes of a ragged row: what stands in a cell stood so in the text, and rows are of one length."""
    r = data.draw(st.integers(1, len(table) - 1))
    table[r] = table[r][:-1] if data.draw(st.booleans()) else [*table[r], "5"]
    text = page([" ".join(row) for row in table])
    for found in tables(text, "a.txt"):
        assert len({len(row) for row in found.rows}) == 1
        for row in found.rows:
            assert [cell.text for cell in row if cell.text] in table
    whole = [p.text for report in clean(text).reports for p in report.passages]
    assert sorted("".join(whole).replace(" ", "")) == sorted("".join(text.split()))


def test_a_person_keeps_rows_as_text() -> None:
    text = page(["指标 数量", "粮食 38 1", "油料 12 2", "糖料 7 3"])
    kept = 'edits:\n- keep: {from: "指标 数量", to: "糖料 7 3"}\n'
    report = clean(text, sidecar=parse(kept.encode("utf-8"), "a.txt.yml")).reports[0]
    assert not report.sections[0].tables
    assert [p.text for p in report.paragraphs][1:-1] == ["指标 数量", "粮食 38 1", "油料 12 2", "糖料 7 3"]

"""Figures in tables with cells: the label of the row and the heads of the column make the name.

    表3 重点工程完成情况                              caption: what is measured, for which year
    单位：万元                                       unit of all columns that tell none
    序号 | 项目 | 2025年目标 | 2025年完成 | 同比增长（%） | 责任单位     heads: year, goal, change, unit of a column
    1    | 绿道 | 1200       | 1350       | -5.2         | 区住建局     numbers are figures, words are text

A cell of words (完成改造3处) is read like a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from generator.extract.numbers import WIDTH, mentions
from generator.extract.parts import Part, part_named
from generator.extract.tables import (
    CAPTION,
    GENERIC,
    PART,
    VOID,
    WHOLE,
    YEAR,
    Cell,
    Column,
    Figure,
    Head,
    Parent,
    Row,
    columns_of,
    figures_of,
    label_of,
    read_head,
    split_unit,
    year_of,
)
from generator.lexicons import words
from generator.model import Passage, Qualifier, Section, Table

SPACES = re.compile(r"\s+")
# ≥, minus, number, unit: ≥95%, -5.2, 1 780万吨
NUMBER = re.compile(r"([≥≤＞＜><约]?)\s?([-－—–−]?)(\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:\.\s?\d+)?)\s?(\S*)")
RATES = ("", "%", "‰", "倍", "个百分点")
SIGNS: dict[str, Qualifier] = {
    "≥": "over", ">": "over", "＞": "over", "≤": "upto", "<": "upto", "＜": "upto", "约": "near",
}  # fmt: skip
UNIT_HEADS = ("单位", "计量单位")
LISTED = re.compile(r"(?:情况|汇总|统计|一览|明细|指标)表?$")
UNBRACKETED = re.compile(r"[（）()、各]")
NUMBERED = 7
BETWEEN = 2  # rows that could not be parted, between the halves of a table
ALL = "合计"
"""Stands for the label of a row that names no thing but a year or an area: the heads alone make the name."""
PLACE = re.compile("[\u4e00-\u9fff]{2,6}(?:街道|[镇乡村]|社区)")
MONTHS = re.compile(r"1[—–－-]\d{1,2}月(?:份|累计)?|上半年|前[二三]季度|一季度")
WITHOUT_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度)?(?:\d{1,2}月)?")


class Line(NamedTuple):
    """A row of a table: its figures with the words that name them, and its cells of running words.

    With those stands whether they tell goals: in a column 目标任务, or in the label where 完成情况 stands beside it.
    """

    figures: list[tuple[Figure, str]]
    words: list[tuple[Passage, bool]]
    label: str


class Shape(NamedTuple):
    """What the columns of a table are. ``values`` hold numbers; of the ``labels`` the last names the row."""

    labels: list[int]
    unit: int | None
    values: list[int]
    texts: list[int]


class Heads(NamedTuple):
    """What stands above the rows of a table: caption and unit, the names of its columns; where it ends."""

    head: Head
    names: list[str]
    after: int


def heads_of(table: Table, section: Section, before: Heads | None) -> Heads:
    """The heads of a table; one that has none or the same, right behind one with as many columns, goes on with it."""
    own = Heads(read_head(_above(table, section)), _names(table), table.before)
    goes_on = (
        before is not None
        and (own.names == before.names or not table.heads)
        and not (own.head.units or own.head.columns or own.head.title)
        and len(before.names) == len(own.names)
        and table.before - before.after <= BETWEEN
    )
    return Heads(before.head, before.names, table.before) if before and goes_on else own


def lines(table: Table, heads: Heads) -> Iterator[Line]:
    """The rows below the heads, with their figures."""
    head, names, _ = heads
    body = table.rows[table.heads :]
    shape = _shape(names, body)
    columns = _columns([names[c] for c in shape.values], head, any(names))
    areas = _are_places(body, shape.labels)
    areas = areas or any(UNBRACKETED.sub("", names[c]) in words("tables", "area") for c in shape.labels)
    told_in = shape.texts if shape.values else range(len(names))
    done = [_done().search(name) is not None for name in names]
    aims = [
        not done[c] and (_goal().search(name) is not None or (c in shape.labels and any(done)))
        for c, name in enumerate(names)
    ]
    parent, label = Parent(), ""
    for row in body:
        # A label over several rows stands in the first of them.
        label = next((row[c].text for c in reversed(shape.labels) if row[c].text), label)
        year = year_of(label) if WITHOUT_YEAR.fullmatch(label) else ""
        cells = tuple(_cell(row[c]) or Cell(row[c], 0, 0, "", False, "") for c in shape.values)
        unit = SPACES.sub("", row[shape.unit].text) if shape.unit is not None else ""
        area = label_of(label) if areas and not WHOLE.match(label_of(label)) else ""
        name = ALL if year or area else label_of(label)
        named = Row(name, "" if VOID.fullmatch(unit) else unit, cells, bool(PART.match(label)))
        listed = WHOLE.match(name) and (area or LISTED.search(head.title)) and any(c.name for c in columns)
        here = head._replace(title="") if listed else head
        found, parent = figures_of(named, here._replace(columns=columns), parent) if cells else ([], parent)
        told = {row[c].target: names[c] for c in shape.values}
        yield Line(
            [
                (
                    f._replace(year=year or f.year, scope=area),
                    " ".join(filter(None, (label, told[f.passage.target], f.passage.text))),
                )
                for f in found
                if f.unit or any(names) or len(f.value) < NUMBERED  # a telephone number counts nothing
            ],
            [(row[c], aims[c]) for c in told_in if row[c].text]
            + [
                (row[c], aims[c])
                for c, cell in zip(shape.values, cells, strict=True)
                if not cell.value and _running(row[c].text)
            ],
            label,
        )


def _are_places(body: Sequence[Sequence[Passage]], labels: list[int]) -> bool:
    """Whether the labels of all rows are names of places, whatever the head says: 石桥镇, 大坡镇, 合计."""
    told = [label_of(row[c].text) for row in body for c in labels[:1] if row[c].text]
    named = [label for label in told if not WHOLE.match(label)]
    return len(named) > 1 and all(PLACE.fullmatch(label) for label in named)


def _above(table: Table, section: Section) -> list[str]:
    """Caption, unit and stray heads in front of a table; the sentence or the heading that announces it."""
    start = table.before - table.above
    found = [p.text for p in section.paragraphs[start : table.before]]
    if start and CAPTION.search(section.paragraphs[start - 1].text):
        found.insert(0, section.paragraphs[start - 1].text)
    elif not start and section.heading and CAPTION.search(section.heading.text):
        found.insert(0, section.heading.text)
    return found


def _names(table: Table) -> list[str]:
    """The heads of each column in one.

    A head stands over the empty ones to its right that have heads below, as 2025年 does over 数量 and 增速. Where it
    stands over nothing but empty cells, and the next column has numbers and no head, it is the head of that one.
    """
    rows = table.rows[: table.heads]
    names = [""] * (len(table.rows[0]) if table.rows else 0)
    for r, row in enumerate(rows):
        over = ""
        for c, cell in enumerate(row):
            below = r + 1 < len(rows) and bool(rows[r + 1][c].text)
            over = cell.text if cell.text else over if below else ""
            spread = cell.text if not below else over
            names[c] += SPACES.sub("", spread)
            if cell.text and not below:
                over = ""
    body = table.rows[table.heads :]
    for c in range(len(names) - 1):
        empty, bare = (not any(row[at].text for row in body) for at in (c, c + 1))
        if names[c] and not names[c + 1] and empty and not bare:
            names[c], names[c + 1] = "", names[c]
    return names


def _shape(names: Sequence[str], body: Sequence[Sequence[Passage]]) -> Shape:
    labels: list[int] = []
    values: list[int] = []
    texts: list[int] = []
    unit: int | None = None
    for c, name in enumerate(names):
        filled = [row[c] for row in body if row[c].text]
        numbers = sum(_cell(cell) is not None or VOID.fullmatch(cell.text) is not None for cell in filled)
        if name.endswith(tuple(words("tables", "serial"))):
            continue
        if unit is None and _of_units(name, filled):
            unit = c
        elif c and labels and filled and numbers * 2 >= len(filled):
            values.append(c)
        elif not values and unit is None and filled and (not labels or not _running_words(filled)):
            labels.append(c)
        elif filled:
            texts.append(c)
    # 项目 | 牵头单位 | 进度: only the first column names the rows, unless the next one is named as one, too.
    own = [c for c in labels if names[c].endswith(tuple(words("tables", "label")))]
    kept = own or labels[:1]
    return Shape(kept, unit, values, [c for c in sorted({*labels, *texts}) if c not in kept])


def _of_units(name: str, filled: Sequence[Passage]) -> bool:
    """A column 单位, or one that holds nothing but units."""
    if name in UNIT_HEADS:
        return bool(filled)
    told = [split_unit(cell.text) is not None for cell in filled]
    return any(told) and all(t or VOID.fullmatch(cell.text) for t, cell in zip(told, filled, strict=True))


def _running(text: str) -> bool:
    """Words with a number in them."""
    return len(text) > 3 and re.search(r"\d", text) is not None and re.search(r"[\u4e00-\u9fff]{2}", text) is not None


def _running_words(filled: Sequence[Passage]) -> bool:
    return sum(_running(cell.text) for cell in filled) * 2 > len(filled)


def _columns(names: Sequence[str], head: Head, headed: bool) -> tuple[Column, ...]:
    """What the columns of numbers hold; a change belongs to the levels in front of it, and to their latest year.

    2024年 | 2023年 | 同比增长: the change is that of 2024.
    """
    if not headed and len(head.columns) == len(names):
        return head.columns
    goal = bool(_goal().search(head.title)) and not _done().search(head.title)
    columns = columns_of([_bare(name) for name in names], head, change=head.change)
    if len(columns) != len(names):  # a head that looks like one of labels
        columns = tuple(
            column for name in names for column in columns_of(["", _bare(name)], head, change=head.change)[-1:]
        )
    found: list[Column] = []
    year = ""
    years: list[str] = []
    """Of the levels since the last change."""
    part: Part | None = None
    for name, column in zip(names, columns, strict=True):
        if stated := YEAR.search(name):
            year = year_of(stated.group())
        if column.kind != "change" or part_named(name):
            part = part_named(name)
        if column.kind != "change":
            years.append(year)
        elif years:
            year, years = year if stated else max(years), []
        aimed = (goal or bool(_goal().search(name))) and not _done().search(name)
        found.append(column._replace(year=year, aimed=aimed, part=part))
    return tuple(found)


def _bare(name: str) -> str:
    """A head without its year and what says that it is a goal or what became of it: 2025年目标 and 完成数 are empty."""
    bare = MONTHS.sub("", WITHOUT_YEAR.sub("", name))
    rest = _done().sub("", _goal().sub("", bare))
    if rest != bare:
        return "" if GENERIC.match(rest.strip("年度值数额量")) else _goal().sub("", bare)
    return "" if GENERIC.match(bare) else bare


@cache
def _goal() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("tables", "goal"), key=lambda w: (-len(w), w))))


@cache
def _done() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("tables", "done"), key=lambda w: (-len(w), w))))


def _cell(passage: Passage) -> Cell | None:
    """A cell that is a number: 1,350, -5.2%, 49000万吨, ≥95%, 约30个."""
    text = passage.text.translate(WIDTH)
    m = NUMBER.fullmatch(text)
    mark = (0, len(text))
    if m and (m.group(4) in RATES or split_unit(m.group(4))):
        qualifier = SIGNS.get(m.group(1), "exact")
        return Cell(passage, *m.span(3), m.group(3), bool(m.group(2)), m.group(4), qualifier, mark)
    found = mentions(passage.text)
    if len(found) != 1 or (found[0].start, found[0].end) != mark or found[0].unit == "":
        return None
    one = found[0]
    return Cell(passage, one.number, one.number_end, one.value, False, one.unit, one.qualifier, mark)

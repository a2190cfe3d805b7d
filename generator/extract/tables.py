"""Figures in tables: the label of the row and the head of the column make the name.

Tables with cells are read in generator.extract.cells. Where the columns of a table were not sure its rows are
paragraphs (粮食 49000 万吨 5.0), below lines that were its caption, unit and heads:

    表2：2010年主要工业产品产量及其增长速度        caption: what is measured, for which year
    单位：万吨                                  unit of all levels
    产品名称 单位 产量 比上年增长%                heads: label, perhaps a unit, then one head a column
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from generator.extract.numbers import WIDTH
from generator.extract.parts import Part, part_named
from generator.extract.units import units
from generator.lexicons import words
from generator.model import Direction, Passage, Qualifier
from generator.numerals import MULTIPLIERS, in_figures

LONGEST = 80  # characters of a flattened row
SHORT = 3  # a label that long is said of the quantity above: 铁路, 水运
LONG = 10  # a caption shorter than that is a name: 城镇固定资产投资
SURE, UNSURE = 0.9, 0.5  # where every cell has its head, and where not
MULTIPLIER = re.compile(rf"(?:{'|'.join(sorted(MULTIPLIERS, key=len, reverse=True))})(?!(?<=千)[米瓦伏克卡])(?=.)")
VALUE = re.compile(r"([-－—–−]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(%|倍)?")
VOID = re.compile(r"[-—–…－/]+|持平")
GLUED = re.compile(r"(?<=[\u4e00-\u9fff）])\s*(-?\d+\.\d)$")  # 商品零售价格6.1
SENTENCE = re.compile(r"[。！？]|；.")
CAPTION = re.compile(r"^表\s?\d*[：:\s]|如下[：；。:;]?$|^\S+[（(](?:单\s?位[：:][^）)]+|[%％])[)）]$")
CHART = re.compile(r"^图\s?\d")
UNIT_LINE = re.compile(r"^[（(]?(?:计量)?单\s?位[：:]\s*([^）)]+)[)）]?$")
UNIT_TAIL = re.compile(r"[（(](?:计量)?单\s?位[：:]\s*([^）)]+)[)）]$")
UNIT_NOTE = re.compile(r"[（(]([^（()）]{1,8})[)）]$")
PART = re.compile(r"^\s*其中[：:]?")
NOTE = re.compile(
    r"[（(]\s?(?:注|折|按|续)[^（()）]*[)）]|\[\d+\]|^其中[：:]?\s*|^\d{1,2}、|^[（(]?[一二三四五六七八九十]+[)）、]"
)
LABEL_HEAD = re.compile(r"^(?:指标|项目|行业|地区|国家(?:和|或)地区|.{0,4}(?:名称|分组|类别))$")
YEAR = re.compile(r"((?:19|20)\d\d)年?|([一二][九〇零][〇零一二三四五六七八九]{2})年")
CHANGE = re.compile(r"增长|涨跌|升降|涨幅|增幅|上涨幅度|增减|增速")
AMOUNT = re.compile(r"[额量数值]$")  # 增减额 has the unit of the level
RATES = ("%", "％", "‰", "个百分点", "百分点")
SHARE = re.compile(r"比重|构成|占比|份额|[%％]")
WHOLE = re.compile(r"^[总合]计$")
TITLE_LEAD = re.compile(
    r"^(?:表\s?\d*[：:\s]*)?(?:[\d一二三四五六七八九〇零]{4}年)?(?:\d+[-—至]\d+月)?(?:主要|各种|全部|分行业|各类)*"
)
TITLE_TAIL = re.compile(
    r"(?:[及和]其)?(?:增长速度|构成|完成情况|主要指标|比上年(?:涨跌|上涨)幅度)?(?:[（(][%％][)）])?(?:如下)?[：；。:;]?$"
)
GENERIC = re.compile(
    r"^(?:绝对数|年末数|期末数|数值|指标值|全年|本年|\D?\d{4}年?|[一二][九〇零][〇零一二三四五六七八九]{2}年|)$"
)

Kind = Literal["level", "change", "share"]


class Figure(NamedTuple):
    """One number of a table: ``start``–``end`` in ``passage``; value without sign, unit without 万 and 亿.

    ``mark`` is the number as a reader would mark it, with sign and unit.
    """

    passage: Passage
    start: int
    end: int
    measure: str
    value: str
    unit: str
    direction: Direction
    year: str
    confidence: float
    qualifier: Qualifier
    aimed: bool
    mark: tuple[int, int]
    scope: str = ""
    part: Part | None = None
    """Of which months of the year."""


class Column(NamedTuple):
    """A head: ``name`` of what its column holds (of the level that a change belongs to), ``unit`` where it tells."""

    name: str
    unit: str
    kind: Kind
    year: str = ""
    aimed: bool = False
    """It holds goals."""
    part: Part | None = None
    """Of which months of the year."""


class Head(NamedTuple):
    """What stands above the rows. ``title`` is the caption without number, year and 及其增长速度.

    ``units`` are those of the levels, in the order of the unit line; several where it names several.
    """

    title: str
    units: tuple[str, ...]
    year: str
    columns: tuple[Column, ...]
    part: Part | None = None
    change: bool = False
    """The caption says that all numbers are changes: 比上年涨跌幅度."""


class Cell(NamedTuple):
    """A number of a row with its place; ``value`` is empty where the cell holds none."""

    passage: Passage
    start: int
    end: int
    value: str
    negative: bool
    unit: str
    qualifier: Qualifier = "exact"
    mark: tuple[int, int] = (0, 0)


class Row(NamedTuple):
    """``part`` where the row says that it is one of the row above: 其中."""

    label: str
    unit: str
    cells: tuple[Cell, ...]
    part: bool


class Parent(NamedTuple):
    """The quantity of which rows below are parts, its unit, and whether a part of it was met."""

    label: str = ""
    unit: str = ""
    parted: bool = False


@cache
def _quantities() -> tuple[str, ...]:
    return (*words("extract-naming", "quantity"), "能力")


def units_of(text: str) -> tuple[str, ...]:
    """The units of levels in a unit line or head: 亿元、% → 亿元; 万元、万人 → both. Rates go with their columns."""
    found = re.split(r"[、，,；;\s]+|[/／](?=[%％‰])|(?<=[%％‰])[/／]|和", text.strip())
    return tuple(unit for unit in found if unit and unit not in RATES)


def split_unit(text: str) -> tuple[int, str] | None:
    """万吨 → (10000, 吨); None where the text is no unit."""
    text = text.replace(" ", "").strip()
    m = MULTIPLIER.match(text)
    base = text[m.end() :] if m else text
    known = base in units() or any(base.startswith(u) for u in ("吨", "标准", "重量") if len(base) > len(u))
    if not known and not (m and re.fullmatch("[\u4e00-\u9fff]{1,4}", base)):
        return None
    return (MULTIPLIERS.get(m.group(), 1) if m else 1), base


def flattened(paragraphs: Sequence[Passage]) -> dict[str, list[Figure]]:
    """The figures of rows that became paragraphs, by the target of the paragraph."""
    found: dict[str, list[Figure]] = {}
    heads: list[str] = []
    head: Head | None = None
    parent = Parent()
    for passage, after in pairwise([*paragraphs, None]):
        assert passage is not None
        text = passage.text
        row = _row(passage, glued=bool(heads or head)) if len(text) <= LONGEST else None
        if row:
            if head is None:
                if not heads and not (after and _row(after, glued=False)):
                    continue
                head, heads, parent = read_head(heads), [], Parent()
            figures, parent = figures_of(row, head, parent)
            found[passage.target] = figures
        elif head and after and len(text) < 20 and not (SENTENCE.search(text) or CAPTION.search(text)) and _row(after):
            continue  # the rest of a label
        elif len(text) > LONGEST or CHART.match(text) or (SENTENCE.search(text) and not CAPTION.search(text)):
            head, heads = None, []
        else:
            head, heads = None, [*heads[-3:], text]
    return found


def _row(passage: Passage, *, glued: bool = False) -> Row | None:
    """A paragraph as label and cells, where it ends in numbers behind white space."""
    text = passage.text.translate(WIDTH)
    if glued and (m := GLUED.search(text)) and " " not in text[: m.start()].strip():
        cell = Cell(
            passage,
            m.start(1) + (text[m.start(1)] == "-"),
            m.end(1),
            m.group(1).lstrip("-"),
            text[m.start(1)] == "-",
            "",
        )
        return Row(label_of(text[: m.start()]), "", (cell,), PART.match(text) is not None)
    if " " not in text.strip() or SENTENCE.search(text):
        return None
    tokens = [
        (m.group(), m.start(), m.end()) for m in re.finditer(r"\d{1,3} \d{3}(?= [万亿])|\d+\. \d(?=\s|$)|\S+", text)
    ]
    found: list[Cell] = []
    unit, i = "", len(tokens) - 1
    pending = ""
    while i > 0:
        word, start, end = tokens[i]
        m = VALUE.fullmatch(word.replace(" ", ""))
        if m:
            negative = bool(m.group(1))
            value = m.group(2)
            stop = end - len(m.group(3) or "")
            found.append(Cell(passage, start + negative, stop, value, negative, m.group(3) or pending))
            pending = ""
        elif VOID.fullmatch(word) and not pending:
            found.append(Cell(passage, start, start, "", False, ""))
        elif not pending and split_unit(word) and (i > 1 or found):
            pending = word
        elif pending in units() and word in MULTIPLIERS:  # 亿 吨
            pending = word + pending
        else:
            break
        i -= 1
    if pending:  # the unit stands in front of the numbers
        unit = pending
    label = label_of("".join(t[0] for t in tokens[: i + 1]))
    if (
        not any(c.value for c in found)
        or not re.search(r"[\u4e00-\u9fff]", label)
        or re.search(r"[，；、：]$|\d$", label)
    ):
        return None
    return Row(label, unit, tuple(reversed(found)), PART.match(text) is not None)


def label_of(text: str) -> str:
    """The label of a row without its spaces, notes and number: 1、粮食（注3） → 粮食."""
    return NOTE.sub("", re.sub(r"\s+", "", text))


def year_of(text: str) -> str:
    """The first year that a text names, in figures; empty where there is none."""
    found = YEAR.search(text)
    return (found.group(1) or in_figures(found.group(2))) if found else ""


def read_head(lines: Sequence[str]) -> Head:
    """Caption, unit and column heads out of the lines above the rows."""
    lines = [line.translate(WIDTH) for line in lines]
    title, year = "", ""
    units: tuple[str, ...] = ()
    rated = False
    names: list[str] = []
    for line in lines:
        if m := UNIT_LINE.match(line):
            units, rated = units_of(m.group(1)), True
        elif m := UNIT_TAIL.search(line):
            units, rated, title, names = units_of(m.group(1)), True, line[: m.start()], []
        elif CAPTION.search(line):
            title, names = line, []
        elif not names and not title and len(line) > 30:
            continue
        else:
            names += _names(line, joined=bool(names) and names[-1].endswith("比"), into=names)
        year = year or year_of(line)
    core = TITLE_TAIL.sub("", TITLE_LEAD.sub("", title))
    if not units and (rated or "%" in title):
        units = ("%",)
    part = next((p for line in lines if (p := part_named(line))), None)
    head = Head(core, units, year, (), part)
    change = bool(re.search("涨跌|上涨幅度|涨幅", title))
    columns = columns_of(names, head, change=change) if names else ((Column("", "%", "change"),) if change else ())
    return head._replace(columns=columns, change=change)


def _names(line: str, *, joined: bool, into: list[str]) -> list[str]:
    """The heads of a line: 指 标 单 位 绝对数 → 指标, 单位, 绝对数. ``joined``: the last head goes on here."""
    line = re.sub(r"(?<![^\s])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![^\s])", r"\1\2", line)
    found = line.split()
    if found and joined:
        into[-1] += found.pop(0)
    while found and found[0][0] in "（(" and into:
        into[-1] += found.pop(0)
    return found


def columns_of(names: Sequence[str], head: Head, *, change: bool = False) -> tuple[Column, ...]:
    """What the columns under these heads hold; the heads of labels and units are left out."""
    found: list[Column] = []
    for k, name in enumerate(names):
        if name in ("单位", "计量单位") or (k == 0 and LABEL_HEAD.match(name)):
            continue
        note = UNIT_NOTE.search(name)
        unit = next((u for u in units_of(note.group(1)) if split_unit(u)), "") if note else ""
        rate = next((u for u in RATES if note and u in note.group(1)), "")
        bare = re.sub(r"[（(][^（()）]*[)）]", "", name)
        if CHANGE.search(name) or change:
            before = found[-1].name if found and not change else bare
            amount = unit or AMOUNT.search(bare)
            found.append(Column(before, unit if amount else "个百分点" if "百分点" in rate else rate or "%", "change"))
        elif SHARE.search(name):
            found.append(Column(bare.rstrip("%％"), "%", "share"))
        else:
            found.append(Column(bare, unit or rate, "level"))
    return tuple(found)


def figures_of(row: Row, head: Head, parent: Parent) -> tuple[list[Figure], Parent]:
    """The figures of a row below ``parent``, and the parent of the next one."""
    columns, row_cells = head.columns, row.cells
    if len(row_cells) == len(columns) + 1 and not row_cells[0].value:  # no unit: ——
        row_cells = row_cells[1:]
    row = row._replace(cells=row_cells)
    sure = len(columns) == len(row_cells)
    label, note = row.label, UNIT_NOTE.search(row.label)
    unit = next(iter(units_of(row.unit)), row.unit) or row_cells[0].unit
    noted = units_of(note.group(1)) if note else ()
    if note and (any(map(split_unit, noted)) or note.group(1) in RATES):
        unit, label = next(iter(noted), note.group(1)), label[: note.start()]
    generic = not any(c.kind == "level" and not GENERIC.match(c.name) for c in columns)
    if generic and label.endswith(_quantities()):
        parent = Parent(label, unit)
    elif _belongs(row, label, unit, parent, head):
        parent = parent._replace(parted=True)
    else:
        parent = Parent()
    unit = unit or parent.unit
    found: list[Figure] = []
    for k, cell in enumerate(row.cells):
        if not cell.value:
            continue
        column = columns[k] if sure else _guess(columns, row, k)
        if column is None:
            continue
        own = column.unit if column.kind != "level" else ""
        written = cell.unit or own or column.unit or unit or _told_by(head.units, columns, k if sure else -1, label)
        size = split_unit(written) or (1, written)
        value = Decimal(cell.value.replace(",", "").replace(" ", "")) * (size[0] if written not in ("%", "倍") else 1)
        direction: Direction = "none"
        if column.kind == "change" and value:
            direction = "down" if cell.negative else "up"
        shown = format(value.normalize(), "f")
        if cell.negative and column.kind != "change":
            shown = "-" + shown
        measure = _measure(label, column, parent.label, head)
        confidence = SURE if sure and written else UNSURE
        found.append(
            Figure(
                cell.passage, cell.start, cell.end, measure, shown, size[1], direction, column.year or head.year,
                confidence, cell.qualifier, column.aimed, cell.mark if any(cell.mark) else (cell.start, cell.end),
                part=column.part or head.part,
            )
        )  # fmt: skip
    return found, parent


def _told_by(units: tuple[str, ...], columns: tuple[Column, ...], k: int, label: str) -> str:
    """Which of the units of a unit line the ``k``-th column has, by its place or its name; empty where neither tells.

    亿元、万人 above 收入 | 人数: as many units as levels, in their order. Else 万人 is that of 人口, 亿元 of 收入.
    """
    if len(units) < 2:
        return next(iter(units), "")
    levels = [i for i, column in enumerate(columns) if column.kind == "level" and not column.unit]
    if len(levels) == len(units) and k in levels:
        return units[levels.index(k)]
    name = label + (columns[k].name if k >= 0 else "")
    sizes = [(unit, (split_unit(unit) or (1, unit))[1]) for unit in units]
    counted = [unit for unit, base in sizes if not base.endswith("元") and base[-1] in name]
    money = [unit for unit, base in sizes if base.endswith("元") and name.endswith(tuple(words("tables", "money")))]
    told = counted + money
    return told[0] if len(told) == 1 else ""


def _belongs(row: Row, label: str, unit: str, parent: Parent, head: Head) -> bool:
    """Whether a row is a part of its parent: it says so, or goes on after one that did, or is 铁路 below 货物周转量."""
    if unit and parent.unit and (split_unit(unit) or (1, unit))[1] != (split_unit(parent.unit) or (1, ""))[1]:
        return False
    return row.part or parent.parted or (len(label) <= SHORT and not head.title.endswith("产量"))


def _guess(columns: tuple[Column, ...], row: Row, k: int) -> Column | None:
    """The column of a cell where heads and cells do not match: the first is the level, the last the only change."""
    changes = [c for c in columns if c.kind == "change"]
    if k == 0 and (row.unit or row.cells[0].unit or (columns and len(row.cells) < len(columns))):
        return next((c for c in columns if c.kind == "level"), Column("", "", "level"))
    return changes[0] if 0 < k == len(row.cells) - 1 and len(changes) == 1 else None


def _measure(label: str, column: Column, parent: str, head: Head) -> str:
    """The name out of label, column head, the row above of which this one is a part, and caption."""
    name, title = column.name, head.title
    if WHOLE.match(label):
        return title if not name or GENERIC.match(name) or name[:2] in title else title + name
    if GENERIC.match(name) or column.kind == "share":
        share = name if column.kind == "share" and not GENERIC.match(name) else ""
        if label.endswith(_quantities()) or not (parent or title):
            return label + share
        if parent and parent != label:
            return label + parent.removeprefix("全国") + share
        tail = "产量" if title.endswith("产量") else title if head.units == ("%",) and title != label else ""
        return label + tail + share
    if name in words("extract-naming", "breakdown") or name in ("全国", "全省", "全市"):
        base = label if label == title else label + title
        return base if name.startswith("全") else name + base
    if label.endswith(name) or (name.endswith("量") and label.endswith(_quantities())):
        return label
    trade = next((t for t in ("出口", "进口") if t in title and t not in name and "进出口" not in title), "")
    if (
        title.rstrip("额量数值").endswith(name.rstrip("额量数值"))
        and 2 < len(title) < LONG
        and not title.startswith(label[:4])
        and not trade
        and "产品" not in title
    ):
        return label + title
    return ("对" if "国家和地区" in title else "") + label + trade + name

"""Which years a figure is of: one, or several together, and whether it is of all of them or of their end."""

import re

import pytest

from generator.extract.spans import BEGINS, Span, in_force, marks
from generator.lexicons import groups
from tests.extract.test_extract import rows

OWN = 2022


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("过去五年，", Span(2018, 2022)),
        ("五年来，", Span(2018, 2022)),
        ("三年累计", Span(2020, 2022)),
        ("近10年", Span(2013, 2022)),
        ("今后五年，", Span(2023, 2027)),
        ("“十三五”时期，", Span(2016, 2020)),
        ("“十五”期间", Span(2001, 2005)),
        ("“七五”时期", Span(1986, 1990)),
        ("“十四五”以来，", Span(2021, 2022)),
        ("2019年以来", Span(2019, 2022)),
        ("2017—2021年", Span(2017, 2021)),
        ("2017年至2021年", Span(2017, 2021)),
        ("党的十八大以来", Span(2012, 2022)),
        ("五年来的最高水平", None),
        ("连续五年", None),
        ("第十四个五年规划纲要", None),
        ("“十四五”规划开局之年", None),
        ("三年行动计划", None),
        ("较“十三五”时期增长7%", None),
    ],
)
def test_what_a_text_names(text: str, span: Span | None) -> None:
    found = [m.span for m in marks(text, OWN) if m.span]
    assert found == ([span] if span else [])


def test_every_expression_begins_as_is_looked_for() -> None:
    kinds = ("plan", "from", "past", "coming", "since", "year")
    opening = re.compile(r"(?:\(\?<!\[[^]]*\]“?\)|\(\?P<\w+>|\(\?:|“\?)*(?:NUMBER\)年.*)?")
    for kind in kinds:
        for entry in groups("extract-spans")[kind]:
            bare = opening.sub("", entry, count=1)
            assert not bare or bare[0] in "[\\" or re.match(BEGINS, bare), entry


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("五年来，收入翻番。新增", Span(2018, 2022)),
        ("五年来，收入翻番。2022年，投资增长。新增", None),
        ("五年来，收入翻番。到2035年基本实现现代化。新增", Span(2018, 2022)),
        ("比2017年增长五成，五年来新增", Span(2018, 2022)),
        ("全年抓项目、促投资、稳增长，五年来形成的经验得到推广。新增", None),
    ],
)
def test_how_long_it_holds(text: str, span: Span | None) -> None:
    assert in_force(text, len(text), OWN, None)[0] == span


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("五年来，城镇新增就业30万人，城镇化率达到62%。", ["2021/2025", "2025"]),
        ("五年来，生产总值由600亿元增加到900亿元，年均增长7%。", ["2020", "2025", "2021/2025"]),
        ("五年来，森林面积增加3万亩，保有量达到50万亩。", ["2021/2025", "2025"]),
        ("“十五五”时期，力争新增就业20万人。", ["2026/2030"]),
        ("五年来，2025年粮食产量达到80万吨，平均每年增长2%。", ["2025", "2021/2025"]),
    ],
)
def test_of_all_years_or_of_their_end(text: str, periods: list[str]) -> None:
    assert [row.period for row in rows(text).indicators] == periods

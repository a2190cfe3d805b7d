"""Repeats: what is found, what stays, and that it takes time in proportion to the text."""


import pytest

from generator.clean.fluency import gain
from generator.clean.repeats import find, interleaved, squares
from tests.counting import assert_linear


def test_gain_prefers_a_word_over_the_seam():
    assert gain("区人大常", "委会会议") > 2
    assert gain("听取和审议", "专项报告") > gain("听取和审", "展改革委")


def test_find_is_maximal():
    block = "一竿子插到底的监督让问题清单逐条销号见底清零"
    (repeat,) = find(f"甲乙丙{block}丁戊己庚{block}辛壬癸")
    assert (repeat.first, repeat.second, repeat.length) == (3, 7 + len(block), len(block))


def test_squares_are_adjacent_copies():
    (square,) = squares("会议强调推动政策落地见效推动政策落地见效并部署任务")
    assert square.second - square.first == 8


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("聚聚焦焦主主责责主主业业开展监督", "聚焦主责主业开展监督"),
        ("全年聚焦聚焦主责主责主业主业开展监督", "全年聚焦主责主业开展监督"),
        ("办得明明白白清清楚楚", "办得明明白白清清楚楚"),
        ("投资310亿元、60亿元、60亿元、55亿元", "投资310亿元、60亿元、60亿元、55亿元"),
    ],
)
def test_interleaved(text, clean):
    for start, end in sorted(interleaved(text), reverse=True):
        text = text[:start] + text[end:]
    assert text == clean


@pytest.mark.parametrize("unit", ["中", "中国", "一二三四五六七八九十"])
def test_periods_take_linear_work(unit):
    assert_linear(lambda text: (find(text), squares(text), list(interleaved(text))), unit, 100_000)

"""Years that are only compared with, and figures from which a change starts: neither is what the text tells of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

A_YEAR = r"(?:上年|去年|前年|今年|上一年|(?:19|20)\d\d年?)(?:同期|末|年?底)?"
# 比2017年, 分别比上年和2017年, 高于全国2020年; not 占比 or 同比
COMPARED = re.compile(
    rf"(?:[比较同与从由为是]|相当于|基础上|[高低好快慢大小多少]于)(?:{A_YEAR}(?:、|和|与|及|以及))*\s?$"
    r"|(?<![占同环之对可])比(?![重例率较值分])[^，。；：\d]{1,8}$"
)
CHINESE_YEAR = re.compile(r"([一二][九〇零○][〇零○一二三四五六七八九]{2})年")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
REACH = 48  # characters before a figure in which a change says where it starts
# 由2000亿元增加到3000亿元, 分别由4元、3元增加到6元、5元: the first figures are of another time than the last.
ORIGIN = re.compile(
    r"(?:[由从]|(?<!各)自)(?P<told>(?P<year>(?:19|20)\d\d)年?(?:年?[末底])?的?|(?P<last>[上去]年)(?:同期|年?[末底])?的?)?"
    r"[^，。；：到至]{0,36}$"
)
CHANGES = (
    "增加|增长|提高|提升|上升|跃升|跃|升|增|扩大|扩|下降|降低|降|减少|减|缩短|压缩|压减|调整|变|发展|优化|改善|回落"
)
# the second form: 分别由4元、3元，提高到6元、5元
NUMERAL = r"[\d半零一二两三四五六七八九十百]"
RISE = re.compile(
    rf"(?:[、和与及:：∶][^，。；、到至]{{0,16}})*[^，。；\d]{{0,8}}?(?:{CHANGES})?了?[到至为][^，。；\d]{{0,8}}{NUMERAL}"
    rf"|(?:[、和][^，。；、]{{1,16}})*，(?:{CHANGES})了?[到至为]?[^，。；\d]{{0,8}}{NUMERAL}"
)
CHANGED = re.compile(CHANGES)
BESIDE = re.compile(
    r"[比较于](?:(?P<year>(?:19|20)\d\d)年|(?P<last>[上去]年))(?:同期|[末底])?的?$"
)  # 比上年的60.7%提高


# 分别比上年和2017年增长9.1%和77.3%: one thing, beside several years
EACH = re.compile(rf"分别[比较]同?(?P<years>{A_YEAR}(?:(?:、|和|与|及){A_YEAR})+)[^，。；\d]{{0,12}}")


class Base(NamedTuple):
    """Of when the level is from which a change starts: a year, the one before that of the change, or nobody says."""

    year: int | None
    before: bool


@lru_cache(64)
def in_digits(text: str) -> str:
    """The text, as long as it is, with years in digits: 一九八五年 → 1985年."""
    return CHINESE_YEAR.sub(lambda m: m.group(1).translate(DIGITS) + "年", text)


def compared_years(text: str, start: int) -> list[str]:
    """The years beside which the figures of a list stand, in order, where one of them is at ``start``: 上年, 2017年."""
    low = max(0, start - REACH)
    begin = max(low - 1, *(text.rfind(mark, low, start) for mark in "，。；：！？")) + 1
    found = EACH.search(text, begin, start + 1)
    return re.split("、|和|与|及", found["years"]) if found else []


def is_compared(text: str, at: int) -> bool:
    """Whether the year at ``at`` is one that a figure is compared with: 比2017年增长."""
    low = max(0, at - REACH)
    begin = max(low - 1, *(text.rfind(mark, low, at) for mark in "，。；：！？（")) + 1
    return COMPARED.search(text, begin, at) is not None


def base(text: str, start: int, end: int) -> Base | None:
    """What is told of the figure at ``start``–``end`` where a change starts from it; None where none does."""
    m = BESIDE.search(text, max(0, start - REACH), start)
    if m and text[start - 1] != "的" and not CHANGED.match(text, end):  # 高于2023年12个百分点
        return None
    if not m:
        m = ORIGIN.search(text, max(0, start - REACH), start)
        if not m or not RISE.match(text, end, end + REACH + 12):
            return None
    return Base(int(m["year"]) if m["year"] else None, bool(m["last"]))

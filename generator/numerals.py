"""Numerals as Chinese texts write them, in words, in figures, or in both: 一百零三, 二〇二四, 3万4000, 1亿3千多万."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"": 1, "十": 10, "百": 100, "千": 1000}
LARGE = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
MULTIPLIERS = {a + b: SMALL[a] * LARGE[b] for a in SMALL for b in LARGE if a + b not in ("", "十")}
MINUS_MARKS = "-－−—–负零下"
"""What stands for a minus in front of a number."""

FIGURES = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+|\. \d+(?=\s?%)|·\d+)?)"
"""A number in figures as bulletins print it: 1,350.5, 12. 5%, 12·5."""

_PART = re.compile(
    rf"(?P<zero>[零〇]?)(?P<digits>{FIGURES}|[一二三四五六七八九两]|(?=十))(?:\s(?=[余多来几十百千万亿]))?"
    r"(?P<about>[余多来几]?)(?P<small>(?:十|百(?!分)|千(?![米瓦伏克卡]))?)"
    r"(?P<point>(?:(?<=[一二三四五六七八九十百千])点[零〇一二三四五六七八九]+)?)"
    r"(?P<more>[余多来几]?)(?P<large>(?:万亿|万|亿)?)(?P<most>[余多]?)(?P<larger>(?:(?<=万[余多])亿)?)"
)
"""A digit with its place, and what says that it is more: 3千多万, 一百, 十一点八万."""
CODE = re.compile(r"(?:\d[,，]?){21,}")
"""A row of more digits than 万亿 of 万亿 has is the number of something and counts nothing."""
_IN_WORDS = re.compile("[零〇一二三四五六七八九两十百万亿]|千(?![米瓦伏克卡])")
_DATE = re.compile(r"\d+\s?[年月日号]")


class Numeral(NamedTuple):
    """``text[start:end]`` is a numeral of ``value``; ``over`` where 余 or 多 in it or behind it says that it is more.

    ``digits`` is the end of its digits where one scale is all that stands behind them (8300 in 8300万, 三百 in
    三百万), else ``end``. ``scale`` is what they are multiplied by, 0 where several are combined as in 3万4000.
    """

    start: int
    end: int
    digits: int
    value: Decimal
    scale: int
    over: bool


def count(words: str) -> int:
    """一百零三 → 103, 十二 → 12. The numeral must be well-formed and below 10,000."""
    total = digit = 0
    for c in words:
        if c in SMALL:
            total += (digit or 1) * SMALL[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def in_figures(words: str) -> str:
    """二〇二四年 → 2024年, digit by digit; other characters stay."""
    return "".join(str(DIGITS.get(c, c)) for c in words)


def read(text: str, at: int) -> Numeral | None:
    """The numeral that begins at ``at``; None where none does, a code, or one in words that is not well-formed.

    It is a row of digits with places, each lower than the one before: 3万4000, 1亿3千多万, 两万五千, 一万零一十二.
    A single figure behind a place counts the next one below, as it is spoken: 3万5 is 35,000.
    """
    if CODE.match(text, at):
        return None
    words = not text[at].isdecimal()
    total, section = Decimal(0), Decimal(0)
    place, ceiling = 0, 0  # what the next digit must stay below, and what it must with the 万 or 亿 behind it
    end, digits, scale, over = at, at, 1, False
    while not over and (total + section) % 1 == 0 and (m := _PART.match(text, end)):
        number, small = _number(m), SMALL[m["small"]]
        large = LARGE[m["large"]] * (LARGE["亿"] if m["larger"] else 1)
        if place:
            if small == large == 1 and not m["zero"] and len(m["digits"]) == 1 and place > SMALL["十"]:
                if not m["digits"].isdecimal():  # 奖励100万一户
                    break
                number *= Decimal(place) / SMALL["十"]
            if number * small >= place or (ceiling == large and large > 1) or large > ceiling > LARGE["万"]:
                break
            skipped = words and not section and small < SMALL["百"] and not m["zero"]  # 一百亿九十一 lacks its 零
            if skipped or _DATE.match(text, m.start("digits")):
                break
        simple = not (ceiling if words else place)
        section += number * small + Decimal(f"0.{in_figures(m['point'][1:])}")
        over, end = bool(m["about"] or m["more"] or m["most"]), m.end()
        digits = end if not simple else m.end("point") if words else m.end("digits")
        scale = 0 if not simple else large if words else small * large
        place = small
        if large > 1:
            raised = large > ceiling > 0  # 1万5千亿
            total = (total + section) * large if raised else total + section * large
            section, place, ceiling = Decimal(0), large, max(large, ceiling)
        if place == 1:
            break
    if end == at or (words and _IN_WORDS.match(text, end)):
        return None
    return Numeral(at, end, digits, total + section, scale, over)


def _number(m: re.Match[str]) -> Decimal:
    written = m["digits"]
    if not written:  # 十二
        return Decimal(1)
    if written in DIGITS:
        return Decimal(DIGITS[written])
    return Decimal(re.sub(r"[,，\s]", "", written).replace("·", "."))

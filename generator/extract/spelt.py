"""Numbers in Chinese numerals: counts (一百二十场, 百余名), tenths (三成, 八折), fractions (三分之二, 百分之五).

Few of them are figures: 两个维护 and 三级 are names, 一批 is no number. So only well-formed numerals count, with units
of a list (``extract-spelt``), and outside quotation marks.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.lexicons import groups

DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
ROUND = {"百": 100, "千": 1000, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
SCALE = {"": 1, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}

D = "[一二三四五六七八九两]"
TENS = f"{D}?十{D}?"  # 十二, 三十, 五十六
HUNDREDS = f"{D}百(?:零{D}|{D}十{D}?)?"  # 两百, 一百零五, 三百二十
THOUSANDS = f"{D}千(?:零(?:{TENS}|{D})|{HUNDREDS})?"  # 三千, 一千零八, 两千四百
WHOLE = f"(?:{THOUSANDS}|{HUNDREDS}|{TENS}|{D})"
ALONE = "(?<![第每各前后同逐数几点分之一二三四五六七八九十百千万亿两零〇几\\d.%])"
POINT = "(?:点[〇零一二三四五六七八九]+)?"
BEGINS = "[一二三四五六七八九两十百千万亿上近约超逾突]"  # how every count begins: looked at first
AFTER = "以上|以下|以内|左右|多|余"
TENTH = re.compile(
    rf"{ALONE}(?P<num>[一两二三四五六七八九\d])(?P<unit>成|折)(?:(?P<post>以上|以下|左右|多|半)|(?=[，。；、）的]|$|优惠))"
)
TENTH_TOLD = re.compile(
    r"(?:[占达超近约过有降升减增为]|减少|降低|增加|提高|提升|上升|缩短|压减|压缩|节约|超过|不到|不足|至少|享受|低至)$"
)
PARTS = re.compile(
    rf"{ALONE}(?P<whole>百|千|{TENS}|{D})分之(?P<num>{WHOLE}{POINT}|[〇零]点[〇零一二三四五六七八九]+|百)"
    rf"(?![一二三四五六七八九十百])(?P<post>{AFTER})?"
)


class Spelt(NamedTuple):
    """A number in words: ``number``–``number_end`` its characters, ``end`` behind its unit; ``after``: how exact."""

    number: int
    number_end: int
    end: int
    value: str
    unit: str
    after: str


def value(written: str) -> int:
    """一百二十 as 120. The numerals must be well-formed."""
    total, digit = 0, 0
    for c in written:
        if c in PLACES:
            total += (digit or 1) * PLACES[c]
            digit = 0
        else:
            digit = DIGITS[c]
    return total + digit


def decimal(written: str) -> Decimal:
    """十一点八 as 11.8."""
    whole, _, decimals = written.partition("点")
    return Decimal(f"{value(whole)}.{''.join(str(DIGITS[c]) for c in decimals)}" if decimals else value(whole))


@cache
def _units(group: str) -> str:
    return "|".join(sorted(map(re.escape, groups("extract-spelt")[group]), key=lambda u: (-len(u), u)))


@cache
def _counted() -> re.Pattern[str]:
    session = "|".join(map(re.escape, groups("extract-spelt")["session"]))
    scale = "万亿|[百千]?亿|[百千]?万"
    return re.compile(
        rf"(?={BEGINS}){ALONE}(?:(?P<num>{WHOLE}{POINT})(?![一二三四五六七八九十百千零〇])(?P<more>[余多来])?(?P<mul>{scale})?"
        rf"(?P<more2>[余多])?|(?P<pre>上|近|约|超|逾|超过|突破)?(?P<round>十万|[百千]?万|[百千万]?亿|百|千)(?P<more3>[余多])?)"
        rf"(?P<unit>{_units('many')})(?![”级]|(?<=[次个])(?:{session}))(?P<after>以上|以下|以内|左右)?"
    )


VALUE = re.compile("[，。；、）]|$|大关|的(?!企业|项目)")  # 产值突破千亿元，; but 超百亿元项目 names a class
HINT = re.compile("[十百千万亿成折两二三四五六七八九分]")


def spelt(text: str) -> list[Spelt]:
    """The numbers in words of a text that count, measure or share something, in order."""
    found = [s for m in PARTS.finditer(text) if (s := _parts(m))] if "分之" in text else []
    if "成" in text or "折" in text:
        found += [_tenth(m) for m in TENTH.finditer(text) if _is_tenth(text, m)]
    found += [s for m in _counted().finditer(text) if (s := _count(m))]
    return sorted(found)


def _parts(m: re.Match[str]) -> Spelt | None:
    whole, part = m.group("whole"), m.group("num")
    after = m.group("post") or ""
    if whole in ("百", "千"):
        shown = Decimal(100) if part == "百" else decimal(part)
        return Spelt(*m.span("num"), m.end(), _shown(shown), "%" if whole == "百" else "‰", after)
    below = value(whole)
    if part == "百" or "点" in part or not 1 < below <= 100 or not 0 < value(part) < below:
        return None
    share = (Decimal(value(part)) / below).quantize(Decimal("0.0001"))
    return Spelt(m.start("whole"), m.end("num"), m.end(), _shown(share), "", after)


def _is_tenth(text: str, m: re.Match[str]) -> bool:
    """超三成, 七成以上; 八成 alone may be a word."""
    return bool(m.group("post") or TENTH_TOLD.search(text, max(0, m.start() - 2), m.start()))


def _tenth(m: re.Match[str]) -> Spelt:
    written, post = m.group("num"), m.group("post") or ""
    tenths = Decimal(DIGITS.get(written, 0) or written) + (Decimal("0.5") if post == "半" else 0)
    return Spelt(*m.span("num"), m.end(), _shown(tenths), m.group("unit"), "" if post == "半" else post)


def _count(m: re.Match[str]) -> Spelt | None:
    unit, after = m.group("unit"), m.group("after") or ""
    if rounded := m.group("round"):
        if not (m.group("pre") or m.group("more3")) or (unit.endswith("元") and not VALUE.match(m.string, m.end())):
            return None
        more = "多" if m.group("more3") or m.group("pre") == "上" else after
        start, size = m.start("round"), SCALE.get(rounded) or ROUND[rounded]
        return Spelt(start, start + len(rounded), m.end(), str(size), unit, more)
    written, scale = m.group("num"), m.group("mul") or ""
    small = "十" not in written and "百" not in written and "千" not in written
    few = (small or written == "十") and not (scale or m.group("more"))
    if few and (unit not in groups("extract-spelt")["few"] or written in ("一", "二")):
        return None
    more = "多" if m.group("more") or m.group("more2") else after
    return Spelt(*m.span("num"), m.end(), _shown(decimal(written) * SCALE[scale]), unit, more)


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f")

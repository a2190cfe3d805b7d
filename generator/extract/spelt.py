"""Numbers in Chinese numerals: counts (一百二十场, 百余名), tenths (三成, 八折), fractions (三分之二, 百分之五).

Few of them are figures: 两个维护 and 三级 are names, 一批 is no number. So only well-formed numerals count, with units
of a list (``extract-spelt``), and outside quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from generator.extract.units import unit_pattern
from generator.lexicons import groups
from generator.numerals import DIGITS, MULTIPLIERS, SMALL, count, in_figures, read

D = "[一二三四五六七八九两]"
TENS = f"{D}?十{D}?"  # 十二, 三十, 五十六
HUNDREDS = f"{D}百(?:零{D}|{D}十{D}?)?"  # 两百, 一百零五, 三百二十
THOUSANDS = f"{D}千(?:零(?:{TENS}|{D})|{HUNDREDS})?"  # 三千, 一千零八, 两千四百
WHOLE = f"(?:{THOUSANDS}|{HUNDREDS}|{TENS}|{D})"
ALONE = "(?<![第每各前后同逐数几点分之一二三四五六七八九十百千万亿两零〇几\\d.%])"
POINT = "(?:点[〇零一二三四五六七八九]+)?"
COUNT = re.compile(f"{ALONE}[一二三四五六七八九两十]")
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


def decimal(written: str) -> Decimal:
    """十一点八 as 11.8."""
    whole, _, decimals = written.partition("点")
    return Decimal(f"{count(whole)}.{in_figures(decimals)}" if decimals else count(whole))


@cache
def _unit() -> re.Pattern[str]:
    """The unit behind a numeral, with what says how exact it is."""
    session = "|".join(map(re.escape, groups("extract-spelt")["session"]))
    units = unit_pattern(frozenset(groups("extract-spelt")["many"]))
    return re.compile(rf"(?P<unit>{units})(?![”级]|(?<=[次个])(?:{session}))(?P<after>以上|以下|以内|左右)?")


VALUE = re.compile("[，。；、）]|$|大关|的(?!企业|项目)")  # 产值突破千亿元，; but 超百亿元项目 names a class
HINT = re.compile("[十百千万亿成折两二三四五六七八九分]")


def spelt(text: str) -> list[Spelt]:
    """The numbers in words of a text that count, measure or share something, in order."""
    found = [s for m in PARTS.finditer(text) if (s := _parts(m))] if "分之" in text else []
    if "成" in text or "折" in text:
        found += [_tenth(m) for m in TENTH.finditer(text) if _is_tenth(text, m)]
    found += _counts(text)
    found += [s for m in _rounded().finditer(text) if (s := _round(m))]
    return sorted(found)


def _parts(m: re.Match[str]) -> Spelt | None:
    whole, part = m.group("whole"), m.group("num")
    after = m.group("post") or ""
    if whole in ("百", "千"):
        shown = Decimal(100) if part == "百" else decimal(part)
        return Spelt(*m.span("num"), m.end(), _shown(shown), "%" if whole == "百" else "‰", after)
    below = count(whole)
    if part == "百" or "点" in part or not 1 < below <= 100 or not 0 < count(part) < below:
        return None
    share = (Decimal(count(part)) / below).quantize(Decimal("0.0001"))
    return Spelt(m.start("whole"), m.end("num"), m.end(), _shown(share), "", after)


def _is_tenth(text: str, m: re.Match[str]) -> bool:
    """超三成, 七成以上; 八成 alone may be a word."""
    return bool(m.group("post") or TENTH_TOLD.search(text, max(0, m.start() - 2), m.start()))


def _tenth(m: re.Match[str]) -> Spelt:
    written, post = m.group("num"), m.group("post") or ""
    tenths = Decimal(DIGITS.get(written, 0) or written) + (Decimal("0.5") if post == "半" else 0)
    return Spelt(*m.span("num"), m.end(), _shown(tenths), m.group("unit"), "" if post == "半" else post)


def _counts(text: str) -> Iterator[Spelt]:
    """一百二十场, 两万五千人次, 二十余名; few things only with a unit that nearly always counts."""
    end = 0
    for m in COUNT.finditer(text):
        n = read(text, m.start()) if m.start() >= end else None
        unit = _unit().match(text, n.end) if n else None
        if n is None or unit is None:
            continue
        few = n.value <= SMALL["十"] and n.scale == 1 and not n.over
        if few and (unit["unit"] not in groups("extract-spelt")["few"] or text[n.start : n.end] in ("一", "二")):
            continue
        end = unit.end()
        after = "多" if n.over else unit["after"] or ""
        yield Spelt(n.start, n.digits, end, _shown(n.value), unit["unit"], after)


@cache
def _rounded() -> re.Pattern[str]:
    rounded = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
    return re.compile(
        rf"{ALONE}(?P<pre>上|近|约|超|逾|超过|突破)?(?P<round>{rounded})(?P<more>[余多])?(?={_unit().pattern})"
    )


def _round(m: re.Match[str]) -> Spelt | None:
    """百余名, 上千人次, 超亿元."""
    unit = _unit().match(m.string, m.end())
    assert unit, "the pattern looks ahead for one"
    if not (m["pre"] or m["more"]) or (unit["unit"].endswith("元") and not VALUE.match(m.string, unit.end())):
        return None
    more = "多" if m["more"] or m["pre"] == "上" else unit["after"] or ""
    return Spelt(*m.span("round"), unit.end(), str(MULTIPLIERS[m["round"]]), unit["unit"], more)


def _shown(number: Decimal) -> str:
    return format(number.normalize(), "f")

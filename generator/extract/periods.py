"""For when a figure is meant, as its clause and its place in the report say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from generator.extract.compared import Base, is_compared
from generator.extract.outlook import Setting
from generator.extract.parts import Part, is_whole, part_in_force
from generator.extract.spans import Span, averaged, in_force

DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?(?!的?基础|基数|价格|不变价|以?前)")
RELATIVE = re.compile(r"(今年|去年|明年|当年)(?P<same>同期)?")
ALSO = re.compile(r"的?[\d.:：∶、和%％]*")  # between a year and the second of its values: 2000年的17.0:43.3
MULTIPLE = tuple("是为比于")  # 是1997年的2.7倍


BETWEEN = re.compile(
    r"[从由自]((?:19|20)\d\d)年?末?的?[^。；，]{1,36}?[到至]((?:19|20)\d\d)年?末?的?[^。；，]{1,24}，[^。；，]*$"
)


class Period(NamedTuple):
    """A year, a date, a part of a year or several years, and whether the text near the figure states it."""

    text: str
    stated: bool

    @property
    def ends(self) -> int:
        """Its last year, 0 where there is none."""
        return int(self.text.rpartition("/")[2][:4] or 0)


def period(
    place: Setting,
    text: str,
    begin: int,
    at: int,
    *,
    aimed: bool,
    mean: bool,
    whole: Callable[[], bool],
) -> Period:
    """The years spoken of, or the last year named in the sentence before a figure, else that of section or report.

    The sentence begins at ``begin``, the figure at ``at``; ``aimed`` where it is a target, ``mean`` where it is an
    average of years, ``whole()`` tells whether a figure of several years is of all of them or of their end.
    """
    own = place.calendar.own
    span, said = in_force(text, at, own, place.span, ahead=place.ahead)
    if mean and (between := _between(text, begin, at)):
        return Period(between.text, True)
    if mean and span is None:  # 五年来…，2022年达到80万亿元，年均增长7%
        span, said = averaged(text, at, own, place.span), at
    part = part_in_force(text, begin, at)
    if part and aimed and part.first == part.last:  # 10月底前完成: of the year, by that month
        part = None
    if not part and not aimed and not is_whole(text, begin, at):
        part = place.part
    found = _date(text, begin, at, span, said)
    if found and not (span and said > found.start()):
        return _stated(found, part)
    year = _relative(place, text, begin, at, after=said if span else -1, aimed=aimed)
    if year:
        return Period(part.of(year) if part else str(year), True)
    if part and own:
        return Period(part.of(place.year or own), True)
    if span:
        return _of_span(span, own, aimed=aimed, whole=mean or whole())
    year = place.year or (None if place.ahead else own)
    return Period(str(year) if year else "", bool(place.year))


def base_period(told: Base, after: Period, place: Setting, text: str, start: int) -> Period:
    """The year of a level from which a change starts, where the text tells it; ``after`` is that of the change."""
    if told.year:
        return Period(str(told.year), True)
    if told.before and after.ends and "/" not in after.text:
        return Period(str(after.ends - 1), True)
    span, _ = in_force(text, start, place.calendar.own, place.span, ahead=place.ahead)
    return Period(str(span.first - 1), False) if span else Period("", False)


def _date(text: str, begin: int, at: int, span: Span | None, said: int) -> re.Match[str] | None:
    """The last year or date in front of the figure that it is not only compared with, nor since which it counts."""
    found = None
    for m in DATE.finditer(text, begin, at):
        if span and said <= m.start() < said + len(m.group()) + 8:  # 2018年以来
            continue
        multiple = text[m.start() - 1 : m.start()] in MULTIPLE
        if text[m.end() : m.end() + 1] == "的" and not multiple and ALSO.fullmatch(text, m.end(), at):  # 2006年的18亿元
            return m
        if not is_compared(text, m.start()):
            found = m
    return found


def _between(text: str, begin: int, at: int) -> Span | None:
    """The years of an average change, from one level to another: 由2020年的81%提高到2025年的97%，年均提高3个百分点."""
    m = BETWEEN.search(text, begin, at)
    return Span(int(m[1]) + 1, int(m[2])) if m and int(m[1]) < int(m[2]) else None


def _stated(found: re.Match[str], part: Part | None) -> Period:
    """A date as ISO 8601 writes it, or the part of its year that is told behind it."""
    if part and part.start >= found.start():
        return Period(part.of(found.group(1)), True)
    return Period("-".join([found.group(1), *(f"{int(x):02d}" for x in found.groups()[1:] if x)]), True)


def _relative(place: Setting, text: str, begin: int, at: int, *, after: int, aimed: bool) -> int | None:
    """The year of the last 今年, 去年, 明年, 当年 behind ``after``."""
    own, now, last = place.calendar
    words = [m for m in RELATIVE.finditer(text, begin, at) if m.start() >= after and not is_compared(text, m.start())]
    if not words or not own or not now or not last:
        return None
    word = words[-1].group(1)
    if words[-1]["same"]:  # 去年同期: of the year before the one that is told of
        return (place.year or own) - (word == "去年")
    if word == "今年" and place.ahead and place.year and last != own:
        return place.year
    if word == "今年" and last == own and (place.ahead or aimed):
        return (place.year if place.ahead else None) or own + 1
    if word == "当年":
        return (place.year if place.ahead else None) or own
    return {"明年": (own if last == own else now) + 1, "今年": now, "去年": last}[word]


def _of_span(span: Span, own: int | None, *, aimed: bool, whole: bool) -> Period:
    """All the years of a stretch, or its last one."""
    if own and not aimed and span.first <= own < span.last:  # “十四五”时期, told before it is over
        span = Span(span.first, own)
    if whole and span.first < span.last:
        return Period(span.text, True)
    return Period(str(span.last), True)

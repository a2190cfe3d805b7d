"""For when a figure is meant, and as what: achieved, aimed at, planned, or a mean over years.

Both come from what stands near the figure, else from the section (2026年工作安排 looks ahead), else from the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.lexicons import groups
from generator.model import Passage, Report, Section, Status

QUOTED = 120  # characters on each side of a figure in which a word says what it stands for
OPENING = 40  # characters of a paragraph in which it says that it looks ahead
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d|来|以来|代|版|第?[一二三四五六七八九十百]+届)")
CHINESE_YEAR = re.compile(r"([一二][九〇零○][〇零○一二三四五六七八九]{2})年")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?(?!的?基础|基数|价格|不变价)")
TOLD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])(?!\d))")
LAST_YEAR = re.compile(r"(?<![比较])去年(?!同期)")
# 将 before one of these speaks of the time to come: 将完成, but not 将标准提高到
COMING = (
    "完成|达到?|建成|实现|新[增建设]|投[入资产]|开[展工设]|推出|组织|启动|举[办行]|超过|突破|力争|继续|全面|于|在|会"
)
PLANNED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff])|(?<=[年月内市县区省州们还]))计划(?!生育|单列)|拟(?!合)|预计|明年|将(?={COMING})"
)
ESTIMATE = re.compile(r"预计")  # in a review written before the year ends this is what was achieved
COMPARED = re.compile(r"[比较同与从由为是]\s?$|相当于$|基础上$")
RELATIVE = re.compile(r"(?<![比较是为])(今年|去年|明年|当年)(?!同期)")
LEVEL = re.compile(r"达到?|增长|以上|控制在|左右")
AHEAD_TEXT = re.compile(
    r"^[^，。：]{0,12}?(?:今年|(?:19|20)\d\d年|新的一年)[^，。；]{0,16}(?:目标|任务|思路|安排|要求|重点)[^，。；]{0,6}[是为：，]"
)


class Calendar(NamedTuple):
    """What the words of time mean in a report: the year that it is about, 今年 and 去年."""

    own: int | None
    now: int | None
    last: int | None


class Setting(NamedTuple):
    """What the place in the report says of its figures: the year of its section, whether it looks ahead or back."""

    calendar: Calendar
    year: int | None = None
    ahead: bool = False
    review: bool = False


class Period(NamedTuple):
    """A year or date, and whether the text near the figure states it."""

    text: str
    stated: bool


@cache
def any_of(group: str) -> re.Pattern[str]:
    """A pattern for the entries of a group of the context lexicon."""
    entries = sorted((e.split("\t")[0] for e in groups("extract-context")[group]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, entries)))


def calendar(report: Report) -> Calendar:
    """A report on a year calls it 去年 or 今年; news of a day say 今年 of the year of their date."""
    if report.year is not None:
        now = report.year + any(LAST_YEAR.search(p.text) is not None for p in report.paragraphs)
        return Calendar(report.year, now, report.year)
    told = TOLD.search(report.title.text) if report.title else None
    told = told or TOLD.search(report.published or "")
    year = int(told.group(1)) if told else None
    return Calendar(year, year, year and year - 1)


def settings(report: Report) -> Iterator[tuple[Passage, Setting]]:
    """Every paragraph with its setting, in order."""
    dates = calendar(report)
    place = Setting(dates)
    heads = [_setting(s, dates) for s in report.sections]
    headed = any(h.ahead for h in heads)
    # 一、2024年工作回顾 · 二、推进改革: what follows a review looks ahead, though no heading says so
    follows = not headed and bool(report.title and "工作报告" in report.title.text)
    turned = False
    for section, here in zip(report.sections, heads, strict=True):
        if here.year or section.level <= 1:
            turned = turned or (follows and place.review and bool(section.heading))
            ahead = turned and not here.review
            place = here._replace(ahead=True, year=here.year or (dates.own and dates.own + 1)) if ahead else here
        for passage in section.paragraphs:
            if not headed and not turned and not place.ahead and AHEAD_TEXT.match(passage.text, 0, OPENING):
                place = place._replace(ahead=True, year=dates.own and dates.own + 1, review=False)
            yield passage, place


def _setting(section: Section, dates: Calendar) -> Setting:
    """The year and outlook that a heading sets: 2026年主要工作思路 → 2026, ahead."""
    heading = section.heading.text if section.heading else ""
    heading = CHINESE_YEAR.sub(lambda m: m.group(1).translate(DIGITS) + "年", heading)
    years = [int(y) for y in YEAR.findall(heading)]
    review = any_of("review").search(heading) is not None
    ahead = not review and any_of("ahead").search(heading) is not None
    if years:
        later = bool(dates.own and years[-1] > dates.own)
        return Setting(dates, years[-1], ahead or (later and not review), review)
    return Setting(dates, dates.own + 1 if ahead and dates.own else None, ahead, review)


def period(place: Setting, text: str, begin: int, at: int, *, aimed: bool) -> Period:
    """The last year named in the sentence before a figure, else that of the section, else of the report.

    The sentence begins at ``begin``, the figure at ``at``; ``aimed`` where it is a target.
    """
    found = None
    for m in DATE.finditer(text, begin, at):
        if at - m.end() <= 2 and text[m.end() : m.end() + 1] in "的":  # 2006年的18亿元增加到…
            found = m
            break
        if not COMPARED.search(text[max(begin, m.start() - 3) : m.start()]):
            found = m
    if found:
        parts = [found.group(1), *(f"{int(x):02d}" for x in found.groups()[1:] if x)]
        return Period("-".join(parts), True)
    own, now, last = place.calendar
    relative = [m.group(1) for m in RELATIVE.finditer(text, begin, at)]
    if relative and own and last and now:
        word = relative[-1]
        if word == "明年":
            return Period(str(own + 1), True)
        if word == "今年" and last == own and (place.ahead or aimed):
            return Period(str((place.ahead and place.year) or own + 1), True)
        if word in ("今年", "去年"):
            return Period(str(now if word == "今年" else last), True)
        if word == "当年":
            return Period(str(own), True)
    year = place.year or own
    return Period(str(year) if year else "", bool(place.year))


def status(
    place: Setting, text: str, begin: int, clause: tuple[int, int], start: int, end: int, *, rate: bool
) -> Status:
    """Whether a figure at ``start``–``end`` of a clause tells what was achieved, or what is meant to be."""
    low = max(clause[0], start - QUOTED)
    whole = text[low : min(clause[1], end + QUOTED)]
    before = text[low:start]
    if any_of("average").search(before):
        return "average"
    if any_of("target").search(text, begin, start):
        return "target"
    if not place.ahead and any_of("plan").search(before) and (m := PLANNED.search(whole)):
        return "achieved" if place.review and ESTIMATE.fullmatch(m.group()) else "plan"
    if place.ahead:
        if _past(place, text, begin, start):
            return "achieved"
        return "target" if rate or LEVEL.search(whole) else "plan"
    return "achieved"


def _past(place: Setting, text: str, begin: int, start: int) -> bool:
    """Whether the sentence tells of a year that is over, though its section looks ahead."""
    own = place.calendar.own
    years = [
        m for m in DATE.finditer(text, begin, start) if not COMPARED.search(text[max(begin, m.start() - 3) : m.start()])
    ]
    return bool(years and own and int(years[-1].group(1)) <= own)

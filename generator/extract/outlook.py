"""What the headings of a report say of the time that their sections are about.

A main heading sets year and outlook: 二、2026年工作安排 looks ahead to 2026. A heading below narrows them for its own
section if it opens with a time, and its setting ends with it. Words of planning in it say nothing: 代表建议 and
目标任务 may be what was done. A main heading that names no time goes with those around it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from generator.extract.calendar import Calendar, is_work_report
from generator.extract.compared import in_digits
from generator.extract.parts import Part, part_named
from generator.extract.spans import Span, marks
from generator.lexicons import groups
from generator.model import Report, Section

YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d|来|以来|代|版|远景|第?[一二三四五六七八九十百]+届)")
DAY = re.compile(r"(?:19|20)\d\d年[\d一二三四五六七八九十]{1,3}月")  # 二〇〇三年一月十日 says when it was given
NUMBERING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:部分)?[、，．.:：\s]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.])\s*"
)
DONE = re.compile(  # “十五”目标全面实现, but not 努力完成2006年各项任务
    r"(?:^|，)(?![^，]*(?:努力|确保|力争|争取|奋力|为))[^，]*"
    r"(?:(?:圆满|胜利|顺利|全面|超额)完成|(?:目标|任务|计划)[^，。]{0,8}(?:完成|实现))"
)
LATER_HALF = "下半年"  # of the year that the report itself is about
YEAR_PLAN = re.compile(  # believed in news, too, and in a title
    r"(?<!\d)((?:19|20)\d\d)年?[^，。；：]{0,10}(?:安排|打算|思路|设想|工作计划|工作要点)$"
)
NOTES = re.compile(r"名词|术语|注释|注解|释义|解读")


class Setting(NamedTuple):
    """What the place in the report says of its figures: the year of its section, whether it looks ahead or back.

    ``span`` where it tells of several years together, ``part`` where of the first months of its year alone.
    """

    calendar: Calendar
    year: int | None = None
    ahead: bool = False
    review: bool = False
    span: Span | None = None
    part: Part | None = None

    @property
    def past(self) -> bool:
        """Whether it tells of what is over: a heading says so, or names a year or years that are."""
        own = self.calendar.own
        last = self.span.last if self.span else self.year
        return not self.ahead and (self.review or bool(last and own and last <= own))

    @property
    def told(self) -> bool:
        """Whether a heading says anything."""
        return bool(self.year or self.ahead or self.review or self.span)

    def turned(self) -> Setting:
        """The same place, where it turns to the time to come: the next year, in a report that looks back on its own.

        In what tells of a part of its year it is the rest of that.
        """
        year = self.calendar.following if self.calendar.last == self.calendar.own else None
        year = self.calendar.own if self.part else year
        return self._replace(ahead=True, year=year, review=False, part=None)


@cache
def any_of(group: str) -> re.Pattern[str]:
    """A pattern for the expressions of a group of the outlook lexicon."""
    return re.compile("|".join(f"(?:{e})" for e in groups("extract-outlook")[group]))


@cache
def _plan() -> re.Pattern[str]:
    """A heading that is nothing but the name of a plan."""
    of = f"(?:{any_of('of plans').pattern})"
    named = f"(?:{any_of('plan').pattern})"
    return re.compile(f"(?:{of}*{named})+")


def heading(section: Section) -> str:
    """The heading without its number, with years in digits, and without the day on which a speech was given."""
    text = NUMBERING.sub("", section.heading.text) if section.heading else ""
    return DAY.sub("", in_digits(text))


def outlooks(report: Report, dates: Calendar) -> list[Setting]:
    """The setting of each section."""
    mains = _mains(report, dates)
    found: list[Setting] = []
    whole = part_named(report.title.text) if report.title else None
    above: dict[int, Setting] = {}
    for section, main in zip(report.sections, mains, strict=True):
        level = max(1, section.level)
        above = {k: place for k, place in above.items() if k < level}
        over = above[max(above)] if above else Setting(dates)
        here = main if main is not None else _narrowed(heading(section), over)
        part = part_named(heading(section)) or over.part or whole
        above[level] = here._replace(part=None if here.ahead or here.span else part)
        found.append(above[level])
    return found


def _narrowed(text: str, over: Setting) -> Setting:
    """The setting below a sub-heading: its own where it opens with a time, else that of the heading over it."""
    dates = over.calendar
    if any_of("turn").match(text):
        return over if over.ahead else over.turned()
    begins = YEAR.match(text) or next((m for m in marks(text, dates.own) if m.span and m.start <= 1), None)
    if not begins:
        return over
    here = _said(text, dates, listen=False)
    if over.ahead and here.span and dates.own and here.span.last > dates.own:
        return here._replace(ahead=True, review=False)
    return here._replace(review=here.review or (over.review and not here.ahead))


def _mains(report: Report, dates: Calendar) -> list[Setting | None]:
    """The settings of the main sections, None for those below.

    A work report looks back first, then ahead to its end, though not every heading says so:
    一、2024年工作回顾 · 二、2025年工作安排 · 三、加强自身建设. What stands before the first
    that looks ahead looks back.
    """
    work = is_work_report(report)
    top = _main_level(report, dates)
    said: list[Setting | None] = []
    turned = False
    for s in report.sections:
        here = _said(heading(s), dates, listen=report.year is not None, turned=turned) if s.level <= top else None
        turned = turned or bool(here and here.ahead)
        said.append(here)
    if not work:
        return said
    place = Setting(dates)
    to_come = turned
    for n, (section, here) in enumerate(zip(report.sections, said, strict=True)):
        if here is None:
            continue
        if not here.told and section.heading and not NOTES.search(section.heading.text):
            if place.ahead or (place.review and not turned):
                here = here.turned()
            elif to_come:
                here = here._replace(review=True)
        to_come = to_come and not here.ahead
        said[n] = place = here
    return said


def _main_level(report: Report, dates: Calendar) -> int:
    """The level of the main headings: the first with text below them, or with one that tells of time.

    Above them may stand a line that is no more than a name.
    """
    listen = report.year is not None
    for level in (1, 2):
        headed = [s for s in report.sections if s.level == level and s.heading]
        if any(s.paragraphs or _said(heading(s), dates, listen=listen).told for s in headed):
            return level
    return 1


def _said(text: str, dates: Calendar, *, listen: bool, turned: bool = False) -> Setting:
    """What a heading says itself: 2026年主要工作思路 → 2026, ahead.

    Without ``listen`` only a year does: in the headings of news, 部署 and 任务 are what happened. ``turned`` where one
    before looks ahead. A heading that names several years and a single one (2025年主要工作和“十四五”发展成就) leaves it
    to its paragraphs which they are about.
    """
    review = any_of("review").search(text) is not None
    review = review or (not turned and (any_of("result").search(text) or DONE.search(text)) is not None)
    ahead = (listen or YEAR_PLAN.search(text) is not None) and not review and _looks_ahead(text)
    found = marks(text, dates.own)
    spans = [mark for mark in found if mark.span]
    years = [int(y) for y in YEAR.findall(text)]
    if len(found) == 1 and spans and not YEAR.search(text[: found[0].start] + text[found[0].end :]):
        span = spans[0].span
        assert span is not None
        ahead = ahead or bool(dates.own and span.first > dates.own)
        return Setting(dates, None, ahead, review and not ahead, span)
    if years:
        year = years[0] if review else years[-1]
        return Setting(dates, year, ahead or bool(not review and dates.own and year > dates.own), review)
    coming = dates.own if LATER_HALF in text else dates.following
    return Setting(dates, coming if ahead else None, ahead, review)


def _looks_ahead(text: str) -> bool:
    """Whether a main heading names the time to come, or is nothing but the name of a plan."""
    bare = YEAR.sub("", text.replace(" ", ""))
    for mark in reversed(marks(bare, None)):
        bare = bare[: mark.start] + bare[mark.end :]
    return any_of("coming").search(text) is not None or _plan().fullmatch(bare) is not None

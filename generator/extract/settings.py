"""The setting of each paragraph: that of its section, and what its own opening or that of one before says of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.extract.calendar import Calendar, calendar, is_given, is_work_report
from generator.extract.outlook import YEAR_PLAN, Setting, any_of, heading, outlooks
from generator.extract.spans import CLOSE, Mark, marks
from generator.extract.text import sentence_spans
from generator.model import Passage, Report, Section

OPENING = 40  # characters of a paragraph in which it says that it looks ahead, or of which years it tells
ITEM = re.compile("[—●·]|[一二三四五六七八九十]是|（[一二三四五六七八九十]）")  # under what opened them
# The review of a work report ends with what went less well; then come the plans.
SHORTCOMINGS = re.compile(
    r"(?:存在|看到)[^。]{0,30}(?:短板|不足|问题|差距|困难)|(?:[不较][^，。；]{0,3}(?:够|强|高|足|大|深|优|严|密切)[^。]*?[；，]){2}"
)
# 现就2026年有关安排通知如下：
ANNOUNCED = re.compile(
    r"现[就将]?[^。；]{0,6}?((?:19|20)\d\d)年[^。；]{0,20}(?:计划|安排|任务|目标|打算|思路)[^。；]{0,10}如下[：:。]?$"
)
INTENDED = re.compile(r"力争|争取|计划(?!生育|单列)|新的一年|明年|下一步")
AHEAD_TEXT = re.compile(
    r"^[^，。：]{0,12}?(?:今年|(?:19|20)\d\d年|新的一年)[^，。；]{0,16}(?:目标|任务|思路|安排|要求|重点)[^，。；]{0,6}[是为：，]"
)
# 主要预期目标建议为：…; not 完成了预期目标
GOAL_TEXT = re.compile(
    r"[^。；，：]{0,24}(?<!完成)(?<!实现)(?:目标(?:任务)?(?:建议|确定|安排|初步|拟定?|暂定)*[是为：]|(?:今年|明年)[^。；，：]{0,6}计划：)"
)


def settings(report: Report) -> Iterator[tuple[Section, Setting, list[tuple[Passage, Setting]]]]:
    """Every section with its setting and that of each of its paragraphs, in order."""
    places = outlooks(report, calendar(report))
    reader = _Reader(report, places)
    for section, place in zip(report.sections, places, strict=True):
        yield section, *reader.section(section, place)


class _Reader:
    """Reads a report in order, and remembers where its text turns to the time to come and of which years it tells.

    ``headed`` where a heading looks ahead: then the text turns nowhere else. ``turned`` where it did, ``faulted`` where
    shortcomings were told, ``planned`` where the title of a plan stands (None without one), ``told`` of which years
    the opening of a paragraph or the heading speaks, ``steady`` where the heading speaks of one year alone, ``items``
    where the last opening that looked ahead may have items.
    """

    def __init__(self, report: Report, places: list[Setting]) -> None:
        self.dates = places[0].calendar if places else calendar(report)
        self.work, self.given = is_work_report(report), is_given(report)
        self.headed = any(place.ahead for place in places)
        self.turned = self.faulted = self.steady = self.items = False
        self.planned = _plan_title(report, self.dates)
        self.place: Setting | None = None
        self.told: Mark | None = None

    def section(self, section: Section, place: Setting) -> tuple[Setting, list[tuple[Passage, Setting]]]:
        """The setting of a section, and of each of its paragraphs."""
        if place is not self.place:
            text = heading(section)
            found = marks(text, self.dates.own)
            self.steady = bool(place.year and not place.span and not any(m.span for m in found))
            self.told = None if self.steady or not found else found[0]
            self.turned = self.turned and not place.told
            self.place, self.items = place, False
        placed = []
        for passage in section.paragraphs:
            if self.planned is not None and not place.told and passage.raw_span(0, 1)[0] > self.planned:
                self.turned = True
            placed.append((passage, self.paragraph(passage.text, section, place)))
            announced = ANNOUNCED.search(passage.text) or YEAR_PLAN.match(passage.text)
            self.turned = self.turned or bool(announced and int(announced.group(1)) == self.dates.following)
        return (place.turned() if self.turned else place), placed

    def paragraph(self, text: str, section: Section, place: Setting) -> Setting:
        """The setting of the next paragraph."""
        self._turn(text, section, place)
        place = place.turned() if self.turned and not place.ahead else place
        item = ITEM.match(text)
        opening = _opening(text, self.dates.own)
        if opening:
            self.told = opening
        elif self.told and self.told.span and self.steady and not item:
            self.told = None
        self.items = any_of("turn").match(text) is not None or (self.items and item is not None)
        now = _told(place.turned() if self.items and not place.ahead else place, self.told)
        if self.work and not now.ahead and not (self.headed and now.past) and GOAL_TEXT.match(text):
            return now.turned()
        return now

    def _turn(self, text: str, section: Section, place: Setting) -> None:
        """Notice where the text of a work report turns to the year to come, and no heading does.

        It says so, opens with that year, or is the first to intend something after the shortcomings. Under a heading
        that names both years (1998年回顾和1999年工作的目标) opening with the second is enough.
        """
        year = f"{self.dates.following}年"
        if not self.work or not self.dates.own or self.turned or place.ahead:
            return
        if text.startswith(year) and year in heading(section):
            self.turned = True
        if self.headed:
            return
        says = AHEAD_TEXT.match(text, 0, OPENING) or text.startswith((f"{year}，", f"{year}是"))
        self.turned = self.turned or bool(says or (self.faulted and INTENDED.search(text)))
        self.faulted = self.faulted or (self.given and SHORTCOMINGS.search(text) is not None)


def _plan_title(report: Report, dates: Calendar) -> int | None:
    """Where in the source the title stands, if it is that of a plan for the year to come: 2026年工作安排."""
    text = report.title.text if report.title else ""
    plan = YEAR_PLAN.search(text)
    if report.title is None or not plan or any_of("review").search(text) or int(plan.group(1)) != dates.following:
        return None
    return report.title.raw_span(0, 1)[0]


def _opening(text: str, own: int | None) -> Mark | None:
    """What the opening of a paragraph says of the years that it is about: 五年来，… ; “十五五”时期，…"""
    opening = len(text[:OPENING].partition("。")[0])
    found = (m for m in marks(text, own) if m.end <= opening and (m.start < CLOSE or not _coming(m, own)))
    return next(found, None)


def _coming(mark: Mark, own: int | None) -> bool:
    return bool(mark.span and own and mark.span.first > own)


def _told(place: Setting, told: Mark | None) -> Setting:
    """The setting of a paragraph after what its opening, or that of one before it, says."""
    if told is None or (told.span is None and place.span is None):
        return place
    if told.span is None:
        return place._replace(span=None)
    if _coming(told, place.calendar.own):
        return place._replace(span=told.span, ahead=True, review=False)
    return place._replace(span=told.span)


def at(place: Setting, text: str, offset: int) -> Setting:
    """The setting at a place of a paragraph: a sentence before it may have turned to the time to come (下一步，…)."""
    return place if place.ahead or _turn(text) > offset else place.turned()


@lru_cache(64)
def _turn(text: str) -> int:
    """Where the first sentence begins that turns to the time to come; behind the text where none does."""
    return next((start for start, _ in sentence_spans(text) if any_of("turn").match(text, start)), len(text))

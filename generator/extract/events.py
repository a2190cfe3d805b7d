"""Dated events: a date in the text, in ISO form, with the clause that tells what happened."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.extract.text import sentence_spans
from generator.extract.when import Calendar, calendar
from generator.model import Event, Report

DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年|(?P<rel>今年|去年|前年|明年|当年|上年|次年))?"
    r"(?P<month>1[0-2]|0?[1-9])月(?:份)?(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号])?(?P<half>[上下]午)?(?P<part>[底初末]|[上中下]旬)?"
)
NO_EVENT = re.compile(r"(?:(?<!截)至|到|-|—|~|～)\s*$")
AS_OF = re.compile(r"(?:截至|截止到?|自|从)(?:今年|去年|目前)?$")
OPENS_YEAR = re.compile(r"((?:19|20)\d\d)年(?:以来)?[，,]")  # 2025年，区政协…
LEAD = 3  # paragraphs in which an article says what year it tells of
SPRING = 3  # the month to which a report on the year before is written
RANGE = re.compile(r"\s*(?:至|到|-|—|~|～)\s*\d")
PLANNED = re.compile(r"计划|拟(?=于|在|\d)|预计|将于|将在|定于")
GIVEN = re.compile("工作报告")  # 1月27日，院长在区人大会议上作工作报告: after the year that it tells of
EVERY = re.compile(r"每[年月季度]{1,3}[^，。]{0,3}$|末月$")


class Found(NamedTuple):
    """A date in a text: clean ``[start, end)`` and ISO form."""

    start: int
    end: int
    date: str


def dates(text: str, about: Calendar, *, lead: bool = False) -> list[Found]:
    """The dates of a paragraph with a month; ``lead`` where it is the first of its article.

    A report looks back on its year, mostly from the first weeks of the next one: 去年6月 is June of that year, and a
    date without a year that is still planned is of the next year.
    """
    found: list[Found] = []
    year, now, last = about
    following, preceding = year and year + 1, last and last - 1
    at_words = {
        "今年": now,
        "当年": year,
        "去年": last,
        "上年": last,
        "前年": preceding,
        "明年": following,
        "次年": following,
    }
    stated = year
    for begin, end in sentence_spans(text):
        for m in DATE.finditer(text, begin, end):
            before, after = text[max(begin, m.start() - 40) : m.start()], text[m.end() : m.end() + 3]
            if before[-1:].isdigit() or NO_EVENT.search(before) or RANGE.match(after) or EVERY.search(before):
                continue
            month, day = int(m.group("month")), m.group("day")
            if m.group("year"):
                at: int | None = int(m.group("year"))
                stated = at
            elif m.group("rel"):
                at = at_words[m.group("rel")]
            elif day is None and (not m.group("part") or AS_OF.search(before) or not _opens(before)):
                continue
            else:
                clause = re.split("[，；]", before)[-1]
                given = lead and month <= SPRING and day and GIVEN.search(text, m.end(), end)
                at = following if last == year and (given or PLANNED.search(clause)) else stated
            if at is None:
                continue
            iso = f"{at}-{month:02d}" + (f"-{int(day):02d}" if day else "")
            found.append(Found(m.start(), m.end(), iso))
    return found


def _opens(before: str) -> bool:
    """Whether a month without year and day stands where a clause tells when something happened: 9月底，街道获评…"""
    return not before or before[-1] in "。！？；，、“" or before.endswith(("于", "在", "当年"))


def _calendar(report: Report) -> Calendar:
    """The calendar of a report; one that tells of 今年9月 as past was written in the year that it is about."""
    about = calendar(report)
    if about.own is None:
        lead = (OPENS_YEAR.match(p.text) for p in report.paragraphs[:LEAD])
        year = next((int(m.group(1)) for m in lead if m), None)
        return Calendar(year, year, year - 1) if year else about
    if about.now == about.own:
        return about
    for passage in report.paragraphs:
        for m in DATE.finditer(passage.text):
            clause = re.split("[，；。]", passage.text[max(0, m.start() - 20) : m.start()])[-1]
            late = m.group("rel") == "今年" and int(m.group("month")) > SPRING
            if late and not PLANNED.search(clause + passage.text[m.end() : m.end() + 4]):
                return Calendar(about.own, about.own, about.own - 1)
    return about


def events(report: Report) -> list[Event]:
    """Every dated event of the paragraphs and cells, in order."""
    rows: list[Event] = []
    about = _calendar(report)
    first = next((p.target for p in report.paragraphs), "")
    for passage in report.texts:
        if "月" not in passage.text:
            continue
        for date in dates(passage.text, about, lead=passage.target == first):
            start, end = passage.raw_span(date.start, date.end)
            rows.append(
                Event(
                    id=f"{report.id}-e{len(rows) + 1}",
                    report=report.id,
                    source=report.source,
                    start=start,
                    end=end,
                    date=date.date,
                    text=_told(passage.text, date),
                    paragraph=passage.target,
                    at=(date.start, date.end),
                )
            )
    return rows


def _told(text: str, date: Found) -> str:
    """The clause of the date; where the date stands alone in it, with what follows to the end of the sentence."""
    begin = max(text.rfind(c, 0, date.start) for c in "。！？；，\n”") + 1
    stops = [i for i in (text.find(c, date.end) for c in "。！？；\n") if i >= 0]
    end = min(stops, default=len(text))
    said = text[begin:end].strip("，、 ").removeprefix("”")
    return said if said.count("”") <= said.count("“") else said.removesuffix("”")

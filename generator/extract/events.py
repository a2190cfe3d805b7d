"""Dated events: a date in the text, in ISO form, with the clause that tells what happened."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from generator.extract.calendar import Calendar, calendar
from generator.extract.settings import settings
from generator.extract.text import sentence_spans
from generator.lexicons import groups
from generator.model import Event, Report

DATE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年|(?P<rel>今年|去年|前年|明年|当年|同年|上年|次年))?"
    r"(?P<month>1[0-2]|0?[1-9])月(?P<share>份)?"
    r"(?:(?P<day>3[01]|[12]\d|0?[1-9])[日号])?(?P<half>[上下]午)?(?P<part>[底初末]|[上中下]旬)?"
    r"|(?P<bare>(?:19|20)\d\d)年"
)
NO_EVENT = re.compile(r"(?:(?<!截)至|到|-|—|~|～)\s*$")
AS_OF = re.compile(r"(?:截至|截止到?|自|从)(?:今年|去年|目前)?$")
OPENS = re.compile(r"(?:((?:19|20)\d\d)年|([今去前]年))(?:以来|初|底)?[，,]")  # 2023年，街道启动改造。9月，…
SPRING = 3  # the month to which a report on the year before is written
RANGE = re.compile(r"\s*(?:至|到|-|—|~|～)\s*\d")
DAYS = re.compile(r"\s*(?:至|到|-|—|~|～)\s*(?:(?P<month>\d{1,2})月)?\d{1,2}[日号]")  # 8月27日至28日: a meeting
PLANNED = re.compile(r"计划|拟(?=于|在|\d)|预计|将于|将在|定于")
WANTED = re.compile(r"力争|确保|争取|要在|务必")
DEADLINE = re.compile(r"[底末]?(?:之?前|以前)")
GIVEN = re.compile("工作报告")  # 1月27日，院长在区人大会议上作工作报告: after the year that it tells of
EVERY = re.compile(r"每逢?[年月季度]{0,3}[^，。]{0,3}$|末月$")
TELLS = re.compile(r"[，,]|的一[天个次场]|间[，,]|里[，,]")  # 9月，…; 11月的一个傍晚，…
MEASURED = re.compile(r"[^。；]{0,40}(?:同比|环比|增[长速]|下降|回[升落]|指数)")  # 6月，工业增加值同比增长5%


class Found(NamedTuple):
    """A date in a text: clean ``[start, end)`` and ISO form."""

    start: int
    end: int
    date: str


@cache
def _happened() -> re.Pattern[str]:
    words = groups("extract-events")
    return re.compile(f"(?:{'|'.join(words['manner'])}){{0,2}}(?:{'|'.join(words['happened'])})")


def dates(text: str, about: Calendar, *, lead: bool = False, ahead: int | None = None) -> list[Found]:
    """The dates of a paragraph with a month; ``lead`` where it is the first of its article.

    A report looks back on its year, mostly from the first weeks of the next one: 去年6月 is June of that year, and a
    date without a year that is still planned is of the next year, as is one where the section looks ``ahead`` to it.
    """
    found: list[Found] = []
    year, now, last = about
    following, preceding = year and year + 1, last and last - 1
    at_words = {"今年": now, "去年": last, "上年": last, "前年": preceding, "明年": following}
    stated, named = ahead or year, year
    for begin, end in sentence_spans(text):
        if opening := OPENS.match(text, begin, end):
            stated = int(opening.group(1)) if opening.group(1) else at_words[opening.group(2)]
        for m in DATE.finditer(text, begin, end):
            if m.group("bare"):
                named = int(m.group("bare"))
                continue
            before = text[max(begin, m.start() - 40) : m.start()]
            if before[-1:].isdigit() or NO_EVENT.search(before) or _lasts(m, text) or EVERY.search(before):
                continue
            month, day, relative = int(m.group("month")), m.group("day"), m.group("rel")
            if m.group("year"):
                at: int | None = int(m.group("year"))
                stated = named = at
            elif relative in ("当年", "同年", "次年"):
                at = named and named + (relative == "次年")
            elif relative:
                at = at_words[relative]
            elif day is None and not _happens(m, text, before, end):
                continue
            else:
                clause = re.split("[，；]", before)[-1]
                given = lead and month <= SPRING and day and GIVEN.search(text, m.end(), end)
                coming = last == year and not ahead and (given or PLANNED.search(clause))
                at = following if coming else stated
            if at is None:
                continue
            iso = f"{at}-{month:02d}" + (f"-{int(day):02d}" if day else "")
            found.append(Found(m.start(), m.end(), iso))
    return found


def _lasts(m: re.Match[str], text: str) -> bool:
    """Whether a date begins a stretch of time (1—8月, 6月至8月), and not a meeting of some days."""
    after = text[m.end() : m.end() + 12]
    if not RANGE.match(after):
        return False
    days = m.group("day") and DAYS.match(after)
    return not days or int(days.group("month") or m.group("month")) - int(m.group("month")) not in (0, 1)


def _happens(m: re.Match[str], text: str, before: str, end: int) -> bool:
    """Whether a month without year and day tells when something happened: 9月底，街道获评…; …于9月投入运行."""
    if DEADLINE.match(text, m.end() - len(m.group("part") or ""), end):
        return False
    clause = re.split("[，；]", before)[-1]
    if _happened().match(text, m.end(), end):
        return before[-1:] != "、" and not WANTED.search(clause)
    if m.group("part"):
        return _opens(before) and not AS_OF.search(before)
    tells = TELLS.match(text, m.end(), end) and not MEASURED.match(text, m.end(), end)
    return bool(tells) and not m.group("share") and before[-1:] != "、" and _opens(before)


def _opens(before: str) -> bool:
    """Whether a month stands where a clause tells when something happened."""
    return not before or before[-1] in "。！？；，、“" or before.endswith(("于", "在", "当年"))


def events(report: Report) -> list[Event]:
    """Every dated event of the paragraphs and cells, in order."""
    rows: list[Event] = []
    about = calendar(report)
    first = next((p.target for p in report.paragraphs), "")
    coming: dict[str, int] | None = None  # looked for where there is a date
    for passage in report.texts:
        if "月" not in passage.text:
            continue
        lead = passage.target == first
        found = dates(passage.text, about, lead=lead)
        if found and about.own:
            coming = _coming(report) if coming is None else coming
            if ahead := coming.get(passage.target):
                found = dates(passage.text, about, lead=lead, ahead=ahead)
        for date in found:
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


def _coming(report: Report) -> dict[str, int]:
    """The paragraphs of sections that look ahead, each with the year to which it looks."""
    return {
        passage.target: place.year
        for _, _, placed in settings(report)
        for passage, place in placed
        if place.ahead and place.year
    }


def _told(text: str, date: Found) -> str:
    """The clause of the date; where the date stands alone in it, with what follows to the end of the sentence."""
    begin = max(text.rfind(c, 0, date.start) for c in "。！？；，\n”") + 1
    stops = [i for i in (text.find(c, date.end) for c in "。！？；\n") if i >= 0]
    end = min(stops, default=len(text))
    said = text[begin:end].strip("，、 ").removeprefix("”")
    return said if said.count("”") <= said.count("“") else said.removesuffix("”")

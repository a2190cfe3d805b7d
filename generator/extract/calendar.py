"""What the words of time mean in a report: the year that it is about, and those that it calls 今年 and 去年."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.model import Report

LONG = 5000  # characters of an article that is more than news
LEAD = 3  # paragraphs in which an article says what year it tells of
TOLD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])(?!\d))")
OPENS_YEAR = re.compile(r"((?:19|20)\d\d)年(?:以来)?[，,]")  # 2025年，区政协…
SAID_YEAR = re.compile(r"(?<=。)((?:19|20)\d\d)年[，,]")
BY_THE_END = re.compile(r"截[至止]到?((?:19|20)\d\d)年(?:年?底|1[0-2]月)")
EARLY = ("01", "02", "03")
PAST_YEAR = re.compile("(?:一年来|过去的?一年)[，,]")
TITLED_WORK = re.compile(r"报告|工作(?:总结|打算|安排|思路)")
SALUTED = re.compile("各位(?:代表|委员)|同志们")
LAST_YEAR = re.compile(r"(?<![比较由从])去年(?!同期)")
# 今年 of what is under way or over, not of what is meant to be: 今年认领问题166个, not 今年要, 今年的主要目标
THIS_YEAR = re.compile(
    r"(?<![比较])今年(?!同期|的?(?:主要|工作|目标|重点|总体)|[^，。；]{0,12}(?:[要将拟应]|计划|力争|确保|争取|目标))"
)

# 今年9月 of what is over: a report that looks back on the year before is written by March
LATE = re.compile(
    r"(?<![拟于在])(?<!计划|预计)今年(?:[4-9]|1[0-2])月(?!底?之?前|[底末]?[^，。；]{0,6}(?:计划|拟|预计|力争|将))"
)


class Calendar(NamedTuple):
    """The year that a report is about, and those that it calls 今年 and 去年.

    ``last`` is ``own`` where it looks back on its year; where nothing tells when it was written, ``now`` is, too.
    """

    own: int | None
    now: int | None
    last: int | None

    @property
    def following(self) -> int | None:
        """The year after its own, to which a report looks ahead."""
        return self.own and self.own + 1


def calendar(report: Report) -> Calendar:
    """A report that was given in the year after its own calls that 今年; news say 今年 of the year of their date."""
    if report.year is not None:
        return _of_year(report, report.year)
    told = TOLD.search(report.title.text) if report.title else None
    told = told or TOLD.search(report.published or "")
    year = int(told.group(1)) if told else None
    year = year or _year_told(report)
    if year and _given_early(report):
        return Calendar(year - 1, year - 1, year - 1)
    return Calendar(year, year, year and year - 1)


def _of_year(report: Report, own: int) -> Calendar:
    """Written in the year of its date, or in the next where that calls its own 去年.

    What is no report on work and tells of 今年 as of what is done (a feature in a newspaper) is of its own year.
    """
    written = int(report.published[:4]) if report.published else 0
    feature = written != own + 1 and not is_given(report)
    if written == own or _found(report, "今年", LATE) or (feature and _found(report, "今年", THIS_YEAR)):
        return Calendar(own, own, own - 1)
    return Calendar(own, own + (written == own + 1 or _found(report, "去年", LAST_YEAR)), own)


def _found(report: Report, word: str, pattern: re.Pattern[str]) -> bool:
    """Whether a pattern that contains the word is found in a paragraph."""
    return any(word in p.text and pattern.search(p.text) for p in report.paragraphs)


def is_work_report(report: Report) -> bool:
    """Whether an article reports on a year of work and on what comes next."""
    if report.year is None:
        return False
    return is_given(report) or sum(len(p.text) for p in report.paragraphs) > LONG


def is_given(report: Report) -> bool:
    """Whether its title or its salutation says that it is a report on work, not a bulletin of statistics."""
    if report.title is not None and TITLED_WORK.search(report.title.text):
        return True
    first = next(iter(report.paragraphs), None)
    return bool(first and SALUTED.match(first.text))


def _year_told(report: Report) -> int | None:
    """The year with which an article opens, or by whose end it counts (截至2025年12月底), else the first sentence's."""
    told = [m for p in report.paragraphs[:LEAD] if (m := OPENS_YEAR.match(p.text))]
    told = told or [m for p in report.paragraphs if (m := BY_THE_END.search(p.text) or SAID_YEAR.search(p.text))]
    return int(told[0].group(1)) if told else None


def _given_early(report: Report) -> bool:
    """Whether a report of January to March tells of the past year (一年来), though nobody says of which one."""
    month = (report.published or "")[5:7]
    titled = report.title is not None and "报告" in report.title.text
    return titled and month in EARLY and any(PAST_YEAR.match(p.text) for p in report.paragraphs)

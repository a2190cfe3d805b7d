"""The year of the work that is reported: from the heads, headings and opening, else the year that a text names most."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import NamedTuple

from generator.clean.identity.dates import figures
from generator.clean.identity.phrases import WORK_REPORT, any_of
from generator.clean.identity.whose import Finder
from generator.clean.mentions import fold

_Y = r"((?:19[4-9]|20[0-9])\d)年"
_MONTH = re.compile(rf"{_Y}(\d{{1,2}})月")
_HEAD_YEAR = re.compile(r"(?<!\d)((?:19[4-9]|20[0-9])\d)(?!\d)")
_FOUNDED = re.compile(r"[建立办生启]于$|成于$|始于$")  # 小区建于1996年
_STRETCH = re.compile(
    rf"过去的?[一二三四五六七八九十两几]年[^。，；]{{0,6}}[（(](?:19|20)\d\d年?[-—–至~～]+{_Y}"
)  # 过去五年（2021—2025年）
_BESIDE = re.compile("[比较同与于由从自]$")  # of a year that is only compared with
_TOLD = re.compile(rf"(?<![比较同与于]){_Y}")  # not 比2024年增加8件
_SENTENCE = re.compile("[，,。；;！!？?]")  # what has one is a sentence, not the line that dates a report
_YEAR_PAST = re.compile("过去的?一年|一年来")
_THIS_YEAR = re.compile("(?<![比较])今年(?!同期)")
_LEAD = re.compile(rf"(?:^|\n)[ \u3000]*{_Y}(?:以来)?[，,]")  # 2025年，区检察院共办理…


class Patterns(NamedTuple):
    """``review``: 2024年工作回顾. ``head_review``: 2024年…亮点 in a head. ``plan``: 2025年主要任务. ``back``: 去年.

    ``ahead``: what stands before a year that is still to come, ``asked``: what does not stand behind one that is over.
    """

    review: re.Pattern[str]
    head_review: re.Pattern[str]
    plan: re.Pattern[str]
    back: re.Pattern[str]
    ahead: re.Pattern[str]
    asked: str


@cache
def _patterns() -> Patterns:
    reviewed = rf"(?:{any_of('reviewed')}|及.{{1,8}}|和.{{1,10}}时期)*(?:工作)?(?:的)?(?:和.{{1,8}})?"
    planned = rf"(?:{any_of('planned')})*(?:工作|发展|目标)(?:的)?(?:总体|主要)*"
    return Patterns(
        re.compile(rf"{_Y}{reviewed}(?:{any_of('reviews')})"),
        re.compile(rf"{_Y}.{{0,14}}?(?:{any_of('reviews in heads')})"),
        re.compile(rf"{_Y}{planned}(?:{any_of('plans')})"),
        re.compile(any_of("looks back")),
        re.compile(rf"(?:{any_of('looks ahead')})$"),
        # 2026年又有哪些工作安排; 2026年，常委会将…
        rf"(?![^，。；？]{{0,6}}工作(?:{any_of('plans')})|[，,][^，,。；]{{0,16}}将)",
    )


def reported(heads: list[str], text: str, finder: Finder, day: str | None, issued: int | None) -> int | None:
    """The year of the reported work; ``day`` is the ISO date of the report where one is known.

    ``issued`` is the year that the page which it stands on tells of.
    """
    heads = [figures(head) for head in heads]
    opening = figures(finder.opening)
    for head in heads:
        if found := _patterns().head_review.search(head):
            return int(found[1])
        if found := re.search(_Y[:-1] + "年度", head):
            return int(found[1])
    if finder.body_kind and finder.body_kind.slug in ("tongji", "guojiatongji"):
        for where in [*heads, opening[:200]]:
            if found := _HEAD_YEAR.search(where):
                return int(found[1])
    headings = [figures(fold(line)) for line in text.split("\n") if len(line) <= 40]
    for where in (*headings, opening):
        if found := _patterns().review.search(where):
            return int(found[1])
    if found := _STRETCH.search(opening):
        return int(found[1])
    if WORK_REPORT.search("\n".join([*heads, opening[:400]])):
        if day:
            return _reviewed(int(day[:4]), int(day[5:7]))
        for where in (*heads, *(line for line in headings[:12] if not _SENTENCE.search(line))):
            if found := _MONTH.search(where):
                return _reviewed(int(found[1]), int(found[2]))
        for head in [*heads, finder.hint]:
            if found := _HEAD_YEAR.search(head):
                year = int(found[1])
                # Named after the year in which it was given, unless its text begins with that year's work.
                told = _TOLD.findall(opening)
                lead = _LEAD.search(opening)
                leads = bool(lead and int(lead[1]) == year and not _plans_for(year, text))
                begun = leads or (str(year) in told and str(year - 1) not in told)
                if begun and finder.body_kind and finder.body_kind.slug != "zhengfu":
                    return year
                return year if _plans_for(year + 1, text) else year - 1
    for where in [*heads, *headings]:
        if found := _patterns().plan.search(where):
            return int(found[1]) - 1
    if found := _LEAD.search(opening):
        return int(found[1])
    if day and (anchored := _anchored(finder.body, day)):
        return anchored
    if finder.spot is None and issued is None:
        return None
    return _frequent_year(finder.body, strict=True) or issued or _frequent_year(finder.body) or _sibling_year(finder)


def _plans_for(year: int, text: str) -> bool:
    """Whether a paragraph opens with a year as with the one that comes: 2026年，街道将…; 2026年是开局之年."""
    opened = re.compile(rf"\s*{year}年(?:是|[，,][^。]{{0,40}}(?:将|力争|计划))")
    return any(opened.match(fold(line[:80])) for line in text.split("\n"))


def _reviewed(year: int, month: int) -> int:
    """The year that a report given in that month looks back on: the one before, from July on the year itself."""
    return year - (month <= 6)


def _frequent_year(text: str, *, strict: bool = False) -> int | None:
    """The year that a text names most, the later of two; years that it looks forward to do not count.

    ``strict``: nor do those since which something is so (2020年起).
    """
    years = re.finditer(_Y + ("(?!起|以来|至今)" if strict else "") + _patterns().asked, text)
    ahead = _patterns().ahead
    told = (y for y in years if not any(p.search(text, max(0, y.start() - 2), y.start()) for p in (_FOUNDED, _BESIDE)))
    counts = Counter(int(y[1]) for y in told if not ahead.search(text, max(0, y.start() - 2), y.start()))
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _sibling_year(finder: Finder) -> int | None:
    """The year that the rest of the file names most, if it speaks of the same place."""
    spot = finder.spot
    names = [n for n in ((spot.name, spot.local[: -len(spot.name)]) if spot else ()) if n]
    return _frequent_year(finder.context) if any(name in finder.context for name in names) else None


def _anchored(body: str, day: str) -> int | None:
    """The year of a dated article that speaks of time by its own date: of 今年, or early in a year of the one past."""
    year = int(day[:4])
    if int(day[5:7]) <= 2 and _YEAR_PAST.search(body):
        return year - 1
    return year if _THIS_YEAR.search(body) else None


def of_news(body: str, day: str) -> int:
    """The year that an article on a page of that day tells of: in January and February often the year past."""
    year = int(day[:4])
    return year - 1 if int(day[5:7]) <= 2 and _patterns().back.search(body) else year

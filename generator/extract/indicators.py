"""Figures as rows: what is measured, for which year, as what, by whom and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, lru_cache
from typing import NamedTuple

from generator.extract.events import this_year
from generator.extract.measure import CONFIDENCE, Name, Namer
from generator.extract.numbers import Mention, mentions
from generator.extract.segment import tag
from generator.extract.text import sentence_spans, sentences
from generator.lexicons import groups
from generator.model import Direction, Indicator, Passage, Report, Section, Status

QUOTED = 120  # characters on each side of a figure that a quotation may have
LOOKBACK = 300  # characters before a figure in which its year and goal may stand
YEAR = re.compile(r"((?:19|20)\d\d)年(?!来|以来|代|版|第?[一二三四五六七八九十百]+届)")
DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?")
PLANNED = re.compile(r"(?<![列纳]入)计划(?!生育|单列)|拟(?!合)|预计|明年|(?<![\w])将")
COMPARED = re.compile(r"[比较同与从由为是]\s?$|相当于$|基础上$")
RELATIVE = re.compile(r"(?<![比较是为])(今年|去年|明年|当年)(?!同期)")
BODY = "人大常委会|政协|政府|党工委|管委会|法院|检察院|人大工委|常委会|街道|社区党委|社区"
SUBJECT = re.compile(rf"^[^，。；、“”《》\d]{{0,10}}?(?:{BODY})(?=[先共已还对向组开召听审提办新持])")
NO_TOWN = "(?<![城乡村集小重心制范色关各个建])"
TOWN = re.compile(
    rf"(?:^|[，、；在])([\u4e00-\u9fff]{{2,3}}{NO_TOWN}(?:街道|镇))(?![人工居基层综化就登街村改村企职上新])"
)
CLAUSE = re.compile(r"[，；。！？]")


class Period(NamedTuple):
    """A year or date, and whether the text near the figure states it."""

    text: str
    stated: bool


class Setting(NamedTuple):
    """What the place in the report says about its figures: the year of its section, and whether it looks ahead."""

    year: int | None
    ahead: bool
    now: int | None = None  # what 今年 means in the report


@cache
def _any_of(group: str) -> re.Pattern[str]:
    entries = sorted((e.split("\t")[0] for e in groups("extract-context")[group]), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, entries)))


@cache
def _areas() -> dict[str, str]:
    pairs = (entry.partition("\t") for entry in groups("extract-context")["area"])
    return {area: level for area, _, level in pairs}


def setting(report: Report, section: Section) -> Setting:
    """The year and outlook that a heading sets: 2026年主要工作思路 → 2026, ahead."""
    heading = section.heading.text if section.heading else ""
    years = YEAR.findall(heading)
    ahead = bool(_any_of("ahead").search(heading)) and "回顾" not in heading
    if years:
        year = int(years[-1])
        return Setting(year, ahead or bool(report.year and year > report.year))
    return Setting(report.year + 1 if ahead and report.year else None, ahead)


def indicators(report: Report) -> list[Indicator]:
    """Every figure of the paragraphs, in order."""
    rows: list[Indicator] = []
    now = this_year(report)
    place = Setting(None, False, now)
    for section in report.sections:
        here = setting(report, section)
        if here.year or section.level <= 1:
            place = here._replace(now=now)
        for passage in section.paragraphs:
            rows += _paragraph(report, passage, place, len(rows))
    return rows


def _paragraph(report: Report, passage: Passage, place: Setting, count: int) -> list[Indicator]:
    text = passage.text
    figures = mentions(text)
    if not figures:
        return []
    namer = Namer(figures)
    for sentence in sentences(text, figures):
        continues = sentence.nested or (sentence.start > 0 and text[sentence.start - 1] in "；;")
        namer.sentence(sentence, continues)
    starts, carried = _starts(text)
    rows: list[Indicator] = []
    for k, figure in enumerate(figures):
        name = namer.names.get(k)
        if name is None:
            continue
        begin = max(carried[bisect_right(starts, figure.number) - 1], figure.start - LOOKBACK)
        rows.append(_row(report, passage, place, figure, name, begin, f"{report.id}-i{count + len(rows) + 1}"))
    return rows


def _starts(text: str) -> tuple[list[int], list[int]]:
    """Where the sentences start, and from where on each one's year holds: 最终… goes on with the one before."""
    starts: list[int] = []
    carried: list[int] = []
    for start, end in sentence_spans(text):
        goes_on = bool(starts) and (text[start - 1] in "；;" or _any_of("continuing").match(text, start, end))
        carried.append(carried[-1] if goes_on else start)
        starts.append(start)
    return starts, carried


def _row(
    report: Report, passage: Passage, place: Setting, figure: Mention, name: Name, begin: int, row_id: str
) -> Indicator:
    text = passage.text
    start, end = passage.raw_span(figure.number, figure.number_end)
    before = text[begin : figure.start]
    status = _status(place, text, begin, name, figure)
    period = _period(report, place, text, begin, figure, status)
    if status == "achieved" and report.year and period.text[:4].isdigit() and int(period.text[:4]) > report.year:
        status = "target"
    subject = SUBJECT.search(before)
    return Indicator(
        id=row_id,
        report=report.id,
        source=report.source,
        start=start,
        end=end,
        paragraph=passage.target,
        quote=_quote(text, figure, name),
        measure=name.measure,
        canonical="",
        value=figure.value,
        unit=figure.unit,
        qualifier=figure.qualifier,
        direction=name.direction if name.direction != "none" else _growth(text, figure),
        period=period.text,
        period_basis="stated" if period.stated else "report",
        status=status,
        subject=subject.group() if subject else report.organ or "",
        scope=_scope(report, before),
        confidence=_confidence(name),
        at=(figure.start, figure.end),
    )


def _quote(text: str, figure: Mention, name: Name) -> str:
    """The clause with the figure, and the one before where the name comes from there."""
    start = max(name.clause[0], figure.start - QUOTED)
    if name.route == "elided":
        low = max(0, start - QUOTED)
        start = max(text.rfind(mark, low, max(start - 1, low)) for mark in "，。；") + 1 or start
    return text[start : max(min(name.clause[1], figure.end + QUOTED), figure.end)].strip("，。；、 ")


def _growth(text: str, figure: Mention) -> Direction:
    """保持20%以上的高增速: the change is named behind the figure."""
    m = re.match(r"(?:以上|左右)?的?(?:高|年均)?(?:增长|增速|增幅)", text[figure.end : figure.end + 8])
    return "up" if m and figure.family == "rate" else "none"


def _period(report: Report, place: Setting, text: str, begin: int, figure: Mention, status: Status) -> Period:
    """The last year named in the sentence before the figure, else that of the section, else of the report."""
    found = None
    for m in DATE.finditer(text, begin, figure.start):
        origin = text[max(begin, m.start() - 3) : m.start()]
        nearest = figure.start - m.end() <= 2  # 2006年的18亿元增加到…
        if nearest and text[m.end() : m.end() + 1] in "的":
            found = m
            break
        if not COMPARED.search(origin):
            found = m
    if found:
        parts = [found.group(1), *(f"{int(x):02d}" for x in found.groups()[1:] if x)]
        return Period("-".join(parts), True)
    relative = [m.group(1) for m in RELATIVE.finditer(text, begin, figure.start)]
    year = place.year or report.year
    if relative and report.year:
        if relative[-1] == "明年":
            return Period(str(report.year + 1), True)
        if relative[-1] == "今年" and (place.ahead or status == "target"):
            return Period(str((place.ahead and place.year) or report.year + 1), True)
        return Period(str((relative[-1] == "今年" and place.now) or report.year), True)
    return Period(str(year) if year else "", bool(place.year))


def _status(place: Setting, text: str, begin: int, name: Name, figure: Mention) -> Status:
    start = max(name.clause[0], figure.start - QUOTED)
    clause = text[start : min(name.clause[1], figure.end + QUOTED)]
    before = text[start : figure.start]
    if _any_of("average").search(before):
        return "average"
    if _any_of("target").search(text, begin, figure.start):
        return "target"
    if _any_of("plan").search(before) and not place.ahead:
        return "plan" if PLANNED.search(clause) else "achieved"
    if place.ahead:
        return "target" if figure.family == "rate" or re.search(r"达到?|增长|以上|控制在|左右", clause) else "plan"
    return "achieved"


def _scope(report: Report, before: str) -> str:
    """An area that is not the report's own: 全省 in the report of a district, a town."""
    own = (report.region or "")[-1:]
    found = ""
    for area, level in _areas().items():
        if area in before and not (own and level.endswith(own)):
            found = area
    town = TOWN.search(before)
    if town and not (report.region or "").endswith(town.group(1)) and _proper(town.group(1)):
        return town.group(1)
    return found


@lru_cache(4096)
def _proper(town: str) -> bool:
    """Whether what stands before 镇 or 街道 is a name, not a word of the dictionary: 新嘉街道, but not 经济强镇."""
    name = town.removesuffix("镇").removesuffix("街道")
    return all(flag in ("ns", "nr", "nz") or len(word) == 1 for word, flag in tag(name))


def _confidence(name: Name) -> float:
    base = CONFIDENCE[name.route]
    if not name.measure:
        return 0.1
    if len(name.measure) > 24 or len(name.measure) < 2:
        base -= 0.2
    return round(base, 2)

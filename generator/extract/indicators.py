"""Figures as rows: what is measured, for which year, as what, by whom and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from functools import cache, lru_cache

from generator.extract import tables
from generator.extract.measure import CONFIDENCE, Name, Namer, verb_alone
from generator.extract.numbers import Mention, mentions
from generator.extract.segment import tag
from generator.extract.text import sentence_spans, sentences
from generator.extract.when import QUOTED, Setting, any_of, period, settings, status
from generator.lexicons import groups
from generator.model import Direction, Indicator, Passage, Report, Section, Table

LONG = 24  # characters of a name beyond which it is a clause
FLAWED = re.compile(  # it leads on, keeps a number of years, is two clauses, or ends in a number that is no name
    r"^[的和与在较比按]|(?:[的较为按与在达]|(?<!占)比)$|(?<![\d.])\d+年(?!度)|，|；|[^年月日A-Za-z\d]\d+$"
)
LOOKBACK = 300  # characters before a figure in which its year and goal may stand
BODY = "人大常委会|政协|政府|党工委|管委会|法院|检察院|人大工委|常委会|街道|社区党委|社区"
SUBJECT = re.compile(rf"^[^，。；、“”《》\d]{{0,10}}?(?:{BODY})(?=[先共已还对向组开召听审提办新持])")
NO_TOWN = "(?<![城乡村集小重心制范色关各个建])"
TOWN = re.compile(
    rf"(?:^|[，、；在])([\u4e00-\u9fff]{{2,3}}{NO_TOWN}(?:街道|镇))(?![人工居基层综化就登街村改村企职上新])"
)
CLAUSE = re.compile(r"[，；。！？]")


@cache
def _areas() -> dict[str, str]:
    pairs = (entry.partition("\t") for entry in groups("extract-context")["area"])
    return {area: level for area, _, level in pairs}


def indicators(report: Report) -> list[Indicator]:
    """Every figure of the paragraphs and tables, in order."""
    rows: list[Indicator] = []
    for section, place, paragraphs in settings(report):
        flat = tables.flattened(section.paragraphs)
        waiting = deque(section.tables)
        for k, (passage, here) in enumerate(paragraphs):
            while waiting and waiting[0].before <= k:
                rows += _table(report, section, waiting.popleft(), place, len(rows))
            if passage.target in flat:
                rows += _tabular(report, flat[passage.target], here, passage.text, len(rows))
            else:
                rows += _paragraph(report, passage, here, len(rows))
        for table in waiting:
            rows += _table(report, section, table, place, len(rows))
    return rows


def _table(report: Report, section: Section, table: Table, place: Setting, count: int) -> list[Indicator]:
    rows: list[Indicator] = []
    for line in tables.cells(table, section.paragraphs[max(0, table.before - tables.ABOVE) : table.before]):
        quote = " ".join(cell.text for cell in line.cells)
        rows += _tabular(report, line.figures, place, quote, count + len(rows))
    return rows


def _tabular(
    report: Report, figures: Sequence[tables.Figure], place: Setting, quote: str, count: int
) -> list[Indicator]:
    """The rows of one line of a table."""
    rows: list[Indicator] = []
    for f in figures:
        start, end = f.passage.raw_span(f.start, f.end)
        year = f.year or str(place.year or place.calendar.own or "")
        ahead = bool(place.ahead and report.year and year.isdigit() and int(year) > report.year)
        rows.append(
            Indicator(
                id=f"{report.id}-i{count + len(rows) + 1}",
                report=report.id,
                source=report.source,
                start=start,
                end=end,
                paragraph=f.passage.target,
                quote=quote,
                measure=f.measure,
                canonical="",
                value=f.value,
                unit=f.unit,
                qualifier="exact",
                direction=f.direction,
                period=year,
                period_basis="stated" if f.year or place.year else "report",
                status="target" if ahead else "achieved",
                subject=report.organ or "",
                scope="",
                confidence=f.confidence,
                at=(f.start, f.end),
            )
        )
    return rows


@cache
def _area_pattern() -> re.Pattern[str]:
    """An area that opens a clause: 全省…, 去年全国…; not 居全省第一, 高于全国平均水平."""
    areas = "|".join(sorted(map(re.escape, _areas()), key=len, reverse=True))
    return re.compile(
        rf"(?:^|[，。；：])(?:其中|预计|实现|使|[全去今当]年|年[末底]|\d{{4}}年|到|截至)*({areas})(?!第|平均|前|首|最|水平|各)"
    )


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
        goes_on = bool(starts) and (text[start - 1] in "；;" or any_of("continuing").match(text, start, end))
        carried.append(carried[-1] if goes_on else start)
        starts.append(start)
    return starts, carried


def _row(
    report: Report, passage: Passage, place: Setting, figure: Mention, name: Name, begin: int, row_id: str
) -> Indicator:
    text = passage.text
    start, end = passage.raw_span(figure.number, figure.number_end)
    before = text[begin : figure.start]
    stands = status(place, text, begin, name.clause, figure.start, figure.end, rate=figure.family == "rate")
    if place.ahead and stands == "achieved":  # told of the past, in a section on the time to come
        place = place._replace(year=None)
    when = period(place, text, begin, figure.start, aimed=stands == "target")
    if stands == "achieved" and report.year and when.text[:4].isdigit() and int(when.text[:4]) > report.year:
        stands = "target"
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
        period=when.text,
        period_basis="stated" if when.stated else "report",
        status=stands,
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


def _scope(report: Report, before: str) -> str:
    """An area that is not the report's own: 全省 in the report of a district, a town."""
    own = (report.region or "")[-1:]
    found = ""
    for m in _area_pattern().finditer(before):
        found = "" if own and _areas()[m.group(1)].endswith(own) else m.group(1)
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
    """How often a row like this one is right in place, value, unit, qualifier and name.

    Counted on the gold paragraphs and on 408 numbers of 44 other reports, annotated before the rules saw them: of
    those named by words of their own clause nine in ten were right where the rules had never been fitted to the
    report (161 of 174), of those that take up the clause before (elided) a little fewer. A name that shows a flaw is
    no more than even: a verb alone, an end that leads on to the value, a number left in it, a whole clause.
    """
    if not name.measure:
        return 0.1
    base = CONFIDENCE[name.route]
    if len(name.measure) < 2 or len(name.measure) > LONG or FLAWED.search(name.measure) or verb_alone(name.measure):
        base -= 0.3
    return round(base, 2)

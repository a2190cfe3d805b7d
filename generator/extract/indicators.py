"""Figures as rows: what is measured, for which year, as what, by whom and where."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import zip_longest

from generator.extract import cells, tables
from generator.extract.compared import base, in_digits
from generator.extract.measure import CONFIDENCE, Name, Namer, verb_alone
from generator.extract.numbers import Mention, mentions, unsigned
from generator.extract.outlook import Setting
from generator.extract.periods import base_period, period
from generator.extract.settings import at, settings
from generator.extract.spans import in_force, of_all_years
from generator.extract.status import QUOTED, any_of, status
from generator.extract.text import sentence_spans, sentences
from generator.extract.units import units
from generator.extract.whose import scope, subject
from generator.model import Direction, Indicator, Passage, Report, Table

LONG = 24  # characters of a name beyond which it is a clause
FLAWED = re.compile(  # it leads on, keeps a number of years, is two clauses, or ends in a number that is no name
    r"^[的和与在较比按]|(?:[的较为按与在达]|(?<!占)比)$|(?<![\d.])\d+年(?!度)|，|；|[^年月日A-Za-z\d]\d+$"
)
IN_WORDS = 0.8  # confidence at most where the number is in Chinese numerals: more of those are names than of others
LOOKBACK = 300  # characters before a figure in which its year and goal may stand
CLAUSE = re.compile(r"[，；。！？]")
COUNTED_ON = re.compile("截[至止]")  # 截至2026年1月: after the year of the report, and yet over


def indicators(report: Report) -> list[Indicator]:
    """Every figure of the paragraphs and tables, in order."""
    rows: list[Indicator] = []
    for section, place, paragraphs in settings(report):
        flat = tables.flattened(section.paragraphs)
        here = iter(paragraphs)
        setting = paragraphs[0][1] if paragraphs else place
        heads: cells.Heads | None = None
        for block in section.blocks:
            if isinstance(block, Table):
                heads = cells.heads_of(block, section, heads)
                rows += _table(report, block, heads, setting, len(rows))
                continue
            passage, setting = next(here)
            if passage.target in flat:
                for figure in flat[passage.target]:
                    rows.append(_tabular(report, figure, setting, passage.text, len(rows)))
            else:
                rows += _paragraph(report, passage, setting, len(rows))
    return rows


def _table(report: Report, table: Table, heads: cells.Heads, place: Setting, count: int) -> list[Indicator]:
    """The rows of a table with cells, row by row; what a cell of words does not name its row does."""
    rows: list[Indicator] = []
    for line in cells.lines(table, heads):
        for figure, quote in line.figures:
            rows.append(_tabular(report, figure, place, quote, count + len(rows)))
        for passage, aimed in line.words:
            for row in _paragraph(report, passage, place, count + len(rows)):
                name = row.measure or tables.label_of(line.label)
                rows.append(replace(row, measure=name, status="target" if aimed else row.status))
    return rows


def _tabular(report: Report, f: tables.Figure, place: Setting, quote: str, count: int) -> Indicator:
    """The row of one number of a table."""
    start, end = f.passage.raw_span(f.start, f.end)
    year = f.year or str(place.year or place.calendar.own or "")
    ahead = bool(report.year and year.isdigit() and int(year) > report.year)
    part = f.part or (place.part if year == str(place.year or place.calendar.own) and not f.aimed else None)
    return Indicator(
        id=f"{report.id}-i{count + 1}",
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
        qualifier=f.qualifier,
        direction=f.direction,
        period=part.of(year) if part and year else year,
        period_basis="stated" if f.year or place.year else "report",
        status="target" if ahead or f.aimed else "achieved",
        subject=report.organ or "",
        scope=f.scope,
        confidence=f.confidence,
        at=f.mark,
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
        row_id = f"{report.id}-i{count + len(rows) + 1}"
        risen = bool(rows) and rows[-1].role == "base"
        rows.append(_row(report, passage, place, figure, name, begin, row_id, risen=risen))
    return [_no_surer(row, after) for row, after in zip_longest(rows, rows[1:])]


def _no_surer(row: Indicator, after: Indicator | None) -> Indicator:
    """A base is no surer than the value to which the change leads: the same words name both."""
    if row.role != "base" or after is None or after.confidence >= row.confidence:
        return row
    return replace(row, confidence=after.confidence)


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
    report: Report,
    passage: Passage,
    place: Setting,
    figure: Mention,
    name: Name,
    begin: int,
    row_id: str,
    *,
    risen: bool,
) -> Indicator:
    """The row of a figure; ``risen`` where it is the level to which a change leads."""
    text = passage.text
    direction = name.direction if name.direction != "none" else _growth(text, figure)
    if direction == "up" and figure.value.startswith("-"):  # 增长-4.6% is a fall
        figure, direction = unsigned(figure, text), "down"
    start, end = passage.raw_span(figure.number, figure.number_end)
    before = text[begin : figure.start]
    own = place.calendar.own
    place = at(place, text, figure.start)
    span, _ = in_force(text, figure.start, own, place.span, ahead=place.ahead)
    if span and own and span.first > own and not place.ahead:
        place = place._replace(ahead=True, review=False)
    rate = figure.family == "rate"
    stands, estimate = status(place, text, begin, name.clause, figure.start, figure.end, rate=rate)
    if place.ahead and stands == "achieved":  # told of the past, in a section on the time to come
        place = place._replace(year=None, ahead=False)
    when = period(
        place,
        in_digits(text),
        begin,
        figure.start,
        aimed=stands in ("target", "plan"),
        mean=stands == "average",
        whole=lambda: (
            not risen
            and of_all_years(
                name.measure,
                text[max(begin, name.clause[0]) : figure.number],
                share=rate,
                change=direction != "none",
            )
        ),
    )
    if stands == "achieved" and report.year and when.ends > report.year and not COUNTED_ON.search(before):
        stands = "target"
    starts = base(text, figure.start, figure.end)
    if starts:
        when, stands = base_period(starts, when, place, text, figure.start), "achieved"
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
        unit=figure.unit or _unit_of(name.measure),
        qualifier=figure.qualifier,
        direction=direction,
        period=when.text,
        period_basis="stated" if when.stated else "report",
        status=stands,
        subject=subject(report, before),
        scope=scope(report, before),
        confidence=min(_confidence(name), 1.0 if text[figure.number].isascii() else IN_WORDS),
        at=(figure.start, figure.end),
        estimate=estimate and not starts,
        role="base" if starts else "value",
    )


def _quote(text: str, figure: Mention, name: Name) -> str:
    """The clause with the figure, and the one before where the name comes from there."""
    start = max(name.clause[0], figure.start - QUOTED)
    if name.route == "elided":
        low = max(0, start - QUOTED)
        start = max(text.rfind(mark, low, max(start - 1, low)) for mark in "，。；") + 1 or start
    return text[start : max(min(name.clause[1], figure.end + QUOTED), figure.end)].strip("，。；、 ")


def _unit_of(measure: str) -> str:
    """The unit that a name ends in, which its numbers need not repeat: 出境旅游人次 8300万."""
    found = (unit for unit, family in units().items() if family == "times" and len(unit) > 1)
    return next((unit for unit in found if measure.endswith(unit)), "")


def _growth(text: str, figure: Mention) -> Direction:
    """保持20%以上的高增速: the change is named behind the figure."""
    m = re.match(r"(?:以上|左右)?的?(?:高|年均)?(?:增长|增速|增幅)", text[figure.end : figure.end + 8])
    return "up" if m and figure.family == "rate" else "none"


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

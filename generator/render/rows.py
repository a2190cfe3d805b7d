"""Indicators as rows: what a reader sees of each, in the text and in tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from generator.model import Indicator, Report
from generator.numerals import MINUS_MARKS
from generator.render.labels import labels
from generator.render.markup import number_parts
from generator.render.places import Place, places

# What a number is multiplied with, in front of the unit: 万 + 吨.
MULTIPLIERS = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8, "万亿": 10**12}
_SPACED = re.compile(r"(\D*?)(\d{1,3}(?: \d{3})+(?:\.\d+)?)(\D*)")  # 38 200吨

AT_ONCE = 44  # characters of a sentence below a headline figure
STOPS, COMMAS, CLOSING = "。！？；", "，。！？；：", "”’》）"


@dataclass(frozen=True)
class Row:
    """An indicator as a row: ``before``, ``number`` and ``after`` are its figure as a reader sees it in the text."""

    n: int
    indicator: Indicator
    before: str
    number: str
    after: str
    quote: tuple[str, str, str]
    said: tuple[str, str, str]
    """What tells a reader what it counts, cut around it: its sentence, or as many clauses as are read at once."""
    paragraph: int
    """The number of its paragraph; 0 in a table."""
    marked: bool
    place: Place
    """The paragraph, or the row of the table."""

    @property
    def lead(self) -> str:
        """What stands in front of the number where it stands alone: its direction, unless the name says it."""
        said = labels().directions.get(self.indicator.direction, "")
        return self.before if said in self.before + self.indicator.measure else said + self.before

    @property
    def period(self) -> str:
        """The year or date that it is for, or the first and the last of several years, as a reader writes them."""
        return self.indicator.period.replace("/", "—")

    @property
    def anchor(self) -> str:
        """Where the figure stands on the report's page."""
        return f"f{self.n}" if self.marked else self.place.anchor


def in_rows(report: Report, indicators: Sequence[Indicator]) -> tuple[tuple[Row, ...], dict[str, list[Row]]]:
    """Rows in reading order, and by paragraph or cell; a figure inside another one is not marked in the text."""
    texts = {p.target: p.text for p in report.texts}
    order = {target: n for n, target in enumerate(texts)}
    numbers = {p.target: n for n, p in enumerate(report.paragraphs, 1)}
    where = places([report])
    nowhere = Place("", "top", "")
    rows: list[Row] = []
    by_passage: dict[str, list[Row]] = {}
    reached: dict[str, int] = {}
    for n, indicator in enumerate(sorted(indicators, key=lambda i: (order.get(i.paragraph, -1), i.at)), 1):
        start, end = indicator.at
        text = texts.get(indicator.paragraph)
        shown = text[start:end] if text is not None else f"{indicator.value}{indicator.unit}"
        marked = text is not None and start < end and start >= reached.get(indicator.paragraph, 0)
        number = numbers.get(indicator.paragraph, 0)
        quote = _quote(indicator.quote, shown, text or "", indicator.at)
        parts = number_parts(shown)
        if text is not None and not number:
            parts = _of_cell(indicator, *parts)
        if indicator.direction != "none" and not indicator.value.startswith("-"):
            parts = (parts[0].rstrip(MINUS_MARKS), *parts[1:])  # the direction says it
        said = sentence(text, indicator.at, AT_ONCE) if text is not None and number and marked else quote
        row = Row(n, indicator, *parts, quote, said, number, marked, where.get(indicator.paragraph, nowhere))
        if marked:
            reached[indicator.paragraph] = end
            by_passage.setdefault(indicator.paragraph, []).append(row)
        rows.append(row)
    return tuple(rows), by_passage


def _of_cell(indicator: Indicator, before: str, number: str, after: str) -> tuple[str, str, str]:
    """The figure of a cell, with the unit that its table has for it."""
    if found := _SPACED.fullmatch(before + number + after):
        before, number, after = found.groups()
    if not after and indicator.unit and re.fullmatch(r"\d[\d.]*", number.replace(",", "").replace(" ", "")):
        written = Decimal(number.replace(",", "").replace(" ", ""))
        size = abs(Decimal(indicator.value)) / written if written else Decimal(1)
        after = next((word for word, many in MULTIPLIERS.items() if many == size), "") + indicator.unit
    return before, number, after


def sentence(text: str, at: tuple[int, int], most: int, fill: int = 0) -> tuple[str, str, str]:
    """The sentence cut around the figure at ``at``; where it has more than ``most`` characters, its clause and as
    many clauses before that as stay within ``fill`` (``most`` if that is 0).

    Nothing further away than ``most`` is looked at, so that a line of a hundred thousand characters costs no more.
    """
    start, end = at
    low, high = max(0, start - most), min(len(text), end + most)
    first, last = _last(text, STOPS, low, start), _next(text, STOPS, end, high)
    if last - first > most:
        first, last = max(first, _last(text, COMMAS, low, start)), min(last, _next(text, COMMAS, end, high))
        while first > low and text[first - 1] in "，：":
            before = _last(text, COMMAS, low, first - 1)
            if last - before > (fill or most):
                break
            first = before
    ahead = "…" if first == low > 0 and text[low - 1] not in STOPS + COMMAS else ""
    behind = "…" if last == high < len(text) and text[last - 1] not in STOPS + COMMAS + CLOSING else ""
    return ahead + text[first:start], text[start:end], text[end:last].rstrip("，；：") + behind


def _last(text: str, stops: str, low: int, end: int) -> int:
    """Where what stands before ``end`` begins: behind the last of ``stops`` and what it closes."""
    at = max((text.rfind(stop, low, max(low, end)) for stop in stops), default=-1) + 1 or low
    while low < at < end and text[at] in CLOSING:
        at += 1
    return at


def _next(text: str, stops: str, start: int, high: int) -> int:
    """Where what stands at ``start`` ends: behind the next of ``stops`` and what it closes."""
    at = min((at + 1 for stop in stops if (at := text.find(stop, start, high)) >= 0), default=high)
    while at < high and text[at] in CLOSING:
        at += 1
    return at


def _quote(quote: str, shown: str, text: str, at: tuple[int, int]) -> tuple[str, str, str]:
    """The clause, cut around the figure as it stands in it."""
    start = text.find(quote, max(0, at[1] - len(quote)))
    if quote and 0 <= start <= at[0]:
        a, b = at[0] - start, at[1] - start
        return (quote[:a], quote[a:b], quote[b:])
    before, found, after = quote.rpartition(shown) if shown else (quote, "", "")
    return (before, found, after) if found else (quote, "", "")

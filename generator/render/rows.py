"""Indicators as rows: what a reader sees of each, in the text and in tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Indicator, Passage
from generator.render.labels import labels
from generator.render.markup import number_parts

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
    marked: bool

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
        return f"f{self.n}" if self.marked else f"p{self.paragraph}"


def in_rows(
    indicators: Sequence[Indicator], paragraphs: Mapping[str, Passage], numbers: Mapping[str, int]
) -> tuple[tuple[Row, ...], dict[str, list[Row]]]:
    """Rows in source order, and by paragraph; a figure inside another one is not marked in the text."""
    rows: list[Row] = []
    by_paragraph: dict[str, list[Row]] = {}
    reached: dict[str, int] = {}
    for n, indicator in enumerate(sorted(indicators, key=lambda i: (numbers.get(i.paragraph, 0), i.at)), 1):
        start, end = indicator.at
        paragraph = paragraphs.get(indicator.paragraph)
        shown = paragraph.text[start:end] if paragraph else f"{indicator.value}{indicator.unit}"
        marked = paragraph is not None and start < end and start >= reached.get(indicator.paragraph, 0)
        place = numbers.get(indicator.paragraph, 0)
        quote = _quote(indicator.quote, shown, paragraph.text if paragraph else "", indicator.at)
        said = sentence(paragraph.text, indicator.at, AT_ONCE) if paragraph and marked else quote
        row = Row(n, indicator, *number_parts(shown), quote, said, place, marked)
        if marked:
            reached[indicator.paragraph] = end
            by_paragraph.setdefault(indicator.paragraph, []).append(row)
        rows.append(row)
    return tuple(rows), by_paragraph


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
    before, found, after = quote.partition(shown) if shown else (quote, "", "")
    return (before, found, after)

"""Indicators as rows: what a reader sees of each, in the text and in tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.model import Indicator, Passage
from generator.render.labels import labels
from generator.render.markup import number_parts


@dataclass(frozen=True)
class Row:
    """An indicator as a row: ``before``, ``number`` and ``after`` are its figure as a reader sees it in the text."""

    n: int
    indicator: Indicator
    before: str
    number: str
    after: str
    quote: tuple[str, str, str]
    paragraph: int
    marked: bool

    @property
    def lead(self) -> str:
        """What stands in front of the number where it stands alone: its direction, unless the name says it."""
        said = labels().directions.get(self.indicator.direction, "")
        return self.before if said in self.before + self.indicator.measure else said + self.before

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
        row = Row(n, indicator, *number_parts(shown), quote, place, marked)
        if marked:
            reached[indicator.paragraph] = end
            by_paragraph.setdefault(indicator.paragraph, []).append(row)
        rows.append(row)
    return tuple(rows), by_paragraph


def _quote(quote: str, shown: str, text: str, at: tuple[int, int]) -> tuple[str, str, str]:
    """The clause, cut around the figure as it stands in it."""
    start = text.find(quote, max(0, at[1] - len(quote)))
    if quote and 0 <= start <= at[0]:
        a, b = at[0] - start, at[1] - start
        return (quote[:a], quote[a:b], quote[b:])
    before, found, after = quote.partition(shown) if shown else (quote, "", "")
    return (before, found, after)

"""What only a reader can tell: figures for which the text around them has no name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.lexicons import groups
from generator.model import Indicator, Report, Review

UNNAMED = "figure-without-name"
MOST = 5  # questions of a report; where there are more, the text is of another kind than these reports


def questions(report: Report, rows: Iterable[Indicator]) -> Iterator[Review]:
    """A question for each figure without a name; few figures have none."""
    unnamed = [row for row in rows if not row.measure]
    if not unnamed:
        return
    asked, answers = groups("extract-questions")[UNNAMED]
    texts = {p.target: p.text for p in report.passages}
    for row in unnamed[:MOST]:
        figure = texts[row.paragraph][slice(*row.at)]
        yield Review(
            source=row.source,
            start=row.start,
            end=row.end,
            rule=UNNAMED,
            question=asked.format(figure),
            evidence=row.quote,
            options=tuple(answers.split("\t")),
            entry="",
        )

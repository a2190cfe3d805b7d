"""What only a reader can tell: what figures without a name count, and whose and of which year figures are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from generator.clean.mentions import Body, bodies
from generator.lexicons import groups
from generator.model import Indicator, Passage, Report, Review

UNNAMED = "figure-without-name"
IDENTITY = "identity"
EVIDENCE = 40  # characters of the title, or of the first paragraph
MOST = 5  # questions of a report; where there are more, the text is of another kind than these reports


def questions(report: Report, rows: Sequence[Indicator]) -> Iterator[Review]:
    """What a report with figures does not tell of itself, and a question for each figure without a name."""
    first = next((p for p in report.passages if p.pieces), None)
    if rows and first and (lacking := _lacking(report)):
        yield _whose(report, lacking, first)
    yield from _names(report, rows)


def _lacking(report: Report) -> dict[str, str]:
    """What of body, region and year is not told, each with an example of what a person could write."""
    parts = re.findall("[^省市区县旗盟州]{1,6}[省市区县旗盟州]", report.region or report.organ or "")
    place = parts[-1] if parts else "某某区"
    years = Counter(re.findall(r"(?:19|20)\d\d(?=年)", "".join(p.text for p in report.texts)))
    found = {}
    if not report.organ:
        found["organ"] = f"{place}人大常委会"
    if not report.region and report.organ not in {body.short for body in _national()}:
        found["region"] = f"某某省{place}"
    if not report.year:
        found["year"] = max(years, key=lambda y: (years[y], y), default=(report.published or "某某")[:4])
    return found


def _national() -> Iterator[Body]:
    _, table, national = bodies()
    yield from (table[written] for written in national)


def _whose(report: Report, lacking: dict[str, str], passage: Passage) -> Review:
    asked, answers, *labels = groups("extract-questions")[IDENTITY]
    named = dict(label.split("\t") for label in labels)
    facts = "".join(f"    {field}: {value}\n" for field, value in lacking.items())
    return Review(
        source=report.source,
        start=passage.pieces[0].start,
        end=passage.pieces[-1].end,
        rule=IDENTITY,
        question=asked.format("、".join(named[field] for field in lacking)),
        evidence=passage.text[:EVIDENCE],
        options=tuple(answers.split("\t")),
        entry=f"articles:\n  - order: {report.order}\n{facts}",
    )


def _names(report: Report, rows: Sequence[Indicator]) -> Iterator[Review]:
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

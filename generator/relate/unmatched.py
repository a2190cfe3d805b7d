"""Names of figures that no entry of the catalogue takes, though one is near: a question for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from shlex import quote

from generator.model import Indicator, Report, Review
from generator.relate.catalogue import NONE, Catalogue, fold

NEAR = 0.6
"""Names that resemble no entry that much are not asked about: most figures are rightly of no entry."""


def questions(reports: Iterable[tuple[Report, Sequence[Indicator]]], catalogue: Catalogue) -> Iterator[Review]:
    """One question for each unmatched name and unit, at its first place, with the three nearest entries."""
    settled = catalogue.ignored.union(*(entry.aliases for entry in catalogue.entries))
    seen: set[tuple[str, str]] = set()
    for report, rows in reports:
        for row in rows:
            name = fold(row.measure)
            if row.canonical or not name or (name, row.unit) in seen or name in settled:
                continue
            seen.add((name, row.unit))
            organ = f"{report.organ or ''} {row.subject}"
            near = [
                n
                for n in catalogue.nearest(row.measure, row.unit, 6)
                if not n.entry.organs or any(word in organ for word in n.entry.organs)
            ][:3]
            if not near or near[0].score < NEAR:
                continue
            yield Review(
                source=row.source,
                start=row.start,
                end=row.end,
                rule="catalogue-name",
                question=f"“{row.measure}”（{row.unit}）是指标目录中的哪一项？",
                evidence=row.quote,
                options=(*(f"{n.entry.id} {n.entry.name}" for n in near), f"{NONE} 都不是"),
                entry=f"gongbao accept -- {quote(row.measure)} {near[0].entry.id}",
            )

"""Bodies beside a body: what others of its kind and rank say of the same indicators in their newest edition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup

from generator.model import Comparison
from generator.render.charts import plain
from generator.render.rows import Row
from generator.render.series import Body

MOST = 3  # bodies beside it
LINES = 16
FEWEST = 2  # indicators that make a table worth its place
NEAR = 3  # shared indicators that a common region above weighs


@dataclass(frozen=True)
class Cell:
    """A figure; ``alike``: it has the unit of the body's own; ``share`` of its bar, from 0 to 1, "" without one."""

    row: Row
    url: Markup
    alike: bool
    share: str


@dataclass(frozen=True)
class Line:
    """An indicator: the body's own figure, then that of each body beside it, None where its report has none."""

    name: str
    canonical: str
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Peers:
    """A table: the bodies, the body itself first, each with the year of its newest edition."""

    bodies: tuple[Body, ...]
    lines: tuple[Line, ...]


class Neighbours:
    """Finds them; every body is looked at once."""

    def __init__(self, bodies: Sequence[Body], comparisons: Iterable[Comparison]) -> None:
        self._bodies = {body.slug: body for body in bodies}
        self._rows = {row.indicator.id: (i.url, row) for body in bodies for i in body.items for row in i.rows}
        of = {i.report.id: body for body in bodies for i in body.items}
        self._told: dict[str, dict[str, Comparison]] = defaultdict(dict)
        self._holders: dict[str, list[str]] = defaultdict(list)
        for c in comparisons:
            body = of.get(c.report)
            if body and _counts(c, body) and c.indicator in self._rows and c.canonical not in self._told[body.slug]:
                self._told[body.slug][c.canonical] = c
                self._holders[c.canonical].append(body.slug)

    def of(self, body: Body) -> Peers | None:
        """The table of a body; None where there is too little to compare."""
        own = self._told.get(body.slug, {})
        shared: dict[str, int] = defaultdict(int)
        for canonical in own:
            for slug in self._holders[canonical]:
                shared[slug] += 1
        alike = [self._bodies[slug] for slug in shared if slug != body.slug and _ranks(self._bodies[slug], body)]
        alike.sort(key=lambda other: (-shared[other.slug] - NEAR * _near(other, body), other.slug))
        beside = (body, *alike[:MOST])
        lines = [
            Line(own[canonical].label, canonical, tuple(self._cell(b, canonical, own[canonical]) for b in beside))
            for canonical in own
            if any(canonical in self._told[b.slug] for b in beside[1:])
        ]
        return Peers(beside, tuple(lines[:LINES])) if len(lines) >= FEWEST else None

    def _cell(self, body: Body, canonical: str, own: Comparison) -> Cell | None:
        c = self._told[body.slug].get(canonical)
        if c is None:
            return None
        url, row = self._rows[c.indicator]
        value = Decimal(c.value)
        share = plain(value / 100) if c.unit == own.unit == "%" and 0 <= value <= 100 else ""
        return Cell(row, Markup(f"{url}#{row.anchor}"), c.unit == own.unit, share)


def _counts(c: Comparison, body: Body) -> bool:
    """Whether it is a plain result of the whole body, of its newest edition's year."""
    plainly = c.status == "achieved" and not (c.scope or c.breakdown or c.conflict)
    return plainly and c.organ in (body.name, *body.others) and c.year == str(body.years[0] if body.years else "")


def _ranks(one: Body, other: Body) -> bool:
    """Whether they are of a kind, in regions of a rank."""
    return one.items[0].kind == other.items[0].kind and len(one.region) == len(other.region)


def _near(one: Body, other: Body) -> bool:
    above = [tuple(link.name for link in body.region[:-1]) for body in (one, other)]
    return above[0] == above[1]

"""Bodies and their editions: one page for each body, with its indicators over the years."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from generator.lexicons import groups
from generator.model import Comparison
from generator.render.labels import labels, say
from generator.render.letters import reading
from generator.render.lists import Item, Link, newest_first
from generator.render.report import Row

COLUMNS = 6  # years side by side
# 南湖区 is nanhu, but a 开发区 or a 新区 keeps its name.
_GENERIC = re.compile(r"(?<=..)(?:特别行政区|自治[区州县旗]|地区|省|市|(?<![发新园范假税])区|县|盟|旗|街道|镇|乡)$")


@dataclass(frozen=True)
class Body:
    """A body with its editions, the newest first. ``others`` are names that some of them give it."""

    slug: str
    name: str
    others: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def url(self) -> Markup:
        """Its page, relative to the top of the site."""
        return Markup(f"bodies/{self.slug}.html")

    @property
    def region(self) -> tuple[Link, ...]:
        """Its region from the province down."""
        return self.items[0].region

    @property
    def years(self) -> list[int]:
        """Years of its editions, the newest first, each once."""
        return sorted({i.year for i in self.items if i.year}, reverse=True)

    @property
    def span(self) -> str:
        """Its years in words."""
        years = self.years
        if not years:
            return say("no-year")
        return say("year", years[0]) if len(years) == 1 else say("years", years[-1], years[0])


@dataclass(frozen=True)
class Edition:
    """A line of the list of editions; without ``items`` the years are between two editions, and not collected."""

    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Cell:
    """What one report says of an indicator; ``conflict``: another figure of the same year says otherwise.

    ``when`` is its period where that is not a whole year.
    """

    row: Row
    url: Markup
    conflict: bool
    when: str


@dataclass(frozen=True)
class Line:
    """An indicator over years: ``cells`` for each year of the table; ``curve`` where three years can be compared."""

    name: str
    canonical: str
    notes: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    curve: Curve | None

    @property
    def filled(self) -> int:
        """Years with a figure."""
        return sum(bool(cells) for cells in self.cells)


@dataclass(frozen=True)
class Curve:
    """A small line, oldest year left: points of an SVG of 96 by 24, and what it says in words."""

    points: Markup
    last: tuple[Markup, Markup]
    said: str


@dataclass(frozen=True)
class Grid:
    """Indicators of some years, the newest first; ``few`` are those with a figure for one year only."""

    years: tuple[str, ...]
    lines: tuple[Line, ...]
    few: tuple[Line, ...]


def bodies(items: Iterable[Item]) -> list[Body]:
    """Every body that is known, in the order of kinds, regions and names.

    Some kinds have one body in a place, whatever a report calls it (人大, 人大常委会): their editions are one series.
    """
    found: dict[tuple[str, str], list[Item]] = {}
    for i in items:
        if i.organ:
            one = i.kind if i.kind in labels().single and i.region else i.organ
            found.setdefault((i.region_name, one), []).append(i)
    made: list[Body] = []
    taken: set[str] = set()
    for key, some in sorted(found.items()):
        some.sort(key=newest_first)
        names = Counter(i.organ or "" for i in some)
        name = some[0].organ or ""
        slug = body_slug(some[0].region, name)
        if slug in taken:
            slug += f"-{sha256('|'.join(key).encode('utf-8', 'replace')).hexdigest()[:4]}"
        taken.add(slug)
        others = tuple(sorted((n for n in names if n != name), key=lambda n: (-names[n], n)))
        made.append(Body(slug, name, others, tuple(some)))
    return sorted(made, key=_order)


def _order(body: Body) -> tuple[object, ...]:
    kinds = [kind for kind, _ in labels().organs]
    kind = body.items[0].kind
    places = tuple(reading(link.name)[1] for link in body.region)
    return kinds.index(kind) if kind in kinds else len(kinds), places, reading(body.name)[1], body.slug


def body_slug(region: Sequence[Link], organ: str) -> str:
    """``zhejiang-jiaxing-nanhu-renda``: the whole region, so that no other source ever changes the address."""
    places = [_GENERIC.sub("", link.name) for link in region]
    spelled = ["".join(reading(place)[1]) for place in places]
    kind = _kinds(organ)
    parts = [*spelled, kind if kind and region else "".join(reading(organ)[1])]
    return "-".join(part for p in parts if (part := re.sub("[^a-z0-9]+", "", p)))[:90] or "body"


def _kinds(organ: str) -> str:
    """The kind of a body as it stands in addresses, by the longest form that its name ends with."""
    return next((slug for written, slug in _forms() if organ.endswith(written)), "")


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    entries = (e.split("\t") for some in groups("identity-organs").values() for e in some if not e.startswith("# "))
    return tuple(sorted(((written, slug) for written, _, slug in entries), key=lambda f: (-len(f[0]), f[0])))


def editions(body: Body) -> list[Edition]:
    """The editions, and between them the years that are not collected."""
    found: list[Edition] = []
    before: int | None = None
    for year in (*body.years, None):
        some = tuple(i for i in body.items if i.year == year)
        if year and before and before - year > 1:
            missing = say("year", year + 1) if before - year == 2 else say("years", year + 1, before - 1)
            found.append(Edition(missing, ()))
        if some:
            found.append(Edition(str(year) if year else say("no-year"), some))
        before = year
    return found


def grids(body: Body, comparisons: Iterable[Comparison]) -> list[Grid]:
    """The body's indicators over the years, in tables of a few years each; rows in the order of ``comparisons``.

    A row has one status, scope and breakdown: what is defined otherwise stands in a row of its own.
    """
    cells: dict[str, tuple[Item, Row]] = {row.indicator.id: (i, row) for i in body.items for row in i.rows}
    names = {body.name, *body.others}
    found: dict[tuple[str, ...], dict[str, list[tuple[Comparison, Cell]]]] = {}
    heads: dict[tuple[str, ...], Comparison] = {}
    for c in comparisons:
        if c.indicator not in cells or c.organ not in names:
            continue
        item, row = cells[c.indicator]
        key = (c.canonical, c.status, c.scope, c.breakdown)
        heads.setdefault(key, c)
        cell = Cell(row, Markup(f"{item.url}#{row.anchor}"), c.conflict, c.year if len(c.year) > 4 else "")
        found.setdefault(key, {}).setdefault(c.year[:4], []).append((c, cell))
    years = sorted({year for of in found.values() for year in of}, reverse=True)
    return [g for some in _windows(years) if (g := _grid(some, found, heads, len(years))).lines or g.few]


def _windows(years: Sequence[str]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(years), COLUMNS):
        yield tuple(years[start : start + COLUMNS])


def _grid(
    years: tuple[str, ...],
    found: dict[tuple[str, ...], dict[str, list[tuple[Comparison, Cell]]]],
    heads: dict[tuple[str, ...], Comparison],
    of: int,
) -> Grid:
    lines = []
    for key, by_year in found.items():
        here = {year: by_year[year] for year in years if year in by_year}
        if not here:
            continue
        head = heads[key]
        notes = tuple(n for n in (labels().statuses.get(head.status, ""), head.scope, head.breakdown) if n)
        told = tuple(tuple(cell for _, cell in here.get(year, ())) for year in years)
        lines.append(Line(head.label, head.canonical, notes, told, _curve(here)))
    several = tuple(line for line in lines if line.filled > 1)
    if of == 1 or not several:
        return Grid(years, tuple(lines), ())
    return Grid(years, several, tuple(line for line in lines if line.filled == 1))


def _curve(by_year: dict[str, list[tuple[Comparison, Cell]]]) -> Curve | None:
    """A line where at least three years have one figure each, in one unit."""
    alone = {year: told[0] for year, told in sorted(by_year.items()) if len(told) == 1 and year.isdigit()}
    some = [(year, c) for year, (c, cell) in alone.items() if not cell.when]
    if len(some) < 3 or len(some) < len(by_year) or len({c.unit for _, c in some}) > 1:
        return None
    try:
        points = [(int(year), float(Decimal(c.value))) for year, c in some]
    except InvalidOperation:
        return None
    low, high = min(v for _, v in points), max(v for _, v in points)
    first, last = points[0][0], points[-1][0]
    drawn = [
        (f"{2 + 90 * (year - first) / (last - first):.1f}", f"{20 - 16 * (value - low) / ((high - low) or 1):.1f}")
        for year, value in points
    ]
    way = "rise" if points[-1][1] > points[0][1] else "fall" if points[-1][1] < points[0][1] else "same"
    said = say("curve", first, last, say(f"curve-{way}"))
    return Curve(Markup(" ".join(f"{x},{y}" for x, y in drawn)), (Markup(drawn[-1][0]), Markup(drawn[-1][1])), said)

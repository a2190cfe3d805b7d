"""What an indicator page shows: the figures of an entry by body and year, what keeps them apart, what can be drawn."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from markupsafe import Markup

from generator.model import Comparison, Indicator
from generator.relate.catalogue import Entry, fold
from generator.render import charts
from generator.render.facets import Facets, facets
from generator.render.labels import labels, say
from generator.render.lists import Item
from generator.render.places import figure_anchor, region_parts
from generator.render.rows import Row
from generator.render.series import Body

YEARS = 6  # side by side
MANY = 40  # bodies: beyond, the sentences get pages of their own
NARROW = 12  # bodies that are worth a filter
PAGE = 260_000  # bytes of a page of sentences or rows, about
SENTENCE_BYTES = 900
DRAWN = 12  # bodies in a chart; of more, a part or their distribution
PANELS = 6
SPAN = 15  # years of a line


@dataclass(frozen=True)
class Sum:
    """An arithmetic check: the written figures that it reckons with, what the text states, and what comes out."""

    kind: str
    terms: tuple[str, ...]
    stated: str
    expected: str
    unit: str
    holds: bool


@dataclass(frozen=True)
class Told:
    """A figure of an entry: what is compared, where it stands, and the words around it."""

    comparison: Comparison
    item: Item
    row: Row
    quote: tuple[str, str, str]
    sums: tuple[Sum, ...]

    @property
    def indicator(self) -> Indicator:
        """The figure."""
        return self.row.indicator

    @property
    def year(self) -> str:
        """The column that it belongs to."""
        return self.comparison.year[:4]

    @property
    def when(self) -> str:
        """Its period where that is not a whole year."""
        return self.comparison.year if len(self.comparison.year) > 4 else ""

    @property
    def lead(self) -> str:
        """What stands in front of the number; an entry's name does not tell whether something rose or fell."""
        falls = self.comparison.value.startswith("-") and not self.indicator.value.startswith("-")
        down = labels().directions["down"]
        return down + self.row.before if falls and down not in self.row.before else self.row.before

    @property
    def shown(self) -> str:
        """As its report writes it."""
        return f"{self.lead}{self.row.number}{self.row.after}"

    @property
    def value(self) -> Decimal:
        """Its value in the base unit."""
        return Decimal(self.comparison.value)

    @property
    def anchor(self) -> Markup:
        """Its place on the page of its entry."""
        return figure_anchor(self.indicator.id)

    @property
    def url(self) -> Markup:
        """Its place in its report."""
        return Markup(f"{self.item.url}#{self.row.anchor}")

    @property
    def notes(self) -> tuple[str, ...]:
        """Why it is not a plain result of the whole body."""
        c = self.comparison
        return tuple(n for n in (labels().statuses.get(c.status, ""), c.scope, c.breakdown) if n)


@dataclass(frozen=True)
class Line:
    """Figures of a body that are defined alike, by year; ``notes`` tell how they differ from its other lines."""

    notes: tuple[str, ...]
    cells: tuple[tuple[Told, ...], ...]
    missing: tuple[bool, ...]
    """Years for which the body has a report, and the report no such figure."""


@dataclass(frozen=True, eq=False)
class Holder:
    """A body with figures of an entry. ``told`` are all of them, the newest first."""

    name: str
    place: str
    url: Markup
    region: str
    kind: str
    told: tuple[Told, ...]
    reported: frozenset[str]
    """Years of its reports."""

    def lines(self, years: Sequence[str]) -> list[Line]:
        """Its figures of these years; plain results come first."""
        groups: dict[tuple[str, ...], list[Told]] = defaultdict(list)
        for t in self.told:
            if t.year in years:
                groups[t.comparison.status, t.comparison.scope, t.comparison.breakdown].append(t)
        order = sorted(groups, key=lambda key: (key[0] != "achieved", key[0], key[1] != "", key[2] != "", key))
        found = []
        for n, key in enumerate(order):
            cells = tuple(tuple(t for t in groups[key] if t.year == year) for year in years)
            missing = tuple(n == 0 and not self.of(year) and year in self.reported for year in years)
            found.append(Line(groups[key][0].notes, cells, missing))
        return found

    def of(self, year: str) -> list[Told]:
        """Its figures of a year."""
        return [t for t in self.told if t.year == year]

    def said(self, years: Sequence[str]) -> list[Told]:
        """Its figures of these years, the newest first."""
        return [t for t in self.told if t.year in years]


@dataclass(frozen=True)
class Near:
    """An entry that looks alike and is not the same, with a few of its figures."""

    entry: Entry
    url: Markup
    told: tuple[Told, ...]
    count: int


@dataclass(frozen=True)
class Missing:
    """Bodies of the same kinds whose report of a year has no figure of the entry."""

    year: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True)
class Sheet:
    """An entry with its figures: one page."""

    entry: Entry
    url: Markup
    holders: tuple[Holder, ...]
    repeats: tuple[tuple[Item, Row], ...]
    """Figures that only repeat or round another one, or are of a year that the text does not name."""

    @cached_property
    def told(self) -> list[Told]:
        """Every figure."""
        return [t for h in self.holders for t in h.told]

    @cached_property
    def years(self) -> list[str]:
        """Its years, the newest first."""
        return sorted({t.year for t in self.told}, reverse=True)

    @cached_property
    def told_years(self) -> list[str]:
        """Years with results, the newest first; all of its years where it has goals only."""
        done = {t.year for t in self.told if t.comparison.status == "achieved"}
        return [year for year in self.years if year in done] or self.years

    @property
    def windows(self) -> list[list[str]]:
        """Years side by side, the newest first; those that only goals and plans are of come last."""
        main = self.told_years
        rest = [year for year in self.years if year not in main]
        return [some[n : n + YEARS] for some in (main, rest) for n in range(0, len(some), YEARS)]

    def aimed(self, years: Sequence[str]) -> bool:
        """Whether only goals and plans are of these years, while other years have results."""
        return not set(years) & set(self.told_years)

    @property
    def span(self) -> str:
        """Its years in words."""
        last, first = self.told_years[0], self.told_years[-1]
        told = say("year", last) if first == last else say("years", first, last)
        return say("and-aims", told, self.years[0]) if self.years[0] > last else told

    @property
    def many(self) -> bool:
        """Whether its sentences need pages of their own."""
        return len(self.holders) > MANY or len(self.told) * SENTENCE_BYTES > PAGE

    @property
    def csv(self) -> Markup:
        """Its rows as a file."""
        return Markup(self.url.removesuffix("html") + "csv")

    @cached_property
    def units(self) -> list[str]:
        """Units that the figures have, the most frequent first."""
        counts = Counter(t.comparison.unit for t in self.told)
        return sorted(counts, key=lambda unit: (-counts[unit], unit))

    @cached_property
    def names(self) -> list[tuple[str, list[Holder]]]:
        """What the texts call it, the most frequent name first, with the bodies that do."""
        found: dict[str, tuple[set[str], dict[Holder, None]]] = defaultdict(lambda: (set(), {}))
        for holder in self.holders:
            for t in holder.told:
                spelled, holders = found[fold(t.indicator.measure)]
                spelled.add(t.indicator.measure)
                holders[holder] = None
        named = [(min(spelled, key=lambda n: (len(n), n)), [*holders]) for spelled, holders in found.values()]
        return sorted(named, key=lambda n: (-len(n[1]), n[0]))

    @property
    def parted(self) -> list[str]:
        """Every note that keeps a line apart from plain results."""
        return list(dict.fromkeys(note for h in self.holders for t in h.told for note in t.notes))

    def over(self, years: Sequence[str]) -> list[Holder]:
        """Bodies with figures of these years."""
        return [h for h in self.holders if any(t.year in years for t in h.told)]

    def parts(self, years: Sequence[str]) -> list[tuple[str, list[Holder]]]:
        """Bodies with figures of these years by province, the nation first; one part without name where that is few."""
        found: dict[str, list[Holder]] = {"": []}
        for holder in self.over(years):
            found.setdefault("".join(region_parts(holder.region)[:1]) if self.grouped else "", []).append(holder)
        return [(name, some) for name, some in found.items() if some]

    @cached_property
    def grouped(self) -> bool:
        """Whether its bodies are so many that they stand below the names of their provinces."""
        return len(self.holders) >= NARROW and len({"".join(region_parts(h.region)[:1]) for h in self.holders}) > 2

    @cached_property
    def facets(self) -> Facets:
        """What its table can be narrowed by, where that helps."""
        items = list({t.item.report.id: t.item for t in self.told}.values())
        some = facets(items) if len(self.holders) >= NARROW else Facets((), (), (), ())
        deep = tuple(o for o in some.region if o.depth < 2)
        return Facets(deep if len(deep) > 1 else (), some.kind, (), ())

    @cached_property
    def drawn(self) -> list[charts.Chart]:
        """What can be drawn: nothing where fewer than two figures can be compared."""
        return list(_drawn(self))


def _drawn(sheet: Sheet) -> Iterator[charts.Chart]:
    """Bodies side by side, each in its last year; then those with three years and more over the years.

    Where there are too many bodies for that, amounts show the largest of one year and of one kind of region, and
    rates how they are spread.
    """
    part, unit, by_holder = _comparable(sheet)
    rate = unit in charts.RATES
    level = ""
    if not rate and len(by_holder) > DRAWN:
        depths = Counter(len(region_parts(h.region)) for h, _ in by_holder)
        depth = max(depths, key=lambda d: (depths[d], -d))
        by_holder = [(h, by) for h, by in by_holder if len(region_parts(h.region)) == depth]
        level = say(f"level-{min(depth, 4)}")
    if len(by_holder) > DRAWN:
        years = Counter(year for _, by in by_holder for year in by)
        year = max(years, key=lambda y: (years[y], y))
        values = [_value(h, by[year]) for h, by in by_holder if year in by]
        values.sort(key=lambda v: -v.value)
        if rate and len(values) > DRAWN:
            yield replace(charts.spread(values, unit), part=part)
        elif rate and len(values) > 1:
            values = values[::-1] if sheet.entry.better == "down" else values
            yield replace(charts.dots([(v, None) for v in values], unit, year=True), part=part)
        elif not rate and len(values) > 1 and values[-1].value >= 0:
            yield replace(charts.bars(values[:DRAWN], unit, of=len(values), level=level), part=part)
    elif len(by_holder) > 1:
        pairs = []
        for h, by in by_holder:
            now = max(by)
            before = by.get(str(int(now) - 1)) if now.isdigit() else None
            pairs.append((_value(h, by[now]), _value(h, before) if before else None))
        pairs.sort(key=lambda pair: pair[0].value if sheet.entry.better == "down" else -pair[0].value)
        if rate:
            yield replace(charts.dots(pairs, unit), part=part)
        elif all(now.value >= 0 for now, _ in pairs):
            yield replace(charts.bars([now for now, _ in pairs], unit), part=part)
    since = str(max((int(year) for _, by in by_holder for year in by), default=0) - SPAN)
    recent = [(h, {year: t for year, t in by.items() if year > since}) for h, by in by_holder]
    long = [(h, by) for h, by in recent if len(by) > 2 and (rate or min(t.value for t in by.values()) >= 0)]
    if long:
        few = sorted(long, key=lambda pair: (-len(pair[1]), len(region_parts(pair[0].region))))[:PANELS]
        series = [[_value(h, by[year]) for year in sorted(by)] for h, by in few]
        yield replace(charts.lines(series, unit, of=len(long)), part=part)


def _comparable(sheet: Sheet) -> tuple[str, str, list[tuple[Holder, dict[str, Told]]]]:
    """The results that are defined alike, in one unit and without contradiction, that most bodies have."""
    found: dict[tuple[str, str], dict[int, dict[str, Told]]] = defaultdict(lambda: defaultdict(dict))
    for n, holder in enumerate(sheet.holders):
        for t in holder.told:
            c = t.comparison
            if c.status == "achieved" and not c.scope and not c.conflict and len(c.year) == 4 and c.year.isdigit():
                found[c.breakdown, c.unit][n].setdefault(c.year, t)
    if not found:
        return "", "", []
    part, unit = min(found, key=lambda key: (-len(found[key]), key[0] != "", sheet.units.index(key[1]), key))
    return part, unit, [(sheet.holders[n], by) for n, by in found[part, unit].items()]


def _value(holder: Holder, t: Told) -> charts.Value:
    return charts.Value(holder.name + (f"（{holder.place}）" if holder.place else ""), t.year, t.value, t.shown)

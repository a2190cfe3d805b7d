"""Indicator pages: the catalogue's entries that have figures, a page for each, and the lists of all figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from generator.model import Check, Comparison, Indicator
from generator.relate.catalogue import Catalogue, Entry, bigrams, fold
from generator.render import charts
from generator.render.browse import UP, Browsing, Facets, Render, facets
from generator.render.labels import labels, say
from generator.render.lists import Item, newest_first
from generator.render.package import csv_bytes
from generator.render.places import figure_anchor, indicator_page, region_parts
from generator.render.rows import Row, sentence
from generator.render.series import Body
from generator.render.writer import Writer

T = TypeVar("T")

YEARS = 6  # side by side
MANY = 40  # bodies: beyond, the sentences get pages of their own
NARROW = 12  # bodies that are worth a filter
PAGE = 260_000  # bytes of a page of sentences or rows, about
ROW_BYTES, SENTENCE_BYTES, NAME_BYTES = 620, 900, 190
DRAWN = 12  # bodies in a chart; of more, a part or their distribution
PANELS = 6
SPAN = 15  # years of a line
NAMED = 12  # bodies or names that a note lists; of more, their number
NEAR = 0.5  # of the character pairs of a name that another one of its group shares, to be called near it
LONG = 90  # characters of a sentence that is quoted whole
SHARED = 200  # names without entry that several bodies use


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

    @property
    def windows(self) -> list[list[str]]:
        """Years side by side, the newest first."""
        return [self.years[n : n + YEARS] for n in range(0, len(self.years), YEARS)]

    @property
    def span(self) -> str:
        """Its years in words."""
        last, first = self.years[0], self.years[-1]
        return say("year", last) if first == last else say("years", first, last)

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


class Indicators:
    """Everything that the indicator pages are made from."""

    def __init__(self, b: Browsing, catalogue: Catalogue) -> None:
        self.b, self.corpus, self.catalogue = b, b.corpus, catalogue
        self.items = {i.report.id: i for i in b.items}
        self.rows = {row.indicator.id: (i, row) for i in b.items for row in i.rows}
        self.bodies = {i.report.id: body for body in b.bodies for i in body.items}
        self._texts: dict[str, dict[str, str]] = {}
        self._checks: dict[str, list[Check]] = defaultdict(list)
        for check in b.corpus.checks:
            for term in check.terms:
                self._checks[term].append(check)

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Pages by the id of their entry, in the order of the catalogue."""
        by_entry: dict[str, list[Comparison]] = defaultdict(list)
        for c in self.corpus.comparisons:
            if c.canonical in self.catalogue.by_id and c.indicator in self.rows:
                by_entry[c.canonical].append(c)
        compared = {c.indicator for c in self.corpus.comparisons}
        repeats: dict[str, list[tuple[Item, Row]]] = defaultdict(list)
        for id_, (item, row) in self.rows.items():
            if row.indicator.canonical and id_ not in compared:
                repeats[row.indicator.canonical].append((item, row))
        return {
            e.id: Sheet(
                e, Markup(indicator_page(e.id)), tuple(self._holders(by_entry[e.id])), tuple(repeats.get(e.id, ()))
            )
            for e in self.catalogue.entries
            if e.id in by_entry
        }

    def groups(self) -> list[tuple[str, list[Sheet]]]:
        """Pages by the groups of the catalogue."""
        found: dict[str, list[Sheet]] = {}
        for sheet in self.sheets.values():
            found.setdefault(sheet.entry.group, []).append(sheet)
        return list(found.items())

    def group_of(self, sheet: Sheet) -> int:
        """The number of its group on the index page."""
        return [*dict.fromkeys(s.entry.group for s in self.sheets.values())].index(sheet.entry.group) + 1

    def _holders(self, comparisons: Sequence[Comparison]) -> list[Holder]:
        """Bodies in the order in which they are browsed; a body that no report is of comes last."""
        order = {body.slug: n for n, body in enumerate(self.b.bodies)}
        found: dict[tuple[int, str, str], list[Told]] = defaultdict(list)
        of: dict[tuple[int, str, str], Body] = {}
        for c in comparisons:
            item, row = self.rows[c.indicator]
            body = self.bodies.get(c.report)
            key = (len(order), c.region, c.organ)
            if body and c.organ in (body.name, *body.others):
                key = (order[body.slug], "", "")
                of[key] = body
            found[key].append(Told(c, item, row, self._quote(item, row), tuple(self._sums(c.indicator))))
        named = Counter(of[key].name if key in of else key[2] for key in found)
        holders = []
        for key in sorted(found):
            told = sorted(found[key], key=lambda t: (t.comparison.year, t.item.report.id), reverse=True)
            owner = of.get(key)
            first = told[0].item
            name = owner.name if owner else key[2] or say("no-organ")
            place = region_parts(told[0].comparison.region)
            holders.append(
                Holder(
                    name,
                    "".join(place[-2:]) if named[name] > 1 else "",
                    owner.url if owner else Markup(""),
                    first.region_name,
                    first.kind,
                    tuple(told),
                    frozenset(str(i.year) for i in owner.items if i.year) if owner else frozenset(),
                )
            )
        return holders

    def _quote(self, item: Item, row: Row) -> tuple[str, str, str]:
        """The sentence cut around the figure; where that is long, as much of it as fits, from clause to clause."""
        texts = self._texts.get(item.report.id)
        if texts is None:
            texts = self._texts[item.report.id] = {p.target: p.text for p in item.report.passages}
        text = texts.get(row.indicator.paragraph, "")
        if not text or not row.marked:
            return row.quote
        return sentence(text, row.indicator.at, LONG, LONG // 2)

    def _sums(self, indicator: str) -> Iterator[Sum]:
        for check in self._checks.get(indicator, ()):
            if all(term in self.rows for term in check.terms):
                shown = tuple(f"{row.number}{row.after}" for _, row in (self.rows[t] for t in check.terms))
                unit = self.rows[check.terms[-1]][1].indicator.unit
                yield Sum(check.kind, shown[:-1], shown[-1], check.expected, unit, check.holds)

    def near(self, sheet: Sheet, most: int = 4) -> list[Near]:
        """Entries with figures that look alike: those the catalogue names, then those of much the same name."""
        entry = sheet.entry
        ids = dict.fromkeys(entry.similar)
        ids.update(dict.fromkeys(e.id for e in self.catalogue.entries if entry.id in e.similar))
        own = bigrams(fold(entry.name))
        for other in self.catalogue.entries:
            pairs = bigrams(fold(other.name))
            if other.group == entry.group and len(own & pairs) >= NEAR * max(1, min(len(own), len(pairs))):
                ids.setdefault(other.id)
        found = []
        for id_ in ids:
            beside = self.sheets.get(id_)
            if beside and id_ != entry.id:
                told = [h.told[0] for h in beside.holders]
                some = sorted(told, key=lambda t: (t.comparison.year, t.indicator.confidence), reverse=True)[:2]
                found.append(Near(beside.entry, beside.url, tuple(some), len(beside.told)))
        return found[:most]

    def missing(self, sheet: Sheet) -> list[Missing]:
        """Which bodies of the same kinds say nothing of it, for each of the newest years."""
        kinds = {h.kind for h in sheet.holders if h.kind}
        by_url = {h.url: h for h in sheet.holders if h.url}
        found = []
        for year in sheet.years[:YEARS]:
            bodies = tuple(
                body
                for body in self.b.bodies
                if body.items[0].kind in kinds
                and any(str(i.year) == year for i in body.items)
                and not (body.url in by_url and by_url[body.url].of(year))
            )
            if bodies:
                found.append(Missing(year, bodies))
        return found

    @cached_property
    def unlisted(self) -> list[tuple[Item, list[Row]]]:
        """Figures without entry, by report."""
        found = [(i, [row for row in i.rows if not row.indicator.canonical]) for i in self.b.items]
        return [(i, rows) for i, rows in found if rows]

    @property
    def unlisted_count(self) -> int:
        """How many they are."""
        return sum(len(rows) for _, rows in self.unlisted)

    @cached_property
    def unlisted_names(self) -> list[tuple[str, str, list[tuple[Item, Row]]]]:
        """Names without entry that several bodies use, with their unit: what the catalogue may want next."""
        found: dict[tuple[str, str], dict[str, tuple[Item, Row]]] = defaultdict(dict)
        for item, rows in self.unlisted:
            for row in rows:
                name = fold(row.indicator.measure)
                if len(name) > 1 and item.organ:
                    found[name, row.indicator.unit].setdefault(item.region_name + item.organ, (item, row))
        several = [(uses, unit) for (_, unit), uses in found.items() if len(uses) > 1]
        several.sort(key=lambda s: -len(s[0]))
        return [
            (next(iter(uses.values()))[1].indicator.measure, unit, [*uses.values()]) for uses, unit in several[:SHARED]
        ]


def add_indicators(render: Render, writer: Writer, ind: Indicators, *, data: str = "") -> None:
    """Write every indicator page; ``data`` is the folder of the data package, empty where there is none."""
    with_rows = sorted((i for i in ind.b.items if i.rows), key=newest_first)
    total = sum(len(i.rows) for i in with_rows)
    meta = {"title": say("indicators"), "layout": "wide"}
    render("indicators.md.j2", "indicators/index.md", UP, meta, ind=ind, count=len(with_rows), total=total, data=data)
    for sheet in ind.sheets.values():
        _sheet(render, writer, ind, sheet, data)
    pages = [*_paged(with_rows, lambda i: len(i.rows) * ROW_BYTES)]
    for n, chunk in enumerate(pages, 1):
        meta = {"title": say("all-figures", n), "layout": "wide"}
        render(
            "indicator_rows.md.j2", f"indicators/rows_{n}.md", UP, meta,
            groups=chunk, n=n, pages=pages, count=len(with_rows), total=total,
        )  # fmt: skip
    parts = [*_paged(ind.unlisted, lambda u: len(u[1]) * NAME_BYTES)]
    for n, part in enumerate(parts, 1):
        meta = {"title": say("unlisted", n), "layout": "wide"}
        render(
            "indicator_unlisted.md.j2", f"indicators/unlisted_{n}.md", UP, meta,
            ind=ind, groups=part, n=n, pages=parts, total=ind.unlisted_count,
        )  # fmt: skip


def _sheet(render: Render, writer: Writer, ind: Indicators, sheet: Sheet, data: str) -> None:
    stem = sheet.url.removesuffix(".html")
    meta = {"title": sheet.entry.name, "layout": "wide", "description": sheet.entry.definition}
    if sheet.facets.any:
        meta["narrow"] = "yes"
    parts = [*_paged(sheet.holders, lambda h: len(h.told) * SENTENCE_BYTES)] if sheet.many else []
    own = Markup(stem.removeprefix("indicators/"))
    parted = {h.name + h.place: n for n, part in enumerate(parts, 1) for h in part}
    render(
        "indicator.md.j2", f"{stem}.md", UP, meta, ind=ind, sheet=sheet, near=ind.near(sheet),
        missing=ind.missing(sheet), group=ind.group_of(sheet), stem=own, parted=parted, data=data,
    )  # fmt: skip
    for n, part in enumerate(parts, 1):
        meta = {"title": say("sentences", sheet.entry.name, n), "layout": "wide"}
        render(
            "indicator_said.md.j2", f"{stem}_{n}.md", UP, meta,
            sheet=sheet, holders=part, n=n, count=len(parts), stem=own,
        )  # fmt: skip
    writer.bytes(sheet.csv, csv_bytes(_records(sheet), _FIELDS))


_FIELDS = (
    "region", "organ", "year", "value", "unit", "qualifier", "status", "scope", "breakdown", "conflict", "measure",
    "quote", "report", "page", "source", "start", "end", "confidence",
)  # fmt: skip


def _records(sheet: Sheet) -> Iterator[dict[str, object]]:
    """A row for each figure, as in comparisons.csv, with its words and its place."""
    for t in sheet.told:
        known = {**vars(t.indicator), **vars(t.comparison), "quote": t.indicator.quote, "page": str(t.url)}
        yield {field: known[field] for field in _FIELDS}


def _paged(entries: Iterable[T], weight: Callable[[T], int]) -> Iterator[list[T]]:
    """Entries for one page each; at least one page, even an empty one."""
    page: list[T] = []
    size = 0
    for entry in entries:
        if page and size + weight(entry) > PAGE:
            yield page
            page, size = [], 0
        page.append(entry)
        size += weight(entry)
    yield page

"""Indicator pages: the catalogue's entries that have figures, a page for each, and the lists of all figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from markupsafe import Markup

from generator.model import Check, Comparison
from generator.relate.catalogue import Catalogue, bigrams, fold
from generator.render.browse import UP, Render
from generator.render.browsing import Browsing
from generator.render.facets import facets
from generator.render.labels import say
from generator.render.lists import Item, newest_first
from generator.render.package import csv_bytes
from generator.render.places import indicator_page, region_parts
from generator.render.rows import Row, sentence
from generator.render.series import Body
from generator.render.sheets import PAGE, SENTENCE_BYTES, YEARS, Holder, Missing, Near, Sheet, Sum, Told
from generator.render.writer import Writer

T = TypeVar("T")

NAME_BYTES = 190
NEAR = 0.5  # of the character pairs of a name that another one of its group shares, to be called near it
LONG = 90  # characters of a sentence that is quoted whole
SHARED = 200  # names without entry that several bodies use


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
        if not text or not row.marked or not row.paragraph:
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
    # A report's page has all of its figures with their sentences: a list of reports leads to them.
    meta = {"title": say("by-report"), "layout": "wide", "narrow": "yes"}
    render(
        "indicator_reports.md.j2", "indicators/by_report.md", UP, meta,
        items=with_rows, facets=facets(with_rows), total=total,
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

"""Reports in lists: by year, by body, by region; the tree of regions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from generator.model import Report
from generator.render.labels import labels, say
from generator.render.letters import reading
from generator.render.places import Place, region_parts, report_page, slug
from generator.render.report import Row, View
from generator.render.subjects import Spoken

NOWHERE = Markup("")


@dataclass(frozen=True)
class Item:
    """A report in lists: what there is to say about it without its text."""

    report: Report
    url: Markup
    name: str
    characters: int
    rows: tuple[Row, ...]
    figures: tuple[Row, ...]
    flags: tuple[str, ...]
    terms: tuple[str, ...]
    region: tuple[Link, ...]
    subjects: tuple[Spoken, ...] = ()
    body: Markup = NOWHERE
    """The page of its body; empty where no body is known."""
    alike: bool = False
    """Another report is of the same body and year."""

    @property
    def id(self) -> str:
        """An id for its place on pages of several reports."""
        return slug(self.report.id)

    @property
    def organ(self) -> str | None:
        """The body."""
        return self.report.organ

    @property
    def year(self) -> int | None:
        """The reported year."""
        return self.report.year

    @property
    def place(self) -> str:
        """The smallest known region."""
        return self.region[-1].name if self.region else ""

    @property
    def region_name(self) -> str:
        """The region from the province down, as one name."""
        return "".join(link.name for link in self.region)

    @property
    def kind(self) -> str:
        """The kind of body, empty where no body is known."""
        return labels().organ_kind(self.organ) or ""

    @property
    def short(self) -> str:
        """Body and year, with the title where others share them, or the title where neither is known."""
        told = "，".join(str(part) for part in (self.organ, self.year) if part)
        return (f"{told}《{self.name}》" if self.alike else told) or self.name

    @property
    def year_anchor(self) -> Markup:
        """Its group on the list by year."""
        return _anchor("y", self.year)

    @property
    def organ_anchor(self) -> Markup:
        """Its group on the list by body."""
        return _anchor("o", labels().organ_kind(self.organ))


@dataclass(frozen=True)
class Link:
    """A name with its group on a list page."""

    name: str
    anchor: Markup
    count: int = 0


@dataclass(frozen=True)
class Use:
    """Where a report names something: the report and the places in it."""

    item: Item
    places: tuple[Place, ...]


@dataclass
class Region:
    """A node of the tree of regions; ``items`` are the reports of exactly this region."""

    name: str
    anchor: Markup
    items: list[Item] = field(default_factory=list)
    children: list[Region] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Reports here and below."""
        return len(self.items) + sum(child.count for child in self.children)


@dataclass(frozen=True)
class Listing:
    """A group of a list of reports; ``lists`` are (sub-heading or "", reports)."""

    id: Markup
    name: str
    lists: tuple[tuple[str, tuple[Item, ...]], ...]

    @property
    def anchor(self) -> Markup:
        """A link to it on its page."""
        return Markup("#") + self.id

    @property
    def count(self) -> int:
        """Reports in it."""
        return sum(len(entries) for _, entries in self.lists)


def item(v: View) -> Item:
    """What lists say about a report."""
    r = v.report
    parts = region_parts(r.region)
    region = tuple(Link(name, _anchor("r", "".join(parts[: i + 1]))) for i, name in enumerate(parts))
    heads = [r.title.text if r.title else "", *(part.heading or "" for part in v.parts)]
    terms = tuple(dict.fromkeys(re.findall(r"“([^“”]{2,6})”", "\n".join(heads))))
    return Item(r, Markup(report_page(r)), r.name, v.characters, v.rows, v.figures, tuple(v.flags), terms, region)


def told_apart(items: Sequence[Item]) -> list[Item]:
    """The items, those marked that share body and year with another."""
    counts = Counter((i.organ, i.year) for i in items)
    return [replace(i, alike=counts[i.organ, i.year] > 1) for i in items]


def newest_first(item: Item) -> tuple[object, ...]:
    """Sort key."""
    r = item.report
    return (-(r.year or 0), r.region or "\uffff", r.organ or "\uffff", r.source, r.order)


def _grouped(items: Iterable[Item], key: Callable[[Item], Any]) -> list[tuple[Any, tuple[Item, ...]]]:
    """Groups in the order in which their first item comes."""
    found: dict[Any, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return [(value, tuple(group)) for value, group in found.items()]


def by_year(items: Iterable[Item]) -> list[Listing]:
    """One group for each year, in the order of ``items``."""
    return [
        Listing(_group_id("y", year), say("year", year) if year else say("no-year"), (("", group),))
        for year, group in _grouped(items, lambda i: i.year)
    ]


def by_organ(items: Iterable[Item]) -> list[Listing]:
    """One group for each kind of body, a list for each body."""
    known = [kind for kind, _ in labels().organs]
    kinds = _grouped(items, lambda i: labels().organ_kind(i.organ))
    kinds.sort(key=lambda kind: known.index(kind[0]) if kind[0] in known else len(known) + (not kind[0]))
    return [
        Listing(
            _group_id("o", kind),
            kind or say("no-organ"),
            tuple((organ or "", some) for organ, some in _grouped(group, lambda i: i.organ)),
        )
        for kind, group in kinds
    ]


def tree(items: Iterable[Item]) -> list[Region]:
    """Regions from the province down; chains without reports or branches stay, for they say where a place is."""
    top: list[Region] = []
    for item in sorted((i for i in items if i.region), key=lambda i: (_spelled(i), newest_first(i))):
        level = top
        node = None
        for link in item.region:
            node = next((n for n in level if n.name == link.name), None)
            if node is None:
                node = Region(link.name, link.anchor)
                level.append(node)
            level = node.children
        if node:
            node.items.append(item)
    return top


def _spelled(item: Item) -> tuple[object, ...]:
    return tuple((reading(link.name)[1], link.name) for link in item.region)


def by_region(items: Sequence[Item]) -> list[Listing]:
    """One group for each region that has reports, and for each above it, in the order of the tree."""

    def walk(nodes: Iterable[Region], above: str) -> Iterator[Listing]:
        for node in nodes:
            name = above + node.name
            lists = (("", tuple(sorted(node.items, key=newest_first))),) if node.items else ()
            yield Listing(Markup(node.anchor[1:]), name, lists)
            yield from walk(node.children, name)

    found = list(walk(tree(items), ""))
    unknown = tuple(i for i in items if not i.region)
    return [*found, Listing(_group_id("r", None), say("no-region"), (("", unknown),))] if unknown else found


def _anchor(kind: str, value: object) -> Markup:
    return Markup("#") + _group_id(kind, value)


def _group_id(kind: str, value: object) -> Markup:
    return Markup(f"{kind}-none" if value is None or value == "" else f"{kind}-{slug(str(value))}")

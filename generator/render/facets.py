"""Facets: what a list of reports can be narrowed by, region, body, year and subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.render.labels import say
from generator.render.lists import Item, Region, by_organ, tree


@dataclass(frozen=True)
class Option:
    """A choice of a facet; ``name`` is what a reader sees, ``depth`` how far it is indented."""

    value: str
    name: str
    depth: int = 0


@dataclass(frozen=True)
class Facets:
    """What a list can be narrowed by: choices of each facet, those with fewer than two are left out."""

    region: tuple[Option, ...]
    kind: tuple[Option, ...]
    year: tuple[Option, ...]
    subject: tuple[Option, ...]

    @property
    def any(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.region or self.kind or self.year or self.subject)


def facets(items: Sequence[Item]) -> Facets:
    """What a list of these reports can be narrowed by."""
    regions: list[Option] = []

    def walk(nodes: Iterable[Region], above: str, depth: int) -> None:
        for node in nodes:
            regions.append(Option(above + node.name, node.name, depth))
            walk(node.children, above + node.name, depth + 1)

    walk(tree(items), "", 0)
    kinds = [kind.name for kind in by_organ(items) if any(i.organ for _, some in kind.lists for i in some)]
    years = sorted({i.year for i in items if i.year}, reverse=True)
    subjects = {s.subject.name: None for i in items for s in i.subjects}
    choices = (
        regions,
        [Option(kind, kind) for kind in kinds],
        [Option(str(year), say("year", year)) for year in years],
        [Option(name, name) for name in sorted(subjects, key=list(subjects).index)],
    )
    return Facets(*(tuple(some) if len(some) > 1 else () for some in choices))

"""What stands beside a report's text: drawn formulations, notes on cited documents, other editions, related reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from generator.model import Citation as Cited
from generator.model import Link, Report
from generator.render import citation
from generator.render.browsing import Browsing
from generator.render.documents import document_key
from generator.render.glossary import drawing, term_key
from generator.render.labels import say
from generator.render.lists import Item
from generator.render.report import Mention, View

NOTED = 3  # documents in one note
_TOLD = ("law", "regulation", "local document", "plan", "report", "article")
_ISSUER = re.compile(r"[^\s在以由经对就被将]{2,16}")
_PAIR = re.compile("[两双二]")
LONGEST_PART = 16
LONGEST_SAID = 60
MOST_PARTS = 10


@dataclass(frozen=True)
class Drawing:
    """A formulation whose parts are drawn below the paragraph that lists them.

    ``said`` is the clause that explains it, empty where the paragraph says no more than its parts. ``url`` is its
    place in the glossary, with how many ``reports`` use it.
    """

    mention: Mention
    kind: Literal["set", "steps", "loop"]
    said: str
    url: Markup
    reports: int

    @property
    def anchor(self) -> Markup:
        """Its id on the page."""
        return Markup(f"t{self.mention.n}")


@dataclass(frozen=True)
class Note:
    """A cited document; ``url`` is its place in the list of documents, empty where that has none."""

    cited: Cited
    issuer: str
    url: Markup
    elsewhere: int
    """How many other reports cite it."""


@dataclass(frozen=True)
class Turn:
    """Another edition of the same body; ``label`` says which."""

    label: str
    item: Item


@dataclass(frozen=True)
class Related:
    """A report with which this one shares text."""

    label: str
    item: Item


@dataclass(frozen=True)
class Beside:
    """All of it for one report; ``drawings`` and ``notes`` by paragraph."""

    drawings: dict[int, tuple[Drawing, ...]]
    notes: dict[int, tuple[Note, ...]]
    terms: dict[int, Markup]
    """Where a mention leads, from the report's page: to its drawing there, or to the glossary."""
    turns: tuple[Turn, ...]
    related: tuple[Related, ...]
    entry: citation.Citation


class Surroundings:
    """Makes what stands beside each report; what all of them need is worked out once."""

    def __init__(self, browsing: Browsing) -> None:
        self._b = browsing
        self._items = {i.report.id: i for i in browsing.items}
        self._terms = {term_key(term.name): term for term in browsing.terms}
        self._cited = {d.title: len(d.uses) for d in browsing.documents}
        self._bodies = {i.report.id: body for body in browsing.bodies for i in body.items}
        self._links: dict[str, list[tuple[Link, str]]] = {}
        for link in browsing.corpus.links:
            self._links.setdefault(link.report, []).append((link, link.other))
            self._links.setdefault(link.other, []).append((link, link.report))

    def of(self, view: View) -> Beside:
        """What stands beside one report."""
        drawings = self._drawings(view)
        terms = {d.mention.n: Markup(f"#{d.anchor}") for d in drawings}
        for mention in view.terms:
            url = self._b.term_urls.get(term_key(mention.formulation.name))
            if mention.marked and mention.n not in terms and url:
                terms[mention.n] = Markup(f"../{url}")
        by_paragraph: dict[int, tuple[Drawing, ...]] = {}
        for d in drawings:
            by_paragraph[d.mention.listed] = (*by_paragraph.get(d.mention.listed, ()), d)
        return Beside(
            by_paragraph,
            {n: notes for n, some in view.cited.items() if (notes := tuple(self._notes(some)))},
            terms,
            self._turns(view.report),
            self._related(view.report),
            citation.citation(view.report),
        )

    def _drawings(self, view: View) -> list[Drawing]:
        found = []
        texts = {n: p.text for n, p in enumerate(view.report.paragraphs, 1)}
        for m in view.terms:
            f = m.formulation
            kind = drawing(f)
            if kind and m.listed and _worth(f.name, f.components, kind):
                told = f.definition in texts[m.listed] and len(f.definition) <= LONGEST_SAID
                said = f.definition if told and not all(part in f.definition for part in f.components) else ""
                key = term_key(f.name)
                uses = len(self._terms[key].uses) if key in self._terms else 0
                found.append(Drawing(m, kind, said, self._b.term_urls.get(key, Markup("")), uses))
        return found

    def _notes(self, some: Iterable[Cited]) -> Iterable[Note]:
        for c in some:
            if c.kind in _TOLD:
                issuer = c.issuer if _ISSUER.fullmatch(c.issuer) else ""
                url = self._b.document_urls.get(document_key(c.title), Markup(""))
                yield Note(c, issuer, url, max(0, self._cited.get(c.title, 1) - 1))

    def _turns(self, report: Report) -> tuple[Turn, ...]:
        """The editions before and after; where the body has two of one year, the other one, too."""
        body = self._bodies.get(report.id)
        if body is None or report.year is None:
            return ()
        dated = sorted((i for i in body.items if i.year), key=lambda i: (i.year or 0, i.report.source, i.report.order))
        years = sorted({i.year or 0 for i in dated})
        at = years.index(report.year)
        turns = [Turn(say("same-edition"), i) for i in dated if i.year == report.year and i.report.id != report.id]
        for label, year in (("edition-before", at - 1), ("edition-after", at + 1)):
            if 0 <= year < len(years):
                turns += [Turn(say(label), i) for i in dated if i.year == years[year]][:1]
        return tuple(turns)

    def _related(self, report: Report) -> tuple[Related, ...]:
        found: dict[str, Related] = {}
        for link, other in self._links.get(report.id, ()):
            kind = _said(link, report.id)
            if kind and other in self._items:
                found.setdefault(other, Related(say(kind), self._items[other]))
        return tuple(found.values())


def _said(link: Link, report: str) -> str:
    """What a link says from one of its ends."""
    here = link.report == report
    names: Mapping[str, tuple[str, str]] = {
        "near-duplicate": ("link-near", "link-near"),
        "contains": ("link-contains", "link-contained"),
        "shared-passage": ("link-shared", "link-shared"),
        "continues": ("link-continues", "link-continued"),
    }
    return names[link.kind][0 if here else 1] if link.kind in names else ""


def _worth(name: str, parts: tuple[str, ...], kind: str) -> bool:
    """Whether a drawing shows what the name does not say already."""
    if len(parts) > MOST_PARTS or max(map(len, parts)) > LONGEST_PART:
        return False
    if kind == "set":
        return not all(part in name for part in parts) and (len(parts) > 2 or bool(_PAIR.search(name)))
    return sum(map(len, parts)) >= 2 * len(parts)

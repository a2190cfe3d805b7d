"""What the pages for browsing are made from: lists, subjects, events, cited documents, formulations and bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from generator.model import Corpus
from generator.render import documents as cited
from generator.render import glossary, timeline
from generator.render.letters import Page, shelve
from generator.render.lists import Item, Listing, Region, by_organ, by_year, tree
from generator.render.places import Place, places
from generator.render.series import Body, bodies
from generator.render.subjects import Subject, Taxonomy

FEW = 60  # reports that a list shows unfolded
PAGE = 360_000  # bytes of a page of names as they are estimated, somewhat more than it has


@dataclass(frozen=True)
class Topic:
    """A subject with the reports that speak of it most, the one that does so most first."""

    subject: Subject
    items: tuple[Item, ...]
    words: tuple[tuple[str, int], ...]

    @property
    def url(self) -> Markup:
        """Its page, relative to the top of the site."""
        return Markup(f"browse/subject-{self.subject.id}.html")

    def said(self, item: Item) -> list[tuple[str, int]]:
        """The words with which a report speaks of it, and how often."""
        return next(list(s.words[:5]) for s in item.subjects if s.subject.id == self.subject.id)


def with_subjects(items: Mapping[str, Item], taxonomy: Taxonomy) -> dict[str, Item]:
    """Items that know what their reports speak of and where the page of their body is."""
    told = {id_: replace(i, subjects=taxonomy.spoken(i.report)) for id_, i in items.items()}
    pages = {i.report.id: body.url for body in bodies(told.values()) for i in body.items}
    return {id_: replace(i, body=pages.get(id_, Markup(""))) for id_, i in told.items()}


class Browsing:
    """Everything that the pages for browsing are made from; each part is worked out once."""

    def __init__(self, corpus: Corpus, items: Sequence[Item], taxonomy: Taxonomy) -> None:
        self.corpus, self.items, self.taxonomy = corpus, items, taxonomy
        self._by_id = {i.report.id: i for i in items}

    @cached_property
    def _where(self) -> dict[str, Place]:
        return places(self.corpus.reports)

    @cached_property
    def regions(self) -> list[Region]:
        """The tree of regions."""
        return tree(self.items)

    @cached_property
    def kinds(self) -> list[Listing]:
        """Reports by kind of body."""
        return by_organ(self.items)

    @cached_property
    def years(self) -> list[Listing]:
        """Reports by year."""
        return by_year(self.items)

    @cached_property
    def bodies(self) -> list[Body]:
        """Every body."""
        return bodies(self.items)

    @cached_property
    def topics(self) -> list[Topic]:
        """Subjects that reports speak of, in the order of the taxonomy."""
        found = []
        for subject in self.taxonomy.subjects:
            some = [(s.score, i, s) for i in self.items for s in i.subjects if s.subject.id == subject.id]
            some.sort(key=lambda each: (-each[0], each[1].report.id))
            words: Counter[str] = Counter()
            for _, _, spoken in some:
                words.update(dict(spoken.words))
            if some:
                often = tuple(sorted(words.items(), key=lambda w: (-subject.words[w[0]] * w[1], w[0]))[:8])
                found.append(Topic(subject, tuple(i for _, i, _ in some), often))
        return found

    @cached_property
    def terms(self) -> tuple[glossary.Term, ...]:
        """Formulations."""
        return glossary.terms(self.corpus, self._by_id, self._where)

    @cached_property
    def term_pages(self) -> tuple[Page[glossary.Term], ...]:
        """Formulations on their pages."""
        return shelve(self.terms, lambda t: t.name, lambda t: t.weight, stem="browse/terms", most=PAGE, together=PAGE)

    @cached_property
    def term_urls(self) -> dict[str, Markup]:
        """Where a formulation stands in the glossary, by ``term_key`` of its name; relative to the top of the site."""
        return {
            glossary.term_key(t.name): Markup(f"{page.url}#{t.id}")
            for page in self.term_pages
            for shelf in page.shelves
            for t in shelf.entries
        }

    @cached_property
    def documents(self) -> tuple[cited.Document, ...]:
        """Cited documents."""
        return cited.documents(self.corpus, self._by_id, self._where)

    @cached_property
    def document_pages(self) -> tuple[Page[cited.Document], ...]:
        """Cited documents on their pages."""
        return shelve(
            self.documents, lambda d: d.title, lambda d: d.weight, stem="browse/documents", most=PAGE, together=PAGE
        )

    @cached_property
    def document_urls(self) -> dict[str, Markup]:
        """Where a document stands, by ``document_key`` of its title."""
        return {
            cited.document_key(d.title): Markup(f"{page.url}#{d.id}")
            for page in self.document_pages
            for shelf in page.shelves
            for d in shelf.entries
        }

    @cached_property
    def happenings(self) -> tuple[timeline.Happening, ...]:
        """Dated events."""
        return timeline.happenings(self.corpus, self._by_id, self._where)

    @cached_property
    def chronicle(self) -> tuple[timeline.Year, ...]:
        """Dated events by year and month."""
        return timeline.by_year(self.happenings)

    def term_url(self, term: glossary.Term) -> Markup:
        """Where a formulation stands."""
        return self.term_urls[glossary.term_key(term.name)]

    def document_url(self, document: cited.Document) -> Markup:
        """Where a document stands."""
        return self.document_urls[cited.document_key(document.title)]

    def bodies_of(self, kind: str) -> list[tuple[str, list[Body]]]:
        """Bodies of a kind by the region that they are in, as large as it gets; "" where none is known."""
        found: dict[str, list[Body]] = {}
        for body in self.bodies:
            if body.items[0].kind == kind:
                found.setdefault(body.region[0].name if body.region else "", []).append(body)
        return list(found.items())

    @property
    def folded(self) -> bool:
        """Whether lists of all reports are folded."""
        return len(self.items) > FEW

    @cached_property
    def feature(self) -> glossary.Term | None:
        """A formulation for the home page: drawn as steps where there is one, of the newest reports."""
        rank = {"loop": 0, "steps": 1, "set": 2}
        drawn = [t for t in self.terms if t.drawn and 3 <= len(t.parts) <= 7 and max(map(len, t.parts)) <= 6]
        return min(
            drawn, key=lambda t: (rank[t.drawn], -(t.said.item.year or 0), abs(len(t.parts) - 6), t.name), default=None
        )

    def latest(self, most: int) -> list[timeline.Happening]:
        """Events of which the day is known, of the newest edition's years, the newest first."""
        newest = max((i.year for i in self.items if i.year), default=9999)
        known = [h for h in self.happenings if len(h.date) == 10 and h.year <= newest]
        return known[::-1][:most]

    def shared_terms(self, most: int) -> list[glossary.Term]:
        """Formulations that most reports use; where none is used twice, those whose parts are known."""
        some = sorted(self.terms, key=lambda t: (-len(t.uses), not t.parts, t.letter, t.name))
        return some[:most]

    def cited_most(self, most: int) -> list[cited.Document]:
        """Documents that most reports cite, two at least; without those whose titles do not tell which they are."""
        some = [d for d in self.documents if len(d.uses) > 1 and not d.vague]
        return sorted(some, key=lambda d: (-len(d.uses), d.letter, d.title))[:most]

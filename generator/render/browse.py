"""Ways to reports: by region, body, year and subject; events, cited documents, formulations; a page for each body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

from markupsafe import Markup

from generator.model import Corpus
from generator.render import documents as cited
from generator.render import glossary, timeline
from generator.render.labels import labels, say
from generator.render.letters import OTHER, Page, shelve
from generator.render.lists import Item, Listing, Region, by_organ, by_region, by_year, tree
from generator.render.peers import Neighbours
from generator.render.places import Place, places
from generator.render.series import Body, bodies, editions, grids
from generator.render.subjects import Subject, Taxonomy

UP = Markup("../")
FEW = 60  # reports that a list shows unfolded
PAGE = 360_000  # bytes of a page of names as they are estimated, somewhat more than it has
EVENTS = 400  # on one page
LISTS = {
    "year": "reports/index",
    "region": "browse/regions",
    "organ": "browse/organs",
    "subject": "browse/subjects",
}


class Render(Protocol):
    """What writes the pages (pages.py)."""

    def __call__(self, template: str, path: str, root: Markup, meta: dict[str, Any], **context: Any) -> str:
        """Write one page."""


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
        """Where a document stands, by its title."""
        return {
            d.title: Markup(f"{page.url}#{d.id}")
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
        return self.document_urls[document.title]

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


def add_browsing(render: Render, b: Browsing, compared: Mapping[str, Markup]) -> None:
    """Write every page for browsing; ``compared`` are the indicator pages by the id of their entry."""
    _lists(render, b)
    _subjects(render, b)
    _bodies(render, b, compared)
    _events(render, b)
    _documents(render, b)
    _terms(render, b)
    title = say("browse")
    render("browse.md.j2", "browse/index.md", UP, {"title": title, "layout": "wide"}, b=b)


def _lists(render: Render, b: Browsing) -> None:
    shown = facets(b.items)
    by_id = {i.report.id: body for body in b.bodies for i in body.items}
    for by, groups in (("year", b.years), ("region", by_region(b.items)), ("organ", b.kinds)):
        said = labels().lists[by]
        meta = {"title": said["heading"], "layout": "wide", "narrow": "yes"}
        common = {"heading": said["heading"], "deck": said["deck"], "total": len(b.items), "ways": ways(by)}
        context = {"b": b, "groups": groups, "facets": shown, "body_of": by_id, **common}
        render(f"by_{by}.md.j2", f"{LISTS[by]}.md", UP, meta, **context)


def ways(here: str) -> list[tuple[str, Markup, bool]]:
    """The lists of reports: what each is called, where it is, whether it is this one."""
    return [(labels().lists[way]["way"], Markup(f"{url}.html"), way == here) for way, url in LISTS.items()]


def _subjects(render: Render, b: Browsing) -> None:
    said = labels().lists["subject"]
    meta = {"title": said["heading"], "layout": "wide"}
    context = {"heading": said["heading"], "deck": said["deck"], "total": len(b.items), "ways": ways("subject")}
    render("by_subject.md.j2", "browse/subjects.md", UP, meta, b=b, **context)
    for topic in b.topics:
        meta = {"title": say("subject", topic.subject.name), "layout": "wide", "narrow": "yes"}
        path = f"browse/subject-{topic.subject.id}.md"
        render("subject.md.j2", path, UP, meta, b=b, topic=topic, facets=facets(topic.items))


def _bodies(render: Render, b: Browsing, compared: Mapping[str, Markup]) -> None:
    of: dict[str, list[Any]] = {}
    for c in b.corpus.comparisons:
        of.setdefault(c.report, []).append(c)
    order = {id(c): n for n, c in enumerate(b.corpus.comparisons)}
    terms: dict[str, list[glossary.Term]] = {}
    for term in b.terms:
        for use in term.uses:
            terms.setdefault(use.item.report.id, []).append(term)
    documents: dict[str, list[cited.Document]] = {}
    for document in b.documents:
        for use in document.uses:
            documents.setdefault(use.item.report.id, []).append(document)
    events: dict[str, list[timeline.Happening]] = {}
    for happening in b.happenings:
        for use in happening.uses:
            events.setdefault(use.item.report.id, []).append(happening)
    neighbours = Neighbours(b.bodies, b.corpus.comparisons)
    for body in b.bodies:
        ids = [i.report.id for i in body.items]
        rows = sorted((c for report in ids for c in of.get(report, ())), key=lambda c: order[id(c)])
        own = sorted(
            {id(t): t for report in ids for t in terms.get(report, ())}.values(),
            # What the body says in several editions, and what it explains; then what others do not say.
            key=lambda t: (-sum(u.item.report.id in ids for u in t.uses), not t.parts, len(t.uses), t.letter, t.name),
        )
        cites = sorted(
            {id(d): d for report in ids for d in documents.get(report, ())}.values(),
            key=lambda d: (-sum(u.item.report.id in ids for u in d.uses), d.letter, d.title),
        )
        told = sorted({id(h): h for report in ids for h in events.get(report, ())}.values(), key=lambda h: h.date)
        meta = {"title": body.name, "layout": "wide"}
        render(
            "body.md.j2", f"bodies/{body.slug}.md", UP, meta, b=b, body=body, ids=ids, editions=editions(body),
            grids=grids(body, rows), peers=neighbours.of(body), compared=compared,
            terms=own, documents=cites, events=told[::-1],
        )  # fmt: skip


def _events(render: Render, b: Browsing) -> None:
    alone = len(b.happenings) <= EVENTS
    pages = [(Markup(f"browse/events-{year.year}.html"), year) for year in b.chronicle]
    meta = {"title": say("events"), "layout": "wide"}
    shown = b.chronicle if alone else b.chronicle[:1]
    render("events.md.j2", "browse/events.md", UP, meta, b=b, years=shown, pages=[] if alone else pages, here=None)
    for url, year in pages if not alone else ():
        meta = {"title": say("events-of", year.year), "layout": "wide"}
        path = f"{url.removesuffix('html')}md"
        render("events.md.j2", path, UP, meta, b=b, years=[year], pages=pages, here=year.year)


def _documents(render: Render, b: Browsing) -> None:
    _shelved(render, b, "documents", b.document_pages, len(b.documents))


def _terms(render: Render, b: Browsing) -> None:
    _shelved(render, b, "terms", b.term_pages, len(b.terms))


def _shelved(render: Render, b: Browsing, what: str, pages: Sequence[Page[Any]], total: int) -> None:
    """One page with everything, or an index with a page for each letter."""
    alone = len(pages) == 1
    meta = {"title": say(what), "layout": "wide"}
    common = {"b": b, "pages": [] if alone else pages, "total": total}
    here = pages[0] if alone else None
    render(f"{what}.md.j2", f"browse/{what}.md", UP, meta, page=here, label="", **common)
    for page in pages if not alone else ():
        letter = say("digits") if page.letter == OTHER else page.letter
        label = say("from", letter, page.head) if page.head else letter
        meta = {"title": say(f"{what}-of", label), "layout": "wide"}
        render(f"{what}.md.j2", f"{page.url.removesuffix('html')}md", UP, meta, page=page, label=label, **common)

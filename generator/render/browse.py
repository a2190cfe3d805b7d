"""Ways to reports: by region, body, year and subject; events, cited documents, formulations; a page for each body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from markupsafe import Markup

from generator.render import documents as cited
from generator.render import glossary, timeline
from generator.render.browsing import Browsing
from generator.render.facets import facets
from generator.render.labels import labels, say
from generator.render.letters import OTHER, Page
from generator.render.lists import by_region
from generator.render.peers import Neighbours
from generator.render.series import editions, grids

UP = Markup("../")
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
    pages = () if alone else timeline.parts(b.chronicle, EVENTS)
    meta = {"title": say("events"), "layout": "wide"}
    shown = b.chronicle if alone else timeline.latest(b.chronicle, EVENTS // 4, EVENTS)
    render("events.md.j2", "browse/events.md", UP, meta, b=b, years=shown, pages=pages, here=None)
    for page in pages:
        meta = {"title": say("events-of", page.name), "layout": "wide"}
        path = f"{page.url.removesuffix('html')}md"
        render("events.md.j2", path, UP, meta, b=b, years=page.years, pages=pages, here=page)


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

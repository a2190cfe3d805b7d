"""The pages: Jinja templates (``templates/pages``) write Markdown files that any MkDocs engine builds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator.model import Cleaned, Corpus, Extracted, Report
from generator.render.collation import LISTED, Chapter, Entry, chapters
from generator.render.labels import labels
from generator.render.markup import front_matter, md, tidy
from generator.render.places import places, region_parts, report_page, slug, source_slug
from generator.render.report import Row, View, headline, view
from generator.render.theme import templates_dir
from generator.render.writer import Writer

NEWEST = 12  # reports on the home page
ROWS_A_PAGE = 1200  # indicator rows, to keep a page well below 2 MB
WAYS = (("依年度", "reports/index.html"), ("依地区", "browse/regions.html"), ("依机关", "browse/organs.html"))
TOP = Markup("")
UP = Markup("../")


@dataclass(frozen=True)
class SiteInfo:
    """What the publisher says about the site; ``url`` is its public address, empty where there is none yet."""

    name: str = "公报"
    description: str = "收录人大、政协、政府等机关的工作报告与履职纪实。"
    url: str = ""


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
    def short(self) -> str:
        """Body and year, or the title where neither is known."""
        return "，".join(str(part) for part in (self.organ, self.year) if part) or self.name

    @property
    def year_anchor(self) -> Markup:
        """Its group on the list by year."""
        return _anchor("y", self.year)

    @property
    def organ_anchor(self) -> Markup:
        """Its group on the list by body."""
        return _anchor("o", self.organ and (labels().organ_kind(self.organ) or "其他"))


@dataclass(frozen=True)
class Link:
    """A name with its group on a list page."""

    name: str
    anchor: Markup
    count: int = 0


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


def write_pages(corpus: Corpus, docs_dir: Path, *, site: SiteInfo | None = None) -> list[Path]:
    """Write every page of ``corpus`` below ``docs_dir``, remove stale ones, return the generated files.

    Where other stages generate files there, too, share one Writer: ``add_pages``, the others, ``finish``.
    Raises BuildError where a hand-written file stands in the way.
    """
    writer = Writer(docs_dir)
    add_pages(corpus, writer, site=site)
    return writer.finish()


def add_pages(corpus: Corpus, writer: Writer, *, site: SiteInfo | None = None) -> None:
    """Register every page of ``corpus``, its raw files and the Markdown of its reports."""
    page = _Pages(writer, site or SiteInfo())

    sources: list[_SourceItem] = []
    views = {r.id: view(r, corpus.extracted.get(r.id, Extracted()).indicators) for r in corpus.reports}
    items = {id_: _item(v) for id_, v in views.items()}
    ordered = sorted(items.values(), key=_newest_first)
    turns = {a.report.id: (b, c) for b, a, c in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False)}
    for cleaned in corpus.cleaned:
        source = _SourceItem.of(cleaned, [items[r.id] for r in cleaned.reports])
        sources.append(source)
        page.source(source)
        for report in cleaned.reports:
            page.report(views.pop(report.id), items[report.id], source, turns[report.id])
    page.home(ordered, sources, corpus)
    page.lists(ordered)
    page.indicators([item for item in ordered if item.rows])
    page.collations(sources)
    page.render("search.md.j2", "search.md", TOP, {"title": "检索", "layout": "search"})


@dataclass(frozen=True)
class _SourceItem:
    """A source with its 校勘记."""

    cleaned: Cleaned
    items: tuple[Item, ...]
    chapters: tuple[Chapter, ...]
    slug: str

    @classmethod
    def of(cls, cleaned: Cleaned, items: Sequence[Item]) -> _SourceItem:
        known = places(cleaned.reports)
        return cls(cleaned, tuple(items), tuple(chapters(cleaned, known)), source_slug(cleaned.source.path))

    @property
    def path(self) -> str:
        return self.cleaned.source.path

    @property
    def names(self) -> list[str]:
        return [item.name for item in self.items]

    @property
    def url(self) -> Markup:
        return Markup(f"collation/{self.slug}.html")

    @property
    def raw_url(self) -> Markup:
        return Markup(f"sources/{self.slug}.txt")

    @property
    def changes(self) -> int:
        return sum(c.changes for c in self.chapters)


class _Pages:
    """Renders templates into the writer."""

    def __init__(self, writer: Writer, site: SiteInfo) -> None:
        self.writer, self.site = writer, site
        self.env = _environment()

    def render(self, template: str, path: str, root: Markup, meta: dict[str, Any], **context: Any) -> str:
        """Write one page; ``root`` leads from it to the top of the site."""
        body = self.env.get_template(template).render(site=self.site, root=root, labels=labels(), **context)
        text = front_matter(meta) + "\n" + tidy(body)
        self.writer.text(path, text)
        return text

    def report(self, v: View, item: Item, source: _SourceItem, turn: tuple[Item | None, Item | None]) -> None:
        path = report_page(v.report).removesuffix("html") + "md"
        said = [item.organ or "", f"{item.year}年" if item.year else "", f"{item.characters}字", *item.flags]
        meta = {"title": item.name, "layout": "report", "description": "，".join(part for part in said if part)}
        text = self.render(
            "report.md.j2", path, UP, meta, view=v, item=item, turn=turn,
            collation_url=source.url, raw_url=source.raw_url, markdown_url=Markup(f"{path}.txt"),
            changes=_changes(source, v.report), cite=_cite(v, item, self.site),
        )  # fmt: skip
        self.writer.text(f"{path}.txt", text)

    def source(self, source: _SourceItem) -> None:
        raw = source.cleaned.source
        self.writer.bytes(source.raw_url, raw.text.encode(raw.encoding, "surrogateescape"))
        title = "校勘记：" + ("；".join(item.short for item in source.items) or raw.path)
        self.render(
            "collation.md.j2", f"collation/{source.slug}.md", UP, {"title": title, "layout": "apparatus"},
            items=source.items, raw_path=raw.path, characters=len(raw.text), raw_url=source.raw_url,
            chapters=source.chapters, listed=LISTED,
        )  # fmt: skip

    def collations(self, sources: Sequence[_SourceItem]) -> None:
        totals: dict[str, list[Chapter]] = {}
        for chapter in (c for s in sources for c in s.chapters):
            totals.setdefault(chapter.group.id, []).append(chapter)
        tally = [
            (same[0].group, sum(c.count for c in same), same[0].unit)
            for group in labels().groups
            if (same := totals.get(group.id, []))
        ]
        titles = {group.id: group.title for group in labels().groups}
        edits = [e for s in sources for e in s.cleaned.edits if e.action != "keep" or labels().rule(e.rule).kept]
        counts, sizes = Counter(e.rule for e in edits), Counter[str]()
        for e in edits:
            sizes[e.rule] += e.end - e.start
        rules = [(rule, titles[labels().rule(rule).group], n, sizes[rule]) for rule, n in counts.items()]
        self.render(
            "collations.md.j2", "collation/index.md", UP, {"title": "校勘总目", "layout": "wide"},
            sources=sources, tally=tally, rules=sorted(rules, key=lambda r: (-r[2], r[0])),
            characters=sum(len(s.cleaned.source.text) for s in sources),
        )  # fmt: skip

    def indicators(self, items: Sequence[Item]) -> None:
        chunks = list(_chunks(items))
        urls = [Markup("index.html" if n == 1 else f"page-{n}.html") for n in range(1, len(chunks) + 1)]
        for n, chunk in enumerate(chunks):
            pages = [
                {"url": url, "here": i == n, "name": f"第{i + 1}页：{chunks[i][0].short}起"}
                for i, url in enumerate(urls)
                if len(urls) > 1
            ]
            self.render(
                "indicators.md.j2", f"indicators/{urls[n].removesuffix('html')}md", UP,
                {"title": "指标" if n == 0 else f"指标，第{n + 1}页", "layout": "wide"},
                groups=chunk, pages=pages, count=len(items), total=sum(len(i.rows) for i in items),
            )  # fmt: skip

    def lists(self, items: Sequence[Item]) -> None:
        for path, heading, deck, groups in (
            ("reports/index.md", "报告", "依报告年度排列，新者在前", _by_year(items)),
            ("browse/regions.md", "报告：依地区", "自省而下", _by_region(items)),
            ("browse/organs.md", "报告：依机关", "同类机关归为一组", _by_organ(items)),
        ):
            ways = [(name, Markup(url), url.removesuffix("html") == path.removesuffix("md")) for name, url in WAYS]
            self.render(
                "reports.md.j2", path, UP, {"title": heading, "layout": "wide"},
                heading=heading, deck=deck, groups=groups, total=len(items), ways=ways,
            )  # fmt: skip

    def home(self, items: Sequence[Item], sources: Sequence[_SourceItem], corpus: Corpus) -> None:
        cited = {c.title for e in corpus.extracted.values() for c in e.citations}
        named = {f.name for e in corpus.extracted.values() for f in e.formulations}
        totals = [
            ("报告", len(items), "篇"),
            ("机关", len({i.organ for i in items if i.organ}), "家"),
            ("正文", sum(i.characters for i in items), "字"),
            ("数字", sum(len(i.rows) for i in items), "个"),
            ("提法", len(named), "条"),
            ("引用文件", len(cited), "种"),
            ("校改", sum(s.changes for s in sources), "处"),
        ]
        self.render(
            "home.md.j2", "index.md", TOP, {"title": self.site.name, "layout": "home"},
            items=items, newest=items[:NEWEST], totals=[t for t in totals if t[1] or t[0] == "报告"],
            figures=_home_figures(items), tries=_tries(items), tree=_tree(items), sample=_sample(sources),
            kinds=_by_organ(items), years=_by_year(items),
        )  # fmt: skip


@cache
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(templates_dir() / "pages", encoding="utf-8"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # Every value, without a filter that somebody could forget, becomes text that is never markup.
        finalize=_value,
    )
    env.globals.update(
        hashes=[Markup("#" * level) for level in range(7)], anchor=_heading_anchor, phrases=_phrases, web=_is_web
    )
    return env


def _value(value: object) -> object:
    if value is None:
        raise TypeError("a template shows None; it should say 未载")
    return md(value)


def _heading_anchor(name: str, ed: bool = False) -> Markup:
    """The attribute list behind a heading; ``ed``: it is the editor's, not the source's."""
    return Markup("{{#{}{}}}").format(Markup(name), Markup(" data-ed=1") if ed else "")


def _phrases(title: str) -> Markup:
    """A title whose phrases, parted by spaces, are not broken before their space is."""
    parts = title.split(" ")
    if len(parts) < 2 or not all(2 <= len(part) <= 24 for part in parts):
        return md(title)
    return Markup(" ").join(Markup('<span class="nb">{}</span>').format(md(part)) for part in parts)


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _anchor(kind: str, value: object) -> Markup:
    return Markup("#") + _group_id(kind, value)


def _group_id(kind: str, value: object) -> Markup:
    return Markup(f"{kind}-none" if value is None or value == "" else f"{kind}-{slug(str(value))}")


def _item(v: View) -> Item:
    r = v.report
    parts = region_parts(r.region)
    region = tuple(Link(name, _anchor("r", "".join(parts[: i + 1]))) for i, name in enumerate(parts))
    heads = [r.title.text if r.title else "", *(part.heading or "" for part in v.parts)]
    terms = tuple(dict.fromkeys(re.findall(r"“([^“”]{2,6})”", "\n".join(heads))))
    return Item(r, Markup(report_page(r)), r.name, v.characters, v.rows, v.figures, tuple(v.flags), terms, region)


def _newest_first(item: Item) -> tuple[object, ...]:
    r = item.report
    return (-(r.year or 0), r.region or "\uffff", r.organ or "\uffff", r.source, r.order)


def _grouped(items: Iterable[Item], key: Callable[[Item], Any]) -> list[tuple[Any, tuple[Item, ...]]]:
    """Groups in the order in which their first item comes."""
    found: dict[Any, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return [(value, tuple(group)) for value, group in found.items()]


def _by_year(items: Iterable[Item]) -> list[Listing]:
    return [
        Listing(_group_id("y", year), f"{year}年" if year else "年度未载", (("", group),))
        for year, group in _grouped(items, lambda i: i.year)
    ]


def _by_organ(items: Iterable[Item]) -> list[Listing]:
    known = [kind for kind, _ in labels().organs]
    kinds = _grouped(items, lambda i: i.organ and (labels().organ_kind(i.organ) or "其他"))
    kinds.sort(key=lambda kind: known.index(kind[0]) if kind[0] in known else len(known) + (not kind[0]))
    return [
        Listing(
            _group_id("o", kind),
            kind or "机关未载",
            tuple((organ or "", some) for organ, some in _grouped(group, lambda i: i.organ)),
        )
        for kind, group in kinds
    ]


def _tree(items: Iterable[Item]) -> list[Region]:
    """Regions from the province down; chains without reports or branches stay, for they say where a place is."""
    top: list[Region] = []
    for item in sorted((i for i in items if i.region), key=lambda i: i.report.region or ""):
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


def _by_region(items: Sequence[Item]) -> list[Listing]:
    """One group for each region that has reports, and for each above it, in the order of the tree."""

    def walk(nodes: Iterable[Region], above: str) -> Iterator[Listing]:
        for node in nodes:
            name = above + node.name
            lists = (("", tuple(sorted(node.items, key=_newest_first))),) if node.items else ()
            yield Listing(Markup(node.anchor[1:]), name, lists)
            yield from walk(node.children, name)

    found = list(walk(_tree(items), ""))
    unknown = tuple(i for i in items if not i.region)
    return [*found, Listing(_group_id("r", None), "地区未载", (("", unknown),))] if unknown else found


def _chunks(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Reports for one indicator page each; at least one page, even an empty one."""
    page: list[Item] = []
    rows = 0
    for item in items:
        if page and rows + len(item.rows) > ROWS_A_PAGE:
            yield page
            page, rows = [], 0
        page.append(item)
        rows += len(item.rows)
    yield page


def _changes(source: _SourceItem, report: Report) -> list[tuple[str, int]]:
    """What was changed in a report, by group: an edit without a target counts for the text that it follows."""
    rules = labels()
    counts: Counter[str] = Counter()
    current = source.items[0].report.id if source.items else ""
    for edit in source.cleaned.edits:
        current = edit.target.partition("/")[0] if edit.target else current
        if current == report.id and (edit.action != "keep" or rules.rule(edit.rule).kept):
            counts[rules.rule(edit.rule).group] += 1
    shown = [(group.title, counts[group.id]) for group in rules.groups if counts[group.id] and group.id != "space"]
    return shown[:3] or [(group.title, counts[group.id]) for group in rules.groups if counts[group.id]]


@dataclass(frozen=True)
class _Cite:
    """``short`` for a paragraph, ``long`` for the report, ``gbt`` up to the date of access, ``url`` without scheme."""

    short: str
    long: str
    gbt: str
    url: str


def _cite(v: View, item: Item, site: SiteInfo) -> _Cite:
    r = v.report
    title = r.title.text if r.title else "〔无题〕"
    subtitle = r.subtitle.text.lstrip("—－- ") if r.subtitle else ""
    year = f"{r.year}年" if r.year else "年未载"
    who = f"{r.organ}：" if r.organ else ""
    flags = f"（{'，'.join(v.flags)}）" if v.flags else ""
    full = title + (f"——{subtitle}" if subtitle else "")
    author = "，".join(r.authors) or r.organ or "佚名"
    date = f"({r.published})" if r.published else r.year or ""
    address = urljoin(site.url, item.url) if site.url else str(item.url)
    return _Cite(
        f"{who}《{title}》，{year}",
        f"{who}《{full}》，{year}，{site.name} {r.id}{flags}。",
        f"{author}. {title}{f'：{subtitle}' if subtitle else ''}[R/OL]. {date}",
        address,
    )


def _home_figures(items: Sequence[Item], most: int = 4) -> list[tuple[Item, Row]]:
    """The figure that says most from each of the newest reports, of different bodies where there are enough."""
    best = [(i, headline(i.figures, 1)[0]) for i in items[: 2 * NEWEST] if i.figures]
    by_organ = {item.organ or item.name: (item, row) for item, row in reversed(best)}
    chosen = list(reversed(by_organ.values()))[:most]
    return chosen + [pair for pair in best if pair not in chosen][: most - len(chosen)]


def _tries(items: Iterable[Item], most: int = 4) -> list[tuple[str, Markup]]:
    """Words to try the search with: quoted in titles and headings, the most frequent first."""
    counts = Counter(term for item in items for term in item.terms)
    return [(term, Markup(quote(term))) for term, _ in sorted(counts.items(), key=lambda t: (-t[1], t[0]))[:most]]


@dataclass(frozen=True)
class _Sample:
    """An entry to show on the home page; ``short`` has its dropped passage cut."""

    entry: Entry
    short: Entry
    url: Markup


def _sample(sources: Iterable[_SourceItem]) -> _Sample | None:
    """The most telling change of the corpus: the first of the most interesting group."""
    order = {group.id: n for n, group in enumerate(labels().groups)}
    firsts = [(order[c.group.id], s, c.entries[0]) for s in sources for c in s.chapters if c.entries]
    if not (firsts := [first for first in firsts if not first[2].question]):
        return None
    _, source, entry = min(firsts, key=lambda first: first[0])
    cut = entry.taken[:16] + ("…" if len(entry.taken) > 16 else "")
    gaps = [e for c in source.chapters for e in c.entries if e.gap and e.before and e.before[-8:] == entry.before[-8:]]
    short = replace(entry, taken=cut)
    if gaps:
        short = replace(short, gap=gaps[0].gap, after=gaps[0].after)
    return _Sample(entry, short, source.url)

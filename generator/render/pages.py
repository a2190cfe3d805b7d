"""The pages: Jinja templates (``templates/pages``) write Markdown files that any MkDocs engine builds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from generator.errors import BuildError
from generator.model import Cleaned, Corpus, Extracted, Report
from generator.relate.catalogue import Catalogue, built_in, read_catalogue
from generator.render.beside import NOTED, Beside, Surroundings
from generator.render.browse import add_browsing
from generator.render.browsing import Browsing, with_subjects
from generator.render.charts import RATES, Chart
from generator.render.collation import LISTED, Chapter, Entry, chapters
from generator.render.indicators import Indicators, add_indicators
from generator.render.labels import forget, labels, say
from generator.render.lists import Item, item, newest_first, told_apart
from generator.render.markup import front_matter, md, tidy
from generator.render.names import Names, names
from generator.render.places import places, report_page, source_slug
from generator.render.raw import raw_lines
from generator.render.report import Row, View, counted, interest, view
from generator.render.sheets import Sheet
from generator.render.standing import Correction, add_standing
from generator.render.standing import rules as told_rules
from generator.render.subjects import Taxonomy, built_in_taxonomy
from generator.render.theme import template_place, templates_dir
from generator.render.writer import Writer

MEND = "correct the template, or install gongbao again"
NEWEST = 12  # reports on the home page
TOP, UP = Markup(""), Markup("../")


@dataclass(frozen=True)
class SiteInfo:
    """What the publisher says about the site; ``url`` is its public address, empty where there is none yet.

    ``data`` is the folder of the data package, empty where none is published.
    """

    name: str = "公报"
    description: str = ""
    url: str = ""
    data: str = ""


def write_pages(corpus: Corpus, docs_dir: Path, *, site: SiteInfo | None = None) -> list[Path]:
    """Write every page of ``corpus`` below ``docs_dir``, remove stale ones, return the generated files.

    Where other stages generate files there, too, share one Writer: ``add_pages``, the others, ``finish``.
    Raises BuildError where a hand-written file stands in the way.
    """
    writer = Writer(docs_dir)
    add_pages(corpus, writer, site=site)
    return writer.finish()


def add_pages(
    corpus: Corpus,
    writer: Writer,
    *,
    site: SiteInfo | None = None,
    subjects: Taxonomy | None = None,
    catalogue: Catalogue | None = None,
    corrections: Sequence[Correction] = (),
) -> Names:
    """Register every page of ``corpus``, its raw files and the Markdown of its reports; what the search finds by name.

    ``subjects`` and ``catalogue`` are the built-in ones where none are given.
    """
    forget()
    page = _Pages(writer, site or SiteInfo())
    views = {r.id: _view(r, corpus.extracted.get(r.id, Extracted())) for r in corpus.reports}
    subjects = subjects or built_in_taxonomy()
    spoken = with_subjects({id_: item(v) for id_, v in views.items()}, subjects)
    items = {i.report.id: i for i in told_apart([*spoken.values()])}
    ordered = sorted(items.values(), key=newest_first)
    browsing = Browsing(corpus, ordered, subjects)
    around = Surroundings(browsing)
    sources = [_SourceItem.of(cleaned, [items[r.id] for r in cleaned.reports]) for cleaned in corpus.cleaned]
    for source in sources:
        page.source(source)
        for report in source.cleaned.reports:
            v = views.pop(report.id)
            page.report(v, items[report.id], source, around.of(v))
    indicators = Indicators(browsing, catalogue or read_catalogue(built_in()))
    page.home(ordered, sources, browsing, indicators)
    add_browsing(page.render, browsing, {id_: sheet.url for id_, sheet in indicators.sheets.items()})
    add_indicators(page.render, writer, indicators, data=page.site.data)
    page.collations(sources)
    add_standing(page.render, writer, corrections, {i.report.id: (i.short, i.url) for i in ordered})
    page.render("search.md.j2", "search.md", TOP, {"title": say("search"), "layout": "search"})
    return names(browsing, indicators.sheets.values())


@dataclass(frozen=True)
class _SourceItem:
    """A source with its 校勘记."""

    cleaned: Cleaned
    items: tuple[Item, ...]
    chapters: tuple[Chapter, ...]
    slug: str

    @classmethod
    def of(cls, cleaned: Cleaned, items: Sequence[Item]) -> _SourceItem:
        found = chapters(cleaned, places(cleaned.reports))
        return cls(cleaned, tuple(items), tuple(found), source_slug(cleaned.source.path))

    @property
    def path(self) -> str:
        return self.cleaned.source.path

    @property
    def names(self) -> list[str]:
        return [i.name for i in self.items]

    @property
    def url(self) -> Markup:
        return Markup(f"collation/{self.slug}.html")

    @property
    def raw_url(self) -> Markup:
        # Always .txt: a raw .md would become a page, a raw .html would run.
        return Markup(f"sources/{self.slug}.txt")

    @property
    def raw_page(self) -> Markup:
        return Markup(f"sources/{self.slug}.html")

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
        try:
            body = self.env.get_template(template).render(site=self.site, root=root, labels=labels(), **context)
        except (TemplateSyntaxError, TemplateNotFound) as error:
            file, line = template_place(error) or (template, None)
            raise BuildError(f"the template is broken: {error.message}", file=file, line=line, mend=MEND) from error
        except Exception as error:
            file, line = template_place(error) or (template, None)
            error.add_note(f"in {Path(file).name}, line {line}")
            raise
        text = front_matter(meta) + "\n" + tidy(body)
        self.writer.text(path, text)
        return text

    def report(self, v: View, i: Item, source: _SourceItem, beside: Beside) -> None:
        path = report_page(v.report).removesuffix("html") + "md"
        said = [i.organ, say("year", i.year) if i.year else "", say("characters", i.characters), *i.flags]
        meta = {"title": i.name, "layout": "report", "description": "，".join(part for part in said if part)}
        text = self.render(
            "report.md.j2", path, UP, meta, view=v, item=i, beside=beside,
            collation_url=source.url, raw_url=source.raw_url, raw_page=source.raw_page,
            markdown_url=Markup(f"{path}.txt"), changes=_changes(source, v.report),
            address=urljoin(self.site.url, i.url),
        )  # fmt: skip
        self.writer.text(f"{path}.txt", text)

    def source(self, source: _SourceItem) -> None:
        raw = source.cleaned.source
        self.writer.bytes(source.raw_url, raw.text.encode(raw.encoding, "surrogateescape"))
        title = say("collation", "；".join(i.short for i in source.items) or raw.path)
        self.render(
            "collation.md.j2", f"collation/{source.slug}.md", UP, {"title": title, "layout": "apparatus"},
            items=source.items, raw_path=raw.path, characters=len(raw.text), raw_url=source.raw_url,
            raw_page=source.raw_page, chapters=source.chapters, listed=LISTED,
        )  # fmt: skip
        title = say("raw", "；".join(i.short for i in source.items) or raw.path)
        self.render(
            "raw.md.j2", f"sources/{source.slug}.md", UP, {"title": title, "layout": "wide"},
            items=source.items, raw_path=raw.path, characters=len(raw.text), raw_url=source.raw_url,
            collation_url=source.url, encoding=raw.encoding.upper(), lines=raw_lines(source.cleaned),
        )  # fmt: skip

    def collations(self, sources: Sequence[_SourceItem]) -> None:
        found: dict[str, list[Chapter]] = {}
        rules: Counter[tuple[str, str]] = Counter()
        sizes: Counter[str] = Counter()
        for source in sources:
            for chapter in source.chapters:
                found.setdefault(chapter.group.id, []).append(chapter)
                for rule, n in chapter.rules.items():
                    rules[rule, chapter.group.title] += n
            for edit in source.cleaned.edits:
                sizes[edit.rule] += edit.end - edit.start
        reasons = {name: note for _, some in told_rules() for name, note in some}
        same = [found[group.id] for group in labels().groups if group.id in found]
        self.render(
            "collations.md.j2", "collation/index.md", UP, {"title": say("collations"), "layout": "wide"},
            sources=sources, characters=sum(len(s.cleaned.source.text) for s in sources),
            tally=[(some[0].group, sum(c.count for c in some), some[0].unit) for some in same],
            rules=[
                (rule, title, reasons.get(rule, ""), n, sizes[rule])
                for (rule, title), n in sorted(rules.items(), key=lambda r: (-r[1], r[0]))
            ],
        )  # fmt: skip

    def home(
        self, items: Sequence[Item], sources: Sequence[_SourceItem], browsing: Browsing, indicators: Indicators
    ) -> None:
        counts = {
            "reports": len(items),
            "organs": len(browsing.bodies),
            "characters": sum(i.characters for i in items),
            "figures": sum(len(i.rows) for i in items),
            "formulations": len(browsing.terms),
            "citations": len(browsing.documents),
            "changes": sum(s.changes for s in sources),
        }
        totals = [(*said, counts[name]) for name, said in labels().totals.items() if counts[name] or name == "reports"]
        self.render(
            "home.md.j2", "index.md", TOP, {"title": self.site.name, "layout": "home"},
            items=items, newest=items[:NEWEST], totals=totals, figures=_home_figures(items), tries=_tries(items),
            b=browsing, sample=_sample(sources), compared=_compared(indicators),
            about=(self.writer.docs_dir / "about.md").is_file(),
        )  # fmt: skip


def _view(report: Report, rows: Extracted) -> View:
    return view(report, rows.indicators, formulations=rows.formulations, citations=rows.citations)


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
        hashes=[Markup("#" * level) for level in range(7)], anchor=_anchor, phrases=_phrases, web=_is_web,
        day=_day, noted=NOTED, kept=_kept,
    )  # fmt: skip
    return env


def _value(value: object) -> object:
    if value is None:
        raise TypeError("a template shows None; it should say what is missing")
    return md(value)


def _anchor(name: str, ed: bool = False) -> Markup:
    """The attribute list behind a heading; ``ed``: it is the editor's, not the source's."""
    return Markup("{{#{}{}}}").format(Markup(name), Markup(" data-ed=1") if ed else "")


def _phrases(title: str) -> Markup:
    """A title or heading whose phrases, parted by a space, colon or comma, are not broken before that is."""
    parts = re.findall(r"(?:[^ ：，]|[：，](?=[”’》）]))+[：，]?| ", title)
    said = [part for part in parts if part != " "]
    whole = "".join(parts) == title == title.strip() and "  " not in title
    if len(said) < 2 or not whole or not all(2 <= len(part) <= 24 for part in said):
        return md(title)
    return Markup().join(
        Markup(part) if part == " " else Markup('<span class="nb">{}</span>').format(md(part)) for part in parts
    )


def _kept(text: str) -> Markup:
    """Quoted text whose numbers stay with what they count."""
    whole = Markup('<span class="gb-n">{}</span>')
    return Markup().join(whole.format(md(run.text)) if run.whole else md(run.text) for run in counted(text))


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _day(date: str) -> str:
    """2025-05-22 as 2025年5月22日, as far as it is known."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))


def _changes(source: _SourceItem, report: Report, most: int = 3) -> list[tuple[str, int]]:
    """The kinds of change that a report went through, the most interesting first, with their number.

    Counts that a group folds away belong to the source; they are told where it has only this report.
    """
    page = report_page(report)
    alone = len(source.items) == 1
    counts = [
        (
            c.group.title,
            sum(e.place is not None and e.place.page == page for e in c.entries) or (alone and c.changes) or 0,
        )
        for c in source.chapters
        if c.group.id not in ("gap", "space")
    ]
    return [count for count in counts if count[1]][:most]


def _home_figures(items: Sequence[Item], most: int = 4) -> list[tuple[Item, Row]]:
    """Telling figures of the newest reports: of different bodies where there are enough, of different units."""
    left = [(i, row) for i in items[: 2 * NEWEST] for row in i.figures]
    chosen: list[tuple[Item, Row]] = []
    while left and len(chosen) < most:
        rows = [row for _, row in chosen]
        known = [i.organ or i.name for i, _ in chosen]
        best = max(left, key=lambda pair: interest(pair[1], rows) - 5 * known.count(pair[0].organ or pair[0].name))
        chosen.append(best)
        left = [pair for pair in left if pair[0] is not best[0]]
    return chosen


def _compared(indicators: Indicators, most: int = 6, tall: int = 480) -> tuple[Sheet, Chart] | None:
    """The comparison that says most: of many bodies, rather of shares than of numbers; small enough for its place."""
    found = []
    for n, sheet in enumerate(indicators.sheets.values()):
        for chart in sheet.drawn[:1]:
            if chart.height <= tall and chart.kind != "lines":
                apart = len({v.value for v in chart.values}) > 1
                found.append((min(len(chart.values), most), apart, chart.unit in RATES, -n, sheet, chart))
    return max(found, key=lambda f: f[:4])[4:] if found else None


def _tries(items: Iterable[Item], most: int = 4) -> list[tuple[str, Markup]]:
    """Words to try the search with: quoted in titles and headings, the most frequent first."""
    counts = Counter(term for i in items for term in i.terms)
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
    short = replace(entry, taken=entry.taken[:16] + ("…" if len(entry.taken) > 16 else ""))
    # A gap at the same place says what the dropped passage had covered.
    for gap in (e for c in source.chapters for e in c.entries if e.gap and e.before and entry.taken):
        if gap.before[-8:] == entry.before[-8:]:
            short = replace(short, gap=gap.gap, after=gap.after)
            break
    return _Sample(entry, short, source.url)

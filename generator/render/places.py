"""Addresses: which page and anchor a target of the ledger has, and what a reader calls it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from markupsafe import Markup

from generator.model import Comparison, Report
from generator.render.labels import say

# Names that Windows keeps for devices, and the one of our lists.
_RESERVED = ("con", "prn", "aux", "nul", "com", "lpt", "index")
_DEVICE = re.compile(r"index|con|prn|aux|nul|(?:com|lpt)[0-9]")
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
# 浙江省|嘉兴市|南湖区|新嘉街道; 景德镇市 is one part, 市中区 is one part.
_REGION = re.compile(r".+?(?:特别行政区|自治[区州县旗]|省|市|地区|盟|区|县|旗|街道|[镇乡](?![市县区]))|.+")


class Place(NamedTuple):
    """``page`` is relative to the site, ``anchor`` an id on it, ``label`` what a link to it says (第4段)."""

    page: str
    anchor: str
    label: str

    @property
    def href(self) -> Markup:
        """Relative to the top of the site; made of slugs, so safe as it is."""
        return Markup(f"{self.page}#{self.anchor}")


def slug(name: str) -> str:
    """An ASCII name for a file: ``name`` itself where it is safe, else what is safe of it and a hash."""
    plain = _UNSAFE.sub("-", name).strip("-._")
    if plain == name and len(name) <= 80 and not name.lower().startswith(_RESERVED):
        return name
    return f"{plain[:60]}-{sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}".lstrip("-")


def source_slug(path: str) -> str:
    """The name of a source's 校勘记 and of its raw file: ``a/b.txt`` is ``a-b.txt-<hash>``, ``a.txt`` is ``a``."""
    stem = path.removesuffix(".txt")
    return slug(stem) if stem != path else slug(f"{path}-")


def report_page(report: Report) -> str:
    """The address of a report, relative to the top of the site."""
    return f"reports/{slug(report.id)}.html"


def indicator_page(entry: str) -> str:
    """The address of an entry of the catalogue, relative to the top of the site.

    Ids have no low line, so that a page with one in its name (``by_report.html``) is never an entry's.
    """
    return f"indicators/{slug(entry) if _DEVICE.fullmatch(entry) else entry}.html"


def figure_anchor(indicator: str) -> Markup:
    """The id of a figure on the page of its entry."""
    return Markup(slug(f"v-{indicator}"))


def indicator_urls(comparisons: Iterable[Comparison]) -> dict[str, Markup]:
    """Where a figure is compared, by its id: the first entry that it counts for, relative to the top of the site.

    A figure that is not in it has no page of an entry.
    """
    found: dict[str, Markup] = {}
    for c in comparisons:
        found.setdefault(c.indicator, Markup(f"{indicator_page(c.canonical)}#{figure_anchor(c.indicator)}"))
    return found


def region_parts(region: str | None) -> list[str]:
    """浙江省嘉兴市南湖区 from the province down."""
    return _REGION.findall(region or "")


def places(reports: Iterable[Report]) -> dict[str, Place]:
    """Every target of ``reports`` with its address."""
    found: dict[str, Place] = {}
    for report in reports:
        page = report_page(report)
        for passage, anchor, label in (
            (report.title, "top", "title"),
            (report.subtitle, "subtitle", "subtitle"),
            (report.kicker, "kicker", "kicker"),
            (report.byline, "byline", "byline"),
        ):
            if passage:
                found[passage.target] = Place(page, anchor, say(label))
        for n, caption in enumerate(report.captions, 1):
            found[caption.target] = Place(page, f"c{n}", say("caption", n))
        running = counted = 0
        for s, section in enumerate(report.sections, 1):
            if section.heading:
                found[section.heading.target] = Place(page, f"s{s}", say("heading"))
            for paragraph in section.paragraphs:
                running += 1
                found[paragraph.target] = Place(page, f"p{running}", say("paragraph", running))
            for t, table in enumerate(section.tables, 1):
                counted += 1
                for r, row in enumerate(table.rows, 1):
                    at = Place(page, f"s{s}t{t}r{r}", say("table-row", counted, r))
                    found.update((cell.target, at) for cell in row)
    return found

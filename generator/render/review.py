"""待裁定: the page of open questions for those who edit the sources. It is built only where it is asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from generator.model import Cleaned, Corpus, Review
from generator.render.labels import say
from generator.render.pages import TOP, SiteInfo, _Pages
from generator.render.places import Place, places, source_slug
from generator.render.writer import Writer

PAGE = "review.md"
EDITS = "edits:\n"
"""How a sidecar entry begins; other questions are answered by a command."""

CONTEXT = 36
"""Raw characters shown on either side of a doubtful place, at most to the end of its paragraph."""

LONG = 90
"""A doubtful passage beyond this is shown by its ends."""

_BLANK_LINE = re.compile(r"(?:\r\n|\n|\r)[ \t\u3000]*(?:\r\n|\n|\r)")
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it. ``lines`` are 1-based raw lines, ``place`` is where it stands in the text."""

    n: int
    review: Review
    lines: tuple[int, int]
    before: str
    doubtful: tuple[str, str]
    after: str
    place: Place | None


@dataclass(frozen=True)
class Sheet:
    """The questions of one source."""

    n: int
    path: str
    name: str
    asked: tuple[Asked, ...]
    slug: str

    @property
    def raw_url(self) -> Markup:
        """The raw file, relative to the top of the site."""
        return Markup(f"sources/{self.slug}.txt")

    @property
    def raw_page(self) -> Markup:
        """The raw file line by line."""
        return Markup(f"sources/{self.slug}.html")

    @property
    def collation_url(self) -> Markup:
        """Its 校勘记."""
        return Markup(f"collation/{self.slug}.html")

    @property
    def together(self) -> str:
        """Every suggested entry under one ``edits:``, as a sidecar has them; empty where there are not several."""
        entries = [asked.review.entry for asked in self.asked if asked.review.entry.startswith(EDITS)]
        return EDITS + "".join(entry.removeprefix(EDITS) for entry in entries) if len(entries) > 1 else ""


def add_review(corpus: Corpus, writer: Writer, *, site: SiteInfo | None = None) -> None:
    """Register the page of open questions, grouped by source."""
    sheets = _sheets(corpus)
    meta = {"title": say("review"), "layout": "apparatus"}
    total = sum(len(sheet.asked) for sheet in sheets)
    _Pages(writer, site or SiteInfo()).render("review.md.j2", PAGE, TOP, meta, sheets=sheets, total=total)


def _sheets(corpus: Corpus) -> list[Sheet]:
    cleaned = {c.source.path: c for c in corpus.cleaned}
    sheets: list[Sheet] = []
    count = 0
    for path, group in groupby(corpus.review, key=lambda review: review.source):
        source = cleaned[path]
        found = places(source.reports)
        starts = [0, *(match.end() for match in _LINE_END.finditer(source.source.text))]
        asked = [_asked(source, review, starts, found, count + n) for n, review in enumerate(group, 1)]
        count += len(asked)
        name = "；".join(report.name for report in source.reports) or path
        sheets.append(Sheet(len(sheets) + 1, path, name, tuple(asked), source_slug(path)))
    return sheets


def _asked(cleaned: Cleaned, review: Review, starts: list[int], found: dict[str, Place], n: int) -> Asked:
    raw = cleaned.source.text
    start, end = review.start, max(review.end, review.start)
    before = _BLANK_LINE.split(raw[max(0, start - CONTEXT) : start])[-1]
    after = _BLANK_LINE.split(raw[end : end + CONTEXT])[0]
    doubtful = _flat(raw[start:end])
    ends = (doubtful, "") if len(doubtful) <= LONG else (doubtful[: LONG // 2], doubtful[-LONG // 2 :])
    lines = bisect_right(starts, start), bisect_right(starts, max(start, end - 1))
    i = bisect_right(cleaned.edits, start, key=lambda edit: edit.start) - 1
    target = cleaned.edits[i].target if i >= 0 else None
    return Asked(n, review, lines, _flat(before), ends, _flat(after), found.get(target or ""))


def _flat(text: str) -> str:
    return "".join(text.split())

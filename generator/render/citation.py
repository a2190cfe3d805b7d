"""How a report is cited: what kind of writing it is, and its entry after GB/T 7714.

A body's own report is cited as [R] with the body or its officer as author, an article of a newspaper as [N]. Where
the text shows neither, it is cited as what it certainly is here, a page on line: [EB]. What is not known is not made
up: the name of a newspaper that no text tells is said to be unknown, and a date stands only where one is known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from generator.lexicons import groups
from generator.model import Report
from generator.render.labels import say

Kind = Literal["report", "article", "page"]

_BEHIND = re.compile(r"[（(][^（）()]*[）)]$|\s+$")
_MARKS = {"report": "R", "article": "N", "page": "EB"}
AUTHORS = 3  # named; of more, these and 等


@dataclass(frozen=True)
class Citation:
    """``before`` and ``after`` stand around the day on which it was read; ``url`` is the place of the original."""

    kind: Kind
    before: str
    url: str


def kind_of(report: Report) -> Kind:
    """A body's own report, an article of a newspaper, or what does not tell."""
    lexicon = groups("render-genres")
    byline = report.byline.text if report.byline else ""
    title = _bare(report.title.text) if report.title else ""
    if any(word in byline for word in lexicon["press"]):
        return "article"
    under = byline + (report.subtitle.text if report.subtitle else "")
    if title.endswith(lexicon["own"]) or any(word in under for word in lexicon["office"]):
        return "report"
    return "article" if report.authors else "page"


def citation(report: Report) -> Citation:
    """The entry of a report, up to the day on which it was read."""
    kind = kind_of(report)
    title = report.title.text if report.title else say("untitled")
    if report.subtitle:
        title += f": {report.subtitle.text.lstrip('—－- ')}"
    entry = f"{_who(report, kind)}. {title}[{_MARKS[kind]}/OL]. "
    if kind == "article":
        entry += say("paper-unknown") + (f", {report.published}" if report.published else "")
    elif report.published:
        entry += f"({report.published})"
    return Citation(kind, entry, report.url if report.url and report.url.startswith(("https://", "http://")) else "")


def _who(report: Report, kind: Kind) -> str:
    if report.authors:
        named = ", ".join(report.authors[:AUTHORS])
        return f"{named}, {say('and-others')}" if len(report.authors) > AUTHORS else named
    return report.organ if report.organ and kind == "report" else say("no-author")


def _bare(title: str) -> str:
    while found := _BEHIND.search(title):
        title = title[: found.start()]
    return title

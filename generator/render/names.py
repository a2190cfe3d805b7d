"""Names that the search finds besides words of texts: bodies, indicators, formulations and cited documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.render.browsing import Browsing
from generator.render.glossary import Term
from generator.render.sheets import Sheet

ORDERED = ("steps", "loop")
"""Formulations that are drawn in order are told at such length that readers look for them."""


class Name(NamedTuple):
    """A name with its page and how much there is: reports, or for an indicator bodies."""

    name: str
    url: str
    uses: int


Names = Mapping[str, tuple[Name, ...]]
"""By kind, in the order in which they are shown; the client (search.js) says what the kinds are called."""


def _sought(term: Term) -> bool:
    return len(term.uses) > 1 or term.drawn in ORDERED


def names(b: Browsing, sheets: Iterable[Sheet]) -> Names:
    """Every name that has a page or an entry of its own; a formulation of one report is found in the report's text."""
    return {
        "organ": tuple(Name(body.name, str(body.url), len(body.items)) for body in b.bodies),
        "indicator": tuple(Name(s.entry.name, str(s.url), len(s.holders)) for s in sheets),
        "term": tuple(Name(t.name, str(b.term_url(t)), len(t.uses)) for t in b.terms if _sought(t)),
        "document": tuple(Name(f"《{d.title}》", str(b.document_url(d)), len(d.uses)) for d in b.documents),
    }

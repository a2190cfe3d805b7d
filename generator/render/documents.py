"""Documents that reports cite, each once, with every report that cites it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from generator.lexicons import groups, words
from generator.model import Citation, Corpus
from generator.render.letters import reading
from generator.render.lists import Item, Use, newest_first
from generator.render.places import Place, slug

_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")
_FOLD = str.maketrans("()<>“”‘’\u3000", "（）〈〉\"\"'' ")


@dataclass(frozen=True)
class Document:
    """A cited document; ``vague`` where the title alone does not tell which (《纲要》)."""

    title: str
    kind: str
    issuers: tuple[str, ...]
    vague: bool
    uses: tuple[Use, ...]

    @property
    def id(self) -> Markup:
        """Its anchor."""
        return Markup(f"d-{slug(document_key(self.title))}")

    @property
    def letter(self) -> str:
        """Where it stands."""
        return reading(self.title)[0]

    @property
    def weight(self) -> int:
        """About how many bytes it takes on a page."""
        return 500 + 6 * len(self.title) + 260 * len(self.uses)


def documents(corpus: Corpus, items: Mapping[str, Item], where: Mapping[str, Place]) -> tuple[Document, ...]:
    """Every document, once, however its title is written."""
    found: dict[str, list[Citation]] = {}
    for report in corpus.reports:
        for citation in corpus.extracted[report.id].citations if report.id in corpus.extracted else ():
            found.setdefault(document_key(citation.title), []).append(citation)
    return tuple(_document(some, items, where) for some in found.values())


def _document(some: Sequence[Citation], items: Mapping[str, Item], where: Mapping[str, Place]) -> Document:
    title = Counter(c.title for c in some).most_common(1)[0][0]
    kinds = Counter(c.kind for c in some if c.kind != "other")
    issuers = tuple(sorted({c.issuer for c in some if c.issuer}, key=lambda i: reading(i)[1]))
    places: dict[str, list[Place]] = {}
    for c in some:
        here = places.setdefault(c.report, [])
        if c.paragraph in where and where[c.paragraph] not in here:
            here.append(where[c.paragraph])
    uses = sorted((Use(items[report], tuple(here)) for report, here in places.items()), key=_newest)
    kind = kinds.most_common(1)[0][0] if kinds else "other"
    return Document(title, kind, issuers, _BRACKETED.sub("", title) in _vague(), tuple(uses))


def _newest(use: Use) -> tuple[object, ...]:
    return newest_first(use.item)


def document_key(title: str) -> str:
    """What makes two titles one: brackets and quotation marks of any width, the name of the state before a law."""
    plain = title.translate(_FOLD)
    for prefix in words("render-documents", "prefix"):
        if len(plain) > len(prefix) + 1:
            plain = plain.removeprefix(prefix)
    return plain


@cache
def _vague() -> frozenset[str]:
    """Titles that say a kind of document and no more; laws are called by such short names (监督法)."""
    kinds = groups("extract-citations")
    some = (word for kind in ("regulation", "local document", "report", "plan") for word in kinds[kind])
    return frozenset(some) | words("render-documents", "vague")

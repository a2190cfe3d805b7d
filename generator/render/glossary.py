"""Formulations 提法, each once: what it is, its parts, where and when it is used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from generator.model import Corpus, Formulation
from generator.render.letters import reading
from generator.render.lists import Item, Use, newest_first
from generator.render.places import Place, slug

_QUOTES = re.compile('[“”‘’"《》]')
_LOOP = re.compile("闭环|循环")
_STEPS = re.compile("步[法骤曲走]|流程|环节|程序|链条|阶段|[一两二三四五六七八九]步")
# Parts that the text strings together: 问题收集-多方调研, 群众点单→代表定单.
_STRUNG = re.compile(r"[^\W\d]{2,}(?:[-－—–→>＞][^\W\d]{2,}){2,}")


@dataclass(frozen=True)
class Term:
    """A formulation; ``definition`` is the clause of the text that explains it, ``said`` where it stands."""

    name: str
    kind: str
    definition: tuple[str, str, str]
    said: Use
    parts: tuple[str, ...]
    drawn: Literal["", "set", "steps", "loop"]
    uses: tuple[Use, ...]

    @property
    def id(self) -> Markup:
        """Its anchor."""
        return term_anchor(self.name)

    @property
    def letter(self) -> str:
        """Where it stands."""
        return reading(self.name)[0]

    @property
    def entry(self) -> bool:
        """Whether it is told at length: several reports use it, or its parts are known; others stand in a list."""
        return bool(self.parts) or len(self.uses) > 1

    @property
    def weight(self) -> int:
        """About how many bytes it takes on a page."""
        shown = sum(map(len, (*self.definition, *self.parts, self.name)))
        return 420 + 4 * shown + 40 * len(self.parts) + 130 * len(self.uses)


def term_anchor(name: str) -> Markup:
    """The anchor of a formulation by its name."""
    return Markup(f"t-{slug(term_key(name))}")


def term_key(name: str) -> str:
    """What makes two names one: “放管服”改革 and 放管服改革 are."""
    return _QUOTES.sub("", name)


def terms(corpus: Corpus, items: Mapping[str, Item], where: Mapping[str, Place]) -> tuple[Term, ...]:
    """Every formulation of the corpus."""
    found: dict[str, list[Formulation]] = {}
    for report in corpus.reports:
        for formulation in corpus.extracted[report.id].formulations if report.id in corpus.extracted else ():
            if key := term_key(formulation.name):
                found.setdefault(key, []).append(formulation)
    return tuple(_term(some, items, where) for some in found.values())


def _term(some: Sequence[Formulation], items: Mapping[str, Item], where: Mapping[str, Place]) -> Term:
    places: dict[str, list[Place]] = {}
    for f in some:
        here = places.setdefault(f.report, [])
        if f.paragraph in where and where[f.paragraph] not in here:
            here.append(where[f.paragraph])
    uses = {report: Use(items[report], tuple(here)) for report, here in places.items()}
    # The mention that lists the parts explains most; among equals the earliest report, where the name may be new.
    best = max(some, key=lambda f: (bool(f.components), bool(f.definition), -(items[f.report].year or 9999)))
    name = Counter(f.name for f in some).most_common(1)[0][0]
    kind = Counter(f.kind for f in some).most_common(1)[0][0]
    before, core, after = best.definition.partition(best.name)
    if not core:
        before, core, after = best.definition.partition(term_key(best.name))
    ordered = sorted(uses.values(), key=lambda use: newest_first(use.item))
    parts = best.components if len(best.components) > 1 else ()
    return Term(name, kind, (before, core, after), uses[best.report], parts, drawing(best), tuple(ordered))


def drawing(f: Formulation) -> Literal["", "set", "steps", "loop"]:
    """How the parts are drawn: as steps where the text says that they follow each other, else as a set."""
    if len(f.components) < 2:
        return ""
    name = f.name
    for part in f.components:  # 形成闭环 as a part makes no loop of the whole
        name = name.replace(part, "")
    ordered = 3 <= len(f.components) <= 9 and max(map(len, f.components)) <= 8
    if ordered and _LOOP.search(name):
        return "loop"
    return "steps" if ordered and (_STEPS.search(name) or _STRUNG.search(f.definition)) else "set"

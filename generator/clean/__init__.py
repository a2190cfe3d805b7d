"""Cleaning: one source in, its reports and a ledger that accounts for every raw character out.

The rules run in the order of ``ORDER``; each is a module of ``generator.clean.rules``.
"""

from __future__ import annotations

from collections.abc import Callable

from generator.clean.assemble import assemble
from generator.clean.draft import Draft
from generator.clean.rules import (
    cells,
    characters,
    decided,
    doubts,
    furniture,
    heads,
    lost_heading,
    markup,
    mojibake,
    paragraphs,
    repeated,
    run_in,
    stacked,
    tabular,
    website,
    wording,
)
from generator.errors import Problems, SidecarError
from generator.model import Cleaned, Source
from generator.read import Article, Sidecar, resolve

Rule = Callable[[Draft], None]

ORDER: tuple[tuple[str, Rule], ...] = (
    ("characters", characters.apply),
    ("mojibake", mojibake.apply),
    ("markup", markup.apply),
    ("lines", Draft.split_lines),
    ("markup-roles", markup.apply_roles),
    ("decided-roles", lambda draft: decided.apply_roles(draft, draft.decisions)),
    ("website", website.apply),
    ("stacked", stacked.apply),
    ("furniture", furniture.apply),
    ("tabular", tabular.apply),
    ("repeats", repeated.apply),
    ("heads", heads.apply),
    ("front-title", markup.apply_title),
    ("cells", cells.apply),
    ("paragraphs", paragraphs.apply),
    ("run-in", run_in.apply),
    ("lost-heading", lost_heading.apply),
    ("wording", wording.apply),
    ("doubts", doubts.apply),
)


def clean_source(source: Source, sidecar: Sidecar) -> Cleaned:
    """Clean one source: a pure function of its text, its sidecar and the lexicons.

    Raises Problems where the sidecar does not fit the text.
    """
    draft = Draft(source)
    draft.decisions = resolve(sidecar, source.text)
    decided.apply(draft, draft.decisions)
    for _, rule in ORDER:
        rule(draft)
    cleaned = assemble(draft, sidecar)
    nowhere = [article for article in sidecar.articles if article.order > len(cleaned.reports)]
    if nowhere:
        raise Problems([_nowhere(sidecar.path, article, len(cleaned.reports)) for article in nowhere])
    return cleaned


def _nowhere(path: str, article: Article, count: int) -> SidecarError:
    there, orders = ("one article", "order: 1") if count == 1 else (f"{count} articles", f"an order from 1 to {count}")
    mend = f"write {orders}, or delete the entry"
    problem = f"there is no article {article.order}: the source has {there}"
    return SidecarError(problem, file=path, line=article.line, mend=mend)

"""缺漏: the page of what a site that was built with --keep-going lacks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from generator.errors import GongbaoError
from generator.pipeline import list_sources
from generator.read.formats import by_name
from generator.render.labels import say
from generator.render.pages import TOP, SiteInfo, _Pages
from generator.render.writer import Writer

PAGE = "missing.md"


def add_missing(problems: Sequence[GongbaoError], sources: Path, writer: Writer, *, site: SiteInfo) -> None:
    """Register the page: each faulty file with line and problem, and the files that no program of ours reads."""
    told = [(_shown(problem.file, sources), problem.line or "", problem.problem) for problem in problems]
    others = [(name, by_name(name).zh) for name in list_sources(sources).unread]
    meta = {"title": say("missing"), "layout": "prose"}
    _Pages(writer, site).render("missing.md.j2", PAGE, TOP, meta, problems=told, others=others)


def _shown(file: str | None, sources: Path) -> str:
    """A file as readers may see it: below the sources, else its name alone, never where it lies on this computer."""
    if file is None:
        return ""
    path = Path(file)
    return path.relative_to(sources).as_posix() if path.is_relative_to(sources) else path.name

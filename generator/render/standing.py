"""Pages about the site that would lie if a person wrote them: the rules with their floors, and the log of corrections.

The rules are those that cleaning runs (``generator.clean.ORDER``), with the reasons that it writes into the ledger;
the floors are those that the tests hold the program to (``tests/accuracy/floors.json``, which the wheel brings along).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from generator.clean import ORDER
from generator.errors import BuildError, GongbaoError, LexiconError, Problems
from generator.lexicons import groups
from generator.read import read_own
from generator.read.plainyaml import Node, YamlProblem, load
from generator.render.browse import Render
from generator.render.labels import Group, labels, say
from generator.render.writer import Writer

FILE = "corrections.yml"
FLOORS = "tests/accuracy/floors.json"
DEFAULTS = ("method.md", "cite.md")
"""Hand-written pages that a project may replace by its own."""
UP, TOP = Markup("../"), Markup("")
_NEEDED = ("date", "was", "now", "why")
_KEYS = ("date", "report", "where", "was", "now", "why")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Correction:
    """An entry of the log, from a 1-based line; ``report`` is empty where it is about the site."""

    date: str
    was: str
    now: str
    why: str
    report: str = ""
    where: str = ""
    line: int = 0


@dataclass(frozen=True)
class Floor:
    """A figure that the tests hold the program to: ``bound`` as a reader reads it, ``most`` where less is better."""

    name: str
    said: str
    bound: str
    most: bool


def add_standing(
    render: Render, writer: Writer, corrections: Sequence[Correction], reports: Mapping[str, tuple[str, Markup]]
) -> None:
    """Write the pages, and those of ``DEFAULTS`` that the project has not of its own.

    ``reports`` gives name and address, relative to the top of the site, by the id of a report.
    """
    for name in DEFAULTS:
        writer.default(name, _built_in(f"content/pages/{name}").read_text(encoding="utf-8"))
    meta = {"title": say("rules-page"), "layout": "prose"}
    render("rules.md.j2", "method/rules.md", UP, meta, stages=stages(), rules=rules(), floors=floors())
    meta = {"title": say("corrections"), "layout": "prose"}
    render("corrections.md.j2", "corrections.md", TOP, meta, corrections=corrections[::-1], reports=reports)


def stages() -> list[tuple[str, str]]:
    """The stages of cleaning in their order, each with what it does."""
    return [(name, labels().stages.get(name, "")) for name, _ in ORDER]


def rules() -> list[tuple[Group, list[tuple[str, str]]]]:
    """Rules of the ledger by group, each with the reason that it gives; … stands for what varies."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, notes in sorted(groups("clean-notes").items()):
        if not (rule := labels().rule(name)).asked:
            found.setdefault(rule.group, []).append((name, "".join(notes).replace("{}", "…")))
    return [(group, found[group.id]) for group in labels().groups if group.id in found]


def floors() -> list[tuple[str, list[Floor]]]:
    """Floors by what they are about."""
    found: dict[str, list[Floor]] = {}
    for name, (bound, side) in json.loads(_built_in(FLOORS).read_text(encoding="utf-8")).items():
        kind, _, what = name.partition(".")
        counted = isinstance(bound, int)
        shown = str(bound) if counted else f"{100 * bound:.4g}%"
        found.setdefault(labels().floors.get(kind, kind), []).append(
            Floor(name, labels().floors.get(name, what), shown, side == "most")
        )
    return list(found.items())


def _built_in(name: str) -> Path:
    """A file of the program: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    places = [package / "defaults" / name, package.parent / name]
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        raise BuildError("a file of the program is missing", file=str(places[0]), mend="install gongbao again")
    return path


def corrections_of(sources: Path) -> Path:
    """The log of a project: ``corrections.yml`` beside its folder of sources."""
    return sources.absolute().parent / FILE


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """The log, oldest first; empty where there is no file. Raises Problems with all that is wrong with it."""
    return parse(read_own(path), str(path)) if os.path.lexists(path) else ()


def parse(raw: bytes, path: str) -> tuple[Correction, ...]:
    """The log in ``raw``; ``path`` is named in what is raised."""
    problems: list[GongbaoError] = []

    def add(problem: str, line: int, mend: str) -> None:
        problems.append(LexiconError(problem, file=path, line=line, mend=mend))

    found: list[Correction] = []
    try:
        root = load(raw.decode("utf-8-sig"))
        top = root.value if root else None
        entries = top["corrections"].value if isinstance(top, dict) and "corrections" in top else None
        if not isinstance(entries, list):
            add("there is no list of corrections", root.line if root else 1, "begin with a line `corrections:`")
        for node in entries if isinstance(entries, list) else ():
            entry = _correction(node, add)
            if entry and found and entry.date < found[-1].date:
                add("the entry is older than the one above it", node.line, "add new entries at the end")
            found += [entry] if entry else []
    except UnicodeDecodeError:
        add("the file is not UTF-8", 1, "save it as UTF-8")
    except YamlProblem as problem:
        add(problem.problem, problem.line, "see the head of content/corrections.yml")
    if problems:
        raise Problems(problems)
    return tuple(found)


def _correction(node: Node, add: Any) -> Correction | None:
    if not isinstance(node.value, dict):
        add("a correction must have date, was, now and why", node.line, "write - date: …, was: …, now: …, why: …")
        return None
    said = {key: value.value.strip() for key, value in node.value.items() if isinstance(value.value, str)}
    for key, value in node.value.items():
        if key not in _KEYS:
            add(f"{key!r} is not known here", value.key_line, f"use one of: {', '.join(_KEYS)}")
    missing = [key for key in _NEEDED if not said.get(key)]
    if missing:
        add(f"the correction has no {missing[0]}", node.line, f"write {missing[0]}: …")
        return None
    if not _is_day(said["date"]):
        add(f"{said['date']!r} is no day", node.value["date"].line, "write it as 2026-01-31")
        return None
    return Correction(**{key: value for key, value in said.items() if key in _KEYS}, line=node.line)


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False

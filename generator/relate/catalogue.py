"""The catalogue of indicators: ``content/indicators.yml``, read and checked (docs/catalogue.md)."""

from __future__ import annotations

import difflib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from generator.errors import GongbaoError, LexiconError, Problems
from generator.read import read_own
from generator.read.plainyaml import Node, YamlProblem, load

FILE = "indicators.yml"
NONE = "none"
"""Stands where an id is asked for and no entry fits: the name goes under ``ignored``."""

Kind = Literal["level", "change"]
KINDS = ("level", "change", "any")
BETTER = ("up", "down", "none")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = ("id", "name", "group", "kind", "units", "need", "veto", "context", "organs", "whole", "also", "splits",
         "parts", "similar", "aliases", "better", "definition")  # fmt: skip
_REQUIRED = ("id", "name", "group", "units", "definition")

_WIDTH = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)}
_DROPPED = dict.fromkeys(map(ord, " \u3000\t\n“”‘’\"'「」《》、，。；：,;:（）()·"))
_FOLD = {**_WIDTH, **_DROPPED, **{ord(wide): None for wide in "，；：（）＂＇"}}


def fold(name: str) -> str:
    """A name as names are compared: width and case folded, without space, quotes, brackets and stops."""
    return name.translate(_FOLD).upper()


@dataclass(frozen=True)
class Entry:
    """One indicator of the catalogue; words of names are folded.

    ``need`` and ``context`` are groups of alternatives. ``line`` is the line of its ``id``.
    ``kind`` any: figures of the entry may be worded as levels and as changes (人口自然增长率8‰, 人口自然增长8‰).
    """

    id: str
    name: str
    group: str
    kind: Kind | Literal["any"]
    units: tuple[str, ...]
    definition: str
    need: tuple[tuple[str, ...], ...] = ()
    veto: tuple[str, ...] = ()
    context: tuple[tuple[str, ...], ...] = ()
    organs: tuple[str, ...] = ()
    whole: bool = False
    also: tuple[str, ...] = ()
    splits: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    similar: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    better: str = "none"
    line: int = 0


class Near(NamedTuple):
    """An entry that a name resembles; ``score`` from 0 to 1."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Catalogue:
    """The entries in the order of the file; ``ignored`` are names (folded) that no entry is wanted for."""

    entries: tuple[Entry, ...]
    ignored: frozenset[str] = frozenset()
    path: str = FILE

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries by id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each id in the file."""
        return {entry.id: n for n, entry in enumerate(self.entries)}

    @cached_property
    def _index(self) -> tuple[dict[str, list[int]], list[int]]:
        """Entries by the bigrams of their names, needed words and aliases; the number of bigrams of each name."""
        postings: dict[str, list[int]] = {}
        sizes = []
        for n, entry in enumerate(self.entries):
            own = bigrams(fold(entry.name))
            sizes.append(max(len(own), 1))
            words = (word for group in entry.need for word in group)
            for pair in own.union(*(bigrams(word) for word in (*words, *entry.aliases))):
                postings.setdefault(pair, []).append(n)
        return postings, sizes

    def nearest(self, name: str, unit: str, count: int = 3) -> list[Near]:
        """Up to ``count`` entries of that unit that share most with ``name``, best first.

        Pairs of characters that few entries have count more; vetoed entries are none.
        """
        postings, sizes = self._index
        folded = fold(name)
        pairs = bigrams(folded)
        votes: Counter[int] = Counter()
        total = 0.0
        for pair in sorted(pairs):
            found = postings.get(pair, ())
            weight = 1.0 if not found else 1 / len(found) ** 0.5
            total += weight
            for n in found:
                votes[n] += weight  # type: ignore[assignment]  # a Counter holds floats as well
        fitting = [
            Near(entry, round(min(score / (total or 1), 1.0), 3))
            for n, score in votes.items()
            if unit in (entry := self.entries[n]).units and not any(word in folded for word in entry.veto)
        ]
        return sorted(fitting, key=lambda near: (-near.score, sizes[self.order[near.entry.id]], near.entry.id))[:count]


def bigrams(text: str) -> set[str]:
    """Every pair of neighbouring characters."""
    return {text[i : i + 2] for i in range(len(text) - 1)}


def built_in() -> Path:
    """The catalogue that comes with the program: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "defaults" / "content" / FILE, package.parent / "content" / FILE):
        if place.is_file():
            return place
    raise LexiconError("a file of the program is missing", file=FILE, mend="install gongbao again")


def catalogue_of(sources: Path) -> Path:
    """The catalogue of a project: ``indicators.yml`` beside its folder of sources, else the built-in one."""
    own = sources.absolute().parent / FILE
    return own if os.path.lexists(own) else built_in()


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file. Raises Problems with a LexiconError for each thing that is wrong."""
    return parse(read_own(path), str(path))


def parse(raw: bytes, path: str) -> Catalogue:
    """The catalogue in ``raw``; ``path`` is named in what is raised."""
    return _Parser(path).catalogue(raw)


class _Parser:
    """Reads one catalogue and collects what is wrong with it, so that all of it is told at once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[GongbaoError] = []

    def add(self, problem: str, line: int, mend: str) -> None:
        self.problems.append(LexiconError(problem, file=self.path, line=line, mend=mend))

    def catalogue(self, raw: bytes) -> Catalogue:
        entries: list[Entry] = []
        ignored: tuple[str, ...] = ()
        try:
            root = load(raw.decode("utf-8-sig"))
            top = root.value if root else None
            if isinstance(top, dict):
                self.known(top, ("entries", "ignored"))
                nodes = self.items(top.get("entries"), "entries")
                entries = [entry for node in nodes if (entry := self.entry(node))]
                ignored = self.words(top.get("ignored"), "ignored")
                if "entries" not in top:
                    self.add("there are no entries", 1, "begin the list with a line of its own: entries:")
            else:
                self.add("a catalogue has the key entries", root.line if root else 1, "begin with a line: entries:")
        except UnicodeDecodeError as error:
            self.add("this is not UTF-8", raw.count(b"\n", 0, error.start) + 1, "save the catalogue as UTF-8")
        except YamlProblem as error:
            self.add(error.problem, error.line, "correct the YAML; put texts in double quotes")
        self.together(entries, ignored)
        if self.problems:
            raise Problems(sorted(self.problems, key=lambda p: p.line or 0))
        return Catalogue(tuple(entries), frozenset(map(fold, ignored)), self.path)

    def entry(self, node: Node) -> Entry | None:
        fields = node.value
        if not isinstance(fields, dict):
            self.add("an entry is a list of keys and values", node.line, "write for example: - id: forest-cover")
            return None
        self.known(fields, _KEYS)
        for key in _REQUIRED:
            if key not in fields or not fields[key].value:
                self.add(f"the entry has no {key}", node.line, f"add {key}: …")
        line = fields["id"].line if "id" in fields else node.line
        entry = Entry(
            id=self.text(fields.get("id"), "id"),
            name=self.text(fields.get("name"), "name"),
            group=self.text(fields.get("group"), "group"),
            kind=self.choice(fields.get("kind"), "kind", KINDS, "level"),  # type: ignore[arg-type]
            units=self.words(fields.get("units"), "units"),
            definition=self.text(fields.get("definition"), "definition"),
            need=self.groups(fields.get("need"), "need"),
            veto=tuple(map(fold, self.words(fields.get("veto"), "veto"))),
            context=self.groups(fields.get("context"), "context"),
            organs=self.words(fields.get("organs"), "organs"),
            whole=self.choice(fields.get("whole"), "whole", ("yes", "no"), "no") == "yes",
            also=tuple(map(fold, self.words(fields.get("also"), "also"))),
            splits=tuple(map(fold, self.words(fields.get("splits"), "splits"))),
            parts=self.words(fields.get("parts"), "parts"),
            similar=self.words(fields.get("similar"), "similar"),
            aliases=tuple(map(fold, self.words(fields.get("aliases"), "aliases"))),
            better=self.choice(fields.get("better"), "better", BETTER, "none"),
            line=line,
        )
        if entry.id and not _ID.fullmatch(entry.id):
            self.add(f"{entry.id!r} is no id", line, "use lower-case letters, digits and single hyphens")
        if entry.id == NONE:
            self.add(f"{NONE} cannot be an id", line, "choose another one; it stands for no entry")
        if entry.also and not entry.whole:
            self.add("also has no effect without whole", fields["also"].line, "add whole: yes, or delete also")
        if not entry.need and not entry.aliases:
            self.add("the entry says nothing about names", line, "add need: [word|word, word] or aliases: [name]")
        for word in entry.need[0] if entry.need else ():
            if len(word) < 2:
                mend = "put a group with longer words first"
                self.add(f"{word!r} in the first group of need is too short", fields["need"].line, mend)
        for needed in entry.need:
            for word in needed:
                if word in entry.veto:
                    self.add(f"{word!r} is needed and vetoed", fields["veto"].line, "delete one of the two")
        return entry

    def together(self, entries: list[Entry], ignored: Iterable[str]) -> None:
        """What only shows when all entries are known: things that stand twice, parts that do not exist."""
        lines: dict[str, int] = {}
        names: dict[str, int] = {}
        aliases: dict[tuple[str, str, str, tuple[str, ...]], Entry] = {}
        for entry in entries:
            for what, seen in ((entry.id, lines), (entry.name, names)):
                if what and seen.setdefault(what, entry.line) != entry.line:
                    self.add(f"{what!r} stands twice, first in line {seen[what]}", entry.line, "give each its own")
            for alias, unit in ((alias, unit) for alias in entry.aliases for unit in entry.units):
                other = aliases.setdefault((alias, unit, entry.kind, entry.organs), entry)
                if other is not entry:
                    self.add(f"the alias {alias!r} is one of {other.id}, too", entry.line, "delete one of the two")
        ids = {entry.id for entry in entries}
        for entry in entries:
            for part in (*entry.parts, *entry.similar):
                if part not in ids:
                    near = difflib.get_close_matches(part, sorted(ids), 1)
                    mend = f"did you mean {near[0]}?" if near else "name ids of this file"
                    self.add(f"there is no entry {part!r}", entry.line, mend)
        taken = {alias: entry for entry in entries for alias in entry.aliases}
        for name in ignored:
            if owner := taken.get(fold(name)):
                self.add(f"{name!r} is ignored and an alias of {owner.id}", owner.line, "delete one of the two")

    def known(self, fields: dict[str, Node], allowed: tuple[str, ...]) -> None:
        for key, node in fields.items():
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, 1)
                mend = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(allowed)}"
                self.add(f"{key!r} is not known here", node.key_line, mend)

    def text(self, node: Node | None, key: str) -> str:
        if node is None or node.value is None:
            return ""
        if isinstance(node.value, str):
            return node.value.strip()
        self.add(f"{key} must be a text", node.key_line, f"write {key}: …")
        return ""

    def choice(self, node: Node | None, key: str, allowed: tuple[str, ...], default: str) -> str:
        text = self.text(node, key) or default
        if text not in allowed:
            self.add(f"{key} cannot be {text!r}", node.line if node else 1, f"use one of: {', '.join(allowed)}")
        return text

    def items(self, node: Node | None, key: str) -> list[Node]:
        if node is None or node.value is None:
            return []
        if isinstance(node.value, list):
            return node.value
        self.add(f"{key} must be a list", node.key_line, f"put the words of {key} in square brackets")
        return []

    def words(self, node: Node | None, key: str) -> tuple[str, ...]:
        return tuple(self._words(node, key))

    def _words(self, node: Node | None, key: str) -> Iterator[str]:
        seen: set[str] = set()
        for item in self.items(node, key):
            if not isinstance(item.value, str) or not fold(item.value):
                self.add(f"a word of {key} is empty or no text", item.line, "write a word or delete the comma")
            elif item.value in seen:
                self.add(f"{item.value!r} stands twice in {key}", item.line, "delete one")
            else:
                seen.add(item.value)
                yield item.value

    def groups(self, node: Node | None, key: str) -> tuple[tuple[str, ...], ...]:
        found = []
        for text in self.words(node, key):
            words = tuple(fold(word) for word in text.split("|"))
            if not all(words):
                self.add(f"{text!r} has an empty alternative", node.line if node else 1, "delete the | too many")
            found.append(tuple(word for word in words if word))
        return tuple(found)

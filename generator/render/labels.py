"""What the pages call things: ``templates/labels.yml``, read and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, Literal

import yaml

from generator.errors import LexiconError
from generator.render.theme import templates_dir

FILE = "labels.yml"


@dataclass(frozen=True)
class Group:
    """A heading of a 校勘记. ``fold``: give counts instead of entries beyond this many (0: always)."""

    id: str
    sign: str
    title: str
    count: Literal["chars", "items"]
    what: str
    why: str = ""
    fold: int | None = None


@dataclass(frozen=True)
class Rule:
    """Where edits of a rule are shown. ``kept``: characters that stayed as they are are shown, too.

    ``asked``: no rule of the ledger, but what a question about a doubt is put together from.
    """

    group: str
    kept: bool = False
    asked: bool = False


@dataclass(frozen=True)
class Labels:
    """The file as records."""

    organs: tuple[tuple[str, tuple[str, ...]], ...]
    statuses: dict[str, str]
    directions: dict[str, str]
    groups: tuple[Group, ...]
    rules: dict[str, Rule]
    organ_other: str
    say: dict[str, str]
    spaces: dict[str, str]
    lists: dict[str, dict[str, str]]
    totals: dict[str, tuple[str, str]]
    single: frozenset[str]
    """Kinds of which a place has one body."""
    documents: dict[str, str]
    terms: dict[str, str]
    stages: dict[str, str]
    floors: dict[str, str]

    def rule(self, name: str) -> Rule:
        """The rule, by its name or the first pattern that fits; an unknown one goes to 其他."""
        return _rule(name)

    def organ_kind(self, organ: str | None) -> str | None:
        """人大, 政协, … or 其他; None where no body is known."""
        if not organ:
            return None
        return next((kind for kind, words in self.organs if any(map(organ_has(organ), words))), self.organ_other)


@cache
def labels() -> Labels:
    """Read the file; LexiconError where it is malformed."""
    path = templates_dir() / FILE
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        found = Labels(
            tuple((kind["name"], tuple(kind["words"])) for kind in data["organs"]),
            data["statuses"],
            data["directions"],
            tuple(Group(**{**g, "fold": 0 if g.get("fold") == "always" else g.get("fold")}) for g in data["groups"]),
            {name: Rule(**rule) for name, rule in data["rules"].items()},
            data["organ_other"],
            data["say"],
            data["spaces"],
            data["lists"],
            {name: (label, unit) for name, (label, unit) in data["totals"].items()},
            frozenset(kind["name"] for kind in data["organs"] if kind.get("single")),
            data["documents"],
            data["terms"],
            data["stages"],
            data["floors"],
        )
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as problem:
        mend = "write them as the other ones are"
        raise LexiconError(f"the labels cannot be read: {problem}", file=str(path), mend=mend) from None
    unknown = {rule.group for rule in found.rules.values()} - {group.id for group in found.groups}
    if unknown:
        missing = f"rules name groups that do not exist: {sorted(unknown)}"
        raise LexiconError(missing, file=str(path), mend="add them under groups")
    return found


def organ_has(organ: str) -> Callable[[str], bool]:
    """Whether a word stands in the name of a body; with $ behind it, at the end (镇$: 城关镇, not 镇江市政府)."""
    return lambda word: organ.endswith(word[:-1]) if word.endswith("$") else word in organ


def say(name: str, *values: object) -> str:
    """A short saying with its values filled in."""
    return labels().say[name].format(*values)


def forget() -> None:
    """Read the file again when it is next asked for: it may have been edited."""
    labels.cache_clear()
    _rule.cache_clear()


@cache
def _rule(name: str) -> Rule:
    rules = labels().rules
    return rules.get(name) or next((rules[p] for p in rules if fnmatchcase(name, p)), Rule("other"))

"""Lexicons: words and lists as data files beside this module.

A ``.txt`` lexicon is UTF-8: lines that start with ``# `` are its header, blank lines are skipped, every other
line is an entry; fields of an entry are separated by tabs. ``[name]`` on a line of its own opens a group.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from generator.errors import LexiconError


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Entries of ``<name>.txt`` by group; entries before the first group stand under ``""``.

    Raises LexiconError where the file does not exist or an entry stands twice in one group.
    """
    try:
        text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        file = f"generator/lexicons/{name}.txt"
        raise LexiconError(f"there is no lexicon {name}", file=file, mend="install gongbao again") from None
    found: dict[str, dict[str, None]] = {}
    group = ""
    for number, line in enumerate(text.split("\n"), 1):
        entry = line.rstrip()
        if not entry or entry == "#" or entry.startswith("# "):
            continue
        if entry.startswith("[") and entry.endswith("]"):
            group = entry[1:-1]
            found.setdefault(group, {})
            continue
        here = found.setdefault(group, {})
        if entry in here:
            file = f"generator/lexicons/{name}.txt"
            raise LexiconError(f"{entry!r} stands twice in [{group}]", file=file, line=number, mend="delete one")
        here[entry] = None
    return {key: tuple(entries) for key, entries in found.items()}


@cache
def words(name: str, group: str = "") -> frozenset[str]:
    """The entries of one group as a set."""
    return frozenset(groups(name).get(group, ()))


def alternatives(name: str, group: str = "") -> str:
    """The entries of one group as alternatives of a pattern, longest first."""
    return "|".join(map(re.escape, sorted(words(name, group), key=lambda w: (-len(w), w))))

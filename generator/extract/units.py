"""Units of measure and measure words (``extract-units``), each with its family and what may not follow it."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Literal, cast

from generator.lexicons import groups

Family = Literal["rate", "money", "physical", "times", "duration", "count", "bare"]


@cache
def units() -> dict[str, Family]:
    """Every unit with its family; where two families list one, the first holds."""
    found: dict[str, Family] = {}
    for family, entries in groups("extract-units").items():
        for entry in entries:
            found.setdefault(entry.split("\t")[0], cast(Family, family))
    return found


@cache
def unit_pattern(some: Collection[str] | None = None) -> str:
    """Alternatives for all units, or for some of them (a frozenset), the longest first."""
    barred: dict[str, str] = {}
    for entries in groups("extract-units").values():
        for entry in entries:
            unit, _, after = entry.partition("\t")
            barred.setdefault(unit, _not_before(after))
    wanted = barred if some is None else some
    longest_first = sorted(wanted, key=lambda u: (-len(u), u))
    return "|".join(re.escape(u) + barred[u] for u in longest_first)


def _not_before(after: str) -> str:
    """What may not follow a unit, as a pattern: its characters, but for the words behind the second tab.

    家 is none before 乡 (家乡), but one before 乡镇: ``(?!(?!乡镇)[乡])``.
    """
    characters, _, words = after.partition("\t")
    spared = f"(?!{'|'.join(map(re.escape, words.split()))})" if words else ""
    return f"(?!{spared}[{re.escape(characters)}])" if characters else ""

"""The administrative divisions of China, from ``gazetteer.tsv`` beside this module (its header names the source)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal, get_args

from generator.errors import LexiconError
from generator.lexicons import words

Level = Literal["province", "prefecture", "county", "zone"]

FILE = "generator/lexicons/gazetteer.tsv"


@dataclass(frozen=True)
class Place:
    """One unit. ``parent`` is None for a province; ``current`` is False for a name no longer in use."""

    code: str
    name: str
    level: Level
    parent: Place | None
    current: bool

    @cached_property
    def chain(self) -> tuple[Place, ...]:
        """From the province down to this place."""
        return (*self.parent.chain, self) if self.parent else (self,)

    @cached_property
    def path(self) -> str:
        """浙江省嘉兴市南湖区."""
        return "".join(place.name for place in self.chain)

    @cached_property
    def short(self) -> str:
        """The name without its generic part: 嘉兴, 内蒙古, 黔东南; the whole name where one character would be left."""
        bare = (_generic().sub("", self.name), _AUTONOMOUS.sub("", self.name))
        return next((name for name in bare if len(name) > 1), self.name)


_AUTONOMOUS = re.compile("族?自治[区州县旗]$")
"""Where the name of the people belongs to that of the place: 内蒙古自治区, 鄂温克族自治旗."""


@cache
def _generic() -> re.Pattern[str]:
    """The part of a name that says what kind of unit it is: 市, 地区, 苗族侗族自治州."""
    people = "|".join(sorted(words("peoples"), key=lambda w: (-len(w), w)))
    autonomous = rf"(?:(?:{people})族?)*自治[区州县旗]"
    return re.compile(rf"(?:特别行政区|{autonomous}|地区|林区|新区|[省市区县旗盟])$")


@cache
def places() -> tuple[Place, ...]:
    """Every place of the file, current ones first. Raises LexiconError for a malformed line."""
    text = files(__package__).joinpath("gazetteer.tsv").read_text(encoding="utf-8")
    rows: list[tuple[bool, int, list[str]]] = []
    current = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            current = line == "[current]"
            continue
        fields = line.split("\t")
        if len(fields) != 4 or fields[2] not in get_args(Level):
            mend = "write code, name, level and the code of the unit above, with tabs between"
            raise LexiconError(f"{line!r} is no place", file=FILE, line=number, mend=mend)
        rows.append((current, number, fields))
    known: dict[str, Place] = {}
    found: list[Place] = []
    # A unit above comes first: codes grow from province to county, current names go before historic ones.
    for is_current, number, (code, name, level, above) in sorted(rows, key=lambda r: (not r[0], len(r[2][0]), r[1])):
        if above and above not in known:
            raise LexiconError(f"{name}: no unit has the code {above}", file=FILE, line=number, mend="add it above")
        place = Place(code, name, level, known.get(above), is_current)  # type: ignore[arg-type]  # checked above
        known.setdefault(code, place)
        found.append(place)
    return tuple(found)


@cache
def by_name() -> dict[str, tuple[Place, ...]]:
    """Places by their full name; 朝阳区 stands for several."""
    found: dict[str, list[Place]] = {}
    for place in places():
        found.setdefault(place.name, []).append(place)
    return {name: tuple(group) for name, group in found.items()}


@cache
def by_short() -> dict[str, tuple[Place, ...]]:
    """Places by their short name, where it differs from the full one."""
    found: dict[str, list[Place]] = {}
    for place in places():
        if place.short != place.name:
            found.setdefault(place.short, []).append(place)
    return {name: tuple(group) for name, group in found.items()}

"""Places and bodies that a text names: 浙江省嘉兴市南湖区, 南通开发区, 新嘉街道; 南湖区政协."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.lexicons import alternatives, groups, words
from generator.lexicons.gazetteer import Place, by_name, by_short

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width forms and their half-width ones, for ``str.translate``."""

_SPACE = re.compile(r"[\s\u200b\ufeff]+")


def fold(text: str) -> str:
    """Without white space, full-width forms narrowed: 佛 山 市２０１７年 → 佛山市2017年."""
    return _SPACE.sub("", text.translate(NARROW))


class Body(NamedTuple):
    """A kind of body: usual short form, and its name in report ids."""

    short: str
    slug: str


class Spot(NamedTuple):
    """A named place: ``name`` as written, ``units`` the gazetteer entries it may mean, ``local`` what lies below.

    For 南通开发区 or 南湖区新嘉街道 ``units`` are those of 南通 and 南湖区, ``local`` is 南通开发区, 新嘉街道; with
    no units a street that stands alone.
    """

    start: int
    end: int
    name: str
    units: tuple[Place, ...]
    local: str = ""


class Mention(NamedTuple):
    """A body named in a text: 南湖区政协. ``spot`` is None where no place stands in front of it."""

    spot: Spot | None
    body: Body
    start: int
    national: bool


_UNIT_END = re.compile("[省市区县旗盟州]")
_LONGEST = 15
_STREET_END = re.compile(r"街道|[镇乡](?![村级亲下上镇])|苏木")
_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_RUN = re.compile("[\u4e00-\u9fff]+")


OFFICE = "办事处"
"""What the body of a street is called."""


@cache
def zone_kinds() -> str:
    """Pattern of what a zone is called: 开发区, 新区."""
    return alternatives("identity-words", "zones")


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('identity-words', 'zone trades')}){{0,3}}(?:{zone_kinds()})")


@cache
def _no_street() -> re.Pattern[str]:
    """Words that no street is named with: 各乡镇, 建设新城镇, 推进街道."""
    return re.compile("|".join(sorted(words("clean-heads", "no street names"))))


def units_in(text: str) -> Iterator[Spot]:
    """Full names of the gazetteer, longest first, in text order. 城区 and 东区 only behind the unit above.

    Names that ordinary words make up, 会同县, 和县, count only where something else in the text speaks for the unit.
    """
    known = by_name()
    free, above = 0, frozenset[str]()
    meant: dict[str, bool] = {}
    for found in _UNIT_END.finditer(text):
        end = found.end()
        for size in range(min(_LONGEST, end - free), 1, -1):
            name = text[end - size : end]
            if name not in known:
                continue
            if end < len(text) and name + text[end] in known:  # 沙县, but 沙县区
                break
            units = known[name]
            if size == 2 and name[-1] == "区":
                units = tuple(p for p in units if p.parent and p.parent.name in above and end - size == free)
            elif reads_as_words(name):
                if name not in meant:
                    meant[name] = _is_meant(name, units, text)
                units = units if meant[name] else ()
            if units:
                yield Spot(end - size, end, name, units)
                free, above = end, frozenset(p.name for p in units)
            break


def reads_as_words(name: str) -> bool:
    """May the name stand in a sentence without meaning the unit: 会同|县政府, 市和|县, 管理|县域?"""
    return (len(name) == 2 and name[-1] == "县") or name in words("identity-words", "units that are words")


def _is_meant(name: str, units: tuple[Place, ...], text: str) -> bool:
    """Does the text name the province or city above, or the unit where no other word can end in it?"""
    if any(above.short in text for unit in units for above in unit.chain[:-1]):
        return True
    return re.search(rf"(?:^|[、(《“]){name}", text, re.MULTILINE) is not None


def _zones(text: str) -> Iterator[Spot]:
    """Zones behind the name of their city or county: 南通开发区, 南通市经济技术开发区."""
    for found in _zone().finditer(text):
        for size in range(min(8, found.start()), 1, -1):
            name = text[found.start() - size : found.start()]
            units = by_name().get(name) or by_short().get(name)
            if name + found[0] in by_name():  # 浦东新区 is a district of its own
                break
            if units:
                full = name in by_name()
                local = found[0] if full else name + found[0]
                yield Spot(found.start() - size, found.end(), name + found[0], units, local)
                break


def spots_in(text: str) -> list[Spot]:
    """All places of a text in order: units, zones, and streets or towns that stand behind one or begin a clause."""
    found = list(_zones(text))
    taken = {at for zone in found for at in range(zone.start, zone.end)}
    for unit in units_in(text):
        if not (unit.start in taken and unit.end - 1 in taken):
            found.append(unit)
    taken.update(at for spot in found for at in range(spot.start, spot.end))
    for unit in [*found]:
        below = unlisted_at(text, unit.end, unit) if unit.units else None
        if below and taken.isdisjoint(range(below.start, below.end)):
            found.append(below)
            taken.update(range(below.start, below.end))
    ends = {spot.end: spot for spot in found}
    for match in _STREET_END.finditer(text):
        if match.start() in taken:  # 桐乡市
            continue
        for start in range(match.start() - 2, max(0, match.start() - 5) - 1, -1):
            above = ends.get(start)
            if start in taken:
                break
            clause = start == 0 or not _HAN.match(text, start - 1) or _spoken_for(text, start, match.end())
            if (above or clause) and _HAN_RUN.fullmatch(text, start, match.end()):
                name = text[start : match.end()]
                if not _no_street().search(name):
                    units = above.units if above else ()
                    found.append(Spot(start, match.end(), name, units, (above.local if above else "") + name))
                break
    return sorted(found, key=lambda spot: (spot.start, spot.end))


@cache
def _unlisted() -> re.Pattern[str]:
    """Units that the gazetteer may not know, where a body, term or year follows: 云溪市人大常委会, 长水新区2025年."""
    unit = rf"[\u4e00-\u9fff]{{1,6}}?(?:自治[州县旗]|{zone_kinds()}|[市区县旗盟州])"
    return re.compile(
        rf"(?P<above>(?:{unit})?)(?P<name>{unit})(?=(?:第.{{1,4}}届)?(?:{bodies()[0].pattern})|\d{{4}}年)"
    )


def unlisted_at(text: str, at: int, above: Spot | None = None) -> Spot | None:
    """A unit that begins at ``at`` and that the gazetteer does not know, below ``above`` where that is told."""
    found = _unlisted().match(text, at)
    if not found or _no_street().search(found[0]) or _zone().fullmatch(found["name"]):
        return None
    if not found["name"].strip("省市区县旗盟州") or found["name"].endswith(
        tuple(words("identity-words", "unit words"))
    ):
        return None
    units = above.units if above else ()
    return Spot(at, found.end(), found["name"], units, (above.local if above else "") + found[0])


def _spoken_for(text: str, start: int, end: int) -> bool:
    """Does somebody speak for the office of a street: 我代表望溪街道办事处, 受望溪街道办事处委托?"""
    return text.startswith(OFFICE, end) and text.endswith(("代表", "受"), 0, start)


@cache
def bodies() -> tuple[re.Pattern[str], dict[str, Body], frozenset[str]]:
    """A pattern for every written form, what each means, and which forms are national."""
    table: dict[str, Body] = {}
    for group in ("organ", "national"):
        for entry in groups("identity-organs")[group]:
            written, short, slug = entry.split("\t")
            table[written] = Body(short, slug)
    national = frozenset(entry.split("\t")[0] for entry in groups("identity-organs")["national"])
    endings = tuple(words("identity-words", "standing bodies"))
    # 人大代表 are people, 人民代表大会第三次会议 is a meeting, 人大制度 a system; 人大常委会第三次会议 is its own.
    standing = [form for form in table if form.endswith(endings) and form not in national]
    forms, standing_forms = (
        "|".join(sorted(map(re.escape, written), key=lambda w: (-len(w), w))) for written in (table, standing)
    )
    # 人大代表 are people, 人大制度 is a system, 人民代表大会第三次会议 a meeting; 人大常委会第三次会议 names its body.
    no_body = "代表(?!大会)|制度|换届"
    return re.compile(rf"(?:{standing_forms})(?!{no_body})|(?:{forms})(?!{no_body}|第.{{1,4}}次|会议)"), table, national


_TERM = re.compile(r"第[一二三四五六七八九十\d]{1,4}届(?:委员会)?$")
_CPPCC = re.compile(r"(?:人民政治协商会议|人民政协|政协)(?:第.{1,4}届)?$")


def mentions_in(text: str) -> Iterator[Mention]:
    """Bodies named in a text, each with the place in front of it where there is one."""
    pattern, table, national = bodies()
    spots = spots_in(text)
    ends = {spot.end: spot for spot in spots}
    starts = {spot.start: spot for spot in spots}
    # 政协第十届南湖区委员会: the place stands behind
    led = {spot.start for spot in spots if _CPPCC.search(text, max(0, spot.start - 16), spot.start)}
    for found in pattern.finditer(text):
        at = found.start()
        term = _TERM.search(text, max(0, at - 8), at)
        before = ends.get(term.start() if term else at)
        if before is None and text[at - 1 : at] in tuple("省市区县州"):  # 中卫市市政府
            before = ends.get(at - 1)
        if before or led.isdisjoint(range(found.end(), found.end() + 7)):
            yield Mention(before, table[found[0]], at, found[0] in national)
    for spot in spots:
        if spot.start in led:
            while spot.end in starts:  # of 政协浙江省嘉兴市委员会 the last place
                spot = starts[spot.end]
            yield Mention(spot, table["政协"], spot.start, False)


@cache
def _body_line() -> re.Pattern[str]:
    """A line that is the name of a body and nothing else: 青溪区人大常委会办公室."""
    forms = [written for group in ("organ", "local") for written in _written(group)]
    forms += words("clean-heads", "signing offices")
    return re.compile(rf"[\u4e00-\u9fff]{{0,16}}(?:{'|'.join(sorted(forms, key=lambda w: (-len(w), w)))})")


def _written(group: str) -> Iterator[str]:
    return (entry.split("\t")[0] for entry in groups("identity-organs")[group])


def is_body(text: str) -> bool:
    """Is a line the name of a body?"""
    return _body_line().fullmatch(fold(text)) is not None

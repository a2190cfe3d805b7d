"""The parts of a formulation: listed in its name, beside it, or where the text tells what it consists of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from generator.numerals import DIGITS

NUMERALS = "一二两双三四五六七八九十百千"
VALUES = DIGITS | {"十": 10, "双": 2}
LETTERS = 4  # characters of a name that may stand for one part each
NEAR = 160  # characters before and after a name in which its parts may be listed

QUOTE = re.compile(r"“([^“”]{1,40})”")
PIECES = re.compile(r"[、，+＋;；]|-{1,2}|—{1,2}")
AND = re.compile("、|以及|和|与|及")
ITEM = r"[^\W\d_“”]{2,14}"
LIST = re.compile(rf"{ITEM}(?:、{ITEM})+(?:(?:和|与|及|以及){ITEM})?")
RUN = re.compile(r"[、\u4e00-\u9fff]+")
BESIDE = re.compile(rf"({ITEM}(?:[、和与]{ITEM})+)$")
QUOTED_BESIDE = re.compile(r"“([^“”]+)”$")
COUNTED = re.compile(rf"[{NUMERALS}](?:个|张|大|项)?([^{NUMERALS}\W]+)")
INSIDE = re.compile(r"(?:设置|设有|包括|包含|涵盖|集)([^，。；“”]{2,14}(?:、[^，。；、“”]{2,10}){1,8})等")
LONGEST_NAME = 24
MARKS = re.compile(r"[，。；：！？“”《》（）]")
COUNT = re.compile(r"\d+[个名家位所处]")
LEADING = re.compile(r"^(?:推进|推动|落实|完善|加强|深化|做好|健全|坚持|实现|突出|围绕|聚焦|抓好|开展)(?=[^\W\d]{3})")
GOVERNED = re.compile(r"^(?:建立|构建|形成|打造|实施|推行|探索|创新|提供|实现|开展|组建)(?:了|健全)?(?=[^\W\d]{4})")
TRAILING = re.compile(r"(?<=[^\W\d]{4})工作[^、]*$")


BOARDS = re.compile(  # 开设“代表说事”“议案追踪”“履职画像”三大板块
    rf"(?:开设|设置|设有|下设|设立|打造|推出|包含|包括|涵盖|集成|开发|建有)(?:了)?((?:、?“[^“”]{{2,10}}”){{2,8}})(?:等)?[{NUMERALS}\d]+(?:大|个|项|类)"
    r"(?:功能)?(?:板块|版块|模块|栏目|场景|功能区|区域|单元|功能|专区|窗口|子系统)"
)
NO_NUMBER = re.compile("双[向重边方]")  # 双向挂职机制 has no two parts
PAIR = re.compile(rf"([{NUMERALS}])([^\W\d])")


class Place(NamedTuple):
    """A mention of a name in a text; its quotation mark may stand in front of ``start``."""

    text: str
    start: int
    end: int


class Listings:
    """The enumerations of a report, gathered once and only when they are asked for."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts

    @cached_property
    def ending(self) -> dict[tuple[str, int], tuple[str, ...]]:
        """Enumerations by the last character that their items share and by their number: (员, 3)."""
        found: dict[tuple[str, int], tuple[str, ...]] = {}
        for text in self.texts:
            for run in RUN.findall(text):
                if "、" not in run:
                    continue
                items = AND.split(run)
                key = items[-1][-1:]
                same = next((n for n, item in enumerate(reversed(items)) if not item.endswith(key)), len(items))
                if key and same > 1:
                    found.setdefault((key, same), _even(items[-same:]))
        return found

    @cached_property
    def inside(self) -> dict[str, tuple[str, ...]]:
        """What a body holds (设有甲、乙等), under each end of the words before."""
        found: dict[str, tuple[str, ...]] = {}
        for text in self.texts:
            for m in INSIDE.finditer(text):
                before = text[max(0, m.start() - LONGEST_NAME) : m.start()].rstrip("，、")
                for i in range(len(before) - 5):
                    found.setdefault(before[i:], tuple(m.group(1).split("、")))
        return found

    def components(self, core: str, places: list[Place], *, founded: bool) -> tuple[str, ...]:
        """The parts of the name ``core``; ``founded`` where it is a body that may be told to hold things."""
        parts = [p for p in PIECES.split(core) if p]
        if len(parts) > 1 and not any(p in ("N", "X") or p.isdigit() for p in parts):
            return tuple(parts)
        spaced = core.split("一")  # dashes that became 一: 服务一积分一兑换
        if len(spaced) > 2 and all(2 <= len(p) <= 4 for p in spaced):
            return tuple(spaced)
        for place in places:
            if listed := _boards(core, place) or _pairs(core, place):
                return listed
        number = next((VALUES[c] for c in NO_NUMBER.sub("", core) if c in VALUES), 0)
        if number > 1 and len(core) <= 10:
            for place in places:
                if listed := _listed(core, number, place):
                    return _trimmed(listed)
            if len(core) < 4:
                return self.ending.get((core[-1], number), ())
        elif 1 < len(core) <= LETTERS and not number:
            for place in places:
                if listed := _lettered(core, place):
                    return listed
        return self.inside.get(core, ()) if founded else ()


def _lists(window: str) -> Iterator[re.Match[str]]:
    """The enumerations of a stretch of text; only what holds a 、 between its marks is looked through."""
    for stretch in MARKS.split(window):
        if "、" in stretch:
            yield from LIST.finditer(stretch)


def _trimmed(items: tuple[str, ...]) -> tuple[str, ...]:
    """Items without the verb that governs the list and the 工作 that closes it; none that is only a number."""
    if any(not i or i.isdigit() for i in items):
        return ()
    return (LEADING.sub("", items[0]), *items[1:-1], TRAILING.sub("", items[-1]))


def _boards(core: str, place: Place) -> tuple[str, ...]:
    """The quoted boards of a platform, told in the sentence that names it."""
    stop = next((m.start() for m in re.finditer("[。；]", place.text[place.end : place.end + NEAR])), NEAR)
    rest = place.text[place.end : place.end + stop]
    m = BOARDS.search(rest)
    if not m or QUOTE.search(rest[: m.start(1)]):  # another name stands between
        return ()
    return tuple(q for q in QUOTE.findall(m.group(1)) if q != core)


def _pairs(core: str, place: Place) -> tuple[str, ...]:
    """The items of a name of two numbers, each kind with its own word: 三问三评 → three with 问, three with 评."""
    pairs = PAIR.findall(core)
    if len(pairs) < 2 or len(pairs) * 2 != len(core):
        return ()
    stop = next((m.start() for m in re.finditer("[。；]", place.text[place.end : place.end + NEAR])), NEAR)
    lists = [AND.split(m.group()) for m in _lists(place.text[place.end : place.end + stop])]
    found: list[str] = []
    for numeral, key in pairs:
        items = next((x for x in lists if len(x) == VALUES.get(numeral, 0) and all(key in i for i in x)), None)
        if items is None:
            return ()
        size = len(items[1])
        found += [items[0][-size:] if len(items[0]) > size + 2 else items[0].removeprefix("即"), *items[1:]]
    return tuple(found)


def _lettered(core: str, place: Place) -> tuple[str, ...]:
    """An enumeration of which each item holds one character of the name: 家站点 → 代表之家、代表联络站和代表联系点."""
    window = place.text[max(0, place.start - NEAR) : place.end + NEAR]
    if core[0] not in window[: window.rfind("、")]:
        return ()
    window = COUNT.sub("", window)
    for m in _lists(window):
        items = AND.split(m.group())
        for i in range(len(items) - len(core) + 1):
            some = items[i : i + len(core)]
            if all(item[-1:] == c for item, c in zip(some, core, strict=True)):
                cut = some[0].find(some[1][:2])  # 升级基层代表之家、代表联络站: they begin alike
                return (some[0][max(cut, 0) :], *some[1:])
    return ()


def _even(items: list[str]) -> tuple[str, ...]:
    """Items whose first one loses what stands before the enumeration: 当好宣传员 → 宣传员."""
    first = GOVERNED.sub("", items[0])
    if first == items[0] or len({len(item) for item in items[1:]}) == 1:  # of unequal ones only a verb can be told
        first = first[-len(items[1]) :]
    return (first, *items[1:])


def _listed(core: str, number: int, place: Place) -> tuple[str, ...]:
    """The enumeration of ``number`` items that stands beside a name such as 三化 or shares its word."""
    at = place.start
    before = place.text[max(0, at - 60) : at].rstrip("“")
    if quoted := QUOTED_BESIDE.search(before):
        items = [p for p in PIECES.split(quoted.group(1)) if p]
        if len(items) == number:
            return tuple(items)
    if beside := BESIDE.search(before.removesuffix("的")):
        items = re.split("[、和与]", beside.group(1))
        if len(items) >= number:
            return _even(items[-number:])
    window = place.text[max(0, at - NEAR) : at + NEAR]
    if "、" not in window and "+" not in window and "—" not in window and "＋" not in window:
        return ()
    for m in QUOTE.finditer(window):
        items = [p for p in PIECES.split(m.group(1)) if p]
        if len(items) == number > 2:
            return tuple(items)
    if counted := COUNTED.search(core):
        key = counted.group(1)
        for m in _lists(window):
            shared = [i for i in AND.split(m.group()) if key[0] in i]
            if len(shared) == number:
                size = max(len(shared[1]), len(key))
                return (shared[0][-size:], *shared[1:-1], shared[-1][:size])
    for m in _lists(place.text[place.end : place.end + NEAR // 2]):  # told at once: phrases of one length
        items = m.group().split("、")
        if len(items) == number > 2 and len({len(i) for i in items}) == 1:
            return tuple(items)
        alike = len(items) == number > 2 and len({len(i) for i in items[1:]}) == 1
        if alike and len({i[-1] for i in items}) == 1 and items[-1][-1] in core:  # 三色督办单: …发黄单、橙单、红单
            return _even(items)
    return ()

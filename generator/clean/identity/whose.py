"""Whose report it is: the body and the region, from the heads, the opening, and the names that the text uses most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import PurePosixPath

from generator.clean.dictionary import frequency
from generator.clean.identity.phrases import MEETING, WORK_REPORT, any_of
from generator.clean.mentions import (
    OFFICE,
    Body,
    Mention,
    Spot,
    bodies,
    fold,
    mentions_in,
    reads_as_words,
    spots_in,
    unlisted_at,
)
from generator.lexicons.gazetteer import Place, by_name, by_short

SHORT_ITEM = 2000
"""Characters of a text that may name the kind of body that it is about only once."""

EVERY = 700
"""Characters in which a text names the body that it is about at least once."""

_NATIONAL_VOICE = re.compile(r"代表国务院|国务院总理|全国人民代表大会(?:常务委员会)?第.{1,4}次会[议議]")
_SPEAKER = re.compile(r"[我现]代表|受(?=[^,。]{2,40}委托)")
_SHORT_NAME = re.compile("([\u4e00-\u9fff]{2,4}):")
_BEGINS = re.compile("[—-]*(?:政协|中国人民政治协商会议)?")
_STREETS = ("街道", "镇", "乡", "苏木")
_BULLETIN = re.compile(r"统计公报|(?:执行结果|完成情况)的公报")


@cache
def _chief() -> re.Pattern[str]:
    return re.compile(rf"(?:人民政府)?(?:代)?(?:{any_of('chiefs')})")


def hint_of(path: str) -> str:
    """What a file name tells: 佛山市_2017.md → 佛山市2017年."""
    stem = PurePosixPath(path).stem
    return fold(re.sub(r"(?:^|(?<=[\W_]))((?:19|20)\d\d)(?=[\W_]|$)", r"\1年", stem).replace("_", ""))


def short_form(written: str | None) -> str | None:
    """A body as somebody wrote it, in its usual short form: 青溪市人民政府 → 青溪市政府."""
    if not written:
        return None
    pattern, table, _ = bodies()
    named = next((m for m in mentions_in(fold(written)) if m.spot), None)
    if named and named.spot:
        return f"{named.spot.name}{named.body.short}"
    found = [match for match in pattern.finditer(written) if match.end() == len(written)]
    return written[: found[0].start()] + table[found[0][0]].short if found else written


def stated_region(written: str, finder: Finder) -> str:
    """A region as somebody wrote it, from the province down where the gazetteer knows it."""
    spots = spots_in(fold(written))
    place = finder.resolve(spots[-1]) if spots else None
    return place.path + spots[-1].local if place else written


def _narrowest(spot: Spot, spots: list[Spot]) -> Spot:
    """The last of the places that stand right behind each other from this one on."""
    for other in spots:
        if other.start == spot.end:
            spot = other
    return spot


class Finder:
    """Weighs the evidence about one article. All texts are folded."""

    def __init__(self, heads: list[str], opening: str, body: str, hint: str, context: str) -> None:
        self.heads, self.opening, self.body, self.hint, self.context = heads, opening, body, hint, context
        self.everything = "\n".join([*heads, body])
        self.spot: Spot | None = None
        self.place: Place | None = None
        self.body_kind: Body | None = None

    def organ_and_region(self) -> tuple[str | None, str | None]:
        """The body with its place and the region, as far as they are told."""
        mention = next((m for head in self.heads for m in self._ranked(mentions_in(head))), None)
        if mention and mention.national:
            self.body_kind = mention.body
            return mention.body.short, None
        self.spot = (mention and mention.spot) or self._head_spot()
        self.body_kind = mention.body if mention else self._bulletin()
        if self.spot is None and self._national():
            return self._nation(), None
        if self.spot is None:
            speech = "各位" in self.opening[:600] or any("报告" in head for head in self.heads)
            steps = [self._opening_spot, self._hinted, self._frequent, self._office, self._spoken]
            if not speech:  # a newspaper may begin with somebody else's meeting
                steps.insert(0, steps.pop(2))
            self.spot = next((spot for step in steps if (spot := step())), None)
        if self.spot is None:
            return None, None
        self.place = self.resolve(self.spot)
        self.body_kind = self.body_kind or self._voice()
        return self._organ(self.spot), self._region(self.spot)

    @staticmethod
    def _ranked(mentions: Iterable[Mention]) -> list[Mention]:
        """A body with its place goes before one without."""
        return sorted(mentions, key=lambda m: (m.spot is None and not m.national, m.start))

    def _bulletin(self) -> Body | None:
        if any(_BULLETIN.search(head) for head in self.heads) or _BULLETIN.search(self.opening[:200]):
            return Body("统计局", "tongji")
        return None

    def _national(self) -> bool:
        where = "\n".join([*self.heads, self.hint, self.opening[:400]])
        if "中华人民共和国" in "".join([*self.heads, self.hint]):
            return True
        spoken = "各位代表" in self.opening or WORK_REPORT.search("".join([*self.heads, self.hint]))
        if spoken and _NATIONAL_VOICE.search(where):
            return True
        return self._bulletin() is not None and "国家统计局" in where

    def _nation(self) -> str:
        """The national body of the kind that was found, the State Council where none was."""
        kind = self.body_kind.slug if self.body_kind else "zhengfu"
        table = bodies()[1]
        self.body_kind = {
            "tongji": table["国家统计局"],
            "zhengxie": table["全国政协"],
            "renda": table["全国人大常委会"],
            "fayuan": table["最高人民法院"],
            "jianchayuan": table["最高人民检察院"],
        }.get(kind, table["国务院"])
        return self.body_kind.short

    def _head_spot(self) -> Spot | None:
        """The place of the heads: the last and narrowest of a run such as 江苏省南通开发区新开辟街道."""
        for head in self.heads:
            spots = spots_in(head)
            if spots:
                return _narrowest(spots[0], spots)
        return self._short(self.heads) or self._before_colon() or self._unlisted()

    def _unlisted(self) -> Spot | None:
        """A head that begins with a unit that the gazetteer does not know: 云溪市人大常委会工作报告. Words are none."""
        for head in self.heads:
            if not (spot := unlisted_at(head, _BEGINS.match(head).end())):  # type: ignore[union-attr]  # always matches
                continue
            if frequency(spot.name) and not spot.units and not frequency(spot.local):
                spot = spot._replace(name=spot.local)  # 海州湾区 is no 湾区 of 海州
            if len(spot.name) > 2 and not frequency(spot.name):
                return spot
        return None

    def _before_colon(self) -> Spot | None:
        """A short name in front of a colon, 江宁：代表票决…, where the text names the unit in full."""
        for head in self.heads:
            found = _SHORT_NAME.match(head)
            units = by_short().get(found[1], ()) if found else ()
            units = tuple(p for p in units if p.current and p.name in self.body)
            if found and units:
                return Spot(0, found.end(1), units[0].name, units)
        return None

    @staticmethod
    def _short(heads: Iterable[str]) -> Spot | None:
        """A head that begins with a short name and goes on with a body: 佛山政府工作报告."""
        pattern, _, _ = bodies()
        for head in heads:
            for found in pattern.finditer(head):
                for size in range(min(6, found.start()), 1, -1):
                    name = head[found.start() - size : found.start()]
                    units = tuple(p for p in by_short().get(name, ()) if p.current)
                    if units:
                        top = min(units, key=lambda p: len(p.code))
                        return Spot(found.start() - size, found.start(), top.name, (top,))
        return None

    def _opening_spot(self) -> Spot | None:
        """Where the meeting was held, in whose name somebody speaks, or whose mayor signs."""
        opening = self.opening[:600]
        spots = spots_in(opening)
        for spot in spots:
            if MEETING.match(opening, spot.end) or _chief().match(opening, spot.end):
                return spot
            if any(voice.end() == spot.start for voice in _SPEAKER.finditer(opening, max(0, spot.start - 4))):
                return _narrowest(spot, spots)
        return None

    def _office(self) -> Spot | None:
        """The one street of the text, where its office acts in the opening: 2024年,…街道办事处坚持…."""
        streets = [spot for spot in spots_in(self.everything) if spot.local.endswith(_STREETS)]
        acts = (spot for spot in spots_in(self.opening[:600]) if self.opening.startswith(OFFICE, spot.end))
        return next(acts, None) if len({spot.local for spot in streets}) == 1 else None

    def _hinted(self) -> Spot | None:
        spots = spots_in(self.hint)
        return spots[-1] if spots else None

    def _frequent(self) -> Spot | None:
        """The place whose bodies the text names most, if it names them more than all others together."""
        counts: Counter[str] = Counter()
        first: dict[str, Mention] = {}
        for mention in mentions_in(self.body):
            if mention.spot:
                counts[mention.spot.name] += 1
                first.setdefault(mention.spot.name, mention)
        if not counts:
            return None
        name, count = counts.most_common(1)[0]
        enough = 1 if self.body_kind or (len(counts) == 1 and self._spoken_of(first[name])) else 2
        return first[name].spot if count >= enough and 2 * count > counts.total() else None

    def _spoken_of(self, mention: Mention) -> bool:
        """Is a body named in full once and by its kind ever after: 姑苏区枫荷街道人大工委, then 街道人大工委?"""
        unit = re.sub(".*(?=街道|[镇乡区县市州省旗盟])", "", mention.spot.name if mention.spot else "")
        times = self.body.count(unit + mention.body.short) - 1
        return times > 0 and times * EVERY >= len(self.body)

    def _spoken(self) -> Spot | None:
        """Where a speaker says no more than 我省 and 全市: the unit of that level that the speech names most."""
        if not (self.body_kind or WORK_REPORT.search("\n".join([*self.heads, self.opening[:400]]))):
            return None
        marks = re.findall("[我全]([省市区县州])|([省市区县州])(?:委|政府|人大)", self.body)
        if not marks:
            return None
        mark = Counter(one or other for one, other in marks).most_common(1)[0][0]
        counts: Counter[Place] = Counter()
        sample = self.everything[:50_000]
        for name, places in by_name().items():
            for place in places:
                fits = name.endswith(mark) and place.current and place.level != "zone" and not reads_as_words(name)
                said = name if place.level == "county" else place.short
                if fits and (count := sample.count(said)):
                    counts[place] += count
        best = counts.most_common(2)
        if not best or (len(best) == 2 and best[0][1] < 2 * best[1][1]):
            return None
        return Spot(0, 0, best[0][0].name, (best[0][0],))

    def resolve(self, spot: Spot) -> Place | None:
        """Which unit is meant; None where several fit equally well. A street alone looks for its county."""
        units = spot.units
        if not units and spot.local.endswith(_STREETS):
            counts = Counter(s.name for s in spots_in(self.everything) if s.units and not s.local)
            names = [name for name, _ in counts.most_common() if any(p.level == "county" for p in by_name()[name])]
            units = tuple(p for p in by_name()[names[0]] if p.level == "county") if names else ()
        units = tuple(p for p in units if p.current) or units
        if len(units) < 2:
            return units[0] if units else None
        for where in (self.everything, self.hint + self.context):
            scores = {place: self._support(place, where) for place in units}
            best = max(scores.values())
            winners = [place for place, score in scores.items() if score == best]
            if best and len(winners) == 1:
                return winners[0]
        return None

    @staticmethod
    def _support(place: Place, where: str) -> int:
        """How often the units above a place are named; right in front of it counts most."""
        score = 0
        for above in place.chain[:-1]:
            score += where.count(above.short) + 2 * where.count(above.name) + 50 * where.count(above.name + place.name)
        return score

    def _voice(self) -> Body | None:
        """The kind of body where the heads do not tell it: who speaks, else what the text is full of."""
        for found in _SPEAKER.finditer(self.opening[:600]):
            for mention in mentions_in(self.opening[found.end() : found.end() + 24]):
                return mention.body
        place = self.spot.name if self.spot else ""
        named = Counter(m.body for m in mentions_in(self.body) if m.spot and m.spot.name == place)
        if place.endswith(_STREETS):  # what is said of other bodies is not said of a street
            return named.most_common(1)[0][0] if named else None
        table = bodies()[1]
        counts = Counter({table[word]: self.body.count(word) for word in ("人大", "政协", "政府", "法院", "检察院")})
        body, count = counts.most_common(1)[0]
        alone = count == counts.total() > 0 and len(self.body) < SHORT_ITEM
        if (count < 3 and not alone) or 2 * count <= counts.total():
            return named.most_common(1)[0][0] if named else None
        return next((own for own, _ in named.most_common() if own.slug == body.slug), body)

    def _organ(self, spot: Spot) -> str | None:
        if self.body_kind:
            return f"{spot.name}{self.body_kind.short}"
        return spot.name if spot.local or (self.place and self.place.level == "zone") else None

    def _region(self, spot: Spot) -> str | None:
        if self.place is None:
            return None
        return self.place.path + spot.local

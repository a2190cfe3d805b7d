"""Whose report it is: organ, region, year of the reported work, date; and the id made from them.

Evidence in this order: title, subtitle, kicker, title of the front matter; then the opening (salutation, place and
date of delivery); then the names that the text uses most. What none of them tells stays None.

The year is the year of the work that is reported, not the year in which it was reported: 2016 for a report that was
given in January 2017 about the year past.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.clean.mentions import (
    NARROW,
    ZONE_KINDS,
    Body,
    Mention,
    Spot,
    bodies,
    fold,
    mentions_in,
    spots_in,
    units_in,
)
from generator.lexicons import groups
from generator.lexicons.gazetteer import Place, by_name, by_short
from generator.read.frontmatter import FrontMatter, iso_date

OPENING = 1500
"""Folded characters at the start of a text in which a report says who gives it, where, when and about what."""


SHORT_ITEM = 2000
"""Characters of a text that may name the kind of body that it is about only once."""

EVERY = 700
"""Characters in which a text names the body that it is about at least once."""


@dataclass(frozen=True)
class Identity:
    """What is known about a report; ``published`` is an ISO date: of publication, else of delivery."""

    organ: str | None = None
    region: str | None = None
    year: int | None = None
    published: str | None = None


def identify(
    *,
    title: str | None,
    subtitle: str | None,
    kicker: str | None,
    byline: str | None,
    text: str,
    front_matter: FrontMatter | None,
    path_hint: str | None = None,
    context: str = "",
    signature: str = "",
    issued: str = "",
) -> Identity:
    """The identity of one article. ``text`` is its body, paragraphs by line.

    ``path_hint`` is the path of the source, whose names are asked last but one; ``context`` is the rest of the
    file, asked last and only about the same place. ``signature`` is what signs and dates the text at its end,
    ``issued`` the date of the page that it stands on. What the front matter states goes before what the text says.
    """
    matter = front_matter or FrontMatter(0, 0)
    heads = [fold(head) for head in (matter.organ, title, subtitle, kicker, matter.title, byline, signature) if head]
    body = fold(text)
    opening = body[:OPENING]
    hint = _hint(path_hint) if path_hint else ""
    finder = _Finder(heads, opening, body, hint, fold(context))
    organ, region = finder.organ_and_region()
    if matter.region:
        region = _stated_region(matter.region, finder) or region
    dated = _dated(heads, text, front_matter)
    delivered = _delivered(heads, text)
    day = iso_date(issued)
    news = _news_year(body, day) if day else None
    year = matter.year or _year(heads, text, finder, delivered or dated, news) or news
    return Identity(_short_form(matter.organ) or organ, region, year, dated or delivered or day)


def _short_form(written: str | None) -> str | None:
    """A body as somebody wrote it, in its usual short form: 青溪市人民政府 → 青溪市政府."""
    if not written:
        return None
    pattern, table, _ = bodies()
    named = next((m for m in mentions_in(fold(written)) if m.spot), None)
    if named and named.spot:
        return f"{named.spot.name}{named.body.short}"
    found = [match for match in pattern.finditer(written) if match.end() == len(written)]
    return written[: found[0].start()] + table[found[0][0]].short if found else written


def _stated_region(written: str, finder: _Finder) -> str:
    """A region as somebody wrote it, from the province down where the gazetteer knows it."""
    spots = spots_in(fold(written))
    place = finder.resolve(spots[-1]) if spots else None
    return place.path + spots[-1].local if place else written


def _news_year(body: str, day: str) -> int:
    """The year that an article on a page of that day tells of: in January and February often the year past."""
    year = int(day[:4])
    return year - 1 if int(day[5:7]) <= 2 and _LOOKS_BACK.search(body) else year


def _hint(path: str) -> str:
    """What a file name tells: 佛山市_2017.md → 佛山市2017年."""
    stem = PurePosixPath(path).stem
    return fold(re.sub(r"(?:^|(?<=[\W_]))((?:19|20)\d\d)(?=[\W_]|$)", r"\1年", stem).replace("_", ""))


# ---- organ and region

_NATIONAL_VOICE = re.compile(r"代表国务院|国务院总理|全国人民代表大会(?:常务委员会)?第.{1,4}次会[议議]")
_MEETING = re.compile(r"(?:第?.{1,4}届)?(?:人民代表大会|人大|委员会|政协).{0,10}次(?:全体)?会[议議]")
_SPEAKER = re.compile(r"[我现]代表|受(?=.{2,12}委托)")
_SHORT_NAME = re.compile("([\u4e00-\u9fff]{2,4}):")
_STREETS = ("街道", "镇", "乡", "苏木")
_BULLETIN = re.compile(r"统计公报|(?:执行结果|完成情况)的公报")
_CHIEF = re.compile(r"(?:人民政府)?(?:代)?(?:省长|市长|区长|县长|州长|盟长|旗长|主席|主任|院长|检察长)")


class _Finder:
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
            steps = [self._opening_spot, self._hinted, self._frequent, self._spoken]
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
        spoken = "各位代表" in self.opening or _WORK_REPORT.search("".join([*self.heads, self.hint]))
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
                run = spots[0]
                for spot in spots[1:]:
                    if spot.start != run.end:
                        break
                    run = spot
                return run
        return self._short(self.heads) or self._before_colon()

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
            if _MEETING.match(opening, spot.end) or _CHIEF.match(opening, spot.end):
                return spot
            if _SPEAKER.search(opening, max(0, spot.start - 4), spot.start):
                return spot
        return None

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
        if not (self.body_kind or _WORK_REPORT.search("\n".join([*self.heads, self.opening[:400]]))):
            return None
        marks = re.findall("[我全]([省市区县州])|([省市区县州])(?:委|政府|人大)", self.body)
        if not marks:
            return None
        mark = Counter(one or other for one, other in marks).most_common(1)[0][0]
        counts: Counter[Place] = Counter()
        sample = self.everything[:50_000]
        for name, places in by_name().items():
            for place in places:
                fits = name.endswith(mark) and place.current and place.level != "zone"
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
        if not units and spot.local:
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


# ---- year and dates

_Y = r"((?:19[4-9]|20[0-9])\d)年"
_REVIEW = re.compile(
    rf"{_Y}(?:度|以来|及.{{1,8}}|的|全市|全省|全区|全县|我市|政府|主要|经济社会发展|国民经济和社会发展|各项|和.{{1,10}}时期)*"
    r"(?:工作)?(?:的)?(?:和.{1,8})?(?:回顾|回眸|纪实|综述|总结|盘点|巡礼|主要工作和|工作完成情况|工作情况|成绩单|履职)"
)
_HEAD_REVIEW = re.compile(
    rf"{_Y}.{{0,14}}?(?:回顾|回眸|纪实|综述|总结|盘点|亮点|巡礼|扫描|成绩单|答卷|统计公报|履职|执行情况)"
)
_PLAN = re.compile(
    rf"{_Y}(?:的|全市|全省|全区|全县|政府|主要|重点|总体|经济社会发展|国民经济和社会发展|预期)*"
    r"(?:工作|发展|目标)(?:的)?(?:总体|主要)*(?:思路|任务|安排|目标|要求|打算|重点|部署|建议|意见)"
)
_LOOKS_BACK = re.compile(r"过去一年|一年来|去年|全年")
_WORK_REPORT = re.compile(r"工作(?:的)?报告|各位代表|各位委员")
_DATE = re.compile(r"((?:19[4-9]|20[0-9])\d)年?(\d{1,2})月(\d{1,2})日")
_MONTH = re.compile(rf"{_Y}(\d{{1,2}})月")
_HEAD_YEAR = re.compile(r"(?<!\d)((?:19[4-9]|20[0-9])\d)(?!\d)")
_LABELLED = re.compile(
    r"(?:发布时间|发布日期|发文日期|成文日期|时间|日期)\s*[::]\s*((?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?)"
)
_COMPACT = re.compile(r"(?<!\d)(20[0-2]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_FOUNDED = re.compile(r"[建立办生启]于$|成于$|始于$")  # 小区建于1996年
_LEAD = re.compile(rf"(?:^|\n)[ \u3000]*{_Y}(?:以来)?[，,]")  # 2025年，区检察院共办理…
_AHEAD = re.compile(r"(?:到|至|力争|展望|预计|规划|截至|—|-)$")
_NUMERAL = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_HAN_YEAR = re.compile(r"[一二][九〇○零O0][〇○零O0一二三四五六七八九]{2}(?=年)")
_HAN_DAY = re.compile(r"(?<=[年月])(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日])")


def _figures(text: str) -> str:
    """Dates in figures: 二〇一六年一月二十四日 → 2016年1月24日."""
    text = _HAN_YEAR.sub(lambda found: found[0].translate(_NUMERAL), text)
    return _HAN_DAY.sub(lambda found: str(_small(found[0])), text)


def _small(numeral: str) -> int:
    """一 to 三十一 as a number."""
    tens, ten, ones = numeral.rpartition("十")
    return (int(tens.translate(_NUMERAL) or 1) * 10 if ten else 0) + int(ones.translate(_NUMERAL) or 0)


def _year(heads: list[str], text: str, finder: _Finder, day: str | None, issued: int | None) -> int | None:
    """The year of the reported work; ``day`` is the ISO date of the report where one is known.

    ``issued`` is the year that the page which it stands on tells of.
    """
    heads = [_figures(head) for head in heads]
    opening = _figures(finder.opening)
    for head in heads:
        if found := _HEAD_REVIEW.search(head):
            return int(found[1])
        if found := re.search(_Y[:-1] + "年度", head):
            return int(found[1])
    if finder.body_kind and finder.body_kind.slug in ("tongji", "guojiatongji"):
        for where in [*heads, opening[:200]]:
            if found := _HEAD_YEAR.search(where):
                return int(found[1])
    headings = [_figures(fold(line)) for line in text.split("\n") if len(line) <= 40]
    for where in (*headings, opening):
        if found := _REVIEW.search(where):
            return int(found[1])
    if _WORK_REPORT.search("\n".join([*heads, opening[:400]])):
        if day:
            return _reviewed(int(day[:4]), int(day[5:7]))
        for where in (*heads, *headings[:12]):
            if found := _MONTH.search(where):
                return _reviewed(int(found[1]), int(found[2]))
        for head in [*heads, finder.hint]:
            if found := _HEAD_YEAR.search(head):
                year = int(found[1])
                # Named after the year in which it was given, unless its text begins with that year's work.
                begun = f"{year}年" in opening and f"{year - 1}年" not in opening
                return year if begun and finder.body_kind and finder.body_kind.slug != "zhengfu" else year - 1
    for where in headings:
        if found := _PLAN.search(where):
            return int(found[1]) - 1
    if found := _LEAD.search(opening):
        return int(found[1])
    if finder.spot is None:
        return None
    return _frequent_year(finder.body, strict=True) or issued or _frequent_year(finder.body) or _sibling_year(finder)


def _reviewed(year: int, month: int) -> int:
    """The year that a report given in that month looks back on: the one before, from July on the year itself."""
    return year - (month <= 6)


def _frequent_year(text: str, *, strict: bool = False) -> int | None:
    """The year that a text names most, the later of two; years that it looks forward to do not count.

    ``strict``: nor do those since which something is so (2020年起).
    """
    years = re.finditer(_Y + ("(?!起|以来|至今)" if strict else ""), text)
    told = (y for y in years if not _FOUNDED.search(text, max(0, y.start() - 2), y.start()))
    counts = Counter(int(y[1]) for y in told if not _AHEAD.search(text, max(0, y.start() - 2), y.start()))
    return max(counts, key=lambda year: (counts[year], year)) if counts else None


def _sibling_year(finder: _Finder) -> int | None:
    """The year that the rest of the file names most, if it speaks of the same place."""
    spot = finder.spot
    names = [n for n in ((spot.name, spot.local[: -len(spot.name)]) if spot else ()) if n]
    return _frequent_year(finder.context) if any(name in finder.context for name in names) else None


def _dated(heads: list[str], text: str, front_matter: FrontMatter | None) -> str | None:
    """The date of publication: front matter, a labelled date at either end of the text, a date in the title."""
    if front_matter and front_matter.published:
        return front_matter.published
    for part in (text[:1000], text[-300:]):
        found = _LABELLED.search(part.translate(NARROW))
        if found and (day := iso_date(found[1])):
            return day
    for head in heads:
        compact = _COMPACT.search(head)
        if day := iso_date("-".join(compact.groups()) if compact else head):
            return day
    return None


def _delivered(heads: list[str], text: str) -> str | None:
    """The day on which a report was given: in a head, in a short line at the start, or beside a meeting's name."""
    lines = [fold(line) for line in text[:OPENING].split("\n")[:12]]
    short = [line for line in lines if len(line) <= 60]
    meeting = (line[:200] for line in lines[:3] if len(line) > 60 and _MEETING.search(line, 0, 200))
    for where in (*heads, *short, *meeting):
        for found in _DATE.finditer(_figures(where)):
            if day := iso_date("-".join(found.groups())):
                return day
    return None


# ---- the id


def report_id(identity: Identity, source_path: str, order: int, pinned: str | None = None) -> str:
    """``nanhu-renda-2025-3f9a``: place, kind of body, year, and four hexadecimal digits of source path and order.

    It depends on nothing but this report, so that it stays when other sources come. Where place or year are not
    known the digits are eight, so that reports without a name do not collide. ``pinned`` is used as it is.
    """
    if pinned:
        return pinned
    path = unicodedata.normalize("NFC", source_path)
    digest = hashlib.sha256(f"{path}\0{order}".encode("utf-8", "surrogatepass")).hexdigest()
    where = _pinyin(_last_place(identity.region)) if identity.region else ""
    kind = _slug(identity.organ)
    known = (where or identity.organ in bodies()[2]) and identity.year
    parts = [where, "" if where.endswith(kind) else kind, str(identity.year or ""), digest[: 4 if known else 8]]
    return "-".join(part for part in parts if part)


def _last_place(region: str) -> str:
    """The name that a region ends with, without its generic part: 浙江省嘉兴市南湖区 → 南湖."""
    spots = list(units_in(region))
    rest = region[spots[-1].end :] if spots else region
    if rest:
        rest = re.sub(rf".*(?:{ZONE_KINDS})(?=.)", "", rest)
        if not spots:  # a place that the gazetteer does not know: its last part
            rest = re.split("(?<=[省市区县州旗盟])(?=.)", rest)[-1]
            rest = rest[:-1] if len(rest) > 2 and rest[-1] in "省市区县州旗盟" else rest
        name = re.sub("(?:街道|镇|乡|苏木)$", "", rest)
        return name if len(name) > 1 else rest
    return spots[-1].units[0].short


def _slug(organ: str | None) -> str:
    """The kind of body as it stands in ids."""
    if not organ:
        return "baogao"
    pattern, table, _ = bodies()
    found = list(pattern.finditer(organ))
    if found:
        return table[found[-1][0]].slug
    local = (entry.split("\t") for entry in groups("identity-organs")["local"] if not entry.startswith("# "))
    return next((slug for written, _, slug in local if organ.endswith(written)), "jigou")


def _pinyin(name: str) -> str:
    """ASCII letters and digits: 南湖 → nanhu, 绿春 → lvchun."""
    from pypinyin import lazy_pinyin  # a large dictionary: loaded when the first id is made

    readings = dict(entry.split("\t") for entry in groups("identity-readings")[""])
    if name in readings:
        return readings[name]
    return re.sub("[^a-z0-9]", "", "".join(lazy_pinyin(name, v_to_u=False)).lower())

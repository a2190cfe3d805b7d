"""Whose figure it is: the body or company that a sentence is about, and the area where that is not the report's own."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from generator.extract.segment import tag
from generator.lexicons import groups
from generator.lexicons.gazetteer import places
from generator.model import Report

LEVEL = "全国|自治区|自治州|自治县|[省市区县州旗盟镇乡]|街道"
UNIT = re.compile("[^省市县区州盟旗]+?(?:省|自治区|自治州|自治县|市|县|区|州|盟|旗|街道|镇|乡)")
BODY = re.compile("人大|政协|政府|[委院]|街道办")  # a cheap look: most clauses have none
COMPANY = re.compile(
    r"(?:^|[，。；])(?:其中)?(?P<name>[\u4e00-\u9fffA-Za-z]{2,10}(?:公司|集团))(?=[实完销生年累新产总达全预][\u4e00-\u9fff])"
)
NO_TOWN = "(?<![城乡村集小古重心制范色各个建农整全本行然困入驻帮])(?<!机关)"
TOWN = re.compile(
    rf"(?:^|[，、；在]|其中)([\u4e00-\u9fff]{{2,3}}{NO_TOWN}(?:街道|镇))(?![人工居基层综化就登街村改村企职上新])"
)
OWN = re.compile("[\u4e00-\u9fff]{2,6}?(街道|[省市县区州镇])")
LISTED = re.compile("[、等和与及]")
CLAUSES = re.compile("[，；。：]")
DIGIT = re.compile(r"\d")
VILLAGE = re.compile(
    rf"(?:^|[，；。在])([\u4e00-\u9fff]{{2,3}}{NO_TOWN}(?:社区|村))(?=[先共已通建完推实投设开组解收召新改引打举培以的])"
)


def _any_of(group: str) -> str:
    return "|".join(sorted(map(re.escape, groups("extract-context")[group]), key=len, reverse=True))


@cache
def _bodies() -> re.Pattern[str]:
    """A body that opens a clause: 区政府办理…, 南湖区人大常委会先后…; not 向省人大常委会提请, 提请市人大常委会审议."""
    return re.compile(
        rf"(?:^|[，。；：])(?:{_any_of('time')}|\d{{4}}年)*，?"
        rf"(?P<place>[\u4e00-\u9fff]{{2,6}}?)?(?P<level>{LEVEL})?(?P<body>{_any_of('body')})"
        r"(?=[先共已还对向组开召听审提办新持立受完制推累])"
    )


@cache
def _areas() -> dict[str, str]:
    pairs = (entry.partition("\t") for entry in groups("extract-context")["area"])
    return {area: level for area, _, level in pairs}


@cache
def _area_pattern() -> re.Pattern[str]:
    """An area that opens a clause: 全省…, 去年全国…; not 居全省第一, 高于全国平均水平, 全国重点实验室."""
    areas = "|".join(sorted(map(re.escape, _areas()), key=len, reverse=True))
    return re.compile(
        rf"(?:^|[，。；：])(?:其中|预计|实现|使|[全去今当]年|年[末底]|\d{{4}}年|到|截至)*"
        rf"({areas})(?!第|平均|前|首|最|水平|各|{_any_of('not-of-area')})"
    )


def subject(report: Report, before: str) -> str:
    """What the sentence is about up to the figure: a body or company, with the name of its place; else the report's."""
    region = report.region or ""
    for m in reversed(list(_bodies().finditer(before))) if BODY.search(before) else ():
        place, level, body = m.group("place", "level", "body")
        if level and (not place or place in region or _name(place)):
            return f"{place}{level}{body}" if place else f"{_unit(region, level)}{body}"
    if "公司" in before or "集团" in before:
        for m in reversed(list(COMPANY.finditer(before))):
            if _name(m.group("name").removesuffix("公司").removesuffix("集团")):
                return str(m.group("name"))
    return report.organ or ""


@lru_cache(1024)
def _unit(region: str, level: str) -> str:
    """The unit of that level in a region: 区 → 南湖区 in 浙江省嘉兴市南湖区; the level itself where there is none."""
    units = UNIT.findall(region)
    return next((unit for unit in reversed(units) if unit.endswith(level)), level)


def scope(report: Report, before: str) -> str:
    """An area that is not the report's own: 全省 in the report of a district, a county of the province, a village."""
    region = report.region or ""
    found, at = "", -1
    for m in _area_pattern().finditer(before):
        found, at = "" if _is_own(report, _areas()[m.group(1)]) else m.group(1), m.start()
    below = _below(region)
    for m in below.finditer(before, before.rfind("；") + 1) if below else ():
        if m.start() >= at and _holds_on(before, m.end(1)):
            found, at = m.group(1), m.start()
    for pattern in (TOWN, VILLAGE):
        towns = [m for m in pattern.finditer(before) if not region.endswith(m.group(1))]
        # A name, or one of several (其中，三班镇建成9个), or told beside a name
        known = any(_proper(m.group(1)) or before[: m.start(1)].rstrip("，").endswith("其中") for m in towns)
        if towns and known and _holds_on(before, towns[-1].end(1)):
            return str(towns[-1].group(1))
    return found


def _is_own(report: Report, level: str) -> bool:
    """Whether the area of a level is the report's own, by its region or the name of its body.

    A report of which nobody knows the place means its own by all but the country and the province.
    """
    region, organ = report.region or "", report.organ or ""
    placed = OWN.match(organ)
    if placed and placed.group(1) == level:
        return True
    return level.endswith(region[-1]) if region else level not in ("国", "省")


def _holds_on(before: str, end: int) -> bool:
    """Whether the place that ends at ``end`` is what the last clause is still about.

    It is one of several, or names a thing, in 青溪镇、云屏山等项目稳步推进. Its clause is left behind where a clause
    begins anew with 全年 or 全市, unless it told figures, with which the new one may go on.
    """
    own, *later = CLAUSES.split(before[end:])
    if LISTED.match(own):
        return False
    return bool(DIGIT.search(own)) or not any(_anew().match(clause) for clause in later)


@cache
def _anew() -> re.Pattern[str]:
    areas = "|".join(map(re.escape, _areas()))
    return re.compile(rf"(?:{areas}|[全今去当]年|年[末底]|截至)")


@lru_cache(512)
def _below(region: str) -> re.Pattern[str] | None:
    """The cities and counties of a region where they open a clause: 阿勒泰地区实现…, 瑞安市新增…; None without any."""
    inside = [p for p in places() if p.current and len(p.name) > 2 and any(a.path == region for a in p.chain[:-1])]
    if not inside:
        return None
    full, short = (
        "|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n)))
        for names in ({p.name for p in inside}, {p.short for p in inside})
    )
    return re.compile(
        rf"(?:^|[，。；：])(?:其中)?((?:{full})(?!{_any_of('not-of-place')})|(?:{short})(?={_any_of('of-place')}))"
    )


@lru_cache(4096)
def _proper(town: str) -> bool:
    """Whether what stands before 镇 or 村 is a name and no word of the dictionary: 新嘉街道, not 经济强镇, 自然村."""
    return _name(town.removesuffix("镇").removesuffix("街道").removesuffix("社区").removesuffix("村"))


@lru_cache(4096)
def _name(name: str) -> bool:
    words = tag(name)
    return words[0][1] not in ("p", "c", "v") and all(f in ("ns", "nr", "nz") or len(word) == 1 for word, f in words)

"""Numbers that measure something: a grammar of figures, and the numbers that name or date something.

Numbers are found in the text before any segmentation, which would cut ``18个子项`` into ``18|个子|项``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple, cast

from generator.extract.segment import tag
from generator.extract.spelt import HINT, spelt
from generator.extract.units import Family, unit_pattern, units
from generator.lexicons import alternatives, groups
from generator.model import Qualifier
from generator.numerals import CODE, FIGURES, MINUS_MARKS, Numeral, read

# One character for one, so that offsets stay: digits of old bulletins, their points and signs.
WIDTH = str.maketrans("０１２３４５６７８９．％＋：〇", "0123456789.%+:〇")
QUALIFIERS: dict[str, Qualifier] = {
    word: cast(Qualifier, name) for name, entries in groups("extract-qualifiers").items() for word in entries
}


class Mention(NamedTuple):
    """A figure in a text. ``start``–``end`` covers qualifier, number and unit; ``number``–``number_end`` the number.

    ``value`` is a decimal written out, ``unit`` is without 万 and 亿 (``""`` where the text has none).
    """

    start: int
    end: int
    number: int
    number_end: int
    value: str
    unit: str
    family: Family
    qualifier: Qualifier


OR = "次|项|个|户|人|家|件|处|场|名|座|所|台|套|只"  # 70余家（次）, 116次（项）
POST = r"(?:及以[上下]|以[上下内]|左右|上下|之内|之多)"
AND = re.compile("[和与及]")
RANGE = re.compile(r"\s?(?:至|到|~|～|-|－|–|—{1,2})\s?")


@cache
def _unit() -> re.Pattern[str]:
    """The unit behind a number, 微克/立方米 and 家（次）, and what says behind it how exact the number is."""
    unit = f"(?:{unit_pattern()})"
    return re.compile(rf"(?P<unit>\s?{unit}(?:/(?:{unit}|百平方公里|人))?(?:[(（](?:{OR})[)）])?)?(?P<post>{POST})?")


@cache
def _plain_unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def _borrowed(text: str, n: Numeral) -> tuple[str, Numeral] | None:
    """The unit that a number shares with the next one, and that one: 15至75岁; 376.7和245.2元, rates and money only."""
    for joint, families in ((RANGE, None), (AND, SURE)):
        m = joint.match(text, n.end)
        other = read(text, m.end()) if m and FIRST.match(text, m.end()) else None
        unit = _plain_unit().match(text, other.end) if other else None
        if other and unit and (families is None or units()[unit.group()] in families):
            return unit.group(), other
    return None


def _scaled(n: Numeral, other: Numeral) -> Decimal:
    """The value of a number that may share the 万 or 亿 of the next one, whichever is nearer: 3至5亿, but 500至1万."""
    if n.scale != 1 or not (n.value and other.value):
        return n.value
    shared = n.value * max(other.scale, 1)
    return shared if max(shared / other.value, other.value / shared) < other.value / n.value else n.value


ENDS = "，。；、）,;)"  # may follow a number without a unit: 参保人数703万，
# 8.7个和8.8个百分点, 90个、45个工作日
SHARED_HEAD = re.compile(r"[、和]\d+(?:\.\d+)?(?P<unit>个(?:百分点|工作日|小时|月))")
PRE = re.compile(
    "(?<![签预节履条制公特邀简契附邻最临靠])(?:"
    + "|".join(sorted(QUALIFIERS, key=len, reverse=True))
    + r")(?:为|了)?\s?$"
)
YEAR = r"(?:1[89]|20)\d\d"
DATES = [
    rf"{YEAR}\s?(?:年|[-—~～至到]{{1,2}}\s?{YEAR}\s?年?)(?:度|初|底|末|代)?(?:\d{{1,2}}月(?:\d{{1,2}}[日号])?)?",
    rf"{YEAR}(?=[、，]{YEAR})",
    r"\d{1,2}[-—~～至到]{1,2}\d{1,2}(?:月|年代|日(?!元)|号|时|点)",  # 1—8月
    r"\d{1,2}\s?月(?!\w{0,2}产)(?:\d{1,2}[日号]?(?:[-—~～至]\d{1,2}日)?|[底末初份]|[上中下]旬)?",
    r"\d{1,2}日(?!元|产|均)",
    r"\d{1,2}:\d\d(?!\d)",
    r"\d{1,2}[时点](?:\d{1,2}分|半|整|[，。、前后至许起]|$)",
    r"\d\d年代",
    r"\d{1,4}\s?[年]?周年",
    r"\d{1,2}世纪",
    r"\d{1,2}个?季度",
]
NAMES = [
    r"\d+(?:\+(?:\d+|[A-Za-zＮ]))+\+?",  # 1+13+107
    r"\d+\+",
    r"\d+[A-Za-z](?![A-Za-z²])(?!/)",  # 5G, 5A级
    r"\d+(?:\.\d+)?(?:版|时代)",
    r"\d+·\d+",  # 12·3, 5·18
    r"\d+(?:日|天|小时|个月|个工作日)内(?=[^，。；、\d]{2,14}率)",  # 3个月内办理结果答复率
    r"\d+号",
    r"\d+(?:、\d+){0,6}(?:单元|号楼|楼|室|弄|路|号?线)(?!车)",
    r"\d+[幢栋](?=\d)",  # 1幢1、2单元
    r"\d+[:∶]\d+(?:[:∶]\d+){0,6}",
    r"\d+×\d+",
    r"\d对\d",
    r"\d+后",
    r"\d+级",
    r"\d+(?:\.\d+)?[万千百]?(?:吨|公里|千伏|公斤|千瓦|兆瓦|平方米|元|亿|万|千亿|百亿)级",
    r"\d+(?:\.\d+)?千伏(?!安)",
    r"\d+(?:分钟|小时|公里)[\u4e00-\u9fff、]{0,10}圈",
    r"\d+小时(?=[\u4e00-\u9fff])(?!以|左右|内|的)",
    r"\d+(?:\.\d+)?(?:万|亿)?(?:吨|元|美元|平方米|公顷|亩|蒸吨|米|千瓦|兆瓦|公里|立方米)(?:及?以[上下]|级)(?=[\u4e00-\u9fff])(?![的，])",
    r"\d+(?:\.\d+)?(?:万|亿)?(?:元|美元|吨|人)以[上下]的(?=[^，。；、]{0,6}(?:企业|项目|单位|家庭|农户|人员|地区|园区|机组|锅炉))",
    r"\d+(?:项|个)?工程(?=[\u4e00-\u9fff“])(?![，。、和的])",
    r"\d{4,}(?:便民|热线|平台|市民)",
    r"\d{1,3}[.．、](?=\s?(?:19|20)\d\d年)",
]
ROADS = re.compile(r"\d+路")  # 8路公交, but not where it counts channels: 摄像头1640路
CHANNEL = "|".join(map(re.escape, groups("extract-context")["channel"]))
CHANNELS_BEFORE = re.compile(rf"(?:{CHANNEL})[\u4e00-\u9fff]{{0,6}}$")
CHANNELS_BEHIND = re.compile(rf"[\u4e00-\u9fff]{{0,4}}(?:{CHANNEL})")
NEAR = 10  # characters before 路 in which stands what it counts
RANK = r"(?:第[\d一二三四五六七八九十]+(?=[位名，。；、）]|$)|[首末]位|之首|前列)"
RANKED = re.compile(rf"[（(]?[区县市]?[)）]?[中里]?(?:位?居|排名?|名?列)?{RANK}")  # 全省16市第3位 | 12县（区）首位
RANKED_AMONG = re.compile(
    rf"(?:设区市|地市|乡镇|镇街|街道|[省市州县区镇乡]+)(?:（[^（）]{{1,8}}）)?[中里]?(?:位?居|排名?|名?列)?{RANK}"
)  # 11个市第2位
DATED = re.compile(rf"(?=\d)(?:{'|'.join(DATES)})")
NAMED = re.compile("|".join(NAMES))
BEFORE_NAME = re.compile(
    r"(?:第|[Nn][Oo]\.?|\d[.+:∶×／/]|[+×∶〔\[【#№③-⑳]|前(?=\d+[名位强])|附件|[注图表](?=\d+(?:[)）：:、]|$)))\s?$"
)
HYPHEN = re.compile(r"[^\d\sA-Za-z%‰元人件个月日年号期一二三四五六七八九十）)][-－−]$")  # 增长-3.2%; not 5%-6%, A-1
MINUS = re.compile(r"(?:负|零下)$")
MISPRINT = re.compile(r"\d[,，]$")  # 776，7万人: neither thousands nor two figures
LETTERS = re.compile(r"[A-Za-z][-—]?$")
SURE = frozenset({"rate", "money"})  # after letters (GDP17,400亿元) only these make a figure
TENTHS = 10  # 6成, 6.5折; G42成南高速 is a road
AGE = re.compile(r"(?:寿命|年龄)[^，。；、]{0,6}$")
SPAN = re.compile(r"(?:连续|提前|延长|缩短|平均|寿命|工期|历时|期限)[^，。；、]{0,3}$")
INDEX = re.compile(r"(?:指数|系数|浓度|密度|得分|评分)[^，。；、\d]{0,6}$")
OVER = re.compile(r"(?:[^经通]过|超)$")  # 产值过10亿元的企业, 5个投资超50亿元、8个超10亿元的项目: classes, not values
COUNTED = re.compile(r"\d[个家户][\u4e00-\u9fff]{0,6}[过超]$")
CLASS = re.compile(r"的[^，。；、\d]{0,10}?(?:企业|项目|园区|集群|产业|乡镇|村|县|镇|基地|公司|集团|商场|产品)")
DIGIT = re.compile(r"\d")
FIRST = re.compile(r"\d")
QUOTATION = re.compile("“[^”]{1,40}”|《[^》]{1,80}》")  # “三个百分之百” is a name
PARTED = re.compile("[百千]分之$")
COLON = r"\s?[:∶]\s?"
PROPORTION = re.compile(rf"{FIGURES}(?:{COLON}{FIGURES}){{2,5}}(?![\d:∶])")  # 三次产业结构为21.3:41.3:37.4
PAIR = re.compile(rf"{FIGURES}{COLON}{FIGURES}(?![\d:∶])")  # 投入产出比1:3.5, where the words before say that it is one
SLASHED = re.compile(
    rf"(?<![\d/.])([1-9])/([2-9]|10)(?![\d/.月号])(?=[的以左，。；、）强])(?P<post>{POST})?"
)  # 1/3的村
RATIO = re.compile(r"比(?![分赛如上去较])(?:例|值)?[^，。；、\d]{0,6}$|按[^，。；、\d]{0,4}$")
OF_RATIO = re.compile("(?:左右|以上|以下)?的(?:[^，。；、]{0,4}(?:比例|比))")
LISTED = re.compile(r"[、和及与]")  # between values that one qualifier may stand beside
TOGETHER = re.compile(r"(?:分别|均|都|双双)[\u4e00-\u9fff]{0,4}$")
QUOTED = re.compile(r"“([^“”]{1,24})”|‘([^‘’]{1,24})’|「([^「」]{1,24})」|\"([^\"]{1,24})\"")
BRACKETED = r"〔[^〕]{1,12}〕|\[\d{1,3}\]|【[^】]{1,20}】"  # 〔2019〕5号, [2]
NOTE = r"[（(]\s?(?:注|见|上接|下转|紧接)[^）)]{0,20}[)）]"
TITLED = re.compile(rf"《[^》]{{1,80}}》|{BRACKETED}|{NOTE}")
NUMBERING = re.compile(r"\s*(?:[(（]?\d{1,2}[)）、]|\d{1,2}[.．](?=\D|(?:19|20)\d\d年|\d+[个项条件家]))")
SHORT = 14  # a quotation that long with a number in it is a name, a longer one is speech
SPEECH = re.compile(r"[，。！？；]")


def _names(text: str) -> list[tuple[int, int]]:
    """Quoted names, titles, notes and the numbering of the paragraph: no number in them is a figure."""
    found = [m.span() for m in TITLED.finditer(text)]
    for m in QUOTED.finditer(text):
        inner = m.group()[1:-1]
        if DIGIT.search(inner) and not (len(inner) > SHORT and SPEECH.search(inner)):
            found.append(m.span())
    if numbering := NUMBERING.match(text):
        found.append(numbering.span())
    return sorted(found)


def mentions(text: str) -> tuple[Mention, ...]:
    """The figures of a text in order. Dates, ordinals, names, numbering and addresses are none."""
    text = text.translate(WIDTH)
    if not FIRST.search(text) and not HINT.search(text):
        return ()
    names = _names(text)
    found: list[Mention] = []
    at, n = 0, 0
    while first := FIRST.search(text, at):
        a = first.start()
        while n < len(names) and names[n][1] <= a:
            n += 1
        if n < len(names) and names[n][0] <= a:
            at = names[n][1]
            continue
        if code := CODE.match(text, a):
            at = code.end()
            continue
        if (parts := PROPORTION.match(text, a) or _pair(text, a)) and not BEFORE_NAME.search(text[max(0, a - 12) : a]):
            found += _proportion(parts)
            at = parts.end()
            continue
        if slashed := SLASHED.match(text, a):
            found.append(_slashed(text, slashed))
            at = slashed.end()
            continue
        if (name := (DATED.match(text, a) or NAMED.match(text, a))) and not _channels(text, a):
            at = name.end()
            continue
        numeral = read(text, a)
        assert numeral, "a digit is always a number"
        at = numeral.digits
        mention = _figure(text, numeral)
        if mention:
            found.append(mention)
            at = max(at, mention.end)
    if in_words := _spelt_out(text, names, found):
        found = sorted([*found, *in_words])
    return tuple(_qualified_alike(text, found))


def _channels(text: str, at: int) -> bool:
    """Whether 路 behind the number at ``at`` counts cameras or pictures, and is no road."""
    m = ROADS.match(text, at)
    if not m:
        return False
    return bool(CHANNELS_BEFORE.search(text[max(0, at - NEAR) : at]) or CHANNELS_BEHIND.match(text, m.end()))


def _slashed(text: str, m: re.Match[str]) -> Mention:
    """1/3 as a figure of 0.3333, like 三分之一."""
    share = (Decimal(m.group(1)) / Decimal(m.group(2))).quantize(Decimal("0.0001")).normalize()
    pre = PRE.search(text, max(0, m.start() - 5), m.start())
    post = m.group("post")
    qualifier = QUALIFIERS[pre.group().rstrip("为了 ")] if pre else QUALIFIERS[post] if post else "exact"
    return Mention(
        pre.start() if pre else m.start(), m.end(), m.start(), m.end(2), format(share, "f"), "", "bare", qualifier
    )


def _pair(text: str, at: int) -> re.Match[str] | None:
    """A ratio of two numbers; a time of day or the result of a match is none."""
    m = PAIR.match(text, at)
    return m if m and (RATIO.search(text, max(0, at - 10), at) or OF_RATIO.match(text, m.end())) else None


def _proportion(m: re.Match[str]) -> list[Mention]:
    """The parts of a proportion, each a figure without a unit."""
    parts = []
    for part in re.finditer(FIGURES, m.group()):
        start, end = m.start() + part.start(), m.start() + part.end()
        value = format(Decimal(part.group()).normalize(), "f")
        parts.append(Mention(start, end, start, end, value, "", "bare", "exact"))
    return parts


def _spelt_out(text: str, names: list[tuple[int, int]], found: list[Mention]) -> list[Mention]:
    """The numbers in words that stand in no name and beside no other figure, as figures."""
    taken = [*((m.start, m.end) for m in found), *names, *(m.span() for m in QUOTATION.finditer(text))]
    figures: list[Mention] = []
    end = 0
    for s in spelt(text):
        if s.number < end or any(a < s.end and s.number < b for a, b in taken):
            continue
        parted = PARTED.search(text, max(0, s.number - 3), s.number)
        begin = parted.start() if parted else s.number
        pre = PRE.search(text, max(0, begin - 5), begin)
        qualifier: Qualifier = "exact"
        if pre:
            qualifier = QUALIFIERS[pre.group().rstrip("为了 ")]
        elif s.after:
            qualifier = "over" if s.after in "余多" else QUALIFIERS[s.after]
        family: Family = units().get(s.unit, "bare")
        figures.append(
            Mention(pre.start() if pre else begin, s.end, s.number, s.number_end, s.value, s.unit, family, qualifier)
        )
        end = s.end
    return figures


def _qualified_alike(text: str, figures: list[Mention]) -> list[Mention]:
    """Give all values of a list the qualifier of its first or last: 分别超2300亿元、300亿元, 均增长20%、10%以上."""
    k = 0
    while k < len(figures):
        first = k
        while (
            k + 1 < len(figures)
            and figures[k + 1].family == figures[k].family
            and LISTED.fullmatch(text, figures[k].end, figures[k + 1].start)
        ):
            k += 1
        k += 1
        head, last = figures[first], figures[k - 1]
        if head is last or not TOGETHER.search(text[max(0, head.start - 8) : head.start]):
            continue
        before, behind = head.start < head.number, text[last.number_end : last.end].endswith(tuple(QUALIFIERS))
        shared = head.qualifier if before else last.qualifier if behind else "exact"
        for i in range(first, k):
            if figures[i].qualifier == "exact":
                figures[i] = figures[i]._replace(qualifier=shared)
    return figures


def _figure(text: str, n: Numeral) -> Mention | None:
    """The figure that a numeral stands for, or None where the number only looks like one."""
    a, b = n.start, n.digits
    head = text[max(0, a - 12) : a]
    if BEFORE_NAME.search(head) or MISPRINT.search(head):
        return None
    behind = _unit().match(text, n.end)
    assert behind, "a unit may be missing"
    unit, post, end, value = behind.group("unit"), behind.group("post"), behind.end(), n.value
    if unit is None:
        if borrowed := None if n.over else _borrowed(text, n):
            unit, end, post, value = borrowed[0], n.end, None, _scaled(n, borrowed[1])
        elif n.scale != 1:
            follow = text[end : end + 1]
            if follow and (follow in "级户" or not ("\u4e00" <= follow <= "\u9fff" or follow in ENDS)):
                return None
            unit = ""
        elif INDEX.search(head) and not re.match(r"[A-Za-z\-]", text[b : b + 1]):
            unit, end, post = "", b, None
        else:
            return None
    unit = unit.strip()
    if unit == "个" and (shared := SHARED_HEAD.match(text, end)):
        unit = shared.group("unit")
    family: Family = units().get(unit.split("/")[0].split("(")[0].split("（")[0], "bare")
    if LETTERS.search(head) and not (n.scale != 1 or family in SURE):
        return None
    if not _counts(text, n, unit, head, end):
        return None
    sign = a - len(_minus(head, family)) if value else a
    pre = PRE.search(text, max(0, sign - 5), sign)
    qualifier: Qualifier = "exact"
    if pre:
        qualifier = QUALIFIERS[pre.group().rstrip("为了 ")]
    elif n.over:
        qualifier = "over"
    elif post:
        qualifier = QUALIFIERS[post]
    whole = value == n.value and text[a:b].isdecimal() and n.scale == 1  # of any length
    shown = text[a:b].lstrip("0") or "0" if whole else format(value.normalize(), "f")
    unit = unit.replace("（", "(").replace("）", ")")
    return Mention(
        pre.start() if pre else sign, end, sign, b, f"-{shown}" if sign < a else shown, unit, family, qualifier
    )


def _minus(head: str, family: Family) -> str:
    """The minus between ``head`` and the number behind it, empty where there is none.

    A dash is one only where a change or a copula leads to the number, so that ranges, notes and lists keep theirs;
    负 only as a word of its own (肩负, 自负 and 正负 are others).
    """
    if HYPHEN.search(head) or (family in SURE and _dash().search(head)):
        return head[-1]
    m = MINUS.search(head)
    return m.group() if m and tag(head)[-1][0] == m.group() else ""


@cache
def _dash() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('extract-context', 'before-minus')}|[（(])[—–]$")


def unsigned(figure: Mention, text: str) -> Mention:
    """The figure without its minus, for a row whose direction says the same."""
    written = text[figure.number : figure.number_end]
    sign = len(written) - len(written.lstrip(MINUS_MARKS))
    return figure._replace(number=figure.number + sign, value=figure.value.removeprefix("-"))


def _counts(text: str, n: Numeral, unit: str, head: str, end: int) -> bool:
    """Whether a number with this unit measures something, or is an age group, a rank, a span of years, a name."""
    after, written = text[end : end + 1], text[n.start : n.digits]
    if unit in ("成", "折"):
        return len(written) <= 3 and float(written) <= TENTHS and not LETTERS.search(head)
    if unit in ("岁", "周岁"):
        return bool(AGE.search(head))
    if unit == "年":
        return "." not in written and bool(SPAN.search(head)) and after != "级"
    if unit in ("名", "位"):
        return not head.endswith("前")
    if unit == "个" and RANKED_AMONG.match(text, end):
        return False
    if unit == "路":
        return _channels(text, n.start)
    if units().get(unit) == "duration" and head.endswith(("前", "后", "近", "过去", "未来", "每")):
        return False
    if units().get(unit) == "money" and OVER.search(head) and (CLASS.match(text, end) or COUNTED.search(head)):
        return False
    if after == "级" or unit == "级":
        return False
    if unit == "期":
        return not text.startswith(("工程", "项目", "建设", "扩建", "改造"), end)
    if unit == "大":
        return "\u4e00" <= after <= "\u9fff"
    if unit in ("县", "区", "市", "镇", "村", "乡", "州", "站", "点", "社区", "街道"):
        return len(written) < 4 and not RANKED.match(text, end)
    return True

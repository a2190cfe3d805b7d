"""Formulations (提法): the mechanisms, methods, platforms, projects and brands that a report names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Literal, NamedTuple

from generator.extract.citations import QUOTED_TITLE
from generator.extract.components import NUMERALS, PIECES, QUOTE, VALUES, Listings, Place
from generator.extract.text import sentence_spans
from generator.lexicons import alternatives, groups, words
from generator.model import Formulation, Passage, Report

LEXICON = "extract-formulations"
Kind = Literal["abbreviation", "mechanism", "platform", "project", "brand"]
KINDS: tuple[Kind, ...] = ("mechanism", "platform", "project", "brand")
MENTIONS = 6  # of one name that are looked at for its parts

SPEECH = re.compile(r"[。！？；…]|，(?!.{0,14}$)|^.{31,}$")
ABBREVIATION = re.compile(
    rf"[{NUMERALS}](?:个|张|大|项|位)?[^\W\d]{{1,3}}(?:[{NUMERALS}][^\W\d]{{1,3}})*|[{NUMERALS}].[{NUMERALS}].|闭环.步法"
)
SIGNS = re.compile(r"[+＋·@\d]")
FROM_TO = re.compile(r"(?:从|由)[^，。；]{0,8}$")
TOWARDS = re.compile(r"[^，。；]{0,4}(?:向|到|转)[^，。；]{0,4}“|(?:转变|转型|转化|跃升|延伸|迈进|的难题|问题|的困境)")
BECOMES = re.compile(r"(?:成为|变成|成了|当作|变为|称为|化作|是)[^，。；“”]*$|(?:难题|问题|昔日|破解)[^，。；“”]*$")
OPINION = re.compile(r"(?:“[^“”]*”)*等?[^，。；]{0,4}(?:意见|建议|提案|诉求|相关提案)|召开")
OPENED = re.compile(r"(?:正式|全面|建成|顺利)?(?:揭牌|挂牌|上线|启用|启动|投用|投入使用|投入运行|开张|开馆|成立)")
ON_TOPIC = re.compile(r"(?:围绕|针对|就)(?:“[^“”]*”、?)*$")
TOPIC = re.compile(r"(?:“[^“”]*”)*(?:开展|进行|组织|等?[^，。；]{0,4}(?:议题|课题|主题|内容|问题|话题))")
TITLED = re.compile(r"《([^《》]{2,12})》(服务岗|工作室|服务站|服务队|联络站|团队|品牌|平台|活动)")
TALLY = re.compile(rf"[{NUMERALS}][趟次天年月户人块]")  # 日记里的“四趟”
FRAME = re.compile(r"的|层面|）")  # what stands before the name proper: 符合实际的, 镇（街道）层面
FIRST_OF = re.compile(r"全[国省市区县镇](?:首[个家批]|第一[个家])")  # 全省首家茶产业巡回法庭
BOOK = re.compile(r"《[^《》]*》")
JOINED = re.compile(r"[^\W\d]{1,2}[与和及]")  # the end of another name
INSTITUTION = re.compile(r"(?:机制|制度|模式|平台|制)$")
NEW = re.compile(r"^(?:首创|创设|创新设|创新[构推实]|率先|迭代|打造)|[“+＋A-Z]")
SPECIFIC = 11  # characters from which on such a name is one of its own
STEPS = re.compile(rf"([{NUMERALS}])(?:步|级|环|段|方|联|项|步骤|环节|流程)")  # “群众点、委员荐、党委定”三步确定
COUNTS = re.compile(r"\d[\d.,]*[余多]?万?余?(?:个|处|家|支|期|场|座|条|名|批|间|所|部|块|项|人)")  # “家站点”143个
SPELT_OUT = re.compile(rf"的?“[^“”]*?([{NUMERALS}])[^“”]*”")  # “固定时间、固定地点、固定代表”的“三固定”制度
TROUBLES = re.compile(r"(?:[^、]+[难贵慢繁少弱乱差][、]?){2,}")  # “用工难、融资贵、审批慢”等问题
ENUMERATED = re.compile(r"[^、]{2,8}(?:、[^、]{2,8}){1,5}$")
# 成为“暖心工程” is a figure of speech
LIKENED = ("工程", "行动", "品牌", "清单", "地图", "档案", "大脑", "食堂")
SERVICE = re.compile(r"[^，。；、“”的]{0,4}服务(?!的|于|了|[内能])")  # “四随”精准服务
SERIES = re.compile(r"(?:、|和|以及)(?P<name>[^，。；：、“”《》和\d]{4,16}?(?:机制|制度))(?=[、，。；和等])")
NO_TAIL = re.compile(rf"[为在是让助成赋入]|[{NUMERALS}]大")  # “智慧能达”四大板块
COUNTED_HEAD = re.compile(rf"[{NUMERALS}]大")
COUNTED = re.compile(r"\d+[余多]?[家个项场所支]$")


NAME = r"(?:[^，。；：、“”《》和\d]|[A-Z]\d+){3,24}?"


class Found(NamedTuple):
    """One mention of a name: clean ``[start, end)`` in the passage, its core without quotation marks and head."""

    passage: Passage
    start: int
    end: int
    name: str
    core: str
    head: str
    strong: bool


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, Kind]]:
    """The head noun that follows a quoted name, and the kind of each head."""
    kinds = {head: kind for kind in KINDS for head in groups(LEXICON)[kind]}
    longest = "|".join(sorted(map(re.escape, kinds), key=lambda h: (-len(h), h)))
    return re.compile(
        rf"(?:的)?[^，。；、：“”《》（）与和及\d]{{0,10}}?(?:{longest})(?:(?:{longest})(?![^，。；、]{{0,2}}[为是]))?"
    ), kinds


@cache
def _near() -> re.Pattern[str]:
    """The head noun that must follow a quoted name at once."""
    return re.compile(rf"(?:{alternatives(LEXICON, 'near head')})(?=[，。；、！\d]|等|$)")


@cache
def _own_endings() -> tuple[str, ...]:
    """Last characters of a quoted name that tell what it is: 之家, 议事厅, 联盟."""
    return tuple(sorted(groups(LEXICON)["own ending"]))


@cache
def _launched() -> re.Pattern[str]:
    verbs = "|".join(sorted(groups(LEXICON)["launch"], key=len, reverse=True))
    return re.compile(rf"(?:{verbs})(?:了|好|到)?[^，。；：“”]{{0,12}}$|(?:^|[”、])$|以$")


@cache
def _built() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives(LEXICON, 'built')})了?$")


@cache
def _founded() -> re.Pattern[str]:
    found, kept, set_up, endings, bodies = (
        alternatives(LEXICON, group) for group in ("found", "kept", "set up", "ending", "body")
    )
    first = "".join(sorted({verb[0] for group in ("found", "kept", "set up") for verb in groups(LEXICON)[group]}))
    return re.compile(  # a cheap look at the first character goes before
        rf"(?=[{first}])(?:(?<!落)(?:{found})了?(?P<name>{NAME}(?:{endings}))"
        rf"|(?:{kept})(?P<kept>{NAME}票决制)"
        rf"|(?:{set_up})了?(?P<body>{NAME}(?:{bodies})))(?![^，。；]?[法性度])"
    )


def _quoted(passage: Passage, often: Counter[str]) -> Iterator[Found]:
    """Quoted names of a passage, without speech, figures of speech and opinions."""
    text = passage.text
    heads, _ = _heads()
    figurative, general = words(LEXICON, "figurative"), words(LEXICON, "general")
    for m in QUOTE.finditer(text):
        core = m.group(1)
        before, after = text[max(0, m.start() - 24) : m.start()], text[m.end() : m.end() + 26]
        short = bool(ABBREVIATION.fullmatch(core))
        near = _near().match(after)
        manner = core.endswith("式") and not core.endswith(_own_endings())  # “组团式”, but not “柳河模式”
        manner = manner and not (near and _launched().search(before))  # 开展“嵌入式”监督
        if SPEECH.search(core) or core in figurative or len(core) < 2 or (manner and not short):
            continue
        if QUOTED_TITLE.fullmatch(core) or TALLY.fullmatch(core) or TROUBLES.fullmatch(core):
            continue
        if _told_by(SPELT_OUT, core, after):
            continue
        if (FROM_TO.search(before) and TOWARDS.match(after)) or re.search(r"”向$", before) or TOWARDS.match(after[:6]):
            continue
        if ON_TOPIC.search(before) and TOPIC.match(after):
            continue
        if OPINION.match(after) and re.search(r"(?:提出|针对|围绕|收集|解决)[^，。；“]*(?:“[^“”]*”)*$", before):
            continue
        head = heads.match(after) or near
        listed = re.match(r"(?:、?“[^“”]{1,30}”)*等", after)
        signed = bool(SIGNS.search(core))
        counted = COUNTED_HEAD.match(after) or _told_by(STEPS, core, after)  # “A、B、C”三大产业
        listing = bool(counted and ENUMERATED.search(core))
        own = len(core) > 2 and core.endswith(_own_endings()) and core not in general  # “银龄议事厅” needs no head
        strong = bool(head) or short or signed or bool(listed) or listing or own or bool(OPENED.match(after))
        if BECOMES.search(before) and not (signed or head or (own and not core.endswith(LIKENED))):
            continue
        if not strong and not (len(core) > 2 and _known(core, before, after, often)):
            continue
        tail = head.group() if head and "等" not in head.group() and "时" not in head.group() else ""
        if NO_TAIL.match(tail) or len(tail) > 12:
            tail = ""
        if short and not tail and (service := SERVICE.match(after)):
            tail = service.group()
        end = m.end() + len(tail)
        name = text[m.start() : end] if tail else core
        yield Found(passage, m.start() if tail else m.start(1), end if tail else m.end(1), name, core, tail, strong)


def _known(core: str, before: str, after: str, often: Counter[str]) -> bool:
    """Whether a quoted name without a head is one: named again, counted, or somebody launches it."""
    if often[core] > 1 or COUNTED.search(before):
        return True
    launched = _launched().search(before) is not None
    counted = COUNTS.match(after) and core not in words(LEXICON, "general")
    return (launched and len(core) > 3) or bool(counted and (launched or _built().search(before)))


def _told_by(pattern: re.Pattern[str], core: str, after: str) -> bool:
    """Whether what follows a quoted enumeration gives the number of its items: “提、议、办”三步; …的“三固定”."""
    told = pattern.match(after)
    return told is not None and 1 < len(PIECES.split(core)) == VALUES.get(told.group(1), 0)


def _unquoted(passage: Passage, *, government: bool) -> Iterator[Found]:
    """Mechanisms that somebody founds or runs, named without quotation marks.

    A ``government`` report goes through every institution of the state (完善现代企业制度): there a name of a few
    characters counts only where it is told to be new.
    """
    general = words(LEXICON, "general")
    text = BOOK.sub(lambda m: "，" * len(m.group()), passage.text)  # no mechanism out of a title
    for m in _founded().finditer(text):
        which = m.lastgroup or "name"
        name, start = m.group(which), m.start(which)
        cut = (
            max(name.rfind(mark) + len(mark) for mark in ("的", "层面", "）") if mark in name)
            if FRAME.search(name)
            else 0
        )
        cut += len(first.group()) if (first := FIRST_OF.match(name[cut:])) else 0
        cut += 2 * name[cut:].startswith(("建立", "开展", "构建", "开发", "研发", "推出"))
        cut = max(cut, *(name.rfind(verb) + len(verb) if verb in name else 0 for verb in ("建立", "构建")))
        name, start = name[cut:], start + cut
        if (
            len(name) < 6
            or name.startswith("年度")
            or "（" in name
            or name in general
            or any(name.endswith(g) and len(name) - len(g) < 3 for g in general)
            or JOINED.match(name)
        ):
            continue
        if government and len(name) < SPECIFIC and INSTITUTION.search(name) and not NEW.search(m.group()):
            continue
        yield Found(passage, start, start + len(name), name, name, name, False)
        end = m.end(which)
        while not government and (one := SERIES.match(text, end)):  # 建立了选民沟通会机制、实地踏勘机制等
            end, name = one.end("name"), one.group("name")
            if len(name) > 5 and name not in general:
                yield Found(passage, one.start("name"), end, name, name, name, False)


def _entitled(passage: Passage) -> Iterator[Found]:
    """《老刘说事》服务岗: a title that names a place or an office, not a document."""
    for m in TITLED.finditer(passage.text):
        yield Found(passage, m.start(), m.end(), m.group(), m.group(1), m.group(2), True)


def formulations(report: Report) -> list[Formulation]:
    """The named mechanisms, platforms, projects and brands of a report, each at its first mention."""
    passages = (*report.texts, *report.captions)
    government = bool(report.organ and report.organ.endswith(("政府", "国务院")))
    often = Counter(m.group(1) for p in passages for m in QUOTE.finditer(p.text))
    found: list[Found] = []
    for passage in passages:
        if "“" in passage.text:
            found += _quoted(passage, often)
        found += _unquoted(passage, government=government)
        if "《" in passage.text:
            found += _entitled(passage)
    first: dict[str, list[Found]] = {}
    for mention in found:
        first.setdefault(mention.core, []).append(mention)
    listings = Listings([p.text for p in passages])
    rows: list[tuple[int, Formulation]] = []
    for core, mentions in first.items():
        named = mentions[0]
        if len(core) < 4:  # too short to stand alone
            named = min(mentions, key=lambda f: (not f.head, f.head.startswith("的")))
        start, end = named.passage.raw_span(named.start, named.end)
        places = [Place(f.passage.text, f.start, f.end) for f in mentions[:MENTIONS]]
        row = Formulation(
            id="",
            report=report.id,
            source=report.source,
            start=start,
            end=end,
            name=named.name,
            kind=_kind(named),
            components=listings.components(core, places, founded=core == named.head),
            definition=_definition(named),
            paragraph=named.passage.target,
            at=(named.start, named.end),
        )
        rows.append((start, row))
    rows.sort(key=lambda pair: pair[0])
    return [replace(row, id=f"{report.id}-f{n}") for n, (_, row) in enumerate(rows, 1)]


def _kind(mention: Found) -> Kind:
    """From the head noun, else from the end of the name; a name of numerals and digits is an abbreviation."""
    core = mention.core
    if ABBREVIATION.fullmatch(core) or re.match(r"[\dN]+(?:\+[\dN]+)*$", core):
        return "abbreviation"
    _, kinds = _heads()
    for text in (mention.head, core):
        tails = (text[i:] for i in range(len(text)))
        if kind := next((kinds[t] for t in tails if t in kinds), None):
            return kind
    if mention.head.endswith((*groups(LEXICON)["near head"], "制")):
        return "mechanism"
    return "brand"


def _definition(mention: Found) -> str:
    """The clause of the name and what follows it, to the end of the sentence."""
    text = mention.passage.text
    spans = sentence_spans(text)
    start, end = spans[bisect_right(spans, (mention.start, len(text))) - 1]
    begin = max(text.rfind("，", start, mention.start) + 1, start)
    return text[begin:end].strip("。；，")

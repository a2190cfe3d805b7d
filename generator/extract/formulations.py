"""Formulations (提法): the mechanisms, methods, platforms, projects and brands that a report names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from generator.extract.text import sentence_spans
from generator.lexicons import groups, words
from generator.model import Formulation, Passage, Report

LEXICON = "extract-formulations"
KINDS = ("mechanism", "platform", "project", "brand")
NUMERALS = "一二两双三四五六七八九十百千"
VALUES = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2}

QUOTE = re.compile(r"“([^“”]{1,40})”")
SPEECH = re.compile(r"[。！？；…]|，(?!.{0,14}$)|^.{31,}$")
ABBREVIATION = re.compile(
    rf"[{NUMERALS}](?:个|张|大|项|位)?[^\W\d]{{1,3}}(?:[{NUMERALS}][^\W\d]{{1,3}})*|[{NUMERALS}].[{NUMERALS}].|闭环.步法"
)
SIGNS = re.compile(r"[+＋·@\d]")
FROM_TO = re.compile(r"(?:从|由)[^，。；]{0,8}$")
TOWARDS = re.compile(r"[^，。；]{0,4}(?:向|到|转)[^，。；]{0,4}“|(?:转变|转型|转化|跃升|延伸|迈进|的难题|问题|的困境)")
BECOMES = re.compile(r"(?:成为|变成|成了|当作|变为|称为|化作|是)[^，。；“”]*$|(?:难题|问题|昔日|破解)[^，。；“”]*$")
OPINION = re.compile(r"(?:“[^“”]*”)*等?[^，。；]{0,4}(?:意见|建议|提案|诉求|相关提案)|召开")
TITLED = re.compile(r"《([^《》]{2,12})》(服务岗|工作室|服务站|服务队|联络站|团队|品牌|平台|活动)")
FRAME = re.compile(r"的|层面|）")  # what stands before the name proper: 符合实际的, 镇（街道）层面
BOOK = re.compile(r"《[^《》]*》")
COUNTED = re.compile(r"\d+[余多]?[家个项场所支]$")
PIECES = re.compile(r"[、，+＋;；]|-{1,2}|—{1,2}")
ITEM = r"[^\W\d_“”]{2,14}"
LIST = re.compile(rf"{ITEM}(?:、{ITEM})+(?:(?:和|与|及|以及){ITEM})?")
INSIDE = re.compile(r"(?:设置|设有|包括|包含|涵盖|集)([^，。；“”]{2,14}(?:、[^，。；、“”]{2,10}){1,8})等")


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
def _heads() -> tuple[re.Pattern[str], dict[str, str]]:
    """The head noun that follows a quoted name, and the kind of each head."""
    kinds = {head: kind for kind in KINDS for head in groups(LEXICON)[kind]}
    longest = "|".join(sorted(map(re.escape, kinds), key=lambda h: (-len(h), h)))
    return re.compile(
        rf"(?:的)?[^，。；、：“”《》（）与和及\d]{{0,10}}?(?:{longest})(?:(?:{longest})(?![^，。；、]{{0,2}}[为是]))?"
    ), kinds


@cache
def _launched() -> re.Pattern[str]:
    verbs = "|".join(sorted(groups(LEXICON)["launch"], key=len, reverse=True))
    return re.compile(rf"(?:{verbs})(?:了|好|到)?[^，。；：“”]{{0,12}}$|(?:^|[”、])$|以$")


@cache
def _founded() -> re.Pattern[str]:
    verbs = "|".join(sorted(groups(LEXICON)["found"], key=len, reverse=True))
    endings = "|".join(sorted(groups(LEXICON)["ending"], key=len, reverse=True))
    return re.compile(
        rf"(?:{verbs})(?:了)?(?P<name>(?:[^，。；：、“”《》和\d]|[A-Z]\d+){{3,24}}?(?:{endings}))(?![^，。；]?[法性])"
    )


def _quoted(passage: Passage, often: Counter[str]) -> Iterator[Found]:
    """Quoted names of a passage, without speech, figures of speech and opinions."""
    text = passage.text
    heads, _ = _heads()
    figurative = words(LEXICON, "figurative")
    for m in QUOTE.finditer(text):
        core = m.group(1)
        before, after = text[max(0, m.start() - 24) : m.start()], text[m.end() : m.end() + 26]
        short = bool(ABBREVIATION.fullmatch(core))
        if SPEECH.search(core) or core in figurative or len(core) < 2 or (core.endswith("式") and not short):
            continue
        if (FROM_TO.search(before) and TOWARDS.match(after)) or re.search(r"”向$", before) or TOWARDS.match(after[:6]):
            continue
        if OPINION.match(after) and re.search(r"(?:提出|针对|围绕|收集|解决)[^，。；“]*(?:“[^“”]*”)*$", before):
            continue
        head = heads.match(after)
        listed = re.match(r"(?:、?“[^“”]{1,30}”)*等", after)
        signed = bool(SIGNS.search(core))
        strong = bool(head) or short or signed or bool(listed)
        if BECOMES.search(before) and not (signed or head):
            continue
        known = often[core] > 1 or COUNTED.search(before) or (len(core) > 3 and _launched().search(before))
        if not strong and not (len(core) > 2 and known):
            continue
        tail = head.group() if head and "等" not in head.group() and "时" not in head.group() else ""
        if tail.startswith(("为", "在", "是", "让", "助", "成", "赋", "入")) or len(tail) > 12:
            tail = ""
        end = m.end() + len(tail)
        name = text[m.start() : end] if tail else core
        yield Found(passage, m.start() if tail else m.start(1), end if tail else m.end(1), name, core, tail, strong)


def _unquoted(passage: Passage) -> Iterator[Found]:
    """Mechanisms that somebody founds or runs, named without quotation marks."""
    general = words(LEXICON, "general")
    text = BOOK.sub(lambda m: "，" * len(m.group()), passage.text)  # no mechanism out of a title
    for m in _founded().finditer(text):
        name, start = m.group("name"), m.start("name")
        cut = (
            max(name.rfind(mark) + len(mark) for mark in ("的", "层面", "）") if mark in name)
            if FRAME.search(name)
            else 0
        )
        name, start = name[cut:], start + cut
        if (
            len(name) < 6
            or "（" in name
            or name in general
            or any(name.endswith(g) and len(name) - len(g) < 3 for g in general)
        ):
            continue
        yield Found(passage, start, start + len(name), name, name, name, False)


def _entitled(passage: Passage) -> Iterator[Found]:
    """《老刘说事》服务岗: a title that names a place or an office, not a document."""
    for m in TITLED.finditer(passage.text):
        yield Found(passage, m.start(), m.end(), m.group(), m.group(1), m.group(2), True)


def formulations(report: Report) -> list[Formulation]:
    """The named mechanisms, platforms, projects and brands of a report, each at its first mention."""
    passages = (*report.paragraphs, *report.captions)
    often = Counter(m.group(1) for p in passages for m in QUOTE.finditer(p.text))
    found: list[Found] = []
    for passage in passages:
        if "“" in passage.text:
            found += _quoted(passage, often)
        found += _unquoted(passage)
        if "《" in passage.text:
            found += _entitled(passage)
    first: dict[str, list[Found]] = {}
    for mention in found:
        first.setdefault(mention.core, []).append(mention)
    rows: list[Formulation] = []
    texts = [p.text for p in passages]
    for core, all_mentions in first.items():
        mention = all_mentions[0]
        if len(core) < 4:  # too short to stand alone
            mention = min(all_mentions, key=lambda f: (not f.head, f.head.startswith("的")))
        start, end = mention.passage.raw_span(mention.start, mention.end)
        rows.append(
            Formulation(
                id=f"{report.id}-f{len(rows) + 1}",
                report=report.id,
                source=report.source,
                start=start,
                end=end,
                name=mention.name,
                kind=_kind(mention),  # type: ignore[arg-type]
                components=_components(core, mention, [f.passage.text for f in all_mentions], texts),
                definition=_definition(mention),
                paragraph=mention.passage.target,
                at=(mention.start, mention.end),
            )
        )
    return rows


def _kind(mention: Found) -> str:
    """From the head noun, else from the end of the name; a name of numerals and digits is an abbreviation."""
    core = mention.core
    if ABBREVIATION.fullmatch(core) or re.match(r"[\dN]+(?:\+[\dN]+)*$", core):
        return "abbreviation"
    _, kinds = _heads()
    for text in (mention.head, core):
        for head in sorted(kinds, key=len, reverse=True):
            if text.endswith(head):
                return kinds[head]
    return "brand"


def _definition(mention: Found) -> str:
    """The clause of the name and what follows it, to the end of the sentence."""
    text = mention.passage.text
    for start, end in sentence_spans(text):
        if start <= mention.start < end:
            begin = max(text.rfind("，", start, mention.start) + 1, start)
            return text[begin:end].strip("。；，")
    return ""


def _components(core: str, mention: Found, near: list[str], texts: list[str]) -> tuple[str, ...]:
    """The parts that a name lists itself, or that the text around it lists for a number in the name."""
    parts = [p for p in PIECES.split(core) if p]
    if len(parts) > 1 and not any(p in ("N", "X") or p.isdigit() for p in parts):
        return tuple(parts)
    spaced = core.split("一")  # dashes that became 一: 服务一积分一兑换
    if len(spaced) > 2 and all(2 <= len(p) <= 4 for p in spaced):
        return tuple(spaced)
    number = next((VALUES[c] for c in core if c in VALUES), 0)
    if number > 1 and len(core) <= 10:
        for text in near:
            if listed := _listed(core, number, text):
                return listed
        if len(core) < 4:
            return next(filter(None, (_ending(core[-1], number, text) for text in texts)), ())
    if core == mention.head:
        for text in texts:
            at = text.find(core)
            if at >= 0 and (m := INSIDE.search(text, at + len(core), at + len(core) + 80)):
                return tuple(m.group(1).split("、"))
    return ()


def _ending(key: str, number: int, text: str) -> tuple[str, ...]:
    """An enumeration of ``number`` items that all end with the word that is counted: 宣传员、体验员、监督员."""
    for m in LIST.finditer(text) if key in text else ():
        items = re.split("、|以及|和|与|及", m.group())[-number:]
        if len(items) == number and all(i.endswith(key) for i in items):
            return (items[0][-len(items[1]) :], *items[1:])
    return ()


def _listed(core: str, number: int, text: str) -> tuple[str, ...]:
    """The enumeration of ``number`` items that stands beside a name such as 三化 or shares its word."""
    at = text.find(f"“{core}”")
    before = text[max(0, at - 60) : at]
    if quoted := re.search(r"“([^“”]+)”$", before):
        items = [p for p in PIECES.split(quoted.group(1)) if p]
        if len(items) == number:
            return tuple(items)
    beside = re.search(rf"({ITEM}(?:[、和与]{ITEM})+)的?$", before)
    if beside:
        items = re.split("[、和与]", beside.group(1).removesuffix("的"))
        if len(items) >= number:
            items = items[-number:]
            return (items[0][-len(items[1]) :], *items[1:])
    key = re.search(rf"[{NUMERALS}](?:个|张|大|项)?([^{NUMERALS}\W]+)", core)
    window = text[max(0, at - 160) : at + 160]
    for quoted in QUOTE.finditer(window):
        items = [p for p in PIECES.split(quoted.group(1)) if p]
        if len(items) == number and number > 2:
            return tuple(items)
    for m in LIST.finditer(window):
        items = re.split("、|以及|和|与|及", m.group())
        shared = [i for i in items if key and (key.group(1) in i or key.group(1)[0] in i)]
        if len(shared) == number:
            size = max(len(shared[1]), len(key.group(1)) if key else 0)
            return (shared[0][-size:], *(s[:size] if s is shared[-1] else s for s in shared[1:]))
    for m in LIST.finditer(text, at, at + 80):  # 三化一提升, told at once: three phrases of one length
        items = m.group().split("、")
        if len(items) == number > 2 and len({len(i) for i in items}) == 1:
            return tuple(items)
    return ()

"""Where one raw line holds two things: the writers and their text, or several fields of a web page.

本报讯（记者 张三） or its brackets alone stand before the first sentence of a text, （通讯员 李四） behind the last;
来源：… 作者：… 发布时间：… are three fields. Each becomes a line of its own: the rules that follow see what it is.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from generator.lexicons import alternatives, words

HAN = "\u4e00-\u9fff"
BLANKS = r"[ \t\u3000\xa0]*"
LAST_OF_TEXT = re.compile(r"\s*(?:\Z|[^\n。]{4,40}(?:\n|\Z))")
"""Nothing more, or a short line such as a title: the text ends here."""

LONGEST_FIELDS = 160
URL = r"(?:https?://|www\.)[\w./?=&%:#~-]+"
HOUR = r"(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?"
DAY = r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"


class Patterns(NamedTuple):
    """``lead``: what a news item begins with. ``behind``: writers behind a sentence. ``field``, ``edge``: labels.

    ``credits``: several labelled names behind a sentence.
    """

    lead: re.Pattern[str]
    behind: re.Pattern[str]
    field: re.Pattern[str]
    edge: re.Pattern[str]
    credits: re.Pattern[str]


@cache
def origin() -> str:
    """Pattern of 本报讯, 青溪日报讯, 新华社北京3月2日电, in brackets or not."""
    own = rf"本[报台网刊][{HAN}]{{0,6}}"
    named = rf"[{HAN}]{{2,8}}[报社网台](?:[{HAN}]{{1,8}}?\d{{1,2}}月\d{{1,2}}日)?"
    return rf"[（(【]?\s*(?:{own}|{named})[讯电][】）)]?"


@cache
def reported() -> str:
    """Pattern of reporters with 报道 behind their names: 记者张三 通讯员李四 报道："""
    labels = alternatives("clean-heads", "reporters")
    return rf"(?:本[报台网刊])?(?:{labels})[{HAN} \u3000、]{{2,40}}?报道\s*[：:]"


@cache
def _patterns() -> Patterns:
    writers = alternatives("clean-heads", "writers")
    inner = r"[^（）()\n]"
    alone = rf"{BLANKS}[（(](?:本报)?(?:{writers})[：:\s]{inner}{{2,40}}(?<!摄)[）)]"
    item = rf"{BLANKS}{origin()}(?:{BLANKS}[（(]{inner}{{0,8}}(?:{writers}){inner}{{1,60}}[）)]|(?=[ \t\u3000]+\S))"
    names = rf"(?P<bare>[{HAN}]{{2,3}}(?:[ \u3000、]+[{HAN}]{{2,3}}){{0,3}})"
    signed = rf"(?:本报)?(?:{writers})[：:\s]{inner}{{2,40}}(?<!摄)"
    labels = alternatives("clean-heads", "field labels")
    touching = alternatives("clean-heads", "field labels that touch")
    credited = alternatives("clean-heads", "credits behind the text")
    gap = r"[ \t\u3000|｜]"
    credits = rf"(?:{credited})\s*[：:]\s*[{HAN}]{{2,8}}(?:[ \u3000、][{HAN}]{{2,3}}(?![{HAN}：:])){{0,3}}"
    opened = r"[•·（(\[【]?\s*"
    clicked = r"[【\[](?:大|字|打印|关闭|返回|收藏)"
    return Patterns(
        re.compile(f"{alone}|{item}|{BLANKS}{reported()}"),
        re.compile(rf"(?<=[。！？”]){BLANKS}([（(](?:{signed}|{names})[）)])\s*$", re.MULTILINE),
        re.compile(
            rf"{BLANKS}{opened}(?:(?:{labels}|{writers}|{credited})\s*[：:]|{URL}(?=\s)|{DAY}(?=[\s【])|{HOUR})"
        ),
        re.compile(
            rf"[ \t\u3000|｜]+(?=[【\[]?(?:{labels})\s*[：:]|{clicked})"
            rf"|(?<=[\w\])】）：:])(?=(?:{touching})\s*[：:])"
        ),
        re.compile(rf"(?<=[。！？”])[ \t\u3000]+(?={credits}(?:{gap}+{credits})*{gap}*$)", re.MULTILINE),
    )


def cut(raw: str, start: int, end: int) -> int | None:
    """The raw offset inside ``[start, end)`` at which a line holds something else from then on, None without one."""
    known = _patterns()
    lead = known.lead.match(raw, start, end)
    if lead and lead.end() < end:
        return lead.end()
    behind = known.behind.search(raw, max(start, end - LONGEST_FIELDS), end)
    if behind and behind.start() > start and _signs(raw, behind, end):
        return behind.start(1)
    credits = known.credits.search(raw, max(start, end - LONGEST_FIELDS), end)
    if credits and credits.start() > start:
        return credits.end()
    field = known.field.match(raw, start, end) if end - start <= LONGEST_FIELDS else None
    if field:
        edge = known.edge.search(raw, field.end(), end)
        return edge.end() if edge else None
    return None


def _signs(raw: str, match: re.Match[str], end: int) -> bool:
    """Do brackets behind a sentence hold its writers? Bare names do so only where the text ends."""
    if not match["bare"]:
        return True
    return bare_names(match["bare"]) and LAST_OF_TEXT.match(raw, end) is not None


def bare_names(text: str) -> bool:
    """Names alone, known by their surnames: 侯艳, 侯艳 马骁."""
    parts = re.split(r"[\s、]+", text)
    surnames = tuple(words("surnames"))
    return all(re.fullmatch(rf"[{HAN}]{{2,3}}", part) and part.startswith(surnames) for part in parts)

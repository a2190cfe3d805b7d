"""Lines that name people: bylines of newspapers, and the officer who gives a report."""

from __future__ import annotations

import re
from functools import cache

from generator.lexicons import words

HAN = "\u4e00-\u9fff"
NAME = rf"[{HAN}·]{{2,5}}|[{HAN}][ \u3000]+[{HAN}]"
MARK = r"[■●◆□▲◎○★☆●]"
CREDIT = re.compile(r"[（(]?(?:图片|照片|供图)(?:均)?(?:由\S+?(?:提供|拍摄)|[：:]\S+)[）)]?")
SEPARATOR = re.compile(r"[\s、，,;；/／|｜&]+")


@cache
def _label() -> str:
    return "|".join(map(re.escape, sorted(words("clean-heads", "byline labels"), key=len, reverse=True)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    labelled = rf"{MARK}?\s*(?:{_label()})\s*[：:/／\s]\s*\S.*"
    marked = rf"{MARK}\s*(?:{NAME})(?:[\s、]+(?:{NAME}))*"
    offices = "|".join(sorted(words("clean-heads", "offices"), key=len, reverse=True))
    officer = rf"[（(]?[{HAN}\s]{{0,24}}?(?:{offices})[\s：:]*(?:{NAME})[）)]?"
    return re.compile(labelled), re.compile(marked), re.compile(officer)


def is_byline(text: str, *, in_head: bool) -> bool:
    """Does the line name its writers? A line of an officer with a name counts only in the head of a report."""
    if len(text) > 80 or text.endswith(("。", "！", "；", "，", ",")):
        return False
    labelled, marked, officer = _patterns()
    if labelled.fullmatch(text) or marked.fullmatch(text):
        return True
    return in_head and len(text) <= 30 and officer.fullmatch(text) is not None


INSIDE = re.compile(r"^本报(?:[\u4e00-\u9fff]{0,4})讯\s*[（(]([^（）()]{3,60})[）)]|[（(]([^（）()]{3,40})[）)][。]?$")


def authors_inside(first: str, last: str) -> tuple[str, ...]:
    """Writers named in raw paragraphs: 本报讯（记者 张三） at the head, （通讯员 李四） at the end; both stay text."""
    for paragraph, group in ((first, 1), (last, 2)):
        match = INSIDE.search(paragraph)
        if match and match[group] and is_byline(match[group], in_head=False):
            return authors(match[group])
    return ()


def authors(text: str) -> tuple[str, ...]:
    """The names in a byline, in order: labels, credits and office go."""
    text = CREDIT.sub(" ", text.strip("（）() "))
    text = re.sub(MARK, " ", text)
    offices = "|".join(sorted(words("clean-heads", "offices"), key=len, reverse=True))
    found = re.search(rf"(?:{offices})[\s：:]*({NAME})$", text)
    if found:
        return (re.sub(r"\s+", "", found.group(1)),)
    text = re.sub(rf"(?:^|(?<=[\s、，,/／]))(?:{_label()})(?=$|[\s：:、/／])[：:]?", " ", text)
    return tuple(name for name in SEPARATOR.split(text) if name)

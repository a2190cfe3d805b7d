"""Captions: lines that say what a picture shows, by their mark, their photographer, their words or their place."""

from __future__ import annotations

import re
from functools import cache

from generator.clean import fluency, numbering
from generator.clean.articles.reading import Reading
from generator.clean.articles.shapes import LONGEST_HEADING, endings
from generator.clean.draft import CAPTION, FURNITURE, TEXT, Draft, Line, width
from generator.clean.mentions import is_body
from generator.clean.notes import note
from generator.clean.parted import bare_names
from generator.clean.seams import WINDOW
from generator.lexicons import alternatives

LONGEST_CAPTION = 90.0
SHORTEST_CAPTION = 5
CAPTION_LINES = 6
SCENE_LINES = 3
ROOM = 3.0
"""Han characters that the last line of running text would still have held."""

_POINTER = "►▶▷▲△▼▽◀◁↑↓←→↖↗↘↙⬆⬇⬅➡"
_PLACED = r"[左右上下]{0,2}图为[：:\s]*|[左右上下]{1,2}图[：:\s]\s*"
_COUNTED = r"图[一二三四五六七八九十\d①-⑨]{1,2}[：:\s]\s*"
MARK = re.compile(rf"(?:[{_POINTER}]+\s*|{_PLACED}|{_COUNTED})(?=\S)")
"""▲代表接待群众, ↓代表接待群众, 上图为…, 图2：…"""
PLACED_IN_BRACKETS = re.compile(r"[（(](?:[左右上下]{0,2}图为|[左右上下]{1,2}图[：:])[^（）()]{3,60}[）)]")
"""（图为代表接待群众）, its brackets a part of it."""
CREDIT = re.compile(
    r".{4,100}(?:记者|通讯员|[。）)\s])\s*[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?\s*摄(?:影报道)?"
)
IN_BRACKETS = re.compile(r"[（(](?!书面|附|详?见|[提敬]?请)[^（）()。：:]{3,32}[）)]")
COUNTED = re.compile(r"[①-⑳]\s*(?=\S)")
COUNTED_CREDIT = re.compile("[（(]?图[①-⑳]")
SUPPLIED = re.compile("供图|摄$")
GIVEN = re.compile(r".{6,100}[。！][”’）)]?\s+[\u4e00-\u9fff]{2,20}供图")
"""What a picture shows and, behind a space, who gave it: …在广场举行。 区文化馆供图"""
COUNTED_ON = re.compile(r"[\d.%‰％万亿个件次条名位人户家年月日元]")
"""What goes on from a number that a page end cut."""

SCENE = (8, 40)
"""Characters of a line that says what a picture shows."""

PARTED = 2.0
"""From this gain on a word crosses the break."""


@cache
def _photographer() -> re.Pattern[str]:
    """Who took a picture: （谭小军 摄）, 曾令霞 摄, （资料图片）."""
    labels, credits = alternatives("clean-heads", "picture labels"), alternatives("clean-heads", "picture credits")
    who = rf"(?:{labels})?[\s：:/]*[\u4e00-\u9fff]{{0,12}}(?:\s[\u4e00-\u9fff]{{1,4}})*"
    return re.compile(rf"[（(]?\s*{who}\s*(?:{credits})?\s*[）)]?")


@cache
def _behind() -> re.Pattern[str]:
    """Who took or gave a picture, in brackets behind what it shows: …现场。（区政协办公室供图）."""
    credits = alternatives("clean-heads", "picture credits")
    return re.compile(rf".{{6,}}[（(](?=[^（）()]*[图摄影])[^（）()]{{0,24}}(?:{credits})[）)]")


@cache
def _credited_by() -> re.Pattern[str]:
    labels, credits = alternatives("clean-heads", "picture labels"), alternatives("clean-heads", "picture credits")
    return re.compile(rf"[（(]?\s*(?:{labels})|(?:{credits})\s*[）)]?$")


def _is_photographer(text: str) -> bool:
    """Who took a picture, by a word that says so, by brackets, or by names alone."""
    named = _credited_by().search(text) or text[0] in "（(" or bare_names(text) or is_body(text)
    return bool(named) and _photographer().fullmatch(text) is not None


def _is_credited(text: str) -> bool:
    """Does the line name its photographer at its end, or say in brackets what the picture shows?"""
    return any(form.fullmatch(text) for form in (PLACED_IN_BRACKETS, CREDIT, GIVEN, _behind()))


def is_marked(text: str) -> bool:
    """Does the line begin with the mark of a caption: ▲, 图为, 图一："""
    return MARK.match(text) is not None


def is_caption(text: str) -> bool:
    """Is the line a caption whatever stands around it: marked and not too long, or with its photographer?"""
    return bool(MARK.match(text) and width(text) <= LONGEST_CAPTION) or _is_credited(text)


def reads_like_one(text: str) -> bool:
    """Does the line end as captions do: …启动仪式, …现场?"""
    return text.endswith(endings("captions"))


def settle(draft: Draft, line: Line) -> bool:
    """Make a line a caption that is one whatever stands around it, its mark taken off; was it one?"""
    match = MARK.match(line.text)
    if not match or width(line.text) > LONGEST_CAPTION:
        line.role = CAPTION if _is_credited(line.text) else line.role
        return line.role == CAPTION
    line.role = CAPTION
    mark_end = line.a + match.end()
    if "图" not in match.group():
        draft.book.drop(line.a, mark_end, "caption-marker", note("caption-marker"))
        line.a, line.text = mark_end, line.text[match.end() :]
    return True


def settle_counted(draft: Draft) -> None:
    """Where a line says who supplied 图①至图④, short lines apart that begin with ①, ② … are the captions."""
    credits = (line.text for line in draft.lines if line.role == FURNITURE and line.note == "credit")
    if not any(map(COUNTED_CREDIT.match, credits)):
        return
    for line in draft.lines:
        match = COUNTED.match(line.text)
        if match and not line.role and line.above and line.below and width(line.text) <= LONGEST_CAPTION:
            mark_end = line.a + match.end()
            draft.book.drop(line.a, mark_end, "caption-marker", note("caption-marker"))
            line.a, line.text, line.role = mark_end, line.text[match.end() :], CAPTION


def settle_by_place(reading: Reading, at: int) -> None:
    """Make an undecided line a caption for what stands before it, a caption, or behind it, its photographer."""
    line = reading.lines[at]
    if at and _bracketed(reading, line, reading.lines[at - 1]):
        line.role = CAPTION
    elif _inside_sentence(reading, at):
        return
    elif at and _goes_on(reading, reading.lines[at - 1], line):
        line.role, line.tied = CAPTION, True
    else:
        _credited(reading, at)


def _inside_sentence(reading: Reading, at: int) -> bool:
    """Do a few lines apart say what a picture shows, in the middle of a sentence? Then they are a caption.

    The sentence goes on behind them as it stopped before (2900|委员察看长势|人次), or they tell a scene and, where
    running text fills its lines, fall short of the edge.
    """
    line, lines = reading.lines[at], reading.lines
    if reading.last is None or reading.closed or not line.above or is_marked(line.text):
        return False
    size = next((n for n, other in enumerate(lines[at : at + SCENE_LINES], 1) if other.below), 0)
    own, behind = lines[at : at + size], lines[at + size : at + size + 1]
    text = "".join(other.text for other in own)
    if not own or not behind or behind[0].role not in ("", TEXT) or any(other.role for other in own):
        return False
    if width(text) > LONGEST_CAPTION or numbering.style_of(text):
        return False
    if not (_parts(reading.last, own, behind[0]) or _falls_short(reading, own, behind[0], text)):
        return False
    for other in own:
        other.role, other.tied = CAPTION, other is not line
    return True


def _parts(before: Line, own: list[Line], following: Line) -> bool:
    """Does the sentence go on behind one line as it stopped before it, by a word or a number and its unit?"""
    text = own[0].text
    if len(own) > 1 or not SCENE[0] <= len(text) <= SCENE[1] or (own[0].ends and not _events().search(text)):
        return False
    if before.text[-1].isdigit():
        return COUNTED_ON.match(following.text) is not None and not COUNTED_ON.match(text)
    left, right = before.text[-WINDOW:], following.text[:WINDOW]
    beside = max(fluency.gain(left, text[:WINDOW]), fluency.gain(text[-WINDOW:], right))
    return fluency.gain(left, right) > max(PARTED, beside + 1)


def _falls_short(reading: Reading, own: list[Line], following: Line, text: str) -> bool:
    """In a hard-wrapped file: do the lines tell a scene, and the last of them not reach the edge of its column?"""
    edge = reading.layout.limits.get(own[-1].number, 0.0)
    short = reading.layout.wrapped and width(own[-1].text) <= edge - ROOM
    return short and not following.indented and following.role == "" and shows(text)


def _goes_on(reading: Reading, before: Line, line: Line) -> bool:
    """Is the line the next one of a caption that its column broke, or the photographer's name behind it?"""
    if before.role != CAPTION or before.forced or is_marked(line.text):
        return False
    if line.above and not (before.ends and _is_photographer(line.text)):
        return False
    if _is_photographer(line.text):
        return True
    credited = _is_credited(before.text) or before.text.endswith(("摄", "摄）", "图片）"))
    closed = before.ends or credited
    return reading.layout.wrapped and not closed and not (line.indented and not before.indented)


def _bracketed(reading: Reading, line: Line, before: Line) -> bool:
    """Is the line a scene in brackets between paragraphs: （大会会场）, （代表分组审议报告）?"""
    if reading.in_head or not (before.ends or before.role == CAPTION) or not IN_BRACKETS.fullmatch(line.text):
        return False
    inner = line.text[1:-1]
    return not numbering.style_of(line.text) and (reads_like_one(inner) or inner.endswith(endings("scenes")))


def _credited(reading: Reading, at: int) -> None:
    """A short paragraph that stands apart, with the photographer's name behind it, is a caption without mark."""
    lines = reading.lines
    if reading.in_head or is_marked(lines[at].text):
        return
    if not reading.layout.wrapped and _names_source(lines[at].text):
        lines[at].role = CAPTION
        return
    if not lines[at].above:
        return
    if _supplied(reading.draft, lines[at]):
        lines[at].role = CAPTION
        return
    for n, other in enumerate(lines[at : at + CAPTION_LINES]):
        if other.role or (n and other.above and not _is_photographer(other.text)):
            return
        own = lines[at : at + n + 1]
        alone = n and other.text.rstrip("）) ").endswith("摄") and _is_photographer(other.text)
        if alone or (other.below and _names_source("".join(line.text for line in own))):
            if sum(width(line.text) for line in own[:n]) <= LONGEST_CAPTION:
                for line in own:
                    line.role, line.tied = CAPTION, line is not lines[at]
            return


def _names_source(text: str) -> bool:
    """Is the line no longer than a caption, with the source of its picture in brackets behind it?"""
    return width(text) <= LONGEST_CAPTION and _behind().fullmatch(text) is not None


def _supplied(draft: Draft, line: Line) -> bool:
    """Does a line that tells who supplied a picture stand behind this one?"""
    behind = next((other for other in draft.lines[line.number : line.number + 3] if other.text), None)
    credit = behind is not None and behind.role == FURNITURE and behind.note == "credit"
    return (
        credit
        and behind is not None
        and SUPPLIED.search(behind.text) is not None
        and (width(line.text) <= LONGEST_HEADING and bool(line.above) and not numbering.style_of(line.text))
    )


def breaks(reading: Reading, before: Line, line: Line) -> bool:
    """In a hard-wrapped file: does the edge of the column break the caption above?"""
    limit = reading.layout.limits.get(before.number, 0.0)
    full = reading.layout.wrapped and not line.above and width(before.text) >= limit - 0.5
    return full and not reads_like_one(before.text) and not before.ends and not before.tied


@cache
def _events() -> re.Pattern[str]:
    return re.compile(alternatives("clean-heads", "events"))


@cache
def _scene() -> re.Pattern[str]:
    who, does = alternatives("clean-heads", "seen people"), alternatives("clean-heads", "seen doing")
    word = r"[^，,：:；;。！？\s]"
    return re.compile(rf"{word}{{0,16}}(?:{who}){word}{{0,20}}?(?:{does}){word}{{2,40}}")


def shows(text: str) -> bool:
    """Does a line tell in one clause who is seen doing what: 代表在联络站接待选民?"""
    return _scene().fullmatch(text) is not None


def tells(text: str, heading: str) -> bool:
    """Does a line above a heading tell what happened, in another shape than the heading has?"""
    halves = re.compile(r"[，,\s：:]")
    return _events().search(text) is not None and bool(halves.search(heading)) and not halves.search(text)

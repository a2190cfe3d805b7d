"""The head of an address, at the top of a file or behind a text: its title, the meeting it was given to, the speaker.

    青溪区人民代表大会常务委员会
    工作报告
    ——2026年1月13日在青溪区第九届人
    民代表大会第五次会议上
    区人大常委会主任　姜 若 谷

Title and occasion may each take several lines, with blank ones between; office and name may stand apart. The head is
read as a whole: what a line of it is shows only together with its neighbours. Where any part does not fit, nothing is
decided here, and the lines are read as those of any other head.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from generator.clean import names, numbering
from generator.clean.articles import shapes
from generator.clean.articles.reading import Reading, closes
from generator.clean.draft import BYLINE, FURNITURE, HEADING, KICKER, REMARK, SUBTITLE, TITLE, Line, width
from generator.clean.mentions import is_body, spots_in
from generator.clean.notes import note
from generator.lexicons import alternatives, words

HEAD = 12
"""Lines at the top of a file that a head and what stands above it may take."""

OCCASION_LINES = 3
ABOVE = 2
"""Lines above the title: the papers of the meeting, a column."""

SPACE = re.compile(r"\s+")
_DATE = r"(?:\d{4}|[二〇○零O一二三四五六七八九]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
DATED = re.compile(rf"[（(]?{_DATE}[）)]?")
OPENING = re.compile(rf"[—–―─-]{{1,4}}[（(]?(?:{_DATE}|在)|[（(]?{_DATE}|[（(]在")
"""——2026年1月13日…, （2026年1月13日…, 2026年1月13日…, （在…"""


@cache
def _occasion() -> re.Pattern[str]:
    """——2026年1月13日在…会议上, （2026年1月13日…大会通过）, （在…会议上）, without white space."""
    meeting = alternatives("clean-heads", "meetings")
    done = alternatives("clean-heads", "done at meetings")
    behind = rf"(?:上?的?(?:{done})|上)?(?:{DATED.pattern})?[）)]?"
    return re.compile(rf"(?:{OPENING.pattern})[^：:，。！]{{2,60}}?(?:{meeting}){behind}")


@cache
def _paper() -> re.Pattern[str]:
    """What the papers of a meeting are numbered with, above their title: 区九届人大五次会议文件（三）."""
    meeting = alternatives("clean-heads", "meetings")
    papers = alternatives("clean-heads", "meeting papers")
    return re.compile(rf"\S{{0,30}}(?:{meeting})\S{{0,4}}?(?:{papers})\W?[之第]?[\d一二三四五六七八九十]{{0,3}}号?\W?")


class Head(NamedTuple):
    """The lines of a head by what they are."""

    papers: Sequence[Line]
    kicker: Sequence[Line]
    title: Sequence[Line]
    occasion: Sequence[Line]
    speaker: Sequence[Line]

    @property
    def size(self) -> int:
        """How many lines there are."""
        return sum(map(len, self))


def settle(reading: Reading) -> None:
    """Give the lines of the heads their roles: of an address at the top, and of each that begins behind another."""
    lines = reading.lines
    at = 0
    head = _read([*takewhile(_is_open, lines[:HEAD])])
    if head is not None and not (head.title and _told_twice(lines, head)):
        _give(reading, head)
        reading.article.titled = bool(head.title or reading.stated)
        reading.article.signed = bool(head.speaker)
        reading.subtitled = not reading.article.titled
        at = head.size
        reading.join([line for line in lines[:at] if line.role != FURNITURE])
    for i in range(max(at + 1, 2), len(lines)):
        if shapes.addresses(lines[i].text) and lines[i].role == "":
            _settle_later(reading, i, at)


def _settle_later(reading: Reading, salutation: int, after: int) -> None:
    """The head between the end of a text and the salutation of the address behind it, where all of it is one."""
    lines = reading.lines
    first = salutation
    while first - 1 > after and salutation - first < HEAD and _is_open(before := lines[first - 1]):
        if _is_text(before) or shapes.is_date(before.text):
            break
        first -= 1
    if not closes(lines[first - 1]) or first == salutation:
        return
    head = _read(lines[first : salutation + 1])
    if head is not None and head.title and head.occasion and head.size == salutation - first:
        _give(reading, head)
        reading.later[lines[first].number] = bool(head.speaker)


def _give(reading: Reading, head: Head) -> None:
    """The lines get their roles; the number of a paper goes."""
    for line in head.papers:
        line.role, line.note = FURNITURE, "meeting-paper"
        reading.draft.book.drop(line.a, line.b, "furniture-meeting-paper", note("furniture-meeting-paper"))
    parts = ((KICKER, head.kicker), (TITLE, head.title), (SUBTITLE, head.occasion), (BYLINE, head.speaker))
    for role, part in parts:
        for i, line in enumerate(part):
            line.role, line.tied = role, i > 0


def _read(lines: Sequence[Line]) -> Head | None:
    """The head that begins with the first of these lines, None where they are none as a whole."""
    at = next((i for i, line in enumerate(lines) if _occasion_lines(lines[i:])), None)
    if at is None or any(map(_is_text, lines[:at])):
        return None
    end = at + _occasion_lines(lines[at:])
    behind = _speaker(lines[end:])
    signed = [line for line in lines[:at] if names.is_byline(line.text, in_head=True)]
    plain = lines[: at - len(signed)]
    title = _title(plain)
    above = plain[: len(plain) - len(title)]
    if (
        signed != lines[len(plain) : at]
        or (plain and not title)
        or len(above) > ABOVE
        or not (title or signed or behind)
    ):
        return None
    papers = _papers(above)
    return Head(papers, above[len(papers) :], title, lines[at:end], [*signed, *behind])


def _papers(above: Sequence[Line]) -> Sequence[Line]:
    """The first lines above a title that are the number of a paper, over two lines where the page is narrow."""
    told = ""
    for n, line in enumerate(above, 1):
        told += SPACE.sub("", line.text)
        if _paper().fullmatch(told):
            return above[:n]
    return []


def _told_twice(lines: Sequence[Line], head: Head) -> bool:
    """Does a title stand behind the head, whose lines are those of a cover?"""
    return any(shapes.is_title(line.text) for line in lines[head.size : head.size + 1])


def _is_open(line: Line) -> bool:
    return line.role in ("", HEADING) and not (line.level or line.forced)


def _is_text(line: Line) -> bool:
    return (
        line.ends or line.text[-1] in "；;：:，," or "。" in line.text or width(line.text) > shapes.LONGEST_HEADING
    ) and not OPENING.match(line.text)


def _occasion_lines(lines: Sequence[Line]) -> int:
    """How many lines tell the occasion, the first of them at the top, and what is noted of it; 0 where that tells none.

    （青溪日报公布稿） behind it is such a note.
    """
    if not lines or not OPENING.match(SPACE.sub("", lines[0].text)):
        return 0
    told, found = "", 0
    for n, line in enumerate(lines[:OCCASION_LINES], 1):
        if n > 1 and (OPENING.match(line.text) or shapes.is_title(line.text)):
            break
        told += SPACE.sub("", line.text)
        if _occasion().fullmatch(told) and (told[0] in "（(") <= (told[-1] in "）)"):
            found = n
        if line.ends:
            break
    noted = lines[found].text if 0 < found < len(lines) else ""
    return found + (REMARK.fullmatch(noted) is not None and not names.is_byline(noted, in_head=True))


def _title(plain: Sequence[Line]) -> Sequence[Line]:
    """The last lines of a head that are its title, none where they do not end as one."""
    if not plain or numbering.style_of(plain[-1].text):
        return []
    if not shapes.is_title(plain[-1].text):
        return []
    first = len(plain) - 1
    text = plain[-1].text
    while first and _goes_on(plain[first - 1], plain[first], SPACE.sub("", text)):
        first -= 1
        text = plain[first].text + text
    return plain[first:]


def _goes_on(before: Line, line: Line, rest: str) -> bool:
    """Does the title begin in the line before? ``rest`` is what is known of it."""
    above = SPACE.sub("", before.text)
    if shapes.is_title(above) or _paper().fullmatch(above) or above in words("clean-heads", "page names"):
        return False
    spots = spots_in(rest)
    if not spots and (is_body(above) or any(spot.start == 0 and spot.end == len(above) for spot in spots_in(above))):
        return True
    # 关于十届四次会议以来提案工作|情况的报告 ends a title that began above; 政府工作报告 says all.
    return line.above == 0 and not spots and rest not in words("clean-heads", "whole titles")


def _speaker(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines behind the occasion that name who gave the address."""
    end = 0
    while end < len(lines):
        text = lines[end].text
        behind = lines[end + 1] if end + 1 < len(lines) else None
        if names.is_byline(text, in_head=True) or (behind and _is_speaker(text, behind)):
            end += 1
        elif behind and names.is_office(text) and names.could_be_name(behind.text):
            end += 2
        else:
            break
    return lines[:end]


def _is_speaker(text: str, behind: Line) -> bool:
    """Is a line a name alone, or a body? In front of the salutation any may stand, in front of text a known surname."""
    if shapes.addresses(behind.text):
        return names.could_be_name(text) or is_body(text) or text.endswith(shapes.endings("collective endings"))
    return names.is_name(text) and _is_text(behind)

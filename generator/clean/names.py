"""Lines that name people: bylines of newspapers, and the officer who gives a report."""

from __future__ import annotations

import re
from functools import cache

from generator.clean import parted
from generator.lexicons import alternatives, groups, words

HAN = "\u4e00-\u9fff"
NAME = rf"[{HAN}·]{{2,5}}|[{HAN}](?:[ \u3000]+[{HAN}]){{1,2}}"
NAMES = rf"[{HAN}·]{{2,12}}|[{HAN}](?:[ \u3000]+[{HAN}]){{1,2}}"
"""A name, or a few that nothing parts."""
MARK = r"[■●◆□▲◎○★☆▇█▌▍▎▊▋▮▪◼◾⬛◉⊙✎✍]"
CREDIT = re.compile(
    r"[（(]?(?:图片|照片|供图)(?:均)?(?:由\S+?(?:提供|拍摄)|[：:]\S+)[）)]?|图\s*[/／：:]\s*\S{2,20}?(?:提供|供图)"
)
TWO = re.compile(rf"(?<![{HAN}])([{HAN}])[ \u3000]+([{HAN}])(?:[ \u3000]+([{HAN}])(?=$))?(?![{HAN}])")
"""A name of two characters, set apart to be as wide as one of three, or one of three set wide: 何 苗, 何 小 苗."""
LONGEST_NAME = 3
"""Characters of the longest name whose surname has one."""

SEPARATOR = re.compile(r"[\s、，,;；/／|｜&]+")


@cache
def _label() -> str:
    return "|".join(map(re.escape, sorted(words("clean-heads", "byline labels"), key=len, reverse=True)))


@cache
def _attached() -> str:
    """A label of reporters with a name right behind it: 本报记者陆鸣远. The surname tells it from 通讯员队伍."""
    labels = "|".join(
        label
        for label in sorted(words("clean-heads", "byline labels"), key=len, reverse=True)
        if len(label) > 2 or label in ("记者",)
    )
    surnames = "|".join(sorted(words("surnames"), key=lambda w: (-len(w), w)))
    return rf"(?:{labels})(?=(?:{surnames}))[{HAN}]{{2,4}}(?![{HAN}])"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    labelled = rf"{MARK}?\s*(?:本[版文])?(?:{_label()})\s*[：:/／\s]\s*\S.*"
    attached = rf"{MARK}?\s*{_attached()}(?:[\s、]+(?:{_attached()}|{NAME}))*"
    marked = rf"{MARK}\s*(?:{NAMES})(?:(?:[\s、]+{MARK}?|{MARK})\s*(?:{NAMES}))*\s*{MARK}?"
    offices = "|".join(sorted(words("clean-heads", "offices"), key=len, reverse=True))
    officer = rf"[（(]?[{HAN}\s]{{0,24}}?(?:{offices})(?!团)[\s：:]*(?:{NAME})[）)]?"
    return re.compile(f"{labelled}|{attached}"), re.compile(marked), re.compile(officer)


def is_byline(text: str, *, in_head: bool) -> bool:
    """Does the line name its writers? A line of an officer with a name counts only in the head of a report."""
    if len(text) > 80 or text.endswith(("。", "！", "；", "，", ",")):
        return False
    return is_lead_in(text) or is_signature(text) or _plain(text, in_head=in_head)


def _plain(text: str, *, in_head: bool) -> bool:
    """A byline without brackets or lead-in."""
    labelled, marked, officer = _patterns()
    named = labelled.fullmatch(re.sub(MARK, " ", text).strip()) or _collective().fullmatch(text)
    if named or (marked.fullmatch(text) and not _phrase(text)):
        return True
    titled = text.endswith(tuple(words("clean-heads", "titles")))
    return in_head and len(text) <= 30 and not titled and officer.fullmatch(text) is not None


def _phrase(text: str) -> bool:
    """Is what stands behind a mark too long for the name of one person: ■建章立制, not ■欧阳小苗 or ■阿依·古丽?"""
    han = re.sub(rf"{MARK}\s*", "", text)
    return len(han) > LONGEST_NAME and han.isalpha() and han[:2] not in words("surnames")


@cache
def _collective() -> re.Pattern[str]:
    """Who writes without a name: 本报评论员, and behind a mark a body: □ 青溪县政协提案委, ■ 中共青溪市委党校."""
    organs = "|".join(
        sorted({entry.split("\t")[0] for entry in groups("identity-organs")["organ"]}, key=lambda w: (-len(w), w))
    )
    ends = alternatives("clean-heads", "collective endings")
    above = rf"(?:中共)?[{HAN}]{{0,9}}?(?:[省市区县州旗镇乡]|街道)"
    body = rf"{above}(?:{organs}|[党纪]?委|政协)?(?:[{HAN}]{{0,12}}?(?:{ends}))"
    body += rf"|{above}(?:{organs})"
    return re.compile(rf"{MARK}\s*(?:{body})|{MARK}?\s*(?:{alternatives('clean-heads', 'collective writers')})")


BRACKETED = re.compile(r"[（(]\s*([^（）()]{2,60}?)\s*[）)]")


@cache
def _author_note() -> re.Pattern[str]:
    """（作者系…） behind a name or a text: who the writer is."""
    said = "|".join(sorted(words("clean-heads", "author notes"), key=len, reverse=True))
    return re.compile(rf"[（(]\s*(?:{said})[^（）()]{{2,60}}(?:[（(][^（）()]*[）)][^（）()]*)?[）)]")


@cache
def _lead_in() -> re.Pattern[str]:
    """本报讯（记者 张三）; the group holds what the brackets hold."""
    return re.compile(rf"{parted.origin()}\s*[（(]([^（）()]{{3,70}})[）)]")


@cache
def _editors() -> str:
    """Labels of those who made the page, not the text: behind one no writer follows."""
    return "|".join(sorted(words("clean-heads", "credit labels") - words("clean-heads", "byline labels"), reverse=True))


@cache
def _reported() -> re.Pattern[str]:
    """记者张三 通讯员李四 报道："""
    return re.compile(parted.reported())


@cache
def _reporters() -> re.Pattern[str]:
    """What stands before the names in a lead-in, with the paper that a reporter is of: 青溪日报记者."""
    return re.compile(rf"(?:[{HAN}]{{2,8}}[报网台社刊])?(?:{alternatives('clean-heads', 'reporters')})[：:]?")


def is_lead_in(text: str) -> bool:
    """Is the line what a news item begins with, 本报讯（记者 张三） or 本报讯?"""
    return _lead_in().fullmatch(text) is not None or is_bare_lead_in(text) or _reported().fullmatch(text) is not None


def is_bare_lead_in(text: str) -> bool:
    """Is the line a lead-in that names nobody, 本报讯?"""
    return re.fullmatch(parted.origin(), text) is not None


def is_author_note(text: str) -> bool:
    """Does the line say who the writer is, （作者系…）?"""
    return _author_note().fullmatch(text) is not None


def is_signature(text: str) -> bool:
    """Is the line a byline as it stands behind a text: （通讯员 李四）, （作者系…）?"""
    match = BRACKETED.fullmatch(text)
    return _author_note().fullmatch(text) is not None or (
        match is not None and (_plain(match[1], in_head=False) or parted.bare_names(match[1]))
    )


@cache
def _office() -> re.Pattern[str]:
    offices = "|".join(sorted(words("clean-heads", "offices"), key=len, reverse=True))
    return re.compile(rf"[{HAN}\s]{{0,24}}(?:{offices})")


def is_office(text: str) -> bool:
    """Is the line an office without the name of who holds it: 青溪区人大常委会主任?"""
    return _office().fullmatch(text) is not None


def could_be_name(text: str) -> bool:
    """Has the line the form of one person's name: 姜若谷, 姜 若 谷, 买买提·艾力? 目 录 has it, too."""
    return re.fullmatch(rf"{NAME}|[{HAN}]{{2,8}}(?:·[{HAN}]{{1,8}})+", text) is not None


def is_name(text: str) -> bool:
    """Is the line the name of one person, known by the surname or its dot?"""
    return could_be_name(text) and ("·" in text or re.sub(r"\s+", "", text).startswith(tuple(words("surnames"))))


def authors(text: str) -> tuple[str, ...]:
    """The names in a byline, in order: labels, credits, office and what is said of the writer go."""
    if is_bare_lead_in(text) or is_office(text):
        return ()
    text = _author_note().sub(" ", text)
    if is_lead_in(text):
        text = re.sub(r"报道\s*[：:]$", " ", _reporters().sub(" ", _lead_in().sub(r" \1 ", text)))
    text = re.sub(r"[（(]([^（）()]*)[）)]", r" \1 ", CREDIT.sub(" ", text)).strip()
    text = re.sub(rf"{MARK}|[（）()]", " ", text).strip()
    offices = "|".join(sorted(words("clean-heads", "offices"), key=len, reverse=True))
    text = re.split(rf"(?<=[\s）)])(?:{_editors()})[\s：:]", text, maxsplit=1)[0].strip()
    found = re.search(rf"(?:{offices})[\s：:]*({NAME})$", text)
    if found:
        return (re.sub(r"\s+", "", found.group(1)),)
    text = re.sub(_attached(), lambda found: re.sub(rf"^(?:{_label()})", "", found[0]), text)
    text = re.sub(rf"(?:^|(?<=[\s（(]))本[版文](?={_label()})", "", text) if "本" in text else text
    text = re.sub(rf"(?:^|(?<=[\s、，,/／]))(?:{_label()})(?=$|[\s：:、/／])\s*[：:]?", " ", text)
    text = TWO.sub(r"\1\2\3", text)
    return tuple(dict.fromkeys(name for name in SEPARATOR.split(text) if name))

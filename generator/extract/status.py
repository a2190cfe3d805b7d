"""As what a figure is meant: achieved, aimed at, planned, a mean over years; and whether it was only expected.

What a clause says first (力争, 计划, 预计) holds for the clauses behind it up to the end of the sentence, unless one of
them tells of what is done (已, 目前).
"""

from __future__ import annotations

import re
from functools import cache

from generator.extract.compared import is_compared
from generator.extract.outlook import Setting
from generator.extract.periods import DATE
from generator.lexicons import groups
from generator.model import Status

QUOTED = 120  # characters on each side of a figure in which a word says what it stands for
# 将 before one of these speaks of the time to come: 将完成, but not 将标准提高到
COMING = (
    "完成|达到?|建成|实现|新[增建设]|投[入资产]|开[展工设]|推出|组织|启动|举[办行]|超过|突破|力争|继续|全面|于|在|会"
)
PLANNED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff”])|(?<=[全今本]年)|(?<=[月内市县区省州们还道镇乡村局院委会司]))计划(?!生育|总(?!投资)|单列|的|数|任务|目标|[\d.]+%)|拟(?!合)|预计|明年|还[要将]|将(?={COMING})"
)
ESTIMATE = re.compile(r"预计|[有可]望")  # in a review written before the year ends this is what was achieved
# 预计…同比分别增长8%, 预计全年…, 今年…预计…比去年提高: of the year that ends
YEAR_ENDING = re.compile(r"同比|[比较](?:上年|去年)|预计(?:今年)?全年|全年[^，。；]{0,12}(?:预计|[有可]望)")
NOTED = re.compile(r"[（(](?:均为)?(?:预计|初步)数?[，,）)]")
NOTED_ON = re.compile(r"[（(](?:均为)?(?:预计|初步)数?[，,]下同[）)]")  # of all that follow in the paragraph
TO_COME = re.compile(r"明年|新的一年")
ENSURED = re.compile(r"确保")  # in a review it was ensured
SURPASSED = re.compile(r"(?:比|高于|低于|超过?|完成|实现|好于|快于|占)[\u4e00-\u9fff]{0,3}$")
OVER = re.compile(
    r"[一二三四五六七八九十几两近]年来|过去(?![的十])|(?<![比较])去年(?!同期|的?基础)|以来|已经|已(?=[达有建完成])"
    r"|(?<![为除不])了(?![解结])(?=[^，。；]{0,24}$)"
)
DONE = re.compile("已|目前|截[至止]|实际(?:完成|到位)|(?<!不)(?<!为)了(?![解结])")  # ends an intention told before it
LOOKED_BACK = re.compile(r"(?:.*[。！])?(?:过去的?一年|一年来)，[^。]*。$")  # the sentence before told of the past year
LEVEL = re.compile(
    r"达到?|增长|以[上内](?=[，。；、：）和与及]|$|的?(?:水平|左右))|控制在|左右|突破|超过|不低于|[提增降升].{0,2}[至到]|保持在|稳定在"
)
BY = re.compile(r"到((?:19|20)\d\d)年(?:年?[底末])?")  # 到2027年再新增1500个


@cache
def any_of(group: str) -> re.Pattern[str]:
    """A pattern for the entries of a group of the context lexicon; behind a tab stands what may not follow one."""
    entries = sorted((e.partition("\t") for e in groups("extract-context")[group]), key=lambda e: -len(e[0]))
    return re.compile("|".join(re.escape(word) + (f"(?!{re.escape(bar)})" if bar else "") for word, _, bar in entries))


def status(
    place: Setting, text: str, begin: int, clause: tuple[int, int], start: int, end: int, *, rate: bool
) -> tuple[Status, bool]:
    """As what a figure at ``start``–``end`` of a clause is meant, and whether it was only expected when written."""
    low = max(clause[0], start - QUOTED)
    whole = text[low : min(clause[1], end + QUOTED)]
    sentence = max(begin, text.rfind("；", begin, start) + 1)
    achieved: Status = "average" if any_of("average").search(text, low, start) else "achieved"
    if not place.ahead and (NOTED.match(text, end) or NOTED_ON.search(text, 0, start)):
        return achieved, True
    goal = any_of("target").search(text, low if place.past else begin, start)
    if goal and not (place.past and _met(text, begin, goal)) and not _done(text, goal.end(), start):
        amount = not rate and _last(PLANNED, text, max(low, goal.end()), start) and not LEVEL.search(whole)
        return ("plan" if amount else "target"), False  # 力争办结率达到99%，计划新建6个
    expected = _last(ESTIMATE, text, sentence, start)
    if expected and (place.past or _ending(place, text, sentence, end)) and not _done(text, expected.end(), start):
        return achieved, True
    if not place.ahead and any_of("plan").search(text, low, start) and PLANNED.search(whole):
        return "plan", False
    if not place.ahead and not place.past and _intended(text, sentence, start):
        return ("target" if rate and LEVEL.search(whole) else "plan"), False
    if _by_a_year_to_come(place, text, begin, start):
        return "target", False
    if place.ahead and not _past(place, text, begin, start):
        return ("target" if rate or LEVEL.search(whole) else "plan"), False
    return achieved, False


def _ending(place: Setting, text: str, begin: int, end: int) -> bool:
    """Whether a sentence expects something of the year that ends, not of the one to come."""
    until = min((at for mark in "。；！？" if (at := text.find(mark, end)) >= 0), default=len(text))
    ending = YEAR_ENDING.search(text, begin, until) is not None
    return ending and not place.ahead and not TO_COME.search(text, begin, end)


def _met(text: str, begin: int, goal: re.Match[str]) -> bool:
    """Whether a goal that a review names was reached: 高于预期目标."""
    return bool(ENSURED.fullmatch(goal.group()) or SURPASSED.search(text[max(begin, goal.start() - 6) : goal.start()]))


def _done(text: str, begin: int, at: int) -> bool:
    """Whether a later clause, from ``begin`` to ``at``, tells of what is done."""
    comma = text.find("，", begin, at)
    return comma >= 0 and DONE.search(text, comma, at) is not None


def _last(pattern: re.Pattern[str], text: str, begin: int, at: int) -> re.Match[str] | None:
    """The last match in ``text[begin:at]``."""
    return next(iter([*pattern.finditer(text, begin, at)][::-1]), None)


def _intended(text: str, begin: int, at: int) -> bool:
    """Whether a clause before in the sentence intends what this one goes on with: 计划投资5亿元，改造6处."""
    m = _last(PLANNED, text, begin, at)
    return m is not None and not _done(text, m.end(), at)


def _by_a_year_to_come(place: Setting, text: str, begin: int, at: int) -> bool:
    """Whether a sentence says until when, of an article of which nobody knows the year: 到2027年新增1500个."""
    m = _last(BY, text, begin, at)
    return m is not None and place.calendar.own is None and not OVER.search(text, begin, at)


def _past(place: Setting, text: str, begin: int, start: int) -> bool:
    """Whether the sentence tells of what is over, though its section looks ahead: of a past year, or with 已 or 了."""
    if OVER.search(text[begin:start]) or LOOKED_BACK.match(text[max(0, begin - QUOTED) : begin]):
        return True
    own = place.calendar.own
    years = [m for m in DATE.finditer(text, begin, start) if not is_compared(text, m.start())]
    return bool(years and own and int(years[-1].group(1)) <= own and (place.year or own + 1) > own)

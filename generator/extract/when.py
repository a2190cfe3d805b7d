"""For when a figure is meant, and as what: achieved, aimed at, planned, or a mean over years.

Both come from what stands near the figure, else from the section (2026年工作安排 looks ahead), else from the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from generator.extract.spans import Mark, Span, averaged, begins, in_force, marks
from generator.lexicons import groups
from generator.model import Passage, Report, Section, Status

QUOTED = 120  # characters on each side of a figure in which a word says what it stands for
LONG = 5000  # characters of an article that is more than news
OPENING = 40  # characters of a paragraph in which it says that it looks ahead, or of which years it tells
ITEM = re.compile("[—●·]|[一二三四五六七八九十]是|（[一二三四五六七八九十]）")  # under what opened them
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d|来|以来|代|版|远景|第?[一二三四五六七八九十百]+届)")
CHINESE_YEAR = re.compile(r"([一二][九〇零○][〇零○一二三四五六七八九]{2})年")
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
DATE = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月(?:(\d{1,2})[日号])?)?(?!的?基础|基数|价格|不变价|以?前)")
TOLD = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])(?!\d))")
OPENS_YEAR = re.compile(r"((?:19|20)\d\d)年(?:以来)?[，,]")  # 2025年，区政协…
LEAD = 3  # paragraphs in which an article says what year it tells of
SAID_YEAR = re.compile(r"(?<=。)((?:19|20)\d\d)年[，,]")
BY_THE_END = re.compile(r"截[至止]到?((?:19|20)\d\d)年(?:年?底|1[0-2]月)")
TITLED_WORK = re.compile(r"报告|工作(?:总结|打算|安排|思路)")
SALUTED = re.compile("各位(?:代表|委员)|同志们")
# The review of a work report ends with what went less well; then come the plans.
SHORTCOMINGS = re.compile(
    r"(?:存在|看到)[^。]{0,30}(?:短板|不足|问题|差距|困难)|(?:[不较][^，。；]{0,3}(?:够|强|高|足|大|深|优|严|密切)[^。]*?[；，]){2}"
)
INTENDED = re.compile(r"力争|争取|计划(?!生育|单列)|新的一年|明年|下一步")
LAST_YEAR = re.compile(r"(?<![比较])去年(?!同期)")
# 将 before one of these speaks of the time to come: 将完成, but not 将标准提高到
COMING = (
    "完成|达到?|建成|实现|新[增建设]|投[入资产]|开[展工设]|推出|组织|启动|举[办行]|超过|突破|力争|继续|全面|于|在|会"
)
PLANNED = re.compile(
    rf"(?:(?<![\u4e00-\u9fff”])|(?<=[全今本]年)|(?<=[月内市县区省州们还]))计划(?!生育|总|单列|的|数|任务|目标|[\d.]+%)|拟(?!合)|预计|明年|将(?={COMING})"
)
ESTIMATE = re.compile(r"预计")  # in a review written before the year ends this is what was achieved
YEAR_ON_YEAR = re.compile(r"同比|[比较](?:上年|去年)")  # 预计…同比分别增长8%: of the year that ends
ENSURED = re.compile(r"确保")  # in a review it was ensured
SURPASSED = re.compile(r"(?:比|高于|低于|超过?|完成|实现|好于|快于|占)[\u4e00-\u9fff]{0,3}$")
COMPARED = re.compile(r"[比较同与从由为是]\s?$|相当于$|基础上$")
EARLY = ("01", "02", "03")
PAST_YEAR = re.compile("(?:一年来|过去的?一年)[，,]")
RELATIVE = re.compile(r"(?<![比较是为])(今年|去年|明年|当年)(?!同期)")
OVER = re.compile(
    r"[一二三四五六七八九十几两近]年来|过去(?![的十])|(?<![比较])去年(?!同期|的?基础)|以来|已经|已(?=[达有建完成])"
    r"|(?<![为除不])了(?![解结])(?=[^，。；]{0,24}$)"
)
LOOKED_BACK = re.compile(r"(?:.*[。！])?(?:过去的?一年|一年来)，[^。]*。$")  # the sentence before told of the past year
LEVEL = re.compile(r"达到?|增长|以[上内]|控制在|左右|突破|超过|不低于|[提增降升].{0,2}[至到]|保持在|稳定在")
DAY = re.compile(r"(?:19|20)\d\d年[\d一二三四五六七八九十]{1,3}月")  # 二〇〇三年一月十日 says when it was given
DONE_HEAD = re.compile(  # “十五”目标全面实现, but not 努力完成2006年各项任务
    r"(?:^|，)(?![^，]*(?:努力|确保|力争|争取|奋力|为))[^，]*"
    r"(?:(?:圆满|胜利|顺利|全面|超额)完成|(?:目标|任务|计划)[^，。]{0,8}(?:完成|实现))"
)
NOTES_HEAD = re.compile(r"名词|术语|注释|注解|释义|解读")
ALSO = re.compile(r"的?[\d.:：∶、和%％]*")  # between a year and the second of its values: 2000年的17.0:43.3
AHEAD_TEXT = re.compile(
    r"^[^，。：]{0,12}?(?:今年|(?:19|20)\d\d年|新的一年)[^，。；]{0,16}(?:目标|任务|思路|安排|要求|重点)[^，。；]{0,6}[是为：，]"
)
# 主要预期目标建议为：…; not 完成了预期目标
GOAL_TEXT = re.compile(
    r"[^。；，：]{0,24}(?<!完成)(?<!实现)(?:目标(?:任务)?(?:建议|确定|安排|初步|拟定?|暂定)*[是为：]|(?:今年|明年)[^。；，：]{0,6}计划：)"
)


class Calendar(NamedTuple):
    """What the words of time mean in a report: the year that it is about, 今年 and 去年."""

    own: int | None
    now: int | None
    last: int | None

    @property
    def following(self) -> int | None:
        """The year after its own, to which a report looks ahead."""
        return self.own and self.own + 1


class Setting(NamedTuple):
    """What the place in the report says of its figures: the year of its section, whether it looks ahead or back.

    ``span`` where it tells of several years together.
    """

    calendar: Calendar
    year: int | None = None
    ahead: bool = False
    review: bool = False
    span: Span | None = None

    def past(self, dates: Calendar) -> bool:
        """Whether a heading names a year that is over."""
        return bool(self.year and dates.own and self.year <= dates.own)


class Period(NamedTuple):
    """A year or date, and whether the text near the figure states it."""

    text: str
    stated: bool

    @property
    def ends(self) -> int:
        """Its last year, 0 where there is none."""
        return int(self.text.rpartition("/")[2][:4] or 0)


@cache
def any_of(group: str) -> re.Pattern[str]:
    """A pattern for the entries of a group of the context lexicon; behind a tab stands what may not follow one."""
    entries = sorted((e.partition("\t") for e in groups("extract-context")[group]), key=lambda e: -len(e[0]))
    return re.compile("|".join(re.escape(word) + (f"(?!{re.escape(bar)})" if bar else "") for word, _, bar in entries))


def calendar(report: Report) -> Calendar:
    """A report on a year calls it 去年 or 今年; news of a day say 今年 of the year of their date."""
    if report.year is not None:
        now = report.year + any("去年" in p.text and LAST_YEAR.search(p.text) is not None for p in report.paragraphs)
        return Calendar(report.year, now, report.year)
    told = TOLD.search(report.title.text) if report.title else None
    told = told or TOLD.search(report.published or "")
    year = int(told.group(1)) if told else None
    year = year or _year_told(report)
    if year and _given_early(report):
        return Calendar(year - 1, year - 1, year - 1)
    return Calendar(year, year, year and year - 1)


def _year_told(report: Report) -> int | None:
    """The year with which an article opens, or by whose end it counts (截至2025年12月底), else the first sentence's."""
    told = [m for p in report.paragraphs[:LEAD] if (m := OPENS_YEAR.match(p.text))]
    told = told or [m for p in report.paragraphs if (m := BY_THE_END.search(p.text) or SAID_YEAR.search(p.text))]
    return int(told[0].group(1)) if told else None


def _given_early(report: Report) -> bool:
    """Whether a report of January to March tells of the past year (一年来), though nobody says of which one."""
    month = (report.published or "")[5:7]
    titled = report.title is not None and "报告" in report.title.text
    return titled and month in EARLY and any(PAST_YEAR.match(p.text) for p in report.paragraphs)


def settings(report: Report) -> Iterator[tuple[Section, Setting, list[tuple[Passage, Setting]]]]:
    """Every section with its setting and that of each of its paragraphs, in order."""
    dates = calendar(report)
    place = Setting(dates)
    heads = [_setting(s, dates, listen=report.year is not None) for s in report.sections]
    work = _work_report(report)
    headed = any(h.ahead for h in heads)
    given, faulted = _given(report), False
    steady, told = False, None  # a text may begin below a main heading that it does not hold
    coming = (f"{dates.following}年，", f"{dates.following}年是")
    for section, here in zip(report.sections, heads, strict=True):
        if here.year or here.span or section.level <= 1:
            # A work report looks back first, then ahead to its end, though not every heading says so:
            # 一、2024年工作回顾 · 二、2025年工作安排 · 三、加强自身建设
            onward = (
                work
                and bool(section.heading and not NOTES_HEAD.search(section.heading.text))
                and not here.review
                and not here.past(dates)
            )
            onward = onward and (place.ahead or (place.review and not headed))
            place = here._replace(ahead=True, year=here.year or dates.following) if onward else here
            steady = bool(here.year and not here.span and not _spans(section, dates))
            told = None if steady else next(iter(marks(_heading(section), dates.own)), None)
        placed: list[tuple[Passage, Setting]] = []
        for passage in section.paragraphs:
            if work and not headed and not place.ahead:
                # It says so itself, opens with the coming year, or is the first to intend after the shortcomings.
                turns = AHEAD_TEXT.match(passage.text, 0, OPENING) or passage.text.startswith(coming)
                if turns or (faulted and INTENDED.search(passage.text)):
                    place = place._replace(ahead=True, year=dates.following, review=False)
                faulted = faulted or (given and SHORTCOMINGS.search(passage.text) is not None)
            opening = _opening(passage.text, dates.own)
            if opening:
                told = opening
            elif told and told.span and steady and not ITEM.match(passage.text):
                told = None
            now, turns = _told(place, told), _next(passage.text, section, dates)
            if work and not now.ahead and (turns or GOAL_TEXT.match(passage.text)):
                now = now._replace(ahead=True, year=dates.following, review=False)
                place = now if turns else place
            placed.append((passage, now))
        yield section, place, placed


def _next(text: str, section: Section, dates: Calendar) -> bool:
    """Whether a paragraph turns to the coming year under a heading that names it: 1998年回顾和1999年工作的目标."""
    year = f"{dates.following}年"
    return bool(dates.following) and text.startswith(year) and year in _heading(section)


def _opening(text: str, own: int | None) -> Mark | None:
    """What the opening of a paragraph says of the years that it is about: 五年来，… ; “十五五”时期，…"""
    found = marks(text[:OPENING].partition("。")[0], own)
    return found[0] if found else None


def _told(place: Setting, told: Mark | None) -> Setting:
    """The setting of a paragraph after what its opening, or that of one before it, says."""
    if told is None:
        return place
    if told.span is None:
        return place._replace(span=None) if place.span else place
    coming = bool(place.calendar.own and told.span.first > place.calendar.own)
    if coming:
        return place._replace(span=told.span, ahead=True, review=False)
    return place._replace(span=told.span)


def _work_report(report: Report) -> bool:
    """Whether an article reports on a year of work and on what comes next."""
    if report.year is None:
        return False
    return _given(report) or sum(len(p.text) for p in report.paragraphs) > LONG


def _given(report: Report) -> bool:
    """Whether its title or its salutation says that it is a report on work, not a bulletin of statistics."""
    if report.title is not None and TITLED_WORK.search(report.title.text):
        return True
    first = next(iter(report.paragraphs), None)
    return bool(first and SALUTED.match(first.text))


def _heading(section: Section) -> str:
    """The heading with its years in digits, and without the day on which a speech was given."""
    heading = section.heading.text if section.heading else ""
    return DAY.sub("", CHINESE_YEAR.sub(lambda m: m.group(1).translate(DIGITS) + "年", heading))


def _spans(section: Section, dates: Calendar) -> list[Span]:
    """The stretches of years that a heading names."""
    return [mark.span for mark in marks(_heading(section), dates.own) if mark.span]


def _setting(section: Section, dates: Calendar, *, listen: bool) -> Setting:
    """The year and outlook that a heading sets: 2026年主要工作思路 → 2026, ahead.

    Without ``listen`` only a year does: in the headings of news, 部署 and 任务 are what happened. A heading that names
    several years and a single one (2025年主要工作和“十四五”发展成就) leaves it to its paragraphs which they are about.
    """
    heading = _heading(section)
    found = marks(heading, dates.own)
    years = [int(y) for y in YEAR.findall(heading)]
    if len(found) == 1 and found[0].span and not YEAR.search(heading[: found[0].start] + heading[found[0].end :]):
        span = found[0].span
        review = any_of("review").search(heading) is not None
        ahead = listen and not review and any_of("ahead").search(heading) is not None
        ahead = ahead or bool(dates.own and span.first > dates.own)
        return Setting(dates, None, ahead, review and not ahead, span)
    review = any_of("review").search(heading) is not None or DONE_HEAD.search(heading) is not None
    ahead = listen and not review and any_of("ahead").search(heading) is not None
    if years:
        year = years[0] if review else years[-1]
        return Setting(dates, year, ahead or bool(not review and dates.own and year > dates.own), review)
    return Setting(dates, dates.following if ahead else None, ahead, review)


def period(
    place: Setting, text: str, begin: int, at: int, end: int, *, aimed: bool, mean: bool, whole: Callable[[], bool]
) -> Period:
    """The years spoken of, or the last year named in the sentence before a figure, else that of section or report.

    The sentence begins at ``begin``, the figure at ``at``–``end``; ``aimed`` where it is a target, ``mean`` where it
    is an average of years, ``whole()`` tells whether a figure of several years is of all of them or of their end.
    """
    own, now, last = place.calendar
    span, said = in_force(text, at, own, place.span)
    if mean and span is None:  # 五年来…，2022年达到80万亿元，年均增长7%
        span, said = averaged(text, at, own, place.span), at
    found = None
    for m in DATE.finditer(text, begin, at):
        if said <= m.start() < said + len(m.group()) + 8 and span:  # 2018年以来
            continue
        multiple = text[m.start() - 1 : m.start()] in tuple("是为比于")  # 是1997年的2.7倍
        if text[m.end() : m.end() + 1] == "的" and not multiple and ALSO.fullmatch(text, m.end(), at):  # 2006年的18亿元
            found = m
            break
        if not COMPARED.search(text[max(begin, m.start() - 3) : m.start()]):
            found = m
    if found and not (span and said > found.start()):
        parts = [found.group(1), *(f"{int(x):02d}" for x in found.groups()[1:] if x)]
        return Period("-".join(parts), True)
    relative = [m for m in RELATIVE.finditer(text, begin, at) if not (span and said > m.start())]
    if relative and own and last and now:
        word = relative[-1].group(1)
        if word == "明年":
            return Period(str(own + 1), True)
        if word == "今年" and last == own and (place.ahead or aimed):
            return Period(str((place.ahead and place.year) or own + 1), True)
        if word in ("今年", "去年"):
            return Period(str(now if word == "今年" else last), True)
        if word == "当年":
            return Period(str(own), True)
    if span:
        if own and not aimed and span.first <= own < span.last:  # “十四五”时期, told before it is over
            span = Span(span.first, own)
        if begins(text, at, end):
            return Period(str(span.first - 1), True)
        if mean or (whole() and span.first < span.last):
            return Period(span.text, True)
        return Period(str(span.last), True)
    year = place.year or own
    return Period(str(year) if year else "", bool(place.year))


def status(
    place: Setting, text: str, begin: int, clause: tuple[int, int], start: int, end: int, *, rate: bool
) -> Status:
    """Whether a figure at ``start``–``end`` of a clause tells what was achieved, or what is meant to be."""
    low = max(clause[0], start - QUOTED)
    whole = text[low : min(clause[1], end + QUOTED)]
    before = text[low:start]
    mean = any_of("average").search(before) is not None
    looks_back = place.review or place.past(place.calendar)
    goal = any_of("target").search(text, low if looks_back else begin, start)
    met = goal and (
        ENSURED.fullmatch(goal.group()) or SURPASSED.search(text[max(begin, goal.start() - 6) : goal.start()])
    )
    if goal and not (looks_back and met):
        return "target"
    if not place.ahead and any_of("plan").search(before) and (m := PLANNED.search(whole)):
        done = ESTIMATE.fullmatch(m.group()) and (looks_back or YEAR_ON_YEAR.search(whole))
        return ("average" if mean else "achieved") if done else "plan"
    if place.ahead and not _past(place, text, begin, start):
        return "target" if rate or LEVEL.search(whole) else "plan"
    return "average" if mean else "achieved"


def _past(place: Setting, text: str, begin: int, start: int) -> bool:
    """Whether the sentence tells of what is over, though its section looks ahead: of a past year, or with 已 or 了."""
    if OVER.search(text[begin:start]) or LOOKED_BACK.match(text[max(0, begin - QUOTED) : begin]):
        return True
    own = place.calendar.own
    years = [
        m for m in DATE.finditer(text, begin, start) if not COMPARED.search(text[max(begin, m.start() - 3) : m.start()])
    ]
    return bool(years and own and int(years[-1].group(1)) <= own)

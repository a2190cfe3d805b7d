"""Comparisons: the figures of the catalogue for each body and year, side by side and never merged unseen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from typing import NamedTuple

from generator.extract.compared import compared_years
from generator.extract.parts import is_part
from generator.lexicons import groups
from generator.model import Comparison, Indicator, Report
from generator.relate.activities import of_activity
from generator.relate.align import SAME_FOR_ALL, SENTENCE_END
from generator.relate.catalogue import Catalogue, Entry, fold

BASE = re.compile(
    r"(?:[比较](?P<base>(?P<year>(?:19|20)\d\d)年[末底]?|“?[十一二三四五六七八九]{1,3}五”?[末初期]|基期|规划基期|20年前)[^，。；]{0,40}"
    r"|与(?P<with>(?P<since>(?:19|20)\d\d)年[末底]?|“?[十一二三四五六七八九]{1,3}五”?末)[^，。；]{0,4}(?:相比|比较)[^。]{0,80})$"
)
# 连续跨越3000亿元、4000亿元两个台阶: values passed on the way
MILESTONE = re.compile(r"(?:[、和][^，。；、]{0,10})*[^，。；、]{0,4}(?:台阶|大关|关口)")
# 先后突破300亿元、400亿元: the same, told in front
STEPS = re.compile("(?:先后|相继|连续|接连|连跨|陆续|连上)[^，。；]{0,6}(?:突破|跨越|跨上|迈上|登上|超过|越过)")
AIM_MET = re.compile("的?目标|的?任务")  # 人均3000美元的目标已经实现
TOGETHER = re.compile("[、和与及]|，")  # between the values of a list: 满意率分别为99.2%、99.6%
OF_WHICH = "其中"
WHOLE_AREA = re.compile("全[省市县区州盟旗国]")
ADDRESS = re.compile("^各位[\u4e00-\u9fff、]{2,10}[！：，]")
KIND = 2  # last characters that words of a kind share
OPENING = 20  # characters of a sentence in which it says what part it is about
TOPIC = 60  # characters of a paragraph in which its first sentence does
CLAUSE = re.compile("[，。；：！？]")
SENTENCE = re.compile("[。！？]")
RANGE = re.compile(r"\s*(?:[-—~～－–]{1,2}|至|到)\s*")
BODIES = ("人大", "政协", "政府", "法院", "检察院", "党工委", "管委会", "街道", "监委")
AIMED = ("target", "plan")
COMPANIES = ("公司", "集团")

_QUOTES = str.maketrans("", "", "“”")


class _Row(NamedTuple):
    """A comparison with its place in the corpus, which orders what is otherwise equal."""

    row: Comparison
    place: int

    @property
    def key(self) -> tuple[str, ...]:
        row = self.row
        return row.canonical, row.region, row.organ, row.year, row.status, row.scope, row.breakdown


def comparisons(reports: Iterable[tuple[Report, Sequence[Indicator]]], catalogue: Catalogue) -> tuple[Comparison, ...]:
    """A row for each figure of the catalogue, by entry, region, organ and year.

    Key: canonical, region, organ, year, status, scope, breakdown. A figure that only repeats another (in the lead, or
    rounded: 突破3万亿元 beside 30355.73亿元) is no row of its own; different values of one key are all kept, as
    conflicts.
    """
    found: list[_Row] = []
    for report, rows in reports:
        found += _of_report(report, rows, catalogue, len(found))
    order = catalogue.order
    found.sort(key=lambda r: (order[r.row.canonical], *r.key[1:], r.place))
    result: list[Comparison] = []
    for _, same in groupby(found, key=lambda r: r.key):
        result += _settled([r.row for r in same])
    return tuple(result)


def _of_report(report: Report, rows: Sequence[Indicator], catalogue: Catalogue, place: int) -> Iterator[_Row]:
    passages = {p.target: p.text for p in report.passages}
    headings = _headings(report)
    spans: dict[str, _Spans] = {}
    for n, row in enumerate(rows):
        entry = catalogue.by_id.get(row.canonical)
        if entry is None or not row.period:
            continue
        text = passages.get(row.paragraph, "")
        if _of_no_year(text, row) or _unassigned(text, rows, n):
            continue
        span = spans.get(row.paragraph)
        if span is None:
            span = spans[row.paragraph] = _Spans(text, headings.get(row.paragraph, ""))
        stretch = _stretch(row)
        said = [stretch] if stretch else span.at(row.at[0])
        parts = [*_split(entry, row, text), *_of_which(text, rows, n), *_within(entry, text, row), *said]
        parts += [*_base(entry, rows, n, text), *([] if stretch else of_activity(text, row.at[0]))]
        breakdown = "、".join([*parts, *_bound(text, rows, n)])
        for part in _stands_for(entry, row, catalogue):
            yield _Row(_comparison(report, part, row, breakdown), place + n)


def _comparison(report: Report, entry: Entry, row: Indicator, breakdown: str) -> Comparison:
    falls = entry.kind == "change" and row.direction == "down" and not row.value.startswith("-")
    return Comparison(
        canonical=entry.id,
        label=entry.name,
        region=report.region or "",
        organ=_organ(report, row),
        year=row.period[:4] if is_part(row.period) else row.period.rpartition("/")[2],
        value=f"-{row.value}" if falls and row.value.strip("0.") else row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        status=row.status,
        scope=row.scope,
        breakdown=breakdown,
        conflict=False,
        indicator=row.id,
        report=report.id,
    )


def _stretch(row: Indicator) -> str:
    """2016—2020年 where the figure is of several years together, with the last of which it stands; 1—9月 of a part."""
    first, _, last = row.period.partition("/")
    if is_part(row.period):
        return f"{int(first[5:7])}—{int(last[5:7])}月"
    return f"{first}—{last}年" if last else ""


def _organ(report: Report, row: Indicator) -> str:
    """The body of the report, unless the figure is of a body of another kind: 党工委 in a report of a congress."""
    own = report.organ or ""
    if row.subject.endswith(COMPANIES):
        return row.subject
    kinds = [body for body in BODIES if body in row.subject]
    return own if not kinds or any(kind in own for kind in kinds) else row.subject


def _stands_for(entry: Entry, row: Indicator, catalogue: Catalogue) -> tuple[Entry, ...]:
    """The entry itself, or its parts where the clause says one value of all of them (均为100%)."""
    if entry.parts and SAME_FOR_ALL.search(row.quote):
        return tuple(catalogue.by_id[part] for part in entry.parts)
    return (entry,)


def _split(entry: Entry, row: Indicator, text: str) -> list[str]:
    """The words of the name that make another definition, each once, the longest of those that contain each other.

    None where the text joins it with its counterpart, so that both are meant: 大会期间和闭会期间提出的.
    """
    name = fold(row.measure)
    clause = fold(CLAUSE.split(text[: row.at[1]][-TOPIC:])[-1] + text[row.at[1] : row.at[1] + OPENING])
    found = sorted((word for word in entry.splits if word in name), key=name.index)
    longest = [word for word in found if not any(word != other and word in other for other in found)]
    return [word for word in longest if not _joined(word, clause)]


def _of_no_year(text: str, row: Indicator) -> bool:
    """Whether the figure is where something started from or went by, and nothing beside it says when that was."""
    if row.role == "base" and row.period_basis != "stated":
        return True
    start, end = row.at
    before = text[max(0, start - 48) : start]
    if (row.qualifier == "exact" and MILESTONE.match(text, end)) or AIM_MET.match(text, end):
        return True
    return STEPS.search(CLAUSE.split(before)[-1]) is not None


def _joined(word: str, clause: str) -> bool:
    """Whether a word is one of two of its kind: 会议期间和闭会期间."""
    return re.search(rf"{word[-KIND:]}(?:和|与|及|以及|、){word}", clause) is not None


def _unassigned(text: str, rows: Sequence[Indicator], n: int) -> bool:
    """Whether a figure is one of a list that shares one name (满意率分别为99.2%、99.6%): whose it is, is not told."""
    if compared_years(text, rows[n].at[0]):
        return False
    return any(
        _named_alike(one, other) and TOGETHER.fullmatch(text[one.at[1] : other.at[0]]) is not None
        for one, other in pairwise(rows[max(0, n - 1) : n + 2])
    )


def _named_alike(one: Indicator, other: Indicator) -> bool:
    return (
        one.paragraph == other.paragraph
        and one.canonical == other.canonical
        and one.measure == other.measure
        and one.unit == other.unit
        and one.direction == other.direction
        and one.value != other.value
    )


def _of_which(text: str, rows: Sequence[Indicator], n: int) -> list[str]:
    """The name of a figure that 其中 makes a part of one before: 一般预算收入51亿元，其中地方一般预算收入27亿元."""
    row = rows[n]
    for k in range(n - 1, max(-1, n - 6), -1):
        whole = rows[k]
        if whole.paragraph != row.paragraph or SENTENCE.search(text, whole.at[1], row.at[0]):
            break
        if whole.canonical == row.canonical and whole.unit == row.unit and whole.measure != row.measure:
            return [row.measure] if OF_WHICH in text[whole.at[1] : row.at[0]] else []
    return []


def _within(entry: Entry, text: str, row: Indicator) -> list[str]:
    """What the clause says about its figure besides: 44个县（市）实现生产总值, 扣除价格因素实际增长.

    Of a part of the area a whole sentence or paragraph may be, which then says so first.
    """
    clause = CLAUSE.split(text[max(0, row.at[0] - 60) : row.at[0]])[-1]
    kinds = [
        *([] if _stretch(row) else ["total"]),
        *(["reckoned"] if entry.kind == "change" else []),
        *(["mean"] if row.status in AIMED else []),
    ]
    found = [m.group() for kind in kinds if (m := _any_of(kind).search(clause))]
    if not entry.whole:
        return found
    part = _any_of("within").search(clause)
    if not part and not WHOLE_AREA.search(clause):
        begin = max((m.end() for m in SENTENCE_END.finditer(text, 0, row.at[0])), default=0)
        part = _any_of("within").search(text, begin, min(begin + OPENING, row.at[0]))
    part = part or _any_of("topic").search(SENTENCE.split(ADDRESS.sub("", text[:TOPIC]))[0])
    return [*([part.group()] if part else []), *found]


@cache
def _any_of(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in groups("relate-spans")[kind]))


def _bound(text: str, rows: Sequence[Indicator], n: int) -> list[str]:
    """下限 or 上限 where the figure is an end of a range: 6.5%—7%."""
    for word, first, second in (("下限", n, n + 1), ("上限", n - 1, n)):
        if first >= 0 and second < len(rows) and rows[first].paragraph == rows[second].paragraph:
            between = text[rows[first].at[1] : rows[second].at[0]]
            if RANGE.fullmatch(between) and rows[first].measure == rows[second].measure:
                return [word]
    return []


def _base(entry: Entry, rows: Sequence[Indicator], n: int, text: str) -> list[str]:
    """What a change is measured against where that is not the year before: 比2015年."""
    row = rows[n]
    years = compared_years(text, row.at[0])
    if years:  # 分别比上年和2017年增长9.1%和77.3%
        k = sum(
            r.paragraph == row.paragraph and text.rfind("分别", 0, row.at[0]) < r.at[0] < row.at[0] for r in rows[:n]
        )
        return [f"比{years[k]}"] if k < len(years) and years[k][:2].isdigit() else []
    if entry.kind != "change" or row.status == "average":
        return []
    found = BASE.search(text[max(0, row.at[0] - 100) : row.at[0]])
    if not found:
        return []
    year = found["year"] or found["since"]
    if year and row.period[:4] == str(int(year) + 1):
        return []
    return [f"比{found['base'] or found['with']}".translate(_QUOTES)]


@cache
def _span_pattern() -> re.Pattern[str]:
    expressions = groups("relate-spans")
    kinds = {kind: "|".join(f"(?:{e})" for e in expressions[kind]) for kind in ("several", "part", "year")}
    return re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in kinds.items()))


class _Spans:
    """The stretches of a paragraph that speak of several years or of a part of one.

    Several years hold on until a single year is named; a part of a year holds for its sentence.
    """

    def __init__(self, text: str, heading: str) -> None:
        opening = list(_span_pattern().finditer(heading))
        self._text = text
        self._marks = list(_span_pattern().finditer(text))
        self._opening = opening[-1].group() if opening and opening[-1].lastgroup == "several" else ""

    def at(self, offset: int) -> list[str]:
        """What the figure at ``offset`` is of besides a year, as words of the text; mostly nothing."""
        several, part = self._opening, ""
        for mark in self._marks:
            if mark.end() > offset:
                break
            if mark.lastgroup == "several":
                several = mark.group()
            elif mark.lastgroup == "year":
                several = ""
            elif not SENTENCE_END.search(self._text, mark.end(), offset):
                part = mark.group()
        return [word.translate(_QUOTES) for word in (several, part) if word]


def _headings(report: Report) -> dict[str, str]:
    """The heading over each paragraph."""
    found = {}
    for section in report.sections:
        heading = section.heading.text if section.heading else ""
        found.update({p.target: heading for p in section.texts})
    return found


def _settled(rows: list[Comparison]) -> list[Comparison]:
    """Rows of one key: repetitions and roundings of a more exact row go, what differs is a conflict."""
    kept: list[Comparison] = []
    for row in sorted(rows, key=_precision, reverse=True):
        if not any(_says_the_same(row, other) for other in kept):
            kept.append(row)
    kept.sort(key=rows.index)
    if len({row.unit for row in kept}) == len(kept):
        return kept
    units = [row.unit for row in kept]
    return [row if units.count(row.unit) == 1 else _in_conflict(row) for row in kept]


def _in_conflict(row: Comparison) -> Comparison:
    """The row, marked."""
    return Comparison(**{**vars(row), "conflict": True})


def _precision(row: Comparison) -> tuple[int, int]:
    return row.qualifier == "exact", len(_digits(row.value))


def _digits(value: str) -> str:
    """The digits that carry the value: 30355.73亿元 says more than 3万亿元."""
    return value.lstrip("-0.").replace(".", "").rstrip("0") or "0"


def _says_the_same(row: Comparison, other: Comparison) -> bool:
    """Whether ``row`` repeats the more exact ``other``: the same value, one rounded, or 超过, 近, 以内 of it."""
    if row.unit != other.unit:
        return False
    value, exact = Decimal(row.value), Decimal(other.value)
    if value == exact:
        return True
    if row.qualifier == "over":
        return value < exact <= value * Decimal("1.25")
    if row.qualifier == "upto":
        return value * Decimal("0.75") <= exact < value
    return _rounds_to(exact, value, len(_digits(row.value)), near=row.qualifier == "near")


def _rounds_to(exact: Decimal, value: Decimal, digits: int, *, near: bool) -> bool:
    """Whether ``exact`` to that many digits is ``value``; where the text says 约 or 近, within a twentieth."""
    if near and abs(exact - value) * 20 <= abs(exact):
        return True
    if digits < 2 or not exact:  # 7% and 7.4% are two figures
        return False
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    return exact.quantize(step) == value if exact.adjusted() - digits + 1 >= 0 else False


def series(rows: Iterable[Comparison]) -> dict[tuple[str, ...], list[Comparison]]:
    """Rows of one indicator of one body over the years: (canonical, region, organ, status, scope, breakdown, unit)."""
    found: dict[tuple[str, ...], list[Comparison]] = {}
    for row in rows:
        key = (row.canonical, row.region, row.organ, row.status, row.scope, row.breakdown, row.unit)
        found.setdefault(key, []).append(row)
    return {key: sorted(same, key=lambda r: r.year) for key, same in found.items()}

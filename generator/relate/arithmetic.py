"""Arithmetic among the figures of a sentence: shares against counts, parts against totals, changes against levels.

A figure written as 47.0万 stands for anything from 46.95万 to 47.05万: a check allows for that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Literal, NamedTuple

from generator.model import Check, Indicator, Report, Review
from generator.relate.align import SENTENCE_END
from generator.relate.catalogue import bigrams, fold

SHARE = re.compile("率|占比|比例|比重|占")
NAMES_SHARE = re.compile("(?:占比达?|率|占|比例|比重)$")
PART = re.compile("其中|包括|含")
RISE = re.compile(r"[^，。；、\d]{0,8}[到至]")
FROM = re.compile(r"[由从自][^，。；、\d]{0,14}$")
OTHER_BASE = re.compile(r"年均|每年|平均|[比较同]|\d")
WRITTEN = re.compile(r"\d[\d,，]*(?:\.(?P<decimals>\d+))?")
REACH = 8
"""How many figures of a sentence before a share are tried as its whole: a longer list would make coincidences."""


class _Term(NamedTuple):
    """A figure with its value, the half of its last written place, and its number of decimals as written."""

    row: Indicator
    value: Decimal
    slack: Decimal
    decimals: int

    @property
    def exact(self) -> bool:
        return self.row.qualifier == "exact"

    @property
    def low(self) -> Decimal:
        return self.value - self.slack

    @property
    def high(self) -> Decimal:
        return self.value + self.slack

    def rounded(self, value: Decimal) -> Decimal:
        """``value`` with as many decimals as this figure."""
        return value.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)


def checks(report: Report, rows: Sequence[Indicator]) -> Iterator[Check]:
    """Every check that the sentences of a report allow, in the order of the stated figures."""
    passages = {p.target: p.text for p in report.passages}
    for target, group in groupby(rows, key=lambda row: row.paragraph):
        text = passages.get(target, "")
        for sentence in _sentences(text, list(group)):
            if len(sentence) < 3:
                continue
            terms = [_term(text, row) for row in sentence]
            for n, term in enumerate(terms):
                yield from _share(terms, n)
                yield from _sum(text, terms, n)
                if n >= 2:
                    yield from _change(text, terms[n - 2], terms[n - 1], term)


def _sentences(text: str, rows: list[Indicator]) -> Iterator[list[Indicator]]:
    at = 0
    for n in range(1, len(rows) + 1):
        if n == len(rows) or SENTENCE_END.search(text, rows[n - 1].at[1], rows[n].at[0]):
            yield rows[at:n]
            at = n


def _term(text: str, row: Indicator) -> _Term:
    value = Decimal(row.value)
    m = WRITTEN.search(text, *row.at)
    if m is None:  # in words: 二十八万 is exact to the 万
        zeros = len(row.value) - len(row.value.rstrip("0")) if row.value.isdecimal() else 0
        return _Term(row, value, Decimal(5).scaleb(zeros - 1) if zeros > 2 else Decimal(0), 0)
    written = Decimal(re.sub("[,，]", "", m.group())) if m else Decimal(0)
    decimals = len(m["decimals"] or "") if m else 0
    factor = abs(value / written) if written else Decimal(1)
    counted = factor == 1 and not decimals and row.unit not in ("%", "‰")  # 98件 are 98
    return _Term(row, value, Decimal(0) if counted else factor.scaleb(-decimals) / 2, decimals)


def _share(terms: list[_Term], n: int) -> Iterator[Check]:
    """105件…解决的98件，占比93.3%: a share behind its part, which stands behind its whole."""
    rate = terms[n]
    if rate.row.unit != "%" or rate.row.direction != "none" or not rate.exact or not SHARE.search(rate.row.measure):
        return
    part = terms[n - 1] if n else None
    if part is None or part.row.unit in ("%", "") or not part.exact:
        return
    wholes = [
        term
        for term in terms[max(0, n - REACH) : n - 1]
        if term.row.unit == part.row.unit and term.exact and term.value >= part.value > 0
    ]
    for whole in reversed(wholes):
        if _agrees(part, whole, rate) and _of_one_thing(part, rate):
            yield _check("share", (whole, part, rate), part.value * 100 / whole.value, holds=True)
            return
    # That it fails says something only where the name of the share is made from the name of its part, and there is
    # but one whole that it can be a share of.
    name = NAMES_SHARE.sub("", fold(rate.row.measure))
    if len(wholes) == 1 and len(name) > 3 and name == fold(part.row.measure) and "占比" in rate.row.measure:
        yield _check("share", (wholes[0], part, rate), part.value * 100 / wholes[0].value, holds=False)


def _agrees(part: _Term, whole: _Term, rate: _Term) -> bool:
    low, high = part.low * 100 / whole.high, part.high * 100 / max(whole.low, part.low)
    return low - rate.slack <= rate.value <= high + rate.slack


def _of_one_thing(part: _Term, rate: _Term) -> bool:
    """Whether the names have something in common; much of it where the share is round, and so agrees easily."""
    one, other = bigrams(fold(part.row.measure)), bigrams(fold(rate.row.measure))
    common = len(one & other)
    if rate.decimals:
        return common > 0
    return rate.value < 100 and common * 2 >= min(len(one), len(other)) > 0


def _sum(text: str, terms: list[_Term], n: int) -> Iterator[Check]:
    """…共9件，其中甲4件、乙5件: parts named behind 其中 that add up to their total."""
    total, following = terms[n], terms[n + 1 :]
    if not total.exact or total.row.unit == "%" or len(following) < 2 or total.row.direction != "none":
        return
    if not PART.search(text, total.row.at[1], following[0].row.at[0]):
        return
    parts: list[_Term] = []
    for term in following:
        if term.row.unit != total.row.unit or not term.exact or term.row.direction != "none":
            break
        parts.append(term)
    added = sum((term.value for term in parts), Decimal(0))
    slack = sum((term.slack for term in parts), total.slack)
    # Parts need not be all parts: that they do not add up proves nothing.
    if len(parts) > 1 and abs(added - total.value) <= slack:
        yield _check("sum", (*parts, total), added, holds=True)


def _change(text: str, first: _Term, second: _Term, change: _Term) -> Iterator[Check]:
    """由200件增加到250件，增长25%: a change behind the two levels that it leads from and to."""
    if change.row.unit != "%" or change.row.direction == "none" or change.row.status == "average":
        return
    unit = first.row.unit
    if unit != second.row.unit or unit in ("%", "‰", "") or fold(first.row.measure) != fold(second.row.measure):
        return
    if not (first.exact and second.exact and change.exact) or first.low <= 0:
        return
    if not RISE.fullmatch(text[first.row.at[1] : second.row.at[0]]):
        return
    if not FROM.search(text[max(0, first.row.at[0] - 24) : first.row.at[0]]):
        return
    behind = text[second.row.at[1] : change.row.at[0]]
    if len(behind) > 14 or OTHER_BASE.search(behind):
        return
    low, high = (
        (second.low / first.high - 1) * 100 - change.slack,
        (second.high / first.low - 1) * 100 + change.slack,
    )
    grown = (second.value / first.value - 1) * 100
    stated = -change.value if change.row.direction == "down" else change.value
    holds = low <= stated <= high
    # Amounts of money are given at current prices and their growth often at constant ones: no mistake.
    if holds or not unit.endswith("元"):
        yield _check("change", (first, second, change), abs(grown), holds=holds)


def _check(kind: Literal["share", "sum", "change"], terms: Sequence[_Term], expected: Decimal, *, holds: bool) -> Check:
    stated = terms[-1]
    rounded = stated.rounded(expected) if stated.row.unit in ("%", "‰") else expected.normalize()
    ids = tuple(term.row.id for term in terms)
    return Check(stated.row.report, kind, ids, f"{rounded:f}", stated.row.value, holds)


def questions_about(reports: Iterable[tuple[Report, Sequence[Indicator]]], found: Iterable[Check]) -> Iterator[Review]:
    """A question for each check that fails: the text, or what was read from it, is wrong."""
    failed = [check for check in found if not check.holds]
    wanted = {check.terms[-1] for check in failed}
    stated = {row.id: row for _, rows in reports for row in rows if row.id in wanted}
    for check in failed:
        row = stated[check.terms[-1]]
        yield Review(
            source=row.source,
            start=row.start,
            end=row.end,
            rule=f"arithmetic-{check.kind}",
            question=f"{row.measure}：原文作{check.stated}{row.unit}，据同句其他数字应为{check.expected}{row.unit}。",
            evidence=row.quote,
            options=("原文如此", "改正来源"),
            entry="",
        )

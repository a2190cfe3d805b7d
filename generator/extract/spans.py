"""Stretches of several years: 过去五年, “十三五”时期, 2018年以来, and which figures are of all of them.

A stretch holds on from where it is named until a single year is (2022年, 去年, 全年), in a paragraph and, where a
heading or the opening of a paragraph names it, over the paragraphs that follow.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from generator.extract.compared import is_compared
from generator.lexicons import groups

DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}
NUMBER = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[两二三四五六七八九])"
LONGEST = 40  # years: 改革开放40年来; more is history
PLAN = 1966  # the third plan of five years began; from then on each follows the one before
INTENDED = re.compile("(?:力争|争取|计划|用|将|确保)$")
CLAUSE = re.compile("[，。；：！？]")
SENTENCE = re.compile("[。！？；]")
# How every expression begins: looked at first, for speed.
BEGINS = "[“一二三四五六七八九十两第过近这最今未下接党改新去上刚全当年本\\d]"
OPENING = 12  # characters of a sentence in which it says of which years it tells
CLOSE = 3  # the same, of years to come: 签署未来五年投资协议 says so of the agreement alone
NEAR = 6  # characters before a figure in which a word says that it is a state


class Span(NamedTuple):
    """Years from ``first`` to ``last``, both included."""

    first: int
    last: int

    @property
    def text(self) -> str:
        """As an interval of ISO 8601: 2016/2020."""
        return f"{self.first}/{self.last}"


class Mark(NamedTuple):
    """Where a text begins to speak of several years, or (``span`` None) of a single one again.

    What opens a sentence (``until`` None) holds on; what stands inside one holds ``until`` its end.
    """

    start: int
    end: int
    span: Span | None
    until: int | None


@cache
def _pattern() -> re.Pattern[str]:
    expressions = groups("extract-spans")
    parts = []
    for kind in ("plan", "from", "past", "either", "coming", "since", "year"):
        for k, entry in enumerate(expressions[kind]):
            body = entry.split("\t")[0].replace("NUMBER", NUMBER)
            body = re.sub(r"\(\?P<(\w+)>", lambda m, at=f"{kind}{k}": f"(?P<{at}_{m.group(1)}>", body)  # type: ignore[misc]  # a default argument
            parts.append(f"(?P<{kind}{k}>{body})")
    return re.compile(f"(?={BEGINS})(?:{'|'.join(parts)})")


@lru_cache(256)
def marks(text: str, own: int | None, *, ahead: bool = False) -> tuple[Mark, ...]:
    """What a text says of its years, in order; ``own`` is the year that the report is about.

    ``ahead`` where it stands in what looks ahead: 五年引进100人 is of the years to come.
    """
    if "年" not in text and "期" not in text and "以来" not in text:
        return ()
    found = []
    for m in _pattern().finditer(text):
        kind = m.lastgroup or ""
        if kind.startswith("year") and is_compared(text, m.start()):
            continue
        coming = ahead or bool(kind.startswith("either") and INTENDED.search(text, max(0, m.start() - 6), m.start()))
        span = None if kind.startswith("year") else _span(m, kind, own, coming=coming)
        if span or kind.startswith("year"):
            near = CLOSE if span and own and span.first > own else OPENING
            opens = SENTENCE.split(text[max(0, m.start() - near) : m.start()])
            stop = None if len(opens) > 1 or m.start() < near else SENTENCE.search(text, m.end())
            found.append(Mark(*m.span(), span, stop.start() if stop else None))
    return tuple(found)


def _span(m: re.Match[str], kind: str, own: int | None, *, coming: bool) -> Span | None:
    found = m.groupdict()
    if kind.startswith("plan"):
        plan = number(str(found[f"{kind}_plan"]))
        first = PLAN + 5 * (plan - 3)
        if plan < 3:
            return None
        going_on = m.group().endswith("以来") and own and first <= own < first + 5
        return Span(first, own if own and going_on else first + 4)
    if kind.startswith("from"):
        first = int(found[f"{kind}_first"])
        last = int(found.get(f"{kind}_last") or own or 0)
    elif own is None:
        return None
    elif kind.startswith("since"):
        first, last = _events()[m.group()], own
    else:
        years = number(str(found[f"{kind}_n"]))
        coming = kind.startswith("coming") or (coming and kind.startswith("either"))
        first, last = (own + 1, own + years) if coming else (own - years + 1, own)
    return Span(first, last) if 0 < last - first < LONGEST + 40 * kind.startswith(("since", "from")) else None


@cache
def _events() -> dict[str, int]:
    return {name: int(year) for name, _, year in (e.partition("\t") for e in groups("extract-spans")["since"])}


def number(written: str) -> int:
    """A small number in digits of either kind: 12, 十二."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (10 * DIGIT.get(tens, 1) if ten else 0) + DIGIT.get(ones, 0)


def in_force(
    text: str, at: int, own: int | None, before: Span | None, *, ahead: bool = False
) -> tuple[Span | None, int]:
    """The years that the text speaks of at ``at``, and where that was said (-1: before this text, in ``before``).

    A year outside the stretch ends it not: it is what is aimed at or compared with.
    """
    span, said = before, -1
    for m in marks(text, own, ahead=ahead):
        if m.end > at:
            break
        if m.until is not None and m.until < at:
            continue
        year = text[m.start : m.start + 4]
        if m.span is None and span and year.isdecimal() and not span.first <= int(year) <= span.last:
            continue
        span, said = m.span, m.start
    return span, said


def averaged(text: str, at: int, own: int | None, before: Span | None) -> Span | None:
    """The years of which an average is told: the last named before it, though a single year stands between."""
    found = [m.span for m in marks(text, own) if m.end <= at and m.span]
    return found[-1] if found else before


@cache
def _any_of(group: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{e})" for e in sorted(groups("extract-spans")[group], key=len, reverse=True)))


@cache
def _state() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of('state').pattern})[^，。；、\d]{{0,{NEAR}}}$")


def of_all_years(name: str, before: str, *, share: bool, change: bool) -> bool:
    """Whether a figure in a stretch of years is of all of them (新增就业30万人), or of their end (达到5000亿元).

    ``before`` is the text up to the figure, ``share`` where it is a rate, ``change`` where it is a change.
    """
    if change:
        return True
    clause = CLAUSE.split(before)[-1]
    if _any_of("standing").search(name):
        return False
    if share:
        return False
    if _any_of("summed").search(name) or _any_of("summed").search(clause):
        return True
    return not _state().search(clause)

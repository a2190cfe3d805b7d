"""Parts of a year: 上半年, 前三季度, 1—9月. What is told of one is never set beside whole years."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from generator.extract.compared import is_compared
from generator.extract.spans import number
from generator.lexicons import groups

LOOK = re.compile("半年|季度|月")  # a cheap look: most texts have none
# one year as a whole again, or one whose part is told behind it: 2024年上半年
WHOLE = re.compile(r"全年|年末|年底|年内|本年度?|(?:(?:19|20)\d\d|[去今上前])年(?!同期|\d)")
JOINED = ("和", "、", "与", "及")
NUMERAL = re.compile(r"\d")


class Part(NamedTuple):
    """Months of a year, both included; ``start`` is where the text names them."""

    start: int
    first: int
    last: int

    def of(self, year: int | str) -> str:
        """As an interval of ISO 8601, 2025-01/2025-06, or one month: 2025-09."""
        if self.first == self.last:
            return f"{year}-{self.first:02d}"
        return f"{year}-{self.first:02d}/{year}-{self.last:02d}"


def is_part(period: str) -> bool:
    """Whether a period is of some months of a year: 2025-01/2025-06."""
    return "/" in period and period[4] == "-"


def part_named(text: str) -> Part | None:
    """The months from January on of which a title, a heading or the head of a column tells: 1—9月, 上半年."""
    if not LOOK.search(text):
        return None
    pattern, months = _pattern()
    parts = [part for m in pattern.finditer(text.replace("工作", "")) if (part := _part(m, months))]
    opening = [part for part in parts if part.first == 1 < part.last]
    return opening[0] if len(opening) == 1 else None


def is_whole(text: str, begin: int, at: int) -> bool:
    """Whether a sentence names a year, or the whole of one."""
    return any(not is_compared(text, m.start()) for m in WHOLE.finditer(text, begin, at))


@cache
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    found, months = [], {}
    for k, entry in enumerate(groups("extract-parts")[""]):
        body, _, fixed = entry.partition("\t")
        first, _, last = fixed.partition("\t")
        body = body.replace("(?P<first>", f"(?P<p{k}_first>").replace("(?P<last>", f"(?P<p{k}_last>")
        found.append(f"(?P<p{k}>{body})")
        months[f"p{k}"] = (first, last)
    return re.compile("|".join(found)), months


def part_in_force(text: str, begin: int, at: int) -> Part | None:
    """The part of a year that a sentence from ``begin`` on speaks of at ``at``: the last one, until it names a year."""
    if not LOOK.search(text, begin, at):
        return None
    pattern, months = _pattern()
    told = [
        (part, m.end())
        for m in pattern.finditer(text, begin, at)
        if not is_compared(text, m.start()) and (part := _part(m, months))
    ]
    found = _listed(text, told, at) if told else None
    if found and is_whole(text, found[1], at):
        return None
    return found[0] if found else None


def _listed(text: str, found: list[tuple[Part, int]], at: int) -> tuple[Part, int]:
    """Which of the last parts a figure is of: 一季度和上半年分别增长5.1%和5.3% has one of each."""
    last = found[-1]
    joined = len(found) > 1 and text[found[-2][1] : last[0].start] in JOINED and text.startswith("分别", last[1])
    return found[-2] if joined and not NUMERAL.search(text, last[1], at) else last


def _part(m: re.Match[str], months: dict[str, tuple[str, str]]) -> Part | None:
    kind = next(k for k in months if m.group(k))
    told = m.groupdict()
    first, last = told.get(f"{kind}_first"), told.get(f"{kind}_last")
    if not first and not last:
        return Part(m.start(), *map(int, months[kind]))
    low = number(first) if first else 1 if "截" not in m.group() else number(last or "")
    high = number(last) if last else low
    if m.group().endswith("季度"):
        low, high = 3 * low - 2, 3 * high
    return Part(m.start(), low, high) if 1 <= low <= high <= 12 and (low, high) != (1, 12) else None

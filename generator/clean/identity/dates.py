"""Dates of a report: when it was published, and when it was given."""

from __future__ import annotations

import re
from functools import cache

from generator.clean.identity.phrases import MEETING, OPENING, any_of
from generator.clean.mentions import NARROW, fold
from generator.numerals import count, in_figures
from generator.read.frontmatter import FrontMatter, iso_date

_DATE = re.compile(r"((?:19[4-9]|20[0-9])\d)年?(\d{1,2})月(\d{1,2})日")
_COMPACT = re.compile(r"(?<!\d)(20[0-2]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_UNTIL = re.compile("截至|截止|[自从到至]$")
"""What stands before a day up to which, or since which, something was counted."""
_WITHIN = ("前", "起", "止")
"""What stands behind such a day."""
_HAN_YEAR = re.compile(r"[一二][九〇○零O0][〇○零O0一二三四五六七八九]{2}(?=年)")
_HAN_DAY = re.compile(r"(?<=[年月])(?:[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日])")


@cache
def _labelled() -> re.Pattern[str]:
    day = r"((?:19|20)\d\d[-/.年]\d\d?[-/.月]\d\d?)"
    return re.compile(rf"(?:{any_of('date labels')})\s*:\s*{day}")


def figures(text: str) -> str:
    """Dates in figures: 二〇一六年一月二十四日 → 2016年1月24日."""
    text = _HAN_YEAR.sub(lambda found: in_figures(found[0].replace("O", "0")), text)
    return _HAN_DAY.sub(lambda found: str(count(found[0])), text)


def published(heads: list[str], text: str, front_matter: FrontMatter | None) -> str | None:
    """The date of publication: front matter, a labelled date at either end of the text, a date in the title."""
    if front_matter and front_matter.published:
        return front_matter.published
    for part in (text[:1000], text[-300:]):
        found = _labelled().search(part.translate(NARROW))
        if found and (day := iso_date(found[1])):
            return day
    for head in heads:
        compact = _COMPACT.search(head)
        if day := iso_date("-".join(compact.groups()) if compact else head):
            return day
    return None


def delivered(heads: list[str], text: str) -> str | None:
    """The day on which a report was given: in a head, in a short line at the start, or beside a meeting's name."""
    lines = [fold(line) for line in text[:OPENING].split("\n")[:12]]
    short = [line for line in lines if len(line) <= 60]
    meeting = (line[:200] for line in lines[:3] if len(line) > 60 and MEETING.search(line, 0, 200))
    for where in (*heads, *short, *meeting):
        told = figures(where)
        for found in _DATE.finditer(told):
            if _UNTIL.search(told, max(0, found.start() - 2), found.start()) or told[found.end() :][:1] in _WITHIN:
                continue
            if day := iso_date("-".join(found.groups())):
                return day
    return None

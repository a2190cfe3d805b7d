"""Boxes: short pieces beside an article, told by a label above their title (相关链接) or at its head (数说青溪)."""

from __future__ import annotations

import re

from generator.clean import numbering
from generator.clean.articles import shapes, titles
from generator.clean.articles.reading import Reading
from generator.clean.draft import BYLINE, HEADING, KICKER, SUBTITLE, Line
from generator.clean.mentions import is_body

SAID = re.compile("[\u4e00-\u9fff]{2,4}[（(][^（）()]{2,30}[）)][：:]")

SHORTEST_TITLE = 5
"""Characters from which on a line above a bare name is a title."""


def first(run: list[Line], following: Line | None) -> int | None:
    """Index in a run of the line with which a box begins: a label above a title, a title that counts; else None.

    Above what people say, each with a name in front, the label is the title.
    """
    for i, line in enumerate(run):
        if line.forced or line.level or numbering.style_of(line.text):
            continue
        if shapes.is_label(line.text) and (i + 1 < len(run) or _said(following)):
            return i
        if shapes.counts(line.text):
            return i
        if _above_writer(run, i):
            return i - 1 if i and is_body(run[i - 1].text) else i
    return None


def _said(line: Line | None) -> bool:
    """Does a paragraph begin with the name of who says it: 何苗（区政协委员）：…?"""
    return line is not None and SAID.match(line.text) is not None


def _above_writer(run: list[Line], i: int) -> bool:
    """Does a title stand right above nothing but names, which no heading does?"""
    title = len(run[i].text) >= SHORTEST_TITLE and not shapes.is_dashed(run[i].text)
    return i + 2 == len(run) and title and shapes.is_people(run[-1].text)


def _pen_name(label: list[Line], line: Line) -> bool:
    """Does a comment name its writer by a pen name, which no list of surnames knows?"""
    return bool(label) and shapes.comments(label[0].text) and shapes.NAME.fullmatch(line.text) is not None


def _whose(run: list[Line]) -> bool:
    """Does a line that names a body alone stand above the title and its writer, as a kicker does?"""
    return is_body(run[0].text) and len(run) > 2 and _above_writer(run[1:], 0)


def settle(reading: Reading, run: list[Line]) -> None:
    """The lines are the head of a box, which is an article of its own, and its first heading, if there is one."""
    reading.begin()
    label = run[:1] if len(run) > 1 and (shapes.is_label(run[0].text) or _whose(run)) else []
    title, rest = run[len(label)], run[len(label) + 1 :]
    for line in rest:
        if shapes.is_dashed(line.text):
            line.role = SUBTITLE
        elif line is run[-1] and (_above_writer([title, line], 0) or _pen_name(label, line)):
            line.role = BYLINE
            reading.article.signed = True
        else:
            line.role = HEADING
    titles.settle(reading, [title, *(line for line in rest if line.role == SUBTITLE)])
    for line in label:
        line.role = KICKER
    reading.join(run)

"""What a run of head lines means: the head of an article, headings inside it, or what stands behind all text.

A run is the short lines without full stop that stand between two stretches of running text. What it means follows
from what it holds (a byline, a subtitle, numbers) and from what stands around it.
"""

from __future__ import annotations

from itertools import pairwise

from generator.clean import names, numbering
from generator.clean.articles import boxes, candidates, captions, displaced, shapes, signing, titles
from generator.clean.articles.reading import Reading
from generator.clean.draft import BYLINE, CAPTION, HEADING, SUBTITLE, TEXT, Line
from generator.clean.parted import bare_names

LONGEST_COLUMN = 6
"""Characters of the name of a column: 工作研究, 代表风采."""

SHORTEST_CAPTION = 8
"""Characters from which on a line among headings of another form tells what a picture shows."""

MARKED = 2
"""Headings with an ornament from which on a heading has one."""

SHORTEST_TITLE = 11
"""Characters from which on a line alone below the writer is rather a title than a heading."""


def settle(reading: Reading, run: list[Line], following: Line | None) -> None:
    """Give every line of a run a role and an article; ``following`` is the text behind it, None at the end."""
    for line in run:
        if line.role == CAPTION:
            line.article = len(reading.articles) - 1
    rest = [line for line in run if line.role != CAPTION]
    if not rest:
        return
    signed = next((i for i, line in enumerate(rest) if line.role == BYLINE), None)
    if signed is not None:
        _signed(reading, rest, signed, following)
    elif reading.in_head and not reading.article.titled and (len(reading.articles) == 1 or not reading.article.signed):
        _top(reading, rest, following)
    elif following is None:
        _tail(reading, rest)
    else:
        _inside(reading, rest, following)


def _signed(reading: Reading, run: list[Line], signed: int, following: Line | None) -> None:
    """A byline closes the head of an article, or the article itself."""
    if signed == 0 and signing.signs_behind(reading, run[0], following):
        if not names.is_author_note(run[0].text):
            signing.item_apart(reading)
        reading.join(run[:1])
        reading.article.signed = True
        if following is None:
            _tail(reading, run[1:])
        elif run[1:]:
            reading.begin()
            settle(reading, run[1:], following)
        return
    if signed == 0 and following is not None and _is_below_writer(reading, run):
        _below_writer(reading, run)
        return
    another = _another_head(run, signed)
    if another and displaced.give_away(reading, run[:another]):
        reading.begin()
        settle(reading, run[another:], following)
        return
    head, behind, headed = run[:signed], run[signed:], reading.article.headed
    if following is None and not head and not reading.article.signed:
        reading.join(run[:1])
        reading.article.signed = True
        _tail(reading, run[1:])
        return
    head = displaced.share_out(reading, head, following)
    apart = displaced.lead_apart(reading, head)
    if not apart and not displaced.lead_of(reading, head) and (reading.article.text or reading.article.titled):
        reading.begin()
    titles.settle(reading, head)
    for line in behind:
        if line.role != BYLINE and reading.layout.spaced and shapes.is_dashed(line.text):
            line.role = SUBTITLE
        elif line.role != BYLINE:
            line.role = SUBTITLE if shapes.is_occasion(line.text) else HEADING
    for line in behind:
        line.moved = line.role == BYLINE and any(other.moved for other in head)
    reading.article.signed = True
    reading.join(behind)
    if headed and not apart:
        displaced.begin_next(reading, head, behind, following)


def _is_below_writer(reading: Reading, run: list[Line]) -> bool:
    """Do lines behind the writer hold the title? One alone may be a heading whose title went astray."""
    head = [line for line in run if line.role != BYLINE]
    if not head or not reading.in_head or reading.article.titled:
        return False
    return len(head) > 1 or (len(head[0].text) >= SHORTEST_TITLE and not reading.score.siblings(head[0].text))


def _below_writer(reading: Reading, run: list[Line]) -> None:
    """The head of a page whose writer stands above all: the name of the column, if there is one, and the title."""
    signed = [line for line in run if line.role == BYLINE]
    head = [line for line in run if line.role != BYLINE]
    column = len(head[0].text) <= LONGEST_COLUMN and len(head) > 1 and not shapes.is_subtitle(head[1].text)
    named = head[: 1 + column]
    rest = head[len(named) :]
    reading.join(signed)
    titles.settle(reading, [*named, *(line for line in rest if shapes.is_subtitle(line.text))])
    for line in rest:
        subtitled = line is run[-1] and any(other.role == SUBTITLE for other in rest)
        line.role = line.role or (BYLINE if subtitled and shapes.is_name(line.text) else HEADING)
    reading.article.signed = True
    reading.join([line for line in rest if line.role in (HEADING, BYLINE)])


def _another_head(run: list[Line], signed: int) -> int | None:
    """Index of the line with which a second signed head begins right behind the first, None without one."""
    second = next((i for i in range(signed, len(run)) if run[i].role != BYLINE), None)
    signs = second is not None and any(line.role == BYLINE for line in run[second:])
    return second if signs and signed else None


def _top(reading: Reading, run: list[Line], following: Line | None) -> None:
    """The lines at the top of a file."""
    numbered = next((i for i, line in enumerate(run) if i and numbering.style_of(line.text)), len(run))
    head, headings = run[:numbered], run[numbered:]
    if numbering.style_of(head[0].text) or (following is None and len(run) > 3):
        head, headings = [], run
    titled = shapes.is_subtitle(head[-1].text) or shapes.is_title(head[-1].text) if head else False
    if len(head) > 1 and not headings and not (titled or titles.in_halves(head)):
        head, headings = head[:-1], [head[-1]]
    titles.settle(reading, head)
    for line in headings:
        subtitled = any(other.role == SUBTITLE for other in head)
        named = shapes.is_name(line.text) and (subtitled or (bool(head) and shapes.is_people(line.text)))
        line.role = BYLINE if named else HEADING
    reading.join(headings)


def _tail(reading: Reading, run: list[Line]) -> None:
    """Lines after the last text: a title that was displaced to the end, captions, or a signature."""
    if displaced.title_behind(reading, run):
        displaced.give_back(reading, run)
        return
    run = _headings_left(reading, signing.unsigned(reading, run))
    for before, line in pairwise(run):
        line.tied = captions.breaks(reading, before, line)
    for line, below in zip(run, [*run[1:], None], strict=False):
        torn = shapes.is_torn(line.text, below.text if below else "")
        caption = (reading.article.signed and not torn) or captions.reads_like_one(line.text)
        long = len(line.text) > captions.SHORTEST_CAPTION or line.tied
        broken = shapes.breaks_off(line.text) and not line.tied
        line.role = CAPTION if (caption or line.tied) and long and not (broken or shapes.is_date(line.text)) else TEXT
    reading.join(run)


def _headings_left(reading: Reading, run: list[Line]) -> list[Line]:
    """The lines behind the last text without the numbered headings of a text that breaks off below them."""
    numbered = next((i for i, line in enumerate(run) if not numbering.style_of(line.text)), len(run))
    if not (reading.article.headed and numbered < len(run)):
        return run
    for line in run[:numbered]:
        line.role = HEADING
    reading.join(run[:numbered])
    return run[numbered:]


def _names_writer(run: list[Line], line: Line) -> bool:
    """Does the last line of a head, behind its subtitle, hold nothing but names?"""
    return line is run[-1] and shapes.is_dashed(run[-2].text) and bare_names(line.text)


def _inside(reading: Reading, run: list[Line], following: Line) -> None:
    """Lines between two stretches of text, without a byline: headings, a new head, captions."""
    posted = next((i for i, line in enumerate(run) if candidates.begins_posted(reading, line)), None)
    if posted is not None:
        if posted:
            _inside(reading, run[:posted], run[posted])
        reading.begin()
        titles.settle(reading, run[posted : posted + 1])
        if run[posted + 1 :]:
            settle(reading, run[posted + 1 :], following)
        return
    box = boxes.first(run, following) if reading.closed else None
    if box is not None:
        if displaced.title_behind(reading, run[:box]):
            displaced.give_back(reading, run[:box])
        elif box:
            _inside(reading, run[:box], run[box])
        boxes.settle(reading, run[box:])
        return
    if displaced.is_late_title(reading, run):
        for line in run[1:]:
            line.role = SUBTITLE if shapes.is_subtitle(line.text) else HEADING
        titles.settle(reading, [run[0], *(line for line in run[1:] if line.role == SUBTITLE)])
        reading.join(run)
        return
    if any(shapes.is_dashed(line.text) for line in run[1:]) or (
        shapes.is_title(run[0].text) and any(shapes.is_occasion(line.text) for line in run[1:])
    ):
        reading.begin()
        signed = [line for line in run[1:] if names.is_byline(line.text, in_head=True) or _names_writer(run, line)]
        for line in signed:
            line.role = BYLINE
        titles.settle(reading, [line for line in run if line.role != BYLINE])
        reading.join(signed)
        return
    for i, line in enumerate(run):
        last = i == len(run) - 1
        reading.article.marked += line.marked
        if line.role == HEADING or numbering.style_of(line.text) or line.forced:
            line.role = HEADING
        elif (
            not last and (captions.reads_like_one(line.text) or captions.tells(line.text, run[-1].text))
        ) or _unlike_headings(reading, line, None if last else run[i + 1]):
            line.role = CAPTION
        else:
            line.role = HEADING
            reading.article.plain += not line.marked
    reading.join(run)


def _unlike_headings(reading: Reading, line: Line, below: Line | None) -> bool:
    """Does a line lack what tells the headings of its article, ornament or number?

    ``below`` is the heading that it stands right above: no heading stands between （一） and （二） of one level.
    """
    if line.marked or len(line.text) < SHORTEST_CAPTION or shapes.SPACED_HALVES.search(line.text):
        return False
    if below is not None:
        later = (numbering.ordinal(below.text) or 0) > 1 or (below.marked and reading.article.marked > 0)
        return later and not line.below
    if reading.score.patterned and not reading.score.siblings(line.text) and captions.shows(line.text):
        return bool(line.above and line.below)
    return reading.article.marked >= MARKED and not reading.article.plain and not reading.score.siblings(line.text)

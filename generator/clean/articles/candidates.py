"""Can a line be a head of some kind where it stands? It is short, has no full stop, and begins no paragraph."""

from __future__ import annotations

import re

from generator.clean import doubling, fluency, names, numbering
from generator.clean.articles import shapes
from generator.clean.articles.captions import COUNTED_ON, LONGEST_CAPTION, is_caption
from generator.clean.articles.reading import HEAD_LINES, Reading
from generator.clean.articles.shapes import LONGEST_HEADING
from generator.clean.draft import BYLINE, FURNITURE, HEADING, NEVER_FIRST, NEVER_LAST, Line, width
from generator.clean.seams import CROSSED, WINDOW

LONGEST_SUBTITLE = 60.0
HAN = re.compile("[\u4e00-\u9fff]")
PAUSE = re.compile("[，,、；;：:]")

POSTED_LINES = 2
DAY = re.compile(r"\d{4}[-年./]\d{1,2}[-月./]\d{1,2}")
"""A title stands right above the day of its posting, or a blank line above it."""

STRANGE = 1.0
"""What furniture between two lines counts against a heading: headings and their text are not parted."""

FAR = 0.8
"""Share of the width of its column below which a line does not reach the edge."""

UNNUMBERED, NUMBERED, FIRST, LIKELY, SURE = 0.0, -4.0, -2.0, 0.5, 1.0
"""Scores below which a line is no heading (generator.clean.headlike); the first line of a file is mostly a title."""


def can_be_head(reading: Reading, line: Line, run: list[Line], following: Line | None) -> bool:
    """Could the line be a head: short, no full stop, standing where a head can stand?

    ``run`` holds the head lines right before it, ``following`` is the next line that is no caption. A line that looks
    like a heading and begins a paragraph is noted as cut.
    """
    text = line.text
    if not reading.layout.inner.isdisjoint((line.number, line.number + 1)):
        return False  # a piece of a paragraph set in a column
    if line.shift and run and names.is_lead_in(run[-1].text):
        return False
    if text[0] in NEVER_FIRST or text[-1] in NEVER_LAST or (following is not None and following.text[0] in NEVER_FIRST):
        return False
    if (
        any(other.role == BYLINE for other in run[-HEAD_LINES:])
        and line.number > reading.sentences_end
        and text[-1] not in "；;：:，,、"
        and not (run[-1].role == BYLINE and ("。" in text or shapes.breaks_off(text)))  # all that is left of a text
    ):
        return width(text) <= LONGEST_CAPTION
    if reading.in_head and run and shapes.is_occasion(text):
        return True
    if reading.in_head and line.number < reading.first + HEAD_LINES and line.below and shapes.is_official(text):
        return True
    if line.ends or text[-1] in "；;：:，,、" or "。" in text or width(text) > shapes.longest(text):
        begins = bool(run) or _subtitle_first(reading, line)
        return shapes.is_dashed(text) and begins and not line.ends and width(text) <= LONGEST_SUBTITLE
    if shapes.is_dashed(text):
        apart = bool(line.above and line.below) and reading.closed  # ——守底线，保民生 above its paragraphs
        return bool(run) or reading.in_head or _subtitle_first(reading, line) or apart
    if reading.in_head and line.number < reading.first + HEAD_LINES and shapes.is_title(text) and "，" not in text:
        return True  # however full the line is
    runs_on = text[-1] in "—―" and not reading.in_head  # 注―― begins its note; a kicker may end so
    if runs_on or shapes.is_labelled(text) or shapes.is_field(text) or shapes.is_salutation(text):
        return False
    boxed = (line.above or run) and reading.closed and (shapes.counts(text) or shapes.is_label(text))
    if line.marked or boxed:
        return True
    if begins_posted(reading, line):
        return True
    cut_off = reading.last is not None and not reading.closed and not reading.lost_before(line)
    if cut_off and not run and not (_head_ahead(reading, line) or _title_last(reading, line, following)):
        return False
    if reading.subtitled and reading.untitled is not None and line.below and shapes.SPACED_HALVES.search(text):
        return True  # the subtitle stood on top, here is its title
    if following is not None and _begins_paragraph(reading, line, run, following):
        line.cut = True
        return False
    return _stands_apart(reading, line, run, following)


def begins_posted(reading: Reading, line: Line) -> bool:
    """Is the line the title of another page of a website: behind closed text, above the day of its posting?"""
    if reading.in_head or not reading.closed or line.ends or width(line.text) > LONGEST_HEADING:
        return False
    lines = reading.draft.lines
    below = next((other for other in lines[line.number : line.number + POSTED_LINES] if other.text), None)
    if below is None or (below.role, below.note) != (FURNITURE, "dateline") or not DAY.search(below.text):
        return False
    rest = lines[below.number : below.number + POSTED_LINES * HEAD_LINES]
    following = next((other for other in rest if other.text and other.role != FURNITURE), None)
    if following is None or PAUSE.search(line.text):
        return following is None
    cut = fluency.gain(line.text[-WINDOW:], following.text[:WINDOW]) >= CROSSED  # by the end of a page
    return not cut and reading.score(line.text, following.text) >= UNNUMBERED


def _stands_apart(reading: Reading, line: Line, run: list[Line], following: Line | None) -> bool:
    """Is the line set off from the text around it as far as heads are in this file?"""
    alone_above = line.above > 0 or bool(run) or reading.last is None
    alone_below = line.below > 0 or following is None
    if reading.layout.wrapped:
        before = reading.last
        indent_tells = following is not None and following.indented and not line.indented
        numbered = numbering.style_of(line.text) is not None
        above_heading = following is not None and _opens_section(following) and reading.layout.room(line, following)
        alone_above = alone_above or (
            before is not None
            and before.ends
            and (indent_tells or numbered or above_heading or not reading.layout.full(before))
        )
        return (
            alone_above
            and (alone_below or indent_tells or bool(run) or not reading.layout.full(line))
            and not wraps_on(reading, line, following)
        )
    if reading.layout.spaced:
        above_heading = following is not None and following.role == HEADING
        return alone_above and (alone_below or above_heading or reading.in_head or _stacked(reading, line))
    return True


def _opens_section(line: Line) -> bool:
    """Is a line a heading by its number or its ornament?"""
    told = line.marked or numbering.style_of(line.text) is not None or shapes.ORNAMENT.match(line.text) is not None
    return told and not line.ends and width(line.text) <= LONGEST_HEADING


def _title_last(reading: Reading, line: Line, following: Line | None) -> bool:
    """Is the last line of a file, behind a text that breaks off, the title that the text lacks: two halves apart?"""
    return following is None and reading.untitled is not None and bool(shapes.SPACED_HALVES.search(line.text))


def _stacked(reading: Reading, line: Line) -> bool:
    """Do the lines of a head touch below this one, down to a subtitle or a byline?"""
    for other in reading.draft.lines[line.number : line.number + HEAD_LINES - 1]:
        if not other.text or other.ends or other.role or width(other.text) > LONGEST_HEADING:
            return False
        if shapes.is_dashed(other.text) or names.is_byline(other.text, in_head=False):
            return True
    return False


def _subtitle_first(reading: Reading, line: Line) -> bool:
    """Does a subtitle stand behind the text of an article that has no title yet, before the title itself?"""
    return bool(
        line.above
        and line.below
        and not line.ends
        and reading.untitled is not None
        and reading.article.signed
        and reading.closed
    )


def _head_ahead(reading: Reading, line: Line, *, inside: bool = False) -> bool:
    """Does a whole head stand here: short lines apart from the text, a subtitle, a byline?

    ``inside``: lines of it were read already.
    """
    if (
        not (line.above or inside or line.number == reading.first)
        or reading.article.titled
        or len(reading.articles) > 1
        or line.ends
    ):
        return False
    rest = [other for other in reading.draft.lines[line.number : line.number + 2 * HEAD_LINES] if other.text]
    for other in rest[: HEAD_LINES - 1]:
        if shapes.is_dashed(other.text) or (
            names.is_byline(other.text, in_head=False) and not names.is_signature(other.text)
        ):
            return True
        if other.ends or width(other.text) > LONGEST_HEADING:
            return False
    return False


def _begins_paragraph(reading: Reading, line: Line, run: list[Line], following: Line) -> bool:
    """Is a line without end the beginning of a paragraph that a page end cut, not a heading?"""
    if following.role != "" or following.row:
        return False
    if (following.indented and reading.layout.indented) or _head_ahead(reading, line, inside=bool(run)):
        return False
    if (line.text[-1] == following.text[0] and HAN.match(following.text)) and (
        reading.in_head
        or PAUSE.search(line.text)
        or reading.score(line.text, following.text) < LIKELY
        or doubling.evidence(line.text, following.text, reading.draft.raw) >= doubling.CERTAIN
    ):
        return True  # a doubled character; not so 大与小|小额纠纷
    if not reading.article.titled and shapes.is_title(line.text):
        return False
    style = numbering.style_of(line.text)
    text = numbering.without(line.text)
    if not text or _short_again(reading, line, following) or _stacked(reading, line):
        return False
    if style is None and shapes.limps(text) and not reading.score.siblings(text):
        return True
    if text[-1].isdigit() and COUNTED_ON.match(following.text):
        return True
    topmost = reading.in_head and (line.number <= reading.first or _below_writer(reading, run))
    bound = NUMBERED if style else FIRST if topmost or _falls_short(reading, line) else UNNUMBERED
    interrupted = reading.draft.lines[line.number : following.number - 1]
    strange = any(other.role == FURNITURE or is_caption(other.text) for other in interrupted)
    return reading.score(text, following.text) - STRANGE * strange < bound


def _falls_short(reading: Reading, line: Line) -> bool:
    """Does a line apart, behind a closed paragraph, end far from the edge of its column, where no page end cuts?"""
    limit = reading.layout.limits.get(line.number, 0.0)
    apart = bool(line.above and line.below) and reading.closed and not line.indented
    return reading.layout.wrapped and apart and width(line.text) <= FAR * limit


def _below_writer(reading: Reading, run: list[Line]) -> bool:
    """Has the page named its writer, and perhaps a column, and no title yet?"""
    return not reading.article.titled and len(run) <= 2 and bool(run) and run[0].role == BYLINE


def _short_again(reading: Reading, line: Line, following: Line) -> bool:
    """Is the next line another head by its looks? Two heads in a row say nothing of each other."""
    text = following.text
    if shapes.is_subtitle(text) or names.is_byline(text, in_head=reading.in_head):
        return True
    return width(text) <= LONGEST_HEADING and not following.ends and following.below > 0 < line.below


def wraps_on(reading: Reading, line: Line, following: Line | None) -> bool:
    """In a hard-wrapped file: does a full line run on into the next, which touches it?"""
    if following is None or line.below or following.indented or not reading.layout.full(line):
        return False
    return not (numbering.style_of(line.text) and reading.score(numbering.without(line.text), following.text) > SURE)

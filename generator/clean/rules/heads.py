"""Heads: which lines are titles, subtitles, bylines, headings and captions, and where an article begins.

Lines are read in runs: the short lines without full stop that stand between two stretches of running text.
This rule finds the runs; what a run means is settled by the parts in ``generator.clean.articles``.
"""

from __future__ import annotations

from generator.clean import names
from generator.clean.articles import addresses, captions, displaced, jumps, runs
from generator.clean.articles.candidates import can_be_head, wraps_on
from generator.clean.articles.reading import Reading
from generator.clean.articles.shapes import LONGEST_HEADING, ORNAMENT
from generator.clean.draft import BYLINE, CAPTION, FURNITURE, HEADING, TABLE, TEXT, Draft, Line, width
from generator.clean.notes import note


def apply(draft: Draft) -> None:
    """Give every line a role and an article: split the lines into runs and stretches of text, and settle each run."""
    reading = Reading(draft)
    captions.settle_counted(draft)
    addresses.settle(reading)
    run: list[Line] = []
    for i, line in enumerate(reading.lines):
        if line.role == "":
            captions.settle_by_place(reading, i)
        near = reading.lines[i + 1 : i + 4]
        following = next(
            (other for other in near if other.role != CAPTION and not captions.is_caption(other.text)), None
        )
        if _head_like(reading, line, run, following):
            run.append(line)
            continue
        if run:
            runs.settle(reading, run, line)
            run = []
        if line.number in reading.later:
            reading.begin(titled=True).signed = reading.later[line.number]
        if line.role == "":
            line.role = TEXT
        line.article = len(reading.articles) - 1
        if line.role in (TEXT, TABLE):
            reading.add_text(line)
    if run:
        runs.settle(reading, run, None)
    displaced.from_top(reading)
    displaced.only_heading(reading)
    jumps.rejoin(reading)
    displaced.captions_behind(reading)
    _drop_datelines(draft)


def _head_like(reading: Reading, line: Line, run: list[Line], following: Line | None) -> bool:
    """Does the line belong to the run? Bylines and captions get their role here."""
    if line.forced or line.role not in ("", HEADING):
        return line.role in (HEADING, CAPTION)
    _unmark(reading, line, following)
    in_head = reading.in_head
    signed = names.is_byline(line.text, in_head=in_head)
    if line.role == HEADING and (line.level or not signed):
        return True
    if in_head and signed and not captions.is_marked(line.text):
        line.role = BYLINE
        return True
    if captions.settle(reading.draft, line):
        return True
    if signed:
        line.role = BYLINE
        return True
    return can_be_head(reading, line, run, following)


def _unmark(reading: Reading, line: Line, following: Line | None) -> None:
    """Take the ornament off a heading: ◆ 统起来 → 统起来. Bylines keep theirs, numbers their dots.

    It stands apart, or before text that has none: lines that touch and all have one are a list.
    """
    match = ORNAMENT.match(line.text)
    if (
        match
        and not line.ends
        and width(line.text) <= LONGEST_HEADING
        and line.text[-1] not in "；;：:，,、"
        and (line.below or line.above or _no_list(reading, line, following))
        and not names.is_byline(line.text, in_head=True)
    ):
        reading.draft.book.drop(line.a, line.a + match.end(), "heading-marker", note("heading-marker"))
        line.a, line.text = line.a + match.end(), line.text[match.end() :]
        line.marked = True


def _no_list(reading: Reading, line: Line, following: Line | None) -> bool:
    """Is a line with an ornament followed by text without one, and not the first line of a longer entry?"""
    before = reading.draft.lines[line.number - 2] if line.number > 1 else line
    return (
        following is not None
        and not ORNAMENT.match(following.text)
        and not ORNAMENT.match(before.text)
        and not wraps_on(reading, line, following)
    )


def _drop_datelines(draft: Draft) -> None:
    """A lead-in that names nobody (本报讯) told that an article begins; it is no byline."""
    for line in draft.lines:
        if line.role == BYLINE and names.is_bare_lead_in(line.text):
            line.role = FURNITURE
            draft.book.drop(line.a, line.b, "dateline", note("dateline"))

"""Jumps: what goes on behind (上接…) goes back to the article of the same file that stopped at (下转…)."""

from __future__ import annotations

from bisect import bisect_left

from generator.clean.articles.reading import Reading
from generator.clean.draft import Line


def rejoin(reading: Reading) -> None:
    """Give lines behind a mark that continues an article to the one that stopped; both marks then tell of no gap.

    A mark is answered once. Lines that begin an article of their own stay where they are.
    """
    draft = reading.draft
    lines = [line for line in reading.lines if line.text]
    places = [line.a for line in lines]
    for resumed in list(draft.continued_at):
        first = bisect_left(places, resumed)
        if not 0 < first < len(lines) or lines[first].article != lines[first - 1].article:
            continue
        stopped = _stopped(reading, lines, places, lines[first])
        if stopped is None:
            continue
        here, there = lines[first].article, lines[bisect_left(places, stopped) - 1].article
        at = first
        while at < len(lines) and lines[at].article == here:
            lines[at].article = there
            at += 1
        draft.continued_at.remove(resumed)
        draft.continues_at.remove(stopped)


def _stopped(reading: Reading, lines: list[Line], places: list[int], first: Line) -> int | None:
    """The last mark before ``first`` at which an earlier article stopped and another one began."""
    for stopped in reversed(reading.draft.continues_at):
        at = bisect_left(places, stopped)
        if 0 < at < len(lines) and places[at] < first.a and lines[at - 1].article < lines[at].article <= first.article:
            return stopped
    return None

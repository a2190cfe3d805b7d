"""Kicker, title and subtitle among the lines of one head."""

from __future__ import annotations

from generator.clean.articles import shapes
from generator.clean.articles.reading import Reading
from generator.clean.draft import KICKER, SUBTITLE, TITLE, Line
from generator.clean.mentions import is_body, spots_in


def settle(reading: Reading, head: list[Line]) -> None:
    """Give the lines of a head their roles in the article that is being read."""
    plain = [line for line in head if not shapes.is_subtitle(line.text)]
    for line in head:
        line.role = SUBTITLE
    if plain:
        best = next((line for line in plain if shapes.is_title(line.text)), plain[-1]) if len(plain) > 1 else plain[0]
        if in_halves(plain):
            best = plain[-1]
        if _sub_before(head, plain):
            best = plain[0]
        at = plain.index(best)
        while at and _one_title(reading, plain[at - 1], plain[at]):
            at -= 1
            plain[at].role = TITLE
        for line in plain[:at]:
            line.role = KICKER
        at = plain.index(best)
        best.role = TITLE
        for line in plain[at + 1 :]:
            line.role = TITLE if line.above == 0 and shapes.goes_on(best.text) else SUBTITLE
        reading.article.titled = True
    reading.subtitled = not plain and bool(head)
    moved = not reading.in_head
    for line in head:
        line.moved = moved
    reading.join(head)


def in_halves(lines: list[Line]) -> bool:
    """Are the last two lines of a head halves of its title? They touch, and stand apart from what follows."""
    if len(lines) < 2:
        return False
    before, line = lines[-2:]
    touch = line.above == 0 and line.number == before.number + 1 and line.below > 0
    return touch and shapes.are_halves(before.text, line.text)


def _one_title(reading: Reading, before: Line, line: Line) -> bool:
    """Are two lines of a head one title? They touch where heads stand apart, or the first names whose it is."""
    if line.above or line.number != before.number + 1 or shapes.SUBTITLE_MARK.search(before.text):
        return False
    if shapes.are_halves(before.text, line.text):
        return True
    whose = is_body(before.text) and not spots_in(line.text)
    return whose or reading.layout.spaced or len(before.text) == len(line.text)


def _sub_before(head: list[Line], plain: list[Line]) -> bool:
    """Does a subtitle stand before the last plain line? Then the title is the plain line before it."""
    marks = [i for i, line in enumerate(head) if line not in plain]
    return bool(marks) and head.index(plain[-1]) > marks[0] and head.index(plain[0]) < marks[0]

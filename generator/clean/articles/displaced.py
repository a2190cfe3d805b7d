"""Titles that stand elsewhere than before their text: behind it, late in it, or in front of the next article."""

from __future__ import annotations

from generator.clean import numbering
from generator.clean.articles import shapes, titles
from generator.clean.articles.reading import UNRELATED, Reading, overlap, owns
from generator.clean.draft import BYLINE, HEADING, KICKER, SUBTITLE, TITLE, Line
from generator.clean.mentions import spots_in


def is_late_title(reading: Reading, run: list[Line]) -> bool:
    """Does the title of a text that began without one stand here?

    It is the first head met, and reads like a title: two halves, a subtitle behind it, a known ending.
    From then on a head counts as met.
    """
    first = run[0]
    if reading.article.titled or len(reading.articles) > 1 or reading.headed or numbering.style_of(first.text):
        return False
    reading.headed = True
    looks = shapes.is_title(first.text) or " " in first.text or "\u3000" in first.text
    followed = len(run) > 1 and shapes.is_subtitle(run[1].text)
    if reading.subtitled:
        return looks or followed or len(run) > 1
    return shapes.is_title(first.text) or ((looks or followed) and owns(reading.article, first) > UNRELATED / 2)


def title_behind(reading: Reading, run: list[Line]) -> bool:
    """Are the lines behind all text the head of the untitled article?"""
    if reading.untitled is None or not run or len(run) > 2:
        return False
    line = run[0]
    if line.ends or numbering.style_of(line.text) or shapes.is_date(line.text):
        return False
    return reading.subtitled or shapes.is_title(line.text) or owns(reading.untitled, line) > UNRELATED


def leading(reading: Reading, head: list[Line], following: Line | None) -> list[Line]:
    """Leading lines of a head that are the title of the untitled article before.

    At least one line stays for the article that begins here; a line goes where its words come from.
    """
    untitled = reading.untitled
    if untitled is None or not untitled.signed:
        return []
    ahead = reading.ahead(following)
    moved: list[Line] = []
    for line in head[:-1]:
        paired = len(moved) == 1 and shapes.is_dashed(moved[0].text)  # a subtitle has a title
        if not paired and owns(untitled, line) <= max(UNRELATED, overlap(line.text, ahead)):
            break
        moved.append(line)
    return moved if any(not shapes.is_dashed(line.text) for line in moved) else []


def give_back(reading: Reading, lines: list[Line]) -> None:
    """Make the lines the head of the article that was read without one."""
    if not lines:
        return
    plain = [line for line in lines if not shapes.is_dashed(line.text)]
    for line in lines:
        line.role = SUBTITLE if line not in plain else TITLE if line is plain[-1] else KICKER
        line.moved = True
    reading.article.titled = True
    reading.join(lines)


def lead_of(reading: Reading, head: list[Line]) -> bool:
    """Is the text read so far the lead of the article whose head comes only now?

    True at the top of a file, where text without a head of its own speaks of what the head speaks of.
    """
    article = reading.article
    if article.titled or article.signed or len(reading.articles) > 1 or not article.text or not head:
        return False
    return max(owns(article, line) for line in head) > UNRELATED


def begin_next(reading: Reading, head: list[Line], behind: list[Line], following: Line | None) -> None:
    """Behind a head that was displaced to the end of its text the title of the next article may follow.

    It does where the text had headings of its own, is closed, and somebody else signs what comes, or what comes
    speaks of what the title says and the text before does not.
    """
    title = next((line for line in reversed(behind) if line.role == HEADING), None)
    if title is None or not (head and head[0].moved) or title.level:
        return
    if not reading.closed or numbering.style_of(title.text):
        return
    ahead = reading.ahead(following)
    own = "".join(part.text for part in reading.article.text)
    placed = any(spot.name in ahead and spot.name not in own for spot in spots_in(title.text))
    foreign = placed or overlap(title.text, ahead) > max(UNRELATED, 2 * owns(reading.article, title))
    if not (foreign or any(line.number > title.number for line in reading.bylines)):
        return
    at = behind.index(title)
    reading.begin()
    titles.settle(reading, [line for line in behind[at:] if line.role != BYLINE])


def only_heading(reading: Reading) -> None:
    """In an untitled text the one heading without number is its title, set in the wrong place."""
    first = reading.articles[0]
    if first.titled or len(reading.articles) > 1:
        return
    plain = [line for line in reading.draft.lines if line.role == HEADING and not numbering.style_of(line.text)]
    if len(plain) == 1 and not plain[0].forced and owns(first, plain[0]) > UNRELATED:
        plain[0].role, plain[0].moved = TITLE, True

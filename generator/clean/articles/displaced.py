"""Titles that stand elsewhere than before their text: behind it, late in it, or in front of the next article."""

from __future__ import annotations

from itertools import pairwise

from generator.clean import numbering
from generator.clean.articles import shapes, titles
from generator.clean.articles.reading import HEAD_LINES, UNRELATED, Article, Reading, closes, overlap, owns
from generator.clean.draft import BYLINE, CAPTION, FURNITURE, HEADING, KICKER, SUBTITLE, TITLE, Line
from generator.clean.mentions import spots_in
from generator.lexicons import words

BREAKS = 8
"""Places between paragraphs that are looked at for the end of an article."""

LEAD = 2
"""Paragraphs of a lead that stands above its head."""

PAGE = 12
"""Articles that stand on one page at most, and titles or captions that are collected on it."""


def is_late_title(reading: Reading, run: list[Line]) -> bool:
    """Does the title of a text that began without one stand here?

    It is the first head met, and reads like a title: two halves, a subtitle behind it, a known ending.
    From then on a head counts as met.
    """
    first = run[0]
    if reading.article.titled or len(reading.articles) > 1 or reading.headed or numbering.style_of(first.text):
        return False
    reading.headed = True
    if not reading.may_be_title(first):
        return False
    if _over_heading(reading, run):
        return True
    looks = shapes.is_title(first.text) or " " in first.text or "\u3000" in first.text
    followed = len(run) > 1 and shapes.is_subtitle(run[1].text)
    if reading.subtitled:
        return looks or followed or len(run) > 1
    return shapes.is_title(first.text) or ((looks or followed) and owns(reading.article, first) > UNRELATED / 2)


def _over_heading(reading: Reading, run: list[Line]) -> bool:
    """Do two lines apart stand in one run, so that the first is over no text of its own, and the text speaks of it?"""
    plain = len(run) == 2 and not any(shapes.is_subtitle(line.text) or numbering.style_of(line.text) for line in run)
    return plain and run[0].below > 0 and owns(reading.article, run[0]) > UNRELATED


def title_behind(reading: Reading, run: list[Line]) -> bool:
    """Are the lines behind all text the head of the untitled article? More than two are with a subtitle only."""
    if reading.untitled is None or not run or len(run) >= HEAD_LINES:
        return False
    if any(line.ends or numbering.style_of(line.text) or shapes.is_date(line.text) for line in run):
        return False
    line = run[0]
    if not reading.may_be_title(line):
        return False
    subtitled = any(shapes.is_dashed(other.text) for other in run[1:])
    if subtitled or len(run) > 2:
        return subtitled
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


def share_out(reading: Reading, head: list[Line], following: Line | None) -> list[Line]:
    """Give back the heads of several articles that all stand before the last one; the lines that stay are its own.

    A line goes where its words come from; one that says nothing of its own goes with the line before it.
    """
    waiting = [n for n, article in enumerate(reading.articles) if article.text and not article.titled]
    if len(waiting) < 2:
        moved = leading(reading, head, following)
        give_back(reading, moved)
        return head[len(moved) :]
    ahead = reading.ahead(following)
    shares: dict[int, list[Line]] = {}
    whose: int | None = None
    for line in head[:-1]:
        best = max(waiting, key=lambda n: owns(reading.articles[n], line))
        score, other = owns(reading.articles[best], line), overlap(line.text, ahead)
        if max(score, other) > UNRELATED / 2:
            whose = best if score > other else None
        if whose is not None:
            shares.setdefault(whose, []).append(line)
    given = [n for n, lines in shares.items() if any(not shapes.is_dashed(line.text) for line in lines)]
    for n in given:
        give_back(reading, shares[n], n)
    return [line for line in head if not any(line in shares[n] for n in given)]


def give_back(reading: Reading, lines: list[Line], at: int | None = None) -> None:
    """Make the lines the head of the article that was read without one, or of the one with the number ``at``."""
    if not lines:
        return
    plain = [line for line in lines if not shapes.is_dashed(line.text)]
    for line in lines:
        line.role = SUBTITLE if line not in plain else TITLE if line is plain[-1] else KICKER
        line.moved = True
    reading.articles[len(reading.articles) - 1 if at is None else at].titled = True
    reading.join(lines, at)


def lead_of(reading: Reading, head: list[Line]) -> bool:
    """Is the text read so far the lead of the article whose head comes only now?

    True at the top of a file, where text without a head of its own speaks of what the head speaks of.
    """
    article = reading.article
    if article.titled or article.signed or len(reading.articles) > 1 or not article.text or not head:
        return False
    introduced = article.text[0].text.startswith(tuple(words("clean-heads", "introductions")))
    return introduced or max(owns(article, line) for line in head) > UNRELATED or _names_whose(article, head)


def lead_apart(reading: Reading, head: list[Line]) -> bool:
    """Is the text read last, apart from the article before it, the lead of a head that comes only now?

    If so an article begins there, to which the head can be given.
    """
    if not (reading.article.titled and reading.article.text and head and reading.closed):
        return False
    first = _begins_apart(reading, head)
    if first is None or sum(part.ends for part in reading.article.text[first:]) > LEAD:
        return False
    _part_from(reading, first)
    return True


def _names_whose(article: Article, head: list[Line]) -> bool:
    """Does a lead of a paragraph or two name the street, town or zone that its head names?"""
    lead = "".join(part.text for part in article.text)
    short = sum(part.ends for part in article.text) <= LEAD
    return short and any(spot.local and spot.local in lead for line in head for spot in spots_in(line.text))


def give_away(reading: Reading, head: list[Line]) -> bool:
    """Give a head with its byline, behind which the next head stands at once, to the text before it; was it given?

    That text may have a head already; then it began where more room than usual stands between two paragraphs and from
    where the words of this head are met.
    """
    plain = [line for line in head if line.role != BYLINE]
    if reading.in_head:
        return False
    if reading.article.titled:
        first = _begins_apart(reading, plain)
        if first is None:
            return False
        _part_from(reading, first)
    give_back(reading, plain)
    reading.join(head)
    reading.article.signed = True
    for line in head:
        line.moved = True
    return True


def _begins_apart(reading: Reading, head: list[Line]) -> int | None:
    """Place in the text read so far from which it is that of another head."""
    text = reading.article.text
    usual = min((line.above for line in text[1:] if line.above), default=0)
    starts = [
        i
        for i, (before, line) in enumerate(pairwise(text), 1)
        if (line.above > usual or _advert_between(reading, before, line)) and closes(before)
    ]
    words = "".join(line.text for line in head)
    best, found = UNRELATED / 2, None
    for at in starts[-BREAKS:]:
        before, behind = ("".join(line.text for line in part) for part in (text[:at], text[at:]))
        gain = overlap(words, behind) - overlap(words, before)
        if gain > best:
            best, found = gain, at
    return found


def _advert_between(reading: Reading, before: Line, line: Line) -> bool:
    between = reading.draft.lines[before.number : line.number - 1]
    return any(other.role == FURNITURE and other.note == "advert" for other in between)


def _part_from(reading: Reading, first: int) -> None:
    """What was read of this article from a place in its text on is of one that begins there."""
    before, later = reading.article, reading.begin()
    later.text, before.text = before.text[first:], before.text[:first]
    for line in reading.draft.lines[later.text[0].number - 1 : later.text[-1].number]:
        line.article = len(reading.articles) - 1


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
    if len(plain) == 1 and not plain[0].forced and reading.may_be_title(plain[0]) and owns(first, plain[0]) > UNRELATED:
        plain[0].role, plain[0].moved = TITLE, True


def from_top(reading: Reading) -> None:
    """Titles of several articles collected at the top of the file: each goes where its words come from."""
    first = reading.articles[0]
    page = enumerate(reading.articles[1:PAGE], 1)
    untitled = [n for n, article in page if article.text and not article.titled]
    if not untitled or not first.titled or not first.text:
        return
    above = reading.draft.lines[: first.text[0].number]
    plain = [line for line in above if line.role == HEADING and not (line.forced or numbering.style_of(line.text))]
    for line in plain[:PAGE]:
        best = max(untitled, key=lambda n: owns(reading.articles[n], line))
        if owns(reading.articles[best], line) > max(UNRELATED / 2, owns(first, line)):
            give_back(reading, [line], best)
            untitled.remove(best)
        if not untitled:
            return


def captions_behind(reading: Reading) -> None:
    """Captions of several articles behind all text: each goes to the article that speaks of what it shows."""
    last = max((article.text[-1].number for article in reading.articles if article.text), default=0)
    page = range(max(0, len(reading.articles) - PAGE), len(reading.articles))
    for line in [line for line in reading.draft.lines[last:] if line.role == CAPTION and not line.forced][:PAGE]:
        best = max(page, key=lambda n: owns(reading.articles[n], line))
        if owns(reading.articles[best], line) > UNRELATED + owns(reading.articles[line.article], line):
            line.article = best

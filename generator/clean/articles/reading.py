"""How far the reading of a source has come: the articles so far, the last line of text, what is known of the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.clean import layout, names, numbering
from generator.clean.articles.shapes import is_field
from generator.clean.draft import BLANK, FURNITURE, HEADING, TABLE, Draft, Line
from generator.clean.headlike import HeadingScore
from generator.lexicons import words

HEAD_LINES = 5
"""Kicker, title, subtitle, byline: no head has more lines."""

UNRELATED = 0.35
"""Share of a head's bigrams that a text must hold to be called its own."""

TITLE_LENGTH = 8
"""A shorter title in the front matter (2010年) says too little to tell titles by it."""

SAME_TITLE = 0.5
"""Share of a line's bigrams that the stated title must hold; 2003年政府工作回顾 is a heading of 2004年政府工作报告."""


@dataclass
class Article:
    """An article in the making: what is known of its head."""

    titled: bool = False
    signed: bool = False
    headed: bool = False
    """Has it headings so far?"""
    marked: int = 0
    """How many of its headings have an ornament."""
    plain: int = 0
    """How many have neither that nor a number."""
    text: list[Line] = field(default_factory=list)


class Reading:
    """What the parts of the rule share while they read the lines of a draft once, from top to bottom."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = layout.measure(draft)
        undecided = [line for line in draft.lines if line.text and line.role == ""]
        self.score = HeadingScore(draft.raw, undecided, dense=not (self.layout.wrapped or self.layout.spaced))
        self.articles: list[Article] = [Article()]
        self.bylines = [line for line in draft.lines if line.text and names.is_byline(line.text, in_head=False)]
        self.lines = [line for line in draft.lines if line.role not in (BLANK, FURNITURE)]
        self.last: Line | None = None
        """The last line of running text."""
        self.first = self.lines[0].number if self.lines else 0
        """Number of the first line that is not blank."""
        self.later: dict[int, bool] = {}
        """Numbers of the lines with which the heads of later addresses begin; is the speaker named there?"""
        self.subtitled = False
        """Did a subtitle stand at the top without its title?"""
        self.headed = False
        """Was a head met behind the first text?"""
        stated = draft.raw[slice(*draft.front_title)] if draft.front_title else ""
        self.stated = stated if len(stated) >= TITLE_LENGTH else ""
        """The title that the front matter states, where it is more than a year."""
        self.sentences_end = max((line.number for line in self.lines if line.ends), default=0)
        """Number of the last line that ends a sentence; behind it no text is expected."""

    @property
    def article(self) -> Article:
        """The article that is being read."""
        return self.articles[-1]

    @property
    def in_head(self) -> bool:
        """Is no text of this article read yet?"""
        return not self.article.text

    @property
    def closed(self) -> bool:
        """Is there text, and is its last line a row of a table, or one that ends a sentence or announces what comes?"""
        return self.last is not None and closes(self.last)

    def lost_before(self, line: Line) -> bool:
        """Is text lost between the last line of text and this one? Then its sentence ends nowhere."""
        return self.last is not None and any(self.last.b <= hole.at <= line.a for hole in self.draft.holes)

    @property
    def untitled(self) -> Article | None:
        """The article being read, where it has text and no title."""
        return None if self.article.titled or not self.article.text else self.article

    def may_be_title(self, line: Line) -> bool:
        """Can a line be the title of the first article? No annex is; a title in the front matter shares its words."""
        if line.text.startswith(tuple(words("clean-heads", "annexes"))):
            return False
        stated = self.stated if len(self.articles) == 1 else ""
        return not stated or overlap(line.text, stated) > SAME_TITLE

    def begin(self, *, titled: bool = False) -> Article:
        """A new article begins."""
        self.articles.append(Article(titled=titled))
        return self.article

    def add_text(self, line: Line) -> None:
        """A line of running text or of a table goes to the article that is being read."""
        self.article.text.append(line)
        self.last = line

    def join(self, lines: list[Line], at: int | None = None) -> None:
        """Lines with their roles go to the article that is being read, or to the one with the number ``at``."""
        number = len(self.articles) - 1 if at is None else at
        article = self.articles[number]
        article.headed = article.headed or any(line.role == HEADING for line in lines)
        for line in lines:
            line.article = number

    def last_heading(self) -> Line | None:
        """The last heading without number of the article that is being read."""
        at = len(self.articles) - 1
        before = self.draft.lines[: self.last.number] if self.last else []
        for line in reversed(before):
            if line.article != at:
                break
            if line.role == HEADING and not line.forced and not numbering.style_of(line.text):
                return line
        return None

    def ahead(self, following: Line | None) -> str:
        """Text that comes after a head, as much as the untitled article before it has."""
        if following is None:
            return ""
        lines = self.draft.lines[following.number - 1 :]
        return "".join(line.text for line in lines[:40])[:2000]


def closes(line: Line) -> bool:
    """Is a line of text a row of a table or a field, or does it end a sentence or announce what comes?"""
    return bool(line.row or line.role == TABLE or line.ends or line.text[-1] in "；;：:" or is_field(line.text))


def owns(article: Article, line: Line) -> float:
    """Share of a head's bigrams that stand in the text of the article."""
    return overlap(line.text, "".join(part.text for part in article.text)[:4000])


def overlap(head: str, text: str) -> float:
    """Share of the head's bigrams that stand in the text."""
    grams = set(_bigrams(head))
    return sum(gram in text for gram in grams) / len(grams) if grams else 0.0


def _bigrams(text: str) -> Iterator[str]:
    kept = re.sub(r"\W", "", text)
    return (kept[i : i + 2] for i in range(len(kept) - 1))

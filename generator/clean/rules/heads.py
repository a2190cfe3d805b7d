"""Heads: which lines are titles, subtitles, bylines, headings and captions, and where an article begins.

Lines are read in runs: the short lines without full stop that stand between two stretches of running text.
What a run means follows from what it holds (a byline, a subtitle, numbers) and from what stands around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from generator.clean import layout, names, numbering
from generator.clean.draft import (
    BLANK,
    BYLINE,
    CAPTION,
    FURNITURE,
    HEADING,
    KICKER,
    NEVER_FIRST,
    NEVER_LAST,
    SUBTITLE,
    TABLE,
    TEXT,
    TITLE,
    Draft,
    Line,
    width,
)
from generator.clean.headlike import HeadingScore
from generator.clean.mentions import is_body, spots_in
from generator.clean.notes import note
from generator.clean.rules.spaces import SPREAD
from generator.lexicons import words

LONGEST_HEADING = 42.0
HEAD_LINES = 5
"""Kicker, title, subtitle, byline: no head has more lines."""
COUNTED_ON = re.compile(r"[\d.%‰％万亿个件次条名位人户家年月日]")
"""What goes on from a number that a page end cut."""

HAN = re.compile("[\u4e00-\u9fff]")
LONGEST_NUMBERED = 60.0
LONGEST_CAPTION = 90.0
SHORTEST_CAPTION = 5
CAPTION_LINES = 6
CAPTION_MARK = re.compile(r"(?:[►▶▷▲△▼▽◀◁]+\s*|图为[：:\s]*|图[一二三四五六七八九十\d①-⑨]{1,2}[：:\s]\s*)(?=\S)")
PHOTO_CREDIT = re.compile(
    r".{4,100}(?:记者|通讯员|[。）)\s])\s*[\u4e00-\u9fff]{2,4}(?:\s[\u4e00-\u9fff]{2,4})?\s*摄(?:影报道)?"
)
PHOTOGRAPHER = re.compile(
    r"[（(]?\s*(?:(?:本报)?(?:记者|通讯员)|资料图片|图片由|文/图|图/文)?[\s：:/]*[\u4e00-\u9fff]{0,12}(?:\s[\u4e00-\u9fff]{1,4})*"
    r"\s*(?:摄(?:影(?:报道)?)?|资料图片|提供|供图)\s*[）)]?"
)
"""Who took a picture: （谭小军 摄）, 曾令霞 摄, （资料图片）."""

SUPPLIED = re.compile("供图|摄$")
ORNAMENT = re.compile(r"[◆◇●○■□★☆▌▍▎◎❖※❀✦◈▪•]+[\s\u3000]*(?=\S)")
SUBTITLE_MARK = re.compile(r"[—–-]{2,}|[—―─]")
OCCASION = re.compile(
    r"[（(]?\s*\d{4}年\d{1,2}月\d{1,2}日.{0,50}|[（(].{4,60}(?:会议|全会|通过|讲话).{0,12}[）)]|在.{4,50}会议上[）)]?"
)
EXTRACT = re.compile(r"[（(](?:摘要|摘登|节选|全文|草案|审议稿|送审稿|书面)[）)]$")
ADDRESS = re.compile(r"(?:尊敬的|各位|同志|朋友)\S{0,8}")
"""A salutation that lost its colon."""

LABELLED = re.compile(r"\S{0,6}(?:单位|部门|责任人|联系人|时间|地点|电话|地址|邮箱|目标任务)\s*[：:]")
"""A labelled line (责任单位：…) is an entry of a list."""
STRANGE = 1.0
"""What furniture between two lines counts against a heading: headings and their text are not parted."""

UNNUMBERED, NUMBERED, FIRST, SURE = 0.0, -4.0, -2.0, 1.0
"""Scores below which a line is no heading (generator.clean.headlike); the first line of a file is mostly a title."""

UNRELATED = 0.35
"""Share of a head's bigrams that a text must hold to be called its own."""


@dataclass
class Article:
    """An article in the making: what is known of its head."""

    titled: bool = False
    signed: bool = False
    headed: bool = False
    """Has it headings so far?"""
    text: list[Line] = field(default_factory=list)


def apply(draft: Draft) -> None:
    """Give every line a role and an article."""
    Reader(draft).read()


class Reader:
    """One pass over the lines of a draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.layout = layout.measure(draft)
        self.score = HeadingScore(draft.raw, [line for line in draft.lines if line.text and line.role == ""])
        self.articles: list[Article] = [Article()]
        self.bylines = [line for line in draft.lines if line.text and names.is_byline(line.text, in_head=False)]
        self.last: Line | None = None
        """The last line of running text."""
        self.first = 0
        """Number of the first line that is not blank."""
        self.subtitled = False
        """Did a subtitle stand at the top without its title?"""
        self.headed = False
        """Was a head met behind the first text?"""
        self.sentences_end = 0
        """Number of the last line that ends a sentence; behind it no text is expected."""

    @property
    def article(self) -> Article:
        """The article that is being read."""
        return self.articles[-1]

    def read(self) -> None:
        """Split the lines into runs of head lines and stretches of text, and settle each run."""
        lines = [line for line in self.draft.lines if line.role not in (BLANK, FURNITURE)]
        self.sentences_end = max((line.number for line in lines if line.ends), default=0)
        self.first = lines[0].number if lines else 0
        run: list[Line] = []
        for i, line in enumerate(lines):
            if line.role == "" and i and self._caption_goes_on(lines[i - 1], line):
                line.role, line.tied = CAPTION, True
            elif line.role == "":
                self._credited(lines, i)
            following = next((other for other in lines[i + 1 : i + 4] if not _is_caption(other.text)), None)
            if self._head_like(line, run, following):
                run.append(line)
                continue
            if run:
                self._settle(run, line)
                run = []
            if line.role == "":
                line.role = TEXT
            line.article = len(self.articles) - 1
            if line.role in (TEXT, TABLE):
                self.article.text.append(line)
                self.last = line
        if run:
            self._settle(run, None)
        self._only_heading()
        for line in self.draft.lines:
            if line.role == BYLINE and names.is_bare_lead_in(line.text):
                line.role = FURNITURE
                self.draft.book.drop(line.a, line.b, "dateline", note("dateline"))

    # -- what a single line looks like -------------------------------------------------------------------

    def _head_like(self, line: Line, run: list[Line], following: Line | None) -> bool:
        if line.forced or line.role not in ("", HEADING):
            return line.role in (HEADING, CAPTION)
        self._unmark(line)
        if line.role == HEADING and (line.level or not names.is_byline(line.text, in_head=self._in_head())):
            return True
        in_head = self._in_head()
        if in_head and not CAPTION_MARK.match(line.text) and names.is_byline(line.text, in_head=True):
            line.role = BYLINE
            return True
        if self._marked_caption(line):
            return True
        if names.is_byline(line.text, in_head=in_head):
            line.role = BYLINE
            return True
        return self._short(line, run, following)

    def _in_head(self) -> bool:
        """Is no text of this article read yet?"""
        return not self.article.text

    def _caption_goes_on(self, before: Line, line: Line) -> bool:
        """Is the line the next one of a caption that its column broke, or the photographer's name behind it?"""
        if before.role != CAPTION or before.forced or CAPTION_MARK.match(line.text):
            return False
        if line.above and not (before.ends and PHOTOGRAPHER.fullmatch(line.text)):
            return False
        if PHOTOGRAPHER.fullmatch(line.text):
            return True
        credited = PHOTO_CREDIT.fullmatch(before.text) or before.text.endswith(("摄", "摄）", "图片）"))
        closed = before.ends or credited
        return self.layout.wrapped and not closed and not (line.indented and not before.indented)

    def _credited(self, lines: list[Line], at: int) -> None:
        """A short paragraph that stands apart, with the photographer's name behind it, is a caption without mark."""
        if self._in_head() or not lines[at].above:
            return
        if self._supplied(lines[at]):
            lines[at].role = CAPTION
            return
        for n, other in enumerate(lines[at : at + CAPTION_LINES]):
            if other.role or (n and other.above and not PHOTOGRAPHER.fullmatch(other.text)):
                return
            if n and other.text.rstrip("）) ").endswith("摄") and PHOTOGRAPHER.fullmatch(other.text):
                if sum(width(line.text) for line in lines[at : at + n]) <= LONGEST_CAPTION:
                    for line in lines[at : at + n + 1]:
                        line.role, line.tied = CAPTION, line is not lines[at]
                return

    def _supplied(self, line: Line) -> bool:
        """Does a line that tells who supplied a picture stand behind this one?"""
        behind = next((other for other in self.draft.lines[line.number : line.number + 3] if other.text), None)
        credit = behind is not None and behind.role == FURNITURE and behind.note == "credit"
        return (
            credit
            and behind is not None
            and SUPPLIED.search(behind.text) is not None
            and (width(line.text) <= LONGEST_HEADING and bool(line.above) and not numbering.style_of(line.text))
        )

    def _unmark(self, line: Line) -> None:
        """Take the ornament off a heading: ◆ 统起来 → 统起来. Bylines keep theirs, numbers their dots."""
        match = ORNAMENT.match(line.text)
        if (
            match
            and not line.ends
            and width(line.text) <= LONGEST_HEADING
            and line.text[-1] not in "；;：:，,、"
            and (line.below or line.above)
            and not names.is_byline(line.text, in_head=True)
        ):
            self.draft.book.drop(line.a, line.a + match.end(), "heading-marker", note("heading-marker"))
            line.a, line.text = line.a + match.end(), line.text[match.end() :]

    def _marked_caption(self, line: Line) -> bool:
        if PHOTO_CREDIT.fullmatch(line.text):
            line.role = CAPTION
            return True
        match = CAPTION_MARK.match(line.text)
        if not match or width(line.text) > LONGEST_CAPTION:
            return False
        line.role = CAPTION
        mark_end = line.a + match.end()
        if not match.group().startswith("图"):
            self.draft.book.drop(line.a, mark_end, "caption-marker", note("caption-marker"))
            line.a, line.text = mark_end, line.text[match.end() :]
        return True

    def _short(self, line: Line, run: list[Line], following: Line | None) -> bool:
        """Could the line be a head of some kind: short, no full stop, standing where a head can stand?"""
        text = line.text
        if line.shift and run and names.is_lead_in(run[-1].text):
            return False
        if (
            text[0] in NEVER_FIRST
            or text[-1] in NEVER_LAST
            or (following is not None and following.text[0] in NEVER_FIRST)
        ):
            return False
        if (
            any(other.role == BYLINE for other in run)
            and line.number > self.sentences_end
            and text[-1] not in "；;：:，,、"
        ):
            return width(text) <= LONGEST_CAPTION
        if self._in_head() and run and OCCASION.fullmatch(text):
            return True
        if line.ends or text[-1] in "；;：:，,、" or "。" in text or width(text) > _longest(text):
            begins = bool(run) or self._subtitle_first(line)
            return SUBTITLE_MARK.match(text) is not None and begins and not line.ends and width(text) <= 60
        if SUBTITLE_MARK.match(text):
            return bool(run) or self._in_head() or self._subtitle_first(line)
        if self._in_head() and line.number < self.first + HEAD_LINES and _title_like(text) and "，" not in text:
            return True  # however full the line is
        runs_on = text[-1] in "—―" and not self._in_head()  # 注―― begins its note; a kicker may end so
        if runs_on or LABELLED.match(text) or ADDRESS.fullmatch(text):
            return False
        if self.last is not None and not run and not self._closed(self.last) and not self._head_ahead(line):
            return False
        if following is not None and self._begins_paragraph(line, run, following):
            line.cut = True
            return False
        alone_above = line.above > 0 or bool(run) or self.last is None
        alone_below = line.below > 0 or following is None
        if self.layout.wrapped:
            before = self.last
            indent_tells = following is not None and following.indented and not line.indented
            numbered = numbering.style_of(text) is not None
            alone_above = alone_above or (
                before is not None and before.ends and (indent_tells or numbered or not self.layout.full(before))
            )
            return (
                alone_above
                and (alone_below or bool(run) or not self.layout.full(line))
                and not self._wraps_on(line, following)
            )
        if self.layout.spaced:
            return alone_above and (
                alone_below or (following is not None and following.role == HEADING) or self._in_head()
            )
        return True

    def _subtitle_first(self, line: Line) -> bool:
        """Does a subtitle stand behind the text of an article that has no title yet, before the title itself?"""
        return bool(
            line.above
            and line.below
            and not line.ends
            and self._untitled() is not None
            and self.article.signed
            and self.last is not None
            and self._closed(self.last)
        )

    def _head_ahead(self, line: Line, *, inside: bool = False) -> bool:
        """Does a whole head stand here: short lines apart from the text, a subtitle, a byline?

        ``inside``: lines of it were read already.
        """
        if (
            not (line.above or inside or line.number == self.first)
            or self.article.titled
            or len(self.articles) > 1
            or line.ends
        ):
            return False
        rest = [other for other in self.draft.lines[line.number : line.number + 2 * HEAD_LINES] if other.text]
        for other in rest[: HEAD_LINES - 1]:
            if SUBTITLE_MARK.match(other.text) or (
                names.is_byline(other.text, in_head=False) and not names.is_signature(other.text)
            ):
                return True
            if other.ends or width(other.text) > LONGEST_HEADING:
                return False
        return False

    def _begins_paragraph(self, line: Line, run: list[Line], following: Line) -> bool:
        """Is a line without end the beginning of a paragraph that a page end cut, not a heading?"""
        if following.role != "" or following.row:
            return False
        if (following.indented and self.layout.indented) or self._head_ahead(line, inside=bool(run)):
            return False
        if line.text[-1] == following.text[0] and HAN.match(following.text):
            return True
        if not self.article.titled and _title_like(line.text):
            return False
        style = numbering.style_of(line.text)
        text = numbering.without(line.text)
        if not text or self._short_again(line, following):
            return False
        if style is None and _limps(text):
            return True
        if text[-1].isdigit() and COUNTED_ON.match(following.text):
            return True
        bound = NUMBERED if style else FIRST if self._in_head() and line.number <= self.first else UNNUMBERED
        interrupted = self.draft.lines[line.number : following.number - 1]
        strange = any(other.role == FURNITURE or _is_caption(other.text) for other in interrupted)
        return self.score(text, following.text) - STRANGE * strange < bound

    def _short_again(self, line: Line, following: Line) -> bool:
        """Is the next line another head by its looks? Two heads in a row say nothing of each other."""
        text = following.text
        if SUBTITLE_MARK.match(text) or OCCASION.fullmatch(text) or names.is_byline(text, in_head=self._in_head()):
            return True
        return width(text) <= LONGEST_HEADING and not following.ends and following.below > 0 < line.below

    def _wraps_on(self, line: Line, following: Line | None) -> bool:
        """In a hard-wrapped file: does a full line run on into the next, which touches it?"""
        if following is None or line.below or following.indented or not self.layout.full(line):
            return False
        return not (numbering.style_of(line.text) and self.score(numbering.without(line.text), following.text) > SURE)

    def _closed(self, line: Line) -> bool:
        return line.ends or line.text[-1] in "；;：:"

    # -- what a run means --------------------------------------------------------------------------------

    def _settle(self, run: list[Line], following: Line | None) -> None:
        captions = [line for line in run if line.role == CAPTION]
        for line in captions:
            line.article = len(self.articles) - 1
        rest = [line for line in run if line.role != CAPTION]
        if not rest:
            return
        signed = next((i for i, line in enumerate(rest) if line.role == BYLINE), None)
        if signed is not None:
            self._settle_signed(rest, signed, following)
        elif self._in_head() and not self.article.titled and len(self.articles) == 1:
            self._head(rest, following)
        elif following is None:
            self._tail(rest)
        else:
            self._inside(rest)

    def _settle_signed(self, run: list[Line], signed: int, following: Line | None) -> None:
        """A byline closes the head of an article, or the article itself."""
        if signed == 0 and self._signs_behind(run[0], following):
            if not names.is_author_note(run[0].text):
                self._item_apart()
            self._join(run[:1])
            self.article.signed = True
            if following is None:
                self._tail(run[1:])
            elif run[1:]:
                self.articles.append(Article())
                self._settle(run[1:], following)
            return
        head, behind, headed = run[:signed], run[signed:], self.article.headed
        if following is None and not head and not self.article.signed:
            self._join(run[:1])
            self.article.signed = True
            self._tail(run[1:])
            return
        displaced = self._displaced(head, following)
        self._give_back(displaced)
        head = head[len(displaced) :]
        if not self._lead_of(head) and (self.article.text or self.article.titled):
            self.articles.append(Article())
        self._title(head)
        for line in behind:
            if line.role != BYLINE and self.layout.spaced and SUBTITLE_MARK.match(line.text):
                line.role = SUBTITLE
            elif line.role != BYLINE:
                line.role = SUBTITLE if OCCASION.fullmatch(line.text) else HEADING
        for line in behind:
            line.moved = line.role == BYLINE and any(other.moved for other in head)
        self.article.signed = True
        self._join(behind)
        if headed:
            self._next_begins(head, behind, following)

    def _signs_behind(self, line: Line, following: Line | None) -> bool:
        """Does a byline in brackets stand behind the text that it signs?"""
        if not names.is_signature(line.text) or not self.article.text:
            return False
        if self.last is None or not self._closed(self.last):
            return False
        if names.is_author_note(line.text):
            return True
        return not self.article.signed or following is None or self._last_heading() is not None

    def _last_heading(self) -> Line | None:
        """The last heading without number of the article that is being read."""
        at = len(self.articles) - 1
        before = self.draft.lines[: self.last.number] if self.last else []
        for line in reversed(before):
            if line.article != at:
                break
            if line.role == HEADING and not line.forced and not numbering.style_of(line.text):
                return line
        return None

    def _item_apart(self) -> None:
        """Two signatures in one article: what stands below its last heading is a news item of its own."""
        heading = self._last_heading() if self.article.signed else None
        if heading is None or self.last is None:
            return
        before, text = self.article, Article(titled=True)
        self.articles.append(text)
        heading.role = TITLE
        for line in self.draft.lines[heading.number - 1 : self.last.number]:
            line.article = len(self.articles) - 1
        first = next((i for i, line in enumerate(before.text) if line.number > heading.number), len(before.text))
        text.text, before.text = before.text[first:], before.text[:first]

    def _next_begins(self, head: list[Line], behind: list[Line], following: Line | None) -> None:
        """Behind a head that was displaced to the end of its text the title of the next article may follow.

        It does where the text had headings of its own, is closed, and somebody else signs what comes, or what comes
        speaks of what the title says and the text before does not.
        """
        title = next((line for line in reversed(behind) if line.role == HEADING), None)
        if title is None or not (head and head[0].moved) or title.level:
            return
        if self.last is None or not self._closed(self.last) or numbering.style_of(title.text):
            return
        ahead = self._ahead(following)
        own = "".join(part.text for part in self.article.text)
        placed = any(spot.name in ahead and spot.name not in own for spot in spots_in(title.text))
        foreign = placed or _overlap(title.text, ahead) > max(UNRELATED, 2 * self._owns(self.article, title))
        if not (foreign or any(line.number > title.number for line in self.bylines)):
            return
        at = behind.index(title)
        self.articles.append(Article())
        self._title([line for line in behind[at:] if line.role != BYLINE])

    def _head(self, run: list[Line], following: Line | None) -> None:
        """The lines at the top of a file."""
        numbered = next((i for i, line in enumerate(run) if i and numbering.style_of(line.text)), len(run))
        head, headings = run[:numbered], run[numbered:]
        if numbering.style_of(head[0].text) or (following is None and len(run) > 3):
            head, headings = [], run
        if len(head) > 1 and not headings and not self._belongs_to_head(head[-1]):
            head, headings = head[:-1], [head[-1]]
        self._title(head)
        for line in headings:
            line.role = BYLINE if _bare_name(line.text) and any(other.role == SUBTITLE for other in head) else HEADING
        self._join(headings)

    def _belongs_to_head(self, line: Line) -> bool:
        text = line.text
        return bool(SUBTITLE_MARK.match(text) or OCCASION.fullmatch(text) or _title_like(text))

    def _tail(self, run: list[Line]) -> None:
        """Lines after the last text: a title that was displaced to the end, captions, or a signature."""
        untitled = self._untitled()
        if untitled is not None and run and len(run) <= 2 and self._belongs_behind(untitled, run[0]):
            self._give_back(run)
            return
        run = self._unsigned(run)
        for before, line in pairwise(run):
            line.tied = self._caption_breaks(before, line)
        for line in run:
            caption = self.article.signed or _caption_like(line.text)
            long = len(line.text) > SHORTEST_CAPTION or line.tied
            line.role = CAPTION if (caption or line.tied) and long and not _signature(line.text) else TEXT
        self._join(run)

    def _caption_breaks(self, before: Line, line: Line) -> bool:
        """In a hard-wrapped file: does the edge of the column break the caption above?"""
        limit = self.layout.limits.get(before.number, 0.0)
        full = self.layout.wrapped and not line.above and width(before.text) >= limit - 0.5
        return full and not _caption_like(before.text) and not before.ends and not before.tied

    def _unsigned(self, run: list[Line]) -> list[Line]:
        """The lines behind a text without those that sign and date it, which go into the identity."""
        dated = any(_signature(line.text) for line in run)
        signing = [line for line in run if _signature(line.text) or (dated and is_body(line.text))]
        for line in signing:
            line.role, line.article = FURNITURE, len(self.articles) - 1
            self.draft.signatures.setdefault(line.article, []).append(line.text)
            self.draft.book.drop(line.a, line.b, "signature", note("signature"))
        return [line for line in run if line not in signing]

    def _belongs_behind(self, article: Article, line: Line) -> bool:
        """Is a line behind all text the title of the untitled article?"""
        if line.ends or numbering.style_of(line.text) or _signature(line.text):
            return False
        return self.subtitled or _title_like(line.text) or self._owns(article, line) > UNRELATED

    def _inside(self, run: list[Line]) -> None:
        """Lines between two stretches of text, without a byline: headings, a new head, captions."""
        if self._late_title(run):
            for line in run[1:]:
                line.role = SUBTITLE if SUBTITLE_MARK.match(line.text) or OCCASION.fullmatch(line.text) else HEADING
            self._title([run[0], *(line for line in run[1:] if line.role == SUBTITLE)])
            self._join(run)
            return
        if any(SUBTITLE_MARK.match(line.text) for line in run[1:]) or (
            _title_like(run[0].text) and any(OCCASION.fullmatch(line.text) for line in run[1:])
        ):
            self.articles.append(Article())
            signed = [line for line in run[1:] if names.is_byline(line.text, in_head=True)]
            for line in signed:
                line.role = BYLINE
            self._title([line for line in run if line.role != BYLINE])
            self._join(signed)
            return
        for i, line in enumerate(run):
            last = i == len(run) - 1
            if line.role == HEADING or numbering.style_of(line.text) or line.forced:
                line.role = HEADING
            elif not last and (_caption_like(line.text) or _tells(line.text, run[-1].text)):
                line.role = CAPTION
            else:
                line.role = HEADING
        self._join(run)

    def _late_title(self, run: list[Line]) -> bool:
        """Does the title of a text that began without one stand here?

        It is the first head met, and reads like a title: two halves, a subtitle behind it, a known ending.
        """
        if self.article.titled or len(self.articles) > 1 or self.headed or numbering.style_of(run[0].text):
            return False
        self.headed = True
        looks = _title_like(run[0].text) or " " in run[0].text or "\u3000" in run[0].text
        followed = len(run) > 1 and bool(SUBTITLE_MARK.match(run[1].text) or OCCASION.fullmatch(run[1].text))
        if self.subtitled:
            return looks or followed or len(run) > 1
        return _title_like(run[0].text) or ((looks or followed) and self._owns(self.article, run[0]) > UNRELATED / 2)

    def _only_heading(self) -> None:
        """In an untitled text the one heading without number is its title, set in the wrong place."""
        if self.articles[0].titled or len(self.articles) > 1:
            return
        plain = [line for line in self.draft.lines if line.role == HEADING and not numbering.style_of(line.text)]
        if len(plain) == 1 and not plain[0].forced and self._owns(self.article, plain[0]) > UNRELATED:
            plain[0].role, plain[0].moved = TITLE, True

    # -- heads -------------------------------------------------------------------------------------------

    def _title(self, head: list[Line]) -> None:
        """Kicker, title and subtitle among the lines of one head."""
        plain = [line for line in head if not SUBTITLE_MARK.match(line.text) and not OCCASION.fullmatch(line.text)]
        for line in head:
            line.role = SUBTITLE
        if plain:
            best = next((line for line in plain if _title_like(line.text)), plain[-1]) if len(plain) > 1 else plain[0]
            if self._sub_before(head, plain):
                best = plain[0]
            at = plain.index(best)
            while at and self._one_title(plain[at - 1], plain[at]):
                at -= 1
                plain[at].role = TITLE
            for line in plain[:at]:
                line.role = KICKER
            at = plain.index(best)
            best.role = TITLE
            for line in plain[at + 1 :]:
                line.role = TITLE if line.above == 0 and _continues(best.text) else SUBTITLE
            self.article.titled = True
        self.subtitled = not plain and bool(head)
        moved = bool(self.article.text)
        for line in head:
            line.moved = moved
        self._join(head)

    def _one_title(self, before: Line, line: Line) -> bool:
        """Are two lines of a head one title? They touch where heads stand apart, or the first names whose it is."""
        if line.above or line.number != before.number + 1 or SUBTITLE_MARK.search(before.text):
            return False
        whose = is_body(before.text) and not spots_in(line.text)
        return whose or self.layout.spaced or len(before.text) == len(line.text)

    def _sub_before(self, head: list[Line], plain: list[Line]) -> bool:
        """Does a subtitle stand before the last plain line? Then the title is the plain line before it."""
        marks = [i for i, line in enumerate(head) if line not in plain]
        return bool(marks) and head.index(plain[-1]) > marks[0] and head.index(plain[0]) < marks[0]

    def _join(self, lines: list[Line]) -> None:
        self.article.headed = self.article.headed or any(line.role == HEADING for line in lines)
        for line in lines:
            line.article = len(self.articles) - 1

    def _lead_of(self, head: list[Line]) -> bool:
        """Is the text read so far the lead of the article whose head comes only now?

        True at the top of a file, where text without a head of its own speaks of what the head speaks of.
        """
        article = self.article
        if article.titled or article.signed or len(self.articles) > 1 or not article.text or not head:
            return False
        return max(self._owns(article, line) for line in head) > UNRELATED

    def _untitled(self) -> Article | None:
        """The article being read, where it has no title."""
        return None if self.article.titled or not self.article.text else self.article

    def _displaced(self, head: list[Line], following: Line | None) -> list[Line]:
        """Leading lines of a head that are the title of the untitled article before.

        At least one line stays for the article that begins here; a line goes where its words come from.
        """
        untitled = self._untitled()
        if untitled is None or not untitled.signed:
            return []
        ahead = self._ahead(following)
        moved: list[Line] = []
        for line in head[:-1]:
            paired = len(moved) == 1 and SUBTITLE_MARK.match(moved[0].text) is not None  # a subtitle has a title
            if not paired and self._owns(untitled, line) <= max(UNRELATED, _overlap(line.text, ahead)):
                break
            moved.append(line)
        return moved if any(not SUBTITLE_MARK.match(line.text) for line in moved) else []

    def _ahead(self, following: Line | None) -> str:
        """Text that comes after this head, as much as the untitled article before it has."""
        if following is None:
            return ""
        lines = self.draft.lines[following.number - 1 :]
        return "".join(line.text for line in lines[:40])[:2000]

    def _owns(self, article: Article, line: Line) -> float:
        return _overlap(line.text, "".join(part.text for part in article.text)[:4000])

    def _give_back(self, lines: list[Line]) -> None:
        if not lines:
            return
        plain = [line for line in lines if not SUBTITLE_MARK.match(line.text)]
        for line in lines:
            line.role = SUBTITLE if line not in plain else TITLE if line is plain[-1] else KICKER
            line.moved = True
        self.article.titled = True
        self._join(lines)


def _is_caption(text: str) -> bool:
    return bool(CAPTION_MARK.match(text) and width(text) <= LONGEST_CAPTION) or bool(PHOTO_CREDIT.fullmatch(text))


def _limps(text: str) -> bool:
    """Are the clauses of a line not the balanced halves of a heading?"""
    clauses = [len(re.sub(r"\W", "", clause)) for clause in re.split("[，,]", text)]
    return len(clauses) > 1 and (min(clauses) < 4 or max(clauses) - min(clauses) > 6 or len(clauses) > 3)


def _longest(text: str) -> float:
    return LONGEST_NUMBERED if numbering.style_of(text) else LONGEST_HEADING


def _bigrams(text: str) -> Iterator[str]:
    kept = re.sub(r"\W", "", text)
    return (kept[i : i + 2] for i in range(len(kept) - 1))


def _overlap(head: str, text: str) -> float:
    """Share of the head's bigrams that stand in the text."""
    grams = set(_bigrams(head))
    return sum(gram in text for gram in grams) / len(grams) if grams else 0.0


@cache
def _endings(group: str) -> tuple[str, ...]:
    return tuple(sorted(words("clean-heads", group)))


def _title_like(text: str) -> bool:
    text = SPREAD.sub(lambda word: re.sub(r"\s", "", word.group()), text)
    return EXTRACT.sub("", text).rstrip("》（）()").endswith(_endings("titles")) and width(text) <= LONGEST_HEADING


def _caption_like(text: str) -> bool:
    return text.endswith(_endings("captions"))


@cache
def _events() -> re.Pattern[str]:
    return re.compile("|".join(sorted(words("clean-heads", "events"))))


def _tells(text: str, heading: str) -> bool:
    """Does a line above a heading tell what happened, in another shape than the heading has?"""
    halves = re.compile(r"[，,\s：:]")
    return _events().search(text) is not None and bool(halves.search(heading)) and not halves.search(text)


def _continues(text: str) -> bool:
    """Is a title unfinished at its line end?"""
    return text.endswith(("和", "与", "及", "的", "、", "执行情况")) or text.count("“") > text.count("”")


def _bare_name(text: str) -> bool:
    """A name alone, as it stands under the title of a speech."""
    return re.fullmatch(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]", text) is not None


def _signature(text: str) -> bool:
    return re.fullmatch(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|[二○〇零一三四五六七八九十]{4}年.{2,6}", text) is not None

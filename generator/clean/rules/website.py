"""What a website writes around an article: the path to the page, its own title, its foot, what it withholds.

Lines that are page furniture whatever stands around them are known by their words (``rules.furniture``). Here are those
that are told by their place: above the head, behind all text, or inside a line of it.
"""

from __future__ import annotations

import re
from functools import cache

from generator.clean.articles.shapes import LONGEST_HEADING
from generator.clean.draft import FURNITURE, Draft, Hole, Line, width
from generator.clean.notes import note
from generator.clean.rules import furniture
from generator.lexicons import alternatives, groups

HAN = "\u4e00-\u9fff"
LONGEST_PATH = 160
LONGEST_NOTICE = 400
SHORT = 26
"""A shorter line behind the text may be a link, whatever it ends with."""

FOOT_LINES = 12
"""Lines at the end of a page among which its notices are looked for."""

SHORTEST_CHUNK, LEAST_CHUNKS = 120, 3
CHUNK = re.compile(r"(\d{1,3})、\s*")
TOP_LINES = 14
SHORTEST_NAME = 7
"""Characters of the shortest title that the page's own title is told by."""

BRACKET = re.compile("[（(【]")
DOTS = " …．."
WORD = re.compile(r"\w")
BAR = re.compile(r"[|｜]")
ONLY_BARS = re.compile(r"[|｜\s]+")
PATH = re.compile(r"(?:.{0,8}(?:位置|页面)\s*[：:]\s*)?(?:网站)?(?:首页|主页)\s*(?:>|＞|»|→|/|::).*")
LINKS = re.compile(rf"(?:网站)?首页(?:\s*[|｜]\s*[{HAN}]{{2,8}}){{2,}}")
"""A row of links: 首页 | 机构概况 | 监督工作 | 代表工作."""

REMARK = re.compile(
    r"[（(【\[][^（）()【】\[\]]{1,14}[）)】\]]|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?|[\s|｜_>＞»·-]|^\d{1,2}$"
)
"""What a page adds to a title and is no part of it: （受权发布）, a date, bars, a number."""

STAMP = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?")
"""Day and minute at which a page was posted; no text says it so."""

EDGES = " \u3000|｜_>＞»"
LONGEST_ADDED = 40
COUNTED = re.compile(r"(?:第\s*\d{1,2}\s*篇|篇[一二三四五六七八九十\d]{1,2})(?:\s*[：:]|\s+)\s*(?=\S)")
"""What collections of models number their texts with: 第1篇, 篇一："""


@cache
def _pattern(group: str) -> re.Pattern[str]:
    """The patterns of a group as one; H is a Han character."""
    entries = (entry.replace("H", "[\u4e00-\u9fff]") for entry in groups("clean-website")[group])
    return re.compile("|".join(f"(?:{entry})" for entry in entries))


@cache
def _title_label() -> re.Pattern[str]:
    """A field that holds the title: 标题：…"""
    return re.compile(rf"(?:{alternatives('clean-website', 'title labels')})\s*[：:]\s*(?=\S{{4}})")


@cache
def _part_label() -> re.Pattern[str]:
    """The name of a part of a broadcast in front of its text: 【导语】."""
    return re.compile(rf"【(?:{alternatives('clean-website', 'broadcast labels')})】\s*(?=\S)")


@cache
def _withheld() -> re.Pattern[str]:
    """（某网省略512字，会员可阅读全文）"""
    return re.compile(rf"[（(【](?:{_pattern('withheld').pattern})[）)】]")


def apply(draft: Draft) -> None:
    """Drop what the place of a line tells to be the page's, and mark where it holds text back."""
    lines = [line for line in draft.lines if line.text and not line.role]
    if not lines:
        return
    _bars(draft, lines)
    for line in lines:
        if not line.role and STAMP.fullmatch(line.text):
            draft.posted.extend(furniture.days_in(line.text))
            _drop(draft, line, "dateline")
        elif not line.role:
            _withhold(draft, line)
    draft.refresh()
    lines = [line for line in lines if not line.role]
    _chunks(draft, lines)
    _labels(draft, lines)
    _top(draft, [line for line in lines if not line.role][:TOP_LINES])
    _foot(draft, [line for line in lines if not line.role])


def _drop(draft: Draft, line: Line, kind: str) -> None:
    line.role, line.note = FURNITURE, kind
    draft.book.drop(line.a, line.b, f"furniture-{kind}", note(f"furniture-{kind}"))


def _bars(draft: Draft, lines: list[Line]) -> None:
    """What is left of a table of one cell: a bar alone, or bars at the ends of a line that has none inside."""
    for line in lines:
        if ONLY_BARS.fullmatch(line.text):
            _drop(draft, line, "marker")
    lines = [line for line in lines if not line.role]
    tables = {line.number for line in lines if BAR.search(line.text.strip("|｜"))}
    for line in lines:
        inner = line.text.strip("|｜")
        if len(inner) == len(line.text) or not {line.number - 1, line.number, line.number + 1}.isdisjoint(tables):
            continue
        if not WORD.search(inner):
            continue  # the line drawn between two rows
        first = len(line.text) - len(line.text.lstrip("|｜"))
        last = len(line.text) - len(line.text.rstrip("|｜"))
        for a, b in ((line.a, line.a + first), (line.b - last, line.b)):
            if a < b:
                draft.book.drop(a, b, "furniture-marker", note("furniture-marker"))
        inside = line.text[first : len(line.text) - last]
        line.a += first + len(inside) - len(inside.lstrip())
        line.b -= last + len(inside) - len(inside.rstrip())
        line.text = inside.strip()


def _withhold(draft: Draft, line: Line) -> None:
    """A notice that the rest is shown to members only: text is missing where it stands."""
    for found in _withheld().finditer(draft.raw, line.a, line.b) if BRACKET.search(line.text) else ():
        start, end = found.span()
        while start > line.a and draft.raw[start - 1] in DOTS:
            start -= 1
        while end < line.b and draft.raw[end] in DOTS:
            end += 1
        if (start, end) == (line.a, line.b):
            _drop(draft, line, "withheld")
        else:
            draft.book.record(start, end, "", "furniture-withheld", note("furniture-withheld"))
        if end == line.b:
            draft.continues_at.append(start)
        elif start > line.a:
            draft.holes.append(Hole(end, "certain", "gap-withheld", note("gap-withheld")))


def _chunks(draft: Draft, lines: list[Line]) -> None:
    """Sites that share documents cut a text at any character and number the pieces: 1、, 2、; put them together.

    All long lines are numbered in order, and most of the cuts stand inside a sentence.
    """
    pieces = [line for line in lines if len(line.text) > SHORTEST_CHUNK]
    marks = [CHUNK.match(line.text) for line in pieces]
    if len(pieces) < LEAST_CHUNKS or [mark and int(mark[1]) for mark in marks] != list(range(1, len(pieces) + 1)):
        return
    if 2 * sum(not line.ends for line in pieces[:-1]) < len(pieces) - 1:
        return
    for i, (line, mark) in enumerate(zip(pieces, marks, strict=True)):
        if mark:
            draft.book.drop(line.a, line.a + mark.end(), "furniture-page-number", note("furniture-page-number"))
            line.a, line.text = line.a + mark.end(), line.text[mark.end() :]
        if i and not pieces[i - 1].ends:
            draft.joins.add(line.a)


def _labels(draft: Draft, lines: list[Line]) -> None:
    """Take labels of fields off what is no field: 标题：, 【导语】."""
    for i, line in enumerate(lines):
        found = _title_label().match(line.text) if i < TOP_LINES else None
        if found and any(other.text == line.text[found.end() :] for other in lines[:TOP_LINES]):
            _drop(draft, line, "dateline")
        elif found or (found := _part_label().match(line.text) or (i < TOP_LINES and COUNTED.match(line.text)) or None):
            end = line.a + found.end()
            draft.book.drop(line.a, end, "furniture-dateline", note("furniture-dateline"))
            line.a, line.text = end, line.text[found.end() :]


def _top(draft: Draft, lines: list[Line]) -> None:
    """The path to the page, what it says of itself, and its own title where the article's follows in the same words."""
    top = _pattern("top")
    for i, line in enumerate(lines):
        if (len(line.text) <= LONGEST_PATH and PATH.fullmatch(line.text)) or LINKS.fullmatch(line.text):
            _drop(draft, line, "navigation")
            _above_path(draft, lines[:i], lines[i + 1 :])
        elif line.ends:
            return
        elif top.fullmatch(line.text):
            draft.posted.extend(furniture.days_in(line.text))
            _drop(draft, line, "dateline")
        elif _named_again(line.text, [other.text for other in lines[i + 1 :]]):
            draft.posted.extend(furniture.days_in(line.text))
            _drop(draft, line, "page-title")


def _above_path(draft: Draft, above: list[Line], below: list[Line]) -> None:
    """What stands above the path is the site's, where a head follows below."""
    head = next((line for line in below if furniture.kind_of(line.text) is None), None)
    if head is None or head.ends or width(head.text) > LONGEST_HEADING:
        return
    for line in above:
        if not line.role and not line.ends:
            _drop(draft, line, "navigation")


def _named_again(text: str, below: list[str]) -> bool:
    """Does a line below say the same without what the page added: （受权发布）, a date, its own name?"""
    for other in below:
        if SHORTEST_NAME <= len(other) < len(text) and (at := text.find(other)) >= 0:
            before, behind = text[:at], text[at + len(other) :]
            return _added(before, before[-1:]) and _added(behind, behind[:1])
    return False


def _added(part: str, edge: str) -> bool:
    """Is what a page has beside a title no part of it: a remark, or something that a bar or a space parts from it?"""
    return not REMARK.sub("", part) or (edge in EDGES and len(part) <= LONGEST_ADDED)


def _foot(draft: Draft, lines: list[Line]) -> None:
    """Notices, addresses and lists of other pages behind all text."""
    notice, foot, related = map(_pattern, ("notice", "foot", "related"))
    for line in lines[-FOOT_LINES:]:
        if len(line.text) <= LONGEST_NOTICE and notice.fullmatch(line.text):
            _drop(draft, line, "navigation")
    told = (i for i, line in enumerate(lines) if not line.role and line.ends and len(line.text) > SHORT)
    last = max(told, default=-1)
    listed = False
    for line in lines[last + 1 :] if last >= 0 else []:
        if line.role:
            continue
        bare = furniture.unbulleted(line.text)
        listed = listed or related.fullmatch(bare) is not None
        if (listed and not furniture.kind_of(line.text)) or foot.fullmatch(bare):
            _drop(draft, line, "navigation")

"""Markdown sources: which raw characters are markup, and what each block is. markdown-it-py decides."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, pairwise
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

MarkKind = Literal[
    "heading", "bullet", "quote", "table", "rule", "fence", "emphasis", "link", "image", "code", "escape", "break"
]
Role = Literal["heading", "item", "row", "paragraph", "code"]

MAX_HEADING = 60
"""A longer line with a line of dashes below it is a paragraph with a rule, not an underlined heading."""


class Mark(NamedTuple):
    """Raw characters that are markup and no text."""

    start: int
    end: int
    kind: MarkKind


class Block(NamedTuple):
    """A heading, list item, table row or paragraph: raw ``[start, end)`` of its whole lines, line end excluded.

    ``level`` is that of a heading (1 to 6), else 0. ``bold``: all of its text is bold. ``cells``: raw spans of the
    cells of a row, without the white space around them; ``table`` counts the tables from 1, ``head`` for its head row.
    """

    start: int
    end: int
    role: Role
    level: int = 0
    bold: bool = False
    cells: tuple[tuple[int, int], ...] = ()
    table: int = 0
    head: bool = False


class MarkdownView(NamedTuple):
    """What a Markdown text is made of; both in raw order, marks without overlap."""

    marks: tuple[Mark, ...]
    blocks: tuple[Block, ...]

    @property
    def rows(self) -> list[Block]:
        """The rows of its tables."""
        return [block for block in self.blocks if block.role == "row"]


@cache
def _parser() -> MarkdownIt:
    """CommonMark with tables. Off is what would swallow text: HTML, reference definitions, indented code."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["code", "reference", "html_block"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    parser.inline.ruler.disable(["html_inline"])
    return parser


_INLINE = re.compile(r"[\\*_`\[\]!<&\n]")
_LINE = re.compile(r"([^\r\n]*)(\r\n?|\n|\Z)")


class _Lines:
    """Raw offsets of lines as markdown-it counts them."""

    def __init__(self, text: str, offset: int) -> None:
        self.text = text
        self.spans: list[tuple[int, int]] = []
        at = offset
        while at <= len(text):
            line = _LINE.match(text, at)
            assert line is not None
            self.spans.append(line.span(1))
            if not line[2]:
                break
            at = line.end()

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """Raw span of the lines ``[first, last)``; trailing empty lines are left out."""
        while last > first + 1 and not self.text[slice(*self.spans[last - 1])].strip():
            last -= 1
        return self.spans[first][0], self.spans[last - 1][1]


def markup(text: str, offset: int = 0) -> MarkdownView:
    """The markup of ``text[offset:]`` (``offset``: the end of the front matter), in raw offsets of ``text``.

    Numbers of ordered lists are text. What cannot be placed in the raw characters without doubt is left as text.
    """
    lines = _Lines(text, offset)
    marks: list[Mark] = []
    blocks: list[Block] = []
    levels: list[Token] = []
    tables = 0
    for token in _parser().parse(text[offset:]):
        if token.nesting > 0:
            levels.append(token)
        elif token.nesting < 0:
            levels.pop()
        if token.type == "inline" and levels[-1].type in ("heading_open", "paragraph_open"):
            _leaf(token, levels, lines, marks, blocks)
        elif token.type == "tr_open":
            row = _row(lines.text, *lines.spans[token.map[0]], marks)  # type: ignore[index]
            blocks.append(row._replace(table=tables, head=levels[-2].type == "thead_open"))
        elif token.type == "table_open":
            tables += 1
        elif token.type == "thead_close":  # the line of dashes below the head has no token
            marks.append(Mark(*lines.spans[levels[-1].map[0] + 1], "table"))  # type: ignore[index]
        elif token.type == "hr" and token.map:
            marks.append(Mark(*lines.spans[token.map[0]], "rule"))
        elif token.type == "fence" and token.map:
            first, last = token.map
            marks.append(Mark(*lines.spans[first], "fence"))
            closed = last - first >= 2 and text[slice(*lines.spans[last - 1])].strip().startswith(token.markup)
            if last - first > 1 + closed:
                blocks.append(Block(*lines.whole(first + 1, last - closed), "code"))
            if closed:
                marks.append(Mark(*lines.spans[last - 1], "fence"))
    return MarkdownView(tuple(sorted(m for m in marks if m.end > m.start)), tuple(blocks))


def _leaf(token: Token, levels: list[Token], lines: _Lines, marks: list[Mark], blocks: list[Block]) -> None:
    """A heading or paragraph: the marks in front of each line, behind a heading, and inside its text."""
    assert token.map is not None
    text, (first, last) = lines.text, token.map
    parent = levels[-1]
    heading = parent.type == "heading_open"
    setext = heading and parent.markup in ("=", "-")
    contents = token.content.split("\n")
    where: list[int] = []
    for content, (start, end) in zip(contents, lines.spans[first:last], strict=False):
        bare = content.strip(" \t")  # other white space is text, and may be all that a line holds
        at = text.find(bare, start, end)
        if at < 0:
            return
        where.append(at - (len(content) - len(content.lstrip(" \t"))))
        _lead(text, start, at, heading and not setext, marks)
    if len(where) != len(contents):
        return
    if heading and not setext:
        end = where[0] + len(contents[0].strip())
        tail = text[end : lines.spans[first][1]]
        if tail.strip():
            marks.append(Mark(end, lines.spans[first][1], "heading"))
    level = int(parent.tag[1]) if heading else 0
    if setext:
        marks.append(Mark(*lines.spans[parent.map[1] - 1], "rule"))  # type: ignore[index]
        if len(contents) > 1 or len(contents[0]) > MAX_HEADING:
            heading, level = False, 0
    inside = any(open_token.type == "list_item_open" for open_token in levels)
    role: Role = "heading" if heading else "item" if inside else "paragraph"
    bold = _inline(contents, where, marks)
    blocks.append(Block(*lines.whole(first, first + len(contents)), role, level, bold))


# What stands in front of a line's text: quote marks, bullets, hashes; a list number is text.
_LEAD = re.compile(r"(>)|([-*+](?=[ \t]))|(#{1,6}(?=[ \t]))")


def _lead(text: str, start: int, end: int, heading: bool, marks: list[Mark]) -> None:
    for found in _LEAD.finditer(text, start, end):
        kind: MarkKind = "quote" if found[1] else "bullet" if found[2] else "heading"
        if kind == "heading" and not heading:
            continue
        stop = found.end()
        while stop < end and text[stop] in " \t":
            stop += 1
        marks.append(Mark(found.start(), stop, kind))


def _row(text: str, start: int, end: int, marks: list[Mark]) -> Block:
    """A table row: its cells, and everything between them as markup."""
    bars = [found.start() for found in _BAR.finditer(text, start, end) if found[0] == "|"]
    spans = list(pairwise([start - 1, *bars, end]))
    if spans and not text[start : spans[0][1]].strip():
        del spans[0]
    if len(spans) > 1 and not text[spans[-1][0] + 1 : end].strip():
        del spans[-1]
    cells: list[tuple[int, int]] = []
    bold: list[bool] = []
    done = start
    for bar, stop in spans:
        cell = text[bar + 1 : stop]
        left = bar + 1 + len(cell) - len(cell.lstrip())
        right = left + len(cell.strip())
        cells.append((left, right))
        bold.append(_inline([text[left:right]], [left], marks))
        marks.append(Mark(done, left, "table"))
        done = right
    marks.append(Mark(done, end, "table"))
    return Block(start, end, "row", bold=bool(bold) and all(bold), cells=tuple(cells))


_BAR = re.compile(r"\\.|\|")


def _inline(contents: list[str], where: list[int], marks: list[Mark]) -> bool:
    """Marks inside a text; True where all of it is bold. ``where``: raw offset of each line of the content."""
    content = "\n".join(contents)
    if not _INLINE.search(content):
        return False
    children: list[Token] = []
    _parser().inline.parse(content, _parser(), {}, children)
    starts = list(accumulate((len(line) + 1 for line in contents), initial=0))

    def raw(position: int) -> int:
        line = bisect_right(starts, position) - 1
        return where[line] + position - starts[line]

    marks.extend(Mark(raw(start), raw(end - 1) + 1, kind) for start, end, kind in _aligned(content, children))
    shown = [child for child in children if child.content or child.nesting]
    return (
        len(shown) > 2
        and shown[0].type == "strong_open"
        and shown[-1].type == "strong_close"
        and sum(child.type == "strong_open" for child in shown) == 1
    )


def _aligned(content: str, children: list[Token]) -> Iterator[tuple[int, int, MarkKind]]:
    """Markup of an inline text as spans of ``content``; stops where tokens and text do not agree."""
    at = 0
    for child in children:
        kind = child.type
        if kind in ("softbreak", "hardbreak"):
            stop = content.find("\n", at)
            if stop < 0 or content[at:stop].strip(" \t\\"):
                return
            if kind == "hardbreak" and stop > at:
                yield at, stop, "break"
            at = stop + 1
            while content[at : at + 1] in (" ", "\t"):
                at += 1
        elif kind in ("strong_open", "strong_close", "em_open", "em_close"):
            if not content.startswith(child.markup, at):
                return
            yield at, at + len(child.markup), "emphasis"
            at += len(child.markup)
        elif kind == "text_special":
            if not content.startswith(child.markup, at):
                return
            if child.info == "escape":
                yield at, at + 1, "escape"
            at += len(child.markup)
        elif kind == "code_inline":
            size = len(child.markup)
            stop = content.find(child.markup, at + size)
            if not content.startswith(child.markup, at) or stop < 0:
                return
            yield at, at + size, "code"
            yield stop, stop + size, "code"
            at = stop + size
        elif kind == "link_open":
            if content[at : at + 1] not in ("[", "<"):
                return
            yield at, at + 1, "link"
            at += 1
        elif kind == "link_close":
            stop = at + 1 if child.markup == "autolink" else _link_end(content, at)
            if not stop:
                return
            yield at, stop, "link"
            at = stop
        elif kind == "image":
            stop = _link_end(content, _bracket_end(content, at + 1))
            if not content.startswith("![", at) or not stop:
                return
            yield at, stop, "image"
            at = stop
        else:
            if not content.startswith(child.content, at):
                return
            at += len(child.content)


def _bracket_end(content: str, at: int) -> int:
    """Offset of the ] that closes the [ at ``at``; 0 where there is none."""
    depth = 0
    while at < len(content):
        if content[at] == "\\":
            at += 1
        elif content[at] == "[":
            depth += 1
        elif content[at] == "]":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return 0


def _link_end(content: str, at: int) -> int:
    """Offset behind the ``](address "title")`` that begins at ``at``; 0 where there is none."""
    if not at or not content.startswith("](", at):
        return 0
    at, depth, quote = at + 2, 1, ""
    while at < len(content):
        char = content[at]
        if char == "\\":
            at += 1
        elif quote:
            quote = "" if char == quote else quote
        elif char in "\"'" and content[at - 1] in " \t\n":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return at + 1
        at += 1
    return 0

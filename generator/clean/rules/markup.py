"""Markdown sources: front matter and markup characters go, headings and bold lines tell their role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.articles.shapes import LONGEST_HEADING
from generator.clean.draft import FURNITURE, HEADING, TEXT, TITLE, Draft, Line, width
from generator.clean.notes import note
from generator.read import front_matter, markup

BOLD = re.compile(r"(\*\*)(?=\S)[^*\n]{1,200}(?<=\S)(\*\*)")
SUFFIXES = (".md", ".markdown")


def apply(draft: Draft) -> None:
    """Drop what is markup before lines are read; the value of a title in the front matter waits for ``apply_title``."""
    offset = _front_matter(draft)
    # What begins with front matter is Markdown, whatever the file is called.
    if not offset and not draft.source.path.lower().endswith(SUFFIXES):
        return
    view = markup(draft.raw, offset)
    for mark in view.marks:
        if mark.kind == "image":
            draft.book.drop(mark.start, mark.end, "furniture-image", note("furniture-image"))
        else:
            draft.book.drop(mark.start, mark.end, "markup", note("markup"))
    # CommonMark takes **一是…。**接着 for text, as a full stop stands before the closing mark; bold was meant.
    for match in BOLD.finditer(draft.raw, offset):
        for start, end in (match.span(1), match.span(2)):
            draft.book.drop(start, end, "markup", note("markup"))
    for start, end in _comments(draft.raw, offset):
        draft.book.drop(start, end, "markup", note("markup"))
    draft.markdown = view


def _comments(raw: str, at: int) -> Iterator[tuple[int, int]]:
    """HTML comments; one that never closes is text, and is looked for once."""
    while (start := raw.find("<!--", at)) >= 0 and (end := raw.find("-->", start + 4)) >= 0:
        at = end + 3
        yield start, at


def _front_matter(draft: Draft) -> int:
    """Drop the front matter, which plain texts carry, too; its end. The value of its title stays undecided."""
    matter = front_matter(draft.raw)
    if not matter:
        return 0
    draft.front_matter = matter
    title = matter.written_title
    at = draft.raw.find(title, matter.start, matter.end) if title else -1
    if title and at >= 0:
        draft.front_title = (at, at + len(title))
        draft.book.drop(matter.start, at, "front-matter", note("front-matter"))
        draft.book.drop(at + len(title), matter.end, "front-matter", note("front-matter"))
    else:
        draft.book.drop(matter.start, matter.end, "front-matter", note("front-matter"))
    return matter.end


def apply_roles(draft: Draft) -> None:
    """Give lines the role that the markup states."""
    if draft.front_title:
        for line in draft.lines:
            if line.start <= draft.front_title[0] < line.end:
                line.role = FURNITURE
    if draft.markdown is None:
        return
    blocks = iter(draft.markdown.blocks)
    block = next(blocks, None)
    for line in draft.lines:
        while block is not None and block.end <= line.start and block.end < line.end:
            block = next(blocks, None)
        if block is None or not line.text or line.role or not block.start <= line.a < block.end:
            continue
        if block.role == "heading":
            line.role, line.level = HEADING, block.level
        elif block.role == "row":
            line.role, line.row = TEXT, True
        elif block.role == "paragraph" and block.bold and _could_head(line):
            line.role = HEADING


def _could_head(line: Line) -> bool:
    """A bold line is a heading unless it reads like a sentence or announces one."""
    return not line.ends and line.text[-1] not in "：:；;，," and width(line.text) <= LONGEST_HEADING


def apply_title(draft: Draft) -> None:
    """The front matter's title is the title where the text has none; else it goes with the rest."""
    if draft.front_title is None:
        return
    start, end = draft.front_title
    line = next(line for line in draft.lines if line.start <= start < line.end)
    if any(other.role == TITLE and other.article == 0 for other in draft.lines):
        draft.book.drop(start, end, "front-matter", note("front-matter"))
    else:
        line.role, line.a, line.b, line.text = TITLE, start, end, draft.raw[start:end]

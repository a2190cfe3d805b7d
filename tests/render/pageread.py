"""Reads a generated page back: what stands on it, without what the editors put there (``data-ed``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import markdown
from markdown_it import MarkdownIt

from generator.model import Report

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {"h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "td", "th"}
ATTRIBUTES = re.compile(r" \{#([\w-]+)( data-ed=1)?\}$")


@dataclass
class Page(HTMLParser):
    """``blocks``: (id, text) of each block of source text in order; ``stray``: text that stands in no block."""

    blocks: list[tuple[str, str]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    stray: str = ""
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        self.seen.append((tag, have))
        if "id" in have:
            self.ids.append(have["id"] or "")
        if tag in VOID:
            return
        if tag in BLOCKS and not self._ed() and "data-ed" not in have and not self._in_block():
            self.blocks.append((have.get("id") or "", ""))
            self.kinds.append(tag)
        self.tags.append((tag, have))

    def handle_endtag(self, tag: str) -> None:
        assert self.tags, f"</{tag}> closes nothing"
        assert self.tags[-1][0] == tag, f"</{tag}> closes {self.tags[-1]}"
        self.tags.pop()

    def handle_data(self, data: str) -> None:
        if self._ed():
            return
        if self._in_block():
            self.blocks[-1] = (self.blocks[-1][0], self.blocks[-1][1] + data)
        else:
            self.stray += data.strip()

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    handle_decl = handle_pi = unknown_decl

    def _ed(self) -> bool:
        return any("data-ed" in attrs for _, attrs in self.tags)

    def _in_block(self) -> bool:
        return any(tag in BLOCKS for tag, _ in self.tags)


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert not page.tags, f"left open: {page.tags}"
    return page


def body(text: str) -> str:
    """A Markdown page without its front matter."""
    assert text.startswith("---\n")
    return text.split("\n---\n", 1)[1]


def by_commonmark(text: str) -> list[tuple[str, str]]:
    """Blocks as a CommonMark parser sees them; it knows no attribute lists, so they are read here."""
    page = read(MarkdownIt("commonmark", {"html": True}).render(body(text)))
    assert not page.stray
    blocks = []
    for (name, block), kind in zip(page.blocks, page.kinds, strict=True):
        found = ATTRIBUTES.search(block) if kind.startswith("h") else None
        if found:
            if found[2]:
                continue
            name, block = found[1], block[: found.start()]
        blocks.append((name, block))
    return blocks


def by_python_markdown(text: str) -> list[tuple[str, str]]:
    """Blocks as MkDocs sees them, its default extensions included."""
    page = read(markdown.markdown(body(text), extensions=["attr_list", "toc", "tables", "fenced_code"]))
    assert not page.stray
    return page.blocks


def expected(report: Report) -> list[tuple[str, str]]:
    """What the page of a report must say, in order."""
    found = [
        (name, passage.text)
        for name, passage in (
            ("kicker", report.kicker), ("top", report.title), ("subtitle", report.subtitle), ("byline", report.byline),
        )
        if passage
    ]  # fmt: skip
    n = 0
    for s, section in enumerate(report.sections, 1):
        if section.heading:
            found.append((f"s{s}", section.heading.text))
        for block in section.blocks:
            if hasattr(block, "rows"):
                found += [("", cell.text) for row in block.rows for cell in row]
            else:
                n += 1
                found.append((f"p{n}", block.text))
    return found + [(f"c{i}", caption.text) for i, caption in enumerate(report.captions, 1)]

"""Built pages as trees, by the parsing rules of HTML; what a reader of several tests wants to know of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser


@cache
def trees(site: Path) -> dict[str, Element]:
    """Every page of the site by its path."""
    return {path.relative_to(site).as_posix(): parsed(path)[0] for path in sorted(site.rglob("*.html"))}


def parsed(path: Path) -> tuple[Element, list[str]]:
    """The tree of a page, and what the parsing rules of HTML call an error, as ``line:column: name``."""
    parser = HTMLParser(namespace_html_elements=False)
    tree = parser.parse(path.read_text(encoding="utf-8"))
    for node in tree.iter():
        if isinstance(node.tag, str):
            node.tag = node.tag.rpartition("}")[2]  # {http://www.w3.org/2000/svg}svg
    return tree, [f"{line}:{column}: {name} {more or ''}".rstrip() for (line, column), name, more in parser.errors]


def walk(top: Element) -> Iterator[tuple[Element, tuple[Element, ...]]]:
    """Every element with those around it, outermost first; comments are none, and drawings are one element, ``svg``."""
    stack: list[tuple[Element, tuple[Element, ...]]] = [(top, ())]
    while stack:
        node, above = stack.pop()
        if not isinstance(node.tag, str):
            continue
        yield node, above
        if node.tag != "svg":
            stack += [(child, (*above, node)) for child in reversed(node)]


def text(node: Element) -> str:
    """What is written in an element, comments excluded."""
    inner = "".join(text(child) + (child.tail or "") for child in node)
    return (node.text or "") + inner if isinstance(node.tag, str) else ""


def showcase(*sites: Path) -> list[Path]:
    """Few and small pages on which every element stands in every class that it has anywhere: all page types."""
    have = {
        site / name: {
            (node.tag, part)
            for node, _ in walk(tree)
            for part in ("", *(node.get("class") or "").split(), "layout:" + (node.get("data-layout") or ""))
        }
        for site in sites
        for name, tree in trees(site).items()
    }
    size = {page: page.stat().st_size + 8000 for page in have}  # opening a page costs something, too
    left, chosen = set().union(*have.values()), []
    while left:
        best = max(sorted(have), key=lambda page: len(have[page] & left) / size[page])
        chosen.append(best)
        left -= have[best]
    return chosen

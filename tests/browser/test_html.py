"""Built pages are valid HTML, well ordered for those who hear them. No browser.

Parse errors are found by the parsing rules of the standard (tinyhtml5); what a parser lets pass is in elements.yml.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import yaml
from markup import parsed, text, trees, walk

STANDARD = yaml.safe_load((Path(__file__).parent / "elements.yml").read_text(encoding="utf-8"))
HEADINGS = {f"h{level}" for level in range(1, 7)}
GROUPS = {"phrasing": {*STANDARD["phrasing"].split()}, "headings": HEADINGS}
GROUPS["flow"] = GROUPS["phrasing"] | HEADINGS | {*STANDARD["blocks"].split()}
MODELS = {
    tag: {one for name in names.split() for one in GROUPS.get(name, {name})}
    for tags, names in STANDARD["models"].items()
    for tag in tags.split()
}
ATTRIBUTES = {tag: {*names.split()} for tags, names in STANDARD["attributes"].items() for tag in tags.split()}
ARIA = {f"aria-{name}" for name in STANDARD["aria"].split()}
REFERENCES = ("for", "headers", "aria-controls", "aria-describedby", "aria-labelledby")
SECTIONS = {"article", "aside", "header", "footer", "nav", "section"}

Above = tuple[Element, ...]
Found = Iterator[tuple[Element, str]]


def model(node: Element, above: Above) -> set[str]:
    """What may stand directly in an element."""
    if node.tag == "div" and above and above[-1].tag == "dl":
        return {"dt", "dd"}
    if node.tag in STANDARD["transparent"].split() and above and above[-1].tag != "head":
        return model(above[-1], above[:-1])
    return MODELS.get(node.tag, GROUPS["flow"])


def content(tree: Element) -> Found:
    for node, above in walk(tree):
        if node.tag == "svg":
            continue
        allowed = model(node, above)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in allowed:
                yield child, f"may not stand in <{node.tag}>"
        if allowed and allowed.isdisjoint(GROUPS["phrasing"]) and (node.text or "").strip():
            yield node, "text stands between its elements"
        if node.tag in STANDARD["interactive"].split() and any(around.tag in ("a", "button") for around in above):
            yield node, "stands in a link or button"
        if node.tag == "main" and any(around.tag in SECTIONS for around in above):
            yield node, "is part of something smaller"


def attributes(tree: Element) -> Found:
    for node, above in walk(tree):
        if node.tag == "svg":
            continue
        known = ATTRIBUTES["*"] | ATTRIBUTES.get(node.tag, set()) | ARIA
        for name, value in node.attrib.items():
            if name not in known and not re.fullmatch(r"data-[a-z][a-z0-9-]*", name):
                yield node, f"{name} is not known"
            if name == "role" and value not in STANDARD["roles"].split():
                yield node, f"role {value} is not known"
            if name == "id" and not re.fullmatch(r"\S+", value):
                yield node, "its id is empty or has a space"
        if node.tag == "img" and "alt" not in node.attrib:
            yield node, "has no alt"
        if node.tag == "th" and "scope" not in node.attrib and all(around.tag != "thead" for around in above):
            yield node, "does not say what it is the head of"
        if node.tag == "button" and "type" not in node.attrib and all(around.tag != "form" for around in above):
            yield node, "has no type"


def references(tree: Element) -> Found:
    ids = {node.get("id") for node in tree.iter()}  # those in drawings, too
    for node, _ in walk(tree):
        for name in REFERENCES:
            for id in (node.get(name) or "").split():
                if id not in ids:
                    yield node, f"{name} names {id}, which is not on the page"


def headings(tree: Element) -> Found:
    level = 0
    for node in (node for node, _ in walk(tree) if node.tag in HEADINGS):
        now = int(node.tag[1])
        if now > level + 1:
            yield node, f"follows a heading of level {level}"
        if now == 1 and level:
            yield node, "is a second main heading"
        if not text(node).strip():
            yield node, "is empty"
        level = now
    if not level:
        yield tree, "has no heading"


def landmarks(tree: Element) -> Found:
    nodes = [node for node, _ in walk(tree)]
    mains = sum(node.tag == "main" for node in nodes)
    if mains != 1:
        yield tree, f"has {mains} main parts"
    names = Counter(
        node.get("aria-label") or node.get("aria-labelledby")
        for node in nodes
        if node.tag == "nav" or (node.tag == "section" and "aria-label" in node.attrib) or node.get("role") == "region"
    )
    for name, count in names.items():
        if not name or count > 1:
            yield tree, f"{count} parts called {name}: who hears them cannot tell them apart"
    skip, above = next(((node, above) for node, above in walk(tree) if node.tag == "a"), (tree, ()))
    if not (skip.get("href") or "").startswith("#") and all(around.tag != "main" for around in above):
        yield skip, "stands before a link that skips to the text"


CHECKS = [content, attributes, references, headings, landmarks]


def complaints(tree: Element, check: Callable[[Element], Found]) -> list[str]:
    shown = ("id", "class")
    return [
        f"<{node.tag}{''.join(f' {name}={node.get(name)}' for name in shown if node.get(name))}>"
        f" {text(node).strip()[:30]!r}: {problem}"
        for node, problem in check(tree)
    ]


def test_nothing_breaks_the_parsing_rules(site: Path) -> None:
    assert [f"{path.relative_to(site)}:{error}" for path in site.rglob("*.html") for error in parsed(path)[1]] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_pages_are_valid(site: Path, check: Callable[[Element], Found]) -> None:
    assert [f"{name}: {each}" for name, tree in trees(site).items() for each in complaints(tree, check)] == []


BAD = [
    (content, "<h2><span><ul></ul></span></h2>", "<ul> '': may not stand in <span>"),
    (content, "<ul>x</ul>", "<ul> 'x': text stands between its elements"),
    (content, "<dl><div><p>x</p></div></dl>", "<p> 'x': may not stand in <div>"),
    (content, "<h2><a href=x><div></div></a></h2>", "<div> '': may not stand in <a>"),
    (content, "<a href=x><button>y</button></a>", "<button> 'y': stands in a link or button"),
    (content, "<section><main></main></section>", "<main> '': is part of something smaller"),
    (attributes, "<p align=left>x", "<p> 'x': align is not known"),
    (attributes, "<p aria-lable=x>", "<p> '': aria-lable is not known"),
    (attributes, "<div id='a b' role=x>", "<div id=a b> '': role x is not known"),
    (attributes, "<img src=x>", "<img> '': has no alt"),
    (attributes, "<table><tr><th>x</table>", "<th> 'x': does not say what it is the head of"),
    (attributes, "<button>x</button>", "<button> 'x': has no type"),
    (references, "<label for=no>x</label>", "<label> 'x': for names no, which is not on the page"),
    (headings, "<h1>x</h1><h3>y</h3>", "<h3> 'y': follows a heading of level 1"),
    (headings, "<h1>x</h1><h1>y</h1>", "<h1> 'y': is a second main heading"),
    (headings, "<h1></h1>", "<h1> '': is empty"),
    (landmarks, "<a href=x>y</a>", "<a> 'y': stands before a link that skips to the text"),
    (landmarks, "<nav>x</nav>", "<html> 'x': 1 parts called None: who hears them cannot tell them apart"),
]


@pytest.mark.parametrize(("check", "markup", "problem"), BAD, ids=[markup for _, markup, _ in BAD])
def test_a_bad_page_is_found(tmp_path: Path, check: Callable[[Element], Found], markup: str, problem: str) -> None:
    page = tmp_path / "x.html"
    page.write_text(f"<!DOCTYPE html><title></title>{markup}", encoding="utf-8")
    assert problem in complaints(parsed(page)[0], check)


def test_a_parse_error_is_found(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text("<!DOCTYPE html><title>x</title>\n<p></div>", encoding="utf-8")
    [error] = parsed(page)[1]
    assert error.startswith("2:")

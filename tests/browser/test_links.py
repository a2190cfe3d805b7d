"""Every link and anchor of the built site resolves, and no page may run or fetch what it should not. No browser."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FETCHED = {("link", "href"), ("script", "src"), ("img", "src"), ("source", "src"), ("use", "href"), ("image", "href")}
LINKS = {*FETCHED, ("a", "href"), ("form", "action")}


class Page(HTMLParser):
    """What a page links to, what can be linked to on it, and what its Content-Security-Policy must forbid."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.texts: dict[str, str] = {}  # by id
        self.links: list[tuple[str, str, str]] = []  # element, attribute, address
        self.policy: dict[str, list[str]] = {}
        self.inline: list[str] = []
        self.lang = ""
        self._open: list[tuple[str, str | None]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        id = found.get("id")
        if id is not None:
            self.ids.append(id)
            self.texts[id] = ""
        self.links += [(tag, name, value) for name, value in found.items() if (tag, name) in LINKS]
        self.inline += [f"<{tag} {name}>" for name in found if name.startswith("on") or name == "style"]
        if tag in ("style", "base", "iframe", "object", "embed"):
            self.inline.append(f"<{tag}>")
        if tag == "script" and "src" not in found:
            self.inline.append("<script> without src")
        if tag == "html":
            self.lang = found.get("lang", "")
        if tag == "meta" and found.get("http-equiv", "").lower() == "content-security-policy":
            directives = [directive.split() for directive in found["content"].split(";") if directive.strip()]
            self.policy = {name: sources for name, *sources in directives}
        if tag not in VOID:
            self._open.append((tag, id))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag in (open for open, _ in self._open) and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for _, id in self._open:
            if id is not None:
                self.texts[id] += data


@cache
def pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its path."""
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def internal(site: Path) -> list[tuple[str, str, str, str]]:
    """Page, link as it stands, path from the top of the site, fragment. 404.html is served for any address."""
    found = []
    for name, page in pages(site).items():
        for _, _, link in page.links:
            url = urlsplit(link)
            if name != "404.html" and not url.scheme and not url.netloc:
                path = normpath(join(name, "..", unquote(url.path))) if url.path else name
                found.append((name, link, path, unquote(url.fragment)))
    return found


def test_the_site_has_its_pages(site: Path) -> None:
    names = pages(site).keys()
    assert {"index.html", "search.html", "404.html"} <= names
    assert sum(bool(re.fullmatch(r"reports/(?!index).+\.html", name)) for name in names) >= 5


def test_every_link_leads_to_a_file(site: Path) -> None:
    links = internal(site)
    assert len(links) > 100
    assert [(page, link) for page, link, path, _ in links if not (site / path).is_file()] == []


def test_every_fragment_leads_to_an_id(site: Path) -> None:
    found = [(page, link, path, fragment) for page, link, path, fragment in internal(site) if fragment]
    assert len(found) > 50
    known = {name: set(page.ids) for name, page in pages(site).items()}
    assert [(page, link) for page, link, path, fragment in found if fragment not in known.get(path, ())] == []


def test_no_id_stands_twice(site: Path) -> None:
    times = {name: Counter(page.ids) for name, page in pages(site).items()}
    assert [(name, id) for name, ids in times.items() for id, n in ids.items() if n > 1] == []


def test_links_stay_below_the_site(site: Path) -> None:
    """No address begins with a slash or climbs out: the site works below any path and from a disk."""
    links = internal(site)
    assert [(page, link) for page, link, path, _ in links if link.startswith("/") or path.startswith("..")] == []


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    outside = [
        (name, link)
        for name, page in pages(site).items()
        for tag, attribute, link in page.links
        if (tag, attribute) in FETCHED and urlsplit(link).scheme not in ("", "data")
    ]
    assert [(name, link) for name, link in outside if not link.endswith(f"/{name}")] == []  # its canonical address
    sheets = [*site.rglob("*.css")]
    assert sheets
    assert [
        path.name for path in sheets if re.search(r"@import|url\(\s*['\"]?(?!data:|#)", path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize("kind", ["javascript", "vbscript", "data"])
def test_no_link_runs_anything(site: Path, kind: str) -> None:
    links = [(name, tag, link) for name, page in pages(site).items() for tag, _, link in page.links]
    assert [each for each in links if each[1] in ("a", "form") and each[2].strip().lower().startswith(f"{kind}:")] == []


def test_the_policy_is_strict_and_kept(site: Path) -> None:
    for name, page in pages(site).items():
        assert page.policy.get("default-src") == ["'none'"], name
        assert page.policy.get("base-uri") == ["'none'"], name
        if name == "404.html":  # loads nothing; its own styles are let in by their hash
            assert "script-src" not in page.policy and page.inline == ["<style>"]
            continue
        assert "'self'" in page.policy["script-src"], name
        allowed = {source for sources in page.policy.values() for source in sources}
        assert allowed <= {"'none'", "'self'", "file:", "data:"}, name
        assert "data:" not in page.policy["script-src"], name
        assert page.inline == [], name


def test_pages_say_their_language(site: Path) -> None:
    assert {page.lang for page in pages(site).values()} == {"zh-Hans"}


def test_paths_are_ascii(site: Path) -> None:
    assert [path for path in site.rglob("*") if not path.relative_to(site).as_posix().isascii()] == []

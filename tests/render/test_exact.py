"""Pages say what the report says, character for character, whoever parses them; nothing of a source is markup."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pageread import by_commonmark, by_python_markdown, expected, read
from sample import five, made

from build import build
from generator.model import Corpus, Gap, Report
from generator.render.markup import front_matter, md
from generator.render.pages import write_pages

TRICKS = [
    line
    for line in (Path(__file__).parent / "tricks.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("## ")
]
UNFIT = [chr(c) for c in (0, 2, 3, 8, 0x0B, 0x0C, 0x1B, 0x7F, 0x80, 0x85, 0x9F, 0xD800, 0xDFFF, 0xFFFE, 0x1FFFF)]


def page_of(corpus: Corpus, docs: Path) -> str:
    write_pages(corpus, docs)
    [page] = [p for p in (docs / "reports").glob("*.md") if p.name != "index.md"]
    return page.read_text(encoding="utf-8")


def check(corpus: Corpus, docs: Path) -> None:
    page = page_of(corpus, docs)
    [report] = corpus.reports
    assert by_commonmark(page) == expected(report)
    assert by_python_markdown(page) == expected(report)


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_works(trick: str, tmp_path: Path) -> None:
    gap = Gap(trick[-15:], "", "certain", trick, "made/s1/p1", "gap-end", 0)
    check(made([trick, f"前{trick}后", f"{trick} {trick}"], organ=trick, region=trick, gaps=(gap,)), tmp_path)


def test_tricks_together(tmp_path: Path) -> None:
    check(made(["\n".join(TRICKS), "\n\n".join(TRICKS), "\r\n".join(TRICKS)]), tmp_path)


markup = st.sampled_from("#*_`<>&{}[]()!|~\\:.-+1 \n\r\t　")
text = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | markup, min_size=1)
text = text.filter(lambda t: not any(ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF for c in t))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(text, min_size=1, max_size=3), st.integers(0, 5), st.integers(0, 9))
def test_any_text_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str], start: int, size: int) -> None:
    figures = [(0, start, start + size), (len(texts) - 1, 0, 1)]
    check(made(texts, figures=figures), tmp_path_factory.mktemp("docs"))


@pytest.mark.parametrize("report", [r.id for r in five().reports])
def test_the_five_come_back(report: str, tmp_path: Path) -> None:
    write_pages(five(), tmp_path)
    page = (tmp_path / "reports" / f"{report}.md").read_text(encoding="utf-8")
    [wanted] = [r for r in five().reports if r.id == report]
    assert by_commonmark(page) == expected(wanted)
    assert by_python_markdown(page) == expected(wanted)


@pytest.mark.parametrize("character", UNFIT)
def test_what_html_cannot_carry_is_shown_as_replaced(character: str) -> None:
    assert md(f"a{character}b") == "a\ufffdb"


@given(st.text())
def test_front_matter_is_only_data(value: str) -> None:
    value = value.encode("utf-8", "replace").decode("utf-8")
    text = front_matter({"title": value, "layout": "report"})
    assert text.count("\n") == 4
    assert yaml.safe_load(text.split("---\n")[1]) == {"title": value, "layout": "report"}


def test_built_pages_say_it_too(tmp_path: Path) -> None:
    corpus = made([*TRICKS, "\n".join(TRICKS)], organ="<b>&amp;", region="{{ x }}省")
    site = build(corpus, tmp_path)
    html = (site / "reports" / "made.html").read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>") + len("</article>")]
    assert read(article).blocks == expected(corpus.reports[0])
    # Nothing of a source opened an element anywhere on the page, the head and the contents included.
    # 404.html has a style sheet of its own, and its template sees no source.
    for page in {*site.rglob("*.html")} - {site / "404.html"}:
        seen = {tag for tag, _ in read(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>")).seen}
        assert not seen & {"script-x", "img", "iframe", "marquee", "style", "object", "textarea", "x", "blink"}, page


@pytest.mark.parametrize("report", five().reports, ids=lambda r: r.id)
def test_the_built_five_say_it_too(report: Report, site: Path) -> None:
    html = (site / "reports" / f"{report.id}.html").read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>") + len("</article>")]
    assert read(article).blocks == expected(report)

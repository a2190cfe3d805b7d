"""The built site in a real browser: over http, below a path, and from the disk."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest
from browsing import PHONE, PREFIX, Visit, served
from markup import showcase
from playwright.sync_api import expect
from test_links import pages

from generator.render.search import fold


def names(site: Path) -> list[str]:
    return [name for name in pages(site) if name != "404.html"]


def a_report(site: Path) -> str:
    """The longest report."""
    return max((n for n in names(site) if n.startswith("reports/")), key=lambda n: (site / n).stat().st_size)


@pytest.mark.parametrize("base", ["below", "file"], indirect=True)  # what works below a path works at the top
def test_every_page_opens_and_fits_a_phone(visit: Visit, base: str, site: Path) -> None:
    """From the disk it is enough to open every kind of page: their links are the same."""
    page = visit(f"{base}index.html", viewport=PHONE)
    kinds = {path.relative_to(site).as_posix() for path in showcase(site)}
    for name in (name for name in names(site) if base.startswith("http") or name in kinds):
        page.goto(base + name)
        title, heads, *over = page.evaluate(
            """() => {
              const root = document.documentElement, over = () => root.scrollWidth - root.clientWidth;
              const normal = over();
              root.dataset.size = "large";
              return [document.title, document.querySelectorAll("h1").length, normal, over()];
            }"""
        )
        assert title, name
        assert heads == 1, name
        assert over == [0, 0], f"{name} is wider than the screen: {over} px in normal and large type"


@pytest.mark.parametrize("query", ["民生实事", "办结率"])
def test_search_leads_to_the_passage(visit: Visit, base: str, site: Path, query: str) -> None:
    page = visit(f"{base}search.html?q={quote(query)}")
    expect(page.locator(".gb-count")).to_contain_text(f"“{query}”见于")
    page.evaluate("document.querySelectorAll('.gb-hit details').forEach((d) => { d.open = true; })")
    links = page.eval_on_selector_all(".gb-hit .meta a", "all => all.map((a) => a.href)")
    assert links
    marks = page.locator(".gb-hit mark").all_text_contents()
    assert len(marks) >= len(links)
    assert {fold(mark) for mark in marks} == {fold(query)}
    for link in links:
        path, anchor = unquote(urlsplit(link[len(base) :]).path), urlsplit(link).fragment
        assert fold(query) in fold(pages(site)[path].texts[anchor]), link
    page.locator(".gb-hit .meta a").first.click()
    expect(page.locator(":target")).to_contain_text(query)


def test_search_finds_every_paragraph(visit: Visit, ways: dict[str, str], site: Path) -> None:
    """What a reader can see in the paragraphs of the reports is what the search finds."""
    query = "民生实事"
    holding = {
        f"{name}#{id}"
        for name in names(site)
        if name.startswith("reports/")
        for id, text in pages(site)[name].texts.items()
        if re.fullmatch(r"p\d+", id) and fold(query) in fold(text)
    }
    assert holding
    page = visit(f"{ways['file']}search.html?q={quote(query)}")
    expect(page.locator(".gb-count")).to_contain_text("见于")
    page.evaluate("document.querySelectorAll('.gb-hit details').forEach((d) => { d.open = true; })")
    page.wait_for_timeout(100)  # a toggle is an event of its own
    links = page.eval_on_selector_all(".gb-hit .meta a", "all => all.map((a) => a.href)")
    assert {link[len(ways["file"]) :] for link in links if re.search(r"#p\d+$", link)} == holding


def test_the_search_form_of_every_page_leads_to_results(visit: Visit, base: str, site: Path) -> None:
    page = visit(base + a_report(site))
    page.keyboard.press("/")
    field = page.locator(".gb-bar [name=q]")
    expect(field).to_be_focused()
    field.fill("民生实事")
    field.press("Enter")
    expect(page).to_have_url(f"{base}search.html?q={quote('民生实事')}")
    expect(page.locator(".gb-hit").first).to_be_visible()
    assert page.input_value("#gb-search [name=q]") == "民生实事"


def test_a_slash_in_a_field_stays_a_slash(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + "index.html")
    page.locator(".gb-bar [name=q]").focus()
    page.keyboard.type("1/2")
    assert page.input_value(".gb-bar [name=q]") == "1/2"


GROUND = "() => getComputedStyle(document.body).backgroundColor"
SIZE = "() => parseFloat(getComputedStyle(document.documentElement).fontSize)"


@pytest.mark.parametrize("base", ["below", "file"], indirect=True)
def test_dark_and_large_are_chosen_once(visit: Visit, base: str, site: Path) -> None:
    page = visit(base + "index.html", color_scheme="light")
    ground, size = page.evaluate(GROUND), page.evaluate(SIZE)
    page.locator("[data-gb=theme]").click()
    page.locator("[data-gb=size]").click()
    expect(page.locator("[data-gb=size]")).to_have_attribute("aria-pressed", "true")
    dark, large = page.evaluate(GROUND), page.evaluate(SIZE)
    assert dark != ground and large > size
    page.goto(base + a_report(site))
    assert (page.evaluate(GROUND), page.evaluate(SIZE)) == (dark, large)
    expect(page.locator("[data-gb=size]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-gb=theme]").click()
    page.locator("[data-gb=size]").click()
    page.reload()
    assert (page.evaluate(GROUND), page.evaluate(SIZE)) == (ground, size)


def test_a_dark_system_gets_dark_pages(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + "index.html", color_scheme="light")
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(GROUND)
    assert sum(map(int, re.findall(r"\d+", dark)[:3])) < 200 < sum(map(int, re.findall(r"\d+", light)[:3]))


LINES = """() => [...document.querySelectorAll(".gb-p")].flatMap((p) => {
  const lines = [], range = document.createRange();
  const walk = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
  let above = null;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    for (let at = 0; at < node.length; at++) {
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      const boxes = range.getClientRects();
      if (!boxes.length || node.data[at] === " ") continue;
      const middle = (boxes[0].top + boxes[0].bottom) / 2;
      if (above === null || middle - above > 12) lines.push("");
      above = middle;
      lines[lines.length - 1] += node.data[at];
    }
  }
  return lines;
})"""
BROKEN = """() => [...document.querySelectorAll(".gb-fig:not(.gb-fig--long), .gb-n, .gb-points .gb-n")]
  .filter((node) => node.getClientRects().length > 1).map((node) => node.textContent)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_lines_begin_and_end_as_printers_want(visit: Visit, ways: dict[str, str], site: Path, width: int) -> None:
    """GB/T 15834: what closes or parts begins no line, what opens ends none; a number stays with its unit."""
    page = visit(ways["file"] + a_report(site), viewport={"width": width, "height": 900})
    lines = page.evaluate(LINES)
    assert len(lines) > 100
    assert [line for line in lines if line[0] in "。，、；：？！”’）》〉】…·～％%‰-"] == []
    assert [line for line in lines if line[-1] in "“‘（《〈【"] == []
    assert page.evaluate(BROKEN) == []


PRINTED = "() => [...document.querySelectorAll('body *')].filter((n) => n.checkVisibility()).map((n) => n.className)"


def test_paper_shows_the_report_and_no_controls(visit: Visit, ways: dict[str, str], site: Path) -> None:
    page = visit(ways["file"] + a_report(site), color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    shown = set(page.evaluate(PRINTED))
    assert not shown & {"gb-bar", "gb-side", "gb-toc", "gb-screen", "gb-legend", "gb-skip"}
    assert {"gb-p", "gb-pn", "gb-fig", "gb-info", "gb-cite"} <= shown
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") > 5


def test_pages_read_without_scripts(visit: Visit, ways: dict[str, str], site: Path) -> None:
    page = visit(ways["file"] + a_report(site), java_script_enabled=False)
    expect(page.locator("#p1")).to_be_visible()
    expect(page.locator("[data-gb=theme]")).to_be_hidden()  # no script, no button
    seen = page.locator("article").inner_text()
    last = [id for id in pages(site)[a_report(site)].ids if re.fullmatch(r"p\d+", id)][-1]
    assert fold(pages(site)[a_report(site)].texts[last]) in fold(seen)
    page.goto(ways["file"] + "search.html")
    assert "脚本" in page.locator("#gb-search").inner_text()
    page.goto(ways["file"] + "index.html")
    page.locator("article a[href*='reports/']").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_a_missing_page_leads_back(browser: Any, site: Path) -> None:
    """Not with ``visit``: a missing page is an error on the console."""
    context = browser.new_context()
    with served(site, PREFIX) as base:
        page = context.new_page()
        answer = page.goto(f"{base}reports/2019/none.html")
        assert answer.status == 404
        page.get_by_role("link", name="上一层", exact=True).click()
        expect(page).to_have_url(f"{base}reports/")
        expect(page.locator("h1")).to_have_text("报告")
        page.goto(f"{base}reports/none.html")
        page.get_by_role("link", name="本栏首页", exact=True).click()
        expect(page).to_have_url(f"{base}reports/")
    context.close()


def test_a_missing_page_takes_nothing_from_around_the_site(visit: Visit, small: Path, tmp_path: Path) -> None:
    """On a disk, what lies where a server would have the site's own scripts belongs to somebody else."""
    shutil.copytree(small, tmp_path / "x" / "usb" / "site")
    for place in ("x/assets", "x/usb/assets", "assets"):
        (tmp_path / place).mkdir(parents=True)
        for name in ("early.js", "404.js", "gongbao.js"):
            (tmp_path / place / name).write_text("document.title = 'FOREIGN'", encoding="utf-8")
    address = (tmp_path / "x" / "usb" / "site" / "404.html").as_uri()
    page = visit(address)
    assert page.title().startswith("没有这一页")
    assert [url for url in visit.requests if not url.startswith("data:")] == [address]
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "640px"  # its styles are let in

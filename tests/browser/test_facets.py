"""Facets narrow a list of reports in the browser; without scripts the list is whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote

import pytest
from browsing import PHONE, Visit
from playwright.sync_api import expect

LISTS = ("reports/index.html", "browse/regions.html", "browse/organs.html")
REPORTS = 8
SHOWN = "() => [...document.querySelectorAll('[data-item]')].filter((i) => i.checkVisibility()).length"


def counted(page: Any, facet: str, value: str) -> str:
    return str(page.locator(f"select[name={facet}] option[value='{value}']").text_content())


@pytest.mark.parametrize("path", LISTS)
def test_facets_narrow_every_list(visit: Visit, base: str, path: str) -> None:
    page = visit(base + path)
    assert page.evaluate(SHOWN) == REPORTS
    page.select_option("[name=year]", "2024")
    expect(page.locator(".gb-narrow output")).to_have_text(f"筛得4篇，共{REPORTS}篇")
    assert page.evaluate(SHOWN) == 4
    page.select_option("[name=region]", "江苏省")
    assert page.evaluate(SHOWN) == 3
    assert page.locator("[data-item]:visible[data-year='2025']").count() == 0
    page.locator(".gb-narrow button").click()
    page.wait_for_function(f"({SHOWN})() === {REPORTS}")  # a form is reset after the click
    expect(page.locator(".gb-narrow output")).to_have_text("")
    assert "#" not in page.url


def test_counts_say_what_a_choice_would_leave(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + LISTS[0])
    assert counted(page, "region", "浙江省").endswith("浙江省（5）")
    page.select_option("[name=kind]", "人大")
    assert counted(page, "region", "浙江省").endswith("浙江省（3）")
    assert counted(page, "kind", "政协") == "政协（1）"
    page.select_option("[name=region]", "江苏省")
    assert page.locator("[name=kind] option[value=政协]").is_disabled()
    assert counted(page, "year", "2025") == "2025年（0）"


def test_words_of_names_narrow(visit: Visit, base: str) -> None:
    page = visit(base + LISTS[0])
    page.get_by_label("名称").fill("南湖区　政协")
    expect(page.locator(".gb-narrow output")).to_have_text(f"筛得1篇，共{REPORTS}篇")
    assert "#name=" in page.url
    assert counted(page, "year", "2024") == "2024年（0）"
    page.get_by_label("名称").fill("没有这样的名称")
    expect(page.locator(".gb-narrow output")).to_have_text("没有合乎这些条件的报告")
    again = visit(f"{base}{LISTS[2]}#name={quote('吴兴')}", permissions=[])
    expect(again.get_by_label("名称")).to_have_value("吴兴")
    assert again.evaluate(SHOWN) == 1


def test_several_names_side_by_side(visit: Visit, ways: dict[str, str]) -> None:
    """With data-any, as on pages of indicators, one of the words is enough."""
    page = visit(ways["file"] + LISTS[0])
    page.eval_on_selector("[name=name]", "(field) => field.setAttribute('data-any', '')")
    page.get_by_label("名称").fill("吴兴、秀洲")
    expect(page.locator(".gb-narrow output")).to_have_text(f"筛得2篇，共{REPORTS}篇")


def test_empty_groups_and_their_links_go(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + LISTS[0])
    page.select_option("[name=year]", "2025")
    expect(page.locator("h2:visible")).to_have_text(["2025年"])
    expect(page.locator(".gb-jump a:visible")).to_have_text(["2025年4"])


def test_a_choice_stands_in_the_address(visit: Visit, base: str) -> None:
    page = visit(base + LISTS[0])
    page.select_option("[name=kind]", "政协")
    assert unquote(page.url).endswith("#kind=政协")
    other = visit(f"{base}{LISTS[0]}#year=2024&region={quote('江苏省')}", permissions=[])
    assert other.evaluate(SHOWN) == 3
    assert other.input_value("[name=year]") == "2024"
    other.locator(".gb-ways a", has_text="依机关").click()
    expect(other.locator("h1")).to_contain_text("依机关")
    expect(other.locator(".gb-narrow output")).to_contain_text("筛得3篇")
    assert other.evaluate(SHOWN) == 3
    nothing = visit(f"{base}{LISTS[0]}#year=1900&x=<b>", permissions=[])
    assert nothing.evaluate(SHOWN) == REPORTS


def test_an_anchor_is_no_choice(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + LISTS[0], permissions=[])
    page.locator(".gb-jump a").last.click()
    assert page.evaluate(SHOWN) == REPORTS
    assert "#y-" in page.url


def test_facets_by_keyboard_and_on_a_phone(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + LISTS[1], viewport=PHONE)
    page.get_by_label("年度").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").first).to_contain_text("筛得4篇")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".gb-narrow button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("地区")).to_be_focused()
    assert page.evaluate(SHOWN) == REPORTS


def test_without_scripts_the_lists_are_whole(visit: Visit, ways: dict[str, str]) -> None:
    for path in LISTS:
        page = visit(ways["file"] + path, java_script_enabled=False)
        expect(page.locator(".gb-narrow")).to_be_hidden()
        expect(page.locator("[data-item]")).to_have_count(REPORTS)
        expect(page.locator("[data-item]").first).to_be_visible()


def test_a_region_named_in_a_link_is_unfolded(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + LISTS[1])
    anchor = page.locator(".gb-province > div").first.get_attribute("id")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = false; })")
    page.evaluate(f"location.hash = '{anchor}'")
    expect(page.locator(f"[id='{anchor}']")).to_be_visible()


@pytest.mark.parametrize("path", ["browse/index.html", "browse/terms.html", "browse/documents.html",
                                  "browse/events.html", "browse/subjects.html",
                                  "bodies/zhejiang-jiaxing-xiuzhou-renda.html"])  # fmt: skip
def test_pages_fit_a_phone(visit: Visit, ways: dict[str, str], path: str) -> None:
    page = visit(ways["file"] + path, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.evaluate("document.documentElement.dataset.size = 'large'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_glossary_leads_to_the_paragraph(visit: Visit, ways: dict[str, str]) -> None:
    page = visit(ways["file"] + "browse/terms.html")
    entry = page.locator(".gb-entry", has=page.get_by_role("heading", name="闭环七步法"))
    expect(entry.locator(".gb-steps--loop li")).to_have_count(7)
    entry.locator(".gb-use a").first.click()
    expect(page.locator(":target")).to_contain_text("闭环七步法")

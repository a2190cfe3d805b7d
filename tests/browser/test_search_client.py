"""The search client on a small invented site whose index has many shards and chunks, as a large one has."""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browsing import ROOT, Visit, three_ways
from playwright.sync_api import expect

from generator.model import Cleaned, Corpus, Passage, Piece, Report, Section, Source, Table
from generator.render import search
from generator.render.names import Name
from generator.render.search import fold, texts, write_index
from generator.render.writer import Writer

POLICY = "default-src 'none'; script-src 'self'; img-src data:; form-action 'self'; base-uri 'none'"
HEAD = '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
TOWNS = ("青川县", "云溪县", "白塔区", "柳河市", "石桥镇")
COUNT = 48


def passage(target: str, text: str) -> Passage:
    return Passage(target, text, (Piece(0, len(text), None),))


def report(n: int) -> Report:
    """Report ``n``: what it has depends on what divides ``n``."""
    id, town = f"report-{n}", TOWNS[n % 5]
    first = [f"一年来，{town}办结率达{n}.5%，“四色清单”逐项销号，ＧＤＰ增长５．５％。" + "全面推进各项工作。" * (n % 7)]
    if n % 3 == 0:
        first.append(
            "民生实事项目票决制落地，DeepSeek R1接入政务。"
            + "会议指出，要持续用力、久久为功。" * 30
            + "民生实事再添两件。"
        )
    second = ["恶意文字<img src=x onerror=document.title=1>&amp;<b>只是文字</b>。", "“𠮷野家”开业。"] if n == 7 else []
    second += [f"第{i}项任务按期完成，督办有力。" for i in range(9)] if n == 9 else []
    cells = tuple(passage(f"{id}/s2/t1/r1c{c}", cell) for c, cell in enumerate(("粮食产量", f"{n}万吨"), 1))
    sections = (
        Section(None, 0, tuple(passage(f"{id}/s1/p{p}", text) for p, text in enumerate(first, 1))),
        Section(
            passage(f"{id}/s2/heading", "二、民生实事" if n == 40 else "二、主要指标"),
            1,
            tuple(passage(f"{id}/s2/p{p}", text) for p, text in enumerate(second, 1)),
            (Table((cells,)),) if n % 8 == 0 else (),
        ),
    )
    title = passage(f"{id}/title", f"{town}民生实事专报" if n == 46 else f"{town}工作报告（第{n}号）")
    return Report(
        id, f"{n}.txt", 1, title, None, None, passage(f"{id}/byline", "作者甲乙丙"), (), f"{town}人大常委会", town,
        2000 + n % 4, True, sections, (passage(f"{id}/caption/1", "代表视察现场"),) if n == 5 else (), (),
    )  # fmt: skip


REPORTS = tuple(report(n) for n in range(COUNT))
NAMES = {
    "organ": tuple(Name(f"{town}人大常委会", f"bodies/{n}.html", 10) for n, town in enumerate(TOWNS)),
    "indicator": (Name("民情民意办结率", "indicators/a.html", 1), Name("办结率", "indicators/b.html", 1)),
    "term": (Name("<b>办结率</b>提升行动", "browse/terms.html#t-1", 2),),
    "document": (),
}


def page_of(one: Report) -> str:
    """As much of a report's page as links of search results need."""
    seen: dict[str, list[str]] = {}
    for found in texts(one):
        seen.setdefault(found.anchor, []).append(html.escape(found.text))
    body = "".join(f'<p id="{anchor}">{"　".join(parts)}</p>' for anchor, parts in seen.items())
    return f"{HEAD}<title>{one.name}</title></head><body>{body}</body></html>"


@pytest.fixture(scope="module")
def small_ways(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = site_of(REPORTS, tmp_path_factory.mktemp("search-site"))
    assert len(list(folder.glob("search/postings-*.js"))) >= 8
    assert len(list(folder.glob("search/texts-*.js"))) > 32  # more than the client reads at once
    with three_ways(folder) as addresses:
        yield addresses


def site_of(reports: Sequence[Report], folder: Path) -> Path:
    """The search page of some reports, and as much of their pages as it needs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SHARD_BYTES", 1024)
        patch.setattr(search, "CHUNK_BYTES", 512)
        write_index(Corpus((Cleaned(Source("a", "", "utf-8", 0, ""), tuple(reports), ()),)), Writer(folder), NAMES)
    (folder / "assets").mkdir()
    (folder / "reports").mkdir()
    shutil.copy(ROOT / "templates" / "theme" / "assets" / "search.js", folder / "assets")
    for one in reports:
        (folder / "reports" / f"{one.id}.html").write_text(page_of(one), encoding="utf-8")
    (folder / "search.html").write_text(
        f'{HEAD}<title>检索 公报</title><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<script src="assets/search.js" defer></script></head><body><div id="gb-search"></div></body></html>',
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def regional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Reports of two provinces, and some of no known region, each of another year."""
    regions = ("甲省丙市", "甲省丁市", "乙省", *[None] * 9)
    some = tuple(replace(REPORTS[n], region=region, year=2000 + n) for n, region in enumerate(regions))
    with three_ways(site_of(some, tmp_path_factory.mktemp("regional"))) as addresses:
        yield addresses["http"]


@pytest.fixture(params=["below", "file"])
def small(request: pytest.FixtureRequest, small_ways: dict[str, str]) -> str:
    return small_ways[request.param]


# Waiting happens in the page: a round trip between test and browser takes longer than a search.
ANSWERED = """async () => {
  for (let i = 0; i < 500; i++) {
    const said = document.querySelector(".gb-count");
    if (said && said.textContent && !said.textContent.startsWith("正在")) return;
    await new Promise((done) => setTimeout(done, 10));
  }
  throw new Error("no answer");
}"""
ALL = """async () => {
  const more = document.querySelector(".gb-more");
  for (let i = 0; i < 500 && !more.hidden; i++) {
    if (!more.disabled) more.click();
    await new Promise((done) => setTimeout(done, 5));
  }
  return Array.from(document.querySelectorAll(".gb-hit h3 a"), (a) => a.href.split("/").pop().split("#")[0]);
}"""


def ask(visit: Visit, base: str, query: str, **options: Any) -> Any:
    """The search page with the answer to ``query``."""
    page = visit(f"{base}search.html?q={quote(query)}", **options)
    page.evaluate(ANSWERED)
    return page


def expand(page: Any) -> list[str]:
    """Ask for more until there is no more; the reports that are listed, by page."""
    return page.evaluate(ALL)


def said(page: Any) -> Any:
    """An expectation about the line that says how much was found."""
    return expect(page.locator(".gb-count"))


def brute_force(query: str) -> set[str]:
    words = [fold(word) for word in query.split()]
    return {
        f"{one.id}.html"
        for one in REPORTS
        if all(any(word in fold(found.text) for found in texts(one)) for word in words)
    }


def test_a_hit_shows_its_passage_and_leads_to_it(visit: Visit, small: str) -> None:
    page = ask(visit, small, "办结率达13.5%")
    said(page).to_have_text("“办结率达13.5%”见于1篇报告，共1处。")
    assert page.locator(".gb-hit h3").text_content() == REPORTS[13].name
    assert page.locator(".gb-hit mark").all_text_contents() == ["办结率达13.5%"]
    assert "第1段" in page.locator(".gb-hit .meta a").text_content()
    page.locator(".gb-hit .meta a").click()
    page.wait_for_url("**/reports/report-13.html#p1")
    assert "办结率达13.5%" in page.locator(":target").text_content()


@pytest.mark.parametrize(
    "query",
    [
        *("办结", "民生实事", "实事票决", "落地，De", "率", "5%", "gdp", "ＤＥＥＰＳＥＥＫ", "𠮷野家"),
        *('"四色清单"', "「四色清单」逐项", "民生实事 青川县", "民生　第9项 督办", "粮食产量16", "代表视察"),
        *("甲乙丙", "<b>只是", "工作。全面", "没有的话", "办结率办结率"),
    ],
)
def test_the_client_finds_what_brute_force_finds(visit: Visit, small_ways: dict[str, str], query: str) -> None:
    page = ask(visit, small_ways["http"], query)
    listed = expand(page)
    assert len(listed) == len(set(listed))
    assert set(listed) == brute_force(query)
    if listed:
        assert int(page.locator(".gb-count b").first.text_content()) == len(listed)


def test_better_placed_comes_first(visit: Visit, small_ways: dict[str, str]) -> None:
    listed = expand(ask(visit, small_ways["file"], "民生实事"))
    assert listed[:2] == ["report-46.html", "report-40.html"]  # in the title, in a heading


def test_common_words_are_listed_to_the_end(visit: Visit, small: str) -> None:
    page = ask(visit, small, "一年来")
    assert page.locator(".gb-hit").count() == 10
    assert len(expand(page)) == COUNT
    said(page).to_have_text(f"“一年来”见于{COUNT}篇报告，共{COUNT}处。")


def test_only_what_is_needed_is_loaded(visit: Visit, small_ways: dict[str, str]) -> None:
    ask(visit, small_ways["http"], "第8项任")
    assert sum("/postings-" in url for url in visit.requests) <= 3
    assert sum("/texts-" in url for url in visit.requests) == 1
    visit.requests.clear()
    ask(visit, small_ways["http"], "一年")
    assert 0 < sum("/texts-" in url for url in visit.requests) <= 16


def test_more_passages_of_a_report_unfold(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["http"], "按期完成")
    assert page.locator(".gb-hit .x").count() == 3
    page.get_by_text("本篇另有6段").click()
    expect(page.locator(".gb-hit mark")).to_have_text(["按期完成"] * 9)


def test_a_long_passage_is_cut_around_its_hits(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["http"], "再添两件")
    shown = page.locator(".gb-hit .x").first.text_content()
    assert shown.startswith("…") and shown.endswith("民生实事再添两件。") and len(shown) < 200


def test_texts_and_queries_are_no_markup(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["file"], "<img src=x onerror=document.title=1>")
    assert page.locator(".gb-hit").count() == 1
    assert page.locator("#gb-search img, #gb-search .x b").count() == 0
    assert "<img src=x onerror=document.title=1>&amp;<b>" in page.locator(".gb-hit .x").first.text_content()
    assert page.input_value("[name=q]") == "<img src=x onerror=document.title=1>"


def test_nothing_found_gives_advice_and_shorter_words(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["file"], "办结率翻番")
    said(page).to_contain_text("没有找到“办结率翻番”。")
    assert not page.locator(".gb-hits").is_visible()
    page.get_by_role("link", name="办结率", exact=True).click()
    expect(page.locator(".gb-hit mark").first).to_have_text("办结率")


def test_an_empty_query_gets_a_hint_and_the_focus(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["file"], " 　")
    said(page).to_contain_text("输入")
    expect(page.locator("[name=q]")).to_be_focused()


def test_facets_narrow_the_list(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["http"], "办结率")
    page.get_by_label("云溪县").check()
    said(page).to_contain_text("见于10篇")
    page.get_by_label("2001").check()
    said(page).to_contain_text("见于3篇")
    assert expand(page) == [f"report-{n}.html" for n in range(COUNT) if n % 5 == 1 and n % 4 == 1]


def test_a_choice_stands_in_the_address(visit: Visit, small: str) -> None:
    page = ask(visit, small, "办结率")
    page.get_by_label("云溪县").check()
    page.get_by_label("2001").check()
    said(page).to_contain_text("见于3篇")
    again = visit(page.url, permissions=[])
    again.evaluate(ANSWERED)
    said(again).to_contain_text("见于3篇")
    expect(again.get_by_label("云溪县")).to_be_checked()
    again.get_by_label("云溪县").uncheck()
    again.get_by_label("2001").uncheck()
    said(again).to_contain_text("篇待核对")
    assert len(expand(again)) == COUNT
    assert "#" not in again.url


def test_the_newest_come_first_where_that_is_wanted(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["http"], "一年来")
    page.get_by_label("排序").select_option("year")
    expect(page.locator(".gb-hit .meta").first).to_contain_text("2003")
    listed = expand(page)
    years = [2000 + int(name.removeprefix("report-").removesuffix(".html")) % 4 for name in listed]
    assert len(listed) == COUNT
    assert years == sorted(years, reverse=True)


def test_regions_unfold_from_the_top(visit: Visit, regional: str) -> None:
    page = ask(visit, regional, "办结率")
    regions = page.locator("fieldset", has=page.get_by_text("地区")).locator("label")
    expect(regions).to_have_text(["未载9", "甲省2", "乙省1"])
    page.get_by_label("甲省").check()
    expect(regions).to_have_text(["甲省2", "丁市1", "丙市1", "未载9", "乙省1"])
    said(page).to_contain_text("见于2篇")
    page.get_by_label("丁市").check()
    said(page).to_contain_text("见于1篇")
    expect(page.get_by_label("丁市")).to_be_visible()  # it is the only one left, and can be unchosen
    expect(page.get_by_label("甲省")).not_to_be_checked()
    assert expand(page) == ["report-1.html"]


def test_many_entries_of_a_facet_unfold(visit: Visit, regional: str) -> None:
    page = ask(visit, regional, "办结率")
    expect(page.locator("[data-facet=year]:visible")).to_have_count(8)
    page.get_by_text("其余4项").click()
    expect(page.locator("[data-facet=year]:visible")).to_have_count(12)
    page.get_by_label("2000").check()
    expect(page.get_by_label("2000")).to_be_visible()
    said(page).to_contain_text("见于1篇")


def test_names_are_found_too(visit: Visit, small: str) -> None:
    page = ask(visit, small, "办结率")
    names = page.locator(".gb-met li")
    expect(names).to_have_text(["办结率1家", "民情民意办结率1家", "<b>办结率</b>提升行动2篇"])
    expect(page.locator(".gb-met h2")).to_have_text(["指标", "提法"])
    assert names.first.locator("a").get_attribute("href").endswith("/indicators/b.html")
    page = ask(visit, small, "人大常委会")
    expect(page.locator(".gb-met li")).to_have_count(5)
    page.get_by_role("button", name="另有1条").click()
    expect(page.locator(".gb-met li").last.locator("a")).to_be_focused()
    page = ask(visit, small, "民意办结")
    said(page).to_contain_text("正文里没有“民意办结”，有名称相合的")


def test_arrows_walk_through_the_results(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["http"], "一年来")
    page.locator("[name=q]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".gb-hit h3 a").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".gb-hit h3 a").nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[name=q]")).to_be_focused()


def test_it_works_from_the_keyboard(visit: Visit, small_ways: dict[str, str]) -> None:
    page = ask(visit, small_ways["file"], "办结")
    page.keyboard.press("/")
    expect(page.locator("[name=q]")).to_be_focused()
    page.keyboard.type("督办/有力")
    page.keyboard.press("Enter")
    said(page).to_contain_text("没有找到“督办/有力”")
    page = ask(visit, small_ways["file"], "一年来")
    page.locator(".gb-more").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".gb-hit")).to_have_count(20)
    expect(page.locator(".gb-hit h3 a").nth(10)).to_be_focused()


def test_the_answer_is_announced(visit: Visit, small_ways: dict[str, str]) -> None:
    expect(ask(visit, small_ways["http"], "办结").get_by_role("status")).to_contain_text("“办结”见于")


def test_missing_data_is_said(browser: Any, small_ways: dict[str, str]) -> None:
    """Not with ``visit``: here the console does complain."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/search/texts-*.js*", lambda route: route.abort())
    page.goto(f"{small_ways['http']}search.html?q={quote('办结')}")
    said(page).to_contain_text("没有读到")
    context.close()


def test_data_of_another_build_is_refused(visit: Visit, small_ways: dict[str, str]) -> None:
    def other(route: Any) -> None:
        number = route.request.url.split("postings-")[1].split(".")[0]
        route.fulfill(content_type="text/javascript", body=f'gongbaoSearch.postings("other",{number},"","")')

    page = visit(f"{small_ways['http']}search.html", permissions=[])
    page.route("**/search/postings-*.js*", other)
    page.goto(f"{small_ways['http']}search.html?q={quote('办结')}")
    said(page).to_contain_text("请刷新本页")

"""The pages for browsing: facets, bodies and their editions, events, cited documents, formulations."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from build import build
from pageread import Page, read
from sample import five, made, many
from test_pages import check_links

from generator.extract import extract
from generator.model import Citation, Comparison, Corpus, Event, Extracted, Formulation
from generator.render import timeline
from generator.render.browsing import Browsing, with_subjects
from generator.render.documents import document_key
from generator.render.facets import facets
from generator.render.glossary import drawing, term_key
from generator.render.letters import OTHER, reading, shelve
from generator.render.lists import Item, item, newest_first
from generator.render.report import view
from generator.render.series import bodies, body_slug, editions, grids
from generator.render.subjects import built_in_taxonomy


@cache
def whole() -> Corpus:
    """The five reports with everything that is extracted from them."""
    corpus = five()
    return replace(corpus, extracted={r.id: extract(r) for r in corpus.reports})


@pytest.fixture(scope="module")
def browsed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(whole(), tmp_path_factory.mktemp("browse"))


def parsed(page: Path) -> Page:
    return read(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>"))


def items(corpus: Corpus) -> list[Item]:
    views = {r.id: view(r, corpus.extracted.get(r.id, Extracted()).indicators) for r in corpus.reports}
    told = with_subjects({id_: item(v) for id_, v in views.items()}, built_in_taxonomy())
    return sorted(told.values(), key=newest_first)


def together(*parts: Corpus) -> Corpus:
    extracted = {report: rows for part in parts for report, rows in part.extracted.items()}
    return Corpus(tuple(c for part in parts for c in part.cleaned), extracted)


def edition(year: int, *, organ: str = "某区人大", id: str = "", text: str = "督办建议12件。") -> Corpus:
    name = id or f"e{year}"
    return made(["题", text], id=name, path=f"{name}.txt", year=year, organ=organ, region="某省某市某区",
                figures=[(1, 4, 7)])  # fmt: skip


def with_rows(corpus: Corpus, **rows: tuple[object, ...]) -> Corpus:
    [id_] = corpus.extracted
    return replace(corpus, extracted={id_: replace(corpus.extracted[id_], **rows)})


def formulation(name: str, definition: str, *parts: str, report: str = "made") -> Formulation:
    return Formulation(
        f"{report}-{name}", report, "made.txt", 0, 1, name, "mechanism", parts, definition, f"{report}/s1/p1", (0, 1)
    )


def citation(title: str, *, report: str = "made", paragraph: str = "s1/p1", kind: str = "law") -> Citation:
    return Citation(f"{report}-{title}", report, "made.txt", 0, 1, title, kind, "", f"{report}/{paragraph}", (0, 1))  # type: ignore[arg-type]


def event(date: str, text: str, report: str = "made") -> Event:
    return Event(f"{report}-{date}", report, "made.txt", 0, 1, date, text, f"{report}/s1/p1", (0, 1))


def test_every_link_of_every_page_leads_somewhere(browsed: Path) -> None:
    check_links(browsed)
    names = {p.relative_to(browsed).as_posix() for p in browsed.rglob("*.html")}
    for page in ("index", "regions", "organs", "subjects", "events", "documents", "terms", "subject-deputies"):
        assert f"browse/{page}.html" in names
    assert {name for name in names if name.startswith("bodies/")} >= {
        "bodies/zhejiang-jiaxing-nanhu-renda.html",
        "bodies/zhejiang-jiaxing-nanhu-zhengxie.html",
        "bodies/zhejiang-jiaxing-nanhu-xinjia-jiedao.html",
    }


def test_lists_say_what_facets_need(browsed: Path) -> None:
    for name in ("reports/index", "browse/regions", "browse/organs"):
        page = parsed(browsed / f"{name}.html")
        told = [attributes for _, attributes in page.seen if "data-item" in attributes]
        assert len(told) == len(five().reports)
        assert {t["data-year"] for t in told} == {"2024", "2025"}
        assert "浙江省嘉兴市南湖区" in {t["data-region"] for t in told}
        choices = [a["value"] for tag, a in page.seen if tag == "option" and a.get("value")]
        for t in told:
            assert t["data-kind"] in choices
            assert set((t["data-subject"] or "").split("|")) <= set(choices)
            assert any((t["data-region"] or "").startswith(choice) for choice in choices)
        [form] = [a for tag, a in page.seen if tag == "form" and "data-narrow" in a]
        assert "hidden" in form
        assert any("facets.js" in (a.get("src") or "") for tag, a in page.seen if tag == "script")


def test_a_facet_with_one_choice_is_none() -> None:
    shown = facets(items(edition(2025)))
    assert (shown.year, shown.kind) == ((), ())
    shown = facets(items(together(edition(2025), edition(2024, organ="某区政协"))))
    assert [o.value for o in shown.year] == ["2025", "2024"]
    assert [o.value for o in shown.kind] == ["人大", "政协"]
    assert [(o.name, o.depth) for o in shown.region] == [("某省", 0), ("某市", 1), ("某区", 2)]


def test_editions_of_one_body_are_one_series() -> None:
    corpus = together(edition(2025), edition(2021, organ="某区人大常委会"), edition(2020), edition(2020, id="other"),
                      edition(2025, organ="某区政协", id="p"))  # fmt: skip
    congress, committee = bodies(items(corpus))
    assert (congress.name, congress.others, congress.years) == ("某区人大", ("某区人大常委会",), [2025, 2021, 2020])
    assert (committee.name, len(committee.items)) == ("某区政协", 1)
    assert [(e.label, len(e.items)) for e in editions(congress)] == [
        ("2025", 1), ("2022至2024年", 0), ("2021", 1), ("2020", 2),
    ]  # fmt: skip
    assert {i.body for i in congress.items} == {congress.url}


@pytest.mark.parametrize(
    ("region", "organ", "slug"),
    [
        ("浙江省嘉兴市南湖区", "南湖区委人大工委", "zhejiang-jiaxing-nanhu-renda"),
        ("浙江省嘉兴市南湖区新嘉街道", "新嘉街道", "zhejiang-jiaxing-nanhu-xinjia-jiedao"),
        ("江苏省南通市南通开发区", "南通开发区人大", "jiangsu-nantong-nantongkaifaqu-renda"),
        ("安徽省六安市", "六安市政府", "anhui-luan-zhengfu"),
        ("广西壮族自治区", "广西壮族自治区高级人民法院", "guangxizhuangzu-fayuan"),
        (None, "国务院", "guowuyuan"),
        (None, "()", "body"),
    ],
)
def test_addresses_of_bodies(region: str | None, organ: str, slug: str) -> None:
    [one] = items(made(["文"], region=region, organ=organ))
    assert body_slug(one.region, organ) == slug


def test_indicators_over_the_years() -> None:
    parts = [edition(year) for year in (2020, 2021, 2022, 2023)]
    corpus = together(*parts)

    def row(year: int, value: str, status: str = "achieved", conflict: bool = False) -> Comparison:
        return Comparison("advice", "督办建议件数", "某省某市某区", "某区人大", str(year), value, "件", "exact",
                          status, "", "", conflict, f"e{year}-1", f"e{year}")  # type: ignore[arg-type]  # fmt: skip

    rows = [row(2020, "10"), row(2021, "12"), row(2022, "16"), row(2023, "9", "target")]
    [body] = bodies(items(corpus))
    [grid] = grids(body, rows)
    assert grid.years == ("2023", "2022", "2021", "2020")
    [line] = grid.lines
    assert [len(cells) for cells in line.cells] == [0, 1, 1, 1]
    assert line.curve
    assert line.curve.said == "2020至2022年，期末高于期初"
    assert len(line.curve.points.split()) == 3
    [few] = grid.few  # a target is no result: it stands in a row of its own
    assert few.notes == ("目标",)
    assert few.cells[0][0].url == "reports/e2023.html#f1"
    [grid] = grids(body, [replace(r, unit="项") if r.year == "2021" else r for r in rows])
    assert grid.lines[0].curve is None
    assert grids(body, [replace(r, organ="某区法院") for r in rows]) == []
    [grid] = grids(body, [replace(r, year="2022-12-27") if r.year == "2022" else r for r in rows])
    assert grid.years == ("2023", "2022", "2021", "2020")  # a day stands in its year, and says which it is
    assert grid.lines[0].cells[1][0].when == "2022-12-27"
    assert grid.lines[0].curve is None
    many_years = together(*(edition(year) for year in range(2010, 2024)))
    [body] = bodies(items(many_years))
    found = grids(body, [row(year, "1") for year in range(2010, 2024)])
    assert [len(g.years) for g in found] == [6, 6, 2]


def test_a_body_without_comparisons_shows_its_headline_figures(tmp_path: Path) -> None:
    site = build(together(edition(2025), edition(2024)), tmp_path)
    check_links(site)
    [page] = (site / "bodies").iterdir()
    html = page.read_text(encoding="utf-8")
    assert "历年主要数字" in html
    assert "不宜直接相比" in html


def test_kinds_of_bodies_do_not_take_a_town_for_a_city() -> None:
    kinds = [items(made(["文"], organ=organ))[0].kind for organ in ("镇江市政府", "城关镇政府", "城关镇", "新乡市政府")]
    assert kinds == ["政府", "街道乡镇", "街道乡镇", "政府"]


@pytest.mark.parametrize(
    ("name", "letter", "key"),
    [
        ("三张清单", "S", ("san", "zhang", "qing", "dan")),
        ("“一带一路”建设", "Y", ("yi", "dai", "yi", "lu", "jian", "she")),
        ("绿色", "L", ("lv", "se")),
        ("1+13+107体系", OTHER, ("113107", "ti", "xi")),
        ("App平台", "A", ("app", "ping", "tai")),
        ("长白山", "C", ("changbai", "shan")),
        ("？", OTHER, ()),
    ],
)
def test_readings(name: str, letter: str, key: tuple[str, ...]) -> None:
    assert reading(name) == (letter, key)


def test_shelves_are_parted_where_they_are_heavy() -> None:
    names = ["三", "丝", "四", "山", "安", "1"]
    [page] = shelve(names, str, lambda _: 10, stem="browse/x", most=20, together=60)
    assert [(s.letter, list(s.entries)) for s in page.shelves] == [
        ("A", ["安"]), ("S", ["三", "山", "丝", "四"]), (OTHER, ["1"]),
    ]  # fmt: skip
    pages = shelve(names, str, lambda _: 10, stem="browse/x", most=20, together=59)
    assert [(p.url, p.letter, p.head, p.count) for p in pages] == [
        ("browse/x-a.html", "A", "", 1), ("browse/x-s.html", "S", "", 2), ("browse/x-s-2.html", "S", "丝", 2),
        ("browse/x-0.html", OTHER, "", 1),
    ]  # fmt: skip
    assert shelve([], str, len, stem="x", most=1, together=1)[0].shelves == ()


@pytest.mark.parametrize(
    ("name", "definition", "parts", "drawn"),
    [
        ("闭环七步法", "推行“闭环七步法”", ("收集", "调研", "反馈"), "loop"),
        ("“收、办、评”的良性循环", "形成“收、办、评”的良性循环", ("收", "办", "评"), "loop"),
        ("三步走", "实施“三步走”", ("起步", "提速", "跨越"), "steps"),
        ("全链条监管", "通过“收集线索-调查核实-督促整改”监管", ("收集线索", "调查核实", "督促整改"), "steps"),
        ("三张清单", "以“三张清单”增强实效", ("建议清单", "办理清单", "结果清单"), "set"),
        ("压实责任、形成闭环、讲求细节", "聚焦……", ("压实责任", "形成闭环", "讲求细节"), "set"),
        ("“监测+处置”闭环", "构建闭环", ("监测", "处置"), "set"),
        ("四风", "反对“四风”", (), ""),
    ],
)
def test_how_parts_are_drawn(name: str, definition: str, parts: tuple[str, ...], drawn: str) -> None:
    assert drawing(formulation(name, definition, *parts)) == drawn


def test_a_formulation_is_one_entry_with_all_its_uses(tmp_path: Path) -> None:
    first = with_rows(edition(2024), formulations=(formulation("“放管服”改革", "深化“放管服”改革", report="e2024"),))
    second = with_rows(
        edition(2025), formulations=(formulation("放管服改革", "推进放管服改革", "简政", "放权", report="e2025"),)
    )
    corpus = together(first, second)
    b = Browsing(corpus, items(corpus), built_in_taxonomy())
    [term] = b.terms
    assert [use.item.year for use in term.uses] == [2025, 2024]
    assert term.parts == ("简政", "放权")
    assert term.definition == ("推进", "放管服改革", "")
    assert b.term_urls == {"放管服改革": f"browse/terms.html#{term.id}"}
    site = build(corpus, tmp_path)
    check_links(site)
    html = (site / "browse" / "terms.html").read_text(encoding="utf-8")
    assert html.count('<div class="gb-entry"') == 1
    assert re.search(r'href="\.\./reports/e2024\.html#p1"', html)


def test_a_document_names_every_report_and_paragraph(tmp_path: Path) -> None:
    first = with_rows(edition(2024), citations=(citation("监督法", report="e2024"),))
    second = with_rows(
        edition(2025),
        citations=(
            citation("监督法", report="e2025"),
            citation("监督法", report="e2025", paragraph="s1/p2"),
            citation("纲要(草案)", report="e2025", kind="plan"),
        ),
    )
    corpus = together(first, second)
    b = Browsing(corpus, items(corpus), built_in_taxonomy())
    law, outline = sorted(b.documents, key=lambda d: d.title)
    assert [(u.item.year, [p.href for p in u.places]) for u in law.uses] == [
        (2025, ["reports/e2025.html#p1", "reports/e2025.html#p2"]),
        (2024, ["reports/e2024.html#p1"]),
    ]
    assert (law.vague, outline.vague) == (False, True)
    assert b.cited_most(5) == [law]
    check_links(build(corpus, tmp_path))


def test_events_stand_in_their_years_and_months(tmp_path: Path) -> None:
    told = (event("2024", "这一年"), event("2025-05-22", "会议"), event("2025-02", "二月"), event("不详", "无日期"),
            event("2025-05-22", "会议"))  # fmt: skip
    corpus = with_rows(made(["文"]), events=told)
    b = Browsing(corpus, items(corpus), built_in_taxonomy())
    assert [(y.year, [m.name for m in y.months]) for y in b.chronicle] == [(2025, ["2月", "5月"]), (2024, [""])]
    days = [(h.day, h.text) for month in b.chronicle[0].months for h in month.happenings]
    assert days == [("2月", "二月"), ("5月22日", "会议")]
    site = build(corpus, tmp_path)
    check_links(site)
    times = [a["datetime"] for tag, a in parsed(site / "browse" / "events.html").seen if tag == "time"]
    assert times == ["2025-05-22"]


def test_few_events_have_a_page_a_decade() -> None:
    """Decades, unless one has too many events for a page; the front shows the newest years that make a page."""
    counts = {1956: 1, 1994: 2, 1998: 1, 2021: 5, 2022: 3}
    told = tuple(event(f"{year}-01-01", f"{year}年事{n}") for year, count in counts.items() for n in range(count))
    corpus = with_rows(made(["文"]), events=told)
    years = Browsing(corpus, items(corpus), built_in_taxonomy()).chronicle
    assert [(p.name, str(p.url)) for p in timeline.parts(years, 6)] == [
        ("2022年", "browse/events-2022.html"), ("2021年", "browse/events-2021.html"),
        ("1994至1998年", "browse/events-1990s.html"), ("1956年", "browse/events-1950s.html"),
    ]  # fmt: skip
    assert [p.name for p in timeline.parts(years, 8)] == ["2021至2022年", "1994至1998年", "1956年"]
    assert [y.year for y in timeline.latest(years, 4, 9)] == [2022, 2021]
    assert [y.year for y in timeline.latest(years, 4, 7)] == [2022], "no more than a page holds"
    assert [y.year for y in timeline.latest(years, 3, 9)] == [2022]
    assert [y.year for y in timeline.latest(years, 1, 1)] == [2022], "one at least"


def test_many_events_have_a_page_a_year(tmp_path: Path) -> None:
    told = tuple(event(f"{2000 + n % 5}-03-{1 + n % 28:02}", f"事{n}") for n in range(450))
    site = build(with_rows(made(["文"]), events=told), tmp_path)
    check_links(site)
    pages = sorted(p.name for p in (site / "browse").glob("events*"))
    assert pages == ["events-2000.html", "events-2001.html", "events-2002.html", "events-2003.html",
                     "events-2004.html", "events.html"]  # fmt: skip
    assert (site / "browse" / "events.html").read_text(encoding="utf-8").count("<time") == 180
    assert (site / "browse" / "events-2003.html").read_text(encoding="utf-8").count("<time") == 90


def test_thousands_of_names_are_parted_and_all_are_there(tmp_path: Path) -> None:
    pairs = [first + second for first in "阿百长大二方高和" for second in "安保长东发国海建"]
    names = [f"{pair}机制{n}" for n in range(3) for pair in pairs]
    rows = tuple(formulation(name, f"健全{name}，{'提高办理质量，' * 60}") for name in names)
    site = build(with_rows(made(["文"]), formulations=rows), tmp_path)
    check_links(site)
    pages = sorted((site / "browse").glob("terms*.html"))
    assert len(pages) > 3
    assert sum(len(re.findall('<li id="t-', p.read_text(encoding="utf-8"))) for p in pages) == len(names)


def test_what_several_reports_say_and_what_has_parts_is_told_at_length(tmp_path: Path) -> None:
    one, two = made(["文"], id="a", path="a.txt"), made(["文"], id="b", path="b.txt")
    with_parts = formulation("乙机制", "健全乙机制", "上", "下", report="a")
    said = {
        "a": (formulation("甲机制", "健全甲机制", report="a"), with_parts),
        "b": (formulation("丙机制", "健全丙机制", report="b"), formulation("甲机制", "健全甲机制", report="b")),
    }
    corpus = Corpus((*one.cleaned, *two.cleaned), {id_: Extracted(formulations=some) for id_, some in said.items()})
    site = build(corpus, tmp_path)
    check_links(site)
    shown = (site / "browse" / "terms.html").read_text(encoding="utf-8")
    assert re.findall(r"<h3>(.机制)<small>", shown) == ["甲机制", "乙机制"]
    assert re.findall(r'<li id="t-[^"]+"><b>(.*?)</b>', shown) == ["丙机制"]


def test_a_law_is_one_document_with_and_without_the_name_of_the_state(tmp_path: Path) -> None:
    titles = ("中华人民共和国监督法", "监督法", "监督法(修正草案)", "中华人民共和国")
    corpus = with_rows(made(["文"]), citations=tuple(map(citation, titles)))
    b = Browsing(corpus, items(corpus), built_in_taxonomy())
    assert sorted(d.title for d in b.documents) == ["中华人民共和国", "中华人民共和国监督法", "监督法(修正草案)"]
    assert b.document_urls[document_key("监督法")] == b.document_urls[document_key("中华人民共和国监督法")]
    assert document_key("监督法(修正草案)") == document_key("监督法（修正草案）")
    site = build(corpus, tmp_path)
    check_links(site)


@pytest.mark.parametrize(("title", "vague"), [("纲要草案", True), ("政府工作报告", True), ("监督法", False)])
def test_a_title_that_does_not_tell_which(title: str, vague: bool) -> None:
    corpus = with_rows(made(["文"]), citations=(citation(title),))
    [document] = Browsing(corpus, items(corpus), built_in_taxonomy()).documents
    assert document.vague is vague


def test_lists_of_many_reports_are_folded(tmp_path: Path) -> None:
    site = build(many(100), tmp_path)
    years = parsed(site / "reports" / "index.html")
    folds = [a for tag, a in years.seen if tag == "details" and a.get("class") == "gb-province"]
    assert len(folds) > 1
    assert ["open" in a for a in folds] == [True] + [False] * (len(folds) - 1), "the newest year is open"
    page = parsed(site / "browse" / "regions.html")
    provinces = [a for tag, a in page.seen if tag == "details" and a.get("class") == "gb-province"]
    assert len(provinces) == 3
    assert not [a for a in provinces if "open" in a]


def test_subject_pages_say_with_which_words(browsed: Path) -> None:
    html = (browsed / "browse" / "subject-business.html").read_text(encoding="utf-8")
    assert "南湖区政协" in html
    assert re.search(r"<span>涉企<small>\d+</small></span>", html)


def test_names_in_pages_are_text_only(tmp_path: Path) -> None:
    trick = '<b onclick="x">[a](javascript:1)</b> {#evil} `|'
    rows = {
        "formulations": (formulation(trick, trick, trick, "乙"),),
        "citations": (citation(trick),),
        "events": (event("2025-01-01", trick),),
    }
    corpus = with_rows(made([trick], organ=trick, region=trick), **rows)
    site = build(corpus, tmp_path)
    check_links(site)
    for page in [*(site / "browse").glob("*.html"), *(site / "bodies").glob("*.html")]:
        seen = parsed(page).seen
        assert not [a for _, a in seen if "onclick" in a]
        assert "evil" not in parsed(page).ids
        assert not [a for _, a in seen if (a.get("href") or "").startswith("javascript")]


def test_term_keys() -> None:
    assert term_key("“放管服”改革") == term_key("放管服改革") == "放管服改革"

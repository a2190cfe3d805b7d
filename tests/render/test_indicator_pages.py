"""The indicator pages: what is compared, what is kept apart, and that every figure leads to its sentence."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from build import build
from pageread import Page, read
from sample import ROOT, five, made, many
from test_pages import check_links

from generator.model import Cleaned, Comparison, Corpus, Extracted, Indicator
from generator.pipeline import load
from generator.relate.catalogue import built_in, parse, read_catalogue
from generator.render import charts
from generator.render.browsing import Browsing
from generator.render.charts import Axis, Value
from generator.render.indicators import Indicators
from generator.render.lists import item, newest_first
from generator.render.peers import Neighbours
from generator.render.places import figure_anchor, indicator_page, indicator_urls
from generator.render.report import view
from generator.render.sheets import DRAWN, MANY, Sheet
from generator.render.subjects import built_in_taxonomy

CATALOGUE = """
entries:
  - {id: solved, name: 问题解决率, group: 办理, units: ["%"], need: [解决率], better: up, definition: 解决的占比。,
     similar: [done]}
  - {id: done, name: 办结率, group: 办理, units: ["%"], need: [办结率], better: up, definition: 办结的占比。}
  - {id: con, name: 办理件数, group: 办理, units: [件], need: [办理件数], definition: 件数。}
""".encode()


def corpus_of(rows: Sequence[tuple[str, int, str, str, dict[str, str]]]) -> Corpus:
    """A corpus of figures: (organ, year of the report, entry, "98.5%", what differs in the comparison)."""
    reports: dict[tuple[str, int], list[tuple[str, str, dict[str, str]]]] = {}
    for organ, year, entry, shown, other in rows:
        reports.setdefault((organ, year), []).append((entry, shown, other))
    cleaned: list[Cleaned] = []
    extracted: dict[str, Extracted] = {}
    compared: list[Comparison] = []
    for n, ((organ, year), figures) in enumerate(reports.items()):
        id_ = f"r{n}"
        texts = [f"开头一句。全年{entry}为{shown}。末一句。" for entry, shown, _ in figures]
        one = made(texts, id=id_, path=f"{id_}.txt", organ=organ, region=f"某省{organ[:-2]}", year=year)
        [report] = one.reports
        found = []
        for m, (entry, shown, other) in enumerate(figures, 1):
            p = report.sections[0].paragraphs[m - 1]
            at = p.text.index(shown)
            number = re.match(r"[\d.]+", shown)
            assert number
            row = Indicator(
                f"{id_}-i{m}", id_, report.source, 0, 1, p.target, p.text[5:-4], other.pop("measure", entry), entry,
                number[0], shown[number.end() :], "exact", "none", str(year), "report", "achieved", "", "", 0.9,
                (at, at + len(shown)),
            )  # fmt: skip
            found.append(row)
            compared.append(
                replace(
                    Comparison(
                        entry, entry, report.region or "", organ, str(year), row.value, row.unit, "exact", "achieved",
                        "", "", False, row.id, id_,
                    ),
                    **{k: v == "yes" if k == "conflict" else v for k, v in other.items()},  # type: ignore[arg-type]
                )
            )  # fmt: skip
        cleaned += one.cleaned
        extracted[id_] = Extracted(indicators=tuple(found))
    return Corpus(tuple(cleaned), extracted, tuple(compared))


def indicators(corpus: Corpus, catalogue: bytes = CATALOGUE) -> Indicators:
    items = [item(view(r, corpus.extracted[r.id].indicators)) for r in corpus.reports]
    taxonomy = built_in_taxonomy()
    return Indicators(Browsing(corpus, sorted(items, key=newest_first), taxonomy), parse(catalogue, "catalogue"))


def sheet(rows: Sequence[tuple[str, int, str, str, dict[str, str]]], entry: str = "solved") -> Sheet:
    return indicators(corpus_of(rows)).sheets[entry]


@cache
def true_five() -> Corpus:
    return load(ROOT / "content" / "sources")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five reports with what extraction and alignment make of them."""
    return build(true_five(), tmp_path_factory.mktemp("compared"))


def parsed(page: Path) -> Page:
    return read(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>"))


def test_bodies_are_seen_beside_others_of_their_kind(compared: Path) -> None:
    page = html.unescape((compared / "bodies" / "zhejiang-jiaxing-nanhu-renda.html").read_text(encoding="utf-8"))
    table = page[page.index('id="peers"') :]
    table = table[: table.index("</table>")]
    beside = ["zhejiang-jiaxing-xiuzhou-renda", "zhejiang-huzhou-wuxing-renda"]
    assert re.findall(r'bodies/([a-z-]+)\.html">', table) == beside
    row = table[table.index("建议所提问题解决率") :]
    cells = re.findall(r'<td class="(\w*)">(?:<a href="[^"]+">([^<]*)|<i>(未载))', row[: row.index("</tr>")])
    assert cells == [("own", "88.4", ""), ("", "68.75", ""), ("", "93.3", "")]
    row = table[table.index("收集民情民意件数") :]
    assert 'class="off"' in row[: row.index("</tr>")]  # 件, not 条: shown, not compared
    assert "未载" in row[: row.index("</tr>")]


def test_only_bodies_of_a_kind_and_rank_are_compared() -> None:
    rows = [
        ("甲区人大", 2025, "solved", "90%", {}), ("甲区人大", 2025, "con", "80件", {}),
        ("乙区人大", 2024, "solved", "80%", {}), ("乙区人大", 2024, "con", "70件", {"unit": "条"}),
        ("丙区法院", 2025, "solved", "70%", {}), ("丙区法院", 2025, "con", "70件", {}),
    ]  # fmt: skip
    ind = indicators(corpus_of(rows))
    beside = Neighbours(ind.b.bodies, ind.corpus.comparisons)
    by_name = {body.name: body for body in ind.b.bodies}
    peers = beside.of(by_name["甲区人大"])
    assert peers
    assert [body.name for body in peers.bodies] == ["甲区人大", "乙区人大"]
    solved, con = peers.lines
    assert [cell and (cell.alike, cell.share) for cell in solved.cells] == [(True, "0.9"), (True, "0.8")]
    assert [cell and (cell.alike, cell.share) for cell in con.cells] == [(True, ""), (False, "")]
    assert beside.of(by_name["丙区法院"]) is None
    told = indicators(corpus_of([(*rows[0][:4], {"status": "target"}), *rows[1:4]]))
    assert Neighbours(told.b.bodies, told.corpus.comparisons).of(told.b.bodies[0]) is None  # a target is no result


def test_the_home_page_compares_what_most_bodies_say(compared: Path) -> None:
    page = (compared / "index.html").read_text(encoding="utf-8")
    chart = page[page.index("比一比") : page.index("校勘一则")]
    for shown in ("93.3%", "88.4%", "68.75%", "口径、原句与各年度"):
        assert shown in chart


def test_every_comparison_has_its_page_and_place(compared: Path) -> None:
    check_links(compared)
    urls = indicator_urls(true_five().comparisons)
    assert len(urls) > 60
    for c in true_five().comparisons:
        page = parsed(compared / indicator_page(c.canonical))
        assert figure_anchor(c.indicator) in page.ids
    for url in urls.values():
        path, _, anchor = url.partition("#")
        assert anchor in parsed(compared / path).ids


def test_every_figure_is_quoted_marked_and_linked(compared: Path) -> None:
    """On the page of an entry each figure stands in words of its paragraph, and links to where these are."""
    texts = {p.target: p.text for r in true_five().reports for p in r.passages}
    rows = {i.id: i for e in true_five().extracted.values() for i in e.indicators}
    for c in true_five().comparisons:
        shown = html.unescape((compared / indicator_page(c.canonical)).read_text(encoding="utf-8"))
        quotes = [re.sub("<[^>]+>", "", q) for q in re.findall("<q>(.*?)</q>", shown)]
        marked = re.findall(r"<q>.*?<b>(.*?)</b>.*?</q>", shown)
        row = rows[c.indicator]
        text = texts[row.paragraph]
        assert text[slice(*row.at)] in marked
        assert any(quote in text and text[slice(*row.at)] in quote for quote in quotes), c


def test_the_rows_of_a_page_can_be_had_as_csv(compared: Path) -> None:
    for canonical in {c.canonical for c in true_five().comparisons}:
        path = compared / indicator_page(canonical)
        data = path.with_suffix(".csv").read_bytes()
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        told = [c for c in true_five().comparisons if c.canonical == canonical]
        assert sorted((r["organ"], r["year"], r["value"]) for r in rows) == sorted(
            (c.organ, c.year, c.value) for c in told
        )
        for row in rows:
            page, _, anchor = row["page"].partition("#")
            assert anchor in parsed(compared / page).ids


def test_what_is_in_no_entry_is_listed(compared: Path) -> None:
    shown = (compared / "indicators" / "unlisted_1.html").read_text(encoding="utf-8")
    left = [i for e in true_five().extracted.values() for i in e.indicators if not i.canonical]
    assert len(re.findall(r'<li><a href="\.\./reports/', shown)) == len(left) > 50


def test_without_comparisons_the_figures_are_listed(tmp_path: Path) -> None:
    site = build(five(), tmp_path)
    names = ["by_report.html", "index.html", "unlisted_1.html"]
    assert sorted(p.name for p in (site / "indicators").iterdir()) == names
    shown = (site / "indicators" / "by_report.html").read_text(encoding="utf-8")
    told = [len(e.indicators) for e in five().extracted.values() if e.indicators]
    assert sorted(int(n) for n in re.findall(r"数字(\d+)个", shown)) == sorted(told)
    for page in re.findall(r'<a href="\.\./(reports/[^"#]+)#data"', shown):
        assert "data" in parsed(site / page).ids


def test_targets_and_parts_have_lines_of_their_own() -> None:
    s = sheet([
        ("甲区人大", 2025, "solved", "90%", {}),
        ("甲区人大", 2025, "solved", "95%", {"status": "target"}),
        ("甲区人大", 2025, "solved", "80%", {"breakdown": "大会"}),
        ("甲区人大", 2025, "solved", "70%", {"scope": "新街道"}),
    ])  # fmt: skip
    [holder] = s.holders
    lines = holder.lines(["2025"])
    assert [(line.notes, [t.shown for t in line.cells[0]]) for line in lines] == [
        ((), ["90%"]), (("大会",), ["80%"]), (("新街道",), ["70%"]), (("目标",), ["95%"]),
    ]  # fmt: skip
    assert s.parted == ["目标", "大会", "新街道"]


def test_years_run_newest_first_and_missing_ones_are_told() -> None:
    ind = indicators(corpus_of([
        ("甲区人大", 2023, "solved", "90%", {}),
        ("甲区人大", 2024, "done", "90%", {}),
        ("甲区人大", 2025, "solved", "92%", {}),
        ("乙区人大", 2024, "solved", "80%", {}),
        ("丙区人大", 2025, "done", "80%", {}),
        ("丁区政协", 2025, "done", "80%", {}),
    ]))  # fmt: skip
    s = ind.sheets["solved"]
    assert s.years == ["2025", "2024", "2023"]
    by_name = {h.name: h for h in s.holders}
    [line] = by_name["甲区人大"].lines(s.years)
    assert [[t.shown for t in cell] for cell in line.cells] == [["92%"], [], ["90%"]]
    assert line.missing == (False, True, False)
    [line] = by_name["乙区人大"].lines(s.years)
    assert line.missing == (False, False, False), "there is no report of that year"
    assert [(m.year, [b.name for b in m.bodies]) for m in ind.missing(s)] == [
        ("2025", ["丙区人大"]), ("2024", ["甲区人大"]),
    ]  # fmt: skip


def test_years_that_only_goals_are_of_come_last() -> None:
    s = sheet([
        ("甲区人大", 2024, "solved", "90%", {}),
        ("甲区人大", 2025, "solved", "95%", {"status": "target", "year": "2035"}),
        ("甲区人大", 2025, "solved", "91%", {"status": "target"}),
    ])  # fmt: skip
    assert s.windows == [["2024"], ["2035", "2025"]]
    assert [s.aimed(years) for years in s.windows] == [False, True]
    assert s.span == "2024年，目标与计划至2035年"
    goals = sheet([("甲区人大", 2025, "solved", "95%", {"status": "target"})])
    assert (goals.windows, goals.aimed(["2025"]), goals.span) == ([["2025"]], False, "2025年")


def test_many_bodies_stand_below_their_provinces(tmp_path: Path) -> None:
    places = ("浙江省湖州市", "安徽省滁州市", "江苏省南通市")
    entry = read_catalogue(built_in()).by_id["npc-suggestions-solved-rate"].id
    corpus = corpus_of([(f"甲{n}区人大", 2025, entry, "90%", {}) for n in range(12)])
    where = {r.id: f"{places[n % 3]}甲{n}区" for n, r in enumerate(corpus.reports)}
    moved = (tuple(replace(r, region=where[r.id]) for r in c.reports) for c in corpus.cleaned)
    cleaned = tuple(replace(c, reports=reports) for c, reports in zip(corpus.cleaned, moved, strict=True))
    compared = tuple(replace(c, region=where[c.report]) for c in corpus.comparisons)
    site = build(Corpus(cleaned, corpus.extracted, compared), tmp_path)
    check_links(site)
    shown = (site / indicator_page(entry)).read_text(encoding="utf-8")
    heads = re.findall(r"(?:data-part><tr><th[^>]*>(.*?)<|data-item data-key=\"(甲\d+区人大)\")", shown)
    assert [head for head, _ in heads if head] == ["安徽省", "江苏省", "浙江省"]
    assert [name for _, name in heads[1:5]] == ["甲1区人大", "甲10区人大", "甲4区人大", "甲7区人大"]


def test_similar_entries_are_named_and_not_merged() -> None:
    ind = indicators(corpus_of([
        ("甲区人大", 2025, "solved", "90%", {}), ("乙区人大", 2025, "done", "95%", {}),
    ]))  # fmt: skip
    for entry, other in (("solved", "done"), ("done", "solved")):
        [near] = ind.near(ind.sheets[entry])
        assert near.entry.id == other
        assert [t.indicator.canonical for t in near.told] == [other]


def test_names_are_given_as_the_texts_write_them() -> None:
    s = sheet([
        ("甲区人大", 2025, "solved", "90%", {"measure": "问题解决率"}),
        ("乙区人大", 2025, "solved", "80%", {"measure": "解决或基本解决占比"}),
        ("丙区人大", 2025, "solved", "70%", {"measure": "问题“解决率”"}),
    ])  # fmt: skip
    assert [(name, sorted(h.name for h in holders)) for name, holders in s.names] == [
        ("问题解决率", ["丙区人大", "甲区人大"]), ("解决或基本解决占比", ["乙区人大"]),
    ]  # fmt: skip


def test_shares_are_dots_on_a_cut_axis() -> None:
    s = sheet([
        ("甲区人大", 2025, "solved", "88.4%", {}),
        ("甲区人大", 2024, "solved", "70%", {}),
        ("乙区人大", 2025, "solved", "68.75%", {}),
        ("丙区人大", 2025, "solved", "99%", {"status": "target"}),
    ])  # fmt: skip
    [chart] = s.drawn
    assert chart.kind == "dots"
    assert [v.name for v in chart.values] == ["甲区人大", "乙区人大"]
    assert chart.axis.cut
    assert (chart.axis.start, [t.label for t in chart.axis.ticks]) == ("60", ["60", "70", "80", "90", "100"])
    assert [(d.x, d.now) for d in chart.rows[0].dots] == [("25%", False), ("71%", True)]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"unit": "条"}, "another unit"),
        ({"breakdown": "大会"}, "a part"),
        ({"scope": "新街道"}, "of a part of the area"),
        ({"status": "plan"}, "only intended"),
        ({"conflict": "yes"}, "not sure"),
        ({"year": "2025-06"}, "half a year"),
    ],
)
def test_only_what_is_defined_alike_is_drawn(other: dict[str, str], why: str) -> None:
    rows = [("甲区人大", 2025, "con", "10件", {}), ("乙区人大", 2025, "con", "5件", {})]
    [chart] = sheet(rows, "con").drawn
    assert (chart.kind, chart.axis.low, [r.width for r in chart.rows]) == ("bars", 0, ["100%", "50%"])
    assert not sheet([rows[0], (*rows[1][:4], other)], "con").drawn, why


def test_three_years_make_a_line() -> None:
    rows = [("甲区人大", year, "solved", f"{value}%", {}) for year, value in ((2020, 80), (2021, 82), (2025, 90))]
    [chart] = sheet(rows).drawn
    assert chart.kind == "lines"
    [panel] = chart.panels
    assert [(p.x, p.label, p.joined) for p in panel.points] == [
        ("0%", "80%", False), ("20%", "", True), ("100%", "90%", False),
    ]  # fmt: skip
    assert not sheet(rows[:2]).drawn


def test_many_bodies_are_shown_by_how_they_spread_or_by_the_largest() -> None:
    rates = [(f"甲{n}区人大", 2025, "solved", f"{50 + n}%", {}) for n in range(DRAWN + 8)]
    [chart] = sheet(rates).drawn
    assert chart.kind == "spread"
    assert sum(c.count for c in chart.columns) == chart.of == DRAWN + 8
    counts = [(f"甲{n}区人大", 2025, "con", f"{n}件", {}) for n in range(DRAWN + 8)]
    [chart] = sheet(counts, "con").drawn
    assert (chart.kind, len(chart.rows), chart.of) == ("bars", DRAWN, DRAWN + 8)
    assert [v.value for v in chart.values] == sorted((v.value for v in chart.values), reverse=True)


@pytest.mark.parametrize(
    ("values", "unit", "ticks"),
    [
        (["98.8", "100"], "%", ["90", "92", "94", "96", "98", "100"]),
        (["68.75", "93.3"], "%", ["60", "70", "80", "90", "100"]),
        (["-2.1", "8.4"], "%", ["−5", "0", "5", "10"]),
        (["6", "6"], "%", ["6", "8"]),
        (["0", "0"], "%", ["0", "0.25"]),
    ],
)
def test_axes_end_at_round_places(values: list[str], unit: str, ticks: list[str]) -> None:
    axis = charts.rate_axis([Decimal(v) for v in values], unit)
    assert [t.label for t in axis.ticks] == ticks
    assert all(axis.low <= Decimal(v) <= axis.high for v in values)


def test_lengths_are_short_and_plain() -> None:
    axis = Axis(Decimal(0), Decimal(3), Decimal(1))
    assert [axis.at(Decimal(v)) for v in ("0", "1", "3")] == ["0%", "33.33%", "100%"]
    assert charts.plain(Decimal("1E+2")) == "100"


def test_labels_do_not_touch() -> None:
    one, other = (Value("甲", year, Decimal(v), f"{v}%") for year, v in (("2025", 90), ("2024", 89)))
    [row] = charts.dots([(one, other)], "%").rows
    assert [d.label for d in row.dots] == ["", "90%"]


def test_a_device_is_no_page() -> None:
    assert indicator_page("consumption") == "indicators/consumption.html"
    assert re.fullmatch(r"indicators/con-[0-9a-f]{8}\.html", indicator_page("con"))
    assert indicator_page("index") != "indicators/index.html"


def test_hundreds_of_bodies(tmp_path: Path) -> None:
    """Sentences get pages of their own; the table can be narrowed; nothing is heavy."""
    entry = read_catalogue(built_in()).by_id["npc-suggestions-solved-rate"].id
    corpus = corpus_of(
        [(f"甲{n}区人大", 2020 + k, entry, f"{60 + n % 40}%", {}) for n in range(MANY * 4) for k in range(3)]
    )
    site = build(corpus, tmp_path)
    check_links(site)
    page = site / indicator_page(entry)
    shown = page.read_text(encoding="utf-8")
    assert "facets.js" in shown
    assert "<q>" not in shown
    assert shown.count("<tbody data-item") == MANY * 4
    said = list(page.parent.glob(f"{entry}_*.html"))
    assert sum(p.read_text(encoding="utf-8").count("<q>") for p in said) == MANY * 4 * 3
    assert max(p.stat().st_size for p in site.rglob("*.html")) < 400_000


def test_long_lists_of_figures_are_parted(tmp_path: Path) -> None:
    corpus = many(6)
    for report, rows in corpus.extracted.items():
        [one] = rows.indicators
        several = tuple(replace(one, id=f"{report}-{n}") for n in range(300))
        corpus.extracted[report] = replace(rows, indicators=several)
    site = build(corpus, tmp_path)
    check_links(site)
    names = sorted(p.name for p in (site / "indicators").iterdir())
    assert names == ["by_report.html", "index.html", "unlisted_1.html", "unlisted_2.html"]

"""What a report's page shows beside its text: key points, headline figures, drawings, notes, tables, citations."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from pageread import read
from sample import Raw, five, made

from generator.clean import clean_source
from generator.extract import extract
from generator.model import Cleaned, Formulation, Indicator, Passage, Piece, Report, Section, Source
from generator.read import Sidecar
from generator.render.citation import citation
from generator.render.collation import chapters
from generator.render.headline import headline
from generator.render.keypoints import FEWEST, MOST, Point, key_points
from generator.render.pages import _phrases
from generator.render.places import places
from generator.render.report import Grid, Paragraph, View, view
from generator.render.rows import Row, sentence


def figures(report: Report, *said: tuple[int, str, str], **more: str) -> list[Indicator]:
    """Indicators of the first section: (paragraph from 1, number with its unit, what is measured)."""
    found = []
    for n, (at, shown, measure) in enumerate(said, 1):
        passage = report.sections[0].paragraphs[at - 1]
        start = passage.text.index(shown)
        number = re.match("[0-9.]+", shown)
        assert number
        found.append(
            Indicator(
                f"made-{n}", "made", "made.txt", 0, 1, passage.target, passage.text, measure,
                more.get("canonical", ""), number[0], shown[number.end() :], "exact", "none", "2025", "report",
                more.get("status", "achieved"), "", "", 0.9, (start, start + len(shown)),
            )
        )  # fmt: skip
    return found


def laid_out(texts: Sequence[str], *said: tuple[int, str, str], **more: str) -> View:
    [report] = made(texts).reports
    return view(report, figures(report, *said, **more))


def points(view: View) -> list[str]:
    return [point.text for point in view.points]


GOOD = [
    "全年督办代表建议164件，问题解决率88.4%。各项工作有序推进。",
    "组织代表视察46次，形成调研报告22篇，为决策提供参考。",
    "收集处理民情民意3857条，群众满意率达到90%。",
]
FIGURES = [
    (1, "164件", "督办代表建议"), (1, "88.4%", "问题解决率"), (2, "46次", "组织代表视察"), (2, "22篇", "形成调研报告"),
    (3, "3857条", "收集处理民情民意"), (3, "90%", "群众满意率"),
]  # fmt: skip


def test_key_points_are_stretches_of_the_text() -> None:
    assert points(laid_out(GOOD, *FIGURES)) == [
        "全年督办代表建议164件，问题解决率88.4%",
        "组织代表视察46次，形成调研报告22篇，为决策提供参考",
        "收集处理民情民意3857条，群众满意率达到90%",
    ]
    runs = laid_out(GOOD, *FIGURES).points[0].runs
    assert [text for text, figure in runs if figure] == ["164件", "88.4%"]


def test_few_figures_or_intended_ones_make_no_key_points() -> None:
    assert points(laid_out(GOOD, *FIGURES[:2])) == []
    assert points(laid_out(GOOD, *FIGURES, status="target")) == []
    assert points(laid_out(["群众说好。", "代表说好。"])) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        "其中督办代表建议164件，问题解决率88.4%。",
        "“督办代表建议164件，问题解决率88.4%”，代表说。",
        "督办代表建议164件，问题解决率88.4%，够不够？",
    ],
)
def test_a_clause_that_leans_is_no_key_point(spoilt: str) -> None:
    assert not [p for p in points(laid_out([spoilt, *GOOD[1:]], *FIGURES)) if "164" in p]


def test_what_is_to_come_is_no_key_point() -> None:
    [report] = made(GOOD, year=2025).reports
    rows = figures(report, *FIGURES)
    heading = Passage("made/s2/heading", "2026年工作安排", (Piece(0, 1, None),))
    later = replace(report.sections[0], heading=heading, level=1)
    ahead = replace(report, sections=(replace(report.sections[0], paragraphs=()), later))
    assert view(report, rows).points
    assert not view(ahead, rows).points


@pytest.mark.parametrize("report", five().reports, ids=lambda r: r.id)
def test_key_points_of_the_five(report: Report) -> None:
    v = view(report, five().extracted[report.id].indicators)
    texts = {n: p.text for n, p in enumerate(report.paragraphs, 1)}
    assert not v.points or FEWEST <= len(v.points) <= MOST
    assert [p.paragraph for p in v.points] == sorted(p.paragraph for p in v.points)
    for point in v.points:
        assert point.text in texts[point.paragraph]
        assert any(figure for _, figure in point.runs)


def test_most_reports_have_key_points() -> None:
    having: list[tuple[Point, ...]] = []
    for report in five().reports:
        v = view(report, five().extracted[report.id].indicators)
        having += [v.points] if v.points else []
    assert len(having) >= 4


def test_headline_figures_say_each_thing_once_and_no_age() -> None:
    texts = ["老人80岁，督办建议12件，重点督办建议5件，满意率99%，代表满意率98%，培训300人次。"]
    said = [
        (1, "80岁", "老人年龄"), (1, "12件", "督办建议"), (1, "5件", "重点督办建议"), (1, "99%", "满意率"),
        (1, "98%", "代表满意率"), (1, "300人次", "培训"),
    ]  # fmt: skip
    names = [row.indicator.measure for row in laid_out(texts, *said).figures]
    assert "老人年龄" not in names
    assert len(names) == len({name[-3:] for name in names}) == 3


def test_a_comparable_figure_goes_before_another() -> None:
    [report] = made(["甲事项办结25件，乙事项办结25件。"]).reports
    one, other = figures(report, (1, "25件", "甲事项办结"), (1, "25件", "乙事项办结"))
    other = replace(other, canonical="b", at=(14, 17))
    rows = view(report, [one, other]).rows
    assert headline(rows, 1) == (rows[1],)
    assert isinstance(rows[1], Row)


def formulation(name: str, paragraph: str, at: int, *parts: str) -> Formulation:
    return Formulation(f"made-{name}", "made", "made.txt", 0, 1, name, "mechanism", parts, "", paragraph,
                       (at, at + len(name)))  # fmt: skip


def test_a_term_is_linked_at_its_first_mention_inside_its_quotation_marks() -> None:
    [report] = made(["推行“三张清单”，落实“三张清单”。", "建议清单、办理清单、结果清单。"]).reports
    quoted = formulation("“三张清单”", "made/s1/p1", 2, "建议清单", "办理清单", "结果清单")
    v = view(report, (), formulations=[quoted, replace(quoted, at=(11, 17))])
    [term] = v.terms
    assert (term.paragraph, term.listed, term.marked) == (1, 2, True)
    [first, _] = v.parts[0].blocks
    assert isinstance(first, Paragraph)
    assert [(run.kind, run.text) for run in first.runs] == [
        ("text", "推行“"), ("term", "三张清单"), ("text", "”，落实“三张清单”。"),
    ]  # fmt: skip


def test_a_term_does_not_cut_a_figure() -> None:
    [report] = made(["新建24小时书房。"]).reports
    rows = figures(report, (1, "24小时", "书房"))
    v = view(report, rows, formulations=[formulation("24小时书房", "made/s1/p1", 2)])
    assert [run.kind for run in v.parts[0].blocks[0].runs] == ["text", "figure", "text"]  # type: ignore[union-attr]


def test_numbers_stay_with_their_counters() -> None:
    [report] = made(["2025年5月22日，第26次会议举行。"]).reports
    [block] = view(report, ()).parts[0].blocks
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.runs if run.whole] == ["2025年5月22日", "第26次"]
    assert "".join(run.text for run in block.runs) == report.paragraphs[0].text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("位列全省前10名，占比93.3%以上。", ["前10名", "93.3%以"]),
        ("6月30日至7月2日，共15至75岁的居民参加。", ["6月30日", "7月2日", "15至75岁"]),
        ("进站450人次，推进“1+13+107”体系建设。", ["450人次", "1+13+107"]),
        ("举办“南湖·红船”讲坛，从区～镇贯通。", ["湖·", "区～"]),
        ("编号为20250522000000001。", []),  # too long for a narrow column
    ],
)
def test_what_does_not_break_over_lines(text: str, whole: list[str]) -> None:
    """GB/T 15834: 间隔号 and 连接号 begin no line; browsers see to the other marks, not to these."""
    [block] = view(made([text]).reports[0], ()).parts[0].blocks
    assert isinstance(block, Paragraph)
    assert [run.text for run in block.runs if run.whole] == whole
    assert "".join(run.text for run in block.runs) == text


@pytest.mark.parametrize(
    ("text", "shown", "said"),
    [
        ("前一句。完成实事18件，投入资金8430万元。后一句。", "8430万元", "完成实事18件，投入资金8430万元。"),
        ("开场说“大家好。”全年督办建议164件；其余略。", "164件", "全年督办建议164件"),
        (f"{'某' * 40}，{'甲' * 10}，办理建议98件，{'乙' * 30}。", "98件", f"{'甲' * 10}，办理建议98件"),
        (f"{'丙' * 60}98件{'丁' * 60}", "98件", f"…{'丙' * 44}98件{'丁' * 44}…"),
        ("98件", "98件", "98件"),
    ],
)
def test_a_figure_is_told_with_its_sentence(text: str, shown: str, said: str) -> None:
    at = text.index(shown)
    before, figure, after = sentence(text, (at, at + len(shown)), 44)
    assert figure == shown
    assert before + figure + after == said


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("协商为民促发展 履职尽责显担当", ["协商为民促发展", "履职尽责显担当"]),
        ("社情民意信息“直通车”：传递民声暖人心", ["社情民意信息“直通车”：", "传递民声暖人心"]),
        ("三、高效推进成果普惠，回应民生之盼", ["三、高效推进成果普惠，", "回应民生之盼"]),
        ("“为民办事，为民负责，”见实效", ["“为民办事，", "为民负责，”见实效"]),
        ("工作回顾", []),
        ("一 甲", []),
    ],
)
def test_headings_break_where_they_pause(heading: str, parts: list[str]) -> None:
    shown = _phrases(heading)
    assert re.findall('<span class="nb">(.*?)</span>', shown) == parts
    assert re.sub("<.*?>", "", shown) == heading


def test_no_headline_figure_without_its_sentence(site: Path) -> None:
    pages = [site / "index.html", *(site / "reports").glob("*-20*.html"), *(site / "bodies").glob("*.html")]
    found = 0
    for path in pages:
        for link in re.findall(r'<section class="gb-figs.*?</section>', path.read_text(encoding="utf-8"), re.S):
            figures, quotes = link.count("<a "), re.findall("<q>(.*?)</q>", link)
            assert len(quotes) == figures
            assert all(re.search("<i>.+</i>", quote) for quote in quotes)
            assert not [q for q in quotes if re.search(r"(?<![>\d.第前])\d+[件条次个]", q)], "apart from its unit"
            found += figures
    assert found > 30


def test_lines_of_a_table_have_cells_and_keep_their_text() -> None:
    texts = ["产品 产量 单位", "粮食 49000 万吨 5.0", "其中：稻谷 1000 万吨 -2.4", "棉花 296.8 万吨 9.6", "全年好。"]
    [report] = made(texts).reports
    blocks = view(report, figures(report, (2, "49000 万吨", "粮食"))).parts[0].blocks
    rows = [b for b in blocks if isinstance(b, Paragraph) and b.cells]
    assert [len(row.cells) for row in rows] == [1, 4, 4, 4]
    assert [(row.first, row.last) for row in rows] == [(True, False), (False, False), (False, False), (False, True)]
    for row, text in zip(rows, texts, strict=False):
        assert "".join(run.text for cell in row.cells for run in cell) == text
    kinds = [run.kind for cell in rows[1].cells for run in cell if run.text.strip()]
    assert kinds == ["text", "figure", "text", "text"]
    assert key_points(report, ()) == ()


def described(**known: object) -> Report:
    [report] = made(["文"]).reports
    bare = replace(report, subtitle=None, byline=None, authors=(), title=passage("title", "年度工作报告"))
    return replace(bare, **known)  # type: ignore[arg-type]


def passage(where: str, text: str) -> Passage:
    return Passage(f"made/{where}", text, (Piece(0, 1, None),))


@pytest.mark.parametrize(
    ("known", "kind", "entry"),
    [
        ({"organ": "某区人大常委会"}, "report", "某区人大常委会. 年度工作报告[R/OL]. "),
        (
            {
                "byline": passage("byline", "某市市长 李四"), "authors": ("李四",), "published": "2025-01-16",
                "title": passage("title", "政府工作报告（摘要）"), "subtitle": passage("subtitle", "——2025年1月16日"),
            },
            "report", "李四. 政府工作报告（摘要）: 2025年1月16日[R/OL]. (2025-01-16)",
        ),
        (
            {
                "byline": passage("byline", "■记者 甲 乙 丙 丁"), "authors": ("甲", "乙", "丙", "丁"),
                "title": passage("title", "履职风采"),
            },
            "article", "甲, 乙, 丙, 等. 履职风采[N/OL]. [报纸名不详]",
        ),
        ({"title": passage("title", "履职风采"), "organ": "某区政协"}, "page", "佚名. 履职风采[EB/OL]. "),
        ({"title": None, "organ": None}, "page", "佚名. 〔无题〕[EB/OL]. "),
    ],
)  # fmt: skip
def test_citations_name_what_is_known_and_no_more(known: dict[str, object], kind: str, entry: str) -> None:
    found = citation(described(**known))
    assert (found.kind, found.before) == (kind, entry)


def test_only_a_web_address_is_an_access_path() -> None:
    assert citation(described(url="javascript:alert(1)")).url == ""
    assert citation(described(url="https://example.org/a")).url == "https://example.org/a"


def test_a_dropped_repeat_leads_to_the_copy_that_stays() -> None:
    raw = Raw("a.txt", "a")
    kept = raw.passage("s1/p1", "同一段文字在这里留下来。")
    raw.passage("s1/p2", "另一段。")
    raw.drop("同一段文字\n在这里留下来。\n", "repeat-paragraph", "与第1行起一段逐字相同")
    raw.drop("没有第二处的文字", "repeat-splice")
    bare = Report("a", "a.txt", 1, None, None, None, None, (), None, None, None, True, (), (), ())
    report = replace(bare, sections=(Section(None, 0, (kept,)),))
    [repeats] = [
        c for c in chapters(Cleaned(raw.source(), (report,), tuple(raw.edits)), places([report]))
        if c.group.id == "repeat"
    ]  # fmt: skip
    first, second = repeats.entries
    assert (first.stays_lines, [place.anchor for place in first.stays]) == ((1, 1), ["p1"])
    assert (second.stays_lines, second.stays) == (None, ())


def test_the_page_shows_what_stands_beside_its_text(site: Path) -> None:
    [council] = [r for r in five().reports if r.id == "nanhu-zhengxie-2025"]
    html = (site / "reports" / f"{council.id}.html").read_text(encoding="utf-8")
    page = read(html[html.index("<article") : html.index("</article>") + len("</article>")])
    assert "points" in page.ids
    assert "所述机关" in html
    assert "摘自原文，一字未改" in html
    for tag, attributes in page.seen:
        if tag == "aside" or tag == "figure" or attributes.get("class") == "gb-points":
            assert "data-ed" in attributes


def test_a_table_has_caption_heads_and_linked_figures() -> None:
    """Caption and unit are paragraphs inside the table; a figure is linked at its cell, its row leads to it."""
    text = (
        "# 统计公报\n\n各项指标如下。\n\n**表1：2024年投资**\n\n单位：亿元\n\n"
        "| 指标 | 投资额 | 比上年增长% | 说明 |\n|---|---|---|---|\n| 工业 | 31.0 | -5.2 | |\n"
        "| 房屋 | 12.4 | 3.1 | 见注 |\n"
    )
    data = text.encode("utf-8")
    cleaned = clean_source(Source("a.md", text, "utf-8", len(data), ""), Sidecar("a.md.yml"))
    [report] = cleaned.reports
    v = view(report, extract(report).indicators)
    grid = next(block for part in v.parts for block in part.blocks if isinstance(block, Grid))
    assert [p.n for p in grid.caption] == [2, 3]
    assert ["".join(run.text for run in f.runs) for row in grid.heads for f in row] == [
        "指标", "投资额", "比上年增长%", "说明",
    ]  # fmt: skip
    assert [[(f.head, f.number) for f in row] for row in grid.rows] == [
        [("row", False), ("", True), ("", True), ("", False)]
    ] * 2
    assert grid.numbers == {1, 2}
    assert [run.kind for row in grid.rows for f in row for run in f.runs].count("figure") == len(v.rows) == 4
    shown = [(row.lead, row.number, row.after, row.place.label, row.anchor) for row in v.rows]
    assert shown[:2] == [("", "31.0", "亿元", "表格1第2行", "f1"), ("下降", "5.2", "%", "表格1第2行", "f2")]
    assert "".join(v.rows[0].quote) == "工业 投资额 31.0"

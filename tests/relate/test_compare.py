"""Figures stand side by side where they mean the same, and apart where they do not."""

from collections import defaultdict
from dataclasses import replace
from functools import cache
from pathlib import Path
from shlex import split

import pytest

from generator.extract import extract
from generator.model import Corpus
from generator.pipeline import load
from generator.relate.compare import series
from generator.relate.unmatched import questions
from tests.relate.cases import CATALOGUE, corpus, report, rows

ROOT = Path(__file__).resolve().parents[2]
PRECISION, RECALL = 1.0, 0.95  # floors on the five samples: raise them, never lower them without a reason


@cache
def five() -> Corpus:
    return load(ROOT / "content" / "sources")


def test_the_five_are_aligned_as_by_hand() -> None:
    text = (Path(__file__).parent / "fixtures" / "aligned.txt").read_text(encoding="utf-8")
    wanted = {tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("# ")}
    found = {
        (row.source, str(row.start), row.canonical)
        for rows in five().extracted.values()
        for row in rows.indicators
        if row.canonical
    }
    assert sorted(found - wanted) == [] and PRECISION == 1.0
    assert len(found & wanted) / len(wanted) >= RECALL, sorted(wanted - found)


def test_rows_of_several_bodies() -> None:
    bodies = defaultdict(set)
    for row in five().comparisons:
        bodies[row.canonical].add((row.organ, row.value, row.unit))
    assert {"npc-suggestions", "npc-suggestions-satisfaction-work", "npc-suggestions-satisfaction-result",
            "npc-suggestions-solved-rate", "npc-public-opinions", "npc-research-reports", "npc-station-opinions",
            "npc-small-projects"} <= {entry for entry, own in bodies.items() if len(own) > 1}  # fmt: skip
    assert bodies["npc-suggestions-satisfaction-work"] == {
        ("南湖区委人大工委", "99.4", "%"), ("秀洲区人大常委会", "100", "%")}  # fmt: skip
    assert {value for _, value, _ in bodies["npc-suggestions-solved-rate"]} == {"88.4", "68.75", "93.3"}


def test_the_share_of_the_five_that_can_be_checked_holds() -> None:
    assert ("share", "93.3", True) in [(c.kind, c.stated, c.holds) for c in five().checks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年地区生产总值1200亿元，增长5.5%。", [("gdp", "120000000000", "", ""), ("gdp-growth", "5.5", "", "")]),
        ("单位地区生产总值能耗下降3%。", [("energy-intensity-change", "-3", "", "")]),
        ("服务业增加值占地区生产总值比重达50%。", []),
        ("城乡居民人均可支配收入分别增长8%和9%。",
         [("income-urban-growth", "8", "", ""), ("income-rural-growth", "9", "", "")]),
        ("城镇登记失业率2.9%，城镇调查失业率5.1%。",
         [("unemployment-registered", "2.9", "", ""), ("unemployment-surveyed", "5.1", "", "")]),
        ("五年来城镇新增就业30万人。", [("jobs-new", "300000", "2020—2024年", "")]),
        ("地区生产总值比2020年增长30%。", [("gdp-growth", "30", "比2020年", "")]),
        ("全市粮食产量200万吨。全市粮食产量210万吨。",
         [("grain", "2000000", "", "!"), ("grain", "2100000", "", "!")]),
        ("粮食产量突破200万吨，达到。全市粮食产量203.5万吨。", [("grain", "2035000", "", "")]),
        ("地区生产总值连续跨越3000亿元、4000亿元两个台阶，达到4100亿元。", [("gdp", "410000000000", "", "")]),
        ("森林覆盖率由40%提高到42%。", [("forest-cover", "42", "", "")]),
        ("上半年地区生产总值90亿元，全年地区生产总值200亿元。",
         [("gdp", "20000000000", "", ""), ("gdp", "9000000000", "1—6月", "")]),
    ],
)  # fmt: skip
def test_what_stands_apart(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert rows(text) == expected


def test_both_periods_of_a_year_are_the_whole_and_an_activity_is_not() -> None:
    own = "甲市人大常委会"
    assert rows("二次会议期间和闭会期间提出的91件议案建议全部办结。", organ=own) == [("npc-suggestions", "91", "", "")]
    made = "开展“我为河道出一策”专题调研月活动，征集意见80条，形成9项调研报告。全年形成调研报告21篇。"
    assert [r[1:3] for r in rows(made, organ=own) if r[0] == "npc-research-reports"] == [
        ("21", ""), ("9", "“我为河道出一策”专题调研月活动")]  # fmt: skip


def test_proposals_and_suggestions_never_meet() -> None:
    congress = rows("全年办理代表建议120件，督办重点建议8件。", organ="甲市人大常委会")
    cppcc = rows("全年提交提案300件，督办重点提案9件。", organ="甲市政协")
    assert {entry for entry, *_ in congress} == {"npc-suggestions", "npc-suggestions-key"}
    assert {entry for entry, *_ in cppcc} == {"cppcc-proposals", "cppcc-proposals-key"}


def test_a_series_follows_one_body_over_the_years() -> None:
    texts = {2022: "森林覆盖率40%。", 2023: "森林覆盖率41%。", 2024: "森林覆盖率42%。"}
    found = corpus(*(report([text], rid=f"r{year}", year=year) for year, text in texts.items())).comparisons
    (own,) = series(found).values()
    assert [(row.year, row.value) for row in own] == [("2022", "40"), ("2023", "41"), ("2024", "42")]


def test_a_name_without_entry_is_asked_about_once() -> None:
    asked = corpus(report(["市区空气优良天数比例达到95%。", "市区空气优良天数比例达到96%。"])).questions
    (question,) = [q for q in asked if q.rule == "catalogue-name"]
    assert question.options[0].startswith("air-good-rate ") and question.options[-1] == "none 都不是"
    assert question.entry == "gongbao accept -- '市区空气优良天数比例' air-good-rate"


def test_what_is_copied_into_a_shell_cannot_run() -> None:
    own = report(["市区空气优良天数比例达到96%。"])
    (row,) = extract(own).indicators
    name = "市区空气质量优良天数比例$(a)'"
    (question,) = questions([(own, [replace(row, measure=name)])], CATALOGUE)
    assert split(question.entry)[3] == name
    assert split(question.entry)[:3] == ["gongbao", "accept", "--"] and len(split(question.entry)) == 5

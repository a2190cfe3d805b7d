"""What people decide in a sidecar, from the file to the clean text and the ledger: one readable case a decision."""

from __future__ import annotations

import pytest

from generator.errors import Problems
from generator.model import Cleaned
from generator.read.sidecar import parse
from tests.clean.outline import clean, outline
from tests.clean.test_properties import assert_accounted_for

RAW = """\
青山区人大常委会工作报告

一、监督有力

区人大常委会听取专项报告18个，开展执法检查3次。讲文明树新风。

代表们对全链条监管给予好评。基层站点运行良好，
推动解决问题26个。

代表在现场视察民生项目。

二、服务大局

下步打算另行说明。

把发展作为第一要务，以法治护航。
"""

NOTHING = """\
title: 青山区人大常委会工作报告
h1: 一、监督有力
p: 区人大常委会听取专项报告18个，开展执法检查3次。讲文明树新风。
p: 代表们对全链条监管给予好评。基层站点运行良好，推动解决问题26个。
p: 代表在现场视察民生项目。
h1: 二、服务大局
p: 下步打算另行说明。
p: 把发展作为第一要务，以法治护航。"""


def decide(entries: str, raw: str = RAW) -> Cleaned:
    items = "".join(f"  {line}\n" for line in entries.strip().splitlines())
    cleaned = clean(raw, sidecar=parse(f"edits:\n{items}".encode(), "a.txt.yml"))
    assert_accounted_for(cleaned, raw)
    return cleaned


def test_without_decisions() -> None:
    assert outline(clean(RAW)) == NOTHING


# The entry; a line of the outline above and what stands in its place.
CASES = {
    "heading": (
        '- heading: "下步打算另行说明。"',
        "p: 下步",
        "h1: 下步",
    ),
    "heading with its level": (
        '- heading: "下步打算另行说明。"\n  level: 2',
        "p: 下步",
        "h2: 下步",
    ),
    "caption": (
        '- caption: "代表在现场视察民生项目。"',
        NOTHING[NOTHING.index("p: 代表在") :],
        NOTHING[NOTHING.index("h1: 二") :] + "\ncaption: 代表在现场视察民生项目。",
    ),
    "join": (
        '- join: {after: "讲文明树新风。", before: "代表们对"}',
        "讲文明树新风。\np: 代表们",
        "讲文明树新风。代表们",
    ),
    "split between lines": (
        '- split: {after: "运行良好，", before: "推动解决"}',
        "良好，推动",
        "良好，\np: 推动",
    ),
    "split inside a line": (
        '- split: {after: "给予好评。", before: "基层站点"}',
        "好评。基层",
        "好评。\np: 基层",
    ),
    "drop": (
        '- drop: "讲文明树新风。"',
        "检查3次。讲文明树新风。",
        "检查3次。",
    ),
    "drop from one place to another": (
        '- drop: {from: "讲文明", to: "给予好评。"}',
        "讲文明树新风。\np: 代表们对全链条监管给予好评。基层",
        "\np: 基层",
    ),
    "replace": (
        '- replace: {text: "专项报告18个", with: "专项工作报告18个"}',
        "专项报告18个",
        "专项工作报告18个",
    ),
    "replace over a line end": (
        '- replace: {text: "良好，推动", with: "良好、推动"}',
        "良好，推动",
        "良好、推动",
    ),
}
NOTED = "\n  note: 编者按原报核定"


@pytest.mark.parametrize(("entry", "was", "now"), CASES.values(), ids=CASES)
def test_a_decision_is_carried_out_and_stands_in_the_ledger(entry: str, was: str, now: str) -> None:
    assert was in NOTHING
    cleaned = decide(entry + NOTED)
    assert outline(cleaned) == NOTHING.replace(was, now)
    said = [e for e in cleaned.edits if e.rule == "override"]
    assert said and {e.note for e in said} == {"编者按原报核定"}


def test_a_decision_without_a_note_says_that_an_editor_decided() -> None:
    (edit,) = [e for e in decide('- drop: "讲文明树新风。"').edits if e.rule == "override"]
    assert edit.note == "编者在附注文件中所定"


def test_what_is_kept_no_rule_changes() -> None:
    raw = "工作报告\n\n全面实行(甲+乙)模式，办理建议 24 件。\n"
    assert outline(clean(raw)).endswith("p: 全面实行（甲+乙）模式，办理建议24件。")
    assert outline(decide('- keep: "(甲+乙)"', raw)).endswith("p: 全面实行(甲+乙)模式，办理建议24件。")


def test_a_repeat_that_is_kept_stays() -> None:
    twice = "讲文明树新风，共建美好家园。" * 2
    raw = f"工作报告\n\n区人大常委会推动工作。{twice}代表给予好评。\n"
    assert twice not in outline(clean(raw))
    assert twice in outline(decide('- keep: {from: "讲文明", to: "家园。"}\n  after: "家园。"', raw))


def test_a_heading_of_two_lines_is_quoted_whole() -> None:
    raw = RAW.replace("下步打算另行说明。", "下步打算另行\n说明。")
    expected = NOTHING.replace("p: 下步", "h1: 下步")
    assert outline(decide('- heading: "下步打算另行说明。"', raw)) == expected


def test_several_decisions_hold_together() -> None:
    cleaned = decide(
        '- heading: "下步打算另行说明。"\n  level: 2\n- caption: "代表在现场视察民生项目。"\n- drop: "讲文明树新风。"\n'
        '- split: {after: "运行良好，", before: "推动解决"}\n- replace: {text: "3次", with: "4次"}'
    )
    assert outline(cleaned) == (
        "title: 青山区人大常委会工作报告\nh1: 一、监督有力\n"
        "p: 区人大常委会听取专项报告18个，开展执法检查4次。\n"
        "p: 代表们对全链条监管给予好评。基层站点运行良好，\np: 推动解决问题26个。\n"
        "h1: 二、服务大局\nh2: 下步打算另行说明。\n"
        "p: 把发展作为第一要务，以法治护航。\ncaption: 代表在现场视察民生项目。"
    )


@pytest.mark.parametrize("orders", [(7,), (2, 3)])
def test_an_article_that_is_not_there(orders: tuple[int, ...]) -> None:
    entries = "".join(f"- title: 另一篇\n  order: {order}\n" for order in orders)
    with pytest.raises(Problems) as told:
        clean(RAW, sidecar=parse(f"articles:\n{entries}".encode(), "a.txt.yml"))
    assert [str(problem) for problem in told.value.problems] == [
        f"a.txt.yml:{2 * n + 1}: there is no article {order}: the source has one article;"
        " write order: 1, or delete the entry"
        for n, order in enumerate(orders, 1)
    ]

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.read import markup


def plain(text, offset=0):
    """The text without its markup."""
    out, at = [], 0
    for mark in markup(text, offset).marks:
        assert mark.start >= at, "marks overlap"
        assert mark.end > mark.start
        out.append(text[at : mark.start])
        at = mark.end
    return "".join([*out, text[at:]])


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("# 工作报告 #\n", "工作报告\n"),
        ("## 一、2025年工作回顾\n", "一、2025年工作回顾\n"),
        ("#号不是标题\n", "#号不是标题\n"),
        ("工作报告\n====\n", "工作报告\n\n"),
        ("**一年来，我们重点抓了六方面工作：**\n", "一年来，我们重点抓了六方面工作：\n"),
        ("发展*加快*，**提质**，***并重***。\n", "发展加快，提质，并重。\n"),
        ("增长*5%，其中\n", "增长*5%，其中\n"),
        ("- 一项\n- 二项\n  续行\n", "一项\n二项\n  续行\n"),
        ("1. 一项\n2. 二项\n", "1. 一项\n2. 二项\n"),
        ("2025. 是数字\n", "2025. 是数字\n"),
        ("1\\. 转义\\*号\\\n", "1. 转义*号\\\n"),
        ("> 引用\n> **二行**\n", "引用\n二行\n"),
        ('见[公报](https://example.org/a(1).html "题 (名)")。\n', "见公报。\n"),
        ("前![图](a.png)后\n", "前后\n"),
        ("数据①[注]\n\n[注]: 见附表\n", "数据①[注]\n\n[注]: 见附表\n"),
        ("粮食 40241  \n棉花 419\\\n油料\n", "粮食 40241\n棉花 419\n油料\n"),
        ("上段\n\n* * *\n\n下段\n", "上段\n\n\n\n下段\n"),
        ("    四个空格不是代码\n", "    四个空格不是代码\n"),
        ("<b>不是标签</b>&nbsp;<!-- 注 -->\n", "<b>不是标签</b>&nbsp;<!-- 注 -->\n"),
        ("`代码`\n", "代码\n"),
        ("```\n*原样*\n```\n", "\n*原样*\n\n"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markup_goes_and_text_stays(text, without, end):
    assert plain(text.replace("\n", end)) == without.replace("\n", end)


def test_roles():
    text = "# 题\n\n## 章\n\n**整行加粗**\n\n正文**词**。\n\n- 项\n\n小题\n---\n"
    blocks = markup(text).blocks
    assert [(b.role, b.level, b.bold) for b in blocks] == [
        ("heading", 1, False),
        ("heading", 2, False),
        ("paragraph", 0, True),
        ("paragraph", 0, False),
        ("item", 0, False),
        ("heading", 2, False),
    ]
    assert text[blocks[3].start : blocks[3].end] == "正文**词**。"


def test_a_long_line_with_dashes_below_is_a_paragraph_with_a_rule():
    text = "报" * 80 + "\n---\n"
    view = markup(text)
    assert [b.role for b in view.blocks] == ["paragraph"]
    assert [m.kind for m in view.marks] == ["rule"]


def test_tables():
    text = "| 指标 | 数量 |\n|:---|---:|\n| 建议\\|提案 | **98** 件 |\n甲 | 乙\n"
    view = markup(text, 0)
    rows = [[text[a:b] for a, b in block.cells] for block in view.blocks]
    assert rows == [["指标", "数量"], ["建议\\|提案", "**98** 件"], ["甲", "乙"]]
    assert re.split(r"\s+", plain(text).strip()) == ["指标数量", "建议|提案98", "件", "甲乙"]


def test_offset_skips_the_front_matter():
    text = "---\ntitle: x\n---\n# 题\n"
    view = markup(text, 16)
    assert [(text[m.start : m.end], m.kind) for m in view.marks] == [("# ", "heading")]
    assert text[view.blocks[0].start : view.blocks[0].end] == "# 题"


@given(st.text(st.sampled_from("报告。*_[](){}`\\#->|!<&; \n\r\t1.　"), max_size=60))
def test_only_markup_is_dropped_from_any_text(text):
    view = markup(text)
    kept = plain(text)
    for char in "报告。1":
        inside = sum(text[m.start : m.end].count(char) for m in view.marks if m.kind in ("link", "image", "fence"))
        assert kept.count(char) == text.count(char) - inside
    assert all(0 <= b.start <= b.end <= len(text) for b in view.blocks)
    assert [b.start for b in view.blocks] == sorted(b.start for b in view.blocks)

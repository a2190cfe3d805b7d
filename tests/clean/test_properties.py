"""What always holds, for any text and any bytes: the ledger tiles the source and the clean text follows from it."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.model import Cleaned
from generator.read import decode
from tests.clean.outline import clean

# Building blocks of reports, damaged and whole, so that the rules really fire.
BLOCKS = st.sampled_from(
    [
        "区人大常委会工作报告",
        "——2025年工作回眸",
        "■记者 张三 通讯员 李四",
        "（上接1版）",
        "一、聚力监督，推动发展",
        "（一）抓好落实",
        "全年督办代表建议164件，满意率99.4%。",
        "坚持把党的领导贯穿人大工作全过程、",
        "各方面,谋划实施常委会",
        "▲活动现场。",
        "图片由办公室提供",
        "讲文明树新风 公益广告",
        "粮食 49000 万吨 5.0\n油料 2200 万吨 -1.7\n棉花 420 万吨 持平\n",
        "指 标 数 量\n",
        "甲\t12件\t\t5%\n乙\t9件\t区\t\n",
        "  粮  食    38.2\n油料    4.1    0.6\n",
        "|指标|数量||\n|---|---|---|\n|办结\\|**件**| 12 | |\n",
        "+---+---+\n|甲|12|\n|乙|9|\n+---+---+\n",
        "布袋（不含 4 万条 1\n麻袋）\n纱 3 吨 2\n布 5 亿米 1\n",
        "各位代表：",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u3000\u3000",
        "\ufeff",
        "\u200b",
        "\udc80",
        "and",
        "**一是抓好落实。**",
        "# 标题",
        "|甲|乙|",
        "甲||乙\n-|-|-\n1\u20282\n",
        "---",
        "![图](a.png)",
        "心",
        "(",
        ")",
        "“",
        "”",
        "1",
        "２０２５",
        "．",
        "\x00",
        "\u2028",
        "<!--",
        "-->",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(BLOCKS, st.text(max_size=8)), max_size=40).map("".join))


def assert_accounted_for(cleaned: Cleaned, raw: str) -> None:
    at = 0
    built: dict[str, str] = defaultdict(str)
    for edit in cleaned.edits:
        assert edit.start == at < edit.end, f"the ledger does not tile at {at}: {edit}"
        assert edit.rule
        at = edit.end
        if edit.action == "drop":
            assert edit.target is None
            continue
        assert edit.target
        built[edit.target] += raw[edit.start : edit.end] if edit.action == "keep" else edit.output or ""
    assert at == len(raw)
    texts = {p.target: p.text for report in cleaned.reports for p in report.passages}
    assert built == {target: text for target, text in texts.items() if text}


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(["a.txt", "a.md"]))
def test_ledger_tiles_any_text(text: str, path: str) -> None:
    assert_accounted_for(clean(text, path), text)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_ledger_tiles_any_bytes(raw: bytes) -> None:
    text, _ = decode(raw)
    assert_accounted_for(clean(text), text)


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_same_text_same_result(text: str) -> None:
    assert clean(text) == clean(text)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_every_clean_character_leads_to_its_raw_place(text: str) -> None:
    for report in clean(text).reports:
        for passage in report.passages:
            for i in range(len(passage.text)):
                start, end = passage.raw_span(i, i + 1)
                assert 0 <= start < end <= len(text)


def test_what_is_written_for_a_broken_number_stands_where_it_was_read() -> None:
    raw = "工作报告\n\n" + "全区的苗圃全年新培育优质无毒苗木２\n３４万株，栽种果树约一百多万棵，\n" * 5
    cleaned = clean(raw)
    written = [(raw[e.start : e.end], e.output) for e in cleaned.edits if e.action == "replace" and e.rule == "width"]
    assert ("２", "2") in written and ("３４", "34") in written
    assert all(len(was) == len(is_ or "") for was, is_ in written)
    assert_accounted_for(cleaned, raw)

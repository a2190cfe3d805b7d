"""Every question can be answered: by the entry that it suggests, and by keeping what stands there."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.clean.draft import Block, Draft
from generator.clean.questions import question
from generator.clean.rules import doubts
from generator.errors import LexiconError
from generator.lexicons import groups
from generator.model import Cleaned, Review
from generator.read import Answers, resolve
from generator.read.sidecar import parse
from tests.clean.outline import clean, source
from tests.counting import assert_linear

HEAD = "工作报告\n\n"


def decided(text: str, entry: str) -> Cleaned:
    return clean(text, sidecar=parse(entry.encode(), "a.txt.yml"))


def texts(cleaned: Cleaned) -> list[str]:
    return [p.text for report in cleaned.reports for p in report.paragraphs]


def keeping(text: str, asked: Review) -> str:
    """What a person writes to say: it is right as it is."""
    return Answers(text).keep(asked.start, asked.end, "原文如此")


# Paragraph with one doubt; rule of the question; the paragraph once the suggested entry is in the sidecar.
CASES = [
    ("代表说得\ue5e5好，推动落实。", "private-use-word", "代表说得□好，推动落实。"),
    ("重点工作：\uf0b7推动落实。", "private-use", "重点工作：推动落实。"),
    ("听取工作\ufffd\ufffd告，推动落实。", "undecodable", "听取工作□□告，推动落实。"),
    ("听取工作\udcb1\udcb8告，推动落实。", "undecodable", "听取工作□□告，推动落实。"),
    ("常委会审议ÖÐ¹úÈË´ó报告。", "garbled", "常委会审议□报告。"),
    ("沿G6O走廊布局。", "number-letter", "沿G60走廊布局。"),
    ("综合指数为8。5，位居前列。", "decimal-point", "综合指数为8.5，位居前列。"),
    ("坚持三个代表”重要思想，推动落实。", "unbalanced", "坚持三个代表”重要思想，推动落实。"),
    ("打造“清风青山“品牌，推动落实。", "wrong-mark", "打造“清风青山”品牌，推动落实。"),
    ("打造”清风青山”品牌，推动落实。", "wrong-mark", "打造“清风青山”品牌，推动落实。"),
    ("审议“工作纲要》，推动落实。", "wrong-mark", "审议《工作纲要》，推动落实。"),
    ("落实“1236″行动，推动落实。", "wrong-mark", "落实“1236”行动，推动落实。"),
    ("推进“减负增效””，推动落实。", "doubled-mark", "推进“减负增效”，推动落实。"),
    ("全面安排部部署各项任务。", "doubled-character", "全面安排部署各项任务。"),
    (
        "构建“有机机构管事、有平台议事、有制度理事”的格局。",
        "parallel-clause",
        "构建“有机构管事、有平台议事、有制度理事”的格局。",
    ),
    ("病例来自来自境外，推动落实。", "doubled-word", "病例来自境外，推动落实。"),
]
NAMES = [f"{rule}-{i}" for i, (_, rule, _) in enumerate(CASES)]


@pytest.mark.parametrize(("paragraph", "rule", "answered"), CASES, ids=NAMES)
def test_the_suggested_entry_answers_the_question(paragraph: str, rule: str, answered: str) -> None:
    text = f"{HEAD}{paragraph}\n"
    (asked,) = [q for q in clean(text).review if q.rule == rule]
    after = decided(text, asked.entry)
    assert texts(after) == [answered]
    assert not [q for q in after.review if q.rule == rule]
    (decision,) = resolve(parse(asked.entry.encode(), "a.txt.yml"), text)
    edits = [e for e in after.edits if e.rule == "override"]
    assert edits and {e.note for e in edits} == {decision.note} and decision.note
    assert min(e.start for e in edits) == decision.start and max(e.end for e in edits) == decision.end


@pytest.mark.parametrize(("paragraph", "rule", "answered"), CASES, ids=NAMES)
def test_what_is_kept_is_not_asked_about(paragraph: str, rule: str, answered: str) -> None:
    text = f"{HEAD}{paragraph}\n"
    before = clean(text)
    (asked,) = [q for q in before.review if q.rule == rule]
    after = decided(text, keeping(text, asked))
    assert not after.review
    assert texts(after) == texts(before)
    # Bytes that no text can hold stay marked as such; everything else stands under the note.
    expected = set() if "\udcb1" in text else {("keep", "原文如此")}
    assert {(e.action, e.note) for e in after.edits if e.rule == "override"} == expected


@pytest.mark.parametrize(("paragraph", "rule", "answered"), CASES, ids=NAMES)
def test_the_entry_names_one_place_where_the_same_words_stand_twice(paragraph: str, rule: str, answered: str) -> None:
    text = f"{HEAD}去年，{paragraph}\n\n今年，{paragraph}\n"
    asked = [q for q in clean(text).review if q.rule == rule]
    assert len(asked) == 2
    assert asked[0].entry and "after: " in asked[0].entry + asked[1].entry
    assert texts(decided(text, asked[0].entry)) == [f"去年，{answered}", f"今年，{texts(clean(text))[1][3:]}"]
    both = asked[0].entry + asked[1].entry.removeprefix("edits:\n")
    assert not [q for q in decided(text, both).review if q.rule == rule]


def test_a_character_that_a_break_may_have_doubled_is_answered() -> None:
    text = f"{HEAD}会后，代表们走访困难群众，同大家说\n说心里话，谈谈体会。\n"
    (asked,) = clean(text).review
    assert asked.rule == "doubled-character"
    assert texts(clean(text)) == ["会后，代表们走访困难群众，同大家说说心里话，谈谈体会。"]
    assert texts(decided(text, asked.entry)) == ["会后，代表们走访困难群众，同大家说心里话，谈谈体会。"]


# The answer to a repeat is about its second copy.
@example("重点工作：\uf0b7推动落实。办理建议。\n\n推动落实。办理建议。\n\n")
@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([c[0] for c in CASES] + ["推动落实。", "办理建议。\n\n"]), max_size=8).map("".join))
def test_every_entry_can_be_carried_out(body: str) -> None:
    text = HEAD + body
    cleaned = clean(text)
    for asked in cleaned.review:
        assert asked.evidence and asked.question and len(asked.options) >= 2
        if asked.entry:
            (decision,) = resolve(parse(asked.entry.encode(), "s"), text)
            assert asked.start <= decision.start < decision.end <= asked.end
            assert asked not in decided(text, asked.entry).review


@settings(deadline=None)
@given(st.text(st.sampled_from("南湖区 \u3000\n２,，\u200b\ue000\"\\'报告"), min_size=1, max_size=60), st.data())
def test_a_quotation_is_written_so_that_it_is_found(raw: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(raw) - 1))
    end = data.draw(st.integers(start + 1, len(raw)))
    kept = Answers(raw).keep(start, end, "甲：“乙”# 丙")
    dropped = Answers(raw).drop(start, end, "甲")
    visible = [i for i in range(start, end) if re.sub(r"[\s\u200b]", "", raw[i])]
    assert bool(kept) == bool(dropped) == bool(visible)
    if visible:
        (decision,) = resolve(parse(kept.encode(), "s"), raw)
        assert (decision.start, decision.end) == (visible[0], visible[-1] + 1)
        assert decision.note == "甲：“乙”# 丙"


def test_a_long_passage_is_quoted_by_its_ends() -> None:
    raw = "".join(f"第{n}项工作落到实处，" for n in range(40))
    entry = Answers(raw).keep(30, 300, "甲")
    assert "from: " in entry and len(entry) < 150
    (decision,) = resolve(parse(entry.encode(), "s"), raw)
    assert (decision.start, decision.end) == (30, 300)


def test_many_doubts_of_one_kind_are_asked_a_dozen_at_a_time() -> None:
    text = HEAD + "\n\n".join(f"第{n}项，打造“品牌{n}，推动落实。" for n in range(20))
    asked = clean(text).review
    assert len(asked) == 12
    assert "另有8处" in asked[-1].question and "另有" not in asked[-2].question
    entries = "edits:\n" + "".join(q.entry.removeprefix("edits:\n") for q in asked)
    assert len(decided(text, entries).review) == 8


def test_every_kind_of_question_is_complete() -> None:
    for rule, lines in groups("clean-questions").items():
        if rule != "ask-more":
            asked = question(rule, ("甲",) * lines[0].count("{}"), ("乙",) * 2)
            assert asked.text[-1] in "？。" and asked.note
            assert len(asked.options) >= 2 and "{" not in "".join(asked.options)
    with pytest.raises(LexiconError, match="no such kind has no question"):
        question("no such kind")


@pytest.mark.parametrize(
    "unit", ["部部署", "“", "”", "）", "1O", "8。5", "\ue000甲", "来自来自", "（甲", "有机机构、", "å·¥"]
)
def test_work_is_linear(unit: str) -> None:
    def look(repeated: str) -> None:
        text = HEAD + "甲" * 40 + "。" + repeated + "。"
        draft = Draft(source(text))
        draft.blocks.append(Block("text", [(0, len(text))]))
        doubts.apply(draft)

    assert_linear(look, unit, 100_000)

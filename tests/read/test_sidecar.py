import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problems, SidecarError
from generator.read import Facts, resolve
from generator.read.sidecar import KINDS, parse
from generator.visible import visible
from tests.counting import assert_linear

RAW = (
    "南湖区政协２０２５年\r\n履职 回眸\n\n讲文明树新风\n听取和\n讨论区政府工作。"
    "建设全链条。基层站点\n有机机构很多，有机机构很好\n"
)


def problems(text, raw=RAW):
    with pytest.raises(Problems) as error:
        resolve(parse(text.encode(), "a.txt.yml"), raw)
    assert all(isinstance(p, SidecarError) and p.line and p.mend for p in error.value.problems)
    return [str(p) for p in error.value.problems]


def decide(text, raw=RAW):
    return [(d.kind, raw[d.start : d.end], d.output) for d in resolve(parse(text.encode(), "a.txt.yml"), raw)]


def test_a_sidecar_tells_its_first_problems_and_how_many_follow():
    told = problems("edits:\n" + '  - drop: "不在文中"\n' * 30)
    assert len(told) == 21
    assert told[19].startswith("a.txt.yml:21: drop") and told[20] == (
        "a.txt.yml:22: problems that are not told here: 10; mend those above, then look again"
    )


def test_facts():
    sidecar = parse(
        b"title: T\norgan: O\nregion: R\nyear: 2025\nurl: https://example.org/a\npublished: 2026-01-22\n"
        b"licence: CC BY 4.0\nid: nanhu-zhengxie-2025\n",
        "a.txt.yml",
    )
    assert sidecar.facts == Facts(
        "T", "O", "R", 2025, "https://example.org/a", "2026-01-22", "CC BY 4.0", "nanhu-zhengxie-2025"
    )


def test_articles_take_what_the_file_states_but_title_and_id():
    sidecar = parse(b"title: T\nid: one\nyear: 2025\narticles:\n- year: 2024\n- order: 3\n  title: C\n", "a.txt.yml")
    assert sidecar.article(1) == Facts(title="T", id="one", year=2024)
    assert sidecar.article(2) == Facts(year=2025)
    assert sidecar.article(3) == Facts(title="C", year=2025)


def test_a_character_may_be_spelt_as_json_spells_it():
    sidecar = parse(b'organ: "\\ud842\\udfb7\xe5\x8e\xbf"\n', "a.txt.yml")
    assert sidecar.facts.organ == "𠮷县"


def test_an_empty_sidecar_states_nothing():
    for text in (b"", b"# nothing yet\n", b"edits:\n", b"title:\n"):
        assert parse(text, "a.txt.yml").facts == Facts()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("just words", "1: a sidecar is a list of keys and values"),
        ("year: 2025\nyear: 2026", "2: year stands twice"),
        ("year: 25", "1: year: '25' cannot be used; write a year of four digits"),
        ("published: 2026-02-30", "1: published: '2026-02-30' cannot be used; write a date such as 2026-01-22"),
        ("url: javascript:alert(1)", "1: url: 'javascript:alert(1)' cannot be used"),
        ("id: 南湖", "1: id: '南湖' cannot be used; use lower-case letters"),
        ("id: ../x", "1: id: '../x' cannot be used"),
        ("titel: x", "1: 'titel' is not known here; did you mean title?"),
        ("title: [a]", "1: title must be a single value"),
        ("title: !!python/object:os.system x", "1: tags (tag:yaml.org,2002:python/object:os.system) are not used here"),
        ("title: &a x\norgan: *a", "1: anchors and aliases"),
        ("title: 'x", "1: found unexpected end of stream; correct the YAML"),
        ("a: b\n---\nc: d", "2: there is a second document"),
        ("title: " + "[" * 100, "1: this is nested too deeply"),
        ("edits: drop", "1: edits must be a list; begin each entry of edits with a dash"),
        ("edits:\n- drip: x", "2: 'drip' is not known here; did you mean drop?"),
        ("edits:\n- drop: a\n  keep: b", "2: a decision has one kind, not 2"),
        ("edits:\n- note: b", "2: a decision has one kind, not 0"),
        ("edits:\n- words", "2: a decision names its kind"),
        ("edits:\n- drop: ''", "2: drop lacks its quotation"),
        ("edits:\n- drop: {from: 南湖区}", "2: drop lacks its quotation"),
        ("edits:\n- drop: {text: a, from: b, to: c}", "2: drop has both a text and from/to"),
        ("edits:\n- join: 听取和", "2: join lacks its quotation; write {after: …, before: …}"),
        ("edits:\n- join: {after: 听取和}", "2: join needs after and before"),
        ("edits:\n- replace: 南湖区", "2: replace lacks with"),
        ("edits:\n- heading: 南湖区\n  level: 9", "2: level: '9' cannot be used"),
        ("edits:\n- drop: 南湖区\n  befor: x", "3: 'befor' is not known here; did you mean before?"),
        ("articles:\n- order: " + "9" * 5000, "2: order must be a number from 1 to 9999"),
        ("articles:\n- order: 0", "2: order must be a number from 1 to 9999"),
        ('organ: x\nregion: "\\ud842县"', "2: there is half of a character"),
        ('organ: "\\udfb7\\ud842县"', "1: there is half of a character"),
        ('edits:\n- replace: {text: 南湖区, with: "\\ud842区"}', "2: there is half of a character"),
        ('"\\ud842": x', "1: there is half of a character"),
        ('organ: x\nregion: "\\U00110000"', "2: there is an escape that is no character"),
        ('organ: x\nregion: "\\UFFFFFFFF"', "2: there is an escape that is no character"),
        ("articles:\n- id: a\n- id: a", "3: the id a is given twice"),
        ("articles:\n- order: 2\n- year: 2024", "3: article 2 is described twice"),
    ],
)
def test_what_cannot_be_understood(text, problem):
    (found,) = problems(text)
    assert found.startswith(f"a.txt.yml:{problem}")


def test_not_utf8():
    with pytest.raises(Problems, match=r"a\.txt\.yml:2: this is not UTF-8"):
        parse("title: x\norgan: 南湖".encode("gb18030"), "a.txt.yml")


def test_all_problems_are_told_at_once():
    found = problems("yaer: 1\nyear: 1\nedits:\n- drip: x\n- join: {after: a}\n")
    assert [line.split(":")[1] for line in found] == ["1", "2", "4", "5"]


@pytest.mark.parametrize(
    ("entry", "decision"),
    [
        ('drop: "讲文明树新风"', ("drop", "讲文明树新风", None)),
        ('keep: "南湖区政协2025年履职回眸"', ("keep", "南湖区政协２０２５年\r\n履职 回眸", None)),
        ('heading: "履职回眸"', ("heading", "履职 回眸", None)),
        ('caption: {from: "讲文明", to: "讨论"}', ("caption", "讲文明树新风\n听取和\n讨论", None)),
        ('join: {after: "听取和", before: "讨论区政府"}', ("join", "\n", "")),
        ('split: {after: "全链条。", before: "基层站点"}', ("split", "", None)),
        ('split: {after: "回眸", before: "讲文明"}', ("split", "\n\n", None)),
        ('replace: {text: "有机机构", with: "有机构"}\n  before: "很好"', ("drop", "机", None)),
        ('replace: {text: "有机机构", with: "有机农业机构", before: "很多"}', ("replace", "机", "机农业")),
        ('replace: {text: "讲文明", with: "要讲文明"}', ("replace", "讲", "要讲")),
        ('replace: {text: "树新风", with: "开新风"}', ("replace", "树", "开")),
        ('drop: "有机机构"\n  after: "很多，"', ("drop", "有机机构", None)),
        ('drop: {from: "有机", to: "机构"}\n  after: "很多，"', ("drop", "有机机构", None)),
    ],
)
def test_spans(entry, decision):
    assert decide(f"edits:\n- {entry}\n") == [decision]


def test_decisions_come_in_raw_order_with_line_level_and_note():
    text = 'edits:\n- drop: "讲文明树新风"\n  note: 公益广告\n- heading: "履职回眸"\n  level: 2\n'
    first, second = resolve(parse(text.encode(), "a.txt.yml"), RAW)
    assert (first.kind, first.level, first.line) == ("heading", 2, 4)
    assert (second.kind, second.note, second.line) == ("drop", "公益广告", 2)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('drop: "有机机构"', "drop: '有机机构' is found 2 times (lines 7, 7); add what stands right before it"),
        ('drop: "没有这句话"', "drop: '没有这句话' is found 0 times; quote it as it stands in the raw file"),
        ('drop: "讨论区政府报告"', "line 6 goes on after '讨论区政府' with '工作。建设全链条'"),
        ('join: {after: "全链条。", before: "基层"}', "join: nothing stands between the two quotes"),
        ('drop: {from: "听取和", to: "回眸"}', "drop: '回眸' is not found after '听取和'"),
        ('replace: {text: "讲文明", with: "讲文明"}', "replace changes nothing"),
    ],
)
def test_what_cannot_be_carried_out(entry, problem):
    (found,) = problems(f"edits:\n- {entry}\n")
    assert found.startswith("a.txt.yml:2: ")
    assert problem in found


@pytest.mark.parametrize(
    ("one", "other", "contradict"),
    [
        ('drop: "讲文明树新风"', 'drop: "树新风"', True),
        ('drop: "讲文明树新风"', 'replace: {text: "树新风", with: "开新风"}', True),
        ('keep: "讲文明树新风"', 'drop: "树新风"', True),
        ('heading: "讲文明树新风"', 'caption: "树新风"', True),
        ('split: {after: "全链条。", before: "基层站点"}', 'split: {after: "条。", before: "基层"}', True),
        ('heading: "讲文明树新风"', 'replace: {text: "树新风", with: "开新风"}', False),
        ('heading: "政协2025年履职回眸"', 'join: {after: "2025年", before: "履职"}', False),
        ('drop: "讲文明"', 'drop: "树新风"', False),
    ],
)
def test_contradictions(one, other, contradict):
    text = f"edits:\n- {one}\n- {other}\n"
    if contradict:
        assert re.search(r"a\.txt\.yml:\d: \w+ contradicts \w+ in line \d; delete one of them", problems(text)[0])
    else:
        assert len(decide(text)) == 2


@given(st.text(st.sampled_from("南湖区 　\n\r２2，,\u200b"), min_size=1, max_size=40), st.data())
def test_a_quotation_without_its_white_space_is_found_where_it_stands(raw, data):
    start = data.draw(st.integers(0, len(raw)))
    quote = raw[start : data.draw(st.integers(start, len(raw)))]
    plain = re.sub(r"[\s\u200b]", "", quote).translate({ord("２"): "2", ord("，"): ","})
    if not plain:
        return
    try:
        (decision,) = resolve(parse(f'edits:\n- drop: "{plain}"'.encode(), "s"), raw)
    except Problems as error:
        assert re.search(r"found \d+ times", str(error)) and "found 0 times" not in str(error)
    else:
        assert raw[decision.start : decision.end] == quote.strip(" 　\n\r\u200b")


UNSEEN = ["\x1b", "\x00", "\x7f", "\x9b", "\u200b", "\u202e", "\u2066", "\u2028", "\U000e0041"]


@pytest.mark.parametrize("char", UNSEEN)
@pytest.mark.parametrize("key", ["title", "organ", "region", "licence", "url", "id", "published", "year"])
def test_a_fact_holds_nothing_that_no_reader_sees(key, char):
    value = f"https://example.org/{char}a"
    (found,) = problems(f'{key}: "{escaped(value)}"\n')
    assert f"holds U+{ord(char):04X}, which no reader sees; write it without that character" in found
    assert visible(found) == found


def test_a_fact_is_one_line():
    sidecar = parse("title: |\n  甲　乙\n  丙\nlicence: '\ue000 CC'\n".encode(), "a.txt.yml")
    assert (sidecar.facts.title, sidecar.facts.licence) == ("甲　乙 丙", "\ue000 CC")


def test_an_address_is_one_of_the_web():
    for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org", "https://a b"):
        assert "write an address that begins with https://" in problems(f'url: "{url}"\n')[0]


@pytest.mark.parametrize("char", ["\x1b", "\u202e", "\u200b"])
def test_a_decision_brings_in_nothing_that_no_reader_sees(char):
    (found,) = problems(f'edits:\n- replace: {{text: "讲文明", with: "讲{escaped(char)}文明"}}\n')
    assert f"holds U+{ord(char):04X}" in found
    (found,) = problems(f'edits:\n- drop: "讲文明"\n  note: "甲{escaped(char)}"\n')
    assert found.startswith("a.txt.yml:3: note: ") and f"holds U+{ord(char):04X}" in found
    # What stands in the raw text already may stay beside what is replaced.
    edit = f'edits:\n- replace: {{text: "讲{escaped(char)}文明", with: "要{escaped(char)}文雅"}}\n'
    (decision,) = decide(edit, f"讲{char}文明")
    assert decision[2] == f"要{char}文雅"


def escaped(text: str) -> str:
    return "".join(ch if ch.isprintable() else f"\\U{ord(ch):08x}" for ch in text)


def test_long_documents_take_linear_work():
    text = "edits:\n" + "".join(f'- keep: "{"报" * n}告{"告" * n}"\n' for n in range(1, 30)) + '- drop: "，止。"\n'

    def resolved(repeated: str) -> None:
        assert problems(text, repeated + "，止。")[-1].endswith(": 9; mend those above, then look again")

    assert_linear(resolved, "报告", 400_000)


def test_the_documentation_shows_what_works():
    page = (Path(__file__).parents[2] / "docs" / "sidecar.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    assert len(blocks) >= 3
    entries = [entry for block in blocks for entry in parse(block.encode(), "docs").edits]
    assert {entry.kind for entry in entries} == set(KINDS)

"""The catalogue is read whole or not at all, and one line of it can be changed by a command."""

from pathlib import Path

import pytest

from generator.cli.accept import accepted
from generator.errors import GongbaoError, Problems
from generator.relate.accept import accept
from generator.relate.catalogue import built_in, catalogue_of, fold, parse, read_catalogue

GOOD = """\
# kept
entries:
  # forest
  - id: forest-cover
    name: 森林覆盖率
    group: 生态
    units: ["%"]
    need: [森林覆盖率]  # a comment
    definition: 森林面积占土地总面积的比重。

  - id: grain
    name: 粮食产量
    group: 农业
    units: [吨, 斤]
    need: [粮食产量|粮食总产]
    aliases: [粮食总产量]
    definition: 全年粮食总产量。
"""


def problems(text: str) -> list[tuple[int | None, str]]:
    with pytest.raises(Problems) as raised:
        parse(text.encode("utf-8"), "indicators.yml")
    return [(p.line, p.problem) for p in raised.value.problems]


def test_the_built_in_catalogue_is_sound_and_covers_the_field() -> None:
    catalogue = read_catalogue(built_in())
    assert len(catalogue.entries) >= 120
    assert all(len(entry.definition) >= 8 and entry.definition.endswith("。") for entry in catalogue.entries)
    groups = "".join(entry.group for entry in catalogue.entries)
    assert all(word in groups for word in ("人大", "政协", "法院", "检察", "政府", "经济", "财政", "科技"))


def test_every_problem_is_told_at_once_with_its_line() -> None:
    bad = GOOD.replace("id: grain", "id: Grain_1").replace('units: ["%"]', "unit: 1").replace("粮食产量|", "粮|")
    found = problems(bad + "    better: sideways\nignored: [粮食总产量]\n")
    assert found == [
        (4, "the entry has no units"),
        (7, "'unit' is not known here"),
        (11, "'Grain_1' is no id"),
        (11, "'粮食总产量' is ignored and an alias of Grain_1"),
        (15, "'粮' in the first group of need is too short"),
        (18, "better cannot be 'sideways'"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("", 1, "a catalogue has the key entries"),
        ("entries: x\n", 1, "entries must be a list"),
        (GOOD + "  - id: grain\n    name: 粮食\n    group: a\n    units: [吨]\n    need: [粮食]\n    definition: b。\n",
         18, "'grain' stands twice, first in line 11"),
        (GOOD + "    parts: [grains]\n", 11, "there is no entry 'grains'"),
        (GOOD + "    veto: [粮食总产]\n", 18, "'粮食总产' is needed and vetoed"),
        (GOOD + "    also: [全年]\n", 18, "also has no effect without whole"),
        (GOOD + "    veto: &a [x]\n", 18, "anchors and aliases (& and *) are not used here"),
    ],
)  # fmt: skip
def test_problems(text: str, line: int, problem: str) -> None:
    assert (line, problem) in problems(text)


def test_accepting_changes_one_line_and_keeps_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yml"
    path.write_bytes(GOOD.replace("\n", "\r\n").encode("utf-8"))
    assert accept(path, "林地覆盖率", "forest-cover") == "aliases: [林地覆盖率]"
    assert accept(path, "“两山”粮: 总", "grain").startswith("aliases: [粮食总产量, ")
    text = path.read_bytes().decode("utf-8")
    old, new = GOOD.split("\n"), text.split("\r\n")
    assert [line for line in new if line not in old] == [
        "    aliases: [林地覆盖率]",
        '    aliases: [粮食总产量, "“两山”粮: 总"]',
    ]
    assert [line for line in old if line not in new] == ["    aliases: [粮食总产量]"]
    assert fold("“两山”粮: 总") in parse(path.read_bytes(), "x").by_id["grain"].aliases


def test_none_puts_a_name_under_ignored(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yml"
    path.write_text(GOOD, encoding="utf-8")
    accept(path, "面积", "none")
    accept(path, "产能", "none")
    assert path.read_text(encoding="utf-8") == GOOD + "ignored: [面积, 产能]\n"
    assert read_catalogue(path).ignored == {"面积", "产能"}


@pytest.mark.parametrize(
    ("name", "entry", "message"),
    [("甲", "forest-cove", "did you mean forest-cover?"), (" ", "grain", "empty"), ("粮食总产量", "grain", "already"),
     ("粮食总产量", "forest-cover", "is one of")],
)  # fmt: skip
def test_what_cannot_be_accepted_leaves_the_file(tmp_path: Path, name: str, entry: str, message: str) -> None:
    path = tmp_path / "indicators.yml"
    path.write_text(GOOD.replace("[吨, 斤]", '["%"]'), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(GongbaoError, match=message.replace("?", r"\?")):
        accept(path, name, entry)
    assert path.read_bytes() == before


def test_a_project_without_a_catalogue_gets_a_copy(tmp_path: Path) -> None:
    sources = tmp_path / "sources"
    sources.mkdir()
    assert catalogue_of(sources) == built_in()
    with pytest.raises(GongbaoError):
        accepted(sources, "甲乙", "no-such-entry")
    assert not (tmp_path / "indicators.yml").exists()
    assert "a copy of the built-in catalogue" in accepted(sources, "督办代表意见", "npc-suggestions")
    assert catalogue_of(sources) == (tmp_path / "indicators.yml").absolute()
    own = built_in().read_text(encoding="utf-8").split("\n")
    assert len((tmp_path / "indicators.yml").read_text(encoding="utf-8").split("\n")) == len(own) + 1


def test_names_that_are_near() -> None:
    catalogue = read_catalogue(built_in())
    assert next(n.entry.id for n in catalogue.nearest("港口货物年吞吐量", "吨")) == "cargo-throughput"
    assert not catalogue.nearest("港口货物年吞吐量", "只")

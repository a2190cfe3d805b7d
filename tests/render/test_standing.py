"""The pages about the site say what the program does and is held to; the log of corrections only grows."""

from __future__ import annotations

import json
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from sample import ROOT, made

from generator.clean import ORDER
from generator.errors import Problems
from generator.lexicons import groups
from generator.render.pages import add_pages, write_pages
from generator.render.standing import Correction, floors, parse, read_corrections, rules, stages
from generator.render.writer import Writer

LOG = ROOT / "content" / "corrections.yml"
FLOORS = json.loads((ROOT / "tests" / "accuracy" / "floors.json").read_text(encoding="utf-8"))


def test_every_stage_is_told_in_its_order() -> None:
    assert [name for name, _ in stages()] == [name for name, _ in ORDER]
    assert not [name for name, told in stages() if not told], "describe it under stages: in templates/labels.yml"


def test_every_rule_with_a_reason_is_told() -> None:
    told = [(name, note) for _, some in rules() for name, note in some]
    asked = {name for name in groups("clean-notes") if name.startswith("ask-")}  # what questions are made of is no rule
    answered = {"keep-first", "keep-second", "keep-both", "drop-first", "drop-second", "title"}
    assert sorted([*dict(told), *asked, *answered]) == sorted(groups("clean-notes"))
    assert not [note for _, note in told if "{" in note]


def test_rules_stand_under_their_group() -> None:
    places = {name: group.id for group, some in rules() for name, _ in some}
    assert places["repeat-splice"] == "repeat"
    assert places["gap-end"] == "gap"
    assert places["line-join"] == "join"
    assert "other" not in places.values(), "give it a group under rules: in templates/labels.yml"


def test_every_floor_is_told_as_it_is_pinned(tmp_path: Path) -> None:
    told = {floor.name: floor for _, some in floors() for floor in some}
    assert told.keys() == FLOORS.keys()
    assert not [f.name for f in told.values() if f.said == f.name.partition(".")[2]], "name it in templates/labels.yml"
    for name, (bound, side) in FLOORS.items():
        assert told[name].most is (side == "most")
        value = bound if isinstance(bound, int) else 100 * bound
        assert float(told[name].bound.removesuffix("%")) == pytest.approx(value)
    write_pages(made(["文"]), tmp_path)
    page = (tmp_path / "method" / "rules.md").read_text(encoding="utf-8")
    assert page.count("不低于") + page.count("不超过") == len(FLOORS)


def test_a_page_of_the_project_goes_before_the_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "method.md").write_text("# 我的\n", encoding="utf-8")
    for _ in range(2):
        write_pages(made(["文"]), tmp_path)
        assert (tmp_path / "method.md").read_text(encoding="utf-8") == "# 我的\n"
        assert (tmp_path / "cite.md").read_bytes() == (ROOT / "content" / "pages" / "cite.md").read_bytes()
    (tmp_path / "cite.md").write_text("# 改过\n", encoding="utf-8")
    write_pages(made(["文"]), tmp_path)
    assert (tmp_path / "cite.md").read_text(encoding="utf-8") == "# 改过\n"


def entry(day: str, was: str = "甲") -> str:
    return f"- {{date: {day}, report: made, where: 第1段, was: {was}, now: 乙, why: 据原刊}}\n"


def test_corrections_are_shown_newest_first(tmp_path: Path) -> None:
    log = parse(f"corrections:\n{entry('2026-01-02')}{entry('2026-02-03', '<b>')}".encode(), "c.yml")
    assert log[0] == Correction("2026-01-02", "甲", "乙", "据原刊", "made", "第1段", 2)
    writer = Writer(tmp_path)
    add_pages(made(["文"]), writer, corrections=log)
    page = (tmp_path / "corrections.md").read_text(encoding="utf-8")
    assert page.index("2026年2月3日") < page.index("2026年1月2日")
    assert 'href="reports/made.html"' in page
    assert "<b>" not in page


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no list of corrections"),
        ("corrections:\n- 甲\n", 2, "must have date"),
        ("corrections:\n- {date: 2026-01-01, was: 甲, now: 乙}\n", 2, "has no why"),
        (f"corrections:\n{entry('2026-02-30')}", 2, "is no day"),
        (f"corrections:\n{entry('2026-02-03')}{entry('2026-01-02')}", 3, "older than the one above"),
        ("corrections:\n- {date: 2026-01-01, was: 甲, now: 乙, why: 丙, who: 丁}\n", 2, "is not known here"),
        ("corrections: *a\n", 1, "anchors"),
    ],
)
def test_a_wrong_log_names_file_and_line(text: str, line: int, said: str) -> None:
    with pytest.raises(Problems) as raised:
        parse(text.encode(), "content/corrections.yml")
    first = raised.value.problems[0]
    assert (first.file, first.line) == ("content/corrections.yml", line)
    assert said in str(raised.value)


def test_the_log_is_dated_and_in_order() -> None:
    log = read_corrections(LOG)
    assert [c.date for c in log] == sorted(c.date for c in log)


def test_the_log_only_grows() -> None:
    """Every version in the history begins with all entries of the version before it."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("there is no history here")

    def ask(*words: str) -> bytes:
        return subprocess.run([git, *words], cwd=ROOT, capture_output=True, check=True).stdout

    commits = ask("log", "--reverse", "--format=%H", "--", "content/corrections.yml").decode().split()
    versions = [parse(ask("show", f"{commit}:content/corrections.yml"), commit) for commit in commits]
    versions.append(read_corrections(LOG))
    for before, after in pairwise(versions):
        assert after[: len(before)] == before

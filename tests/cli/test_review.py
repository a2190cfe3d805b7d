"""Open questions as editors meet them: listed by check, told by explain, laid out on a page, answered once."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.read import resolve
from generator.read.sidecar import parse

REPORT = """\
海盐县人民代表大会常务委员会工作报告

2024年，区人大常委会打造“清风青山“品牌，开展<b>执法检查</b>3次。

全面安排部部署各项任务。
"""
SECOND = """\
edits:
  - replace: {text: "安排部部署各项", with: "安排部署各项"}
    note: "衍一“部”字"
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


@pytest.fixture
def source(project: Path) -> Path:
    (project / "content" / "sources" / "a.txt").unlink()
    path = Path("content/sources/q.txt")
    path.write_text(REPORT, encoding="utf-8")
    return path


def cleaning(*arguments: str) -> list[str]:
    lines = run("check", *arguments).stdout.splitlines()
    return [line for line in lines if "question: " in line and "指标目录" not in line]


def test_check_names_file_line_question_and_evidence(source: Path) -> None:
    first, second = cleaning()
    assert first == (
        "content/sources/q.txt:3: question: 引号〔“〕与〔“〕不能相配，其一疑为〔”〕之误。 "
        "2024年，区人大常委会打造“清风青山“品牌，开展<b>执法检查</b>3次。"
    )
    assert second.startswith("content/sources/q.txt:5: question: “安排部部署各”疑衍一“部”字。 全面安排部部署各项任务。")
    assert "".join(f"    {line}\n" for line in SECOND.splitlines()) in run("check").stdout


def test_the_data_has_the_entry(source: Path) -> None:
    entries = [
        f["entry"] for f in json.loads(run("check", "--format", "json").stdout) if f["rule"] == "doubled-character"
    ]
    assert entries == [SECOND]


def test_explain_shows_question_and_entry_of_a_line(source: Path) -> None:
    told = run("explain", "q.txt:5").stdout
    assert "  question  “安排部部署各”疑衍一“部”字。 全面安排部部署各项任务。  [doubled-character]\n" in told
    assert "".join(f"             {line}\n" for line in SECOND.splitlines()) in told
    assert "question" not in run("explain", "q.txt:1").stdout
    assert "question" in run("explain", "q.txt").stdout


def test_the_page_is_for_editors_and_only_there_when_asked_for(source: Path) -> None:
    assert run("build", "--strict").exit_code == 0
    assert not Path("site/review.html").exists()
    result = run("build", "--strict", "--review")
    assert result.exit_code == 0, result.output
    assert Path("site/review.html").is_file()
    assert run("build", "--strict").exit_code == 0
    assert not Path("site/review.html").exists()


def test_the_configuration_can_ask_for_the_page(source: Path) -> None:
    config = Path("mkdocs.yml")
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"^  - gongbao\b.*$", "  - gongbao: {review: true}", text, flags=re.MULTILINE), "utf-8")
    assert run("build", "--strict").exit_code == 0
    assert Path("site/review.html").is_file()


def test_the_page_shows_place_reason_and_an_entry_to_copy(source: Path) -> None:
    assert run("build", "--strict", "--review").exit_code == 0
    page = Path("site/review.html").read_text(encoding="utf-8")
    assert "<em>“清风青山“</em>" in page and "<em>部部</em>" in page
    assert "原文第3行" in page and "原文第5行" in page
    assert "疑衍一“部”字。" in page and "删去一“部”字；照录" in page
    assert "<b>执法检查</b>" not in page and "&lt;b" in page.replace("&#60;", "&lt;")  # sources are never markup
    copied = re.findall(r'<pre id="(e\d+)">(.*?)</pre>', page, re.DOTALL)
    assert [f'data-copy="{name}"' in page for name, _ in copied] == [True] * len(copied)
    raw = source.read_text(encoding="utf-8")
    entries = [unescape(text) for _, text in copied if unescape(text).startswith("edits:")]
    assert len(entries) == 2 and SECOND in entries
    for entry in entries:
        assert len(resolve(parse(entry.encode(), "q.txt.yml"), raw)) == 1
    (together,) = re.findall(r'<pre id="t\d+">(.*?)</pre>', page, re.DOTALL)
    assert len(resolve(parse(unescape(together).encode(), "q.txt.yml"), raw)) == 2
    for link in re.findall(r'href="((?:sources|reports|collation)/[^"#]+)', page):
        assert (Path("site") / link).is_file(), link
    assert re.search(r'href="reports/[^"]+#p2">第2段', page)


def test_what_was_answered_is_not_asked_again(source: Path) -> None:
    Path("content/sources/q.txt.yml").write_text(SECOND, encoding="utf-8")
    assert len(cleaning()) == 1
    assert "[override] 衍一“部”字" in run("explain", "q.txt:5").stdout
    assert run("build", "--strict", "--review").exit_code == 0
    assert "部部" not in Path("site/review.html").read_text(encoding="utf-8")


def test_a_site_without_questions_says_so(source: Path) -> None:
    source.write_text("海盐县人民代表大会常务委员会工作报告\n\n常委会依法履职。\n", encoding="utf-8")
    assert run("build", "--strict", "--review").exit_code == 0
    assert "没有待裁定的疑问。" in Path("site/review.html").read_text(encoding="utf-8")

"""Whatever stands in a source, sidecar, file name or argument, a terminal shows it and does not obey it."""

import ast
import io
import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import generator
from generator.cli import cli
from generator.cli.program import Voice
from generator.cli.progress import logging_to
from generator.render.plugin import GongbaoPlugin
from generator.visible import visible, visible_lines

EVIL = "\x1b]0;pwned\x07\x1b[31m\x9b2J\u202e\u2066\u200b\u2028\U000e0041"
SHOWN = "\\u001b]0;pwned\\u0007\\u001b[31m\\u009b2J\\u202e\\u2066\\u200b\\u2028\\U000e0041"
IN_YAML = "".join(f"\\U{ord(ch):08x}" for ch in EVIL)
REPORT = "海盐县人大常委会2025年工作报告\n全年召开会议12次。\n"


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("content/sources")
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(cli, arguments)
    assert not [ch for ch in result.output if ch != "\n" and visible(ch) != ch]
    return result


def test_what_is_written_out_and_what_stays() -> None:
    assert visible(EVIL) == SHOWN
    assert visible("甲\n\t乙\r\ud800\ue000\ufeff") == "甲\\n\\t乙\\r\\ud800\\ue000\\ufeff"
    assert visible("第１章　甲\u00a0é𠮷👍 \\n") == "第１章　甲\u00a0é𠮷👍 \\n"
    assert visible("甲　乙", spaces=True) == "甲\\u3000乙"
    assert visible_lines("甲\x1b\n乙\n") == "甲\\u001b\n乙\n"


def test_a_note(sources: Path) -> None:
    (sources / "a.txt.yml").write_text(f'edits:\n  - drop: 全年\n    note: "{IN_YAML}"\n', encoding="utf-8")
    assert "a.txt.yml:3: note: '\\x1b]0;pwned" in run("explain", "a.txt").stderr
    (sources / "a.txt.yml").write_text("edits:\n  - drop: 全年\n    note: 甲\n\n      a.txt:9:1 乙\n", encoding="utf-8")
    assert run("explain", "a.txt").stdout.splitlines()[0].endswith("甲 a.txt:9:1 乙")


def test_a_key(sources: Path) -> None:
    (sources / "a.txt.yml").write_text(f'"{IN_YAML}": 1\n"{IN_YAML}": 2\n', encoding="utf-8")
    for command in (("check",), ("explain", "a.txt"), ("export", "--to", "out"), ("build", "--sources", str(sources))):
        said = run(*command).output.replace("\\u2028", " ")  # check puts a message on one line
        assert f"a.txt.yml:2: {SHOWN} stands twice".replace("\\u2028", " ") in said


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_a_file_name(sources: Path, form: str) -> None:
    name = f"{EVIL}\n::error file=b.txt::乙.docx"
    (sources / name).touch()
    out = run("check", "--format", form).stdout
    if form in ("json", "gitlab"):
        [found] = json.loads(out)
        assert str(sources / name) in (found.get("file"), found.get("location", {}).get("path"))
    else:
        [line] = out.splitlines()
        assert line.startswith("::notice" if form == "github" else f"{sources}/{SHOWN}\\n::error")


def test_the_name_of_a_source(sources: Path) -> None:
    (sources / f"{EVIL}.txt").write_text(REPORT, encoding="utf-8")
    assert run("export", "--to", "out").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [(EVIL,), (f"--{EVIL}",), ("explain", "a", EVIL), ("check", f"--{EVIL}"), ("check", "--format", EVIL),
     ("explain", EVIL), ("export", "--to", f"a{EVIL}/out", "--sources", "content"), ("accept", EVIL, EVIL),
     ("export", "--to", "out", "--sources", EVIL), ("build", "-f", EVIL), ("build", "--sources", EVIL)],
    ids=lambda arguments: " ".join(arguments).replace(EVIL, "…"),
)  # fmt: skip
def test_an_argument(sources: Path, arguments: tuple[str, ...]) -> None:
    Path(f"a{EVIL}").touch()
    result = run(*arguments)
    assert result.exit_code in (1, 2)
    assert "\\u202e" in result.output


def test_a_line_of_mkdocs(capsys: pytest.CaptureFixture[str]) -> None:
    with logging_to(Voice()):
        logging.getLogger("mkdocs.structure").warning("page '%s'\nsecond line", EVIL)
    assert capsys.readouterr().err == f"warning: page '{SHOWN}'\nsecond line\n"


def test_a_line_of_mkdocs_by_itself() -> None:
    """``mkdocs build`` has a handler of its own."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    try:
        GongbaoPlugin().on_startup(command="build", dirty=False)
        logging.getLogger("mkdocs.structure").warning("page '%s'\nsecond line", EVIL)
    finally:
        logger.removeHandler(handler)
    assert out.getvalue() == f"page '{SHOWN}'\nsecond line\n"


def test_everything_goes_through_one_function() -> None:
    """Nothing else prints but the progress bar, whose own carriage return the terminal shall obey."""
    top = Path(generator.__file__).parent
    printing = {
        path.relative_to(top).as_posix()
        for path in top.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("click.echo", "click.secho", "print")
    }
    assert printing == {"cli/echo.py", "cli/progress.py"}

"""The commands as a publisher meets them: what they write, what they say, and how they end."""

import json
import multiprocessing
import os
import re
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator import __version__, pipeline
from generator.cli import cli
from generator.errors import Fault
from generator.model import Cleaned, Corpus, Source
from generator.read import Sidecar
from generator.render.package import tables

REPORT = """\
海盐县人民代表大会常务委员会工作报告

\t2024年，区人大常委会听取专项工作报告18个，作出决议决定5项,
开展执法检查3次。
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one source, named as seen from the current folder."""
    monkeypatch.chdir(tmp_path)
    folder = Path("content/sources")
    folder.mkdir(parents=True)
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_version() -> None:
    assert run("--version").stdout == f"gongbao, version {__version__}\n"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert f"Example:\n    gongbao {name}" in result.stdout


def test_python_m_generator_is_the_same_program() -> None:
    done = subprocess.run([sys.executable, "-m", "generator", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"gongbao, version {__version__}\n"


def test_help_does_not_load_the_pipeline() -> None:
    code = "import sys, generator.cli; sys.exit(bool({'generator.pipeline', 'mkdocs', 'jinja2'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_large_source_is_read_where_that_is_asked_for(sources: Path) -> None:
    (sources / "a.txt").write_text(REPORT + "\n" * 10**6, encoding="utf-8")
    for command in (["check"], ["export", "--to", "out"], ["build", "--sources", str(sources)], ["explain", "a.txt"]):
        if command[0] == "build":
            Path("mkdocs.yml").write_text("site_name: 公报\ntheme:\n  name: gongbao\nplugins:\n  - gongbao\n", "utf-8")
            Path("docs").mkdir()
        small = run(*command, "--max-size", "1")
        assert small.exit_code == 1
        assert (
            f"{sources / 'a.txt'}: the file is larger than 1 MB; "
            in small.stdout.replace(" error: ", " ") + small.stderr
        )
        assert run(*command, "--max-size", "2").exit_code == 0


def test_an_unknown_option_is_a_usage_error() -> None:
    assert run("export", "--nonsense").exit_code == 2


def test_export_writes_the_package_and_says_so(sources: Path) -> None:
    result = run("export", "--to", "new/out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 reports and 3 indicators: new/out/datapackage.json\n"
    assert len(list(Path("new/out").iterdir())) == len(tables()["tables"]) + 3  # datapackage.json, database, workbook


@pytest.mark.parametrize("arguments", [("-q", "export"), ("export", "-q")])
def test_quiet_says_nothing(sources: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, "--to", "out").output == ""


def test_export_of_a_missing_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("export", "--sources", "nowhere", "--to", "out")
    assert result.exit_code == 1
    assert result.stderr == "nowhere: there is no such folder; name the folder of sources with --sources\n"


def test_all_problems_of_all_sources_are_told_at_once_and_nothing_is_written(sources: Path) -> None:
    (sources / "a.txt.yml").write_text("yaer: 2024\nedits:\n  - drop: 没有这句\n", encoding="utf-8")
    (sources / "b.txt").write_text("甲", encoding="utf-8")
    (sources / "b.txt.yml").write_text("year: 24\n", encoding="utf-8")
    (sources / "c.txt.yml").write_text("year: 2024\n", encoding="utf-8")
    result = run("export", "--to", "out")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "content/sources/c.txt.yml: there is no source c.txt beside this sidecar;"
        " rename the sidecar like its source, with .yml behind, or delete it",
        "content/sources/a.txt.yml:1: 'yaer' is not known here; did you mean year?",
        "content/sources/b.txt.yml:1: year: '24' cannot be used; write a year of four digits",
    ]
    assert not Path("out").exists()


def test_one_id_for_two_reports(sources: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (sources / name).write_text(REPORT, encoding="utf-8")
        (sources / f"{name}.yml").write_text("id: qingshan\n", encoding="utf-8")
    assert run("export", "--to", "out").stderr == (
        "content/sources/b.txt: the report has the id qingshan, and so has one in a.txt;"
        " pin another one with `id:` in b.txt.yml\n"
    )


@pytest.fixture
def faulty(sources: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Cleaning fails for a.txt as nobody expects; b.txt has a mistake that somebody can mend."""
    (sources / "b.txt").write_text(REPORT, encoding="utf-8")
    (sources / "b.txt.yml").write_text("year: 24\n", encoding="utf-8")
    clean_source = pipeline.clean_source

    def broken_rule(source: Source, sidecar: Sidecar) -> Cleaned:
        if source.path == "a.txt":
            raise ValueError("negative length")
        return clean_source(source, sidecar)

    monkeypatch.setattr(pipeline, "clean_source", broken_rule)
    return sources


FAULT = "a fault of gongbao: this file was left out (ValueError: negative length); report it, with what -v shows"


def test_a_fault_in_one_file_is_a_problem_of_that_file(faulty: Path) -> None:
    result, loud = run("export", "--to", "out"), run("export", "--to", "out", "-v")
    assert result.exit_code == loud.exit_code == 1 and not Path("out").exists()
    assert result.stderr.splitlines() == [
        f"content/sources/a.txt: {FAULT}",
        "content/sources/b.txt.yml:1: year: '24' cannot be used; write a year of four digits",
    ]
    assert loud.stderr.count("Traceback") == 1 and "in broken_rule\n" in loud.stderr


def test_a_fault_comes_back_from_another_process_with_its_traceback(faulty: Path) -> None:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        _, problems = pipeline.survey(faulty, executor=pool)
    assert str(problems[0]) == f"content/sources/a.txt: {FAULT}"
    assert isinstance(problems[0], Fault) and "in broken_rule\n" in problems[0].detail
    assert str(problems[1]).startswith("content/sources/b.txt.yml:1: ")


def test_check_and_explain_tell_a_fault_of_a_file(faulty: Path) -> None:
    result, loud = run("check"), run("check", "-v")
    assert (result.exit_code, result.stderr) == (1, "2 problems, 0 open questions\n")
    assert result.stdout == loud.stdout and result.stdout.startswith(f"content/sources/a.txt: {FAULT}\n")
    assert "in broken_rule\n" in loud.stderr
    explained = run("explain", "a.txt")
    assert (explained.exit_code, explained.stderr) == (1, f"content/sources/a.txt: {FAULT}\n")


def test_a_fault_that_shows_when_all_is_put_together_costs_the_sources_that_have_it(sources: Path) -> None:
    for name in "bcde":
        (sources / f"{name}.txt").write_text(REPORT.replace("18", f"1{ord(name) % 10}"), encoding="utf-8")
    seen: list[int] = []

    def step(corpus: Corpus) -> Corpus:
        seen.append(len(corpus.cleaned))
        if {"b.txt", "e.txt"} & {cleaned.source.path for cleaned in corpus.cleaned}:
            raise ValueError("no such subject")
        return corpus

    rest, faults = pipeline.as_much_as_works(pipeline.load(sources), sources, step)
    assert [c.source.path for c in rest.cleaned] == ["a.txt", "c.txt", "d.txt"]
    assert rest.extracted.keys() == {r.id for r in rest.reports}
    assert [fault.file for fault in faults] == ["content/sources/b.txt", "content/sources/e.txt"]
    assert seen[0] == 5 and seen[-1] == 3


def test_a_fault_of_the_program_itself_is_one_clear_line(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("negative length")

    (sources / "b.txt").write_text(REPORT.replace("18", "19"), encoding="utf-8")
    monkeypatch.setattr(pipeline, "relate", broken)
    result = run("export", "--to", "out")
    assert result.exit_code == 3
    assert result.stderr.splitlines() == [
        "gongbao: this is a fault in gongbao: ValueError: negative length",
        "gongbao: run it again with -v to see where it happened",
    ]
    assert "Traceback" in run("export", "--to", "out", "-v").stderr


def test_a_folder_that_cannot_be_written(sources: Path) -> None:
    Path("out").write_text("a file", encoding="utf-8")
    result = run("export", "--to", "out/below")
    assert (result.exit_code, result.stderr) == (
        1, f"{Path('out').absolute()}: this is no folder; name another one with --to\n",
    )  # fmt: skip


def test_which_files_are_sources(sources: Path) -> None:
    for name in ("b.md", "c.TXT", "d.docx", ".hidden.txt", "sub/e.txt", ".git/f.txt", "a.txt.yml", "notes.yml"):
        (sources / name).parent.mkdir(exist_ok=True)
        (sources / name).write_text("甲" if name[-3:] != "yml" else "", encoding="utf-8")
    listing = pipeline.list_sources(sources)
    assert listing.sources == ["a.txt", "b.md", "c.TXT", "sub/e.txt"]
    assert listing.others == ["d.docx", "notes.yml"] and listing.problems == []
    assert [str(notice) for notice in listing.notices] == [
        "notice: content/sources/d.docx: not read: this is a Word, Excel or ZIP file;"
        " open it in Word or WPS and save it as plain text (.txt, UTF-8)",
        "notice: content/sources/notes.yml: not read: this is a YAML file of no source;"
        " name a sidecar like its source, with .yml behind (a.txt has a.txt.yml)",
    ]


def problems_of(folder: Path) -> list[str]:
    return [str(problem) for problem in pipeline.survey(folder)[1]]


@pytest.mark.parametrize("held", [(), ("b.docx",), (".hidden.txt",)])
def test_a_folder_without_a_source_is_a_problem(sources: Path, held: tuple[str, ...]) -> None:
    (sources / "a.txt").unlink()
    for name in held:
        (sources / name).write_text("甲", encoding="utf-8")
    assert problems_of(sources) == [
        "content/sources: there is no source in this folder;"
        " put texts (.txt, .md) there, or name another folder with --sources"
    ]
    assert run("check").exit_code == 1


def test_a_link_to_a_folder_is_told(sources: Path) -> None:
    Path("elsewhere").mkdir()
    (sources / "2025").symlink_to(Path("elsewhere").absolute())
    assert problems_of(sources) == [
        "content/sources/2025: a link to a folder is not followed, and what it holds is not read;"
        " put the folder itself there, or name it with --sources"
    ]
    assert problems_of(sources / "2025") == [
        "content/sources/2025: there is no source in this folder;"
        " put texts (.txt, .md) there, or name another folder with --sources"
    ]


@pytest.mark.parametrize(("one", "other"), [("A.txt", "a.txt"), ("cafe\u0301.txt", "caf\u00e9.txt")])
def test_names_that_not_every_file_system_tells_apart(sources: Path, one: str, other: str) -> None:
    (sources / "a.txt").rename(sources / other)
    (sources / one).write_text(REPORT.replace("18", "19"), encoding="utf-8")
    if len(list(sources.iterdir())) == 1:
        pytest.skip("this file system does not tell them apart either")
    problem = f"content/sources/{one}: the name differs from {other} only in case or in how accents are spelt"
    problem += "; rename one of them"
    assert problems_of(sources) == [problem] and run("check").stdout.splitlines() == [problem]


def test_a_name_that_leaves_no_room_for_a_sidecar(sources: Path) -> None:
    (sources / f"{'报' * 83}a.txt").write_text(REPORT.replace("18", "19"), encoding="utf-8")
    assert problems_of(sources) == [
        f"content/sources/{'报' * 83}a.txt: the name is so long that no sidecar can stand beside the file;"
        " rename the file; the longest name is of 251 bytes, in UTF-8"
    ]


def test_a_folder_that_cannot_be_looked_into(sources: Path) -> None:
    (sources / "closed").mkdir(mode=0o0)
    if os.access(sources / "closed", os.R_OK):
        pytest.skip("nothing is closed to this user")
    assert problems_of(sources) == [
        "content/sources/closed: the folder cannot be read (Permission denied); check its permissions"
    ]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir, lambda path: Path(path).symlink_to("nowhere")])
@pytest.mark.parametrize("name", ["content/sources/b.txt", "content/sources/a.txt.yml", "content/indicators.yml"])
def test_what_is_no_file_is_a_problem_and_stops_nothing_else(sources: Path, name: str, make: object) -> None:
    make(name)  # type: ignore[operator]  # one of three makers
    if make is os.mkdir and name == "content/sources/b.txt":
        return  # a folder with such a name is a folder
    (problem,) = problems_of(sources)
    assert f"{name}: " in problem and ("no regular file" in problem or "cannot be read" in problem)


def test_any_number_of_workers_gives_the_same_bytes(sources: Path) -> None:
    for n in range(5):
        (sources / f"b{n}.txt").write_text(REPORT.replace("18", f"{n}"), encoding="utf-8")
    for jobs in ("1", "3"):
        assert run("export", "--jobs", jobs, "--to", f"out{jobs}").exit_code == 0
    for file in Path("out1").iterdir():
        assert file.read_bytes() == Path("out3", file.name).read_bytes(), file.name


def test_problems_come_back_from_other_processes_as_they_were(sources: Path) -> None:
    for n in range(3):
        (sources / f"b{n}.txt").write_text(REPORT, encoding="utf-8")
        (sources / f"b{n}.txt.yml").write_text("year: 24\n", encoding="utf-8")
    one, three = (run("export", "--jobs", jobs, "--to", "out") for jobs in ("1", "3"))
    assert one.exit_code == three.exit_code == 1
    assert one.stderr == three.stderr and one.stderr.count("\n") == 3


NOT_READ = "not read: this is a Word, Excel or ZIP file; open it in Word or WPS and save it as plain text (.txt, UTF-8)"


def findings(form: str, *more: str) -> Result:
    return run("check", "--format", form, *more)


def test_check_has_nothing_to_say_of_a_plain_text(sources: Path) -> None:
    result = findings("text", "--strict")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "0 problems, 0 open questions\n")


def test_check_tells_problems_and_what_is_not_read(sources: Path) -> None:
    (sources / "a.txt.yml").write_text("year: 2024\nyaer: 2024\n", encoding="utf-8")
    (sources / "b.docx").write_bytes(b"PK")
    result = findings("text")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "content/sources/a.txt.yml:2: 'yaer' is not known here; did you mean year?",
        f"content/sources/b.docx: notice: {NOT_READ}",
    ]
    assert result.stderr == "1 problem, 0 open questions\n"
    assert json.loads(findings("json").stdout) == [
        {"file": "content/sources/a.txt.yml", "line": 2, "level": "error", "rule": "SidecarError",
         "message": "'yaer' is not known here; did you mean year?", "entry": "", "detail": ""},
        {"file": "content/sources/b.docx", "line": None, "level": "notice", "rule": "not-read",
         "message": NOT_READ, "entry": "", "detail": ""},
    ]  # fmt: skip
    assert findings("github").stdout.splitlines() == [
        "::error file=content/sources/a.txt.yml,line=2,title=SidecarError::"
        "'yaer' is not known here; did you mean year?",
        f"::notice file=content/sources/b.docx,title=not-read::{NOT_READ}",
    ]
    report = json.loads(findings("gitlab").stdout)
    assert [(r["location"]["path"], r["location"]["lines"]["begin"], r["severity"]) for r in report] == [
        ("content/sources/a.txt.yml", 2, "major"),
        ("content/sources/b.docx", 1, "info"),
    ]
    assert len({r["fingerprint"] for r in report}) == 2


def test_an_open_question_is_told_with_the_entry_that_answers_it(sources: Path) -> None:
    from generator.cli.findings import Finding, as_github, as_text

    question = Finding("a.txt", 3, "warning", "repeat", "何者当留？\n两处相同", 'edits:\n  - drop: "甲, 50%"')
    assert as_text([question]) == 'a.txt:3: question: 何者当留？ 两处相同\n    edits:\n      - drop: "甲, 50%"\n'
    assert as_github([question]) == (
        '::warning file=a.txt,line=3,title=repeat::何者当留？%0A两处相同%0Aedits:%0A  - drop: "甲, 50%25"\n'
    )


def test_check_asks_and_strict_makes_a_question_a_problem(sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from generator.clean import clean_source
    from generator.model import Review

    def asking(source: object, sidecar: object) -> object:
        cleaned = clean_source(source, sidecar)
        question = Review("a.txt", 24, 30, "repeat", "何者当留？", "甲", ("留", "删"), "edits: …")
        return replace(cleaned, review=(question,))

    monkeypatch.setattr(pipeline, "clean_source", asking)
    result = findings("text")
    assert (result.exit_code, result.stdout) == (0, "content/sources/a.txt:3: question: 何者当留？ 甲\n    edits: …\n")
    assert findings("text", "--strict").exit_code == 1


@pytest.mark.parametrize("name", ["a.txt", "content/sources/a.txt"])
def test_explain_a_line(sources: Path, name: str) -> None:
    result = run("explain", f"{name}:3")
    assert result.exit_code == 0
    first, *records = result.stdout.splitlines()
    assert first == 'content/sources/a.txt:3: "\\t2024年，区人大常委会听取专项工作报告18个，作出决议决定5项,\\n"'
    assert [line.split()[:2] for line in records] == [
        ["1", "dropped"], ["2-33", "kept"], ["34", "replaced"], ["35", "dropped"],
    ]  # fmt: skip
    assert '","  by "，"' in records[2] and "[width]" in records[2]


def test_explain_without_a_line_tells_every_change(sources: Path) -> None:
    result = run("explain", "a.txt")
    assert result.exit_code == 0
    (change,) = result.stdout.splitlines()
    assert change.startswith('content/sources/a.txt:3:34: replaced  ","  by "，"  → ')


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("b.txt:3", "b.txt: there is no such source; name it from here or from --sources\n"),
        ("a.txt:99", "content/sources/a.txt: there is no line 99; the last one is 5; name one of them\n"),
    ],
)
def test_explain_of_what_is_not_there(sources: Path, place: str, message: str) -> None:
    result = run("explain", place)
    assert (result.exit_code, result.stderr) == (1, message)


def test_explain_shows_control_characters_and_does_not_obey_them(sources: Path) -> None:
    (sources / "e.txt").write_bytes("甲区工作报告\n\x1b[31m乙\u3000\xa0丙。".encode() + b"\xff")
    shown = run("explain", "e.txt:2").stdout
    assert "\x1b" not in shown and "\\u001b[31m乙\\u3000\\u00a0丙。\\udcff" in shown


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_the_readme_are_there(name: str) -> None:
    root = Path(__file__).resolve().parents[2]
    text = (root / name).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M))
    named = set(re.findall(r"\bmake ([a-z]+)(?=[ `])", text))
    assert {"site", "test", "serve", "check"} <= named & targets and named <= targets
    assert set(re.findall(r"gongbao ([a-z]+)", text)) == set(cli.commands)
    assert ".venv/bin/gongbao" in text and "source .venv/bin/activate" in text

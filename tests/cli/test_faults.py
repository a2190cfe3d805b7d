"""Faulty files of a project: all are told, the old site stays, and with --keep-going the rest is published."""

import html
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from markdown import Markdown

from generator.cli import cli
from generator.model import Report
from generator.render import pages, plugin, theme
from tests.cli.test_build import tree

TEXT = "海盐县人大常委会工作报告\n\n一、监督工作\n全年听取专项工作报告18个，开展执法检查3次。\n"


@pytest.fixture(autouse=True)
def small(project: Path) -> Path:
    """The project with two short sources, so that a build is quick."""
    sources = project / "content" / "sources"
    for name, id_ in (("a.txt", "qingshan"), ("b.txt", "lvshui")):
        (sources / name).write_text(TEXT.replace("18", f"1{ord(name[0]) % 10}"), encoding="utf-8")
        (sources / f"{name}.yml").write_text(f"id: {id_}\n", encoding="utf-8")
    return project


def build(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["build", *arguments])


def fails(project: Path, *arguments: str) -> list[str]:
    """What a build says that fails and leaves the site as it was, each file below the project."""
    before = tree(project / "site")
    result = build(*arguments)
    assert result.exit_code == 1 and tree(project / "site") == before
    return result.stderr.replace(f"{project}{os.sep}", "").splitlines()


def break_page_of(name: str, patch: pytest.MonkeyPatch) -> None:
    """Rendering the page of one report fails, which no check can foresee."""
    real = pages._view

    def view(report: Report, *more: object) -> object:
        if report.source == name:
            raise KeyError("figure")
        return real(report, *more)  # type: ignore[arg-type]

    patch.setattr(pages, "_view", view)


def test_all_faulty_files_of_all_kinds_are_told_in_one_run(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build().exit_code == 0
    content = small / "content"
    (content / "sources" / "c.txt").write_bytes(b"%PDF-1.7")
    (content / "sources" / "d.txt").write_text(TEXT.replace("18", "9"), encoding="utf-8")
    (content / "sources" / "d.txt.yml").write_text("edits:\n  - drop: 没有这句\n", encoding="utf-8")
    (content / "corrections.yml").write_text("corrections:\n  - date: 2026\n", encoding="utf-8")
    (content / "pages" / "mine.md").write_bytes("# 我\n的页面\n".encode("gb18030"))
    (content / "pages" / "search.md").write_text("mine", encoding="utf-8")
    break_page_of("b.txt", monkeypatch)
    said = fails(small)
    assert [line.split(": ")[0] for line in said] == [
        "content/sources/c.txt",
        "content/sources/d.txt.yml:2",
        "content/pages/mine.md:1",
        "content/corrections.yml:2",
        "content/sources/b.txt",
        "content/pages/search.md",
    ]
    assert all(";" in line for line in said)
    loud = build("-v").stderr
    assert "in view\n" in loud and "KeyError: 'figure'" in loud
    assert fails(small, "--keep-going"), "a list of the project that cannot be used stops a build in any case"


def test_keep_going_publishes_the_rest_and_names_what_is_missing(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert build().exit_code == 0 and not (small / "site" / "missing.html").exists()
    sources = small / "content" / "sources"
    (sources / "b.txt.yml").write_text("id: lvshui\nyear: 24\n", encoding="utf-8")
    (sources / "c.docx").write_bytes(b"PK")
    (small / "content" / "pages" / "mine.md").write_bytes("# 我".encode("gb18030"))
    result = build("--keep-going", "--strict")
    assert result.exit_code == 1
    assert result.stderr.replace(f"{small}{os.sep}", "").splitlines()[:3] == [
        "notice: content/sources/c.docx: not read: this is a Word, Excel or ZIP file;"
        " open it in Word or WPS and save it as plain text (.txt, UTF-8)",
        "content/sources/b.txt.yml:2: year: '24' cannot be used; write a year of four digits",
        "content/pages/mine.md:1: this is not UTF-8; save the page as UTF-8",
    ]
    site = small / "site"
    assert (site / "reports" / "qingshan.html").exists() and not (site / "reports" / "lvshui.html").exists()
    missing = html.unescape((site / "missing.html").read_text(encoding="utf-8"))
    for told in ("b.txt.yml", "2", "year: '24' cannot be used", "mine.md", "c.docx"):
        assert f"<td>{told}</td>" in missing, told
    assert "另存为纯文本" in missing
    assert str(small) not in missing
    assert 'href="missing.html"' in (site / "index.html").read_text(encoding="utf-8")
    assert plugin.UNREAD in (site / "mine.html").read_text(encoding="utf-8")
    assert "gb-faults" not in missing, "a published site shows readers no errors"
    (sources / "b.txt.yml").write_text("id: lvshui\n", encoding="utf-8")
    (small / "content" / "pages" / "mine.md").unlink()
    assert build().exit_code == 0
    assert (site / "reports" / "lvshui.html").exists() and not (site / "missing.html").exists()


def test_a_fault_in_rendering_one_report_costs_that_report(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_page_of("b.txt", monkeypatch)
    (said,) = fails(small)
    assert said.startswith("content/sources/b.txt: a fault of gongbao: this file was left out (KeyError: 'figure")
    assert build("--keep-going").exit_code == 1
    assert [p.stem for p in sorted((small / "site" / "reports").glob("*.html"))] == ["index", "qingshan"]


@pytest.mark.parametrize("options", [(), ("--keep-going",)])
def test_nothing_replaces_a_site_with_none(small: Path, options: tuple[str, ...]) -> None:
    assert build().exit_code == 0
    (small / "empty").mkdir()
    assert "empty: there is no source in this folder" in fails(small, "--sources", "empty", *options)[0]
    assert "nowhere: there is no such folder" in fails(small, "--sources", "nowhere", *options)[0]
    for name in ("a.txt.yml", "b.txt.yml"):
        (small / "content" / "sources" / name).write_text("year: 24\n", encoding="utf-8")
    assert len(fails(small, *options)) == 2


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [("report.md.j2", "{% if %}", 1), ("home.md.j2", "甲\n{{ nothing.of.the.kind }}", 2), ("parts.j2", "{{", 1)],
)
def test_a_broken_template_is_named(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, code: str, line: int
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(theme.templates_dir(), templates)
    (templates / "pages" / template).write_text(code, encoding="utf-8")
    monkeypatch.setattr(pages, "templates_dir", lambda: templates)
    pages._environment.cache_clear()
    try:
        for options in ((), ("--keep-going",)):
            (said,) = fails(small, *options)
            assert said.startswith(f"{templates / 'pages' / template}:{line}: ") and "; " in said
    finally:
        pages._environment.cache_clear()


@pytest.mark.parametrize("code", ["{% if %}", "{{ nothing.of.the.kind }}"])
def test_a_broken_template_of_the_theme_is_named(small: Path, code: str) -> None:
    (small / "own").mkdir()
    (small / "own" / "main.html").write_text(f"甲\n{code}", encoding="utf-8")
    config = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(config.replace("name: gongbao", "name: gongbao\n  custom_dir: own"), "utf-8")
    assert fails(small)[-1].startswith("own/main.html:2: ")


def test_a_page_that_cannot_be_converted_is_named(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Markdown.convert

    def convert(self: Markdown, source: str) -> str:
        if "雷区" in source:
            raise RecursionError("too deep")
        return real(self, source)

    (small / "content" / "pages" / "mine.md").write_text("# 雷区\n", encoding="utf-8")
    monkeypatch.setattr(Markdown, "convert", convert)
    (said,) = fails(small)
    assert said.startswith("content/pages/mine.md: a fault of gongbao: this file was left out (RecursionError")
    assert build("--keep-going").exit_code == 1
    assert plugin.UNREAD in (small / "site" / "mine.html").read_text(encoding="utf-8")


def test_what_is_no_file_among_the_pages(small: Path) -> None:
    os.mkfifo(small / "content" / "pages" / "pipe.md")
    os.mkfifo(small / "content" / "pages" / "pipe.png")
    (small / "content" / "pages" / "gone.pdf").symlink_to("nowhere")
    said = fails(small)
    assert [line.split(": ")[0] for line in said] == [
        "content/pages/gone.pdf", "content/pages/pipe.md", "content/pages/pipe.png",
    ]  # fmt: skip
    assert build("--keep-going").exit_code == 1 and not (small / "site" / "gone.pdf").exists()


def test_plain_mkdocs_fails_with_the_list(small: Path) -> None:
    for name in ("a.txt.yml", "b.txt.yml"):
        (small / "content" / "sources" / name).write_text("year: 24\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and not (small / "site" / "index.html").exists()
    assert "a.txt.yml:1: year: '24' cannot be used" in done.stderr and "b.txt.yml:1: " in done.stderr
    assert "Traceback" not in done.stderr


def test_excluded_pages_that_others_link_to_are_told(small: Path) -> None:
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nexclude_docs: collation/\n")
    result = build()
    assert "exclude_docs leaves out " in result.stderr and "collation/" in result.stderr
    assert build("--strict").exit_code == 1


@pytest.mark.parametrize("address", ["8000", "127.0.0.1:99999", "127.0.0.1:0", "127.0.0.1:http", ":8000", "127.0.0.1:"])
def test_an_address_that_is_none(small: Path, address: str) -> None:
    result = CliRunner().invoke(cli, ["serve", "--addr", address])
    assert (result.exit_code, result.stderr) == (
        1, f"{address!r} is no address to listen on; write --addr HOST:PORT, with a PORT from 1 to 65535\n",
    )  # fmt: skip


def test_an_address_that_is_taken(small: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"127.0.0.1:{other.getsockname()[1]}"
        result = CliRunner().invoke(cli, ["serve", "--addr", address])
    assert (result.exit_code, result.stderr) == (
        1, f"{address} cannot be listened on (Address already in use);"
        " end what listens there, or name another one with --addr HOST:PORT\n",
    )  # fmt: skip


def test_export_says_what_it_did_not_read(small: Path) -> None:
    (small / "content" / "sources" / "c.wps").write_bytes(b"x")
    result = CliRunner().invoke(cli, ["-q", "export", "--to", "out"])
    assert result.exit_code == 0 and result.stderr.startswith("notice: content/sources/c.wps: not read: this is an old")


def test_a_correction_of_a_report_that_is_not_there_is_told(small: Path) -> None:
    entry = "  - {date: 2026-01-31, report: qingsan, was: 甲, now: 乙, why: 丙}\n"
    (small / "content" / "corrections.yml").write_text(f"corrections:\n{entry}", encoding="utf-8")
    result = build()
    assert result.exit_code == 0
    assert result.stderr.replace(f"{small}{os.sep}", "").splitlines()[0] == (
        "notice: content/corrections.yml:2: there is no report qingsan; correct its id, unless the report was withdrawn"
    )


def test_what_is_not_read_is_told_by_a_build_that_fails(small: Path) -> None:
    (small / "content" / "sources" / "c.pdf").write_bytes(b"%PDF-1.7")
    (small / "content" / "sources" / "d.txt").write_text(" \n", encoding="utf-8")
    told = ["notice: content/sources/c.pdf", "content/sources/d.txt"]
    assert [line.split(": not")[0].split(": the")[0] for line in fails(small)] == told
    exported = CliRunner().invoke(cli, ["export", "--to", "out"]).stderr.splitlines()
    assert [line.split(": not")[0].split(": the")[0] for line in exported] == told


def test_nothing_is_written_among_the_sources(small: Path) -> None:
    """What is generated there would be read as sources by the next build."""
    sources = small / "content" / "sources"
    before = tree(sources)
    assert "never written to" in CliRunner().invoke(cli, ["export", "--to", "content/sources/data"]).stderr
    assert "never written to" in fails(small, "--site", "content/sources/site")[0]
    configured = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(configured.replace("content/pages ", "content/sources "), encoding="utf-8")
    assert "never written to" in fails(small)[0]
    (small / "mkdocs.yml").write_text(configured.replace("content/pages ", "content "), encoding="utf-8")
    assert "the sources would be published as pages" in fails(small)[0]
    assert tree(sources) == before


@pytest.mark.parametrize("options", ["max_size: 0", "max_size: true", "max_size: -1", "jobs: -1"])
def test_an_option_that_is_no_such_number(small: Path, options: str) -> None:
    configured = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(
        configured.replace("  - gongbao ", f"  - gongbao: {{{options}}} "), encoding="utf-8"
    )
    said = fails(small)
    assert options.split(":")[0] in said[0] and "write a number from" in said[0]


def test_a_page_whose_template_is_not_there(small: Path) -> None:
    page = small / "content" / "pages" / "mine.md"
    page.write_text("---\ntemplate: plain.html\n---\n# 我的页面\n", encoding="utf-8")
    problem = "content/pages/mine.md: there is no template plain.html; correct it, or delete the line"
    assert fails(small) == [problem]
    assert build("--keep-going").exit_code == 1
    assert "未能读取" in (small / "site" / "mine.html").read_text(encoding="utf-8")

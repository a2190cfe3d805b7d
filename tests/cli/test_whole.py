"""All or nothing: two builds at once, kills, full disks, and what killed runs leave lying about."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import mkdocs.utils
import pytest
from click.testing import CliRunner, Result
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from benchmarks.kills import CONFIGURATION, in_session, tree
from generator.cli import cli
from generator.errors import BuildError, Problems
from generator.render import aside
from generator.render.build import build_site, serve_site
from generator.render.package import PACKAGE
from tests.cli.test_build import beside, hook, wait_for

TEXT = "青山区人大常委会2023年工作报告\n\n一、监督工作\n全年听取专项工作报告{}个，开展执法检查3次。\n"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: a project of two short sources, with a temporary folder of its own."""
    folder = tmp_path / "project"
    for name in (folder / "pages", folder / "sources", tmp_path / "tmp"):
        name.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    (folder / "pages" / "about.md").write_text("# 关于\n", encoding="utf-8")
    write(folder, 11, 12)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def write(folder: Path, *numbers: int) -> None:
    for n, number in enumerate(numbers):
        text = TEXT.format(number).replace("青山", ("青山", "石溪")[n])
        (folder / "sources" / f"{n}.txt").write_text(text, encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["-q", *arguments])


def listed(folder: str | Path) -> list[str]:
    return sorted(entry.name for entry in Path(folder).iterdir())


EXPORT = ("export", "--sources", "sources", "--to", "package")


def process(small: Path, code: str, *arguments: str) -> subprocess.Popen[str]:
    """A run in a session of its own; ``code`` goes before, in its workers, too."""
    (small.parent / "hooks").mkdir()
    (small.parent / "hooks" / "sitecustomize.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(small.parent / "hooks"), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip


STUCK = """
import os, re
import generator.pipeline, generator.workers
def work(*_, **__):
    open(f"started-{os.getpid()}", "w").close()
    re.match("(a*)*b", "a" * 60)  # years, in which no thread of this process has its turn
work.__module__, work.__qualname__ = "generator.pipeline", "work"
generator.pipeline.work = work
"""
ELSEWHERE = STUCK.replace("re.match", "__import__('time').sleep(60) or re.match") + (
    "generator.workers._system_ends_it = lambda _: False\n"
)


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("number", "code", "ends"),
    [("SIGTERM", STUCK, 143), ("SIGKILL", STUCK, -9), ("SIGKILL", ELSEWHERE, -9), ("SIGINT", ELSEWHERE, 130)],
)
def test_a_run_that_ends_leaves_no_workers(small: Path, number: str, code: str, ends: int) -> None:
    before = {path for path in small.rglob("*") if path.is_file()}
    running = process(small, code, "build", "-j", "2")
    try:
        wait_for(lambda: len(list(small.glob("started-*"))) == 2)
        if number == "SIGINT":  # a terminal sends it to all
            os.killpg(running.pid, signal.SIGINT)
        else:
            running.send_signal(getattr(signal, number))
        said = running.communicate(timeout=30)[1]
        assert running.returncode == ends and "Traceback" not in said
        assert in_session(running.pid) == []
    finally:
        if in_session(running.pid):
            os.killpg(running.pid, signal.SIGKILL)
    if number == "SIGTERM":
        assert said == "gongbao: terminated; run it again, nothing half done was put in place\n"
        left = {path for path in small.rglob("*") if path.is_file() and not path.name.startswith("started-")}
        assert left == before and beside(small / "site") == []


def test_an_export_killed_in_the_middle_leaves_the_earlier_package(small: Path) -> None:
    package = small / "package"
    assert run(*EXPORT).exit_code == 0
    (package / "README").write_text("mine", encoding="utf-8")
    before = tree(package)
    write(small, 21, 22)
    kill = "import os, generator.render.database as d\nd.database = lambda *_: os.kill(os.getpid(), 9)\n"
    running = process(small, kill, *EXPORT)
    running.communicate(timeout=60)
    assert running.returncode == -signal.SIGKILL
    assert tree(package) == before and beside(package) == [".package.gongbao-lock", ".package.gongbao-new"]
    assert run(*EXPORT).exit_code == 0
    after = tree(package)
    assert after.keys() == before.keys() and after["README"] == b"mine"
    assert after["indicators.csv"] != before["indicators.csv"] and beside(package) == []


def test_exports_beside_each_other_are_free(small: Path) -> None:
    """Only runs that make the same folder keep each other out."""
    with aside.aside(small / "one", PACKAGE):
        assert run(*EXPORT[:-1], "other").exit_code == 0
        busy = run(*EXPORT[:-1], "one")
        assert busy.exit_code == 1 and "one: another build is under way; wait for it" in busy.stderr


def test_an_export_replaces_nothing_but_a_package(small: Path) -> None:
    (small / "package").mkdir()
    (small / "package" / "letter.txt").touch()
    assert run(*EXPORT).exit_code == 0 and "letter.txt" in listed("package"), "what is not of the package stays"
    (small / "other").mkdir()
    (small / "other" / "indicators.csv").touch()
    no_package = "the folder is not empty and holds no data package"
    for out, problem in (("other", no_package), (".", "the package would replace the sources")):
        result = run(*EXPORT[:-1], out)
        assert result.exit_code == 1 and problem in result.stderr and "--to" in result.stderr
    assert listed("other") == ["indicators.csv"]
    assert len(list(Path("sources").iterdir())) == 2


def full_after(times: int, write: Callable[..., Any], number: int) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal times
        times -= 1
        if times < 0:
            if write.__name__ == "write_bytes":
                write(arguments[0], arguments[1][:5])  # as much as there is room for
            raise OSError(number, os.strerror(number))
        return write(*arguments, **options)

    return wrapped


@pytest.mark.parametrize(
    ("where", "what", "arguments", "file"),
    [
        (Path, "write_bytes", ["build"], "pages/"),
        (mkdocs.utils, "write_file", ["build"], "site"),
        (Path, "write_bytes", EXPORT, "package"),
    ],
)
def test_a_full_disk_is_told_and_costs_nothing(
    small: Path, monkeypatch: pytest.MonkeyPatch, where: Any, what: str, arguments: list[str], file: str
) -> None:
    assert run("build").exit_code == run(*EXPORT).exit_code == 0
    before = {name: tree(small / name) for name in ("site", "package")}
    write(small, 31, 32)
    with monkeypatch.context() as patch:
        patch.setattr(where, what, full_after(3, getattr(where, what), errno.ENOSPC))
        result = run(*arguments)
    assert result.exit_code == 1
    said = result.stderr.splitlines()[-1]  # MkDocs names the page that it was at before
    assert said.startswith(f"{small / file}")
    assert said.endswith(": the disk is full; make room on it and run this again")
    assert {name: tree(small / name) for name in before} == before
    assert [path for path in small.rglob(".*gongbao-*") if path.name[-3:] in ("new", "old") or "tmp" in path.name] == []
    assert run(*arguments).exit_code == 0


def test_a_disk_that_can_only_be_read(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "mkdir", full_after(0, Path.mkdir, errno.EROFS))
    result = run(*EXPORT[:-1], "elsewhere/package")
    assert (result.exit_code, result.stderr) == (1, "the disk can only be read; name another place\n")


def plain() -> None:
    mkdocs_build.build(load_config())


def ours() -> None:
    result = run("build")
    if result.exit_code:
        raise Abort(result.stderr)


@pytest.mark.parametrize("build", [plain, ours])
def test_pages_are_one_builds_alone(small: Path, build: Callable[[], None], caplog: pytest.LogCaptureFixture) -> None:
    pages = small / "pages"
    with aside.alone(pages), caplog.at_level(logging.ERROR), pytest.raises(Abort) as refused:
        build()
    said = f"{refused.value} {caplog.text}"
    assert f"{pages}: another build is under way; wait for it" in said and "delete" not in said
    assert listed(pages) == ["about.md"]
    hook(small, "import fcntl, os; fcntl.flock(os.open('pages', os.O_RDONLY), fcntl.LOCK_EX | fcntl.LOCK_NB)")
    with pytest.raises((Abort, BlockingIOError)):
        build()  # the hook cannot have them either
    with aside.alone(pages):  # and a build that failed has given them back
        pass
    (small / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    build()
    with aside.alone(pages):
        pass


def test_a_site_among_its_pages_is_refused(small: Path) -> None:
    result = run("build", "--site", "pages/site")
    assert result.exit_code == 1 and "pages/site: the site would lie among its pages; name another" in result.stderr
    assert listed("pages") == ["about.md"]


def test_a_build_that_fails_before_mkdocs_begins_gives_the_pages_back(small: Path) -> None:
    (small / "sources" / "0.txt.yml").write_text("year: 24\n", encoding="utf-8")
    with pytest.raises(Problems) as kept:  # what holds the plugin, too
        build_site()
    with aside.alone(small / "pages"):
        assert kept.value.problems


def test_a_server_waits_for_its_turn(small: Path) -> None:
    config = load_config()
    plugin: Any = config.plugins["gongbao"]
    plugin.on_startup(command="serve", dirty=False)
    with ThreadPoolExecutor() as pool:
        with aside.alone(small / "pages"):
            turn = pool.submit(plugin.hold, config)
            with pytest.raises(TimeoutError):
                turn.result(0.2)
        turn.result(30)
    with pytest.raises(BuildError, match="another build is under way"), aside.alone(small / "pages"):
        pass
    plugin.on_shutdown()


def test_a_server_leaves_the_temporary_folder_as_it_was(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    monkeypatch.setattr(mkdocs_serve, "serve", lambda **_: seen.append(Path(tempfile.mkdtemp())))
    serve_site(addr="127.0.0.1:8")
    assert seen[0].parent.parent == small.parent / "tmp" and not seen[0].parent.exists()
    assert tempfile.gettempdir() == str(small.parent / "tmp")


def test_temporary_folders_that_nobody_holds_go_and_no_others(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = small.parent / "tmp"
    others = [top / "gongbao-notes", top / ".gongbao-notes", top / ".gongbao-link.tmp"]
    for other in others[:2]:
        other.mkdir()
    others[2].symlink_to(others[0])
    left = top / ".gongbao-left.tmp"
    left.mkdir()
    (left / "page.md").touch()
    with aside.temporary() as one, aside.temporary() as two:
        assert one.is_dir() and two.is_dir() and one != two and not left.exists()
    assert sorted(top.iterdir()) == sorted(others)


def test_the_temporary_folder_is_found_without_a_file_that_a_kill_would_leave(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "_get_default_tempdir", lambda: pytest.fail("tried by writing"))
    assert run(*EXPORT).exit_code == 0
    with aside.temporary() as folder:
        assert folder.parent == small.parent / "tmp"


def test_another_persons_temporary_folder_stays(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = small.parent / "tmp" / ".gongbao-left.tmp"
    left.mkdir()
    monkeypatch.setattr(os, "getuid", lambda: -2)
    with aside.temporary():
        assert left.is_dir()


@pytest.mark.parametrize("links", [True, False])
def test_hidden_entries_of_a_site_stay_and_those_of_a_failed_build_do_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    site = tmp_path / "site"
    (site / ".git" / "refs").mkdir(parents=True)
    (site / ".git" / "refs" / "main").write_text("0123", encoding="utf-8")
    (site / ".gone").symlink_to("nowhere")
    (site / ".both").write_text("old", encoding="utf-8")
    (site / "index.html").touch()
    if not links:
        monkeypatch.setattr(os, "link", full_after(0, os.link, errno.EPERM))
    with pytest.raises(ZeroDivisionError), aside.aside(site) as fresh:
        (fresh / ".new").touch()
        raise ZeroDivisionError
    assert sorted(p.name for p in site.iterdir()) == [".both", ".git", ".gone", "index.html"]
    with aside.aside(site) as fresh:
        (fresh / ".both").write_text("new", encoding="utf-8")
    assert tree(site) == {".both": b"new", ".git/refs/main": b"0123"}
    assert (site / ".gone").is_symlink() and beside(site) == []


def test_an_end_while_litter_is_cleared_waits_until_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    delete, told = shutil.rmtree, []

    def ended(folder: Path) -> None:
        if not told:
            told.append(folder)
            raise SystemExit(143)
        delete(folder)

    monkeypatch.setattr(shutil, "rmtree", ended)
    with pytest.raises(SystemExit), aside.aside(tmp_path / "package", PACKAGE):
        raise BuildError("a full disk")
    assert told and list(tmp_path.iterdir()) == []

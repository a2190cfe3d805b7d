"""Building: all or nothing, the same bytes every time, and reloading while it is served."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import mkdocs.utils
import pytest
from click.testing import CliRunner, Result

from generator.cli import cli
from generator.errors import BuildError
from generator.render import aside
from generator.render import build as building

GONGBAO = [sys.executable, "-m", "generator"]


def build(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["build", "--strict", *arguments])


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def beside(site: Path) -> list[str]:
    return sorted(p.name for p in site.parent.iterdir() if p.name.startswith(f".{site.name}."))


def hook(project: Path, code: str) -> None:
    """Let MkDocs run ``code`` when it has rendered the first pages."""
    (project / "hook.py").write_text(f"def on_page_content(html, page, **_):\n    {code}\n    return html\n", "utf-8")
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as config:
        config.write("\nhooks: [hook.py]\n")


def test_build_says_where_to_open_the_site_and_keeps_hidden_files(project: Path) -> None:
    site = project / "site"
    result = build()
    assert result.exit_code == 0, result.output
    pages = sum(1 for _ in site.rglob("*.html"))
    assert result.stderr == f"built {pages} pages: open {site / 'index.html'}\n"
    assert (site / "index.html").is_file() and (site / "data" / "datapackage.json").is_file()
    assert (site / ".gitkeep").is_file() and beside(site) == []


def test_a_second_build_replaces_the_first(project: Path) -> None:
    assert build().exit_code == 0
    (project / "site" / "stale.html").touch()
    assert build().exit_code == 0
    assert not (project / "site" / "stale.html").exists() and (project / "site" / ".gitkeep").exists()


def test_a_page_that_fails_leaves_the_previous_site(project: Path) -> None:
    assert build().exit_code == 0
    before = tree(project / "site")
    hook(project, "raise ValueError('broken page')")
    result = build()
    page = project / "content" / "pages" / "index.md"
    assert result.exit_code == 1 and f"\n{page}: a fault of gongbao" in result.stderr
    assert "ValueError: broken page" in result.stderr
    assert tree(project / "site") == before and beside(project / "site") == []


def test_a_source_that_fails_leaves_the_previous_site(project: Path) -> None:
    assert build().exit_code == 0
    before = tree(project / "site")
    (project / "content" / "sources" / "a.txt.yml").write_text("year: 24\n", encoding="utf-8")
    result = build()
    assert result.exit_code == 1
    sidecar = project / "content" / "sources" / "a.txt.yml"
    assert result.stderr == f"{sidecar}:1: year: '24' cannot be used; write a year of four digits\n"
    assert tree(project / "site") == before


def test_a_warning_fails_a_strict_build_only(project: Path) -> None:
    (project / "content" / "pages" / "extra.md").write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    result = build()
    assert result.exit_code == 1 and "nowhere.md" in result.stderr
    assert not (project / "site" / "index.html").exists() and beside(project / "site") == []
    assert CliRunner().invoke(cli, ["build"]).exit_code == 0


def test_killed_in_the_middle(project: Path) -> None:
    site = project / "site"
    assert build().exit_code == 0
    before = tree(site)
    hook(project, "open('started', 'w').close() or __import__('time').sleep(60)")
    running = subprocess.Popen([*GONGBAO, "build"], stderr=subprocess.PIPE)
    try:
        wait_for((project / "started").exists)
        busy = build()
        assert busy.exit_code == 1
        assert busy.stderr == f"{site}: another build is under way; wait for it\n"
    finally:
        running.send_signal(signal.SIGKILL)
        running.communicate()
    assert tree(site) == before and beside(site) == [".site.gongbao-lock", ".site.gongbao-new"]
    shutil.copy(building._built_in("mkdocs.yml"), project)
    assert build().exit_code == 0
    assert tree(site) == before and beside(site) == []


@pytest.mark.parametrize("killed", [False, True])
def test_where_two_folders_cannot_change_places_in_one_step(
    project: Path, monkeypatch: pytest.MonkeyPatch, killed: bool
) -> None:
    site = project / "site"
    assert build().exit_code == 0
    before = tree(site)
    monkeypatch.setattr(aside, "_exchange", lambda *_: False)
    if killed:  # between the two renames
        site.rename(site.with_name(".site.gongbao-old"))
        hook(project, "raise ValueError('broken page')")
        assert build().exit_code == 1
    else:
        assert build().exit_code == 0
    assert tree(site) == before and beside(site) == []


def test_folders_change_places_in_one_step_on_linux(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux has renameat2")
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    assert aside._exchange(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a" / "b").exists() and (tmp_path / "b" / "a").exists()


def test_a_folder_that_is_no_site_is_never_replaced(project: Path) -> None:
    (project / "photos").mkdir()
    (project / "photos" / "1.jpg").touch()
    result = build("--site", "photos")
    assert (result.exit_code, result.stderr) == (
        1, f"{project / 'photos'}: the folder is not empty and holds no site; empty it, or name another with --site\n",
    )  # fmt: skip
    assert (project / "photos" / "1.jpg").exists()


def test_a_site_never_replaces_its_sources(project: Path) -> None:
    (project / "index.html").touch()
    result = build("--site", str(project))
    assert result.exit_code == 1 and "the site would replace" in result.stderr
    assert (project / "content" / "sources" / "a.txt").exists()


def test_a_place_that_cannot_be_written(project: Path) -> None:
    (project / "file").touch()
    result = build("--site", "file/site")
    assert result.exit_code == 1 and result.stderr.count("\n") == 1 and "Traceback" not in result.stderr


def test_a_folder_of_sources_needs_no_configuration(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.chdir(empty)
    result = build("--sources", str(project / "content" / "sources"), "--site", "out")
    assert result.exit_code == 0, result.output
    assert [p.name for p in empty.iterdir()] == ["out"]
    assert build().stderr == "there is no mkdocs.yml here; name one with --config, or a folder with --sources\n"


def test_a_configuration_without_the_plugin(project: Path) -> None:
    (project / "mkdocs.yml").write_text("site_name: x\ndocs_dir: content/pages\nplugins: []\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"the plugin gongbao is not on; add it under plugins"):
        building.build_site(site=project / "site")


def test_the_same_bytes_with_any_hash_seed_number_of_workers_and_day(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n, name in enumerate(("b.txt", "c.txt")):
        text = (project / "content" / "sources" / "a.txt").read_text(encoding="utf-8")
        (project / "content" / "sources" / name).write_text(text[n * 200 :], encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        (project / "mkdocs.yml").read_text(encoding="utf-8") + "\nsite_url: https://example.org/x/\n", encoding="utf-8"
    )
    warm = cold(project, "1", jobs="1", seed="1")
    assert tree(warm) == tree(cold(project, "2", jobs="2", seed="2"))
    later = datetime(2031, 1, 1, tzinfo=UTC)
    monkeypatch.setattr(mkdocs.utils, "get_build_datetime", lambda: later)
    assert build("--site", str(project / "again")).exit_code == 0
    assert tree(warm) == tree(project / "again")


def cold(project: Path, name: str, *, jobs: str, seed: str) -> Path:
    """Build in a copy of the project, in a new process."""
    copy = project.with_name(name)
    shutil.copytree(project, copy, ignore=shutil.ignore_patterns("site"))
    command = [*GONGBAO, "-q", "build", "--strict", "--jobs", jobs]
    subprocess.run(command, cwd=copy, env={**os.environ, "PYTHONHASHSEED": seed}, check=True)
    return copy / "site"


def test_source_date_epoch_is_honoured(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sites = []
    for n in range(2):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        assert build("--site", f"site{n}").exit_code == 0
        sites.append(tree(project / f"site{n}"))
    assert sites[0] == sites[1]


def test_plain_mkdocs_builds_a_fresh_clone_without_a_warning(project: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr and (project / "site" / "index.html").is_file()
    plain = tree(project / "site")
    assert build().exit_code == 0
    assert tree(project / "site") == plain


@pytest.mark.parametrize("command", [["mkdocs", "serve", "-a"], ["generator", "serve", "--addr"]], ids=lambda c: c[0])
def test_served_pages_follow_the_sources(project: Path, command: list[str]) -> None:
    source = project / "content" / "sources" / "a.txt"
    text = "海盐县人大常委会工作报告\n\n一、监督工作\n全年听取专项工作报告18个，开展执法检查3次。\n"
    source.write_text(text, encoding="utf-8")
    (project / "content" / "sources" / "a.txt.yml").write_text("id: qingshan\n", encoding="utf-8")
    with serving(command) as (get, log):
        assert "听取专项工作报告" in get("reports/qingshan.html")
        source.write_text(text.replace("全年", "听取民声，全年"), encoding="utf-8")
        wait_for(lambda: "听取民声" in get("reports/qingshan.html"), log)
        # A mistake is told, and once it is mended the server goes on.
        sidecar = project / "content" / "sources" / "a.txt.yml"
        sidecar.write_text("year: 24\n", encoding="utf-8")
        wait_for(lambda: "'24' cannot be used" in log(), log)
        assert "Traceback" not in log()
        wait_for(lambda: "gb-faults" in get("index.html"), log)
        assert "a.txt.yml:1: year: &#39;24&#39; cannot be used" in get("index.html")
        assert "听取民声" in get("reports/qingshan.html"), "the last good page stays"
        sidecar.write_text("id: qingshan\nlicence: CC BY 4.0\n", encoding="utf-8")
        wait_for(lambda: "CC BY 4.0" in get("data/datapackage.json"), log)
        wait_for(lambda: "gb-faults" not in get("index.html"), log)
        # At the start, for the changed source, for the mistake, for its mending: what is generated starts no build.
        assert quiet(log).count("Building documentation") == 4


def test_a_server_goes_on_with_the_rest(project: Path) -> None:
    """Also where it begins with faulty files, and where nothing can be made at all."""
    sources = project / "content" / "sources"
    (sources / "a.txt").write_text("海盐县人大常委会工作报告\n\n全年听取专项工作报告18个。\n", encoding="utf-8")
    (sources / "a.txt.yml").write_text("id: qingshan\n", encoding="utf-8")
    (sources / "b.txt").write_bytes(b"%PDF-1.7")
    with serving(["generator", "serve", "--addr"]) as (get, log):
        assert "听取专项工作报告" in get("reports/qingshan.html")
        assert "b.txt: this is a PDF" in get("index.html") and "缺漏" in get("index.html")
        (sources / "b.txt").unlink()
        wait_for(lambda: "gb-faults" not in get("index.html"), log)
        (project / "content" / "indicators.yml").write_text("entries: x\n", encoding="utf-8")
        (sources / "a.txt.yml").write_text("id: qingshan\nyear: 2024\n", encoding="utf-8")
        wait_for(lambda: "indicators.yml:1: " in get("reports/qingshan.html"), log)
        assert "听取专项工作报告" in get("reports/qingshan.html"), "the last good page stays"
        configured = (project / "mkdocs.yml").read_text(encoding="utf-8")
        (project / "mkdocs.yml").write_text("site_name: [\n", encoding="utf-8")
        wait_for(lambda: "mkdocs.yml: " in get("reports/qingshan.html"), log)
        (project / "mkdocs.yml").write_text(configured, encoding="utf-8")
        wait_for(lambda: "mkdocs.yml: " not in get("reports/qingshan.html"), log)
        assert "Traceback" not in log()


@contextmanager
def serving(command: list[str]) -> Iterator[tuple[Callable[[str], str], Callable[[], str]]]:
    """Run a server; functions that get a page and what it has logged so far."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    with Path("serve.log").open("wb") as out:
        server = subprocess.Popen([sys.executable, "-m", *command, address], stdout=out, stderr=out)

    def log() -> str:
        return Path("serve.log").read_text(encoding="utf-8", errors="replace")

    def get(path: str) -> str:
        with suppress(OSError), urllib.request.urlopen(f"http://{address}/{path}", timeout=10) as answer:
            return answer.read().decode("utf-8")
        return ""

    try:
        wait_for(lambda: get("index.html") or server.poll() is not None, log)
        assert server.poll() is None, log()
        yield get, log
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_for(condition: Callable[[], object], log: Callable[[], str] = str, seconds: float = 150) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited for {seconds} s\n{log()}"
        time.sleep(0.1)


def quiet(log: Callable[[], str], seconds: float = 3) -> str:
    """The log once nothing has been added to it for some seconds."""
    text, since = log(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.2)
        if log() != text:
            text, since = log(), time.monotonic()
    return text

"""A real browser, and the real site: built once, opened over http, below a path, and from the disk.

A test that wants the site of the five sources takes ``base`` (its address, in three ways) and ``visit``, which
opens a page and sees to it that nothing is wrong on it: no message on the console, no error, no other host.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import ROOT, Visit, three_ways

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One browser for the whole run. Without one the tests fail: a skipped test would look like a passed one."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not path:
        pytest.fail(
            f"browser tests need an installed browser: none of {', '.join(BROWSERS)} is in PATH; "
            "install one, on Debian and Ubuntu with: apt-get install chromium",
            pytrace=False,
        )
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.fail("browser tests need playwright: pip install playwright", pytrace=False)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of ``content/sources``."""
    return built(tmp_path_factory.mktemp("built"), ROOT / "content" / "sources")


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The golden tiny site: most kinds of pages, and quick to go through."""
    return built(tmp_path_factory.mktemp("small"), ROOT / "tests" / "golden" / "sources")


def built(top: Path, sources: Path) -> Path:
    """A site as ``gongbao build`` makes it from another folder.

    So its pages go to a folder of their own: the working tree stays as it is, and several runs do not meet in it.
    """
    folder = top / "site"
    command = [sys.executable, "-m", "generator", "build", "--strict", "--site", str(folder), "--sources", str(sources)]
    done = subprocess.run(
        command,
        cwd=top,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}{done.stderr}", pytrace=False)
    return folder


@pytest.fixture(scope="session")
def ways(site: Path) -> Iterator[dict[str, str]]:
    with three_ways(site) as addresses:
        yield addresses


@pytest.fixture(params=["http", "below", "file"])
def base(request: pytest.FixtureRequest, ways: dict[str, str]) -> str:
    """The address of the site, which ends in a slash."""
    return ways[request.param]


@pytest.fixture(scope="session")
def visiting(browser: Any) -> Visit:
    return Visit(browser)


@pytest.fixture
def visit(visiting: Visit) -> Iterator[Visit]:
    yield visiting
    troubles = visiting.finish()
    assert not troubles

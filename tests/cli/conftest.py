"""A small project of its own for tests that build sites."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def no_progress_on_a_slow_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands on stderr does not depend on the time that a run takes."""
    monkeypatch.setattr("generator.cli.progress.EVERY", float("inf"))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, like a fresh clone: the configuration, the hand-written pages, one of the sources."""
    folder = tmp_path / "project"
    (folder / "content" / "pages").mkdir(parents=True)
    (folder / "content" / "sources").mkdir()
    (folder / "site").mkdir()
    (folder / "site" / ".gitkeep").touch()
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copy(ROOT / "content" / "pages" / "about.md", folder / "content" / "pages")
    shutil.copy(sorted((ROOT / "content" / "sources").glob("*.txt"))[2], folder / "content" / "sources" / "a.txt")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return folder

"""The wheel brings along what it needs: installed elsewhere, it builds a folder of sources."""

import os
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
ELSEWHERE = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(out.glob("*.whl"))


def test_the_wheel_holds_templates_lexicons_and_configuration(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inside = set(archive.namelist())
    for folder, below in (("templates", "generator/templates"), ("generator/lexicons", "generator/lexicons")):
        wanted = {
            f"{below}/{path.relative_to(ROOT / folder).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert wanted and wanted <= inside, wanted - inside
    assert {"generator/defaults/mkdocs.yml", "generator/render/package.yml"} <= inside
    assert not [name for name in inside if name.startswith(("content/", "tests/", "site/")) or ".gongbao" in name]


def test_the_installed_wheel_builds_a_folder_of_sources(wheel: Path, tmp_path: Path) -> None:
    target, work = tmp_path / "installed", tmp_path / "work"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, env=ELSEWHERE)
    (work / "sources").mkdir(parents=True)
    shutil.copy(sorted((ROOT / "content" / "sources").glob("*.txt"))[2], work / "sources")
    # The checkout is installed in this environment, too; the folder of the wheel comes first.
    env = {**ELSEWHERE, "PYTHONPATH": str(target), "PYTHONDONTWRITEBYTECODE": "1"}
    where = subprocess.run(
        [sys.executable, "-c", "import generator; print(generator.__file__)"],
        cwd=work, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(where.stdout.strip()).is_relative_to(target)
    command = [sys.executable, "-m", "generator", "build", "--strict", "--sources", "sources", "--site", "site"]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert (work / "site" / "index.html").is_file() and (work / "site" / "data" / "datapackage.json").is_file()
    assert sorted(p.name for p in work.iterdir()) == ["site", "sources"]


def test_the_console_script_and_mkdocs_entry_points() -> None:
    points = {(p.group, p.name): p.load() for p in distribution("gongbao").entry_points}
    assert {group for group, _ in points} == {"console_scripts", "mkdocs.plugins", "mkdocs.themes"}
    assert points["mkdocs.plugins", "gongbao"].__name__ == "GongbaoPlugin"


@pytest.mark.parametrize("name", ["requirements-build.lock", "requirements.lock", "requirements-dev.lock"])
def test_lock_files_pin_with_hashes_and_name_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line and line[0] not in "# "]
    assert entries and all("==" in line and line.endswith("\\") for line in entries)
    assert text.count("--hash=sha256:") >= len(entries)
    assert "://" not in text and "--index-url" not in text and "--find-links" not in text


def test_the_locked_program_has_what_pyproject_asks_for() -> None:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = dict(line.removesuffix(" \\").split("==") for line in lines if "==" in line)
    wanted = [Requirement(text) for text in distribution("gongbao").requires or ()]
    for requirement in wanted:
        if requirement.marker is None:
            assert requirement.name in locked and requirement.specifier.contains(locked[requirement.name]), requirement

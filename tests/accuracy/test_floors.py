"""Accuracy on the five annotated sources never falls below its floor (floors.json).

A commit may raise a floor; lowering one needs its reason in the commit message. The figures come from
tests/score.py, run as a person would run it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from generator.pipeline import load
from generator.render.package import write_package

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FLOORS: dict[str, tuple[float, str]] = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    out = tmp_path_factory.mktemp("package")
    # The five as they are, without the decisions that the site's editors took beside them.
    sources = tmp_path_factory.mktemp("sources")
    for path in (ROOT / "content" / "sources").glob("*.txt"):
        (sources / path.name).write_bytes(path.read_bytes())
    write_package(load(sources), out)
    command = [
        sys.executable,
        ROOT / "tests/score.py",
        "--export",
        out,
        "--gold",
        ROOT / "tests/gold",
        "--sources",
        sources,
    ]
    done = subprocess.run([*map(str, command), "--json"], capture_output=True, text=True, check=True, encoding="utf-8")
    result: dict[str, float] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize("name", FLOORS)
def test_floor(figures: dict[str, float], name: str) -> None:
    bound, side = FLOORS[name]
    figure = figures[name]
    assert figure <= bound if side == "most" else figure >= bound, f"{name} is {figure}, floor {bound}"

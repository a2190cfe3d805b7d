"""Accuracy on annotated sources never falls below its floor.

Three sets: the five sources of the site (floors.json), without the decisions that its editors took beside them, and
the invented ones of tests/invented (their text) and tests/invented-rows (their numbers, formulations, citations and
events), which were annotated before any rule saw them. A commit may raise a floor; lowering one needs its reason in
the commit message. The figures come from tests/score.py, run as a person would run it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from generator.pipeline import load
from generator.render.package import write_package

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SETS = {
    "floors": (ROOT / "content" / "sources", ROOT / "tests" / "gold"),
    "invented": (ROOT / "tests" / "invented" / "sources", ROOT / "tests" / "invented" / "gold"),
    "invented-rows": (ROOT / "tests" / "invented-rows" / "sources", ROOT / "tests" / "invented-rows" / "gold"),
}
FLOORS: list[tuple[str, str, float, str]] = [
    (name, figure, bound, side)
    for name in SETS
    for figure, (bound, side) in json.loads((HERE / f"{name}.json").read_text(encoding="utf-8")).items()
]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, float]]:
    @cache
    def measure(name: str) -> dict[str, float]:
        folder, gold = SETS[name]
        out, sources = tmp_path_factory.mktemp("package"), tmp_path_factory.mktemp("sources")
        for path in (*folder.glob("*.txt"), *folder.glob("*.md")):
            (sources / path.name).write_bytes(path.read_bytes())
        write_package(load(sources), out)
        command = [sys.executable, ROOT / "tests/score.py", "--export", out, "--gold", gold, "--sources", sources]
        done = subprocess.run(
            [*map(str, command), "--json"], capture_output=True, text=True, check=True, encoding="utf-8"
        )
        result: dict[str, float] = json.loads(done.stdout)
        return result

    return measure


@pytest.mark.parametrize(("name", "figure", "bound", "side"), FLOORS, ids=[f"{n}:{f}" for n, f, _, _ in FLOORS])
def test_floor(figures: Callable[[str], dict[str, float]], name: str, figure: str, bound: float, side: str) -> None:
    value = figures(name)[figure]
    assert value <= bound if side == "most" else value >= bound, f"{figure} of {name} is {value}, floor {bound}"

"""A few of the kills and double builds of ``benchmarks``, which try many."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize(
    ("name", "tries", "well"),
    [("kills", 20, "20 of 20 kills left all well"), ("double_builds", 5, "5 of 5 double builds without a wrong site")],
)
def test_nothing_half_done_is_ever_in_place(name: str, tries: int, well: str) -> None:
    # In a process of its own: it forks, and this one has threads.
    command = [sys.executable, "-m", f"benchmarks.{name}", "--tries", str(tries), "--seed", "8"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0 and done.stdout.splitlines()[-1] == well, done.stdout + done.stderr

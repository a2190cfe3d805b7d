"""Inputs that fuzzing and cutting found: each once raised a fault, and what it says comes out right."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.sound import site_of, worked
from generator.read import decode

FOUND = Path(__file__).parent / "found"

RIGHT = {
    "masked-character-in-the-text.txt": [("12", "次", "achieved"), ("35", "件", "achieved")],
    "begins-below-a-main-heading.txt": [("30000", "人", "achieved"), ("12", "个", "achieved"), ("20", "个", "target")],
    "line-of-wide-blanks.md": [("12", "次", "achieved"), ("9", "件", "achieved")],
    "mark-before-a-run-of-characters.txt": [("12", "次", "achieved")],  # names could be read in it in 2^30 ways
    "row-of-bars-without-text.md": [],  # nothing names its number
}
"""Value, unit and status of each figure."""


def test_every_found_input_has_its_right_figures() -> None:
    assert {path.name for path in FOUND.iterdir()} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_found_input_comes_out_right(name: str) -> None:
    done = worked(decode((FOUND / name).read_bytes())[0], name)
    figures = [(row.value, row.unit, row.status) for rows in done.extracted.values() for row in rows.indicators]
    assert figures == RIGHT[name]


def test_a_site_of_all_of_them_is_written(tmp_path: Path) -> None:
    site_of([worked(decode((FOUND / name).read_bytes())[0], name) for name in RIGHT], tmp_path)
    assert (tmp_path / "index.md").is_file()

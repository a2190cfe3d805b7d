"""Cut texts: a small seeded run of ``benchmarks.cuts``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.cuts import Disagreement, pieces, wholes
from benchmarks.sound import site_of, worked
from generator.pipeline import Worked

PIECES = 300
EVERY = 3
"""Only each third source, so that the run is short."""

OPEN = 0
"""Years and statuses that are still lost; this only falls."""


@pytest.fixture(scope="module")
def run() -> tuple[list[Worked], list[Disagreement], Counter[str]]:
    done: list[Worked] = []
    found: list[Disagreement] = []
    counts: Counter[str] = Counter()
    for i, piece in enumerate(pieces(wholes(every=EVERY), PIECES, seed=4)):
        done.append(worked(piece.text, f"{i}.txt"))
        found += piece.disagreements(done[-1], counts)
    return done, found, counts


def test_pieces_have_no_fault_and_are_accounted_for(run: tuple[list[Worked], list[Disagreement], Counter[str]]) -> None:
    assert len(run[0]) == PIECES


def test_figures_keep_what_the_piece_says_of_them(run: tuple[list[Worked], list[Disagreement], Counter[str]]) -> None:
    _, found, counts = run
    assert counts["value by paragraph"] > 2000 and counts["status by heading"] > 100 and counts["year by title"] > 100
    assert not [d for d in found if d.claim.aspect == "value"]
    assert len(found) <= OPEN, "\n".join(map(str, found))


def test_a_site_of_pieces_is_written(
    run: tuple[list[Worked], list[Disagreement], Counter[str]], tmp_path: Path
) -> None:
    site_of(run[0][:40], tmp_path)
    assert (tmp_path / "index.md").is_file()

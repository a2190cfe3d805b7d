"""The damage bench: its truth is sound, and a small seeded run keeps the floors that ``floors.json`` pins."""

import pytest

from benchmarks.damage import run
from benchmarks.damage.documents import documents
from benchmarks.damage.kinds import KINDS
from benchmarks.damage.sheet import STRAY

REWRITTEN = ("splice-over", "mix-wrap-splice", "title-moved", "half-width")
"""Kinds whose raw characters are not those of the clean parts, or stand in another order."""


def test_documents_hold_no_line_ends_and_a_title_first():
    assert len(documents()) >= 20
    for document in documents():
        assert document.parts[0].role == "title"
        assert all(part.text and "\n" not in part.text for part in document.parts)


@pytest.mark.parametrize("name", KINDS)
def test_truth_is_sound(name):
    for case in run.cases(name, 2, seed=3):
        assert len(case.raw) == len(case.owners)
        assert all(owner >= STRAY - 1 for owner in case.owners)
        if name in REWRITTEN or case.repairs or case.cut:
            continue
        for index, part in enumerate(case.parts):
            kept = "".join(c for c, owner in zip(case.raw, case.owners, strict=True) if owner == index)
            assert kept == part.text


def test_the_same_seed_gives_the_same_cases():
    for name in ("splice", "wrap", "digit-letters"):
        assert [c.raw for c in run.cases(name, 3, 5)] == [c.raw for c in run.cases(name, 3, 5)]


def test_a_spliced_block_is_a_copy():
    for case in run.cases("splice", 10, 1):
        (a, b), (c, d) = case.repeat, case.original
        assert "".join(case.raw[a:b].split()) == "".join(case.raw[c:d].split())


@pytest.mark.parametrize("name", KINDS)
def test_floors_hold(name):
    figures, failures = run.kind(name, run.QUICK)
    assert run.floors()["quick"].get(name), f"{name} has no floor: python -m benchmarks.damage --n {run.QUICK} --pin"
    told = "\n".join(f"{case.name}: {why}" for case, why in failures)
    assert not run.below_floors({name: figures}, "quick"), told

"""Runs the kinds and compares the figures with ``floors.json``."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

from benchmarks.damage.documents import documents
from benchmarks.damage.kinds import KINDS
from benchmarks.damage.measure import Figures, Measure, clean
from benchmarks.damage.sheet import Case

SEED = 20
INJECTIONS = 200
QUICK = 4
"""Injections of each kind in the fast test."""

FLOORS = Path(__file__).parent / "floors.json"
CEILINGS = (
    "wrong joins", "lost", "wrong copy", "wrongly deleted", "restatements removed", "untiled", "underivable",
    "false gaps", "asked", "author's removed",
)  # fmt: skip
"""Figures of which less is better."""

UNPINNED = ("questions",)


def cases(name: str, n: int, seed: int) -> list[Case]:
    """``n`` cases of a kind; the same for the same seed, whatever other kinds are run."""
    rng = random.Random(f"{name} {seed}")
    made: list[Case] = []
    for _ in range(20 * n):
        case = KINDS[name](rng.choice(documents()), rng)
        if case is not None:
            made.append(case)
        if len(made) == n:
            return made
    raise ValueError(f"no document offers a place for {name}")


def kind(name: str, n: int = INJECTIONS, seed: int = SEED) -> tuple[dict[str, float], list[tuple[Case, str]]]:
    """The figures of a kind as shares, and what failed."""
    total: Figures = Counter()
    failures: list[tuple[Case, str]] = []
    for case in cases(name, n, seed):
        measure = Measure(case, clean(case))
        total.update(measure.figures)
        failures += [(case, why) for why in measure.failures]
    names = [key for key, part in total if part == 1 and total[key, 1]]
    return {key: round(total[key, 0] / total[key, 1], 5) for key in names}, failures


def line(name: str, figures: dict[str, float]) -> str:
    """One line of the table; what is as it should be on every file is left out."""
    shown = {k: v for k, v in figures.items() if not (v == 0 and (k in CEILINGS or k == "questions"))}
    return f"{name:20} " + "  ".join(f"{key} {100 * value:.4g}" for key, value in shown.items() if value != 1)


def floors() -> dict[str, dict[str, dict[str, float]]]:
    """``complete`` and ``quick``: kind → figure → its floor (a ceiling where less is better)."""
    found: dict[str, dict[str, dict[str, float]]] = {"complete": {}, "quick": {}}
    if FLOORS.exists():
        found.update(json.loads(FLOORS.read_text(encoding="utf-8")))
    return found


def worse(key: str, value: float, floor: float) -> bool:
    """Does a figure miss its floor?"""
    return value > floor if key in CEILINGS else value < floor


def below_floors(results: dict[str, dict[str, float]], which: str) -> list[str]:
    """A sentence for each figure that is worse than its floor."""
    return [
        f"{name}: {key} is {figures[key]}, the floor is {floor}"
        for name, figures in results.items()
        for key, floor in floors()[which].get(name, {}).items()
        if key in figures and worse(key, figures[key], floor)
    ]


def pin(results: dict[str, dict[str, float]], which: str) -> None:
    """Raise the floors to these figures; one is lowered by hand, with a reason."""
    pinned = floors()
    for name, figures in results.items():
        old = pinned[which].setdefault(name, {})
        for key, value in figures.items():
            if key in UNPINNED:
                continue
            if key not in old or worse(key, old[key], value):
                old[key] = value
    text = json.dumps(pinned, ensure_ascii=False, indent=1, sort_keys=True)
    FLOORS.write_text(text + "\n", encoding="utf-8")

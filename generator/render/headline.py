"""Headline figures 主要数字: the few figures of a report that say most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.lexicons import words
from generator.render.rows import Row

SHORT, LONG = 3, 14  # characters of a name that says enough and fits below its figure
LONGEST = 24
LEAST = 4.0  # what is less interesting makes no headline
ALIKE = 0.5  # of the character pairs of two names


def headline(rows: Iterable[Row], most: int = 5) -> tuple[Row, ...]:
    """The few figures that say most, in the order of the text: sure, achieved, comparable, plainly named.

    No two measure the same, and none is an age.
    """
    left = [r for r in rows if fit(r)]
    chosen: list[Row] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda r: (interest(r, chosen), -r.n))
        if interest(best, ()) < LEAST:
            break
        chosen.append(best)
        left = [r for r in left if r is not best and not same(r, best)]
    return tuple(sorted(chosen, key=lambda r: r.n))


def fit(row: Row) -> bool:
    """Whether a figure can stand alone with its name."""
    i = row.indicator
    return bool(
        i.measure
        and row.paragraph
        and len(i.measure) <= LONGEST
        and (row.after or not i.unit)
        and i.unit not in (never := words("render-points", "never"))
        and not i.measure.startswith(tuple(never))
        and i.status in ("achieved", "average")
    )


def interest(row: Row, chosen: Sequence[Row]) -> float:
    """How much a figure says beside those that are chosen already."""
    i = row.indicator
    size = len(i.value.partition(".")[0].lstrip("-0"))
    return (
        3 * i.confidence
        + (2 if i.canonical else 0)
        + (1 if i.status == "achieved" else -1)
        + (1 if SHORT <= len(i.measure) <= LONG else 0)
        + (0.5 if any(word in i.measure for word in words("render-points", "total")) else 0)
        + (1.5 if i.unit in ("%", "‰") else min(size, 5) / 3)
        - (2 if i.unit in words("render-points", "seldom") else 0)
        - (1 if i.scope else 0)
        - 1.2 * sum(c.indicator.unit == i.unit for c in chosen)
        - 1.0 * sum(c.paragraph == row.paragraph for c in chosen)
    )


def same(one: Row, other: Row) -> bool:
    """Whether two figures measure the same thing, as far as their names tell."""
    a, b = one.indicator, other.indicator
    if a.canonical and a.canonical == b.canonical:
        return True
    if a.measure in b.measure or b.measure in a.measure:
        return True
    pairs_a, pairs_b = _pairs(a.measure), _pairs(b.measure)
    return len(pairs_a & pairs_b) > ALIKE * min(len(pairs_a), len(pairs_b))


def _pairs(name: str) -> set[str]:
    return {name[k : k + 2] for k in range(len(name) - 1)}

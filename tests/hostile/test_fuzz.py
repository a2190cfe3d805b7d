"""A small seeded run of ``benchmarks.fuzz``, and that it would find something."""

from __future__ import annotations

import re

import pytest

from benchmarks.fuzz import TARGETS, input_of, smaller, verdict


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_bring_no_fault(name: str) -> None:
    for number in range(max(2, TARGETS[name].share)):
        data = input_of(name, number, seed=5)
        assert verdict(TARGETS[name].run, data) == ("", ""), f"{name} {number}"


def test_the_same_seed_gives_the_same_input() -> None:
    for name in TARGETS:
        assert input_of(name, 3, seed=5) == input_of(name, 3, seed=5) != input_of(name, 4, seed=5)


def test_a_fault_is_found_and_made_small() -> None:
    def fails(data: bytes) -> None:
        if b"(" in data and b")" in data:
            raise ValueError("both")

    data = "第一行\n第二行（a(b\n第三行\nc)d\n".encode()
    kind, story = verdict(fails, data)
    assert kind.startswith("ValueError test_fuzz.py:") and "both" in story
    assert smaller(fails, data, kind) == b"()"


def test_what_takes_too_long_is_ended_and_told() -> None:
    def slow(data: bytes) -> None:
        re.fullmatch(b"(a|a)*b", b"a" * 40)

    assert verdict(slow, b"", bound=0.05)[0] == "slow"

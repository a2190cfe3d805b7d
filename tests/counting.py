"""Complexity by counting: how many calls, of Python and of C, a piece of work makes.

What a regular expression does inside one call is not counted, and no test here fails for it: the texts are long enough
(100,000 characters and more) that one which goes back over all of its text makes the run stand still for all to see.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

SLACK = 2.2
"""Twice the text may take so many times the calls: a little more than twice, as a log or a fuller cache costs."""

FIXED = 2_000
"""Calls that a run makes whatever the length of its text."""


def calls(work: Callable[[], object]) -> int:
    """Number of calls that ``work`` makes."""
    made = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


def assert_linear(work: Callable[[str], object], unit: str, length: int) -> None:
    """``work`` on a text of ``unit`` again and again makes about twice the calls where the text is twice as long."""
    start, half, whole = (unit * (size // len(unit)) for size in (length // 4, length // 2, length))
    work(start)  # what is read or compiled once is ready; another text, as results may be remembered
    once = calls(lambda: work(half))
    twice = calls(lambda: work(whole))
    assert twice <= SLACK * once + FIXED, f"{once} calls for {len(half)} characters, {twice} for {len(whole)}"

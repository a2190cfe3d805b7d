"""What the finders of doubts hand over."""

from __future__ import annotations

from typing import NamedTuple


class Doubt(NamedTuple):
    """``text[start:end]`` of a block looks wrong.

    The suggested answer puts ``output`` in place of ``fix``, a span of the text inside the doubtful one (an empty
    output drops it); without ``fix`` it keeps the doubtful characters. ``ask`` and ``answer`` fill in the question.
    """

    start: int
    end: int
    rule: str
    ask: tuple[object, ...] = ()
    answer: tuple[object, ...] = ()
    fix: tuple[int, int] | None = None
    output: str = ""

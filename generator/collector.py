"""How often the garbage collector of Python looks for cycles, in processes that are the program's own."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let the collector look less often.

    The records of a corpus hold no cycles; looking for some among all that is kept takes a sixth of the time.
    """
    gc.set_threshold(100_000, 50, 100)

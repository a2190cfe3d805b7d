"""The book of edits: what the rules decide, written down while they decide it.

Every raw character is decided at most once; the first rule wins, and a person's word comes before every rule.
What no rule decides is kept when it stands in a block of the report and dropped when it is blank.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple


class Decided(NamedTuple):
    """``raw[start:end]`` becomes ``output``; an empty output is a drop."""

    start: int
    end: int
    output: str
    rule: str
    note: str


class Book:
    """Edits of one source of ``length`` characters. Recording costs the length of the span, in C."""

    def __init__(self, length: int) -> None:
        self._taken = bytearray(length)
        self._records: list[Decided] = []
        self._sorted = True

    def free(self, start: int, end: int) -> bool:
        """Is no character of ``[start, end)`` decided or protected yet?"""
        return start < end and self._taken.find(1, start, end) < 0

    def protect(self, start: int, end: int) -> None:
        """Nothing may change these characters from now on."""
        self._taken[start:end] = b"\1" * (end - start)

    def record(self, start: int, end: int, output: str, rule: str, note: str = "") -> bool:
        """Replace (or drop, with an empty ``output``) a span; False where part of it is decided already."""
        if not self.free(start, end):
            return False
        self.protect(start, end)
        self._records.append(Decided(start, end, output, rule, note))
        self._sorted = False
        return True

    def drop(self, start: int, end: int, rule: str, note: str = "") -> None:
        """Drop whatever of ``[start, end)`` is still undecided."""
        at = start
        while at < end:
            if self._taken[at]:
                at += 1
                continue
            stop = self._taken.find(1, at, end)
            stop = end if stop < 0 else stop
            self.record(at, stop, "", rule, note)
            at = stop

    def within(self, start: int, end: int) -> Iterator[Decided]:
        """The records that touch ``[start, end)``, in raw order."""
        records = self.records
        i = bisect_left(records, (start,))
        if i and records[i - 1].end > start:
            i -= 1
        while i < len(records) and records[i].start < end:
            yield records[i]
            i += 1

    @property
    def records(self) -> list[Decided]:
        """All records in raw order."""
        if not self._sorted:
            self._records.sort()
            self._sorted = True
        return self._records

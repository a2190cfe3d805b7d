"""Text that carries its raw positions through every operation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from generator.clean.book import Book


class Change(NamedTuple):
    """``text[start:end]`` of a traced text becomes ``output``."""

    start: int
    end: int
    output: str
    rule: str
    note: str = ""


class Traced:
    """``text[i]`` came from ``raw[places[i]]``; places never fall."""

    __slots__ = ("places", "text")

    def __init__(self, text: str, places: list[int]) -> None:
        self.text, self.places = text, places

    @classmethod
    def read(cls, raw: str, spans: Iterable[tuple[int, int]], book: Book) -> Traced:
        """The text of raw spans as the book has it so far."""
        parts: list[str] = []
        places: list[int] = []
        for start, end in spans:
            at = start
            for record in book.within(start, end):
                parts.append(raw[at : record.start])
                places.extend(range(at, record.start))
                if record.start >= start:
                    parts.append(record.output)
                    places.extend([record.start] * len(record.output))
                at = record.end
            parts.append(raw[at:end])
            places.extend(range(at, end))
        return cls("".join(parts), places)

    def change(self, changes: list[Change], book: Book) -> Traced:
        """Apply changes that do not overlap, in order; those that touch a decided character are left out.

        A change over characters that are not neighbours in the raw file (a join lies between) writes its output at
        the first run and drops the others, unless it writes one character for each: those stay where they stood.
        """
        if not changes:
            return self
        parts: list[str] = []
        places: list[int] = []
        at = 0
        for change in changes:
            runs = self._runs(change.start, change.end)
            if change.start < at or not all(book.free(*run) for run in runs):
                continue
            output = change.output
            each = len(output) == change.end - change.start
            for start, end in runs:
                written = output[: end - start] if each else output
                book.record(start, end, written, change.rule, change.note)
                output = output[len(written) :]
            parts += (self.text[at : change.start], change.output)
            places += self.places[at : change.start]
            if each:
                places += (start for start, end in runs for _ in range(start, end))
            else:
                places += [runs[0][0]] * len(change.output)
            at = change.end
        parts.append(self.text[at:])
        places += self.places[at:]
        return Traced("".join(parts), places)

    def _runs(self, start: int, end: int) -> list[tuple[int, int]]:
        """The raw spans under ``text[start:end]``, neighbours put together."""
        runs: list[tuple[int, int]] = []
        for place in self.places[start:end]:
            if runs and runs[-1][1] == place:
                runs[-1] = (runs[-1][0], place + 1)
            elif not runs or runs[-1][1] != place + 1:
                runs.append((place, place + 1))
        return runs

"""Writes the sidecar entry that answers a question, its quotation found exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from generator.read.sidecar import Folded

SHOWN = 3
"""Characters of the word around a replaced passage that are quoted with it, so that a person sees what it is."""

LONG = 40
"""A longer passage is quoted by its ends."""

ENDS = 12
CONTEXTS = (0, 4, 8, 16, 32, 64, 128, 256, 512)
"""Characters before and behind that are tried until the quotation stands once in the text."""

_PLAIN = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class Answers:
    """Entries for one raw text. The entry is empty for white space, and where no context makes a passage unique."""

    def __init__(self, raw: str) -> None:
        self.raw, self.folded = raw, Folded(raw)

    def replace(self, start: int, end: int, output: str, note: str) -> str:
        """``output`` stands in place of ``raw[start:end]``."""
        first, last = self._widened(start, end)
        old = self._quoted(first, last)
        new = self._quoted(first, start) + output + self._quoted(end, last)
        return self._entry("replace", first, last, f"{{text: {scalar(old)}, with: {scalar(new)}}}", note)

    def keep(self, start: int, end: int, note: str) -> str:
        """``raw[start:end]`` stays."""
        return self._passage("keep", start, end, note)

    def drop(self, start: int, end: int, note: str) -> str:
        """``raw[start:end]`` goes."""
        return self._passage("drop", start, end, note)

    def _passage(self, kind: Literal["keep", "drop"], start: int, end: int, note: str) -> str:
        a, b = self.folded.place(start), self.folded.place(end)
        if b - a <= LONG:
            return self._entry(kind, start, end, scalar(self._quoted(start, end)), note)
        text = self.folded.text
        for size in (ENDS, *CONTEXTS[3:]):
            # The passage ends at the first ``to`` behind ``from``.
            if 2 * size <= b - a and text.find(text[b - size : b], a + size) == b - size:
                head, tail = (self._quoted(*self.folded.span(*ends)) for ends in ((a, a + size), (b - size, b)))
                ends = f"{{from: {scalar(head)}, to: {scalar(tail)}}}"
                return self._entry(kind, start, self.folded.offset(a + size - 1) + 1, ends, note, behind=False)
        return ""

    def _entry(self, kind: str, start: int, end: int, said: str, note: str, *, behind: bool = True) -> str:
        a, b = self.folded.place(start), self.folded.place(end)
        context = self._context(a, b, behind) if a < b else None
        if context is None:
            return ""
        sides = zip(("after", "before"), context, strict=True)
        more = [f"    {name}: {scalar(text)}\n" for name, text in sides if text]
        return f"edits:\n  - {kind}: {said}\n{''.join(more)}    note: {scalar(note)}\n"

    def _context(self, a: int, b: int, behind: bool) -> tuple[str, str] | None:
        """The shortest context that makes the folded ``[a, b)`` unique, on one side if one is enough."""
        for size in CONTEXTS:
            left, right = max(0, a - size), min(len(self.folded.text), b + size)
            for first, last in ((left, b), (a, right), (left, right)) if behind else ((left, b),):
                if self._once(first, last):
                    return self._folded(first, a), self._folded(b, last)
        return None

    def _once(self, a: int, b: int) -> bool:
        needle = self.folded.text[a:b]
        at = self.folded.text.find(needle)
        return a < b and self.folded.text.find(needle, at + 1) < 0

    def _folded(self, a: int, b: int) -> str:
        return self._quoted(*self.folded.span(a, b)) if a < b else ""

    def _quoted(self, start: int, end: int) -> str:
        """The raw text without its white space, which does not count in a quotation."""
        return "".join(self.raw[start:end].split())

    def _widened(self, start: int, end: int) -> tuple[int, int]:
        """The span with the letters on both sides, as far as they stand on its lines."""
        first, last = start, end
        while first > max(0, start - SHOWN) and self.raw[first - 1].isalnum():
            first -= 1
        while last < min(len(self.raw), end + SHOWN) and self.raw[last].isalnum():
            last += 1
        return first, last


def scalar(text: str) -> str:
    """A YAML scalar in double quotes; what an editor would not see, or could not type, is written as an escape."""
    return f'"{"".join(_escaped(text))}"'


def _escaped(text: str) -> Iterator[str]:
    for char in text:
        code = ord(char)
        if char.isprintable() and char not in _PLAIN:
            yield char
        else:
            yield _PLAIN.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")

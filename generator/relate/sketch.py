"""Sketches: a small sample of what a report says, by which reports are compared without their texts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from zlib import crc32

from generator.model import Passage, Report

SHORT = 5
"""Characters of the grams that tell how much of two reports is the same."""
LONG = 24
"""Characters of the grams that tell that a passage is shared: set phrases are shorter."""
SAMPLE = 32
"""One place in so many is sampled: where the pair of characters that begins there says so."""

_SPACE_AND_STOPS = re.compile(r"[\W_]+")


Gram = tuple[int, int]
"""A sampled long gram: its hash, and its offset in the words of the report. A plain tuple: there are very many."""


@dataclass(frozen=True)
class Words:
    """The letters, digits and characters of a report's body in one string, without space and stops.

    ``starts[i]`` is where ``passages[i]`` begins in ``text``.
    """

    text: str
    starts: tuple[int, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Sketch:
    """``short`` holds the hashes of sampled short grams, ``long`` the sampled long grams in text order."""

    short: frozenset[int]
    long: tuple[Gram, ...]


def words(report: Report) -> Words:
    """What of a report is compared: its paragraphs, cells and headings."""
    parts, starts, passages, at = [], [], [], 0
    for section in report.sections:
        for passage in (*((section.heading,) if section.heading else ()), *section.texts):
            text = _SPACE_AND_STOPS.sub("", passage.text)
            parts.append(text)
            starts.append(at)
            passages.append(passage)
            at += len(text)
    return Words("".join(parts), tuple(starts), tuple(passages))


class _Classes(dict[int, str]):
    """One of ``SAMPLE`` classes for each character, by its code alone; decided when it is first met."""

    def __missing__(self, code: int) -> str:
        value = self[code] = chr((code * 2654435761 >> 9) % SAMPLE)
        return value


_classes = _Classes()
_CHOSEN = re.compile(bytes([SAMPLE - 1]))


def _places(text: str) -> list[int]:
    """Where the classes of a character and the next add up to ``SAMPLE - 1``: one place in ``SAMPLE``."""
    if len(text) < 2:
        return []
    codes = text.translate(_classes).encode("latin-1")
    # Two long numbers added byte by byte: no byte overflows, and no loop in Python is as fast.
    sums = int.from_bytes(codes[:-1], "big") + int.from_bytes(codes[1:], "big")
    return [m.start() for m in _CHOSEN.finditer(sums.to_bytes(len(codes) - 1, "big"))]


def sketch(text: str) -> Sketch:
    """The sketch of a string of words: the same places are sampled wherever the same words stand."""
    places = _places(text)
    data = text.encode("utf-32-le", "replace")
    short = frozenset(crc32(data[4 * i : 4 * (i + SHORT)]) for i in places if i + SHORT <= len(text))
    long = tuple((crc32(data[4 * i : 4 * (i + LONG)]), i) for i in places if i + LONG <= len(text))
    return Sketch(short, long)


def raw_span(body: Words, start: int, end: int) -> tuple[int, int]:
    """Raw ``[start, end)`` of the words ``[start, end)``; ``start < end``."""
    first, last = _passage(body, start), _passage(body, end - 1)
    begin = _clean_offset(body.passages[first].text, start - body.starts[first])
    final = _clean_offset(body.passages[last].text, end - 1 - body.starts[last])
    return body.passages[first].raw_start(begin), body.passages[last].raw_span(final, final + 1)[1]


def _passage(body: Words, offset: int) -> int:
    """The passage that holds a word offset: the last one that begins there or before; those without words hold none."""
    return bisect_right(body.starts, offset) - 1


def _clean_offset(text: str, count: int) -> int:
    """Where the character of ``text`` stands that has ``count`` words before it."""
    for m in re.finditer(r"[^\W_]", text):
        if count == 0:
            return m.start()
        count -= 1
    return len(text) - 1

"""Names on shelves: in the order of their pinyin, by first letter, parted into pages where they are many."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from markupsafe import Markup

from generator.lexicons import groups

OTHER = "#"
"""The shelf of names that begin with a digit or a sign."""

HEAD = 3  # characters of the entry that a page begins with, as in a dictionary

_MARKS = re.compile(r"[^\w]|_")
_PART = re.compile(r"[a-z]+|[0-9]+|.")

T = TypeVar("T")


@dataclass(frozen=True)
class Shelf(Generic[T]):
    """Entries of one letter, or a part of them."""

    letter: str
    id: Markup
    entries: tuple[T, ...]


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of shelves. ``letter`` is empty where all are on one page; ``head`` begins a later page of a letter."""

    url: Markup
    letter: str
    head: str
    shelves: tuple[Shelf[T], ...]

    @property
    def count(self) -> int:
        """Entries on it."""
        return sum(len(shelf.entries) for shelf in self.shelves)


@cache
def reading(name: str) -> tuple[str, tuple[str, ...]]:
    """The letter of a name and its sort key: 三张清单 → ``("S", ("san", "zhang", "qing", "dan"))``."""
    from pypinyin import lazy_pinyin  # a large dictionary: loaded when the first name is read

    plain = _MARKS.sub("", name).lower()
    known = dict(entry.split("\t") for entry in groups("identity-readings")[""])
    first = next((place for place in known if plain.startswith(place)), "")
    spelled = [known[first]] if first else []
    spelled += [part for piece in lazy_pinyin(plain[len(first) :], v_to_u=False) for part in _PART.findall(piece)]
    letter = spelled[0][0].upper() if spelled else ""
    return letter if "A" <= letter <= "Z" and letter.isascii() else OTHER, tuple(spelled)


def shelve(
    entries: Iterable[T],
    name: Callable[[T], str],
    weight: Callable[[T], int],
    *,
    stem: str,
    most: int,
    together: int,
) -> tuple[Page[T], ...]:
    """Entries by letter and pinyin, on one page ``<stem>.html`` where they weigh no more than ``together``.

    Otherwise each letter has its pages, ``<stem>-s.html``, ``<stem>-s-2.html``, none heavier than ``most`` unless
    one entry alone is.
    """
    ordered = sorted(entries, key=lambda e: (reading(name(e))[0] == OTHER, *reading(name(e)), name(e)))
    letters: dict[str, list[T]] = {}
    for entry in ordered:
        letters.setdefault(reading(name(entry))[0], []).append(entry)
    if sum(map(weight, ordered)) <= together:
        shelves = tuple(Shelf(letter, _id(letter), tuple(some)) for letter, some in letters.items())
        return (Page(Markup(f"{stem}.html"), "", "", shelves),)
    return tuple(_pages(letters, name, weight, stem, most))


def _pages(
    letters: dict[str, list[T]], name: Callable[[T], str], weight: Callable[[T], int], stem: str, most: int
) -> Iterator[Page[T]]:
    for letter, entries in letters.items():
        parts = list(_parts(entries, weight, most))
        for n, part in enumerate(parts, 1):
            url = Markup(f"{stem}-{_slug(letter)}.html" if n == 1 else f"{stem}-{_slug(letter)}-{n}.html")
            head = _MARKS.sub("", name(part[0]))[:HEAD] if n > 1 else ""
            yield Page(url, letter, head, (Shelf(letter, _id(letter), tuple(part)),))


def _parts(entries: Sequence[T], weight: Callable[[T], int], most: int) -> Iterator[list[T]]:
    """Parts of about the same weight, so that the last is no remnant."""
    total = sum(map(weight, entries))
    size = total / max(1, -(-total // most))
    part: list[T] = []
    have = 0
    for entry in entries:
        if part and have + weight(entry) / 2 > size:
            yield part
            part, have = [], 0
        part.append(entry)
        have += weight(entry)
    yield part


def _slug(letter: str) -> str:
    return "0" if letter == OTHER else letter.lower()


def _id(letter: str) -> Markup:
    return Markup(f"l-{_slug(letter)}")

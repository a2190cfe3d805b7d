"""Furniture: page heads, jump marks, credits, navigation, advertisements, by kind, position and repetition."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from generator.clean.draft import FURNITURE, Draft, Line
from generator.clean.notes import note
from generator.lexicons import groups

LONGEST = 64
"""No furniture line is longer: a long line is text, whatever it begins with."""

SHORT = 26
REPEATED = 3
JUMP_INSIDE = re.compile(
    r"[（(](?:上接|下转|紧接|转|接)第?\s*[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版[^（）()]{0,6}[）)]"
)
CONTINUED = re.compile("[上紧][接]|^[（(]?接")
LABEL = re.compile(r"[：:%％]|单位")
DIGITS = re.compile(r"[\d\s]+")


def _written_out(pattern: str) -> str:
    """A pattern of the lexicon with its shorthands: H a Han character, N a page number."""
    return pattern.replace("H", "[\u4e00-\u9fff]").replace("N", "[A-Za-z]?[0-9一二三四五六七八九十]{1,3}")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and one pattern for its whole group."""
    return tuple(
        (kind, re.compile("|".join(f"(?:{_written_out(entry)})" for entry in entries)))
        for kind, entries in groups("clean-furniture").items()
        if entries
    )


def kind_of(text: str) -> str | None:
    """The kind of furniture that a line is, by its words alone."""
    if len(text) > LONGEST:
        return None
    words = text.split()
    if len(words) > 1 and all(kind_of(word) == "navigation" for word in words):
        return "navigation"
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(text)), None)


def apply(draft: Draft) -> None:
    """Drop furniture lines and jump marks at the end of a line of text."""
    lines = [line for line in draft.lines if line.text and not line.role]
    repeated = _running_heads(lines)
    kinds = [kind_of(line.text) or ("running-head" if repeated and _mask(line) in repeated else None) for line in lines]
    _page_numbers(lines, kinds)
    _spread_adverts(lines, kinds)
    for line, kind in zip(lines, kinds, strict=True):
        if kind is None:
            _jump_inside(draft, line)
            continue
        rule = f"furniture-{kind}"
        line.role, line.note = FURNITURE, kind
        if kind == "page-jump":
            (draft.continued_at if CONTINUED.search(line.text) else draft.continues_at).append(line.a)
        draft.book.drop(line.a, line.b, rule, note(rule, repeated.get(_mask(line), 0)))
    draft.refresh()


def _mask(line: Line) -> str:
    return DIGITS.sub("#", line.text)


def _running_heads(lines: list[Line]) -> dict[str, int]:
    """Short lines that come back, page numbers aside, at least three times, and at least once inside a sentence.

    A page head stands where a page ends, not where a paragraph does; labels of tables and refrains follow full stops.
    """
    seen: Counter[str] = Counter()
    inside: set[str] = set()
    before: Line | None = None
    for line in lines:
        if (
            4 <= len(line.text) <= LONGEST
            and not line.ends
            and not LABEL.search(line.text)
            and re.search(r"\w", mask := _mask(line))
        ):
            seen[mask] += 1
            if before is not None and len(before.text) > SHORT and not before.ends and before.text[-1] not in "；;：:":
                inside.add(mask)
        before = line
    return {mask: n for mask, n in seen.items() if n >= REPEATED and mask in inside}


def _page_numbers(lines: list[Line], kinds: list[str | None]) -> None:
    """A bare number by itself inside a sentence is the number of the page that ended there."""
    for i in range(1, len(lines) - 1):
        line, before = lines[i], lines[i - 1]
        inside = not before.ends and len(before.text) > SHORT and before.text[-1] not in "；;：:"
        if kinds[i] is None and line.above and line.below and inside and re.fullmatch(r"\d{1,3}", line.text):
            kinds[i] = "page-number"


def _spread_adverts(lines: list[Line], kinds: list[str | None]) -> None:
    """An advertisement is a run of short lines without full stop around a line that is one by its words.

    Lines that touch belong together: a group goes as a whole or stays. Behind all text the following groups go, too.
    """
    together: list[list[int]] = []
    for i, line in enumerate(lines):
        if together and line.above == 0 and line.number == lines[i - 1].number + 1:
            together[-1].append(i)
        else:
            together.append([i])
    text_ends = max((i for i, line in enumerate(lines) if line.ends and len(line.text) > SHORT), default=-1)
    spreading = False
    for group in together:
        own = any(kinds[i] == "advert" for i in group)
        poster = all(kinds[i] in ("advert", "credit") or _poster(lines[i]) for i in group)
        spreading = poster and (own or (spreading and group[0] > text_ends))
        if spreading:
            for i in group:
                kinds[i] = "advert"


def _poster(line: Line) -> bool:
    """Could the line stand on a poster?"""
    return len(line.text) <= SHORT and not line.ends and line.text[-1] not in "，,、；;：:"


def _jump_inside(draft: Draft, line: Line) -> None:
    if "版" not in line.text:
        return
    for match in JUMP_INSIDE.finditer(draft.raw, line.a, line.b):
        (draft.continued_at if CONTINUED.search(match.group()) else draft.continues_at).append(match.start())
        draft.book.record(match.start(), match.end(), "", "furniture-page-jump", note("furniture-page-jump"))

"""A raw file line by line, so that a 校勘记 can lead to the very line; what did not get into the text is struck."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model import Cleaned
from generator.render.labels import labels

UNSEEN = ("width", "space", "join")
"""Groups of changes to single marks and white space; striking those would only make the page restless."""
_LINE_END = re.compile(r"\r\n|\n|\r")


def raw_lines(cleaned: Cleaned) -> Iterator[list[tuple[str, bool]]]:
    """Each raw line without its end, as stretches: the text, and whether it was dropped."""
    text = cleaned.source.text
    known = labels()
    line: list[tuple[str, bool]] = []
    for edit in cleaned.edits:
        struck = edit.action == "drop" and known.rule(edit.rule).group not in UNSEEN
        at = edit.start
        for end in _LINE_END.finditer(text, edit.start, edit.end):
            yield [*line, *_stretch(text[at : end.start()], struck)]
            line, at = [], end.end()
        line += _stretch(text[at : edit.end], struck)
    if line:
        yield line


def _stretch(text: str, struck: bool) -> list[tuple[str, bool]]:
    return [(text, struck)] if text else []

"""An English “and” between Chinese words is what a recogniser made of 和."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.draft import Block
from generator.clean.notes import note
from generator.clean.traced import Change, Traced

AND = re.compile(r"(?<=[\u4e00-\u9fff])(\s*)\b(and)\b(\s*)(?=[\u4e00-\u9fff])")


def find(text: Traced, block: Block) -> Iterator[Change]:
    """The word is replaced, the white space around it goes."""
    if "and" not in text.text:
        return
    for match in AND.finditer(text.text):
        if match[1]:
            yield Change(*match.span(1), "", "inner-space", note("inner-space"))
        yield Change(*match.span(2), "和", "foreign-word", note("foreign-word", "and", "和"))
        if match[3]:
            yield Change(*match.span(3), "", "inner-space", note("inner-space"))

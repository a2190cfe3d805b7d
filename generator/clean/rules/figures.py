"""Numbers that look damaged and have no unit behind them that would prove it (generator.clean.rules.numerals)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.rules.doubt import Doubt
from generator.clean.rules.numerals import FALSE, FALSE_DIGIT, LETTER
from generator.lexicons import words

TOKEN = re.compile(r"[A-Za-z0-9]+")
FIGURE = re.compile(r"(?=.*\d)(?=.+[OoIl]|[OoIl]\d)[A-Z]?[\dOoIl]+")
"""2O25, l5, a road such as G6O; CO2 and ISO9001 have letters of their own."""

BETWEEN = re.compile(r"。\d")
STOP = re.compile(r"(?<![\d.])\d+(?P<stop>。)\d+(?![\d年.．、])")
"""8。5; in 截至2024。2025年 a sentence ends."""


def find(text: str) -> Iterator[Doubt]:
    """Doubts in order of kind."""
    if FALSE_DIGIT.search(text) and LETTER.search(text):
        for match in TOKEN.finditer(text):
            token = match.group()
            if FIGURE.fullmatch(token) and token not in words("clean-doubts", "letter names"):
                number = token[0] * token[0].isupper() + token[token[0].isupper() :].translate(FALSE)
                yield Doubt(*match.span(), "number-letter", (token,), (number,), match.span(), number)
    for match in STOP.finditer(text) if BETWEEN.search(text) else ():
        yield Doubt(*match.span(), "decimal-point", (match.group(),), fix=match.span("stop"), output=".")

"""Characters that nobody can read: private to a font, undecodable, or mojibake that the bytes do not restore."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.clean.rules.doubt import Doubt
from generator.clean.rules.mojibake import CHINESE_RUN, WESTERN

UNKNOWN = "□"
"""Editors' sign for a character that cannot be read."""

STRANGE = re.compile(
    "[\x80-\xa6\xa8-\xaf\xb2-\xb6\xb8-\xd6\xd8-\xf6\xf8-\xff锛紝銆鈥锟\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]"
)
"""Nothing is looked at closer without one of these; × ÷ § ° ± · are none of them."""

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+")
LOST = re.compile("\ufffd+")
ACCENTED = re.compile("[\xc0-\xd6\xd8-\xf6\xf8-\xff]")
ACCENTS = 3
"""Accented letters in a run: Orléans has one, a Chinese character read as Windows-1252 is mostly two or three."""

MISREAD = re.compile("[锛紝銆鈥]|锟斤")
"""In Chinese of today only what ， 。 “ and lost bytes come out as, read as GB18030."""


def find(text: str) -> Iterator[Doubt]:
    """Doubts in order of kind."""
    if not STRANGE.search(text):
        return
    for match in PRIVATE.finditer(text):
        start, end = match.span()
        inside = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
        rule, output = ("private-use-word", UNKNOWN) if inside else ("private-use", "")
        codes = "、".join(dict.fromkeys(f"U+{ord(char):04X}" for char in match.group()))
        yield Doubt(start, end, rule, (codes,), fix=(start, end), output=output)
    garbled = [m.span() for m in WESTERN.finditer(text) if len(ACCENTED.findall(m.group())) >= ACCENTS]
    garbled += [m.span() for m in CHINESE_RUN.finditer(text) if MISREAD.search(m.group())]
    for start, end in garbled:
        yield Doubt(start, end, "garbled", (end - start,), fix=(start, end), output=UNKNOWN)
    for match in LOST.finditer(text):
        start, end = match.span()
        if not any(a <= start < b for a, b in garbled):
            output = UNKNOWN * (end - start)
            yield Doubt(start, end, "undecodable", (end - start,), fix=(start, end), output=output)

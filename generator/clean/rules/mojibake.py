"""Text decoded with the wrong codec, restored where the bytes prove it.

UTF-8 read as Windows-1252 (ä¸­å›½) or as GB18030 (涓浗): encoded back and decoded strictly, a long run comes out
as Chinese or not at all. A run that does not is left as it is and asked about (generator.clean.rules.doubts).
"""

from __future__ import annotations

import re

from generator.clean.draft import Draft
from generator.clean.notes import note

WESTERN = re.compile(
    "[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{3,}"
)
CHINESE_RUN = re.compile(r"[^\x00-\x7f\s，。、；：！？“”‘’（）《》〈〉【】—…·]{6,}")
TELLTALE = re.compile("[锛紝銆鈥€锟]")
"""What the three-byte codes of ， 。 “ come out as, read as GB18030."""

COMMON = re.compile("[\u4e00-\u9fff，。、；：“”！？（）《》]")
LEAST = 4
"""Restored characters from which on chance is ruled out."""


def apply(draft: Draft) -> None:
    """Restore runs that decode, strictly and wholly, to Chinese, before anything else looks at the text."""
    raw = draft.raw
    if WESTERN.search(raw):
        for match in WESTERN.finditer(raw):
            _restore(draft, match, "cp1252", 1)
    if TELLTALE.search(raw):
        for match in CHINESE_RUN.finditer(raw):
            _restore(draft, match, "gb18030", LEAST)


def _restore(draft: Draft, match: re.Match[str], codec: str, least: int) -> None:
    try:
        restored = _encoded(match.group(), codec).decode("utf-8")
    except UnicodeError:
        return
    if len(COMMON.findall(restored)) >= max(least, 0.9 * len(restored)):
        draft.book.record(*match.span(), restored, "mojibake", note("mojibake", codec))


def _encoded(text: str, codec: str) -> bytes:
    """Windows-1252 leaves five bytes undefined; decoders pass them through as control characters."""
    if codec != "cp1252":
        return text.encode(codec)
    return b"".join(bytes([ord(c)]) if "\x80" <= c <= "\x9f" else c.encode(codec) for c in text)

"""Text as a terminal, a log or a list may show it: what would be obeyed, or would not be seen, is written out."""

from __future__ import annotations

import unicodedata

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str, *, spaces: bool = False) -> str:
    """The text on one line: control characters, marks of direction and what has no shape as ``\\u202e``.

    With ``spaces`` those that a reader takes for an ordinary space, or for none, are written out, too.
    """
    if text.isprintable():
        return text
    return "".join(ch if _shown(ch) and not (spaces and not ch.isprintable()) else _escape(ch) for ch in text)


def visible_lines(text: str) -> str:
    """The text with its line ends, each line ``visible``."""
    return "\n".join(map(visible, text.split("\n")))


def _shown(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escape(char: str) -> str:
    code = ord(char)
    return _NAMED.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")

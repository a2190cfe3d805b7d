"""Text as a terminal, a log or a list may show it: what would be obeyed, or would not be seen, is written out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

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


def unseen(text: str) -> Iterator[str]:
    """The characters of a text that no fact or decision has a use for: control characters, marks of direction, joiners,
    separators of lines, halves of characters. White space and private characters are none of them.
    """
    return (ch for ch in text if not ch.isprintable() and unicodedata.category(ch) in ("Cc", "Cf", "Cs", "Zl", "Zp"))


def _shown(char: str) -> bool:
    return char.isprintable() or unicodedata.category(char) == "Zs"


def _escape(char: str) -> str:
    code = ord(char)
    return _NAMED.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")

"""Offsets and lines of a raw text, as editors count lines."""

from __future__ import annotations

import re
from bisect import bisect_right


class Lines:
    """Line numbers are 1-based; a line ends after ``\\n``, ``\\r\\n`` or ``\\r``."""

    def __init__(self, text: str) -> None:
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n|\n|\r", text))]
        self.length = len(text)

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """The line that holds the character at ``offset``."""
        return bisect_right(self.starts, offset)

    def span(self, line: int) -> tuple[int, int]:
        """Offsets ``[start, end)`` of a line, its line end included."""
        return self.starts[line - 1], self.starts[line] if line < len(self.starts) else self.length

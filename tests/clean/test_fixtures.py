"""Cases of cleaning as readable text: title, input, expected outline (tests/clean/outline.py).

A case begins with ``=== title`` (``=== title (md)`` for a Markdown source); its input ends at ``>>>``; the expected
outline ends at the next case. In the input ``␣`` is an ideographic space, ``→`` a tab, and ``⏎`` at the end of a line
keeps trailing blanks visible.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.clean.outline import clean, outline

FIXTURES = Path(__file__).parent / "fixtures"


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            title, _, rest = block.partition("\n")
            given, _, expected = rest.partition("\n>>>\n")
            name = "a.md" if title.endswith("(md)") else "a.txt"
            given = given.replace("␣", "\u3000").replace("→", "\t").replace("⏎", "")
            found.append((f"{path.stem}: {title}", name, given, expected.strip()))
    return found


CASES = cases()


@pytest.mark.parametrize(("path", "given", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_case(path: str, given: str, expected: str) -> None:
    assert outline(clean(given, path)) == expected

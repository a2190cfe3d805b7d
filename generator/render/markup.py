"""Text into Markdown that says exactly this text, for Python-Markdown and CommonMark parsers alike.

A backslash before punctuation would show in raw HTML, and HTML escapes alone leave ``2025.`` a list and ``_`` an
emphasis. So every ASCII character that could be markup anywhere (Markdown, attribute lists, HTML, emoji, links)
becomes a numeric character reference, which every parser decodes and none interprets.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from markupsafe import Markup

# What HTML has no way to carry: control characters (a reference to U+0080–9F means something else there),
# surrogates and noncharacters. Cleaning leaves none of them; they show as the replacement character.
_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")
# Comma, percent sign and the point of a decimal are markup nowhere. A lone space between two characters is safe
# too; any other white space would be stripped or folded somewhere.
_SPECIAL = re.compile(
    r"[!-$&-+\-/:-@\[-`{-~]"
    r"|(?<![0-9])\.|\.(?![0-9])"
    r"|(?<!\S)\s|\s(?!\S)|[^\S ]"
)


def md(text: object) -> Markup:
    """``text`` for any place of a generated page: running text, heading, attribute; one line, never markup."""
    if isinstance(text, Markup):
        return text
    if isinstance(text, int):
        return Markup(text)
    return Markup(_SPECIAL.sub(lambda m: f"&#{ord(m[0])};", _UNFIT.sub("\ufffd", str(text))))


def tidy(page: str) -> str:
    """Lay out what a template rendered: a block begins in the first column, its other lines are indented.

    Blank lines are dropped and one stands before each block, because a blank line ends a block of raw HTML.
    A closing tag in the first column belongs to the block before it.
    """
    lines: list[str] = []
    for line in page.split("\n"):
        if not line.strip():
            continue
        if lines and not line.startswith((" ", "</")):
            lines.append("")
        lines.append(line.strip())
    return "\n".join(lines) + "\n"


def front_matter(meta: dict[str, Any]) -> str:
    """YAML front matter; strings are double-quoted on one line, so that none can end it or be a tag."""
    dump = yaml.safe_dump(meta, allow_unicode=True, default_style='"', sort_keys=False, width=float("inf"))
    return f"---\n{dump}---\n"


_NUMBER = (
    r"[0-9０-９][0-9０-９,.，．]*(?:[百千万亿]+[余多]?零?[0-9]+)*(?:[-—~～至到][0-9０-９][0-9０-９,.]*)?"
    r"|[一二两三四五六七八九十百千零〇半][一二两三四五六七八九十百千万亿零〇]*"
)
_SHOWN = re.compile(rf"(.*?)({_NUMBER})(.*)", re.DOTALL)


def number_parts(shown: str) -> tuple[str, str, str]:
    """A figure as a reader marks it, in three: ``近10万人次`` is ``("近", "10", "万人次")``."""
    found = None if "分之" in shown else _SHOWN.fullmatch(shown)
    return (found[1], found[2], found[3]) if found else ("", shown, "")

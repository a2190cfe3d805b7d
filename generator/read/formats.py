"""What a file is that is no text, and how it becomes one (formats.yml)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import NamedTuple

import yaml


class Format(NamedTuple):
    """A kind of file: the ends of its names without the dot, its first bytes (empty: not told by them), its remedy.

    ``mend`` is in English, ``zh`` the same in Chinese.
    """

    ends: tuple[str, ...]
    begins: bytes
    what: str
    mend: str
    zh: str


# A whole page, not a tag that was left behind in a text, and not the table of a PDF extractor, which comes as
# <html><body><table>.
_TABLE = r"(?!<html>\s*<body>\s*<table)"
_PAGE = re.compile(rf"(?:\s|\ufeff|<\?xml[^>]*>|<!--.*?-->)*{_TABLE}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_HEAD = 2**16


@cache
def formats() -> tuple[Format, ...]:
    """All kinds; the last one is of every file that no other is of."""
    listed = yaml.safe_load(files(__package__).joinpath("formats.yml").read_text(encoding="utf-8"))
    return tuple(
        Format(tuple(f["ends"]), f.get("begins", "").encode("latin-1"), f["what"], f["mend"], f["zh"]) for f in listed
    )


def by_name(path: str) -> Format:
    """What a file that is no source is, by its name."""
    end = PurePosixPath(path).suffix.lower().removeprefix(".")
    return next((found for found in formats() if end in found.ends), formats()[-1])


def by_content(raw: bytes) -> Format | None:
    """What a file is that was renamed to .txt, by its first bytes; None where they may begin a text."""
    return next((found for found in formats() if found.begins and raw.startswith(found.begins)), None)


def web_page(text: str) -> Format | None:
    """The format of a web page where the text is a whole one."""
    return by_name(".x.html") if _PAGE.match(text, 0, _HEAD) else None

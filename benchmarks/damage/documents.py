"""The clean documents that are damaged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

HERE = Path(__file__).parent
GOLD = HERE.parents[1] / "tests" / "gold" / "clean"

Role = Literal["title", "subtitle", "heading", "text"]


@dataclass(frozen=True)
class Part:
    """A title, subtitle, heading or paragraph; ``text`` is its clean text."""

    role: Role
    text: str


@dataclass(frozen=True)
class Document:
    """A clean report: its parts in reading order, the title first."""

    name: str
    parts: tuple[Part, ...]


@cache
def documents() -> tuple[Document, ...]:
    """Every document of the bench, by name."""
    return (*_written(), *_gold())


def _written() -> list[Document]:
    """``texts/*.md``: # is the title, ## —— a subtitle, ## and ### headings, every other line a paragraph."""
    found = []
    for path in sorted((HERE / "texts").glob("*.md")):
        parts = [_part(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        found.append(Document(path.stem, tuple(parts)))
    return found


def _part(line: str) -> Part:
    marks, _, text = line.partition(" ")
    if set(marks) != {"#"}:
        return Part("text", line)
    if len(marks) == 1:
        return Part("title", text)
    return Part("subtitle" if text.startswith("——") else "heading", text)


def _gold() -> list[Document]:
    found = []
    for path in sorted(GOLD.glob("*.json")):
        for order, article in enumerate(json.loads(path.read_text(encoding="utf-8"))["articles"], 1):
            parts = [Part("title", article["title"])]
            if article.get("subtitle"):
                parts.append(Part("subtitle", article["subtitle"]))
            for section in article["sections"]:
                if section["heading"]:
                    parts.append(Part("heading", section["heading"]))
                parts += [Part("text", paragraph) for paragraph in section["paragraphs"]]
            found.append(Document(f"{path.stem}-{order}", tuple(_whole(parts))))
    return found


def _whole(parts: list[Part]) -> Iterator[Part]:
    """Parts without the half sentences on both sides of a gap."""
    cut = False
    for part in parts:
        text = part.text
        if part.role == "text" and cut:
            text = text[text.index("。") + 1 :]
        cut = part.role == "text" and "。" in text and text.rstrip("”’）")[-1] not in "。！？：；"
        yield Part(part.role, text[: text.rindex("。") + 1] if cut else text)

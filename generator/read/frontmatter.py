"""YAML front matter at the head of a source: its raw characters and what it states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from generator.read.plainyaml import YamlProblem, load

_BLOCK = re.compile(r"\ufeff?---[ \t]*(\r\n?|\n)(.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)", re.DOTALL)
_LIMIT = 2**16
_KEY = re.compile(r"[\w.-]+")
_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d\d?)[-/.月](\d\d?)(?!\d)")

# Names under which web clippers and editors write the same thing, best first.
_NAMES = {
    "title": ("title", "标题"),
    "url": ("url", "source", "link", "permalink", "original", "来源", "原文链接"),
    "published": ("published", "date", "pubdate", "publish_date", "发布时间", "发布日期", "日期"),
    "licence": ("licence", "license", "rights", "许可"),
}


@dataclass(frozen=True)
class FrontMatter:
    """``text[start:end]`` is the block with its fences, the byte order mark in front excluded."""

    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str | None:
        """The title, None where there is none."""
        return self._value("title")

    @property
    def url(self) -> str | None:
        """Where the text was taken from, if it is a web address."""
        value = self._value("url")
        return value if value and re.fullmatch(r"https?://[^\s<>\"'\\]+", value) else None

    @property
    def published(self) -> str | None:
        """ISO date, None where there is none or it is no date."""
        return iso_date(self._value("published") or "")

    @property
    def licence(self) -> str | None:
        """The licence as written."""
        return self._value("licence")

    def _value(self, name: str) -> str | None:
        return next((self.values[key] for key in _NAMES[name] if self.values.get(key)), None)


def iso_date(text: str) -> str | None:
    """The first full date of a text (2026-01-22, 2026/1/22, 2026年1月22日) as ISO, None where there is none."""
    for found in _DATE.finditer(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            continue
    return None


def front_matter(text: str) -> FrontMatter | None:
    """The front matter at the very start; None where there is none or it is not plain YAML (it is text then)."""
    block = _BLOCK.match(text, 0, _LIMIT)
    if not block:
        return None
    try:
        root = load(block[2])
    except YamlProblem:
        return None
    if root is None or not isinstance(root.value, dict) or not all(map(_KEY.fullmatch, root.value)):
        return None
    values = {key.casefold(): node.value for key, node in root.value.items() if isinstance(node.value, str)}
    return FrontMatter(int(text.startswith("\ufeff")), block.end(), values)

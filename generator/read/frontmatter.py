"""YAML front matter at the head of a source: its raw characters and what it states."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from generator.read.plainyaml import Node, YamlProblem, load
from generator.visible import unseen

_BLOCK = re.compile(r"\ufeff?---[ \t]*(\r\n?|\n)(.*?)(?:\r\n?|\n)(?:---|\.\.\.)[ \t]*(?=\r|\n|\Z)", re.DOTALL)
_LIMIT = 2**16
_WIDE_COLON = re.compile(r"^([\w.-]{1,12})：[ \t]*", re.MULTILINE)
_KEY = re.compile(r"[\w.-]+")
_DATE = re.compile(r"((?:19|20)\d\d)[-/.年](\d\d?)[-/.月](\d\d?)(?!\d)")

# Names under which web clippers and editors write the same thing, best first.
_NAMES = {
    "title": ("title", "标题"),
    "url": ("url", "source", "link", "permalink", "original", "来源", "原文链接"),
    "published": ("published", "date", "pubdate", "publish_date", "发布时间", "发布日期", "日期"),
    "organ": ("organ", "organization", "organisation", "issuer", "body", "发文机关", "发文单位", "机关"),
    "region": ("region", "place", "location", "area", "地区", "区域", "地域", "行政区", "行政区划"),
    "year": ("year", "年份", "年度", "报告年度"),
    "authors": ("authors", "author", "byline", "作者", "记者", "撰稿", "撰稿人"),
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
    def written_title(self) -> str | None:
        """The title as the text has it, with characters that nobody sees."""
        return self._written("title")

    @property
    def url(self) -> str | None:
        """Where the text was taken from, if it is a web address."""
        written = (_seen(self.values.get(key, "")) for key in _NAMES["url"])
        return next((value for value in written if re.fullmatch(r"https?://[^\s<>\"'\\]+", value)), None)

    @property
    def published(self) -> str | None:
        """ISO date, None where there is none or it is no date."""
        return iso_date(self._value("published") or "")

    @property
    def organ(self) -> str | None:
        """The body that the report is about, as written."""
        return self._value("organ")

    @property
    def region(self) -> str | None:
        """Its region, as written."""
        return self._value("region")

    @property
    def year(self) -> int | None:
        """The year of the reported work, None where there is none or it is no year."""
        found = re.fullmatch(r"((?:19|20)\d\d)\s*(?:年度?)?", (self._value("year") or "").strip())
        return int(found[1]) if found else None

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the writers, by commas, blanks or the like apart."""
        return tuple(name for name in re.split(r"[\s、，,;；/]+", self._value("authors") or "") if name)

    @property
    def licence(self) -> str | None:
        """The licence as written."""
        return self._value("licence")

    def _value(self, name: str) -> str | None:
        """What a fact says, without the characters that hide something or turn around what stands beside them."""
        return _seen(self._written(name) or "") or None

    def _written(self, name: str) -> str | None:
        return next((self.values[key] for key in _NAMES[name] if self.values.get(key)), None)


def _seen(text: str) -> str:
    return " ".join("".join(ch for ch in line if ch not in {*unseen(line)}) for line in text.split("\n")).strip()


def iso_date(text: str) -> str | None:
    """The first full date of a text (2026-01-22, 2026/1/22, 2026年1月22日) as ISO, None where there is none."""
    for found in _DATE.finditer(text):
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            continue
    return None


def _written(node: Node) -> str:
    """A scalar as written, a list of scalars with 、 between them; nothing for the rest."""
    if isinstance(node.value, list):
        return "、".join(item.value for item in node.value if isinstance(item.value, str))
    return node.value if isinstance(node.value, str) else ""


def front_matter(text: str) -> FrontMatter | None:
    """The front matter at the very start; None where there is none or it is not plain YAML (it is text then)."""
    block = _BLOCK.match(text, 0, _LIMIT)
    if not block:
        return None
    try:
        root = load(_WIDE_COLON.sub(r"\1: ", block[2]))
    except YamlProblem:
        return None
    if root is None or not isinstance(root.value, dict) or not all(map(_KEY.fullmatch, root.value)):
        return None
    values = {key.casefold(): written for key, node in root.value.items() if (written := _written(node))}
    return FrontMatter(int(text.startswith("\ufeff")), block.end(), values)

"""Hand-written Chinese pages: a line end between two wide characters is none, and headings have ids in Chinese."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode
from markdown.treeprocessors import Treeprocessor

_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t]*\n[ \t]*(?={_WIDE})")
_AS_IT_IS = ("pre", "code")


class ChineseLines(Extension):
    """Browsers put a space at a line end, and between Chinese characters none belongs."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Join lines once inline markup has been read."""
        md.treeprocessors.register(_Joined(md), "gongbao-chinese-lines", 15)


class _Joined(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and element.tag not in _AS_IT_IS:
                element.text = _WRAP.sub("", element.text)
            if element.tail:
                element.tail = _WRAP.sub("", element.tail)


def with_chinese_ids(settings: dict[str, Any]) -> None:
    """Let headings without an id get one that keeps their characters, unless the project has its own way."""
    settings.setdefault("toc", {}).setdefault("slugify", slugify_unicode)

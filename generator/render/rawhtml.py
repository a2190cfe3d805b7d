"""Blocks of raw HTML go past Python-Markdown unread: two of its parsers would read each of them character by character.

That took a third of the time of a large site. A generated page keeps a block together and puts a blank line before
and behind it (``markup.tidy``), so a block is found by its first characters. What comes out is the same, byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_ID = re.compile(r"""<[^<>]*?\sid=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
BEFORE_HTML = 22
"""The priority: behind the one that tidies white space (30), before MkDocs (21) and Python-Markdown (20) parse HTML."""


class RawBlocks(Extension):
    """Takes blocks of raw HTML out of pages for which ``wanted`` says yes, and puts them back at the end."""

    def __init__(self, wanted: Callable[[], bool]) -> None:
        super().__init__()
        self.wanted = wanted

    def extendMarkdown(self, md: Markdown) -> None:  # Python-Markdown's name
        """Register the step."""
        md.preprocessors.register(_Stash(md, self.wanted), "gongbao_raw_blocks", BEFORE_HTML)


class _Stash(Preprocessor):
    def __init__(self, md: Markdown, wanted: Callable[[], bool]) -> None:
        super().__init__(md)
        self.wanted = wanted

    def run(self, lines: list[str]) -> list[str]:
        if not self.wanted():
            return lines
        blocks = "\n".join(lines).split("\n\n")
        return "\n\n".join(map(self._kept, blocks)).split("\n")

    def _kept(self, block: str) -> str:
        tag = _TAG.match(block.lstrip("\n"))
        if not tag or not self.md.is_block_level(tag[1]):
            return block
        return str(self.md.htmlStash.store(block.strip("\n") + "\n"))  # the line end as Python-Markdown keeps it


def anchors(html: str) -> set[str]:
    """Every id in ``html``: MkDocs warns of links to anchors that it has not seen."""
    return {"".join(forms) for forms in _ID.findall(html)}

"""Raw HTML goes past the Markdown parser, and comes out as if it had not."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from sample import five

from generator.render.markup import tidy
from generator.render.pages import write_pages
from generator.render.rawhtml import RawBlocks, anchors

EXTENSIONS = ["attr_list", "toc"]
PAGE = tidy("""<header class="gb-head" data-ed>
  <h1 id="top">题</h1>
  <p>一&#35;二<b>三</b></p>
</header>
## 一、小标题 {#s1}
<p class="gb-p" id="p1">甲&#42;乙</p>
<p class="gb-p" id="p2">丙</p>
<svg id="drawn"><text>不是块</text></svg>
<table>
  <tr><td>1</td></tr>
</table>
正文，<b>行内</b>。
<details open id='last'>
  <summary>末</summary>
</details>
""")


def convert(text: str, *more: RawBlocks) -> str:
    return markdown.markdown(text, extensions=[*EXTENSIONS, *more])


def test_the_page_is_the_same() -> None:
    assert convert(PAGE, RawBlocks(lambda: True)) == convert(PAGE)


@pytest.mark.parametrize("text", ["<div>\n\n*甲*\n\n</div>\n", "<div markdown>\n\n甲\n\n</div>\n", "甲\n<p>乙</p>\n"])
def test_pages_of_people_are_left_to_the_parser(text: str) -> None:
    assert convert(text, RawBlocks(lambda: False)) == convert(text)


def test_blocks_are_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    feed = markdown.htmlparser.HTMLExtractor.feed
    monkeypatch.setattr(
        markdown.htmlparser.HTMLExtractor, "feed", lambda self, text: (seen.append(text), feed(self, text))[1]
    )
    convert(PAGE, RawBlocks(lambda: True))
    assert "<table>" not in "".join(seen)
    assert "小标题" in "".join(seen)


def test_every_anchor_is_told() -> None:
    assert anchors(convert(PAGE)) == {"top", "s1", "p1", "p2", "drawn", "last"}


def test_whole_sites_are_the_same(tmp_path: Path) -> None:
    pages = [path for path in write_pages(five(), tmp_path) if path.suffix == ".md"]
    assert len(pages) > 20
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert convert(text, RawBlocks(lambda: True)) == convert(text), path

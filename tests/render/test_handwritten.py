"""Pages that a publisher writes by hand, in Chinese and wrapped as editors wrap."""

from __future__ import annotations

from typing import Any

import pytest
from markdown import Markdown

from generator.render.handwritten import ChineseLines, with_chinese_ids


def html(text: str, **toc: Any) -> str:
    settings: dict[str, Any] = {"toc": toc} if toc else {}
    with_chinese_ids(settings)
    return Markdown(extensions=["attr_list", "toc", ChineseLines()], extension_configs=settings).convert(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("本页由人手写，\n换行不应变成空格，\n第三行。", "<p>本页由人手写，换行不应变成空格，第三行。</p>"),
        ("一\n  二", "<p>一二</p>"),
        ("见 MkDocs\n的说明", "<p>见 MkDocs\n的说明</p>"),
        ("in two\nlines", "<p>in two\nlines</p>"),
        ("**强调**一\n二", "<p><strong>强调</strong>一二</p>"),
        ("- 一\n  二", "<ul>\n<li>一二</li>\n</ul>"),
        ("一  \n二", "<p>一<br>\n二</p>"),
        ("    一\n    二", "<pre><code>一\n二\n</code></pre>"),
    ],
)
def test_a_line_end_between_chinese_characters_is_no_space(text: str, shown: str) -> None:
    assert html(text).replace("<br />", "<br>") == shown


def test_headings_have_ids_that_keep_their_characters() -> None:
    shown = html("## 第一节　概况\n\n## 第二节\n\n## 第一节　概况\n\n## 附 {#appendix}")
    for id_ in ("第一节-概况", "第二节", "第一节-概况_1", "appendix"):
        assert f'id="{id_}"' in shown
    assert 'id="own"' in html("## 第一节", slugify=lambda value, separator: "own")

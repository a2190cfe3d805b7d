"""Does a text begin in the middle? With a title above less is proof."""

from __future__ import annotations

import pytest

from generator.clean.opening import is_cut

REST = "\n青溪区开发区共有企业18家。开发区设代表联络站。开发区还办讲堂。在开发区里，代表常来。"


@pytest.mark.parametrize(
    "text",
    [
        "主、维护司法公正，听取专项报告3个。",
        "，办好民生实事12件。",
        "法两条例”执法检查提出意见6条。“双联”活动走访群众3000人次。",
        "二是抓好落实，督办建议35件。",
        "发区以43名代表为主体，组成8个小组。",
    ],
)
def test_no_writer_begins_so(text: str) -> None:
    assert is_cut(text, text + REST, headed=True)


@pytest.mark.parametrize(
    "text",
    [
        "骑楼下的穿堂风，吹过修葺一新的麻石路。",
        "区人大常委会听取报告12个。",
        "市六届人民政府履职以来，办好实事10件。",
        "一、加强监督，听取报告12个。",
        "2024年，区人大常委会听取报告12个。",
        # A recogniser lost the first mark of a quotation, two sentences on.
        "坚持三个代表”重要思想，落实各项任务。",
        "初春的青溪，万物生长。作为区委提升首位度”部署的一环，街道先行一步。",
        "“路修好了。”村民说，出门方便多了。",
    ],
)
def test_what_a_writer_may_begin_with_below_a_title(text: str) -> None:
    assert not is_cut(text, text + REST, headed=True)


def test_without_a_title_words_tell() -> None:
    assert is_cut("巷的早点摊冒着热气，网格员走完了第一圈。", REST, headed=False)
    assert not is_cut("近年来，青溪区围绕基层治理不断探索。", REST, headed=False)

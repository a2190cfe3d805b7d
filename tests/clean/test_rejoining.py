"""Is text lost where a block was taken out? What an editor would see at the seam."""

from __future__ import annotations

import pytest

from generator.clean.judge import Judge
from generator.clean.seams import Outline

BEFORE = "区人大常委会围绕养老服务开展专题调研,先后走访养老机构18家,召开座谈会6场。"
BEHIND = "区政府采纳养老服务建议21条,新增养老床位460张,养老服务设施实现镇街全覆盖。"
BLOCK = "全年审结民商事案件4126件,调撤率为62.4%,为群众挽回损失3800万元。"


def _rejoins(left: str, right: str) -> float:
    """Evidence at the seam of two texts between which a block of other matter stood."""
    text = BEFORE + left + BLOCK + right + BEHIND
    judge = Judge(text, Outline(frozenset({0}), frozenset({0}), ()))
    return judge.rejoins(len(BEFORE + left), len(BLOCK))


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        # A list goes on; a word is torn.
        (("常委会联合教育、民政、", "财政等部门形成合力,"), ("常委会联合教育、民政、", "政等部门形成合力,")),
        # A number has its unit; it has none.
        (("养老机构增加到18", "家,"), ("养老机构增加到18", "质量明显改善,")),
        # A quotation closes behind its own full stop; one closes that was never opened.
        (("老人们说：“住得安心。", "”常委会回访养老机构,"), ("老人们住得安心。", "”常委会回访养老机构,")),
        # A quotation of several sentences is still open where it goes on.
        (("老人们说：“住得安心。吃得", "也好。”常委会回访,"), ("老人们住得安心。吃得", "也好。”常委会回访,")),
    ],
)
def test_what_goes_on_is_told_from_what_is_torn(whole: tuple[str, str], torn: tuple[str, str]) -> None:
    assert _rejoins(*whole) > _rejoins(*torn) + 0.5

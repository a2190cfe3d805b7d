"""Files of many articles: the work grows with their number, not with its square."""

import pytest

from tests.clean.outline import clean
from tests.counting import assert_linear

UNITS = {
    "news items": "代表走进茶山\n\n本报讯（记者 何苗）代表们走进茶山，建议写了26条。\n\n",
    "jumps": (
        "代表走进茶山\n\n记者 何苗\n\n代表们走进茶山。\n\n（下转第3版）\n\n"
        "云湖代表进社区\n\n记者 谷雨\n\n代表进了社区。\n\n（上接第2版）\n\n接着走茶山。\n\n"
    ),
    "boxes": "短评\n\n贵在常来\n\n常来常往，人心就近了。\n\n",
    "captions behind": "▲代表走进茶山和茶农一起算账\n\n",
}


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_many_articles_take_linear_work(unit: str) -> None:
    assert_linear(lambda text: clean(f"清溪这一年\n\n街道办成小项目。\n\n{text}"), unit, 200 * len(unit))


def test_a_numbered_heading_is_no_box() -> None:
    text = "清溪县政协工作报告\n\n一、建言资政\n\n全年协商9次。\n\n二、县政协2024年工作数据\n\n提案办复率100%。\n"
    assert len(clean(text).reports) == 1

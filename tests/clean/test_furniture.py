"""What a line is by its words alone: where a report could say the same, it is no furniture."""

import pytest

from generator.clean.rules.furniture import kind_of


@pytest.mark.parametrize(
    "text",
    [
        "守护绿水青山 共建美丽家园",
        "关爱困难群体 守护民生底线",
        "垃圾分类 从我做起",
        "东门社区卫生服务站　地址：东门街12号",
        "便民服务大厅 服务时间：8时至17时 咨询电话：82000000",
        "联系人：张伟 联系电话：82000000",
        "实验楼 B3",
        "预约电话：82001234",
    ],
)
def test_what_a_report_says_is_no_furniture(text: str) -> None:
    assert kind_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("云湖书店寒假读书月　全场图书八五折　地址：人民路18号", "advert"),
        ("清溪市普法办公室宣", "advert"),
        ("清溪报 人大代表 7", "page-head"),
        ("清溪日报　责编：程思　校对：柳絮　电话：82000000", "credit"),
        ("第07版", "page-number"),
    ],
)
def test_what_no_report_says_is(text: str, kind: str) -> None:
    assert kind_of(text) == kind

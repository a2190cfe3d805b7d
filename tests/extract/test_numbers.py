"""The number grammar: what is a figure, with which value, unit and qualifier, and what only looks like one."""

import pytest

from generator.extract.numbers import mentions


def read(text: str) -> list[str]:
    return [f"{m.qualifier} {m.value} {m.unit}".strip() for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("投入资金8430万元", ["exact 84300000 元"]),
        ("总产值7，490亿元", ["exact 749000000000 元"]),
        ("增长４．５％", ["exact 4.5 %"]),
        ("实现GDP17,400亿元", ["exact 1740000000000 元"]),
        ("建议1900余条", ["over 1900 条"]),
        ("游客近10万人次", ["near 100000 人次"]),
        ("满意率达到90%以上", ["over 90 %"]),
        ("失业率控制在4.5%以内", ["upto 4.5 %"]),
        ("增长7%左右", ["near 7 %"]),
        ("走访企业70余家（次）", ["over 70 家(次)"]),
        ("960多万建档立卡贫困人口", ["over 9600000"]),
        ("形成5方面15条意见", ["exact 5 方面", "exact 15 条"]),
        ("完成8大类18个子项", ["exact 8 大类", "exact 18 个"]),
        ("投资3至5亿元", ["exact 300000000 元", "exact 500000000 元"]),
        ("提高1.2个百分点", ["exact 1.2 个百分点"]),
        ("浓度为35微克/立方米", ["exact 35 微克/立方米"]),
        ("连续9年实施票决制", ["exact 9 年"]),
        ("平均寿命达79.5岁", ["exact 79.5 岁"]),
        ("居民消费价格指数102.3", ["exact 102.3"]),
        ("累计签约141个项目，附近5个村", ["exact 141 个", "exact 5 个"]),
        ("超过100万户", ["over 1000000 户"]),
        ("增长百分之十一点八", ["exact 11.8 %"]),
        ("满意率超过百分之九十，达百分之百", ["over 90 %", "exact 100 %"]),
        ("百分之二十五点零五左右", ["near 25.05 %"]),
        ("人口自然增长率为千分之六以内", ["upto 6 ‰"]),
        ("严格执行“三个百分之百”", []),
        ("百分之一百二十，千分之万一", []),
    ],
)
def test_figures(text: str, figures: list[str]) -> None:
    assert read(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "2025年5月22日上午",
        "1—8月",
        "2016-2020年",
        "90年代",
        "第26次会议",
        "浙政发〔2019〕5号文件",
        "推进“1+13+107”体系建设",
        "落实“2621”履职要求",
        "举办“12·3秀洲人大代表日”活动",
        "“135周末面对面”接待选民",
        "长三角G60科创走廊",
        "5G基站",
        "4A级景区",
        "小区1幢1、2单元加装电梯",
        "能达大厦14楼的基地",
        "（下转第3版）",
        "60岁以上居民",
        "前10名中",
        "已走过40年的发展历程",
        "每季度末月27日固定开展",
        "12345热线",
        "形成15分钟便民生活圈",
        "建成500千伏变电站",
        "万吨级和5万吨级码头",
        "庆祝建党100周年",
        "《2030年前碳达峰行动方案》",
        "上午9:30",
        "7×24小时",
        "培养80后干部",
    ],
)
def test_no_figures(text: str) -> None:
    assert read(text) == []


def test_positions() -> None:
    [mention] = mentions("接待游客近10万人次，")
    assert ("接待游客近10万人次，"[mention.start : mention.end], mention.number) == ("近10万人次", 5)

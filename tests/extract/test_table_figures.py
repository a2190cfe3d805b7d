"""Figures of tables with cells: a table written as pipes, and its rows as value, unit, period, status, name."""

from __future__ import annotations

import pytest

from generator.extract import extract
from generator.model import Indicator
from tests.clean.outline import clean

LEAD = "# 青溪市2024年国民经济和社会发展统计公报\n\n2024年，全市经济平稳运行。\n\n"


def figures(table: str) -> list[Indicator]:
    """The rows of a source with this table, in front of it a sentence without figures."""
    rows = [line.strip() for line in table.strip().split("\n")]
    head = next(i for i, row in enumerate(rows) if row.startswith("|"))
    rows.insert(head + 1, "|" + "---|" * rows[head].strip("|").count("|") + "---|")
    above = "".join(f"{line}\n\n" for line in rows[:head])
    text = LEAD + above + "\n".join(rows[head:]) + "\n\n各项事业协调发展。\n"
    [report] = clean(text, "a.md").reports
    found = extract(report).indicators
    for row in found:
        assert text[row.start : row.end].replace(" ", "").strip("0123456789.,") == ""
        passage = next(p for p in report.texts if p.target == row.paragraph)
        assert text[row.start : row.end] in passage.text[slice(*row.at)]
    return list(found)


def told(row: Indicator) -> str:
    direction = "" if row.direction == "none" else f" {row.direction}"
    scope = f" @{row.scope}" if row.scope else ""
    return f"{row.qualifier} {row.value}{row.unit}{direction} {row.period} {row.status}{scope} | {row.measure}"


CASES = {
    "a unit line with a rate: amounts have the first unit, changes and shares the rate": (
        """
        单位：亿元、%
        | 指标 | 绝对数 | 增速 | 占比 |
        | 批发业零售额 | 21.06 | 4.8 | 36.5 |
        | 住宿业零售额 | 1.92 | -7.3 | 3.3 |
        """,
        [
            "exact 2106000000元 2024 achieved | 批发业零售额",
            "exact 4.8% up 2024 achieved | 批发业零售额",
            "exact 36.5% 2024 achieved | 批发业零售额占比",
            "exact 192000000元 2024 achieved | 住宿业零售额",
            "exact 7.3% down 2024 achieved | 住宿业零售额",
            "exact 3.3% 2024 achieved | 住宿业零售额占比",
        ],
    ),
    "as many units as columns of levels: in their order": (
        """
        单位：万人、亿元、%
        | 景区类别 | 接待量 | 总收入 | 比上年增长 |
        | 山水 | 32.5 | 4.1 | 6.2 |
        """,
        [
            "exact 325000人 2024 achieved | 山水接待量",
            "exact 410000000元 2024 achieved | 山水总收入",
            "exact 6.2% up 2024 achieved | 山水总收入",
        ],
    ),
    "two units for one column: the label tells, and what nothing tells has none": (
        """
        单位：亿元，万户
        | 指标 | 2024年 |
        | 地方财政收入 | 12.5 |
        | 宽带用户 | 8.2 |
        | 绿道里程 | 3.6 |
        """,
        [
            "exact 1250000000元 2024 achieved | 地方财政收入",
            "exact 82000户 2024 achieved | 宽带用户",
            "exact 3.6 2024 achieved | 绿道里程",
        ],
    ),
    "a change has the unit of its head: points, an amount, a rate where it tells none": (
        """
        单位：万元
        | 指标 | 2024年 | 增减额 | 比上年增减（百分点） | 增幅（‰） |
        | 经费支出 | 320 | -15 | 0.4 | 2.5 |
        """,
        [
            "exact 3200000元 2024 achieved | 经费支出",
            "exact 150000元 down 2024 achieved | 经费支出",
            "exact 0.4个百分点 up 2024 achieved | 经费支出",
            "exact 2.5‰ up 2024 achieved | 经费支出",
        ],
    ),
    "unit line, years and goals as heads, a change that goes with the level before it": (
        """
        表1：主要指标完成情况
        单位：亿元
        | 指标 | 2023年 | 2024年目标 | 2024年完成 | 比上年增长（%） |
        | 财政总收入 | 82.8 | 86.0 | 86.4 | 4.3 |
        | 固定资产投资 | 410.3 | | 398.7 | -2.8 |
        """,
        [
            "exact 8280000000元 2023 achieved | 财政总收入",
            "exact 8600000000元 2024 target | 财政总收入",
            "exact 8640000000元 2024 achieved | 财政总收入",
            "exact 4.3% up 2024 achieved | 财政总收入",
            "exact 41030000000元 2023 achieved | 固定资产投资",
            "exact 39870000000元 2024 achieved | 固定资产投资",
            "exact 2.8% down 2024 achieved | 固定资产投资",
        ],
    ),
    "the newest year first: a change is that of the latest year before it": (
        """
        表1：主要产品产量
        单位：万吨
        | 产品名称 | 2024年 | 2023年 | 同比增长（%） |
        | 水产品 | 12.6 | 13.0 | -3.1 |
        """,
        [
            "exact 126000吨 2024 achieved | 水产品产量",
            "exact 130000吨 2023 achieved | 水产品产量",
            "exact 3.1% down 2024 achieved | 水产品产量",
        ],
    ),
    "units in the label, in the head and in the cell; degrees": (
        """
        | 项目 | 数量（件） | 比例 |
        | 代表建议 | 164 | 99.4% |
        | 提案（件） | 约230 | ≥95% |
        | 惠及群众 | 3.5万人次 | — |
        """,
        [
            "exact 164件 2024 achieved | 代表建议数量",
            "exact 99.4% 2024 achieved | 代表建议比例",
            "near 230件 2024 achieved | 提案数量",
            "over 95% 2024 achieved | 提案比例",
            "exact 35000人次 2024 achieved | 惠及群众数量",
        ],
    ),
    "areas in the rows: the head alone is the name, the area its scope; the total has none": (
        """
        | 街道 | 办结件数（件） | 满意率（%） |
        | 柳溪街道 | 41 | 98.2 |
        | 合计 | 120 | 97.5 |
        """,
        [
            "exact 41件 2024 achieved @柳溪街道 | 办结件数",
            "exact 98.2% 2024 achieved @柳溪街道 | 满意率",
            "exact 120件 2024 achieved | 办结件数",
            "exact 97.5% 2024 achieved | 满意率",
        ],
    ),
    "years in the rows": (
        """
        | 年份 | 听取报告（个） | 执法检查（次） |
        | 2022年 | 12 | 3 |
        | 2023年 | 14 | 4 |
        """,
        [
            "exact 12个 2022 achieved | 听取报告",
            "exact 3次 2022 achieved | 执法检查",
            "exact 14个 2023 achieved | 听取报告",
            "exact 4次 2023 achieved | 执法检查",
        ],
    ),
    "of which: parts of the quantity above them": (
        """
        | 指标 | 单位 | 2024年 |
        | 货物运输量 | 万吨 | 320 |
        | 其中：铁路 | 万吨 | 36 |
        | 公路 | 万吨 | 242 |
        """,
        [
            "exact 3200000吨 2024 achieved | 货物运输量",
            "exact 360000吨 2024 achieved | 铁路货物运输量",
            "exact 2420000吨 2024 achieved | 公路货物运输量",
        ],
    ),
    "a column that counts the rows, a column of words; a label over two rows": (
        """
        | 序号 | 项目 | 年度计划 | 实际完成 | 责任单位 | 说明 |
        | 1 | 改造老旧小区 | 16个 | 18个 | 区住建局 | 惠及居民9200户 |
        | 2 | 新增养老床位 | 800张 | 950张 | 区民政局 | |
        """,
        [
            "exact 16个 2024 target | 改造老旧小区",
            "exact 18个 2024 achieved | 改造老旧小区",
            "exact 9200户 2024 achieved | 惠及居民",
            "exact 800张 2024 target | 新增养老床位",
            "exact 950张 2024 achieved | 新增养老床位",
        ],
    ),
    "a table of words alone: the matter is the goal, the progress what became of it": (
        """
        | 重点事项 | 牵头单位 | 实际进度 |
        | 加装电梯100部 | 市住建局 | 完成加装电梯154部，惠及居民2310户。 |
        """,
        [
            "exact 100部 2024 target | 加装电梯",
            "exact 154部 2024 achieved | 完成加装电梯",
            "exact 2310户 2024 achieved | 惠及居民",
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_figures_of_a_table(case: str) -> None:
    table, expected = CASES[case]
    assert [told(row) for row in figures(table)] == expected


def test_a_table_goes_on_behind_a_row_that_could_not_be_parted() -> None:
    rows = ["产品名称 单位 产量 比上年增长%", "纱 万吨 7.4 20.0", "布 亿米 5.5 13.5", "糖 万吨 9.1 4.0"]
    rows += ["卷烟 亿支 4.3", "彩电 万台 8.4 1.1", "空调 万台 6.8 -1.3", "水泥 万吨 1.2 7.9"]
    [report] = clean("表4：2024年主要工业产品产量\n\n" + "\n".join(rows) + "\n\n工业平稳运行。").reports
    assert len(report.sections[0].tables) == 2
    assert [told(row) for row in extract(report).indicators][-4:] == [
        "exact 68000台 2024 achieved | 空调产量",
        "exact 1.3% down 2024 achieved | 空调产量",
        "exact 12000吨 2024 achieved | 水泥产量",
        "exact 7.9% up 2024 achieved | 水泥产量",
    ]


def test_telephone_numbers_count_nothing() -> None:
    [report] = clean("有关事项联系如下。\n\n大厅 82521111\n窗口 82521112\n前台 82521113\n\n欢迎垂询。").reports
    assert report.sections[0].tables and not extract(report).indicators


def test_a_quote_is_label_head_and_cell() -> None:
    first, *_ = figures("| 指标 | 投资额（亿元） |\n| 工业 | 31.0 |\n| 房地产 | 12.4 |")
    assert (first.quote, first.paragraph[-8:], first.confidence) == ("工业 投资额（亿元） 31.0", "/t1/r2c2", 0.9)

"""Rows out of a paragraph: figures from readable fixtures, citations, events, formulations, ids and offsets."""

import marshal
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from generator.errors import Problems
from generator.extract import extract, segment
from generator.model import Extracted, Passage, Piece, Report, Section, Table
from generator.read.sidecar import parse

FIXTURES = Path(__file__).parent / "fixtures"


def report(*paragraphs: str, year: int | None = 2025, heading: str | None = None, region: str | None = None) -> Report:
    passages, at = [], 0
    for n, text in enumerate(paragraphs, 1):
        passages.append(Passage(f"r/s1/p{n}", text, (Piece(at, at + len(text), None),)))
        at += len(text) + 1
    head = Passage("r/s1/heading", heading, (Piece(at, at + len(heading), None),)) if heading else None
    return Report(
        id="r",
        source="a.txt",
        order=1,
        title=None,
        subtitle=None,
        kicker=None,
        byline=None,
        authors=(),
        organ="南湖区政协",
        region=region,
        year=year,
        complete=True,
        sections=(Section(head, 1, tuple(passages)),),
        captions=(),
        gaps=(),
    )


def rows(*paragraphs: str, **about: object) -> Extracted:
    return extract(report(*paragraphs, **about))  # type: ignore[arg-type]


def cases() -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n---\n"):
            lines = [line for line in block.split("\n") if line and not line.startswith("# ")]
            found.append((f"{path.stem}: {lines[0]}", lines[1], lines[2:]))
    return found


@pytest.mark.parametrize(("title", "text", "expected"), cases(), ids=[c[0] for c in cases()])
def test_fixture(title: str, text: str, expected: list[str]) -> None:
    shown = []
    for i in rows(text).indicators:
        words = [i.value, i.unit, *(w for w in (i.qualifier, i.direction) if w not in ("exact", "none"))]
        shown.append(f"{' '.join(w for w in words if w)} | {i.measure}")
    assert shown == expected


def test_positions_and_ids() -> None:
    text = "接待游客近10万人次，增长5%。"
    first, second = rows("无数字。", text).indicators
    assert (first.id, second.id) == ("r-i1", "r-i2")
    assert (first.start - 5, first.end - 5) == (5, 7)
    assert text[slice(*first.at)] == "近10万人次"
    assert first.paragraph == "r/s1/p2"
    assert first.quote == "接待游客近10万人次"


@pytest.mark.parametrize(
    ("text", "heading", "period", "basis", "status"),
    [
        ("完成投资5亿元。", None, "2025", "report", "achieved"),
        ("2024年，完成投资5亿元。", None, "2024", "stated", "achieved"),
        ("完成投资5亿元，比2019年增长3%。", None, "2025", "report", "achieved"),
        ("到2030年，森林覆盖率达到60%。", None, "2030", "stated", "target"),
        ("新建公园5个。", "二、2026年工作安排", "2026", "stated", "plan"),
        ("今年主要预期目标是：地区生产总值增长6%。", None, "2026", "stated", "target"),
        ("预计全年开展活动12场次。", None, "2025", "report", "achieved"),
        ("财政收入年均增长8%。", None, "2025", "report", "average"),
        ("预计地区生产总值700亿元。", "一、2025年工作回顾", "2025", "stated", "achieved"),
        ("2025年承诺的实事，除3项外全部完成。", "二、2026年工作安排", "2025", "stated", "achieved"),
        ("将低保标准提高到900元。", None, "2025", "report", "achieved"),
        ("将完成投资5亿元。", None, "2025", "report", "plan"),
        ("完成年计划的121.4%。", None, "2025", "report", "achieved"),
        ("人均预期寿命达到80岁。", None, "2025", "report", "achieved"),
        ("确保10件实事全部完成。", "一、2025年工作回顾", "2025", "stated", "achieved"),
        ("增长7%，高于预期目标2个百分点。", "一、2025年工作回顾", "2025", "stated", "achieved"),
        ("五年来，我们建成公园5个。", "二、2026年工作安排", "2021/2025", "stated", "achieved"),
        ("实现投资7亿元。", "一、“十四五”目标全面实现", "2025", "report", "achieved"),
        ("实现投资7亿元。", "二、努力完成2026年目标任务", "2026", "stated", "plan"),
        ("列入振兴计划的项目5个。", None, "2025", "report", "achieved"),
        ("一九九九年工作意见在后。新建公园5个。", "二、二〇二六年的工作意见", "2026", "stated", "plan"),
    ],
)
def test_period_and_status(text: str, heading: str | None, period: str, basis: str, status: str) -> None:
    row = rows(text, heading=heading).indicators[-1]
    assert (row.period, row.period_basis, row.status) == (period, basis, status)


def told(title: str, *paragraphs: str) -> Extracted:
    """Rows of an article without a year, known by its title alone."""
    made = report(*paragraphs, year=None)
    return extract(replace(made, title=Passage("r/title", title, (Piece(10**6, 10**6 + len(title), None),))))


def test_news_are_dated_by_their_title() -> None:
    """News say 今年 of the year of their date; a day without a year is of that year, too."""
    rows = told("新闻联播 20200519", "5月18日，全市完成投资5亿元，去年完成3亿元。")
    assert [i.period for i in rows.indicators] == ["2020", "2019"]
    assert [e.date for e in rows.events] == ["2020-05-18"]


@pytest.mark.parametrize(
    ("published", "opening", "period"),
    [("2026-01-08", "一年来", "2025"), ("2026-01-08", "近日", "2026"), ("2026-11-08", "一年来", "2026")],
)
def test_a_report_of_january_tells_of_the_past_year(published: str, opening: str, period: str) -> None:
    plain = report(f"{opening}，接待选民318人次。", year=None)
    title = Passage("r/title", "关于乡镇人大工作情况的报告", (Piece(0, 13, None),))
    [row] = extract(replace(plain, title=title, published=published)).indicators
    assert row.period == period


def test_an_article_without_a_year_tells_it_by_its_opening() -> None:
    """Else by the end of the year up to which it counts."""
    [row] = told("书声入巷", "茶馆里坐满了人。", "2025年，区政协建成书屋。委员荐书86本。").indicators
    assert row.period == "2025"
    [first, _] = told("办理情况", "共收到提案86件。", "截至2024年12月底，提案全部办复，满意率99%。").indicators
    assert first.period == "2024"
    [row] = told("日记", "他的日记很厚。", "雨天他上山。2025年，他帮助86户村民。").indicators
    assert row.period == "2025"


def test_a_figure_without_a_name_is_asked_about() -> None:
    made = rows("完成目标的114%。", "形成调研报告22篇。")
    [asked] = [question for question in made.review if question.rule != "identity"]
    [unnamed] = [i for i in made.indicators if not i.measure]
    assert (asked.start, asked.end, asked.rule) == (unnamed.start, unnamed.end, "figure-without-name")
    assert "114%" in asked.question and len(asked.options) == 2


def test_headings_of_news_are_no_plans() -> None:
    made = report("完成投资5亿元。", year=None, heading="落实防疫任务")
    assert extract(made).indicators[0].status == "achieved"


def test_confidence_falls_with_flaws_of_the_name() -> None:
    """A name out of the clause itself is sure, one taken up from before less, a verb alone or none least."""
    sure, taken, bare = (
        rows(t).indicators[-1] for t in ("形成调研报告22篇。", "完成投资5亿元，增长4%。", "完成58件。")
    )
    assert sure.confidence == 0.9 > taken.confidence > bare.confidence


def test_what_a_report_with_figures_does_not_tell_is_asked_once() -> None:
    bare = replace(report("2024年办理建议12件，走访代表30名。"), organ=None, year=None)
    [asked] = extract(bare).review
    assert asked.rule == "identity"
    assert "机构、地区、年份" in asked.question
    lines = ["articles:", "  - order: 1", "    organ: 某某区人大常委会", "    region: 某某省某某区", "    year: 2024"]
    assert asked.entry.splitlines() == lines
    [undated] = extract(replace(report("办理建议12件。"), organ=None, year=None)).review
    with pytest.raises(Problems) as copied:
        parse(undated.entry.encode(), "a.txt.yml")  # an answer that was only copied is none
    assert [str(p).split(": ")[1] for p in copied.value.problems] == ["organ", "region", "year"]
    told = replace(bare, organ="南湖区政协", region="浙江省嘉兴市南湖区", year=2024)
    assert not extract(told).review
    nation = replace(bare, organ="国务院", year=2024)
    assert not extract(nation).review  # a national body has no region
    assert not extract(replace(report("代表们走访了群众。"), organ=None)).review  # nothing to compare


def test_the_span_of_a_full_width_number_is_without_its_unit() -> None:
    text = "满意率达９５．６％。"
    passage = Passage("r/s1/p1", "满意率达95.6%。", (Piece(0, 4, None), Piece(4, 9, "95.6%"), Piece(9, 10, None)))
    made = replace(report("一"), sections=(Section(None, 1, (passage,)),))
    [row] = extract(made).indicators
    assert text[row.start : row.end] == "９５．６"


def test_what_follows_a_review_looks_ahead() -> None:
    """A work report says so in its headings, or by their order, or in the text."""
    review = Section(Passage("r/h1", "一、2025年工作回顾", ()), 1, report("建成公园5个。").paragraphs)
    rest = Section(Passage("r/h2", "二、推进改革开放", ()), 1, report("建成公园6个。").paragraphs)
    last = Section(Passage("r/h3", "三、建设法治政府", ()), 1, report("建成公园7个。").paragraphs)
    made = replace(report(), title=Passage("r/title", "政府工作报告", ()), sections=(review, rest, last))
    assert [(i.status, i.period) for i in extract(made).indicators] == [
        ("achieved", "2025"),
        ("plan", "2026"),
        ("plan", "2026"),
    ]
    flat = report("建成公园5个。", "2026年全市经济社会发展的主要目标是：地区生产总值增长5%。", "建成公园6个。")
    flat = replace(flat, title=Passage("r/title", "政府工作报告", ()))
    assert [(i.status, i.period) for i in extract(flat).indicators] == [
        ("achieved", "2025"),
        ("target", "2026"),
        ("plan", "2026"),
    ]


@pytest.mark.parametrize(
    ("title", "between", "last", "period"),
    [
        # no heading says that the plans begin: the coming year does, or an intention after the shortcomings
        ("柳湾街道工作总结", "2026年是开局之年，总体要求是实干争先。", "新建驿站4处。", "2026"),
        ("柳湾街道工作总结", "街道工作还存在一些短板。", "力争新建驿站4处。", "2026"),
        ("柳湾街道工作总结", "街道工作有声有色。", "力争新建驿站4处。", "2025"),
        ("柳湾统计公报", "部分企业还存在一些困难。", "科技计划立项4个。", "2025"),
        ("柳湾故事", "2026年，街道将再建小院。", "新建驿站4处。", "2025"),
    ],
)
def test_plans_under_lost_headings(title: str, between: str, last: str, period: str) -> None:
    made = report("建成公园5个。", between, last)
    made = replace(made, title=Passage("r/title", title, ()))
    assert [i.period for i in extract(made).indicators] == ["2025", period]


def test_scope() -> None:
    assert rows("全省高新技术企业达到500家。", region="浙江省嘉兴市南湖区").indicators[0].scope == "全省"
    assert rows("全区高新技术企业达到500家。", region="浙江省嘉兴市南湖区").indicators[0].scope == ""
    assert rows("总量居全省第一，完成投资5亿元。", region="浙江省嘉兴市南湖区").indicators[0].scope == ""
    assert rows("新嘉街道开展活动5场。", region="浙江省嘉兴市南湖区").indicators[0].scope == "新嘉街道"
    for text, scope in {
        "青溪镇、云屏山等项目稳步推进，全年接待游客67万人次。": "",
        "青溪镇等6个镇上榜百强镇。": "",
        "青溪镇推进老街改造，全市新增床位300张。": "",
        "青溪镇推进老街改造，新增床位300张。": "青溪镇",
        "青溪镇建成公园3处，全年接待游客6万人次。": "青溪镇",
    }.items():
        assert rows(text, region="浙江省嘉兴市").indicators[-1].scope == scope, text


def shown(made: Extracted) -> list[str]:
    return [f"{i.value}{i.unit} {i.direction} {i.period} {i.confidence} | {i.measure}" for i in made.indicators]


def test_rows_of_a_flattened_table() -> None:
    """Label and head make the measure, 单位 and the cells the unit; a minus sign is a direction."""
    made = rows(
        "主要农产品产量如下：",
        "1987年 比上年增长%",
        "粮 食 40 241 万吨 2.8",
        "油 料 1525 万吨 -3.5",
        "其中：油菜籽 673 万吨 持平",
        "农业生产稳步发展，建成公园5个。",
    )
    assert shown(made) == [
        "402410000吨 none 1987 0.9 | 粮食产量",
        "2.8% up 1987 0.9 | 粮食产量",
        "15250000吨 none 1987 0.9 | 油料产量",
        "3.5% down 1987 0.9 | 油料产量",
        "6730000吨 none 1987 0.9 | 油菜籽产量",
        "5个 none 2025 0.9 | 建成公园",
    ]
    first = made.indicators[0]
    assert ("粮 食 40 241 万吨 2.8"[slice(*first.at)], first.paragraph) == ("40 241", "r/s1/p3")


def test_parts_of_a_quantity_in_a_flattened_table() -> None:
    made = rows(
        "表8：2006年进出口总额及其增长速度",
        "单位：亿美元",
        "指 标 绝对数  比上年增长%",
        "出口额 9691  27.2",
        "其中：一般贸易 4163  32.1",
        "进口额 7916  20.0",
        "其他企业 938",
    )
    assert shown(made) == [
        "969100000000美元 none 2006 0.9 | 出口额",
        "27.2% up 2006 0.9 | 出口额",
        "416300000000美元 none 2006 0.9 | 一般贸易出口额",
        "32.1% up 2006 0.9 | 一般贸易出口额",
        "791600000000美元 none 2006 0.9 | 进口额",
        "20% up 2006 0.9 | 进口额",
        "93800000000美元 none 2006 0.5 | 其他企业",
    ]


def test_prose_that_ends_in_a_number_is_no_table() -> None:
    assert rows("联系电话 0573 82521111", "市民热线 12345").indicators == ()


def test_a_table_with_cells() -> None:
    """Tables keep their place between the paragraphs; a column 单位 gives the unit of its row."""
    lines = [
        ["指标", "单位", "2025年", "比上年增长%"],
        ["粮食产量", "万吨", "38.2", "-1.5"],
        ["发电量", "亿千瓦时", "12", "5"],
    ]
    cells = tuple(
        tuple(
            Passage(f"r/s1/t1/r{r}c{c}", x, (Piece(9000 + 100 * r + 10 * c, 9000 + 100 * r + 10 * c + len(x), None),))
            for c, x in enumerate(line, 1)
        )
        for r, line in enumerate(lines, 1)
    )
    made = report("表1：主要产品产量", "建成公园5个。")
    section = replace(made.sections[0], tables=(Table(cells, before=1, heads=1, above=1),))
    found = extract(replace(made, sections=(section,)))
    assert shown(found) == [
        "382000吨 none 2025 0.9 | 粮食产量",
        "1.5% down 2025 0.9 | 粮食产量",
        "1200000000千瓦时 none 2025 0.9 | 发电量",
        "5% up 2025 0.9 | 发电量",
        "5个 none 2025 0.9 | 建成公园",
    ]
    assert (found.indicators[1].paragraph, found.indicators[1].start) == ("r/s1/t1/r2c4", 9241)


@pytest.mark.parametrize(
    ("text", "title", "kind", "issuer"),
    [
        ("开展《浙江省优化营商环境条例》执法检查。", "浙江省优化营商环境条例", "regulation", ""),
        ("学习《监督法》等法律。", "监督法", "law", ""),
        (
            "贯彻落实省人大《关于坚定不移深入实施“八八战略”的决定》要求。",
            "关于坚定不移深入实施“八八战略”的决定",
            "local document",
            "省人大",
        ),
        ("区委出台《实施办法（试行）》。", "实施办法（试行）", "local document", "区委"),
        ("《实践与思考》一文获奖。", "实践与思考", "article", ""),
        ("省政府编制了《纲要（草案）》。", "纲要（草案）", "plan", "省政府"),
        (
            "落实《中共江苏省委关于加强工作的意见》。",
            "中共江苏省委关于加强工作的意见",
            "local document",
            "中共江苏省委",
        ),
        ("编制《“十五五”规划纲要》。", "“十五五”规划纲要", "plan", ""),
        ("“关于推进黄桃品牌保护的提案”办理中，建成监测点6个。", "关于推进黄桃品牌保护的提案", "other", ""),
        ("会议作出“关于加强古桥保护的决定”。", "关于加强古桥保护的决定", "local document", ""),
    ],
)
def test_citations(text: str, title: str, kind: str, issuer: str) -> None:
    [row] = rows(text).citations
    assert (row.title, row.kind, row.issuer, row.id) == (title, kind, issuer, "r-c1")


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("2025年5月22日，会议审议通过了办法。", ["2025-05-22"]),
        ("去年6月，承办了座谈会。", ["2025-06"]),
        ("计划3月1日启动收费管理模式。", ["2026-03-01"]),
        ("2024年8月16日，会议召开。11月26日，代表座谈。", ["2024-08-16", "2024-11-26"]),
        ("每季度末月27日固定开展，1—8月增长5%。", []),
        ("1月27日，院长在区人大会议上作工作报告。", ["2026-01-27"]),  # of the year before
        ("11月27日，院长作工作报告。", ["2025-11-27"]),
        ("10月的一个清晨，渡口坐满了人。", ["2025-10"]),
        ("7月，一家砖厂拖欠工资。", ["2025-07"]),
        ("共享工场于4月投入运行，新渠8月正式通水。", ["2025-04", "2025-08"]),
        ("7月，出口同比增长9%。6月份工业增速为3%，力争9月开通，10月底前完成整改。", []),
        ("每年5月开展宣讲，2月、7月竣工投产。", []),
        ("2025年9月3日至4日，常委会举行会议。", ["2025-09-03"]),
        ("1月1日至6月30日，接待选民30人。", []),
        ("2023年，街道启动改造。11月，首个院落完工，次年3月全部交付。", ["2023-11", "2024-03"]),
        ("2022年的旧账，当年10月结清。", ["2022-10"]),
        ("去年，镇里修了桥。8月，新桥通车。", ["2025-08"]),
    ],
)
def test_events(text: str, dates: list[str]) -> None:
    assert [e.date for e in rows(text).events] == dates


def test_an_event_of_a_section_that_looks_ahead_is_of_the_coming_year() -> None:
    made = rows("3月15日召开动员会，8月31日前办结。", heading="二、2026年工作安排")
    assert [e.date for e in made.events] == ["2026-03-15", "2026-08-31"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2025年12月26日获得判决，早日实现居民“加梯梦”。", "2025年12月26日获得判决，早日实现居民“加梯梦”"),
        ("走进“家站点”2025年5月22日召开座谈会。", "2025年5月22日召开座谈会"),
    ],
)
def test_an_event_keeps_the_marks_of_what_it_quotes(text: str, said: str) -> None:
    assert [e.text for e in rows(text).events] == [said]


@pytest.mark.parametrize(
    ("text", "name", "kind", "components"),
    [
        ("完善“人大+检察”共联机制。", "“人大+检察”共联机制", "mechanism", ("人大", "检察")),
        (
            "创新开展标准化建设、规范化管理、特色化应用“三化”升级行动。",
            "“三化”升级行动",
            "abbreviation",
            ("标准化建设", "规范化管理", "特色化应用"),
        ),
        ("社区启动“暖阳计划”，服务老人。", "暖阳计划", "project", ()),
        ("规范推进基层单元“1+13+107”体系建设。", "“1+13+107”体系建设", "abbreviation", ()),
        ("健全代表全生命周期管理机制。", "代表全生命周期管理机制", "mechanism", ()),
        ("设立全省首家竹产业巡回法庭，方便竹农。", "竹产业巡回法庭", "platform", ()),
        ("社区里的“绿管家”、网格员各有分工。", "绿管家", "brand", ()),
        ("采取“活查活管”帮助企业恢复生产。", "活查活管", "brand", ()),
        ("持续深化“柳河模式”，办结案件64件。", "柳河模式", "mechanism", ()),
        ("工会工作成为全省“柳河样本”。", "柳河样本", "brand", ()),
        ("设立侨胞法律事务调解室，化解纠纷4起。", "侨胞法律事务调解室", "platform", ()),
        ("首次举行代表建议“晒评晾”现场会。", "“晒评晾”现场会", "brand", ()),
        ("坚持民生实事项目人大代表票决制，办好10件实事。", "民生实事项目人大代表票决制", "mechanism", ()),
        ("建立委员履职积分制，年底亮晒。", "委员履职积分制", "mechanism", ()),
        ("设立渔业权益保护中心，办案3件。", "渔业权益保护中心", "platform", ()),
        ("对委员实行“一人一册、季度亮分”，3人获评优秀。", "一人一册、季度亮分", "brand", ("一人一册", "季度亮分")),
        ("再由“村民提、委员荐、支部定”三步确定。", "村民提、委员荐、支部定", "brand", ("村民提", "委员荐", "支部定")),
        (
            "按照“有牌子、有台账、有回音”标准，建成驿站6处。",
            "“有牌子、有台账、有回音”标准",
            "mechanism",
            ("有牌子", "有台账", "有回音"),
        ),
        ("在“蒲塘晨读”读书会上，委员畅谈。", "“蒲塘晨读”读书会", "brand", ()),
        ("举办“蒲塘夏夜”惠民演出26场。", "“蒲塘夏夜”惠民演出", "brand", ()),
        ("对工程开展“陪跑式”监督，组织代表驻点。", "“陪跑式”监督", "project", ()),
        ("组建“石桥商事速裁团队”，缩短周期。", "石桥商事速裁团队", "brand", ()),
        ("建成“青石先锋”党员示范岗47个。", "“青石先锋”党员示范岗", "platform", ()),
        ("扫一扫“柳湾民声码”，就能留言。", "柳湾民声码", "brand", ()),
        ("全县建成“帮扶桥”46处。", "帮扶桥", "brand", ()),
        ("市场里，一块“诚信承诺墙”格外引人注目。", "诚信承诺墙", "brand", ()),
        (
            "实行“定时间、定地点、定专人”的“三定”制度，接待群众。",
            "“三定”制度",
            "abbreviation",
            ("定时间", "定地点", "定专人"),
        ),
        (
            "建成1个代表之家、2个代表工作站、3个代表联系点，挂钩“家站点”建设。",
            "“家站点”建设",
            "project",
            ("代表之家", "代表工作站", "代表联系点"),
        ),
        (
            "深化“两个联系”制度，推进国家机关联系代表、代表联系群众工作落实落地。",
            "“两个联系”制度",
            "abbreviation",
            ("国家机关联系代表", "代表联系群众"),
        ),
    ],
)
def test_formulations(text: str, name: str, kind: str, components: tuple[str, ...]) -> None:
    [row] = rows(text).formulations
    assert (row.name, row.kind, row.components) == (name, kind, components)


def test_a_mechanism_of_two_directions_has_no_parts() -> None:
    [row] = rows("工会首创指导站和推行双向挂职锻炼机制，与200家创新企业建立跟踪服务保障机制。").formulations[1:]
    assert row.name == "跟踪服务保障机制"
    [row] = rows("工会首创指导站和推行双向挂职锻炼机制。").formulations
    assert row.components == ()


def test_institutions_of_the_state_are_no_formulations() -> None:
    """A government report goes through all of them; a name of its own or a new one counts."""
    text = "完善现代企业制度，健全依法决策机制，首创廉租房配建制度，建立农村生活垃圾治理长效机制。"
    government = replace(report(text), organ="南湖区政府")
    assert [f.name for f in extract(government).formulations] == ["廉租房配建制度", "农村生活垃圾治理长效机制"]
    assert "现代企业制度" in [f.name for f in rows(text).formulations]


@pytest.mark.parametrize(
    "text",
    [
        "让闲置空间“活”起来。",
        "服务从“有形覆盖”向“有效运行”跃升。",
        "“你反映的小区充电区域安装雨棚的事儿，非常重要。”代表说。",
        "做好“后半篇文章”。",
        "破解监督“跟不上”的难题。",
        "推动“办证难、贷款贵、审批慢”等86个问题得到化解。",
        "“关于推进黄桃品牌保护的提案”办理中，建成监测点6个。",
        "落实行政责任。",
        "县委召开专题会议研究代表联络站。",
        "制定年度视察工作计划。",
        "渡口的事跑了“五趟”，“五趟”都没白跑。",
        "“飞线”投诉少了，“菜单式”接单多了。",
    ],
)
def test_no_formulation(text: str) -> None:
    assert rows(text).formulations == ()


def test_without_rjieba(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portable segmenter gives the same figures."""
    from gold_reports import gold_reports

    pytest.importorskip("rjieba")
    monkeypatch.setattr(segment, "_tagger", segment.rjieba_tagger)
    fast = segment.rjieba_tagger()
    monkeypatch.setattr(segment, "_tagger", lambda: fast)
    with_rjieba = [extract(r).indicators for r in gold_reports()]
    monkeypatch.setitem(sys.modules, "rjieba", None)
    slow = segment.jieba_tagger()
    monkeypatch.setattr(segment, "_tagger", lambda: slow)
    assert [extract(r).indicators for r in gold_reports()] == with_rjieba


def test_the_portable_segmenter_minds_no_file_of_the_shared_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """jieba would believe a ``jieba.cache`` there, whoever put it."""
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(marshal.dumps(({"监督": 5, "监": 0}, 10)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = planted.read_bytes()
    assert [word for word, _ in segment.tag("代表视察监督", segment.jieba_tagger())] == ["代表", "视察", "监督"]
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("jieba.cache", before)]


def calls(*paragraphs: str) -> int:
    """How many Python functions are called to extract from paragraphs."""
    count = 0

    def counting(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event == "call"

    made = report(*paragraphs)
    sys.setprofile(counting)
    try:
        extract(made)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "unit",
    [
        "形成调研报告22篇，增长5%、6%（其中重点3篇），“三化”机制完善。",
        "形成报告22篇",
        "报告22篇、",
        "增长5%，",
        "1、2、3、",
        "落实“三化建设”，“两个维护”机制，",
        "2024年3月1日，出台《办法》，",
        "建立健全办理机制",
    ],
)
def test_work_grows_with_the_text(unit: str) -> None:
    """Twice the text in one paragraph, be it one sentence or one clause, is at most twice the work."""
    calls(unit * 10)  # lexicons are read
    assert calls(unit * 400) <= 2.05 * calls(unit * 200) + 100


@pytest.mark.parametrize(
    "paragraph", ["粮食 49000 万吨 5.0", "指标 绝对数 比上年增长%", "表1：产量", "一、全年完成投资5亿元。", "短行"]
)
def test_work_grows_with_the_paragraphs(paragraph: str) -> None:
    """Rows of tables, heads that no row follows and plain text: twice the paragraphs, twice the work."""
    calls(*[paragraph] * 10)
    assert calls(*[paragraph] * 400) <= 2.05 * calls(*[paragraph] * 200) + 100


@pytest.mark.parametrize("private", ["\ue000", "\ue001", "\ue000\ue000", "\ue000\ue001"])
def test_private_characters_beside_a_figure_are_text(private: str) -> None:
    """The program stands one of them for a figure while it segments; those of the text are not taken for it."""
    text = f"全年{private}召开会议12次，听取{private}报告5个{private}。"
    found = rows(text).indicators
    assert [(i.value, i.unit, text[i.start : i.end]) for i in found] == [("12", "次", "12"), ("5", "个", "5")]
    assert found[1].quote.count(private) == text.partition("，")[2].count(private)


def test_a_text_that_begins_below_its_first_main_section() -> None:
    """（三）… · 二、下步打算: what stands before a main heading has no setting to take over."""
    begun, ahead = report("一年来，新增就业3万人。", heading="（三）持续改善民生"), report("新增岗位12个。")
    lower = replace(begun.sections[0], level=2)
    assert [i.value for i in extract(replace(begun, sections=(lower, ahead.sections[0]))).indicators] == ["30000", "12"]

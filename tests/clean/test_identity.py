import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.clean.identity import Identity, identify, report_id
from generator.clean.mentions import spots_in
from generator.lexicons.gazetteer import by_name, by_short, places
from generator.read import front_matter
from tests.clean.outline import clean
from tests.counting import assert_linear

GOLD = Path(__file__).parents[1] / "gold" / "clean"


def who(title=None, text="", **more):
    heads = {"subtitle": None, "kicker": None, "byline": None, "front_matter": None}
    return identify(title=title, text=text, **(heads | more))


def body(article):
    return "\n".join(x for s in article["sections"] for x in [s["heading"], *s["paragraphs"]] if x)


def gold_articles():
    for path in sorted(GOLD.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for order, article in enumerate(gold["articles"], 1):
            context = "\n".join(body(other) for other in gold["articles"] if other is not article)
            yield pytest.param(article, context, id=f"{path.stem}-{order}")


@pytest.mark.parametrize(("article", "context"), list(gold_articles()))
def test_gold(article, context):
    found = who(
        article["title"],
        body(article),
        subtitle=article["subtitle"],
        kicker=article["kicker"],
        byline="、".join(article["byline"]) or None,
        context=context,
    )
    assert found.organ in article["organ"]
    assert found.region.startswith(article["region"])  # a street may follow
    assert found.year == article["year"]


@pytest.mark.parametrize(
    ("text", "organ", "region"),
    [
        ("各位代表:\n我受星桥街道办事处委托，报告2024年工作。\n星桥街道新增企业12家。", "星桥街道", None),
        ("我代表余杭区星桥街道办事处，报告工作。", "星桥街道", "浙江省杭州市余杭区星桥街道"),
        ("2024年，余杭区星桥街道办事处办好实事12件。\n区政府给予表扬。", "星桥街道", "浙江省杭州市余杭区星桥街道"),
        ("我代表临安区人民代表大会常务委员会，报告工作。", "临安区人大常委会", "浙江省杭州市临安区"),
        ("我受临安区人民代表大会常务委员会委托，报告工作。", "临安区人大常委会", "浙江省杭州市临安区"),
        # Two streets: the one is not said to report.
        ("2024年，余杭区星桥街道办事处办好实事12件，余杭区澄浪街道办好9件。", None, None),
    ],
)
def test_only_the_body_of_the_text_tells(text, organ, region):
    found = who("奋楫扬帆启新程", text)
    assert (found.organ, found.region) == (organ, region)


@pytest.mark.parametrize(
    ("title", "organ", "region"),
    [
        ("浙江省云溪市人大常委会工作报告", "云溪市人大常委会", "浙江省云溪市"),
        ("浙江省云溪市第五届人民代表大会常务委员会工作报告", "云溪市人大常委会", "浙江省云溪市"),
        ("浙江省云溪市青石县人民政府工作报告", "青石县政府", "浙江省云溪市青石县"),
        ("嘉兴市青溪县政协常委会工作报告", "青溪县政协", "浙江省嘉兴市青溪县"),
        ("嘉兴市南糊区人民法院工作报告", "南糊区人民法院", "浙江省嘉兴市南糊区"),
        ("嘉兴市南湖区长水新区人大工委工作报告", "长水新区人大工委", "浙江省嘉兴市南湖区长水新区"),
        ("云溪市政府工作报告", "云溪市政府", None),
        ("——青溪区人大常委会2024年工作回眸", "青溪区人大常委会", None),
        ("云桥自治县2024年统计公报", "云桥自治县统计局", None),
        # Nouns that end like units.
        ("嘉兴市城区政府工作报告", "嘉兴市政府", "浙江省嘉兴市"),
        ("浙江省各市县政府工作报告", "浙江省政府", "浙江省"),
        ("中心城市政府工作报告", None, None),
        ("高新技术产业开发区管委会工作报告", None, None),
    ],
)
def test_a_place_that_no_list_knows_stands_as_it_is_printed(title, organ, region):
    found = who(title, "2024年，办理代表建议128件。")
    assert (found.organ, found.region) == (organ, region)


SESSION = "——2025年1月9日在海宁市第十六届人民代表大会第四次会议上"


# Title, subtitle, text; organ, region, year.
CASES = [
    ("海宁市人民检察院工作报告", SESSION, "", "海宁市人民检察院", "浙江省嘉兴市海宁市", 2024),
    (
        "嘉兴市海宁市第十六届人大常委会第二十五次会议纪要",
        None,
        "2024年8月27日，海宁市第十六届人民代表大会常务委员会举行第二十五次会议。",
        "海宁市人大常委会",
        "浙江省嘉兴市海宁市",
        2024,
    ),
    ("嘉兴市中级人民法院工作报告", None, "2025年1月10日\n各位代表：", "嘉兴市中级人民法院", "浙江省嘉兴市", 2024),
    ("最高人民法院工作报告", "——2025年3月8日在第十四届全国人民代表大会第三次会议上", "", "最高人民法院", None, 2024),
    ("政协第十届嘉善县委员会常务委员会工作报告", None, "一、2024年工作回顾", "嘉善县政协", "浙江省嘉兴市嘉善县", 2024),
    (
        "中国人民政治协商会议嘉兴市秀洲区第六届委员会常务委员会工作报告",
        None,
        "",
        "秀洲区政协",
        "浙江省嘉兴市秀洲区",
        None,
    ),
    ("政府工作报告", SESSION, "各位代表：我代表市人民政府", "海宁市政府", "浙江省嘉兴市海宁市", 2024),
    (
        "政府工作报告",
        None,
        "（二O一六年一月二十四日在成都市第十六届人大四次会议上）",
        "成都市政府",
        "四川省成都市",
        2015,
    ),
    ("佛山政府工作报告", None, "2016年工作回顾", "佛山市政府", "广东省佛山市", 2016),
    ("2017年佛 山 市政府工作报告", None, "", "佛山市政府", "广东省佛山市", 2016),
    ("兰州市人民政府工作报告（２０１３）", None, "", "兰州市政府", "甘肃省兰州市", 2012),
    ("中卫市市政府工作报告", None, "", "中卫市政府", "宁夏回族自治区中卫市", None),
    ("内蒙古自治区政府工作报告", None, "", "内蒙古自治区政府", "内蒙古自治区", None),
    ("襄樊市政府工作报告", None, "", "襄樊市政府", "湖北省襄樊市", None),
    (
        "海盐县人民政府工作报告",
        "——2024年12月28日在海盐县第十六届人民代表大会第四次会议上",
        "",
        "海盐县政府",
        "浙江省嘉兴市海盐县",
        2024,
    ),
    ("2024年度镇海区政协工作报告", None, "", "镇海区政协", "浙江省宁波市镇海区", 2024),
    ("湖里区人民法院2024年工作报告", None, "2024年，全院受理案件", "湖里区人民法院", "福建省厦门市湖里区", 2024),
    ("2023年西安市国民经济和社会发展统计公报", None, "西安市统计局\n2024年3月", "西安市统计局", "陕西省西安市", 2023),
    ("关于1987年国民经济和社会发展的统计公报", None, "国家统计局\n1988年2月23日", "国家统计局", None, 1987),
    ("政府工作报告", None, "各位代表：现在，我代表国务院，向大会报告。\n一、2020年工作回顾", "国务院", None, 2020),
    (
        "关于桐乡市2023年财政预算执行情况和2024年财政预算草案的报告",
        None,
        "各位代表：\n受市人民政府委托",
        "桐乡市政府",
        "浙江省嘉兴市桐乡市",
        2023,
    ),
    ("浦东新区人大常委会2024年工作亮点", None, "", "浦东新区人大常委会", "上海市浦东新区", 2024),
    ("百步镇2024年工作总结", None, "海盐县百步镇党委带领", "百步镇", "浙江省嘉兴市海盐县百步镇", 2024),
    ("海盐县于城镇人大2024年工作综述", None, "", "于城镇人大", "浙江省嘉兴市海盐县于城镇", 2024),
    ("苏州工业园区2024年工作总结", None, "", "苏州工业园区", "江苏省苏州市苏州工业园区", 2024),
    (
        "履职为民",
        "——区人大常委会2025年工作回眸",
        "秀洲区人大常委会推动。",
        "秀洲区人大常委会",
        "浙江省嘉兴市秀洲区",
        2025,
    ),
    ("履职为民", "——县政协2025年工作回眸", "全县上下，海盐县。县政协。", "海盐县政协", "浙江省嘉兴市海盐县", 2025),
    (
        "加速度",
        None,
        "“路修好了。”2025年以来，临平区人大常委会聚焦。临平区人大常委会到2030年",
        "临平区人大常委会",
        "浙江省杭州市临平区",
        2025,
    ),
    ("区人大常委会工作报告", None, "各位代表：\n2026年主要工作任务", None, None, 2025),
    (
        "司法为民",
        "——海盐县人民法院工作情况解读",
        "1月7日，海盐县人民法院院长作报告。2025年法院做了什么？2026年又有哪些工作安排？",
        "海盐县人民法院",
        "浙江省嘉兴市海盐县",
        2025,
    ),
    # named after the year reported: the text looks ahead to the next one
    (
        "海盐县百步镇2025年工作报告",
        None,
        "园区产值突破26亿元。\n2026年，百步镇将锚定目标，力争招引项目6个。",
        "百步镇",
        "浙江省嘉兴市海盐县百步镇",
        2025,
    ),
    ("海盐县百步镇2025年工作报告", None, "园区产值突破26亿元。", "百步镇", "浙江省嘉兴市海盐县百步镇", 2024),
    (
        "凝聚力量",
        None,
        "2024年，海盐县政协召开会议8次。\n2025年，海盐县政协将坚持实干。",
        "海盐县政协",
        "浙江省嘉兴市海盐县",
        2024,
    ),
    ("工作小结及2023年工作思路", None, "组织排查。", None, None, 2022),
    ("雨后", None, "昨天下了雨，2008年也下过。", None, None, None),
]


@pytest.mark.parametrize(("title", "subtitle", "text", "organ", "region", "year"), CASES)
def test_heads_and_openings(title, subtitle, text, organ, region, year):
    found = who(title, text, subtitle=subtitle)
    assert (found.organ, found.region, found.year) == (organ, region, year)


def test_a_name_that_several_places_have_needs_the_place_above():
    assert who("朝阳区政协2024年履职回眸", "长春市朝阳区政协深入基层。").region == "吉林省长春市朝阳区"
    assert who("朝阳区政协2024年履职回眸", "北京市委要求。").region == "北京市朝阳区"
    unknown = who("朝阳区政协2024年履职回眸", "区政协深入基层。")
    assert (unknown.organ, unknown.region) == ("朝阳区政协", None)


def test_ordinary_words_are_no_places():
    text = "建强主城区，改造老城区，推进城乡建设。各街道、乡镇和新城镇。" * 5
    assert who("建强主城区", text) == Identity()


def test_words_that_make_up_a_county_mean_it_only_with_evidence():
    text = "海宁市人大常委会开展调研。市人大常委会会同县政府、市和县政府办理建议，推动乡村振兴区域协作。" * 3
    assert who("代表建议办理见实效", text).organ == "海宁市人大常委会"
    joined = "青溪人大常委会会同县政府办公室交办建议，推动共同富裕县域建设。"
    assert [spot.name for spot in spots_in(joined)] == []
    assert [spot.name for spot in spots_in("走访含山县、和县。在和县人大调研。")] == ["含山县", "和县", "和县"]
    assert [spot.name for spot in spots_in("怀化各县行动，在会同县人大座谈。")] == ["会同县"]
    assert who("会同县人大常委会工作报告").region == "湖南省怀化市会同县"


def test_a_page_is_of_one_street():
    first = "澄浪街道：早餐进街区\n\n本报记者 卞青\n\n镇海区澄浪街道引进餐车。\n\n"
    second = "车棚解心结\n\n本报记者 储悦\n\n社区建成车棚8座。{}\n"
    assert [r.organ for r in clean(first + second.format("办法在全街道推开。")).reports][1] == "澄浪街道"
    assert [r.organ for r in clean(first + second.format("办法在社区推开。")).reports][1] is None


def test_one_article_tells_where_the_street_of_a_page_lies():
    first = "断头路通了\n\n本报记者 桑榆晚\n\n{}星桥街道居民季师傅说，孩子上学少绕两公里。\n\n"
    second = "星桥街道：食堂进写字楼\n\n本报记者 柯木\n\n街道建成食堂7家。\n"
    where = [[r.region for r in clean(first.format(district) + second).reports] for district in ("临平区", "朝阳区")]
    assert where == [["浙江省杭州市临平区星桥街道"] * 2, [None, None]]


def test_people_and_meetings_are_no_bodies():
    assert who("人大代表进站", "某区人大代表说。第三次会议召开。").organ is None
    assert who("海宁市第十六届人民代表大会第四次会议开幕", "").organ is None


def test_file_name_and_rest_of_the_file_are_asked_last():
    assert who("政府工作报告", "各位代表：", path_hint="gov/佛山市_2017.md") == Identity(
        "佛山市政府", "广东省佛山市", 2016
    )
    assert who("佛山市政府工作报告", "", path_hint="兰州市.txt").region == "广东省佛山市"
    assert who("海宁市人大的故事", "", context="2024年，海宁市人大。").year == 2024
    assert who("海宁市人大的故事", "", context="2024年，桐乡市人大。").year is None


@pytest.mark.parametrize(
    ("title", "text", "year"),
    [
        (
            "一池莲藕富了一个村",
            "青溪日报 2025年11月8日\n2020年，海宁市种藕300亩；去年扩大到900亩。今年1至10月，销售藕粉60吨。",
            2025,
        ),
        (
            "给居民朋友的一封信",
            "海宁市的居民朋友们：\n过去一年，加装电梯12部。2026年，计划加装8部，2026年还将改造管网。\n2026年1月6日",
            2025,
        ),
        ("一池莲藕富了一个村", "青溪日报 2025年11月8日\n海宁市种藕900亩，比今年同期多。", None),
        ("一池莲藕富了一个村", "青溪日报 2025年11月8日\n海宁市过去一年种藕900亩。", None),
    ],
)
def test_a_dated_article_speaks_of_time_by_its_own_date(title, text, year):
    assert who(title, text).year == year


def test_dates():
    matter = front_matter("---\ntitle: 政府工作报告\ndate: 2026-01-22\n---\n")
    assert who("海宁市政府工作报告", "", subtitle=SESSION, front_matter=matter).published == "2026-01-22"
    assert who("海宁市政府工作报告", "来源：某报\n时间：2025-01-12\n", subtitle=SESSION).published == "2025-01-12"
    assert who("海宁市政府工作报告", "", subtitle=SESSION).published == "2025-01-09"
    assert who("新闻 20200330", "").published == "2020-03-30"
    story = "“我都记下了。”2024年12月21日，在联络站里，记录本上写满了居民反映的问题，会后要向有关部门反映，再督促解决。"
    assert who("海宁市人大的故事", story + "海宁市人大。" * 5).published is None


@pytest.mark.parametrize(
    ("identity", "expected"),
    [
        (Identity("南湖区人大常委会", "浙江省嘉兴市南湖区", 2025), "nanhu-renda-2025"),
        (Identity("南湖区政协", "浙江省嘉兴市南湖区", 2025), "nanhu-zhengxie-2025"),
        (Identity("新嘉街道", "浙江省嘉兴市南湖区新嘉街道", 2025), "xinjia-jiedao-2025"),
        (Identity("南通开发区人大", "江苏省南通市南通开发区", 2024), "nantongkaifaqu-renda-2024"),
        (Identity("南通开发区", "江苏省南通市南通开发区", 2024), "nantongkaifaqu-2024"),
        (Identity("朝阳区政府", "北京市朝阳区", 2024), "chaoyang-zhengfu-2024"),
        (Identity("黔东南州政府", "贵州省黔东南苗族侗族自治州", 2021), "qiandongnan-zhengfu-2021"),
        (Identity("鄂温克族自治旗政府", "内蒙古自治区呼伦贝尔市鄂温克族自治旗", 2024), "ewenke-zhengfu-2024"),
        (Identity("嘉兴市中级人民法院", "浙江省嘉兴市", 2024), "jiaxing-fayuan-2024"),
        (Identity("西安市统计局", "陕西省西安市", 2023), "xian-tongji-2023"),
        (Identity("国务院", None, 2020), "guowuyuan-2020"),
        (Identity("区妇联", "浙江省嘉兴市南湖区", 2020), "nanhu-jigou-2020"),
        (Identity(None, "浙江省嘉兴市南湖区", 2020), "nanhu-baogao-2020"),
    ],
)
def test_ids_can_be_read(identity, expected):
    name = report_id(identity, "a.txt", 1)
    assert name.rsplit("-", 1)[0] == expected
    assert len(name.rsplit("-", 1)[1]) == 4


def test_an_id_hangs_on_source_and_order_alone():
    known = Identity("南湖区政协", "浙江省嘉兴市南湖区", 2025)
    assert report_id(known, "a.txt", 1) == report_id(known, "a.txt", 1) == "nanhu-zhengxie-2025-98ee"
    assert len({report_id(known, path, order) for path in ("a.txt", "b.txt") for order in (1, 2)}) == 4
    assert report_id(known, "a.txt", 1, "my-own-id") == "my-own-id"
    # One file name, as two file systems spell it.
    assert report_id(known, "é.txt", 1) == report_id(known, "e\u0301.txt", 1)


def test_ids_of_nameless_reports_do_not_collide():
    assert len({report_id(Identity(), f"{n}.txt", 1) for n in range(2000)}) == 2000


def test_same_identity_whatever_the_hash_seed():
    code = (
        "from generator.clean.identity import identify\n"
        "text = '朝阳区、鼓楼区和南湖区。北京市、长春市。区人大，区政协。2024年，2025年。' * 3\n"
        "none = dict(subtitle=None, kicker=None, byline=None, front_matter=None)\n"
        "print([identify(title=t, text=text, **none) for t in (None, '朝阳区', '鼓楼区人大', '区政协')])"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            cwd=Path(__file__).parents[2],
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(runs) == 1


@given(st.text(st.sampled_from("嘉兴市南湖区街道人大政协开发区第一届次会议年2025月日0一〇：，\n 报告"), max_size=80))
def test_any_text_has_an_identity(text):
    found = who(text[:20], text)
    assert report_id(found, "a.txt", 1).replace("-", "").isascii()
    assert found.year is None or 1940 <= found.year <= 2100


@pytest.mark.parametrize(
    "unit", ["市", "街道", "人大", "政协", "开发区", "嘉兴市", "嘉兴市开发区南湖区", "2025年", "各位代表我市", "第一届"]
)
def test_work_is_linear(unit):
    assert_linear(lambda text: who(text[:100], text, context=text), unit, 200_000)


def test_every_county_is_known_behind_the_place_above():
    counties = [p for p in places() if p.current and p.level == "county" and p.name[-1] in "市区县旗"]
    assert len(counties) > 2800
    missed = [p.path for p in counties if who(f"{p.parent.name}{p.name}人民政府工作报告").region != p.path]
    assert missed == []


def test_gazetteer():
    assert by_name()["南湖区"][0].path == "浙江省嘉兴市南湖区"
    assert [p.path for p in by_name()["朝阳区"]] == ["北京市朝阳区", "吉林省长春市朝阳区"]
    assert by_name()["仙桃市"][0].path == "湖北省仙桃市"
    assert by_short()["内蒙古"][0].name == "内蒙古自治区"
    assert by_short()["黔东南"][0].level == "prefecture"
    assert not by_name()["襄樊市"][0].current
    levels = [p.level for p in places() if p.current]
    assert (levels.count("province"), levels.count("prefecture")) == (34, 333)
    assert all(p.parent or p.level == "province" for p in places())


def test_a_short_name_before_a_colon():
    found = who("江宁：代表票决票出幸福单", "在江宁区人代会会场，区人大代表画上了圈。")
    assert (found.organ, found.region) == ("江宁区人大", "江苏省南京市江宁区")


def test_front_matter_goes_before_the_text():
    matter = front_matter("---\n发文机关: 青溪市人民政府\n地区: 涵江区湄溪镇\n年份: 2023\n---\n")
    found = who("工作总结", "2024年，海宁市人大常委会依法履职。", front_matter=matter)
    assert (found.organ, found.region, found.year) == ("青溪市政府", "福建省莆田市涵江区湄溪镇", 2023)


def test_the_signature_and_the_page_tell_what_the_text_does_not():
    signed = who("工作总结", "组织代表视察9次。", signature="海宁市人大常委会办公室 2024年12月20日")
    assert (signed.organ, signed.published) == ("海宁市人大常委会", "2024-12-20")
    paged = who("海宁市政协协商养老服务", "3月20日上午，委员们围坐一桌。", issued="2025年3月22日")
    assert (paged.year, paged.published) == (2025, "2025-03-22")


def test_a_year_that_is_planned_for_is_not_that_year():
    text = "代表视察2025年度实事项目，新桥计划2026年9月通车。"
    assert who("海宁市人大视察实事项目", text).year == 2025


def test_since_a_year_is_not_that_year():
    text = "2020年起，海宁市政协连续调研。海宁市政协开会。"
    assert who("海宁市政协", text, issued="2024-11-20").year == 2024


def test_an_article_of_a_page_that_names_no_place_tells_its_own_year():
    text = "2024年春天，沟水发黑，村民找到了代表。2024年9月，沟渠清淤完工。"
    assert who("一条水沟的来信", text, issued="2025-03-05").year == 2024
    assert who("一条水沟的来信", text).year is None


def test_the_day_on_which_a_website_published_a_text_is_its_date_and_tells_the_year_of_a_report():
    report = clean(
        "青溪市人民法院向人大会议作工作报告\n"
        "发布时间：2025-02-05 10:20  来源：本院\n"
        "2月3日，青溪市人民法院院长向大会报告工作，报告获全票通过。\n"
        "青溪市人民法院\n2025年2月4日\n"
    ).reports[0]
    assert (report.published, report.year) == ("2025-02-05", 2024)


def test_a_day_up_to_which_something_was_counted_is_not_the_day_of_the_report():
    text = "昨天，市政协六届二次会议听取提案工作情况报告，共收到提案682件，截至2024年12月20日，99.6%已经办复。"
    assert who("市政协提案工作情况报告", text).published is None
    text = "在市五届人大一次会议期间，代表共提出建议、批评和意见86件，由市人民政府办理，于2024年10月31日前办完。"
    assert who("市人大代表建议办理情况", text).published is None


def test_the_county_of_a_speaker_is_none_that_two_words_make_up():
    text = "大家认为，讲话和县政协常委会工作报告主题鲜明，对推动全县工作很有帮助，县委给予肯定。"
    found = who("政协委员讨论常委会工作报告", text)
    assert (found.organ, found.region) == (None, None)


def test_an_article_is_of_the_body_of_its_page_that_it_names_by_its_kind():
    page = (
        "山水之间建言忙\n\n——海盐县政协服务发展侧记\n\n记者 温如玉\n\n"
        "海盐县政协组织委员走进车间，一年里协商46次，海盐县政协的建议半数进了规划。\n\n"
        "书声里的委员\n\n□ 韩大江\n\n{}\n"
    )
    told = clean(page.format("县政协建起书房22个，委员们一月一聚，读书也读民情。")).reports
    assert [report.organ for report in told] == ["海盐县政协", "海盐县政协"]
    untold = clean(page.format("书房里灯火通明，委员们一月一聚，读书也读民情。")).reports
    assert [report.organ for report in untold] == ["海盐县政协", None]
    other = clean(page.format("县政协邀请嘉善县政协同来，委员们一月一聚，读书也读民情。")).reports
    assert other[1].organ != "海盐县政协"

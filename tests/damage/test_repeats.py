"""Repeats: what is found, what stays, and that it takes time in proportion to the text."""

import os
import random
import subprocess
import sys

import pytest

from generator.clean import doubling
from generator.clean.fluency import gain
from generator.clean.judge import Judge
from generator.clean.repeats import Repeat, find, interleaved, squares
from generator.clean.rules import repeated
from generator.clean.seams import WEIGHTS, Outline, Seams
from generator.model import Cleaned
from generator.read import Answers
from generator.read.sidecar import parse
from tests.clean.outline import clean
from tests.counting import assert_linear


def test_gain_prefers_a_word_over_the_seam():
    assert gain("区人大常", "委会会议") > 2
    assert gain("听取和审议", "专项报告") > gain("听取和审", "展改革委")


def test_find_is_maximal():
    block = "一竿子插到底的监督让问题清单逐条销号见底清零"
    (repeat,) = find(f"甲乙丙{block}丁戊己庚{block}辛壬癸")
    assert (repeat.first, repeat.second, repeat.length) == (3, 7 + len(block), len(block))


def test_squares_are_adjacent_copies():
    (square,) = squares("会议强调推动政策落地见效推动政策落地见效并部署任务")
    assert square.second - square.first == 8


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("聚聚焦焦主主责责主主业业开展监督", "聚焦主责主业开展监督"),
        ("全年聚焦聚焦主责主责主业主业开展监督", "全年聚焦主责主业开展监督"),
        ("办得明明白白清清楚楚", "办得明明白白清清楚楚"),
        ("全年审结1审结186件86件", "全年审结186件"),
        ("增长3增长3.3%.3%", "增长3.3%"),
        ("推推动动1155个个重重点点项项目目、、1100个个平平台台", "推动15个重点项目、10个平台"),
        ("先后讨论讨论、研究研究", "先后讨论讨论、研究研究"),
        ("投资310亿元、60亿元、60亿元、55亿元", "投资310亿元、60亿元、60亿元、55亿元"),
    ],
)
def test_interleaved(text, clean):
    for start, end in sorted(interleaved(text), reverse=True):
        text = text[:start] + text[end:]
    assert text == clean


@pytest.mark.parametrize(("line", "left"), [("老老街街焕焕新新颜颜", "老街焕新颜"), ("清清楚楚明明白白", None)])
def test_interleaved_line(line, left):
    text = f"街道办成小项目。{line}雨天不再积水。"
    edges = {0, 8, 8 + len(line), len(text)}
    spans = list(interleaved(text, edges))
    kept = "".join(char for i, char in enumerate(text) if not any(a <= i < b for a, b in spans))
    assert kept == text.replace(line, left or line)
    assert not list(interleaved(text)), "only the line tells"


@pytest.mark.parametrize("unit", ["中", "中国", "一二三四五六七八九十"])
def test_periods_take_linear_work(unit):
    assert_linear(lambda text: (find(text), squares(text), list(interleaved(text))), unit, 100_000)


def pasted(paragraphs: int) -> str:
    """A text of paragraphs that each stand twice, far apart, so that each is a question."""
    rng = random.Random(7)
    written = ["".join(rng.choices("江河湖海山川草木桥路村镇", k=60)) + "。" for _ in range(paragraphs)]
    return "工作报告\n\n" + "\n\n".join([*written, *rng.sample(written, paragraphs)]) + "\n"


def test_a_source_is_read_for_answers_once(monkeypatch):
    made = []

    class Counted(Answers):
        def __init__(self, raw: str) -> None:
            made.append(raw)
            super().__init__(raw)

    monkeypatch.setattr(repeated, "Answers", Counted)
    assert len(clean(pasted(20)).review) > 1
    assert len(made) == 1


def body(cleaned: Cleaned) -> str:
    return "".join(p.text for report in cleaned.reports for p in report.paragraphs)


NAME = "各支部组织党员在社区学习\n\n习近平同志的文章。会后，大家围绕习近平同志的文章谈了体会，并把体会写成了书面材料。"


@pytest.mark.parametrize(
    ("text", "clean_text"),
    [
        ("街道在社区建立矛盾纠纷\n\n纷调解中心，全年调解各类矛盾一百余起。", "矛盾纠纷调解中心"),
        ("区里的老专家每周到党群服务中心\n\n心坐诊，为老年人测量血压。", "服务中心坐诊"),
        (NAME, "学习习近平同志"),
        ("镇里成立\n\n立法联系点，方便群众。", "成立立法联系点"),
        ("在临湾镇召开现场会。会后，临湾\n湾镇的干部走村入户，收集意见。临湾镇还设了信箱。", "会后，临湾镇的干部"),
        ("过去一年，区里推进各项工作\n\n作风转变明显，群众满意。", "各项工作作风转变"),
        ("群众送来锦旗和感谢信，用一句\n句朴实的话赞扬干部。", "一句句朴实的话"),
        ("全区大力推动改革创新\n\n新模式，办好民生实事。", "改革创新新模式"),
        ("各部门全面安排部\n部署各项任务，寻求突\n突破。", "全面安排部署各项任务，寻求突破"),
        ("各社区都有行动。过去一年，在区委的坚强领导下，街道着力推动\n\n推动老旧小区改造。", "着力推动老旧小区"),
        ("到去年底，三年行动计划的各项任务已经\n已经完成，群众满意。", "任务已经完成"),
        ("遇到难题，大家围坐在一起，一件\n一件商量着办，一个一个\n村地走访。", "一件一件商量着办，一个一个村"),
        ("去年，全区各类企业引进硕士、博士\n博士后二十人，成立工作站。", "博士博士后"),
        ("编制“十五\n\n五”规划，广泛听取意见。", "“十五五”规划"),
        ("街道坚持每件事情有人办，确保事事有回音，件\n\n件有着落，群众满意。", "件件有着落"),
    ],
)
def test_a_character_doubled_over_a_page_break(text, clean_text):
    assert clean_text in body(clean(f"街道工作报告\n\n{text}\n"))


def test_a_short_line_goes_on_where_the_break_doubled_its_last_character():
    cleaned = clean("街道工作报告\n\n保护创新创造。设置\n\n置意见箱十二处，收集意见三百条。\n")
    assert "保护创新创造。设置意见箱十二处" in body(cleaned)


def test_a_character_that_may_be_the_authors_is_asked_about_and_stays():
    cleaned = clean("街道工作报告\n\n建立联席会议制度，会后，大家说\n\n说心里话，谈谈体会。\n")
    assert "大家说说心里话" in body(cleaned)
    assert [q.rule for q in cleaned.review] == ["doubled-character"]
    assert "说" in cleaned.review[0].question


def test_a_character_is_asked_about_once():
    cleaned = clean("街道工作报告\n\n全区大力推动改革创新\n\n新模式，办好民生实事。\n")
    assert [q.rule for q in cleaned.review] == ["doubled-character"]


def test_every_trait_of_a_doubled_character_has_a_weight():
    text = "青榆镇的群众天天到场，一件件实事办好。创新新模式，工作作风扎实，服务中心心坐诊，十五五规划"
    grams = doubling._grams(text * 4)
    seen = set()
    for at in range(2, len(text) - 1):
        seen |= set(doubling.traits(text[max(0, at - 8) : at], text[at - 1 : at + 7], grams))
        seen |= set(doubling.traits(text[max(0, at - 8) : at], text[at : at + 8], grams))
    assert seen <= set(doubling.WEIGHTS) | set(doubling.BEGUN)
    assert len(seen) > 30


def test_evidence_does_not_depend_on_the_order_of_traits():
    values = set()
    for seed in ("0", "1", "2", "3"):
        said = "from generator.clean.doubling import *; print(evidence('为群众服务中心', '心坐诊量血压', ''), CERTAIN)"
        done = subprocess.run(
            [sys.executable, "-c", said], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        )
        values.add(done.stdout)
    assert len(values) == 1


def test_breaks_between_equal_characters_take_linear_work():
    assert_linear(lambda text: clean(f"报告\n\n{text}\n"), "年年\n", 2_000)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("加强法治建设\n\n加强法治建设，办理案件三百件，群众满意。", 2),
        ("固定资产投资\n\n固定资产投资规模适度，结构更加合理，效益持续提高。", 2),
        (
            "各位代表，征程万里阔。让我们在县委的领导下，\n\n各位代表，征程万里阔。让我们在县委的领导下，锚定目标奋斗。",
            1,
        ),
        ("今年政府工作的主要目标是：总值增长6%左\n\n今年政府工作的主要目标是：总值增长6%左右，投资增长5%。", 1),
        ("区八届人大三次会议期间代表提出的建议全\n\n区八届人大三次会议期间代表提出的建议全部办结，满意率高。", 1),
    ],
)
def test_a_heading_that_its_paragraph_says_again_stays(text, times):
    cleaned = clean(f"街道工作报告\n\n过去一年，成效明显。\n\n{text}\n")
    said = "".join(p.text for r in cleaned.reports for p in r.passages)
    assert said.count(text[:6]) == times


def test_a_sentence_taken_up_as_a_subject_is_asked_about_and_stays():
    said = "抓好就业服务和社会救助工作"
    text = f"街道工作报告\n\n人人都要崇尚科学。{said}。{said}是今年的头等大事，各社区都要重视。\n"
    cleaned = clean(text)
    assert body(cleaned).count(said) == 2
    assert [q.rule for q in cleaned.review] == ["repeat-splice"]


def seams(text: str, lines: tuple[int, ...] = (0,)) -> Seams:
    return Seams(text, Outline(frozenset(lines), frozenset(lines), ()))


def test_every_trait_has_a_weight():
    text = "办结率为98.5%,“一站式”服务——受理2.1万件;群众满意。代表走进(乡镇)社区…全年"
    outline = Outline(frozenset(range(0, len(text), 5)), frozenset(range(0, len(text), 10)), ())
    both = (seams(text), Seams(text, outline))
    for end in range(len(text) + 1):
        for start in range(len(text) + 1):
            for one in both:
                assert set(one.traits(end, start)) <= set(WEIGHTS)


def test_a_quotation_of_several_sentences_is_in_balance_inside():
    text = "陈师傅说：“路修好了。灯也亮了。出门方便多了。”大家都笑了。会后，代表又走访了两户人家。"
    inside, outside, behind = text.index("灯"), text.index("会后"), len(text) - 5
    assert not seams(text).unbalanced(inside, inside)
    assert not seams(text).unbalanced(outside, outside)
    assert seams(text).unbalanced(inside, behind)
    assert seams(text).unbalanced(outside, inside)


def test_a_number_with_two_points_was_never_written():
    text = "增长5.18.25万吨"
    assert "clash" in set(seams(text).traits(4, 4))
    assert "clash" not in set(seams("增长5.18万吨").traits(3, 3))


def test_the_copy_whose_edges_read_on_is_the_authors():
    block = "设施管护责任到村到户,巡查每周不少于两次。河道清淤由镇里统一安排,保洁员持证上岗。"
    true = f"镇里把农村公共{block}群众看在眼里。"
    false = f"全年受理来信来访{block}件,办结率百分之九十八。"
    for text in (true + false, false + true):
        first, second = text.index(block), text.rindex(block)
        judge = Judge(text, Outline(frozenset({0}), frozenset({0}), ()))
        weight = judge.weigh(Repeat(first, second, len(block)))
        assert (weight > 1) if text.startswith(true) else (weight < -1)


def test_a_paragraph_belongs_under_the_heading_that_names_it():
    said = "全年改造老旧小区供水管网十二公里,三千户居民用上了稳定的自来水,供水投诉下降一半。"
    heads = ("一、改造供水管网", "二、丰富群众文化")
    others = ("供水泵房更新六座,供水压力明显改善。", "图书馆办讲座四十场,文化馆排演新戏六部。")
    for place in (0, 1):
        lines = []
        for head, other in zip(heads, others, strict=True):
            lines += [head, other, said]
        if place:
            lines = [*lines[3:], *lines[:3]]
        text = "".join(lines)
        starts = frozenset(sum(map(len, lines[:i])) for i in range(len(lines)))
        judge = Judge(text, Outline(starts, starts, ()))
        weight = judge.weigh_paragraphs(Repeat(text.index(said), text.rindex(said), len(said)))
        assert (weight < 0) if place else (weight > 0)


PASTED = """\
清河区人大常委会工作报告

一、聚焦经济发展

助推产业升级。组织代表视察工业园区12次，提出扩大投资、改造厂房的建议36条，推动落地项目9个。

优化营商环境。听取审议优化营商环境情况报告，督促清理企业欠款2.3亿元，走访企业210家次。

二、聚焦民生实事

关注老有所养。视察养老机构15家，推动新建老年食堂22个，惠及老人6800名。

优化营商环境。听取审议优化营商环境情况报告，督促清理企业欠款2.3亿元，走访企业210家次。

关注学有所教。督办扩建学校建议8件，新增学位3200个，代表全程监督工程质量。
"""
"""The pasted paragraph fits the first section better, though no word at its edges tells."""


def test_a_choice_on_little_evidence_is_made_and_asked_about(monkeypatch):
    monkeypatch.setattr(repeated, "SURE", 100.0)
    chosen = clean(PASTED)
    assert body(chosen).count("优化营商环境情况报告") == 1
    assert [p.text[:6] for p in chosen.reports[0].paragraphs] == [
        "助推产业升级", "优化营商环境", "关注老有所养", "关注学有所教",
    ]  # fmt: skip
    (question,) = chosen.review
    assert question.rule == "repeat-paragraph"
    assert PASTED[question.start : question.end].startswith("优化营商环境")
    assert question.start > PASTED.index("二、")
    confirmed = clean(PASTED, sidecar=parse(question.entry.encode(), "a.txt.yml"))
    assert body(confirmed) == body(chosen)
    assert not confirmed.review
    both = clean(PASTED, sidecar=parse(question.entry.replace("drop:", "keep:").encode(), "a.txt.yml"))
    assert body(both).count("优化营商环境情况报告") == 2
    assert not both.review


def test_a_choice_on_good_evidence_is_not_asked_about(monkeypatch):
    monkeypatch.setattr(repeated, "SURE", 0.0)
    assert not clean(PASTED).review


SECTIONS = """\
清河区检察院工作报告

一、守护清河

用力守护清河。办理公益诉讼案件41件，收缴非法网具2300余米，督促复绿河滩地84亩，{inside}推动建成修复基地3处。

用情守护信任。办理群众信访案件512件，包案化解积案9件。

二、监督有力

{own}
"""
SENTENCES = (
    "加强对行政执法活动的监督。落实反向衔接机制，向行政机关移送案件172件，提出意见165份，被采纳161份。"
    "以护航营商为主题走进园区企业74次，听取意见建议318条，为企业开展法治体检96场次。"
)


def test_whole_sentences_in_the_middle_of_another_go():
    cleaned = clean(SECTIONS.format(inside=SENTENCES, own=SENTENCES))
    assert body(cleaned).count("加强对行政执法活动") == 1
    assert "督促复绿河滩地84亩，推动建成修复基地3处。" in body(cleaned)


def test_a_few_sentences_inside_a_clause_go():
    said = "走访企业62家。解决用工、融资难题118个，件件有回音。代表全程监督，群众满意。"
    text = SECTIONS.format(inside="", own=said).replace("群众信访案件", f"群众信{said}访案件")
    assert body(clean(text)).count("走访企业62家") == 1
    assert "办理群众信访案件512件" in body(clean(text))


@pytest.mark.parametrize("lead", ["记者从会上获悉，", "一年来，", "区人民检察院负责人指出，"])
def test_whole_sentences_that_somebody_restates_stay(lead):
    text = SECTIONS.format(inside="", own=SENTENCES).replace("用情守护信任。", f"用情守护信任。{lead}{SENTENCES}")
    assert body(clean(text)).count("加强对行政执法活动") == 2

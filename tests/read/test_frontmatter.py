import pytest

from generator.read import front_matter


def test_a_clipped_page():
    text = (
        "---\nsource: https://example.org/a.html\ntitle: 2017年政府工作报告\ndate: 2017年1月10日\n---\n\n各位代表：\n"
    )
    matter = front_matter(text)
    assert text[matter.start : matter.end].endswith("---")
    assert text[matter.end :] == "\n\n各位代表：\n"
    assert (matter.title, matter.url, matter.published) == (
        "2017年政府工作报告",
        "https://example.org/a.html",
        "2017-01-10",
    )
    assert matter.licence is None


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_byte_order_mark_and_line_ends(end):
    text = end.join(["\ufeff---", "title: 报告", "---", "正文"])
    matter = front_matter(text)
    assert (matter.start, text[matter.end :], matter.title) == (1, f"{end}正文", "报告")


@pytest.mark.parametrize(
    "text",
    [
        "各位代表：\n---\ntitle: x\n---\n",
        "---\ntitle: x\n",
        "---\n\n一段话\n\n---\n",
        "---\n一、工作 回顾: 很好\n---\n",
        "---\ntitle: [x\n---\n",
        "---\ntitle: !!python/object:x y\n---\n",
        "---\na: &x 1\nb: *x\n---\n",
        "---\n---\n",
        "",
    ],
)
def test_what_is_no_front_matter_is_text(text):
    assert front_matter(text) is None


def test_an_address_must_be_one():
    assert front_matter("---\nsource: 浙江日报\nurl: javascript:x\n---\n").url is None


def test_facts_are_without_what_no_reader_sees():
    matter = front_matter(
        '---\ntitle: "甲\\e[31m乙"\norgan: 南\u200b湖\u202e区政协\nauthors: "张\\u202e三\\u2066、李四"\n'
        'url: https://example.org/\u200ba\nlicence: "\\e"\nregion: "某\\n区"\n---\n'
    )
    assert (matter.title, matter.organ, matter.authors) == ("甲[31m乙", "南湖区政协", ("张三", "李四"))
    assert (matter.url, matter.licence, matter.region) == ("https://example.org/a", None, "某 区")


def test_a_date_must_exist():
    assert front_matter("---\ndate: 2017-02-31\n---\n").published is None


def test_whose_report_it_is():
    matter = front_matter(
        "---\norgan: 青溪区人大常委会\nregion: 江南省青溪区\nyear: 2024年\nauthor: [赵一, 钱二]\n---\n"
    )
    assert (matter.organ, matter.region, matter.year, matter.authors) == (
        "青溪区人大常委会",
        "江南省青溪区",
        2024,
        ("赵一", "钱二"),
    )


def test_chinese_keys_with_chinese_colons():
    matter = front_matter("---\n标题：工作报告\n发文机关：青溪区政协\n地区：江南省\n年度：2023\n作者：赵一 钱二\n---\n")
    assert (matter.title, matter.organ, matter.region, matter.year, matter.authors) == (
        "工作报告",
        "青溪区政协",
        "江南省",
        2023,
        ("赵一", "钱二"),
    )


def test_a_year_must_be_one():
    assert front_matter("---\nyear: 十四五\n---\n").year is None


def test_the_address_is_the_key_that_holds_one():
    assert front_matter("---\nsource: 青溪日报\nlink: https://example.org/a\n---\n").url == "https://example.org/a"

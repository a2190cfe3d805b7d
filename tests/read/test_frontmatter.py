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


def test_a_date_must_exist():
    assert front_matter("---\ndate: 2017-02-31\n---\n").published is None

"""Shares against counts, parts against totals, changes against levels."""

import pytest

from tests.relate.cases import corpus, report


def found(text: str) -> list[tuple[str, str, str, bool]]:
    checks = corpus(report([text], organ="甲市人大常委会")).checks
    return [(c.kind, c.expected, c.stated, c.holds) for c in checks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到代表建议105件，建议得到解决的98件，占比93.3%。", [("share", "93.3", "93.3", True)]),
        ("全年办理来信34件，满意率93.3%。", []),
        ("全市实施重点项目25个，其中新开工项目16个、续建项目9个。", [("sum", "25", "25", True)]),
        ("全市实施重点项目25个，其中新开工项目16个、续建项目8个。", []),
        ("各类市场主体由166万户增加到276万户，增长66.3%。", [("change", "66.3", "66.3", True)]),
        ("各类市场主体由166万户增加到276万户，年均增长10.7%。", []),
        ("地区生产总值由100亿元增加到150亿元，增长40%。", []),
    ],
)
def test_checks(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    assert found(text) == expected


def test_a_check_that_fails_is_asked_about() -> None:
    made = corpus(report(["收到代表建议105件，建议得到解决的98件，占比95.3%。"], organ="甲市人大常委会"))
    assert [(c.expected, c.stated, c.holds) for c in made.checks] == [("93.3", "95.3", False)]
    (question,) = [q for q in made.review if q.rule == "arithmetic-share"]
    assert "应为93.3%" in question.question

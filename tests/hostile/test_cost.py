"""The work for a text of one kind is linear in its length, by calls; ``benchmarks.cost`` measures what calls hide."""

from __future__ import annotations

import pytest

from benchmarks.cost import TEXTS, text_of
from benchmarks.sound import worked
from generator.clean.draft import ends_sentence
from generator.extract.numbers import mentions
from tests.counting import calls

LENGTH = 8000
COUNTED = (
    "one character a line", "a short line again and again", "links that never close", "brackets that never close",
    "brackets inside each other, in lines", "titles that never close", "a long run of digits", "articles",
    "a table of contents", "one line without a full stop", "rows", "rules", "jumps",
)  # fmt: skip


@pytest.mark.parametrize("kind", COUNTED)
def test_work_is_linear(kind: str) -> None:
    assert kind in TEXTS
    worked(text_of(kind, LENGTH // 4))
    half, whole = (calls(lambda size=size: worked(text_of(kind, size))) for size in (LENGTH // 2, LENGTH))
    assert whole <= 2.2 * half + 20_000, f"{half} calls, then {whole}"


def test_only_the_end_of_a_long_text_tells_whether_it_ends() -> None:
    text = "《甲" * 200_000
    assert not any(ends_sentence(text) for _ in range(2000))  # stands still for minutes where each looks at all of it
    assert ends_sentence(text + "补齐短板.")


def test_a_comment_that_never_closes_is_looked_for_once() -> None:
    done = worked("# 白榆区2025年工作报告\n\n" + "<!-- 甲 " * 20_000 + "\n\n全年召开会议12次。\n", "a.md")
    assert done.cleaned.reports[0].paragraphs[-1].text.endswith("全年召开会议12次。")


def test_a_row_of_digits_that_counts_nothing_is_no_figure() -> None:
    assert mentions("账号" + "9" * 60 + "件，办结建议12件。")[0].value == "12"
    assert not mentions("1,234," * 20 + "000")

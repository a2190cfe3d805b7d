"""The subjects of reports: the file that names them is checked, and a report's are those it speaks of most."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sample import five, made

from generator.errors import LexiconError, Problems
from generator.render.subjects import MOST, Taxonomy, built_in, parse, read_taxonomy, taxonomy_of

SCHOOL = "subjects:\n- {id: school, name: 教育, strong: [义务教育], words: [学校, 教育]}\n"


def spoken(taxonomy: Taxonomy, *texts: str) -> list[tuple[str, list[tuple[str, int]]]]:
    [report] = made(list(texts)).reports
    bare = {"kicker": None, "title": None, "subtitle": None, "byline": None, "captions": ()}
    report = replace(report, **bare, sections=report.sections[:1])
    return [(s.subject.id, list(s.words)) for s in taxonomy.spoken(report)]


def test_the_built_in_subjects_are_sound() -> None:
    taxonomy = read_taxonomy(built_in())
    assert len(taxonomy.subjects) >= 15
    found = {r.id: [s.subject.id for s in taxonomy.spoken(r)] for r in five().reports}
    assert all(1 <= len(subjects) <= MOST for subjects in found.values())
    assert found["xinjia-jiedao-2025"][0] == "community"
    assert found["xiuzhou-renda-2025"][0] == "deputies"
    assert "business" in found["nanhu-zhengxie-2025"]


def test_words_count_whole_the_longest_first() -> None:
    counts = parse(SCHOOL.encode(), "s.yml").count("义务教育学校，教育惠民；依法治理，教学校园")
    assert counts == {"义务教育": 1, "学校": 1, "教育": 1}
    law = parse("subjects:\n- {id: law, name: 法治, words: [法治]}\n".encode(), "s.yml")
    assert law.count("依法治理，法治建设") == {"法治": 1}


def test_few_words_make_no_subject() -> None:
    taxonomy = parse(SCHOOL.encode(), "s.yml")
    assert spoken(taxonomy, "建学校一所。") == []
    assert spoken(taxonomy, "建学校一所，助学校一所，教育为先。") == [("school", [("学校", 2), ("教育", 1)])]


def test_what_is_usual_counts_less() -> None:
    both = SCHOOL + "- {id: road, name: 交通, usual: 9, words: [道路]}\n"
    text = "学校学校学校，道路道路道路道路。"
    assert [name for name, _ in spoken(parse(both.encode(), "s.yml"), text)] == ["school", "road"]
    assert [name for name, _ in spoken(parse(both.replace("9", "1").encode(), "s.yml"), text)] == ["road", "school"]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no list of subjects"),
        ("subject: []\n", 1, "no list of subjects"),
        ("subjects:\n- 教育\n", 2, "must have id"),
        ("subjects:\n- {id: A b, name: 教育, words: [学校]}\n", 2, "is no id"),
        ("subjects:\n- id: a\n  words: [学校]\n", 2, "has no name"),
        ("subjects:\n- id: a\n  name: 甲\n", 2, "has no words"),
        ("subjects:\n- id: a\n  name: 甲\n  word: [学校]\n  words: [学校]\n", 4, "did you mean words?"),
        ("subjects:\n- id: a\n  name: 甲\n  usual: 多\n  words: [学校]\n", 4, "usual must be a number"),
        ("subjects:\n- id: a\n  name: 甲\n  words: 学校\n", 4, "words must be a list"),
        ("subjects:\n- id: a\n  name: 甲\n  words:\n  - 学校\n  - 学\n", 6, "shorter than two"),
        ("subjects:\n- id: a\n  name: 甲\n  words: [学校]\n  strong: [学校]\n", 5, "in words and in strong"),
        (SCHOOL + "- {id: school, name: 学, words: [课堂]}\n", 3, "the id 'school' stands twice"),
        (SCHOOL + "- {id: b, name: 教育, words: [课堂]}\n", 3, "the name '教育' stands twice"),
        (SCHOOL + "- {id: b, name: 乙, words: [学校]}\n", 3, "is a word of school, too"),
        ("subjects: *a\n", 1, "anchors"),
    ],
)
def test_problems_name_file_and_line(text: str, line: int, said: str) -> None:
    with pytest.raises(Problems) as raised:
        parse(text.encode(), "content/subjects.yml")
    first = raised.value.problems[0]
    assert isinstance(first, LexiconError)
    assert (first.file, first.line) == ("content/subjects.yml", line)
    assert said in str(raised.value)


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(Problems) as raised:
        parse("subjects:\n- {id: a, name: 甲}\n- {id: b, words: [学]}\n".encode(), "s.yml")
    assert len(raised.value.problems) == 4


def test_a_project_has_its_own(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    assert taxonomy_of(tmp_path / "sources") == built_in()
    (tmp_path / "subjects.yml").write_text(SCHOOL, encoding="utf-8")
    assert taxonomy_of(tmp_path / "sources") == tmp_path / "subjects.yml"
    assert [s.name for s in read_taxonomy(tmp_path / "subjects.yml").subjects] == ["教育"]

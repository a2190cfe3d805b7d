"""The index is read back by a decoder of its own and compared with brute force over the texts."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.model import Cleaned, Corpus, Passage, Piece, Report, Section, Source, Table
from generator.render import search
from generator.render.names import Name, Names
from generator.render.search import fold, hash_of, number, texts, write_index

ROOT = Path(__file__).parents[2]


class Memory:
    """A writer that keeps what it is given."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def text(self, path: str, text: str) -> None:
        assert path not in self.files
        self.files[path] = text


def passage(target: str, text: str) -> Passage:
    return Passage(target, text, (Piece(0, len(text), None),))


def report(n: int, title: str, sections: list[tuple[str, list[str]]], captions: list[str], cells: list[str]) -> Report:
    made, id = [], f"report-{n}"
    for s, (heading, paragraphs) in enumerate(sections, 1):
        ps = tuple(passage(f"{id}/s{s}/p{p}", text) for p, text in enumerate(paragraphs, 1))
        row = tuple(passage(f"{id}/s{s}/t1/r1c{c}", cell) for c, cell in enumerate(cells, 1))
        head = passage(f"{id}/s{s}/heading", heading) if heading else None
        made.append(Section(head, 1, ps, (Table((row,), before=1),) if row else ()))
    pictures = tuple(passage(f"{id}/caption/{c}", text) for c, text in enumerate(captions, 1))
    return Report(
        id, f"{n}.txt", 1, passage(f"{id}/title", title) if title else None, None, None, None, (),
        "青川县人大常委会", None, 2020 + n, True, tuple(made), pictures, (),
    )  # fmt: skip


def index_of(reports: list[Report], names: Names | None = None) -> dict[str, str]:
    writer = Memory()
    source = Source("a.txt", "", "utf-8", 0, "")
    write_index(Corpus((Cleaned(source, tuple(reports), ()),)), writer, names)  # type: ignore[arg-type]
    return writer.files


def call(script: str) -> tuple[str, list[Any]]:
    name, arguments = script.removeprefix("gongbaoSearch.").rstrip("\n").split("(", 1)
    return name, json.loads(f"[{arguments.removesuffix(')')}]")


def decode(files: dict[str, str]) -> dict[str, dict[int, int]]:
    """Key → report → grade, over all shards; every key must stand in the shard of its hash."""
    shards = [call(text)[1] for path, text in files.items() if path.startswith("search/postings-")]
    found: dict[str, dict[int, int]] = {}
    for _, k, *lists in shards:
        for text, length in zip(lists, (2, 1), strict=True):
            entries = text.split(" ")[1:]
            assert entries == sorted(entries, key=lambda e: e[:length])
            for entry in entries:
                key, code = entry[:length], entry[length:]
                assert hash_of(key) % len(shards) == k
                assert key not in found
                found[key] = {}
                at, value = -1, 0
                for c in map(ord, code):
                    if c >= ord("]"):
                        value = value * 34 + c - ord("]")
                        continue
                    step, grade = divmod(value * 57 + c - ord("#"), 4)
                    at, value = at + step + 1, 0
                    found[key][at] = grade
    return found


def brute_force(reports: list[Report]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for n, one in enumerate(reports):
        count: dict[str, int] = {}
        grade: dict[str, int] = {}
        for _, text, g in texts(one):
            plain = fold(text)
            for length in (1, 2):
                for i in range(len(plain) - length + 1):
                    key = plain[i : i + length]
                    count[key] = count.get(key, 0) + 1
                    grade[key] = max(grade.get(key, 0), g)
        for key, times in count.items():
            found.setdefault(key, {})[n] = grade[key] or int(times >= 4)
    return found


characters = st.sampled_from('人民代表大会，。“”ＡaÅ①㎡ １2%…\u2028\u3000\n"\\< 𠮷👍\u200bİß')
words = st.text(characters, max_size=12) | st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
sections = st.lists(st.tuples(words, st.lists(words, max_size=3)), max_size=3)
corpora = st.lists(st.tuples(words, sections, st.lists(words, max_size=2), st.lists(words, max_size=2)), max_size=5)


@settings(max_examples=150, deadline=None)
@given(corpora)
@example([("办结率", [("", ["办结率" * 4])], [], [])] * 3)
def test_postings_say_what_the_texts_say(parts: list[tuple[Any, ...]]) -> None:
    reports = [report(n, *part) for n, part in enumerate(parts)]
    assert decode(index_of(reports)) == brute_force(reports)


@settings(max_examples=60, deadline=None)
@given(corpora)
def test_texts_come_back_as_they_are(parts: list[tuple[Any, ...]]) -> None:
    reports = [report(n, *part) for n, part in enumerate(parts)]
    files = index_of(reports)
    version, index = call(files["search/index.js"])[1]
    rows = []
    for k, first in enumerate(index["chunks"]):
        name, (its_version, its_k, chunk) = call(files[f"search/texts-{k}.js"])
        assert (name, its_version, its_k, first) == ("texts", version, k, len(rows))
        rows += chunk
    assert len(rows) == index["reports"] == len(reports)
    for one, (page, name, _, _, year, flat) in zip(reports, rows, strict=True):
        assert (page, name, year) == (f"reports/{one.id}.html", one.name, str(one.year))
        assert list(zip(flat[::2], flat[1::2], strict=True)) == [(f.anchor, f.text) for f in texts(one)]


def test_more_shards_for_more_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "SHARD_BYTES", 512)
    monkeypatch.setattr(search, "CHUNK_BYTES", 256)
    reports = [
        report(n, "报告", [("", [chr(0x4E00 + n) + chr(0x5000 + n) + "工作" for _ in range(9)])], [], [])
        for n in range(60)
    ]
    files = index_of(reports)
    shards = [text for path, text in files.items() if path.startswith("search/postings-")]
    assert len(shards) > 4 and len(shards) & (len(shards) - 1) == 0
    assert max(map(len, shards)) < 4 * 512
    assert len([path for path in files if path.startswith("search/texts-")]) > 10
    assert decode(files) == brute_force(reports)


def test_reports_far_apart_need_more_digits() -> None:
    reports = [report(n, "甲乙" if n in (0, 700) else "丙", [], [], []) for n in range(701)]
    assert decode(index_of(reports))["甲乙"] == {0: 3, 700: 3}


def test_a_number_is_printable_and_needs_no_escape() -> None:
    codes = [number(n) for n in range(5000)]
    assert len(set(codes)) == 5000
    assert not {*"".join(codes)} & {*'" \\'}
    assert json.dumps("".join(codes)) == '"' + "".join(codes) + '"'


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“四色清单”", '"四色清单"'),
        ("「四色清单」", '"四色清单"'),
        ("ＧＤＰ增长５．５％", "gdp增长5.5%"),
        ("强履职 实干　争先", "强履职实干争先"),
        ("①㎡", "1m2"),
        ("“十四五”——开局", '"十四五"--开局'),
        ("办\u200b结\ufeff率", "办结率"),
    ],
)
def test_folding(text: str, plain: str) -> None:
    assert fold(text) == plain


def test_the_hash_is_fnv_1a() -> None:
    assert hash_of("") == 0x811C9DC5
    assert hash_of("a") == 0xE40C292C  # published test vector
    assert hash_of("foobar") == 0xBF9CF968


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    program = """
import sys; sys.path[:0] = ["tests/search", "."]
from test_search_index import index_of, report
made = [report(n, f"第{n}号报告", [("一、概况", ["全年办结率达99%。"] * n)], ["图"], ["甲", "乙"]) for n in range(9)]
files = index_of(made)
sys.stdout.buffer.write(repr(sorted(files.items())).encode("utf-8"))
"""
    runs = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1 and len(runs.pop()) > 1000


def test_a_new_text_gives_a_new_version() -> None:
    one, other = (call(index_of([report(1, title, [], [], [])])["search/index.js"])[1][0] for title in ("甲", "乙"))
    assert one != other


def test_names_stand_beside_the_texts() -> None:
    reports = [report(1, "甲", [], [], [])]
    files = index_of(reports, {"term": (Name("七步法", "browse/terms.html#t-1", 2),), "organ": ()})
    function, [version, names] = call(files["search/names.js"])
    assert function == "names"
    assert names == {"term": ["七步法", "browse/terms.html#t-1", 2], "organ": []}
    assert version == call(files["search/index.js"])[1][0]
    assert version != call(index_of(reports)["search/index.js"])[1][0], "other names make another version"


def test_regions_are_told_from_the_province_down() -> None:
    regions = ("浙江省嘉兴市南湖区", None)
    reports = [replace(report(n, "甲", [], [], []), region=region) for n, region in enumerate(regions)]
    facets = {f["name"]: f for f in call(index_of(reports)["search/index.js"])[1][1]["facets"]}
    assert [facets["region"]["values"][n] for n in facets["region"]["of"]] == ["浙江省|嘉兴市|南湖区", ""]
    assert facets["kind"]["values"] == ["人大"]


def test_no_line_separator_ends_a_script_line() -> None:
    files = index_of([report(1, "甲\u2028乙\u2029", [], [], [])])
    assert all("\u2028" not in text and "\u2029" not in text for text in files.values())

"""The files of the data package, read back the way an analyst reads them."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import __version__
from generator.model import (
    Check,
    Citation,
    Cleaned,
    Comparison,
    Corpus,
    Edit,
    Event,
    Extracted,
    Formulation,
    Gap,
    Indicator,
    Link,
    Passage,
    Piece,
    Report,
    Review,
    Section,
    Source,
    Table,
)
from generator.render.package import csv_bytes, derived_files, package_files, safe_cell, tables, write_package

RAW = "标题\n办结18件，=甲\udc80"
TITLE = Passage("r/title", "标题", (Piece(0, 2, None),))
BODY = Passage("r/s1/p1", "办结18件，=甲\ufffd", (Piece(3, 11, None), Piece(11, 12, "\ufffd")))
CELL = Passage("r/s1/t1/r1c1", "格", (Piece(0, 1, None),))
REPORT = Report(
    "r", "甲/a.txt", 1, TITLE, None, None, None, ("张三",), None, None, 2024, True,
    (Section(None, 0, (BODY,), (Table(((CELL,),), before=1, above=1),)),), (),
    (Gap("办结", "", "certain", "文末残缺", "r/s1/p1", "cut", 12),), licence="CC-BY-4.0",
)  # fmt: skip
EDITS = (
    Edit(0, 2, "keep", "r/title", None, "title", ""),
    Edit(2, 3, "drop", None, None, "line-end", ""),
    Edit(3, 11, "keep", "r/s1/p1", None, "text", ""),
    Edit(11, 12, "replace", "r/s1/p1", "\ufffd", "undecodable", "原字节无法解读\u2028"),
)
ROWS = Extracted(
    (Indicator("r-i1", "r", "甲/a.txt", 5, 7, "r/s1/p1", "=甲，\"办结\"", "-办结", "", "18", "件", "exact", "none",
               "2024", "report", "achieved", "", "", 0.9, (2, 5)),),
    (Formulation("r-f1", "r", "甲/a.txt", 3, 5, "@法", "mechanism", ("建|议", "办理"), "", "r/s1/p1", (0, 2)),),
    (Citation("r-c1", "r", "甲/a.txt", 3, 5, "办法", "law", "", "r/s1/p1", (0, 2)),),
    (Event("r-e1", "r", "甲/a.txt", 3, 5, "2024-06", "会议\n召开", "r/s1/p1", (0, 2)),),
    (Review("甲/a.txt", 11, 12, "undecodable", "何字？", "\udc80", ("甲", "乙"), "replace: …"),),
)  # fmt: skip
CORPUS = Corpus(
    (Cleaned(Source("甲/a.txt", RAW, "gb18030", 20, "ab" * 32), (REPORT,), EDITS),),
    {"r": ROWS},
    (Comparison("x", "甲", "", "", "2024", "-1.5", "%", "exact", "achieved", "", "", True, "r-i1", "r"),),
    (Link("contains", "r", "r", 0, 1, 0, 1, 0.5),),
    (Check("r", "share", ("r-i1", "r-i1", "r-i1"), "93.3", "93.3", True),),
)


def read(corpus: Corpus) -> dict[str, bytes]:
    return dict(package_files(corpus))


def jsonl(data: bytes) -> list[dict]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n") if line]


def rows(data: bytes) -> list[dict]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_every_file_is_written_with_its_rows(tmp_path: Path) -> None:
    write_package(CORPUS, tmp_path / "new" / "out")
    names = [f"{name}.{table['format']}" for name, table in tables()["tables"].items()]
    assert sorted(p.name for p in (tmp_path / "new" / "out").iterdir()) == sorted(
        [*names, "datapackage.json", "gongbao.sqlite", "gongbao.xlsx"]
    )
    assert {name: data.count(b"\n") for name, data in read(CORPUS).items() if name != "datapackage.json"} == {
        **dict.fromkeys(names, 2), "reports.jsonl": 1, "review.jsonl": 1, "edits.jsonl": 4, "events.csv": 3,
    }  # fmt: skip


def test_a_site_writer_gets_the_files_below_its_data_folder() -> None:
    class Memory(dict):
        def bytes(self, path: str, data: bytes) -> None:
            self[path] = data

    memory = Memory()
    write_package(CORPUS, memory)
    assert memory == {f"data/{name}": data for name, data in (read(CORPUS) | dict(derived_files(CORPUS))).items()}


def test_report_fields() -> None:
    (report,) = jsonl(read(CORPUS)["reports.jsonl"])
    assert list(report) == list(tables()["tables"]["reports"]["fields"])
    assert report["title"] == "标题" and report["subtitle"] is None and report["authors"] == ["张三"]
    table = {"before": 1, "caption": [BODY.text], "heads": 0, "rows": [["格"]]}
    assert report["sections"] == [{"heading": None, "level": 0, "paragraphs": [BODY.text], "tables": [table]}]
    assert report["gaps"] == [
        {"after": "办结", "before": "", "grade": "certain", "note": "文末残缺", "target": "r/s1/p1", "rule": "cut",
         "start": 12}
    ]  # fmt: skip


def test_clean_text_is_derivable_from_the_ledger() -> None:
    files = read(CORPUS)
    built = ""
    for edit in jsonl(files["edits.jsonl"]):
        assert edit["source"] == "甲/a.txt"
        if edit["target"] == "r/s1/p1":
            built += RAW[edit["start"] : edit["end"]] if edit["action"] == "keep" else edit["output"]
    assert built == jsonl(files["reports.jsonl"])[0]["sections"][0]["paragraphs"][0]


def test_files_are_strict_utf8_and_split_into_lines_alike_everywhere() -> None:
    files = read(CORPUS)
    assert jsonl(files["review.jsonl"])[0]["evidence"] == "\ufffd"
    assert len(files["edits.jsonl"].decode("utf-8").splitlines()) == 4
    assert jsonl(files["edits.jsonl"])[3]["note"] == "原字节无法解读\u2028"


def test_csv_has_a_byte_order_mark_crlf_and_harmless_text() -> None:
    data = read(CORPUS)["indicators.csv"]
    assert data.startswith(b'\xef\xbb\xbf"id","report","source","start","end",')
    assert data.endswith(b',0.9,false,"value"\r\n')
    (row,) = rows(data)
    assert row["quote"] == '\'=甲，"办结"' and row["measure"] == "'-办结" and row["value"] == "18"
    assert rows(read(CORPUS)["formulations.csv"])[0]["components"] == "建｜议|办理"
    assert rows(read(CORPUS)["events.csv"])[0]["text"] == "会议\n召开"
    (comparison,) = rows(read(CORPUS)["comparisons.csv"])
    assert comparison["value"] == "-1.5" and comparison["conflict"] == "true"


@pytest.mark.parametrize(
    "text", ["=1+1", "+甲", "-甲", "@甲", "\t甲", "\r甲", "\n甲", "＝1", "＋1", "－甲", "＠甲", "-1+cmd|' /C calc'!A0"]
)
def test_formulas_are_disarmed(text: str) -> None:
    assert safe_cell(text) == "'" + text
    assert safe_cell("'" + text) == "''" + text


@pytest.mark.parametrize("text", ["", "甲=1", "-1", "-1.5", "18", "——副题", "'甲", "1e-07"])
def test_other_cells_stay(text: str) -> None:
    assert safe_cell(text) == text


NUMBER = re.compile(r"-\d[\d.]*(e[+-]?\d+)?")
CELLS = st.text(alphabet="'\"=+-@＝甲1.e;,\t\r\n", max_size=8)


@given(CELLS)
def test_a_disarmed_cell_gives_its_text_back(text: str) -> None:
    """As docs/data-package.md says."""
    back = re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", safe_cell(text))
    assert re.sub(r"(?<=[;\t\r\n])'(?=[\"']*[=+\-@＝＋－＠])", "", back) == text


def test_text_is_quoted_and_numbers_are_not() -> None:
    data = csv_bytes([{"a": '甲,"乙"', "b": "-1.5", "c": True, "d": None, "e": ("丙", "丁|")}], "abcde")
    assert data.decode("utf-8-sig") == '"a","b","c","d","e"\r\n"甲,""乙""",-1.5,true,,"丙|丁｜"\r\n'


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(st.lists(st.tuples(CELLS.filter(lambda cell: not NUMBER.fullmatch(cell)), CELLS), max_size=3))
@example([("甲;=1+1", "乙")])
@example([('甲;"=1+1', "\n＝1")])
def test_no_reader_finds_a_formula(separator: str, table: list[tuple[str, str]]) -> None:
    """A spreadsheet program cuts at the separator of its own locale, whatever the file was written for.

    The first field of every file is an id or a name, never a number.
    """
    data = csv_bytes([{"a": one, "b": other} for one, other in table], "ab").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(data, newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if re.match(r"[\t\r\n]*[=+\-@＝＋－＠]", cell) and not NUMBER.fullmatch(cell)] == []


def test_descriptor_describes_every_file_as_it_is() -> None:
    files = read(CORPUS)
    package = json.loads(files["datapackage.json"])
    assert package["program"] == {"name": "gongbao", "version": __version__}
    assert package["licenses"] == [{"name": "CC-BY-4.0", "title": "CC-BY-4.0"}]
    assert package["sources"] == [
        {"title": "标题", "path": "甲/a.txt", "bytes": 20, "sha256": "ab" * 32, "encoding": "gb18030",
         "licences": ["CC-BY-4.0"]}
    ]  # fmt: skip
    assert {r["path"] for r in package["resources"]} == set(files) - {"datapackage.json"}
    for resource in package["resources"]:
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == "sha256:" + hashlib.sha256(data).hexdigest()
        fields = resource["schema"]["fields"]
        read_back = rows(data) if resource["format"] == "csv" else jsonl(data)
        for row in read_back:
            assert list(row) == [f["name"] for f in fields]
            for field in fields:
                assert _fits(row[field["name"]], field), (resource["path"], field)


def _fits(value: object, field: dict) -> bool:
    if value is None or value == "":
        return True
    if "constraints" in field and value not in field["constraints"]["enum"]:
        return False
    if isinstance(value, str) and field["type"] != "string":
        patterns = {"integer": r"-?\d+", "number": r"-?\d+(\.\d+)?", "boolean": "true|false"}
        return re.fullmatch(patterns[field["type"]], value) is not None
    kinds = {"string": str, "integer": int, "boolean": bool, "array": list, "number": (int, float)}
    return isinstance(value, kinds[field["type"]])


def test_no_licence_is_claimed_where_none_is_stated() -> None:
    bare = replace(CORPUS.cleaned[0], reports=(replace(REPORT, licence=None),))
    package = json.loads(read(replace(CORPUS, cleaned=(bare,)))["datapackage.json"])
    assert "licenses" not in package and "licences" not in package["sources"][0]


def test_an_empty_corpus_gives_headers_only() -> None:
    files = read(Corpus(()))
    assert files["reports.jsonl"] == b"" and files["links.csv"].count(b"\r\n") == 1

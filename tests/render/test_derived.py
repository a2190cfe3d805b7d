"""The database and the workbook hold the rows of the data package, as their programs read them."""

import io
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest

from generator.render.database import bigrams
from generator.render.package import derived_files, package_files, tables
from tests.packaging.test_data_package import CORPUS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def derived() -> dict[str, bytes]:
    return dict(derived_files(CORPUS))


def cells(data: bytes, sheet: int) -> dict[str, tuple[str, str]]:
    """Reference of each cell → (type, text): ``n`` a number, ``s`` a text, ``b`` a truth value, ``f`` a formula."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{sheet}.xml"))
        names = book.namelist()
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml")) if "xl/sharedStrings.xml" in names else []
        strings = ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in shared]
    found = {}
    for cell in root.iter(f"{MAIN}c"):
        kind, value = cell.get("t", "n"), cell.find(f"{MAIN}v")
        text = (value.text or "") if value is not None else "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
        kind = "f" if cell.find(f"{MAIN}f") is not None else kind
        found[cell.get("r", "")] = ("s", strings[int(text)]) if kind == "s" else (kind.replace("inlineStr", "s"), text)
    return found


def test_the_same_corpus_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = derived()
    assert first == derived()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = derived()
    assert dated["gongbao.sqlite"] == first["gongbao.sqlite"]
    with zipfile.ZipFile(io.BytesIO(dated["gongbao.xlsx"])) as book:
        assert b"2023-11-14T22:13:20Z" in book.read("docProps/core.xml")


def test_the_database_has_every_row(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    path.write_bytes(derived()["gongbao.sqlite"])
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        for name, table in tables()["tables"].items():
            data = dict(package_files(CORPUS))[f"{name}.{table['format']}"]
            count = db.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            assert count == (data.decode("utf-8-sig").count("\n") - (table["format"] == "csv")) or name == "events"
            assert [row[1] for row in db.execute(f"PRAGMA table_info({name})")] == list(table["fields"])
        assert db.execute("SELECT value, unit, measure FROM indicators").fetchall() == [(18.0, "件", "-办结")]
        assert db.execute("SELECT typeof(value) FROM comparisons").fetchall() == [("real",)]


@pytest.mark.parametrize(("text", "hits"), [("办结", 1), ("结18", 1), ("标题", 1), ("结办", 0)])
def test_any_two_characters_are_found(text: str, hits: int) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(derived()["gongbao.sqlite"])
        query = "SELECT count(*) FROM passages WHERE id IN (SELECT rowid FROM search WHERE bigrams MATCH ?)"
        assert db.execute(query, (f'"{bigrams(text)}"',)).fetchone() == (hits,)


def test_bigrams() -> None:
    assert bigrams("代表建议，A1 好") == "代表 表建 建议 a1 好"


def test_figures_are_numbers_and_no_text_is_a_formula() -> None:
    data = derived()["gongbao.xlsx"]
    every = [cell for n in range(1, 9) for cell in cells(data, n).values()]
    assert {kind for kind, _ in every} <= {"n", "s", "b"}
    indicators = cells(data, 1)
    heads = {text.split(" ")[0]: ref[0] for ref, (_, text) in indicators.items() if re.fullmatch("[A-Z]1", ref)}
    assert indicators[f"{heads['value']}2"] == ("n", "18")
    assert indicators[f"{heads['unit']}2"] == ("s", "件")
    assert indicators[f"{heads['measure']}2"] == ("s", "-办结")
    assert indicators[f"{heads['quote']}2"] == ("s", '=甲，"办结"')


def test_a_text_that_looks_like_a_formula_stays_text_when_edited() -> None:
    with zipfile.ZipFile(io.BytesIO(derived()["gongbao.xlsx"])) as book:
        assert b'quotePrefix="1"' in book.read("xl/styles.xml")
        assert book.testzip() is None
        assert {info.date_time for info in book.infolist()} == {(1980, 1, 31, 0, 0, 0)}

"""The data package as one SQLite file: the same tables, and every passage for searching (docs/data-package.md).

SQLite's own full-text index finds no Chinese word inside a run of characters; one of pairs of characters does.
The same corpus gives the same bytes with the same version of SQLite.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from operator import add
from typing import Any

from generator import __version__
from generator.model import Corpus, Passage, Report

NAME = "gongbao.sqlite"
TYPES = {"integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "string": "TEXT", "array": "TEXT"}

_UNDECODABLE = re.compile("[\ud800-\udfff]")
_WORDS = re.compile(r"\w+")


def database(corpus: Corpus, tables: dict[str, Any], rows: dict[str, Iterable[dict[str, Any]]]) -> bytes:
    """The bytes of the file. ``tables`` is the content of package.yml, ``rows`` the rows of each of its tables."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA encoding = 'UTF-8'")
        for name, table in tables["tables"].items():
            _fill(connection, name, table, rows[name])
        _passages(connection, corpus)
        connection.execute("CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        connection.executemany(
            "INSERT INTO about VALUES (?, ?)", [("program", f"gongbao {__version__}"), ("title", tables["title"])]
        )
        connection.commit()
        return connection.serialize()
    finally:
        connection.close()


def bigrams(text: str) -> str:
    """The pairs of characters of each run of letters and digits, parted by spaces; a single one stands alone.

    A phrase of two or more characters is found with ``MATCH '"' || its bigrams || '"'``.
    """
    return " ".join(" ".join(map(add, run, run[1:])) or run for run in _WORDS.findall(text.lower()))


def _fill(connection: sqlite3.Connection, name: str, table: dict[str, Any], rows: Iterable[dict[str, Any]]) -> None:
    fields = table["fields"]
    columns = []
    for field, about in fields.items():
        key = " PRIMARY KEY" if table.get("key") == field else ""
        reference = f" REFERENCES {_q(about['references'])} (id)" if "references" in about else ""
        columns.append(f"{_q(field)} {TYPES[about['type']]}{key}{reference}")
    connection.execute(f"CREATE TABLE {_q(name)} ({', '.join(columns)})")
    marks = ", ".join("?" * len(fields))
    kinds = [about["type"] for about in fields.values()]
    connection.executemany(
        f"INSERT INTO {_q(name)} VALUES ({marks})",
        ([_value(value, kind) for value, kind in zip(row.values(), kinds, strict=True)] for row in rows),
    )
    for field, about in fields.items():
        if "references" in about or field == "canonical":
            connection.execute(f"CREATE INDEX {_q(f'{name}_{field}')} ON {_q(name)} ({_q(field)})")


def _passages(connection: sqlite3.Connection, corpus: Corpus) -> None:
    """Every text of every report, and a full-text index of its bigrams under the same rowid."""
    connection.execute(
        "CREATE TABLE passages"
        " (id INTEGER PRIMARY KEY, target TEXT UNIQUE, report TEXT REFERENCES reports (id), text TEXT)"
    )
    texts = [(n, p.target, r.id, _text(p.text)) for n, (r, p) in enumerate(_every(corpus), 1)]
    connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", texts)
    # Without content of its own: the index alone is already larger than the texts.
    connection.execute("CREATE VIRTUAL TABLE search USING fts5 (bigrams, content='')")
    connection.executemany(
        "INSERT INTO search (rowid, bigrams) VALUES (?, ?)", ((n, bigrams(text)) for n, _, _, text in texts)
    )


def _every(corpus: Corpus) -> Iterator[tuple[Report, Passage]]:
    return ((report, passage) for report in corpus.reports for passage in report.passages)


def _value(value: Any, kind: str) -> Any:
    if value is None or (value == "" and kind in ("number", "integer")):
        return None
    if isinstance(value, bool):
        return int(value)
    if kind == "number":
        return float(value)
    if isinstance(value, tuple) and all(isinstance(part, str) for part in value):
        return _text("|".join(part.replace("|", "｜") for part in value))
    if isinstance(value, (list, tuple, dict)):
        return _text(json.dumps(value, ensure_ascii=False))
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    """What UTF-8 can hold: a lone surrogate stands for an undecodable byte."""
    return _UNDECODABLE.sub("\ufffd", text)


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

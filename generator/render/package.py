"""The data package: what the pipeline knows, as JSON Lines and CSV with a Table Schema (docs/data-package.md).

The same corpus gives the same bytes. Nothing in a source can run when a spreadsheet program opens a file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePath
from typing import Any, Protocol

import yaml

from generator import __version__
from generator.model import Corpus, Passage, Report, Section
from generator.render.aside import Kind

Row = dict[str, Any]


class ByteWriter(Protocol):
    """Where generated files go when the package is part of a site; see generator.render.writer.Writer."""

    def bytes(self, path: str, data: bytes, /) -> object:
        """Write ``data`` at ``path`` below the writer's root."""


@cache
def tables() -> dict[str, Any]:
    """The contents of package.yml: title, description and, by table name, format and fields."""
    loaded: dict[str, Any] = yaml.safe_load(files(__package__).joinpath("package.yml").read_text(encoding="utf-8"))
    return loaded


def _of_package(name: str) -> bool:
    from generator.render import database, workbook

    return name in {"datapackage.json", database.NAME, workbook.NAME} or (
        PurePath(name).stem in tables()["tables"] and name.endswith((".csv", ".jsonl"))
    )


PACKAGE = Kind("data package", "datapackage.json", "--to", foreign=lambda name: not _of_package(name))
"""A folder with a package: what else lies there, a README say, stays when another package takes its place."""


def write_package(corpus: Corpus, out: Path | ByteWriter, *, folder: str = "data") -> None:
    """Write the package: straight into ``out`` where it is a path, below ``folder`` where it is a site's writer."""
    if isinstance(out, Path):
        out.mkdir(parents=True, exist_ok=True)
    for name, data in (*package_files(corpus), *derived_files(corpus)):
        if isinstance(out, Path):
            (out / name).write_bytes(data)
        else:
            out.bytes(f"{folder}/{name}", data)


def package_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file of the package, ``datapackage.json`` last."""
    resources = []
    for name, table in tables()["tables"].items():
        rows = _rows(corpus, name)
        data = csv_bytes(rows, table["fields"]) if table["format"] == "csv" else _jsonl(rows)
        path = f"{name}.{table['format']}"
        resources.append(_resource(name, path, table, data))
        yield path, data
    yield "datapackage.json", _encode(json.dumps(_descriptor(corpus, resources), ensure_ascii=False, indent=2) + "\n")


def derived_files(corpus: Corpus) -> Iterator[tuple[str, bytes]]:
    """The same tables for other programs: an SQLite database and an Excel workbook."""
    from generator.render import database, workbook

    yield database.NAME, database.database(corpus, tables(), {name: _rows(corpus, name) for name in tables()["tables"]})
    yield workbook.NAME, workbook.workbook(tables(), {name: _rows(corpus, name) for name in workbook.SHEETS})


def _rows(corpus: Corpus, name: str) -> Iterator[Row]:
    """The rows of one table in source order, their columns as package.yml lists them."""
    fields = tuple(tables()["tables"][name]["fields"])
    if name == "reports":
        records: Iterable[Any] = map(_report, corpus.reports)
    elif name == "edits":
        records = ({"source": c.source.path, **edit._asdict()} for c in corpus.cleaned for edit in c.edits)
    elif name in ("comparisons", "links", "checks", "review"):
        records = map(vars, getattr(corpus, name))
    else:
        known = (corpus.extracted[r.id] for r in corpus.reports if r.id in corpus.extracted)
        records = (vars(row) for rows in known for row in getattr(rows, name))
    return ({field: record[field] for field in fields} for record in records)


def _report(report: Report) -> Row:
    def text(passage: Passage | None) -> str | None:
        return passage.text if passage else None

    def section(s: Section) -> Row:
        return {
            "heading": text(s.heading),
            "level": s.level,
            "paragraphs": [p.text for p in s.paragraphs],
            "tables": [
                {
                    "before": t.before,
                    "caption": [p.text for p in s.paragraphs[t.before - t.above : t.before]],
                    "heads": t.heads,
                    "rows": [[cell.text for cell in row] for row in t.rows],
                }
                for t in s.tables
            ],
        }

    return {
        **vars(report),
        "title": text(report.title),
        "subtitle": text(report.subtitle),
        "kicker": text(report.kicker),
        "byline": text(report.byline),
        "sections": [section(s) for s in report.sections],
        "captions": [p.text for p in report.captions],
        "gaps": [
            {key: getattr(gap, key) for key in ("after", "before", "grade", "note", "target", "rule", "start")}
            for gap in report.gaps
        ],
    }


def _encode(text: str) -> bytes:
    """UTF-8; the lone surrogates that stand for undecodable bytes become U+FFFD, so that any reader can read it."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\ufffd", text).encode("utf-8")


# Characters at which some readers, though not JSON, end a line.
_OTHER_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def _jsonl(rows: Iterable[Row]) -> bytes:
    dump = json.JSONEncoder(ensure_ascii=False).encode
    text = "".join(f"{dump(row)}\n" for row in rows)
    return _encode(_OTHER_LINE_ENDS.sub(lambda m: f"\\u{ord(m[0]):04x}", text))


# What spreadsheet programs take for the start of a formula, full-width signs included. A cell that already has
# apostrophes in front of such a sign gets one more, so that taking one away always gives the text back.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?", re.ASCII)
# Where the list separator is a semicolon, such a program cuts a cell at it, quoted or not: a quotation mark counts only
# at the start of what it takes for a cell. So what begins behind such a place is treated as the start of one.
_INNER = re.compile("([;\t\r\n])(?=[\"']*[=+\\-@\uff1d\uff0b\uff0d\uff20])")


def safe_cell(text: str) -> str:
    """``text`` so that no spreadsheet program runs it: an apostrophe goes before a formula sign; numbers stay.

    A sign that would begin a cell for a program that cuts at semicolons, tabs or line ends gets one, too.
    """
    if _NUMBER.fullmatch(text):
        return text
    return ("'" if _FORMULA.match(text) else "") + _INNER.sub(r"\1'", text)


def _cell(value: Any) -> str:
    """The cell as it stands in the file: text in quotation marks, numbers and truth without, nothing for nothing."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        value = "|".join(part.replace("|", "｜") for part in value)
    text = "" if value is None else safe_cell(str(value))
    return text if not text or _NUMBER.fullmatch(text) else '"' + text.replace('"', '""') + '"'


def csv_bytes(rows: Iterable[Row], fields: Iterable[str]) -> bytes:
    """A CSV file as spreadsheet programs on Chinese systems want it; cells are in the order of ``fields``."""
    lines = [",".join(map(_cell, fields)), *(",".join(map(_cell, row.values())) for row in rows)]
    return b"\xef\xbb\xbf" + _encode("".join(f"{line}\r\n" for line in lines))


def _resource(name: str, path: str, table: Row, data: bytes) -> Row:
    """The Frictionless description of one file."""
    fields = []
    for field, about in table["fields"].items():
        described: Row = {"name": field, "type": about["type"], "description": about["description"]}
        if "enum" in about:
            described["constraints"] = {"enum": about["enum"]}
        fields.append(described)
    schema: Row = {"fields": fields}
    if "key" in table:
        schema["primaryKey"] = [table["key"]]
    keys = [
        {"fields": [field], "reference": {"resource": about["references"], "fields": ["id"]}}
        for field, about in table["fields"].items()
        if "references" in about
    ]
    if keys:
        schema["foreignKeys"] = keys
    csv_only = {"profile": "tabular-data-resource", "dialect": {"delimiter": ",", "lineTerminator": "\r\n"}}
    return {
        "name": name,
        "path": path,
        "title": table["title"],
        "format": table["format"],
        "mediatype": "text/csv" if table["format"] == "csv" else "application/x-ndjson",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        **(csv_only if table["format"] == "csv" else {}),
        "schema": schema,
    }


def _descriptor(corpus: Corpus, resources: list[Row]) -> Row:
    licences: dict[str, None] = {}
    sources = []
    for cleaned in corpus.cleaned:
        stated = list(dict.fromkeys(r.licence for r in cleaned.reports if r.licence))
        licences.update(dict.fromkeys(stated))
        source = cleaned.source
        sources.append(
            {
                "title": next((r.title.text for r in cleaned.reports if r.title), source.path),
                "path": source.path,
                "bytes": source.size,
                "sha256": source.sha256,
                "encoding": source.encoding,
                **({"licences": stated} if stated else {}),
            }
        )
    about = tables()
    return {
        "profile": "data-package",
        "name": "gongbao",
        "title": about["title"],
        "description": about["description"],
        "program": {"name": "gongbao", "version": __version__},
        **({"licenses": [_licence(text) for text in licences]} if licences else {}),
        "sources": sources,
        "resources": resources,
    }


def _licence(text: str) -> Row:
    return {"path": text} if text.startswith(("https://", "http://")) else {"name": text, "title": text}

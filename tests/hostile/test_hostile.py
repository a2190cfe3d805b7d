"""Hostile texts in every place, through every exit of one built site, and in a browser (payloads.yml, corpus.py)."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "render")]

# The folders that these are in come first.
# ruff: noqa: E402
from corpus import CANARY_HOST, MARKED, ROOT, Payload, file_name, payloads, plain, project, sidecar
from pageread import by_commonmark, by_python_markdown, expected, read

from generator.model import Corpus, Report
from generator.pipeline import load
from generator.render.places import report_page
from generator.visible import visible

ALL = payloads()
CASES = [(p, "plain") for p in ALL] + [(p, "marked") for p in ALL if p.kind in MARKED]
SHOWN = [f"{p.stem}-{way}" for p, way in CASES]
SIGN = re.compile(r"[\t\r\n]*[=+\-@＝＋－＠]")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


class Built:
    """The project, what the program said, and the corpus as the stages know it."""

    def __init__(self, folder: Path) -> None:
        self.sources = project(folder)
        command = [sys.executable, "-m", "generator", "build", "--review", "--site", str(folder / "site")]
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        self.said, self.code = done.stdout + done.stderr, done.returncode
        self.site, self.docs = folder / "site", folder / "content" / "pages"
        self.corpus: Corpus = load(self.sources)

    @cache  # noqa: B019  # lives as long as the tests
    def report(self, name: str) -> Report:
        return next(r for r in self.corpus.reports if r.source == name)

    def data(self, name: str) -> bytes:
        return (self.site / "data" / name).read_bytes()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("hostile"))


def wanted(report: Report) -> list[tuple[str, str]]:
    """What a page says; noncharacters, which HTML cannot carry, show as replaced."""
    return [(name, re.sub("[\ufffe\uffff]", "\ufffd", text)) for name, text in expected(report)]


def of(built: Built, case: tuple[Payload, str]) -> Report:
    p, way = case
    return built.report(f"{file_name(p)}{' m.md' if way == 'marked' else '.txt'}")


def test_there_are_many() -> None:
    assert len(ALL) > 120 and len(CASES) > 150


def test_it_builds_and_the_terminal_is_left_alone(built: Built) -> None:
    assert built.code == 0, built.said
    assert [ch for ch in built.said if ch != "\n" and visible(ch) != ch] == []


@pytest.mark.parametrize("case", CASES, ids=SHOWN)
def test_a_page_says_what_the_report_says(built: Built, case: tuple[Payload, str]) -> None:
    report = of(built, case)
    html = (built.site / report_page(report)).read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article>") + len("</article>")]
    assert read(article).blocks == wanted(report)


@pytest.mark.parametrize("case", CASES, ids=SHOWN)
def test_a_markdown_page_says_it_too(built: Built, case: tuple[Payload, str]) -> None:
    report = of(built, case)
    page = (built.docs / report_page(report)).with_suffix(".md").read_text(encoding="utf-8")
    assert by_commonmark(page) == wanted(report)
    assert by_python_markdown(page) == wanted(report)


@pytest.mark.parametrize("case", CASES, ids=SHOWN)
def test_the_text_of_the_source_is_still_there(built: Built, case: tuple[Payload, str]) -> None:
    """Letters and digits that a reader sees are in the report, or the ledger says by which rule they went."""
    report = of(built, case)
    [cleaned] = [c for c in built.corpus.cleaned if c.source.path == report.source]
    assert cleaned.edits[0].start == 0
    assert all(a.end == b.start for a, b in zip(cleaned.edits, cleaned.edits[1:], strict=False))
    raw = cleaned.source.text
    for target, text in {p.target: p.text for p in report.passages}.items():
        pieces = [e for e in cleaned.edits if e.target == target]
        assert "".join(raw[e.start : e.end] if e.action == "keep" else e.output or "" for e in pieces) == text


def test_json_lines_and_database_say_it_too(built: Built) -> None:
    rows = {row["id"]: row for row in map(json.loads, built.data("reports.jsonl").decode().splitlines())}
    with closing(sqlite3.connect(built.site / "data" / "gongbao.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for report in built.corpus.reports:
            assert rows[report.id]["organ"] == report.organ
            assert rows[report.id]["title"] == (report.title.text if report.title else None)
            found = db.execute("SELECT text FROM passages WHERE report = ? ORDER BY id", (report.id,)).fetchall()
            assert [text for (text,) in found] == [p.text for p in report.passages]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula(built: Built, separator: str) -> None:
    for path in [*built.site.rglob("*.csv")]:
        text = path.read_bytes().decode("utf-8-sig")
        cells = [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) for cell in row]
        assert [c for c in cells if SIGN.match(c) and not re.fullmatch(r"-\d[\d.]*", c)] == [], path


def test_csv_gives_the_text_back(built: Built) -> None:
    rows = list(csv.DictReader(io.StringIO(built.data("indicators.csv").decode("utf-8-sig"), newline="")))
    wanted = [i for r in built.corpus.reports for i in built.corpus.extracted[r.id].indicators]
    for row, indicator in zip(rows, wanted, strict=True):
        back = re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", row["quote"])
        assert re.sub(r"(?<=[;\t\r\n])'(?=[\"']*[=+\-@＝＋－＠])", "", back) == indicator.quote


def test_the_workbook_holds_no_formula_and_no_link(built: Built) -> None:
    with zipfile.ZipFile(io.BytesIO(built.data("gongbao.xlsx"))) as book:
        for name in book.namelist():
            root = ElementTree.fromstring(book.read(name))
            tags = {node.tag.rpartition("}")[2] for node in root.iter()}
            assert not tags & {"f", "hyperlink", "ddeLink", "externalReference"}, name


def test_the_site_map_is_one(built: Built) -> None:
    root = ElementTree.parse(built.site / "sitemap.xml").getroot()
    places = [node.text or "" for node in root.iter() if node.tag.endswith("loc")]
    assert len(places) > 300
    assert [place for place in places if not re.fullmatch(r"https://example\.org/gongbao/[\w./-]*", place, re.A)] == []


ALLOWED = {"", "https", "data"}  # data: the icon of a page


def test_nothing_of_a_text_became_an_element(built: Built) -> None:
    strange = {"iframe", "object", "embed", "base", "marquee", "math", "foreignobject", "animate", "x-y"}
    for path in built.site.rglob("*.html"):
        if path.name == "404.html":
            continue
        for tag, attributes in read(path.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>")).seen:
            assert tag not in strange and (tag != "script" or "assets/" in (attributes.get("src") or "")), path
            assert not [name for name in attributes if name.startswith("on") or name in ("style", "srcdoc")], path
            for name in ("href", "src", "action", "xlink:href"):
                value = attributes.get(name) or ""
                url = urlsplit(value)
                assert url.scheme in ALLOWED and url.hostname != CANARY_HOST, (path, value)


@pytest.mark.parametrize("p", [p for p in ALL if p.refused], ids=lambda p: p.stem)
def test_a_fact_that_hides_something_is_refused(p: Payload, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(plain(p).encode())
    (tmp_path / "a.txt.yml").write_bytes(sidecar(p).encode())
    command = [sys.executable, "-m", "generator", "check", "--sources", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert done.returncode == 1
    assert "which no reader sees" in done.stdout
    assert [ch for ch in done.stdout + done.stderr if ch != "\n" and visible(ch) != ch] == []


@pytest.fixture(scope="module")
def troubles(built: Built) -> Iterator[dict[str, list[str]]]:
    """What went wrong on the pages, by page: each kind of page is opened for each payload, reports all of them."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, f"none of {', '.join(BROWSERS)} is in PATH; install one"
    from playwright.sync_api import sync_playwright

    found: dict[str, list[str]] = {}
    here: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.on("dialog", lambda dialog: (here.append(f"script ran: {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda m: m.type in ("warning", "error") and here.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: here.append(f"page error: {error}"))
        page.on("request", lambda r: r.url.startswith(("file:", "data:")) or here.append(f"request: {r.url}"))
        for file in sorted(built.site.rglob("*.html")):
            name = file.relative_to(built.site).as_posix()
            if not name.startswith(("collation/", "raw/")) or int(file.stat().st_size) % 3 == 0:
                page.goto(file.as_uri())
                found[name], here[:] = list(here), []
        for p in (p for p in ALL if not p.hidden):
            page.goto(f"{(built.site / 'search.html').as_uri()}?q={p.bridge}")
            page.locator(".gb-hit").first.wait_for()
            found[f"search {p.stem}"], here[:] = list(here), []
        browser.close()
    yield found


def test_in_a_browser_nothing_runs_and_nothing_is_asked_of_others(troubles: dict[str, list[str]]) -> None:
    assert len(troubles) > 300
    assert {name: told for name, told in troubles.items() if told} == {}

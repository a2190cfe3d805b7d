"""The whole output of a tiny site, approved as a directory: sources/ goes in, approved/ comes out.

A wanted change is approved with `make golden`; its diff is then read, and committed with what caused it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from difflib import SequenceMatcher
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
APPROVED = HERE / "approved"
# Pages are approved as Markdown; of those that MkDocs builds, one of each kind of template is enough.
BUILT = ("index.html", "404.html", "reports/qingxi-zhengxie-2024.html")
AROUND = 40  # characters shown around a difference in a long line
SHOWN = 12  # differences shown of a file


def build(folder: Path) -> Path:
    """A project with the sources, built strictly; returns the folder."""
    shutil.copytree(HERE / "sources", folder / "content" / "sources")
    (folder / "content" / "pages").mkdir()
    shutil.copy(ROOT / "content" / "pages" / "about.md", folder / "content" / "pages")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--strict", "--quiet"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def output(folder: Path) -> dict[str, str]:
    """What is approved, by path: generated pages, data package, search index, some built pages."""
    pages, found = folder / "content" / "pages", {}
    for path in sorted(pages.rglob("*")):
        name = path.relative_to(pages).as_posix()
        raw = name.startswith("sources/") and path.suffix == ".txt"
        if path.is_file() and not name.startswith(".") and not raw and name != "about.md":
            found[f"pages/{name}"] = path
    found |= {f"built/{name}": folder / "site" / name for name in BUILT}
    texts = {}
    for name, path in found.items():
        if name.endswith(".md.txt"):  # the Markdown of a report, to be downloaded
            assert path.read_bytes() == path.with_suffix("").read_bytes()
        elif name.endswith(".sqlite"):
            texts[f"{name}.txt"] = database(path)
        elif name.endswith(".xlsx"):
            texts[f"{name}.txt"] = workbook(path)
        elif name.endswith("datapackage.json"):
            texts[name] = descriptor(path)
        else:
            texts[name] = path.read_text(encoding="utf-8")
    return texts


def database(path: Path) -> str:
    """The tables and how many rows they have; the rows are those of the other files."""
    with closing(sqlite3.connect(path)) as base:
        tables = base.execute("select name, sql from sqlite_master where type in ('table', 'view') order by name")
        rows = [(sql, *base.execute(f'select count(*) from "{name}"').fetchone()) for name, sql in tables.fetchall()]
    return "".join(f"{sql}\n-- {count} rows\n" for sql, count in rows)


def workbook(path: Path) -> str:
    """The sheets and where their cells end."""
    with zipfile.ZipFile(path) as parts:
        sheets = re.findall(r'<sheet name="([^"]*)"', parts.read("xl/workbook.xml").decode("utf-8"))
        areas = [
            re.findall(r'<dimension ref="([^"]*)"', parts.read(f"xl/worksheets/sheet{n}.xml").decode("utf-8"))
            for n in range(1, len(sheets) + 1)
        ]
    return "".join(f"{sheet} {' '.join(area)}\n" for sheet, area in zip(sheets, areas, strict=True))


def descriptor(path: Path) -> str:
    """datapackage.json without sizes and hashes, which change whenever anything does."""
    content = json.loads(path.read_text(encoding="utf-8"))
    for resource in content["resources"]:
        resource.pop("hash", None)
        resource.pop("bytes", None)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def approved() -> dict[str, str]:
    return {
        path.relative_to(APPROVED).as_posix(): path.read_text(encoding="utf-8")
        for path in APPROVED.rglob("*")
        if path.is_file()
    }


def refresh(texts: dict[str, str]) -> None:
    shutil.rmtree(APPROVED, ignore_errors=True)
    for name, text in texts.items():
        path = APPROVED / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def differences(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """What differs, for people: file and line, the line as approved, the line as it is now."""
    found = [f"{name}: is approved, but not made any more" for name in sorted(old.keys() - new.keys())]
    found += [f"{name}: is made, but not approved" for name in sorted(new.keys() - old.keys())]
    for name in sorted(old.keys() & new.keys()):
        if old[name] == new[name]:
            continue
        was, now = old[name].split("\n"), new[name].split("\n")
        changes = [c for c in SequenceMatcher(None, was, now, autojunk=False).get_opcodes() if c[0] != "equal"]
        for _, a, b, c, d in changes[:SHOWN]:
            found.append(f"{name}:{a + 1}")
            pairs = b - a == d - c
            for n in range(max(b - a, d - c)):
                first, second = (was[a + n] if n < b - a else None), (now[c + n] if n < d - c else None)
                if pairs:
                    first, second = narrowed(first or "", second or "")
                found += [f"  - {first}"] if first is not None else []
                found += [f"  + {second}"] if second is not None else []
        if len(changes) > SHOWN:
            found.append(f"{name}: and {len(changes) - SHOWN} more places")
    return found


def shared(first: str, second: str) -> int:
    """How many characters two lines have in common at their beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(first), len(second)))


def narrowed(first: str, second: str) -> tuple[str, str]:
    """Two lines without most of what they share at either end."""
    head = shared(first, second)
    tail = shared(first[head:][::-1], second[head:][::-1])
    start = max(0, head - AROUND)

    def part(line: str) -> str:
        end = min(len(line), len(line) - tail + AROUND)
        return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")

    return part(first), part(second)


def test_the_golden_site(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    texts = output(build(tmp_path))
    if request.config.getoption("--refresh-golden", default=False):
        refresh(texts)
    found = differences(approved(), texts)
    if found:
        pytest.fail(
            "\n".join(["the golden site (tests/golden/approved) has changed; if you want that: make golden", *found]),
            pytrace=False,
        )


def test_it_shows_what_it_is_there_for() -> None:
    """The sources have their troubles, and the approved site has none of them."""
    reports = {name: text for name, text in approved().items() if name.startswith("pages/reports/")}
    paper = next(text for text in reports.values() if "监督更有力" in text)
    plain = re.sub(r"<[^>]*>", "", paper)
    assert plain.index("# 凝心聚力谋发展") < plain.index("2024年，青溪区人大常委会围绕中心")
    assert "连续两年跟踪监督" in plain
    assert "综合新闻" not in plain
    spliced = re.sub(r"<[^>]*>", "", reports["pages/reports/qingxi-zhengxie-2024.md"])
    assert spliced.count("坚持问题导向") == 1
    assert spliced.index("坚持问题导向") > spliced.index("## 二、加强民主监督")
    assert "季度协商座谈会" in spliced


def test_a_difference_is_shown_with_its_file_and_line() -> None:
    long = "甲" * 100
    old = {"a.md": f"一\n{long}乙{long}\n三\n", "gone.md": ""}
    new = {"a.md": f"一\n{long}丙{long}\n三\n四\n", "new.md": ""}
    window = "…" + "甲" * AROUND
    assert differences(old, new) == [
        "gone.md: is approved, but not made any more",
        "new.md: is made, but not approved",
        "a.md:2",
        f"  - {window}乙{'甲' * AROUND}…",
        f"  + {window}丙{'甲' * AROUND}…",
        "a.md:4",
        "  + 四",
    ]
    assert differences(old, old) == []

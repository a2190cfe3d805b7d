from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.errors import BuildError, Problems
from generator.render.writer import JOURNAL, MANIFEST, Writer


def write(docs: Path, **files: str) -> list[Path]:
    writer = Writer(docs)
    for name, text in files.items():
        writer.text(name.replace("__", "/") + ".md", text)
    return writer.finish()


def names(docs: Path) -> set[str]:
    return {p.relative_to(docs).as_posix() for p in docs.rglob("*") if p.is_file()}


def test_stale_files_and_their_empty_folders_go(tmp_path: Path) -> None:
    write(tmp_path, index="a", reports__x="b", reports__y="c")
    write(tmp_path, index="a")
    assert names(tmp_path) == {"index.md", MANIFEST}
    assert not (tmp_path / "reports").exists()


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    [page] = write(tmp_path, index="a")
    before = [(p, p.stat().st_mtime_ns, p.stat().st_ino) for p in (page, tmp_path / MANIFEST)]
    write(tmp_path, index="a")
    assert before == [(p, p.stat().st_mtime_ns, p.stat().st_ino) for p in (page, tmp_path / MANIFEST)]


def test_a_hand_written_page_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("mine", encoding="utf-8")
    with pytest.raises(Problems, match=r"index\.md: this file was written or edited by hand"):
        write(tmp_path, index="a")
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "mine"


def test_an_edited_generated_page_is_kept(tmp_path: Path) -> None:
    write(tmp_path, index="a", about="b")
    (tmp_path / "about.md").write_text("mine", encoding="utf-8")
    with pytest.raises(Problems, match="edited by hand"):
        write(tmp_path, index="a", about="c")
    write(tmp_path, index="a")
    assert (tmp_path / "about.md").read_text(encoding="utf-8") == "mine"
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["files"].keys() == {"index.md"}


def test_a_killed_run_is_no_persons_work(tmp_path: Path) -> None:
    Writer(tmp_path).text("index.md", "a")  # never finished
    with (tmp_path / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write('["half.md", "')
    write(tmp_path, index="b")
    assert names(tmp_path) == {"index.md", MANIFEST}
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "b"


def test_a_line_after_one_that_a_kill_cut_off_counts(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text('["half.md", "', encoding="utf-8")
    Writer(tmp_path).text("index.md", "a")  # never finished
    write(tmp_path, index="b")
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "b"


def test_what_a_killed_run_began_goes(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_text('\n["a/b/c.md", "0123"]\n', encoding="utf-8")  # killed before it wrote the file
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / ".gongbao-tmp-1234").write_text("hal", encoding="utf-8")
    write(tmp_path, index="b")
    assert sorted(p.name for p in tmp_path.iterdir()) == [MANIFEST, "index.md"]


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "a/../../x.md", "", "a\\b.md", "C:/x.md", "./x.md"])
def test_no_path_leaves_the_folder(tmp_path: Path, path: str) -> None:
    with pytest.raises(BuildError, match="no path below the pages folder"):
        Writer(tmp_path).text(path, "")


def test_a_manifest_cannot_delete_outside(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / MANIFEST).write_text('{"files": {"../secret": "0"}}', encoding="utf-8")
    with pytest.raises(BuildError, match="no path below"):
        Writer(docs)


def test_a_damaged_manifest_says_so(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text("{", encoding="utf-8")
    with pytest.raises(BuildError, match="damaged; delete it, and"):
        Writer(tmp_path)


@pytest.mark.parametrize("other", ["a.md", "A.md"])
def test_one_path_has_one_content(tmp_path: Path, other: str) -> None:
    writer = Writer(tmp_path)
    writer.text("a.md", "1")
    with pytest.raises(BuildError, match="share the path"):
        writer.text(other, "2")


@pytest.mark.parametrize(
    "damage", [b"\xff\xfe\x00", b"7\n", b'["a.md"]\n', b'[7, "x"]\n', b'["../x", "0"]\n', b"[" * 100_000, b'{"a": 1}\n']
)
def test_a_damaged_journal_costs_nothing(tmp_path: Path, damage: bytes) -> None:
    Writer(tmp_path).text("index.md", "a")  # never finished
    whole = (tmp_path / JOURNAL).read_bytes()
    (tmp_path / JOURNAL).write_bytes(damage.rstrip(b"\n") + b"\n" + whole)
    write(tmp_path, index="b")
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "b" and names(tmp_path) == {"index.md", MANIFEST}


@pytest.mark.parametrize("damage", [b"\xff\xfe", b"[]", b'{"files": 1}', b'{"files": {"a": ["b"]}}', b"[" * 100_000])
def test_a_damaged_manifest_is_named_whatever_it_holds(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(damage)
    with pytest.raises(BuildError, match="damaged; delete it, and the generated pages"):
        Writer(tmp_path)


@pytest.mark.parametrize("name", [MANIFEST, JOURNAL])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_notes_that_are_no_files(tmp_path: Path, name: str, make: Callable[[Path], None]) -> None:
    make(tmp_path / name)
    with pytest.raises(BuildError, match="no regular file, and gongbao keeps a list there; delete it"):
        Writer(tmp_path)


def test_all_files_in_the_way_are_told_and_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("mine", encoding="utf-8")
    writer = Writer(tmp_path, dry=True)
    for name in ("a.md", "b.md", "c.md"):
        writer.text(name, "x")
    with pytest.raises(Problems) as told:
        writer.finish()
    assert [Path(problem.file or "").name for problem in told.value.problems] == ["a.md", "b.md"]
    assert names(tmp_path) == {"a.md", "b.md"}


def test_going_on_keeps_what_is_in_the_way_and_what_was_there(tmp_path: Path) -> None:
    write(tmp_path, index="a", old="b")
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")
    for keep_stale, left in ((True, {"index.md", "old.md"}), (False, {"index.md"})):
        writer = Writer(tmp_path)
        for name in ("index.md", "mine.md"):
            writer.text(name, "a")
        writer.finish(keep_going=True, keep_stale=keep_stale)
        assert names(tmp_path) == left | {"mine.md", MANIFEST}
        assert (tmp_path / "mine.md").read_text(encoding="utf-8") == "mine"

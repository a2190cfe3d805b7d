"""Accepting a name for an entry: one line of the catalogue changes, everything else stays as people wrote it."""

from __future__ import annotations

import difflib
import re
from pathlib import Path

from generator.errors import LexiconError
from generator.read import read_own
from generator.relate.catalogue import NONE, Catalogue, fold, parse

_LIST = re.compile(r"(?P<head>\s*(?:aliases|ignored):\s*\[)(?P<words>[^\]]*)(?P<tail>\].*)", re.DOTALL)
_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9“”]*")


def accept(path: Path, measure: str, entry_id: str) -> str:
    """Add ``measure`` to the aliases of an entry (to ``ignored`` where the id is ``none``); the line that changed.

    Comments, order and line ends stay. Raises LexiconError where that cannot be done in one line, Problems where the
    catalogue is wrong before or would be wrong after.
    """
    raw = read_own(path)
    catalogue = parse(raw, str(path))
    lines = raw.decode("utf-8").splitlines(keepends=True)
    name = measure.strip()
    _must_be_new(catalogue, name, entry_id)
    if entry_id == NONE:
        at, indent, key = _top(lines), "", "ignored"
    else:
        at, indent = _aliases(lines, catalogue.by_id[entry_id].line)
        key = "aliases"
    changed = _with(lines, at, indent, key, name, str(path))
    text = "".join(lines)
    after = parse(text.encode("utf-8"), str(path))
    known = after.ignored if entry_id == NONE else after.by_id[entry_id].aliases
    if fold(name) not in known:
        raise LexiconError("the name cannot be added by itself", file=str(path), line=at + 1, mend="edit the line")
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(text.encode("utf-8"))
    temporary.replace(path)
    return changed.strip()


def _must_be_new(catalogue: Catalogue, name: str, entry_id: str) -> None:
    if not fold(name):
        raise LexiconError("the name is empty", file=catalogue.path, mend='write gongbao accept "<name>" <id>')
    if entry_id != NONE and entry_id not in catalogue.by_id:
        like = difflib.get_close_matches(entry_id, [entry.id for entry in catalogue.entries], 3, 0.5)
        mend = f"did you mean {', '.join(like)}?" if like else f"look for its id in {catalogue.path}"
        raise LexiconError(f"there is no entry {entry_id}", file=catalogue.path, mend=mend)
    if entry_id == NONE and fold(name) in catalogue.ignored:
        raise LexiconError(f"{name} is ignored already", file=catalogue.path, mend="nothing is to be done")
    if entry_id != NONE and fold(name) in catalogue.by_id[entry_id].aliases:
        line = catalogue.by_id[entry_id].line
        raise LexiconError(
            f"{name} is an alias of {entry_id} already", file=catalogue.path, line=line, mend="nothing is to be done"
        )


def _top(lines: list[str]) -> int:
    """The line of ``ignored:``; one is added at the end where there is none."""
    for n, line in enumerate(lines):
        if line.startswith("ignored:"):
            return n
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    lines.append(f"ignored: []{_end(lines)}")
    return len(lines) - 1


def _aliases(lines: list[str], id_line: int) -> tuple[int, str]:
    """The line of ``aliases:`` of the entry whose id stands in ``id_line`` (1-based), and its indent.

    Where the entry has none, the line goes in front of its definition, or behind its id.
    """
    first = id_line - 1
    column = lines[first].index("id:")
    indent = " " * column
    behind = len(lines)
    for n in range(first + 1, len(lines)):
        text = lines[n]
        if text.strip() and not text.lstrip().startswith("#") and not text.startswith(indent):
            behind = n
            break
    for n in range(first, behind):
        if lines[n][column:].startswith("aliases:"):
            return n, indent
    place = next((n for n in range(first, behind) if lines[n][column:].startswith("definition:")), first + 1)
    lines.insert(place, f"{indent}aliases: []{_end(lines)}")
    return place, indent


def _end(lines: list[str]) -> str:
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def _with(lines: list[str], at: int, indent: str, key: str, name: str, path: str) -> str:
    """Put the name into the list in line ``at``, which must stand on one line."""
    line = lines[at]
    if line.strip() == f"{key}:":
        line = f"{indent}{key}: []{line[len(line.rstrip()) :]}"
    found = _LIST.fullmatch(line)
    if not found:
        mend = f'write the list on one line: {key}: ["…"], or add the name yourself'
        raise LexiconError(f"the list of {key} is not on one line", file=path, line=at + 1, mend=mend)
    quoted = name if _PLAIN.fullmatch(name) else '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    words = f"{found['words'].rstrip()}, {quoted}" if found["words"].strip() else quoted
    lines[at] = f"{found['head']}{words}{found['tail']}"
    return lines[at]

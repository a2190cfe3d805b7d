"""What happened to a raw line: the records of the ledger that touch it, in words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from generator.cli.lines import Lines
from generator.errors import GongbaoError
from generator.model import Cleaned, Edit, Review
from generator.pipeline import clean
from generator.read import MAX_SIZE
from generator.visible import visible

LONG = 40
"""Characters of a kept passage that are shown; what was changed is shown whole."""


def explained(folder: Path, place: str, max_size: int = MAX_SIZE) -> str:
    """The history of one raw line, or of every changed line of a file. ``place`` is ``FILE`` or ``FILE:LINE``."""
    folder, path, line = _place(folder, place)
    cleaned = clean(folder, path, max_size)
    lines = Lines(cleaned.source.text)
    if line is not None:
        if not 1 <= line <= len(lines):
            raise GongbaoError(
                f"there is no line {line}; the last one is {len(lines)}",
                file=str(folder / path),
                mend="name one of them",
            )
        return _line(cleaned, lines, line, str(folder / path))
    return "".join(_changes(cleaned, lines, str(folder / path)))


def _place(folder: Path, place: str) -> tuple[Path, str, int | None]:
    """Folder, path below it, and line. A file that really has the name goes before ``FILE:LINE``."""
    match = re.fullmatch(r"(.+):(\d+)", place)
    for name, line in ((place, None), *([(match[1], int(match[2]))] if match else [])):
        if (folder / name).is_file() and not PurePosixPath(name).is_absolute():
            return folder, PurePosixPath(name).as_posix(), line
        there = Path(name)
        if there.is_file():
            if there.resolve().is_relative_to(folder.resolve()):
                return folder, there.resolve().relative_to(folder.resolve()).as_posix(), line
            return there.parent, there.name, line
    missing = match[1] if match else place
    raise GongbaoError("there is no such source", file=missing, mend="name it from here or from --sources")


def _notable(cleaned: Cleaned, edit: Edit) -> bool:
    """Everything but passages that stay and white space that goes."""
    if edit.action == "keep":
        return False
    return edit.action == "replace" or not cleaned.source.text[edit.start : edit.end].isspace()


def _changes(cleaned: Cleaned, lines: Lines, file: str) -> Iterator[str]:
    """Every change and question of the file, each with its line and column."""
    told = [(edit.start, _record(cleaned.source.text, edit)) for edit in cleaned.edits if _notable(cleaned, edit)]
    told += [(question.start, _question(question)) for question in cleaned.review]
    for offset, text in sorted(told):
        line = lines.at(offset)
        yield f"{file}:{line}:{offset - lines.span(line)[0] + 1}: {text}"


def _line(cleaned: Cleaned, lines: Lines, number: int, file: str) -> str:
    start, end = lines.span(number)
    out = [f"{file}:{number}: {shown(cleaned.source.text[start:end])}\n"]
    for edit in cleaned.edits:
        if edit.start < end and start < edit.end:
            a, b = max(edit.start, start) - start + 1, min(edit.end, end) - start
            out.append(f"  {a if a == b else f'{a}-{b}':>9}  {_record(cleaned.source.text, edit, start, end)}")
    for question in cleaned.review:
        if question.start < end and start < max(question.end, question.start + 1):
            out.append(f"  {_question(question)}")
    return "".join(out)


def _record(raw: str, edit: Edit, start: int = 0, end: int = sys.maxsize) -> str:
    """One record of the ledger; what was kept or dropped is cut to ``[start, end)``."""
    text = raw[max(edit.start, start) : min(edit.end, end)]
    if edit.action == "keep":
        what = f"kept      {shown(text if len(text) <= LONG else text[: LONG - 1] + '…')}  → {edit.target}"
    elif edit.action == "drop":
        what = f"dropped   {shown(text)}"
    else:
        what = f"replaced  {shown(raw[edit.start : edit.end])}  by {shown(edit.output or '')}  → {edit.target}"
    return f"{what}  [{edit.rule}]{' ' + shown(edit.note, quote='') if edit.note else ''}\n"


def _question(question: Review) -> str:
    asked = " ".join(part for part in (question.question, question.evidence) if part)
    entry = "".join(f"             {line}\n" for line in question.entry.splitlines())
    return f"question  {shown(asked, quote='')}  [{question.rule}]\n{entry}"


def shown(text: str, *, quote: str = '"') -> str:
    """The text on one line; what a terminal would not show, or would obey, is written as an escape."""
    return f"{quote}{visible(text, spaces=True)}{quote}"

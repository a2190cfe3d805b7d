"""What is wrong with sources and sidecars and what waits for a person, and the forms in which it is listed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from generator.cli.lines import Lines
from generator.errors import Fault, GongbaoError
from generator.model import Corpus
from generator.pipeline import Progress, list_sources, survey
from generator.read import MAX_SIZE
from generator.visible import visible


@dataclass(frozen=True)
class Finding:
    """An ``error`` fails a build; a ``warning`` is a question that waits for a person; a ``notice`` is neither."""

    file: str
    line: int | None
    level: Literal["error", "warning", "notice"]
    rule: str
    message: str
    entry: str = ""
    """The sidecar entry that would answer a question."""
    detail: str = ""
    """The traceback of a fault."""


def find(folder: Path, *, jobs: int = 1, progress: Progress | None = None, max_size: int = MAX_SIZE) -> list[Finding]:
    """All findings of a folder of sources, by file and line."""
    corpus, problems = survey(folder, jobs=jobs, progress=progress, max_size=max_size)
    findings = [
        *(_finding(folder, problem, "error", type(problem).__name__) for problem in problems),
        *_questions(folder, corpus),
        *(_finding(folder, notice, "notice", "not-read") for notice in list_sources(folder).notices),
    ]
    return sorted(findings, key=lambda f: (f.file, f.line or 0))


def _finding(folder: Path, told: GongbaoError, level: Literal["error", "notice"], rule: str) -> Finding:
    message = f"{told.problem}; {told.mend}" if told.mend else told.problem
    detail = told.detail if isinstance(told, Fault) else ""
    return Finding(told.file or str(folder), told.line, level, rule, message, detail=detail)


def _questions(folder: Path, corpus: Corpus) -> Iterator[Finding]:
    lines = {c.source.path: Lines(c.source.text) for c in corpus.cleaned}
    for question in corpus.review:
        text = " ".join(part for part in (question.question, question.evidence) if part)
        line = lines[question.source].at(question.start)
        yield Finding(str(folder / question.source), line, "warning", question.rule, text, question.entry)


def as_text(findings: list[Finding]) -> str:
    """``file:line: message``, the answering sidecar entry indented below a question."""
    out = []
    for f in findings:
        where = f.file if f.line is None else f"{f.file}:{f.line}"
        kind = {"error": "", "warning": "question: ", "notice": "notice: "}[f.level]
        out.append(f"{visible(where)}: {kind}{visible(_one_line(f.message))}\n")
        out.extend(f"    {line}\n" for line in f.entry.splitlines())
    return "".join(out)


def as_json(findings: list[Finding]) -> str:
    """A list of objects with the fields of Finding."""
    return _json([asdict(f) for f in findings])


def as_github(findings: list[Finding]) -> str:
    """Workflow commands that GitHub shows beside the line."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def prop(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    out = []
    for f in findings:
        line = "" if f.line is None else f",line={f.line}"
        message = f"{f.message}\n{f.entry}" if f.entry else f.message
        out.append(f"::{f.level} file={prop(f.file)}{line},title={prop(f.rule)}::{data(message)}\n")
    return "".join(out)


def as_gitlab(findings: list[Finding]) -> str:
    """A Code Quality report."""
    severity = {"error": "major", "warning": "minor", "notice": "info"}
    seen: dict[str, int] = {}
    report = []
    for f in findings:
        key = "\0".join((f.file, f.rule, f.message))
        seen[key] = seen.get(key, 0) + 1
        report.append(
            {
                "description": f.message,
                "check_name": f.rule,
                "fingerprint": hashlib.sha256(f"{key}\0{seen[key]}".encode("utf-8", "replace")).hexdigest(),
                "severity": severity[f.level],
                "location": {"path": Path(f.file).as_posix(), "lines": {"begin": f.line or 1}},
            }
        )
    return _json(report)


FORMATS: dict[str, Callable[[list[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
}


def _json(data: object) -> str:
    """JSON that a terminal may show: what it would obey stands as JSON's own escape, and reads back as it was."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return "".join(ch if ch == "\n" or visible(ch) == ch else json.dumps(ch)[1:-1] for ch in text)


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""A report as plain lines, so that a fixture shows what came out and anybody can extend it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from generator.clean import clean_source
from generator.model import Cleaned, Report, Source, Table
from generator.read import Sidecar


def source(text: str, path: str = "a.txt") -> Source:
    raw = text.encode("utf-8", "surrogateescape")
    return Source(path, text, "utf-8", len(raw), hashlib.sha256(raw).hexdigest())


def clean(text: str, path: str = "a.txt", sidecar: Sidecar | None = None) -> Cleaned:
    return clean_source(source(text, path), sidecar or Sidecar(path + ".yml"))


def outline(cleaned: Cleaned) -> str:
    blocks = ["\n".join(_lines(report)) for report in cleaned.reports]
    asked = "\n".join(f"ask {q.rule}: {q.evidence}" for q in cleaned.review)
    return "\n\n".join([*blocks, asked] if asked else blocks)


def _lines(report: Report) -> Iterator[str]:
    for name in ("kicker", "title", "subtitle", "byline"):
        passage = getattr(report, name)
        if passage:
            yield f"{name}: {passage.text}"
    if report.authors:
        yield "authors: " + "、".join(report.authors)
    gaps = {gap.target: gap for gap in report.gaps if gap.before}
    start = gaps.pop("", None)
    for section in report.sections:
        if section.heading:
            yield f"h{section.level}: {section.heading.text}"
        elif section is not report.sections[0]:
            yield f"h{section.level}:"
        if start:
            yield f"gap: {start.rule} {start.grade}"
            start = None
        for paragraph in section.blocks:
            if isinstance(paragraph, Table):
                yield f"table: {paragraph.above} above, {paragraph.heads} heads"
                yield from ("| " + " | ".join(cell.text for cell in row) + " |" for row in paragraph.rows)
                continue
            yield f"p: {paragraph.text}"
            if paragraph.target in gaps:
                gap = gaps[paragraph.target]
                yield f"gap: {gap.rule} {gap.grade}"
    for gap in report.gaps:
        if gap.after and not gap.before:
            yield f"gap: {gap.rule} {gap.grade}"
    for caption in report.captions:
        yield f"caption: {caption.text}"

"""What must hold for any text whatever: no fault, a ledger that tiles, texts and rows that lead back to the source."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal, InvalidOperation
from pathlib import Path

from generator.clean import clean_source
from generator.extract import extract
from generator.model import Cleaned, Corpus, Extracted, Report, Source
from generator.pipeline import Worked
from generator.read import Sidecar
from generator.relate import relate
from generator.relate.catalogue import built_in, read_catalogue
from generator.render.package import write_package
from generator.render.pages import SiteInfo, add_pages
from generator.render.review import add_review
from generator.render.search import write_index
from generator.render.writer import Writer


class Unsound(AssertionError):
    """Something that must always hold does not."""


def source(text: str, path: str) -> Source:
    """A source with this text; escaped bytes become the bytes that they were."""
    raw = text.encode("utf-8", "surrogatepass" if any("\ud800" <= c < "\udc80" for c in text) else "surrogateescape")
    return Source(path, text, "utf-8", len(raw), hashlib.sha256(raw).hexdigest())


def worked(text: str, path: str = "a.txt") -> Worked:
    """Clean and extract a text without a sidecar, and look whether all holds. Raises Unsound, or what went wrong."""
    cleaned = clean_source(source(text, path), Sidecar(f"{path}.yml"))
    check_ledger(cleaned)
    rows = {report.id: extract(report) for report in cleaned.reports}
    for report in cleaned.reports:
        check_rows(report, rows[report.id], text)
    return Worked(cleaned, rows)


def check_ledger(cleaned: Cleaned) -> None:
    """The ledger tiles the source, every text follows from it, and every clean character leads to raw ones."""
    raw, at = cleaned.source.text, 0
    built: dict[str, str] = defaultdict(str)
    for edit in cleaned.edits:
        if not edit.start == at < edit.end or not edit.rule or (edit.action == "drop") != (edit.target is None):
            raise Unsound(f"the ledger does not tile at {at}: {edit}")
        at = edit.end
        if edit.target:
            built[edit.target] += raw[edit.start : edit.end] if edit.action == "keep" else edit.output or ""
    if at != len(raw):
        raise Unsound(f"the ledger ends at {at} of {len(raw)}")
    texts = {passage.target: passage for report in cleaned.reports for passage in report.passages}
    if built != {target: passage.text for target, passage in texts.items() if passage.text}:
        raise Unsound("a text is not what the ledger says")
    for target, passage in texts.items():
        for i in range(len(passage.text)):
            start, end = passage.raw_span(i, i + 1)
            if not 0 <= start < end <= len(raw):
                raise Unsound(f"character {i} of {target} leads to {start}-{end}")


def check_rows(report: Report, rows: Extracted, raw: str) -> None:
    """Rows stand in the report that they are of, lead to raw characters, and figures are decimals."""
    texts = {passage.target: passage.text for passage in report.passages}
    for row in (*rows.indicators, *rows.formulations, *rows.citations, *rows.events):
        start, end = row.at
        if not (0 <= row.start < row.end <= len(raw) and 0 <= start < end <= len(texts[row.paragraph])):
            raise Unsound(f"a row stands nowhere: {row}")
    for figure in rows.indicators:
        try:
            sound = Decimal(figure.value).is_finite()
        except InvalidOperation:
            sound = False
        if not sound:
            raise Unsound(f"a value is no number: {figure}")


def site_of(parts: list[Worked], folder: Path) -> None:
    """Everything that is written about these sources: pages, questions, search index, data package."""
    rows = {report: found for part in parts for report, found in part.extracted.items()}
    corpus = relate(Corpus(tuple(part.cleaned for part in parts), rows), read_catalogue(built_in()))
    writer = Writer(folder)
    site = SiteInfo("公报", "", "", "data")
    names = add_pages(corpus, writer, site=site)
    add_review(corpus, writer, site=site)
    write_index(corpus, writer, names)
    write_package(corpus, writer, folder="data")
    writer.finish()

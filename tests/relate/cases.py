"""Reports made of sentences, run through extraction and relating."""

from collections.abc import Sequence

from generator.extract import extract
from generator.model import Cleaned, Corpus, Passage, Piece, Report, Section, Source
from generator.relate import relate
from generator.relate.catalogue import Catalogue, built_in, read_catalogue

CATALOGUE = read_catalogue(built_in())


def report(
    paragraphs: Sequence[str], *, rid: str = "r", organ: str | None = "甲市政府", region: str | None = "某省甲市",
    year: int | None = 2024, source: str = "",
) -> Report:  # fmt: skip
    passages, at = [], 0
    for n, text in enumerate(paragraphs, 1):
        passages.append(Passage(f"{rid}/s1/p{n}", text, (Piece(at, at + len(text), None),)))
        at += len(text) + 1
    return Report(
        rid, source or f"{rid}.txt", 1, None, None, None, None, (), organ, region, year, True,
        (Section(None, 1, tuple(passages)),), (), (),
    )  # fmt: skip


def corpus(*reports: Report, catalogue: Catalogue = CATALOGUE) -> Corpus:
    cleaned = tuple(
        Cleaned(Source(r.source, "\n".join(p.text for p in r.paragraphs), "utf-8", 1, ""), (r,), ()) for r in reports
    )
    return relate(Corpus(cleaned, {r.id: extract(r) for r in reports}), catalogue)


def rows(text: str, **facts: object) -> list[tuple[str, str, str, str]]:
    """(entry, value, breakdown, conflict) of each comparison row that a paragraph gives."""
    found = corpus(report([text], **facts)).comparisons  # type: ignore[arg-type]
    return [(r.canonical, r.value, r.breakdown, "!" if r.conflict else "") for r in found]

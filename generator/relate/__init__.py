"""Relating: figures aligned with the catalogue, compared and checked, and links between reports.

The only stage that sees the whole corpus. It works on rows and small sketches; every pass is linear in them.
"""

from __future__ import annotations

from dataclasses import replace

from generator.model import Corpus, Extracted
from generator.relate.align import Aligner, align
from generator.relate.arithmetic import checks, questions_about
from generator.relate.catalogue import Catalogue
from generator.relate.compare import comparisons
from generator.relate.links import find_links
from generator.relate.unmatched import questions

__all__ = ["relate"]


def relate(corpus: Corpus, catalogue: Catalogue) -> Corpus:
    """The corpus with canonical ids, comparisons, arithmetic checks, links and the questions that these raise."""
    aligner = Aligner(catalogue)
    extracted: dict[str, Extracted] = {}
    for report in corpus.reports:
        rows = corpus.extracted.get(report.id)
        if rows:
            extracted[report.id] = replace(rows, indicators=align(report, rows.indicators, aligner))
    pairs = [(report, extracted[report.id].indicators) for report in corpus.reports if report.id in extracted]
    checked = tuple(check for report, rows in pairs for check in checks(report, rows))
    return replace(
        corpus,
        extracted={**corpus.extracted, **extracted},
        comparisons=comparisons(pairs, catalogue),
        links=find_links(corpus),
        checks=checked,
        questions=(*questions(pairs, catalogue), *questions_about(pairs, checked)),
    )

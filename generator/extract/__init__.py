"""Extraction: figures, formulations (提法), citations and dated events out of one clean report."""

from __future__ import annotations

from generator.extract.citations import citations
from generator.extract.events import events
from generator.extract.formulations import formulations
from generator.extract.indicators import indicators
from generator.extract.questions import questions
from generator.model import Extracted, Report

__all__ = ["extract"]


def extract(report: Report) -> Extracted:
    """The rows of one report in text order: a pure function of the report and the lexicons."""
    figures = tuple(indicators(report))
    return Extracted(
        indicators=figures,
        formulations=tuple(formulations(report)),
        citations=tuple(citations(report)),
        events=tuple(events(report)),
        review=tuple(questions(report, figures)),
    )

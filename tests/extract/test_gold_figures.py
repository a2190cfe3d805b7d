"""Accuracy floors of extraction on the gold paragraphs. Raising one is normal, lowering one needs a reason."""

import pytest
from gold_figures import figures
from gold_reports import gold_reports, raw_text

FLOORS = {
    "indicators.f1": 0.99,
    "indicators.strict_f1": 0.97,
    "indicators.position_accuracy": 1.0,
    "indicators.value_accuracy": 1.0,
    "indicators.unit_accuracy": 1.0,
    "indicators.qualifier_accuracy": 1.0,
    "indicators.direction_accuracy": 1.0,
    "indicators.period_accuracy": 1.0,
    "indicators.measure_accuracy": 0.97,
    "citations.f1": 1.0,
    "events.f1": 1.0,
    "formulations.recall": 0.96,
    "formulations.precision": 0.92,
    "formulations.components_f1": 0.85,
}


@pytest.fixture(scope="module")
def measured() -> dict[str, float]:
    return dict(figures().figures)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floor(name: str, measured: dict[str, float]) -> None:
    assert measured[name] >= FLOORS[name]


def test_gold_passages_are_derivable() -> None:
    for report in gold_reports():
        raw = raw_text(report.source)
        for p in report.passages:
            assert "".join(raw[x.start : x.end] if x.output is None else x.output for x in p.pieces) == p.text

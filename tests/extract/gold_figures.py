"""The scorer's figures for extraction alone, on gold paragraphs.

python tests/extract/gold_figures.py [--errors]
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent.parent)]

import score  # noqa: E402
from gold_reports import GOLD, gold_reports, raw_text  # noqa: E402

from generator.extract import extract  # noqa: E402


def _rows(kind: str) -> list[dict[str, Any]]:
    rows = []
    for report in gold_reports():
        for row in getattr(extract(report), kind):
            made = asdict(row)
            if "components" in made:
                made["components"] = "|".join(made["components"])
            rows.append(made)
    return rows


def figures(errors: bool = False) -> score.Score:
    """A score that holds the figures of the four kinds of rows, and the list of errors if wanted."""
    out = score.Score(errors)
    gold = json.loads((GOLD / "indicators.json").read_text(encoding="utf-8"))
    sources = {r.source for r in gold_reports()}
    doc_source = {source[:3]: source for source in sorted(sources)}
    score.score_indicators(out, gold, _rows("indicators"), {s: raw_text(s) for s in sources})
    score.score_formulations(out, score.jsonl(GOLD / "formulations.jsonl"), _rows("formulations"), doc_source)
    score.score_mentions(
        out, "citations", score.jsonl(GOLD / "citations.jsonl"), _rows("citations"), doc_source, "title"
    )
    score.score_mentions(out, "events", score.jsonl(GOLD / "events.jsonl"), _rows("events"), doc_source, "date")
    return out


if __name__ == "__main__":
    result = figures("--errors" in sys.argv)
    print("\n".join(result.errors))
    for key, value in result.figures.items():
        print(f"{key:38} {value:.4f}")

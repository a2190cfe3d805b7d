"""Of which time figures are, and as what they are meant: whole articles, from the raw text on."""

import re
from pathlib import Path

import pytest

from generator.model import Indicator
from generator.pipeline import Worked, work

HERE = Path(__file__).parent / "time"


def blocks() -> list[tuple[str, str, list[str]]]:
    found = []
    for path in sorted(HERE.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").split("\n---\n"):
            lines = [line for line in block.strip().split("\n") if not line.startswith("# ")]
            title, _, rest = "\n".join(lines).strip().partition("\n")
            text, _, rows = rest.partition("\n=>\n")
            found.append((title, text, rows.split("\n")))
    return found


def shown(row: Indicator) -> str:
    marks = [row.role] * (row.role == "base") + ["estimate"] * row.estimate + [f"@{row.scope}"] * bool(row.scope)
    return " ".join([f"{row.value}{row.unit}", row.measure or "?", row.period or "-", row.status, *marks])


@pytest.mark.parametrize(("title", "text", "expected"), blocks(), ids=[b[0] for b in blocks()])
def test_time_of_figures(title: str, text: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    worked = work(tmp_path, "a.txt")
    assert isinstance(worked, Worked)
    rows = [shown(row) for rows in worked.extracted.values() for row in rows.indicators]
    told = list(rows)
    for n, (row, line) in enumerate(zip(rows, expected, strict=False)):
        pattern = " ".join("[^ ]+" if word == "*" else re.escape(word) for word in line.split(" "))
        if re.fullmatch(pattern, row if "@" in line else row.partition(" @")[0]):
            told[n] = line
    assert told == expected


def test_a_base_is_no_surer_than_the_value_it_leads_to(tmp_path: Path) -> None:
    text = "关于青芦县2025年工作情况的报告\n2025年，茶园面积从1.8万亩扩大到2.6万亩。\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    worked = work(tmp_path, "a.txt")
    assert isinstance(worked, Worked)
    base, value = next(iter(worked.extracted.values())).indicators
    assert (base.role, value.role) == ("base", "value")
    assert base.confidence <= value.confidence

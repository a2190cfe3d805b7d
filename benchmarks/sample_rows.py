"""Rows of a folder of sources, drawn for reading: ``python -m benchmarks.sample_rows FOLDER [--seed N]``.

Half is drawn where a word of plans stands in a heading below others and yet the section tells of the past; the other
half are plans and targets. Each row is printed with its file, line, headings and clause, for somebody who reads the
source and judges year and status. What is drawn depends on the seed and on where the numbers stand, not on what the
program makes of them, so that two versions of it can be judged on the same rows.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from generator.model import Corpus, Indicator, Report, Section
from generator.pipeline import survey

SEED = 20261201
FILES, PAST, PLANS = 40, 100, 60
WORDS = re.compile("建议|任务|目标|部署|计划|安排|重点工作")
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
AHEAD = re.compile("今年|明年|今后|未来|下一步|下一阶段|新的一年|下一年|总体要求|总体思路|打算")
PLANNED = re.compile("(?:工作|主要|目标|重点).{0,6}(?:安排|部署|任务|建议|意见|目标)")


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args()
    corpus, problems = survey(chosen.folder, jobs=0)
    for problem in problems:
        print(problem)
    past = past_rows(corpus, chosen.seed)
    plans = plan_rows(corpus, chosen.seed)
    print(f"# {len(past)} rows of sections on the past from {len({row.source for row, _ in past})} files")
    show(corpus, past)
    print(f"# {len(plans)} plans and targets from {len({row.source for row, _ in plans})} files")
    show(corpus, plans)


def place(seed: int, *names: object) -> str:
    """Where something stands in the order that a seed draws."""
    return hashlib.sha256("/".join(map(str, (seed, *names))).encode("utf-8")).hexdigest()


def past_rows(corpus: Corpus, seed: int) -> list[tuple[Indicator, str]]:
    """Rows under the headings on the past of ``FILES`` files, a few of each, with their headings."""
    tiers: dict[str, int] = {}
    rows: dict[str, list[tuple[Indicator, str]]] = defaultdict(list)
    for report in corpus.reports:
        sections = {p.target: where for section, where in past_sections(report) for p in section.paragraphs}
        found = [(row, sections[row.paragraph]) for row in indicators(corpus, report) if row.paragraph in sections]
        if found:
            rows[report.source] += found
            tiers[report.source] = min(tiers.get(report.source, 3), tier(report))
    files = sorted((f for f in rows if tiers[f] < 3), key=lambda f: (tiers[f], place(seed, f)))[:FILES]
    drawn = [sorted(rows[f], key=lambda r: place(seed, f, r[0].start)) for f in files]
    turns = [row for turn in zip_longest(*drawn) for row in turn if row is not None]
    return sorted(turns[:PAST], key=lambda r: (r[0].source, r[0].start))


def tier(report: Report) -> int:
    """0 where a heading below one on the past holds a word of plans, 1 where one below any does, 2 where any does."""
    if any(s.level > 1 and WORDS.search(heading(s)) for s, _ in past_sections(report)):
        return 0
    if any(s.level > 1 and WORDS.search(heading(s)) for s in report.sections):
        return 1
    return 2 if any(WORDS.search(heading(s)) for s in report.sections) else 3


def past_sections(report: Report) -> Iterator[tuple[Section, str]]:
    """The sections between the first heading and the first main one that looks ahead, each with its headings."""
    own = report.year
    if own is None or not any(looks_ahead(s, own) for s in report.sections):
        return
    over = ""
    for section in report.sections:
        if looks_ahead(section, own):
            return
        over = heading(section) if section.level <= 1 else over
        if over:
            yield section, over if section.level <= 1 else f"{over} > {heading(section)}"


def looks_ahead(section: Section, own: int) -> bool:
    """Whether a main heading names a year after the report's own, or the time to come and no year."""
    text = heading(section)
    if section.level > 1 or not text:
        return False
    years = [int(y) for y in YEAR.findall(text)]
    return max(years) > own if years else bool(AHEAD.search(text) or PLANNED.search(text))


def heading(section: Section) -> str:
    """The text of a heading, empty where there is none."""
    return section.heading.text if section.heading else ""


def plan_rows(corpus: Corpus, seed: int) -> list[tuple[Indicator, str]]:
    """Plans and targets of the whole folder, with the heading over them."""
    found = []
    for report in corpus.reports:
        over = {p.target: heading(s) for s in report.sections for p in s.texts}
        found += [(r, over.get(r.paragraph, "")) for r in indicators(corpus, report) if r.status in ("plan", "target")]
    return sorted(found, key=lambda r: place(seed, r[0].source, r[0].start))[:PLANS]


def indicators(corpus: Corpus, report: Report) -> tuple[Indicator, ...]:
    """The figures of a report."""
    return corpus.extracted[report.id].indicators


def show(corpus: Corpus, rows: list[tuple[Indicator, str]]) -> None:
    """Print each row: file, line, headings, clause; what it measures, value, year and status."""
    texts = {c.source.path: c.source.text for c in corpus.cleaned}
    years = {r.id: r.year for r in corpus.reports}
    for n, (row, over) in enumerate(rows, 1):
        line = texts[row.source].count("\n", 0, row.start) + 1
        marks = [m for m in (getattr(row, "role", ""), "estimate" if getattr(row, "estimate", False) else "") if m]
        print(f"{n}. {row.source}:{line} (report of {years[row.report]}; {over})")
        print(f"   {row.quote}")
        print(f"   {row.measure} | {row.value} {row.unit} | {row.period or '-'} | {row.status} {' '.join(marks)}")


if __name__ == "__main__":
    main()

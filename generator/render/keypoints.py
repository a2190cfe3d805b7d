"""Key points 要点: sentences and clauses of the report that say most in figures, not a character changed.

Nothing is written anew. A stretch of clauses of one sentence is weighed by its figures (how sure, how comparable,
achieved or intended), by whether it stands by itself, and by its length; the best ones of different places and
subjects are kept, and none at all where a report offers nothing good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.lexicons import groups, words
from generator.model import Report
from generator.render.headline import interest, same
from generator.render.rows import Row

FEWEST, MOST = 3, 6
SHORTEST, LONGEST = 14, 72  # characters
EASY = 50  # characters that are read at a glance
GOOD = 6.0  # the weight below which nothing is a key point

_CLAUSE = re.compile(r"[^，。！？；]+(?:[，。！？；]+[”’）》]*|$)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)")
_STOP = re.compile(r"[。！？；]")
_SPEECH = re.compile("“[^”]*[，。！？；]")
_TRAILING = "，；。"
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("《", "》"), ("(", ")"))
_NUMBERING = re.compile(r"(?:[一二三四五六七八九十]+是|[（(]?[一二三四五六七八九十\d]+[）)、.．])")


@dataclass(frozen=True)
class Point:
    """A key point: ``runs`` are its text, each with whether it is a figure; ``paragraph`` counts over the report."""

    paragraph: int
    runs: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The sentence or clause, as it stands in the report."""
        return "".join(text for text, _ in self.runs)


@dataclass(frozen=True)
class _Window:
    """A stretch of a paragraph that could be a key point."""

    section: int
    paragraph: int
    start: int
    end: int
    rows: tuple[Row, ...]
    weight: float


def key_points(report: Report, rows: Sequence[Row]) -> tuple[Point, ...]:
    """Three to six key points of the paragraphs in their order, or none."""
    marked: dict[int, list[Row]] = {}
    for row in rows:
        if row.marked and row.paragraph and row.indicator.measure:
            marked.setdefault(row.paragraph, []).append(row)
    texts = {n: p.text for n, p in enumerate(report.paragraphs, 1)}
    sections = [s for s, section in enumerate(report.sections) for _ in section.paragraphs]
    ahead = _ahead(report)
    windows = [
        w for n, some in marked.items() if sections[n - 1] < ahead for w in _windows(sections[n - 1], n, texts[n], some)
    ]
    chosen = _choose(windows, report)
    return tuple(Point(w.paragraph, _runs(texts[w.paragraph], w)) for w in chosen) if len(chosen) >= FEWEST else ()


def _ahead(report: Report) -> int:
    """The section from which on a report speaks of what is to come; the number of sections where it never does."""
    for s, section in enumerate(report.sections):
        heading = section.heading.text if section.heading else ""
        years = [int(year) for year in _YEAR.findall(heading)]
        if s and (
            any(word in heading for word in words("render-points", "ahead"))
            or (report.year and years and min(years) > report.year)
        ):
            return s
    return len(report.sections)


def _choose(windows: Sequence[_Window], report: Report) -> list[_Window]:
    most = FEWEST + min(MOST - FEWEST, len(report.paragraphs) // 5)
    left = [w for w in windows if w.weight >= GOOD]
    chosen: list[_Window] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda w: (_beside(w, chosen), -w.paragraph, -w.start))
        if _beside(best, chosen) < GOOD - 1:
            break
        chosen.append(best)
        left = [w for w in left if not _repeats(w, best)]
    return sorted(chosen, key=lambda w: (w.paragraph, w.start))


def _repeats(one: _Window, other: _Window) -> bool:
    if one.paragraph == other.paragraph and one.start < other.end and other.start < one.end:
        return True
    return any(same(a, b) for a in one.rows for b in other.rows)


def _beside(window: _Window, chosen: Sequence[_Window]) -> float:
    """What a stretch weighs beside those that are chosen: variety of sections and paragraphs counts."""
    return (
        window.weight
        - 1.0 * sum(c.section == window.section for c in chosen)
        - 1.5 * sum(c.paragraph == window.paragraph for c in chosen)
    )


def _windows(section: int, paragraph: int, text: str, rows: Sequence[Row]) -> Iterator[_Window]:
    if not _STOP.search(text):
        return  # a line of a table, a heading
    clauses = [(m.start(), m.end(), bool(_STOP.search(m[0]))) for m in _CLAUSE.finditer(text)]
    for i, (start, _, _) in enumerate(clauses):
        opens = i == 0 or clauses[i - 1][2]
        if "？" in text[start : next((end for _, end, stops in clauses[i:] if stops), len(text))]:
            continue
        for _, end, stops in clauses[i:]:
            said = text[start:end].rstrip(_TRAILING)
            if len(said) > LONGEST:
                break
            inside = tuple(r for r in rows if start <= r.indicator.at[0] and r.indicator.at[1] <= end)
            if inside and len(said) >= SHORTEST and _stands(text, start, said, opens):
                weight = _weight(said, start, inside, opens, stops)
                yield _Window(section, paragraph, start, start + len(said), inside, weight)
            if stops:
                break


def _stands(text: str, start: int, said: str, opens: bool) -> bool:
    """Whether a stretch can be read without what stands around it: no half a quotation, no clause that leans."""
    if said.startswith(groups("render-points")["dependent"]) or _SPEECH.match(said) or said.endswith("："):
        return False
    if not opens and any(word in said for word in words("render-points", "paired")):
        return False
    return all(said.count(a) == said.count(b) and text.count(a, 0, start) == text.count(b, 0, start) for a, b in _PAIRS)


def _weight(said: str, start: int, rows: Sequence[Row], opens: bool, stops: bool) -> float:
    figures = sorted((interest(r, ()) for r in rows), reverse=True)
    told = sum(value * share for value, share in zip(figures, (1, 0.35, 0.1), strict=False))
    # Clauses without a figure are read for what they lead to; what stands behind the last figure is not needed.
    idle = max(0, min(r.indicator.at[0] for r in rows) - start - 15)
    tail = max(0, start + len(said) - max(r.indicator.at[1] for r in rows) - 10)
    intends = any(r.indicator.status in ("target", "plan") for r in rows)
    intends = intends or any(word in said for word in words("render-points", "intent"))
    return (
        told
        + (0.7 if opens else 0)
        + (0.3 if stops else 0)
        - (3 if intends else 0)
        - (0.5 if _NUMBERING.match(said) else 0)
        - max(0, len(said) - EASY) / 15
        - idle / 15
        - tail / 20
        - max(0, len(rows) - 4) / 2
    )


def _runs(text: str, window: _Window) -> tuple[tuple[str, bool], ...]:
    runs: list[tuple[str, bool]] = []
    at = window.start
    for row in window.rows:
        start, end = row.indicator.at
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    return tuple(run for run in (*runs, (text[at : window.end], False)) if run[0])

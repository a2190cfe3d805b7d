"""Links between reports: near-duplicates, shared passages, halves that continue each other, editions of one body.

Candidates come from an inverted index of sampled grams, in which each report meets only its next neighbours: the
work grows with the text, not with the square of the number of reports. Only candidates are compared in full.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.model import Cleaned, Corpus, Link, Report
from generator.relate.sketch import Gram, Sketch, Words, raw_span, sketch, words

NEIGHBOURS = 6
"""With how many of the next reports that have a gram, too, a report is paired."""
SHARED = 3
"""Sampled long grams that two reports must share to be looked at."""
PASSAGE = 160
"""Words (characters without space and stops) that a shared passage has at least."""
NEAR = 0.6
"""Share of common short grams from which two reports count as near-duplicates."""
CONTAINED = 0.8
"""Share of the smaller report's short grams in the other from which it counts as contained."""
JUMP_RULES = frozenset({"furniture-page-jump"})
EDITIONS = 8
"""Reports of one body and year that are each linked to the next edition; more are a collection, not a report."""


class Shared(NamedTuple):
    """A passage that stands in two reports: word offsets in both, and its length."""

    here: int
    there: int
    size: int


def find_links(corpus: Corpus) -> tuple[Link, ...]:
    """All links, by report, kind and other report."""
    reports = corpus.reports
    bodies = [words(report) for report in reports]
    sketches = [sketch(body.text) for body in bodies]
    found = [
        link for a, b in candidates([s.long for s in sketches]) if (link := _likeness(reports, bodies, sketches, a, b))
    ]
    found += _continuing(corpus.cleaned)
    found += _editions(reports, sketches)
    place = {report.id: n for n, report in enumerate(reports)}
    return tuple(sorted(found, key=lambda link: (place[link.report], link.kind, place[link.other], link.from_start)))


def candidates(grams: Sequence[Sequence[Gram]]) -> list[tuple[int, int]]:
    """Pairs of reports that share enough long grams; each report meets its next ``NEIGHBOURS`` on each gram."""
    postings: dict[int, list[int]] = defaultdict(list)
    for n, own in enumerate(grams):
        for value in dict(own):
            postings[value].append(n)
    met: Counter[tuple[int, int]] = Counter()
    for having in postings.values():
        if len(having) > 1:
            for i, a in enumerate(having):
                for b in having[i + 1 : i + 1 + NEIGHBOURS]:
                    met[a, b] += 1
    return sorted(pair for pair, count in met.items() if count >= SHARED)


def _likeness(
    reports: Sequence[Report], bodies: Sequence[Words], sketches: Sequence[Sketch], a: int, b: int
) -> Link | None:
    """The link that the common words of two reports make, if any."""
    one, other = sketches[a], sketches[b]
    common = len(one.short & other.short)
    smaller = min(len(one.short), len(other.short)) or 1
    likeness = common / (len(one.short | other.short) or 1)
    best = longest_shared(bodies[a].text, bodies[b].text, one, other)
    if best is None:
        return None
    if likeness >= NEAR:
        return _link("near-duplicate", reports, bodies, a, b, best, likeness)
    if common / smaller >= CONTAINED:
        whole, part = (a, b) if len(one.short) >= len(other.short) else (b, a)
        turned = best if whole == a else Shared(best.there, best.here, best.size)
        return _link("contains", reports, bodies, whole, part, turned, common / smaller)
    if best.size >= PASSAGE:
        shorter = min(len(bodies[a].text), len(bodies[b].text))
        return _link("shared-passage", reports, bodies, a, b, best, best.size / shorter)
    return None


def _link(
    kind: str, reports: Sequence[Report], bodies: Sequence[Words], a: int, b: int, shared: Shared, score: float
) -> Link:
    return Link(
        kind,  # type: ignore[arg-type]
        reports[a].id,
        reports[b].id,
        *raw_span(bodies[a], shared.here, shared.here + shared.size),
        *raw_span(bodies[b], shared.there, shared.there + shared.size),
        round(min(score, 1.0), 3),
    )


def longest_shared(one: str, other: str, a: Sketch, b: Sketch) -> Shared | None:
    """The longest passage that stands in both and holds a sampled gram; None where no gram is common.

    Linear in the texts: a gram inside a passage that was already followed is not followed again.
    """
    where: dict[int, int] = {}
    for value, at in b.long:
        where.setdefault(value, at)
    best: Shared | None = None
    met: set[int] = set()
    followed: dict[int, int] = {}  # by diagonal: how far in ``one`` it has been followed
    for value, here in a.long:
        there = where.get(value)
        if there is None or value in met or followed.get(here - there, -1) > here:
            continue
        met.add(value)  # in a text that repeats itself every place would lead to a passage of its own
        back = _common(one[max(0, here - 4000) : here][::-1], other[max(0, there - 4000) : there][::-1])
        ahead = _common_ahead(one, other, here, there)
        followed[here - there] = here + ahead
        if best is None or back + ahead > best.size:
            best = Shared(here - back, there - back, back + ahead)
    return best


def _common_ahead(one: str, other: str, here: int, there: int) -> int:
    """Length of the common start of ``one[here:]`` and ``other[there:]``; compared in growing steps."""
    done, step = 0, 64
    while step:
        piece = one[here + done : here + done + step]
        if piece and piece == other[there + done : there + done + step]:
            done += len(piece)
            step *= 2
        elif not piece or step == 1:
            return done
        else:
            return done + _common(piece, other[there + done : there + done + step])
    return done


def _common(one: str, other: str) -> int:
    """Length of the common start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _continuing(cleaned: Iterable[Cleaned]) -> Iterator[Link]:
    """下转 in one file and 上接 in another: linked where one of each speaks of the same body or has the same title."""
    leaving: dict[tuple[str, ...], list[_Half]] = defaultdict(list)
    arriving: dict[tuple[str, ...], list[_Half]] = defaultdict(list)
    for source in cleaned:
        for half in _halves(source):
            for key in half.keys:
                (leaving if half.leaves else arriving)[key].append(half)
    seen: set[tuple[str, str]] = set()
    for key, fro in leaving.items():
        to = arriving.get(key, [])
        if len(fro) != 1 or len(to) != 1 or fro[0].report.source == to[0].report.source:
            continue
        a, b = fro[0], to[0]
        years = {a.report.year, b.report.year} - {None}
        if len(years) < 2 and (a.report.id, b.report.id) not in seen:
            seen.add((a.report.id, b.report.id))
            score = 1.0 if key[0] == "organ" else 0.8
            yield Link("continues", b.report.id, a.report.id, b.start, b.end, a.start, a.end, score)


class _Half(NamedTuple):
    """A jump mark with the report that breaks off at it (下转) or goes on behind it (上接)."""

    report: Report
    leaves: bool
    start: int
    end: int

    @property
    def keys(self) -> Iterator[tuple[str, ...]]:
        """By what a half finds the other."""
        if self.report.organ:
            yield "organ", self.report.organ, self.report.region or ""
        if self.report.title:
            yield "title", self.report.title.text


def _halves(cleaned: Cleaned) -> Iterator[_Half]:
    spans = []
    for report in cleaned.reports:
        body = [p for p in report.texts if p.pieces]
        if body:
            spans.append((min(p.pieces[0].start for p in body), max(p.pieces[-1].end for p in body), report))
    for edit in cleaned.edits:
        if edit.rule not in JUMP_RULES:
            continue
        mark = cleaned.source.text[edit.start : edit.end]
        leaves = "转" in mark
        if leaves:
            near = [span for span in spans if span[0] < edit.start]
            found = max(near, key=lambda span: min(span[1], edit.start), default=None)
        else:
            near = [span for span in spans if span[1] > edit.end]
            found = min(near, key=lambda span: max(span[0], edit.end), default=None)
        if found:
            yield _Half(found[2], leaves, edit.start, edit.end)


def _editions(reports: Sequence[Report], sketches: Sequence[Sketch]) -> Iterator[Link]:
    """Each report of a body and the most alike one of the same body and region in the following year."""
    known = [n for n, r in enumerate(reports) if r.organ and r.region and r.year]

    def body(n: int) -> tuple[str, str, int]:
        return reports[n].organ or "", reports[n].region or "", reports[n].year or 0

    by_year = {key: list(own) for key, own in groupby(sorted(known, key=lambda n: (body(n), n)), key=body)}
    for (organ, region, year), own in by_year.items():
        following = by_year.get((organ, region, year + 1), [])
        if not following or max(len(own), len(following)) > EDITIONS:
            continue
        for a in own:
            b = max(following, key=lambda n: (_alike(sketches[a], sketches[n]), -n))
            one, other = _head(reports[a]), _head(reports[b])
            yield Link(
                "next-edition", reports[a].id, reports[b].id, *one, *other, round(_alike(sketches[a], sketches[b]), 3)
            )


def _alike(one: Sketch, other: Sketch) -> float:
    return len(one.short & other.short) / (len(one.short | other.short) or 1)


def _head(report: Report) -> tuple[int, int]:
    """Raw place of the title, or of the start of the text where there is none."""
    head = report.title or next(iter(report.paragraphs), None)
    return head.raw_span(0, len(head.text)) if head and head.text else (0, 0)

"""Alignment by facets: which entry of the catalogue a figure is one of (docs/catalogue.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from generator.lexicons import groups
from generator.model import Indicator, Passage, Report
from generator.relate.catalogue import Catalogue, Entry, Kind, fold

GROWTH = re.compile("增长|增速|增幅|涨幅|降幅|上涨|下降|降低|上升|提高|回落|减少|比增|变化")
SENTENCE_END = re.compile("[。！？!?\n]")
SAME_FOR_ALL = re.compile("(?<![人年平月日])均(?![衡等匀价值线])|双双|皆为|都(?=[为达是])")
NEW = re.compile("^(?:新增|净增|新)")
# 比计划目标多2.5万人: a difference, no level
DIFFERENCE = re.compile(
    "(?:[比较][^，。；、]{1,14}[多少高低快慢]出?|[高低]于[^，。；、]{1,14}|超出[^，。；、]{0,10}"
    "|超(?:过|额)?(?:年度|预期)?(?:目标|计划|任务))$"
)
THRESHOLD = re.compile("(?:以[上下])?的[^，。；、]{0,4}(?:[县市区镇乡村州]|企业|项目|园区|集群|产业|单位|商场|家)")
IN_ALL = re.compile("(?:总数|总量|累计|总计)?(?:达到|达|增至|增加到|增加至)$")


class Candidate(NamedTuple):
    """An entry whose facets of the name agree; ``size`` is the number of characters that it accounts for."""

    entry: Entry
    size: int


class Aligner:
    """Finds entries for figures. Names come again and again, so what a name alone decides is kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._aliases: dict[str, list[Entry]] = defaultdict(list)
        self._first: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(catalogue.entries):
            for alias in entry.aliases:
                self._aliases[alias].append(entry)
            for start in sorted({word[:2] for word in entry.need[0]} if entry.need else ()):
                self._first[start].append(n)
        self._rest = {entry.id: _rest(entry) for entry in catalogue.entries if entry.whole}
        self._known: dict[tuple[str, str, Kind], tuple[Candidate, ...]] = {}

    def entry(self, row: Indicator, organ: str, before: str) -> Entry | None:
        """The entry of a row; ``before`` is its sentence up to the figure. None where none fits, or two equally."""
        name = fold(row.measure)
        if not name or (NEW.match(name) and IN_ALL.search(before)):  # 新增企业55家，达到1063家
            return None
        kind: Kind = "change" if row.direction != "none" or GROWTH.search(name) else "level"
        if kind == "level" and DIFFERENCE.search(before):
            return None
        best: list[Candidate] = []
        for candidate in self._candidates(name, row.unit, kind):
            entry = candidate.entry
            if best and candidate.size < best[0].size:
                break
            if entry.organs and not any(word in organ for word in entry.organs):
                continue
            if all(any(word in name or word in before for word in group) for group in entry.context):
                best.append(candidate)
        if len(best) > 1 and any(c.entry.context for c in best):
            # What is told by a word of the sentence is more specific than what the name alone tells.
            most = max(len(c.entry.context) for c in best)
            best = [c for c in best if len(c.entry.context) == most]
        return best[0].entry if len(best) == 1 else None

    def _candidates(self, name: str, unit: str, kind: Kind) -> tuple[Candidate, ...]:
        key = (name, unit, kind)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = tuple(self._fitting(name, unit, kind))
        return found

    def _fitting(self, name: str, unit: str, kind: Kind) -> Iterable[Candidate]:
        """Entries that the name, unit and kind allow, those that account for most of the name first."""
        aliases = [e for e in self._aliases.get(name, ()) if unit in e.units and e.kind in (kind, "any")]
        if aliases:
            return [Candidate(entry, len(name) + 1) for entry in aliases]
        near = {n for i in range(len(name) - 1) for n in self._first.get(name[i : i + 2], ())}
        found = []
        for n in sorted(near):
            entry = self.catalogue.entries[n]
            if unit in entry.units and entry.kind in (kind, "any") and (size := self._size(entry, name)):
                found.append(Candidate(entry, size))
        return sorted(found, key=lambda c: -c.size)

    def _size(self, entry: Entry, name: str) -> int:
        """How many characters of the name the needed words account for; 0 where the entry does not fit."""
        if any(word in name for word in entry.veto):
            return 0
        covered: set[int] = set()
        for group in entry.need:
            word = max((w for w in group if w in name), key=len, default="")
            if not word:
                return 0
            at = name.index(word)
            covered.update(range(at, at + len(word)))
        if entry.whole and self._rest[entry.id].sub("", name):
            return 0
        return len(covered)


@cache
def _neutral() -> frozenset[str]:
    return frozenset(fold(word) for entries in groups("relate-neutral").values() for word in entries)


def _rest(entry: Entry) -> re.Pattern[str]:
    """What is taken out of a name to see whether anything else stands in it."""
    words = {*(word for group in entry.need for word in group), *entry.also, *entry.splits, *_neutral()}
    return re.compile("|".join(map(re.escape, sorted(words, key=lambda w: (-len(w), w)))))


def sentence_before(passages: dict[str, Passage], row: Indicator) -> str:
    """The sentence of a figure, up to it."""
    passage = passages.get(row.paragraph)
    return before_in_sentence(passage.text, row.at[0]) if passage else ""


def before_in_sentence(text: str, end: int, *, reach: int = 160) -> str:
    """``text`` up to ``end``, from the start of its sentence, at most ``reach`` characters."""
    window = text[max(0, end - reach) : end]
    ends = [m.end() for m in SENTENCE_END.finditer(window)]
    return window[ends[-1] :] if ends else window


def align(report: Report, rows: Sequence[Indicator], aligner: Aligner) -> tuple[Indicator, ...]:
    """The rows of one report with their canonical ids; empty where no entry fits."""
    passages = {p.target: p for p in report.passages}
    organ = report.organ or ""
    found: list[Entry | None] = []
    for row in rows:
        if _is_threshold(passages, row):
            found.append(None)
            continue
        own = row.subject if row.subject and organ and row.subject != organ else organ
        found.append(aligner.entry(row, f"{organ} {own}", sentence_before(passages, row)))
    ids = [entry.id if entry else "" for entry in found]
    for first, part in _shared(rows, found):
        ids[first] = part
    return tuple(row if row.canonical == ids[n] else replace(row, canonical=ids[n]) for n, row in enumerate(rows))


def _is_threshold(passages: dict[str, Passage], row: Indicator) -> bool:
    """地区生产总值超200亿元的县有77个: what something else is counted by."""
    passage = passages.get(row.paragraph)
    return bool(passage and row.qualifier != "exact" and THRESHOLD.match(passage.text, row.at[1]))


def _shared(rows: Sequence[Indicator], found: Sequence[Entry | None]) -> Iterator[tuple[int, str]]:
    """城乡居民…分别增长8%和9%: as many figures in a clause as the entry has parts go to the parts in order."""
    clauses: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for n, entry in enumerate(found):
        if entry and entry.parts:
            clauses[rows[n].paragraph, rows[n].quote, entry.id, rows[n].unit].append(n)
    for members in clauses.values():
        entry = found[members[0]]
        if entry and len(members) == len(entry.parts) and not SAME_FOR_ALL.search(rows[members[0]].quote):
            yield from zip(members, entry.parts, strict=True)

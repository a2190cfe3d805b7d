"""What came out of a case, against its truth. Every figure is a pair (hits, of how many) that adds up over cases."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import pairwise

from benchmarks.damage.sheet import BREAK, REPEAT, STRAY, Case, ends
from generator.clean import clean_source
from generator.model import Cleaned, Gap, Review, Source
from generator.read import Sidecar

MOST = 0.9
"""Share of a copy that must go for it to be gone; its edges may be ambiguous by some characters."""

FOLD = str.maketrans("，；：！？（）", ",;:!?()")

Figures = Counter[tuple[str, int]]
"""(name, 0) counts hits, (name, 1) what they are out of."""


def clean(case: Case) -> Cleaned:
    """Clean the raw text of a case as a source without a sidecar."""
    data = case.raw.encode()
    source = Source(f"{case.name}.txt", case.raw, "utf-8", len(data), hashlib.sha256(data).hexdigest())
    return clean_source(source, Sidecar(f"{case.name}.txt.yml"))


class Measure:
    """The figures of one case; ``failures`` says in words what went wrong."""

    def __init__(self, case: Case, cleaned: Cleaned) -> None:
        self.case, self.cleaned = case, cleaned
        self.figures: Figures = Counter()
        self.failures: list[str] = []
        self.starts = [edit.start for edit in cleaned.edits]
        self._ledger()
        self._breaks()
        self._parts()
        self._strays()
        self._repeat()
        self._restated()
        self._repairs()
        self._gaps()

    def put(self, name: str, hits: int, of: int, why: str = "", *, good: bool = True) -> None:
        """Add to a figure; a miss (or a hit where hits are bad) is a failure."""
        self.figures[name, 0] += hits
        self.figures[name, 1] += of
        if why and (hits < of if good else hits > 0):
            self.failures.append(f"{name}: {why}")

    # -- where raw characters went ---------------------------------------------------------------------------

    def target(self, at: int) -> str | None:
        """The target of a raw character, None where it was dropped."""
        return self.cleaned.edits[bisect_right(self.starts, at) - 1].target

    def rule(self, at: int) -> str:
        """The rule that decided about a raw character."""
        return self.cleaned.edits[bisect_right(self.starts, at) - 1].rule

    def rendered(self, start: int, end: int) -> str:
        """What the raw characters became."""
        out = []
        for edit in self.cleaned.edits[bisect_right(self.starts, start) - 1 :]:
            if edit.start >= end:
                break
            if edit.action == "keep":
                out.append(self.case.raw[max(edit.start, start) : min(edit.end, end)])
            elif edit.output and start <= edit.start:
                out.append(edit.output)
        return "".join(out)

    def around(self, at: int) -> str:
        """Raw text around an offset, for a failure."""
        return repr(self.case.raw[max(0, at - 14) : at + 14])

    # -- figures ---------------------------------------------------------------------------------------------

    def _ledger(self) -> None:
        """Tiling, and derivability of every text."""
        edits, raw = self.cleaned.edits, self.case.raw
        at = untiled = 0
        built: Counter[str] = Counter()
        texts: dict[str, list[str]] = {}
        for edit in edits:
            untiled += abs(edit.start - at)
            at = edit.end
            if edit.target:
                texts.setdefault(edit.target, []).append(
                    raw[edit.start : edit.end] if edit.action == "keep" else edit.output or ""
                )
                built[edit.target] += 1
        untiled += abs(len(raw) - at)
        self.put("untiled", untiled, len(raw), "characters without a record", good=False)
        passages = [p for report in self.cleaned.reports for p in report.passages]
        wrong = sum("".join(texts.get(p.target, [])) != p.text for p in passages)
        self.put("underivable", wrong, len(passages), "a text is not what its records say", good=False)

    def _edges(self) -> dict[int, tuple[int, int]]:
        """First and last raw offset of each part."""
        edges: dict[int, tuple[int, int]] = {}
        for at, owner in enumerate(self.case.owners):
            if owner >= 0 and not self.case.raw[at].isspace():
                edges[owner] = (edges.get(owner, (at, at))[0], at)
        return edges

    def _breaks(self) -> None:
        case = self.case
        edges = self._edges()
        for one, two in pairwise(sorted(edges)):
            if one in case.loose or two != one + 1:
                continue
            end, start = edges[one][1], edges[two][0]
            joined = self.target(end) is not None and self.target(end) == self.target(start)
            self.put("wrong joins", joined, 1, self.around(start), good=False)
        owned = [at for at, owner in enumerate(case.owners) if owner >= 0 and not case.raw[at].isspace()]
        seen: set[int] = set()
        for at, owner in enumerate(case.owners):
            if owner != BREAK:
                continue
            i = bisect_left(owned, at)
            if i in seen or not 0 < i < len(owned) or case.owners[owned[i - 1]] != case.owners[owned[i]]:
                continue
            seen.add(i)
            before, after = self.target(owned[i - 1]), self.target(owned[i])
            self.put("healed", before is not None and before == after, 1, self.around(at))

    def _parts(self) -> None:
        case, reports = self.case, self.cleaned.reports
        have = {
            "headings": Counter(s.heading.text for r in reports for s in r.sections if s.heading),
            "paragraphs": Counter(p.text for r in reports for p in r.paragraphs),
            "titles": Counter(r.title.text for r in reports if r.title),
        }
        names = {"heading": "headings", "text": "paragraphs", "title": "titles"}
        cut = len(case.parts) - 1 if case.cut == "end" else -1
        for i, part in enumerate(case.parts):
            if part.role not in names or i == cut or i in case.loose:
                continue
            pool = have[names[part.role]]
            found = pool[part.text] > 0
            pool[part.text] -= found
            self.put(names[part.role], found, 1, f"{part.text[:24]}…{part.text[-8:]}")
        self.put("articles", len(reports) == case.articles, 1, f"{len(reports)} reports, not {case.articles}")
        kept = [at for at, owner in enumerate(case.owners) if owner >= 0 and not case.raw[at].isspace()]
        lost = [at for at in kept if self.target(at) is None and not self.rule(at).startswith("repeat")]
        lost = [at for at in lost if self.rule(at) not in ("doubled-character", "doubled-word", "control")]
        self.put("lost", len(lost), len(kept), self.around(lost[0]) if lost else "", good=False)

    def _strays(self) -> None:
        case = self.case
        at = 0
        while at < len(case.owners):
            if case.owners[at] != STRAY:
                at += 1
                continue
            end = at
            while end < len(case.owners) and case.owners[end] == STRAY:
                end += 1
            places = [i for i in range(at, end) if not case.raw[i].isspace()]
            gone = [self.target(i) is None or "/caption/" in (self.target(i) or "") for i in places]
            self.put("furniture", all(gone), 1, repr(case.raw[at:end]))
            at = end

    def _repeat(self) -> None:
        """Was the repeat found, did the false copy go, did anything else?"""
        case = self.case
        visible = [i for i, char in enumerate(case.raw) if not char.isspace()]
        dropped = {i for i in visible if self.target(i) is None and self.rule(i).startswith(("repeat", "doubled"))}
        truth = sum(owner >= 0 for owner in case.owners)
        if not case.repeat:
            self.put("wrongly deleted", len(dropped), truth, self.around(min(dropped)) if dropped else "", good=False)
            self.put("questions", len(self._questions()), 1)
            return
        false = [i for i in visible if case.owners[i] == REPEAT]
        window = false if case.kind == "stutter-interleaved" else self._equivalent(visible, false)
        inside = len(dropped.intersection(window))
        beyond = len(dropped) - inside + max(0, inside - len(false))
        right = inside >= MOST * len(false) and beyond <= max(2, 0.1 * len(false))
        spans = [case.repeat, case.original or case.repeat]
        asked = not right and any(a < q.end and q.start < b for q in self._questions() for a, b in spans)
        wrong = not right and len(dropped) - inside >= 0.5 * len(false)
        where = self.around(case.repeat[0])
        told = f"{'first' if not case.original or case.repeat[0] < case.original[0] else 'second'} {len(false)} {where}"
        self.put("found", right or asked or wrong, 1, told)
        self.put("right copy", right, 1, told)
        self.put("asked", asked, 1)
        self.put("wrong copy", wrong, 1, told, good=False)
        self.put("wrongly deleted", beyond, truth, f"{beyond} characters", good=False)

    def _equivalent(self, visible: list[int], false: list[int]) -> list[int]:
        """The false copy and what may go in its stead because the same characters stand there."""
        raw = self.case.raw
        text = "".join(raw[i] for i in visible).translate(FOLD)
        a = bisect_left(visible, false[0])
        b = bisect_right(visible, false[-1])
        if b - a != len(false):
            return false
        left = right = 0
        while a - left > 0 and text[a - left - 1] == text[b - left - 1]:
            left += 1
        while b + right < len(text) and text[a + right] == text[b + right]:
            right += 1
        return visible[a - left : b + right]

    def _questions(self) -> list[Review]:
        return [q for q in self.cleaned.review if q.rule.startswith(("repeat", "doubled"))]

    def _restated(self) -> None:
        """Where an author says a thing twice, neither place may go."""
        removed = any(edit.rule.startswith("repeat") for edit in self.cleaned.edits)
        for start, end in self.case.restated:
            self.put("restatements removed", removed, 1, repr(self.case.raw[start:end][:60]), good=False)
        if (at := self.case.doubled) >= 0:
            gone = "doubled-character" in (self.rule(at), self.rule(self.case.raw.rindex("\n", 0, at) - 1))
            self.put("author's removed", gone, 1, self.around(at), good=False)
            self.put("questions", len(self._questions()), 1)

    def _repairs(self) -> None:
        for repair in self.case.repairs:
            got = self.rendered(repair.start, repair.end).strip()
            raw = self.case.raw[repair.start : repair.end]
            repaired = got == repair.output.strip()
            self.put("repaired", repaired, 1, f"{raw!r} became {got!r}, not {repair.output!r}")
            asked = any(q.start < repair.end and repair.start < q.end for q in self.cleaned.review)
            self.put("repaired or asked", repaired or asked, 1, f"{raw!r} passed unseen")

    def _gaps(self) -> None:
        """Were losses marked, was anything else, and is what is called certain true?"""
        case, reports = self.case, self.cleaned.reports
        gaps = [gap for report in reports for gap in report.gaps]
        true: list[Gap] = []
        if case.cut == "begin":
            true = [gap for gap in reports[0].gaps if not gap.after] if reports else []
            self.put("gaps marked", bool(true), 1, repr(case.raw[:30]))
        elif case.cut == "end":
            true = [gap for gap in reports[-1].gaps if not gap.before] if reports else []
            self.put("gaps marked", bool(true), 1, repr(case.raw[-30:]))
        elif case.repeat and case.overwritten:
            inner = (gap for gap in gaps if gap.after and gap.before)
            true = [gap for gap in inner if case.repeat[0] - 30 <= gap.start <= case.repeat[1] + 30]
            self.put("gaps marked", bool(true), 1, self.around(case.repeat[0]))
        own = [part.text for part in case.parts if part.role == "text" and not ends(part.text)]
        true += [gap for gap in gaps if not gap.before and any(text.endswith(gap.after) for text in own)]
        false = [gap for gap in gaps if gap not in true]
        where = " … ".join((false[0].after, false[0].before)) if false else ""
        self.put("false gaps", len(false), 1, where, good=False)
        certain = [gap for gap in gaps if gap.grade == "certain"]
        untrue = [gap for gap in certain if gap in false]
        where = " … ".join((untrue[0].after, untrue[0].before)) if untrue else ""
        self.put("certain gaps true", len(certain) - len(untrue), len(certain), where)

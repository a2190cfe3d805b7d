"""校勘记: the ledger of one source as an editor reads it, grouped by kind, trivial changes folded into counts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from generator.model import Cleaned, Edit, Gap, Report, Review
from generator.render.labels import Group, labels, say
from generator.render.places import Place

CONTEXT = 20  # clean characters shown on either side
JOINED = 12  # of a joined line: one look, one line
REACH = 60  # edits looked through for them
LONG = 120  # a dropped passage beyond this is folded, but for its ends
LISTED = 300  # entries of a folded group that are listed; the data package has all
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Entry:
    """One change with its surroundings. ``taken`` was dropped, ``given`` written, ``kept`` kept though moved.

    ``lines``: 1-based first and last raw line. ``place`` is where the change stands in the text, if anywhere.
    """

    n: int
    rule: str
    lines: tuple[int, int]
    before: str
    after: str
    taken: str = ""
    given: str = ""
    kept: str = ""
    why: str = ""
    place: Place | None = None
    gap: int = 0
    order: int = 0
    sure: bool = True
    question: bool = False
    evidence: str = ""
    stays: tuple[Place, ...] = ()
    """Where the copy of a dropped repeat stands."""
    stays_lines: tuple[int, int] | None = None

    @property
    def folded(self) -> tuple[str, str, str] | None:
        """A long dropped passage as beginning, middle and end."""
        return (self.taken[:45], self.taken[45:-30], self.taken[-30:]) if len(self.taken) > LONG else None


@dataclass
class Chapter:
    """A group with its entries. ``kinds`` counts a folded group: (from, to) → how often."""

    group: Group
    entries: list[Entry] = field(default_factory=list)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    characters: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    """Changes by rule."""

    @property
    def count(self) -> int:
        """What the tally says: characters dropped, or changes made."""
        return self.characters if self.group.count == "chars" and self.characters else self.changes

    @property
    def unit(self) -> str:
        """字 for characters, 处 for places."""
        return say("chars" if self.group.count == "chars" and self.characters else "items")

    @property
    def changes(self) -> int:
        """How many changes there are."""
        return len(self.entries) or sum(self.kinds.values())

    @property
    def folds(self) -> bool:
        """Whether counts stand in the place of entries."""
        return self.group.fold is not None and self.changes > self.group.fold

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        """Kinds of change with their number, the most frequent first."""
        return [(a, b, n) for (a, b), n in sorted(self.kinds.items(), key=lambda kind: (-kind[1], kind[0]))]


def chapters(cleaned: Cleaned, places: dict[str, Place]) -> list[Chapter]:
    """The 校勘记 of one source; entries are numbered through in the order of the page."""
    known = labels()
    found = {group.id: Chapter(group) for group in known.groups}
    lines = _Lines(cleaned.source.text)
    copies = _Copies(cleaned)
    for first, last in _changes(cleaned.edits):
        edit = cleaned.edits[first]
        chapter = found[known.rule(edit.rule).group]
        chapter.characters += sum(e.end - e.start for e in cleaned.edits[first:last] if e.action == "drop")
        chapter.rules[edit.rule] += 1
        if chapter.group.fold == 0:
            raw = cleaned.source.text[edit.start : edit.end]
            chapter.kinds[_visible(raw), edit.output or ""] += 1
        else:
            entry = _entry(cleaned, first, last, places, lines)
            if entry.taken and known.rule(edit.rule).group == "repeat":
                entry = _with_copy(entry, copies.other(edit.start, cleaned.edits[last - 1].end), cleaned, places, lines)
            chapter.entries.append(entry)
    for report in cleaned.reports:
        for n, gap in enumerate(report.gaps, 1):
            chapter = found[known.rule(gap.rule).group]
            chapter.rules[gap.rule] += 1
            chapter.entries.append(_gap_entry(gap, n, report, places, lines))
    for review in cleaned.review:
        found["doubt"].entries.append(_doubt_entry(cleaned, review, places, lines))
    shown = [c for c in found.values() if c.changes]
    number = 0
    for chapter in shown:
        chapter.entries.sort(key=lambda e: e.lines)
        # Where the group explains itself, a reason that several entries share says nothing more.
        reasons = Counter(entry.why for entry in chapter.entries) if chapter.group.why else Counter[str]()
        for i, entry in enumerate(chapter.entries):
            number += 1
            chapter.entries[i] = replace(entry, n=number, why="" if reasons[entry.why] > 1 else entry.why)
    return shown


def _changes(edits: Sequence[Edit]) -> Iterator[tuple[int, int]]:
    """Ranges of edits that are one change: neighbours of one rule, bridged over dropped white space."""
    rules = labels()
    shown: set[tuple[str, str | None]] = set()
    i = 0
    while i < len(edits):
        edit = edits[i]
        rule = rules.rule(edit.rule)
        end = i + 1
        if edit.action == "keep":
            # What a rule kept elsewhere is shown once a passage, however many changes part it.
            if rule.kept and (edit.rule, edit.target) not in shown:
                shown.add((edit.rule, edit.target))
                yield i, end
            i = end
            continue
        if rule.group not in ("width", "space"):
            ahead = end
            while ahead < len(edits):
                other = edits[ahead]
                if other.rule == edit.rule and other.action == edit.action and other.target == edit.target:
                    end = ahead + 1
                elif not (other.action == "drop" and rules.rule(other.rule).group == "space"):
                    break
                ahead += 1
        yield i, end
        # The white space between the parts is counted where white space is counted.
        for between in range(i + 1, end):
            if rules.rule(edits[between].rule).group == "space":
                yield between, between + 1
        i = end


def _entry(cleaned: Cleaned, first: int, last: int, places: dict[str, Place], lines: _Lines) -> Entry:
    edits, raw = cleaned.edits, cleaned.source.text
    edit, final = edits[first], edits[last - 1]
    here = raw[edit.start : final.end]
    join = labels().rule(edit.rule).group == "join"
    around = JOINED if join else CONTEXT
    before, target_before = _clean_before(cleaned, first, around)
    after, target_after = _clean_after(cleaned, last, around)
    kept = edit.action == "keep"
    return Entry(
        0,
        edit.rule,
        (lines.of(edit.start), lines.of(max(edit.start, final.end - 1) if not join else final.end)),
        before,
        after,
        taken="" if kept or (join and not here.strip()) else here.strip() or here,
        given=edit.output or "",
        kept=_clean_after(cleaned, first, 2 * CONTEXT)[0] if kept else "",
        why=edit.note,
        place=places.get(edit.target or target_before or target_after or ""),
    )


def _with_copy(
    entry: Entry, copy: tuple[int, int] | None, cleaned: Cleaned, places: dict[str, Place], lines: _Lines
) -> Entry:
    """The entry of a dropped repeat with the place of the copy that stays."""
    if copy is None:
        return entry
    first = bisect_right(cleaned.edits, copy[0], key=lambda edit: edit.start) - 1
    last = bisect_right(cleaned.edits, copy[1] - 1, key=lambda edit: edit.start)
    targets = dict.fromkeys(e.target for e in cleaned.edits[first:last] if e.target)
    stays = tuple(dict.fromkeys(places[t] for t in targets if t in places))
    return replace(entry, stays=stays, stays_lines=(lines.of(copy[0]), lines.of(copy[1] - 1)))


def _clean_before(cleaned: Cleaned, i: int, most: int) -> tuple[str, str | None]:
    """The last clean characters in front of edit ``i``, of one passage, and which it is."""
    text, target = "", None
    for edit in reversed(cleaned.edits[max(0, i - REACH) : i]):
        if edit.action == "drop":
            continue
        if target is not None and edit.target != target:
            break
        target = edit.target
        text = _written(cleaned, edit, max(edit.start, edit.end - most - 1), edit.end) + text
        if len(text) > most:
            return "…" + text[-most:], target
    return text, target


def _clean_after(cleaned: Cleaned, i: int, most: int) -> tuple[str, str | None]:
    """The first clean characters from edit ``i`` on, of one passage, and which it is."""
    text, target = "", None
    for edit in cleaned.edits[i : i + REACH]:
        if edit.action == "drop":
            continue
        if target is not None and edit.target != target:
            break
        target = edit.target
        text += _written(cleaned, edit, edit.start, min(edit.end, edit.start + most + 1))
        if len(text) > most:
            return text[:most] + "…", target
    return text, target


def _written(cleaned: Cleaned, edit: Edit, start: int, end: int) -> str:
    return edit.output if edit.output is not None else cleaned.source.text[start:end]


def _gap_entry(gap: Gap, n: int, report: Report, places: dict[str, Place], lines: _Lines) -> Entry:
    line = lines.of(gap.start)
    top = places.get(f"{report.id}/title") or places.get(f"{report.id}/s1/p1")
    place = places.get(gap.target) or top
    if place:
        place = Place(place.page, f"gap{n}", place.label if gap.target else say("top"))
    return Entry(
        0,
        gap.rule,
        (line, line),
        gap.after,
        gap.before,
        why=gap.note,
        place=place,
        gap=n,
        order=report.order,
        sure=gap.grade == "certain",
    )


def _doubt_entry(cleaned: Cleaned, review: Review, places: dict[str, Place], lines: _Lines) -> Entry:
    def flat(start: int, end: int) -> str:
        return "".join(cleaned.source.text[max(0, start) : end].split())

    at = bisect_right(cleaned.edits, review.start, key=lambda edit: edit.start) - 1
    return Entry(
        0,
        review.rule,
        (lines.of(review.start), lines.of(max(review.start, review.end - 1))),
        flat(review.start - CONTEXT, review.start),
        flat(review.end, review.end + CONTEXT),
        kept=flat(review.start, review.end),
        why=review.question,
        place=places.get(cleaned.edits[at].target or "") if at >= 0 else None,
        question=True,
        evidence=review.evidence,
    )


def _visible(raw: str) -> str:
    """White space that can be seen in a table."""
    if raw.strip():
        return raw if len(raw) <= 8 else raw[:8] + "…"
    ends = len(_LINE_END.findall(raw))
    names = [say("line-ends", ends) if ends > 1 else say("line-end")] if ends else []
    names += [name for character, name in labels().spaces.items() if character in raw]
    return "、".join(names) or say("invisible")


class _Copies:
    """Finds the copy of a dropped passage: the same characters elsewhere, whatever white space parts them."""

    def __init__(self, cleaned: Cleaned) -> None:
        self._cleaned = cleaned

    @cached_property
    def _bare(self) -> tuple[str, list[int]]:
        """The source without white space, and where each of its characters stands."""
        at = [i for i, character in enumerate(self._cleaned.source.text) if not character.isspace()]
        return "".join(self._cleaned.source.text[i] for i in at), at

    def other(self, start: int, end: int) -> tuple[int, int] | None:
        """Raw ``[start, end)`` of the first copy that was not dropped; None where the copy is not the very same."""
        text, at = self._bare
        first, last = bisect_left(at, start), bisect_left(at, end)
        sought = text[first:last]
        found = text.find(sought) if sought else -1
        while found >= 0:
            if found != first and not self._dropped(at[found + len(sought) // 2]):
                return at[found], at[found + len(sought) - 1] + 1
            found = text.find(sought, found + 1)
        return None

    def _dropped(self, offset: int) -> bool:
        edits = self._cleaned.edits
        return edits[bisect_right(edits, offset, key=lambda edit: edit.start) - 1].action == "drop"


class _Lines:
    """Raw offset → 1-based line."""

    def __init__(self, text: str) -> None:
        self._ends = [m.end() for m in _LINE_END.finditer(text)]

    def of(self, offset: int) -> int:
        return bisect_right(self._ends, offset) + 1

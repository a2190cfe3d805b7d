"""What people decided in the sidecar comes before every rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from generator.clean.draft import CAPTION, HEADING, TEXT, Draft
from generator.clean.notes import note
from generator.clean.rules import characters
from generator.model import Edit
from generator.read import Decision

OVERRIDE = "override"


def apply(draft: Draft, decisions: Sequence[Decision]) -> None:
    """Write drops and replacements into the book, protect what is kept, remember joins and splits."""
    for d in decisions:
        reason = d.note or note(OVERRIDE)
        if d.kind == "drop":
            draft.book.record(d.start, d.end, "", OVERRIDE, reason)
        elif d.kind == "replace":
            draft.book.record(d.start, d.end, d.output or "", OVERRIDE, reason)
        elif d.kind == "keep":
            characters.mark_undecodable(draft, d.start, d.end)  # no text can hold them
            draft.book.protect(d.start, d.end)
            draft.kept.append((d.start, d.end))
        elif d.kind == "join":
            draft.joins.add(d.end)
            draft.book.record(d.start, d.end, "", OVERRIDE, reason)
        elif d.kind == "split":
            draft.splits.add(d.end)
            draft.book.record(d.start, d.end, "", OVERRIDE, reason)


def apply_roles(draft: Draft, decisions: Sequence[Decision]) -> None:
    """Lines inside a heading, caption or kept passage have their role from the decision."""
    roles = {"heading": HEADING, "caption": CAPTION, "keep": TEXT}
    for d in decisions:
        if d.kind not in roles:
            continue
        inside = [line for line in draft.lines if line.text and d.start <= line.a and line.b <= d.end]
        for line in inside:
            line.role, line.level, line.forced = roles[d.kind], d.level or 0, True
        if d.kind != "keep":  # several lines are one heading or caption
            draft.joins.update(line.a for line in inside[1:])


def mark(edits: list[Edit], decisions: Sequence[Decision]) -> list[Edit]:
    """The sorted edits of a ledger; what a person kept, named or set apart stands under the note of the decision."""
    spans = [(d.start, d.end, d) for d in decisions if d.kind in ("keep", "heading", "caption")]
    spans += [(d.end, d.end + 1, d) for d in decisions if d.kind == "split" and d.start == d.end]
    marked = edits
    for start, end, d in sorted(spans, key=lambda span: span[:2]):
        reason = d.note or note(OVERRIDE)
        first = bisect_left(marked, start, key=lambda e: e.end - 1)
        last = bisect_left(marked, end, key=lambda e: e.start)
        inside: list[Edit] = []
        for edit in marked[first:last]:
            if edit.action != "keep":
                inside.append(edit)
                continue
            a, b = max(edit.start, start), min(edit.end, end)
            inside += [edit._replace(end=a)] if edit.start < a else []
            inside.append(edit._replace(start=a, end=b, rule=OVERRIDE, note=reason))
            inside += [edit._replace(start=b)] if b < edit.end else []
        marked = [*marked[:first], *inside, *marked[last:]]
    return marked

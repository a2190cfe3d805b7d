"""What people decided in the sidecar comes before every rule."""

from __future__ import annotations

from collections.abc import Sequence

from generator.clean.draft import CAPTION, HEADING, TEXT, Draft
from generator.clean.notes import note
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
            draft.book.protect(d.start, d.end)
            draft.kept.append((d.start, d.end))
        elif d.kind == "join":
            draft.joins.add(d.end)
            draft.book.record(d.start, d.end, "", OVERRIDE, reason)
        elif d.kind == "split":
            draft.splits.add(d.end)


def apply_roles(draft: Draft, decisions: Sequence[Decision]) -> None:
    """Lines inside a heading, caption or kept passage have their role from the decision."""
    roles = {"heading": HEADING, "caption": CAPTION, "keep": TEXT}
    for d in decisions:
        if d.kind not in roles:
            continue
        for line in draft.lines:
            if line.text and d.start <= line.a and line.b <= d.end:
                line.role, line.level, line.forced = roles[d.kind], d.level or 0, True

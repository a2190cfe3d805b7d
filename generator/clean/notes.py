"""The sentences that the ledger gives as reasons; they are data (``lexicons/clean-notes.txt``)."""

from __future__ import annotations

from generator.errors import LexiconError
from generator.lexicons import groups


def note(rule: str, *values: object) -> str:
    """The note of a rule, its ``{}`` filled in.

    Raises LexiconError where the rule has none: an edit without a reason is a defect.
    """
    found = groups("clean-notes").get(rule)
    if not found:
        raise LexiconError(
            f"rule {rule} has no note", file="generator/lexicons/clean-notes.txt", mend="add a group for it"
        )
    return found[0].format(*values)

"""Characters that no report contains: byte order mark, control and zero-width characters, undecodable bytes."""

from __future__ import annotations

import re

from generator.clean.draft import Draft
from generator.clean.notes import note

# Lone surrogates are bytes that no codec could read (PEP 383). Private-use characters may be glyphs and stay.
STRAY = re.compile(
    "(?P<bom>\ufeff)"
    "|(?P<undecodable>[\udc80-\udcff\ud800-\udc7f\udd00-\udfff]+)"
    "|(?P<control>[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufff9-\ufffb]+)"
)


def apply(draft: Draft) -> None:
    """Drop invisible characters, mark what could not be decoded."""
    for match in STRAY.finditer(draft.raw):
        rule = match.lastgroup or ""
        output = "\ufffd" * len(match.group()) if rule == "undecodable" else ""
        draft.book.record(match.start(), match.end(), output, rule, note(rule))

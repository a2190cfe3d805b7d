"""Characters that no report contains: byte order mark, control and zero-width characters, undecodable bytes.

Forms of radicals are what PDF files give for the characters that look the same (⽔ for 水).
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from generator.clean.draft import Draft
from generator.clean.notes import note
from generator.lexicons import words

# Lone surrogates are bytes that no codec could read (PEP 383). Private-use characters may be glyphs and stay.
UNDECODABLE = re.compile("[\ud800-\udfff]+")
CONTROL = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufff9-\ufffb"
# One class that the whole text is searched for, then what each find is: several times quicker than the choice alone.
STRAY = re.compile(f"[\ufeff\ud800-\udfff{CONTROL}]+")
KINDS = re.compile(f"(?P<bom>\ufeff)|(?P<undecodable>{UNDECODABLE.pattern})|(?P<control>[{CONTROL}]+)")
# The names that word processors and websites write; what else stands between & and ; may be text (R&D;).
ENTITY = re.compile(
    r"&(?:nbsp|ensp|emsp|thinsp|amp|lt|gt|quot|apos|[lr][ds]quo|[lm]dash|ndash|middot|hellip|times|permil|"
    r"#\d{2,6}|#[xX][\da-fA-F]{2,5});"
)
LATIN = re.compile(r"[A-Za-z]")


RADICAL = re.compile("[\u2e80-\u2fd5]")


@cache
def _characters() -> dict[str, str]:
    """Characters by the forms of radicals that Unicode leaves without an equal."""
    return dict(entry.split("\t") for entry in words("radicals"))


def apply(draft: Draft) -> None:
    """Drop invisible characters, mark what could not be decoded, write what references and radicals stand for."""
    for match in RADICAL.finditer(draft.raw):
        form = match.group()
        meant = _characters().get(form) or unicodedata.normalize("NFKC", form)
        if meant != form:
            draft.book.record(*match.span(), meant, "radical", note("radical", form, meant))
    for match in ENTITY.finditer(draft.raw):
        _resolve(draft, match)
    for run in STRAY.finditer(draft.raw):
        for match in KINDS.finditer(draft.raw, *run.span()):
            rule = match.lastgroup or ""
            if rule == "undecodable":
                mark_undecodable(draft, *match.span())
            else:
                draft.book.record(match.start(), match.end(), "", rule, note(rule))


def _resolve(draft: Draft, match: re.Match[str]) -> None:
    """A reference to a visible character becomes it; one to a space goes, but between Latin words."""
    char = html.unescape(match.group())
    start, end = match.span()
    if not char.isspace():
        if char.isprintable():
            draft.book.record(start, end, char, "entity", note("entity", match.group()))
        return
    words = LATIN.match(draft.raw[start - 1 : start]) and LATIN.match(draft.raw[end : end + 1])
    draft.book.record(start, end, " " if words else "", "entity", note("entity", match.group()))


def mark_undecodable(draft: Draft, start: int, end: int) -> None:
    """Put the replacement character in the place of each byte of a span that no codec could read."""
    for match in UNDECODABLE.finditer(draft.raw, start, end):
        draft.book.record(*match.span(), "\ufffd" * len(match.group()), "undecodable", note("undecodable"))

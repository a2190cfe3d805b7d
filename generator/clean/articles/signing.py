"""Who signs and dates a text behind it: a byline in brackets, a news item of its own, a body with a date."""

from __future__ import annotations

from generator.clean import names
from generator.clean.articles.reading import Reading
from generator.clean.articles.shapes import is_date
from generator.clean.draft import FURNITURE, TITLE, Line
from generator.clean.mentions import is_body
from generator.clean.notes import note


def signs_behind(reading: Reading, line: Line, following: Line | None) -> bool:
    """Does a byline in brackets stand behind the text that it signs?"""
    if not names.is_signature(line.text) or reading.in_head:
        return False
    if not reading.closed:
        return False
    if names.is_author_note(line.text):
        return True
    return not reading.article.signed or following is None or reading.last_heading() is not None


def item_apart(reading: Reading) -> None:
    """Two signatures in one article: what stands below its last heading is a news item of its own."""
    heading = reading.last_heading() if reading.article.signed else None
    if heading is None or reading.last is None:
        return
    before = reading.article
    item = reading.begin(titled=True)
    heading.role = TITLE
    for line in reading.draft.lines[heading.number - 1 : reading.last.number]:
        line.article = len(reading.articles) - 1
    first = next((i for i, line in enumerate(before.text) if line.number > heading.number), len(before.text))
    item.text, before.text = before.text[first:], before.text[:first]


def unsigned(reading: Reading, run: list[Line]) -> list[Line]:
    """The lines behind a text without those that sign and date it, which go into the identity."""
    dated = any(is_date(line.text) for line in run)
    signing = [line for line in run if is_date(line.text) or (dated and is_body(line.text))]
    for line in signing:
        line.role, line.article = FURNITURE, len(reading.articles) - 1
        reading.draft.signatures.setdefault(line.article, []).append(line.text)
        reading.draft.book.drop(line.a, line.b, "signature", note("signature"))
    return [line for line in run if line not in signing]

"""A run-in heading that the raw text runs on behind the opening paragraph of its section opens a paragraph.

``…全链条。甲乙丙丁更具实效。…`` is cut before 甲 where the following paragraphs of the section all open with a
sentence of the same shape: short, without comma, of the same length.
"""

from __future__ import annotations

import re
from dataclasses import replace

from generator.clean.draft import HEADING, TEXT, Block, Draft
from generator.clean.notes import note
from generator.clean.traced import Traced

OPENER = re.compile(r"[^。！？，、；：,;:\s]{5,15}。")
SIBLINGS = 2


def apply(draft: Draft) -> None:
    """Look at every section for paragraphs that open alike."""
    section: list[Block] = []
    done: list[Block] = []
    for block in draft.blocks:
        if block.role == HEADING or (section and block.article != section[0].article):
            done += _settle(draft, section)
            section = []
        if block.role == TEXT:
            section.append(block)
        else:
            done.append(block)
    done += _settle(draft, section)
    draft.blocks = sorted(done, key=lambda block: block.spans[0])


def _settle(draft: Draft, section: list[Block]) -> list[Block]:
    """The blocks of one section, the first one cut where its run-in heading hides."""
    if len(section) < 1 + SIBLINGS:
        return section
    later = [OPENER.match(Traced.read(draft.raw, block.spans[:1], draft.book).text) for block in section[1:]]
    lengths = {len(m.group()) for m in later if m}
    if not all(later) or len(lengths) != 1:
        return section
    first = Traced.read(draft.raw, section[0].spans, draft.book)
    length = lengths.pop()
    if OPENER.match(first.text):
        return section
    hits = [
        m
        for m in re.finditer(rf"(?<=[。！？]){OPENER.pattern}", first.text)
        if len(m.group()) == length and m.end() < len(first.text)
    ]
    if len(hits) != 1:
        return section
    at = first.places[hits[0].start()]
    head, tail = _cut(section[0], at)
    tail.rule, tail.note = "paragraph-split", note("paragraph-split")
    return [head, tail, *section[1:]]


def _cut(block: Block, at: int) -> tuple[Block, Block]:
    """A block in two, at a raw offset inside it."""
    before = [(a, min(b, at)) for a, b in block.spans if a < at]
    after = [(max(a, at), b) for a, b in block.spans if b > at]
    return (
        replace(block, spans=before),
        replace(block, spans=after, gap_before=False),
    )

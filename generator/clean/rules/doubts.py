"""Doubts: what looks wrong and nothing proves. The text stays as it is, a person is asked.

Questions cost an editor's time: a kind of doubt is raised only where most of its finds are worth a look.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import NamedTuple

from generator.clean.draft import CAPTION, HEADING, KICKER, SUBTITLE, TABLE, TEXT, TITLE, Block, Draft, ends_sentence
from generator.clean.questions import more, question
from generator.clean.rules import brackets, doubled, figures, illegible, misprints
from generator.clean.rules.doubt import Doubt
from generator.clean.traced import Traced
from generator.read import Answers

ASKED = frozenset({TEXT, HEADING, TITLE, SUBTITLE, KICKER, CAPTION, TABLE})
FINDERS: tuple[Callable[[str], Iterator[Doubt]], ...] = (illegible.find, figures.find, misprints.find)
"""Each sees one text at a time; generator.clean.rules.brackets sees the paragraphs of an article."""

MOST = 12
"""Questions of one kind a source; who has answered those is asked the others."""

BEFORE = re.compile(r"[^。！？；\n]{0,24}$")
BEHIND = re.compile(r"[^。！？；\n]{0,24}[。！？；]?")


class Found(NamedTuple):
    """A doubt and the text that it is about."""

    text: Traced
    doubt: Doubt


def apply(draft: Draft) -> None:
    """Put every doubt into the review list, with its evidence and an entry that answers it."""
    found = [*_find(draft)]
    if not found:
        return
    answers = Answers(draft.raw)
    found = sorted(
        (f for f in found if not _answered(draft, f)), key=lambda f: (f.text.places[f.doubt.start], f.doubt.rule)
    )
    counts = Counter(f.doubt.rule for f in found)
    asked: Counter[str] = Counter()
    for text, doubt in found:
        asked[doubt.rule] += 1
        if asked[doubt.rule] <= MOST:
            rest = counts[doubt.rule] - MOST if asked[doubt.rule] == MOST else 0
            _ask(draft, answers, text, doubt, rest)


def _find(draft: Draft) -> Iterator[Found]:
    blocks = sorted((b for b in draft.blocks if b.role in ASKED), key=lambda b: (b.article, b.spans[0]))
    for _, group in groupby(blocks, key=lambda b: b.article):
        article = [(block, Traced.read(draft.raw, block.spans, draft.book)) for block in group]
        for block, text in article:
            broken = {doubt.fix: doubt for doubt in doubled.doubts(text, block, draft.raw)}
            yield from (Found(text, doubt) for doubt in broken.values())
            yield from (Found(text, doubt) for find in FINDERS for doubt in find(text.text) if doubt.fix not in broken)
            if ragged := draft.ragged.get(block.spans[0][0]):
                yield Found(text, Doubt(0, len(text.text), "ragged-row", ragged))
        whole = [pair for pair in article if not pair[0].row]
        torn: dict[int, bool] = {}
        for i, doubt in brackets.find([text.text for _, text in whole]):
            if i not in torn:
                torn[i] = _torn(draft, [block for block, _ in whole], i, whole[i][1].text)
            if not torn[i]:
                yield Found(whole[i][1], doubt)


def _torn(draft: Draft, blocks: list[Block], i: int, text: str) -> bool:
    """Is text missing before or behind, so that the other half of a bracket may be missing with it?"""
    following = blocks[i + 1 : i + 2]
    return (
        blocks[i].gap_before
        or any(block.gap_before for block in following)
        or (not following and not ends_sentence(text) and blocks[i].role == TEXT)
        or (bool(draft.continued_at) and not any(block.role == TEXT for block in blocks[:i]))
    )


def _answered(draft: Draft, found: Found) -> bool:
    start, end = _raw(draft, found.text, found.doubt.start, found.doubt.end)
    return any(a < end and start < b for a, b in draft.kept)


def _raw(draft: Draft, text: Traced, start: int, end: int) -> tuple[int, int]:
    """The raw span under clean characters, what a rule replaced included as a whole."""
    first, last = text.places[start], text.places[end - 1]
    return first, max([last + 1, *(record.end for record in draft.book.within(last, last + 1))])


def _ask(draft: Draft, answers: Answers, text: Traced, doubt: Doubt, rest: int) -> None:
    asked = question(doubt.rule, doubt.ask, doubt.answer)
    start, end = _raw(draft, text, doubt.start, doubt.end)
    if doubt.fix is None:
        entry = answers.keep(start, end, asked.note)
    else:
        entry = answers.replace(*_raw(draft, text, *doubt.fix), doubt.output, asked.note)
    draft.ask(
        start, end, doubt.rule, asked.text + (more(rest) if rest else ""), _clause(text.text, doubt),
        asked.options, entry,
    )  # fmt: skip


def _clause(text: str, doubt: Doubt) -> str:
    """The clause around a doubt."""
    before = BEFORE.search(text, max(0, doubt.start - 25), doubt.start)
    behind = BEHIND.match(text, doubt.end)
    return (before.group() if before else "") + text[doubt.start : doubt.end] + (behind.group() if behind else "")

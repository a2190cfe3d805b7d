"""A paragraph as sentences of tagged words, with figures, names and dates as single words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from generator.extract.numbers import DATED, DIGIT, Mention
from generator.extract.segment import tag

MASK = "\ue000"  # stands for one masked stretch while the text is segmented
_OTHER = "\ue001"  # stands there for a MASK of the text itself, so that none is taken for a masked stretch
ENDS = re.compile(r"[。！？!?\n]+[”’」]?|[；;]")
NAME = re.compile(r"“[^“”]{1,40}”|‘[^‘’]{1,40}’|《[^》]{1,80}》|「[^「」]{1,40}」")
MARK = re.compile(r"\[\d{1,3}\]|[①-⑳]")
CIRCLED = re.compile("[①-⑳]")  # cheap looks: most sentences have neither
QUOTE = re.compile("[“‘《「]")
BRACKET = re.compile(r"[（(][^（()）]*[）)]")
OPEN = re.compile("[（(]")
PROPORTION = frozenset(":：∶")  # between the parts of a proportion these end no clause
COMMAS = frozenset("，,：:；;—…")


def hanzi(word: str) -> bool:
    """Whether a word begins with a Chinese character; a mark does not."""
    return "\u4e00" <= word[:1] <= "\u9fff"


class Token(NamedTuple):
    """A word of a paragraph.

    Tags are jieba's, and ``num``, ``name`` (quoted), ``time``, ``void`` (in brackets), ``sep`` (ends a clause).
    """

    word: str
    tag: str
    start: int
    end: int


class Sentence(NamedTuple):
    """A sentence with figures in it; ``nested`` where it stands in brackets. ``start``–``end`` in the paragraph."""

    start: int
    end: int
    tokens: list[Token]
    nested: bool


@lru_cache(64)
def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Sentences of a paragraph; a mark inside brackets or a title ends none."""
    if not ENDS.search(text):
        return [(0, len(text))]
    closed = [m.span() for m in BRACKET.finditer(text)] + [m.span() for m in NAME.finditer(text)]
    closed.sort()
    spans, start, c = [], 0, 0
    for m in ENDS.finditer(text):
        while c < len(closed) and closed[c][1] <= m.start():
            c += 1
        if c < len(closed) and closed[c][0] < m.start() and m.end() < closed[c][1]:
            continue
        spans.append((start, m.end()))
        start = m.end()
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def sentences(text: str, figures: tuple[Mention, ...]) -> list[Sentence]:
    """The sentences that hold figures, in order; brackets with figures follow as sentences of their own."""
    found = []
    k = 0
    for start, end in sentence_spans(text):
        first = k
        while k < len(figures) and figures[k].number < end:
            k += 1
        if k > first:
            found += _sentence(text, start, end, figures, first, k)
    return found


def _sentence(text: str, start: int, end: int, figures: tuple[Mention, ...], first: int, last: int) -> list[Sentence]:
    inner: list[Sentence] = []
    masks: list[tuple[int, int, str]] = []
    at = [figures[k].number for k in range(first, last)]
    nested: set[int] = set()
    for m in BRACKET.finditer(text, start, end) if OPEN.search(text, start, end) else ():
        a, b = (first + bisect_left(at, x) for x in m.span())
        if a < b and m.end() - m.start() < end - start:
            inner += _sentence(text, m.start() + 1, m.end() - 1, figures, a, b)
            inner[-1] = inner[-1]._replace(nested=True)
            nested.update(range(a, b))
        if not (a > first and m.start() < figures[a - 1].end):  # 70余家（次） is one figure
            masks.append((m.start(), m.end(), "void"))
    if text.find("[", start, end) >= 0 or CIRCLED.search(text, start, end):
        masks += [(m.start(), m.end(), "void") for m in MARK.finditer(text, start, end)]
    masks += [(figures[k].start, figures[k].end, "num") for k in range(first, last) if k not in nested]
    for k in range(first, last - 1):
        a, b = figures[k].end, figures[k + 1].start
        if b - a <= 3 and text[a:b].strip() in PROPORTION:
            masks.append((a, b, "void"))
    for m in NAME.finditer(text, start, end) if QUOTE.search(text, start, end) else ():
        if bisect_left(at, m.start()) == bisect_left(at, m.end()):
            masks.append((m.start(), m.end(), "name"))
    if DIGIT.search(text, start, end):
        masks += [(m.start(), m.end(), "time") for m in DATED.finditer(text, start, end)]
    outer = [Sentence(start, end, _tokens(text, start, end, masks), False)] if len(nested) < last - first else []
    return outer + inner


def _outermost(masks: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Masks in order; of two that overlap the earlier, longer one."""
    kept: list[tuple[int, int, str]] = []
    for mask in sorted(masks, key=lambda m: (m[0], -m[1])):
        if not kept or mask[0] >= kept[-1][1]:
            kept.append(mask)
        elif mask[2] == "num":  # a figure is never lost inside something else
            kept[-1] = mask
    return kept


def _tokens(text: str, start: int, end: int, masks: Iterable[tuple[int, int, str]]) -> list[Token]:
    kept = _outermost(masks)
    parts, at = [], start
    for a, b, _ in kept:
        parts += [text[at:a].replace(MASK, _OTHER), MASK]
        at = b
    parts.append(text[at:end].replace(MASK, _OTHER))
    tokens = []
    at, k = start, 0
    for word, flag in tag("".join(parts)):
        if word == MASK:
            a, b, kind = kept[k]
            tokens.append(Token(text[a:b], kind, a, b))
            at, k = b, k + 1
            continue
        end = at + len(word)
        tokens.append(Token(text[at:end], "sep" if word in COMMAS else flag, at, end))
        at = end
    return tokens

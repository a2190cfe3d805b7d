"""Tables: rows whose columns are sure become cells; what is not sure stays a line of text with its spaces.

Pipe tables say their columns. Elsewhere neighbouring rows must agree on them (generator.clean.fields). Heads above
join the table where they fit its columns, a label that was wrapped gets its rest back; caption and unit stay
paragraphs in front of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from generator.clean import fields
from generator.clean.draft import BLANK, FURNITURE, TABLE, TEXT, Cell, Draft, Grid, Line
from generator.clean.notes import note
from generator.clean.rules import tabular
from generator.clean.traced import Traced
from generator.lexicons import words
from generator.read.markdown import Block

Spans = list[tuple[int, int]]
"""Raw spans of a cell: one, none in an empty cell, two where its text was wrapped."""
HEADS = 2
"""Lines above a table that may hold its heads."""
YEAR, BARE_YEAR = re.compile(r"(?:19|20)\d\d年"), re.compile(r"(?:19|20)\d\d(?:年|$)")
MONTHS = re.compile(r"\s*\d{1,2}(?:月|月?[—–－~～至-]\d{1,2}月)(?:份|累计)?\s*$")  # 1—9月
SPACES = re.compile(r"\s+")


def apply(draft: Draft) -> None:
    """Give the lines of tables their cells, and write down what parted them."""
    if not any(line.row for line in draft.lines):
        return
    known = draft.markdown.rows if draft.markdown else []
    for group in _groups(draft):
        if known:
            _piped(draft, group, known)
        for role, lines in groupby(group, key=lambda line: line.role):
            if role == TEXT:
                _parted(draft, list(lines))


def _groups(draft: Draft) -> Iterator[list[Line]]:
    """Rows of one article that follow each other; a decision or a gap parts them."""
    cuts = sorted({*draft.joins, *draft.splits, *(hole.at for hole in draft.holes)})
    group: list[Line] = []
    for line in draft.lines:
        if line.role in (BLANK, FURNITURE) or not line.text:
            continue
        row = line.row and not line.forced and line.role == TEXT and not _cut(cuts, line.a + 1, line.b)
        if group and not (row and line.article == group[-1].article and not _cut(cuts, group[-1].b, line.a + 1)):
            yield group
            group = []
        if row:
            group.append(line)
    if group:
        yield group


def _cut(cuts: Sequence[int], start: int, end: int) -> bool:
    i = bisect_left(cuts, start)
    return i < len(cuts) and cuts[i] < end


def _piped(draft: Draft, group: Sequence[Line], rows: Sequence[Block]) -> None:
    """Rows that Markdown knows."""
    found: dict[int, list[tuple[Line, Block]]] = {}
    for line in group:
        at = bisect_left(rows, line.start, key=lambda row: row.start)
        if at < len(rows) and rows[at].start < line.end >= rows[at].end:
            found.setdefault(rows[at].table, []).append((line, rows[at]))
    for table in found.values():
        columns = max(len(row.cells) for _, row in table)
        cells = [
            [_visible(draft, *span) for span in row.cells] + [[] for _ in range(columns - len(row.cells))]
            for _, row in table
        ]
        heads = sum(row.head for _, row in table)
        if not heads:
            heads = _named([[draft.raw[slice(*cell[0])] if cell else "" for cell in row] for row in cells])
        _settle(draft, [line for line, _ in table], cells, heads)


def _visible(draft: Draft, start: int, end: int) -> Spans:
    """The raw span without what rules dropped at its ends."""
    text = Traced.read(draft.raw, [(start, end)], draft.book)
    stripped = text.text.strip()
    if not stripped:
        return []
    at = text.text.index(stripped)
    return [(text.places[at], text.places[at + len(stripped) - 1] + 1)]


def _parted(draft: Draft, group: Sequence[Line]) -> None:
    """Rows of text."""
    rests = {i for i, line in enumerate(group) if i and i + 1 < len(group) and tabular.rest(group[i - 1], line)}
    lines = [line for i, line in enumerate(group) if i not in rests]
    owners = {group[i - 1].number: group[i] for i in rests}
    texts = [Traced.read(draft.raw, [(line.start, line.end)], draft.book) for line in lines]
    used = 0
    found = [*fields.runs([text.text for text in texts])]
    _ragged(draft, lines, texts, found)
    for run in found:
        rows = [
            [_raw(text, *field) for field in row]
            for text, row in zip(texts[run.first : run.last], run.rows, strict=True)
        ]
        own = lines[run.first : run.last]
        above = _heads(texts[used : run.first], len(run.rows[0]))
        heads = sum(any(row) for row in above) or _named(
            [[text.text[a:b] for a, b in row] for text, row in zip(texts[run.first : run.last], run.rows, strict=True)]
        )
        used = run.last
        for line, row in zip(own, rows, strict=True):
            if rest := owners.get(line.number):
                row[0].append((rest.a, rest.b))
                rest.role, rest.cells = TABLE, ()
        _settle(draft, [*lines[run.first - len(above) : run.first], *own], [*above, *rows], heads)


def _ragged(draft: Draft, lines: Sequence[Line], texts: Sequence[Traced], runs: Sequence[fields.Run]) -> None:
    """Remember the rows of numbers right before or behind a table that have more or fewer fields than it has."""
    inside = {i for run in runs for i in range(run.first, run.last)}
    for run in runs:
        for i in (run.first - 1, run.last):
            size = len(fields.by_value(texts[i].text)) if 0 <= i < len(lines) and i not in inside else 0
            if size > 1 and size != len(run.rows[0]):
                draft.ragged[lines[i].a] = (size, len(run.rows[0]))


def _raw(text: Traced, start: int, end: int) -> Spans:
    return [(text.places[start], text.places[end - 1] + 1)] if start < end else []


def _named(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top name the columns: words or years, where numbers stand below."""
    for n, row in enumerate(rows):
        year = BARE_YEAR if n == 0 else YEAR  # 1900 below heads is a number
        if any(
            fields.counts(cell) and not (year.match(cell) or (n == 0 and MONTHS.fullmatch(cell))) for cell in row[1:]
        ):
            return n if n <= HEADS else 1
    first = next((cell for cell in rows[0] if cell), "")
    return int(SPACES.sub("", first).endswith(tuple(words("tables", "label") | words("tables", "serial"))))


def _heads(above: Sequence[Traced], columns: int) -> list[list[Spans]]:
    """The lines right above as heads, where they have one for each column; none where that is not so.

    The head of the first column may be missing. 指标 全国 / 城市 农村: the second line goes on with the first.
    1986年 1986年比 / 1985年增长% and 名称 合同项目 / （个） 比上年增长%: its last head does.
    """
    above = [*takewhile(_may_head, reversed(above[-HEADS:]))][::-1]
    lines = [[_raw(text, *field) for field in fields.heads(text.text)] for text in above]
    if not lines:
        return []
    last = lines[-1]
    leads_on = len(lines) == HEADS and above[-2].text.strip().endswith(tabular.LEADS_ON)
    if leads_on or (len(lines) == HEADS and above[-1].text.lstrip().startswith(("（", "("))):
        padded = _padded([*lines[0][:-1], [*lines[0][-1], *last[0]], *last[1:]], columns)
        return [padded, [[] for _ in range(columns)]] if padded else []
    if len(lines) == HEADS and len(lines[0]) + len(last) == columns and len(last) > 1:
        empty: list[Spans] = [[] for _ in range(columns)]
        return [lines[0] + empty[len(lines[0]) :], empty[: len(lines[0])] + last]
    padded = _padded(last, columns)
    return [padded] if padded else []


def _may_head(above: Traced) -> bool:
    """Words, no row of numbers, and neither caption nor unit of the table."""
    text = above.text.strip()
    return bool(text) and not (fields.by_value(text) or tabular.TITLE.fullmatch(text) or tabular.UNIT.fullmatch(text))


def _padded(heads: list[Spans], columns: int) -> list[Spans]:
    if len(heads) == columns:
        return heads
    return [[], *heads] if len(heads) == columns - 1 and len(heads) > 0 else []


def _once(
    draft: Draft, lines: Sequence[Line], cells: Sequence[list[Spans]], heads: int
) -> tuple[list[Line], list[list[Spans]]]:
    """The rows without the heads that are printed anew on every page."""
    told = [[SPACES.sub("", "".join(draft.raw[a:b] for a, b in cell)) for cell in row] for row in cells]
    again = {
        k
        for i in range(heads, len(told) - heads + 1)
        if heads and told[i : i + heads] == told[:heads]
        for k in range(i, i + heads)
    }
    for k in again:
        lines[k].role = FURNITURE
        draft.book.drop(lines[k].start, lines[k].end, "table-head", note("table-head"))
    kept = [k for k in range(len(lines)) if k not in again]
    return [lines[k] for k in kept], [cells[k] for k in kept]


def _settle(draft: Draft, lines: Sequence[Line], cells: Sequence[list[Spans]], heads: int) -> None:
    """Write a table into its lines; columns and rows without any character are none, heads printed anew go."""
    lines, cells = _once(draft, lines, cells, heads)
    filled = [c for c in range(len(cells[0])) if any(row[c] for row in cells)]
    grid = len(draft.grids)
    count = 0
    for line, row in zip(lines, cells, strict=True):
        count += any(row)
        line.role = TABLE
        line.cells = tuple((Cell(grid, count, n), row[c]) for n, c in enumerate(filled, 1) if row[c])
    draft.grids.append(Grid(count, len(filled), heads))
    spans = sorted(span for row in cells for cell in row for span in cell)
    for line in lines:
        at = line.start
        own = spans[bisect_left(spans, (line.start,)) : bisect_left(spans, (line.end,))]
        for start, end in [*own, (line.end, line.end)]:
            draft.book.drop(at, start, "table-cell", note("table-cell"))
            at = end

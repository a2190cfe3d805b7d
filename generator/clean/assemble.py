"""From blocks to reports: articles, sections, gaps, targets, and the ledger that tiles the source."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from generator.clean import names, numbering
from generator.clean.articles.shapes import breaks_off, is_field
from generator.clean.dictionary import begins_inside
from generator.clean.draft import (
    BYLINE,
    CAPTION,
    HEADING,
    KICKER,
    SUBTITLE,
    TABLE,
    TEXT,
    TITLE,
    Block,
    Cell,
    Draft,
    Grid,
    ends_sentence,
)
from generator.clean.fields import by_value
from generator.clean.identity import Identity, identify, report_id
from generator.clean.mentions import mentions_in, spots_in
from generator.clean.notes import note
from generator.clean.opening import is_cut
from generator.clean.rules import decided
from generator.clean.traced import Traced
from generator.model import Cleaned, Edit, Gap, Passage, Piece, Report, Section, Table
from generator.read import Facts, Sidecar

CERTAIN, POSSIBLE = 60, 20
"""Characters of a last paragraph without full stop from which on it is, or may be, broken off."""

STOPPED = re.compile(r"[。！？!?].")
"""A sentence ends, another begins."""

JUMP = 8
"""A jump mark so near behind the last text says that the text goes on."""

CAPTION_LINES = 4
"""Lines of caption, unit and heads that may stand in front of a table."""

STREET = re.compile("(?:街道|[镇乡]|苏木)$")

EDGE = 15
"""Clean characters shown on both sides of a gap."""

HEADS = {TITLE: "title", SUBTITLE: "subtitle", KICKER: "kicker", BYLINE: "byline"}


def assemble(draft: Draft, sidecar: Sidecar) -> Cleaned:
    """The reports of a draft and its complete ledger."""
    blocks = sorted(draft.blocks, key=lambda b: (b.article, b.spans[0]))
    articles = [
        ArticleBuilder(draft, list(group), order, sidecar.article(order))
        for order, (_, group) in enumerate(groupby(blocks, key=lambda b: b.article), 1)
    ]
    # Articles of one page are of one time and place: what one does not say, the others say for it where they agree.
    years = {article.identity.year for article in articles} - {None}
    regions = {article.identity.region for article in articles if article.identity.region}
    shared = min(regions, key=lambda region: (len(region), region), default=None)
    if shared and not all(region.startswith(shared) for region in regions):  # a street lies in its district
        shared = None
    organs = {article.identity.organ for article in articles} - {None}
    for article in articles:
        article.inherit(years.copy().pop() if len(years) == 1 else None, shared)
        if len(organs) == 1:
            article.inherit_street(organs.copy().pop() or "")
    for article in articles:
        article.inherit_body(sorted(filter(None, organs)))
    if len(organs) == 1 and not regions:
        region = next((found for article in articles if (found := article.region_of(organs.copy().pop() or ""))), None)
        for article in articles:
            article.inherit(None, region if article.identity.organ else None)
    reports = tuple(article.build() for article in articles)
    owned = [pair for article in articles for pair in article.owned]
    return Cleaned(draft.source, reports, tuple(_ledger(draft, owned)), tuple(draft.review))


@dataclass
class _Grid:
    """A table in the making, behind ``before`` paragraphs of its part; cells by row and column."""

    shape: Grid
    before: int
    cells: dict[tuple[int, int], Block]


@dataclass
class _Part:
    """A section in the making; ``blocks`` are its paragraphs and cells with their targets below it, in order."""

    heading: Block | None
    level: int
    paragraphs: list[Block]
    tables: list[_Grid]
    blocks: list[tuple[Block, str]]

    def add(self, block: Block) -> None:
        """The next paragraph."""
        self.paragraphs.append(block)
        self.blocks.append((block, f"p{len(self.paragraphs)}"))

    def put(self, block: Block, cell: Cell, grids: Sequence[Grid]) -> None:
        """The next cell; the first one of a table opens it."""
        if not self.tables or self.tables[-1].shape is not grids[cell.grid]:
            self.tables.append(_Grid(grids[cell.grid], len(self.paragraphs), {}))
        self.tables[-1].cells[cell.row, cell.column] = block
        self.blocks.append((block, f"t{len(self.tables)}/r{cell.row}c{cell.column}"))


class ArticleBuilder:
    """Builds one report from its blocks. Targets are relative until the id is known."""

    def __init__(self, draft: Draft, blocks: list[Block], order: int, stated: Facts) -> None:
        self.draft, self.blocks, self.order, self.stated = draft, blocks, order, stated
        self.owned: list[tuple[Block, str]] = []
        """Every block with its full target, for the ledger."""
        self.captions = [block for block in blocks if block.role == CAPTION]
        self.parts = self._parts()
        self.targets = list(self._targets())
        self.texts = {target: self._passage(block, target) for block, target in self.targets}
        self.identity = self._identify()

    def inherit(self, year: int | None, region: str | None) -> None:
        """Take year and region from the neighbours where the article itself tells none; its street stays its own."""
        own = self.identity
        if region and not own.region:
            street = next((spot.local for spot in spots_in(own.organ or "") if spot.local and not spot.units), "")
            region += "" if region.endswith(street) else street
        self.identity = replace(own, year=own.year or year, region=own.region or region)

    def inherit_street(self, organ: str) -> None:
        """Be of the one street of the page where the article names no body, but that street, or 全街道, 全镇."""
        street = next((spot.local for spot in spots_in(organ) if spot.local), "")
        unit = STREET.search(street)
        if self.identity.organ or not unit:
            return
        if any(said in passage.text for passage in self.texts.values() for said in (street, f"全{unit[0]}")):
            self.identity = replace(self.identity, organ=street)

    def inherit_body(self, organs: list[str]) -> None:
        """Be of the one body of the page that the article names by its kind: 县政协 beside articles of 青溪县政协."""
        if self.identity.organ or not organs:
            return
        text = "\n".join(passage.text for passage in self.texts.values())
        named = {(m.spot and m.spot.name, m.body.short) for m in mentions_in(text)}
        told = []
        for organ in organs:
            own = next((m for m in mentions_in(organ) if m.spot), None)
            if own and own.spot and f"{own.spot.name[-1]}{own.body.short}" in text:
                others = {name for name, kind in named if kind == own.body.short} - {None, own.spot.name}
                told += [] if others else [organ]
        if len(told) == 1:
            self.identity = replace(self.identity, organ=told[0])

    def region_of(self, organ: str) -> str | None:
        """Where a street lies that the article names behind its district: 临平区星桥街道; None where it does not."""
        street = next((spot.local for spot in spots_in(organ) if spot.local and not spot.units), "")
        telling = (passage for passage in self.texts.values() if street and street in passage.text)
        for spot in (spot for passage in telling for spot in spots_in(passage.text)):
            units = [unit for unit in spot.units if unit.current]
            if spot.local == street and len(units) == 1:
                return units[0].path + street
        return None

    def _targets(self) -> Iterator[tuple[Block, str]]:
        """Every block with its target below the report; lines of one head become one text."""
        head: dict[str, Block] = {}
        for block in self.blocks:
            name = HEADS.get(block.role)
            if name in head:
                head[name].spans += block.spans
                head[name].seams += block.seams
            elif name:
                head[name] = replace(block, spans=list(block.spans), seams=list(block.seams))
        yield from ((block, name) for name, block in head.items())
        for s, part in enumerate(self.parts, 1):
            if part.heading:
                yield part.heading, f"s{s}/heading"
            yield from ((block, f"s{s}/{target}") for block, target in part.blocks)
        yield from ((block, f"caption/{i}") for i, block in enumerate(self.captions, 1))

    def _head(self, name: str) -> str | None:
        passage = self.texts.get(name)
        return passage.text if passage else None

    def _authors(self) -> tuple[str, ...]:
        """The names in all bylines, each line by itself, else what the front matter states."""
        spans = [span for block in self.blocks if block.role == BYLINE for span in block.spans]
        lines = [self._visible(span) for span in spans]
        found = dict.fromkeys(name for line in lines for name in names.authors(line))
        matter = self.draft.front_matter
        return tuple(found) or (matter.authors if matter else ())

    def _visible(self, span: tuple[int, int]) -> str:
        return Traced.read(self.draft.raw, [span], self.draft.book).text

    def _identify(self) -> Identity:
        """Body, region, year: what a person stated, else what the text tells."""
        found = identify(
            title=self.stated.title or self._head("title"),
            subtitle=self._head("subtitle"),
            kicker=self._head("kicker"),
            byline=self._head("byline"),
            text="\n".join(p.text for target, p in self.texts.items() if target.startswith("s")),
            front_matter=self.draft.front_matter,
            path_hint=self.draft.source.path,
            signature=" ".join(self.draft.signatures.get(self.blocks[0].article, ())),
            issued=next(iter([*self.draft.page_dates, *self.draft.posted]), ""),
            posted=self.draft.posted[0] if self.draft.posted else "",
        )
        stated = self.stated
        return replace(
            found,
            organ=stated.organ or found.organ,
            region=stated.region or found.region,
            year=stated.year or found.year,
            published=stated.published or found.published,
        )

    def build(self) -> Report:
        """The report; fills ``owned``."""
        identity, parts = self.identity, self.parts
        name = report_id(identity, self.draft.source.path, self.order, self.stated.id)
        full = {target: replace(passage, target=f"{name}/{target}") for target, passage in self.texts.items()}
        self.owned = [(block, f"{name}/{target}") for block, target in self.targets]
        matter = self.draft.front_matter
        sections = tuple(
            Section(
                full.get(f"s{s}/heading"),
                part.level,
                tuple(full[f"s{s}/p{p}"] for p in range(1, len(part.paragraphs) + 1)),
                tuple(self._table(f"s{s}/t{t}", grid, part, name, full) for t, grid in enumerate(part.tables, 1)),
            )
            for s, part in enumerate(parts, 1)
        )
        gaps = tuple(self._gaps(parts, full))
        return Report(
            id=name, source=self.draft.source.path, order=self.order,
            title=full.get("title"), subtitle=full.get("subtitle"), kicker=full.get("kicker"),
            byline=full.get("byline"),
            authors=self._authors(),
            organ=identity.organ, region=identity.region, year=identity.year, published=identity.published,
            url=self.stated.url or (matter.url if matter else None),
            licence=self.stated.licence or (matter.licence if matter else None),
            complete=not any(gap.grade == "certain" for gap in gaps),
            sections=sections,
            captions=tuple(full[f"caption/{i}"] for i in range(1, len(self.captions) + 1)), gaps=gaps,
        )  # fmt: skip

    def _table(self, target: str, grid: _Grid, part: _Part, name: str, full: dict[str, Passage]) -> Table:
        """A table with all its cells; those without text are empty passages."""

        def cell(row: int, column: int) -> Passage:
            where = f"{target}/r{row}c{column}"
            return full.get(where) or Passage(f"{name}/{where}", "", ())

        rows = tuple(tuple(cell(r, c) for c in range(1, grid.shape.columns + 1)) for r in range(1, grid.shape.rows + 1))
        above = 0
        ends = {other.before for other in part.tables if other is not grid}
        for block in reversed(part.paragraphs[: grid.before]):
            if not block.row or above == CAPTION_LINES or grid.before - above in ends or by_value(self._text(block)):
                break
            above += 1
        return Table(rows, grid.before, grid.shape.heads, above)

    def _passage(self, block: Block, target: str) -> Passage:
        pieces = list(_pieces(self.draft, block))
        raw = self.draft.raw
        text = "".join(raw[p.start : p.end] if p.output is None else p.output for p in pieces)
        return Passage(target, text, tuple(pieces))

    def _parts(self) -> list[_Part]:
        """Sections in the making, levels given by numbering style (or by the file's own markup)."""
        parts: list[_Part] = []
        headings = [b for b in self.blocks if b.role == HEADING]
        styles = [numbering.kind_of(self._text(b)) for b in headings]
        level_of = numbering.levels([self._text(b) for b in headings])
        stated = {id(b): self._stated_level(b) for b in headings}
        outermost = min((b.level for b in headings if b.level and not stated[id(b)]), default=1)
        given = dict(zip(map(id, headings), styles, strict=True))
        above = 0
        for block in self.blocks:
            if block.role == HEADING:
                dashed = given[id(block)] == "dashed" and not block.level
                if block.level:
                    level = block.level - outermost + 1
                else:
                    level = above + 1 if dashed else level_of[given[id(block)]]
                above = above if dashed else level
                parts.append(_Part(block, stated[id(block)] or level, [], [], []))
            elif block.role in (TEXT, TABLE):
                if parts and block.opens_section:
                    parts.append(_Part(None, parts[-1].level, [], [], []))
                if not parts:
                    inside = self._cut_off_before() or self._counts_from_later()
                    parts.append(_Part(None, 1 if inside else 0, [], [], []))
                if block.cell:
                    parts[-1].put(block, block.cell, self.draft.grids)
                else:
                    parts[-1].add(block)
        return parts

    def _stated_level(self, heading: Block) -> int | None:
        """The level that a person gave a heading."""
        at = heading.spans[0][0]
        return next((d.level for d in self.draft.decisions if d.kind == "heading" and d.start <= at < d.end), None)

    def _text(self, block: Block) -> str:
        return self._passage(block, "").text

    def _cut_off_before(self) -> bool:
        """Does a jump mark at the head say that the text began on another page?"""
        first = next((b.spans[0][0] for b in self.blocks if b.role == TEXT), 0)
        start = self.blocks[0].spans[0][0] if self.order > 1 else 0
        return any(start <= at <= first for at in self.draft.continued_at)

    def _counts_from_later(self) -> bool:
        """Does the text begin inside a sentence, and its numbering behind one: 造全覆盖。 （二）…?"""
        body = [block for block in self.blocks if block.role in (TEXT, HEADING)]
        if not body or body[0].role != TEXT or body[0].row or not begins_inside(self._text(body[0])):
            return False
        numbers = (numbering.ordinal(self._text(block)) for block in body)
        return next((number for number in numbers if number), 1) > 1

    # -- gaps --------------------------------------------------------------------------------------------

    def _gaps(self, parts: list[_Part], full: dict[str, Passage]) -> list[Gap]:
        gaps: list[Gap] = []
        flat = [(block, full[f"s{s}/{target}"]) for s, part in enumerate(parts, 1) for block, target in part.blocks]
        if not flat:
            return gaps
        if self._cut_off_before():
            first = flat[0][1]
            gaps.append(
                Gap("", first.text[:EDGE], "certain", note("gap-start"), "", "gap-start", flat[0][0].spans[0][0])
            )
        heads = {
            id(part.paragraphs[0]): (part.heading, full[f"s{s}/heading"])
            for s, part in enumerate(parts, 1)
            if part.heading is not None and part.heading.gap_before and part.paragraphs
        }  # a heading behind lost text: the gap lies before it
        for (_, before), (block, after) in pairwise(flat):
            block, after = heads.get(id(block), (block, after))
            if block.gap_before:
                hole = max((h for h in self.draft.holes if h.at <= block.spans[0][0]), key=lambda h: h.at)
                gaps.append(
                    Gap(
                        before.text[-EDGE:], after.text[:EDGE], hole.grade, hole.note, before.target, hole.rule, hole.at
                    )
                )
        last_block, last = flat[-1]
        first_block, first = flat[0]
        whole = "\n".join(passage.text for _, passage in flat)
        headed = self._head("title") is not None or parts[0].heading is not None
        counted = not self._cut_off_before() and self._counts_from_later()
        if counted or (not (self._cut_off_before() or first_block.row) and is_cut(first.text, whole, headed=headed)):
            told: Literal["certain", "possible"] = "certain" if counted else "possible"
            start = first_block.spans[0][0]
            gaps.insert(0, Gap("", first.text[:EDGE], told, note("gap-begin"), "", "gap-begin", start))
        gaps += self._end(parts, full, last_block, last)
        return gaps

    def _end(self, parts: list[_Part], full: dict[str, Passage], block: Block, last: Passage) -> Iterator[Gap]:
        """The gap at the end: a sentence breaks off, a heading stands over nothing, or a jump mark says so."""
        heading = parts[-1].heading
        if heading is not None and not parts[-1].blocks:
            block, last = heading, full[f"s{len(parts)}/heading"]
        end = block.spans[-1][1]
        jumped = not block.row and any(end <= at <= end + JUMP for at in self.draft.continues_at)
        grade = "certain" if jumped else "possible" if block is heading else self._breaks_off(last.text, block)
        if grade:
            yield Gap(last.text[-EDGE:], "", grade, note("gap-end"), last.target, "gap-end", end)

    def _breaks_off(self, text: str, block: Block) -> Literal["certain", "possible"] | None:
        """Does the last paragraph stop in the middle: on a comma, before an object, in a quotation, a long sentence?"""
        if ends_sentence(text) or block.row or text[-1:] in tuple("）)") or is_field(text):
            return None
        quoting = text.count("“") > text.count("”")
        if text[-1:] in tuple("，、,；;：:") or len(text) > CERTAIN or breaks_off(text) or quoting:
            return "certain"
        return "possible" if len(text) > POSSIBLE or STOPPED.search(text) else None


def _pieces(draft: Draft, block: Block) -> list[Piece]:
    """The pieces of a block as the book has them."""
    pieces: list[Piece] = []
    for start, end in block.spans:
        at = start
        for record in draft.book.within(start, end):
            if at < record.start:
                pieces.append(Piece(at, record.start, None))
            if record.output and record.start >= start:
                pieces.append(Piece(record.start, record.end, record.output))
            at = record.end
        if at < end:
            pieces.append(Piece(at, end, None))
    # A join that writes a space stands between two spans and belongs to the block.
    for seam in block.seams:
        if block.spans[0][0] < seam < block.spans[-1][0]:
            pieces += [Piece(r.start, r.end, r.output) for r in draft.book.within(seam, seam + 1)]
    return sorted(pieces)


def _ledger(draft: Draft, owned: list[tuple[Block, str]]) -> list[Edit]:
    """One record for every stretch of the raw text, in order, without gap or overlap."""
    edits: list[Edit] = []
    for block, target in owned:
        why = block.note or (note(block.rule) if block.rule == "title-moved" else "")
        for piece in _pieces(draft, block):
            if piece.output is None:
                edits.append(Edit(piece.start, piece.end, "keep", target, None, block.rule, why))
            else:
                record = draft.book.records[bisect_left(draft.book.records, (piece.start,))]
                edits.append(Edit(piece.start, piece.end, "replace", target, piece.output, record.rule, record.note))
    edits += [Edit(r.start, r.end, "drop", None, None, r.rule, r.note) for r in draft.book.records if not r.output]
    tiled: list[Edit] = []
    at = 0
    for edit in decided.mark(sorted(edits), draft.decisions):
        if at < edit.start:
            tiled.append(Edit(at, edit.start, "drop", None, None, "blank", note("blank")))
        tiled.append(edit)
        at = edit.end
    if at < len(draft.raw):
        tiled.append(Edit(at, len(draft.raw), "drop", None, None, "blank", note("blank")))
    return tiled

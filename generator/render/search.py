"""The search index: what a reader's browser needs to find any two characters without a server.

Four kinds of classic script files below ``search/``, loaded by script tags, so that they work from ``file://``:

- ``index.js``: what there is: shards, chunks of text, facets, the characters that are compared as one;
- ``postings-<k>.js``: for each character bigram (and each single character) the reports that have it, with a
  grade of where and how often. The shard of a bigram is its hash, so a query loads one shard for each bigram;
- ``texts-<k>.js``: the texts of some consecutive reports. A hit is checked against them before it is shown;
- ``names.js``: names of bodies, indicators, formulations and documents with their pages.

The client (``templates/theme/assets/search.js``) mirrors ``fold``, ``hash_of`` and the code of the postings.
"""

from __future__ import annotations

import json
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import sha256
from operator import add
from typing import NamedTuple

from generator.model import Corpus, Passage, Report
from generator.render.labels import labels
from generator.render.names import Names
from generator.render.places import places, region_parts, report_page
from generator.render.writer import Writer

FORMAT = 2  # goes into the version: a page never reads an index that another version of the program wrote
SHARD_BYTES = 32 * 1024  # aimed at, as a mean: one bigram of a query costs about this much
CHUNK_BYTES = 64 * 1024  # aimed at: one long report, or a handful of short ones

# Characters that are compared as the first of their row; width and case are folded by NFKC and lower().
ALIKE = ('"“”„‟〝〞「」『』', "'‘’‚‛", "-‐‑‒–—―−─", "·•‧∙・", "~〜")
_ALIKE = {ord(c): row[0] for row in ALIKE for c in row}

GRADES = 4  # 3: in the title, 2: in a heading, 1: OFTEN or more times in the text, 0: less often
OFTEN = 4
# The two digits of the code of postings: the last digit of a number is one of '#'…'[', those before are ']'…'~'.
# Both runs are printable ASCII without quote, backslash and space, so a string holds them as they are.
LAST, LAST_BASE = ord("#"), 57
MORE, MORE_BASE = ord("]"), 34


class Found(NamedTuple):
    """A text that can be found: its place on the report's page, and the grade of the words in it."""

    anchor: str
    text: str
    grade: int


class _Fold(dict[int, str]):
    """A table for ``str.translate`` that fills itself as characters are met."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).lower().translate(_ALIKE)
        self[code] = "".join(c for c in plain if unicodedata.category(c) not in ("Zs", "Zl", "Zp", "Cc", "Cf"))
        return self[code]


_fold = _Fold()


def fold(text: str) -> str:
    """``text`` as it is compared, never as it is shown: one width, one case, one kind of quote, no space."""
    return text.translate(_fold)


def hash_of(key: str) -> int:
    """FNV-1a over code points, 32 bits: the same on every machine and easy in a browser."""
    value = 0x811C9DC5
    for c in key:
        value = (value ^ ord(c)) * 0x01000193 & 0xFFFFFFFF
    return value


def number(value: int) -> str:
    """A number of a posting list, in as few characters as it needs."""
    value, last = divmod(value, LAST_BASE)
    code = chr(LAST + last)
    while value:
        value, digit = divmod(value, MORE_BASE)
        code = chr(MORE + digit) + code
    return code


_NUMBERS = [number(value) for value in range(LAST_BASE * MORE_BASE)]


def posting_list(entries: Iterable[int]) -> str:
    """Ascending numbers (report × GRADES + grade) as the steps from report to report."""
    codes, start = [], 0
    for entry in entries:
        step = entry - start
        codes.append(_NUMBERS[step] if step < len(_NUMBERS) else number(step))
        start = entry - entry % GRADES + GRADES
    return "".join(codes)


def texts(report: Report) -> Iterator[Found]:
    """What can be found in a report, in reading order; a table is found by rows."""
    at = {target: place.anchor for target, place in places([report]).items()}
    for passage, grade in ((report.kicker, 3), (report.title, 3), (report.subtitle, 3), (report.byline, 0)):
        if passage:
            yield Found(at[passage.target], passage.text, grade)
    for section in report.sections:
        if section.heading:
            yield Found(at[section.heading.target], section.heading.text, 2)
        for block in section.blocks:
            if isinstance(block, Passage):
                yield Found(at[block.target], block.text, 0)
            else:
                for row in (row for row in block.rows if row):
                    yield Found(at[row[0].target], "　".join(cell.text for cell in row), 0)
    for caption in report.captions:
        yield Found(at[caption.target], caption.text, 0)


def keys_of(folded: Iterable[str]) -> Counter[str]:
    """How often each bigram and each single character stands in ``folded`` texts; no bigram reaches over two."""
    joined = "\n".join(folded)  # a folded text has no line feed
    found = Counter(map(add, joined, joined[1:]))
    found.update(joined)
    for key in [key for key in found if "\n" in key]:
        del found[key]
    return found


def grades(found: Sequence[Found]) -> dict[str, int]:
    """Every bigram and every single character of a report with its grade."""
    grade = {key: int(times >= OFTEN) for key, times in keys_of(fold(p.text) for p in found).items()}
    for head in (2, 3):
        grade.update(dict.fromkeys(keys_of(fold(p.text) for p in found if p.grade == head), head))
    return grade


def write_index(corpus: Corpus, writer: Writer, names: Names | None = None) -> None:
    """Write the search index of ``corpus`` and of ``names`` below ``search/``.

    Time and size are linear in the texts; the same texts give the same bytes.
    """
    reports = corpus.reports
    found: defaultdict[str, array[int]] = defaultdict(partial(array, "I"))  # report × GRADES + grade
    digest = sha256(str(FORMAT).encode("ascii"))
    for n, report in enumerate(reports):
        here = list(texts(report))
        digest.update(repr((_head(report), here)).encode("utf-8"))
        for key, grade in grades(here).items():
            found[key].append(n * GRADES + grade)
    named = {kind: [part for name in some for part in name] for kind, some in (names or {}).items()}
    digest.update(repr(named).encode("utf-8", "replace"))
    version = digest.hexdigest()[:10]
    writer.text("search/names.js", _call("names", version, named))

    postings = {key: posting_list(found[key]) for key in sorted(found)}
    shards = _shards(postings)
    for k, keys in enumerate(shards):
        pairs, singles = ("".join(f" {key}{postings[key]}" for key in keys if len(key) == n) for n in (2, 1))
        writer.text(f"search/postings-{k}.js", _call("postings", version, k, pairs, singles))

    chunks: list[int] = []
    for first, rows in _chunks(reports):
        writer.text(f"search/texts-{len(chunks)}.js", _call("texts", version, len(chunks), rows))
        chunks.append(first)

    writer.text(
        "search/index.js",
        _call(
            "index",
            version,
            {
                "reports": len(reports),
                "shards": len(shards),
                "chunks": chunks,
                "alike": ALIKE,
                "facets": [
                    _facet("kind", [labels().organ_kind(r.organ) or "" for r in reports]),
                    _facet("year", [str(r.year or "") for r in reports], newest=True),
                    _facet("region", ["|".join(region_parts(r.region)) for r in reports]),
                ],
            },
        ),
    )


def _head(report: Report) -> tuple[str, str, str, str, str]:
    """The page of a report, and what is shown above its hits."""
    return report_page(report), report.name, report.organ or "", report.region or "", str(report.year or "")


def _shards(postings: Mapping[str, str]) -> list[list[str]]:
    """Keys by shard; as many shards (a power of two) as make them about ``SHARD_BYTES`` long."""
    size = sum(1 + len(key.encode("utf-8")) + len(codes) for key, codes in postings.items())
    count = 1
    while count * SHARD_BYTES < size:
        count *= 2
    shards: list[list[str]] = [[] for _ in range(count)]
    for key in postings:
        shards[hash_of(key) % count].append(key)
    return shards


def _chunks(reports: Iterable[Report]) -> Iterator[tuple[int, list[object]]]:
    """Consecutive reports whose texts make about ``CHUNK_BYTES``, with the number of the first."""
    rows: list[object] = []
    first = size = 0
    for n, report in enumerate(reports):
        row = [part for found in texts(report) for part in (found.anchor, found.text)]
        length = sum(len(part.encode("utf-8")) for part in row)
        if rows and size + length > CHUNK_BYTES:
            yield first, rows
            rows, first, size = [], n, 0
        rows.append([*_head(report), row])
        size += length
    if rows:
        yield first, rows


def _facet(name: str, values: list[str], newest: bool = False) -> dict[str, object]:
    """The values of a facet, and for each report the number of its value; a region is 浙江省|嘉兴市|南湖区."""
    known = sorted({*values}, reverse=newest)
    index = {value: i for i, value in enumerate(known)}
    return {"name": name, "values": known, "of": [index[value] for value in values]}


def _call(function: str, *arguments: object) -> str:
    """A script that hands ``arguments`` to the client; U+2028 and U+2029 end a line in older scripts."""
    data = ",".join(json.dumps(a, ensure_ascii=False, separators=(",", ":")) for a in arguments)
    return f"gongbaoSearch.{function}({data})\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

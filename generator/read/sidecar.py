"""Sidecars: what people state and decide about a source, in ``<file name>.yml`` beside it (docs/sidecar.md)."""

from __future__ import annotations

import difflib
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from generator.errors import GongbaoError, Problems, SidecarError
from generator.read.plainyaml import Node, YamlProblem, load
from generator.visible import unseen

Kind = Literal["keep", "drop", "join", "split", "heading", "caption", "replace"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_QUOTED = frozenset({"text", "from", "to", "after", "before"})
_ALLOWED: dict[Kind, frozenset[str]] = {
    "keep": _QUOTED,
    "drop": _QUOTED,
    "caption": _QUOTED,
    "heading": _QUOTED | {"level"},
    "replace": frozenset({"text", "with", "after", "before"}),
    "join": frozenset({"after", "before"}),
    "split": frozenset({"after", "before"}),
}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ORDER = re.compile("[1-9][0-9]{0,3}")
_URL = re.compile(r"https?://[^\s<>\"'\\]+")


@dataclass(frozen=True)
class Facts:
    """What a person states about an article; None where nothing is stated."""

    title: str | None = None
    organ: str | None = None
    region: str | None = None
    year: int | None = None
    url: str | None = None
    published: str | None = None
    licence: str | None = None
    id: str | None = None


class Article(NamedTuple):
    """What is stated about the article at a 1-based place in the source, and the line in the sidecar."""

    order: int
    facts: Facts
    line: int


@dataclass(frozen=True)
class Entry:
    """One decision as it is written. ``text``, or ``first`` to ``last``, quotes what stands between the other two."""

    kind: Kind
    line: int
    text: str = ""
    first: str = ""
    last: str = ""
    after: str = ""
    before: str = ""
    output: str | None = None
    level: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Sidecar:
    """A parsed sidecar; ``path`` as the publisher knows it, ``articles`` in the order of the source."""

    path: str
    facts: Facts = Facts()
    articles: tuple[Article, ...] = ()
    edits: tuple[Entry, ...] = ()

    def article(self, order: int) -> Facts:
        """What is stated about one article: its own entry, else what the file states.

        Title and id of the file are those of its first article.
        """
        common = self.facts if order == 1 else replace(self.facts, title=None, id=None)
        own = vars(next((article.facts for article in self.articles if article.order == order), Facts()))
        return replace(common, **{name: value for name, value in own.items() if value is not None})


@dataclass(frozen=True)
class Decision:
    """A decision with its raw characters ``[start, end)``.

    keep, drop, heading, caption: the quoted text, from its first to its last character. replace: the characters
    that differ, at least one, and ``output`` in their place. join: the white space between the two quotes, which
    goes (``start < end``). split: the white space between them, possibly none; a paragraph ends at ``start``, the
    next begins at ``end``. ``line`` is the line in the sidecar, ``level`` that of a heading where it is given.
    """

    kind: Kind
    start: int
    end: int
    output: str | None
    note: str
    line: int
    level: int | None = None


MOST = 20
"""Problems of a sidecar that are told one by one."""


class _Report:
    """Collects the problems of one sidecar, so that they are told at once: the first of them, and how many follow."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[GongbaoError] = []

    def add(self, problem: str, line: int, mend: str) -> None:
        self.problems.append(SidecarError(problem, file=self.path, line=line, mend=mend))

    def close(self) -> None:
        if self.problems:
            told = sorted(self.problems, key=lambda p: p.line or 0)
            if more := told[MOST:]:
                mend = "mend those above, then look again"
                told[MOST:] = [
                    SidecarError(
                        f"problems that are not told here: {len(more)}", file=self.path, line=more[0].line, mend=mend
                    )
                ]
            raise Problems(told)


def parse(raw: bytes, path: str) -> Sidecar:
    """The sidecar in ``raw``. Raises Problems with a SidecarError for each thing that is wrong."""
    report = _Report(path)
    top: dict[str, Node] = {}
    try:
        root = load(raw.decode("utf-8"))
        if root is not None and isinstance(root.value, dict):
            top = root.value
        elif root is not None and root.value is not None:
            report.add("a sidecar is a list of keys and values", root.line, "write for example: year: 2025")
    except UnicodeDecodeError as error:
        report.add("this is not UTF-8", raw.count(b"\n", 0, error.start) + 1, "save the sidecar as UTF-8")
    except YamlProblem as error:
        report.add(error.problem, error.line, "correct the YAML; put texts in double quotes")
    facts = _facts(top, report, extra=("articles", "edits"))
    articles = _articles(top.get("articles"), report)
    edits = tuple(entry for node in _items(top.get("edits"), "edits", report) if (entry := _entry(node, report)))
    report.close()
    return Sidecar(path, facts, articles, edits)


def _items(node: Node | None, key: str, report: _Report) -> list[Node]:
    if node is None or node.value is None:
        return []
    if isinstance(node.value, list):
        return node.value
    report.add(f"{key} must be a list", node.key_line, f"begin each entry of {key} with a dash: - …")
    return []


def _unknown(key: str, node: Node, allowed: list[str], report: _Report) -> None:
    near = difflib.get_close_matches(key, allowed, 1)
    mend = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(allowed)}"
    report.add(f"{key!r} is not known here", node.key_line, mend)


def _text(value: str) -> str:
    return value.strip()


def _name(value: str) -> str | None:
    """The name of a body or region; 某某, of an answer that was only copied, is none."""
    return None if "某某" in value else value.strip()


_LINE_ENDS = re.compile(r"[ \t]*[\t\r\n][ \t\r\n]*")


def _plain(key: str, node: Node, report: _Report) -> str:
    """A value in one line. Reports a character that no reader sees, or that turns round what stands beside it."""
    value = _LINE_ENDS.sub(" ", str(node.value)).strip()
    for char in unseen(value):
        name = f"U+{ord(char):04X}"
        report.add(f"{key}: {value!r} holds {name}, which no reader sees", node.line, "write it without that character")
        return ""
    return value


def _year(value: str) -> int | None:
    return int(value) if re.fullmatch(r"(?:19|20)[0-9]{2}", value) else None


def _date(value: str) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else None
    except ValueError:
        return None


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) and len(value) <= 2000 else None


# How a field is read, and what to write where that fails.
_READ: dict[str, tuple[Callable[[str], object], str]] = {
    "title": (_text, "write the title"),
    "organ": (_name, "write the body, such as 南湖区政协"),
    "region": (_name, "write the region from the province down"),
    "year": (_year, "write a year of four digits"),
    "url": (_matching(_URL), "write an address that begins with https://"),
    "published": (_date, "write a date such as 2026-01-22"),
    "licence": (_text, "write the licence"),
    "id": (_matching(_ID), "use lower-case letters, digits and single hyphens, such as nanhu-zhengxie-2025"),
}


def _facts(values: dict[str, Node], report: _Report, extra: tuple[str, ...]) -> Facts:
    found: dict[str, object] = {}
    for key, node in values.items():
        if key in extra:
            continue
        if key not in _READ:
            _unknown(key, node, [*_READ, *extra], report)
        elif isinstance(node.value, str):
            read, mend = _READ[key]
            before = len(report.problems)
            found[key] = read(_plain(key, node, report))
            if not found[key] and len(report.problems) == before:
                report.add(f"{key}: {node.value!r} cannot be used", node.line, mend)
        elif node.value is not None:
            report.add(f"{key} must be a single value", node.line, _READ[key][1])
    return Facts(**found)  # type: ignore[arg-type]  # each reader gives its field's type


def _articles(node: Node | None, report: _Report) -> tuple[Article, ...]:
    found: dict[int, Article] = {}
    ids: set[str] = set()
    for place, item in enumerate(_items(node, "articles", report), 1):
        if item.value is None:
            continue
        if not isinstance(item.value, dict):
            report.add("an article is a list of keys and values", item.line, "write for example: - title: …")
            continue
        given = item.value.get("order")
        order = int(given.value) if given and isinstance(given.value, str) and _ORDER.fullmatch(given.value) else 0
        if given and order < 1:
            mend = "write the place of the article in the file"
            report.add("order must be a number from 1 to 9999", given.line, mend)
        order = order or place
        facts = _facts(item.value, report, extra=("order",))
        if order in found:
            report.add(f"article {order} is described twice", item.line, "put both into one entry")
        if facts.id and facts.id in ids:
            report.add(f"the id {facts.id} is given twice", item.line, "give each article its own id")
        found[order] = Article(order, facts, given.line if given else item.line)
        ids |= {facts.id} if facts.id else set()
    return tuple(article for _, article in sorted(found.items()))


def _entry(node: Node, report: _Report) -> Entry | None:
    """One decision; None, with the problem reported, where it cannot be understood."""
    example = 'write for example: - drop: "…"'
    if not isinstance(node.value, dict):
        report.add("a decision names its kind", node.line, example)
        return None
    kinds = [kind for kind in KINDS if kind in node.value]
    if len(kinds) != 1:
        strange = [key for key in node.value if key not in KINDS and key not in {*_QUOTED, "with", "note", "level"}]
        if strange and not kinds:
            _unknown(strange[0], node.value[strange[0]], list(KINDS), report)
        else:
            report.add(f"a decision has one kind, not {len(kinds)}", node.line, f"use one of: {', '.join(KINDS)}")
        return None
    kind = kinds[0]
    said = node.value[kind]
    values = {key: value for key, value in node.value.items() if key != kind}
    if isinstance(said.value, dict):
        for key in said.value.keys() & values.keys():
            report.add(f"{key} stands twice", values[key].key_line, "delete one")
        values |= said.value
    elif isinstance(said.value, str) and "text" in _ALLOWED[kind]:
        values["text"] = said
    else:
        mend = "write {after: …, before: …}" if "text" not in _ALLOWED[kind] else 'quote the raw text: "…"'
        report.add(f"{kind} lacks its quotation", said.line, mend)
        return None
    allowed = _ALLOWED[kind] | {"note"}
    before = len(report.problems)
    found: dict[str, str] = {}
    for key, value in values.items():
        if key not in allowed:
            _unknown(key, value, sorted(allowed), report)
        elif isinstance(value.value, (dict, list)):
            report.add(f"{key} must be a single text", value.line, "put it in double quotes")
        else:
            found[key] = _plain(key, value, report) if key == "note" and value.value else value.value or ""
    if len(report.problems) == before:
        _complete(kind, found, node.line, report)
    if len(report.problems) > before:
        return None
    return Entry(
        kind,
        node.line,
        text=found.get("text", ""),
        first=found.get("from", ""),
        last=found.get("to", ""),
        after=found.get("after", ""),
        before=found.get("before", ""),
        output=found.get("with"),
        level=int(found["level"]) if "level" in found else None,
        note=found.get("note", ""),
    )


def _complete(kind: Kind, found: dict[str, str], line: int, report: _Report) -> None:
    """Report what a decision lacks or has too much of."""
    quoted = {key for key in _QUOTED if fold(found.get(key, ""))}
    if kind in ("join", "split"):
        if not {"after", "before"} <= quoted:
            report.add(f"{kind} needs after and before", line, "quote the text on both sides of the place")
    elif "text" in quoted and quoted & {"from", "to"}:
        report.add(f"{kind} has both a text and from/to", line, "keep one of them")
    elif "text" not in quoted and not {"from", "to"} <= quoted:
        report.add(f"{kind} lacks its quotation", line, 'quote the raw text, or its ends with from: "…" and to: "…"')
    if kind == "replace" and "with" not in found:
        report.add("replace lacks with", line, 'write what should stand there: with: "…"')
    if found.get("level", "1") not in ("1", "2", "3", "4", "5", "6"):
        report.add(f"level: {found['level']!r} cannot be used", line, "write a number from 1 to 6")


# Quotations are compared without white space and invisible characters, and with full-width forms narrowed.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_IGNORED = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")


def fold(text: str) -> str:
    """The text as quotations are compared."""
    return _IGNORED.sub("", text.translate(_WIDTH))


class Folded:
    """A text without its white space, with the way back to raw offsets."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        parts: list[str] = []
        # A run of kept characters: where it begins in the folded and in the raw text.
        self._at: list[int] = []
        self._raw_at: list[int] = []
        size = begin = 0
        for start, end in [*(gap.span() for gap in _IGNORED.finditer(raw)), (len(raw), len(raw))]:
            if start > begin:
                self._at.append(size)
                self._raw_at.append(begin)
                parts.append(raw[begin:start])
                size += start - begin
            begin = end
        self.text = "".join(parts).translate(_WIDTH)

    def offset(self, folded: int) -> int:
        """Raw offset of a folded character."""
        run = bisect_right(self._at, folded) - 1
        return self._raw_at[run] + folded - self._at[run]

    def place(self, offset: int) -> int:
        """Folded offset of the first kept character at or behind a raw offset."""
        run = bisect_right(self._raw_at, offset) - 1
        if run < 0:
            return 0
        end = self._at[run + 1] if run + 1 < len(self._at) else len(self.text)
        return min(self._at[run] + offset - self._raw_at[run], end)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Raw span of the folded ``[start, end)``, from its first character to its last."""
        return self.offset(start), self.offset(end - 1) + 1

    def line(self, folded: int) -> int:
        """1-based raw line of a folded character."""
        return self.raw.count("\n", 0, self.offset(folded)) + 1

    def find(self, needle: str, limit: int = 100) -> list[int]:
        """Where ``needle`` stands, overlapping places included, at most ``limit`` of them."""
        found: list[int] = []
        at = self.text.find(needle)
        while at >= 0 and len(found) < limit:
            found.append(at)
            at = self.text.find(needle, at + 1)
        return found


def resolve(sidecar: Sidecar, text: str) -> tuple[Decision, ...]:
    """The decisions with their raw spans in ``text``, in raw order.

    Raises Problems: a quotation that is not found exactly once, decisions that contradict each other.
    """
    if not sidecar.edits:
        return ()
    report = _Report(sidecar.path)
    folded = Folded(text)
    found = [decision for entry in sidecar.edits if (decision := _locate(entry, folded, report))]
    found.sort(key=lambda d: (d.start, d.end, d.line))
    # Characters are changed once and have one role; what is kept is not changed.
    for group in (("drop", "replace", "join", "split"), ("heading", "caption"), ("keep", "drop", "replace")):
        for one, other in pairwise(d for d in found if d.kind in group):
            if other.start < one.end or (one.start, one.end) == (other.start, other.end):
                report.add(f"{other.kind} contradicts {one.kind} in line {one.line}", other.line, "delete one of them")
    report.close()
    return tuple(found)


def _locate(entry: Entry, folded: Folded, report: _Report) -> Decision | None:
    after, before = fold(entry.after), fold(entry.before)
    quote = fold(entry.text or entry.first)
    # With from and to, ``before`` follows the end of the passage, not its beginning.
    needle = after + quote + ("" if entry.first else before)
    places = folded.find(needle)
    if len(places) != 1:
        problem, mend = _missed(entry, needle, places, folded)
        report.add(problem, entry.line, mend)
        return None
    start = places[0] + len(after)
    end = start + len(quote)
    if entry.first:
        last = fold(entry.last)
        at = folded.text.find(last + before, end)
        if at < 0:
            report.add(f"{entry.kind}: {entry.last!r} is not found after {entry.first!r}", entry.line, _QUOTE_AGAIN)
            return None
        end = at + len(last)
    if entry.kind in ("join", "split"):
        low, high = folded.offset(start - 1) + 1, folded.offset(start)
        if entry.kind == "join" and low == high:
            report.add("join: nothing stands between the two quotes", entry.line, "delete the decision")
            return None
        return Decision(entry.kind, low, high, "" if entry.kind == "join" else None, entry.note, entry.line)
    low, high = folded.span(start, end)
    if entry.kind == "replace":
        return _replacement(entry, low, high, folded.raw, report)
    return Decision(entry.kind, low, high, None, entry.note, entry.line, entry.level)


def _replacement(entry: Entry, start: int, end: int, raw: str, report: _Report) -> Decision | None:
    """The characters that differ: what both sides have in common at the ends is not replaced."""
    new = entry.output or ""
    begin = start
    while start < end and new and raw[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and raw[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    if start == end and new:  # an insertion: a quoted character beside it goes into the span
        start, end, new = (start - 1, end, raw[start - 1] + new) if start > begin else (start, end + 1, new + raw[end])
    if start == end:
        report.add("replace changes nothing", entry.line, "delete the decision")
        return None
    for char in unseen(new):
        if char not in raw[start:end] and char not in "\t\r\n":
            problem = f"replace: {entry.output!r} holds U+{ord(char):04X}, which no reader sees"
            report.add(problem, entry.line, "write it without that character")
            return None
    if not new:
        return Decision("drop", start, end, None, entry.note, entry.line)
    return Decision("replace", start, end, new, entry.note, entry.line)


_QUOTE_AGAIN = "quote it as it stands in the raw file"


def _missed(entry: Entry, needle: str, places: list[int], folded: Folded) -> tuple[str, str]:
    """What to tell about a quotation that is found never or more than once."""
    shown = needle if len(needle) <= 24 else f"{needle[:12]}…{needle[-11:]}"
    if places:
        count = str(len(places)) if len(places) < 100 else "100 or more"
        lines = ", ".join(str(folded.line(at)) for at in places[:5])
        problem = f"{entry.kind}: {shown!r} is found {count} times (lines {lines}{', …' if len(places) > 5 else ''})"
        return problem, "add what stands right before it (after: …) or behind it (before: …)"
    # The longest beginning that is there shows where quotation and text part.
    low, high = 0, len(needle)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if needle[:middle] in folded.text else (low, middle - 1)
    problem = f"{entry.kind}: {shown!r} is found 0 times"
    if low >= 4:
        at = folded.text.find(needle[:low])
        rest = folded.text[at + low : at + low + 8]
        return problem, f"{_QUOTE_AGAIN}; line {folded.line(at)} goes on after {needle[:low][-8:]!r} with {rest!r}"
    return problem, _QUOTE_AGAIN

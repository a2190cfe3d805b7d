"""Subjects of reports: the taxonomy of ``content/subjects.yml``, read and checked, and what a report speaks of most."""

from __future__ import annotations

import difflib
import math
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from generator.errors import GongbaoError, LexiconError, Problems
from generator.extract.segment import tag
from generator.model import Report
from generator.read import read_own
from generator.read.plainyaml import Node, YamlProblem, load

FILE = "subjects.yml"
MOST = 3  # subjects of a report
ENOUGH = 3  # counts below which a report does not speak of a subject
STRONG = 3  # what one mention of a strong word counts

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_KEYS = ("id", "name", "usual", "strong", "words")


@dataclass(frozen=True)
class Subject:
    """One subject; ``words`` with what a mention counts. ``usual``: counts in 1000 characters of an average report."""

    id: str
    name: str
    words: dict[str, int]
    usual: float = 1.0
    line: int = 0


@dataclass(frozen=True)
class Spoken:
    """That a report speaks of a subject: with which words and how often, the most telling first."""

    subject: Subject
    score: float
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Taxonomy:
    """The subjects in the order of the file."""

    subjects: tuple[Subject, ...]

    @cached_property
    def _owners(self) -> dict[str, Subject]:
        return {word: subject for subject in self.subjects for word in subject.words}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """Lengths of the words by their first character, the longest first."""
        found: dict[str, set[int]] = {}
        for word in self._owners:
            found.setdefault(word[0], set()).add(len(word))
        return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}

    def count(self, text: str) -> Counter[str]:
        """How often words of the taxonomy stand in a text: as one or several whole words of the segmentation.

        So 依法治理 is no 法治. Of words that overlap, the first counts; of those that begin together, the longest.
        """
        # A lone surrogate is no word, and would stop a segmenter.
        text = text.encode("utf-8", "replace").decode("utf-8")
        starts = [0]
        for word, _ in tag(text):
            starts.append(starts[-1] + len(word))
        borders = set(starts)
        found: Counter[str] = Counter()
        reached = 0
        for start in starts[:-1]:
            if start < reached:
                continue
            for length in self._lengths.get(text[start], ()):
                if start + length in borders and text[start : start + length] in self._owners:
                    found[text[start : start + length]] += 1
                    reached = start + length
                    break
        return found

    def spoken(self, report: Report) -> tuple[Spoken, ...]:
        """The subjects that a report speaks of most, first the one that it speaks of most; at most three."""
        texts = [p.text for p in report.passages]
        length = sum(map(len, texts))
        counts = self.count("\n".join(texts))
        found = []
        for subject in self.subjects:
            words = [(word, counts[word]) for word in subject.words if counts[word]]
            total = sum(subject.words[word] * n for word, n in words)
            if total >= ENOUGH:
                # Against the square root: what is usual everywhere does not win everywhere, what is rare not at once.
                score = 1000 * total / length / math.sqrt(subject.usual)
                words.sort(key=lambda w: (-subject.words[w[0]] * w[1], -w[1], w[0]))
                found.append(Spoken(subject, score, tuple(words)))
        found.sort(key=lambda s: (-s.score, s.subject.id))
        return tuple(found[:MOST])


def taxonomy_of(sources: Path) -> Path:
    """The taxonomy of a project: ``subjects.yml`` beside its folder of sources, else the built-in one."""
    own = sources.absolute().parent / FILE
    return own if os.path.lexists(own) else built_in()


def built_in() -> Path:
    """The program's own taxonomy: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    for place in (package / "defaults" / "content" / FILE, package.parent / "content" / FILE):
        if place.is_file():
            return place
    raise LexiconError("the list of subjects is missing", file=FILE, mend="install gongbao again")


@cache
def built_in_taxonomy() -> Taxonomy:
    """The program's own taxonomy, read once."""
    return read_taxonomy(built_in())


def read_taxonomy(path: Path) -> Taxonomy:
    """The taxonomy in a file. Raises Problems with a LexiconError for each thing that is wrong."""
    return parse(read_own(path), str(path))


def parse(raw: bytes, path: str) -> Taxonomy:
    """The taxonomy in ``raw``; ``path`` is named in what is raised."""
    return _Parser(path).taxonomy(raw)


class _Parser:
    """Reads one taxonomy and collects what is wrong with it, so that all of it is told at once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[GongbaoError] = []

    def add(self, problem: str, line: int, mend: str) -> None:
        self.problems.append(LexiconError(problem, file=self.path, line=line, mend=mend))

    def taxonomy(self, raw: bytes) -> Taxonomy:
        found: list[Subject] = []
        try:
            root = load(raw.decode("utf-8-sig"))
            top = root.value if root else None
            if not isinstance(top, dict) or not isinstance(getattr(top.get("subjects"), "value", None), list):
                self.add("there is no list of subjects", root.line if root else 1, "begin with a line `subjects:`")
            else:
                self.known(top, ("subjects",))
                entries = top["subjects"].value
                found = [self.subject(node) for node in entries] if isinstance(entries, list) else []
        except UnicodeDecodeError:
            self.add("the file is not UTF-8", 1, "save it as UTF-8")
        except YamlProblem as problem:
            self.add(problem.problem, problem.line, "see the head of the built-in subjects.yml")
        self.together(found)
        if self.problems:
            raise Problems(self.problems)
        return Taxonomy(tuple(found))

    def subject(self, node: Node) -> Subject:
        if not isinstance(node.value, dict):
            self.add("a subject must have id, name and words", node.line, "write - id: …, name: …, words: […]")
            return Subject("", "", {}, line=node.line)
        fields = node.value
        self.known(fields, _KEYS)
        words = dict.fromkeys(self.words(fields.get("words"), "words"), 1)
        for word in self.words(fields.get("strong"), "strong"):
            if word in words:
                self.add(f"{word!r} stands in words and in strong", fields["strong"].line, "delete one of the two")
            words[word] = STRONG
        found = Subject(
            self.text(fields, "id", node), self.text(fields, "name", node), words, self.usual(fields.get("usual")),
            node.line,
        )  # fmt: skip
        if found.id and not _ID.fullmatch(found.id):
            self.add(f"{found.id!r} is no id", node.line, "use lower-case letters, digits and single hyphens")
        if not words:
            self.add("the subject has no words", node.line, "add words: [word, word]")
        return found

    def together(self, found: Sequence[Subject]) -> None:
        """What stands twice in the file."""
        for what in ("id", "name"):
            first: dict[str, int] = {}
            for subject in found:
                key = getattr(subject, what)
                if key and first.setdefault(key, subject.line) != subject.line:
                    mend = f"it is the {what} of the subject in line {first[key]}, too; change one"
                    self.add(f"the {what} {key!r} stands twice", subject.line, mend)
        owners: dict[str, Subject] = {}
        for subject in found:
            for word in subject.words:
                other = owners.setdefault(word, subject)
                if other is not subject:
                    self.add(f"{word!r} is a word of {other.id}, too", subject.line, "leave it in one of the two")

    def known(self, fields: dict[str, Node], allowed: tuple[str, ...]) -> None:
        for key, node in fields.items():
            if key not in allowed:
                near = difflib.get_close_matches(key, allowed, 1)
                mend = f"did you mean {near[0]}?" if near else f"use one of: {', '.join(allowed)}"
                self.add(f"{key!r} is not known here", node.key_line, mend)

    def text(self, fields: dict[str, Node], key: str, owner: Node) -> str:
        node = fields.get(key)
        if node is None or not isinstance(node.value, str) or not node.value.strip():
            self.add(f"the subject has no {key}", node.key_line if node else owner.line, f"write {key}: …")
            return ""
        return node.value.strip()

    def usual(self, node: Node | None) -> float:
        if node is None:
            return 1.0
        try:
            value = float(node.value) if isinstance(node.value, str) else 0.0
        except ValueError:
            value = 0.0
        if not 0 < value < 1000:
            self.add("usual must be a number above 0", node.key_line, "write usual: 1.5, or leave it out")
            return 1.0
        return value

    def words(self, node: Node | None, key: str) -> list[str]:
        if node is None or node.value is None:
            return []
        if not isinstance(node.value, list):
            self.add(f"{key} must be a list", node.key_line, f"put the words of {key} in square brackets")
            return []
        found: list[str] = []
        for item in node.value:
            if not isinstance(item.value, str) or len(item.value.strip()) < 2:
                self.add(f"a word of {key} is shorter than two characters", item.line, "write a word or delete it")
            elif item.value.strip() in found:
                self.add(f"{item.value.strip()!r} stands twice in {key}", item.line, "delete one")
            else:
                found.append(item.value.strip())
        return found

"""The questions that cleaning asks; they are data (``lexicons/clean-questions.txt``)."""

from __future__ import annotations

from typing import NamedTuple

from generator.errors import LexiconError
from generator.lexicons import groups


class Question(NamedTuple):
    """What is asked, the answers (the first is the one that the suggested entry gives), the note of that entry."""

    text: str
    options: tuple[str, ...]
    note: str


def question(rule: str, ask: tuple[object, ...] = (), answer: tuple[object, ...] = ()) -> Question:
    """The question of a rule, its ``{}`` filled in with ``ask``, those of answers and note with ``answer``.

    Raises LexiconError where the rule has none.
    """
    lines = groups("clean-questions").get(rule, ())
    if len(lines) != 3:
        file = "generator/lexicons/clean-questions.txt"
        raise LexiconError(f"rule {rule} has no question", file=file, mend="add a group of three lines for it")
    text, options, note = lines
    first, *others = options.split("\t")
    return Question(text.format(*ask), (first.format(*answer), *others), note.format(*answer))


def more(count: int) -> str:
    """What stands behind the last question where more of its kind were found."""
    return groups("clean-questions")["ask-more"][0].format(count)

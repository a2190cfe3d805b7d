"""What a word is to the name of a figure: a verb that governs, a noun, the last word of a quantity.

The word lists stand in the lexicon extract-naming.
"""

from __future__ import annotations

from functools import cache

from generator.extract.text import Token, hanzi
from generator.lexicons import words

LEXICON = "extract-naming"
END = Token("", "sep", 0, 0)
JOINTS = frozenset("、和与及或暨") | {"以及"}
NEGATIONS = frozenset("不未无非")
SHARES = frozenset({"占", "占比", "所占"})
ASIDE = frozenset({"sep", "x", "void"})


@cache
def group(name: str) -> frozenset[str]:
    """The words of a group of the lexicon."""
    return words(LEXICON, name)


@cache
def tails(name: str) -> tuple[str, ...]:
    """A group whose words are ends of words, the longest first."""
    return tuple(sorted(words(LEXICON, name), key=len, reverse=True))


def spelled(tokens: list[Token]) -> str:
    """The words put together, without brackets and without marks at the ends."""
    text = "".join([t.word for t in tokens if t.tag != "void"]).strip("、，,：: —-\u3000")
    if "“" not in text and "”" not in text:
        return text
    return text if text.count("“") == text.count("”") else text.replace("“", "").replace("”", "")


def nominal(token: Token) -> bool:
    """Whether a word may be part of a noun phrase."""
    return (
        (token.tag[0] in "nabjlzig" and token.tag not in ("ad", "num"))
        or token.tag in ("vn", "eng", "nz", "s")
        or token.word in group("modifier")
        or (token.tag == "x" and hanzi(token.word))
    )


def verbal(token: Token) -> bool:
    """Whether a word is a verb, or governs like one."""
    return (token.tag[0] == "v" and token.tag != "vn") or token.word in group("govern")


def governs(token: Token) -> bool:
    """Whether a word is a verb whose object is counted, and no verb that mostly stands inside a noun phrase."""
    return token.word in group("govern") and token.word not in group("modifier")


def quantity(token: Token) -> bool:
    """Whether a word ends a noun that is an amount by itself: 收入, 满意率."""
    return token.tag not in ("num", "name") and token.word.endswith(tails("quantity"))

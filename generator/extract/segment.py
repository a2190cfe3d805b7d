"""Word segmentation behind one function: rjieba where it can be imported, jieba otherwise.

Both share a dictionary; without the guess at unknown words (HMM) they cut and tag alike, so the figures are the
same whichever is installed.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache

from generator.lexicons import groups

Tagged = tuple[str, str]
Tagger = Callable[[str], list[Tagged]]
FREQUENCY = 20000  # of a word that is added: high enough to win against its parts


def _entries(group: str) -> list[Tagged]:
    return [(word, tag) for word, _, tag in (e.partition("\t") for e in groups("extract-words")[group])]


def rjieba_tagger() -> Tagger:
    """A tagger on rjieba. Raises ImportError where it is not installed."""
    from rjieba import Jieba  # type: ignore[import-not-found,unused-ignore]

    jieba = Jieba()
    for word, tag in _entries("new"):
        jieba.add_word(word, FREQUENCY, tag)

    def tag_text(text: str) -> list[Tagged]:
        return jieba.tag(text, False)  # type: ignore[no-any-return,unused-ignore]

    return tag_text


def jieba_tagger() -> Tagger:
    """A tagger on jieba, ten times slower."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42 has invalid escapes and asks for pkg_resources
        import jieba  # type: ignore[import-untyped]
        import jieba.posseg  # type: ignore[import-untyped]

    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    # Read here from the dictionary that jieba ships. Left to itself it takes its tables from a file in the temporary
    # folder, where any user of the machine may have put another one, and leaves such a file there.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, tag in _entries("new"):
        tokenizer.add_word(word, FREQUENCY, tag)
    posseg = jieba.posseg.POSTokenizer(tokenizer)

    def tag_text(text: str) -> list[Tagged]:
        return [(pair.word, pair.flag) for pair in posseg.cut(text, HMM=False)]

    return tag_text


@cache
def _tagger() -> Tagger:
    try:
        return rjieba_tagger()
    except ImportError:
        return jieba_tagger()


@cache
def _tags() -> dict[str, str]:
    return dict(_entries("tag") + _entries("new"))  # rjieba keeps the tag that a known word has


def tag(text: str, tagger: Tagger | None = None) -> list[Tagged]:
    """Words of a text with their tags; put together the words are the text."""
    tags = _tags()
    return [(word, tags.get(word, flag)) for word, flag in (tagger or _tagger())(text)]

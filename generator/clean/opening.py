"""Does a text begin in the middle of a sentence? What its first words tell, weighed.

The weights are those of a logistic regression on 4,300 beginnings in government reports (none of them in this
repository): paragraphs as they begin, and cut inside a word. Of 429 first paragraphs of reports two were taken for cut,
and one of them was; of those that were cut 86 of 100 are seen.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from generator.clean import dictionary, fluency, numbering
from generator.clean.seams import HAN, PAIRS
from generator.lexicons import words

INSIDE = 1.0
"""Evidence from which on a text begins inside a sentence."""

SHOWN, QUOTED = 10, 160
"""Characters of a beginning that are read as words; in which a quotation is closed that nothing opened."""

OFTEN = 4
"""Times that two characters stand behind the same third one, and nowhere else, to be part of its word."""

STOPS = re.compile("[。！？!?]")
ORPHAN = re.compile(r"(?![一二三四五六七八九十])[\u4e00-\u9fff][、，。；》”]|[的了们，。、；：！？》”）%]")
"""主、维护司法公正: the last character of a word, or a mark or particle that begins nothing."""

COUNTED = re.compile("第?[二三四五六七八九十](?:是|要|，)")
"""二是, 第二，: what counts on from the first."""

LONGEST_TAIL = 3
RARE = 3
"""Frequency from which on a word of the dictionary counts."""

WEIGHTS = {
    "always": 0.78, "no word": 2.56, "tail": 0.46, "character": 0.43, "said": -0.73, "behind one": 1.38, "glued": 1.31,
    "short": 0.92,
}  # fmt: skip


def is_cut(text: str, whole: str, *, headed: bool) -> bool:
    """Is the first paragraph ``text`` of the article ``whole`` cut off before it?

    Below a title or heading an unusual first word is mostly the writer's own (骑楼下的穿堂风，…): there only
    that tells with which no writer begins.
    """
    if (numbering.ordinal(text) or 1) > 1 or COUNTED.match(text) or ORPHAN.match(text):
        return True
    if _unopened(text) and dictionary.begins_inside(text):  # else a recogniser lost the mark: 三个代表”
        return True
    if not HAN.match(text) or text[0] in words("clean-heads", "bodies of one character"):
        return False
    traits = dict(_traits(text, whole))
    if headed:
        return bool(traits.get("glued")) and traits["said"] >= math.log(OFTEN + 1)
    return not dictionary.PLACE.match(text) and sum(WEIGHTS[t] * value for t, value in traits.items()) > INSIDE


def _unopened(text: str) -> bool:
    """Is a quotation or bracket closed in the first sentence that was never opened?"""
    first = STOPS.split(text[:QUOTED], maxsplit=1)[0]
    closed = ((first.find(closer), first.find(opener)) for opener, closer in (*PAIRS, ("（", "）")))
    return any(shut >= 0 and not 0 <= opened < shut for shut, opened in closed)


def _traits(text: str, whole: str) -> Iterator[tuple[str, float]]:
    yield "always", 1.0
    yield "no word", dictionary.begins_inside(text)
    yield "short", text[1:2] in tuple("，、。”》")
    tails, inside, first = _tails()
    begun = max(
        (math.log(n / tails.total()) + fluency.likelihood(text[k:SHOWN]))
        for k in range(1, LONGEST_TAIL + 1)
        if (n := tails[text[:k]] + 0.01)
    )
    yield "tail", max(-8.0, min(12.0, begun - fluency.likelihood(text[:SHOWN])))
    yield "character", math.log((inside[text[0]] + 20) / (first[text[0]] + 20))
    # What stands before these two characters elsewhere: 发区 only behind 开?
    places = [match.start() for match in re.finditer(re.escape(text[:2]), whole)]
    before = Counter(whole[at - 1] for at in places if at and HAN.match(whole[at - 1]))
    others = len(places) - 1
    yield "said", math.log(others + 1) if others >= 0 else 0.0
    if others > 0 and before:
        char, most = before.most_common(1)[0]
        yield "behind one", most / others
        yield "glued", others >= 2 and most == others and dictionary.frequency(char + text[0]) > 0


@cache
def _tails() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """How often the dictionary's words end so; how often a character stands inside a word, and first in one."""
    tails: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for word, count in dictionary.common(RARE):
        first[word[0]] += count
        for i in range(1, len(word)):
            inside[word[i]] += count
            if len(word) - i <= LONGEST_TAIL:
                tails[word[i:]] += count
    return tails, inside, first

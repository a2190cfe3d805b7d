"""Heading or the first piece of a cut paragraph? A score from what can be seen of two lines.

The weights are those of a logistic regression on 2,200 headings of government reports (their numbers taken off)
against 2,080 beginnings of paragraphs cut at any character, 4 to 42 characters long; held-out, at a threshold of 0,
it loses 4% of the headings and takes 9% of the cuts for headings. A cut of three words often looks like a heading to
people, too: what the layout says goes before the score. Two terms are set by hand: unnumbered headings of more than
28 characters are rare, and headings of one text share a shape.
"""

from __future__ import annotations

import re
from collections import Counter

from generator.clean import dictionary
from generator.clean.draft import Line
from generator.lexicons import words

COUNTED = re.compile(r"\d[\d.,]*\s*[余多几]?[万亿]?(?:%|[个项件次条名位人户家篇份场批期元亩吨种类座所处台辆])")
DATED = re.compile(r"(?:19|20)\d\d年|[（(一二三四五六七八九十]")
CLAUSES = re.compile(r"[，,\s]")
HAN = re.compile("[\u4e00-\u9fff]+")
LONGEST = 30
SAME_LENGTH = 12
"""Headings without marks up to so long are siblings where three have one length."""

SHORT = 8
"""A page seldom ends within the first characters of a paragraph; headings are often no longer."""

KNOWN = 20
"""Frequency of a word that everybody knows."""


class HeadingScore:
    """Scores lines of one text. ``text`` is all of it; ``lines`` those that may begin a paragraph.

    ``dense``: every line is a paragraph or a heading of its own, without blank lines between.
    """

    def __init__(self, text: str, lines: list[Line], *, dense: bool = False) -> None:
        self.text = text
        self.starts = Counter(line.text[:2] for line in lines)
        alone = [line for line in lines if dense or (line.above and line.below)]
        self.shapes = Counter(filter(None, map(_shape, alone)))
        self.lengths = Counter(
            len(line.text) for line in alone if len(line.text) <= SAME_LENGTH and HAN.fullmatch(line.text)
        )

    @property
    def patterned(self) -> bool:
        """Do lines that stand alone share a shape, as headings of one page do?"""
        return any(n > 1 for n in self.shapes.values())

    def siblings(self, line: str) -> bool:
        """Do other lines that stand alone have its shape: 筑堡垒，织密“红色网格”, 兴产业，激活“楼宇经济”?"""
        return shape(line) != "" and self.shapes[shape(line)] > 1

    def __call__(self, line: str, following: str) -> float:
        """Above 0: rather a heading; below: rather the beginning of a sentence that goes on in ``following``."""
        size = len(line)
        clauses = [len(re.sub(r"\W", "", clause)) for clause in CLAUSES.split(line) if clause]
        balanced = min(clauses, default=0) >= 4 and max(clauses, default=0) - min(clauses, default=0) <= 4
        openers = tuple(words("clean-heads", "openers"))
        score = -0.52
        score += 1.2 * (size <= SHORT) + 0.14 * (20 < size <= 28) - 1.5 * (size > 28)
        score -= 0.37 * bool(COUNTED.search(line))
        score -= 1.35 * (line[-1] in words("clean-heads", "open endings"))
        if len(clauses) > 1:
            score += 0.76 if balanced else -0.88
        score -= 0.53 * ("、" in line)
        score -= 0.54 * line.startswith(openers)
        score += 2.29 * (following.startswith(openers) or bool(DATED.match(following)))
        score -= 0.66 * min(6.0, dictionary.across(line[-4:], following[:4]))
        score -= 1.40 * any(line.count(a) != line.count(b) for a, b in ("“”", "（）", "《》"))
        score += 1.11 * (following[0] in "“《")
        seam = line[-1] + following[0]
        score -= 2.07 * (seam.isalnum() and seam in self.text)
        score += 2.19 * (self.starts[following[:2]] > 1)
        score += 2.08 * any(dictionary.frequency(line[-n:]) > KNOWN for n in (2, 3, 4))
        score += 0.41 * any(dictionary.frequency(following[:n]) > KNOWN for n in (2, 3, 4))
        score += 2.0 * self.siblings(line)
        score += 2.0 * (size <= SAME_LENGTH and self.lengths[size] > 2 and HAN.fullmatch(line) is not None)
        return score


def _shape(line: Line) -> str:
    """What headings of one text share; nothing for a line that could not be one."""
    if line.ends or not 4 <= len(line.text) <= LONGEST:
        return ""
    return shape(line.text)


def shape(text: str) -> str:
    """Length of the first part and the marks: 1：x for 准：一把钥匙开一把锁 and 快：接到诉求就办; "" without marks."""
    marks = HAN.sub("x", text)
    first = HAN.match(text)
    return "" if marks == "x" else f"{first.end() if first else 0}{marks}"

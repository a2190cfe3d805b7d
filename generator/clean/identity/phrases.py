"""What several parts of the identity look for: the opening of a report, a meeting, what calls itself a report."""

from __future__ import annotations

import re

from generator.lexicons import alternatives

OPENING = 1500
"""Folded characters at the start of a text in which a report says who gives it, where, when and about what."""

MEETING = re.compile(r"(?:第?.{1,4}届)?(?:人民代表大会|人大|委员会|政协).{0,10}次(?:全体)?会[议议]")
WORK_REPORT = re.compile(r"工作(?:的)?报告|各位代表|各位委员")


def any_of(group: str) -> str:
    """The entries of a group of identity-words as alternatives of a pattern."""
    return alternatives("identity-words", group)

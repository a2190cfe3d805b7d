"""Figures that came out of one activity (开展“问计于民”调研月活动，…，形成11项报告) are none of the whole year."""

from __future__ import annotations

import re

from generator.extract.segment import tag

REACH = 160  # characters before a figure in which its activity is told
STOP = re.compile("[。；！？\n]")
ACTIVITY = re.compile(
    r"(?:开展|组织|举办|举行|发起|启动)[^，。；“”]{0,12}(“[^“”]{2,24}”[^，。；、“”]{0,8}?(?:活动|行动|调研月|调研周))$"
)
WHOLE = re.compile("全年|累计|共|总计|一年")


def of_activity(text: str, at: int) -> list[str]:
    """The activity out of which the figure at ``at`` came: the clauses since its name go on without a new subject."""
    before = STOP.split(text[max(0, at - REACH) : at])[-1]
    clauses = before.split("，")
    for clause in reversed(clauses):
        if clause is not clauses[-1] and (m := ACTIVITY.search(clause)):
            return [m.group(1)]
        if WHOLE.search(clause) or not _goes_on(clause):
            return []
    return []


def _goes_on(clause: str) -> bool:
    """Whether a clause begins with its verb, so that its subject is that of the clause before."""
    return not clause or tag(clause)[0][1] == "v"

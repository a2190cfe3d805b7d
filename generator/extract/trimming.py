"""What is no part of a name: before a figure what is said of its value, in front what tells of time and manner."""

from __future__ import annotations

from typing import NamedTuple

from generator.extract.text import Token, hanzi
from generator.extract.wording import ASIDE, JOINTS, NEGATIONS, SHARES, governs, group, nominal, quantity, tails, verbal
from generator.model import Direction

FIELDS = frozenset({"围绕", "针对", "聚焦", "涉及", "有关", "关于"})
SETTLING = frozenset("在到至为成于")
SORTS = frozenset({"各项", "各类", "各种"})  # before a short noun they belong to it: 各项税收
SESSION = 8  # words in which it is told in which session something was done
ORIGIN = frozenset({"time", "t", "uj", "f", "m", "x", "void", "name"})  # may stand between 由 and the first value


class Tail(NamedTuple):
    """The words before a figure without those that only lead to it (同比增长, 控制在, 达)."""

    tokens: list[Token]
    direction: Direction
    bound: bool  # 的 stood before the figure: the words are a relative clause
    joined: bool  # 和 or 及 stood before the figure
    listed: bool  # 等 stood before the figure
    change: str  # the word of change, 增加


def trim(left: list[Token]) -> Tail:
    """Take from the end what is said of the value."""
    t = list(left)
    direction: Direction = "none"
    change = ""
    settled = bound = joined = listed = False
    while t:
        word, tag = t[-1].word, t[-1].tag
        if (tag in ASIDE and not hanzi(word)) or tag == "time" or (settled and word in group("settle")):
            t.pop()
        elif len(word) > 2 and direction == "none" and not settled and _ends_in_change(word):  # 价格上涨 is one word
            t[-1:] = [t[-1]._replace(word=word[:-2], end=t[-1].end - 2), t[-1]._replace(word=word[-2:])]
        elif direction == "none" and not settled and (word in group("rise") or word in group("fall")):
            direction = "up" if word in group("rise") else "down"
            change = word
            t = _without_comparison(t[:-1])
            break
        elif word in ("完成", "实现") and len(t) > 1 and (quantity(t[-2]) or t[-2].word == "地区"):
            t.pop()
        elif len(t) > 1 and t[-2].word in SHARES and word in group("reach"):  # 占全省的51%
            break
        elif word in group("reach") or word in JOINTS or word[0] == "每":
            bound = bound or word == "的"
            joined = joined or word in JOINTS
            listed = listed or word == "等"
            settled = settled or word in SETTLING
            t.pop()
        else:
            break
    if direction == "none":
        t = _without_origin(t, bound)
    if left and left[-1].word == "由":
        t = _without_outer(t)
    t = _without_method(t)
    return Tail(t, direction, bound, joined, listed, change)


def _ends_in_change(word: str) -> bool:
    return word[-2:] in ("上涨", "下跌", "增长", "下降") and word not in group("rise") and word not in group("fall")


def _without_comparison(t: list[Token]) -> list[Token]:
    """Drop 同比, 分别, 比上年, 较2020年同期 and 的基础上 before a word of change."""
    while t:
        if t[-1].word == "上" and len(t) > 1 and t[-2].word == "基础":
            t = t[:-2]
            continue
        if t[-1].word in group("change-adverb") or t[-1].tag in ("time", "void"):
            t = t[:-1]
            continue
        near = range(len(t) - 1, max(-1, len(t) - 9), -1)
        cut = next((i for i in near if _compares(t[i].word)), None)
        if cut is None:
            break
        t = t[:cut]
    while t and (t[-1].word in "了的" or (t[-1].tag in ("sep", "x") and not hanzi(t[-1].word))):
        t = t[:-1]
    return t


def _compares(word: str) -> bool:
    return word in ("比", "较", "相比", "比较") or (word[0] in "比较" and word[1:3] in ("上年", "去年"))


def _without_method(t: list[Token]) -> list[Token]:
    """Drop 扣除价格因素 and 按可比价格计算 from the end."""
    if t and t[-1].word in ("因素", "计算", "口径", "价"):
        for i in range(len(t) - 2, max(-1, len(t) - 8), -1):
            if t[i].word in ("扣除", "剔除", "按", "按照", "以"):
                return _without_comparison(t[:i])
    return t


def _without_origin(t: list[Token], bound: bool) -> list[Token]:
    """Drop 由上年的 and 从2006年 before the first of two values, and 是“十五”的 before a multiple."""
    origins = ("由", "从", "是", "为", "相当于", "约为") if bound else ("由", "从")
    for i in range(len(t) - 1, max(-1, len(t) - 6), -1):
        if t[i].word in origins and all(x.tag in ORIGIN for x in t[i + 1 :]):
            return t[:i]
    return t


def _without_outer(t: list[Token]) -> list[Token]:
    """Drop the verb of what a figure behind 由 only describes: 组建（了）由65名委员参加的7个小组."""
    verb = t[:-1] if t and t[-1].word == "了" else t
    if not verb or verb[-1].word not in group("govern"):
        return t
    compound = len(verb) > 1 and nominal(verb[-2]) and not verb[-2].word.endswith(tails("organ"))  # 电力装机
    return t if compound else verb[:-1]


def strip_lead(t: list[Token], *, keep_object: bool = False) -> list[Token]:
    """Take from the front what is said of time, extent and manner, and the body that acts."""
    start = _session(t)
    while start < len(t):
        word, tag = t[start].word, t[start].tag
        if (keep_object and word == "对") or (word == "所" and start + 1 < len(t) and verbal(t[start + 1])):
            break
        if word in FIELDS and _names_field(t, start):
            break
        if word == "被" and any(verbal(x) for x in t[start + 1 :]):  # 被上级政协采用
            break
        if (
            word in group("lead")
            or word in group("vague")
            or (word.isascii() and word.isdigit() and not _threshold(t, start))
            or (
                tag in ("p", "c", "t", "time", "r", "void", "sep", "y", "e")
                and not (word in SORTS and len(t) <= start + 4)
            )
            or (tag == "d" and word not in NEGATIONS and not _of_noun(t, start))
            or (tag[0] == "u" and word != "所")
            or (tag == "x" and not hanzi(word))
            or (tag == "f" and start < len(t) - 1 and word not in group("breakdown"))
        ):
            start += 1
            continue
        if tag == "m" and start + 1 < len(t) and t[start + 1].word == "是":  # 三是新增…
            start += 2
            continue
        body = _body(t, start)
        if body is None:
            break
        start = body
    return t[start:]


def _session(t: list[Token]) -> int:
    """Index behind the session in which something was done: 区九届人大四次会议期间代表提出."""
    for i in range(1, min(len(t) - 1, SESSION)):
        if t[i].word == "期间" and t[i - 1].word.endswith("会议"):
            return i + 1
    return 0


def _names_field(t: list[Token], start: int) -> bool:
    """Whether 围绕…方面 tells one class of what is counted from the others: 围绕经济建设方面提出提案94件."""
    end = next((i for i in range(start + 1, min(start + 8, len(t) - 1)) if t[i].word in ("方面", "领域")), None)
    return end is not None and verbal(t[end + 1])


def _threshold(t: list[Token], i: int) -> bool:
    """Whether a number opens a class of things: 10 | 亿元以上项目, 24 | 小时 | 内 | 响应率."""
    return i + 1 < len(t) and (t[i + 1].word[0] in "亿万千百元" or any("内" in x.word for x in t[i + 1 : i + 4]))


def _of_noun(t: list[Token], i: int) -> bool:
    """Whether an adverb of two characters belongs to the noun behind it: 平均寿命."""
    return i + 1 < len(t) and len(t[i].word) > 1 and nominal(t[i + 1])


def _body(t: list[Token], start: int) -> int | None:
    """Index behind the body that acts (区人大常委会), where a verb or an adverb follows it."""
    for i in range(start, min(start + 7, len(t) - 1)):
        if t[i].tag in ASIDE or governs(t[i]):
            return None
        acts = t[i + 1].tag in ("d", "p", "v") and (t[i + 1].tag != "v" or t[i + 1].word in group("govern"))
        bureau = t[i].word == "局" and i > start and nominal(t[i - 1])  # 县 | 农业 | 农村 | 局
        if acts and (bureau or t[i].word.endswith(tails("organ"))):
            return i + 1
    return None

"""Phrases that name: the noun phrase behind a figure, verb and object before it, what is said of what it counts."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from generator.extract.text import Token
from generator.extract.trimming import strip_lead
from generator.extract.wording import END, JOINTS, LEXICON, governs, group, nominal, quantity, spelled, verbal
from generator.lexicons import groups

LONGEST = 26  # characters of a predicate that is taken into a name
WIDE = 16  # a verb phrase longer than that is narrowed to its last verb
PER_HOUSE = frozenset({"户均", "人均"})
PLACES = frozenset("中内里上下")
FIELDS = frozenset({"方面", "领域", "环节"})
LEADS_ON = re.compile(r"(?:[至为]|[降减增升加少长短缩高低大]到)$")  # 由20天压缩至: the next figure is its value
SENTENCE_END = re.compile(r"[。！？；;!?]")


class Phrase(NamedTuple):
    """A name made from the words before a figure."""

    measure: str
    noun: str
    verb: str


def right_phrase(right: list[Token], *, governed: bool = False) -> int:
    """Number of words behind a figure that are the noun phrase it counts; 0 where there is none.

    Where a verb in front of the figure is ``governed`` to have an object, a verb may open it: 推进5个 | 扩面试点项目.
    """
    i = 1 if right and right[0].word == "的" else 0
    begun = i
    has_noun = False
    while i < len(right):
        token = right[i]
        after = right[i + 1] if i + 1 < len(right) else None
        if token.tag in ("sep", "num", "time") or (token.word == "全部" and after and verbal(after)):
            break
        if has_noun and token.word in PER_HOUSE:  # 带动260户农户 | 户均增收1.2万元
            break
        if token.tag == "void":
            i += 1
            continue
        if token.word in JOINTS or token.word == "的":
            listable = has_noun or (i > begun and right[i - 1].tag in ("a", "b"))  # 可复制、可推广的做法
            if not (listable and after and (nominal(after) or after.tag == "name")) or _counted_next(right, i + 1):
                break
            i += 1
            continue
        if token.tag == "name":
            has_noun = True
        elif verbal(token) and token.tag != "vn":
            follows = after is not None and (nominal(after) or after.tag == "name") and not governs(after)
            if follows and after and not has_noun and after.word in group("agent"):  # 承办 | 单位
                has_noun = True
                i += 2
                continue
            modifies = token.word in group("modifier")
            if (governs(token) and has_noun) or not (follows or (modifies and has_noun)):
                break
            if not has_noun and not modifies and not governed:
                break
            has_noun = has_noun or (modifies and not follows)
        elif nominal(token) or token.tag in ("m", "mq") or (i > begun and _within(token, after)):
            has_noun = has_noun or token.tag[0] not in "abm"
        else:
            break
        i += 1
    while i > begun and right[i - 1].tag in ("void", "x", "uj", "c", "f"):
        i -= 1
    return i if i > begun and has_noun else 0


def _within(token: Token, after: Token | None) -> bool:
    """Whether a word that opens no noun phrase goes on with one: 场 | 内, 老年人 | 冬季 | 服装."""
    of_time = token.tag == "t" and token.word[-1] not in "年月日" and after is not None and nominal(after)
    return of_time or token.tag in ("f", "k", "h", "q")


def _counted_next(right: list[Token], i: int) -> bool:
    """Whether the words from ``i`` on are the next thing that is counted: 科研机构和 | 重点企业13家."""
    for token, after in pairwise([*right[i:], END]):
        if token.tag == "num":
            return True
        if token.tag == "sep" or token.word in JOINTS or (governs(token) and after.tag != "num"):
            return False
    return False


def left_phrase(t: list[Token]) -> Phrase:
    """Verb and object, or the noun phrase of a quantity."""
    t = _without_means(strip_lead(t))
    t = [x for x, after in pairwise([*t, END]) if not (x.word in group("extent") and verbal(after))]
    if not t:
        return Phrase("", "", "")
    if quantity(t[-1]):
        whole = t
        while len(t) > 1 and t[0].word in group("achieve") and len(spelled(t[1:])) > 2:
            t = strip_lead(t[1:])
        narrow = narrowed(t)
        first = whole[0].word if governs(whole[0]) else ""
        return Phrase(spelled(narrow), spelled(narrow[1:] if governs(narrow[0]) else narrow), first)
    v = _verb(t)
    if v is None:
        acted = len(t) > 1 and t[-1].tag == "v" and t[-1].word in group("govern") and nominal(t[-2])  # 法院 | 受理
        return Phrase(spelled(t), spelled(t[:-1] if acted else t), "")
    if v > 0 and not any(nominal(x) or x.tag == "name" for x in t[v + 1 :]):
        return Phrase(spelled(t), spelled(t[:v]), "")
    end = verb_end(t, v)
    verb, noun = t[v:end], _head(t[end:])
    if len(spelled(verb + noun)) > WIDE:
        inner = _verb(noun[1:])
        if inner is not None and any(nominal(x) for x in noun[inner + 2 :]) and not quantity(noun[-1]):
            return left_phrase(noun[1 + inner :])
    inner = _verb(noun[1:]) if verb[0].word in group("pivot") else None
    shared = verb if inner is None else noun[1 + inner : 1 + verb_end(noun[1:], inner)]
    return Phrase(spelled(verb) + spelled(noun), spelled(noun), spelled(shared))


def _without_means(t: list[Token]) -> list[Token]:
    """Drop 通过“组团式”“课题式” in the middle of a phrase."""
    for i, token in enumerate(t):
        if token.word in ("通过", "以") and i + 1 < len(t) and t[i + 1].tag == "name":
            end = next((k for k in range(i + 1, len(t)) if t[k].tag != "name" and t[k].word not in JOINTS), len(t))
            return t[:i] + t[end:]
    return t


def narrowed(t: list[Token]) -> list[Token]:
    """A long noun phrase of a quantity from its last governing verb on."""
    if len(spelled(t)) <= WIDE:
        return t
    for i in range(len(t) - 2, 0, -1):
        if t[i].word == "的" and quantity(t[-1]) and len(spelled(t[i + 1 :])) > 3:
            return t[i + 1 :]
        if governs(t[i]) and not governs(t[i + 1]) and t[i - 1].word not in ("的", "所"):
            return t[i:]
    return t


def _verb(t: list[Token]) -> int | None:
    """Index of the verb that governs what is counted: the first one that is no modifier."""
    if t and verbal(t[0]) and len(t) > 1:
        return 0
    for i, token in enumerate(t):
        if governs(token) and i + 1 < len(t) and t[i + 1].word not in ("的", "率", "度"):
            return i
    return None


def verb_end(t: list[Token], v: int) -> int:
    """End of a run of verbs: 听取和审议, 收集梳理."""
    end = v + 1
    while end < len(t) - 1:
        run = governs(t[end]) or (t[end - 1].word in JOINTS and verbal(t[end]))
        if run and t[end].tag != "vn" and t[end + 1].word not in ("的", "率"):
            end += 1
        elif t[end].word in JOINTS and verbal(t[end + 1]) and end + 2 < len(t):
            end += 2
        elif t[end].word == "了":
            end += 1
        else:
            break
    return end


def _head(noun: list[Token]) -> list[Token]:
    """What an enumeration amounts to: A、B等意见 → 意见; A、B等活动 stays, 活动 alone says too little."""
    for i in range(len(noun) - 2, -1, -1):
        if noun[i].word == "等":
            tail = noun[i + 1 :]
            joint = next((k for k in range(i - 1, 0, -1) if noun[k].word in ("和", "及", "以及", "与")), 0)
            if any(x.word == "等" for x in noun[:joint]):  # A等案件以及B等案件
                return [*_head(noun[:joint]), noun[joint], *tail]
            said = tail[1:] if tail[0].word in FIELDS and len(tail) > 1 else tail  # 用工、用地等方面 | 诉求
            return tail if len(spelled(said)) > 2 or (i and noun[i - 1].tag == "name") else noun
    return noun


def closing_verbs(t: list[Token]) -> list[Token]:
    """The verbs that end the words before a figure, with what joins them."""
    if t and t[-1].word in group("before-figure") and not (len(t) > 1 and verbal(t[-2])):  # 通过2个决议, 深入6个机构
        return t[-1:]
    i = len(t)
    while i > 0 and (verbal(t[i - 1]) or (t[i - 1].word in JOINTS and i > 1 and i < len(t) and verbal(t[i - 2]))):
        i -= 1
    if len(t) - i > 1 and i > 0 and t[i].tag == "vn" and nominal(t[i - 1]):  # 养老服务 | 提出
        i += 1
    return t[i:]


def predicate(tokens: list[Token]) -> str:
    """What is said behind the noun phrase, to the end of the clause."""
    i = 0
    skipped = frozenset("均都已也就便内") | {"全部"}
    while i < len(tokens) and (tokens[i].tag in ("c", "ul", "uj", "x") or tokens[i].word in skipped):
        i += 1
    text = spelled(tokens[i:])
    text = SENTENCE_END.split(text)[0].strip("，、")
    if (said := text.find("是")) >= 0:  # 参与冰雪运动是我国作出的承诺
        text = text[:said].removesuffix("分别").removesuffix("都")
    if text.startswith(("为", "在内")) or text in PLACES or LEADS_ON.search(text) or text.count("“") != text.count("”"):
        return ""
    return text if len(text) <= LONGEST else ""


def topic(clause: list[Token]) -> str:
    """The subject of a clause without figures, for a figure in the next one.

    粮食生产再获丰收，增长5%; a quantity is a subject whatever is said of it: 财政收入超过百亿，达到100.4亿元.
    What a preposition opens has none: 按不变价格计算，增长5%.
    """
    t = strip_lead(clause)
    if any(x.tag == "p" for x in clause[: len(clause) - len(t)]):
        return ""
    said = t[-1:] if t and t[-1].tag in ("i", "l") else []  # 财政收入 | 再创新高
    end = next((i for i, x in enumerate(t) if x in said or not _of_subject(x)), 0)
    text = spelled(t[:end])
    if not 2 < len(text) <= WIDE or governs(t[0]):
        return ""
    return text if governs(t[end]) or quantity(t[end - 1]) else ""


def _of_subject(token: Token) -> bool:
    return nominal(token) or token.word in JOINTS or token.tag in ("name", "void")


def parts(phrase: Phrase, size: int) -> list[Phrase]:
    """The parts of a whole that everybody knows by heart: 三次产业结构 → 三次产业结构中第一产业."""
    for whole, *parts in (entry.split("\t") for entry in groups(LEXICON)["parts"]):
        if whole in phrase.measure and len(parts) == size:
            return [phrase._replace(measure=f"{whole}中{part}", noun=whole) for part in parts]
    return [phrase] * size

"""What a number measures, in the words of the text.

A figure is named by what stands around it in its clause: by the noun phrase that it counts and the verb that
governs it (提出5个意见), by the clause in front of it (形成调研报告22篇, 地区生产总值达1800亿元), by the predicate
behind it (先后9次向区委请示报告), or, where the clause has no name, by the figure before (…，增长9.4%).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Literal, NamedTuple

from generator.extract.numbers import Mention
from generator.extract.text import Sentence, Token, hanzi
from generator.lexicons import groups, words
from generator.model import Direction

LEXICON = "extract-naming"
LONGEST = 26  # characters of a predicate that is taken into a name
REACH = 40  # words behind a figure in which its noun phrase ends
END = Token("", "sep", 0, 0)
LOOKBACK = 12  # figures that an unnamed one may go back to
OWNER = 4  # characters of what two rates are said of
SHORT = 10  # a noun that a verb alone may take from the clause before
WIDE = 16  # a verb phrase longer than that is narrowed to its last verb
JOINTS = frozenset("、和与及或暨") | {"以及"}
FIELDS = frozenset({"围绕", "针对", "聚焦", "涉及", "有关", "关于"})
SETTLING = frozenset("在到至为成于")
NEGATIONS = frozenset("不未无非")
SHARES = frozenset({"占", "占比", "所占"})
BENEFIT = frozenset("为向给对")
PER_HEAD = frozenset({"人均", "人均年", "户均", "户均年", "年人均", "每人每月", "每人每年"})
SORTS = frozenset({"各项", "各类", "各种"})  # before a short noun they belong to it: 各项税收
PLACES = frozenset("中内里上下")
BOUNDS = ("以上", "以下", "以内")
RATES = ("率", "度")
PEOPLE = frozenset("人名位例户")  # something happens to these: 造成4人遇难
ASIDE = frozenset({"sep", "x", "void"})
SENTENCE_END = re.compile(r"[。！？；;!?]")
ORIGIN = frozenset({"time", "t", "uj", "f", "m", "x", "void", "name"})  # may stand between 由 and the first value

Route = Literal["right", "left", "predicate", "elided", "list", "share"]
CONFIDENCE: dict[Route, float] = {  # counted: see _confidence in indicators.py
    "right": 0.9,
    "left": 0.9,
    "list": 0.9,
    "share": 0.85,
    "predicate": 0.8,
    "elided": 0.8,
}


class Name(NamedTuple):
    """The name of one figure. ``noun`` is what a later clause may refer back to, ``verb`` what a list shares.

    ``clause`` is the clean ``[start, end)`` of the clause; ``lead`` its text before the name.
    """

    measure: str
    noun: str
    verb: str
    direction: Direction
    route: Route
    clause: tuple[int, int]
    unit: str


@cache
def _group(name: str) -> frozenset[str]:
    return words(LEXICON, name)


@cache
def _tails(name: str) -> tuple[str, ...]:
    return tuple(sorted(words(LEXICON, name), key=len, reverse=True))


def _text(tokens: list[Token]) -> str:
    """The words put together, without brackets and without marks at the ends."""
    text = "".join([t.word for t in tokens if t.tag != "void"]).strip("、，,：: —-\u3000")
    if "“" not in text and "”" not in text:
        return text
    return text if text.count("“") == text.count("”") else text.replace("“", "").replace("”", "")


def _nominal(token: Token) -> bool:
    return (
        (token.tag[0] in "nabjlzig" and token.tag not in ("ad", "num"))
        or token.tag in ("vn", "eng", "nz", "s")
        or token.word in _group("modifier")
        or (token.tag == "x" and hanzi(token.word))
    )


def _verbal(token: Token) -> bool:
    return (token.tag[0] == "v" and token.tag != "vn") or token.word in _group("govern")


def _governs(token: Token) -> bool:
    return token.word in _group("govern") and token.word not in _group("modifier")


def _quantity(token: Token) -> bool:
    return token.tag not in ("num", "name") and token.word.endswith(_tails("quantity"))


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
        if (tag in ASIDE and not hanzi(word)) or tag == "time" or (settled and word in _group("settle")):
            t.pop()
        elif len(word) > 2 and direction == "none" and not settled and _ends_in_change(word):  # 价格上涨 is one word
            t[-1:] = [t[-1]._replace(word=word[:-2], end=t[-1].end - 2), t[-1]._replace(word=word[-2:])]
        elif direction == "none" and not settled and (word in _group("rise") or word in _group("fall")):
            direction = "up" if word in _group("rise") else "down"
            change = word
            t = _without_comparison(t[:-1])
            break
        elif word in ("完成", "实现") and len(t) > 1 and (_quantity(t[-2]) or t[-2].word == "地区"):
            t.pop()
        elif len(t) > 1 and t[-2].word in SHARES and word in _group("reach"):  # 占全省的51%
            break
        elif word in _group("reach") or word in JOINTS or word[0] == "每":
            bound = bound or word == "的"
            joined = joined or word in JOINTS
            listed = listed or word == "等"
            settled = settled or word in SETTLING
            t.pop()
        else:
            break
    if direction == "none":
        t = _without_origin(t, bound)
    t = _without_method(t)
    return Tail(t, direction, bound, joined, listed, change)


def _ends_in_change(word: str) -> bool:
    return word[-2:] in ("上涨", "下跌", "增长", "下降") and word not in _group("rise") and word not in _group("fall")


def _without_comparison(t: list[Token]) -> list[Token]:
    """Drop 同比, 分别, 比上年, 较2020年同期 and 的基础上 before a word of change."""
    while t:
        if t[-1].word == "上" and len(t) > 1 and t[-2].word == "基础":
            t = t[:-2]
            continue
        if t[-1].word in _group("change-adverb") or t[-1].tag in ("time", "void"):
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


def strip_lead(t: list[Token], *, keep_object: bool = False) -> list[Token]:
    """Take from the front what is said of time, extent and manner, and the body that acts."""
    start = 0
    while start < len(t):
        word, tag = t[start].word, t[start].tag
        if (keep_object and word == "对") or (word == "所" and start + 1 < len(t) and _verbal(t[start + 1])):
            break
        if word in FIELDS and _names_field(t, start):
            break
        if word == "被" and any(_verbal(x) for x in t[start + 1 :]):  # 被上级政协采用
            break
        if (
            word in _group("lead")
            or word in _group("vague")
            or (word.isascii() and word.isdigit() and not _threshold(t, start))
            or (
                tag in ("p", "c", "t", "time", "r", "void", "sep", "y", "e")
                and not (word in SORTS and len(t) <= start + 4)
            )
            or (tag == "d" and word not in NEGATIONS and not _of_noun(t, start))
            or (tag[0] == "u" and word != "所")
            or (tag == "x" and not hanzi(word))
            or (tag == "f" and start < len(t) - 1 and word not in _group("breakdown"))
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


def _bounds_class(figure: Token, left: list[Token]) -> bool:
    """Whether a figure only says which things the next one counts: 收入100万元以上的村达到14个."""
    return figure.tag == "num" and figure.word.endswith(BOUNDS) and left[0].word == "的" and len(left) > 2


def _names_field(t: list[Token], start: int) -> bool:
    """Whether 围绕…方面 tells one class of what is counted from the others: 围绕经济建设方面提出提案94件."""
    end = next((i for i in range(start + 1, min(start + 8, len(t) - 1)) if t[i].word in ("方面", "领域")), None)
    return end is not None and _verbal(t[end + 1])


def _threshold(t: list[Token], i: int) -> bool:
    """Whether a number opens a class of things: 10 | 亿元以上项目."""
    return i + 1 < len(t) and t[i + 1].word[0] in "亿万千百元"


def _of_noun(t: list[Token], i: int) -> bool:
    """Whether an adverb of two characters belongs to the noun behind it: 平均寿命."""
    return i + 1 < len(t) and len(t[i].word) > 1 and _nominal(t[i + 1])


def _body(t: list[Token], start: int) -> int | None:
    """Index behind the body that acts (区人大常委会), where a verb or an adverb follows it."""
    for i in range(start, min(start + 7, len(t) - 1)):
        if t[i].tag in ASIDE or _governs(t[i]):
            return None
        acts = t[i + 1].tag in ("d", "p", "v") and (t[i + 1].tag != "v" or t[i + 1].word in _group("govern"))
        if acts and t[i].word.endswith(_tails("organ")):
            return i + 1
    return None


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
        if token.tag in ("sep", "num", "time"):
            break
        if token.tag == "void":
            i += 1
            continue
        if token.word in JOINTS or token.word == "的":
            listable = has_noun or (i > begun and right[i - 1].tag in ("a", "b"))  # 可复制、可推广的做法
            if not (listable and after and (_nominal(after) or after.tag == "name")) or _counted_next(right, i + 1):
                break
            i += 1
            continue
        if token.tag == "name":
            has_noun = True
        elif _verbal(token) and token.tag != "vn":
            follows = after is not None and (_nominal(after) or after.tag == "name") and not _governs(after)
            if follows and after and not has_noun and after.word in _group("agent"):  # 承办 | 单位
                has_noun = True
                i += 2
                continue
            modifies = token.word in _group("modifier")
            if (_governs(token) and has_noun) or not (follows or (modifies and has_noun)):
                break
            if not has_noun and not modifies and not governed:
                break
            has_noun = has_noun or (modifies and not follows)
        elif _nominal(token) or token.tag in ("m", "mq") or (i > begun and _within(token, after)):
            has_noun = has_noun or token.tag[0] not in "abm"
        else:
            break
        i += 1
    while i > begun and right[i - 1].tag in ("void", "x", "uj", "c", "f"):
        i -= 1
    return i if i > begun and has_noun else 0


def _within(token: Token, after: Token | None) -> bool:
    """Whether a word that opens no noun phrase goes on with one: 场 | 内, 老年人 | 冬季 | 服装."""
    of_time = token.tag == "t" and token.word[-1] not in "年月日" and after is not None and _nominal(after)
    return of_time or token.tag in ("f", "k", "h", "q")


def _counted_next(right: list[Token], i: int) -> bool:
    """Whether the words from ``i`` on are the next thing that is counted: 科研机构和 | 重点企业13家."""
    for token, after in pairwise([*right[i:], END]):
        if token.tag == "num":
            return True
        if token.tag == "sep" or token.word in JOINTS or (_governs(token) and after.tag != "num"):
            return False
    return False


class Phrase(NamedTuple):
    """A name made from the words before a figure."""

    measure: str
    noun: str
    verb: str


def left_phrase(t: list[Token]) -> Phrase:
    """Verb and object, or the noun phrase of a quantity."""
    t = _without_means(strip_lead(t))
    t = [x for x, after in pairwise([*t, END]) if not (x.word in _group("extent") and _verbal(after))]
    if not t:
        return Phrase("", "", "")
    if _quantity(t[-1]):
        whole = t
        while len(t) > 1 and t[0].word in _group("achieve") and len(_text(t[1:])) > 2:
            t = strip_lead(t[1:])
        narrow = _narrowed(t)
        first = whole[0].word if _governs(whole[0]) else ""
        return Phrase(_text(narrow), _text(narrow[1:] if _governs(narrow[0]) else narrow), first)
    v = _verb(t)
    if v is None:
        acted = len(t) > 1 and t[-1].tag == "v" and t[-1].word in _group("govern") and _nominal(t[-2])  # 法院 | 受理
        return Phrase(_text(t), _text(t[:-1] if acted else t), "")
    if v > 0 and not any(_nominal(x) or x.tag == "name" for x in t[v + 1 :]):
        return Phrase(_text(t), _text(t[:v]), "")
    end = _verb_end(t, v)
    verb, noun = t[v:end], _head(t[end:])
    if len(_text(verb + noun)) > WIDE:
        inner = _verb(noun[1:])
        if inner is not None and any(_nominal(x) for x in noun[inner + 2 :]) and not _quantity(noun[-1]):
            return left_phrase(noun[1 + inner :])
    return Phrase(_text(verb) + _text(noun), _text(noun), _text(verb))


def _without_means(t: list[Token]) -> list[Token]:
    """Drop 通过“组团式”“课题式” in the middle of a phrase."""
    for i, token in enumerate(t):
        if token.word in ("通过", "以") and i + 1 < len(t) and t[i + 1].tag == "name":
            end = next((k for k in range(i + 1, len(t)) if t[k].tag != "name" and t[k].word not in JOINTS), len(t))
            return t[:i] + t[end:]
    return t


def _narrowed(t: list[Token]) -> list[Token]:
    """A long noun phrase of a quantity from its last governing verb on."""
    if len(_text(t)) <= WIDE:
        return t
    for i in range(len(t) - 2, 0, -1):
        if t[i].word == "的" and _quantity(t[-1]) and len(_text(t[i + 1 :])) > 3:
            return t[i + 1 :]
        if _governs(t[i]) and not _governs(t[i + 1]) and t[i - 1].word not in ("的", "所"):
            return t[i:]
    return t


def _verb(t: list[Token]) -> int | None:
    """Index of the verb that governs what is counted: the first one that is no modifier."""
    if t and _verbal(t[0]) and len(t) > 1:
        return 0
    for i, token in enumerate(t):
        if _governs(token) and i + 1 < len(t) and t[i + 1].word not in ("的", "率", "度"):
            return i
    return None


def _verb_end(t: list[Token], v: int) -> int:
    """End of a run of verbs: 听取和审议, 收集梳理."""
    end = v + 1
    while end < len(t) - 1:
        run = _governs(t[end]) or (t[end - 1].word in JOINTS and _verbal(t[end]))
        if run and t[end].tag != "vn" and t[end + 1].word not in ("的", "率"):
            end += 1
        elif t[end].word in JOINTS and _verbal(t[end + 1]) and end + 2 < len(t):
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
            return tail if len(_text(tail)) > 2 or (i and noun[i - 1].tag == "name") else noun
    return noun


def _closing_verbs(t: list[Token]) -> list[Token]:
    """The verbs that end the words before a figure, with what joins them."""
    if t and t[-1].word in _group("before-figure") and not (len(t) > 1 and _verbal(t[-2])):  # 通过2个决议, 深入6个机构
        return t[-1:]
    i = len(t)
    while i > 0 and (_verbal(t[i - 1]) or (t[i - 1].word in JOINTS and i > 1 and i < len(t) and _verbal(t[i - 2]))):
        i -= 1
    if len(t) - i > 1 and i > 0 and t[i].tag == "vn" and _nominal(t[i - 1]):  # 养老服务 | 提出
        i += 1
    return t[i:]


def _predicate(tokens: list[Token]) -> str:
    """What is said behind the noun phrase, to the end of the clause."""
    i = 0
    skipped = frozenset("均都已也") | {"全部"}
    while i < len(tokens) and (tokens[i].tag in ("c", "ul", "uj", "x") or tokens[i].word in skipped):
        i += 1
    text = _text(tokens[i:])
    text = SENTENCE_END.split(text)[0].strip("，、")
    if (said := text.find("是")) >= 0:  # 参与冰雪运动是我国作出的承诺
        text = text[:said].removesuffix("分别").removesuffix("都")
    if text.startswith(("为", "在内")) or text in PLACES or text.count("“") != text.count("”"):
        return ""
    return text if len(text) <= LONGEST else ""


def _topic(clause: list[Token]) -> str:
    """The subject of a clause without figures, for a change told in the next one: 粮食生产再获丰收，增长5%."""
    t = strip_lead(clause)
    end = next((i for i, x in enumerate(t) if not (_nominal(x) or x.word in JOINTS or x.tag in ("name", "void"))), 0)
    text = _text(t[:end])
    return text if 2 < len(text) <= WIDE and _governs(t[end]) and not _governs(t[0]) else ""


def _parts(phrase: Phrase, size: int) -> list[Phrase]:
    """The parts of a whole that everybody knows by heart: 三次产业结构 → 三次产业结构中第一产业."""
    for whole, *parts in (entry.split("\t") for entry in groups(LEXICON)["parts"]):
        if whole in phrase.measure and len(parts) == size:
            return [phrase._replace(measure=f"{whole}中{part}", noun=whole) for part in parts]
    return [phrase] * size


def _whole_of(last: Name) -> str:
    """What a share is a share of: the figure before it with what tells it from others (列入计划的37件，占14.7%)."""
    if last.route == "share" or last.verb in _group("achieve") or last.noun.endswith(_tails("quantity")):
        return last.noun
    return last.measure


def _takes_up(noun: str) -> bool:
    """Whether what was counted before can be the subject of a verb: not of one that is negated or a verb itself."""
    if noun[:1] in NEGATIONS or any(attitude in noun for attitude in _group("attitude")):
        return False
    return not noun.endswith(_tails("govern"))


def _alike(unit: str, other: str) -> bool:
    """Whether two units may count the same things: 受理来访50件（次）, 立案8件; people may be anything's."""
    return unit[:1] == other[:1] or unit[:1] in PEOPLE


def verb_alone(measure: str) -> bool:
    """Whether a name is only a verb, and says nothing of what it governs: 完成, 培训."""
    return measure in _group("govern") or measure in _group("achieve")


class Namer:
    """Names the figures of one paragraph in order; a figure may be named by the one before it."""

    def __init__(self, figures: tuple[Mention, ...]) -> None:
        self.figures = figures
        self.index = {f.start: k for k, f in enumerate(figures)}
        self.names: dict[int, Name] = {}
        self.recent: list[int] = []  # figures of this sentence, in order
        self.values: list[int] = []  # the last list of coordinated figures
        self.items: set[int] = set()  # figures behind which an enumeration goes on
        self.before: list[Token] = []  # the last clause of the sentence that has no figure
        self.topic = ""  # the subject of the clause before, where that has no figure

    def sentence(self, sentence: Sentence, continues: bool) -> None:
        """Name the figures of a sentence; ``continues`` where it goes on after a semicolon or stands in brackets."""
        if not continues:
            self.recent, self.values, self.topic, self.before = [], [], "", []
        recent = self.recent
        if sentence.nested:  # a figure in brackets goes back to the one before them
            self.recent = [k for k in recent[-LOOKBACK:] if self.figures[k].number < sentence.start]
        self._clauses(sentence)
        if sentence.nested:
            self.recent = recent

    def _clauses(self, sentence: Sentence) -> None:
        clause: list[Token] = []
        for token in [*sentence.tokens, Token("，", "sep", sentence.end, sentence.end)]:
            if token.tag != "sep":
                clause.append(token)
                continue
            if any(t.tag == "num" for t in clause):
                self.clause(clause)
                self.topic = ""
            elif clause:
                self.before = clause
                self.topic = _topic(clause) or self.topic
            clause = []

    def clause(self, tokens: list[Token]) -> None:
        """Name the figures of one clause."""
        at = [i for i, t in enumerate(tokens) if t.tag == "num"]
        span = (tokens[0].start, tokens[-1].end)
        consumed, begun, n = 0, 0, 0
        while n < len(at):
            group = self._coordinated(tokens, at, n)
            left = tokens[consumed : at[n]]
            if consumed and left and _bounds_class(tokens[consumed - 1], left):
                left = [t._replace(tag="name") if t.tag == "num" else t for t in tokens[begun : at[n]]]
            begun = consumed
            ranged = len(group) == 2 and tokens[group[0] + 1].word not in JOINTS
            if ranged:  # 2至3家医院: both ends are named alike
                bound = at[n + 2] if n + 2 < len(at) else len(tokens)
                consumed = self._one(tokens, left, group[1], bound, span)
                self._again(tokens[group[0]])
            elif len(group) > 1:
                self._list(left, [tokens[i] for i in group], span)
                consumed = group[-1] + 1
            else:
                bound = at[n + 1] if n + 1 < len(at) else len(tokens)
                consumed = self._one(tokens, left, at[n], bound, span)
            n += len(group)

    def _coordinated(self, tokens: list[Token], at: list[int], n: int) -> list[int]:
        """Positions of values that stand together: 6.5%、4.3%, 增长6.5%和4.3%."""
        group = [at[n]]
        family = self._figure(tokens[at[n]]).family
        while n + len(group) < len(at):
            following = at[n + len(group)]
            between = tokens[group[-1] + 1 : following]
            joined = len(between) == 1 and between[0].word in JOINTS
            ranged = bool(between) and all(t.word in "至到-~—～－:：∶" for t in between)
            if not (joined or ranged) or self._figure(tokens[following]).family != family:
                break
            group.append(following)
        return group

    def _figure(self, token: Token) -> Mention:
        return self.figures[self.index[token.start]]

    def _put(self, token: Token, phrase: Phrase, direction: Direction, route: Route, span: tuple[int, int]) -> None:
        k = self.index[token.start]
        measure = phrase.measure
        self.names[k] = Name(measure, phrase.noun or measure, phrase.verb, direction, route, span, self.figures[k].unit)
        self.recent.append(k)

    def _again(self, token: Token) -> None:
        """Name a figure like the one that was named last."""
        k = self.index[token.start]
        self.names[k] = self.names[self.recent[-1]]
        self.recent.insert(-1, k)

    def _last(self) -> Name | None:
        return self.names[self.recent[-1]] if self.recent else None

    def _of_one_kind(self, figure: Mention) -> bool:
        """Whether a figure may say more of what the last one counts: two counts in different units do not."""
        last = self.figures[self.recent[-1]]
        counters = ("count", "bare")
        return figure.family not in counters or last.family not in counters or _alike(figure.unit, last.unit)

    # one figure

    def _one(self, tokens: list[Token], left: list[Token], i: int, bound: int, span: tuple[int, int]) -> int:
        """Name the figure at ``i``; returns the index behind the words that its name used."""
        figure = self._figure(tokens[i])
        listed = bound < len(tokens) and tokens[bound - 1].word in JOINTS  # the next figure starts a new item
        last_one = bound == len(tokens)
        right = tokens[i + 1 : bound - 1 if listed else bound]
        if listed:
            self.items.add(self.index[tokens[i].start])
        joint = bool(left) and left[0].word in JOINTS
        follows = bool(self.recent) and (joint or (not left and i > 0))
        tail = trim(left[1:] if joint else left)
        self.values = []
        size = right_phrase(tokens[bound + 1 : bound + REACH])
        composite = not right and not last_one and not listed and figure.family in ("count", "bare")
        goes_on = size or any(hanzi(x.word) for x in tokens[bound + 1 :]) or not tail.tokens
        if composite and goes_on:  # 8大类18个子项, but not 审结案件317件384人
            noun = _text(tokens[bound + 1 : bound + 1 + size]) + (figure.unit if len(figure.unit) > 1 else "")
            self._counted(tokens[i], tail, noun, "", follows, span)
            return i + 1
        free = not _closing_verbs(tail.tokens)
        happening = figure.family in ("times", "duration") and free
        size = 0
        opening = not left and not self.recent and bool(right) and (last_one or right[0].word == "的")
        if not happening and (figure.family != "rate" or opening or (right and right[0].word == "的")):
            governed = not free or (bool(left) and left[-1].word in BENEFIT)
            size = right_phrase(right if listed or last_one else [*right, tokens[bound]], governed=governed)
        based = len(right) > 1 and right[0].word == "的" and right[1].word.startswith("基础")  # 在300元的基础上增加
        acting = bool(right) and _verbal(right[0]) and not last_one and not listed
        if based or (acting and figure.family == "duration"):  # 历时3个月 | 走访企业85家
            size = 0
        for_them = size and bool(left) and left[-1].word in BENEFIT  # 为2万名儿童免除学费8000万元
        ends = (listed or last_one or for_them) and not (right and right[0].word in JOINTS) and not based
        doing = size and figure.unit in PEOPLE and not left and not listed and not last_one
        done = right[size:] if doing and size < len(right) and _governs(right[size]) else []
        done = done if done and (len(done) == 1 or _nominal(done[-1])) else []
        if len(done) == 1:  # 18名检察官担任32所学校法治副校长
            head = tokens[bound + 1 : bound + REACH]
            done = done + head[: right_phrase(head)]
        said = _predicate(right[size:] if ends else done) if ends or len(done) > 1 else ""
        if listed and not size and right and all(_nominal(x) for x in right):  # 2家国家级和9家省级龙头企业
            head = tokens[bound + 1 : bound + REACH]
            shared = _text([x for x in head[: right_phrase(head)] if x.tag != "b"])
            if shared and figure.family == "count":
                self._counted(tokens[i], tail, _text(right) + shared, "", follows, span)
                return bound - 1
        if said and len(right) == 1 and figure.unit in PEOPLE and self._befallen(tokens[i], tail, said, follows, span):
            return bound - 1 if listed else bound
        acted = bool(tail.tokens) and all(x.word in _group("govern") for x in tail.tokens)  # 改造 | 提升8条步行街
        changed = tail.direction != "none" and not acted and bool(strip_lead(tail.tokens) or not left)
        sized = tail.tokens[-1].word if tail.tokens else ""
        if size and right[0].word == "的" and figure.family in ("money", "physical") and sized in _group("generic"):
            noun = _text(right[:size]).removeprefix("的")  # 总规模20亿元的产业基金
            self._put(tokens[i], Phrase(noun + sized, noun, ""), "none", "right", span)
            return i + 1 + size
        if size and not changed and not self._named_left(figure, tail):
            noun = _text(right[:size]).removeprefix("的")
            self._counted(tokens[i], tail, noun, said, follows, span)
            if last_one and said:
                self._share_predicate(said)
            return bound - 1 if listed else i + 1 + size
        if happening and not said and not last_one and not listed and right and _verbal(right[0]):
            head = tokens[bound + 1 : bound + REACH]  # 404次打破172项全国纪录
            said = _text(right) + _text(head[: right_phrase(head)])
            self._put(tokens[i], Phrase(_text(strip_lead(tail.tokens)) + said, said, ""), "none", "predicate", span)
            return i + 1
        if happening and said:
            subject = _text(strip_lead(tail.tokens)) if not tail.bound else ""
            before = "连续" if any(t.word == "连续" for t in left[-3:]) else ""
            self._put(tokens[i], Phrase(subject + before + said, subject or said, ""), "none", "predicate", span)
            return bound
        self._left(tokens[i], figure, tail, said, follows, span)
        told = listed and said and self.names[self.index[tokens[i].start]].measure.endswith(said)
        return bound - 1 if told else i + 1  # 4条获省级领导批示、23条被市级部门采纳

    def _befallen(self, token: Token, tail: Tail, said: str, follows: bool, span: tuple[int, int]) -> bool:
        """Name those of whom a verb in front and one behind tell: 造成4人遇难、27人受伤."""
        last = self._last()
        verb = _text([v for v in _closing_verbs(tail.tokens) if v.word not in _group("lead")])
        if not verb and follows and last and last.measure == last.verb + last.noun:
            verb = last.verb
        if not verb or tail.bound:
            return False
        self._put(token, Phrase(verb + said, said, verb), "none", "right", span)
        return True

    def _named_left(self, figure: Mention, tail: Tail) -> bool:
        """A quantity stands before the figure and names it, whatever follows."""
        t = strip_lead(tail.tokens)
        amount = figure.family in ("money", "physical", "rate")
        return bool(t) and amount and _quantity(t[-1]) and not tail.bound and not tail.listed

    def _counted(self, token: Token, tail: Tail, noun: str, said: str, follows: bool, span: tuple[int, int]) -> None:
        """A figure named by the noun phrase that it counts."""
        last = self._last()
        t = tail.tokens
        verbs = [] if tail.listed else _closing_verbs(t)
        verb = ""
        if verbs and verbs[-1].word == "通过" and not noun.endswith(_tails("passed")):  # 通过200张照片
            verbs = []
        if tail.change and t and all(x.word in _group("govern") for x in t):
            verbs, tail = [*t, END._replace(word=tail.change)], tail._replace(direction="none", change="")
        if tail.change:  # 增加26个建制镇
            self._put(token, Phrase(tail.change + noun + said, noun, tail.change), tail.direction, "right", span)
            return
        if tail.bound and t:
            relative = strip_lead(t)
            if said and relative and relative[0].word in _group("cause"):
                relative = relative[1:]
            phrase = _text(relative) + "的" if any(_verbal(x) for x in relative) else ""
            self._put(token, Phrase(phrase + noun + said, noun, ""), "none", "right", span)
            return
        if verbs and not (len(verbs) == 1 and verbs[0].word in _group("achieve") and said):
            verb = _text([v for v in verbs if v.word not in _group("lead") or v.word in _group("before-figure")])
            cause = verbs[-1].word in _group("cause")
            measure = verb + noun + (said if cause and not noun.startswith("“") else "")
            self._put(token, Phrase(measure, noun, verb), "none", "right", span)
            return
        lead = strip_lead(t)
        v = next((k for k, x in enumerate(lead) if x.word in _group("govern")), None)
        v = v if tail.listed or tail.joined else None
        if v is not None:
            verb = _text(lead[v : _verb_end(lead, v)])
        elif follows and last and not lead:
            verb = last.verb
        if noun.startswith("“"):
            said = ""
        context = "" if verb or said or not lead or tail.listed else _text(lead)
        if lead and _verbal(lead[0]) and len(context) > WIDE:
            context = lead[0].word
        elif len(context) > (WIDE if lead and _verbal(lead[0]) else 10):
            context = ""
        measure = verb + context + noun + ("" if verb and not self._causal(verb) else said)
        self._put(token, Phrase(measure, noun, verb), "none", "right", span)

    def _causal(self, verb: str) -> bool:
        return verb in _group("cause")

    def _share_predicate(self, said: str) -> None:
        """13个镇街、112个村社…全覆盖: what is said of the last is said of those before."""
        last = self.names[self.recent[-1]]
        for k in reversed(self.recent[-LOOKBACK:-1]):
            name = self.names[k]
            open_end = not name.verb or name.verb in _group("cause")
            if k not in self.items or not open_end or name.measure != name.verb + name.noun:
                break
            shared = last.noun[len(name.noun) :] if len(last.noun) > len(name.noun) + 2 else ""
            self.names[k] = name._replace(measure=name.noun + shared + said)

    def _left(
        self,
        token: Token,
        figure: Mention,
        tail: Tail,
        said: str,
        follows: bool,
        span: tuple[int, int],
    ) -> None:
        """A figure named by the words before it, or by the figure before."""
        last = self._last()
        t = strip_lead(tail.tokens, keep_object=figure.family == "rate")
        share = next((i for i in range(len(t) - 1, -1, -1) if t[i].word in SHARES), None)
        if share is not None and figure.family == "rate" and t[share].word != "占比":
            whole = _text(strip_lead(t[:share])) or (_whole_of(last) if last else "")
            part = _text(t[share + 1 :]).removesuffix("的")
            part = "占比" if part in ("", "比", "比达", "比为", "比约") else "占" + part
            self._put(token, Phrase(whole + part, whole, ""), tail.direction, "share", span)
            return
        if not t:
            if said and figure.family not in ("rate", "money") and tail.direction == "none":  # 其中6项喜获佳绩
                front = "" if not last else last.verb if follows else last.noun
                self._put(
                    token,
                    Phrase(front + said, said if follows or not last else last.noun, ""),
                    "none",
                    "predicate",
                    span,
                )
            elif self.topic:
                self._put(token, Phrase(self.topic, self.topic, ""), tail.direction, "elided", span)
            elif last:
                self._put(token, Phrase(last.measure, last.noun, last.verb), tail.direction, "elided", span)
            else:
                phrase = left_phrase(self.before) if self.before and not said else Phrase(said, said, "")
                self._put(token, phrase, tail.direction, "predicate", span)
            return
        if figure.family == "rate" or tail.direction != "none":
            phrase = self._whole(t)
        elif tail.bound and any(_verbal(x) for x in t):
            phrase = Phrase(_text(t), _text(t), "")
        else:
            phrase = left_phrase(t)
        route: Route = "left"
        text = _text(t)
        if last and (text in _group("generic") or (len(text) <= 3 and text.endswith(("率", "度")))) and last.noun:
            beside = text.endswith(RATES) and last.noun.endswith(RATES)
            beside = beside or text[0] in NEGATIONS  # 不批准逮捕33件，不捕率为17%
            whose = last.noun[: -len(text)] if beside else last.noun
            same = beside and last.noun.endswith(RATES) and 1 < len(whose) <= OWNER and text[0] not in whose
            if same:  # 人口出生率为21‰，死亡率为6‰
                phrase, route = Phrase(whose + text, whose + text, ""), "elided"
            elif not beside and not last.noun.endswith(text):
                phrase, route = Phrase(last.noun + text, last.noun, ""), "elided"
        elif last and figure.family == "rate" and all(_verbal(x) or x.tag == "d" for x in t):
            phrase, route = Phrase(last.measure, last.noun, last.verb), "elided"
        elif tail.change and text in PER_HEAD:  # 人均年增收2.6万元
            phrase = Phrase(text + tail.change, text + tail.change, "")
        elif last and text in PER_HEAD:
            phrase, route = Phrase(last.measure + text, last.noun, last.verb), "elided"
        elif (
            last
            and _takes_up(last.noun)
            and self._of_one_kind(figure)
            and all(_verbal(x) or x.tag in ("d", "p") for x in t)
            and not said
        ):
            joined = text + last.noun if t[-1].word in ("新增", "净增", "新建") else last.noun + text
            phrase, route = Phrase(joined, last.noun, ""), "elided"
        elif not last and self.before and text in _group("breakdown"):  # 固定资产投资，东部地区完成54546亿元
            base = left_phrase(self.before).noun
            phrase, route = Phrase(text + base, base, ""), "elided"
        elif (
            last
            and last.noun not in _group("breakdown")
            and (text in _group("breakdown") or all(x.tag == "ns" for x in t))
        ):
            joined = last.noun + text if text.endswith("幅") else text + last.noun
            phrase, route = Phrase(joined, last.noun, last.verb), "elided"
        elif last and t[0].word == "被":
            phrase, route = Phrase(last.noun + text, last.noun, ""), "elided"
        elif follows and last and last.verb and not phrase.verb and not _quantity(t[-1]):
            phrase, route = Phrase(last.verb + phrase.measure, phrase.noun, last.verb), "list"
        elif said and figure.unit in PEOPLE and not phrase.verb and not tail.bound and figure.unit != "例":
            phrase = Phrase(phrase.measure + said, phrase.noun, "")  # 代表1200余名走进联络站
        elif said and figure.family == "money" and phrase.verb and phrase.noun == phrase.measure:
            phrase = Phrase(phrase.measure + said, phrase.noun, phrase.verb)
        elif not last and self.before and figure.family in ("times", "money") and verb_alone(phrase.measure):
            base = left_phrase(self.before).noun  # 开展养老服务，全年服务3400次
            if 1 < len(base) <= SHORT and "的" not in base:
                phrase = Phrase(base + phrase.measure, base, phrase.verb)
        self._put(token, phrase, tail.direction, route, span)

    def _whole(self, t: list[Token]) -> Phrase:
        """The noun phrase of a rate or a change, without a verb that only says it was reached."""
        while len(t) > 1 and t[0].word in _group("achieve"):
            t = strip_lead(t[1:])
        if t and not _quantity(t[-1]) and len(_text(t)) > WIDE:
            return left_phrase(t)
        narrow = _narrowed(t)
        return Phrase(_text(narrow), _text(narrow), "")

    # several figures of one list

    def _list(self, left: list[Token], nums: list[Token], span: tuple[int, int]) -> None:
        """The k-th name for the k-th figure of A、B分别增长6.5%、4.3%."""
        tail = trim(left)
        t = strip_lead(tail.tokens)
        each = next((i for i, x in enumerate(t) if x.word in ("分别", "依次")), None)
        t = t[:each]
        if not t and not self.recent:  # A和B，分别增长58.3%和29.2%
            t = strip_lead(self.before)
        names = self._enumerated(t)
        if not t:
            found = self._antecedents(len(nums))
            phrases = [Phrase(n.measure, n.noun, n.verb) for n in found]
        elif t[0].word in SHARES and self.recent and self._figure(nums[0]).family == "rate":  # 分别占总数的11%和75%
            part = _text(t).removesuffix("的").removesuffix("比")
            phrases = [Phrase(_whole_of(n) + part, n.noun, "") for n in self._antecedents(len(nums))]
        elif len(t) == 1 and t[0].word in _group("breakdown") and self.recent:
            found = self._antecedents(len(nums))
            phrases = [Phrase(n.noun + t[0].word, n.noun, n.verb) for n in found]
        elif len(names) == len(nums):
            phrases = [Phrase(n, n, "") for n in names]
        else:
            phrase = left_phrase(t) if self._figure(nums[0]).family not in ("rate",) else self._whole(t)
            phrases = _parts(phrase, len(nums))
        for token, phrase in zip(nums, phrases, strict=True):
            self._put(token, phrase, tail.direction, "list" if t else "elided", span)
        self.values = self.recent[-len(nums) :]

    def _antecedents(self, size: int) -> list[Name]:
        """The names that an unnamed list of ``size`` figures goes back to."""
        empty = Name("", "", "", "none", "elided", (0, 0), "")
        if not self.recent:
            return [empty] * size
        if len(self.values) == size:
            return [self.names[k] for k in self.values]
        nearest = [self.names[k] for k in self.recent[-size:]]
        if len({n.measure for n in nearest}) == 1 and len({n.unit for n in nearest}) == size:
            return nearest  # 决定起诉402件551人，分别上升5%和4%
        distinct: list[Name] = []
        for k in reversed(self.recent[-LOOKBACK:]):
            if self.names[k].measure not in [n.measure for n in distinct]:
                distinct.append(self.names[k])
            if len(distinct) == size:
                return distinct[::-1]
        return [self.names[self.recent[-1]]] * size

    def _enumerated(self, t: list[Token]) -> list[str]:
        """The names of an enumeration; what they share at the end is given to each: 第一、第二产业增加值."""
        parts: list[list[Token]] = [[]]
        for token in t:
            if token.word in JOINTS:
                parts.append([])
            else:
                parts[-1].append(token)
        if any(not p for p in parts):
            return []
        while len(parts[0]) > 1 and parts[0][0].word in _group("achieve"):
            parts[0] = strip_lead(parts[0][1:])
        last = parts[-1]
        names = []
        for part in parts:
            text = _text(part)
            if part is not last and len(part) < len(last) and not _quantity(part[-1]):
                text += _text(last[max(1, len(part)) :])
            names.append(text)
        return names

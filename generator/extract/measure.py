"""What a number measures, in the words of the text.

A figure is named by what stands around it in its clause: by the noun phrase that it counts and the verb that
governs it (提出5个意见), by the clause in front of it (形成调研报告22篇, 地区生产总值达1800亿元), by the predicate
behind it (先后9次向区委请示报告), or, where the clause has no name, by the figure before (…，增长9.4%).

The evidence is tried in this order (``Namer._one``): two counts of one thing (8大类18个子项); the noun phrase behind
the figure (``_counted``), where no quantity before it names it; a predicate behind one that tells how often; then the
words before it (``_left``): a share (``_share``), nothing at all (``_wordless``), a noun phrase or verb and object,
where they say too little with what was counted before (``_taken_up``).

wording.py tells what a word is, trimming.py what is no part of a name, phrases.py cuts the phrases.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from generator.extract.compared import EACH
from generator.extract.numbers import Mention
from generator.extract.phrases import (
    LEADS_ON,
    WIDE,
    Phrase,
    closing_verbs,
    left_phrase,
    narrowed,
    parts,
    predicate,
    right_phrase,
    topic,
    verb_end,
)
from generator.extract.text import Sentence, Token, hanzi
from generator.extract.trimming import Tail, strip_lead, trim
from generator.extract.wording import (
    END,
    JOINTS,
    NEGATIONS,
    SHARES,
    governs,
    group,
    nominal,
    quantity,
    spelled,
    tails,
    verbal,
)
from generator.model import Direction

REACH = 40  # words behind a figure in which its noun phrase ends
LOOKBACK = 12  # figures that an unnamed one may go back to
OWNER = 4  # characters of what two rates are said of
SHORT = 10  # a noun that a verb alone may take from the clause before
BENEFIT = frozenset("为向给对")
PER_HEAD = frozenset({"人均", "人均年", "户均", "户均年", "年人均", "每人每月", "每人每年"})
BOUNDS = ("以上", "以下", "以内")
RATES = ("率", "度")
YIELDS = frozenset({"增收", "减收"})  # say what grew, too
CLASS = re.compile("[A-Z甲乙丙丁]类")  # of the suggestions before: A类118件、B类32件
LEVELS = frozenset({"降低", "缩短", "压缩"})  # lower a level, and do not make things fewer
PEOPLE = frozenset("人名位例户")  # something happens to these: 造成4人遇难

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


def _whole_of(last: Name) -> str:
    """What a share is a share of: the figure before it with what tells it from others (列入计划的37件，占14.7%)."""
    if last.route == "share" or last.verb in group("achieve") or last.noun.endswith(tails("quantity")):
        return last.noun
    return last.measure


def _takes_up(noun: str) -> bool:
    """Whether what was counted before can be the subject of a verb: not of one that is negated or a verb itself."""
    if len(noun) < 2 or noun[0] in NEGATIONS or any(attitude in noun for attitude in group("attitude")):
        return False
    return not noun.endswith(tails("govern"))


def _alike(unit: str, other: str) -> bool:
    """Whether two units may count the same things: 受理来访50件（次）, 立案8件; people may be anything's."""
    return unit[:1] == other[:1] or unit[:1] in PEOPLE


def bounds_class(figure: Token, left: list[Token]) -> bool:
    """Whether a figure only says which things the next one counts: 收入100万元以上的村达到14个."""
    return figure.tag == "num" and figure.word.endswith(BOUNDS) and left[0].word == "的" and len(left) > 2


def _generic(text: str, noun: str, phrase: Phrase) -> tuple[Phrase, Route]:
    """A head that says nothing alone (总额, 满意率) with what was counted before."""
    beside = text.endswith(RATES) and noun.endswith(RATES)
    if len(noun) == 1 or text.startswith(noun):  # 收案5万件，结案率91%; 结案400件，结案率91%
        return phrase, "left"
    if beside or text[0] in NEGATIONS:  # 不批准逮捕33件，不捕率为17%
        whose = noun[: -len(text)]
        if beside and 1 < len(whose) <= OWNER and text[0] not in whose:  # 人口出生率为21‰，死亡率为6‰
            return Phrase(whose + text, whose + text, ""), "elided"
        return phrase, "left"
    return (phrase, "left") if noun.endswith(text) else (Phrase(noun + text, noun, ""), "elided")


def _with_predicate(figure: Mention, tail: Tail, phrase: Phrase, said: str) -> Phrase:
    """A name with what is said behind the figure of people and of money: 代表1200余名走进联络站."""
    if said and figure.unit in PEOPLE and not phrase.verb and not tail.bound and figure.unit != "例":
        return Phrase(phrase.measure + said, phrase.noun, "")
    if said and figure.family == "money" and phrase.verb and phrase.noun == phrase.measure:
        return Phrase(phrase.measure + said, phrase.noun, phrase.verb)
    return phrase


def verb_alone(measure: str) -> bool:
    """Whether a name is only a verb, and says nothing of what it governs: 完成, 培训."""
    return measure in group("govern") or measure in group("achieve")


def changed_by(t: list[Token], tail: Tail, token: Token, figure: Mention) -> Direction:
    """The direction of a change, also where its verb stands in front of what it changes: 精简会议文件15%.

    Where more than the object stands between (压减经费达8万元, 减少事故的), the value may be what is left;
    降低收费标准32项 counts standards.
    """
    changes = len(t) > 1 and tail.direction == "none" and not tail.bound and t[-1].end == token.start
    if not changes or any(governs(x) for x in t[1:-1]) or (verbal(t[-1]) and not quantity(t[-1])):
        return tail.direction
    counted = figure.family in ("count", "times", "bare")
    return "down" if t[0].word in group("reduce") and not (counted and t[0].word in LEVELS) else "none"


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
                self.topic = topic(clause) or self.topic
            clause = []

    def clause(self, tokens: list[Token]) -> None:
        """Name the figures of one clause."""
        at = [i for i, t in enumerate(tokens) if t.tag == "num"]
        span = (tokens[0].start, tokens[-1].end)
        consumed, begun, n = 0, 0, 0
        while n < len(at):
            group = self._coordinated(tokens, at, n)
            left = tokens[consumed : at[n]]
            if consumed and left and bounds_class(tokens[consumed - 1], left):
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
        composite = not right and not last_one and not listed and figure.family in ("count", "bare")
        if composite and (not tail.tokens or any(hanzi(x.word) for x in tokens[bound + 1 :])):
            size = right_phrase(tokens[bound + 1 : bound + REACH])  # 8大类18个子项, but not 审结案件317件384人
            noun = spelled(tokens[bound + 1 : bound + 1 + size]) + (figure.unit if len(figure.unit) > 1 else "")
            self._counted(tokens[i], tail, noun, "", follows, span)
            return i + 1
        free = not closing_verbs(tail.tokens)
        happening = figure.family in ("times", "duration") and free
        size = 0
        opening = not left and not self.recent and bool(right) and (last_one or right[0].word == "的")
        if not happening and (figure.family != "rate" or opening or (right and right[0].word == "的")):
            governed = not free or (bool(left) and left[-1].word in BENEFIT)
            size = right_phrase(right if listed or last_one else [*right, tokens[bound]], governed=governed)
        based = len(right) > 1 and right[0].word == "的" and right[1].word.startswith("基础")  # 在300元的基础上增加
        acting = bool(right) and verbal(right[0]) and not last_one and not listed
        if based or (acting and figure.family == "duration"):  # 历时3个月 | 走访企业85家
            size = 0
        for_them = size and bool(left) and left[-1].word in BENEFIT  # 为2万名儿童免除学费8000万元
        ends = (listed or last_one or for_them) and not (right and right[0].word in JOINTS) and not based
        doing = size and figure.unit in PEOPLE and not left and not listed and not last_one
        done = right[size:] if doing and size < len(right) and governs(right[size]) else []
        done = done if done and (len(done) == 1 or nominal(done[-1])) else []
        if len(done) == 1:  # 18名检察官担任32所学校法治副校长
            head = tokens[bound + 1 : bound + REACH]
            done = done + head[: right_phrase(head)]
        said = predicate(right[size:] if ends else done) if ends or len(done) > 1 else ""
        if listed and not size and right and all(nominal(x) for x in right):  # 2家国家级和9家省级龙头企业
            head = tokens[bound + 1 : bound + REACH]
            shared = spelled([x for x in head[: right_phrase(head)] if x.tag != "b"])
            if shared and figure.family == "count":
                self._counted(tokens[i], tail, spelled(right) + shared, "", follows, span)
                return bound - 1
        if said and len(right) == 1 and figure.unit in PEOPLE and self._befallen(tokens[i], tail, said, follows, span):
            return bound - 1 if listed else bound
        acted = bool(tail.tokens) and all(x.word in group("govern") for x in tail.tokens)  # 改造 | 提升8条步行街
        changed = tail.direction != "none" and not acted and bool(strip_lead(tail.tokens) or not left)
        sized = tail.tokens[-1].word if tail.tokens else ""
        if size and right[0].word == "的" and figure.family in ("money", "physical") and sized in group("generic"):
            noun = spelled(right[:size]).removeprefix("的")  # 总规模20亿元的产业基金
            self._put(tokens[i], Phrase(noun + sized, noun, ""), "none", "right", span)
            return i + 1 + size
        if size and not changed and not self._named_left(figure, tail):
            noun = spelled(right[:size]).removeprefix("的")
            self._counted(tokens[i], tail, noun, said, follows, span)
            if last_one and said:
                self._share_predicate(said)
            return bound - 1 if listed else i + 1 + size
        changing = LEADS_ON.search(spelled(right)) is not None
        if happening and not said and not last_one and not listed and right and verbal(right[0]) and not changing:
            head = tokens[bound + 1 : bound + REACH]  # 404次打破172项全国纪录
            said = spelled(right) + spelled(head[: right_phrase(head)])
            self._put(tokens[i], Phrase(spelled(strip_lead(tail.tokens)) + said, said, ""), "none", "predicate", span)
            return i + 1
        if happening and said:
            subject = spelled(strip_lead(tail.tokens)) if not tail.bound else ""
            before = "连续" if any(t.word == "连续" for t in left[-3:]) else ""
            self._put(tokens[i], Phrase(subject + before + said, subject or said, ""), "none", "predicate", span)
            return bound
        self._left(tokens[i], figure, tail, said, follows, span)
        told = listed and said and self.names[self.index[tokens[i].start]].measure.endswith(said)
        return bound - 1 if told else i + 1  # 4条获省级领导批示、23条被市级部门采纳

    def _befallen(self, token: Token, tail: Tail, said: str, follows: bool, span: tuple[int, int]) -> bool:
        """Name those of whom a verb in front and one behind tell: 造成4人遇难、27人受伤."""
        last = self._last()
        verb = spelled([v for v in closing_verbs(tail.tokens) if v.word not in group("lead")])
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
        return bool(t) and amount and quantity(t[-1]) and not tail.bound and not tail.listed

    def _counted(self, token: Token, tail: Tail, noun: str, said: str, follows: bool, span: tuple[int, int]) -> None:
        """A figure named by the noun phrase that it counts."""
        last = self._last()
        t = tail.tokens
        verbs = [] if tail.listed else closing_verbs(t)
        verb = ""
        if verbs and verbs[-1].word == "通过" and not noun.endswith(tails("passed")):  # 通过200张照片
            verbs = []
        if tail.change and t and all(x.word in group("govern") for x in t):
            verbs, tail = [*t, END._replace(word=tail.change)], tail._replace(direction="none", change="")
        if tail.change:  # 增加26个建制镇
            self._put(token, Phrase(tail.change + noun + said, noun, tail.change), tail.direction, "right", span)
            return
        if tail.bound and t:
            relative = strip_lead(t)
            if said and relative and relative[0].word in group("cause"):
                relative = relative[1:]
            phrase = spelled(relative) + "的" if any(verbal(x) for x in relative) else ""
            self._put(token, Phrase(phrase + noun + said, noun, ""), "none", "right", span)
            return
        if verbs and not (len(verbs) == 1 and verbs[0].word in group("achieve") and said):
            verb = spelled([v for v in verbs if v.word not in group("lead") or v.word in group("before-figure")])
            cause = verbs[-1].word in group("cause")
            measure = verb + noun + (said if cause and not noun.startswith("“") else "")
            self._put(token, Phrase(measure, noun, verb), "none", "right", span)
            return
        lead = strip_lead(t)
        v = next((k for k, x in enumerate(lead) if x.word in group("govern")), None)
        v = v if tail.listed or tail.joined else None
        if v and tail.listed and nominal(lead[v - 1]) and lead[v - 1].word not in group("manner"):
            v = None  # 老旧 | 供热 | 管网改造、公路建设等9个项目: it is part of an item
        if v is not None:
            verb = spelled(lead[v : verb_end(lead, v)])
        elif follows and last and not lead:
            verb = last.verb
        if noun.startswith("“"):
            said = ""
        context = "" if verb or said or not lead or tail.listed else spelled(lead)
        if lead and verbal(lead[0]) and len(context) > WIDE:
            context = lead[0].word
        elif len(context) > (WIDE if lead and verbal(lead[0]) else 10):
            context = ""
        measure = verb + context + noun + ("" if verb and not self._causal(verb) else said)
        self._put(token, Phrase(measure, noun, verb), "none", "right", span)

    def _causal(self, verb: str) -> bool:
        return verb in group("cause")

    def _share_predicate(self, said: str) -> None:
        """13个镇街、112个村社…全覆盖: what is said of the last is said of those before."""
        last = self.names[self.recent[-1]]
        for k in reversed(self.recent[-LOOKBACK:-1]):
            name = self.names[k]
            open_end = not name.verb or name.verb in group("cause")
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
        t = strip_lead(tail.tokens, keep_object=figure.family == "rate")
        share = next((i for i in range(len(t) - 1, -1, -1) if t[i].word in SHARES), None)
        if share is not None and figure.family == "rate" and t[share].word != "占比":
            self._put(token, self._share(t, share), tail.direction, "share", span)
        elif not t:
            self._wordless(token, figure, tail, said, follows, span)
        else:
            if figure.family == "rate" or tail.direction != "none":
                phrase = self._whole(t)
            elif tail.bound and any(verbal(x) for x in t):
                phrase = Phrase(spelled(t), spelled(t), "")
            else:
                phrase = left_phrase(t)
            phrase, route = self._taken_up(figure, tail, t, phrase, said, follows)
            self._put(token, phrase, changed_by(t, tail, token, figure), route, span)

    def _share(self, t: list[Token], share: int) -> Phrase:
        """A share of what stands before 占, or of what the figure before counted: …的98件，占93.3%."""
        last = self._last()
        whole = spelled(strip_lead(t[:share])) or (_whole_of(last) if last else "")
        part = spelled(t[share + 1 :]).removesuffix("的")
        part = "占比" if part in ("", "比", "比达", "比为", "比约") else "占" + part
        return Phrase(whole + part, whole, "")

    def _wordless(
        self, token: Token, figure: Mention, tail: Tail, said: str, follows: bool, span: tuple[int, int]
    ) -> None:
        """A figure with no name before it: its predicate, the subject of the clause before, or the figure before."""
        last = self._last()
        if said and figure.family not in ("rate", "money") and tail.direction == "none":  # 其中6项喜获佳绩
            front = "" if not last else last.verb if follows else last.noun
            noun = said if follows or not last else last.noun
            self._put(token, Phrase(front + said, noun, ""), "none", "predicate", span)
        elif self.topic and not (last and last.clause == span):  # …企业的困难，检测时间由7天缩短到2天
            self._put(token, Phrase(self.topic, self.topic, ""), tail.direction, "elided", span)
        elif last and tail.change in YIELDS and figure.family == "money" and len(last.noun) > 1:  # 带动3个村增收45万元
            self._put(token, Phrase(last.noun + tail.change, last.noun, ""), tail.direction, "elided", span)
        elif last:
            self._put(token, Phrase(last.measure, last.noun, last.verb), tail.direction, "elided", span)
        else:
            phrase = left_phrase(self.before) if self.before and not said else Phrase(said, said, "")
            self._put(token, phrase, tail.direction, "predicate", span)

    def _taken_up(
        self, figure: Mention, tail: Tail, t: list[Token], phrase: Phrase, said: str, follows: bool
    ) -> tuple[Phrase, Route]:
        """The name that the words ``t`` make with what was counted before; ``phrase`` where they say enough."""
        text, last = spelled(t), self._last()
        if tail.change and text in PER_HEAD:  # 人均年增收2.6万元
            return Phrase(text + tail.change, text + tail.change, ""), "left"
        if last is None:
            return self._after_clause(figure, tail, text, phrase, said)
        if last.noun and (text in group("generic") or (len(text) <= 3 and text.endswith(RATES))):
            return _generic(text, last.noun, phrase)
        told = [x for x in t if not verbal(x)]
        if figure.family == "rate" and all(x.tag == "d" for x in told):
            return Phrase(last.measure, last.noun, last.verb), "elided"
        if text in PER_HEAD:
            return Phrase(last.measure + text, last.noun, last.verb), "elided"
        if text in group("grade") and last.noun.endswith(tails("grade")):  # 优秀6名、称职8名、基本称职1名
            grade = next(g for g in tails("grade") if last.noun.endswith(g))
            other = spelled(tail.tokens)
            other = last.noun.removesuffix(grade) + (other if other in group("grade") else text)
            return Phrase(other, other, ""), "elided"
        alone = all(x.tag in ("d", "p") for x in told) and not said
        if alone and _takes_up(last.noun) and self._of_one_kind(figure):
            ahead = t[-1].word in ("新增", "净增", "新建")
            return Phrase(text + last.noun if ahead else last.noun + text, last.noun, ""), "elided"
        part = text in group("breakdown") or all(x.tag == "ns" for x in t) or CLASS.fullmatch(text)
        if part and last.noun not in group("breakdown"):
            whole = CLASS.sub("", last.noun, count=1) if CLASS.match(last.noun) else last.noun
            measure = whole + text if text.endswith("幅") else text + whole
            return Phrase(measure, whole, last.verb), "elided"
        if t[0].word == "被":
            return Phrase(last.noun + text, last.noun, ""), "elided"
        if follows and last.verb and not phrase.verb and not quantity(t[-1]):
            return Phrase(last.verb + phrase.measure, phrase.noun, last.verb), "list"
        return _with_predicate(figure, tail, phrase, said), "left"

    def _after_clause(self, figure: Mention, tail: Tail, text: str, phrase: Phrase, said: str) -> tuple[Phrase, Route]:
        """The name of the first figure of a sentence, with the noun of the clause before where it lacks one."""
        if self.before and text in group("breakdown"):  # 固定资产投资，东部地区完成54546亿元
            base = left_phrase(self.before).noun
            return Phrase(text + base, base, ""), "elided"
        full = _with_predicate(figure, tail, phrase, said)
        if full == phrase and self.before and figure.family in ("times", "money") and verb_alone(phrase.measure):
            base = left_phrase(self.before).noun  # 开展养老服务，全年服务3400次
            if 1 < len(base) <= SHORT and "的" not in base:
                return Phrase(base + phrase.measure, base, phrase.verb), "left"
        return full, "left"

    def _whole(self, t: list[Token]) -> Phrase:
        """The noun phrase of a rate or a change, without a verb that only says it was reached."""
        while len(t) > 1 and t[0].word in group("achieve"):
            t = strip_lead(t[1:])
        if t and not quantity(t[-1]) and len(spelled(t)) > WIDE:
            return left_phrase(t)
        narrow = narrowed(t)
        return Phrase(spelled(narrow), spelled(narrow), "")

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
        if not t and self.recent and EACH.search(spelled(left)):  # 分别比上年和2017年增长9.1%和77.3%
            last = self.names[self.recent[-1]]
            phrases = [Phrase(last.measure, last.noun, last.verb)] * len(nums)
        elif not t:
            found = self._antecedents(len(nums))
            phrases = [Phrase(n.measure, n.noun, n.verb) for n in found]
        elif t[0].word in SHARES and self.recent and self._figure(nums[0]).family == "rate":  # 分别占总数的11%和75%
            part = spelled(t).removesuffix("的").removesuffix("比")
            phrases = [Phrase(_whole_of(n) + part, n.noun, "") for n in self._antecedents(len(nums))]
        elif len(t) == 1 and t[0].word in group("breakdown") and self.recent:
            found = self._antecedents(len(nums))
            phrases = [Phrase(n.noun + t[0].word, n.noun, n.verb) for n in found]
        elif len(names) == len(nums):
            phrases = [Phrase(n, n, "") for n in names]
        else:
            phrase = left_phrase(t) if self._figure(nums[0]).family not in ("rate",) else self._whole(t)
            phrases = parts(phrase, len(nums))
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
        while len(parts[0]) > 1 and parts[0][0].word in group("achieve"):
            parts[0] = strip_lead(parts[0][1:])
        last = parts[-1]
        names = []
        for part in parts:
            text = spelled(part)
            if part is not last and len(part) < len(last) and not quantity(part[-1]):
                text += spelled(last[max(1, len(part)) :])
            names.append(text)
        return names

"""What a line looks like by its own text: a title, a subtitle, a date, a name, a labelled entry."""

from __future__ import annotations

import re
from functools import cache

from generator.clean import numbering
from generator.clean.dictionary import COMMON, across, frequency
from generator.clean.draft import width
from generator.clean.mentions import mentions_in
from generator.clean.parted import bare_names
from generator.lexicons import alternatives, words

LONGEST_HEADING = 42.0
LONGEST_NUMBERED = 60.0
LONGEST_OFFICIAL = 80.0
SUBTITLE_MARK = re.compile(r"[—–-]{2,}|[—―─]")
OCCASION = re.compile(
    r"[（(]?\s*\d{4}年\d{1,2}月\d{1,2}日.{0,50}|[（(].{4,60}(?:会议|全会|通过|讲话).{0,12}[）)]|在.{4,50}会议上[）)]?"
)
NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]")
DATE = re.compile(r"\d{4}年\d{1,2}月(?:\d{1,2}日)?|[二○〇零一三四五六七八九十]{4}年.{2,6}")

ORNAMENT = re.compile(r"[◆◇●○■□★☆▇█▌▍▎▊▋▮◎❖※❀✦◈▪◼◾⬛◉⊙•]+[\s\u3000]*(?=\S)")
"""What pages set before headings, names of writers and entries of lists."""

SHORTEST_HALF, LONGEST_HALF = 4, 14
"""Characters of half a title that has a line of its own."""

SPACED_HALVES = re.compile(r"\S{4,}[ \u3000]+\S{4,}")
"""潮涌大江 帆起青溪: two halves of a title."""

SPREAD = re.compile(
    r"(?<!\S)[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){2,}(?!\S)|^[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]$"
)
"""A word set wide: 工 作 报 告, 前　言."""


def longest(text: str) -> float:
    """Width of the longest heading of this kind, in Han characters."""
    return LONGEST_NUMBERED if numbering.style_of(text) else LONGEST_HEADING


@cache
def endings(group: str) -> tuple[str, ...]:
    """The entries of a group of clean-heads, for ``str.endswith``."""
    return tuple(sorted(words("clean-heads", group)))


def breaks_off(text: str) -> bool:
    """Does the text end on a word behind which more must follow: …由“一票否决”变为?"""
    return text.endswith(endings("broken endings"))


@cache
def _part_note() -> re.Pattern[str]:
    return re.compile(rf"[（(](?:{alternatives('clean-heads', 'part notes')})[）)]$")


@cache
def _salutation() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('clean-heads', 'salutations')})\S{{0,8}}")


@cache
def _address() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('clean-heads', 'salutations')})\S{{0,12}}[：:！!]")


@cache
def _turn() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('clean-heads', 'salutations')})\S{{0,8}}?[：:！!，,]")


@cache
def _entry_label() -> re.Pattern[str]:
    return re.compile(rf"\S{{0,6}}(?:{alternatives('clean-heads', 'entry labels')})\s*[：:]")


def is_title(text: str) -> bool:
    """Does the line end as titles do, what says that it is an extract put aside: 政府工作报告（摘要）?"""
    text = SPREAD.sub(lambda word: re.sub(r"\s", "", word.group()), text)
    return _part_note().sub("", text).rstrip("》（）()").endswith(endings("titles")) and width(text) <= LONGEST_HEADING


def is_official(text: str) -> bool:
    """Is the line the full title of an official report, which names its body and what it is about, however long?

    中国人民政治协商会议…委员会常务委员会关于…以来提案工作情况的报告.
    """
    return (
        LONGEST_HEADING < width(text) <= LONGEST_OFFICIAL
        and text.endswith(endings("titles"))
        and not re.search("[，,。；;：:]", text)
    )


def is_dashed(text: str) -> bool:
    """Does the line begin with the dash of a subtitle?"""
    return SUBTITLE_MARK.match(text) is not None


def is_occasion(text: str) -> bool:
    """Does the line say when and where a report was given: （2025年1月14日在…会议上）?"""
    return OCCASION.fullmatch(text) is not None and "。" not in text and text[-1] not in "：:；;，,"


def is_subtitle(text: str) -> bool:
    """Is the line one that stands behind a title: dashed, or the occasion?"""
    return is_dashed(text) or is_occasion(text)


def is_name(text: str) -> bool:
    """Is the line a name alone, as it stands under the title of a speech, or several: 梁军 何雪?"""
    return is_people(text) or NAME.fullmatch(text) is not None


def is_people(text: str) -> bool:
    """Are these names, and no words: known surnames, and nothing that the dictionary knows?"""
    return bare_names(text) and not any(frequency(part) for part in text.split())


def is_date(text: str) -> bool:
    """Is the line a date, as it stands behind a text?"""
    return DATE.fullmatch(text) is not None


def is_salutation(text: str) -> bool:
    """Is the line a salutation that lost its colon?"""
    return _salutation().fullmatch(text) is not None


def addresses(text: str) -> bool:
    """Does the line begin with a salutation and its colon: 各位代表：?"""
    return _address().match(text) is not None


def turns_to(text: str) -> bool:
    """Does the line turn to the audience, as a paragraph of an address begins: 各位代表，…, 同志们！…?"""
    return _turn().match(text) is not None


def is_labelled(text: str) -> bool:
    """Is the line an entry of a list with a label before it: 责任单位：…?"""
    return _entry_label().match(text) is not None


def is_field(text: str) -> bool:
    """Does the line begin with what minutes say before their text: 地点：…, 出　席：…?"""
    label, colon, _ = text.replace("：", ":").partition(":")
    return bool(colon) and re.sub(r"\s", "", label) in words("clean-heads", "fields of minutes")


def is_torn(text: str, below: str) -> bool:
    """Does a line without end read like the beginning of a sentence: a quotation stays open, clause follows clause?

    The line below may close the quotation: it is broken, not torn.
    """
    if text.count("“") > text.count("”"):
        return below.count("“") >= below.count("”")
    return len(re.findall("[，,]", text)) > 1


def limps(text: str) -> bool:
    """Are the clauses of a line not the balanced halves of a heading?"""
    clauses = [len(re.sub(r"\W", "", clause)) for clause in re.split("[，,]", text)]
    return len(clauses) > 1 and (min(clauses) < 4 or max(clauses) - min(clauses) > 6 or len(clauses) > 3)


def are_halves(before: str, behind: str) -> bool:
    """Are two lines the halves of one title: 家乡的山水 over 记忆里的味道? As long as each other, and built alike."""
    sizes = len(before), len(behind)
    if not (min(sizes) >= SHORTEST_HALF and max(sizes) <= min(LONGEST_HALF, min(sizes) + 1)) or goes_on(before):
        return False
    if re.search(r"\W", before + behind) or across(before[-4:], behind[:4]) >= COMMON:
        return False
    return any(a == b for a, b in zip(reversed(before), reversed(behind), strict=False))


def goes_on(text: str) -> bool:
    """Is a title unfinished at its line end?"""
    return text.endswith(endings("unfinished titles")) or text.count("“") > text.count("”")


@cache
def _boxes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label alone, in brackets or not; a title that begins with one."""
    label = rf"[【\[（(〔「『]?\s*(?:{alternatives('clean-heads', 'box labels')})\s*[】\])）〕」』]?[：:]?"
    return re.compile(label), re.compile(rf"(?:{alternatives('clean-heads', 'counted boxes')})\S{{2,}}")


def is_label(text: str) -> bool:
    """Is the line the label of a box or column: 相关链接, 【短评】, 代表风采?"""
    return _boxes()[0].fullmatch(text) is not None


def counts(text: str) -> bool:
    """Is the line the title of a box of figures: 数说政协2024, 青溪市政协2024年提案工作数据?"""
    named = text.endswith(endings("counted endings")) and any(True for _ in mentions_in(text))
    return named or _boxes()[1].match(text) is not None


def comments(label: str) -> bool:
    """Is what stands under a label somebody's opinion: 短评, 时评, 编后?"""
    return label.strip("【】[]（）()「」：: ").endswith(endings("comments"))

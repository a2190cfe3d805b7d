"""Furniture: page heads, jump marks, credits, navigation, advertisements, by kind, position and repetition."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise

from generator.clean.articles.shapes import is_field, is_label
from generator.clean.draft import FURNITURE, NEVER_LAST, Draft, Line
from generator.clean.notes import note
from generator.lexicons import alternatives, groups, words

LONGEST = 64
"""No furniture line is longer: a long line is text, whatever it begins with."""

SHORT = 26
PARTS = 4
"""Lines apart that one advertisement may have between two that are one by their words."""

COLUMN = re.compile(r"[\u4e00-\u9fff]{2,8}\s*(?:第?\s*[A-Z]?\d{1,2}\s*版?)?|第?\s*[A-Z]?\d{1,2}\s*版?")
"""Name or number of a page: 民主法治 B3."""

HEADS_OF_PAGES = ("page-head", "running-head", "meeting-paper")
LONG_NAME = 4
"""Characters from which on the name of a page is no common word."""

LONGEST_TITLE = 42
TOP = 6
"""Lines at the top of a file that a page head may repeat."""
REPEATED = 3
SMALLEST_PAGE = 150
"""Characters that a page has at least."""

JUMP_INSIDE = re.compile(
    r"[（(](?:上接|下转|紧接|转|接)第?\s*[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版[^（）()]{0,6}[）)]"
)
CONTINUED = re.compile("[上紧][接]|^[（(]?接")
LABEL = re.compile(r"[：:%％]|单位")
DIGITS = re.compile(r"[\d\s]+")
POSTER = "poster"
"""The group of slogans that count only behind all text, or above the office that puts them up."""

ISSUER = re.compile("宣$")

BRACKETS = {"【": "】", "[": "]", "（": "）", "(": ")"}
FIELD = re.compile("[：:]")
BULLET = re.compile(r"^[•·]\s*")
EDGE_OF_LINK = re.compile(r"\s+(?![^【\[]*[】\]])|(?<=[】\]])(?=[【\[])")  # 【大 中 小】 is one
SEPARATORS = re.compile(r"[\s：:／/|｜、，,·•■□●○◆◇★☆▲△▼]+")
NAME = re.compile("[\u4e00-\u9fff]{1,4}")
CONTACT = re.compile(r"[\w.+-]+@[\w.-]+|[\d()（）-]{5,}")

NOTICE_LINES = 8
"""Lines that a notice in the small print has at most: its title, what it says, where to ask."""

DATE = r"(?:19|20)\d\d(?:\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[./-]\d{1,2}[./-]\d{1,2})"
DAY = r"星期[一二三四五六日天]"
PAGE = r"(?:第\s*)?[A-Z]?(?<!\d)\d{1,3}(?![\d.])(?:\s*版)?"
PAPER_PAGE = re.compile(r"([\u4e00-\u9fff]{3,8})[\s|/·•]+(?:第?[A-Z]\d{1,2}版?|第?\d{1,2}版|0\d)")
"""青溪周刊 A6"""

LUNAR = "(?:农历|[甲乙丙丁戊己庚辛壬癸]H年)H{2,8}".replace("H", "[\u4e00-\u9fff]")
ISSUE = r"(?:总?第\s*\d+\s*期|今日\s*\d+\s*版)"
# 4 综合新闻 夷陵报 2024年11月6日 星期三: date, day, page, lunar date, issue; what is left is names of paper and page
PAGE_HEAD = re.compile(rf"{DATE}|{DAY}|{LUNAR}|{ISSUE}|{PAGE}")
DATED = re.compile(DATE)
NARROW_DIGITS = {0xFF10 + digit: ord("0") + digit for digit in range(10)}
DATE_LABEL = re.compile(r"(?:时间|日期)\s*[：:]\s*((?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2})")
NAMES_OF_PAGE = 16
"""Han characters that names of a paper and of a page have at most."""

LONGEST_NAME = 8
"""Characters that the name of a paper or of a page has at most."""

HAN = re.compile("[\u4e00-\u9fff]+")
NO_WORD = re.compile(r"[\W\d]")
FORMS = 30
"""Forms of a running head that are looked at."""

LIKE = 0.6
"""Share of bigrams from which on two short lines are forms of one running head."""


def _written_out(pattern: str) -> str:
    """A pattern of the lexicon with its shorthands: H a Han character, N a page number."""
    return pattern.replace("H", "[\u4e00-\u9fff]").replace("N", "[A-Za-z]?[0-9一二三四五六七八九十]{1,3}")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kind and one pattern for its whole group."""
    return tuple(
        (kind, re.compile("|".join(f"(?:{_written_out(entry)})" for entry in entries)))
        for kind, entries in groups("clean-furniture").items()
        if entries and kind != POSTER
    )


def days_in(text: str) -> list[str]:
    """The days that a line names in figures, as written."""
    return [re.sub(r"\s", "", found.group()) for found in DATED.finditer(text.translate(NARROW_DIGITS))]


def unbulleted(text: str) -> str:
    """A line without the bullet of its list: • 来源：…"""
    return BULLET.sub("", text)


def kind_of(text: str) -> str | None:
    """The kind of furniture that a line is, by its words alone."""
    text = text.translate(NARROW_DIGITS)
    if len(text) > LONGEST:
        return None
    if _by_words(text) == "page-number":  # · 39 ·, whose first dot is no bullet
        return "page-number"
    text = unbulleted(text)
    if text[:1] in BRACKETS and text[-1:] == BRACKETS[text[0]] and text.count(text[0]) == 1 and FIELD.search(text):
        return kind_of(text[1:-1].strip())  # 【来源：…】
    words = EDGE_OF_LINK.split(text)
    if len(words) > 1 and all(_is_link(word) for word in words):
        return "navigation"
    found = _by_words(text) or ("navigation" if _is_link(text) else None)
    return found or ("page-head" if _page_head(text) else "credit" if _credits(text) else None)


def _by_words(text: str) -> str | None:
    """The kind by the patterns of the lexicon; a bar behind a field, or a bracket cut with it, is let go."""
    bare = text.lstrip("[【 \u3000").rstrip("]】|｜ \u3000")
    for form in (text,) if "|" in bare else dict.fromkeys((text, bare)):
        found = next((kind for kind, pattern in _patterns() if form and pattern.fullmatch(form)), None)
        if found:
            return found
    return None


def _is_link(text: str) -> bool:
    """Is the word one that a page offers to click, in brackets or not: 打印, 【关闭】?"""
    inner = text[1:-1].strip() if text[:1] in BRACKETS and text[-1:] == BRACKETS[text[0]] else text
    return _by_words(inner) == "navigation"


@cache
def _editor() -> re.Pattern[str]:
    """An editor beside a page head: 编辑：钟灵."""
    labels = "|".join(sorted(words("clean-heads", "credit labels"), key=lambda w: (-len(w), w)))
    name = "[\u4e00-\u9fff]"
    return re.compile(rf"(?:{labels})\s*[：:/／]\s*{name}{{2,4}}(?:[ \u3000、]{name}{{2,3}}(?![\u4e00-\u9fff：:/／]))*")


def _page_head(text: str) -> bool:
    """Date and day, or date and page or editor, with names of paper and page around and nothing else."""
    text, editors = _editor().subn(" ", text)
    if _named_page(text):
        return True
    parts = {match.group() for match in PAGE_HEAD.finditer(text)}
    dated = DATED.search(text) is not None
    if len(parts) + editors < 2 or not dated:
        return False
    rest = PAGE_HEAD.sub(" ", text)
    return (
        re.fullmatch(r"[\u4e00-\u9fff\s|/／·•●■—-]*", rest) is not None
        and len(re.sub(r"\W", "", rest)) <= NAMES_OF_PAGE
        and (
            editors > 0
            or re.search(DAY, text) is not None
            or re.search(r"\s", rest.strip()) is not None
            or _is_paper(rest.strip())
        )
    )


def _named_page(text: str) -> bool:
    """Names of a paper and of a page alone: 青溪新闻 专题; of whatever page where its number stands with it."""
    names = re.split(r"[\s|/·•]+", text)
    pages = words("clean-heads", "page names")
    unnumbered = [name for name in names if not re.fullmatch(PAGE, name)]
    if 2 < len(names) < 5 and len(unnumbered) == len(names) - 1 and any(map(_is_paper, unnumbered)):
        return all(len(name) <= LONGEST_NAME and HAN.fullmatch(name) for name in unnumbered)
    return (
        1 < len(names) < 4
        and any(name in pages for name in names)
        and all(name in pages or _is_paper(name) for name in names)
    )


def _is_paper(name: str) -> bool:
    return len(name) <= LONGEST_NAME and name.endswith(tuple(words("clean-heads", "papers")))


def _credits(text: str) -> bool:
    """Editors and compositors: words for their trade and names, in any order and number; addresses beside them.

    The name of the paper may stand in front.
    """
    labels = words("clean-heads", "credit labels")
    tokens = [token for token in SEPARATORS.split(text.strip("（）()【】[]")) if token]
    tokens = tokens[1:] if tokens and _is_paper(tokens[0]) else tokens
    if len(tokens) < 2 or not _credit_label(tokens[0], labels):
        return False
    named = sum(_credit_label(token, labels) for token in tokens)
    return (named > 1 or re.search("[：:／/|｜]", text) is not None) and all(
        _credit_label(token, labels) or NAME.fullmatch(token) or CONTACT.fullmatch(token) for token in tokens[1:]
    )


def _credit_label(token: str, labels: frozenset[str]) -> bool:
    return token.removeprefix("本版").removeprefix("本期") in labels


def apply(draft: Draft) -> None:
    """Drop furniture lines and jump marks at the end of a line of text."""
    lines = [line for line in draft.lines if line.text and not line.role]
    repeated = _running_heads(lines)
    kinds = [kind_of(line.text) or ("running-head" if repeated and _mask(line) in repeated else None) for line in lines]
    _page_numbers(lines, kinds)
    _counted_pages(lines, kinds)
    _beside_page_heads(lines, kinds)
    _named_heads(lines, kinds)
    _repeated_heads(lines, kinds)
    _spread_adverts(lines, kinds)
    _notices(lines, kinds)
    _labels_of_boxes(lines, kinds)
    last = max((i for i, line in enumerate(lines) if line.ends), default=-1)
    kinds = [None if kind == "attachment" and i < last else kind for i, kind in enumerate(kinds)]
    _counted_labels(lines, kinds)
    _fields_of_minutes(lines, kinds)
    for line, kind in zip(lines, kinds, strict=True):
        if kind is None:
            _jump_inside(draft, line)
            continue
        rule = f"furniture-{kind}"
        line.role, line.note = FURNITURE, kind
        if kind == "page-head" and (dated := DATED.search(line.text.translate(NARROW_DIGITS))):
            draft.page_dates.append(re.sub(r"\s", "", dated.group()))
        if kind == "dateline" and (dated := DATE_LABEL.search(line.text.translate(NARROW_DIGITS))):
            draft.posted.append(dated.group(1))
        if kind == "page-jump":
            (draft.continued_at if CONTINUED.search(line.text) else draft.continues_at).append(line.a)
        draft.book.drop(line.a, line.b, rule, note(rule, repeated.get(_mask(line), 0)))
    draft.refresh()


def _labels_of_boxes(lines: list[Line], kinds: list[str | None]) -> None:
    """相关链接 stands above links, or above the title and the text of a box, which is part of the page."""
    for i, line in enumerate(lines[:-2]):
        if kinds[i] is None or not is_label(line.text):
            continue
        title, text = lines[i + 1 : i + 3]
        if kinds[i + 1 : i + 3] == [None, None] and not title.ends and text.ends and len(text.text) > SHORT:
            kinds[i] = None


def _counted_labels(lines: list[Line], kinds: list[str | None]) -> None:
    """关键词：… stands once on a web page; what says it again behind text heads the parts of an article."""
    labels = tuple(words("clean-heads", "heading labels"))
    told = [i for i, kind in enumerate(kinds) if kind == "dateline" and lines[i].text.startswith(labels)]
    if any(kinds[i] is None and lines[i].ends for a, b in pairwise(told) for i in range(a + 1, b)):
        for i in told:
            kinds[i] = None


def _fields_of_minutes(lines: list[Line], kinds: list[str | None]) -> None:
    """时间：… is a field of a web page; beside 地点：… and 出席：… it is one of minutes, which are part of the text."""
    for i, kind in enumerate(kinds):
        beside = (j for j in (i - 1, i + 1) if 0 <= j < len(lines) and kinds[j] is None)
        if kind == "dateline" and is_field(lines[i].text) and any(is_field(lines[j].text) for j in beside):
            kinds[i] = None


def _mask(line: Line) -> str:
    return DIGITS.sub("#", line.text)


def _running_heads(lines: list[Line]) -> dict[str, int]:
    """Short lines that come back, page numbers aside, at least three times, and at least once inside a sentence.

    Twice are enough where both stand apart inside a sentence.
    A page head stands where a page ends, not where a paragraph does; labels of tables and refrains follow full stops.
    """
    seen: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    apart: Counter[str] = Counter()
    before: Line | None = None
    for line in lines:
        if (
            4 <= len(line.text) <= LONGEST
            and not line.ends
            and not LABEL.search(line.text)
            and re.search(r"\w", mask := _mask(line))
        ):
            seen[mask] += 1
            if before is not None and _open(before):
                inside[mask] += 1
                apart[mask] += line.above > 0 and line.below > 0
        before = line
    return {mask: n for mask, n in seen.items() if (n >= REPEATED and inside[mask]) or n == apart[mask] == 2}


def _page_numbers(lines: list[Line], kinds: list[str | None]) -> None:
    """A bare number by itself inside a sentence is the number of the page that ended there."""
    for i in range(1, len(lines) - 1):
        line, before = lines[i], lines[i - 1]
        if kinds[i] is None and line.above and line.below and _open(before) and re.fullmatch(r"\d{1,3}", line.text):
            kinds[i] = "page-number"


def _counted_pages(lines: list[Line], kinds: list[str | None]) -> None:
    """Bare numbers that go up by one, with as much text between as a page has, are those of pages wherever they stand.

    Numbers of other forms, - 2 -, count with them.
    """
    pages = [i for i in range(1, len(lines)) if _could_be_page(lines[i], kinds[i])]
    found = [(i, int(re.sub(r"\D", "", lines[i].text))) for i in pages]
    for (one, before), (two, after) in pairwise(found):
        if after == before + 1 and sum(len(line.text) for line in lines[one + 1 : two]) >= SMALLEST_PAGE:
            for i in (one, two):
                kinds[i] = kinds[i] or "page-number"


def _could_be_page(line: Line, kind: str | None) -> bool:
    form = r"\d{1,3}" if kind is None else r"\D*\d{1,3}\D*"
    return kind in (None, "page-number") and re.fullmatch(form, line.text) is not None


def _beside_page_heads(lines: list[Line], kinds: list[str | None]) -> None:
    """The name and number of a page that touch its head, 民主法治 B3, go with it; a number must be there."""
    for i, kind in enumerate(kinds):
        if kind != "page-head":
            continue
        for j, touches in ((i - 1, lines[i].above == 0), (i + 1, lines[i].below == 0)):
            if not (0 <= j < len(lines) and touches and kinds[j] is None):
                continue
            if COLUMN.fullmatch(lines[j].text) and re.search(r"\d", lines[j].text):
                kinds[j] = "page-head"


def _named_heads(lines: list[Line], kinds: list[str | None]) -> None:
    """What a page head calls the paper and its page is one, too, where it stands alone: 青溪新闻, 专题 A6.

    Without a number the name must be a long one, and stand apart; behind what ends no sentence any will do.
    """
    names = {
        name for line, kind in zip(lines, kinds, strict=True) if kind == "page-head" for name in _page_names(line.text)
    }
    for i, (line, kind) in enumerate(zip(lines, kinds, strict=True)):
        if kind is not None or len(line.text) > SHORT:
            continue
        own = _page_names(line.text)
        paper, number = PAPER_PAGE.fullmatch(line.text), re.search(r"\d", line.text)
        if paper and _is_paper(paper[1]):
            kinds[i] = "page-head"
        if not names.issuperset(own):
            continue
        inside = i > 0 and kinds[i - 1] is None and _open(lines[i - 1])
        apart = line.above > 0 and line.below > 0
        if own and (number or (apart and (inside or len("".join(own)) >= LONG_NAME))):
            kinds[i] = "page-head"


def _page_names(text: str) -> list[str]:
    """The names of paper and page that a page head, or a piece of one, consists of beside dates and numbers."""
    rest = PAGE_HEAD.sub(" ", _editor().sub(" ", text))
    return re.findall(r"[\u4e00-\u9fff]{2,}", rest) if not re.search(r"[，。；：！？“”]", rest) else []


def _open(line: Line) -> bool:
    """Does a line of text break off inside its sentence, where the end of a page may break it?"""
    return len(line.text) > SHORT and not line.ends and line.text[-1] not in f"；;：:{NEVER_LAST}"


def _repeated_heads(lines: list[Line], kinds: list[str | None]) -> None:
    """A short line inside a sentence that says what the top of the file or another such line says, in other words.

    A page head is cut where the page is narrow, carries a page number or leaves the year away.
    """
    read = [i for i, kind in enumerate(kinds) if kind is None]
    tops = [lines[i].text for i, kind in enumerate(kinds) if kind in HEADS_OF_PAGES]
    begun = next((i for i in read if lines[i].ends or len(lines[i].text) > LONGEST_TITLE), len(lines))
    tops += [lines[i].text for i in read[:TOP] if i < begun]
    told = [(_grams(top), top) for top in list(dict.fromkeys(tops))[:FORMS]]
    for one, at, two in zip(read, read[1:], read[2:], strict=False):
        before, line, after = lines[one], lines[at], lines[two]
        inside = at > begun and not before.ends and before.text[-1] not in "；;：:" and len(after.text) > 4
        apart = line.above > 0 and line.below > 0 and not line.text.startswith(("—", "-"))
        if before.above and before.below and len(before.text) <= LONGEST_TITLE:
            continue  # a head of some kind, not the inside of a sentence
        if (
            not (inside and apart)
            or one < begun
            or line.ends
            or not 6 <= len(line.text) <= LONGEST
            or LABEL.search(line.text)
        ):
            continue
        grams, bare = _grams(line.text), NO_WORD.sub("", line.text)
        if len(grams) > 2 and any(len(grams & top) >= LIKE * len(grams) or _shortens(bare, text) for top, text in told):
            kinds[at] = "repeated-head"


def _shortens(short: str, long: str) -> bool:
    """Do the characters of the one stand in the other in this order: 人大常委会 in 人民代表大会常务委员会?"""
    rest = iter(long)
    return len(short) > 6 and all(char in rest for char in short)


def _grams(text: str) -> frozenset[str]:
    kept = NO_WORD.sub("", text)
    return frozenset(kept[i : i + 2] for i in range(len(kept) - 1))


def _spread_adverts(lines: list[Line], kinds: list[str | None]) -> None:
    """An advertisement is a run of short lines without full stop around a line that is one by its words.

    Lines that touch belong together: a group goes as a whole or stays. Behind all text the following groups go, too,
    and slogans above the office that puts them up.
    """
    together: list[list[int]] = []
    for i, line in enumerate(lines):
        if together and line.above == 0 and line.number == lines[i - 1].number + 1:
            together[-1].append(i)
        else:
            together.append([i])
    text_ends = max((i for i, line in enumerate(lines) if line.ends and len(line.text) > SHORT), default=-1)
    spreading = False
    adverts: list[int] = []
    posters: list[int] = []
    for at, group in enumerate(together):
        behind = group[0] > text_ends
        own = any(kinds[i] == "advert" or (behind and _slogan(lines[i].text)) for i in group)
        poster = all(kinds[i] in ("advert", "credit") or _poster(lines[i]) for i in group)
        spreading = poster and (own or (spreading and behind))
        posters += [at] if poster else []
        adverts += [at] if spreading else []
    for at in list(adverts):
        issued = any(kinds[i] == "advert" and ISSUER.search(lines[i].text) for i in together[at])
        while issued and at and all(_slogan(lines[i].text) for i in together[at - 1]):
            at -= 1
            adverts.append(at)
    adverts.sort()
    standing = set(posters)
    between = [range(a, b) for a, b in pairwise(adverts) if b - a <= PARTS and set(range(a, b)) <= standing]
    for at in {*adverts, *(at for some in between for at in some)}:
        for i in together[at]:
            kinds[i] = "advert"


def _notices(lines: list[Line], kinds: list[str | None]) -> None:
    """What stands between the title of a notice (招聘启事) and the line that says where to ask is part of it."""
    kind, form, contact = (alternatives("clean-heads", f"notice {part}") for part in ("kinds", "forms", "contacts"))
    notice = re.compile(rf"\S{{0,10}}(?:{kind})\S{{0,2}}(?:{form})")
    asked = re.compile(rf"(?:{contact})\s*[：:]")
    for i, line in enumerate(lines):
        if kinds[i] not in (None, "advert") or not notice.fullmatch(line.text):
            continue
        for j in range(i + 1, min(i + NOTICE_LINES, len(lines))):
            if len(lines[j].text) > LONGEST:
                break
            if asked.match(lines[j].text):
                kinds[i : j + 1] = ["advert"] * (j + 1 - i)
                break


@cache
def _slogans() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_written_out(entry)})" for entry in groups("clean-furniture")[POSTER]))


def _slogan(text: str) -> bool:
    return _slogans().fullmatch(text) is not None


def _poster(line: Line) -> bool:
    """Could the line stand on a poster?"""
    return len(line.text) <= SHORT and not line.ends and line.text[-1] not in "，,、；;：:"


def _jump_inside(draft: Draft, line: Line) -> None:
    if "版" not in line.text:
        return
    for match in JUMP_INSIDE.finditer(draft.raw, line.a, line.b):
        (draft.continued_at if CONTINUED.search(match.group()) else draft.continues_at).append(match.start())
        draft.book.record(match.start(), match.end(), "", "furniture-page-jump", note("furniture-page-jump"))

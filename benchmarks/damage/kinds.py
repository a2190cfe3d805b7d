"""The kinds of damage. Each maker takes a document and a random generator and gives a case, or None where the
document offers no place for it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

import jieba

from benchmarks.damage.documents import HERE, Document, Part, documents
from benchmarks.damage.sheet import BREAK, LAYOUT, REPEAT, STRAY, Bit, Case, Column, Repair, Sheet, ends, wrap

Maker = Callable[[Document, random.Random], Case | None]

KINDS: dict[str, Maker] = {}

PRODUCTS = (
    "推广O2O平台12个。", "安装LED灯306盏。", "购置DR设备10台。", "建成5G基站120座。", "打造G60科创走廊10公里。",
    "臭氧（O3）浓度下降2微克。", "配备I7处理器电脑30台。", "推广“O2O+社区”模式。",
    "举办5G+VR体验活动10场。", "乘坐T3、K11路公交出行。",
)  # fmt: skip
"""Sentences with names in which a letter stands beside a digit or alone and has to stay."""


def kind(name: str) -> Callable[[Maker], Maker]:
    """Register a maker under the name of its damage."""

    def register(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return register


@cache
def strays() -> dict[str, tuple[str, ...]]:
    """Furniture and captions by kind."""
    found: dict[str, list[str]] = {}
    group = ""
    for line in (HERE / "strays.txt").read_text(encoding="utf-8").splitlines():
        if re.fullmatch(r"\[\w+\]", line):
            group = line[1:-1]
            continue
        if line and not line.startswith("# "):
            found.setdefault(group, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}


WITNESS = 18
"""A shorter beginning of a paragraph, cut off between two words, cannot be told from a heading."""


# -- places ------------------------------------------------------------------------------------------------


def _text(column: Column) -> str:
    return "".join(bit.text for bit in column)


def _pick(
    sheet: Sheet, rng: random.Random, places: Callable[[str], list[int]], first: int = 5
) -> tuple[int, int] | None:
    """A paragraph and an offset in it, not before ``first``, among those that ``places`` gives for a paragraph."""
    texts = sheet.texts()
    rng.shuffle(texts)
    for i in texts:
        found = [at for at in places(sheet.parts[i].text) if first <= at < len(sheet.parts[i].text) - 4]
        if found:
            return i, rng.choice(found)
    return None


def _anywhere(text: str) -> list[int]:
    """Offsets inside a sentence, where a break can be told from the end of a paragraph."""
    behind, ahead = "。！？；：”）", "，。；：、！？”）》%"
    return [at for at in range(1, len(text)) if text[at - 1] not in behind and text[at] not in ahead]


def _inside_word(text: str) -> list[int]:
    at, found = 0, []
    for word in jieba.lcut(text):
        if len(word) > 1 and re.fullmatch("[\u4e00-\u9fff]+", word):
            found += range(at + 1, at + len(word))
        at += len(word)
    return found


def _after_number(text: str) -> list[int]:
    return [m.end() for m in re.finditer(r"\d[\d.]*(?=[\u4e00-\u9fff%‰])", text)] + [
        m.start() + 1 for m in re.finditer(r"(?<=\d)\d", text)
    ]


def _before_quote(text: str) -> list[int]:
    return [m.start() for m in re.finditer(r"(?<=[^。！？；：，、”])[“《]", text)]


def _after_comma(text: str) -> list[int]:
    return [m.end() for m in re.finditer("[，、]", text)]


# -- undamaged, wraps, breaks ------------------------------------------------------------------------------


@kind("none")
def none(document: Document, rng: random.Random) -> Case:
    """No damage: what the cleaner does to a sound file."""
    return Sheet(document, rng).case("none")


def _wrapped(document: Document, rng: random.Random, limits: list[float], blanks: tuple[int, int] | None) -> Sheet:
    """A sheet of hard-wrapped lines; ``limits`` take turns, ``blanks`` lines stand between two blank ones."""
    sheet = Sheet(document, rng)
    tight = sheet.style == "tight"
    sheet.airy = sheet.airy or tight
    lines = rng.randrange(*blanks) if blanks else 0
    turn = max(1, len(sheet.columns) // len(limits))
    for i, part in enumerate(sheet.parts):
        limit = limits[min(i // turn, len(limits) - 1)]
        if part.role != "text":
            continue
        column, last = wrap(sheet.columns[i], limit, loose_after_stop=tight)
        if tight and last >= limit - 3:
            sheet.loose.add(i)
        if blanks:
            for n, bit in enumerate(column):
                if bit.owner not in (BREAK, LAYOUT):
                    continue
                lines -= 1
                if lines <= 0:
                    lines = rng.randrange(*blanks)
                    loose = sheet.style != "indent" and ends(_text(column[max(0, n - 3) : n]))
                    column[n] = Bit("\n\n", LAYOUT if loose else bit.owner)
        sheet.columns[i] = column
    return sheet


@kind("wrap")
def wrapped(document: Document, rng: random.Random) -> Case:
    """Hard line ends at one width."""
    return _wrapped(document, rng, [rng.randrange(14, 45)], None).case("wrap")


@kind("wrap-widths")
def several_widths(document: Document, rng: random.Random) -> Case:
    """Hard line ends, the columns of several widths."""
    limits = [float(rng.randrange(14, 45)) for _ in range(rng.randrange(2, 5))]
    return _wrapped(document, rng, limits, None).case("wrap-widths")


@kind("wrap-blanks")
def column_blanks(document: Document, rng: random.Random) -> Case:
    """Hard line ends, and a blank line where a column ends."""
    return _wrapped(document, rng, [rng.randrange(14, 45)], (8, 25)).case("wrap-blanks")


def _broken(
    name: str,
    document: Document,
    rng: random.Random,
    places: Callable[[str], list[int]],
    between: Callable[[], list[Bit]] | None = None,
) -> Case | None:
    """One or two breaks in a file of whole paragraphs."""
    sheet = Sheet(document, rng)
    for _ in range(rng.choice((1, 2))):
        place = _pick(sheet, rng, places, first=5 if places is _inside_word else WITNESS)
        if place is None:
            return None
        i, at = place
        if any(bit.owner == BREAK for bit in sheet.columns[i]):
            continue
        if between:
            gap = [Bit(rng.choice(("\n", "\n\n")), BREAK), *between(), Bit(rng.choice(("\n", "\n\n")), BREAK)]
        else:
            gap = [Bit(rng.choice(("\n\n", "\n\n", "\n")) if sheet.style != "blank" else "\n\n", BREAK)]
        sheet.columns[i][at:at] = gap
    return sheet.case(name)


def _break_kind(name: str, places: Callable[[str], list[int]]) -> None:
    KINDS[name] = lambda document, rng: _broken(name, document, rng, places)


_break_kind("page-any", _anywhere)
_break_kind("page-word", _inside_word)
_break_kind("page-number", _after_number)
_break_kind("page-quote", _before_quote)
_break_kind("page-comma", _after_comma)


@kind("number-lines")
def number_lines(document: Document, rng: random.Random) -> Case | None:
    """Number and unit on two lines of one paragraph, no blank line between."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, _after_number)
    if place is None:
        return None
    i, at = place
    sheet.columns[i].insert(at, Bit("\n", BREAK))
    return sheet.case("number-lines")


def _strayed(name: str, group: str) -> None:
    def maker(document: Document, rng: random.Random) -> Case | None:
        return _broken(name, document, rng, _anywhere, lambda: _stray(rng, group))

    KINDS[name] = maker


def _stray(rng: random.Random, group: str) -> list[Bit]:
    lines = rng.choice(strays()[group]).split("|")
    bits = []
    for line in lines:
        bits += [Bit(line, STRAY), Bit("\n", LAYOUT)]
    return bits[:-1]


for _group in ("page", "jump", "credit", "advert", "navigation", "image", "dateline", "caption"):
    _strayed(f"between-{_group}", _group)


@kind("furniture")
def furniture(document: Document, rng: random.Random) -> Case:
    """Furniture between paragraphs, on top and at the end."""
    sheet = Sheet(document, rng)
    groups = ["page", "credit", "advert", "navigation", "image", "dateline"]
    for _ in range(4):
        group = rng.choice(groups)
        at = 0 if group in ("navigation", "dateline") else rng.randrange(1, len(sheet.columns) + 1)
        _insert(sheet, at, _stray(rng, group))
    return sheet.case("furniture")


def _insert(sheet: Sheet, at: int, column: Column) -> None:
    """Put a column that is no part before another: on the page it is one more line of the neighbour."""
    if at >= len(sheet.columns):
        sheet.columns[-1] = [*sheet.columns[-1], Bit("\n\n", LAYOUT), *column]
    else:
        sheet.columns[at] = [*column, Bit("\n\n", LAYOUT), *sheet.columns[at]]


# -- articles and titles -----------------------------------------------------------------------------------


def _joined(kind_name: str, sheets: list[Sheet]) -> Case:
    raw, owners, parts = "", [], []
    for sheet in sheets:
        more, its = sheet.lay()
        raw += more + "\n"
        owners += [*its, LAYOUT]
        parts += sheet.parts
    return Case(kind_name, "+".join(s.name for s in sheets), raw, owners, parts, articles=len(sheets))


def _several(document: Document, rng: random.Random) -> list[Sheet]:
    others = [d for d in documents() if d.name != document.name]
    chosen = [document, *rng.sample(others, rng.choice((1, 1, 2)))]
    style = rng.choice(("blank", "indent", "tight"))
    sheets: list[Sheet] = []
    for one in chosen:
        sheets.append(Sheet(one, rng, style, first=sum(len(s.parts) for s in sheets)))
    return sheets


@kind("articles")
def articles(document: Document, rng: random.Random) -> Case:
    """Two or three articles in a file, each signed."""
    sheets = _several(document, rng)
    for sheet in sheets:
        signed = rng.choice(("■记者 何采薇 通讯员 苏一鸣", "□本报记者 陆平", "记者 方小满", "撰稿 韩松 柳青"))
        head = max(i for i, p in enumerate(sheet.parts[:3]) if p.role in ("title", "subtitle"))
        sheet.columns[head] += [Bit("\n\n" if sheet.style == "blank" else "\n", LAYOUT), Bit(signed, LAYOUT)]
    return _joined("articles", sheets)


@kind("title-moved")
def title_moved(document: Document, rng: random.Random) -> Case:
    """The title stands behind the first paragraphs, or behind the text."""
    sheet = Sheet(document, rng)
    head = sheet.columns[0]
    last = rng.random() < 0.5
    at = len(sheet.parts) if last else next(i for i, p in enumerate(sheet.parts) if p.role == "text") + 1
    sheet.parts.insert(at, sheet.parts.pop(0))
    sheet.columns.insert(at if last else at - 1, sheet.columns.pop(0))
    if not last:
        sheet.parts.insert(at - 1, sheet.parts.pop(at))
    case = sheet.case("title-moved")
    case.parts = list(document.parts)
    case.moved_title = True
    assert _text(head) == document.parts[0].text
    return case


# -- repeats -----------------------------------------------------------------------------------------------


def _repeat_case(name: str, sheet: Sheet, original: tuple[int, int] | None = None) -> Case:
    """A case whose false copy is what the REPEAT bits cover."""
    case = sheet.case(name)
    at = [i for i, owner in enumerate(case.owners) if owner == REPEAT]
    case.repeat = (at[0], at[-1] + 1)
    case.original = original
    return case


@kind("doubled-character")
def doubled(document: Document, rng: random.Random) -> Case | None:
    """The last character before a page break stands again behind it; it completes a word.

    Only where the text with both is no Chinese, so that a reader can decide: the character opens no word with what
    follows (会议 in 常委会|会议), is no numeral (十五|五年), no measure word behind 一 and the like (一件|件实事: one,
    or each), no adjective before a word that it may qualify (创新|新模式).
    """
    sheet = Sheet(document, rng)

    def places(text: str) -> list[int]:
        found, at = [], 0
        for word in jieba.lcut(text):
            at += len(word)
            if len(word) > 1 and re.fullmatch("[\u4e00-\u9fff]+", word):
                follows = re.match("[\u4e00-\u9fff]", text[at : at + 1])
                if (
                    follows
                    and not any(jieba.dt.FREQ.get(word[-1] + text[at : at + n], 0) > 5 for n in (1, 2, 3))
                    and word[-1] not in "一二三四五六七八九十百千万亿零两"
                    and word[-2] not in "一每各几逐"
                    and not (word[-1] in "新大小高老多全好" and jieba.dt.FREQ.get(text[at : at + 2], 0) > 5)
                ):
                    found.append(at)
        return found

    place = _pick(sheet, rng, places)
    if place is None:
        return None
    i, at = place
    double = sheet.columns[i][at - 1].text
    end = rng.choice(("\n", "\n\n")) if sheet.style != "blank" else "\n\n"
    sheet.columns[i][at:at] = [Bit(end, BREAK), Bit(double, REPEAT)]
    return _repeat_case("doubled-character", sheet)


@kind("doubled-begin")
def doubled_begin(document: Document, rng: random.Random) -> Case | None:
    """The first character of the word behind a break stands before it, too: 寻求突|突破.

    Only where it ends no word with what stands before it, and is no numeral.
    """
    sheet = Sheet(document, rng)

    def places(text: str) -> list[int]:
        found, at = [], 0
        for word in jieba.lcut(text):
            if len(word) > 1 and re.fullmatch("[\u4e00-\u9fff]{3}", text[at - 2 : at] + word[0]):
                ends = any(jieba.dt.FREQ.get(text[at - n : at] + word[0], 0) > 5 for n in (1, 2, 3))
                if not ends and word[0] not in "一二三四五六七八九十百千万亿零两":
                    found.append(at)
            at += len(word)
        return found

    place = _pick(sheet, rng, places, first=WITNESS)
    if place is None:
        return None
    i, at = place
    end = rng.choice(("\n", "\n\n")) if sheet.style != "blank" else "\n\n"
    sheet.columns[i][at:at] = [Bit(sheet.columns[i][at].text, REPEAT), Bit(end, BREAK)]
    return _repeat_case("doubled-begin", sheet)


@kind("doubled-word")
def doubled_word(document: Document, rng: random.Random) -> Case | None:
    """The word before a break stands again behind it."""
    sheet = Sheet(document, rng)

    def places(text: str) -> list[int]:
        ends, at = [], 0
        for word in jieba.lcut(text):
            at += len(word)
            if 2 <= len(word) <= 4 and re.fullmatch("[\u4e00-\u9fff]+", word) and jieba.dt.FREQ.get(word, 0) > 100:
                ends += [at] if re.match("[\u4e00-\u9fff]", text[at : at + 1]) else []
        return ends

    place = _pick(sheet, rng, places, first=WITNESS)
    if place is None:
        return None
    i, at = place
    word = next(w for w in reversed(jieba.lcut(sheet.parts[i].text[:at])))
    end = rng.choice(("\n", "\n\n")) if sheet.style != "blank" else "\n\n"
    sheet.columns[i][at:at] = [Bit(end, BREAK), *(Bit(char, REPEAT) for char in word)]
    return _repeat_case("doubled-word", sheet)


@cache
def doubles() -> tuple[tuple[str, str], ...]:
    """Sentences with a character that their author wrote twice, in two halves."""
    lines = (HERE / "doubles.txt").read_text(encoding="utf-8").splitlines()
    return tuple((left, right) for left, _, right in (line.partition("|") for line in lines if line[0] != "#"))


@kind("authors-double")
def authors_double(document: Document, rng: random.Random) -> Case | None:
    """A page ends between two of a kind that the author wrote: 工作|作风. Both stay, asked about or not."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: [m.end() for m in re.finditer("。", text)], first=WITNESS)
    if place is None:
        return None
    i, at = place
    left, right = rng.choice(doubles())
    sheet.parts[i] = Part("text", sheet.parts[i].text[:at] + left + right + sheet.parts[i].text[at:])
    gap = Bit(rng.choice(("\n", "\n\n")) if sheet.style != "blank" else "\n\n", BREAK)
    sheet.columns[i][at:at] = [*(Bit(c, i) for c in left), gap, *(Bit(c, i) for c in right)]
    case = sheet.case("authors-double")
    start = case.owners.index(i) + at + len(left)
    case.doubled = start + len(gap.text)
    return case


@kind("stutter-clause")
def stutter(document: Document, rng: random.Random) -> Case | None:
    """A clause, or several, extracted twice in a row."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: [0, *_after_comma(text), *(m.end() for m in re.finditer("[。；]", text))])
    if place is None:
        return None
    i, at = place
    text = sheet.parts[i].text
    ends_at = [m.end() for m in re.finditer("[，。；、！]", text) if 8 <= m.end() - at <= 70]
    if not ends_at:
        return None
    stop = rng.choice(ends_at)
    sheet.columns[i][stop:stop] = [Bit(bit.text, REPEAT) for bit in sheet.columns[i][at:stop]]
    return _repeat_case("stutter-clause", sheet)


@kind("stutter-any")
def stutter_any(document: Document, rng: random.Random) -> Case | None:
    """A piece of a sentence of any cut extracted twice in a row."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: list(range(len(text))))
    if place is None:
        return None
    i, at = place
    stop = min(len(sheet.parts[i].text), at + rng.randrange(10, 60))
    if stop - at < 10:
        return None
    sheet.columns[i][stop:stop] = [Bit(bit.text, REPEAT) for bit in sheet.columns[i][at:stop]]
    return _repeat_case("stutter-any", sheet)


@kind("stutter-heading")
def stutter_heading(document: Document, rng: random.Random) -> Case | None:
    """A bold opening sentence, or a heading on its own line, extracted twice."""
    sheet = Sheet(document, rng)
    headings = [i for i, p in enumerate(sheet.parts) if p.role == "heading"]
    run_in = [i for i in sheet.texts() if re.match("[^。，]{6,30}。", sheet.parts[i].text)]
    if rng.random() < 0.5 and headings:
        i = rng.choice(headings)
        copy = [Bit(bit.text, REPEAT) for bit in sheet.columns[i]]
        sheet.columns[i] += [Bit("\n\n" if sheet.style == "blank" else "\n", LAYOUT), *copy]
    elif run_in:
        i = rng.choice(run_in)
        stop = sheet.parts[i].text.index("。") + 1
        sheet.columns[i][stop:stop] = [Bit(bit.text, REPEAT) for bit in sheet.columns[i][:stop]]
    else:
        return None
    return _repeat_case("stutter-heading", sheet)


@kind("stutter-interleaved")
def interleaved(document: Document, rng: random.Random) -> Case | None:
    """Bold text printed twice with an offset: every character, or every few, twice in a row."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: [m.end() for m in re.finditer("[，。；]", text)])
    if place is None:
        return None
    i, at = place
    text = sheet.parts[i].text
    stop = min(at + rng.randrange(8, 24), len(text))
    clause = re.match("[^，。；！？]+", text[at:stop])
    if not clause or len(clause.group()) < 6:
        return None
    stop = at + len(clause.group())
    size = rng.choice((0, 1, 1, 2))
    column: Column = []
    here = at
    while here < stop:
        step = size or rng.randrange(2, 6)
        step = min(step, stop - here)
        bits = sheet.columns[i][here : here + step]
        column += [*bits, *(Bit(bit.text, REPEAT) for bit in bits)]
        here += step
    sheet.columns[i][at:stop] = column
    return _repeat_case("stutter-interleaved", sheet)


def _stream(sheet: Sheet) -> list[Bit]:
    """All columns in one, a layout break between two parts."""
    stream: list[Bit] = []
    for n, column in enumerate(sheet.columns):
        if n:
            before, after = sheet.parts[n - 1].role, sheet.parts[n].role
            stream.append(Bit("\n\n" if sheet.apart(before, after) else "\n", LAYOUT))
            if sheet.style == "indent" and after == "text":
                stream.append(Bit("\u3000\u3000", LAYOUT))
        stream += column
    return [*stream, Bit("\n", LAYOUT)]


def _flat(stream: list[Bit]) -> tuple[str, list[int]]:
    return "".join(bit.text for bit in stream), [bit.owner for bit in stream for _ in bit.text]


def _spliced(name: str, document: Document, rng: random.Random, *, overwrite: bool) -> Case | None:
    """A block of any cut, from any section, spliced in at any other character."""
    sheet = Sheet(document, rng)
    stream = _stream(sheet)
    size = len(stream)
    head = next(i for i, bit in enumerate(stream) if bit.owner >= 0 and sheet.parts[bit.owner].role == "text")
    length = rng.randrange(100, 600)
    lost = rng.randrange(30, 500) if overwrite else 0
    for _ in range(60):
        a = rng.randrange(head, size - 120)
        b = min(a + length, size - 1)
        h = rng.randrange(head + 5, size - 20)
        z = h + lost
        if b - a < 100 or z > size - 15 or not (z < a - 40 or h > b + 40):
            continue
        if stream[a].owner < 0 or stream[b - 1].owner < 0 or stream[h - 1].owner < 0 or stream[z].owner < 0:
            continue
        if stream[h].owner < 0 or (not overwrite and stream[h - 1].owner != stream[h].owner):
            continue
        if not (sheet.parts[stream[h].owner].role == "text" == sheet.parts[stream[z].owner].role):
            continue
        break
    else:
        return None
    seams = [Bit(rng.choice(("\n", "\n\n")) if rng.random() < 0.4 else "", LAYOUT) for _ in "ab"]
    block = [Bit(bit.text, REPEAT if bit.owner >= 0 else LAYOUT) for bit in stream[a:b]]
    damaged = [*stream[:h], seams[0], *block, seams[1], *stream[z:]]
    raw, owners = _flat(damaged)
    case = Case(name, sheet.name, raw, owners, list(sheet.parts))
    at = [i for i, owner in enumerate(owners) if owner == REPEAT]
    case.repeat = (at[0], at[-1] + 1)
    front = len(raw) - len(_text(stream[a:])) if a >= z else len(_text(stream[:a]))
    case.original = (front, front + len(_text(stream[a:b])))
    case.overwritten = overwrite
    if overwrite:
        _lose(case, sheet.parts, stream, h, z)
    return case


def _lose(case: Case, parts: list[Part], stream: list[Bit], h: int, z: int) -> None:
    """The clean parts without ``stream[h:z]``; a part cut in the middle becomes two."""
    left, right = stream[h - 1].owner, stream[z].owner
    before = _text([bit for bit in stream[:h] if bit.owner == left])
    after = _text([bit for bit in stream[z:] if bit.owner == right])
    case.parts = [*parts[:left], Part("text", before), Part("text", after), *parts[right + 1 :]]
    moved = len(case.parts) - len(parts)
    tail = case.repeat[1] if case.repeat else 0
    for i, owner in enumerate(case.owners):
        if owner > right or (owner == right and i >= tail):
            case.owners[i] = owner + moved if owner > right else left + 1
    case.loose.add(left)


KINDS["splice"] = lambda document, rng: _spliced("splice", document, rng, overwrite=False)
KINDS["splice-over"] = lambda document, rng: _spliced("splice-over", document, rng, overwrite=True)


def _sentences(name: str, document: Document, rng: random.Random, shortest: int, longest: int, at: str) -> Case | None:
    """Whole sentences of another paragraph spliced in, on one line, behind what ``at`` matches in a sentence."""
    sheet = Sheet(document, rng)
    texts = sheet.texts(60)
    if len(texts) < 4:
        return None
    for _ in range(40):
        i, j = rng.sample(texts, 2)
        text, into = sheet.parts[i].text, sheet.parts[j].text
        edges = [0, *(m.end() for m in re.finditer("。", text))]
        pairs = [(a, b) for a in edges for b in edges if shortest <= b - a <= longest and text[a:b].count("。") > 1]
        places = [m.end() for m in re.finditer(at, into) if 20 <= m.end() <= len(into) - 12]
        if pairs and places and abs(i - j) > 1:
            break
    else:
        return None
    (a, b), place = rng.choice(pairs), rng.choice(places)
    copy = [Bit(bit.text, REPEAT) for bit in sheet.columns[i][a:b]]
    sheet.columns[j][place:place] = copy
    case = sheet.case(name)
    start = next(n for n, owner in enumerate(case.owners) if owner == i)
    ats = [n for n, owner in enumerate(case.owners) if owner == REPEAT]
    case.repeat, case.original = (ats[0], ats[-1] + 1), (start + a, start + b)
    return case


SENTENCE = "[^。，；：、]{8,}，"
"""A clause that somebody wrote, not 近日，, with the comma behind it."""

INSIDE = "(?<=[\u4e00-\u9fff]{4})(?=[\u4e00-\u9fff]{4})"

KINDS["splice-sentences"] = lambda document, rng: _sentences("splice-sentences", document, rng, 90, 400, SENTENCE)
KINDS["splice-short"] = lambda document, rng: _sentences("splice-short", document, rng, 40, 89, INSIDE)


def _pasted(name: str, document: Document, rng: random.Random, *, elsewhere: bool) -> Case | None:
    """A paragraph pasted again."""
    sheet = Sheet(document, rng)
    texts = sheet.texts(60)
    if len(texts) < 4:
        return None
    i = rng.choice(texts)
    copy = [Bit(bit.text, REPEAT) for bit in sheet.columns[i]]
    separator = Bit("\n\n" if sheet.style == "blank" else "\n", LAYOUT)
    indent = Bit("\u3000\u3000" if sheet.style == "indent" else "", LAYOUT)
    # A paste may land behind a heading as well, or standing there would give the true copy away.
    places = [p for p, part in enumerate(sheet.parts) if part.role == "heading" or p in texts]
    j = rng.choice([p for p in places if p not in (i, i - 1)]) if elsewhere else i
    sheet.columns[j] = [*sheet.columns[j], separator, indent, *copy]
    case = sheet.case(name)
    at = [n for n, owner in enumerate(case.owners) if owner == REPEAT]
    mine = [n for n, owner in enumerate(case.owners) if owner == i]
    case.repeat, case.original = (at[0], at[-1] + 1), (mine[0], mine[-1] + 1)
    return case


KINDS["paragraph-twice"] = lambda document, rng: _pasted("paragraph-twice", document, rng, elsewhere=False)
# Often nothing in the text tells where the paragraph belongs; then asking is the right answer.
KINDS["paragraph-elsewhere"] = lambda document, rng: _pasted("paragraph-elsewhere", document, rng, elsewhere=True)


@kind("half-twice")
def half_twice(document: Document, rng: random.Random) -> Case | None:
    """Half a document, or all of it, pasted again behind."""
    sheet = Sheet(document, rng)
    stream = _stream(sheet)
    starts = [i for i, bit in enumerate(stream) if i and bit.owner >= 0 and stream[i - 1].owner == LAYOUT]
    how = rng.choice(("second", "first-at-end", "middle", "all"))
    middle = min(starts, key=lambda i: abs(i - len(stream) // 2))
    if how == "middle":
        middle += rng.randrange(3, 30)
    a, b = (0, middle) if how == "first-at-end" else (0, len(stream)) if how == "all" else (middle, len(stream))
    copy = [Bit(bit.text, REPEAT if bit.owner >= 0 else LAYOUT) for bit in stream[a:b]]
    raw, owners = _flat([*stream, Bit("\n", LAYOUT), *copy])
    case = Case("half-twice", sheet.name, raw, owners, list(sheet.parts))
    at = [i for i, owner in enumerate(owners) if owner == REPEAT]
    case.repeat = (at[0], at[-1] + 1)
    front = sum(len(bit.text) for bit in stream[:a])
    case.original = (front, front + case.repeat[1] - case.repeat[0])
    return case


@kind("columns-overlap")
def columns_overlap(document: Document, rng: random.Random) -> Case | None:
    """Two columns cut unequally: the end of one stands again at the top of the next, in the middle of a sentence."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, _anywhere)
    if place is None:
        return None
    i, stop = place
    length = rng.randrange(20, 120)
    at = max(0, stop - length)
    if stop - at < 20:
        return None
    copy = [Bit(bit.text, REPEAT) for bit in sheet.columns[i][at:stop]]
    sheet.columns[i][stop:stop] = [Bit("\n\n" if sheet.style == "blank" else rng.choice(("\n", "\n\n")), BREAK), *copy]
    return _repeat_case("columns-overlap", sheet)


# -- restatements ------------------------------------------------------------------------------------------


def _restated(name: str, sheet: Sheet, i: int, at: int, text: str) -> Case:
    """A case where the author says ``text`` once more at ``columns[i][at]``."""
    part = sheet.parts[i]
    sheet.parts[i] = Part(part.role, part.text[:at] + text + part.text[at:])
    mark = len(sheet.columns[i])
    sheet.columns[i][at:at] = [Bit(c, sheet.first + i) for c in text]
    assert len(sheet.columns[i]) == mark + len(text)
    case = sheet.case(name)
    start = next(n for n, owner in enumerate(case.owners) if owner == i)
    case.restated.append((start + at, start + at + len(text)))
    return case


@kind("restate-lead")
def restate_lead(document: Document, rng: random.Random) -> Case | None:
    """The lead says in the words of the body what the body says."""
    sheet = Sheet(document, rng)
    texts = sheet.texts(80)
    if len(texts) < 4:
        return None
    lead, body = texts[0], rng.choice(texts[2:])
    # Whole sentences: the tail of a longer one would begin inside a word, as no restatement does.
    sentences = re.findall("(?<![^。！？])[^。！？]{20,160}[。！？]", sheet.parts[body].text)
    if not sentences:
        return None
    k = rng.randrange(len(sentences))
    said = "".join(sentences[k : k + rng.choice((1, 1, 2, 3))])
    if said not in sheet.parts[body].text:
        return None
    opening = rng.choice(("", "近日，记者从会上获悉，", "一年来，"))
    return _restated("restate-lead", sheet, lead, 0 if not opening else len(sheet.parts[lead].text), opening + said)


@kind("restate-plan")
def restate_plan(document: Document, rng: random.Random) -> Case | None:
    """Review and plan share clauses, word for word, from mark to mark."""
    sheet = Sheet(document, rng)
    texts = sheet.texts(80)
    if len(texts) < 4:
        return None
    i, j = sorted(rng.sample(texts, 2))
    clauses = list(re.finditer("[^，。；]+[，；]", sheet.parts[i].text))
    places = [m.end() for m in re.finditer("[，；]", sheet.parts[j].text)]
    if len(clauses) < 3 or not places:
        return None
    k = rng.randrange(len(clauses) - 2)
    said = sheet.parts[i].text[clauses[k].start() : clauses[min(k + rng.randrange(1, 4), len(clauses) - 1)].end()]
    if not 20 <= len(said) <= 160:
        return None
    return _restated("restate-plan", sheet, j, rng.choice(places), said)


PHRASES = (
    "坚持以习近平新时代中国特色社会主义思想为指导，全面贯彻党的二十大和二十届历次全会精神，深入贯彻习近平总书记重要讲话和重要指示批示精神，",
    "坚持稳中求进工作总基调，完整准确全面贯彻新发展理念，加快构建新发展格局，着力推动高质量发展，",
    "坚持党的领导、人民当家作主、依法治国有机统一，忠实履行宪法法律赋予的各项职责，",
    "深刻领悟“两个确立”的决定性意义，增强“四个意识”、坚定“四个自信”、做到“两个维护”，",
)


@kind("restate-phrase")
def restate_phrase(document: Document, rng: random.Random) -> Case | None:
    """A set phrase stands in several paragraphs, once at the head of one."""
    sheet = Sheet(document, rng)
    texts = sheet.texts(60)
    if len(texts) < 4:
        return None
    phrase = rng.choice(PHRASES)
    for i in rng.sample(texts, rng.choice((2, 3))):
        stops = [0, *(m.end() for m in re.finditer("。", sheet.parts[i].text[:-1]))]
        case = _restated("restate-phrase", sheet, i, rng.choice(stops), phrase)
    case.restated = [(m.start(), m.end()) for m in re.finditer(phrase, case.raw)]
    return case


NAMES = (
    "《关于进一步加强山区农村公路养护管理工作的决定》",
    "《云汀江流域水环境综合治理条例实施办法》",
    "“我为云汀江流域综合治理献一计”主题实践活动",
)


@kind("restate-list")
def restate_list(document: Document, rng: random.Random) -> Case | None:
    """A list names the same long thing twice in a row, as authors do."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: [m.end() for m in re.finditer("。", text)])
    if place is None:
        return None
    named = rng.choice(NAMES)
    said = f"先后听取关于{named}{named}和其他三件文件的说明。"
    return _restated("restate-list", sheet, place[0], place[1], said)


# -- gaps --------------------------------------------------------------------------------------------------


@kind("cut-begin")
def cut_begin(document: Document, rng: random.Random) -> Case | None:
    """The beginning is missing; the text starts in the middle of a sentence, with a jump mark or without."""
    sheet = Sheet(document, rng, "blank")
    texts = sheet.texts(60)
    i = rng.choice(texts[:-1]) if len(texts) > 1 else texts[0]
    at = rng.choice([at for at in _inside_word(sheet.parts[i].text) if at < len(sheet.parts[i].text) - 20] or [1])
    marked = rng.random() < 0.5
    title = rng.random() < 0.5
    head = [sheet.parts[0]] if title else []
    columns = [sheet.columns[0]] if title else []
    rest = [Part("text", sheet.parts[i].text[at:]), *sheet.parts[i + 1 :]]
    mark = rng.choice(("（上接第1版）", "(上接A01版)", "（紧接一版）"))
    first = [Bit(mark, STRAY), Bit("\n\n", LAYOUT)] if marked else []
    columns += [[*first, *sheet.columns[i][at:]], *sheet.columns[i + 1 :]]
    return _renumbered("cut-begin", sheet, [*head, *rest], columns, "begin")


@kind("cut-end")
def cut_end(document: Document, rng: random.Random) -> Case | None:
    """The end is missing; the text breaks off in the middle of a sentence, with a jump mark or without."""
    sheet = Sheet(document, rng, "blank")
    i = rng.choice(sheet.texts(60))
    at = rng.choice([at for at in _inside_word(sheet.parts[i].text) if at > 15] or [20])
    parts = [*sheet.parts[:i], Part("text", sheet.parts[i].text[:at])]
    last = sheet.columns[i][:at]
    if rng.random() < 0.5:
        last = [*last, Bit(rng.choice(("", "\n\n")), LAYOUT), Bit(rng.choice(("（下转第3版）", "(下转A2版)")), STRAY)]
    return _renumbered("cut-end", sheet, parts, [*sheet.columns[:i], last], "end")


def _renumbered(name: str, sheet: Sheet, parts: list[Part], columns: list[Column], cut: str) -> Case:
    sheet.parts = parts
    sheet.columns = [
        [Bit(bit.text, n if bit.owner >= 0 else bit.owner) for bit in column] for n, column in enumerate(columns)
    ]
    case = sheet.case(name)
    case.cut = cut
    return case


# -- inside words and numbers ------------------------------------------------------------------------------


def _repaired(
    name: str,
    document: Document,
    rng: random.Random,
    pattern: str,
    spoil: Callable[[str], str],
    output: Callable[[str], str] = lambda text: text,
    most: int = 6,
) -> Case | None:
    """Spoil what matches; ``output`` tells how it must come out."""
    sheet = Sheet(document, rng)
    spoiled: list[tuple[int, int, str, str]] = []
    for i in sheet.texts(20):
        spoiled += [(i, m.start(), m.group(), output(m.group())) for m in re.finditer(pattern, sheet.parts[i].text)]
    if not spoiled:
        return None
    chosen = sorted(rng.sample(spoiled, min(most, len(spoiled))), reverse=True)
    for i, at, text, clean in chosen:
        sheet.columns[i][at : at + len(text)] = [Bit(c, sheet.first + i) for c in spoil(text)]
        old = sheet.parts[i]
        sheet.parts[i] = Part(old.role, old.text[:at] + clean + old.text[at + len(text) :])
    case = sheet.case(name)
    first: dict[int, int] = {}
    for n, owner in enumerate(case.owners):
        first.setdefault(owner, n)
    for i in sorted({i for i, *_ in chosen}):
        shift = 0
        for _, at, text, clean in sorted(c for c in chosen if c[0] == i):
            start = first[i] + at + shift
            hurt = len(spoil(text))
            case.repairs.append(Repair(start, start + hurt, clean))
            shift += hurt - len(text)
    return case


def _within(text: str, rng_at: int, put: str) -> str:
    return text[:rng_at] + put + text[rng_at:]


def _letters(text: str) -> str:
    """0 and 1 in a number as a recogniser reads them; at least one digit stays."""
    swapped = text.replace("0", "O").replace("1", "l")
    return swapped if any(c.isdigit() for c in swapped) else swapped[:-1] + text[-1]


NUMBER = r"(?<![\d.\w])\d[\d.]*\d(?![\d.A-Za-z])"

_INSIDE: dict[str, tuple[str, Callable[[str], str], Callable[[str], str]]] = {
    "digit-letters": (r"(?<![\w.])(?=\d*[01])(?=\d*[2-9])\d{2,}(?:\.\d+)?(?![\d.A-Za-z])", _letters, str),
    "point-stop": (r"(?<![\d.])\d+\.\d+(?=[万亿%\u4e00-\u9fff])", lambda t: t.replace(".", "。"), str),
    "thousands": (
        r"(?<![\d.])\d{4,}(?=[件人元亩户套次个名吨])",
        lambda t: f"{int(t):,}".replace(",", "，"),
        lambda t: f"{int(t):,}",
    ),
    "full-width": (NUMBER, lambda t: t.translate({**{48 + d: 0xFF10 + d for d in range(10)}, 46: "．"}), str),
    "space-number": (NUMBER, lambda t: _within(t, 1 + len(t) % max(1, len(t) - 1), " "), str),
    "space-word": ("[\u4e00-\u9fff]{3,6}", lambda t: _within(t, len(t) // 2, " "), str),
    "zero-width": ("[\u4e00-\u9fff]{3,6}", lambda t: _within(t, len(t) // 2, "\u200b"), str),
    "foreign-and": ("(?<=[\u4e00-\u9fff]{2})和(?=[\u4e00-\u9fff]{2})", lambda t: " and ", str),
}


def _inside_kind(name: str) -> None:
    pattern, spoil, output = _INSIDE[name]
    KINDS[name] = lambda document, rng: _repaired(name, document, rng, pattern, spoil, output)


for _name in _INSIDE:
    _inside_kind(_name)


@kind("half-width")
def half_width(document: Document, rng: random.Random) -> Case:
    """Half-width marks beside Chinese, all over the file."""
    sheet = Sheet(document, rng)
    table = str.maketrans("，；：！？（）", ",;:!?()")
    for column in sheet.columns:
        column[:] = [Bit(bit.text.translate(table), bit.owner) for bit in column]
    return sheet.case("half-width")


@kind("product-names")
def product_names(document: Document, rng: random.Random) -> Case | None:
    """Letters beside digits that are names and must stay."""
    sheet = Sheet(document, rng)
    place = _pick(sheet, rng, lambda text: [m.end() for m in re.finditer("。", text)])
    if place is None:
        return None
    said = rng.choice(PRODUCTS)
    case = _restated("product-names", sheet, *place, said)
    (start, end), case.restated = case.restated[0], []
    case.repairs = [Repair(start, end, said)]
    return case


# -- mixtures ----------------------------------------------------------------------------------------------


@kind("mix-wrap-splice")
def mix_wrap_splice(document: Document, rng: random.Random) -> Case | None:
    """A splice in a hard-wrapped file."""
    case = _spliced("mix-wrap-splice", document, rng, overwrite=rng.random() < 0.5)
    return _wrap_case(case, float(rng.randrange(18, 42))) if case else None


@kind("mix-wrap-overlap")
def mix_wrap_overlap(document: Document, rng: random.Random) -> Case | None:
    """Overlapping columns in a hard-wrapped file."""
    case = columns_overlap(document, rng)
    return _wrap_case(case, float(rng.randrange(18, 42))) if case else None


def _wrap_case(case: Case, limit: float) -> Case:
    """Wrap the lines of a finished case."""
    bits: list[Bit] = []
    places: list[int] = []
    line: list[Bit] = []

    def flush() -> None:
        owned = [b.owner for b in line if b.owner >= 0]
        if len(line) <= limit or (owned and case.parts[owned[0]].role != "text"):
            bits.extend(line)
        else:
            bits.extend(wrap(line, limit, loose_after_stop=True)[0])

    for char, owner in zip(case.raw, case.owners, strict=True):
        if char == "\n":
            flush()
            line = []
            bits.append(Bit(char, owner))
        else:
            line.append(Bit(char, owner))
    flush()
    at = 0
    for bit in bits:
        if bit.text != "\n" or case.raw[len(places) : len(places) + 1] == "\n":
            places.append(at)
        at += 1
    places.append(at)
    raw, owners = _flat(bits)
    moved = lambda span: (places[span[0]], places[span[1]]) if span else None  # noqa: E731
    case.raw, case.owners = raw, owners
    case.repeat, case.original = moved(case.repeat), moved(case.original)
    # Nothing tells the end of a paragraph whose last line is full.
    case.loose |= set(range(len(case.parts)))
    return case

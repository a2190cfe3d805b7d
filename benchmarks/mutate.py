"""Seeded mutators: from texts that are good to texts that nobody thought of."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from generator.read import decode

SHORTEST, LONGEST = 300, 3000
"""Characters of an input."""

STRANGE = [
    *"\x00\x01\x07\x0b\x0c\x1b\x1c\x1d\x1e\x1f\x7f\x80\x85\x9b\x9f\xa0\xad",  # C0, C1, soft hyphen
    *"\u1680\u180e\u2000\u2007\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff",  # white, of no width
    *"\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c",  # bidi
    *"\ue000\ue001\uf8ff\U000f0000\U0010fffd\ufdd0\ufffe\uffff\ufffd\U0001ffff",  # private, no characters
    *"\u0301\u0308\u20e3\ufe0f\U000e0100\u3099\u0e47",  # combining, variation
    *"\U00020bb7\U0001f600\U0001f468\u2f00\uf900\u2e80\u3007\u25cb〡〸㈠㊀①⑳⒈⑴Ⅳ½¼²₃٣३๓𝟗㎡㏎㋿",  # signs for numbers
    *"()（）[]【】〔〕《》〈〉“”‘’「」『』{}<>|*_`~#+-=\\/&%‰℃￥$^@!！?？.。．,，、;；:：—…·•▲■●◆→",
    *"亿万千百十零〇两半余多近超约第年月日号时件个次人元",
]
SURROGATES = ["\udc80", "\udcff", "\udce4\udcb8"]
"""Bytes that could not be decoded."""

SNIPPETS = [
    "9" * 400,
    "1" * 60 + "." + "3" * 60,
    "0" * 200,
    "1,000,000,000,000,000,000",
    "1e400",
    "-0",
    "1／0",
    "３４．５６％",
    "十" * 60,
    "一百万亿" * 20,
    "九千九百九十九亿九千九百九十九万",
    "零点零零零一",
    "百分之一百二十点五",
    "三分之二",
    "万分之",
    "1:2:3:4:5:6:7",
    "2025年" * 12,
    "2025年13月45日",
    "0000年00月00日",
    "二〇二五年十三月",
    "2025-02-30",
    "“十四五”",
    "五年来",
    "（" * 60,
    "）" * 60,
    "[" * 80 + "]" * 80,
    "（" * 30 + "一" + "）" * 30,
    "《" * 40,
    "“" * 40,
    "[a](" * 40,
    "![" * 40,
    "*" * 70,
    "_" * 70,
    "`" * 71,
    "**a" * 30,
    "<b>" * 30,
    "<!--",
    "-->",
    "<script>",
    "&#0;",
    "&#xd800;",
    "&" * 40,
    "{{ x }}",
    "{% x %}",
    "|a|b|\n|-|-|\n|1|2|3|\n|4|\n",
    "|" * 60 + "\n" + "|-" * 30 + "\n",
    "+---+---+\n|甲|12|\n+---+---+\n",
    "甲\t12件\t\t5%\n" * 4,
    "  粮  食    38.2\n油料    4.1    0.6\n" * 3,
    "指 标 单位 数量\n粮食 万吨 12\n棉花 万吨 3\n",
    "单位：亿元、%\n",
    "（三）抓落实\n",
    "一、总结\n",
    "二、下步打算\n",
    "第一章 总则\n第一条 为了\n",
    "1.\n2.\n3.\n",
    "①②③④⑤⑥⑦⑧",
    "——2025年工作回眸\n",
    "■记者 张三 通讯员 李四\n",
    "（上接1版）\n",
    "（下转第２版）",
    "▲活动现场。\n",
    "各位代表：\n",
    "目录\n一、回顾……1\n二、打算……12\n",
    "---\ntitle: 甲\n---\n",
    "---\n- a\n---\n",
    "...\n",
    "```\n",
    "~~~\n",
    "> > > > > >",
    "1) " * 30,
    "- " * 40,
    "#" * 9 + " 甲\n",
    "甲\n===\n",
    "甲\n---\n",
    "心\n" * 40,
    "\n" * 60,
    "\r" * 20,
    "\r\n\r" * 8,
    " " * 200,
    "\u3000" * 100,
    "\t" * 80,
    "字" * 300,
    "甲乙" * 100,
    "a" * 400,
    "https://a.b/" + "c" * 200,
    "其中：男12人，女13人，共计25人",
    "同比增长12%，提高0.5个百分点，下降1.2‰",
    "分别为1、2、3、4件",
    "由181亿元提高到302亿元",
    "负1.5%",
    "—4.6%",
    "3万4000",
    "1千零20",
    "锟斤拷" * 8,
    "ï¼Œ" * 8,
    "烫烫烫",
    "Ã¤Â¸Â",
    "(cid:12)(cid:34)",
    "\\u4e00\\n",
    "\\" * 60,
]
YAML = [
    '"\\ud842\\udfb7"',
    '"\\ud842"',
    '"\\x00"',
    "!!python/object:a {}",
    "&a [*a]",
    "*a",
    "<<: *a",
    "? [a]\n: b\n",
    "{a: {b: {c: {d: 1}}}}",
    "[" * 40,
    "{" * 40,
    "- " * 40,
    "|\n  a\n b\n",
    ">-\n",
    "%YAML 9.9\n---\n",
    "---\n",
    "...\n",
    "\t",
    "#",
    "'",
    '"',
    ":",
    "- ",
    "? ",
    "!",
    "@",
    "`",
    "order: " + "9" * 5000,
    "order: ０",
    "order: ²",
    "order: -1",
    "order: 1e3",
    "level: ²",
    "level: 99",
    "year: 二〇二五",
    "year: ２０２５",
    "0x10",
    "1_000",
    "published: 2025-02-30",
    "published: ２０２５-０１-０１",
    "id: A--b",
    "url: javascript:a",
    "url: http://[",
    "null",
    "~",
    "yes",
    "2025-01-01",
    ".inf",
    "\x85",
    "\u2028",
    "\ufeff",
]
DIGITS = [
    "０１２３４５６７８９",
    "〇一二三四五六七八九",
    "٠١٢٣٤٥٦٧٨٩",
    "⁰¹²³⁴⁵⁶⁷⁸⁹",
    "零壹贰叁肆伍陆柒捌玖",
    "⓪①②③④⑤⑥⑦⑧⑨",
]
CODECS = ["utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5", "euc_jp"]
MAGIC = [b"%PDF-", b"PK\3\4", b"{\\rtf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\0\0\xfe\xff"]
WINDOW = (200, 1500)


class Seeds(NamedTuple):
    """Texts, and sidecars, that inputs are made from."""

    texts: list[str]
    sidecars: list[str]
    found: list[bytes]

    @classmethod
    def read(cls, root: Path, found: Path) -> Seeds:
        """Those of the repository below ``root``, and the inputs that were found before."""
        folders = ("content/sources", "tests/invented/sources", "tests/invented-rows/sources", "tests/golden/sources")
        files = [file for folder in folders for file in sorted((root / folder).iterdir()) if file.is_file()]
        files += sorted((root / "tests/clean/fixtures").rglob("*.txt"))
        read = {file: decode(file.read_bytes())[0] for file in files}
        return cls(
            [text for file, text in read.items() if file.suffix in (".txt", ".md")],
            [text for file, text in read.items() if file.suffix == ".yml"],
            [file.read_bytes() for file in sorted(found.rglob("*")) if file.is_file()] if found.is_dir() else [],
        )

    def window(self, rng: random.Random) -> str:
        """A stretch of a text, sometimes of one that was found."""
        if self.found and rng.random() < 0.1:
            return decode(rng.choice(self.found))[0][:LONGEST]
        text = rng.choice(self.texts)
        start = rng.choice((0, rng.randrange(len(text))))
        return text[start : start + rng.randint(*WINDOW)]

    def matter(self, rng: random.Random) -> str:
        """Front matter, whole or damaged."""
        keys = ["title", "标题", "date", "url", "year", "author", "a b", "", "organ：", "region"]
        lines = [f"{rng.choice(keys)}: {rng.choice([*YAML, *SNIPPETS])[:200]}" for _ in range(rng.randrange(6))]
        end = rng.choice(("\n---\n", "\n...\n", "\n", "\r\n---"))
        return rng.choice(("", "\ufeff")) + "---\n" + "\n".join(lines) + end


Mutator = Callable[[str, Seeds, random.Random], str]


def _span(text: str, rng: random.Random, most: int = 200) -> tuple[int, int]:
    start = rng.randrange(len(text) + 1)
    return start, min(len(text), start + rng.randint(0, rng.choice((1, 5, 20, most))))


def _put(text: str, seeds: Seeds, rng: random.Random) -> str:
    for _ in range(rng.choice((1, 1, 3, 20))):
        a, b = _span(text, rng, 1)
        text = text[:a] + rng.choice(STRANGE if rng.random() < 0.97 else SURROGATES) + text[b:]
    return text


def _snippet(text: str, seeds: Seeds, rng: random.Random) -> str:
    a, b = _span(text, rng, 1)
    return text[:a] + rng.choice(SNIPPETS) + text[b:]


def _line(text: str, seeds: Seeds, rng: random.Random) -> str:
    lines = text.split("\n")
    lines.insert(rng.randrange(len(lines) + 1), rng.choice(SNIPPETS).strip("\n"))
    return "\n".join(lines)


def _delete(text: str, seeds: Seeds, rng: random.Random) -> str:
    a, b = _span(text, rng)
    return text[:a] + text[b:]


def _repeat(text: str, seeds: Seeds, rng: random.Random) -> str:
    a, b = _span(text, rng, 60)
    return text[:b] + text[a:b] * rng.choice((1, 2, 5, 40)) + text[b:]


def _move(text: str, seeds: Seeds, rng: random.Random) -> str:
    a, b = _span(text, rng)
    rest = text[:a] + text[b:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + text[a:b] + rest[at:]


def _splice(text: str, seeds: Seeds, rng: random.Random) -> str:
    a, _ = _span(text, rng)
    return text[:a] + seeds.window(rng)


def _shuffle(text: str, seeds: Seeds, rng: random.Random) -> str:
    lines = text.split("\n")
    a, b = sorted(rng.randrange(len(lines) + 1) for _ in range(2))
    some = lines[a:b]
    rng.shuffle(some)
    return "\n".join(lines[:a] + some + lines[b:])


def _unwrap(text: str, seeds: Seeds, rng: random.Random) -> str:
    return text.replace("\n", rng.choice(("", " ", "\r\n", "\r", "\n\n", "\u2028", "\t", "\n\u3000\u3000")))


def _wrap(text: str, seeds: Seeds, rng: random.Random) -> str:
    width = rng.choice((1, 2, 7, 20, 40))
    a, b = _span(text, rng, 400)
    return text[:a] + "\n".join(text[i : min(b, i + width)] for i in range(a, b, width)) + text[b:]


def _digits(text: str, seeds: Seeds, rng: random.Random) -> str:
    forms = rng.choice(DIGITS)
    a, b = _span(text, rng, 400)
    return text[:a] + text[a:b].translate(str.maketrans("0123456789", forms)) + text[b:]


def _columns(text: str, seeds: Seeds, rng: random.Random) -> str:
    glue = rng.choice(("\t", "|", "  ", "    ", "，"))
    a, b = _span(text, rng, 200)
    return text[:a] + glue.join(text[a:b]) + text[b:]


MUTATORS: tuple[Mutator, ...] = (
    _put, _snippet, _line, _delete, _repeat, _move, _splice, _shuffle, _unwrap, _wrap, _digits, _columns,
)  # fmt: skip


def mutated(text: str, seeds: Seeds, rng: random.Random) -> str:
    """The text after one to eight mutations, no longer than an input may be."""
    for _ in range(rng.choice((1, 2, 3, 5, 8))):
        text = rng.choice(MUTATORS)(text, seeds, rng)[: 2 * LONGEST]
    return text[:LONGEST]


def text(seeds: Seeds, rng: random.Random) -> str:
    """A text that a report might be, or nothing that anybody would call one."""
    if rng.random() < 0.1:
        parts = (rng.choice([*SNIPPETS, *STRANGE, "\n", "\n\n"]) for _ in range(rng.randint(5, 60)))
        return "".join(parts)[:LONGEST]
    made = mutated(seeds.window(rng), seeds, rng)
    return made if len(made) >= SHORTEST else made + seeds.window(rng)[: SHORTEST - len(made)]


def binary(seeds: Seeds, rng: random.Random) -> bytes:
    """Bytes of a text in some encoding, a few of them changed."""
    codec = rng.choice(CODECS)
    data = bytearray(text(seeds, rng).encode(codec, "ignore"))
    for _ in range(rng.choice((0, 1, 3, 30))):
        at = rng.randrange(len(data) + 1)
        data[at : at + rng.choice((0, 1, 1, 3))] = rng.randbytes(rng.choice((0, 1, 1, 2)))
    if rng.random() < 0.05:
        data[:0] = rng.choice(MAGIC)
    return bytes(data)


def sidecar_text(seeds: Seeds, rng: random.Random) -> bytes:
    """A sidecar and its source, four null bytes between them: quotations from the text, and whatever YAML can hold."""
    raw = text(seeds, rng) if rng.random() < 0.3 else seeds.window(rng)
    if rng.random() < 0.1 and seeds.sidecars:
        made = rng.choice(seeds.sidecars)[:LONGEST]
    else:
        made = "".join(_facts(rng)) + "edits:\n" + "".join(_decision(raw, rng) for _ in range(rng.randrange(6)))
    for _ in range(rng.choice((0, 0, 1, 3))):
        a, b = _span(made, rng, 10)
        made = made[:a] + rng.choice((*YAML, *SNIPPETS, *STRANGE)) + made[b:]
    return made.encode("utf-8", "surrogatepass") + b"\0\0\0\0" + raw.encode("utf-8", "surrogatepass")


def _facts(rng: random.Random) -> list[str]:
    values = {
        "title": "甲区工作报告",
        "organ": "甲区人大常委会",
        "region": "乙省甲区",
        "year": "2025",
        "id": "a-1",
        "url": "https://a.b/c",
        "published": "2026-01-22",
        "licence": "CC0",
        "articles": "\n  - order: 1\n    title: 乙",
    }
    said = [(key, value) for key, value in values.items() if rng.random() < 0.3]
    return [f"{key}: {rng.choice((value, value, rng.choice(YAML)))}\n" for key, value in said]


def _decision(raw: str, rng: random.Random) -> str:
    def quoted(a: int, b: int) -> str:
        return '"' + raw[a:b].replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'

    a, b = _span(raw, rng, 60)
    ends = f"after: {quoted(max(0, a - 8), a)}, before: {quoted(b, b + 8)}"
    kind = rng.choice(("keep", "drop", "join", "split", "heading", "caption", "replace"))
    if kind in ("join", "split"):
        middle = rng.randint(a, b)
        return f"  - {kind}: {{after: {quoted(a, middle)}, before: {quoted(middle, b)}}}\n"
    if kind == "replace":
        new = rng.choice(("", "甲", "\\ud842\\udfb7", "12", "\\n", "x" * 300))
        return f'  - replace: {{text: {quoted(a, b)}, with: "{new}"}}\n'
    by_ends = f"{{from: {quoted(a, a + 4)}, to: {quoted(b - 4, b)}}}"
    said = rng.choice((quoted(a, b), f"{{text: {quoted(a, b)}, {ends}}}", by_ends))
    level = f"    level: {rng.choice('1367²0')}\n" if kind == "heading" else ""
    return f"  - {kind}: {said}\n{level}"

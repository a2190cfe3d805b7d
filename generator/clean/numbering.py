"""Numbering of headings and paragraphs: 第一章, 一、, （一）, 1., （1）."""

from __future__ import annotations

import re

from generator.numerals import count

CHINESE = "一二三四五六七八九十百"
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"第[{CHINESE}\d]{{1,4}}[编篇章部][分\s　：:、]?")),
    ("section", re.compile(rf"第[{CHINESE}\d]{{1,4}}节")),
    ("ideographic", re.compile(rf"[{CHINESE}]{{1,3}}[、，．.]\s*")),
    ("bracketed", re.compile(rf"[（(][{CHINESE}]{{1,3}}[）)][、，．.]?\s*")),
    ("arabic", re.compile(r"\d{1,2}(?:[、．]|\.(?!\d))\s*|0\d[\s\u3000]+(?=[\u4e00-\u9fff“])")),
    ("bracketed-arabic", re.compile(r"(?:[（(]\d{1,2}[）)]|[①-⑳])\s*")),
)
DASH = re.compile("[—–―─]{1,3}")


def style_of(text: str) -> str | None:
    """The style of the number that a line begins with, outermost styles first; None without one."""
    return next((name for name, pattern in STYLES if pattern.match(text)), None)


def kind_of(text: str) -> str | None:
    """The style of a heading's number, ``dashed`` for ——守底线，保民生; None for one with neither."""
    return style_of(text) or ("dashed" if DASH.match(text) else None)


def without(text: str) -> str:
    """The text behind its number."""
    return next((text[m.end() :] for _, pattern in STYLES if (m := pattern.match(text))), text)


def ordinal(text: str) -> int | None:
    """The value of the number that a line begins with (一、 → 1, （十二） → 12), None without one."""
    for _, pattern in STYLES:
        match = pattern.match(text)
        if match:
            arabic = re.search(r"\d+", match.group())
            if arabic:
                return int(arabic.group())
            chinese = re.search(rf"[{CHINESE}]+", match.group())
            return count(chinese.group()) if chinese else None
    return None


def levels(headings: list[str]) -> dict[str | None, int]:
    """The level of each numbering style met in a report's headings, outer styles first; None for those without.

    Headings behind a dash have no level of their own: they stand below the last other heading.
    Headings without a number stand beside 一、, or above all numbers where a count begins anew behind one of them
    (2025年工作安排 … 一、), and where nothing is numbered 一、.
    """
    styles = [style for style in map(kind_of, headings) if style != "dashed"]
    headings = [heading for heading in headings if kind_of(heading) != "dashed"]
    used = [name for name, _ in STYLES if name in styles]
    result: dict[str | None, int] = {}
    result.update((name, level) for level, name in enumerate(used, 1))
    restarts = any(a is None and ordinal(heading) == 1 for a, heading in zip(styles, headings[1:], strict=False))
    if None in styles and used and (restarts or "ideographic" not in used) and not {"part", "section"} & set(used):
        result = {name: level + 1 for name, level in result.items()}
        result[None] = 1
    else:
        result[None] = result.get("ideographic", 1)
    return result

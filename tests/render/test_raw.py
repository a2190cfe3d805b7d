"""A raw file as a page: line by line, character by character, and every 校勘记 entry leads to its line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from build import build
from pageread import read
from sample import Raw, five

from generator.model import Cleaned, Corpus
from generator.render.raw import raw_lines

LINE_END = re.compile(r"\r\n|\n|\r")


@pytest.mark.parametrize("cleaned", five().cleaned, ids=lambda c: c.source.path[:3])
def test_every_line_is_the_file_s_own(cleaned: Cleaned) -> None:
    lines = LINE_END.split(cleaned.source.text)
    told = ["".join(text for text, _ in line) for line in raw_lines(cleaned)]
    assert told == (lines if lines[-1] else lines[:-1])


def test_what_was_dropped_is_struck_and_trifles_are_not() -> None:
    raw = Raw("a.txt", "made")
    raw.drop("（上接1版）", "furniture-page-jump")
    raw.drop("\r\n", "blank")
    raw.passage("s1/p1", "甲*乙")
    raw.replace(",", "，", "width", "s1/p1")
    raw.drop("广告\n又一行", "furniture-advert")
    cleaned = Cleaned(raw.source(), (), tuple(raw.edits))
    assert list(raw_lines(cleaned)) == [
        [("（上接1版）", True)], [("甲*乙", False)], [(",", False), ("广告", True)], [("又一行", True)],
    ]  # fmt: skip


def test_entries_lead_to_their_lines(tmp_path: Path) -> None:
    site = build(Corpus(five().cleaned, {}), tmp_path)
    found = 0
    for cleaned in five().cleaned:
        name = cleaned.source.path.removesuffix(".txt")
        page = read((site / "sources" / f"{name}.html").read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>"))
        collation = (site / "collation" / f"{name}.html").read_text(encoding="utf-8")
        for anchor, line in re.findall(rf'sources/{name}\.html#(L\d+)">原文第(\d+)', collation):
            assert anchor == f"L{line}"
            assert anchor in page.ids
            found += 1
    assert found > 30

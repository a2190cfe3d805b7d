"""Reports that share text or follow each other find each other, and at a cost that grows with the text."""

import importlib
import random
from dataclasses import replace

from generator.model import Corpus, Edit, Link, Report
from generator.relate.sketch import sketch
from tests.relate.cases import corpus, report

links = importlib.import_module("generator.relate.links")
HAN = [chr(c) for c in range(0x4E00, 0x5600)]


def prose(length: int, seed: int) -> str:
    return "".join(random.Random(seed).choices(HAN, k=length))


def found(*reports: Report) -> list[Link]:
    return list(corpus(*reports).links)


def raw(made: Report, start: int, end: int) -> str:
    return "\n".join(p.text for p in made.paragraphs)[start:end]


def test_a_near_duplicate() -> None:
    text = prose(3000, 1)
    a, b = report([text], rid="a", organ=None), report([text[:1500] + "。" + text[1500:2990]], rid="b", organ=None)
    (link,) = found(a, b)
    assert (link.kind, link.report, link.other) == ("near-duplicate", "a", "b") and link.score > 0.9
    assert raw(a, link.from_start, link.from_end) == text[:2990]
    assert raw(b, link.to_start, link.to_end).replace("。", "") == text[:2990]


def test_a_report_inside_another() -> None:
    part = prose(1200, 2)
    a = report([part], rid="a", organ=None)
    b = report([prose(2000, 3), part, prose(2000, 4)], rid="b", organ=None)
    (link,) = found(a, b)
    assert (link.kind, link.report, link.other) == ("contains", "b", "a")
    assert raw(b, link.from_start, link.from_end) == part == raw(a, link.to_start, link.to_end)


def test_a_shared_passage_with_its_place_in_both() -> None:
    passage = prose(600, 5)
    a = report([prose(3000, 6), passage[:300], passage[300:]], rid="a", organ=None)
    b = report([passage + prose(3000, 7)], rid="b", organ=None)
    (link,) = found(a, b)
    assert link.kind == "shared-passage"
    assert raw(a, link.from_start, link.from_end).replace("\n", "") == passage
    assert raw(b, link.to_start, link.to_end) == passage


def test_reports_with_nothing_in_common_are_not_linked() -> None:
    assert not found(*(report([prose(3000, seed)], rid=f"r{seed}", organ=None) for seed in range(20)))


def test_the_next_edition() -> None:
    made = [report([prose(500, year)], rid=f"r{year}", year=year) for year in (2020, 2021, 2023)]
    other = report([prose(500, 1)], rid="x", year=2022, organ="甲市政协")
    (link,) = found(*made, other)
    assert (link.kind, link.report, link.other) == ("next-edition", "r2020", "r2021")


def test_halves_in_two_files() -> None:
    first, second = report([prose(300, 1)], rid="a"), report([prose(300, 2)], rid="b")
    made = corpus(first, second)
    jumps = {"a.txt": (300, "（下转A2版）"), "b.txt": (0, "（上接A1版）")}
    cleaned = []
    for c in made.cleaned:
        at, mark = jumps[c.source.path]
        text = c.source.text[:at] + mark + c.source.text[at:]
        edit = Edit(at, at + len(mark), "drop", None, None, "furniture-page-jump", "")
        own = c.reports[0]
        if not at:  # the text stands behind the mark
            moved = tuple(
                replace(p, pieces=tuple(x._replace(start=x.start + len(mark), end=x.end + len(mark)) for x in p.pieces))
                for p in own.paragraphs
            )
            own = replace(own, sections=(replace(own.sections[0], paragraphs=moved),))
        cleaned.append(replace(c, source=replace(c.source, text=text), reports=(own,), edits=(edit,)))
    (link,) = links.find_links(Corpus(tuple(cleaned)))
    assert (link.kind, link.report, link.other) == ("continues", "b", "a")
    assert (link.from_start, link.from_end, link.to_start, link.to_end) == (0, 7, 300, 307)


def pairs_met(count: int) -> int:
    """Pairs that ``count`` reports with the same set phrases lead to."""
    common = [(n, n) for n in range(50)]
    return len(links.candidates([[*common, (1000 + n, 60)] for n in range(count)]))


def test_pairs_grow_with_the_reports_not_with_their_square() -> None:
    assert pairs_met(400) <= 400 * links.NEIGHBOURS
    assert pairs_met(800) < 2.1 * pairs_met(400)


def test_a_text_of_one_character_and_a_short_one_have_sketches() -> None:
    assert len(sketch("一" * 100_000).short) <= 1
    assert sketch("") == sketch("一")


def test_a_text_that_repeats_itself_is_followed_once_for_each_gram() -> None:
    pair = next(a + b for a in HAN for b in HAN[:50] if sketch((a + b) * 30).long)
    text = pair * 20_000
    own = sketch(text)
    assert own.long
    best = links.longest_shared(text, text, own, own)
    assert best and best.size == len(text)

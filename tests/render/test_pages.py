"""What the pages hold, and that everything on them leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
import yaml
from build import build
from pageread import Page, read
from sample import Raw, five, made, many

from generator.errors import Problems
from generator.model import Cleaned, Corpus, Gap, Report
from generator.render.collation import chapters
from generator.render.labels import labels
from generator.render.markup import number_parts, tidy
from generator.render.pages import SiteInfo, write_pages
from generator.render.places import places, region_parts, slug, source_slug
from generator.render.report import view


@cache
def parsed(page: Path) -> Page:
    return read(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>"))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def check_links(site: Path) -> None:
    """Every link and anchor leads somewhere inside the site; ids are unique."""
    for page in pages(site):
        twice = [name for name, n in Counter(parsed(page).ids).items() if n > 1]
        assert not twice, (page, twice)
        if page.name == "404.html":
            continue
        here = page.relative_to(site).as_posix()
        for tag, attributes in parsed(page).seen:
            for name in ("href", "src", "action"):
                if not (link := attributes.get(name)):
                    continue
                target = urlsplit(urljoin(f"http://x/{here}", link))
                assert target.netloc == "x", (here, link)
                file = site / unquote(target.path).lstrip("/")
                assert file.is_file(), (here, tag, link)
                if target.fragment:
                    assert unquote(target.fragment) in parsed(file).ids, (here, link)


def test_every_link_leads_somewhere(site: Path) -> None:
    check_links(site)


def test_figures_and_rows_lead_to_each_other(site: Path) -> None:
    marked = 0
    for report in five().reports:
        page = parsed(site / "reports" / f"{report.id}.html")
        figures = {a["id"]: a["href"] for tag, a in page.seen if tag == "a" and a.get("class") == "gb-fig"}
        marked += len(figures)
        assert len(figures) == len(five().extracted[report.id].indicators)
        for anchor, row in figures.items():
            assert row == f"#i{anchor[1:]}"
            assert row[1:] in page.ids
    assert marked > 150


def test_nothing_from_elsewhere_and_nothing_inline(site: Path) -> None:
    for page in pages(site):
        if page.name == "404.html":
            continue  # has a test of its own
        html = page.read_text(encoding="utf-8")
        for tag, attributes in parsed(page).seen:
            assert "style" not in attributes, (page, tag)
            assert not [name for name in attributes if name.startswith("on")], (page, tag)
            assert tag != "style"
            assert tag != "script" or attributes.get("src"), page
            for name in ("src", "href", "action", "srcset", "poster"):
                value = attributes.get(name) or ""
                assert not re.match(r"([a-z]+:)?//", value), (page, value)
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
        assert policy
        assert "default-src 'none'" in policy[1]
        assert "unsafe" not in policy[1]
        assert html.index("Content-Security-Policy") < html.index("<script")
        assert '<html lang="zh-Hans">' in html


def test_everything_below_any_path_is_relative(site: Path) -> None:
    for page in pages(site):
        for _, attributes in parsed(page).seen:
            for name in ("src", "href", "action"):
                assert not (attributes.get(name) or "").startswith("/"), page


def test_a_missing_page_asks_for_nothing(site: Path, tmp_path: Path) -> None:
    """It stands in for any address, and may be opened from a disk: what it loaded might come from anywhere."""
    known = build(made(["文"]), tmp_path, site_url="https://example.org/a/b/")
    for top, links in (
        (site, ["./", "../"]),
        (known, ["/a/b/index.html", "/a/b/reports/index.html", "/a/b/search.html"]),
    ):
        html = (top / "404.html").read_text(encoding="utf-8")
        addresses = [(tag, a.get("href") or a.get("src")) for tag, a in parsed(top / "404.html").seen]
        assert [found for found in addresses if found[1]] == [("link", "data:,"), *(("a", link) for link in links)]
        assert "<script" not in html
        [style] = re.findall("<style>(.*?)</style>", html, re.DOTALL)
        assert "url(" not in style and "@import" not in style
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert f"default-src 'none'; style-src 'sha256-{digest}';" in html
    assert "https://example.org/a/b/reports/made.html" in (known / "sitemap.xml").read_text(encoding="utf-8")
    assert "https://example.org/a/b/reports/made.html" in (known / "reports" / "made.html").read_text(encoding="utf-8")


def test_an_empty_corpus_is_a_site(tmp_path: Path) -> None:
    site = build(Corpus(()), tmp_path)
    check_links(site)
    assert "尚未收录报告" in (site / "index.html").read_text(encoding="utf-8")


def test_a_report_of_which_nothing_is_known(tmp_path: Path) -> None:
    site = build(made([]), tmp_path)
    check_links(site)
    html = (site / "reports" / "made.html").read_text(encoding="utf-8")
    assert html.count('<dd class="none">未载</dd>') == 3
    assert html.count('<dd class="none">原文未载</dd>') == 1
    assert "不完整" in html
    assert "〔无题〕" in html
    assert "None" not in html


def test_hundreds_of_reports(tmp_path: Path) -> None:
    site = build(many(300), tmp_path)
    check_links(site)
    home = (site / "index.html").read_text(encoding="utf-8")
    assert home.count('class="t"') == 12
    assert "全部300篇" in home
    assert max(p.stat().st_size for p in pages(site)) < 500_000
    for name in ("reports/index", "browse/regions", "browse/organs"):
        assert (site / f"{name}.html").read_text(encoding="utf-8").count("data-item") == 300


def test_the_raw_file_comes_byte_for_byte(site: Path, tmp_path: Path) -> None:
    for cleaned in five().cleaned:
        raw = (Path(__file__).parents[2] / "content" / "sources" / cleaned.source.path).read_bytes()
        assert (site / "sources" / f"{source_slug(cleaned.source.path)}.txt").read_bytes() == raw
    corpus = made(["正\udc80文"], path="某/a b.md")
    write_pages(corpus, tmp_path)
    copy, page = sorted((tmp_path / "sources").iterdir(), key=lambda path: path.suffix == ".md")
    assert (copy.suffix, page.suffix) == (".txt", ".md")
    assert "正\ufffd文" in page.read_text(encoding="utf-8")  # the page of its lines; the file itself is a page nowhere
    assert copy.name.isascii()
    assert b"\xe6\xad\xa3\x80" in copy.read_bytes()


def test_the_markdown_of_a_page_can_be_had(tmp_path: Path) -> None:
    write_pages(made(["文"]), tmp_path)
    page = (tmp_path / "reports" / "made.md").read_bytes()
    assert (tmp_path / "reports" / "made.md.txt").read_bytes() == page
    assert yaml.safe_load(page.split(b"---\n")[1])["title"] == "文"


def test_a_hand_written_home_stays(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# 我的\n", encoding="utf-8")
    with pytest.raises(Problems, match=r"index\.md"):
        write_pages(made(["文"]), tmp_path)
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "# 我的\n"


def test_same_corpus_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_pages(five(), tmp_path / name)
    first, second = ({p.relative_to(d): p.read_bytes() for p in d.rglob("*") if p.is_file()}
                     for d in (tmp_path / "a", tmp_path / "b"))  # fmt: skip
    assert first == second


def report_with(gap: Gap, *texts: str) -> Report:
    [report] = made(list(texts), gaps=(gap,)).reports
    return report


@pytest.mark.parametrize(
    ("gap", "inline", "continues", "flags"),
    [
        (Gap("政府债务管理", "有辨识度的品牌", "certain", "", "made/s1/p1", "gap", 0), True, True, ["缺文1处"]),
        (Gap("良好局面。", "建优代表", "possible", "", "made/s1/p1", "gap", 0), False, False, ["疑有缺文1处"]),
        (Gap("", "推动", "certain", "", "", "gap", 0), False, False, ["首部未收"]),
        (Gap("创新思维，", "", "certain", "", "made/s1/p2", "gap", 0), True, False, ["文末中断"]),
    ],
)
def test_gaps(gap: Gap, inline: bool, continues: bool, flags: list[str]) -> None:
    v = view(report_with(gap, f"推动{gap.after}", gap.before or "末段"), ())
    first, second = v.parts[0].blocks
    assert v.gaps[0].inline is inline
    assert v.flags == flags
    assert getattr(second, "continues") is continues  # noqa: B009
    runs = [run.kind for block in (first, second) for run in getattr(block, "runs")]  # noqa: B009
    assert ("gap" in runs) is inline


def test_run_in_headings() -> None:
    long = "按照区委部署，常委会依法履职，监督有力，代表作用充分发挥，各项工作迈出新的步伐。"
    v = view(made([f"一、夯实基础，稳步前行。{long}", f"加强监督。{long}", f"2025年，{long}"]).reports[0], ())
    bold = [run.text for block in v.parts[0].blocks for run in getattr(block, "runs") if run.bold]  # noqa: B009
    assert bold == ["一、夯实基础，稳步前行。"]
    v = view(made([long, f"加强监督。{long}", f"服务代表。{long}"]).reports[0], ())
    bold = [run.text for block in v.parts[0].blocks for run in getattr(block, "runs") if run.bold]  # noqa: B009
    assert bold == ["加强监督。", "服务代表。"]


def test_a_quote_is_cut_at_its_own_figure() -> None:
    corpus = made(["建站1个，设点1个。"], figures=[(0, 2, 4), (0, 7, 9)])
    v = view(corpus.reports[0], corpus.extracted["made"].indicators)
    assert [r.quote for r in v.rows] == [("建站", "1个", "，设点1个。"), ("建站1个，设点", "1个", "。")]


def test_figures_that_overlap_are_marked_once() -> None:
    corpus = made(["走访120户"], figures=[(0, 2, 6), (0, 2, 5)])
    v = view(corpus.reports[0], corpus.extracted["made"].indicators)
    assert [(r.n, r.marked) for r in v.rows] == [(1, True), (2, False)]
    assert v.rows[1].anchor == "p1"


def collated(raw: Raw) -> dict[str, list[str]]:
    report = Report(raw.report, raw.path, 1, None, None, None, None, (), None, None, None, True, (), (), ())
    found = chapters(Cleaned(raw.source(), (report,), tuple(raw.edits)), places([report]))
    return {c.group.id: [f"{e.before}|{e.taken}|{e.given}|{e.after}" for e in c.entries] for c in found}


def test_a_collation_shows_changes_in_context() -> None:
    raw = Raw("a.txt", "a")
    raw.passage("s1/p1", "甲" * 30)
    raw.drop("第3版", "furniture-page-number")
    raw.drop("\n", "blank")
    raw.drop("公益广告", "furniture-page-number")
    raw.passage("s1/p2", "乙" * 30)
    raw.drop("谜", "never-heard-of")
    raw.replace(",", "，", "width", "s1/p3")
    raw.replace(" and ", "和", "foreign-word", "s1/p3")
    found = collated(raw)
    assert found["furniture"] == [f"…{'甲' * 20}|第3版\n公益广告||{'乙' * 20}…"]
    assert found["other"] == [f"…{'乙' * 20}|谜||，和"]
    assert found["word"] == ["，|and|和|"]
    assert found["width"] == []
    assert list(found) == ["word", "furniture", "other", "width", "space"]


def test_many_joins_are_folded() -> None:
    raw = Raw("a.txt", "a")
    for n in range(60):
        raw.replace("字", "字", "text", "s1/p1")
        raw.edits[-1] = raw.edits[-1]._replace(action="keep", output=None)
        raw.drop("\n", "line-join", "接回")
        assert n < 60
    [join] = [c for c in chapters(Cleaned(raw.source(), (), tuple(raw.edits)), {}) if c.group.id == "join"]
    assert join.folds
    assert join.count == 60
    assert join.entries[0].lines == (1, 2)
    assert {e.why for e in join.entries} == {""}


def test_every_rule_of_the_labels_has_a_group() -> None:
    ids = [group.id for group in labels().groups]
    assert len(ids) == len(set(ids))
    assert labels().rule("unheard-of").group == "other"
    assert labels().rule("furniture-anything").group == "furniture"
    assert labels().organ_kind("南湖区政协") == "政协"
    assert labels().organ_kind("某某") == "其他"


@pytest.mark.parametrize(
    ("region", "parts"),
    [
        ("浙江省嘉兴市南湖区新嘉街道", ["浙江省", "嘉兴市", "南湖区", "新嘉街道"]),
        ("浙江省湖州市吴兴区", ["浙江省", "湖州市", "吴兴区"]),
        ("山东省济南市市中区", ["山东省", "济南市", "市中区"]),
        ("江西省景德镇市", ["江西省", "景德镇市"]),
        ("广西壮族自治区南宁市", ["广西壮族自治区", "南宁市"]),
        ("北京市", ["北京市"]),
        ("全国", ["全国"]),
        (None, []),
    ],
)
def test_region_parts(region: str | None, parts: list[str]) -> None:
    assert region_parts(region) == parts


@pytest.mark.parametrize(
    ("shown", "parts"),
    [
        ("近10万人次", ("近", "10", "万人次")),
        ("99.31%", ("", "99.31", "%")),
        ("5%—6%", ("", "5", "%—6%")),
        ("15-75岁", ("", "15-75", "岁")),
        ("百分之五", ("", "百分之五", "")),
        ("三家", ("", "三", "家")),
    ],
)
def test_number_parts(shown: str, parts: tuple[str, str, str]) -> None:
    assert number_parts(shown) == parts


@pytest.mark.parametrize(
    "name", ["a", "南湖", "a b", "../x", "CON", "con.txt", "-rf", ".hidden", "a/b", "index", "x" * 300]
)
def test_slugs_are_safe_and_differ(name: str) -> None:
    made_of = slug(name)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", made_of)
    assert len(made_of) < 100
    assert made_of.lower() not in ("con", "con.txt", "index")
    others = {slug(other) for other in ("b", "a-b", "a_b", "南", "x")}
    assert made_of not in others


def test_tidy_parts_blocks() -> None:
    assert tidy("<div>\n\n  <p>\n</div>\n# 题\n<p>文</p>\n") == "<div>\n<p>\n</div>\n\n# 题\n\n<p>文</p>\n"


def test_a_link_that_runs_is_no_link(tmp_path: Path) -> None:
    corpus = made(["文"])
    [cleaned] = corpus.cleaned
    [report] = cleaned.reports
    for url, linked in (("javascript:alert(1)", False), ("https://example.org/a?b=1&c=<x>", True)):
        other = replace(cleaned, reports=(replace(report, url=url),))
        write_pages(Corpus((other,)), tmp_path, site=SiteInfo())
        page = read((tmp_path / "reports" / "made.md").read_text(encoding="utf-8").split("---\n", 2)[2])
        assert (url in [a.get("href") for _, a in page.seen]) is linked

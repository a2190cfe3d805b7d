"""A project in which every place that a text comes from holds something hostile; everything else is invented."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import yaml

from generator.visible import unseen

ROOT = Path(__file__).parents[2]
CANARY_HOST = "example.invalid"
MARKED = ("attributes", "markdown", "templates", "yaml")
"""Kinds that are tried in a Markdown source, too."""

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


class Payload(NamedTuple):
    """One hostile text; ``n`` counts all of them."""

    n: int
    kind: str
    text: str

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return f"{self.n:03}"

    @property
    def hidden(self) -> bool:
        """Does it hold a character that no fact may hold?"""
        return next(unseen(self.text), None) is not None

    @property
    def refused(self) -> bool:
        """Is a fact with it refused? A tab, and a line end as YAML knows them, is a space in a fact."""
        return not {*unseen(self.text)} <= {"\t", "\x85"}

    @property
    def bridge(self) -> str:
        """What its figures are of: a name that no other payload has."""
        return f"{STEMS[self.n // 12 % 10]}{BRANCHES[self.n % 12]}{'东西'[self.n // 120]}桥"


def payloads() -> list[Payload]:
    """Every payload of payloads.yml."""
    table = yaml.safe_load((Path(__file__).parent / "payloads.yml").read_text(encoding="utf-8"))
    pairs = [(kind, text) for kind, texts in table.items() for text in texts]
    return [Payload(n, kind, text) for n, (kind, text) in enumerate(pairs)]


def plain(p: Payload) -> str:
    """A source with the payload in title, byline, paragraphs, heading, caption, cell, quoted names and an event."""
    return (
        f"青溪区人大常委会2025年工作报告{p.text}\n\n■记者 {p.text}\n\n"
        f"2025年，青溪区人大常委会召开常委会会议8次，{p.text}，听取专项工作报告12个。\n\n"
        f"一、{p.text}监督更有力\n\n"
        f"全年修缮{p.bridge}12座，对{p.text}问题开展专题询问，推动解决问题47个，办理{p.text}建议136件。\n\n"
        f"图为区人大代表视察{p.text}现场。 （孙大海 摄）\n\n"
        f"项目\t2024年\t2025年\n{p.text}（人）\t21000\t22500\n新增就业（人）\t31000\t32500\n\n"
        f"落实《{p.text}条例》，建立“{p.text}”工作机制。2025年3月5日，召开{p.text}座谈会。\n"
    )


def marked(p: Payload) -> str:
    """A Markdown source with the payload in the front matter, headings, bold text, a list and a table."""
    matter = {
        "title": f"青溪市政府工作报告{p.text}",
        "organ": f"青溪市政府{p.text}",
        "author": p.text,
        "licence": p.text,
    }
    return (
        f"---\n{yaml.safe_dump(matter, allow_unicode=True)}---\n# 青溪市政府工作报告{p.text}\n\n"
        f"## 一、{p.text}\n\n2024年，全市**{p.text}**修缮{p.bridge}6座，增长6.1%。\n\n"
        f"- {p.text}\n- 改造老旧小区16个\n\n"
        f"| {p.text} | 2024年 |\n|---|---|\n| {p.text} | 12 |\n| 新增就业 | 21000 |\n"
    )


def sidecar(p: Payload) -> str:
    """A sidecar with the payload in every text that a person states."""
    return yaml.safe_dump(
        {
            "title": f"青溪区人大常委会报告{p.text}",
            "organ": f"青溪区人大{p.text}",
            "region": f"江南省青溪市{p.text}",
            "year": 2025,
            "licence": p.text,
            "edits": [
                {"drop": "听取专项工作报告12个", "note": p.text},
                {"replace": {"text": "推动解决问题", "with": f"推动{p.text}解决问题"}, "note": p.text},
            ],
        },
        allow_unicode=True,
        sort_keys=False,
    )


def file_name(p: Payload) -> str:
    """The payload as part of a name, as far as a file system takes it; a name that no file should have is refused."""
    usable = "".join(ch for ch in p.text if ch not in "/\0" and ch.isprintable() and not 0xD800 <= ord(ch) < 0xE000)
    return f"{p.stem} {usable}".encode()[:180].decode("utf-8", "ignore").rstrip()


def project(folder: Path) -> Path:
    """Write the project; its sources are in ``content/sources``."""
    content, sources = folder / "content", folder / "content" / "sources"
    sources.mkdir(parents=True)
    (content / "pages").mkdir()
    for name in ("about.md", "method.md", "cite.md"):
        (content / "pages" / name).write_bytes((ROOT / "content" / "pages" / name).read_bytes())
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    config = config.replace("# site_url: https://example.org/", "site_url: https://example.org/gongbao/")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    seen = [p for p in payloads() if not p.hidden]
    for p in payloads():
        name = file_name(p)
        (sources / f"{name}.txt").write_bytes(plain(p).encode())
        if not p.hidden:
            (sources / f"{name}.txt.yml").write_bytes(sidecar(p).encode())
        if p.kind in MARKED:
            (sources / f"{name} m.md").write_bytes(marked(p).encode())
    _dump(content / "indicators.yml", {"entries": [_entry(p) for p in seen]})
    _dump(content / "subjects.yml", {"subjects": [_subject(p) for p in seen]})
    _dump(content / "corrections.yml", {"corrections": [_correction(p) for p in seen]})
    return sources


def _entry(p: Payload) -> dict[str, object]:
    return {
        "id": f"x-{p.stem}", "name": f"{p.text}{p.n}", "group": p.text, "units": ["座"], "need": [p.bridge],
        "definition": p.text,
    }  # fmt: skip


def _subject(p: Payload) -> dict[str, object]:
    return {"id": f"x-{p.stem}", "name": f"{p.text}{p.n}", "words": [p.bridge]}


def _correction(p: Payload) -> dict[str, object]:
    return {"date": "2026-01-31", "where": p.text, "was": p.text, "now": f"{p.text}甲", "why": p.text}


def _dump(path: Path, data: object) -> None:
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")

"""The theme in somebody else's project: ordinary pages, folders of pages, no page of ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml
from pageread import read

PAGE = """# Tea & `code` <b>x</b>

A paragraph with *stress*, a [link](guide/a.md) and a [page](guide/deep/b.md#sub).

## List

* one
    1. two

| A | B |
|---|--:|
| 1 | 2 |

!!! note
    An admonition.
"""


def build(folder: Path, **theme: object) -> Path:
    (folder / "docs" / "guide" / "deep").mkdir(parents=True)
    for name, text in {
        "index": PAGE,
        "guide/a": "# Page A\n\n## One\n\n## Two\n",
        "guide/deep/b": "---\ntitle: <i>B</i>\n---\n# B\n\n## Sub {#sub}\n",
    }.items():
        (folder / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    settings = {
        "site_name": "Tea <& Co",
        "theme": {"name": "gongbao", **theme},
        "markdown_extensions": ["attr_list", "admonition"],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def html(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    read(text.removeprefix("<!DOCTYPE html>"))  # every element is closed
    return text


def test_ordinary_pages(tmp_path: Path) -> None:
    site = build(tmp_path)
    home = html(site / "index.html")
    assert 'data-layout="prose"' in home
    assert "<title>Tea &lt;&amp; Co</title>" in home
    assert ">Tea &amp; code x</a>" in home
    assert 'role="search"' not in home  # there is no search page
    assert home.count("<script") == 2
    deep = html(site / "guide" / "deep" / "b" / "index.html")
    assert "<title>&lt;i&gt;B&lt;/i&gt; · Tea &lt;&amp; Co</title>" in deep
    assert 'href="../../../assets/gongbao.css"' in deep
    assert 'href="#sub"' in deep
    beside = html(site / "guide" / "a" / "index.html")
    assert '<nav class="gb-toc" aria-label="本栏">' in beside
    assert 'href="../deep/b/"' in beside
    assert (site / "assets" / "gongbao.css").is_file()
    assert not (site / "mkdocs_theme.yml").exists()


def test_the_policy_can_be_loosened_and_the_language_set(tmp_path: Path) -> None:
    home = html(build(tmp_path, strict_policy=False, lang="en") / "index.html")
    assert "Content-Security-Policy" not in home
    assert '<html lang="en">' in home

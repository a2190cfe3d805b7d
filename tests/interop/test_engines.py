"""Nobody is locked in: other themes and another engine build the same generated pages, complete and readable."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from pageread import expected, read
from sample import five

from generator.render.pages import write_pages

ROOT = Path(__file__).parents[2]
# Engine, theme, and the element that holds the page's own content.
ENGINES = {
    "mkdocs-material": ("mkdocs", {"name": "material", "font": False, "language": "zh"}, "<article"),
    "properdocs": ("properdocs", {"name": "mkdocs"}, '<div class="col-md-9" role="main"'),
    "properdocs-gongbao": ("properdocs", {"name": "gongbao"}, "<article"),
}
NOTICE = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}  # what the two projects say of each other


def run(engine: str, config: Path) -> None:
    """Build strictly: a warning is an error."""
    done = subprocess.run(
        [sys.executable, "-m", engine, "build", "--strict", "--quiet", "-f", str(config)],
        env={**os.environ, **NOTICE},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the five reports, as the plugin would write them."""
    folder = tmp_path_factory.mktemp("engines") / "docs"
    write_pages(five(), folder)
    (folder / "about.md").write_text("# 关于\n\n## 方法 {#method}\n\n文字。\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest, docs: Path) -> tuple[Path, str]:
    """The site that an engine makes of them, and how the element of its content begins."""
    engine, theme, start = ENGINES[request.param]
    config = docs.parent / f"{request.param}.yml"
    settings = {
        "site_name": "公报",
        "docs_dir": "docs",
        "site_dir": request.param,
        "use_directory_urls": False,
        "theme": theme,
        "plugins": [],
        "markdown_extensions": ["attr_list"],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    config.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    run(engine, config)
    return docs.parent / request.param, start


def content(page: Path, start: str) -> str:
    """The element that begins with ``start``, up to its own end tag."""
    html = page.read_text(encoding="utf-8")
    html = html[html.index(start) :]
    depth = 0
    for tag in re.finditer(rf"<(/?){re.escape(start.split()[0][1:])}\b", html):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return html[: html.index(">", tag.end()) + 1]
    raise AssertionError(f"{start} is left open in {page}")


def test_every_report_is_complete(built: tuple[Path, str]) -> None:
    site, start = built
    for report in five().reports:
        assert read(content(site / "reports" / f"{report.id}.html", start)).blocks == expected(report)


def test_every_page_is_there_and_every_link_leads_somewhere(built: tuple[Path, str], docs: Path) -> None:
    site, start = built
    names = [path.relative_to(docs).with_suffix(".html").as_posix() for path in docs.rglob("*.md")]
    pages = {name: read(content(site / name, start)) for name in names}
    lost = []
    for name, page in pages.items():
        assert {tag for tag, _ in page.seen} >= {"h1"}, name
        for link in (attrs["href"] or "" for tag, attrs in page.seen if tag == "a" and "href" in attrs):
            url = urlsplit(link)
            target = normpath(join(name, "..", unquote(url.path))) if url.path else name
            if url.scheme or not target.endswith(".html"):
                continue  # data and search are written beside the pages, by the plugin
            if target not in pages or (url.fragment and unquote(url.fragment) not in pages[target].ids):
                lost.append((name, link))
    assert lost == []


def test_the_plugin_works_with_properdocs(tmp_path: Path) -> None:
    """The same configuration, plugin and theme; the site is the same, byte for byte."""
    for engine in ("mkdocs", "properdocs"):
        folder = tmp_path / engine
        (folder / "content" / "sources").mkdir(parents=True)
        (folder / "content" / "pages").mkdir()
        (folder / "content" / "sources" / "a.txt").write_text(
            "某区2025年工作报告\n\n一年来，共督办建议36件，办结率达98.5%。\n", encoding="utf-8"
        )
        shutil.copy(ROOT / "content" / "pages" / "about.md", folder / "content" / "pages")
        shutil.copy(ROOT / "mkdocs.yml", folder)
        run(engine, folder / "mkdocs.yml")
    one, other = (
        {path.relative_to(top): path.read_bytes() for path in top.rglob("*") if path.is_file()}
        for top in (tmp_path / "mkdocs" / "site", tmp_path / "properdocs" / "site")
    )
    assert len(one) > 10
    # Engines write a site map of their own beside the theme's.
    assert {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)} <= {Path("sitemap.xml.gz")}

"""Builds a corpus with MkDocs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml

from generator.model import Corpus
from generator.render.pages import SiteInfo, write_pages


def build(corpus: Corpus, folder: Path, **config: object) -> Path:
    """Build strictly, with no warning, and return the site."""
    docs = folder / "docs"
    url = str(config.get("site_url", ""))
    write_pages(corpus, docs, site=SiteInfo(url=url))
    (docs / "about.md").write_text("# 关于\n\n## 方法 {#method}\n\n文字。\n", encoding="utf-8")
    settings = {
        "site_name": "公报",
        "docs_dir": "docs",
        "use_directory_urls": False,
        "theme": {"name": "gongbao"},
        "plugins": [],
        "markdown_extensions": ["attr_list"],
        "nav": [{"首页": "index.md"}, {"报告": "reports/index.md"}, {"检索": "search.md"}, {"关于": "about.md"}],
        "validation": {"nav": {"omitted_files": "ignore"}},
        **config,
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-f", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert "WARNING" not in done.stderr
    return folder / "site"

"""What an editor sees in the browser while something is wrong with a file, and once it is mended."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from browsing import PHONE, ROOT

from tests.cli.test_build import serving, wait_for

TEXT = "青山区人大常委会工作报告\n\n全年听取专项工作报告18个，开展执法检查3次。\n"


def test_a_fault_is_shown_on_the_page_with_file_line_and_remedy(
    browser: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = tmp_path / "content" / "sources"
    sources.mkdir(parents=True)
    (tmp_path / "content" / "pages").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    shutil.copy(ROOT / "content" / "pages" / "about.md", tmp_path / "content" / "pages")
    (sources / "a.txt").write_text(TEXT, encoding="utf-8")
    (sources / "a.txt.yml").write_text("id: qingshan\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    page = browser.new_page(viewport=PHONE)
    with serving(["generator", "serve", "--addr"]) as (_, log):
        address = next(line.split()[-1] for line in log().splitlines() if "Serving on" in line)
        page.goto(f"{address}reports/qingshan.html")
        assert page.locator(".gb-faults").count() == 0
        (sources / "a.txt.yml").write_text("id: qingshan\n'<img src=x onerror=alert(1)>': 1\n", encoding="utf-8")
        page.wait_for_selector(".gb-faults", timeout=60_000)  # nobody reloads: the page does
        told = page.locator(".gb-faults li").inner_text()
        assert "a.txt.yml:2: '<img src=x onerror=alert(1)>' is not known here; use one of: title" in told
        assert page.locator(".gb-faults img").count() == 0
        assert "听取专项工作报告18个" in page.locator("article").inner_text(), "the last good page stays"
        wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        assert page.evaluate(wide), "a long path does not widen the page"
        (sources / "a.txt.yml").write_text("id: qingshan\n", encoding="utf-8")
        wait_for(lambda: page.reload() and not page.locator(".gb-faults").count(), log)
    page.close()

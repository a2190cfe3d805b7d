"""Pages are light: a reader in the country pays for every byte. No browser."""

from __future__ import annotations

import gzip
from pathlib import Path

from test_links import FETCHED, pages

REPORT = 150_000  # bytes, compressed, styles and scripts included, search data not
PAGE = 2_000_000  # bytes, as they lie on the disk


def weight(site: Path, name: str) -> int:
    """Bytes of a page and of all that it fetches, each compressed as web servers do."""
    fetched = [link for tag, attribute, link in pages(site)[name].links if (tag, attribute) in FETCHED]
    files = {(site / name).parent / link for link in fetched if ":" not in link} | {site / name}
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)


def test_reports_are_light(site: Path) -> None:
    heavy = {name: weight(site, name) for name in pages(site) if name.startswith("reports/")}
    assert len(heavy) > 5
    assert {name: bytes for name, bytes in heavy.items() if bytes > REPORT} == {}
    assert min(heavy.values()) > 10_000  # styles and scripts were counted


def test_no_page_is_huge(site: Path) -> None:
    assert {name for name in pages(site) if (site / name).stat().st_size > PAGE} == set()

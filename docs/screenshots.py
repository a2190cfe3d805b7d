"""Takes the pictures of the README from a built site: ``python docs/screenshots.py [SITE]``, or ``make screenshots``.

The Chinese fonts of the machine are what the pictures show; Noto Serif CJK SC and Noto Sans CJK SC look as intended.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent / "images"
LARGEST = 300_000  # bytes
DESK = {"width": 1440, "height": 960}
# Picture, page of the five sources, and the element that is brought to the top of the picture.
SHOTS = (
    ("home", "index.html", None),
    ("report", "reports/nanhu-renda-2025.html", None),
    ("collation", "collation/001_6add2bf4d50352cc.html", "article h2"),
)


def take(page: Any, base: str, name: str, path: str, top: str | None) -> None:
    """One picture of what a reader with a desk screen sees."""
    page.goto(base + path)
    if top:
        page.locator(top).first.evaluate("(node) => scrollTo(0, node.getBoundingClientRect().top + scrollY - 110)")
    page.evaluate("document.fonts.ready")
    picture = IMAGES / f"{name}.png"
    page.screenshot(path=picture, animations="disabled", caret="hide")
    if picture.stat().st_size > LARGEST:
        sys.exit(f"{picture} has {picture.stat().st_size} bytes, more than {LARGEST}: show less")
    print(picture)


def main() -> None:
    """Take all of them."""
    site = Path(sys.argv[1] if len(sys.argv) > 1 else "site").resolve()
    if not (site / "index.html").is_file():
        sys.exit(f"{site} is no built site; build one with: make site")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=DESK, color_scheme="light", reduced_motion="reduce")
        for shot in SHOTS:
            take(page, site.as_uri() + "/", *shot)
        browser.close()


if __name__ == "__main__":
    main()

"""How heavy and how quick pages are on a slow phone: ``python -m benchmarks.page_speed [SITE]``.

Serves a built site (``site/``) compressed and opens its home page, its longest report and its longest indicator page
in headless Chromium with an empty cache, on the profile that Lighthouse calls a slow 4G phone: 390 × 844, 150 ms there
and back, 1.6 Mbit/s, a processor four times slower. Prints the median of several visits. Other work on the machine
makes every figure worse.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any

from playwright.sync_api import sync_playwright

NETWORK = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
SLOWER = 4
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 3, "is_mobile": True, "has_touch": True}
COMPRESSED = {".html", ".css", ".js", ".svg", ".txt"}
SEEN = """() => new Promise((done) => {
  const seen = { first: 0, largest: 0, shift: 0 };
  const watch = (type, each) => new PerformanceObserver((list) => list.getEntries().forEach(each))
    .observe({ type, buffered: true });
  watch("paint", (e) => { if (e.name === "first-contentful-paint") seen.first = e.startTime; });
  watch("largest-contentful-paint", (e) => { seen.largest = e.startTime; });
  watch("layout-shift", (e) => { if (!e.hadRecentInput) seen.shift += e.value; });
  setTimeout(() => done(seen), 1000);
})"""


class Compressing(SimpleHTTPRequestHandler):
    """A web server as one finds them: text goes out compressed."""

    def do_GET(self) -> None:  # the name that http.server calls
        """Answer one request."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if path.suffix in COMPRESSED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Serve ``site``; gives its address, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(site)))
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


def visit(browser: Any, url: str) -> dict[str, float]:
    """One visit with an empty cache: ``bytes`` over the wire, ``first`` and ``largest`` paint in ms, ``shift``."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    control = context.new_cdp_session(page)
    received: list[float] = []
    control.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    control.send("Network.enable")
    control.send("Network.setCacheDisabled", {"cacheDisabled": True})
    control.send("Network.emulateNetworkConditions", NETWORK)
    control.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="load")
    seen: dict[str, float] = page.evaluate(SEEN)
    context.close()
    return {"bytes": sum(received), **seen}


def without_scripts(browser: Any, url: str) -> float:
    """The share of the characters of the article that a reader without scripts sees, from 0 to 1."""
    shown = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(url)
        shown.append(len("".join(page.locator("article").inner_text().split())))
        context.close()
    return shown[1] / shown[0]


def longest(site: Path, folder: str) -> list[str]:
    """The path of the longest page in a folder of the site, lists apart; none where there is none."""
    pages = sorted((site / folder).glob("*.html"), key=lambda path: path.stat().st_size)
    pages = [path for path in pages if path.name != "index.html" and "_" not in path.name] or pages
    return [path.relative_to(site).as_posix() for path in pages[-1:]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=Path("site"))
    parser.add_argument("--visits", type=int, default=5, help="visits of each page (5)")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        sys.exit(f"{options.site} is no built site; build one with: make site")
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
    print(f"{'page':48} {'kB':>6} {'first paint':>12} {'largest':>9} {'shift':>7} {'without scripts':>16}")
    with served(options.site) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        visit(browser, base + "index.html")  # the first one starts the browser's processes
        for name in ["index.html", *longest(options.site, "reports"), *longest(options.site, "indicators")]:
            visits = [visit(browser, base + name) for _ in range(options.visits)]
            mid = {key: median(one[key] for one in visits) for key in visits[0]}
            print(
                f"{name:48} {mid['bytes'] / 1000:6.1f} {mid['first']:9.0f} ms {mid['largest']:6.0f} ms"
                f" {mid['shift']:7.4f} {without_scripts(browser, base + name):15.0%}"
            )
        browser.close()


if __name__ == "__main__":
    main()

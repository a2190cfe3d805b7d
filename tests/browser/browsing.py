"""What browser tests share: a server for a folder, the three ways to a site, a page that is watched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[2]
PREFIX = "/a/b/"  # a site may lie below any path
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


class _Quiet(SimpleHTTPRequestHandler):
    """Serves ``directory`` below ``prefix``, without a log."""

    def __init__(self, *args: Any, prefix: str, **kwargs: Any) -> None:
        self.prefix = prefix
        super().__init__(*args, **kwargs)

    def translate_path(self, path: str) -> str:
        outside = not path.startswith(self.prefix)
        return super().translate_path("/nothing-here" if outside else path[len(self.prefix) - 1 :])

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """A missing page gets the site's own, as web servers are told to do."""
        page = Path(self.directory, "404.html")
        if code != 404 or not page.is_file():
            return super().send_error(code, message, explain)
        self.send_response(code)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(page.read_bytes())
        return None

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def served(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve ``folder`` from a thread; gives its address, which ends in a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder), prefix=prefix))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def three_ways(folder: Path) -> Iterator[dict[str, str]]:
    """The address of ``folder`` over http, over http below a path, and as files."""
    with served(folder) as http, served(folder, PREFIX) as below:
        yield {"http": http, "below": below, "file": folder.as_uri() + "/"}


class Visit:
    """Opens pages and remembers what went wrong on them, and what they asked for."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser
        self.troubles: list[str] = []
        self.requests: list[str] = []
        self._page: Any = None
        self._own: list[Any] = []

    def __call__(self, url: str, **options: Any) -> Any:
        """A page at ``url``: the one page that all tests share, which is fast, and has their storage, too.

        With ``options`` of a browser context (an empty ``permissions=[]`` will do) it is a page of its own.
        """
        if options:
            page = self._new(options)
            self._own.append(page.context)
        else:
            page = self._page = self._page or self._new({})
        page.goto(url)
        return page

    def _new(self, options: dict[str, Any]) -> Any:
        context = self.browser.new_context(**{"viewport": DESK, **options})
        context.set_default_timeout(5000)
        page = context.new_page()
        page.on("console", lambda m: m.type in ("warning", "error") and self.troubles.append(f"{m.type}: {m.text}"))
        page.on("pageerror", lambda error: self.troubles.append(f"page error: {error}"))
        page.on("request", self._asked)
        return page

    def _asked(self, request: Any) -> None:
        """Everything comes from this machine, or from the disk; a page from the disk asks for files only."""
        self.requests.append(request.url)
        url, page = urlsplit(request.url), urlsplit(request.frame.page.url)
        local = url.hostname == "127.0.0.1" and (page.scheme != "file" or request.is_navigation_request())
        if not local and url.scheme not in ("file", "data", "blob"):
            self.troubles.append(f"request to another host: {request.url}")

    def finish(self) -> list[str]:
        """Close what one test opened for itself; what went wrong in it."""
        for context in self._own:
            context.close()
        troubles, self.troubles, self.requests, self._own = self.troubles, [], [], []
        return troubles

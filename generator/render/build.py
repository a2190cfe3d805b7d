"""Builds the site aside and puts it in place: all or nothing.

A build that fails or is killed leaves the previous site as it was; what it left lying about goes at the next one.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError
from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from generator.errors import BuildError, Fault, GongbaoError
from generator.pipeline import Progress, keep_apart
from generator.render.aside import aside, temporary
from generator.render.plugin import GongbaoPlugin, overriding
from generator.render.theme import template_place

NAMES = ("mkdocs.yml", "mkdocs.yaml")
HAND_WRITTEN = ("about.md",)
"""Pages that the built-in configuration needs; the wheel brings them along (pyproject.toml)."""


@dataclass(frozen=True)
class Built:
    """A site in place: its first page, the number of its pages, and what is said of the files it was made from.

    ``problems`` are those of a site that was built with ``keep_going``, which lacks the files that they name.
    """

    index: Path
    pages: int
    problems: tuple[GongbaoError, ...] = ()
    notices: tuple[GongbaoError, ...] = ()


def build_site(
    config: str | None = None,
    *,
    sources: Path | None = None,
    site: Path | None = None,
    jobs: int | None = None,
    review: bool | None = None,
    max_size: int | None = None,
    strict: bool = False,
    keep_going: bool | None = None,
    progress: Progress | None = None,
) -> Built:
    """Build the site that ``config`` describes (mkdocs.yml here, or a built-in one) and put it in place.

    ``sources``, ``site``, ``jobs``, ``review``, ``max_size`` and ``keep_going`` go before what the configuration says.
    Raises GongbaoError for what a publisher can mend, MkDocs' own exceptions for what MkDocs finds.
    """
    said = {
        "sources": _absolute(sources), "jobs": jobs, "review": review, "max_size": max_size, "keep_going": keep_going,
    }  # fmt: skip
    with _configured(config, sources) as options, overriding(**said):
        loaded = load_config(**options, strict=strict or None)
        target = site or Path(loaded.site_dir)
        real = Path(os.path.realpath(target))
        if real.is_relative_to(os.path.realpath(loaded.docs_dir)):
            raise BuildError("the site would lie among its pages", file=str(target), mend="name another with --site")
        with aside(real) as fresh:
            loaded.site_dir = str(fresh)
            plugin = _build(loaded, real, progress)
            pages = sum(1 for _ in fresh.rglob("*.html"))
    return Built(target.absolute() / "index.html", pages, tuple(plugin.problems), tuple(plugin.notices))


def serve_site(
    config: str | None = None, *, sources: Path | None = None, addr: str | None = None, max_size: int | None = None
) -> None:
    """Serve the site and build it again at every change, until interrupted."""
    with (
        _configured(config, sources) as options,
        _temporary_site(),
        overriding(sources=_absolute(sources), max_size=max_size),
    ):
        if addr:
            host, _, port = addr.rpartition(":")
            if not host or not port.isdecimal() or not 0 < int(port[:9]) < 2**16:
                mend = "write --addr HOST:PORT, with a PORT from 1 to 65535"
                raise BuildError(f"{addr!r} is no address to listen on", mend=mend)
            options["dev_addr"] = addr
        _must_be_free(*load_config(**options).dev_addr)
        mkdocs_serve.serve(**options)


@contextmanager
def _temporary_site() -> Iterator[None]:
    """Have MkDocs put the site that it serves into a temporary folder that the next run clears."""
    before = tempfile.tempdir
    with temporary() as folder:
        tempfile.tempdir = str(folder)
        try:
            yield
        finally:
            tempfile.tempdir = before


def _must_be_free(host: str, port: int) -> None:
    try:
        kind, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(kind, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as error:
        mend = "end what listens there, or name another one with --addr HOST:PORT"
        raise BuildError(f"{host}:{port} cannot be listened on ({error.strerror})", mend=mend) from None


def _build(config: MkDocsConfig, site: Path, progress: Progress | None) -> GongbaoPlugin:
    plugin = next((p for p in config.plugins.values() if isinstance(p, GongbaoPlugin)), None)
    if plugin is None:
        raise BuildError("the plugin gongbao is not on", file=config.config_file_path, mend="add it under plugins")
    config.plugins.on_startup(command="build", dirty=False)
    try:
        plugin.on_config(config)
        for place in (Path(config.docs_dir), Path(plugin.config.sources), Path(config.config_file_path).parent):
            if place.resolve().is_relative_to(site):
                raise BuildError(f"the site would replace {place}", file=str(site), mend="name another with --site")
        keep_apart(Path(plugin.config.sources), site, "name another with --site")
        plugin.hold(config)
        plugin.generate(config, progress)
        _converted(config, plugin)
    finally:
        config.plugins.on_shutdown()
    return plugin


def _converted(config: MkDocsConfig, plugin: GongbaoPlugin) -> None:
    """Let MkDocs build. Raises Fault where a page or a template of the theme fails, BuildError for its syntax."""
    try:
        mkdocs_build.build(config)
    except (GongbaoError, MkDocsException, OSError):
        raise
    except Exception as error:
        place = template_place(error)
        if place and isinstance(error, TemplateSyntaxError):
            problem = f"the template is broken: {error.message}"
            raise BuildError(problem, file=place[0], line=place[1], mend="correct it") from error
        raise Fault.of(error, place[0] if place else plugin.page, line=place[1] if place else None) from error


@contextmanager
def _configured(config: str | None, sources: Path | None) -> Iterator[dict[str, Any]]:
    """Options for load_config. Without a configuration here, the built-in one with pages in a temporary folder."""
    if config or any(Path(name).is_file() for name in NAMES):
        yield {"config_file": config}
        return
    if sources is None:
        raise BuildError("there is no mkdocs.yml here", mend="name one with --config, or a folder with --sources")
    with temporary() as folder:
        pages = folder / "pages"
        pages.mkdir()
        for page in HAND_WRITTEN:
            shutil.copy(_built_in(f"content/pages/{page}"), pages)
        mkdocs_yml = str(_built_in("mkdocs.yml"))
        yield {"config_file": mkdocs_yml, "docs_dir": str(pages), "site_dir": str(Path("site").absolute())}


def _built_in(name: str) -> Path:
    """A file of this program's own site: inside the package in a wheel, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    in_wheel = package / "defaults" / name
    for place in (in_wheel, package.parent / name):
        if place.is_file():
            return place
    raise BuildError("a file of the program is missing", file=str(in_wheel), mend="install gongbao again")


def _absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())

"""The MkDocs plugin: brings the generated pages up to date before MkDocs reads them. Thin on purpose.

plugins:
  - gongbao:
      sources: content/sources   # from the folder of mkdocs.yml
      jobs: 1                    # processes; 0 for one a processor
      max_size: 20               # megabytes of the largest source that is read
      review: false              # a page of open questions beside the site, for editors
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from generator.errors import GongbaoError
from generator.pipeline import Progress, load
from generator.read import MAX_SIZE
from generator.relate.catalogue import catalogue_of, read_catalogue
from generator.render.package import write_package
from generator.render.pages import SiteInfo, add_pages
from generator.render.rawhtml import RawBlocks, anchors
from generator.render.review import add_review
from generator.render.search import write_index
from generator.render.standing import corrections_of, read_corrections
from generator.render.subjects import read_taxonomy, taxonomy_of
from generator.render.theme import templates_dir
from generator.render.writer import Writer
from generator.visible import visible_lines

DATA = "data"
"""The folder of the data package."""

NO_DATE = "1980-01-01"
"""Stands for the day of the build where SOURCE_DATE_EPOCH names none: a page never depends on the clock."""

_LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


class _Options(Config):  # type: ignore[no-untyped-call]  # MkDocs types it in part
    sources = c.Dir(exists=False, default="content/sources")
    jobs = c.Type(int, default=1)
    max_size = c.Type(int, default=MAX_SIZE)
    review = c.Type(bool, default=False)


class GongbaoPlugin(BasePlugin[_Options]):  # type: ignore[no-untyped-call]
    """Generates the pages, the search index and the data package into ``docs_dir``; only what changed is written."""

    overrides: ClassVar[dict[str, Any]] = {}
    """Options of the command line, which go before those of the configuration."""

    def __init__(self) -> None:
        self._serving = False
        self._ran = False
        self._generated = False
        self._before: object = None
        self._after: dict[Path, object] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Having this method keeps the plugin, and what it has seen, from one build of a server to the next."""
        self._serving = command == "serve"
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(_made_visible)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let the command line have its say."""
        self.config.load_dict(dict(self.overrides))
        config.markdown_extensions.append(RawBlocks(lambda: self._generated))  # type: ignore[arg-type]  # not only names
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Bring the generated pages up to date."""
        try:
            self.generate(config)
        except GongbaoError as error:
            raise PluginError(str(error)) from error

    def generate(self, config: MkDocsConfig, progress: Progress | None = None) -> None:
        """Run the pipeline unless nothing changed since this plugin last did. Raises GongbaoError."""
        docs, sources = Path(config.docs_dir), Path(self.config.sources)
        before = self.config.review, self.config.max_size, _stamps(_inputs(sources))
        if before == self._before and self._after == _stamps(self._after):
            return
        again, self._ran, self._before = self._ran, True, None
        # While a server runs, MkDocs puts the server's own address in the place of the public one.
        url = "" if self._serving else config.site_url or ""
        site = SiteInfo(config.site_name, config.site_description or SiteInfo.description, url, DATA)
        said: dict[str, Any] = {
            "jobs": self.config.jobs,
            "review": self.config.review,
            "max_size": self.config.max_size,
        }
        if self._serving and again:
            # In a new process, so that changed lexicons, labels and code count, which this one read when it began.
            with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
                files = fresh.submit(generate, docs, sources, site, **said).result()
        else:
            files = generate(docs, sources, site, progress=progress, **said)
        # What changed while the pages were made counts as changed the next time.
        self._before, self._after = before, _stamps(files)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note whether the page that comes next is a generated one."""
        self._generated = Path(page.file.abs_src_path or "") in self._after
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell MkDocs of the anchors in blocks that went past it."""
        if self._generated:
            page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors(html)
        return html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Take the clock out of the pages where SOURCE_DATE_EPOCH does not set it."""
        if "SOURCE_DATE_EPOCH" not in os.environ:
            for file in files.documentation_pages():
                if file.page is not None:
                    file.page.update_date = NO_DATE

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """A site map without invented dates."""
        if template_name == "sitemap.xml" and "SOURCE_DATE_EPOCH" not in os.environ:
            return _LASTMOD.sub("", output_content)
        return output_content

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """Watch what pages are made from: sources and sidecars, templates and theme, lexicons and code."""
        sources = Path(self.config.sources)
        own = catalogue_of(sources), taxonomy_of(sources), corrections_of(sources)
        for place in (sources, *filter(Path.exists, own), templates_dir(), Path(__file__).parent.parent):
            server.watch(str(place))
        built = self._watched(config)

        def unless_idle() -> None:
            """MkDocs wants to build again when it sees the pages that were just generated: that changes nothing."""
            nonlocal built
            now = self._watched(config)
            if now != built:
                builder()
                built = now

        server.builder = unless_idle
        return server

    def _watched(self, config: MkDocsConfig) -> dict[Path, object]:
        """State of everything that a person may change while the site is served."""
        hand_written = {file for file in _files(Path(config.docs_dir)) if file not in self._after}
        watched = [Path(config.config_file_path), *map(Path, config.watch)]
        more = (file for place in watched for file in ([place] if place.is_file() else _files(place)))
        return _stamps([*_inputs(Path(self.config.sources)), *more, *hand_written])


def generate(
    docs: Path,
    sources: Path,
    site: SiteInfo,
    jobs: int = 1,
    progress: Progress | None = None,
    *,
    review: bool = False,
    max_size: int = MAX_SIZE,
) -> list[Path]:
    """From the folder of sources to the files in ``docs``, which come back as a list. Raises GongbaoError.

    ``review`` adds the page of open questions, which is for editors and not for a public site.
    """
    corpus = load(sources, jobs=jobs, progress=progress, max_size=max_size)
    writer = Writer(docs)
    subjects = read_taxonomy(taxonomy_of(sources))
    names = add_pages(
        corpus, writer, site=site, catalogue=read_catalogue(catalogue_of(sources)), subjects=subjects,
        corrections=read_corrections(corrections_of(sources)),
    )  # fmt: skip
    if review:
        add_review(corpus, writer, site=site)
    write_index(corpus, writer, names)
    write_package(corpus, writer, folder=DATA)
    return writer.finish()


def _made_visible(record: logging.LogRecord) -> bool:
    """A line of MkDocs' log may quote a page or a file name: a terminal shows it, and does not obey it."""
    record.msg, record.args = visible_lines(record.getMessage()), ()
    return True


@contextmanager
def overriding(**options: Any) -> Iterator[None]:
    """Options that go before those of the configuration; None leaves one alone."""
    GongbaoPlugin.overrides = {name: value for name, value in options.items() if value is not None}
    try:
        yield
    finally:
        GongbaoPlugin.overrides = {}


def _inputs(sources: Path) -> Iterator[Path]:
    """Every file that the generated ones are made from."""
    yield catalogue_of(sources)
    yield taxonomy_of(sources)
    yield corrections_of(sources)
    for top in (sources, templates_dir(), Path(__file__).parent.parent):
        yield from _files(top)


def _files(top: Path) -> Iterator[Path]:
    """Every file below a folder but Python's caches and the notes that a Writer makes for itself."""
    for where, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (Path(where, name) for name in names if not name.startswith(".gongbao-"))


def _stamps(files: Iterable[Path]) -> dict[Path, object]:
    """Time and size of each file, None where there is none."""
    stamps: dict[Path, object] = {}
    for file in files:
        try:
            stat = file.stat()
            stamps[file] = stat.st_mtime_ns, stat.st_size
        except FileNotFoundError:
            stamps[file] = None
    return stamps

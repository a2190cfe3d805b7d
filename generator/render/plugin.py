"""The MkDocs plugin: brings the generated pages up to date before MkDocs reads them. Thin on purpose.

plugins:
  - gongbao:
      sources: content/sources   # from the folder of mkdocs.yml
      jobs: 1                    # processes; 0 for one a processor
      max_size: 20               # megabytes of the largest source that is read
      review: false              # a page of open questions beside the site, for editors
      keep_going: false          # publish the rest where files are faulty, with a page that names them
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple

from jinja2 import TemplateNotFound
from markdown import Markdown
from mkdocs.config import config_options as c
from mkdocs.config.base import Config, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import is_markdown_file
from mkdocs.utils.meta import get_data

from generator.errors import BuildError, Fault, GongbaoError, LexiconError, Notice, Problems, several
from generator.model import Corpus
from generator.pipeline import Progress, as_much_as_works, keep_apart, list_sources, survey, with_notices
from generator.read import MAX_SIZE
from generator.relate import relate
from generator.relate.catalogue import built_in, catalogue_of, read_catalogue
from generator.render.aside import alone
from generator.render.handwritten import ChineseLines, with_chinese_ids
from generator.render.missing import PAGE, add_missing
from generator.render.package import write_package
from generator.render.pages import SiteInfo, add_pages
from generator.render.rawhtml import RawBlocks, anchors
from generator.render.review import add_review
from generator.render.search import write_index
from generator.render.standing import Correction, corrections_of, read_corrections
from generator.render.subjects import built_in_taxonomy, read_taxonomy, taxonomy_of
from generator.render.theme import template_place, templates_dir
from generator.render.writer import Writer, generated
from generator.visible import visible, visible_lines
from generator.workers import workers

log = logging.getLogger("mkdocs.plugins.gongbao")

DATA = "data"
"""The folder of the data package."""

NO_DATE = "1980-01-01"
"""Stands for the day of the build where SOURCE_DATE_EPOCH names none: a page never depends on the clock."""

UNREAD = "这一页未能读取，见生成时的提示。"
NO_REPORT = "put reports there, or name another folder with --sources"

_LASTMOD = re.compile(r"\s*<lastmod>[^<]*</lastmod>")


class _Number(c.Type[int]):
    """A whole number that is not below the least one."""

    def __init__(self, least: int, *, default: int) -> None:
        super().__init__(int, default=default)
        self._least = least

    def run_validation(self, value: object) -> int:
        """Raises ValidationError, which MkDocs shows with the name of the option."""
        if type(number := super().run_validation(value)) is not int or number < self._least:
            raise ValidationError(f"{number} cannot be used; write a number from {self._least} up")
        return number


class _Options(Config):  # type: ignore[no-untyped-call]  # MkDocs types it in part
    sources = c.Dir(exists=False, default="content/sources")
    jobs = _Number(0, default=1)
    max_size = _Number(1, default=MAX_SIZE)
    review = c.Type(bool, default=False)
    keep_going = c.Type(bool, default=False)


class Generated(NamedTuple):
    """The generated files, what is wrong with those that are missing, and what else a publisher should know."""

    files: list[Path]
    problems: list[GongbaoError]
    notices: list[Notice]


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
        self.problems: list[GongbaoError] = []
        self.notices: list[Notice] = []
        self._configuration: list[GongbaoError] = []
        self._last: MkDocsConfig | None = None
        """The configuration of the last build: a server goes on with it where the present one is broken."""
        self.page = ""
        """The page that MkDocs is working on."""
        self._held: ExitStack | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Having this method keeps the plugin, and what it has seen, from one build of a server to the next."""
        self._serving = command == "serve"
        for handler in logging.getLogger("mkdocs").handlers:
            handler.addFilter(_made_visible)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Let the command line have its say; a page that is served lets in the script by which MkDocs reloads it."""
        self.config.load_dict(dict(self.overrides))
        if self._serving:
            config.theme["strict_policy"] = False
        with_chinese_ids(config.mdx_configs)
        config.markdown_extensions.append(ChineseLines())  # type: ignore[arg-type]  # not only names
        config.markdown_extensions.append(RawBlocks(lambda: self._generated))  # type: ignore[arg-type]  # not only names
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Bring the generated pages up to date."""
        self._last = config
        try:
            self.hold(config)
            if self.generate(config):
                for notice in self.notices:
                    log.info("%s", notice)
        except GongbaoError as error:
            raise PluginError(str(error)) from error
        if self._serving:
            for problem in self.problems:
                log.error("%s", problem)

    def hold(self, config: MkDocsConfig) -> None:
        """Have the pages for this build alone, until MkDocs has read them all; a server waits for its turn.

        Raises BuildError where another build has them.
        """
        if self._held is None:
            with ExitStack() as stack:
                stack.enter_context(alone(Path(config.docs_dir), wait=self._serving))
                self._held = stack.pop_all()

    def _release(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None

    @event_priority(-100)  # after other plugins, which may read pages
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Let other builds have the pages."""
        self._release()

    def on_build_error(self, *, error: Exception) -> None:
        """Let other builds have the pages."""
        self._release()

    def on_shutdown(self) -> None:
        """Let other builds have the pages, where MkDocs did not come to build."""
        self._release()

    def generate(self, config: MkDocsConfig, progress: Progress | None = None) -> bool:
        """Run the pipeline unless nothing changed since this plugin last did, and say whether it ran.

        Raises GongbaoError; not while a server runs, which shows ``problems`` instead and keeps the last good pages.
        """
        docs, sources = Path(config.docs_dir), Path(self.config.sources)
        keep_apart(sources, docs, "name another folder as docs_dir")
        if sources.resolve().is_relative_to(docs.resolve()):
            mend = "put them beside docs_dir, not into it"
            raise BuildError("the sources would be published as pages, uncleaned", file=str(sources), mend=mend)
        own = faulty_pages(config)
        before = self.config.review, self.config.max_size, _stamps(_inputs(sources)), [str(problem) for problem in own]
        if before == self._before and self._after == _stamps(self._after):
            return False
        again, self._ran, self._before = self._ran, True, None
        # While a server runs, MkDocs puts the server's own address in the place of the public one.
        url = "" if self._serving else config.site_url or ""
        site = SiteInfo(config.site_name, config.site_description or SiteInfo.description, url, DATA)
        work = partial(
            generate, docs, sources, site, self.config.jobs, review=self.config.review,
            max_size=self.config.max_size, known=own,
            keep_going=self.config.keep_going or self._serving, keep_stale=self._serving,
        )  # fmt: skip
        self.notices = []
        try:
            if self._serving and again:
                # In a new process, so that changed lexicons, labels and code count, which this one read when it began.
                with workers(1) as fresh:
                    files, self.problems, self.notices = fresh.submit(work).result()
            else:
                files, self.problems, self.notices = work(progress=progress)
        except Exception as error:
            if not self._serving:
                raise (with_notices(error, sources) if isinstance(error, GongbaoError) else error) from error
            self.problems = several(error) if isinstance(error, GongbaoError) else [Fault.of(error, str(sources))]
            files = [*self._after]
        # What changed while the pages were made counts as changed the next time.
        self._before, self._after = before, _stamps(files)
        return True

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Leave out what cannot be copied; a page that cannot be read keeps its address and says so."""
        for file in [file for file in files if self._faulty(file)]:
            if not file.is_documentation_page():
                files.remove(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Say so where pages are excluded that others link to."""
        excluded = InclusionLevel.EXCLUDED
        out = [file for file in files if file.inclusion == excluded and Path(file.abs_src_path or "") in self._after]
        if out:
            log.warning(
                "exclude_docs leaves out %d generated files (%s, …), and links to them lead nowhere; use not_in_nav",
                len(out), out[0].src_uri,
            )  # fmt: skip
        return nav

    def on_page_read_source(self, *, page: Page, config: MkDocsConfig) -> str | None:
        """Stand in for a page that cannot be read."""
        return f"# {page.file.name}\n\n{UNREAD}\n" if self._faulty(page.file) else None

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note whether the page that comes next is a generated one."""
        self.page = page.file.abs_src_path or page.file.src_uri
        self._generated = Path(page.file.abs_src_path or "") in self._after
        return markdown

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Any:
        """Note which page is being written."""
        self.page = page.file.abs_src_path or page.file.src_uri
        return context

    def _faulty(self, file: File) -> bool:
        return any(problem.file == file.abs_src_path for problem in self.problems)

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Tell MkDocs of the anchors in blocks that went past it."""
        if self._generated:
            page.present_anchor_ids = (page.present_anchor_ids or set()) | anchors(html)
        return html

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> None:
        """Take the clock out of the pages where SOURCE_DATE_EPOCH does not set it; tell the theme what is wrong."""
        env.globals["faults"] = [*self._configuration, *self.problems] if self._serving else []
        env.globals["missing"] = bool(self.problems) and files.get_file_from_path(PAGE) is not None
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
                built = now
                try:
                    self._configuration = []
                    builder()
                except MkDocsException as error:
                    # A configuration that cannot be used: the pages stay as the last one had them, and say so.
                    problem = visible(str(error).removeprefix("MkDocs encountered an error parsing the ").strip())
                    mend = "correct it; the terminal says more"
                    self._configuration = [BuildError(problem, file=config.config_file_path, mend=mend)]
                    builder(self._last)

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
    known: Sequence[GongbaoError] = (),
    keep_going: bool = False,
    keep_stale: bool = False,
) -> Generated:
    """From the folder of sources to the files in ``docs``. Raises Problems with all that is wrong, ``known`` included.

    ``review`` adds the page of open questions, which is for editors and not for a public site. ``keep_going``: the
    rest is written, and a page of what is missing, unless nothing is left or a list of the project (LexiconError)
    cannot be used; ``keep_stale``: what was generated for the missing before stays.
    """
    corpus, found = survey(sources, jobs=jobs, progress=progress, max_size=max_size)
    problems = [*found, *known]
    own: list[Any] = []
    for read, path in ((read_taxonomy, taxonomy_of(sources)), (read_corrections, corrections_of(sources))):
        try:
            own.append(read(path))
        except GongbaoError as error:
            problems += several(error)
            own.append(built_in_taxonomy() if read is read_taxonomy else ())
    wrong = any(isinstance(problem, LexiconError) for problem in problems)
    catalogue = read_catalogue(built_in() if wrong else catalogue_of(sources))
    if not corpus.reports:
        raise Problems(problems or [BuildError("there is no report in any source", file=str(sources), mend=NO_REPORT)])

    def written(corpus: Corpus, *, dry: bool = False) -> Writer:
        writer = Writer(docs, dry=dry)
        names = add_pages(corpus, writer, site=site, catalogue=catalogue, subjects=own[0], corrections=own[1])
        if review:
            add_review(corpus, writer, site=site)
        if problems or writer.problems:
            add_missing([*problems, *writer.problems], sources, writer, site=site)
        write_index(corpus, writer, names)
        write_package(corpus, writer, folder=DATA)
        return writer

    def tried(corpus: Corpus) -> Corpus:
        related = relate(corpus, catalogue)
        written(related, dry=True)
        return related

    def stops() -> bool:
        return bool(problems) and (wrong or not keep_going)

    try:
        writer = written(corpus, dry=stops())
    except GongbaoError as error:
        raise Problems([*problems, *several(error)]) from error
    except Exception as error:
        place = template_place(error)
        try:
            corpus, faults = as_much_as_works(corpus, sources, tried)
        except Exception:
            if place is None:
                raise
            raise Problems([*problems, Fault.of(error, place[0], line=place[1])]) from error
        problems += faults
        if not corpus.reports:
            raise Problems(problems) from error
        writer = written(corpus, dry=stops())
    problems += writer.problems
    if stops():
        raise Problems(problems)
    files = writer.finish(keep_going=True, keep_stale=keep_stale and bool(problems))
    return Generated(files, problems, [*list_sources(sources).notices, *_unknown(own[1], corpus, sources)])


def _unknown(corrections: Iterable[Correction], corpus: Corpus, sources: Path) -> Iterator[Notice]:
    """Corrections of reports that are not there: mistyped, or withdrawn since."""
    known = {report.id for report in corpus.reports}
    for entry in corrections:
        if entry.report and entry.report not in known:
            file, mend = str(corrections_of(sources)), "correct its id, unless the report was withdrawn"
            yield Notice(f"there is no report {entry.report}", file=file, line=entry.line, mend=mend)


def faulty_pages(config: MkDocsConfig) -> list[GongbaoError]:
    """What is wrong with hand-written files in ``docs_dir``: no files at all, not UTF-8, or not to be converted."""
    docs = Path(config.docs_dir)
    ours = generated(docs) if docs.is_dir() else set()
    problems: list[GongbaoError] = []
    for file in sorted(_files(docs)):
        if file.relative_to(docs).as_posix() in ours or file.name.startswith("."):
            continue
        if not file.is_file():
            problems.append(BuildError("this is no regular file", file=str(file), mend="take it out of the pages"))
        elif is_markdown_file(file.name):
            problems += _faulty_page(file, config)
    return problems


def _faulty_page(file: Path, config: MkDocsConfig) -> list[GongbaoError]:
    try:
        raw = file.read_bytes()
        text, meta = get_data(raw.decode("utf-8-sig"))
        if template := meta.get("template"):
            config.theme.get_env().get_template(str(template))
        Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs).convert(text)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return [BuildError("this is not UTF-8", file=str(file), line=line, mend="save the page as UTF-8")]
    except TemplateNotFound as error:
        mend = "correct it, or delete the line"
        return [BuildError(f"there is no template {error.name}", file=str(file), mend=mend)]
    except OSError as error:
        return [BuildError(f"the page cannot be read ({error.strerror})", file=str(file), mend="check its permissions")]
    except Exception as error:
        return [Fault.of(error, str(file))]
    return []


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

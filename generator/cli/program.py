"""The commands, and how they end: which exit code, and which words on stderr instead of a traceback.

What a command needs is imported when it runs, so that ``gongbao --help`` is there at once.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

import click

from generator import __version__
from generator.cli.echo import echo
from generator.collector import collect_seldom
from generator.errors import REMEDIES, BuildError, Fault, GongbaoError, Problems, several
from generator.visible import visible_lines

OK, PROBLEMS, USAGE, INTERNAL, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143

EXIT_CODES = """\b
Exit codes:
  0    done
  1    something for you to mend was found; stderr says what and where
  2    the command line was not understood
  3    a fault in gongbao itself
  130  interrupted
  143  terminated (SIGTERM)
"""


@dataclass
class Voice:
    """How much is said on stderr: -1 only what is wrong, 0 what was done, 1 everything."""

    level: int = 0

    def say(self, text: str, level: int = 0) -> None:
        """Print a line on stderr where that much is wanted."""
        if self.level >= level:
            echo(text, err=True)


@contextmanager
def _shown() -> Iterator[None]:
    """click prints its own errors: what they quote from the command line is made visible first."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = visible_lines(error.message)  # final, says click; its other way out is to print
        raise


def tell(voice: Voice, error: GongbaoError) -> None:
    """Say on stderr what is wrong, each problem on its own; with -v where gongbao itself failed."""
    for problem in several(error):
        echo(str(problem), err=True)
        if isinstance(problem, Fault):
            voice.say(problem.detail.rstrip("\n"), 1)


class Terminated(SystemExit):
    """Another program asked this one to end."""


def _terminate(number: int, frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is under way is cleared up, and once is enough
    raise Terminated(TERMINATED)


class Program(click.Group):
    """A group whose commands never end in a traceback that nobody asked for."""

    def make_context(self, *args: Any, **kwargs: Any) -> click.Context:
        """Read the command line; what cannot be understood is shown, and not obeyed by the terminal."""
        with _shown():
            return super().make_context(*args, **kwargs)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; turn what went wrong into words and an exit code."""
        try:
            with _shown():
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except (Terminated, KeyboardInterrupt) as told:
            terminated = isinstance(told, Terminated)
            how = "terminated" if terminated else "interrupted"
            echo(f"gongbao: {how}; run it again, nothing half done was put in place", err=True)
            ctx.exit(TERMINATED if terminated else INTERRUPTED)
        except GongbaoError as error:
            tell(ctx.ensure_object(Voice), error)
            ctx.exit(PROBLEMS)
        except BrokenPipeError:
            # Somebody read as much as they wanted (`gongbao explain … | head`).
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(OK)
        except OSError as error:
            problem, mend = REMEDIES.get(error.errno or 0, (error.strerror or str(error), ""))
            echo(str(GongbaoError(problem, file=error.filename and str(error.filename), mend=mend)), err=True)
            self._explain(ctx, error, hint=False)
            ctx.exit(PROBLEMS)
        except Exception as error:
            what = "; ".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())])
            echo(f"gongbao: this is a fault in gongbao: {what}", err=True)
            self._explain(ctx, error, hint=True)
            ctx.exit(INTERNAL)

    def _explain(self, ctx: click.Context, error: Exception, *, hint: bool) -> None:
        if ctx.ensure_object(Voice).level > 0:
            echo("".join(traceback.format_exception(error)), err=True, nl=False)
        elif hint:
            echo("gongbao: run it again with -v to see where it happened", err=True)


def _louder(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().ensure_object(Voice).level = -1 if param.name == "quiet" else 1


def voiced(command: Callable[..., Any]) -> Callable[..., Any]:
    """-q and -v are understood before and after the name of a command."""
    for names, text in (
        (("-v", "--verbose"), "Say everything, tracebacks included."),
        (("-q", "--quiet"), "Say only what is wrong."),
    ):
        command = click.option(*names, is_flag=True, expose_value=False, callback=_louder, help=text)(command)
    return command


@click.group(cls=Program, epilog=EXIT_CODES, context_settings={"help_option_names": ["-h", "--help"]})
@voiced
@click.version_option(__version__, prog_name="gongbao")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Raw Chinese report texts in; a clean, searchable, citable site out."""
    ctx.ensure_object(Voice)


Folder = click.Path(file_okay=False, path_type=Path)
SOURCES = "content/sources"


def _jobs(command: Callable[..., Any]) -> Callable[..., Any]:
    text = "Processes to work with; 0 for one a processor. The result is the same."
    return click.option("-j", "--jobs", type=click.IntRange(min=0), default=1, show_default=True, help=text)(command)


def _sources(command: Callable[..., Any]) -> Callable[..., Any]:
    text = "The folder of raw texts and sidecars."
    return click.option("--sources", type=Folder, default=SOURCES, show_default=True, help=text)(command)


def _max_size(default: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    text = f"Megabytes of the largest source that is read.  [default: {default}]"
    return click.option("--max-size", type=click.IntRange(min=1), metavar="MB", help=text)


_config = click.option(
    "-f", "--config", type=click.Path(dir_okay=False, path_type=Path), help="[default: mkdocs.yml, or a built-in one]"
)
_site_sources = click.option("--sources", type=Folder, help="The folder of raw texts.  [default: as configured]")


@cli.command()
@voiced
@_site_sources
@_config
@click.option("--site", type=Folder, help="Where the site goes.  [default: site_dir of the configuration]")
@click.option("-j", "--jobs", type=click.IntRange(min=0), help="Processes to work with; 0 for one a processor.")
@_max_size("as configured, else 20")
@click.option("--review", is_flag=True, help="Add a page of the open questions, for editors: review.html.")
@click.option("--strict", is_flag=True, help="A warning fails the build.")
@click.option("--keep-going", is_flag=True, help="Publish the rest where files are faulty, and a page that names them.")
@click.pass_context
def build(
    ctx: click.Context,
    sources: Path | None,
    config: Path | None,
    site: Path | None,
    jobs: int | None,
    max_size: int | None,
    review: bool,
    strict: bool,
    keep_going: bool,
) -> None:
    """Build the site. A build that fails or is killed leaves the previous site as it was.

    Faulty files fail it, and all of them are listed. With --keep-going they are left out; the exit code is 1 as well.

    \b
    Example:
      gongbao build --sources content/sources --site site
    """
    from generator.cli.progress import logging_to, watched
    from generator.render.build import build_site

    voice: Voice = ctx.obj
    with logging_to(voice), watched(voice, "sources") as progress:
        built = build_site(
            str(config) if config else None,
            sources=sources,
            site=site,
            jobs=jobs,
            max_size=max_size,
            review=review or None,
            strict=strict,
            keep_going=keep_going or None,
            progress=progress,
        )
    tell(voice, Problems([*built.notices, *built.problems]))
    voice.say(f"built {built.pages} pages: open {built.index}")
    ctx.exit(PROBLEMS if built.problems else OK)


@cli.command(short_help="Show the site, and again at every change.")
@voiced
@_site_sources
@_config
@click.option("-a", "--addr", metavar="HOST:PORT", help="Where to listen.  [default: 127.0.0.1:8000]")
@_max_size("as configured, else 20")
@click.pass_obj
def serve(voice: Voice, sources: Path | None, config: Path | None, addr: str | None, max_size: int | None) -> None:
    """Show the site in a browser, and again whenever a source, sidecar, template or page changes.

    \b
    Example:
      gongbao serve --addr 127.0.0.1:8000
    """
    from generator.cli.progress import logging_to
    from generator.render.build import serve_site

    with logging_to(voice, chatty=True):
        serve_site(str(config) if config else None, sources=sources, addr=addr, max_size=max_size)


@cli.command()
@voiced
@_sources
@_jobs
@_max_size("20")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab"]),
    default="text",
    show_default=True,
    help="Lines to read, data, or annotations for continuous integration.",
)
@click.option("--strict", is_flag=True, help="Open questions count as problems, too.")
@click.pass_context
def check(ctx: click.Context, sources: Path, jobs: int, max_size: int | None, form: str, strict: bool) -> None:
    """List what is wrong with sources and sidecars, and what waits for a person's decision.

    Exit code 1 where something is wrong (with --strict: where a question is open, too). Pages that a person wrote, and
    templates, are looked at by a build.

    \b
    Example:
      gongbao check
      gongbao check --format github
    """
    from generator.cli.findings import FORMATS, find
    from generator.cli.progress import watched
    from generator.read import MAX_SIZE

    voice: Voice = ctx.obj
    with watched(voice, "sources") as progress:
        findings = find(sources, jobs=jobs, progress=progress, max_size=max_size or MAX_SIZE)
    echo(FORMATS[form](findings), nl=False)
    for fault in (f for f in findings if f.detail):
        voice.say(f"{fault.file}:\n{fault.detail}", 1)
    problems = sum(f.level == "error" for f in findings)
    questions = sum(f.level == "warning" for f in findings)
    voice.say(f"{_counted(problems, 'problem')}, {_counted(questions, 'open question')}")
    ctx.exit(PROBLEMS if problems or (strict and questions) else OK)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


@cli.command(short_help="Write the data package.")
@voiced
@_sources
@_jobs
@_max_size("20")
@click.option("--to", "out", type=Folder, required=True, help="The folder that the files go to.")
@click.pass_obj
def export(voice: Voice, sources: Path, jobs: int, max_size: int | None, out: Path) -> None:
    """Write the data package: reports, ledger, indicators and the rest as JSON Lines and CSV.

    An export that fails or is killed leaves the previous package as it was. Other files beside a package stay; a folder
    that holds something else is not touched.

    \b
    Example:
      gongbao export --sources content/sources --to build/data
    """
    from generator.cli.progress import watched
    from generator.pipeline import keep_apart, load, with_notices
    from generator.read import MAX_SIZE
    from generator.render.aside import aside
    from generator.render.package import PACKAGE, write_package

    real = Path(os.path.realpath(out))
    keep_apart(sources, out, "name another folder with --to")
    if sources.resolve().is_relative_to(real):
        raise BuildError("the package would replace the sources", file=str(out), mend="name another folder with --to")
    with aside(real, PACKAGE) as fresh:
        with watched(voice, "sources") as progress:
            try:
                corpus = load(sources, jobs=jobs, progress=progress, max_size=max_size or MAX_SIZE)
            except GongbaoError as error:
                raise with_notices(error, sources) from error
        write_package(corpus, fresh)
    tell(voice, with_notices(Problems([]), sources))
    figures = sum(len(rows.indicators) for rows in corpus.extracted.values())
    voice.say(f"{len(corpus.reports)} reports and {figures} indicators: {out / 'datapackage.json'}")


@cli.command(name="accept", short_help="Say which entry of the catalogue a name is of.")
@voiced
@_sources
@click.argument("measure", metavar="NAME")
@click.argument("entry", metavar="ENTRY")
def accept_name(sources: Path, measure: str, entry: str) -> None:
    """Say that figures of this NAME are of an ENTRY of the catalogue, or of "none".

    One line of indicators.yml, beside the sources folder, changes: the name becomes an alias of the entry.

    \b
    Example:
      gongbao accept "督办代表意见建议" npc-suggestions
    """
    from generator.cli.accept import accepted

    echo(accepted(sources, measure, entry), nl=False)


@cli.command(short_help="Say what happened to a raw line, and by which rule.")
@voiced
@_sources
@_max_size("20")
@click.argument("place", metavar="FILE[:LINE]")
def explain(sources: Path, max_size: int | None, place: str) -> None:
    """Say what happened to a raw line, and by which rule; without LINE, to every line that was changed.

    FILE is a path, or a path below the sources folder.

    \b
    Example:
      gongbao explain content/sources/report.txt:12
    """
    from generator.cli.explain import explained
    from generator.read import MAX_SIZE

    echo(explained(sources, place, max_size or MAX_SIZE), nl=False)


def main() -> None:
    """Run the program with the arguments of the process."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a Chinese file name must not be the end of it where the terminal cannot show it
            reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminate)
    collect_seldom()
    cli(prog_name="gongbao")

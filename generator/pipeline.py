"""From a folder of sources to the corpus: every source by itself, on as many workers as wanted, then all together."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.clean import clean_source
from generator.collector import collect_seldom
from generator.errors import GongbaoError, Problems, SidecarError, SourceError
from generator.extract import extract
from generator.model import Cleaned, Corpus, Extracted
from generator.read import MAX_SIZE, read_source
from generator.relate import relate
from generator.relate.catalogue import catalogue_of, read_catalogue

SUFFIXES = frozenset({".txt", ".md"})

Progress = Callable[[int, int], None]
"""Called with the number of sources that are done and of all."""


class Listing(NamedTuple):
    """What a sources folder holds; ``others`` are files that are neither source nor sidecar."""

    sources: list[str]
    others: list[str]
    problems: list[GongbaoError]


class Worked(NamedTuple):
    """What became of one source."""

    cleaned: Cleaned
    extracted: dict[str, Extracted]


def load(
    folder: Path,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    max_size: int = MAX_SIZE,
) -> Corpus:
    """The corpus of a folder; the same for any number of workers. Raises Problems with all that is wrong."""
    corpus, problems = survey(folder, jobs=jobs, executor=executor, progress=progress, max_size=max_size)
    if problems:
        raise Problems(problems)
    return corpus


def survey(
    folder: Path,
    *,
    jobs: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
    max_size: int = MAX_SIZE,
) -> tuple[Corpus, list[GongbaoError]]:
    """Like ``load``, for those who want to go on: the corpus of the sources that can be worked, and the problems.

    ``jobs`` is a number of processes, 0 for one a processor; an ``executor`` (a cluster's, say) goes before it.
    A source of more than ``max_size`` megabytes is a problem.
    """
    listing = list_sources(folder)
    problems = list(listing.problems)
    worked: list[Worked] = []
    with _mapping(jobs, executor, len(listing.sources)) as mapped:
        for done, result in enumerate(mapped(partial(work, folder, max_size=max_size), listing.sources), 1):
            if isinstance(result, Worked):
                worked.append(result)
            else:
                problems += result
            if progress:
                progress(done, len(listing.sources))
    problems += _shared_ids(folder, worked)
    cleaned = tuple(w.cleaned for w in worked)
    extracted = {report: rows for w in worked for report, rows in w.extracted.items()}
    corpus = Corpus(cleaned, extracted)
    try:
        corpus = relate(corpus, read_catalogue(catalogue_of(folder)))
    except Problems as several:
        problems += several.problems
    return corpus, problems


def work(folder: Path, path: str, max_size: int = MAX_SIZE) -> Worked | list[GongbaoError]:
    """Read, clean and extract one source; what a publisher can mend comes back as a value, so that work goes on."""
    try:
        cleaned = clean(folder, path, max_size)
        return Worked(cleaned, {report.id: extract(report) for report in cleaned.reports})
    except Problems as several:
        return several.problems
    except GongbaoError as error:
        return [error]
    except Exception as error:
        error.add_note(f"while working on {path}")
        raise


def clean(folder: Path, path: str, max_size: int = MAX_SIZE) -> Cleaned:
    """Read and clean one source. Raises Problems; the files that they name begin with ``folder``."""
    try:
        return clean_source(*read_source(folder, path, max_size))
    except (SourceError, SidecarError, Problems) as error:
        problems: list[GongbaoError] = error.problems if isinstance(error, Problems) else [error]
        for problem in problems:
            if isinstance(problem, SourceError | SidecarError):
                problem.file = str(folder / (problem.file or path))
        raise Problems(problems) from None


def list_sources(folder: Path) -> Listing:
    """Every source below ``folder`` by its POSIX path, in the order of code points; hidden files are left alone."""
    if not folder.is_dir():
        raise SourceError("there is no such folder", file=str(folder), mend="name the folder of sources with --sources")
    names = sorted(path.as_posix() for path in _files(folder))
    sources = [name for name in names if PurePosixPath(name).suffix.lower() in SUFFIXES]
    known = set(sources)
    others: list[str] = []
    problems: list[GongbaoError] = []
    for name in names:
        if name in known or name.removesuffix(".yml") in known:
            continue
        others.append(name)
        owner = PurePosixPath(name.removesuffix(".yml"))
        if name.endswith(".yml") and owner.suffix.lower() in SUFFIXES:
            problems.append(
                SidecarError(
                    f"there is no source {owner.name} beside this sidecar",
                    file=str(folder / name),
                    mend="rename the sidecar like its source, with .yml behind, or delete it",
                )
            )
    return Listing(sources, others, problems)


def _files(folder: Path) -> Iterator[PurePosixPath]:
    for where, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = Path(where).relative_to(folder)
        yield from (PurePosixPath(below, name) for name in names if not name.startswith("."))


def _shared_ids(folder: Path, worked: Iterable[Worked]) -> list[GongbaoError]:
    first: dict[str, str] = {}
    problems: list[GongbaoError] = []
    for cleaned, _ in worked:
        for report in cleaned.reports:
            other = first.setdefault(report.id, report.source)
            if other != report.source:
                problems.append(
                    SourceError(
                        f"the report has the id {report.id}, and so has one in {other}",
                        file=str(folder / report.source),
                        mend=f"pin another one with `id:` in {report.source}.yml",
                    )
                )
    return problems


Result = Worked | list[GongbaoError]
Mapped = Callable[[Callable[[str], Result], list[str]], Iterable[Result]]


@contextmanager
def _mapping(jobs: int, executor: Executor | None, count: int) -> Iterator[Mapped]:
    """A ``map`` that keeps the order: in this process, in processes of our own, or on somebody's executor."""
    jobs = min(jobs or os.cpu_count() or 1, count)
    if executor is not None:
        yield executor.map
    elif jobs <= 1:
        yield map
    else:
        # Not forked: a server that reloads runs threads, and a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=collect_seldom) as pool:
            yield partial(pool.map, chunksize=max(1, count // (jobs * 8)))

"""From a folder of sources to the corpus: every source by itself, on as many workers as wanted, then all together."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from generator.clean import clean_source
from generator.errors import BuildError, Fault, GongbaoError, Notice, Problems, SidecarError, SourceError, several
from generator.extract import extract
from generator.model import Cleaned, Corpus, Extracted
from generator.read import MAX_SIZE, read_source
from generator.read.formats import by_name
from generator.relate import relate
from generator.relate.catalogue import Catalogue, built_in, catalogue_of, read_catalogue
from generator.workers import workers

SUFFIXES = frozenset({".txt", ".md"})

Progress = Callable[[int, int], None]
"""Called with the number of sources that are done and of all."""


class Listing(NamedTuple):
    """What a sources folder holds; ``others`` are neither source nor sidecar; the ``unread`` have a notice each."""

    sources: list[str]
    others: list[str]
    problems: list[GongbaoError]
    notices: list[Notice]
    unread: list[str]


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
    worked, shared = _own_ids(folder, worked)
    problems += shared
    catalogue, wrong = _catalogue(folder)
    problems += wrong
    extracted = {report: rows for w in worked for report, rows in w.extracted.items()}
    corpus = Corpus(tuple(w.cleaned for w in worked), extracted)
    corpus, faults = as_much_as_works(corpus, folder, partial(relate, catalogue=catalogue))
    return corpus, problems + faults


def as_much_as_works(
    corpus: Corpus, folder: Path, step: Callable[[Corpus], Corpus]
) -> tuple[Corpus, list[GongbaoError]]:
    """What ``step`` makes of the corpus without the sources that it fails with, and a fault for each of those.

    They are those that it fails with even when they are alone, and are found by halving. Raises what ``step`` raises
    where that is a problem with a name of its own, and where no source is to blame or every one of several.
    """
    try:
        return step(corpus), []
    except GongbaoError:
        raise
    except Exception:
        faulty = _faulty(corpus, step)
        if not faulty or 1 < len(faulty) == len(corpus.cleaned):
            raise
    rest = _of(corpus, [cleaned for cleaned in corpus.cleaned if cleaned.source.path not in faulty])
    return step(rest), [Fault.of(error, str(folder / path)) for path, error in faulty.items()]


def _faulty(corpus: Corpus, step: Callable[[Corpus], object]) -> dict[str, Exception]:
    """The sources that ``step`` fails with alone, and how."""
    try:
        step(corpus)
    except Exception as error:
        if len(corpus.cleaned) <= 1:
            return {cleaned.source.path: error for cleaned in corpus.cleaned}
        middle = len(corpus.cleaned) // 2
        halves = _of(corpus, corpus.cleaned[:middle]), _of(corpus, corpus.cleaned[middle:])
        return {path: error for half in halves for path, error in _faulty(half, step).items()}
    return {}


def _of(corpus: Corpus, cleaned: Sequence[Cleaned]) -> Corpus:
    """Some sources of a corpus, not related."""
    ids = [report.id for one in cleaned for report in one.reports]
    return Corpus(tuple(cleaned), {id_: corpus.extracted[id_] for id_ in ids if id_ in corpus.extracted})


def _catalogue(folder: Path) -> tuple[Catalogue, list[GongbaoError]]:
    """The catalogue of a folder; the built-in one where that cannot be read, so that all else is told, too."""
    try:
        return read_catalogue(catalogue_of(folder)), []
    except GongbaoError as error:
        return read_catalogue(built_in()), several(error)


def work(folder: Path, path: str, max_size: int = MAX_SIZE) -> Worked | list[GongbaoError]:
    """Read, clean and extract one source; whatever goes wrong comes back as a value, so that work goes on."""
    try:
        cleaned = clean(folder, path, max_size)
        return Worked(cleaned, {report.id: extract(report) for report in cleaned.reports})
    except GongbaoError as error:
        return several(error)
    except Exception as error:
        return [Fault.of(error, str(folder / path))]


def clean(folder: Path, path: str, max_size: int = MAX_SIZE) -> Cleaned:
    """Read and clean one source. Raises Problems; the files that they name begin with ``folder``."""
    try:
        return clean_source(*read_source(folder, path, max_size))
    except GongbaoError as error:
        problems = several(error)
        for problem in problems:
            if isinstance(problem, SourceError | SidecarError):
                problem.file = str(folder / (problem.file or path))
        raise Problems(problems) from None
    except Exception as error:
        raise Problems([Fault.of(error, str(folder / path))]) from error


def list_sources(folder: Path) -> Listing:
    """Every source below ``folder`` by its POSIX path, in the order of code points; hidden files are left alone."""
    if not folder.is_dir():
        raise SourceError("there is no such folder", file=str(folder), mend="name the folder of sources with --sources")
    names, problems = _files(folder)
    sources = [name for name in names if PurePosixPath(name).suffix.lower() in SUFFIXES]
    known = set(sources)
    others = [name for name in names if name not in known and name.removesuffix(".yml") not in known]
    notices: list[Notice] = []
    unread: list[str] = []
    for name in others:
        owner = PurePosixPath(name.removesuffix(".yml"))
        if name.endswith(".yml") and owner.suffix.lower() in SUFFIXES:
            problem = f"there is no source {owner.name} beside this sidecar"
            mend = "rename the sidecar like its source, with .yml behind, or delete it"
            problems.append(SidecarError(problem, file=str(folder / name), mend=mend))
        else:
            found = by_name(name)
            unread.append(name)
            notices.append(Notice(f"not read: this is {found.what}", file=str(folder / name), mend=found.mend))
    alike = {_name_everywhere(name): name for name in sources}
    for name in [name for name in sources if alike[_name_everywhere(name)] != name]:
        problem = f"the name differs from {alike[_name_everywhere(name)]} only in case or in how accents are spelt"
        problems.append(SourceError(problem, file=str(folder / name), mend="rename one of them"))
        sources.remove(name)
    if not sources and not problems:
        mend = "put texts (.txt, .md) there, or name another folder with --sources"
        problems.append(SourceError("there is no source in this folder", file=str(folder), mend=mend))
    return Listing(sources, others, problems, notices, unread)


def _name_everywhere(name: str) -> str:
    """Pages and raw files are named after the sources, and not every file system tells A.txt from a.txt."""
    return unicodedata.normalize("NFC", name).casefold()


def with_notices(error: GongbaoError, sources: Path) -> Problems:
    """What is wrong, after what is to be told of the sources in any case: whoever mends one mends the other, too."""
    notices = list_sources(sources).notices if sources.is_dir() else []
    return Problems([*notices, *several(error)])


def keep_apart(sources: Path, place: Path, mend: str) -> None:
    """Raises BuildError where ``place`` lies in the folder of sources: what is written there would be read."""
    if place.resolve().is_relative_to(sources.resolve()):
        raise BuildError("this lies in the folder of sources, which is never written to", file=str(place), mend=mend)


def _files(folder: Path) -> tuple[list[str], list[GongbaoError]]:
    """Every file below a folder that is not hidden, sorted, and what cannot be looked into."""
    found: list[str] = []
    problems: list[GongbaoError] = []

    def closed(error: OSError) -> None:
        why = f"the folder cannot be read ({error.strerror})"
        problems.append(SourceError(why, file=str(error.filename), mend="check its permissions"))

    for where, folders, names in os.walk(folder, onerror=closed):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = PurePosixPath(Path(where).relative_to(folder).as_posix())
        for name in folders:
            if (Path(where) / name).is_symlink():
                mend = "put the folder itself there, or name it with --sources"
                problem = "a link to a folder is not followed, and what it holds is not read"
                problems.append(SourceError(problem, file=str(Path(where) / name), mend=mend))
        found += ((below / name).as_posix() for name in names if not name.startswith("."))
    return sorted(found), problems


def _own_ids(folder: Path, worked: Iterable[Worked]) -> tuple[list[Worked], list[GongbaoError]]:
    """The sources all of whose reports have an id of their own, and what is wrong with the others."""
    first: dict[str, str] = {}
    own: list[Worked] = []
    problems: list[GongbaoError] = []
    for one in worked:
        source = one.cleaned.source.path
        shared = [r.id for r in one.cleaned.reports if first.setdefault(r.id, source) != source]
        own += [] if shared else [one]
        mend = f"pin another one with `id:` in {source}.yml"
        for id_ in shared:
            problem = f"the report has the id {id_}, and so has one in {first[id_]}"
            problems.append(SourceError(problem, file=str(folder / source), mend=mend))
    return own, problems


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
        with workers(jobs) as pool:
            yield partial(pool.map, chunksize=max(1, count // (jobs * 8)))

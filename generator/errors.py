"""The one exception root. Every message names the file, the line and the way to mend it."""

from __future__ import annotations

import errno
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from os import PathLike

from generator.visible import visible


class GongbaoError(Exception):
    """Something that a publisher can mend; shown as ``file:line: what is wrong; how to mend it``.

    ``file`` is a path as the publisher knows it, ``line`` is 1-based (``None`` where no line is meant).
    """

    def __init__(self, problem: str, *, file: str | None = None, line: int | None = None, mend: str = "") -> None:
        self.problem, self.file, self.line, self.mend = problem, file, line, mend
        super().__init__(str(self))

    def __str__(self) -> str:
        where = "".join(f"{part}:" for part in (self.file, self.line) if part is not None)
        text = f"{where} {self.problem}" if where else self.problem
        return visible(f"{text}; {self.mend}" if self.mend else text)


class SourceError(GongbaoError):
    """A source file cannot be read."""


class SidecarError(GongbaoError):
    """A sidecar says something that the program does not understand or cannot carry out."""


class LexiconError(GongbaoError):
    """A data file of the program (lexicon, gazetteer, catalogue) is malformed."""


class BuildError(GongbaoError):
    """The site cannot be built or put in place."""


class Notice(GongbaoError):
    """Nothing that stops a build, but a publisher should know it; told beside what does, and never raised alone."""

    def __str__(self) -> str:
        return f"notice: {super().__str__()}"


class Fault(GongbaoError):
    """An exception that nobody expected while one file was worked: it costs that file and no other.

    ``detail`` is the traceback as text, which another process may have made.
    """

    def __init__(self, problem: str, *, file: str | None = None, line: int | None = None, detail: str = "") -> None:
        self.detail = detail
        super().__init__(problem, file=file, line=line, mend="report it, with what -v shows")

    @classmethod
    def of(cls, error: Exception, file: str, *, line: int | None = None) -> Fault:
        """The fault that ``error`` is, in a file as the publisher knows it."""
        notes = (note for note in getattr(error, "__notes__", ()) if "\n" not in note)
        what = "; ".join([f"{type(error).__name__}: {error}", *notes])
        detail = "".join(traceback.format_exception(error))
        return cls(f"a fault of gongbao: this file was left out ({what})", file=file, line=line, detail=detail)


class Problems(GongbaoError):
    """Several problems, reported together."""

    def __init__(self, problems: list[GongbaoError]) -> None:
        self.problems = problems
        super().__init__("")

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def several(error: GongbaoError) -> list[GongbaoError]:
    """The problems that an error stands for, one by one."""
    return error.problems if isinstance(error, Problems) else [error]


REMEDIES = {
    errno.ENOSPC: ("the disk is full", "make room on it and run this again"),
    errno.EDQUOT: ("the quota of the disk is used up", "make room on it and run this again"),
    errno.EFBIG: ("the file is larger than is allowed here", "allow larger files (ulimit -f) and run this again"),
    errno.ENAMETOOLONG: ("the name is too long", "give it a shorter one"),
    errno.EROFS: ("the disk can only be read", "name another place"),
}
"""What the system refuses, by its number, and what a publisher can do."""


@contextmanager
def refused(file: str | PathLike[str]) -> Iterator[None]:
    """Say what to do where the system refuses to write; ``file`` is named where the system names none."""
    try:
        yield
    except OSError as error:
        if error.errno not in REMEDIES:
            raise
        problem, mend = REMEDIES[error.errno]
        raise BuildError(problem, file=str(error.filename or file), mend=mend) from error

"""The one exception root. Every message names the file, the line and the way to mend it."""

from __future__ import annotations

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


class Problems(GongbaoError):
    """Several problems, reported together."""

    def __init__(self, problems: list[GongbaoError]) -> None:
        self.problems = problems
        super().__init__("")

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

"""Progress and log lines on stderr."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from generator.cli.echo import echo

if TYPE_CHECKING:
    from generator.cli.program import Voice

EVERY = 5.0
"""Seconds between two lines where stderr is a file or a log."""


@contextmanager
def watched(voice: Voice, what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress callback for ``what``: a bar on a terminal, a line now and then elsewhere, nothing when quiet."""
    if voice.level < 0:
        yield None
        return
    terminal = sys.stderr.isatty()
    shown = time.monotonic()
    drawn = False

    def progress(done: int, total: int) -> None:
        nonlocal shown, drawn
        now = time.monotonic()
        if now - shown < (0.1 if terminal else EVERY) and not (drawn and done == total):
            return
        shown = now
        if terminal:
            drawn = True
            filled = 30 * done // total
            # Its own carriage return moves the cursor; nothing in it comes from a source.
            click.echo(f"\r[{'#' * filled}{'-' * (30 - filled)}] {done}/{total} {what}", err=True, nl=False)
        else:
            echo(f"{done}/{total} {what}", err=True)

    try:
        yield progress
    finally:
        if drawn:
            click.echo("\r\033[K", err=True, nl=False)


class _Echo(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        echo(f"{record.levelname.lower()}: {record.getMessage()}", err=True)


@contextmanager
def logging_to(voice: Voice, *, chatty: bool = False) -> Iterator[None]:
    """Show MkDocs' log on stderr: warnings and worse, with ``chatty`` or -v what it does, too."""
    level = {-1: logging.ERROR, 0: logging.INFO if chatty else logging.WARNING}.get(voice.level, logging.DEBUG)
    logger = logging.getLogger("mkdocs")
    before, handler = logger.level, _Echo(level)
    logger.addHandler(handler)
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)

"""Processes to work with, which never outlive the run that they work for."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from generator.collector import collect_seldom


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block: at once where it ends in an exception, an interruption included."""
    before = set(multiprocessing.active_children())
    # Not forked: a server that reloads runs threads, and a fork of a process with threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin) as pool:
        try:
            yield pool
        except BaseException:
            for worker in set(multiprocessing.active_children()) - before:
                worker.kill()
            raise


def _begin() -> None:
    """Make a new process a worker: it ends with its parent, which also decides what an interruption means."""
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent()


def _end_with_parent() -> None:
    """Nobody is told of a killed parent: on Linux the system ends this process, elsewhere a thread that looks does."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def look() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()
    death_signal = 1  # PR_SET_PDEATHSIG
    prctl = getattr(ctypes.CDLL(None), "prctl", None) if os.name == "posix" else None
    if prctl:
        # A thread does not get its turn inside a long search by regular expression; the system's signal does.
        prctl(death_signal, signal.SIGKILL)
        if os.getppid() != parent.pid:
            os._exit(1)

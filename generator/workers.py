"""Processes to work with, which never outlive the run that they work for."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

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
    parent = multiprocessing.parent_process()
    if parent is not None and not _system_ends_it(parent.pid):
        # Nobody is told of a killed parent, and a thread has no turn inside a long search by regular expression; but
        # elsewhere than on Linux there is nothing better.
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _system_ends_it(parent: int | None) -> bool:
    """Have the system end this process with its parent; False where it does no such thing."""
    if sys.platform != "linux":
        return False
    death_signal = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(death_signal, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before that
        os._exit(1)
    return True

"""Lets a run be killed at its n-th file-system event: what benchmarks.kills puts into it and its workers."""

from __future__ import annotations

import os
import signal
import sys
import time

EVENTS = frozenset(
    {"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.utime", "os.chmod"}
    | {"shutil.rmtree", "tempfile.mkdtemp", "fcntl.flock", "ctypes.dlsym"}
)
"""Audit events of Python; a look for the system's renameat2 stands for the exchange of two folders."""


def watch() -> None:
    """Count the events of this process and its workers; kill the run at the one that KILL_AT names."""
    top, at, number = os.environ["KILL_TOP"], int(os.environ["KILL_AT"]), int(os.environ["KILL_SIGNAL"])
    run = int(os.environ.setdefault("KILL_RUN", str(os.getpid())))
    count = os.open(os.environ["KILL_COUNT"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def seen(event: str, arguments: tuple[object, ...]) -> None:
        if event not in EVENTS or not (
            any(isinstance(a, str | bytes | os.PathLike) and os.fsdecode(a).startswith(top) for a in arguments)
            or (event == "ctypes.dlsym" and "renameat2" in arguments)
            or event == "fcntl.flock"
        ):
            return
        os.write(count, b".")
        if os.fstat(count).st_size == at:
            os.kill(run, number)
            if number == signal.SIGKILL:
                time.sleep(60)  # a worker that goes on is found by its being left

    sys.addaudithook(seen)

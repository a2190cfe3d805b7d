"""A folder made aside and put in place: all or nothing, and only one run at a time.

What a killed run left lying about goes at the next one; its lock goes with its process.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import BuildError, refused

OURS = ".gongbao-", ".tmp"
"""Names of temporary folders begin and end so; a person's do not."""


@dataclass(frozen=True)
class Kind:
    """What may be replaced: a folder that holds ``mark``; entries of it that are ``foreign`` stay."""

    name: str
    mark: str
    option: str
    foreign: Callable[[str], bool]


SITE = Kind("site", "index.html", "--site", lambda name: name.startswith("."))


@contextmanager
def aside(target: Path, kind: Kind = SITE) -> Iterator[Path]:
    """An empty folder beside ``target`` that takes its place when the block ends well, and goes when it does not.

    Raises BuildError where ``target`` is something else than a folder of this kind, another run is at work on it,
    or the disk is full.
    """
    _must_be(kind, target)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (target.with_name(f".{target.name}.{what}") for what in ("gongbao-new", "gongbao-old"))
    with _one_run(target):
        if old.is_dir() and not target.exists():
            old.rename(target)  # killed between the two renames of a swap
        try:
            _clear(fresh, old)
            with refused(target):
                fresh.mkdir()
                yield fresh
                _keep_foreign(target, fresh, kind)
            if not target.exists():
                fresh.rename(target)
            elif not _exchange(fresh, target, kind):
                target.rename(old)
                fresh.rename(target)
        finally:
            _clear(fresh, old)


@contextmanager
def _one_run(target: Path) -> Iterator[None]:
    """Only one run at a time makes ``target``; others beside it are free. Raises BuildError where another one does.

    The lock is on a file beside it, since the folder itself is another one after the swap; it goes with the run, and
    what a killed one left is taken over.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    lock = target.with_name(f".{target.name}.gongbao-lock")
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            raise BuildError("another build is under way", file=str(target), mend="wait for it") from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), lock.stat()):
                break
        os.close(handle)  # the run that held it has ended, and its file is gone
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)
        os.close(handle)


@contextmanager
def alone(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Only one run at a time works in ``folder``. Raises BuildError where another one does, unless told to ``wait``."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise BuildError("another build is under way", file=str(folder), mend="wait for it") from None
        yield
    finally:
        os.close(handle)


@contextmanager
def temporary() -> Iterator[Path]:
    """A temporary folder of this run's own. Those that killed runs left go: nobody holds their lock any more."""
    top = _temporary_top()
    _clear_temporary(top)
    with ExitStack() as stack:
        while True:
            folder = Path(tempfile.mkdtemp(OURS[1], OURS[0], top))
            stack.callback(_clear, folder)
            with suppress(FileNotFoundError):
                stack.enter_context(alone(folder, wait=True))
                if folder.is_dir():  # no other run took it for a left one before the lock was ours
                    break
        yield folder


def _temporary_top() -> Path:
    """The system's temporary folder; ``tempfile``, when first asked, writes a file there, which a kill would leave."""
    if tempfile.tempdir is None and os.name == "posix":
        for place in (os.environ.get("TMPDIR"), "/tmp"):
            if place and os.access(place, os.W_OK | os.X_OK):
                return Path(place)
    return Path(tempfile.gettempdir())


def _clear_temporary(top: Path) -> None:
    """Delete this user's temporary folders that no run holds."""
    if not hasattr(os, "getuid"):  # Windows: no lock tells which are in use
        return
    for left in top.glob("*".join(OURS)):
        with suppress(BuildError, OSError):
            if left.stat().st_uid == os.getuid():
                with alone(left):
                    shutil.rmtree(left)


def _must_be(kind: Kind, target: Path) -> None:
    """A wrong option must not cost somebody their files: only what looks like such a folder is replaced."""
    there = next(place for place in (target, *target.parents) if place.exists())
    if not there.is_dir():
        raise BuildError("this is no folder", file=str(there), mend=f"name another one with {kind.option}")
    if there != target:
        return
    taken = [entry.name for entry in target.iterdir() if not kind.foreign(entry.name)]
    if taken and kind.mark not in taken:
        raise BuildError(
            f"the folder is not empty and holds no {kind.name}",
            file=str(target),
            mend=f"empty it, or name another with {kind.option}",
        )


def _keep_foreign(target: Path, fresh: Path, kind: Kind) -> None:
    """Have the foreign entries of the folder in place (.git, .gitkeep, …) in the one that takes its place, too."""
    for entry in target.iterdir() if target.is_dir() else ():
        there = fresh / entry.name
        if not kind.foreign(entry.name) or os.path.lexists(there):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, there, symlinks=True, copy_function=_link)
        else:
            _link(entry, there)


def _link(one: str | Path, other: str | Path) -> None:
    """One file under two names, the first of which goes soon; a copy where the file system knows no such thing."""
    try:
        os.link(one, other, follow_symlinks=False)
    except OSError:
        shutil.copy2(one, other, follow_symlinks=False)


def _clear(*folders: Path) -> None:
    """Delete folders, to the end even where this run is told to end meanwhile."""
    try:
        for folder in folders:
            if folder.is_dir():
                shutil.rmtree(folder)
    except (KeyboardInterrupt, SystemExit):
        _clear(*folders)
        raise


def _exchange(one: Path, other: Path, kind: Kind = SITE) -> bool:
    """Let two folders change places in one step; False where the system has no such step."""
    with suppress(OSError, AttributeError):
        here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0:
            return True
        if ctypes.get_errno() == errno.EBUSY:
            mend = f"name a folder inside it with {kind.option}"
            raise BuildError("the folder is a mount point", file=str(other), mend=mend)
    return False

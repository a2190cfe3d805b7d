"""Writes generated files among hand-written ones: only what changed, never over a person's work.

A manifest in the folder lists every generated file with the hash of what was written, so that the next run
knows which files are its own, removes those that no page asks for any more, and notices when a person edited
or replaced one. While a run is under way a journal does the same for files that are new, so that a killed run
leaves nothing behind that the next one would take for hand-written.
"""

from __future__ import annotations

import builtins
import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path, PurePosixPath

from generator.errors import BuildError, GongbaoError, Problems, refused

MANIFEST = ".gongbao-manifest"
JOURNAL = ".gongbao-journal"


class Writer:
    """Collects the generated files of ``docs_dir``; several stages may share one, then ``finish`` it once.

    Paths are relative to ``docs_dir``, with ``/``. Every method raises BuildError where a path leaves the folder or
    is asked for twice with different contents. A path that is taken by a file that a person wrote or edited keeps
    that file, and is one of ``problems``.
    """

    def __init__(self, docs_dir: Path, *, dry: bool = False) -> None:
        """``dry``: everything is checked, and nothing written."""
        self.docs_dir, self.dry = docs_dir, dry
        self.problems: list[GongbaoError] = []
        self.written: list[Path] = []
        for left in docs_dir.glob(".gongbao-tmp-*"):  # of a killed run
            left.unlink()
        self._before = _read_manifest(docs_dir)
        self._now: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._journal = docs_dir / JOURNAL

    def text(self, path: str, text: str) -> Path:
        """Register a UTF-8 text file; line ends are written as they are."""
        return self.bytes(path, text.encode("utf-8"))

    def default(self, path: str, text: str) -> None:
        """Register a page that a project may have of its own: where a person wrote or edited one, that one stays."""
        target = self.docs_dir / _checked(path)
        if not target.is_file() or sha256(target.read_bytes()).hexdigest() in self._before.get(path, set()):
            self.text(path, text)

    def bytes(self, path: str, data: builtins.bytes) -> Path:
        """Register a file and write it if its bytes changed."""
        target = self.docs_dir / _checked(path)
        digest = sha256(data).hexdigest()
        new = path not in self._now
        # Names are compared without case: on the file systems of Windows and macOS they would be one file.
        if self._names.setdefault(path.casefold(), path) != path or self._now.setdefault(path, digest) != digest:
            mend = "give one of the two reports another id in its sidecar"
            raise BuildError(f"two generated files share the path {path}", file=str(self.docs_dir), mend=mend)
        if new:
            if problem := self._taken(path, target, data):
                self.problems.append(problem)
                del self._now[path]
                return target
            if not self.dry:
                self._put(path, target, data, digest)
            self.written.append(target)
        return target

    def finish(self, *, keep_going: bool = False, keep_stale: bool = False) -> list[Path]:
        """Remove generated files that nobody asked for this time, save the manifest, return what there is.

        Raises Problems where files are in the way, unless ``keep_going``. ``keep_stale``: nothing is removed.
        """
        if self.problems and not keep_going:
            raise Problems(self.problems)
        if self.dry:
            return sorted(self.written)
        kept = dict(self._now)
        for path, digests in self._before.items():
            if path in self._now:
                continue
            stale = self.docs_dir / path
            there = sha256(stale.read_bytes()).hexdigest() if stale.is_file() else None
            if there and there in digests and keep_stale:
                kept[path] = there
            elif there in digests:
                stale.unlink()
            _remove_empty(stale.parent, self.docs_dir)  # a killed run may have left the folder and not the file
            # A file that somebody edited since has become theirs: it stays, and is ours no longer.
        listing = json.dumps({"files": dict(sorted(kept.items()))}, ensure_ascii=False, indent=0) + "\n"
        with refused(self.docs_dir / MANIFEST):
            self._replace(self.docs_dir / MANIFEST, listing.encode("utf-8"))
        self._journal.unlink(missing_ok=True)
        return sorted(self.written)

    def _taken(self, path: str, target: Path, data: builtins.bytes) -> BuildError | None:
        """What is in the way of a file, if anything is."""
        if target.is_dir():
            return BuildError("a folder stands where a page is generated", file=str(target), mend="rename the folder")
        if target.is_file():
            there = target.read_bytes()
            if there != data and sha256(there).hexdigest() not in self._before.get(path, set()):
                return BuildError(
                    "this file was written or edited by hand, and a generated one would replace it",
                    file=str(target),
                    mend="give it another name, or delete it to have it generated",
                )
        return None

    def _put(self, path: str, target: Path, data: builtins.bytes, digest: str) -> None:
        if target.is_file() and target.read_bytes() == data:
            return
        with refused(target):
            self.docs_dir.mkdir(parents=True, exist_ok=True)
            with self._journal.open("a", encoding="utf-8") as journal:
                # The line before may be cut off, by a kill or a full disk.
                journal.write(f"\n{json.dumps([path, digest])}\n")
            target.parent.mkdir(parents=True, exist_ok=True)
            self._replace(target, data)

    def _replace(self, target: Path, data: builtins.bytes) -> None:
        """Put ``data`` in place whole or not at all; an unchanged file keeps its time, or live reload would loop."""
        if target.is_file() and target.read_bytes() == data:
            return
        self.docs_dir.mkdir(parents=True, exist_ok=True)
        aside = self.docs_dir / f".gongbao-tmp-{os.getpid()}"
        try:
            aside.write_bytes(data)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


def _checked(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or "\\" in path or {"..", "."} & set(path.split("/")) or ":" in parts[0]:
        raise BuildError(
            f"{path!r} is no path below the pages folder", mend="delete what names it from the list of files"
        )
    return path


def generated(docs_dir: Path) -> set[str]:
    """Paths of the files below the folder that earlier runs wrote."""
    return set(_read_manifest(docs_dir))


def _read_manifest(docs_dir: Path) -> dict[str, set[str]]:
    """Hashes by path of what earlier runs wrote, a killed one included."""
    known: dict[str, set[str]] = {}
    manifest, journal = docs_dir / MANIFEST, docs_dir / JOURNAL
    with suppress(FileNotFoundError):
        try:
            for path, digest in json.loads(_regular(manifest))["files"].items():
                known.setdefault(_checked(path), set()).add(digest)
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
            mend = "delete it, and the generated pages that the next build then names"
            raise BuildError("the list of generated files is damaged", file=str(manifest), mend=mend) from None
    with suppress(FileNotFoundError):
        for line in _regular(journal).decode("utf-8", "replace").splitlines():
            # The last line of a killed run may be cut off; its file was not written then. What a disk made of a line
            # is no line of ours.
            with suppress(ValueError, TypeError, AttributeError, RecursionError, BuildError):
                path, digest = json.loads(line)
                known.setdefault(_checked(path), set()).add(digest)
    return known


def _regular(file: Path) -> bytes:
    """The bytes of one of our own notes. Raises FileNotFoundError where there is none."""
    if os.path.lexists(file) and not file.is_file():
        raise BuildError("this is no regular file, and gongbao keeps a list there", file=str(file), mend="delete it")
    return file.read_bytes()


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top:
        if folder.exists():
            if any(folder.iterdir()):
                return
            folder.rmdir()
        folder = folder.parent

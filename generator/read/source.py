"""Files to text: the one place where a source is opened and its encoding decided."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from pathlib import Path, PurePosixPath

import chardet

from generator.errors import GongbaoError, LexiconError, SidecarError, SourceError
from generator.model import Source
from generator.read.formats import by_content, web_page
from generator.read.sidecar import Sidecar, parse
from generator.visible import unseen

MAX_SIZE = 20
"""Megabytes of the largest source that is read, unless more is asked for; a report of a year has less than one."""

LONGEST_LINE = 200_000
"""Characters of the longest line; whole reports that came without line ends have less."""

LONGEST = 255
"""Bytes of a file name, on every file system in use."""

SAMPLE = 2**16
"""Characters or bytes at the start of a file that its encoding is judged by."""

BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_LINE_END = re.compile(r"\r\n?|\n")
_ESCAPED = re.compile("[\udc80-\udcff]")
_WIDE = re.compile("[\u0800-\ud7ff\ue000-\uffff]")
_HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_ASCII = re.compile(r"[\x00-\x7f]+")
_BLANK = re.compile(r"[\s\ufeff\u200b]*")


def decode(raw: bytes) -> tuple[str, str]:
    """Text and codec of any bytes; ``text.encode(codec, "surrogateescape") == raw`` always holds.

    A byte order mark is the first character, U+FEFF. Without one: UTF-8, GB18030, what chardet proposes, and at
    last UTF-8 with undecodable bytes escaped. A few bad bytes do not make a UTF-8 or GB18030 file something else.
    """
    for bom, codec in BOMS:
        if raw.startswith(bom) and (text := _exact(raw, codec, strict=codec != "utf-8")) is not None:
            return text, codec
    escaped = raw.decode("utf-8", "surrogateescape")
    bad = len(_ESCAPED.findall(escaped))
    if bad == 0:
        wide = _utf16(raw) if b"\x00" in raw else None
        return wide or (escaped, "utf-8")
    # Characters of three bytes hardly come about by chance, those of two do: GB18030 read as UTF-8 is full of them.
    if len(_WIDE.findall(escaped)) > bad:
        return escaped, "utf-8"
    return _gb18030(raw) or _utf16(raw) or _detected(raw) or _gb18030(raw, plausible=0.0) or (escaped, "utf-8")


def _exact(raw: bytes, codec: str, *, strict: bool = True) -> str | None:
    """The text, or None where the codec cannot decode the bytes or would not give the same bytes back."""
    try:
        text = raw.decode(codec, "strict" if strict else "surrogateescape")
        return text if text.encode(codec, "surrogateescape") == raw else None
    except (UnicodeError, LookupError):
        return None


def _utf16(raw: bytes) -> tuple[str, str] | None:
    """UTF-16 without a byte order mark: all but a few characters must be Chinese or ASCII."""
    for codec in ("utf-16-le", "utf-16-be"):
        text = _exact(raw, codec)
        if text and sum(c.isascii() and c != "\0" for c in text) + len(_HAN.findall(text)) > 0.95 * len(text):
            return text, codec
    return None


def _gb18030(raw: bytes, plausible: float = 0.6) -> tuple[str, str] | None:
    """GB18030, a few undecodable bytes allowed; ``plausible`` is the share of everyday characters asked for."""
    text = _exact(raw, "gb18030") or _exact(raw, "gb18030", strict=False)
    if text is None:
        return None
    # Big5 and EUC bytes decode as GB18030 too, but to characters outside the everyday set of GB 2312.
    foreign = _ASCII.sub("", text[:SAMPLE])
    everyday = len(foreign.encode("gb2312", "ignore")) // 2
    bad = len(_ESCAPED.findall(text))
    good = bad * 10 <= len(text) and len(_ESCAPED.findall(foreign)) * 10 <= len(foreign)
    return (text, "gb18030") if good and everyday >= plausible * len(foreign) else None


def _detected(raw: bytes) -> tuple[str, str] | None:
    """What chardet proposes, where it decodes everything and gives the same bytes back."""
    name = chardet.detect(raw[:SAMPLE])["encoding"]
    text = _exact(raw, name) if name else None
    return (text, codecs.lookup(name).name) if name and text is not None else None


def read_source(root: Path, path: str, max_size: int = MAX_SIZE) -> tuple[Source, Sidecar]:
    """The source at ``path`` (POSIX, below ``root``) and its sidecar, empty where there is none.

    Raises SourceError where the file cannot be read, is larger than ``max_size`` megabytes, has a line that is too long
    or holds no text, Problems for what is wrong in the sidecar.
    """
    file = _inside(root, path, SourceError)
    mend = f"split it, or allow more: --max-size, or max_size of the plugin (now {max_size})"
    raw = _bytes(file, path, max_size * 10**6, SourceError, mend)
    found = by_content(raw)
    text, codec = ("", "") if found else decode(raw)
    if found := found or web_page(text):
        raise SourceError(f"this is {found.what}, not a text", file=path, mend=found.mend)
    if "\0" in text:
        mend = "save it as plain text (.txt, UTF-8)"
        raise SourceError("this is a binary file or damaged UTF-16, not a text", file=path, mend=mend)
    if _BLANK.fullmatch(text):
        raise SourceError("the file holds no text", file=path, mend="put the report's text into it or delete it")
    for number, line in enumerate(_LINE_END.split(text), 1):
        if len(line) > LONGEST_LINE:
            problem = f"the line has {len(line)} characters; {LONGEST_LINE} are the most"
            raise SourceError(problem, file=path, line=number, mend="put each paragraph on a line of its own")
    source = Source(path, text, codec, len(raw), hashlib.sha256(raw).hexdigest())
    beside = f"{path}.yml"
    if len(os.fsencode(PurePosixPath(beside).name)) > LONGEST:
        mend = f"rename the file; the longest name is of {LONGEST - len('.yml')} bytes, in UTF-8"
        raise SourceError("the name is so long that no sidecar can stand beside the file", file=path, mend=mend)
    if not (root / beside).is_symlink() and not (root / beside).exists():
        return source, Sidecar(beside)
    mend = "keep the decisions in it, and put any text into the source"
    return source, parse(_bytes(_inside(root, beside, SidecarError), beside, 10**6, SidecarError, mend), beside)


def read_own(file: Path) -> bytes:
    """The bytes of a file that a project has beside its sources. Raises LexiconError where it cannot be read."""
    return _bytes(file, str(file), MAX_SIZE * 10**6, LexiconError)


def _inside(root: Path, path: str, error: type[GongbaoError]) -> Path:
    """The file, which must lie below ``root`` once every link is followed."""
    shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
    if any(unseen(path)):
        raise error(f"{shown!r} has characters that no file name should have", mend="rename the file")
    parts = PurePosixPath(path)
    if parts.is_absolute() or ".." in parts.parts:
        raise error("the path leads out of the sources folder", file=path, mend="name a file below it")
    file = root / parts
    try:
        inside = file.resolve(strict=True).is_relative_to(root.resolve())
    except (OSError, RuntimeError) as why:
        raise error(f"the file cannot be read ({_why(why)})", file=path, mend="check that it is there") from None
    if not inside:
        raise error("a link leads out of the sources folder", file=path, mend="put the file itself there")
    return file


def _bytes(file: Path, path: str, limit: int, error: type[GongbaoError], mend: str = "split it") -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes; ``mend`` is what to do with a larger one."""
    if not file.is_file():
        raise error("this is no regular file", file=path, mend="put a text file there, or rename it")
    try:
        with file.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as why:
        raise error(f"the file cannot be read ({_why(why)})", file=path, mend="check its permissions") from None
    if len(raw) > limit:
        raise error(f"the file is larger than {limit // 10**6} MB", file=path, mend=mend)
    return raw


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or type(error).__name__

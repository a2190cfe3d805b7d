"""Fuzzing: ``python -m benchmarks.fuzz --count 60000 --seed 1``.

Small inputs (300 to 3,000 characters) made from the sources of this repository and from inputs that were found before,
changed by seeded mutators, go through one target each. An input is a finding where the target raises what it should
not, says something that does not hold, or takes more than two seconds of processor time; it is made as small as it can
be and written to a folder. ``--only TARGET --first N --count 1`` runs one input again.
"""

from __future__ import annotations

import argparse
import faulthandler
import random
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from benchmarks.mutate import Seeds, binary, sidecar_text, text
from benchmarks.sound import Unsound, check_ledger, site_of, source, worked
from generator.clean import clean_source
from generator.errors import GongbaoError
from generator.read import Sidecar, decode, front_matter, markup, read_source
from generator.read.sidecar import parse

ROOT = Path(__file__).parents[1]
FOUND = ROOT / "tests" / "hostile" / "found"
BOUND = 2.0
"""Seconds of processor time that an input may take; the time of other work on the machine does not count."""

TRIES, SLOW_TRIES = 300, 30
"""Runs of the target in which an input is made small."""

Seconds = float


class Slow(BaseException):
    """Too much time went by. No Exception, so that nobody takes it for a fault of a text."""


class Target(NamedTuple):
    """``run`` takes what ``make`` makes; ``share`` of all inputs are its own."""

    make: Callable[[Seeds, random.Random], bytes]
    run: Callable[[bytes], None]
    share: int


def _text(made: Callable[[Seeds, random.Random], str]) -> Callable[[Seeds, random.Random], bytes]:
    return lambda seeds, rng: made(seeds, rng).encode("utf-8", "surrogatepass")


def _decoded(data: bytes) -> str:
    return decode(data)[0]


def run_read(data: bytes) -> None:
    """A file with these bytes is read, or refused in words; what is read encodes back to its bytes."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.txt").write_bytes(data)
        try:
            found, _ = read_source(Path(folder), "a.txt")
        except GongbaoError as error:
            _told(error)
            return
    if found.text.encode(found.encoding, "surrogateescape") != data:
        raise Unsound("the text does not encode back to its bytes")


def run_front_matter(data: bytes) -> None:
    """Front matter is a block at the start, and whatever it states can be asked."""
    raw = _decoded(data)
    found = front_matter(raw)
    if found is None:
        return
    if not 0 <= found.start < found.end <= len(raw):
        raise Unsound(f"front matter at {found.start}-{found.end}")
    for name in ("title", "url", "published", "organ", "region", "year", "authors", "licence"):
        getattr(found, name)


def run_markdown(data: bytes) -> None:
    """Marks and blocks are in order, without overlap, inside the text."""
    raw = _decoded(data)
    view = markup(raw)
    at = 0
    for mark in view.marks:
        if not at <= mark.start < mark.end <= len(raw):
            raise Unsound(f"a mark out of order: {mark}")
        at = mark.end
    for block in view.blocks:
        if not 0 <= block.start <= block.end <= len(raw):
            raise Unsound(f"a block outside: {block}")


def run_sidecar(data: bytes) -> None:
    """A sidecar is understood and carried out, or each of its problems told with a line."""
    beside, _, raw = data.partition(b"\0\0\0\0")
    decoded = _decoded(raw)
    try:
        cleaned = clean_source(source(decoded, "a.txt"), parse(beside, "a.txt.yml"))
    except GongbaoError as error:
        _told(error)
        return
    check_ledger(cleaned)


def run_clean(data: bytes) -> None:
    """The text is cleaned, as Markdown where it is one by its first byte."""
    path = "a.md" if data[:1] in b"#-|*>![" else "a.txt"
    check_ledger(clean_source(source(_decoded(data), path), Sidecar(f"{path}.yml")))


def run_extract(data: bytes) -> None:
    """The text is cleaned and its rows stand where they say."""
    worked(_decoded(data))


def run_site(data: bytes) -> None:
    """Pages, search index and data package are written."""
    with tempfile.TemporaryDirectory() as folder:
        site_of([worked(_decoded(data))], Path(folder))


def _told(error: GongbaoError) -> None:
    str(error).encode("utf-8", "surrogatepass")


TARGETS = {
    "read": Target(binary, run_read, 20),
    "front-matter": Target(_text(lambda s, r: s.matter(r) + text(s, r)), run_front_matter, 10),
    "markdown": Target(_text(text), run_markdown, 10),
    "sidecar": Target(sidecar_text, run_sidecar, 20),
    "clean": Target(_text(text), run_clean, 18),
    "extract": Target(_text(text), run_extract, 20),
    "site": Target(_text(text), run_site, 2),
}


@contextmanager
def watched(bound: Seconds) -> Iterator[None]:
    """Raise Slow in the block where it takes longer; whoever does not even hear that is ended with a traceback."""

    def late(signum: int, frame: FrameType | None) -> None:
        raise Slow(f"more than {bound} s")

    before = signal.signal(signal.SIGPROF, late)
    faulthandler.dump_traceback_later(60 * bound, exit=True)
    signal.setitimer(signal.ITIMER_PROF, bound)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGPROF, before)


def verdict(run: Callable[[bytes], None], data: bytes, bound: Seconds = BOUND) -> tuple[str, str]:
    """What went wrong as a short kind, the same for the same fault, and in full; both empty where all is well."""
    try:
        with watched(bound):
            run(data)
    except Slow as error:
        return "slow", "".join(traceback.format_exception(error)[-8:])
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        what = str(error)[:20] if isinstance(error, Unsound) else ""
        return f"{type(error).__name__} {where} {what}".strip(), "".join(traceback.format_exception(error))
    return "", ""


def smaller(run: Callable[[bytes], None], data: bytes, kind: str, tries: int = TRIES) -> bytes:
    """A small input with the same fault: parts are left out, large ones first, lines before characters."""
    parts = data.splitlines(keepends=True)
    for pieces in (parts, None):
        units = pieces or _characters(data)
        size = len(units) // 2
        while size and tries > 0:
            at = 0
            while at < len(units) and tries > 0:
                rest = units[:at] + units[at + size :]
                tries -= 1
                if rest and verdict(run, b"".join(rest))[0] == kind:
                    units = rest
                else:
                    at += size
            size //= 2
        data = b"".join(units)
    return data


def _characters(data: bytes) -> list[bytes]:
    return [c.encode("utf-8", "surrogateescape") for c in data.decode("utf-8", "surrogateescape")]


def input_of(name: str, number: int, seed: int) -> bytes:
    """Input ``number`` of a target; the same for the same seed, whatever else is run."""
    return TARGETS[name].make(seeds(), random.Random(f"{seed} {name} {number}"))


@cache
def seeds() -> Seeds:
    """The texts that inputs are made from."""
    return Seeds.read(ROOT, FOUND)


def plan(count: int, only: str | None) -> Iterator[tuple[str, int]]:
    """Target and number of each input, the targets mixed by their shares."""
    names = [name for name, target in TARGETS.items() for _ in range(target.share)] if only is None else [only]
    random.Random(0).shuffle(names)
    numbers: Counter[str] = Counter()
    for i in range(count):
        name = names[i % len(names)]
        yield name, numbers[name]
        numbers[name] += 1


def main() -> int:
    """Make inputs, run them, keep findings, print; 1 where there is one."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=60_000, help="inputs over all targets")
    parser.add_argument("--first", type=int, default=0, help="leave out so many inputs (to go on where a run ended)")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after this time, and say where")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=TARGETS)
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz", help="folder of the findings")
    parser.add_argument("--no-minimising", action="store_true")
    args = parser.parse_args()
    for target in TARGETS.values():
        target.run("某某区2025年工作报告\n\n全年办结建议12件。\n".encode())  # what is read once is ready
    began = time.monotonic()
    counts: Counter[str] = Counter()
    kinds: Counter[tuple[str, str]] = Counter()
    slowest: dict[str, tuple[Seconds, int]] = {}
    done = args.first
    for done, (name, number) in enumerate(plan(args.first + args.count, args.only)):
        if done < args.first:
            continue
        if time.monotonic() - began > args.seconds:
            break
        data = input_of(name, number, args.seed)
        started = time.process_time()
        kind, story = verdict(TARGETS[name].run, data)
        slowest[name] = max(slowest.get(name, (0.0, 0)), (time.process_time() - started, number))
        counts[name] += 1
        if kind:
            kinds[name, kind] += 1
            if kinds[name, kind] <= 2:
                tries = 0 if args.no_minimising else SLOW_TRIES if kind == "slow" else TRIES
                small = smaller(TARGETS[name].run, data, kind, tries)
                args.keep.mkdir(parents=True, exist_ok=True)
                file = args.keep / f"{name}-{sha256(small).hexdigest()[:8]}"
                file.write_bytes(small)
                file.with_suffix(".why").write_text(f"{name} {number} seed {args.seed}\n{story}", encoding="utf-8")
                print(f"FOUND {name} {number}: {kind}: {file} {small[:60]!r}", flush=True)
    else:
        done += 1
    for name, (seconds, number) in slowest.items():
        print(f"{counts[name]:8} {name:14} slowest {seconds:.2f} s: input {number}")
    for (name, kind), count in kinds.most_common():
        print(f"{count:8} times {name}: {kind}")
    spent = time.monotonic() - began
    print(f"inputs {args.first} to {done} of seed {args.seed}, {sum(kinds.values())} findings, {spent:.0f} s")
    return bool(kinds)


if __name__ == "__main__":
    raise SystemExit(main())

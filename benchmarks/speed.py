"""How fast the stages are on a folder of sources: ``python -m benchmarks.speed [FOLDER]``.

Prints megabytes of UTF-8 a second on one core for each stage, the slowest sources, and the peak memory. Dictionaries
are read before, by working the longest source, and what that takes is told apart. Other work on the machine makes every
figure worse.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import defaultdict
from pathlib import Path

from generator.clean import clean_source
from generator.collector import collect_seldom
from generator.extract import extract
from generator.model import Cleaned, Corpus, Extracted
from generator.pipeline import list_sources
from generator.read import read_source
from generator.render.package import package_files


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("content/sources"))
    collect_seldom()  # as the program does
    folder: Path = parser.parse_args().folder
    seconds: dict[str, float] = defaultdict(float)
    slowest: list[tuple[float, str]] = []
    cleaned: list[Cleaned] = []
    extracted: dict[str, Extracted] = {}
    size = 0
    paths = list_sources(folder).sources
    begun = time.process_time()
    longest = max(paths, key=lambda path: (folder / path).stat().st_size)
    for report in clean_source(*read_source(folder, longest)).reports:
        extract(report)
    print(f"dictionaries and the longest source {time.process_time() - begun:.2f} s")
    for path in paths:
        start = time.process_time()
        source, sidecar = read_source(folder, path)
        read = time.process_time()
        cleaned.append(clean_source(source, sidecar))
        clean = time.process_time()
        extracted |= {report.id: extract(report) for report in cleaned[-1].reports}
        end = time.process_time()
        for stage, spent in (("read", read - start), ("clean", clean - read), ("extract", end - clean)):
            seconds[stage] += spent
        megabytes = len(source.text.encode("utf-8", "surrogateescape")) / 1e6
        size += int(megabytes * 1e6)
        slowest.append(((end - start) / megabytes, path))
    start = time.process_time()
    sum(len(data) for _, data in package_files(Corpus(tuple(cleaned), extracted)))
    seconds["package"] = time.process_time() - start
    print(f"{len(cleaned)} sources, {size / 1e6:.2f} MB of UTF-8")
    for stage, spent in [*seconds.items(), ("read+clean+extract", sum(seconds.values()) - seconds["package"])]:
        print(f"{stage:20} {spent:8.2f} s {size / 1e6 / spent if spent else 0:8.2f} MB/s")
    for per_megabyte, path in sorted(slowest, reverse=True)[:5]:
        print(f"slowest: {1 / per_megabyte:.2f} MB/s {path}")
    unit = 1 if sys.platform == "darwin" else 1024
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()

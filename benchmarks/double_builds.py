"""Runs two builds with different sources at once in one project, and looks at their sites.

    python -m benchmarks.double_builds --tries 30 --seed 20261201

The second build begins up to 1.3 durations of a build after the first (drawn); one of three tries is with plain
``mkdocs build``, and one of two lets both builds have the same site. Then must hold: at least one build ends well; each
site whose build ended well is, byte for byte, the site of its sources (a shared one: of one of them); a build that did
not end well says that another one is under way, and nobody is told to delete or rename a page; the next build is right.

Exit code 1 where one of this does not hold.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.kills import CONFIGURATION, Project, tree, warm

SOURCES = {"s1": (0, 1), "s2": (1, 2, 3)}


class Pair:
    """A project with two folders of sources, and what the site of each is."""

    def __init__(self, top: Path) -> None:
        self.project = Project(top)
        for name, numbers in SOURCES.items():
            self.project.sources(*numbers)
            (self.project.folder / "sources").rename(self.project.folder / name)
            text = CONFIGURATION.replace("sources: sources", f"sources: {name}")
            (self.project.folder / f"{name}.yml").write_text(text, encoding="utf-8")
        self.right = {}
        for name in SOURCES:
            began = time.monotonic()
            self.project.finish(self.command(name, f"right-{name}", plain=False))
            self.seconds = time.monotonic() - began
            self.right[name] = tree(self.project.folder / f"right-{name}")

    def command(self, name: str, site: str, *, plain: bool) -> list[str]:
        """A build of one folder of sources."""
        folder = str(self.project.folder / site)
        return [*([] if plain else ["-q"]), "build", "-f", f"{name}.yml", "--site-dir" if plain else "--site", folder]

    def both(self, *, wait: float, shared: bool, plain: bool) -> list[int]:
        """The exit codes of two builds at once. Raises AssertionError with all that does not hold."""
        sites = {name: "site" if shared else f"site-{name}" for name in SOURCES}
        program = "mkdocs" if plain else "generator"
        runs = {}
        for name in SOURCES:
            runs[name] = self.project.start(self.command(name, sites[name], plain=plain), program=program)
            time.sleep(wait)
            wait = 0
        faults, codes = [], {}
        for name, run in runs.items():
            codes[name], said = run.end()
            if (codes[name] and "another build is under way" not in said) or "delete" in said or "rename" in said:
                faults.append(f"{name} ended with {codes[name]}: {said}")
        well = [name for name, code in codes.items() if code == 0]
        for name in well:
            right = [self.right[n] for n in (well if shared else [name])]
            if tree(self.project.folder / sites[name]) not in right:
                faults.append(f"the site of {name} is wrong")
        if not well:
            faults.append("neither ended well")
        self.project.finish(self.command("s1", "next", plain=False))
        if tree(self.project.folder / "next") != self.right["s1"]:
            faults.append("the next build is wrong")
        if faults:
            raise AssertionError(f"wait {wait:.2f}, shared {shared}, plain {plain}: " + "; ".join(faults))
        return list(codes.values())


def doubles(tries: int, seed: int, top: Path) -> tuple[Counter[tuple[int, ...]], list[str]]:
    """How often the exit codes of two builds were which, and what did not hold."""
    random_ = random.Random(seed)
    warm(top / "warm")
    pair = Pair(top / "pair")
    codes: Counter[tuple[int, ...]] = Counter()
    faults = []
    for n in range(tries):
        try:
            wait = random_.uniform(0, 1.3) * pair.seconds
            codes[tuple(pair.both(wait=wait, shared=n % 2 == 1, plain=n % 3 == 2))] += 1
        except AssertionError as fault:
            faults.append(str(fault))
    return codes, faults


def main() -> None:
    """Build, print, and fail where something does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tries", type=int, default=30)
    parser.add_argument("--seed", type=int, default=20261201)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        codes, faults = doubles(options.tries, options.seed, Path(top).resolve())
    for ended, times in sorted(codes.items()):
        print(f"exit codes {ended}: {times} times")
    print(*faults, f"{options.tries - len(faults)} of {options.tries} double builds without a wrong site", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

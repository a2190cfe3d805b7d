"""Kills builds at file-system events drawn over the whole build, and looks at what is left.

    python -m benchmarks.kills --tries 60 --seed 20261201

A small project has a site of its old sources. A run over the new ones (``build`` or ``export``, with one process or
two; a fork of this process, which has read and compiled everything once) is killed (SIGKILL or SIGTERM, drawn) just
before its n-th event: opening, listing, making, renaming or deleting something in the project or the temporary folder,
in the run itself or in a worker. Then must hold:

- what is in place is the whole old folder or the whole new one, byte for byte;
- no process of the run is left;
- SIGTERM ends with 143 and clears up at once;
- the next run ends well, what it puts in place is the bytes of a clean one, and nothing else is left over.

Exit code 1 where one of this does not hold. The figures of a run are printed.
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import NoReturn

from benchmarks.kill_events import watch

ROOT = Path(__file__).resolve().parents[1]
CONFIGURATION = """
site_name: 公报
docs_dir: pages
use_directory_urls: false
theme: {name: gongbao}
plugins: [gongbao: {sources: sources}]
markdown_extensions: [attr_list]
"""
TEXT = "{place}人大常委会2023年工作报告\n\n一、监督工作\n全年听取专项工作报告{n}个，开展执法检查{m}次。\n"
PLACES = ("青山区", "白云岭县", "长桥镇", "石溪市")

Tree = dict[str, bytes]


class Project:
    """A project with pages of old or new sources, below a folder that holds all that its runs write."""

    def __init__(self, top: Path) -> None:
        self.top, self.folder, self.temporary = top, top / "project", top / "tmp"
        self.hooks = top / "hooks"
        for folder in (self.folder / "pages", self.temporary, self.hooks):
            folder.mkdir(parents=True)
        (self.hooks / "sitecustomize.py").write_text(
            "from benchmarks.kill_events import watch\nwatch()\n", encoding="utf-8"
        )
        (self.folder / "pages" / "about.md").write_text("# 关于\n", encoding="utf-8")

    def sources(self, *numbers: int) -> None:
        """Let the sources be those of these numbers."""
        folder = self.folder / "sources"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for n in numbers:
            text = TEXT.format(place=PLACES[n % len(PLACES)], n=11 + n, m=3 + n)
            (folder / f"{n}.txt").write_text(text, encoding="utf-8")
        (self.folder / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")

    def start(self, command: list[str], at: int = 0, number: int = 0, program: str = "generator") -> Run:
        """Start a run that is killed at an event, 0 for one that goes to its end."""
        (self.top / "count").write_bytes(b"")
        environment = {
            "PYTHONPATH": os.pathsep.join([str(self.hooks), str(ROOT)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(self.temporary),
            "KILL_TOP": str(self.top),
            "KILL_AT": str(at),
            "KILL_SIGNAL": str(number),
            "KILL_COUNT": str(self.top / "count"),
        }
        return Run(self, [program, *command], environment)

    def finish(self, command: list[str]) -> str:
        """Let a run go to its end; what it says. Raises AssertionError where it does not end well."""
        code, said = self.start(command).end()
        if code:
            raise AssertionError(f"a run that nobody killed ended with {code}: {said}")
        return said


class Run:
    """A command in a process, and a session, of its own, forked from this one."""

    def __init__(self, project: Project, command: list[str], environment: dict[str, str]) -> None:
        self.said = project.top / f"said-{command[0]}-{time.monotonic_ns()}"
        sys.stdout.flush()
        self.pid = os.fork()
        if not self.pid:
            self._run(project.folder, command, environment)

    def _run(self, folder: Path, command: list[str], environment: dict[str, str]) -> NoReturn:
        code = 1
        try:
            os.setsid()
            os.chdir(folder)
            os.environ.update(environment)
            tempfile.tempdir = None
            vars(multiprocessing.current_process())["_config"]["semprefix"] = f"/kills-{os.getpid()}"
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(os.open(self.said, os.O_WRONLY | os.O_CREAT, 0o600), 2)
            sys.argv = command
            watch()
            program = importlib.import_module(f"{command[0]}.__main__")
            (program.cli if command[0] == "mkdocs" else program.main)()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)

    def end(self, seconds: float = 120) -> tuple[int, str]:
        """The exit code, negative for a signal, and what was said on stderr."""
        until = time.monotonic() + seconds
        while not (ended := os.waitpid(self.pid, os.WNOHANG))[0]:
            if time.monotonic() > until:
                os.killpg(self.pid, signal.SIGKILL)
            time.sleep(0.01)
        said = self.said.read_text(encoding="utf-8")
        self.said.unlink()
        return os.waitstatus_to_exitcode(ended[1]), said


def warm(top: Path) -> None:
    """Read, import and compile, once for all runs, what a build needs."""
    from generator.cli import cli

    project, before = Project(top), Path.cwd()
    project.sources(0, 1)
    os.chdir(project.folder)
    cli(["-q", "build"], standalone_mode=False)
    cli(["-q", "export", "--sources", "sources", "--to", "package"], standalone_mode=False)
    os.chdir(before)


def tree(folder: Path) -> Tree:
    """The files below a folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def listing(*folders: Path) -> list[str]:
    """Everything below some folders, empty folders included."""
    return sorted(str(p) for folder in folders for p in folder.rglob("*"))


def in_session(session: int) -> list[str]:
    """The processes of a session that are left after a moment (Linux)."""
    for _ in range(30):
        left = [p.name for p in Path("/proc").iterdir() if p.name.isdigit() and _session(p) == session]
        if not left:
            break
        time.sleep(0.1)
    return left


def _session(process: Path) -> int | None:
    try:
        state, _, _, session = (process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[:4]
    except (OSError, ValueError):
        return None
    return None if state == "Z" else int(session)


OLD, NEW = (0, 1), (1, 2)
COMMANDS = {
    "build": (["-q", "build"], "site"),
    "build -j 2": (["-q", "build", "-j", "2"], "site"),
    "export": (["-q", "export", "--sources", "sources", "--to", "package"], "package"),
}


class Scene:
    """A command with what stands in place before and after it, and its number of events."""

    def __init__(self, top: Path, name: str) -> None:
        self.name, (self.command, place) = name, COMMANDS[name]
        self.project = Project(top)
        self.place = self.project.folder / place
        self.project.sources(*NEW)
        self.project.finish(self.command)
        self.new, self.left = tree(self.place), self.all()
        self.project.sources(*OLD)
        self.project.finish(self.command)
        self.old = tree(self.place)
        shutil.copytree(self.project.folder, top / "old")
        self.project.sources(*NEW)
        self.project.finish(self.command)
        self.events = (self.project.top / "count").stat().st_size
        if tree(self.place) != self.new or self.all() != self.left or self.old == self.new:
            raise AssertionError("a clean build and one over another's pages differ")

    def all(self) -> list[str]:
        """Everything in the project and the temporary folder."""
        return listing(self.project.folder, self.project.temporary)

    def restore(self) -> None:
        """Have the old sources and what is made from them, in place."""
        for folder in (self.project.folder, self.project.temporary):
            shutil.rmtree(folder)
        self.project.temporary.mkdir()
        shutil.copytree(self.project.top / "old", self.project.folder)

    def kill(self, at: int, number: int) -> str:
        """Kill a run at an event; what stood in place then. Raises AssertionError with all that does not hold."""
        self.restore()
        self.project.sources(*NEW)
        run = self.project.start(self.command, at, number)
        ended, said = run.end()
        faults = []
        if processes := in_session(run.pid):
            faults.append(f"processes left: {processes}")
        code = 143 if number == signal.SIGTERM else -number
        done = ended == 0  # with two processes, the events of a run differ by a few
        if ended not in (code, 0):
            faults.append(f"ended with {ended}: {said}")
        there = tree(self.place) if self.place.is_dir() else {}
        kind = "new" if there == self.new else "old" if there == self.old else "broken"
        if kind == "broken" or (done and kind != "new"):
            faults.append(f"{kind} in place")
        if number == signal.SIGTERM and (litter := [p for p in self.all() if "gongbao-new" in p or "-tmp" in p]):
            faults.append(f"SIGTERM left {litter}")
        said = self.project.finish(self.command)
        if tree(self.place) != self.new:
            faults.append("the next run is not right")
        if said:
            faults.append(f"the next run says {said}")
        if more := sorted({*self.all()} ^ {*self.left}):
            faults.append(f"left over or missing: {more}")
        if more := [p.name for p in Path("/dev/shm").glob(f"sem.kills-{run.pid}*")]:  # Linux
            faults.append(f"left in shared memory: {more}")
        if faults:
            raise AssertionError(f"{self.name}, signal {number}, event {at} of {self.events}: " + "; ".join(faults))
        return kind


def kills(tries: int, seed: int, top: Path) -> tuple[list[str], list[str]]:
    """One line a kill that left all well, and one a kill that did not."""
    random_ = random.Random(seed)
    warm(top / "warm")
    scenes = [Scene(top / str(n), name) for n, name in enumerate(COMMANDS)]
    well, faults = [], []
    for n in range(tries):
        # Of ten, six are of a build in one process, one is with workers, three are exports.
        scene = scenes[(0, 2, 0, 1, 0, 2, 0, 0, 2, 0)[n % 10]]
        at = random_.randint(1, scene.events)
        number = (signal.SIGKILL, signal.SIGTERM)[random_.randrange(2)]
        try:
            kind = scene.kill(at, number)
            well.append(f"{scene.name}, {number.name} at event {at} of {scene.events}: {kind}")
        except AssertionError as fault:
            faults.append(str(fault))
    return well, faults


def main() -> None:
    """Kill, print, and fail where something does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tries", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261201)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        well, faults = kills(options.tries, options.seed, Path(top).resolve())
    print(*well, *faults, f"{len(well)} of {options.tries} kills left all well", sep="\n")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

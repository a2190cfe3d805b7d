"""``python -m benchmarks.damage``: damage, clean, compare, print."""

from __future__ import annotations

import argparse
import json
import sys
import time

from benchmarks.damage import run
from benchmarks.damage.kinds import KINDS


def main() -> int:
    """Print one line for each kind; 1 where a floor does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage", description=__doc__)
    parser.add_argument("--kind", action="append", help="only this kind, or all that begin so (may be given again)")
    parser.add_argument("--seed", type=int, default=run.SEED)
    parser.add_argument("--n", type=int, default=run.INJECTIONS, help="injections of each kind")
    parser.add_argument("--show-failures", action="store_true", help="say what went wrong in each case")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--pin", action="store_true", help="raise the floors to these figures (with the default seed)")
    args = parser.parse_args()
    names = [name for name in KINDS if not args.kind or any(name.startswith(k) for k in args.kind)]
    began = time.perf_counter()
    results = {}
    for name in names:
        figures, failures = run.kind(name, args.n, args.seed)
        results[name] = figures
        if not args.json:
            print(run.line(name, figures), flush=True)
        if args.show_failures:
            for case, why in failures:
                print(f"    {case.name}: {why}")
    if args.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
    which = {run.INJECTIONS: "complete", run.QUICK: "quick"}.get(args.n, "") if args.seed == run.SEED else ""
    if args.pin and which:
        run.pin(results, which)
    broken = run.below_floors(results, which) if which else []
    for message in broken:
        print(message, file=sys.stderr)
    if not args.json:
        print(f"{len(results)} kinds, {time.perf_counter() - began:.0f} s")
    return bool(broken)


if __name__ == "__main__":
    raise SystemExit(main())

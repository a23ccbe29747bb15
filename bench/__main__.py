"""Run every benchmark module of this folder, in order of name; or only those named: ``python -m bench load``."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path


def run(wanted: Sequence[str]) -> int:
    """Run the benchmarks named, or all. Returns the exit status: 1 when one missed its target, 2 when a name is unknown."""
    found = {name: importlib.import_module(f"bench.{name}") for name in _names()}
    benchmarks = {name: module.main for name, module in found.items() if hasattr(module, "main")}
    unknown = [name for name in wanted if name not in benchmarks]
    if unknown:
        print(f"{', '.join(unknown)}: no such benchmark. There are: {', '.join(benchmarks)}.", file=sys.stderr)
        return 2
    missed = 0
    for name, main in benchmarks.items():
        if not wanted or name in wanted:
            print(f"== {name}")
            missed += not main()
    return 1 if missed else 0


def _names() -> list[str]:
    return sorted(info.name for info in pkgutil.iter_modules([str(Path(__file__).parent)]) if info.name != "__main__")


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

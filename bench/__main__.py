"""Run every benchmark module of this folder, in order of name; or only those named: ``python -m bench load``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent


def run(wanted: Sequence[str]) -> int:
    """Run the benchmarks named, or all, each in a process of its own, so that none pays for what another has imported.

    Returns
    -------
    The exit status: 1 when one missed its target, 2 when a name is unknown.
    """
    names = sorted(path.stem for path in HERE.glob("*.py") if "\ndef main(" in path.read_text(encoding="utf-8"))
    unknown = [name for name in wanted if name not in names]
    if unknown:
        print(f"{', '.join(unknown)}: no such benchmark. There are: {', '.join(names)}.", file=sys.stderr)
        return 2
    missed = 0
    for name in wanted or names:
        print(f"== {name}", flush=True)
        code = f"import sys; from bench.{name} import main; sys.exit(0 if main() else 1)"
        missed += subprocess.run([sys.executable, "-c", code], cwd=HERE.parent, check=False).returncode != 0
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))

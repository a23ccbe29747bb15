"""Fill a folder with the files that nginx serves in the replicas' place, each beside its compressed form.

    python deploy/static_files.py /srv/dateline/static

Files that are there already stay, so that pages opened before an update still find theirs. Nothing but the standard library and the
installed Streamlit is needed; Streamlit is not imported.
"""

from __future__ import annotations

import gzip
import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = "plotly-basic.min.js"
COMPRESSED = {".js", ".css", ".json", ".svg"}
SMALLEST = 1000
"""Bytes under which compressing saves no packet."""


def fill(target: Path) -> int:
    """Copy Streamlit's own static files and the chart library.

    Returns
    -------
    How many files the folder holds in plain form.
    """
    spec = find_spec("streamlit")
    if spec is None or spec.origin is None:
        raise SystemExit("Streamlit is not installed in this Python: run it with that of the dashboard")
    assets = Path(spec.origin).parent / "static" / "static"
    pairs = {path: target / "static" / path.relative_to(assets) for path in assets.rglob("*") if path.is_file()}
    pairs[ROOT / "static" / LIBRARY] = target / "library" / version() / LIBRARY
    for source, copy in pairs.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copy)
        if copy.suffix in COMPRESSED and copy.stat().st_size >= SMALLEST:
            # Without a time in it, so that the same file is the same bytes on each host.
            copy.with_name(f"{copy.name}.gz").write_bytes(gzip.compress(copy.read_bytes(), mtime=0))
    return len(pairs)


def version() -> str:
    """The version that pages ask the chart library by."""
    scripts = (ROOT / "dateline" / "ui" / "scripts.py").read_text(encoding="utf-8")
    found = re.search(re.escape(LIBRARY) + r"\?v=(\d+\.\d+\.\d+)", scripts)
    if found is None:
        raise SystemExit("dateline/ui/scripts.py names no version of the chart library")
    return found[1]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    print(f"{fill(Path(sys.argv[1]))} files in {sys.argv[1]}")

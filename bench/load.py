"""Loading: our reader, checks and tables against what one would write in five lines, on the same 600 events."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import TypeAdapter

import dateline
from bench.sample import write_sample
from dateline import dates
from dateline.model import REGISTERS, Event

EVENTS, LINKS = 600, 300
REPEATS = 15
TARGET = 0.6


def plain(folder: Path) -> int:
    """CSafeLoader and pydantic, with the same models: no lines, no checks, no tables."""
    count = 0
    for path in folder.rglob("*.yaml"):
        model = REGISTERS[path.stem] if path.parent.name == "registers" else Event
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        entries = TypeAdapter(list[model]).validate_python(data)  # type: ignore[valid-type]
        count += model is Event and len(entries)
    return count


def ours(folder: Path) -> int:
    """What the dashboard does at its start."""
    tables = dateline.load(folder)
    assert not tables.problems, tables.problems[0]
    return len(tables.events)


def main() -> bool:
    """Print times and their ratio. Returns whether the target is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
        assert plain(folder) == ours(folder) == EVENTS
        times: dict[Callable[[Path], int], list[float]] = {plain: [], ours: []}
        for _ in range(REPEATS):
            for run, taken in times.items():
                taken.append(_time(run, folder))
    print(f"{EVENTS} events, {LINKS} links, {size / 1000:.0f} kB of YAML, {REPEATS} repeats, interleaved")
    for run, words in ((plain, "CSafeLoader + pydantic"), (ours, "dateline.load")):
        print(f"{words:24} min {min(times[run]) * 1000:6.0f} ms   median {statistics.median(times[run]) * 1000:6.0f} ms")
    # The collector steps into some runs of the plain way and not into others, so the median of pairs decides.
    lowest = min(times[ours]) / min(times[plain])
    middle = statistics.median(mine / theirs for mine, theirs in zip(times[ours], times[plain], strict=True))
    met = middle <= TARGET
    print(
        f"ratio: median of pairs {middle:.2f}, of the shortest times {lowest:.2f}; target {TARGET}: {'met' if met else 'MISSED'}"
    )
    return met


def _time(run: Callable[[Path], int], folder: Path) -> float:
    dates.parse.cache_clear()
    gc.collect()
    start = time.perf_counter()
    run(folder)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()

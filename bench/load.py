"""Loading: our reader, checks and tables against what one would write in five lines, on the same 600 events."""

from __future__ import annotations

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter

import dateline
from bench.sample import write_sample
from dateline import dates
from dateline.model import Event
from dateline.registers import REGISTERS
from dateline.tables import Tables

EVENTS, LINKS = 600, 300
REPEATS = 15
TARGET = 0.6


def plain(folder: Path) -> list[BaseModel]:
    """CSafeLoader and pydantic, with the same models: no lines, no checks, no tables."""
    entries: list[BaseModel] = []
    for path in folder.rglob("*.yaml"):
        model = REGISTERS[path.stem] if path.parent.name == "registers" else Event
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)
        entries += TypeAdapter(list[model]).validate_python(data)  # type: ignore[valid-type]
    return entries


def ours(folder: Path) -> Tables:
    """What the dashboard does at its start."""
    return dateline.load(folder)


def main() -> bool:
    """Print times and their ratio. Returns whether the target is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        size = sum(path.stat().st_size for path in folder.rglob("*.yaml"))
        tables = ours(folder)
        assert not tables.problems, tables.problems[0]
        assert len(tables.events) == sum(isinstance(entry, Event) for entry in plain(folder)) == EVENTS
        times: dict[Callable[[Path], object], list[float]] = {plain: [], ours: []}
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


def _time(run: Callable[[Path], object], folder: Path) -> float:
    dates.parse.cache_clear()
    gc.collect()
    start = time.perf_counter()
    made = run(folder)
    taken = time.perf_counter() - start
    del made
    return taken


if __name__ == "__main__":
    main()

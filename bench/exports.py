"""What it costs to write 600 events in each format, against reading the record."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dateline
from bench.sample import write_sample
from dateline.checks import read_and_check
from dateline.export import FORMATS, bundle
from dateline.model import Change, Event
from dateline.tables import build

EVENTS, LINKS = 600, 300
REPEATS = 5
SECONDS, ZIP_SECONDS = 1.0, 3.0
"""Targets for one format, and for the zip; all events of the record, nothing remembered from the time before but the tables."""


def main() -> bool:
    """Print the figures and whether the targets are met."""
    met = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        reading = _seconds(lambda: dateline.load(folder))
        record = read_and_check(folder)
        # One change each, or the feed would have nothing to tell.
        tables = build(replace(record, events=tuple(replace(one, event=_changed(one.event)) for one in record.events)))
        ids = list(tables.records)
        writers: dict[str, tuple[Callable[[], bytes], float]] = {
            key: (lambda one=one: one.write(tables, ids, ""), SECONDS)  # type: ignore[misc]
            for key, one in FORMATS.items()
        }
        writers["zip"] = (lambda: bundle.write(tables, ids, "", folder), ZIP_SECONDS)
        print(f"reading {EVENTS} events: 1; writing them, as ratios to that:")
        for key, (write, target) in writers.items():
            taken, size = _seconds(write), len(write())
            met &= taken <= target
            print(
                f"{key:>11}: {taken / reading:5.2f} times, {taken * 1000:5.0f} ms, {size / 1000:6,.0f} kB; "
                f"target {target:g} s: {'met' if taken <= target else 'MISSED'}"
            )
    return met


def _changed(event: Event) -> Event:
    return event.model_copy(update={"changes": (Change(on=event.date.start.isoformat(), kind="added"),)})


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)

"""What it costs to know the standing of every claim on every day of the record, against reading the record."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import dateline
from bench.sample import write_sample
from dateline.standing import threads
from dateline.tables import Tables

EVENTS, LINKS = 600, 300
FIRST, DAYS = date(2022, 1, 1), 1_700
REPEATS = 7
SECONDS = 0.5
"""Target for all claims on all days."""


def main() -> bool:
    """Print the figures and whether the target is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        reading = _seconds(lambda: dateline.load(folder))
        tables = dateline.load(folder)
        standing = _seconds(lambda: _all(tables))
    claims = len(tables.registers.claims)
    print(f"standing of {claims} claims on {DAYS:,} days, {EVENTS} events: {standing * 1000:.0f} ms, ", end="")
    print(
        f"{standing / reading:.2f} times reading the record; target {SECONDS:g} s: {'met' if standing <= SECONDS else 'MISSED'}"
    )
    return standing <= SECONDS


def _all(tables: Tables) -> int:
    found = threads((located.event for located in tables.records.values()), tables.registers)
    days = [FIRST + timedelta(days=n) for n in range(DAYS)]
    return sum(thread.on(day).word is not None for thread in found.values() for day in days)


def _seconds(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)

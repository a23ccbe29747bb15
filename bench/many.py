"""Many readers at once: sessions that change a filter about once a second, each answer checked against the package.

``python -m bench.many`` starts a dashboard of its own on a made-up record and asks that; with ``--address`` it asks one that runs already
on this machine, behind nginx for instance. It refuses any other machine, and is bounded in sessions and in time.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import dateline
from bench.reader import FailedError, NotHereError, Reader
from bench.sample import write_sample
from dateline.selection import Selection, apply
from dateline.tables import Tables
from tests.browser.serving import ROOT, serve

EVENTS, LINKS = 600, 300
SESSIONS, SECONDS, IDLE = 50, 20, 200
MOST_SESSIONS, MOST_SECONDS = 500, 600
THINK = 1.0
"""Seconds between an answer and the next question, on average."""
AT_ONCE = 4
"""How many readers arrive at the same moment."""
MOST_FILTERS = 2
LADDER = (10, 25, 50, 75, 100, 150, 200)
P95_SECONDS, IDLE_MB, START_FAILED = 1.0, 1500.0, 0
"""Targets: for 50 sessions, for 200 idle ones, and how many runs may fail."""


@dataclass
class Load:
    """What a number of sessions saw, and what it cost the server; memory and processor time NaN for a server of somebody else's."""

    sessions: int
    seconds: float
    opened: list[float] = field(default_factory=list)
    taken: list[float] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    processor: float = float("nan")
    megabytes: float = float("nan")
    received: int = 0

    def __str__(self) -> str:
        taken = self.taken or [float("nan")]
        return (
            f"{self.sessions:4} sessions: p50 {1000 * percentile(taken, 50):5.0f} ms, p95 {1000 * percentile(taken, 95):5.0f} ms, "
            f"longest {1000 * max(taken):5.0f} ms; {len(self.taken) / self.seconds:5.1f} runs a second, "
            f"{1000 * self.processor / max(len(self.taken), 1):5.1f} ms of the server's time and {self.received / max(len(self.taken), 1) / 1000:4.0f} kB each; "
            f"first page p50 {percentile(self.opened, 50):.1f} s; {self.megabytes:.0f} MB; failed or wrong: {sum(self.wrong.values())}"
        )


def percentile(values: Sequence[float], share: int) -> float:
    """A percentile, 1 to 99; of a single value that value."""
    return statistics.quantiles(values, n=100, method="inclusive")[share - 1] if len(values) > 1 else values[0]


def steps(tables: Tables, seed: int) -> Iterator[tuple[str, Selection]]:
    """A reader's walk without end: the option chosen or let go, and the view that it leaves. At most ``MOST_FILTERS`` are on."""
    chance = random.Random(seed)
    actors = Counter(one for found in tables.involved.values() for one in found)
    options = [
        *(f"category:{one}" for one in tables.registers.categories),
        *(f"status:{one}" for one in sorted(set(tables.events["status"]))),
        *(f"actor:{one}" for one, _ in actors.most_common(12)),
    ]
    on: list[str] = []
    while True:
        one = chance.choice(on if len(on) == MOST_FILTERS else options)
        on = [other for other in on if other != one] if one in on else [*on, one]
        chosen: dict[str, tuple[str, ...]] = {}
        for option in on:
            key, value = option.split(":")
            chosen[key] = (*chosen.get(key, ()), value)
        yield one, replace(Selection(), **chosen)  # type: ignore[arg-type]


async def _read(reader: Reader, tables: Tables, seed: int, until: float, load: Load) -> None:
    chance = random.Random(-seed)
    for option, selection in steps(tables, seed):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * THINK)
        if time.perf_counter() > until:
            return
        asked = time.perf_counter()
        try:
            await reader.act("dl-facets", "toggle", option)
            load.taken.append(time.perf_counter() - asked)
            right, said = len(apply(selection, tables).ids), reader.words("dl-header")
            if not re.search(rf"(?<![\d,]){right:,} of {len(tables.events):,} ", said):
                load.wrong[f"shows “{said[:40]}” where {right} are right"] += 1
        except (FailedError, OSError, TimeoutError) as error:
            load.wrong[f"{type(error).__name__}: {error}"] += 1
            return


async def _arrive(stack: AsyncExitStack, address: str, many: int, load: Load) -> list[Reader]:
    """Readers who have the first page open; a few come at a time."""
    few = asyncio.Semaphore(AT_ONCE)

    async def come() -> Reader | None:
        async with few:
            begun = time.perf_counter()
            try:
                reader = await stack.enter_async_context(Reader(address))
                await reader.open()
            except (FailedError, OSError, TimeoutError) as error:
                load.wrong[f"on opening, {type(error).__name__}: {error}"] += 1
                return None
            load.opened.append(time.perf_counter() - begun)
            return reader

    return [one for one in await asyncio.gather(*(come() for _ in range(many))) if one is not None]


async def read(address: str, tables: Tables, sessions: int, seconds: float, pid: int = 0) -> Load:
    """Let that many sessions change filters for that long. ``pid``: the server's process, 0 for one whose memory and time are not known."""
    load = Load(sessions, seconds)
    async with AsyncExitStack() as stack:
        readers = await _arrive(stack, address, sessions, load)
        for one in readers:
            one.received = 0
        before, until = processor_seconds(pid), time.perf_counter() + seconds
        await asyncio.gather(*(_read(reader, tables, n, until, load) for n, reader in enumerate(readers, 1)))
        load.processor, load.megabytes = processor_seconds(pid) - before, megabytes(pid)
        load.received = sum(one.received for one in readers)
    return load


async def idle(address: str, sessions: int, pid: int) -> Load:
    """Let that many sessions open the first page and do nothing more."""
    load = Load(sessions, 1.0)
    async with AsyncExitStack() as stack:
        await _arrive(stack, address, sessions, load)
        await asyncio.sleep(2)
        load.megabytes = megabytes(pid)
    return load


def processor_seconds(pid: int) -> float:
    """User and system time of a process; NaN where it is not known."""
    path = Path(f"/proc/{pid}/stat")
    if not pid or not path.exists():
        return float("nan")
    fields = path.read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def megabytes(pid: int) -> float:
    """Memory of a process; NaN where it is not known."""
    path = Path(f"/proc/{pid}/status")
    return int(path.read_text().split("VmRSS:")[1].split()[0]) / 1024 if pid and path.exists() else float("nan")


def main() -> bool:
    """Print the figures for 50 readers and for 200 idle ones, and whether each target is met."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "events"
        write_sample(folder, EVENTS, LINKS)
        tables = dateline.load(folder)
        with serve(DATELINE_EVENTS=str(folder)) as served:
            load = asyncio.run(read(served.address, tables, SESSIONS, SECONDS, served.pid))
        print(load)
        with serve(DATELINE_EVENTS=str(folder)) as served:
            resting = asyncio.run(idle(served.address, IDLE, served.pid))
    results = (
        (f"p95 of {SESSIONS} sessions, s", percentile(load.taken, 95), P95_SECONDS),
        (f"memory with {IDLE} idle sessions, MB", resting.megabytes, IDLE_MB),
        ("failed or wrong runs", float(sum((load.wrong + resting.wrong).values())), START_FAILED),
    )
    for words, value, target in results:
        print(f"{words}: {value:.2f}; target {target:g}: {'met' if value <= target else 'MISSED'}")
    return all(value <= target for _, value, target in results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.many", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--sessions", type=int, default=SESSIONS, help=f"how many readers, at most {MOST_SESSIONS}")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"for how long, at most {MOST_SECONDS}")
    parser.add_argument("--find", action="store_true", help="more and more readers, until p95 passes a second")
    parser.add_argument(
        "--idle", type=int, default=0, help="then let that many open the first page and rest, and tell the memory"
    )
    parser.add_argument("--address", help="a dashboard that runs already on this machine, on the record of --record")
    parser.add_argument("--record", help="its record; a made-up one of 600 events when no address is given")
    parser.add_argument("--beside", type=Path, help="another checkout of this project, measured in turns with this one")
    return parser


def run(command: Sequence[str]) -> int:
    """What the command line asks for. Returns 1 when a run failed or an answer was wrong, 2 when it is not understood."""
    asked = _parser().parse_args(command)
    sessions, seconds = min(asked.sessions, MOST_SESSIONS), min(asked.seconds, MOST_SECONDS)
    if asked.address and not asked.record:
        print("Name the record that it shows: --record DIR", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(asked.record or Path(name) / "events").resolve()
        if not asked.record:
            write_sample(folder, EVENTS, LINKS)
        tables = dateline.load(folder)
        failed = 0
        for many in LADDER if asked.find else (sessions,):
            for root in (*((asked.beside.resolve(),) if asked.beside else ()), ROOT):
                load = _once(asked.address, root, folder, tables, many, seconds)
                print(f"{root.name}: {load}" if asked.beside else load, flush=True)
                for words, times in load.wrong.most_common(5):
                    print(f"  {times} times: {words}")
                failed += sum(load.wrong.values())
            if asked.find and percentile(load.taken or [P95_SECONDS + 1], 95) > P95_SECONDS:
                break
        if asked.idle and not asked.address:
            for root in (*((asked.beside.resolve(),) if asked.beside else ()), ROOT):
                with serve(folder=root, DATELINE_EVENTS=str(folder)) as served:
                    resting = asyncio.run(idle(served.address, min(asked.idle, MOST_SESSIONS), served.pid))
                print(
                    f"{root.name}: {len(resting.opened)} idle sessions: {resting.megabytes:.0f} MB, "
                    f"first page p95 {percentile(resting.opened, 95):.1f} s, failed: {sum(resting.wrong.values())}"
                )
                failed += sum(resting.wrong.values())
    return 1 if failed else 0


def _once(address: str | None, root: Path, folder: Path, tables: Tables, many: int, seconds: float) -> Load:
    if address:
        return asyncio.run(read(address, tables, many, seconds))
    with serve(folder=root, DATELINE_EVENTS=str(folder)) as served:
        return asyncio.run(read(served.address, tables, many, seconds, served.pid))


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except NotHereError as error:
        sys.exit(str(error))

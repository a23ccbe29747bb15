"""Scale of data: the same work at 600, 10 000 and 100 000 events, each beside the plain way of doing it, as ratios.

``python -m bench scale`` measures all; ``python -m bench.scale 600 10000`` only these sizes. Processor time is what is compared, since it
depends least on what else the machine does. Ends with the table that stands in ``docs/performance.md``.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import plotly.express as px
import yaml

from bench.load import plain
from bench.sample import write_sample
from dateline import compiled, dates, search, words, workers
from dateline import selection as selections
from dateline.export import FORMATS
from dateline.figures.counts import MOST_MARKS, marks_of
from dateline.figures.window import drawn, focus
from dateline.kept import CompiledTables
from dateline.known import as_known
from dateline.reader import read, without_collecting
from dateline.selection import Selection
from dateline.strict_yaml import parse_yaml
from dateline.tables import Tables, spoken
from dateline.ui import claims, coverage, listing, sources
from dateline.ui.timeline_parts import content
from dateline.ui.views import View
from dateline.workers import read_files

SIZES = (600, 10_000, 100_000)
PARSE, COLD, WARM, FILTER, FIGURE = 2.0, 5.0, 100.0, 20.0, 10.0
"""Targets: how many times less than the plain way; warm: than cold."""
FIGURE_BYTES = 1_000_000
FIRST = 3.0
"""Seconds that the first reader may wait for a page."""
DAY = date(2026, 6, 1)
WHAT = Selection(
    actor=("north-korea-army",),
    category=("military-drills", "statements"),
    period=(date(2015, 1, 1), date(2026, 6, 30)),
    q="containers missile",
)


@dataclass(frozen=True)
class Row:
    """One line of the table. ``target`` None: none was set at this size. ``limit``: what is asked of ``ours`` itself, and ``kept`` whether it is."""

    what: str
    events: int
    ours: str
    plain: str
    times: float
    target: float | None = None
    limit: str = ""
    kept: bool = True

    @property
    def met(self) -> bool:
        return self.kept and (self.target is None or self.times >= self.target)

    @property
    def asked(self) -> str:
        """The target and whether it is met; empty where none was set."""
        wanted = self.limit or ("" if self.target is None else f"≥ {self.target:g}")
        return f"{wanted}: {'met' if self.met else 'missed'}" if wanted else ""


def main(sizes: Sequence[int] = SIZES) -> bool:
    """Print the figures and the table. Returns whether every target is met."""
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "events"
            write_sample(folder, size, size // 2)
            os.environ[compiled.SETTING] = str(Path(name) / "cache")
            rows += measure(folder, size)
        print()
    print("| what | events | plain way | here | times less | target |\n|---|---:|---:|---:|---:|---|")
    for row in rows:
        print(f"| {row.what} | {row.events:,} | {row.plain} | {row.ours} | {row.times:,.1f} | {row.asked} |")
    return all(row.met for row in rows)


def measure(folder: Path, size: int) -> list[Row]:
    """Everything for one record, each row printed when it is taken."""
    large = size >= 100_000
    found: list[Row] = []

    def told(*rows: Row) -> None:
        for row in rows:
            print(f"{row.events:>7,} {row.what:58} {row.plain:>12} {row.ours:>12} {row.times:9.1f} times less", flush=True)
        found.extend(rows)

    told(_parse(folder, size, PARSE))
    cold, rows = _loads(folder, size, COLD if large else None)
    told(*rows)
    tables, rows = _compiled(folder, size, cold, WARM if large else None)
    told(*rows)
    told(_filter(tables, size, FILTER if large else None))
    told(*_first_asks(folder, size))
    told(_figure(tables, size, FIGURE))
    return found


def _cost(work: Callable[[], object], repeats: int = 3, calls: int = 1) -> float:
    """Seconds of this process for one call, the least of some runs of so many calls in a row."""
    taken = []
    for _ in range(repeats):
        dates.parse.cache_clear()
        gc.collect()
        started = time.process_time()
        for _ in range(calls):
            made = work()
        taken.append((time.process_time() - started) / calls)
        del made
    return min(taken)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.yaml") if path.parent.name != "registers")


def _parse(folder: Path, size: int, target: float) -> Row:
    """Text to data: ours keeps the line of every key and refuses tricks. At most 10 MB of files, since both go file by file."""
    texts, length = [], 0
    for path in _files(folder):
        texts.append(path.read_text(encoding="utf-8"))
        length += len(texts[-1])
        if length > 10_000_000:
            break

    def ours() -> None:
        with without_collecting():
            for text in texts:
                parse_yaml(text, "x.yaml")

    def plain() -> None:
        for text in texts:
            yaml.load(text, yaml.CSafeLoader)

    mine, theirs = _cost(ours, 2), _cost(plain, 2)
    return Row(
        "parse YAML: with lines, against CSafeLoader without",
        size,
        _rate(mine, length),
        _rate(theirs, length),
        theirs / mine,
        target,
    )


def _rate(seconds: float, length: int) -> str:
    return f"{seconds / length * 1e9:.0f} ms/MB"


def _loads(folder: Path, size: int, target: float | None) -> tuple[float, list[Row]]:
    """Reading all files into checked objects, which is what the plain way does too; and with all that a load is, rules and tables."""
    repeats = 1 if size > 5_000 else 3
    baseline = _cost(lambda: plain(folder), repeats)
    as_set = workers.SHARED_FROM
    rows, cold = [], 0.0
    for what, load in (("files to events", _only_read), ("cold load: events, rules, tables", compiled._parsed)):
        workers.SHARED_FROM = 10**15
        cold = _cost(lambda load=load: load((folder,)), repeats)  # type: ignore[misc]
        workers.SHARED_FROM = 0
        together = _shared(lambda load=load: load((folder,)))  # type: ignore[misc]
        asked = target if load is _only_read else None
        rows += [
            Row(f"{what}, one processor, against CSafeLoader + pydantic", size, f"{cold:.2f} s", f"{baseline:.2f} s", baseline / cold),
            Row(f"the same on {os.cpu_count()}: time of the one with most to do", size, f"{together:.2f} s", f"{baseline:.2f} s", baseline / together, asked),
        ]  # fmt: skip
    workers.SHARED_FROM = as_set
    return cold, rows


def _only_read(roots: Sequence[Path]) -> object:
    with without_collecting():
        return read(roots, read_files(roots, {}))


def _shared(load: Callable[[], object]) -> float:
    """Processor time of a load where helpers read too: ours, or that of a helper where it is more, which is what is waited for.

    Helpers are alike and only their sum is known, so the longest counts as an equal share of it. Time on the clock would be that of
    whatever else the machine does.
    """
    dates.parse.cache_clear()
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.process_time()
    load()
    ours = time.process_time() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    helpers = min((os.cpu_count() or 1) - 1, workers.MOST_HELPERS)
    theirs = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / max(helpers, 1)
    return max(ours, theirs)


def _compiled(folder: Path, size: int, cold: float, target: float | None) -> tuple[Tables, list[Row]]:
    """Loads from the compiled record: nothing changed, and one file changed."""
    as_set, compiled.COMPILED_FROM = compiled.COMPILED_FROM, 0
    compiled.load(folder)
    warm = _cost(lambda: compiled.load(folder), 5)
    path = _files(folder)[-1]
    path.write_text(path.read_text(encoding="utf-8").replace("tells of", "speaks of", 1), encoding="utf-8")
    changed = _cost(lambda: compiled.load(folder), 1)
    tables = compiled.load(folder)
    compiled.COMPILED_FROM = as_set
    assert isinstance(tables, CompiledTables)
    return tables, [
        Row("warm load: compiled record against cold", size, f"{warm * 1000:.0f} ms", f"{cold:.2f} s", cold / warm, target),
        Row("load after one file changed against cold", size, f"{changed:.2f} s", f"{cold:.2f} s", cold / changed),
    ]


def _filter(tables: Tables, size: int, target: float | None) -> Row:
    """Actor, categories, period and words at once; the naive way asks each row."""
    everyone = [sorted(tables.involved[one]) for one in tables.events["id"]]
    frame = tables.events.assign(who=pd.Series(everyone))
    first, last = (pd.Timestamp(day) for day in WHAT.period or ())

    def naive() -> pd.DataFrame:
        rows = frame[
            frame["who"].apply(lambda who: any(one in WHAT.actor for one in who))
            & frame["category"].isin(WHAT.category)
            & (frame["earliest"].fillna(frame["start"]) <= last)
            & (frame["latest"].fillna(last) >= first)
        ]
        return rows[rows["summary"].str.contains("containers", case=False) & rows["summary"].str.contains("missile", case=False)]

    selections.apply(WHAT, tables)
    filters = selections.filters_of(WHAT)
    remembered, selections._find = selections._find, lambda tables, query: search.find(query, search.index(tables))
    mine, theirs = _cost(lambda: selections._apply.__wrapped__(tables, filters), calls=10), _cost(naive, calls=10)  # type: ignore[attr-defined]
    selections._find = remembered
    return Row("filter: actor, categories, period, words, against naive pandas", size, f"{mine * 1000:.2f} ms", f"{theirs * 1000:.1f} ms", theirs / mine, target)  # fmt: skip


def _first_asks(folder: Path, size: int) -> Iterator[Row]:
    """What the first reader of a server waits for, from the compiled record; the plain way makes every event into an object."""
    as_set, compiled.COMPILED_FROM = compiled.COMPILED_FROM, 0
    tables = compiled.load(folder)
    compiled.COMPILED_FROM = as_set
    ids = tuple(tables.ids.tolist())
    every = _cost(lambda: [tables.records[one].event for one in ids], 1)
    asks: dict[str, Callable[[], object]] = {
        "a search": lambda: selections.apply(Selection(q=WHAT.q), tables),
        "a day in As known on": lambda: selections.apply(Selection(), as_known(tables, DAY)),
        "Sources & coverage": lambda: _sources_and_coverage(tables, ids),
        "Claims": lambda: claims._packed(tables, Selection()),
        "one claim": lambda: claims._packed(
            tables, Selection(claim=max(tables.threads, key=lambda one: len(tables.threads[one].voices)))
        ),
        "titles in Korean": lambda: _korean(tables),
        "the feed": lambda: listing._document(tables, ids[:20], size, Selection(), frozenset()),
        "a table of the first 2,000": lambda: listing.table(
            View(tables, Selection(), selections.apply(Selection(), tables), tables), list(ids[:2_000])
        ),
        "a view as CSV": lambda: FORMATS["csv"].write(tables, selections.apply(WHAT, tables).ids, ""),
    }
    for what, ask in asks.items():
        mine = _cost(ask, 1)
        yield Row(
            f"first of all: {what}, against making all events", size, f"{mine:.2f} s", f"{every:.2f} s", every / mine,
            None, f"≤ {FIRST:g} s", mine <= FIRST,
        )  # fmt: skip


def _korean(tables: Tables) -> None:
    with words.speaking("ko"):
        spoken(tables)


def _sources_and_coverage(tables: Tables, ids: tuple[str, ...]) -> None:
    sources.summary(tables, ids)
    sources.who_table(tables, ids, "publisher")
    sources.one_origin_document(tables, ids)
    sources.weak_document(tables, ids)
    sources.lags_document(tables, ids, Selection())
    sources.read_document(tables, ids, Selection())
    coverage.head(tables, Selection())


def _figure(tables: Tables, size: int, target: float) -> Row:
    """What the browser is sent for the opening view, unpacked, against Plotly Express with hover."""
    shown = tuple(tables.ids.tolist())
    mine = len(json.dumps(content(tables, shown, "category", marks_of(tables, shown, drawn(focus(tables.events)), ""))))
    events = tables.events.assign(finish=tables.events["end"].fillna(tables.events["start"]) + np.timedelta64(1, "D"))
    hover = ["title", "when", "kind_name", "status", "summary"]
    theirs = len(px.timeline(events, x_start="start", x_end="finish", y="category", color="category", hover_data=hover).to_json())
    assert mine <= FIGURE_BYTES or size <= MOST_MARKS, f"{mine} bytes"
    return Row("figure with links, unpacked, against Plotly Express with hover", size, f"{mine / 1000:.0f} kB", f"{theirs / 1000:.0f} kB", theirs / mine, target if size >= 10_000 else None)  # fmt: skip


if __name__ == "__main__":
    sys.exit(0 if main([int(one) for one in sys.argv[1:]] or SIZES) else 1)

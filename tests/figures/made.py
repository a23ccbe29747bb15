"""Tables made of a few words an event, for tests of pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from dateline.dates import label, parse
from dateline.record import Located
from dateline.registers import Actor, Category, Registers, Series
from dateline.tables import Tables

ROOT = Path(__file__).resolve().parents[2]
CATEGORIES = (
    ("munitions-visits", "square"),
    ("military-drills", "circle"),
    ("arms-transfers", "diamond"),
    ("weapons-tests", "triangle-up"),
    ("statements", "pentagon"),
    ("diplomacy", "hexagon"),
    ("sanctions", "star"),
)
STATUSES = ("corroborated", "acknowledged", "self-reported", "alleged", "disputed")
Link = tuple[str, str, str]


@lru_cache
def registers() -> Registers:
    categories = {
        one: Category.model_validate(
            {"id": one, "name": one.replace("-", " "), "about": "x", "symbol": symbol, "kinds": [{"id": "k", "name": "k"}]}
        )
        for one, symbol in CATEGORIES
    }
    series = {
        "ufs": Series(id="ufs", name="Ulchi Freedom Shield", short="UFS", about="x", band=True),
        "other": Series(id="other", name="Other Drill", about="x"),
    }
    actors = {one: Actor(id=one, name=one.title(), type="state") for one in ("russia", "japan", "north-korea")}
    return Registers(categories=categories, series=series, actors=actors)


def event(when: str, event_id: str = "", **changes: Any) -> dict[str, Any]:
    """One row of the events table, from a date as the record writes it."""
    value = parse(when)
    row = {
        "id": event_id or f"{value.first_written}-event",
        "title": "Something happened somewhere",
        "category": "arms-transfers",
        "kind_name": "allegation",
        "when": label(value),
        **{name: getattr(value, name) for name in ("start", "end", "earliest", "latest")},
        **{name: getattr(value, name) for name in ("lasted", "approximate", "uncertain", "exact")},
        "status": "alleged",
        "party": "russia",
        "series": "",
    }
    return {**row, **changes}


def tables(rows: Sequence[dict[str, Any]], links: Sequence[Link] = ()) -> Tables:
    """Tables of these events and links (event, to, basis)."""
    events = pd.DataFrame(list(rows), columns=list(event("2023-01-01")))
    for name in ("start", "end", "earliest", "latest"):
        days: list[date | None] = list(events[name])
        events[name] = np.array(days, dtype="datetime64[D]").astype("datetime64[s]")
    for name in ("lasted", "approximate", "uncertain", "exact"):
        events[name] = events[name].astype(bool)
    events = events.sort_values(["start", "id"], kind="stable").reset_index(drop=True)
    frame = pd.DataFrame(list(links), columns=["event", "to", "basis"]).assign(kind="x", name="x", inverse="x")
    records = cast("dict[str, Located]", dict.fromkeys(events["id"]))
    return Tables(events=events, links=frame, records=records, registers=registers(), fingerprint=str(hash(repr(rows))))


def many(count: int, linked: int = 0) -> Tables:
    """A record of this size over four years, with links of all grounds; the same each time."""
    random = np.random.default_rng(7)
    days = np.sort(random.integers(0, 4 * 365, count)) + np.datetime64("2022-01-01", "D")
    rows = [
        event(
            f"{day}/{day + 4}" if n % 9 == 0 else f"{day}~" if n % 9 == 1 else str(day),
            f"{day}-an-event-with-a-name-of-usual-length-{n}",
            title=f"Somebody says that somebody else did something of note, number {n}",
            category=CATEGORIES[n % 7][0],
            status=STATUSES[n % 5],
        )
        for n, day in enumerate(days)
    ]
    ends = random.integers(0, count, (linked, 2))
    bases = ("documented", "asserted", "temporal")
    return tables(rows, [(rows[a]["id"], rows[b]["id"], bases[n % 3]) for n, (a, b) in enumerate(ends)])

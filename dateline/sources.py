"""What the record rests on: publishers, origins, pages; how much of it on one alone; how late it became public.

A page counts when it may have been out by the day whose knowledge the tables hold, and when it speaks to the event: pages that give only
background are left out. Functions take the ids of the events in view.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from dateline.coverage import MONTHS_FROM
from dateline.dates import days_between
from dateline.standing import party, was_out
from dateline.tables import Tables, remembered

By = Literal["publisher", "type", "country", "origin", "party"]
BYS: tuple[By, ...] = get_args(By)
"""What pages are told apart by: whose site, its type and country; who the information comes from, and that one's outermost body."""
Group = Literal["category", "year"]
BEFORE = f"before {MONTHS_FROM.year}"
"""The few events of all years before, as one group of years."""


@remembered
def vouching(tables: Tables) -> pd.DataFrame:
    """One row a source that speaks to its event and may have been out: event, number (from 1), publisher, type, country, origin, party, weak.

    ``origin`` and ``party`` are tuples without repeats. ``type`` and ``country`` are "" for a publisher that no register knows.
    """
    registers = tables.registers
    outermost: dict[str, str] = {}
    rows = []
    for event_id in tables.events["id"]:
        for number, source in enumerate(tables.records[event_id].event.sources, 1):
            if source.stance == "context" or not was_out(source, tables.on):
                continue
            for one in source.origin:
                if one not in outermost:
                    outermost[one] = party(one, registers.actors)
            publisher = registers.publishers.get(source.publisher)
            rows.append(
                (
                    event_id,
                    number,
                    source.publisher,
                    publisher.type if publisher else "",
                    publisher.country if publisher else "",
                    tuple(dict.fromkeys(source.origin)),
                    tuple(dict.fromkeys(outermost[one] for one in source.origin)),
                    source.weak,
                )
            )
    return pd.DataFrame(rows, columns=["event", "number", *BYS, "weak"])


@remembered
def _keys(tables: Tables, by: By) -> Mapping[str, frozenset[str]]:
    """Event -> whom its pages rest on; an event none of whose pages was out is missing."""
    found: dict[str, set[str]] = {}
    for event, value in zip(vouching(tables)["event"], vouching(tables)[by], strict=True):
        found.setdefault(event, set()).update(value if isinstance(value, tuple) else (value,))
    return {event: frozenset(keys) for event, keys in found.items()}


@remembered
def rests(tables: Tables, ids: tuple[str, ...], by: By) -> pd.DataFrame:
    """How much rests on whom, most events first: id, events, alone, sources, weak.

    Returns
    -------
    ``events`` counts an event once for each one it rests on, however many pages: the column adds up to more than there are events.
    ``alone``: those of them that rest on nobody else. ``sources``: one with two origins counts for both. ``weak``: of those, weak ones.
    """
    keys = _keys(tables, by)
    rows: dict[str, list[int]] = {}
    for event in ids:
        of = keys.get(event, frozenset())
        for one in of:
            row = rows.setdefault(one, [0, 0, 0, 0])
            row[0] += 1
            row[1] += len(of) == 1
    here = vouching(tables)
    here = here[here["event"].isin(ids)]
    for value, weak in zip(here[by], here["weak"], strict=True):
        for one in value if isinstance(value, tuple) else (value,):
            rows[one][2] += 1
            rows[one][3] += weak
    ordered = sorted(rows.items(), key=lambda row: (-row[1][0], -row[1][2], row[0]))
    return pd.DataFrame([(one, *row) for one, row in ordered], columns=["id", "events", "alone", "sources", "weak"])


def events_on(tables: Tables, ids: tuple[str, ...], by: By, key: str) -> tuple[str, ...]:
    """The events that rest on a publisher, type, country, origin or party, among others."""
    keys = _keys(tables, by)
    return tuple(one for one in ids if key in keys.get(one, ()))


def on_one(tables: Tables, ids: tuple[str, ...], by: By) -> tuple[str, ...]:
    """The events all of whose pages carry the same one: with ``party``, a single origin however many papers carry it."""
    keys = _keys(tables, by)
    return tuple(one for one in ids if len(keys.get(one, ())) == 1)


def without_pages(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that were known, but none of whose pages was out by then."""
    keys = _keys(tables, "publisher")
    return tuple(one for one in ids if one not in keys)


def weak_pages(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """The rows of :func:`vouching` that are weak: mirrors, digests and content farms, kept until something better is found."""
    here = vouching(tables)
    return here[here["weak"].astype(bool) & here["event"].isin(ids)]


def weak_only(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that rest on weak pages alone."""
    every = vouching(tables)
    sound = set(every["event"][~every["weak"].astype(bool)])
    some = set(every["event"])
    return tuple(one for one in ids if one in some and one not in sound)


def group_of(tables: Tables, event: str, by: Group) -> str:
    """Category of an event, or the year in which it began; :data:`BEFORE` for the years before the record is told month by month."""
    located = tables.records[event]
    if by == "category":
        return located.category
    day = located.event.date.start
    return str(day.year) if day >= MONTHS_FROM else BEFORE


def shares(tables: Tables, ids: tuple[str, ...], chosen: tuple[str, ...], by: Group) -> pd.DataFrame:
    """How many of the events are among the chosen, by category in the register's order or by year: id, events, chosen, share (0 to 1)."""
    among = set(chosen)
    rows: dict[str, list[int]] = {}
    for event in ids:
        row = rows.setdefault(group_of(tables, event, by), [0, 0])
        row[0] += 1
        row[1] += event in among
    order = list(tables.registers.categories) if by == "category" else [BEFORE, *sorted(set(rows) - {BEFORE})]
    table = [(one, *rows[one], rows[one][1] / rows[one][0]) for one in [*order, *sorted(set(rows) - set(order))] if one in rows]
    return pd.DataFrame(table, columns=["id", "events", "chosen", "share"])


@remembered
def lags(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """Days from event to report: event, category, days, why. ``days`` is NaN for those left out, and ``why`` says why.

    From the last day of the event to the first day on which it was public; 0 when it was reported while it went on. Left out:
    "uncertain" (a day is not known exactly), "unreported" (no day of report).
    """
    rows = []
    for event_id in ids:
        located = tables.records[event_id]
        when, told = located.event.date, located.event.reported
        days, why = float("nan"), ""
        if told is None:
            why = "unreported"
        elif not (when.exact and told.exact):
            why = "uncertain"
        else:
            days = float(max(days_between(when.end, told.start), 0)) if when.end else 0.0
        rows.append((event_id, located.category, days, why))
    return pd.DataFrame(rows, columns=["event", "category", "days", "why"]).astype({"days": "float64"})


def lag_summary(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """Days from event to report by category, then of all as "": id, n, q1, median, q3, longest, uncertain, unreported.

    Quartiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); NaN where n is 0.
    """
    table = lags(tables, ids)
    rows = []
    for one in [*(one for one in tables.registers.categories if (table["category"] == one).any()), ""]:
        here = table[table["category"] == one] if one else table
        days = here["days"].dropna().to_numpy()
        quartiles = np.quantile(days, (0.25, 0.5, 0.75, 1)) if len(days) else np.full(4, np.nan)
        rows.append((one, len(days), *quartiles, *(int((here["why"] == why).sum()) for why in ("uncertain", "unreported"))))
    names = ["id", "n", "q1", "median", "q3", "longest", "uncertain", "unreported"]
    return pd.DataFrame(rows, columns=names)


def reviewed(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that a second reader compared with their sources, up to today: also in the tables of a past day."""
    return tuple(one for one in ids if tables.records[one].event.reviewed is not None)

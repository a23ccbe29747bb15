"""The stretches of time of a timeline: what it opens on, what one may look at, what its strip covers. Both ends are included."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from weakref import ReferenceType, ref

import numpy as np
import pandas as pd

Period = tuple[date, date]
EMPTY: Period = (date(2022, 1, 1), date(2022, 12, 31))
"""What a record without events opens on."""
LEAST_DAYS = 3
"""A shorter period is drawn with the days around it."""
MARGIN = timedelta(days=60)
"""How far beyond the record one may look."""


def _once(make: Callable[[pd.DataFrame], Period]) -> Callable[[pd.DataFrame], Period]:
    """Make a function of a record's events, which never change, work its answer out once for each."""
    known: dict[int, tuple[ReferenceType[pd.DataFrame], Period]] = {}

    @wraps(make)
    def ask(events: pd.DataFrame) -> Period:
        found = known.get(id(events))
        if found is not None and found[0]() is events:
            return found[1]
        made = make(events)
        number = id(events)
        known[number] = ref(events, lambda _: known.pop(number, None)), made
        return made

    return ask


@_once
def focus(events: pd.DataFrame) -> Period:
    """The stretch to open on, both days included: from the start of the month from which on at least seven tenths of the events lie."""
    if events.empty:
        return EMPTY
    return _month_that_leaves(events["start"], 0.3), _month_end(events["start"].max())


def drawn(period: Period) -> Period:
    """The days that are drawn for a period: at least three, with the period in their middle."""
    few = LEAST_DAYS - length(period)
    before, after = timedelta(days=max(few, 0) // 2), timedelta(days=(max(few, 0) + 1) // 2)
    return period[0] - before, period[1] + after


def bounds(events: pd.DataFrame) -> Period:
    """The days one may look at: the whole record and 60 days on either side."""
    first, last = extent(events)
    return first - MARGIN, last + MARGIN


@_once
def extent(events: pd.DataFrame) -> Period:
    """First and last day on which anything in the record may have happened."""
    if events.empty:
        return EMPTY
    first = events[["start", "earliest"]].min().min()
    last = events[["start", "end", "latest"]].max().max()
    return first.date(), last.date()


@_once
def strip_extent(events: pd.DataFrame) -> Period:
    """What the strip of months covers: whole years back to the one from which on 17 of 20 events lie, to the end of the focus."""
    start, end = focus(events)
    return (start if events.empty else _month_that_leaves(events["start"], 0.15)).replace(month=1, day=1), end


def _month_that_leaves(starts: pd.Series, share: float) -> date:
    """First day of the last month before which at most ``share`` of the starts lie."""
    ordered = np.sort(starts.to_numpy())
    found: date = pd.Timestamp(ordered[int(len(ordered) * share)]).date()
    return found.replace(day=1)


def _month_end(day: pd.Timestamp) -> date:
    found: date = (day + pd.offsets.MonthEnd(0)).date()
    return found


def number(day: date) -> float:
    """Days since 1970."""
    return float((day - date(1970, 1, 1)).days)


def length(period: Period) -> int:
    return (period[1] - period[0]).days + 1

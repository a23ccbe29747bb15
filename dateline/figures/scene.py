"""Where everything in a timeline stands: what the parts of the figure are drawn from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from dateline.figures import lanes as arrangement
from dateline.figures.counts import rows_of
from dateline.figures.lanes import By, Lane, escaped, pack
from dateline.figures.window import Period, bounds, focus, length, number
from dateline.tables import Tables, remembered
from dateline.words import name

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 620, 6, 36, 124, 14
"""Pixels: the figure's height and its margins."""
STRIP, GAP, HEAD = 44, 10, 18
"""Pixels: the strip of months, the air below it, and the line of drill names above the lanes."""
LANES = HEIGHT - TOP - BOTTOM - STRIP - GAP - HEAD
WIDTH = 600
"""Pixels across that the opening window is packed for; the page packs for its own width."""
MARK, AIR = 8.0, 1.5
"""Pixels: size of a mark in the overview, and the air to the row above."""
SIZES, CLOSEST = (1.0, 0.8, 0.65), 0.8
"""By what marks shrink where there are too many, and how near rows come before they do: a share of a mark's size."""
STUB, WHISKER = 9.0, 8.5
"""Pixels that a bar shows at least after its mark's middle, and a whisker at least on each side: short ones stay visible in the overview."""


class Spots(NamedTuple):
    """Where events lie, in days since 1970: x (of the mark), first and after (bar), low and high (whisker); NaN as in ``FIELDS``."""

    x: np.ndarray
    first: np.ndarray
    after: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def of(self, rows: np.ndarray) -> Spots:
        """Those of some events only."""
        return Spots(*(column[rows] for column in self))


@dataclass(frozen=True)
class Scene:
    """Everything that the parts of the figure are drawn from. Arrays have one entry a drawn event; days count from 1970."""

    tables: Tables
    by: By
    rows: np.ndarray
    """Places of the drawn events in the tables."""
    lanes: list[Lane]
    lane: np.ndarray
    spots: Spots
    y: np.ndarray
    size: np.ndarray
    window: Period
    scale: float
    """Pixels a day."""
    starts: np.ndarray
    """First days (``datetime64[D]``) of all that is shown, drawn as marks or not."""
    counts: Mapping[str, np.ndarray] | None = None
    """Where too much is shown to be marks: lane, x, begins and ends of all of it."""
    counting: bool = False
    """Whether the window is drawn as counts."""
    bare: bool = False
    """Whether lines are left without their points, for the page, which lays them out anew."""


def make_scene(
    tables: Tables,
    shown: Collection[str] | None,
    by: By,
    window: Period,
    marks: Collection[str] | None = None,
    counting: bool = False,
    bare: bool = False,
) -> Scene:
    """Where everything stands. ``marks``: which of the shown events are drawn one by one; None: all, and nothing is counted."""
    every = arranged(tables, by)
    horizon = number(bounds(tables.events)[1])
    inside = np.ones(len(every.lane), dtype=bool) if shown is None else rows_of(tables, shown)
    rows = np.flatnonzero(inside if marks is None else rows_of(tables, marks))
    spots, lane, scale = every.spots.of(rows), every.lane[rows], WIDTH / length(window)
    y, size = np.zeros(len(lane)), np.full(len(lane), MARK)
    for n, one in enumerate(every.lanes):
        here = np.flatnonzero(lane == n)
        y[here], size[here] = _rows_of(one, spots.of(here), scale, horizon)
    counts = None
    if marks is not None:
        begins, ends_ = tables.reach
        counts = {
            "lane": every.lane[inside],
            "x": every.spots.x[inside],
            "begins": begins[inside],
            "ends": ends_[inside],
        }
    return Scene(
        tables, by, rows, every.lanes, lane, spots, y.round(1), size.round(1), window, scale, every.starts[inside], counts,
        counting, bare,
    )  # fmt: skip


class Arranged(NamedTuple):
    """All events of a record: filters and windows move none of them."""

    spots: Spots
    lanes: list[Lane]
    lane: np.ndarray
    starts: np.ndarray


@remembered
def arranged(tables: Tables, by: By) -> Arranged:
    """Where they all stand."""
    spots = _spots(tables.events)
    horizon = number(bounds(tables.events)[1])
    made = arrangement.lanes(tables, by, *_reach(spots, WIDTH / length(focus(tables.events)), horizon), LANES)
    position = {lane.id: n for n, lane in enumerate(made)}
    lane = arrangement.keys(tables, by).map(position).to_numpy(dtype=int)
    return Arranged(spots, made, lane, tables.events["start"].to_numpy().astype("datetime64[D]"))


def _rows_of(lane: Lane, spots: Spots, scale: float, horizon: float) -> tuple[np.ndarray, float]:
    """Heights of a lane's events, and the size of its marks: where rows do not fit they come closer, then marks shrink."""
    for size in (MARK * share for share in SIZES):
        row, count = pack(*_reach(spots, scale, horizon, size))
        if count * size * CLOSEST <= lane.room:
            break
    step = min(size + AIR, lane.room / max(count, 1))
    return lane.base + (row + 0.55) * step, size


def _spots(events: pd.DataFrame) -> Spots:
    start, end, low, high = (_days(events[column]) for column in ("start", "end", "earliest", "latest"))
    lasted, vague = events["lasted"].to_numpy(), ~events["exact"].to_numpy()
    return Spots(
        x=np.where(lasted | np.isnan(low), start + 0.5, (start + end + 1) / 2),
        first=np.where(lasted, start, np.nan),
        after=np.where(lasted, end + 1, np.nan),
        low=np.where(vague, low, np.nan),
        # The end of what goes on is not unsure but open: its whisker ends where the bar begins.
        high=np.where(vague, np.where(np.isnan(high), start, high + 1), np.nan),
    )


def _days(column: pd.Series) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype("int64").astype(float))


class Ends(NamedTuple):
    """What is drawn, in days: ``after`` of bars, ``low`` and ``high`` of whiskers."""

    after: np.ndarray
    low: np.ndarray
    high: np.ndarray


def ends(spots: Spots, scale: float, horizon: float, size: float = MARK) -> Ends:
    """Ends of bars and whiskers, each long enough to be seen at this scale.

    What goes on is drawn to the ``horizon``. A bar's whisker leaves it on both sides, of what goes on only on the left.
    """
    x, first, after, low, high = spots
    bar, share = ~np.isnan(first), size / MARK
    stub = WHISKER * share / scale
    drawn = np.where(bar, np.maximum(np.where(np.isnan(after), horizon, after), x + STUB * share / scale), np.nan)
    early = np.where(np.isnan(low), x - 3 * stub, low)
    left = np.minimum(early, np.where(bar, first, x) - stub)
    right = np.maximum(high, np.where(bar, drawn, x) + stub)
    return Ends(drawn, np.where(np.isnan(high), np.nan, left), np.where(bar & np.isnan(after), np.nan, right))


def _reach(spots: Spots, scale: float, horizon: float, size: float = MARK) -> tuple[np.ndarray, np.ndarray]:
    """Left and right end of each event with all its parts, in pixels."""
    after, low, high = (column * scale for column in ends(spots, scale, horizon, size))
    x, half = spots.x * scale, size / 2 + 1
    return np.fmin(x - half, low), np.fmax(x + half, np.fmax(after, high))


def moments(days: np.ndarray) -> list[str | None]:
    """Days since 1970 as Plotly's dates, to the minute; NaN becomes None, which breaks a line."""
    known = ~np.isnan(days)
    minutes = (np.where(known, days, 0) * 1440).round().astype("int64").astype("datetime64[m]")
    return [text if ok else None for text, ok in zip(np.datetime_as_string(minutes).tolist(), known.tolist(), strict=True)]


@remembered
def categories(tables: Tables) -> list[str]:
    """Categories in the order of the register, then those that it does not name."""
    return list(dict.fromkeys([*tables.registers.categories, *tables.coded["category"][1]]))


def category_name(tables: Tables, category: str) -> str:
    found = tables.registers.categories.get(category)
    return escaped(name(found) if found else category)


def symbol_of(tables: Tables, category: str) -> str:
    found = tables.registers.categories.get(category)
    return found.symbol if found else "circle"

"""Where more events are shown than a browser can draw: which of them are marks, and how many stand behind each bar.

A bar counts the events of a lane whose marks lie in one step of time. Every shown event is in exactly one bar of each kind of step.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from dateline.figures.window import Period, bounds
from dateline.tables import Tables, remembered

MOST_MARKS = 3_000
"""Marks drawn at most. From about here on dragging falls below 25 frames a second (Plotly, SVG, no graphics card)."""
BAR = 7.0
"""Pixels: the least width of a bar with the air beside it."""
STEPS = (("day", 1.0), ("week", 7.0), ("month", 30.4), ("quarter", 91.3), ("year", 365.2), ("decade", 3652.0))
"""Steps of time and their usual length in days, the shortest first."""
AIR = 0.14
"""Of a step, what is left free between two bars."""
LOWEST = 2.0
"""Pixels: height of the bar of a single event."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Which of too many events are drawn one by one.

    Attributes
    ----------
    ids : those in and around the window where there are few enough, with what they are linked to; else the chosen one with its links.
    covers : first and last day of the stretch of which all events are among them; None: of no stretch, there are too many in the window.
    cut : links of these events to others that are shown and not drawn.
    """

    ids: tuple[str, ...]
    covers: Period | None
    cut: int


@remembered
def marks_of(tables: Tables, shown: tuple[str, ...], window: Period, event: str) -> Marks | None:
    """Which events are drawn one by one for a window, both days included; None: all of them, there are few enough.

    ``event`` : the chosen one; "" for none.
    """
    if len(shown) <= MOST_MARKS:
        return None
    inside = rows_of(tables, shown)
    drawn, covers = np.zeros(len(inside), dtype=bool), None
    for stretch in _stretches(window, bounds(tables.events)):
        begins, ends = tables.reach
        first, last = (np.datetime64(day, "D") for day in stretch)
        here = inside & (begins <= last) & ~(ends < first)
        if here.sum() <= MOST_MARKS:
            drawn, covers = here, stretch
            break
    holding, to = tables.tied
    both = inside[holding] & inside[to]
    if (at := tables.position.get(event, -1)) >= 0 and inside[at]:
        drawn = drawn | _with_partners(drawn & False, np.array([at]), holding[both], to[both])
    stretch_only = drawn
    beyond = _with_partners(drawn, np.flatnonzero(drawn), holding[both], to[both])
    if beyond.sum() <= 2 * MOST_MARKS and covers:
        drawn = beyond
    leads_out = (stretch_only[holding] & ~drawn[to]) | (stretch_only[to] & ~drawn[holding])
    cut = int((both & leads_out).sum()) if covers else 0
    return Marks(tuple(tables.ids[drawn].tolist()), covers, cut)


def _stretches(window: Period, limits: Period) -> tuple[Period, ...]:
    """The window with half of it on either side, so that a small step needs nothing new; and the window."""
    half = (window[1] - window[0] + timedelta(days=1)) / 2
    wide = max(window[0] - half, min(limits[0], window[0])), min(window[1] + half, max(limits[1], window[1]))
    return wide, window


def _with_partners(drawn: np.ndarray, some: np.ndarray, holding: np.ndarray, to: np.ndarray) -> np.ndarray:
    """A mask with some rows and all that they are linked to."""
    mask = np.zeros(len(drawn), dtype=bool)
    mask[some] = True
    near = mask[holding] | mask[to]
    found: np.ndarray = drawn | mask
    found[holding[near]] = True
    found[to[near]] = True
    return found


def rows_of(tables: Tables, ids: Collection[str]) -> np.ndarray:
    """A mask of the events with these ids."""
    mask = np.zeros(len(tables.ids), dtype=bool)
    mask[[tables.position[one] for one in ids if one in tables.position]] = True
    return mask


def unit_of(scale: float) -> str:
    """The shortest step whose bars are wide enough, by pixels a day."""
    return next((name for name, days in STEPS if days * scale >= BAR), STEPS[-1][0])


def edges(unit: str, first: date, last: date) -> np.ndarray:
    """Where steps begin and end, days since 1970: from the step that holds the first day to the end of the one with the last."""
    begin, end = (np.datetime64(day, "D") for day in (first, last))
    if unit == "day":
        return np.arange(begin, end + 2).astype("int64")
    if unit == "week":
        # 1970 began on a Thursday.
        monday = begin - (begin.astype("int64") + 3) % 7
        return np.arange(monday, end + 8, 7).astype("int64")
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit]
    # Decades begin in 1970, 1980 and so on, all others with a year.
    start = begin.astype("datetime64[M]").astype("int64") // months * months
    stop = end.astype("datetime64[M]").astype("int64") + months + 1
    return np.arange(start, stop, months).astype("datetime64[M]").astype("datetime64[D]").astype("int64")


def sparse(days: np.ndarray) -> dict[str, list[int]]:
    """How many there are of each day: ``days``, the first and then the distance to the next; ``n``."""
    values, counts = np.unique(days, return_counts=True)
    return {"days": np.diff(values, prepend=0).tolist(), "n": counts.tolist()}


def counted(lanes: int, lane: np.ndarray, x: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> dict[str, Any]:
    """What the page counts with, for any window.

    Returns
    -------
    lanes : for each, its marks by day. begins, after : the first days of all events, and the days after their last ones, without those that
        go on: what has begun by a day, less what was over before another, may have happened between the two.
    """
    known = ends[~np.isnat(ends)]
    return {
        "lanes": [sparse(np.floor(x[lane == n]).astype("int64")) for n in range(lanes)],
        "begins": sparse(begins.astype("int64")),
        "after": sparse(known.astype("int64") + 1),
        "bar": BAR,
        "air": AIR,
        "lowest": LOWEST,
        "steps": [list(step) for step in STEPS],
    }

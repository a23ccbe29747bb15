"""Where things stand in the timeline: its lanes and their heights, and the rows inside a lane.

Heights are in pixels of the figure at its own height, counted from the lower edge of the lowest lane.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import heappop, heappush
from typing import Literal

import numpy as np
import pandas as pd

from dateline.tables import Tables
from dateline.words import _, name

By = Literal["category", "actor"]

OTHERS = ""
"""Id of the lane for parties that have none of their own."""
LEAST_EVENTS = 3
"""A party with fewer events stands with the others."""
MOST_LANES = 14
"""Lanes of parties at most, the others' included: more would be too low for their names."""
PADDING = 11.0
"""Of a lane's height, what is kept free above its rows and below its base line."""
FOOT = 4.0
"""From a lane's lower edge to its base line."""
MIN_ROWS, MAX_ROWS = 2, 10
NAME_WIDTH, NAME_LINES, NAME_LINE = 17, 3, 15.0
"""Characters in a line of a lane's name, lines at most, and the height of one."""


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane. ``category`` is empty when the lane holds events of several; ``low`` and ``high`` are its edges."""

    id: str
    name: str
    category: str
    low: float
    high: float

    @property
    def base(self) -> float:
        """The line on which its rows stand."""
        return self.low + FOOT

    @property
    def room(self) -> float:
        """Height that its rows may take."""
        return self.high - self.low - PADDING

    @property
    def lines(self) -> str:
        """Its name in as many lines as have room, escaped for Plotly; what has none is left out with an ellipsis."""
        lines = wrapped(self.name, NAME_WIDTH)
        kept = list(lines[: max(1, min(NAME_LINES, int((self.high - self.low) // NAME_LINE)))])
        if len(kept) < len(lines):
            kept[-1] = f"{kept[-1][: NAME_WIDTH - 1].rstrip()}…"
        return "<br>".join(map(escaped, kept))


def keys(tables: Tables, by: By) -> pd.Series:
    """Lane id of every event of the record, in the order of ``tables.events``."""
    events = tables.events
    if by == "category":
        return events["category"]
    counts = events["party"].value_counts()
    own = _by_count(counts[counts >= LEAST_EVENTS])[: MOST_LANES - 1]
    return events["party"].where(events["party"].isin(own), OTHERS)


def _by_count(counts: pd.Series) -> list[str]:
    """Those with most events first."""
    return [str(one) for one, _ in sorted(counts.items(), key=lambda one: (-one[1], str(one[0])))]


def lanes(tables: Tables, by: By, left: np.ndarray, right: np.ndarray, height: float) -> list[Lane]:
    """The lanes from top to bottom, filling ``height``.

    ``left`` and ``right`` are the pixels that each event takes at the opening window: lanes are as high as ALL events need there, so
    that a filter never moves one.
    """
    key = keys(tables, by)
    order = _order(tables, key, by)
    by_lane = {lane: np.flatnonzero((key == lane).to_numpy()) for lane in order}
    rows = [min(max(pack(left[at], right[at])[1], MIN_ROWS), MAX_ROWS) for at in by_lane.values()]
    step = (height - PADDING * len(order)) / max(sum(rows), 1)
    made: list[Lane] = []
    top = height
    for lane, count in zip(order, rows, strict=True):
        low = top - PADDING - count * step
        made.append(Lane(lane, _name(tables, lane, by), lane if by == "category" else "", low, top))
        top = low
    return made


def _order(tables: Tables, key: pd.Series, by: By) -> list[str]:
    if by == "category":
        return list(dict.fromkeys([*tables.registers.categories, *key]))
    return _by_count(key[key != OTHERS].value_counts()) + [OTHERS] * bool((key == OTHERS).any())


def _name(tables: Tables, lane: str, by: By) -> str:
    if by == "actor":
        actor = tables.registers.actors.get(lane)
        return name(actor) if actor else lane or _("Others")
    category = tables.registers.categories.get(lane)
    return name(category) if category else lane


def pack(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, int]:
    """Lowest free row for each interval, in the order of their left ends; and the number of rows. No two in a row overlap."""
    rows = np.zeros(len(left), dtype=int)
    busy: list[tuple[float, int]] = []
    free: list[int] = []
    count = 0
    for at in np.argsort(left, kind="stable"):
        while busy and busy[0][0] <= left[at]:
            heappush(free, heappop(busy)[1])
        row = heappop(free) if free else count
        count = max(count, row + 1)
        rows[at] = row
        heappush(busy, (right[at], row))
    return rows, count


def escaped(text: str) -> str:
    """Text as Plotly shows it unchanged: Plotly reads a little HTML wherever it writes text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=8192)
def wrapped(text: str, width: int) -> Sequence[str]:
    """Text in lines of at most ``width`` characters."""
    return textwrap.wrap(text, width, break_on_hyphens=False) or [""]


def escaped_lines(texts: Iterable[str], width: int) -> list[str]:
    """Each text in lines, escaped for Plotly."""
    return ["<br>".join(escaped(line) for line in wrapped(text, width)) for text in texts]

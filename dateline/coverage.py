"""Where the record was searched and where it was not: events by category and month, beside how thorough the search was.

Months from :data:`MONTHS_FROM` on, decades before. A month without an event means something only where somebody looked.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from dateline.dates import Edtf, days_between, parse
from dateline.tables import Tables, remembered

Search = Literal["none", "selected", "partial", "thorough"]
SEARCHES: tuple[Search, ...] = get_args(Search)
"""How a time was searched, the least first; ``none``: nobody looked."""
MONTHS_FROM = date(2022, 1, 1)
"""From this day on the record is told month by month; the time before is folded into decades."""


@dataclass(frozen=True, slots=True)
class Column:
    """A month, or a decade of the time before; both days included. The last decade ends where the months begin."""

    first: date
    last: date

    @property
    def folded(self) -> bool:
        """Whether it is longer than a month."""
        return self.first < MONTHS_FROM


@dataclass(frozen=True, slots=True)
class Cell:
    """One category in one column.

    ``events``: those shown, in order of date. ``hidden``: how many more are known and left out by the filters. ``days``: how many days
    were searched how; ``search``: what most of them were, the less thorough of two that are equal. ``over``: its last day is not after
    the day whose knowledge is shown.
    """

    category: str
    column: Column
    events: tuple[str, ...]
    hidden: int
    search: Search
    days: Mapping[Search, int]
    over: bool = True

    @property
    def silent(self) -> bool:
        """Searched, over, and nothing found: not the same as not searched."""
        return self.search != "none" and self.over and not self.events and not self.hidden


@dataclass(frozen=True, slots=True)
class Grid:
    """Every category in every column, by category and then in order of time.

    ``unplaced``: shown events whose date does not say which column they belong to. ``searched``: last day of the search, None: not told.
    """

    columns: tuple[Column, ...]
    cells: tuple[Cell, ...]
    unplaced: tuple[str, ...]
    searched: date | None

    def cell(self, category: str, first: date) -> Cell | None:
        """The cell of a category whose column begins on a day; None where there is none."""
        return next((one for one in self.cells if one.category == category and one.column.first == first), None)


@remembered
def grid(tables: Tables, ids: tuple[str, ...]) -> Grid:
    """The shown events by category and month, with how each month was searched.

    Columns run from the first event or search to the last search or event, and not beyond the day whose knowledge the tables hold.
    """
    columns = _columns(tables)
    shown = frozenset(ids)
    found: dict[tuple[str, int], list[str]] = {}
    hidden: dict[tuple[str, int], int] = {}
    unplaced = []
    for event_id, category, at in zip(tables.ids, tables.events["category"], _places(tables, columns), strict=True):
        if at < 0:
            unplaced += [event_id] if event_id in shown else []
        elif event_id in shown:
            found.setdefault((category, at), []).append(event_id)
        else:
            hidden[category, at] = hidden.get((category, at), 0) + 1
    cells = []
    for category in tables.registers.categories:
        for at, (column, days) in enumerate(zip(columns, _searched(tables, category, columns), strict=True)):
            most = max(SEARCHES, key=lambda one: (days.get(one, 0), -SEARCHES.index(one)))
            here = tuple(found.get((category, at), ()))
            over = tables.on is None or column.last <= tables.on
            cells.append(Cell(category, column, here, hidden.get((category, at), 0), most, days, over))
    return Grid(columns, tuple(cells), tuple(unplaced), last_search(tables))


def last_search(tables: Tables) -> date | None:
    """The last day on which any part of the record was searched."""
    return max((day for entry in tables.registers.coverage.values() if (day := entry.searched.end)), default=None)


def place(when: Edtf, columns: Sequence[Column]) -> int | None:
    """Number of the column in which an event began, from 0; None when its date does not say, or it is in none of them.

    "About 1 August" is in August, as it is written; "not later than 1 August" too, as that is the day by which it is found elsewhere. "One
    day, 29 July – 2 August" is in no month.
    """
    first = last = when.start
    if not when.lasted:
        last = when.end or when.start
    elif when.precision != "day":
        # The beginning alone counts, as far as it is written; a span in years may still have begun on a day.
        last = parse(when.first_written).latest or when.start
    at = bisect_right(columns, first, key=lambda column: column.first) - 1
    return at if at >= 0 and last <= columns[at].last else None


def _places(tables: Tables, columns: Sequence[Column]) -> list[int]:
    """:func:`place` of every event; -1 for None."""
    if not columns:
        return [-1] * len(tables.ids)
    events = tables.events
    first = events["start"].to_numpy().astype("datetime64[D]")
    last = np.where(events["lasted"] | events["end"].isna(), events["start"], events["end"]).astype("datetime64[D]")
    at = np.searchsorted(np.array([one.first for one in columns], dtype="datetime64[D]"), first, side="right") - 1
    ends = np.array([one.last for one in columns], dtype="datetime64[D]")
    at[(at >= 0) & (last > ends[at])] = -1
    for row in np.flatnonzero(events["lasted"] & (events["precision"] != "day")).tolist():
        found = place(parse(events["date"].iloc[row]), columns)
        at[row] = -1 if found is None else found
    return [int(one) for one in at]


def _columns(tables: Tables) -> tuple[Column, ...]:
    coverage = tables.registers.coverage.values()
    starts = tables.events["start"]
    outer = [starts.min().date(), starts.max().date()] if len(starts) else []
    begins = [*outer, *(entry.start.start for entry in coverage)]
    ends = [*outer, *(day for entry in coverage for day in (entry.to.end, entry.searched.end) if day)]
    if not begins:
        return ()
    last = min(max(ends), tables.on or date.max)
    columns = []
    day = min(begins)
    day = date(max(day.year - day.year % 10, 1), 1, 1) if day < MONTHS_FROM else MONTHS_FROM
    while day <= last:
        after = _next_month(day) if day >= MONTHS_FROM else min(date(day.year - day.year % 10 + 10, 1, 1), MONTHS_FROM)
        columns.append(Column(day, after - timedelta(days=1)))
        day = after
    return tuple(columns)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _searched(tables: Tables, category: str, columns: Sequence[Column]) -> list[dict[Search, int]]:
    """For each column, how many of its days were searched how; where two searches meet, the more thorough one counts."""
    if not columns:
        return []
    begin, length = columns[0].first, days_between(columns[0].first, columns[-1].last) + 1
    how = np.zeros(length, dtype=np.int8)
    for entry in tables.registers.coverage.values():
        if entry.category == category:
            first = max(days_between(begin, entry.start.start), 0)
            end = days_between(begin, entry.to.end) + 1 if entry.to.end else length
            level = SEARCHES.index(entry.thoroughness)
            how[first : max(end, 0)] = np.maximum(how[first : max(end, 0)], level)
    found = []
    for column in columns:
        at = days_between(begin, column.first)
        counts = np.bincount(how[at : at + days_between(column.first, column.last) + 1], minlength=len(SEARCHES))
        found.append({one: int(count) for one, count in zip(SEARCHES, counts, strict=True) if count})
    return found

"""The two sets of events of a before-and-after analysis, as days, and the span over which they are compared.

A set is chosen by ``field:id`` of :data:`dateline.selection.FIELDS`: any of one field, all of several fields.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dateline.dates import Edtf, parse
from dateline.selection import FIELDS
from dateline.tables import Tables, remembered

Ints = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
Bools = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Stretch = tuple[date, date]
"""First and last day, both included."""

EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Days:
    """Events as days, counted from 1 January 1970, one entry an event, all ends inclusive.

    Attributes
    ----------
    ids : which events.
    first_low, first_high : between which days the first day of the event lies; equal where it is known.
    last_low, last_high : the same of its last day. Of an event that did not last they are those of its first day.
    lasted : whether its last day is another one than its first: if not, both are the same day, also where it is not known.
    """

    ids: tuple[str, ...]
    first_low: Ints
    first_high: Ints
    last_low: Ints
    last_high: Ints
    lasted: Bools

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def known(self) -> bool:
        """Whether the days of all events are known."""
        return bool((self.first_low == self.first_high).all() and (self.last_low == self.last_high).all())

    def only(self, kept: Bools) -> Days:
        """The events for which ``kept`` is true."""
        ids = tuple(one for one, keep in zip(self.ids, kept, strict=True) if keep)
        return Days(
            ids, self.first_low[kept], self.first_high[kept], self.last_low[kept], self.last_high[kept], self.lasted[kept]
        )


@dataclass(frozen=True, eq=False)
class Sample:
    """Two sets of events within one span of days.

    Attributes
    ----------
    anchors, others : those that are compared. No event is in both.
    span : first and last day; None: nothing to compare.
    unbounded : how many anchors and others were left out since no bounds of their dates are known ("not later than").
    outside : how many anchors and others were left out since they may have begun outside the span.
    shared : how many events are in both sets; they are anchors only.
    searched : category of either set -> stretches in which it was looked for; a category of which the record says nothing is absent.
    partial : those categories that were searched only in part in some stretch of the span (of what was wanted, when there is no span).
    gaps : stretches within the wanted span that were searched in full but lie apart from the one that is used.
    wanted : the span before the coverage cut it.
    """

    anchors: Days
    others: Days
    span: Stretch | None
    unbounded: tuple[int, int]
    outside: tuple[int, int]
    shared: int
    searched: Mapping[str, tuple[Stretch, ...]]
    partial: tuple[str, ...]
    gaps: tuple[Stretch, ...]
    wanted: Stretch | None


@remembered
def members(tables: Tables, chosen: tuple[str, ...], status: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Ids of the events of a set in order of date: any of one field, all of several fields. Nothing chosen: none.

    An actor is found with its parts. ``status``: only events of these standings; empty: of all.
    """
    events = tables.events
    wanted = {field: {value for one in chosen for name, _, value in [one.partition(":")] if name == field} for field in FIELDS}
    if not any(wanted.values()):
        return ()
    kept = np.ones(len(events), dtype=bool)
    for field, values in wanted.items():
        if values and field == "actor":
            kept &= np.array([not values.isdisjoint(tables.involved[one]) for one in events["id"]], dtype=bool)
        elif values:
            kept &= events[field].isin(values).to_numpy(dtype=bool)
    if status:
        kept &= events["status"].isin(status).to_numpy(dtype=bool)
    return tuple(str(one) for one in events["id"].to_numpy()[kept])


@remembered
def sample(
    tables: Tables,
    anchor: tuple[str, ...],
    other: tuple[str, ...],
    period: Stretch | None = None,
    status: tuple[str, ...] = (),
) -> Sample:
    """The anchors and the other events as days, over the span in which both were looked for.

    The span is the period, else from the first to the last event of both sets, up to the day whose knowledge this is; of that the longest stretch in which, as
    ``events/coverage.yaml`` says, each category that occurs in either set was searched thoroughly or in part. "Selected" is no search.
    """
    anchors, others = members(tables, anchor, status), members(tables, other, status)
    shared = set(anchors) & set(others)
    sides = [_bounded(tables, ids) for ids in (anchors, tuple(one for one in others if one not in shared))]
    unbounded = (len(anchors) - len(sides[0]), len(others) - len(shared) - len(sides[1]))
    categories = list(dict.fromkeys(tables.records[one].category for one in (*anchors, *others)))
    searched, in_part = _searched(tables, categories)
    wanted = _known(period or _extent(sides), tables.on or date.today())
    stretches = _overlap([(wanted,), *searched.values()]) if wanted else []
    span = max(stretches, key=lambda one: (one[1] - one[0], one[0]), default=None)
    inside = [_inside(side, span) for side in sides]
    compared = span or wanted
    return Sample(
        anchors=sides[0].only(inside[0]),
        others=sides[1].only(inside[1]),
        span=span,
        unbounded=unbounded,
        outside=(int((~inside[0]).sum()), int((~inside[1]).sum())),
        shared=len(shared),
        searched=searched,
        partial=tuple(category for category, found in in_part.items() if compared and _overlap([(compared,), found])),
        gaps=tuple(one for one in stretches if one != span),
        wanted=wanted,
    )


def number(day: date) -> int:
    """A day as it is counted in :class:`Days`."""
    return day.toordinal() - EPOCH


def day_of(value: int) -> date:
    """The day of a number of :func:`number`."""
    return date.fromordinal(int(value) + EPOCH)


def bounds(when: Edtf) -> tuple[date, date, date, date] | None:
    """Between which days the first day of an event lies, and between which its last; None where one of them is not bounded."""
    if when.earliest is None or when.latest is None:
        return None
    if not when.lasted:
        return when.earliest, when.latest, when.earliest, when.latest
    left, right = (parse(part) for part in when.text.split("/"))
    ends = (left.earliest, left.latest, right.earliest, right.latest)
    return None if None in ends else ends  # type: ignore[return-value]


def days(ids: Iterable[str], dates: Iterable[Edtf]) -> Days:
    """Events and their dates as days; those without bounds are left out."""
    kept = [(one, ends, when.lasted) for one, when in zip(ids, dates, strict=True) if (ends := bounds(when))]
    numbers = np.array([[number(day) for day in ends] for _, ends, _ in kept], dtype=np.int64).reshape(-1, 4)
    lasted = np.array([lasted for *_, lasted in kept], dtype=bool)
    first_low, first_high, last_low, last_high = numbers.T
    return Days(tuple(one for one, *_ in kept), first_low, first_high, last_low, last_high, lasted)


def _bounded(tables: Tables, ids: Sequence[str]) -> Days:
    return days(ids, (tables.records[one].event.date for one in ids))


def _extent(sides: Iterable[Days]) -> Stretch | None:
    ends = [end for side in sides if len(side) for end in (side.first_low.min(), side.first_high.max())]
    return (day_of(min(ends)), day_of(max(ends))) if ends else None


def _known(span: Stretch | None, day: date) -> Stretch | None:
    """A span as far as its days could be known of on a day."""
    return (span[0], min(span[1], day)) if span and span[0] <= day else None


def _inside(side: Days, span: Stretch | None) -> Bools:
    if span is None:
        return np.zeros(len(side), dtype=bool)
    kept: Bools = (side.first_low >= number(span[0])) & (side.first_high <= number(span[1]))
    return kept


def _searched(tables: Tables, categories: Collection[str]) -> tuple[dict[str, tuple[Stretch, ...]], dict[str, list[Stretch]]]:
    """Category -> stretches in which it was searched, and those of them that were searched only in part."""
    found: dict[str, list[Stretch]] = {}
    in_part: dict[str, list[Stretch]] = {}
    for entry in tables.registers.coverage.values():
        if entry.category not in categories:
            continue
        stretches = found.setdefault(entry.category, [])
        first, last = entry.start.earliest, entry.to.latest
        if entry.thoroughness != "selected" and first and last:
            stretches.append((first, last))
            if entry.thoroughness == "partial":
                in_part.setdefault(entry.category, []).append((first, last))
    return {category: tuple(_joined(stretches)) for category, stretches in found.items()}, in_part


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches in order, those joined that overlap or follow each other without a day between."""
    open_: Stretch | None = None
    for first, last in sorted(stretches):
        if open_ and number(first) <= number(open_[1]) + 1:
            open_ = (open_[0], max(open_[1], last))
        else:
            if open_:
                yield open_
            open_ = (first, last)
    if open_:
        yield open_


def _overlap(lists: Sequence[Sequence[Stretch]]) -> list[Stretch]:
    """The stretches that lie in one of each list."""
    found = list(lists[0])
    for others in lists[1:]:
        found = [
            (max(one[0], two[0]), min(one[1], two[1]))
            for one in found
            for two in others
            if max(one[0], two[0]) <= min(one[1], two[1])
        ]
    return found

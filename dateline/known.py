"""What had been reported by the end of a day, cut out of a record's tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

import numpy as np

from dateline.model import Event, Spoken
from dateline.standing import BEARING, Status, Thread, statuses
from dateline.tables import Cited, Crowd, Tables, column_of_texts

MOST_DAYS = 24
"""How many days' knowledge is kept with one record's tables; the one that was made first goes first."""


def as_known(tables: Tables, day: date | None) -> Tables:
    """What had been reported by the end of a day: those events, the links between them, and their status as of then.

    An event that was told of later is absent however early it happened. A link is there when both its ends were known and the page that
    it rests on was out. Texts of the record are as they stand today. None: the tables as they are.
    """
    if day is None:
        return tables
    if isinstance(tables, KnownTables):
        return as_known(tables.today, min(day, tables.on or day))
    found = tables.days.get(day)
    if found is None:
        # Sessions share the tables: what one makes another may let go meanwhile.
        for old in list(tables.days)[: max(0, len(tables.days) - MOST_DAYS + 1)]:
            tables.days.pop(old, None)
        found = tables.days[day] = _known(tables, day)
    return found


def _known(tables: Tables, day: date) -> KnownTables:
    """Cut out of the tables of today: only what a day may have seen otherwise is looked at again."""
    known = tables.public <= np.datetime64(day, "D")
    events = tables.events[known].reset_index(drop=True)
    seen = _seen_otherwise(tables, known, day)
    events["status"] = column_of_texts(seen.get(one, status) for one, status in zip(events["id"], events["status"], strict=True))
    holding, to = tables.tied
    tied = known[holding] & known[to] & _grounds(tables, day)
    position = {one: n for n, one in enumerate(events["id"])}
    return KnownTables(
        events=events, links=tables.links[tied].reset_index(drop=True), records=_Some(tables.records, position), registers=tables.registers,
        problems=tables.problems, held_back=tables.held_back, fingerprint=tables.fingerprint, changed=tables.changed,
        memory=tables.memory, on=day, today=tables, known=known,
    )  # fmt: skip


def _seen_otherwise(tables: Tables, known: np.ndarray, day: date) -> Mapping[str, Status]:
    """The status on a day of the events that something of today bears on which was not known by then."""
    cited, (holding, to) = tables.cited, tables.tied
    speaking = (tables.links["kind"].isin(BEARING) & (tables.links["basis"] != "temporal")).to_numpy(dtype=bool)
    doubtful = np.zeros(len(known), dtype=bool)
    doubtful[cited.rows[cited.has(BEARING) & cited.late(day)]] = True
    doubtful[to[speaking & ~known[holding]]] = True
    doubtful &= known
    asked = doubtful.copy()
    asked[holding[speaking & known[holding] & doubtful[to]]] = True
    events = [tables.records[one].event for one in tables.ids[asked]]
    found = statuses(events, tables.registers, day)
    return {one: found[one] for one in tables.ids[doubtful]}


def _grounds(tables: Tables, day: date) -> np.ndarray:
    """Whether each link has its ground by a day, as :func:`has_ground` tells."""
    cited, holding = tables.cited, tables.tied[0]
    counts = np.bincount(cited.rows, minlength=len(tables.ids))
    number = tables.links["source"].to_numpy().astype("int64")
    named = (number >= 1) & (number <= counts[holding])
    at = (np.cumsum(counts) - counts)[holding] + number - 1
    grounds = np.ones(len(holding), dtype=bool)
    grounds[named] = ~cited.late(day)[at[named]]
    return grounds


@dataclass(frozen=True, eq=False)
class KnownTables(Tables):
    """What had been reported by the end of a day, cut out of the tables of ``today``: ``known`` is which of their events it was."""

    today: Tables = field(kw_only=True, repr=False)
    known: np.ndarray = field(kw_only=True, repr=False)

    @cached_property
    def titles(self) -> Mapping[str, Mapping[str, str]]:
        """As of any tables."""
        return {one: titles for one, titles in self.today.titles.items() if one in self.position}

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """As of any tables."""
        return {former: one for former, one in self.today.former_ids.items() if one in self.position}

    @cached_property
    def cited(self) -> Cited:
        """As of any tables."""
        return self.today.cited.among(self.known)

    @cached_property
    def public(self) -> np.ndarray:
        """As of any tables."""
        days: np.ndarray = self.today.public[self.known]
        return days

    @cached_property
    def crowd(self) -> Crowd:
        """As of any tables."""
        whole = self.today.crowd
        lengths = np.diff(whole.offsets)
        offsets = np.cumsum([0, *lengths[self.known]], dtype="int64")
        return Crowd(whole.names, offsets, whole.codes[np.repeat(self.known, lengths)])

    @cached_property
    def involved(self) -> Mapping[str, frozenset[str]]:
        """As of any tables."""
        return _Some(self.today.involved, self.position)

    @cached_property
    def threads(self) -> Mapping[str, Thread]:
        """As of any tables."""
        day = self.on or date.max
        return {claim: thread.until(day) for claim, thread in self.today.threads.items()}

    def speaking(self) -> Iterable[Event | Spoken]:
        """As of any tables."""
        return [one for one in self.today.speaking() if one.id in self.position]


Kept = TypeVar("Kept")


class _Some(Mapping[str, Kept]):
    """Some of a mapping, in an order of their own."""

    def __init__(self, whole: Mapping[str, Kept], ids: Mapping[str, int]) -> None:
        self.whole, self.ids = whole, ids

    def __getitem__(self, key: str) -> Kept:
        if key not in self.ids:
            raise KeyError(key)
        return self.whole[key]

    def __contains__(self, key: object) -> bool:
        return key in self.ids

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

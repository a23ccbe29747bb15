"""Sources without an archived copy, and where a copy may stand or be made. Builds addresses only; nothing is asked over the network."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dateline.model import Event, Source
from dateline.rules.sources import host_of

ARCHIVE = "https://web.archive.org"
FIRST_YEAR = "1996"
"""The archive holds nothing older."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A source of which the record names no copy.

    Attributes
    ----------
    event, number : where it stands; numbers count from 1.
    day : from which a copy is looked for, as YYYYMMDD, YYYYMM or YYYY: as much as is known of when the page came out, else of when the event
        was reported, else of the event. Of events before there was an archive: of when the record was read against its sources.
    copy : address that shows the archive's copy nearest to that day, if it has any.
    save : address that asks the archive to make one.
    """

    event: str
    number: int
    url: str
    host: str
    publisher: str
    weak: bool
    day: str
    copy: str
    save: str


@dataclass(frozen=True, slots=True)
class OfHost:
    """How many sources of a host have no copy, of how many; ``weak``: how many of those without one are weak."""

    host: str
    missing: int
    of: int
    weak: int


def missing(events: Iterable[Event], *, host: str = "", weak: bool = False) -> list[Missing]:
    """Sources without an archived copy, in the order of the events.

    Parameters
    ----------
    host : only of this host and its subdomains; empty for all.
    weak : only those marked weak.
    """
    return [
        Missing(
            event.id, number, source.url, host_of(source.url), source.publisher, source.weak,
            day := _day(source, event), f"{ARCHIVE}/web/{day}/{source.url}", f"{ARCHIVE}/save/{source.url}",
        )
        for event in events
        for number, source in enumerate(event.sources, 1)
        if source.archived is None and _wanted(source, host, weak=weak)
    ]  # fmt: skip


def by_host(events: Sequence[Event], *, host: str = "", weak: bool = False) -> list[OfHost]:
    """Hosts with a source without a copy, those with the most first; chosen as in :func:`missing`."""
    of = Counter(host_of(source.url) for event in events for source in event.sources if _wanted(source, host, weak=weak))
    rows = missing(events, host=host, weak=weak)
    lacking = Counter(row.host for row in rows)
    of_weak = Counter(row.host for row in rows if row.weak)
    found = [OfHost(one, count, of[one], of_weak[one]) for one, count in lacking.items()]
    return sorted(found, key=lambda row: (-row.missing, row.host))


def _wanted(source: Source, host: str, *, weak: bool) -> bool:
    return (source.weak or not weak) and (not host or f".{host_of(source.url)}".endswith(f".{host.lower()}"))


def _day(source: Source, event: Event) -> str:
    read = event.reviewed or next((change.on for change in event.changes), None)
    days = (source.published, event.reported, event.date, read)
    written = (re.sub(r"\D", "", when.first_written) for when in days if when)
    return next((day for day in written if day[:4] >= FIRST_YEAR), FIRST_YEAR)

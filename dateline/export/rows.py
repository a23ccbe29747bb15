"""One flat row an event, the same names in every format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dateline.model import Event
from dateline.tables import Tables


def rows(tables: Tables, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows of the events, in the order of ``ids``.

    Values are text, numbers, None (not known, not bounded, undisclosed) or lists of text. ``start``, ``end``,
    ``earliest`` and ``latest`` are ISO days, both ends inclusive; ``date``, ``reported`` and ``claimed_date`` are EDTF as in the record. ``status`` is derived, see the codebook.
    """
    status = tables.status
    for event_id in ids:
        located = tables.records[event_id]
        yield _row(located.event, located.category, status[event_id], tables)


def _row(event: Event, category: str, status: str, tables: Tables) -> dict[str, Any]:
    place = tables.registers.places.get(event.place)
    when = event.date
    return {
        "id": event.id,
        "title": event.title,
        "category": category,
        "kind": event.kind,
        "date": when.text,
        "start": when.start.isoformat(),
        "end": when.end.isoformat() if when.end else None,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "precision": when.precision,
        "reported": event.reported.text if event.reported else None,
        "claimed_date": event.claimed_date.text if event.claimed_date else None,
        "actors": [part.who for part in event.actors],
        "roles": [part.role for part in event.actors],
        "claimed_by": list(event.claimed_by),
        "status": status,
        "place": event.place,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "series": event.series,
        "weapons": list(event.weapons),
        "summary": event.summary,
        "source_urls": [source.url for source in event.sources],
        "publishers": list(dict.fromkeys(source.publisher for source in event.sources)),
        "origins": list(dict.fromkeys(origin for source in event.sources for origin in source.origin)),
    }

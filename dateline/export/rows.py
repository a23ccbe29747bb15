"""One flat row an event, the same names in every format; and what of an event was known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

from dateline.dates import Edtf, label
from dateline.model import Event, Link, Source
from dateline.standing import was_out
from dateline.tables import Tables, has_ground


class _Rests(Protocol):
    @property
    def source(self) -> int | None: ...


Part = TypeVar("Part", bound=_Rests)


def pages(event: Event, tables: Tables) -> list[tuple[int, Source]]:
    """Number (from 1) and source, of those that may have been out by the day whose knowledge it is. Numbers are those of the record."""
    return [(number, source) for number, source in enumerate(event.sources, 1) if was_out(source, tables.on)]


def grounded(parts: Iterable[Part], event: Event, tables: Tables) -> list[Part]:
    """Quotations, stances or figures without those whose page came out later."""
    out = {number for number, _ in pages(event, tables)}
    return [part for part in parts if part.source is None or part.source in out]


def links(event: Event, tables: Tables) -> list[Link]:
    """The event's own links to events that are known, on pages that were out."""
    return [link for link in event.links if link.to in tables.records and has_ground(event, link, tables.on)]


def rows(tables: Tables, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows of the events, in the order of ``ids``; what each column means says :data:`dateline.export.columns.COLUMNS`.

    Values are text, numbers, True and False, None (not known, not bounded, undisclosed) or lists of text; days are ISO text.
    """
    status = tables.status
    for event_id in ids:
        located = tables.records[event_id]
        yield _row(located.event, located.category, status[event_id], tables)


def _row(event: Event, category: str, status: str, tables: Tables) -> dict[str, Any]:
    place = tables.registers.places.get(event.place)
    when = event.date
    sources = [source for _, source in pages(event, tables)]
    return {
        "id": event.id,
        "title": event.title,
        "category": category,
        "kind": event.kind,
        "date": when.text,
        "when": label(when),
        "start": when.start.isoformat(),
        "end": when.end.isoformat() if when.end else None,
        "earliest": when.earliest.isoformat() if when.earliest else None,
        "latest": when.latest.isoformat() if when.latest else None,
        "precision": when.precision,
        "lasted": when.lasted,
        "approximate": when.approximate,
        "uncertain": when.uncertain,
        "reported": _text(event.reported),
        "claimed_date": _text(event.claimed_date),
        "actors": [part.who for part in event.actors],
        "roles": [part.role for part in event.actors],
        "claimed_by": list(event.claimed_by),
        "status": status,
        "place": event.place,
        "place_precision": place.precision if place else "undisclosed",
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "series": event.series,
        "weapons": list(event.weapons),
        "summary": event.summary,
        "source_urls": [source.url for source in sources],
        "publishers": list(dict.fromkeys(source.publisher for source in sources)),
        "origins": list(dict.fromkeys(origin for source in sources for origin in source.origin)),
        "changed": max((change.on.start.isoformat() for change in event.changes), default=None),
        "former_ids": list(event.former_ids),
    }


def _text(when: Edtf | None) -> str | None:
    return when.text if when else None

"""How to cite one event of the record."""

from __future__ import annotations

from dateline.dates import label
from dateline.tables import Tables


def citation(event_id: str, tables: Tables) -> str:
    """One line of plain text: record, title, date, id and the version of the record it was read in."""
    event = tables.records[event_id].event
    version = tables.fingerprint[:8]
    return f"Dateline, “{event.title}” ({label(event.date)}), record {event.id}, version {version}. CC BY 4.0."

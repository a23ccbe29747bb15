"""JSON for programs: the rows of the table, and each event's titles in other languages, sources, stances, figures, quotations, links and changes in full.

Its schema is made by :mod:`dateline.export.schema` and published as ``docs/export.schema.json``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from dateline.dates import Edtf
from dateline.export import citation, said
from dateline.export.rows import grounded, links, pages, rows
from dateline.export.text import dumped
from dateline.model import Event
from dateline.tables import Tables


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """One JSON object: ``record``, ``version``, ``fingerprint``, ``licence``, ``view``, ``citation``, ``known`` if it is a past day's, ``events``.

    None means not known. A source keeps the number that it has in the record, also where another one came out too late to be here.
    """
    events = [row | _details(tables.records[row["id"]].event, tables) for row in rows(tables, ids)]
    return dumped(citation.about(tables, ids, view) | {"events": events})


def _details(event: Event, tables: Tables) -> dict[str, Any]:
    return {
        "titles": dict(event.titles),
        "sources": [{"number": number} | _plain(source) for number, source in pages(event, tables)],
        "quotes": [_plain(part) for part in grounded(event.quotes, event, tables)],
        "stances": [_plain(part) for part in grounded(event.stances, event, tables)],
        "quantities": [_plain(part) for part in grounded(event.quantities, event, tables)],
        "conflicts": [{"text": text, "sources": numbers} for text, numbers in said.conflicts(event, tables)],
        "links": [_plain(link) for link in links(event, tables)],
        "changes": [_plain(change) for change in event.changes],
        "sole_source": event.sole_source,
        "note": event.note,
        "reviewed": event.reviewed.text if event.reviewed else None,
    }


def _plain(part: BaseModel) -> dict[str, Any]:
    return {name: value.text if isinstance(value, Edtf) else value for name, value in part if value is not None}

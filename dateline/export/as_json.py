"""JSON for programs: the same rows as the CSV, lists kept, with sources, stances, figures, quotations and links in full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from dateline.dates import Edtf
from dateline.export.rows import rows
from dateline.tables import Tables, has_ground

DETAILS = ("sources", "stances", "quantities", "quotes", "conflicts")


def write(tables: Tables, ids: Sequence[str]) -> str:
    """The events as one JSON object: ``licence``, ``fingerprint`` of the record, ``known`` if it is a past day's, ``events``. None means not known."""
    events = []
    for row in rows(tables, ids):
        event = tables.records[row["id"]].event
        details = {name: [_plain(part) for part in getattr(event, name)] for name in DETAILS}
        details["links"] = [
            _plain(link) for link in event.links if link.to in tables.records and has_ground(event, link, tables.on)
        ]
        events.append(
            row
            | details
            | {"sole_source": event.sole_source, "note": event.note, "reviewed": event.reviewed and event.reviewed.text}
        )
    head = {"record": "Dateline", "licence": "CC-BY-4.0", "fingerprint": tables.fingerprint}
    if tables.on:
        head["known"] = tables.on.isoformat()
    return json.dumps(head | {"events": events}, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _plain(part: BaseModel) -> dict[str, Any]:
    return {name: value.text if isinstance(value, Edtf) else value for name, value in part if value is not None}

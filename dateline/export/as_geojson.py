"""GeoJSON (RFC 7946): a feature an event, with a point where the place has one.

A province, a sea or a country has a point too, for a label; ``place_is_spot`` says that it happened somewhere around there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.export import citation, said
from dateline.export.rows import rows
from dateline.export.text import dumped
from dateline.tables import Tables


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """A FeatureCollection; ``dateline`` beside its features says where it is from. A place that is not disclosed has no geometry."""
    features = [_feature(row, tables) for row in rows(tables, ids)]
    return dumped({"type": "FeatureCollection", "dateline": citation.about(tables, ids, view), "features": features})


def _feature(row: dict[str, Any], tables: Tables) -> dict[str, Any]:
    lat, lon = row.pop("lat"), row.pop("lon")
    event = tables.records[row["id"]].event
    known = lat is not None and lon is not None and row["place_precision"] != "undisclosed"
    told = {
        "place_name": said.place(event, tables),
        "place_is_spot": said.spot(event, tables) is not None,
        "says_so": said.who(event, tables),
        "dated": said.dated(event),
    }
    return {
        "type": "Feature",
        "id": row["id"],
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if known else None,
        "properties": row | told,
    }

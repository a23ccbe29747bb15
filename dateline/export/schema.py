"""The JSON Schema (2020-12) of the JSON format, made from the columns and the record's types. Published as ``docs/export.schema.json``."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel

from dateline.export.columns import COLUMNS, Column
from dateline.export.text import encoded
from dateline.languages import TAG
from dateline.model import Change, ClaimStance, Conflict, Link, Quantity, Quote, Source
from dateline.standing import STATUSES

_PARTS: dict[str, type[BaseModel]] = {
    "sources": Source, "quotes": Quote, "stances": ClaimStance, "quantities": Quantity, "conflicts": Conflict, "links": Link,
    "changes": Change,
}  # fmt: skip
_HEAD = {
    "record": "Name of the record.",
    "version": "Eight hex digits of the fingerprint, and the day of the last change where it is told.",
    "fingerprint": "Changes whenever the content of the record changes.",
    "licence": "SPDX id.",
    "licence_address": "Where the licence stands.",
    "view": "Which events these are: what stands after “?” in a link to the view. Empty: all.",
    "citation": "How to cite the view.",
}


def schema() -> dict[str, Any]:
    """The schema. Nothing that it does not name may stand in a file."""
    parts = {name: _part(kind) for name, kind in _PARTS.items()}
    parts["sources"]["properties"] = {
        "number": {"type": "integer", "minimum": 1, "description": "Its number in the record, to which other parts refer."}
    } | parts["sources"]["properties"]
    parts["sources"]["required"] = ["number", *parts["sources"]["required"]]
    event = {column.name: _column(column) for column in COLUMNS}
    event |= {name: {"type": "array", "items": {"$ref": f"#/$defs/{name}"}} for name in parts}
    for name, about in (
        ("sole_source", "Why only one publisher vouches for it."),
        ("note", "The editor's reason."),
        ("reviewed", "The day on which a second reader compared it with its sources."),
    ):
        event[name] = {"type": ["string", "null"], "description": about}
    event["titles"] = {
        "type": "object",
        "additionalProperties": {"type": "string"},
        "propertyNames": {"pattern": TAG},
        "description": "The title in other languages, by BCP 47 tag.",
    }
    event["status"]["enum"] = list(STATUSES)
    head: dict[str, Any] = {name: {"type": "string", "description": about} for name, about in _HEAD.items()}
    optional = {
        "link": {"type": "string", "format": "uri", "description": "Link of the view, where it is known."},
        "known": {"type": "string", "format": "date", "description": "The day whose knowledge this is. Missing: today's."},
    }
    events = {"type": "array", "items": {"$ref": "#/$defs/event"}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dateline, JSON export",
        "description": "The events of a view. Days are local dates, both ends inclusive; null means not known, not bounded or undisclosed.",
        **_object(head | optional | {"events": events}, [*head, "events"]),
        "$defs": {"event": _object(event, list(event)), **parts},
    }


def write() -> bytes:
    """The schema as a file."""
    return encoded(json.dumps(schema(), ensure_ascii=False, indent=1) + "\n")


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _column(column: Column) -> dict[str, Any]:
    types: dict[str, dict[str, Any]] = {
        "text": {"type": "string"},
        "day": {"type": "string", "format": "date"},
        "number": {"type": "number"},
        "flag": {"type": "boolean"},
        "list": {"type": "array", "items": {"type": "string"}},
    }
    found = types[column.type]
    if column.optional:
        found["type"] = [found["type"], "null"]
    return found | {"description": column.about}


def _part(kind: type[BaseModel]) -> dict[str, Any]:
    """What one part of an event may hold. A part leaves out what is not known, so nothing in it is null."""
    made = kind.model_json_schema(mode="serialization")
    properties = {name: _without_null(value) for name, value in made["properties"].items()}
    found = _object(properties, [name for name, field in kind.model_fields.items() if field.is_required()])
    return found | {"description": " ".join((kind.__doc__ or "").replace("``", "`").split())}


def _without_null(value: dict[str, Any]) -> dict[str, Any]:
    kept = {name: one for name, one in value.items() if name not in ("title", "default", "anyOf")}
    some = [one for one in value.get("anyOf", ()) if one != {"type": "null"}]
    kept |= some[0] if len(some) == 1 else {"anyOf": some} if some else {}
    if kept.get("type") == "array" and "minLength" in kept:
        kept["minItems"] = kept.pop("minLength")
    return kept

"""JSON Schema of a record's files, for editors.

Made from :mod:`dateline.model` and :mod:`dateline.registers`, with their sentences as descriptions.

What one entry must look like on its own is in it, and the ids of the closed vocabularies: kinds, roles, units, kinds of links, categories.
The registers that grow with the record (actors, places, publishers, weapons, claims, series) stand in it only when asked for, as do its
events never: a schema that is kept beside the record would lag behind it. What entries say to each other is held by :mod:`dateline.checks`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from dateline.dates import HOW, Edtf
from dateline.model import Event
from dateline.registers import REGISTERS, Registers

NAMES = ("event", *REGISTERS)
"""What there is a schema of: the events of a category's year, and each register."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"

_PART = r"\d{4}(-\d{2}(-\d{2})?)?[~?%]?"
_DATE: JsonSchemaValue = {
    "anyOf": [
        # A year alone is a number to YAML, and [a..b] without quotes a list; both are read.
        {"type": "string", "pattern": rf"^({_PART}|{_PART}/(\.\.|{_PART})|\[({_PART})?\.\.{_PART}\])$"},
        {"type": "integer", "minimum": 1, "maximum": 9999},
        {"type": "array", "items": {"type": "string", "pattern": r"\.\."}, "minItems": 1, "maxItems": 1},
    ],
    "description": f"{HOW}.",
}

_CLOSED: Mapping[tuple[str, str], str] = {
    ("Event", "kind"): "kinds",
    ("ActorRole", "role"): "roles",
    ("Quantity", "unit"): "units",
    ("Claim", "headline"): "units",
    ("Link", "kind"): "link_kinds",
    ("Coverage", "category"): "categories",
}
_GROWING: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Event", "claimed_by"): ("actors",),
    ("Event", "place"): ("places",),
    ("Event", "series"): ("series",),
    ("Event", "weapons"): ("weapons",),
    ("ActorRole", "who"): ("actors",),
    ("Quote", "speaker"): ("actors",),
    ("ClaimStance", "claim"): ("claims",),
    ("ClaimStance", "by"): ("actors", "publishers"),
    ("Quantity", "claim"): ("claims",),
    ("Quantity", "by"): ("actors", "publishers"),
    ("Link", "by"): ("actors", "publishers"),
    ("Source", "publisher"): ("publishers",),
    ("Source", "origin"): ("actors", "publishers"),
    ("Actor", "part_of"): ("actors",),
    ("Claim", "accused"): ("actors",),
    ("Series", "predecessors"): ("series",),
}
"""(model, field) -> registers of which it holds an id."""


class _Generator(GenerateJsonSchema):
    """Pydantic's own, for what the reader takes: dates as text, one id where a list of ids may stand."""

    schema_dialect = DIALECT

    def dataclass_schema(self, schema: core_schema.DataclassSchema) -> JsonSchemaValue:
        """A date as it is written."""
        return dict(_DATE) if schema["cls"] is Edtf else super().dataclass_schema(schema)

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        """The one text that is looked at after it was read is a web address."""
        made = super().function_after_schema(schema)
        return made | {"pattern": "^https?://"} if made.get("type") == "string" else made

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        """A list of ids may be written as the one id that it holds."""
        made = super().function_before_schema(schema)
        if made.get("type") == "array":
            return {"anyOf": [made["items"], made]}
        return made


def of(name: str, registers: Registers, *, growing: bool = False) -> dict[str, Any]:
    """The schema of a file.

    Parameters
    ----------
    name : one of :data:`NAMES`.
    registers : whose ids the closed vocabularies are.
    growing : the ids of actors, places, publishers, weapons, claims and series too.
    """
    model: type[BaseModel] = Event if name == "event" else REGISTERS[name]
    adapter = TypeAdapter(list[model], config=ConfigDict(title=name))  # type: ignore[valid-type]
    made = adapter.json_schema(by_alias=True, schema_generator=_Generator)
    for title, part in _parts(made, model.__name__):
        _lean(title, part)
        for field, about in part.get("properties", {}).items():
            if kind := _kind(title, field, registers, growing=growing):
                _limit(about, kind)
    if growing:
        grown = {stem for stems in _GROWING.values() for stem in stems}
        made.setdefault("$defs", {}).update({stem: {"enum": [*getattr(registers, stem)]} for stem in sorted(grown)})
    what = "The events of a category that begin in one year" if name == "event" else f"The register {name}"
    head = {"$schema": DIALECT, "title": f"Dateline: {name}", "description": f"{what}, as a list."}
    return head | {key: value for key, value in made.items() if key not in head}


def text_of(name: str, registers: Registers, *, growing: bool = False) -> str:
    """The schema as the text of its file."""
    return json.dumps(of(name, registers, growing=growing), ensure_ascii=False, indent=1) + "\n"


def _parts(made: dict[str, Any], title: str) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from made.get("$defs", {}).items()
    if "properties" in made.get("items", {}):
        yield title, made["items"]


def _lean(title: str, part: dict[str, Any]) -> None:
    """Without what an editor would only repeat: titles made of names, empty defaults, "or null", which the reader refuses."""
    part.pop("title", None)
    part["description"] = " ".join(part.get("description", title).replace("``", "").split())
    for about in part.get("properties", {}).values():
        about.pop("title", None)
        if "minLength" in about and "anyOf" in about:
            about["anyOf"][-1]["minItems"] = about.pop("minLength")
        if about.get("default", 0) in (None, [], "", {}):
            del about["default"]
        options = [one for one in about.get("anyOf", ()) if one != {"type": "null"}]
        if len(options) == 1:
            del about["anyOf"]
            about.update({key: value for key, value in options[0].items() if key not in about})
        elif options:
            about["anyOf"] = options


def _kind(title: str, field: str, registers: Registers, *, growing: bool) -> dict[str, Any]:
    """What an id in a field is; empty where any id may stand."""
    if closed := _CLOSED.get((title, field)):
        kinds = [kind.id for category in registers.categories.values() for kind in category.kinds]
        ids = [*dict.fromkeys(kinds)] if closed == "kinds" else [*getattr(registers, closed)]
        return {"enum": ids} if ids else {}
    stems = _GROWING.get((title, field), ()) if growing else ()
    return {"anyOf": [{"$ref": f"#/$defs/{stem}"} for stem in stems]} if stems else {}


def _limit(about: dict[str, Any], kind: dict[str, Any]) -> None:
    """Put what an id is where a pattern for ids stood."""
    if "pattern" in about:
        for key in ("pattern", "maxLength"):
            about.pop(key, None)
        about.update(kind)
    else:
        for inner in (*about.get("anyOf", ()), about.get("items")):
            if isinstance(inner, dict):
                _limit(inner, kind)

"""The Big List of Naughty Strings, and a record that holds all of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import cache
from itertools import chain, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pydantic import BaseModel

from dateline.dates import parse
from dateline.model import Change, Conflict, Imported, Quote
from dateline.registers import Registers
from dateline.tables import Tables, build
from tests.conftest import Small

STRINGS: tuple[str, ...] = tuple(
    json.loads((Path(__file__).parent / "vendor" / "naughty-strings" / "blns.json").read_text(encoding="utf-8"))
)
_WORDS = frozenset(
    [
        "title",
        "summary",
        "note",
        "text",
        "supports",
        "sole_source",
        "of",
        "about",
        "name",
        "native",
        "short",
        "season",
        "named_after",
        "proposition",
        "words",
        "borders",
        "origins",
        "cited_as",
        "plural",
        "inverse",
        "url",
        "archived",
        "country",
        "view",
    ]
)
"""Fields that hold words. Ids, dates and numbers have forms of their own, which the reader enforces."""
_TRANSLATED = frozenset({"titles", "names", "propositions", "inverses", "counted"})
_LISTS = frozenset({"aliases", "hosts"})
COPIES = 20
"""As many as it takes for the whole list to have a place."""


@cache
def record() -> Tables:
    """Tables of a small record in which every field that holds words, of events and of registers, holds naughty strings instead.

    The reader would refuse most of it; this is what stands behind the reader.
    """
    with TemporaryDirectory() as name:
        small = Small(Path(name) / "events")
        small.tell()
        small.cover()
        found = small.check()
    strings = cycle(STRINGS)
    template = next(one for one in found.events if one.event.id == "2023-10-13-containers")
    copies = [replace(template, event=template.event.model_copy(update={"id": f"2023-10-13-naughty-{n}"})) for n in range(COPIES)]
    events = tuple(replace(one, event=_full(_spoilt(one.event, strings), strings)) for one in (*found.events, *copies))
    registers = {
        one.name: {key: _spoilt(entry, strings) for key, entry in getattr(found.registers, one.name).items()}
        for one in fields(Registers)
    }
    return build(replace(found, events=events, registers=Registers(**registers)))


def texts(tables: Tables) -> Iterator[str]:
    """Every text that the record holds."""
    entries = (getattr(tables.registers, one.name).values() for one in fields(Registers))
    for made in chain((one.event for one in tables.records.values()), *entries):
        yield from _texts(made.model_dump(mode="json"))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)


def _spoilt(made: Any, strings: Iterator[str]) -> Any:
    if isinstance(made, tuple):
        return tuple(_spoilt(one, strings) for one in made)
    if not isinstance(made, BaseModel):
        return made
    update: dict[str, object] = {}
    for name, info in type(made).model_fields.items():
        if name in _WORDS and "str" in str(info.annotation):
            update[name] = next(strings)
        elif name in _TRANSLATED:
            update[name] = {"ko": next(strings), "ru": next(strings)}
        elif name in _LISTS:
            update[name] = (next(strings), next(strings))
        else:
            update[name] = _spoilt(getattr(made, name), strings)
    return made.model_copy(update=update)


def _full(event: Any, strings: Iterator[str]) -> Any:
    """With the parts that the small record's events lack."""
    quote = Quote.model_construct(text=next(strings), speaker="white-house", source=1)
    conflict = Conflict.model_construct(text=next(strings), sources=(1,))
    change = Change.model_construct(on=parse("2026-11-01"), kind="corrected", about=next(strings))
    imported = Imported.model_construct(source=next(strings), key="0" * 16)
    return event.model_copy(update={"quotes": (quote,), "conflicts": (conflict,), "changes": (change,), "imported": imported})

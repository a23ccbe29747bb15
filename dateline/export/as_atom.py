"""Atom (RFC 4287): what was done to the records of a view, an entry a change, the newest first.

A change has a day and no hour: its entries stand at midnight UTC.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, uuid5

from dateline.dates import label
from dateline.export import citation, said
from dateline.export.text import attribute, encoded, line, xml
from dateline.model import Change, Event
from dateline.standing import became_public
from dateline.tables import Tables

_WORDS = {"added": "Added", "extended": "Extended", "corrected": "Corrected"}


@dataclass(frozen=True, slots=True)
class _Entry:
    event: Event
    change: Change
    number: int
    """How many changes of this kind the event had on that day before."""


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """A feed. Ids of entries stay the same for good, also when an event gets another id. With no change in any record it is a healthy feed without entries."""
    entries = sorted(_entries(tables, ids), key=lambda one: (-one.change.on.start.toordinal(), one.event.id, one.number))
    public = [became_public(tables.records[one].event) for one in ids]
    updated = entries[0].change.on.start if entries else tables.changed or max(public, default=date(1970, 1, 1))
    link = citation.address("", view)
    query = citation.about(tables, ids, view)["view"]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{urn(f'feed?{query}')}</id>",
        f"<title>{xml(citation.record_name(tables))}: additions and corrections</title>",
        f"<subtitle>{xml(citation.of_view(tables, ids, view, 'chicago'))}</subtitle>",
        f"<updated>{_moment(updated)}</updated>",
        f"<author><name>{xml(citation.author(tables))}</name></author>",
        f"<rights>{citation.LICENCE_WORDS}, {citation.LICENCE_ADDRESS}</rights>",
        f"<generator version={attribute(citation.version(tables))}>Dateline</generator>",
        f'<link rel="license" href="{citation.LICENCE_ADDRESS}"/>',
    ]
    if link:
        lines.append(f'<link rel="alternate" href={attribute(link)}/>')
    for one in entries:
        lines += _written(one, tables)
    return encoded("\n".join([*lines, "</feed>", ""]))


def urn(name: str) -> str:
    """A name that stays the same for good, wherever the dashboard is served (RFC 4122, version 5)."""
    return uuid5(NAMESPACE_URL, f"dateline:{name}").urn


def _entries(tables: Tables, ids: Sequence[str]) -> Iterator[_Entry]:
    for event_id in ids:
        event = tables.records[event_id].event
        seen: Counter[tuple[date, str]] = Counter()
        for change in event.changes:
            key = change.on.start, change.kind
            yield _Entry(event, change, seen[key])
            seen[key] += 1


def _written(entry: _Entry, tables: Tables) -> Iterator[str]:
    event, change = entry.event, entry.change
    day = change.on.start
    yield "<entry>"
    yield f"<id>{urn(f'event/{event.ids[0]}/{day}/{change.kind}/{entry.number}')}</id>"
    yield f"<title>{_WORDS[change.kind]}: {xml(line(event.title))}</title>"
    yield f"<updated>{_moment(day)}</updated>"
    yield f'<category term={attribute(change.kind)} label="{_WORDS[change.kind]}"/>'
    yield f"<category term={attribute(tables.records[event.id].category)}/>"
    if link := citation.event_address(event.id):
        yield f'<link rel="alternate" href={attribute(link)}/>'
    about = [f"{_WORDS[change.kind]} on {label(change.on)}{': ' + change.about if change.about else ''}."]
    yield f"<content>{xml(chr(10).join([*about, '', *said.account(event, tables), f'Record {event.id}.']))}</content>"
    yield "</entry>"


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"

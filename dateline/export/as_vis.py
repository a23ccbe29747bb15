"""vis-timeline JSON: ``items`` and ``groups`` for ``new vis.Timeline(container, items, groups)``.

``content`` and ``title`` are HTML there, so ours are escaped. ``end`` is exclusive: the day after the last one. A day that is not known is a
range over all the days it may have been, of class ``not-exact``, and its words say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dateline.dates import label
from dateline.export import citation, said
from dateline.export.as_ics import days
from dateline.export.text import dumped, line, xml
from dateline.model import Event
from dateline.tables import Tables


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """The JSON; ``dateline`` says where it is from. A group a category, in the order of the register."""
    used = {tables.records[one].category for one in ids}
    order = [*(one for one in tables.registers.categories if one in used), *sorted(used - set(tables.registers.categories))]
    groups = [{"id": one, "content": xml(line(said.category(one, tables)))} for one in order]
    items = [_item(tables.records[one].event, tables) for one in ids]
    return dumped({"items": items, "groups": groups, "dateline": citation.about(tables, ids, view)})


def _item(event: Event, tables: Tables) -> dict[str, Any]:
    first, last = days(event)
    when = event.date
    exact = when.exact and when.end is not None
    title = line(event.title)
    item: dict[str, Any] = {
        "id": event.id,
        "group": tables.records[event.id].category,
        "content": xml(title if exact else f"{title} [{label(when)}]"),
        "title": "<br>".join(xml(line(part)) for part in (title, said.dated(event), said.who(event, tables))),
        "className": f"{'exact' if exact else 'not-exact'} {tables.status[event.id]}",
        "start": first.isoformat(),
        "type": "point" if first == last else "range",
    }
    if first != last:
        item["end"] = (last + timedelta(days=1) if last < date.max else last).isoformat()
    return item

"""GraphML: events as nodes and the links between them as edges, each with its kind and the ground it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.export import citation
from dateline.export.columns import COLUMNS
from dateline.export.rows import links, rows
from dateline.export.text import attribute, encoded, xml
from dateline.tables import Tables

_LISTS = " | "
_OF_EDGES = ("kind", "name", "basis", "by", "note")


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """A directed graph. An edge goes from the event that holds the link; both its ends are in the view. What is not known is left out."""
    about = citation.about(tables, ids, view)
    types = {"number": "double", "flag": "boolean"}
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">']
    lines += [f'<key id="graph-{name}" for="graph" attr.name="{name}" attr.type="string"/>' for name in about]
    lines += [
        f'<key id="node-{one.name}" for="node" attr.name="{one.name}" attr.type="{types.get(one.type, "string")}"/>'
        for one in COLUMNS
        if one.name != "id"
    ]
    lines += [f'<key id="edge-{name}" for="edge" attr.name="{name}" attr.type="string"/>' for name in _OF_EDGES]
    lines.append('<graph id="dateline" edgedefault="directed">')
    lines += [_data("graph", name, value) for name, value in about.items()]
    for row in rows(tables, ids):
        lines.append(f"<node id={attribute(row['id'])}>")
        lines += [_data("node", name, value) for name, value in row.items() if name != "id" and value not in (None, [])]
        lines.append("</node>")
    lines += _edges(tables, ids)
    return encoded("\n".join([*lines, "</graph>", "</graphml>", ""]))


def _edges(tables: Tables, ids: Sequence[str]) -> list[str]:
    here, kinds = set(ids), tables.registers.link_kinds
    found: list[str] = []
    for event_id in ids:
        event = tables.records[event_id].event
        for link in links(event, tables):
            if link.to not in here:
                continue
            name = kinds[link.kind].name if link.kind in kinds else link.kind
            values = {"kind": link.kind, "name": name, "basis": link.basis, "by": link.by, "note": link.note}
            data = "".join(_data("edge", key, value) for key, value in values.items() if value)
            ends = f"source={attribute(event_id)} target={attribute(link.to)}"
            found.append(f'<edge id="link-{len(found) + 1}" {ends}>{data}</edge>')
    return found


def _data(of: str, name: str, value: object) -> str:
    if isinstance(value, bool):
        value = str(value).lower()
    elif isinstance(value, list):
        value = _LISTS.join(value)
    return f'<data key="{of}-{name}">{xml(str(value))}</data>'

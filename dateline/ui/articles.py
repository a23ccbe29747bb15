"""One event in short: the card beside the chart, an item of the feed."""

from __future__ import annotations

from collections.abc import Collection

from dateline.model import Event
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import parts, wording
from dateline.ui.nodes import Node, node


def feed_item(event_id: str, tables: Tables, selection: Selection, words: Collection[str]) -> Node:
    """Date, badge, title, summary, who says so, origins."""
    event = tables.records[event_id].event
    return node(
        "article",
        parts.when(event),
        parts.badge(event_id, tables),
        node("h3", parts.link_to(event, selection, parts.marked(event.title, words))),
        node("p", parts.marked(event.summary, words), css="dl-summary"),
        node(
            "p",
            node("b", "Says so: "),
            parts.marked(wording.names(event.claimed_by, tables), words),
            node("span", f" · {wording.origins(event.sources, tables)}", css="dl-quiet"),
            node("span", f" · {links}", css="dl-quiet") if (links := _links_count(event_id, tables)) else None,
            css="dl-says",
        ),
        css="dl-item",
    )


def _links_count(event_id: str, tables: Tables) -> str:
    number = len(tables.linked[event_id])
    return wording.counted(number, "linked event") if number else ""


def card(event_id: str, tables: Tables, selection: Selection, words: Collection[str] = ()) -> Node:
    """What stands beside the chart: everything one needs to decide whether to open the page."""
    event = tables.records[event_id].event
    return node(
        "article",
        node(
            "div",
            node(
                "button", "×", css="dl-close", data_action="choose", data_value="", aria_label="Close this event", type="button"
            ),
            parts.badge(event_id, tables),
            css="dl-card-head",
        ),
        node("h2", parts.marked(event.title, words)),
        parts.when(event),
        node("p", node("b", "Says so: "), wording.names(event.claimed_by, tables), css="dl-says"),
        node("p", parts.marked(event.summary, words), css="dl-summary"),
        _folded_conflicts(event),
        parts.figures(event, tables),
        parts.links(event_id, tables, selection, short=True),
        node("p", wording.origins(event.sources, tables), css="dl-quiet"),
        node(
            "p",
            node("a", "Open the whole record", href=f"event{parts.query(selection, event_id)}", css="dl-button", target="_self"),
            css="dl-actions",
        ),
        css="dl-card",
        aria_label=f"Chosen event: {event.title}",
    )


def _folded_conflicts(event: Event) -> Node | None:
    if not event.conflicts:
        return None
    points = node("ul", *(node("li", conflict.text) for conflict in event.conflicts))
    return node(
        "details",
        node("summary", f"Sources differ on {wording.counted(len(event.conflicts), 'point')}"),
        points,
        css="dl-conflict",
    )

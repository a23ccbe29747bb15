"""One event in short: the card beside the chart, an item of the feed."""

from __future__ import annotations

from collections.abc import Collection

from dateline.model import Event
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import parts, wording
from dateline.ui.nodes import Node, node
from dateline.words import _, counted, title

PICTURE = "[class*=st-key-dl-picture]"
"""Where the chart and the card are, for the browser to scroll to."""


def feed_item(event_id: str, tables: Tables, selection: Selection, words: Collection[str]) -> Node:
    """Date, badge, title, summary, who says so, origins."""
    event = tables.records[event_id].event
    return node(
        "article",
        parts.when(event),
        parts.badge(event_id, tables),
        node("h3", parts.link_to_page(event, selection, parts.marked(title(event), words))),
        node("p", parts.marked(event.summary, words), css="dl-summary"),
        node(
            "p",
            node("b", _("Says so: ")),
            parts.marked(wording.names(event.claimed_by, tables), words),
            node("span", f" · {wording.origins(event.sources, tables)}", css="dl-quiet"),
            node("span", f" · {links}", css="dl-quiet") if (links := _links_count(event_id, tables)) else None,
            css="dl-says",
        ),
        node(
            "p",
            node(
                "button",
                _("Show in the chart"),
                css="dl-button dl-small",
                data_action="choose",
                data_value=event_id,
                data_scroll=PICTURE,
                type="button",
                aria_label=_("Show in the chart: {title}").format(title=title(event)),
            ),
        ),
        css="dl-item",
    )


def _links_count(event_id: str, tables: Tables) -> str:
    number = len(tables.linked[event_id])
    return counted(number, "{n} linked event", "{n} linked events") if number else ""


def card(
    event_id: str,
    tables: Tables,
    selection: Selection,
    words: Collection[str] = (),
    *,
    left_out: bool = False,
    scroll: str | None = None,
    report: Node | None = None,
) -> Node:
    """What stands beside the chart: everything one needs to decide whether to open the page.

    ``left_out``: the filters leave it out, and the card says so. ``scroll``: "always" or "narrow", when the browser is to bring it into view.
    ``report``: how to report a mistake in it.
    """
    event = tables.records[event_id].event
    return node(
        "article",
        node(
            "div",
            node(
                "button",
                "×",
                css="dl-close",
                data_action="choose",
                data_value="",
                aria_label=_("Close this event"),
                type="button",
            ),
            node(
                "a",
                _("Whole record"),
                href=f"event{parts.query(selection, event_id)}",
                css="dl-button dl-small dl-whole",
                target="_self",
            ),
            parts.badge(event_id, tables),
            css="dl-card-head",
        ),
        node("p", _("The filters or the period leave this event out, so the chart does not show it."), css="dl-notice")
        if left_out
        else None,
        node("h2", parts.marked(title(event), words)),
        parts.when(event),
        node("p", node("b", _("Says so: ")), wording.names(event.claimed_by, tables), css="dl-says"),
        node("p", parts.marked(event.summary, words), css="dl-summary"),
        parts.links(event_id, tables, selection, short=True),
        parts.figures(event, tables),
        _folded_conflicts(event),
        node("p", wording.origins(event.sources, tables), css="dl-quiet"),
        report,
        css="dl-card",
        tabindex="0",
        data_into_view=scroll,
        aria_label=_("Chosen event: {title}").format(title=title(event)),
    )


def _folded_conflicts(event: Event) -> Node | None:
    if not event.conflicts:
        return None
    points = node("ul", *(node("li", conflict.text) for conflict in event.conflicts))
    return node(
        "details",
        node("summary", counted(len(event.conflicts), "Sources differ on {n} point", "Sources differ on {n} points")),
        points,
        css="dl-conflict",
    )

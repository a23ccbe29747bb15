"""The Event page's parts."""

from __future__ import annotations

from dateline.ui import dossier, nodes, nothing, parts, record, report, state
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import _

RECENT = 12
"""Events offered when none is chosen."""


def show(view: View) -> None:
    """The chosen event in full, or a list to choose from."""
    tables, selection = view.tables, view.selection
    actions = {
        "choose": lambda value: state.choose(value, tables),
        "steps": lambda value: state.set_number("steps", value),
        "days": lambda value: state.set_number("days", value),
    }
    if not selection.event:
        nodes.show("dl-page", _choose(view), actions)
        if not view.shown.ids:
            nothing.show(view)
        return
    chosen = selection.event
    nodes.show(
        "dl-page",
        [
            dossier.turn(chosen, view.shown.ids, tables, selection),
            dossier.page(
                chosen,
                tables,
                selection,
                yaml=record.yaml_of(chosen, tables),
                line_link=record.link_to_line(chosen, tables),
                base=record.address(),
                report=report.offer(chosen, tables),
            ),
        ],
        actions,
    )


def _choose(view: View) -> Node:
    recent = sorted(view.shown.ids, key=lambda one: view.tables.position[one])[-RECENT:][::-1]
    links = [node("li", parts.in_place(view.tables.records[one].event, view.selection)) for one in recent]
    return node(
        "article",
        node("h1", _("No event is chosen")),
        node("p", _("Choose one in the timeline, or one of the latest that pass the filters:")) if links else None,
        node("ul", *links) if links else None,
        css="dl-page",
    )

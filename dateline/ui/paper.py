"""The Timeline on paper, a page across: what heads its chart."""

from __future__ import annotations

from dateline.address import encode
from dateline.described import in_words
from dateline.export import citation
from dateline.ui import listing
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import N_, _, title

_LANES = {"category": N_(", lanes by category"), "actor": N_(", lanes by actor")}


def heading(view: View, base: str) -> Node:
    """Filters in words, counts, the chosen event, version, licence and link."""
    tables, selection = view.tables, view.selection
    query = encode(selection)
    link = citation.address("", query, base)
    chosen = title(tables.records[selection.event].event) if selection.event else ""
    filters = in_words(selection, tables)
    return node(
        "header",
        node("h1", _("Dateline: timeline")),
        node("p", node("b", filters[:1].upper() + filters[1:]), _(_LANES[selection.lanes])),
        node("p", *listing.count_sentence(view), _(". Chosen: {title}").format(title=chosen) if chosen else None),
        node(
            "p",
            _("Version {version}. {licence}. ").format(version=citation.version(tables), licence=citation.LICENCE_WORDS),
            link or _("View: {view}").format(view=f"?{query}" if query else _("the whole record")),
            css="dl-quiet dl-paper-link",
        ),
        css="dl-on-paper",
    )

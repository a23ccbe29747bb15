"""The Timeline on paper: one page across, the chart with what it shows, in words."""

from __future__ import annotations

import streamlit as st

from dateline.address import encode
from dateline.described import in_words
from dateline.export import citation
from dateline.ui import listing, nodes, record
from dateline.ui.nodes import Node, node
from dateline.ui.views import View

_PAGE = (
    "<style>@media print { @page { size: A4 landscape; margin: 10mm; } "
    # The heading says what they say.
    ".st-key-dl-then, .st-key-dl-notices { display: none !important; } }</style>"
)


def show(view: View) -> None:
    """What only a printed Timeline has: its heading, and a page that lies across."""
    st.html(_PAGE)
    nodes.show("dl-paper", heading(view, record.address()))


def heading(view: View, base: str) -> Node:
    """Filters in words, counts, the chosen event, version, licence and link."""
    tables, selection = view.tables, view.selection
    query = encode(selection)
    link = citation.address("", query, base)
    chosen = tables.records[selection.event].event.title if selection.event else ""
    filters = in_words(selection, tables)
    return node(
        "header",
        node("h1", "Dateline: timeline"),
        node("p", node("b", filters[:1].upper() + filters[1:]), f", lanes by {selection.lanes}"),
        node("p", *listing.count_sentence(view), f". Chosen: {chosen}" if chosen else None),
        node(
            "p",
            f"Version {citation.version(tables)}. {citation.LICENCE_WORDS}. ",
            link or f"View: {'?' if query else ''}{query or 'the whole record'}",
            css="dl-quiet dl-paper-link",
        ),
        css="dl-on-paper",
    )

"""The lean page inside somebody else's: chart and card, without filters, and a way to the whole page."""

from __future__ import annotations

from html import escape

import streamlit as st

from dateline.address import encode
from dateline.described import in_words
from dateline.export import citation
from dateline.selection import Selection
from dateline.ui import nodes, parts
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import _, events, name

HEIGHT = 1000
"""Pixels that chart and card need beside each other, with the line above them."""
_LEAN = (
    '<style>[data-testid="stSidebar"], [data-testid="stExpandSidebarButton"], [data-testid="stHeader"] { display: none !important; } '
    '[data-testid="stMainBlockContainer"] { padding: 0.8rem 1rem 1rem !important; }</style>'
)


def on() -> bool:
    """Whether the page is shown inside another one: ``embed=true`` in its link."""
    return bool(st.context.is_embedded)


def line(view: View, page: str) -> None:
    """In an embedded page: its title, what it shows, and a link to the whole of it; nothing in any other. ``page`` is its address."""
    if on():
        st.html(_LEAN)
        nodes.show("dl-embed", document(view, page))


def document(view: View, page: str) -> Node:
    """The line itself."""
    return node(
        "p",
        node("b", name(view.tables.registers.home)),
        f" · {events(len(view.shown.ids))} · {in_words(view.selection, view.tables)} · ",
        parts.link_to_view(page or "./", view.selection, _("Open the whole page ↗")),
        css="dl-embed",
    )


def snippet(selection: Selection, base: str) -> str:
    """The HTML that puts a view into another page; "" where it is not known where readers reach the dashboard."""
    query = encode(selection)
    address = citation.address("", f"embed=true{'&' if query else ''}{query}", base)
    if not address:
        return ""
    return (
        f'<iframe src="{escape(address)}" title="Dateline: timeline" width="100%" height="{HEIGHT}" style="border: 0" loading="lazy" '
        'allow="fullscreen; clipboard-write"></iframe>'
    )

"""The Actors page: all actors with how often they are named and with whom, or one of them in full."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd
import streamlit as st

from dateline import actors, together
from dateline.selection import Selection, apply
from dateline.tables import Tables, remembered
from dateline.ui import actor, arcs, filters, listing, nodes, nothing, parts, state, twin
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import _, counted, title

FIRST_BODIES, FIRST_PARTS = 12, 3
"""Outermost bodies in sight before one types or asks for all, and parts of each."""
_EVENTS, _PAIRS = "dl-actor-events", "dl-actor-pairs"


def show(view: View) -> None:
    """The chosen actor, or all of them."""
    tables = view.tables
    # What is open besides makes no difference to what the page says.
    selection = replace(view.selection, event="", claim="")
    actions = {"open": lambda value: state.set_open("who", value, tables)}
    if not view.shown.ids and not selection.who:
        nothing.show(view)
    first, *rest = _packed(tables, selection)
    nodes.show("dl-actors", first, actions)
    if selection.who:
        _events(view, selection)
    for number, document in enumerate(rest):
        nodes.show(f"dl-actors-{number}", document, actions)
    pairs = _pairs(tables, selection)
    if len(pairs):
        twin.show(
            counted(len(pairs), "The same as a table: {n} pair", "The same as a table: {n} pairs"),
            _PAIRS,
            lambda: _pairs_table(pairs),
        )


def _pairs_table(pairs: pd.DataFrame) -> None:
    st.dataframe(pairs, key=_PAIRS, hide_index=True, width="stretch", alt=_("Who is named with whom, one row a pair."))


def _events(view: View, selection: Selection) -> None:
    """The actor's events as a table; a row that is chosen leads to its event."""
    ids, rows = _rows(view.tables, selection)
    if not ids:
        return

    def pick() -> None:
        row = state.chosen_row(_EVENTS, len(ids))
        if row is not None:
            state.choose(ids[row], view.tables)

    def draw() -> None:
        st.dataframe(
            rows,
            key=_EVENTS,
            hide_index=True,
            width="stretch",
            on_select=pick,
            selection_mode="single-row",
            column_config={_("Title"): st.column_config.TextColumn(width="large")},
            alt=_("The events that name this actor, one row each."),
        )
        if view.selection.event in ids:
            event = view.tables.records[view.selection.event].event
            nodes.show("dl-actor-event", node("p", _("Open "), parts.link_to_page(event, view.selection, title(event))))

    twin.show(counted(len(ids), "The same as a table: {n} event", "The same as a table: {n} events"), _EVENTS, draw)


@remembered
def _rows(tables: Tables, selection: Selection) -> tuple[tuple[str, ...], pd.DataFrame]:
    """The actor's events, the latest first, and their table."""
    shown = apply(selection, tables)
    ids = actors.events_of(tables, selection.who, shown.ids)[::-1]
    return ids, listing.table(View(tables, selection, shown, tables), list(ids))


@remembered
def _packed(tables: Tables, selection: Selection) -> tuple[Packed, ...]:
    return tuple(nodes.pack(document) for document in documents(tables, selection))


@remembered
def _pairs(tables: Tables, selection: Selection) -> pd.DataFrame:
    ids = apply(selection, tables).ids
    if selection.who:
        return arcs.table(together.company(tables, selection.who, ids), tables)
    return arcs.table(together.pairs(tables, ids, together.leading(tables)), tables)


def documents(tables: Tables, selection: Selection) -> list[Node]:
    """The page: one actor above and below the table of its events, or all actors."""
    if selection.who:
        return list(actor.documents(tables, selection))
    ids = apply(selection, tables).ids
    network, company = together.network(tables, ids), together.pairs(tables, ids, together.leading(tables))
    return [
        node(
            "article",
            node("h1", _("Actors")),
            node(
                "p",
                _(
                    "Who is named in the record, as doing something, as addressed or as who says so. "
                    "A state or body counts with all its parts."
                ),
                css="dl-lead",
            ),
            _index(tables, selection, ids),
            parts.section(_("Who is named with whom"), arcs.picture(network, company, tables, selection)),
            css="dl-page dl-actors",
        )
    ]


def _index(tables: Tables, selection: Selection, ids: Iterable[str]) -> Node:
    ids = list(ids)
    counts = actors.counts(tables, ids)
    registered = tables.registers.actors
    silent = sum(not counts[one] for one in registered)
    total = _("{named} of {actors} are named in the {events} that the filters leave. The most frequent are in sight.").format(
        named=f"{len(registered) - silent:,}",
        actors=counted(len(registered), "{n} actor", "{n} actors"),
        events=counted(len(ids), "{n} event", "{n} events"),
    )
    find = _("Find an actor: a name in any script …")
    rows, rank = [], 0
    for one in actors.tree(registered, counts):
        rank = one.rank if one.depth == 0 else rank
        away = (
            not counts[one.who]
            or rank >= FIRST_BODIES
            or one.rank >= FIRST_PARTS * (one.depth == 1) + FIRST_BODIES * (not one.depth)
        )
        rows.append(_entry(one, counts[one.who], tables, selection, more=away))
    return node(
        "section",
        node("h2", total, css="dl-quiet"),
        node("input", type="search", placeholder=find, aria_label=find, data_finds="", id="dl-find-actors"),
        node("ul", *rows, css="dl-actor-index"),
        node("button", _("Show all"), css="dl-more-button", data_more="", type="button"),
        css="dl-facet",
    )


def _entry(one: actors.Placed, count: int, tables: Tables, selection: Selection, *, more: bool) -> Node:
    entry = tables.registers.actors[one.who]
    native = parts.other_script(entry)
    return node(
        "li",
        node("span", parts.link_to_actor(selection, one.who, tables, in_place=True), native, css="dl-name"),
        node("span", f"{count:,}", css="dl-count", title=counted(count, "{n} event", "{n} events")),
        css=f"dl-option dl-depth-{min(one.depth, 3)}{' dl-more' if more else ''}{'' if count else ' dl-none'}",
        data_search=filters.search_words(entry),
        data_action="open",
        data_value=one.who,
    )

"""The shown events to read: as a feed, as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from dateline import search
from dateline.selection import Selection
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered
from dateline.ui import articles, nodes, parts, state, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View

PAGE = 20
"""Events of the feed shown at once."""
_AS, _ORDER, _MANY, _TABLE = "_listing_as", "_listing_order", "_feed_many", "dl-table"
_FORMS = ("Feed", "Table")
_ORDERS = ("Newest first", "Oldest first")


def show(view: View) -> None:
    """The switches, and the events below them."""
    with st.container(key="dl-list"):
        form, order = _chosen(_AS, _FORMS), _chosen(_ORDER, _ORDERS)
        switches = [parts.switch("as", "Show the events as", _FORMS, form)]
        if form == "Feed" and not view.shown.words:
            switches.append(parts.switch("order", "Order", _ORDERS, order))
        nodes.show("dl-switches", nodes.node("div", *switches, css="dl-header"), {"as": _keep(_AS), "order": _keep(_ORDER)})
        if not view.shown.ids:
            nodes.show("dl-none", nothing(view))
        elif form == "Table":
            _table(view)
        else:
            _feed(view)


def _chosen(key: str, options: Sequence[str]) -> str:
    return next((one for one in options if one == st.session_state.get(key)), options[0])


def _keep(key: str) -> Callable[[object], None]:
    def keep(value: object) -> None:
        st.session_state[key] = value

    return keep


def nothing(view: View) -> Node:
    """What to say when no event is left."""
    if not view.shown.total:
        return node("p", "The record holds no events that can be shown.", css="dl-empty")
    return node("p", "No event passes all filters. ", node("a", "Reset all filters", href="?", target="_self"), css="dl-empty")


def count_sentence(view: View) -> list[Node]:
    """How many are shown and why the rest are not: "84 of 91 shown"."""
    shown = view.shown
    names = {"actor": "actor", "category": "category", "status": "standing", "period": "period", "q": "search"}
    why = [f"{number:,} by {names[key]}" for key, number in shown.hidden.items()]
    if shown.hidden_by_several:
        why.append(f"{shown.hidden_by_several:,} by several filters")
    head = node("b", f"{len(shown.ids):,} of {wording.counted(shown.total, 'event')} shown")
    if view.selection.q and not search.words(view.selection.q):
        why.append("nothing by the search, which holds no word")
    return [head, node("span", f" · left out: {wording.listed(why)}", css="dl-quiet")] if why else [head]


def in_order(view: View) -> list[str]:
    """Ids of the shown events as they are listed: by date as the reader asked, by relevance when there is a search."""
    newest_first = not view.shown.words and _chosen(_ORDER, _ORDERS) == _ORDERS[0]
    return list(reversed(view.shown.ids)) if newest_first else list(view.shown.ids)


def _feed(view: View) -> None:
    ids = in_order(view)
    many = min(max(int(st.session_state.get(_MANY, PAGE)), PAGE), len(view.shown.ids))

    def more(_: object) -> None:
        st.session_state[_MANY] = many + PAGE

    feed = _document(
        view.tables, tuple(ids[:many]), len(ids), replace(view.selection, event="", lanes="category", claim=""), view.shown.words
    )
    nodes.show("dl-feed", feed, {"more": more, "choose": lambda value: state.choose(value, view.tables)})


@remembered
def _document(tables: Tables, ids: tuple[str, ...], total: int, selection: Selection, words: frozenset[str]) -> Packed:
    items = [articles.feed_item(one, tables, selection, words) for one in ids]
    rest = total - len(ids)
    more = node("button", f"Show {min(PAGE, rest)} more of {rest}", css="dl-button", data_action="more", type="button")
    return nodes.pack(node("div", items, node("p", more, css="dl-actions") if rest else None, css="dl-feed", role="feed"))


def table(view: View, ids: list[str]) -> pd.DataFrame:
    """These events, one row each, in the words of the page: began (for sorting), date, title, category, kind, standing, who says so, reported, place, id."""
    tables = view.tables
    registers = tables.registers
    rows = tables.events.iloc[[tables.position[one] for one in ids]]
    events = [tables.records[one].event for one in ids]
    categories = {entry.id: entry.name for entry in registers.categories.values()}
    places = {entry.id: entry.name for entry in registers.places.values()}
    return pd.DataFrame(
        {
            "Began": [wording.sortable(event.date) for event in events],
            "Date": rows["when"],
            "Title": rows["title"],
            "Category": rows["category"].map(lambda one: categories.get(one, one)),
            "Kind": rows["kind_name"],
            "Standing": rows["status"].map(STATUS_WORDS.get),
            "Says so": rows["claimed_by"].map(lambda who: wording.names(who, tables)),
            "Reported": [wording.sortable(event.reported) for event in events],
            "Place": rows["place"].map(lambda one: places.get(one, one)),
            "Id": rows["id"],
        }
    ).reset_index(drop=True)


def _table(view: View) -> None:
    ids = in_order(view)

    def pick() -> None:
        row = state.chosen_row(_TABLE, len(ids))
        if row is not None:
            state.pick(ids[row], view.tables)

    st.dataframe(
        table(view, ids),
        key=_TABLE,
        hide_index=True,
        width="stretch",
        height=560,
        on_select=pick,
        selection_mode="single-row",
        column_config={
            "Title": st.column_config.TextColumn(width="large"),
        },
        alt="The events shown in the timeline, one row each.",
    )

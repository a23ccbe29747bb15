"""The shown events to read: as a feed, as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import pandas as pd
import streamlit as st

from dateline import search, words
from dateline.selection import Selection
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered, spoken
from dateline.ui import articles, nodes, nothing, parts, state, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, listed

PAGE = 20
"""Events of the feed shown at once."""
MOST_ROWS = 2_000
"""Rows of the table: of more, which a browser could not hold and nobody would read, the first ones, and a sentence says so."""
_AS, _ORDER, _MANY, _TABLE = "_listing_as", "_listing_order", "_feed_many", "dl-table"
_FORMS = {"Feed": N_("Feed"), "Table": N_("Table")}
_ORDERS = {"Newest first": N_("Newest first"), "Oldest first": N_("Oldest first")}


def show(view: View) -> None:
    """The switches, and the events below them."""
    form, order = _chosen(_AS, _FORMS), _chosen(_ORDER, _ORDERS)
    head = _switches(view.tables, form, order if form == "Feed" and not view.shown.words else "")
    actions = {"as": _keep(_AS), "order": _keep(_ORDER)}
    if form == "Feed" and view.shown.ids:
        feed, more = _feed(view)
        nodes.show("dl-listing", nodes.joined(head, feed), actions | more)
        return
    with st.container(key="dl-list"):
        nodes.show("dl-listing", head, actions)
        if view.shown.ids:
            _table(view)
        else:
            nothing.show(view)


@remembered
def _switches(tables: Tables, form: str, order: str) -> Packed:  # noqa: ARG001  (whose memory it is)
    """``order`` : "" where there is no choice of one."""
    switches = [parts.switch("as", _("Show the events as"), _said(_FORMS), form)]
    if order:
        switches.append(parts.switch("order", _("Order"), _said(_ORDERS), order))
    return nodes.pack(node("div", *switches, css="dl-header"))


def _said(options: Mapping[str, str]) -> dict[str, str]:
    return {one: _(words) for one, words in options.items()}


def _chosen(key: str, options: Iterable[str]) -> str:
    usual, *others = options
    return next((one for one in others if one == st.session_state.get(key)), usual)


Actions = dict[str, Callable[[object], None]]


def _keep(key: str) -> Callable[[object], None]:
    def keep(value: object) -> None:
        st.session_state[key] = value

    return keep


_LEFT_OUT = {
    "actor": N_("{n} by actor"),
    "category": N_("{n} by category"),
    "status": N_("{n} by standing"),
    "period": N_("{n} by period"),
    "q": N_("{n} by search"),
}


def count_sentence(view: View) -> list[Node]:
    """How many are shown and why the rest are not: "84 of 91 shown"."""
    shown = view.shown
    why = [_(_LEFT_OUT[key]).format(n=f"{number:,}") for key, number in shown.hidden.items()]
    if shown.hidden_by_several:
        why.append(_("{n} by several filters").format(n=f"{shown.hidden_by_several:,}"))
    head = node(
        "b", counted(shown.total, "{shown} of {n} event shown", "{shown} of {n} events shown", shown=f"{len(shown.ids):,}")
    )
    if view.selection.q and not search.words(view.selection.q):
        why.append(_("nothing by the search, which holds no word"))
    return [head, node("span", _(" · left out: {why}").format(why=listed(why)), css="dl-quiet")] if why else [head]


def in_order(view: View, most: int) -> list[str]:
    """Ids of the first of the shown events as they are listed: by date as the reader asked, by relevance when there is a search."""
    newest_first = not view.shown.words and _chosen(_ORDER, _ORDERS) == "Newest first"
    return list(view.shown.ids[: -most - 1 : -1] if newest_first else view.shown.ids[:most])


def _feed(view: View) -> tuple[Packed, Actions]:
    many = min(max(int(st.session_state.get(_MANY, PAGE)), PAGE), len(view.shown.ids))

    def more(_value: object) -> None:
        st.session_state[_MANY] = many + PAGE

    feed = _document(
        view.tables,
        tuple(in_order(view, many)),
        len(view.shown.ids),
        replace(view.selection, event="", lanes="category", claim=""),
        view.shown.words,
    )
    return feed, {"more": more, "choose": lambda value: state.choose(value, view.tables)}


@remembered
def _document(tables: Tables, ids: tuple[str, ...], total: int, selection: Selection, words: frozenset[str]) -> Packed:
    items = [articles.feed_item(one, tables, selection, words) for one in ids]
    rest = total - len(ids)
    more = node(
        "button",
        _("Show {n} more of {total}").format(n=min(PAGE, rest), total=rest),
        css="dl-button",
        data_action="more",
        type="button",
    )
    feed = node("div", items, css="dl-feed", role="feed")
    return nodes.pack([feed, *([node("p", more, css="dl-actions")] if rest else [])])


def table(view: View, ids: list[str]) -> pd.DataFrame:
    """These events, one row each, in the words of the page: began (for sorting), date, title, category, kind, standing, who says so, reported, place, id."""
    tables = view.tables
    registers = tables.registers
    rows = spoken(tables).iloc[[tables.position[one] for one in ids]]
    events = [tables.records[one].event for one in ids]
    categories = {entry.id: words.name(entry) for entry in registers.categories.values()}
    places = {entry.id: words.name(entry) for entry in registers.places.values()}
    return pd.DataFrame(
        {
            _("Began"): [wording.sortable(event.date) for event in events],
            _("Date"): rows["when"],
            _("Title"): rows["title"],
            _("Category"): rows["category"].map(lambda one: categories.get(one, one)),
            _("Kind"): rows["kind_name"],
            _("Standing"): rows["status"].map({one: _(said) for one, said in STATUS_WORDS.items()}),
            _("Says so"): rows["claimed_by"].map(lambda who: wording.names(who, tables)),
            _("Reported"): [wording.sortable(event.reported) for event in events],
            _("Place"): rows["place"].map(lambda one: places.get(one, one)),
            _("Id"): rows["id"],
        }
    ).reset_index(drop=True)


def _table(view: View) -> None:
    ids, every = in_order(view, MOST_ROWS), len(view.shown.ids)
    if every > len(ids):
        nodes.show("dl-table-cut", node("p", _cut(len(ids), every), css="dl-quiet"))

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
        column_config={_("Title"): st.column_config.TextColumn(width="large")},
        alt=_("The events shown in the timeline, one row each."),
    )


def _cut(rows: int, total: int) -> str:
    return _(
        "The table has the first {n} of {total} events in this order. Filters and the period narrow it; Data & downloads has all of them."
    ).format(n=f"{rows:,}", total=f"{total:,}")

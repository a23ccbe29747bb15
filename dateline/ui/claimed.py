"""Figures as claimed, on a claim's page: the chart, the event of the mark that was chosen, and the table that is its twin."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dateline import quantities
from dateline.dates import day_label
from dateline.figures import quantities as drawing
from dateline.tables import Tables, remembered
from dateline.ui import articles, nodes, plot, twin, wording
from dateline.ui.nodes import node
from dateline.ui.views import View
from dateline.words import _, counted, listed

_CHART, _TABLE, _CHOSEN = "dl-claimed", "dl-claimed-table", "_claimed_event"


def show(view: View, claim: str) -> None:
    """Chart and table of the figures that speak to a claim; nothing where there are none."""
    tables = view.tables
    rows = _rows(tables, claim)
    if rows.empty:
        return
    drawn, left_out, thinned = _figure(tables, claim)
    nodes.show(
        "dl-claimed-head",
        node(
            "section",
            node("h2", _("Figures as claimed")),
            node(
                "p",
                _(
                    "Each mark is one figure of one claimant, on the day it became public. Figures of one unit may count different things, "
                    "so they are no series, and none is added to another."
                ),
                _(" Where many lie close together, the latest stands for them, larger, and says for how many.")
                if thinned
                else None,
                _(" Only in the table, since there is one of each: {units}.").format(units=listed(list(left_out)))
                if left_out
                else None,
                css="dl-quiet",
            ),
            css="dl-page",
        ),
    )
    plot.show(_CHART, drawn, lambda event: _choose(claim, event))
    event = chosen_event(st.session_state.get(_CHOSEN), claim, tables)
    if event:
        nodes.show("dl-claimed-event", node("div", articles.feed_item(event, tables, view.selection, frozenset()), css="dl-feed"))

    def draw() -> None:
        st.dataframe(
            rows.rename(
                columns={
                    "day": _("Became public"), "claimant": _("Who says so"), "figure": _("Figure"), "as_of": _("As of"),
                    "title": _("Event"), "event": _("Id"),
                }
            ),
            key=_TABLE,
            hide_index=True,
            width="stretch",
            column_config={
                _("Became public"): st.column_config.DateColumn(format="YYYY-MM-DD"),
                _("Event"): st.column_config.TextColumn(width="large"),
            },
            alt=_("The figures as claimed, one row each."),
        )  # fmt: skip

    twin.show(counted(len(rows), "The same as a table: {n} figure", "The same as a table: {n} figures"), _TABLE, draw)


@remembered
def _rows(tables: Tables, claim: str) -> pd.DataFrame:
    return quantities.table(tables, claim)


@remembered
def _figure(tables: Tables, claim: str) -> tuple[str, tuple[str, ...], bool]:
    """The chart ready to be sent, the units that have too few figures for it, and whether a mark stands for several."""
    figure = drawing.figure(tables, claim)
    alt = counted(
        len(_rows(tables, claim)),
        "{n} figure as claimed, by claimant and by the day they became public. The table below holds the same.",
        "{n} figures as claimed, by claimant and by the day they became public. The table below holds the same.",
    )
    said = quantities.claimed(tables, claim)
    alt += " " + _("They are from {first} to {last}, by {parties}. The latest: {figure}, {who}.").format(
        first=day_label(said[0].day),
        last=day_label(said[-1].day),
        parties=counted(len({one.party for one in said}), "{n} party", "{n} parties"),
        figure=quantities.words(said[-1].quantity, tables.registers),
        who=wording.name(said[-1].quantity.by, tables),
    )
    meta = figure.layout.meta
    return plot.packed(figure, alt), tuple(_unit(one, tables) for one in meta["left_out"]), meta["thinned"]


def _unit(unit: str, tables: Tables) -> str:
    entry = tables.registers.units.get(unit)
    return quantities.unit_name(entry) if entry else unit


def _choose(claim: str, event: str) -> None:
    st.session_state[_CHOSEN] = (claim, event)


def chosen_event(kept: object, claim: str, tables: Tables) -> str:
    """The event of the mark that the reader chose on this claim, "" for none; a crafted message may carry anything."""
    of, event = kept if isinstance(kept, tuple) and len(kept) == 2 else ("", "")
    return event if of == claim and isinstance(event, str) and event in tables.records else ""

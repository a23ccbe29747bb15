"""Figures as claimed, on a claim's page: the chart, the event of the mark that was chosen, and the table that is its twin."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dateline import quantities
from dateline.figures import palette
from dateline.figures import quantities as drawing
from dateline.tables import Tables, remembered
from dateline.ui import articles, nodes, wording
from dateline.ui.nodes import node
from dateline.ui.views import View

FONT = '"Source Sans", sans-serif'
"""The page's own, which Streamlit serves."""
_CHART, _TABLE = "dl-claimed", "dl-claimed-table"


def show(view: View, claim: str) -> None:
    """Chart and table of the figures that speak to a claim; nothing where there are none."""
    tables = view.tables
    rows = _rows(tables, claim)
    if rows.empty:
        return
    figure = _figure(tables, claim, "dark" if st.context.theme.type == "dark" else "light")
    left_out = [_unit(one, tables) for one in figure.layout.meta["left_out"]]
    nodes.show(
        "dl-claimed-head",
        node(
            "section",
            node("h2", "Figures as claimed"),
            node(
                "p",
                "Each mark is one figure of one claimant, on the day it became public. Figures of one unit may count different things, so "
                "they are no series, and none is added to another.",
                f" Only in the table, since there is one of each: {wording.listed(left_out)}." if left_out else None,
                css="dl-quiet",
            ),
            css="dl-page",
        ),
    )
    chosen = st.plotly_chart(
        figure,
        key=_CHART,
        theme=None,
        on_select="rerun",
        selection_mode="points",
        config={"displayModeBar": False, "scrollZoom": False},
    )
    event = chosen_event(chosen, tables)
    if event:
        nodes.show("dl-claimed-event", node("div", articles.feed_item(event, tables, view.selection, frozenset()), css="dl-feed"))
    with st.expander(f"The same as a table: {wording.counted(len(rows), 'figure')}"):
        st.dataframe(
            rows.rename(columns={"day": "Became public", "claimant": "Who says so", "figure": "Figure", "as_of": "As of", "title": "Event", "event": "Id"}),
            key=_TABLE,
            hide_index=True,
            width="stretch",
            column_config={
                "Became public": st.column_config.DateColumn(format="YYYY-MM-DD"),
                "Event": st.column_config.TextColumn(width="large"),
            },
        )  # fmt: skip


@remembered
def _rows(tables: Tables, claim: str) -> pd.DataFrame:
    return quantities.table(tables, claim)


@remembered
def _figure(tables: Tables, claim: str, theme: palette.Theme) -> go.Figure:
    return drawing.figure(tables, claim, theme).update_layout(font_family=FONT, hoverlabel_font_family=FONT)


def _unit(unit: str, tables: Tables) -> str:
    entry = tables.registers.units.get(unit)
    return entry.plural if entry else unit


def chosen_event(state: Any, tables: Tables) -> str:
    """The event of the mark that the reader chose, "" for none; a crafted message may carry anything."""
    try:
        points = state["selection"]["points"]
        sent = points[-1]["customdata"] if points else ""
    except (KeyError, TypeError, IndexError):
        return ""
    one = sent[0] if isinstance(sent, list) and sent else sent
    return one if isinstance(one, str) and one in tables.records else ""

"""Coverage by month on the page Sources & coverage: the picture, its table, and what a cell holds."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dateline import coverage
from dateline.dates import day_label
from dateline.figures import coverage as drawing
from dateline.selection import Selection, apply, filters_of
from dateline.tables import Tables, remembered
from dateline.ui import behind, nodes, parts, plot, state, twin
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.views import View
from dateline.words import _, counted, name

_CHART, _TABLE = "dl-coverage", "dl-coverage-table"


def show(view: View) -> None:
    """The strip of each category, the events of the cell that was chosen, and the table that says the same."""
    tables, filters = view.tables, filters_of(view.selection)
    grid = coverage.grid(tables, view.shown.ids)
    if not grid.cells:
        return
    plot.show(_CHART, _figure(tables, filters), lambda key: behind.choose(behind.value("coverage", "cell", key)))

    def pick() -> None:
        row = state.chosen_row(_TABLE, len(grid.cells))
        if row is not None:
            behind.choose(behind.value("coverage", "cell", drawing.key(grid.cells[row])))

    opened = behind.opened(view, "coverage")
    if opened:
        nodes.show("dl-coverage-cell", opened, behind.actions())

    def draw() -> None:
        st.dataframe(
            table(tables, view.shown.ids),
            key=_TABLE,
            hide_index=True,
            width="stretch",
            height=360,
            on_select=pick,
            selection_mode="single-row",
            alt=_("Category, month, events and how it was searched. Choosing a row lists its events above."),
        )

    twin.show(_("The same as a table: every category and month"), _TABLE, draw)


@remembered
def _figure(tables: Tables, filters: Selection) -> str:
    grid = coverage.grid(tables, apply(filters, tables).ids)
    silent = sum(cell.silent for cell in grid.cells)
    unsearched = sum(cell.search == "none" for cell in grid.cells)
    alt = _(
        "Events by category and month, {first} to {last}. Of {n} cells {silent} were searched and are empty, {unsearched} were not "
        "searched. The table below says the same."
    ).format(
        first=drawing.name(grid.columns[0]),
        last=drawing.name(grid.columns[-1]),
        n=f"{len(grid.cells):,}",
        silent=f"{silent:,}",
        unsearched=f"{unsearched:,}",
    )
    most = max(grid.cells, key=lambda cell: len(cell.events))
    if most.events:
        alt += " " + counted(
            len(most.events),
            "Most were found in {month}: {category}, {n} event.",
            "Most were found in {month}: {category}, {n} events.",
            month=drawing.name(most.column),
            category=name(tables.registers.categories[most.category]),
        )
    return plot.packed(drawing.figure(grid, tables.registers), alt)


@remembered
def table(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """One row a cell, in the words of the page: category, time, from (for sorting), events, left out by the filters, search."""
    cells = coverage.grid(tables, ids).cells
    return pd.DataFrame(
        {
            _("Category"): [name(tables.registers.categories[cell.category]) for cell in cells],
            _("Month"): [drawing.name(cell.column) for cell in cells],
            _("From"): [cell.column.first.isoformat() for cell in cells],
            _("Events"): [len(cell.events) for cell in cells],
            _("Left out by the filters"): [cell.hidden for cell in cells],
            _("In words"): [drawing.words(cell) for cell in cells],
        }
    )


@remembered
def head(tables: Tables, selection: Selection) -> Packed:
    """What the picture shows, ready to be sent."""
    return nodes.pack(document(tables, apply(selection, tables).ids, selection))


def document(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Node:
    """What the picture shows, the last day of the search, and what it cannot show."""
    grid = coverage.grid(tables, ids)
    searched = (
        _("The last search was on {date}.").format(date=day_label(grid.searched))
        if grid.searched
        else _("No search is on record.")
    )
    unplaced = len(grid.unplaced)
    return node(
        "div",
        node(
            "section",
            node("h2", _("Coverage by month")),
            node(
                "p",
                _(
                    "An empty month means one of two things. An open box is silence: somebody looked, and found nothing. Hatching is absence: "
                    "nobody looked, so nothing can be said. "
                ),
                node("b", searched),
                *filled(_(" What each search looked for: {link}."), link=parts.link_to_view("about", selection, _("About & method"))),
            ),
            node(
                "p",
                *filled(
                    _(
                        "A bar is as high as the square root of its number of events, on one scale for all. The years before 2022 are folded "
                        "into decades. An event counts where it began; one known only to be not later than a day counts on that day{unplaced}."
                    ),
                    unplaced=filled(
                        _(", and {events} of no certain month in none"),
                        events=behind.button("coverage", "unplaced", "", counted(unplaced, "{n} event", "{n} events")),
                    )
                    if unplaced
                    else None,
                ),
                _(" The search is today's and the events are those known on {date}: more came to be known later.").format(
                    date=day_label(tables.on)
                )
                if tables.on
                else None,
                _(" Choose a cell to list its events."),
                css="dl-quiet",
            ),
        ),
        css="dl-page",
    )  # fmt: skip

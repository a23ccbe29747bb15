"""Events by category and month as bars: a small timeline whose twin is the table of the same events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dateline import actors
from dateline.actors import Months
from dateline.dates import month_label
from dateline.tables import Tables
from dateline.ui import stances
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, node
from dateline.words import _, counted, events, listed, name

MOST_MONTHS = 60
"""Months that are drawn at most, the latest."""
BAR, LOW = 30, 3
"""Pixels: height of a row of bars, and of the lowest bar."""


def bars(ids: Sequence[str], tables: Tables) -> Node | None:
    """A row a category, a bar a month; None when the month of none is known."""
    found = actors.by_month(tables, ids, MOST_MONTHS)
    if found is None:
        return None
    after = (found.last.replace(day=28) + timedelta(days=4)).replace(day=1)
    axis = stances.Axis(found.first, after)
    most = max(count for here in found.counts.values() for count in here.values())
    rows = [
        _row(entry.id, name(entry), entry.symbol, found, axis, most)
        for entry in tables.registers.categories.values()
        if entry.id in found.counts
    ]
    ticks = node("svg", *(node("text", words, x=f"{axis.place(day):.2f}%", y="11") for day, words in axis.ticks), css="dl-axis")
    return node(
        "div",
        *rows,
        node("div", node("span"), ticks, css="dl-strip-row", aria_hidden="true"),
        node("p", _not_drawn(found, most), css="dl-quiet dl-small-print"),
        css="dl-strip dl-months",
        role="group",
        aria_label=_("Events by month and category"),
    )


def _not_drawn(found: Months, most: int) -> str:
    words = counted(
        most,
        "Events by the month they began in; the highest bar is {n} event.",
        "Events by the month they began in; the highest bar is {n} events.",
    )
    left = []
    if found.earlier:
        left.append(
            counted(found.earlier, "{n} event before {month}", "{n} events before {month}", month=month_label(found.first))
        )
    if found.undated:
        left.append(_("{n} whose month is not known").format(n=found.undated))
    return _("{words} In the table only: {left}.").format(words=words, left=listed(left)) if left else words


def _row(category: str, named: str, symbol: str, found: Months, axis: stances.Axis, most: int) -> Node:
    here = found.counts[category]
    total, busiest = sum(here.values()), max(here, key=lambda month: (here[month], month))
    drawn = []
    for month, count in here.items():
        left = axis.place(month)
        width = axis.place((month + timedelta(days=32)).replace(day=1)) - left
        high = max(LOW, (BAR - 4) * count / most)
        drawn.append(
            node(
                "rect",
                node("title", f"{month_label(month)}: {events(count)}, {named}"),
                x=f"{left:.2f}%", y=f"{BAR - high:.1f}", width=f"{width * 0.82:.2f}%", height=f"{high:.1f}", fill="currentColor",
            )
        )  # fmt: skip
    ticks = (
        node("line", x1=f"{axis.place(day):.2f}%", x2=f"{axis.place(day):.2f}%", y1="0", y2=str(BAR), css="dl-tick-line")
        for day, _words in axis.ticks
    )
    return node(
        "div",
        node(
            "span",
            node("span", named),
            mark(symbol, category, "corroborated"),
            node("span", f"{total:,}", css="dl-count"),
            css="dl-party",
        ),
        node(
            "svg",
            *ticks,
            node("line", x1="0", x2="100%", y1=str(BAR), y2=str(BAR), css="dl-base-line"),
            node("g", *drawn, data_colour=category),
            role="img",
            aria_label=counted(
                total,
                "{category}: {n} event, most in {month} ({most})",
                "{category}: {n} events, most in {month} ({most})",
                category=named,
                month=month_label(busiest),
                most=here[busiest],
            ),
        ),
        css="dl-strip-row",
    )

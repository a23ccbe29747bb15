"""Coverage by month: a lane a category, a cell a month, its ground the thoroughness of the search, its bar the events found.

Silence (searched, nothing found: an open box on the ground of its search) and absence (not searched: hatched) never look the same.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import plotly.graph_objects as go

from dateline.coverage import SEARCHES, Cell, Column, Grid, Search
from dateline.dates import span
from dateline.figures import palette
from dateline.figures.lanes import escaped
from dateline.registers import Registers
from dateline.words import N_, _, counted
from dateline.words import name as name_of

LANE, GROUND = 62, 0.62
"""Pixels: height of a lane. Share of it that is its cells; above them stands its name."""
HEAD, FOOT, SIDE = 30, 26, 2
"""Pixels: above the lanes, for the key; below them, for the years; at both sides."""
FOLDED = 2.0
"""How many months wide a decade is drawn."""
GAP = 0.9
"""Months wide between the decades and the months."""
SEARCH_WORDS: Mapping[Search, str] = {
    "thorough": N_("searched thoroughly"),
    "partial": N_("searched in part"),
    "selected": N_("searched for selected events"),
    "none": N_("not searched"),
}
_PATTERNS: Mapping[Search, Mapping[str, Any]] = {
    "thorough": {"fill": palette.GRID, "shape": ""},
    "partial": {"fill": palette.PAPER, "shape": "-", "line": palette.BASE, "size": 5, "solidity": 0.3},
    "selected": {"fill": palette.PAPER, "shape": ".", "line": palette.MUTE, "size": 7, "solidity": 0.12},
    "none": {"fill": palette.PAPER, "shape": "/", "line": palette.MUTE, "size": 6, "solidity": 0.12},
}
"""Ground of a cell by its search: each by colour and by pattern."""


def figure(grid: Grid, registers: Registers, theme: palette.Theme | None = None) -> go.Figure:
    """The grid as a picture.

    ``theme`` None: the light colours, of which :func:`dateline.figures.palette.theme_pairs` has the dark ones.

    Returns
    -------
    One trace a thoroughness holds the grounds: every cell once, its ``customdata`` as :func:`key`, its ``text`` in words, escaped. Bars of
    events are as high as the square root of their number, on one scale for all lanes. A grid without columns gives an empty picture.
    """
    shade = 1 if theme == "dark" else 0
    lanes = {category: n for n, category in enumerate(registers.categories)}
    across = _across(grid.columns)
    top = math.sqrt(max((len(cell.events) + cell.hidden for cell in grid.cells), default=1) or 1)
    data = [*_grounds(grid, lanes, across, registers, shade), *_bars(grid, lanes, across, top, registers, shade)]
    return go.Figure({"data": data, "layout": _layout(grid, lanes, across, registers, shade)})


def key(cell: Cell) -> str:
    """What a cell tells when it is chosen: "category|first day of its column"."""
    return f"{cell.category}|{cell.column.first.isoformat()}"


def name(column: Column) -> str:
    """A column for a reader: "March 2024", "2010s", "2020–2021"."""
    if not column.folded:
        return span(column.first, column.last, "month")
    whole = column.first.year % 10 == 0 and column.last.year - column.first.year == 9
    return _("{year}s").format(year=column.first.year) if whole else span(column.first, column.last, "year")


def words(cell: Cell) -> str:
    """What is known of a cell, in a sentence without its category: "3 events; searched thoroughly"."""
    number = len(cell.events)
    found = counted(number, "{n} event", "{n} events") if number else _("no event")
    if cell.hidden:
        found = _("{events} shown, {n} left out by the filters").format(events=found, n=cell.hidden)
    elif not number and not cell.over:
        found = _("no event yet")
    elif cell.silent:
        found = _("nothing found")
    searched = _(SEARCH_WORDS[cell.search])
    if len(cell.days) > 1:
        whole = sum(cell.days.values())
        parts = [
            _("{searched} on {n}").format(searched=_(SEARCH_WORDS[one]), n=f"{cell.days[one]:,}")
            for one in reversed(SEARCHES)
            if one in cell.days
        ]
        searched = _("{searches} of {n} days").format(searches=_(", ").join(parts), n=f"{whole:,}")
    return f"{found}; {searched}"


def _across(columns: Sequence[Column]) -> dict[date, tuple[float, float]]:
    """First day of a column -> where it begins and how wide it is, in months."""
    found = {}
    at = 0.0
    for before, column in zip((None, *columns), columns, strict=False):
        if before is not None and before.folded and not column.folded:
            at += GAP
        width = FOLDED if column.folded else 1.0
        found[column.first] = (at, width)
        at += width
    return found


def _floor(lane: int) -> float:
    return -lane - 1.0


def _grounds(
    grid: Grid, lanes: Mapping[str, int], across: Mapping[date, tuple[float, float]], registers: Registers, shade: int
) -> list[dict[str, Any]]:
    made = []
    for search in reversed(SEARCHES):
        cells = [cell for cell in grid.cells if cell.search == search]
        look = _PATTERNS[search]
        pattern = {"shape": look["shape"], "fillmode": "replace"}
        if look["shape"]:
            pattern |= {
                "fgcolor": look["line"][shade],
                "bgcolor": look["fill"][shade],
                "size": look["size"],
                "solidity": look["solidity"],
            }
        made.append(
            {
                "type": "bar",
                **_places(cells, across),
                "y": [GROUND] * len(cells),
                "base": [_floor(lanes[cell.category]) for cell in cells],
                "marker": {
                    "color": look["fill"][shade],
                    "pattern": pattern,
                    "line": {"width": 0.5, "color": palette.GRID[shade]},
                },
                "name": _(SEARCH_WORDS[search]),
                "showlegend": bool(cells),
                "customdata": [key(cell) for cell in cells],
                "text": [_hover(cell, registers) for cell in cells],
                "textposition": "none",
                "hovertemplate": "%{text}<extra></extra>",
                "meta": {"part": "ground", "search": search},
            }
        )
    return made


def _places(cells: Sequence[Cell], across: Mapping[date, tuple[float, float]]) -> dict[str, Any]:
    spots = [across[cell.column.first] for cell in cells]
    return {"x": [at + width / 2 for at, width in spots], "width": [width * 0.94 for _at, width in spots]}


def _bars(
    grid: Grid, lanes: Mapping[str, int], across: Mapping[date, tuple[float, float]], top: float, registers: Registers, shade: int
) -> list[dict[str, Any]]:
    """Bars of the events found, above them those that the filters leave out; an open box where nothing was found."""
    made = []
    colours = palette.category_colours(registers.categories)

    def high(number: int) -> float:
        return math.sqrt(number) / top * (GROUND - 0.04)

    rest = [cell for cell in grid.cells if cell.hidden]
    if rest:
        made.append(
            {
                "type": "bar",
                **_places(rest, across),
                "y": [high(len(cell.events) + cell.hidden) for cell in rest],
                "base": [_floor(lanes[cell.category]) for cell in rest],
                "marker": {"color": palette.STRIP_BAR[shade], "line": {"width": 0}},
                "name": _("left out by the filters"),
                "hoverinfo": "skip",
                "meta": {"part": "hidden"},
            }
        )
    for category in lanes:
        cells = [cell for cell in grid.cells if cell.category == category and cell.events]
        made.append(
            {
                "type": "bar",
                **_places(cells, across),
                "y": [high(len(cell.events)) for cell in cells],
                "base": [_floor(lanes[category])] * len(cells),
                "marker": {"color": colours[category][shade], "line": {"width": 0}},
                "showlegend": False,
                "hoverinfo": "skip",
                "meta": {"part": "events", "category": category},
            }
        )
    silent = [cell for cell in grid.cells if cell.silent]
    spots = _places(silent, across)
    made.append(
        {
            "type": "bar",
            # A mark of fixed size would hide its neighbours on a phone.
            "x": spots["x"],
            "width": [0.5] * len(silent),
            "y": [0.1] * len(silent),
            "base": [_floor(lanes[cell.category]) + 0.07 for cell in silent],
            "marker": {"color": palette.PAPER[shade], "line": {"width": 1.2, "color": palette.MUTE[shade]}},
            "name": _("searched, nothing found"),
            "showlegend": bool(silent),
            "hoverinfo": "skip",
            "customdata": [key(cell) for cell in silent],
            "meta": {"part": "silent"},
        }
    )
    return made


def _hover(cell: Cell, registers: Registers) -> str:
    category = name_of(registers.categories[cell.category])
    return f"<b>{escaped(category)}, {name(cell.column)}</b><br>{escaped(words(cell)).replace('; ', '<br>')}"


def _layout(
    grid: Grid, lanes: Mapping[str, int], across: Mapping[date, tuple[float, float]], registers: Registers, shade: int
) -> dict[str, Any]:
    ink = palette.INK[shade]
    end = max((at + width for at, width in across.values()), default=1.0)
    ticks = [column for n, column in enumerate(grid.columns) if (n == 0 if column.folded else column.first.month == 1)]
    return {
        "template": "none",
        "height": HEAD + FOOT + LANE * max(len(lanes), 1),
        "margin": {"l": SIDE, "r": SIDE, "t": HEAD, "b": FOOT},
        **palette.common_layout(shade),
        "barmode": "overlay",
        "dragmode": False,
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            # Above the lanes: where it needs more lines, Plotly makes room for it.
            "y": 1,
            "yanchor": "bottom",
            "font": {"size": 12, "color": ink},
            "bgcolor": "rgba(0,0,0,0)",
            "itemclick": False,
            "itemdoubleclick": False,
        },
        "xaxis": {
            "range": [-0.3, end + 0.3],
            "fixedrange": True,
            "tickvals": [across[column.first][0] for column in ticks],
            "ticktext": [name(column) if column.folded else str(column.first.year) for column in ticks],
            "tickangle": 0,
            "ticks": "outside",
            "tickcolor": palette.BASE[shade],
            "ticklabelposition": "outside right",
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {"range": [-len(lanes) or -1, 0], "fixedrange": True, "visible": False},
        "annotations": [_heading(grid, category, lane, registers, ink) for category, lane in lanes.items()],
    }


def _heading(grid: Grid, category: str, lane: int, registers: Registers, ink: str) -> dict[str, Any]:
    number = sum(len(cell.events) for cell in grid.cells if cell.category == category)
    text = f"<b>{escaped(name_of(registers.categories[category]))}</b>  {number:,}"
    place = {"xref": "paper", "x": 0, "xanchor": "left", "y": _floor(lane) + GROUND, "yanchor": "bottom", "yshift": 1}
    return {**place, "text": text, "showarrow": False, "font": {"size": 13, "color": ink}}

"""Before and after: other events by their distance from the anchors, with what chance gives drawn over the bars."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from dateline.coincidence import Bar, Result
from dateline.figures import palette
from dateline.figures.lanes import escaped
from dateline.words import _, counted

HEIGHT = 330
MOST_LABELS = 3
"""Days on each side that are named below, so that there is room on a phone."""
BAR_WIDTH = 0.6


def figure(result: Result, *, colour: palette.Pair, theme: palette.Theme | None = None) -> go.Figure:
    """Bars of other events before, on the days of, and after their nearest anchor.

    Each bar takes the same width, also the middle one, which holds the days of the anchor itself. Behind them a band holds 95 of 100 draws of the
    model of chance and a line their mean; the window is shaded. ``customdata`` of a bar is "first:last", in days.

    Parameters
    ----------
    colour : of the bars, as a light and a dark one.
    theme : None is light.
    """
    shade = 1 if theme == "dark" else 0
    bars = result.bars
    places = [n - len(bars) // 2 for n in range(len(bars))]
    mute, ink = palette.MUTE[shade], palette.INK[shade]
    steps = [edge for place in places for edge in (place - 0.5, place + 0.5)]
    line = {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "x": steps}
    data: list[dict[str, Any]] = [
        # As bars too: Plotly draws every line and area over all bars.
        {
            "type": "bar", "x": places, "base": [bar.low for bar in bars], "y": [bar.high - bar.low for bar in bars], "width": 1.01,
            "marker": {"color": palette.GRID[shade], "line": {"width": 0}}, "hoverinfo": "skip", "name": _("chance, mostly"), "legendrank": 2,
            "meta": {"part": "band"},
        },
        {
            "type": "bar", "x": places, "y": [bar.observed for bar in bars], "width": BAR_WIDTH, "name": _("on record"), "legendrank": 1,
            "marker": {"color": colour[shade], "line": {"width": 0}},
            "text": [hover(bar) for bar in bars], "textposition": "none", "hovertemplate": "%{text}<extra></extra>",
            "customdata": [f"{bar.first}:{bar.last}" for bar in bars], "meta": {"part": "bars"},
        },
        {
            **line, "y": _twice(bars, "expected"), "line": {"color": ink, "width": 1.8, "dash": "4px,3px"}, "name": _("chance, mean"),
            "legendrank": 3, "meta": {"part": "expected"},
        },
    ]  # fmt: skip
    return go.Figure({"data": data, "layout": _layout(result, places, ink, mute, shade)})


def hover(bar: Bar) -> str:
    """The words of a bar, escaped for Plotly."""
    number = _("{n} on record").format(n=rounded(bar.observed, 3))
    chance = _("chance: {mean}, mostly {low} to {high}").format(
        mean=rounded(bar.expected, 2), low=rounded(bar.low, 3), high=rounded(bar.high, 3)
    )
    return f"<b>{escaped(_distance(bar))}</b><br>{number}<br>{chance}"


def rounded(value: float, digits: int) -> str:
    """A number with so many digits, and all of those before the point: "0.42", "12", "1,350"."""
    return f"{value:,.0f}" if value >= 10**digits - 0.5 else f"{value:.{digits}g}"


def _distance(bar: Bar) -> str:
    if bar.first == bar.last == 0:
        return _("on a day of the anchor")
    near, far = sorted((abs(bar.first), abs(bar.last)))
    if near != far:
        return (_("{near} to {far} days before") if bar.first < 0 else _("{near} to {far} days after")).format(near=near, far=far)
    if bar.first < 0:
        return counted(near, "{n} day before", "{n} days before")
    return counted(near, "{n} day after", "{n} days after")


def _twice(bars: tuple[Bar, ...], name: str) -> list[float]:
    return [getattr(bar, name) for bar in bars for _twice in range(2)]


def _layout(result: Result, places: list[int], ink: str, mute: str, shade: int) -> dict[str, Any]:
    side = len(places) // 2
    step = -(-side // MOST_LABELS)
    named = list(range(step, side + 1, step))
    top = max(max(bar.observed, bar.high) for bar in result.bars) or 1
    words = {"showarrow": False, "yref": "paper", "y": 1, "yanchor": "top", "yshift": -2, "font": {"size": 12, "color": ink}}
    ticks = {sign * (n + 0.5): f"{sign * n * result.bin}".replace("-", "−") for sign in (-1, 1) for n in named} | {0: "0"}
    return {
        "template": "none",
        "height": HEIGHT,
        "margin": {"l": 38, "r": 10, "t": 46, "b": 46},
        **palette.common_layout(shade),
        "dragmode": False,
        "barmode": "overlay",
        "showlegend": True,
        "legend": {
            "orientation": "h", "x": 0, "y": 1, "xref": "container", "yref": "container", "yanchor": "top",
            "font": {"size": 12, "color": ink}, "bgcolor": "rgba(0,0,0,0)", "itemclick": False, "itemdoubleclick": False,
        },
        "xaxis": {
            "range": [-side - 0.6, side + 0.6], "tickvals": list(ticks), "ticktext": list(ticks.values()),
            "tickangle": 0, "zeroline": False, "showgrid": False, "fixedrange": True, "ticks": "outside", "tickcolor": palette.BASE[shade],
            "title": {"text": _("days from the nearest anchor; 0: on a day of it"), "font": {"size": 12, "color": mute}, "standoff": 6},
        },
        "yaxis": {
            "range": [0, top * 1.16], "fixedrange": True, "gridcolor": palette.GRID[shade], "zeroline": True,
            "zerolinecolor": palette.BASE[shade], "tickformat": "d", "nticks": 6, "rangemode": "tozero",
            **({"dtick": 1} if top < 6 else {}),
        },
        "shapes": [_window(result, sign, shade) for sign in (-1, 1)],
        "annotations": [
            {**words, "x": -side / 2 - 0.5, "text": "<b>" + _("← before") + "</b>"},
            {**words, "x": side / 2 + 0.5, "text": "<b>" + _("after →") + "</b>"},
        ],
        "meta": {"bin": result.bin},
    }  # fmt: skip


def _window(result: Result, sign: int, shade: int) -> dict[str, Any]:
    """The window on one side. With lag 0 it begins at the anchor, with more it leaves out the days before the lag is over."""
    near, far = max(result.lag - 1, 0), result.lag + result.window
    ends = sorted(sign * (0.5 + day / result.bin) for day in (near, far))
    return {
        "type": "rect", "layer": "above", "xref": "x", "yref": "paper", "x0": ends[0], "x1": ends[1], "y0": 0, "y1": 1,
        "fillcolor": palette.BAND[shade], "line": {"width": 0},
    }  # fmt: skip

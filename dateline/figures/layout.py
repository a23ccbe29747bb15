"""What stands around the marks of a timeline: axes, lanes and their names, drill bands, the window in the strip."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd

from dateline.figures import palette
from dateline.figures.counts import counted
from dateline.figures.lanes import FOOT, PADDING, Lane, escaped
from dateline.figures.scene import (
    AIR,
    BOTTOM,
    CLOSEST,
    GAP,
    HEAD,
    HEIGHT,
    LANES,
    LEFT,
    MARK,
    RIGHT,
    SIZES,
    STRIP,
    STUB,
    TOP,
    WHISKER,
    WIDTH,
    Scene,
    categories,
)
from dateline.figures.traces import CAP_SIZE, FIELDS, POINTS, whole_record
from dateline.figures.window import bounds, extent, focus, strip_extent
from dateline.tables import Tables, remembered
from dateline.words import N_, _, name

TICKS: list[tuple[list[Any], str]] = [
    ([None, 864e5 * 6], N_("%-d %b\n%Y")),
    ([864e5 * 6, 864e5 * 27], N_("%-d %b\n%Y")),
    ([864e5 * 27, "M11"], N_("%b\n%Y")),
    (["M11", None], N_("%Y")),
]
"""How the axis words its dates, by the distance of two of them, in the format of d3."""


def tick_formats() -> list[dict[str, Any]]:
    """The same in the language of the run."""
    return [{"dtickrange": one, "value": _(words)} for one, words in TICKS]


PLAIN: dict[str, Any] = {"data": {"scatter": [{"type": "scatter"}]}}
"""Plotly's template of the name "none", written out since the page's library knows no names."""
DAY = 864e5
DAILY = 7.5
"""Days of a window up to which every day is named."""


def layout(scene: Scene) -> dict[str, Any]:
    inner = HEIGHT - TOP - BOTTOM
    whole = whole_record(scene)
    window = [_text(scene.window[0]), _text(scene.window[1] + timedelta(days=1))]
    first, last = bounds(scene.tables.events)
    strip = _strip_range(scene.tables.events, whole)
    fixed = {"fixedrange": True, "visible": False}
    bands = _bands(scene)
    return {
        "template": PLAIN,
        "height": HEIGHT,
        "margin": {"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        **palette.common_layout(0),
        "showlegend": False,
        "dragmode": "pan",
        "hoverdistance": 14,
        "xaxis": {
            "type": "date",
            "range": window,
            "minallowed": _text(first),
            "maxallowed": _text(last),
            "gridcolor": palette.GRID[0],
            "zeroline": False,
            "anchor": "y",
            "tickfont": {"color": palette.MUTE[0]},
            "tickformatstops": tick_formats(),
            **ticks(scene.scale),
        },
        "yaxis": {**fixed, "range": [0, LANES + HEAD], "domain": [0, (LANES + HEAD) / inner]},
        "xaxis2": {**fixed, "type": "date", "range": strip, "anchor": "y2"},
        "yaxis2": {**fixed, "domain": [1 - STRIP / inner, 1], "rangemode": "tozero"},
        "shapes": [*_lane_shapes(scene.lanes), *_band_shapes(bands), *_dims(strip, window)],
        "annotations": [*_lane_names(scene.lanes, scene.tables), *_band_names(bands, scene.scale), _strip_name(whole)],
        "meta": _meta(scene, bands),
    }


def ticks(scale: float) -> dict[str, Any]:
    """Plotly's settings for the dates on the axis, by pixels a day: decades, years and months named in their middle, or days.

    Two dates are never less than a day apart.
    """
    if WIDTH / scale <= DAILY:
        return {"ticklabelmode": "period", "dtick": DAY}
    if scale * 365 < 44 or scale > 9:
        return {"ticklabelmode": "instant", "dtick": None}
    return {"ticklabelmode": "period", "dtick": "M12" if scale < 1.1 else None}


def _text(day: date) -> str:
    return day.isoformat()


def _strip_range(events: pd.DataFrame, whole: bool) -> list[str]:
    if not whole:
        start, end = strip_extent(events)
        return [_text(start), _text(end + timedelta(days=1))]
    first, last = extent(events)
    return [_text(first.replace(month=1, day=1)), _text(date(last.year + 1, 1, 1))]


def _lane_shapes(lanes: list[Lane]) -> list[dict[str, Any]]:
    wide = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    stripes = [
        {**wide, "type": "rect", "y0": lane.low, "y1": lane.high, "fillcolor": palette.STRIPE[0], "line": {"width": 0}}
        for lane in lanes[1::2]
    ]
    base = {"color": palette.BASE[0], "width": 1}
    return stripes + [{**wide, "type": "line", "y0": lane.base, "y1": lane.base, "line": base} for lane in lanes]


def _bands(scene: Scene) -> list[dict[str, Any]]:
    """Shown events that are drawn through all lanes: id, first day, day after the last, name in short and in full."""
    rows, bands = _wide(scene.tables)
    drawn = np.isin(rows, scene.rows)
    return [band for band, here in zip(bands, drawn.tolist(), strict=True) if here]


@remembered
def _wide(tables: Tables) -> tuple[np.ndarray, list[dict[str, Any]]]:
    """The same of all events, and their places in the tables."""
    events, series = tables.events, tables.registers.series
    wide = {one.id for one in series.values() if one.band}
    drawn = (events["series"].isin(wide) & events["lasted"] & events["end"].notna()).to_numpy()
    rows = events[drawn]
    return np.flatnonzero(drawn), [
        {
            "event": event_id,
            "first": _text(start.date()),
            "after": _text((end + pd.Timedelta(days=1)).date()),
            "short": escaped(f"{series[one].short or name(series[one])} {start:%y}"),
            "full": escaped(f"{name(series[one])} {start:%Y}"),
        }
        for event_id, one, start, end in zip(rows["id"], rows["series"], rows["start"], rows["end"], strict=True)
    ]


def _band_shapes(bands: list[dict[str, Any]]) -> list[dict[str, Any]]:
    fill = {"fillcolor": palette.BAND[0], "line": {"width": 0}, "layer": "below"}
    return [{"type": "rect", "x0": band["first"], "x1": band["after"], "y0": 0, "y1": LANES + 2, **fill} for band in bands]


def _dims(strip: list[str], window: list[str]) -> list[dict[str, Any]]:
    """What is laid over the strip on either side of the window."""
    over = {"type": "rect", "xref": "x2", "yref": "y2 domain", "y0": 0, "y1": 1, "layer": "above"}
    style = {"fillcolor": palette.DIMMED[0], "line": {"width": 0}}
    left, right = min(max(strip[0], window[0]), strip[1]), max(min(strip[1], window[1]), strip[0])
    return [{**over, **style, "x0": strip[0], "x1": left}, {**over, **style, "x0": right, "x1": strip[1]}]


def _lane_names(lanes: list[Lane], tables: Tables) -> list[dict[str, Any]]:
    colours = palette.category_colours(categories(tables))
    return [
        {
            "xref": "paper",
            "x": 0,
            "xanchor": "right",
            "xshift": -8,
            "y": (lane.low + lane.high) / 2,
            "yanchor": "middle",
            "text": lane.lines,
            "align": "right",
            "showarrow": False,
            "font": {"size": 12, "color": colours[lane.category][0] if lane.category else palette.INK[0]},
        }
        for lane in lanes
    ]


def _band_names(bands: list[dict[str, Any]], scale: float) -> list[dict[str, Any]]:
    font = {"size": 10.5, "color": palette.BAND_NAME[0]}
    return [
        {
            "x": band["first"],
            "y": LANES + 2,
            "xanchor": "left",
            "yanchor": "bottom",
            "text": band["short"],
            "showarrow": False,
            "font": font,
        }
        for band in _apart(bands, scale)
    ]


def _apart(bands: list[dict[str, Any]], scale: float) -> list[dict[str, Any]]:
    """The bands whose short names do not run into the one before."""
    kept: list[dict[str, Any]] = []
    for band in bands:
        if not kept or (date.fromisoformat(band["first"]) - date.fromisoformat(kept[-1]["first"])).days * scale > 44:
            kept.append(band)
    return kept


def _strip_name(whole: bool) -> dict[str, Any]:
    return {
        "xref": "paper",
        "yref": "y2 domain",
        "x": 0,
        "xanchor": "right",
        "xshift": -8,
        "y": 0.5,
        "yanchor": "middle",
        "text": _("Events<br>per year") if whole else _("Events<br>per month"),
        "align": "right",
        "showarrow": False,
        "font": {"size": 12, "color": palette.MUTE[0]},
    }


def _meta(scene: Scene, bands: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page needs to lay the chart out anew. Days as text; heights in pixels of the figure's own height."""
    events = scene.tables.events
    return {
        "focus": [_text(day) for day in focus(events)],
        "bounds": [_text(day) for day in bounds(events)],
        "whole": [_text(day) for day in extent(events)],
        "strip": {"M": _strip_range(events, False), "Y": _strip_range(events, True)},
        "lanes": [
            {"id": lane.id, "name": lane.name, "category": lane.category, "lines": lane.lines, "low": lane.low, "high": lane.high}
            for lane in scene.lanes
        ],
        "bands": bands,
        "heights": {"lanes": LANES, "head": HEAD, "strip": STRIP, "gap": GAP, "foot": FOOT, "padding": PADDING},
        "marks": {
            "size": MARK,
            "air": AIR,
            "sizes": SIZES,
            "closest": CLOSEST,
            "stub": STUB,
            "whisker": WHISKER,
            "cap": CAP_SIZE,
            "points": POINTS,
        },
        "fields": list(FIELDS),
        # As text, since Plotly copies and checks every value of a figure several times.
        **({"counts": json.dumps(counted(len(scene.lanes), **scene.counts), separators=(",", ":"))} if scene.counts else {}),
    }

"""The map: places by how many of the shown events they hold, over outlines that the caller brings. No request, no tiles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import plotly.graph_objects as go

from dateline.figures import palette
from dateline.figures.lanes import escaped
from dateline.places import COARSE, PRECISION_WORDS, Spot, sorted_out
from dateline.registers import Area
from dateline.tables import Tables
from dateline.words import _, events, name

Lines = Sequence[Sequence[Sequence[float]] | np.ndarray]
Outlines = Mapping[str, Lines]
"""Part of an area's outlines, ``land`` or ``borders`` -> rings or lines of [east, north] in degrees."""

WIDTH, NARROW = 720, 360
"""Pixels for which marks and names are made: on a page, and on a phone. Below ``WIDTH`` the page shrinks marks as it shrinks the map."""
MOST = 60.0
"""Pixels: the mark of the place with most events, across."""
LARGEST = 9.0
"""Pixels: the mark of one event is never larger, however few are shown."""
KM = 111.2
"""Kilometres in a degree of latitude."""
LETTER, LINE = 6.1, 14
"""Pixels: about what a letter of a name takes, and its height."""
MOST_NAMES = 60
"""Places that a name is tried for."""
OPEN = "diamond-open"
"""Mark of a place that is no point; a point has a full circle."""


def figure(
    tables: Tables, spots: Sequence[Spot], area: Area, outlines: Outlines, place: str = "", theme: palette.Theme | None = None
) -> go.Figure:
    """The places of an area.

    Parameters
    ----------
    spots : as :func:`dateline.places.spots` makes them. The scale of the marks is that of all of them, so that areas can be compared.
    place : id of the chosen place, which gets a ring; "" for none.
    theme : None: the light colours, of which :func:`palette.theme_pairs` has the dark ones.

    Returns
    -------
    Axes in degrees east and in Mercator's degrees; the area of a mark is in proportion to its number of events. ``customdata`` is the id
    of each place. ``layout.meta`` holds ``aspect``, width over height, and the ``width`` for which marks are made. Traces of names hold in
    ``meta`` from and below which width they are to be seen.
    """
    shade = 1 if theme == "dark" else 0
    drawn, *_ = sorted_out(area, spots)
    scale = factor(spots)
    data = [*_ground(outlines, shade), *_discs(drawn, shade)]
    data += [trace for coarse in (False, True) if (trace := _marks(drawn, coarse, scale, tables, shade))]
    data += [trace for width in (WIDTH, NARROW) if (trace := _names(drawn, area, width, scale, place, shade))]
    data += _ring([spot for spot in drawn if spot.place == place], scale, shade)
    return go.Figure({"data": data, "layout": _layout(area, shade)})


def mercator(lat: float) -> float:
    """Mercator's y in degrees of the equator; for latitudes between -85 and 85."""
    return math.degrees(math.log(math.tan(math.radians(45 + lat / 2))))


def aspect(box: Area) -> float:
    """Width of an area's map over its height."""
    return (box.east - box.west) / (mercator(box.north) - mercator(box.south))


def factor(spots: Iterable[Spot]) -> float:
    """Pixels across the mark of one event; the mark of n events is sqrt(n) times as wide, so its area is in proportion to n."""
    most = max((len(spot.events) for spot in spots if spot.located), default=1)
    return min(LARGEST, MOST / math.sqrt(most))


def _ground(outlines: Outlines, shade: int) -> Iterable[dict[str, Any]]:
    for part, look in (
        ("land", {"fill": "toself", "fillcolor": palette.GRID[shade], "line": {"color": palette.BASE[shade], "width": 0.7}}),
        ("borders", {"line": {"color": palette.MUTE[shade], "width": 0.6, "dash": "2px,3px"}}),
    ):
        x, y = _joined(outlines.get(part, ()))
        if len(x):
            yield {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip", "meta": {"part": part}, **look}


def _joined(lines: Lines) -> tuple[np.ndarray, np.ndarray]:
    """All lines as one, with a gap after each; degrees east, Mercator's degrees."""
    gap = np.array([[np.nan, np.nan]])
    pieces = [piece for line in lines for piece in (np.asarray(line, dtype=float), gap)]
    points = np.concatenate(pieces) if pieces else np.empty((0, 2))
    lat = np.clip(points[:, 1], -85, 85)
    y = np.degrees(np.log(np.tan(np.radians(45 + lat / 2))))
    return points[:, 0].astype("float32"), y.astype("float32")


def _discs(drawn: Iterable[Spot], shade: int) -> Iterable[dict[str, Any]]:
    """A soft disc for each place that is no point: on the map's own scale, as wide as the place is coarse."""
    turns = np.linspace(0, 2 * math.pi, 49)
    circle = np.column_stack([np.cos(turns), np.sin(turns)])
    rings = []
    for spot in drawn:
        if spot.coarse and spot.lat is not None and spot.lon is not None:
            tall = COARSE[spot.precision] / KM
            rings.append(circle * [tall / math.cos(math.radians(spot.lat)), tall] + [spot.lon, spot.lat])
    if rings:
        x, y = _joined(rings)
        shared = {"type": "scatter", "mode": "lines", "x": x, "y": y, "hoverinfo": "skip"}
        soft = {"fill": "toself", "fillcolor": palette.LINK[shade], "line": {"width": 0}, "opacity": 0.22}
        edge = {"line": {"color": palette.MUTE[shade], "width": 1, "dash": "3px,3px"}}
        yield {**shared, **soft, "meta": {"part": "discs"}}
        yield {**shared, **edge, "meta": {"part": "edges"}}


def _marks(drawn: Iterable[Spot], coarse: bool, scale: float, tables: Tables, shade: int) -> dict[str, Any] | None:
    """Full circles for points, open diamonds for what is none; the small ones on top, so that each can be reached."""
    here = [spot for spot in drawn if spot.coarse == coarse]
    if not here:
        return None
    colour, paper = palette.LINK_CHOSEN[shade], palette.PAPER[shade]
    look: dict[str, Any] = {"symbol": OPEN, "color": colour, "line": {"width": 1.8, "color": colour}}
    if not coarse:
        look = {"symbol": "circle", "color": colour, "opacity": 0.72, "line": {"width": 1, "color": paper}}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spot.lon for spot in here],
        "y": [mercator(spot.lat or 0) for spot in here],
        "customdata": [spot.place for spot in here],
        "text": [words(spot, tables) for spot in here],
        "marker": {**look, "size": [scale * math.sqrt(len(spot.events)) for spot in here]},
        "hovertemplate": "%{text}<extra></extra>",
        "hoverlabel": {"bordercolor": colour},
        "cliponaxis": False,
        "meta": {"part": "coarse" if coarse else "points"},
    }


def words(spot: Spot, tables: Tables) -> str:
    """What a mark says: name, precision, number of events, and the categories; escaped."""
    categories = tables.registers.categories
    count = len(spot.events)
    rows = [f"{number:,} {name(categories[one]).lower() if one in categories else one}" for one, number in spot.categories]
    lines = [
        spot.name if spot.native == spot.name else f"{spot.name} {spot.native}".strip(),
        f"{_(PRECISION_WORDS[spot.precision])} · {events(count)}",
        *rows,
    ]
    head, *rest = (escaped(line) for line in lines)
    return "<br>".join([f"<b>{head}</b>", *rest])


def _wide(text: str) -> int:
    """How many Latin letters a text is as wide as: Hangul and the like are twice as wide."""
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)


def _names(drawn: Sequence[Spot], box: Area, width: int, scale: float, chosen: str, shade: int) -> dict[str, Any] | None:
    """Names of places, most events first, where they hide neither a mark of more events nor another name; the chosen one's always."""
    pixels = width / (box.east - box.west)
    shrink = width / WIDTH
    height = width / aspect(box)
    order = sorted(drawn, key=lambda spot: spot.place != chosen)
    at = {spot.place: _pixel(spot, box, pixels) for spot in drawn}
    radius = {spot.place: scale * math.sqrt(len(spot.events)) * shrink / 2 for spot in drawn}
    taken = [_around(*at[spot.place], radius[spot.place]) for spot in drawn[:MOST_NAMES]]
    rows = []
    for spot in order[:MOST_NAMES]:
        x, y = at[spot.place]
        wide, off = _wide(spot.name) * LETTER + 4, radius[spot.place] + 4
        for side, dx in (("right", off), ("left", -off - wide)):
            place = (x + dx, y - LINE / 2, x + dx + wide, y + LINE / 2)
            inside = place[0] >= 0 and place[2] <= width and place[1] >= 0 and place[3] <= height
            if (inside and not any(_meet(place, other) for other in taken)) or (spot.place == chosen and inside):
                taken.append(place)
                rows.append((x + (off if side == "right" else -off), y, spot.name, f"middle {side}"))
                break
    if not rows:
        return None
    x_, y_, text, where = (list(column) for column in zip(*rows, strict=True))
    return {
        "type": "scatter",
        "mode": "text",
        "x": [box.west + one / pixels for one in x_],
        "y": [mercator(box.north) - one / pixels for one in y_],
        "text": [escaped(one) for one in text],
        "textposition": where,
        "textfont": {"size": 11, "color": palette.INK[shade]},
        "hoverinfo": "skip",
        "meta": {"part": "names", "from": 0, "below": 520} if width == NARROW else {"part": "names", "from": 520},
    }


Rectangle = tuple[float, float, float, float]


def _pixel(spot: Spot, box: Area, pixels: float) -> tuple[float, float]:
    return ((spot.lon or 0) - box.west) * pixels, (mercator(box.north) - mercator(spot.lat or 0)) * pixels


def _around(x: float, y: float, radius: float) -> Rectangle:
    """The square inside the circle: a name may touch a mark's corner."""
    side = radius * 0.75
    return x - side, y - side, x + side, y + side


def _meet(one: Rectangle, two: Rectangle) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _ring(chosen: Iterable[Spot], scale: float, shade: int) -> Iterable[dict[str, Any]]:
    for spot in chosen:
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": [spot.lon],
            "y": [mercator(spot.lat or 0)],
            "marker": {
                "symbol": "circle-open",
                "size": [scale * math.sqrt(len(spot.events)) + 9],
                "color": palette.BAND_NAME[shade],
                "line": {"width": 2.6, "color": palette.BAND_NAME[shade]},
            },
            "hoverinfo": "skip",
            "cliponaxis": False,
            "meta": {"part": "chosen"},
        }


def _layout(box: Area, shade: int) -> dict[str, Any]:
    mute, grid = palette.MUTE[shade], palette.BASE[shade]
    wide = box.east - box.west
    step = next(step for step in (2, 5, 10, 15, 30, 60) if wide / step <= 8)
    lons = range(math.ceil(box.west / step) * step, math.floor(box.east) + 1, step)
    lats = range(math.ceil(box.south / step) * step, math.floor(box.north) + 1, step)
    axis = {
        "fixedrange": True, "zeroline": False, "showgrid": False, "showline": True, "mirror": True, "linecolor": grid, "linewidth": 1,
        "tickfont": {"size": 10, "color": mute}, "ticklabelposition": "inside", "ticks": "",
    }  # fmt: skip
    return {
        "template": "none",
        "width": WIDTH,
        "height": round(WIDTH / aspect(box)),
        "meta": {"aspect": aspect(box), "width": WIDTH},
        "margin": {"l": 1, "r": 1, "t": 1, "b": 1},
        "paper_bgcolor": palette.PAPER[shade],
        "plot_bgcolor": palette.PAPER[shade],
        "font": {"color": palette.INK[shade], "size": 12},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 12,
        "dragmode": False,
        "hoverlabel": {"bgcolor": palette.PAPER[shade], "font": {"color": palette.INK[shade], "size": 12}, "align": "left"},
        "xaxis": {
            **axis,
            "range": [box.west, box.east],
            "tickvals": list(lons),
            "ticktext": [_degrees(lon, "E", "W") for lon in lons],
            "constrain": "domain",
        },
        "yaxis": {
            **axis,
            "range": [mercator(box.south), mercator(box.north)],
            "tickvals": [mercator(lat) for lat in lats],
            "ticktext": [_degrees(lat, "N", "S") for lat in lats],
            "scaleanchor": "x",
            "constrain": "domain",
        },
    }  # fmt: skip


def _degrees(value: float, above: str, below: str) -> str:
    return f"{abs(value):g}°{above if value > 0 else below if value < 0 else ''}"

"""What a timeline draws: marks, bars, whiskers, links, and the bars of its strip. Each trace says in ``meta`` which part it is."""

from __future__ import annotations

from math import isnan
from typing import Any, NamedTuple

import numpy as np

from dateline.dates import month_label
from dateline.figures import palette
from dateline.figures.counts import AIR, LOWEST, MOST_MARKS, edges, unit_of
from dateline.figures.lanes import By, escaped, escaped_lines
from dateline.figures.palette import BASIS_DASH
from dateline.figures.scene import LANES, MARK, Scene, arranged, categories, category_name, ends, moments, symbol_of
from dateline.figures.window import bounds, number, strip_extent
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered, spoken
from dateline.words import _

OPTICAL = {
    "square": 0.95,
    "triangle-up": 1.16,
    "triangle-down": 1.16,
    "star": 1.3,
    "pentagon": 1.08,
    "hexagon": 1.06,
    "diamond": 1.08,
}
"""By how much a shape is drawn larger to look as large as a circle."""
FIELDS = ("id", "title", "when", "kind", "status", "lane", "first", "after", "low", "high")
"""What ``customdata`` holds. Title: escaped, in lines. ``first`` to ``after``: days since 1970 of a bar, None: none, and going on.
``low`` to ``high``: days of a whisker, None: no bound on the left, and no whisker."""
HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<br>%{customdata[3]}<br>%{customdata[4]}<extra></extra>"
TITLE_WIDTH = 46
"""Characters in a line of a title."""
DIM = 0.16
"""Opacity of what is not linked to the chosen event."""
POINTS = 8
"""Points of a link's arc; Plotly draws a smooth line through them."""
CAP, ARROW_LEFT, ARROW_RIGHT, CAP_SIZE = "line-ns", "triangle-left", "triangle-right", 6.5


def marks(scene: Scene) -> list[dict[str, Any]]:
    """One trace a category, and one of the crosses over what is disputed."""
    colours = palette.category_colours(categories(scene.tables))
    rows = _rows(scene)
    made = []
    of_category, statuses = (_coded(scene, key) for key in ("category", "status"))
    x = scene.spots.x
    for category, (colour, _dark) in colours.items():
        here = np.flatnonzero(of_category == category)
        symbol = symbol_of(scene.tables, category)
        how = {one: style(symbol, colour, one) for one in scene.tables.coded["status"][1]}
        styles = [how[one] for one in statuses[here].tolist()]
        made.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": category_name(scene.tables, category),
                "x": moments(x[here]),
                "y": scene.y[here].tolist(),
                "customdata": [rows[n] for n in here.tolist()],
                "hovertemplate": HOVER,
                "marker": {
                    "symbol": [one.symbol for one in styles],
                    "size": (scene.size[here] * OPTICAL.get(symbol, 1)).round(1).tolist(),
                    "opacity": 1,
                    "color": [one.fill for one in styles],
                    "line": {
                        "color": [one.edge for one in styles],
                        "width": (np.array([one.width for one in styles]) * scene.size[here] / MARK).round(2).tolist(),
                    },
                },
                "unselected": {"marker": {"opacity": DIM}},
                "meta": {"part": "marks", "category": category, "optical": OPTICAL.get(symbol, 1)},
            }
        )
    disputed = np.flatnonzero(statuses == "disputed")
    made.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": moments(x[disputed]),
            "y": scene.y[disputed].tolist(),
            "hoverinfo": "skip",
            "marker": {
                "symbol": "x-thin",
                "size": (scene.size[disputed] + 1.5).tolist(),
                "opacity": 1,
                "line": {"width": 1.6, "color": [colours[one][0] for one in of_category[disputed]]},
            },
            "unselected": {"marker": {"opacity": DIM}},
            "customdata": scene.tables.ids[scene.rows[disputed]].tolist(),
            "meta": {"part": "crosses"},
        }
    )
    return made


class Style(NamedTuple):
    """How a mark is drawn: its Plotly symbol, fill, edge and the edge's width at full size, in the light colours."""

    symbol: str
    fill: str
    edge: str
    width: float


def style(symbol: str, colour: str, status: str) -> Style:
    """How a category's symbol and colour show a status."""
    if status in palette.FILLED:
        return Style(symbol, colour, palette.PAPER[0], 0.8)
    # A ring is filled with the page's colour, so that bars and links do not show through it.
    return Style(symbol + ("-dot" if status == "self-reported" else ""), palette.PAPER[0], colour, 1.6)


def _coded(scene: Scene, key: str) -> np.ndarray:
    """Category or status of each drawn event."""
    codes, names = scene.tables.coded[key]
    found: np.ndarray = np.array(names, dtype=object)[codes[scene.rows]]
    return found


def _rows(scene: Scene) -> list[list[Any]]:
    """``FIELDS`` of each drawn event."""
    if len(scene.tables.ids) > MOST_MARKS:
        return _fields(scene.tables, scene.by, scene.rows)
    every = _every_row(scene.tables, scene.by)
    return [every[n] for n in scene.rows.tolist()]


@remembered
def _every_row(tables: Tables, by: By) -> list[list[Any]]:
    """Of a record that can be drawn whole all are made at once: each view takes its own of them."""
    return _fields(tables, by, np.arange(len(tables.ids)))


def _fields(tables: Tables, by: By, rows: np.ndarray) -> list[list[Any]]:
    events, all_of_them = spoken(tables).iloc[rows], arranged(tables, by)
    names = {one: category_name(tables, one) for one in set(events["category"])}
    kinds = [
        f"{names[category]} · {escaped(kind)}" for category, kind in zip(events["category"], events["kind_name"], strict=True)
    ]
    words = [_(STATUS_WORDS[one]) if one in STATUS_WORDS else one for one in events["status"]]
    _x, *spans = all_of_them.spots.of(rows)
    numbers = ([_whole(value) for value in column.tolist()] for column in spans)
    columns = (
        events["id"],
        escaped_lines(events["title"], TITLE_WIDTH),
        map(escaped, events["when"]),
        kinds,
        words,
        all_of_them.lane[rows].tolist(),
        *numbers,
    )
    return [list(row) for row in zip(*columns, strict=True)]


def _whole(value: float) -> int | None:
    return None if isnan(value) else int(value)


def spans(scene: Scene) -> list[dict[str, Any]]:
    """Bars and whiskers, two traces a category."""
    lines = {category: (_Line(), _Line()) for category in categories(scene.tables)}
    if not scene.bare:
        drawn = ends(scene.spots, scene.scale, number(bounds(scene.tables.events)[1]))
        _x, *spots = scene.spots
        rows = np.column_stack([*spots, *drawn])
        for category, row, y in zip(_coded(scene, "category"), rows.tolist(), scene.y.tolist(), strict=True):
            _span(*lines[category], _Span(*row), y)
    colours = palette.category_colours(lines)
    return [
        _span_trace(line, part, category, colours[category][0])
        for category, both in lines.items()
        for part, line in zip(("bars", "whiskers"), both, strict=True)
    ]


class _Line:
    """Points of a broken line; each has a mark of its own, "" for none."""

    def __init__(self) -> None:
        self.x: list[float] = []
        self.y: list[float | None] = []
        self.symbol: list[str] = []

    def add(self, x: tuple[float, ...], y: float, symbols: tuple[str, ...]) -> None:
        self.x += [*x, np.nan]
        self.y += [*(y for _ in x), None]
        self.symbol += [*symbols, ""]


class _Span(NamedTuple):
    """Bar and whisker of one event in days, NaN as in ``FIELDS``; ``to``, ``out_low`` and ``out_high`` are their ends as drawn."""

    first: float
    after: float
    low: float
    high: float
    to: float
    out_low: float
    out_high: float


def _span(bars: _Line, whiskers: _Line, span: _Span, y: float) -> None:
    """Add the bar and whiskers of one event."""
    bar, vague = not np.isnan(span.first), not np.isnan(span.high)
    left = ARROW_LEFT if np.isnan(span.low) else CAP
    if bar:
        bars.add((span.first, span.to), y, ("", ""))
        if np.isnan(span.after):
            whiskers.add((span.to,), y, (ARROW_RIGHT,))
        if vague:
            whiskers.add((span.out_low, span.first), y, (left, ""))
        if vague and not np.isnan(span.out_high):
            whiskers.add((span.to, span.out_high), y, ("", CAP))
    elif vague:
        whiskers.add((span.out_low, span.out_high), y, (left, CAP))


def _span_trace(line: _Line, part: str, category: str, colour: str) -> dict[str, Any]:
    bars = part == "bars"
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines" if bars else "lines+markers",
        "x": moments(np.array(line.x, dtype=float)),
        "y": line.y,
        "line": {"color": colour, "width": 4 if bars else 1.3},
        "opacity": 0.8 if bars else 1,
        "hoverinfo": "skip",
        "meta": {"part": part, "category": category},
    }
    if not bars:
        size = [CAP_SIZE if symbol else 0 for symbol in line.symbol]
        symbols = [symbol or "circle" for symbol in line.symbol]
        trace["marker"] = {
            "symbol": symbols,
            "size": size,
            "color": colour,
            "opacity": 1,
            "line": {"color": colour, "width": 1.3},
        }
    return trace


def links(scene: Scene) -> list[dict[str, Any]]:
    """Three faint traces, one a basis."""
    made = []
    place = np.full(len(scene.tables.ids), -1)
    place[scene.rows] = np.arange(len(scene.rows))
    for basis in BASIS_DASH:
        x, y = ([], []) if scene.bare else _curves(scene, place[_ends_of(scene.tables, basis)])
        made.append(_link_trace("links", basis, palette.LINK[0], palette.BASIS_WIDTH[basis], x, y))
    return made


@remembered
def _ends_of(tables: Tables, basis: str) -> np.ndarray:
    """Places in the tables of the events at both ends of each link of a basis; one row a link."""
    return np.column_stack(tables.tied)[(tables.links["basis"] == basis).to_numpy(dtype=bool)]


def _link_trace(part: str, basis: str, colour: str, width: float, x: list[str | None], y: list[float | None]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": BASIS_DASH[basis], "shape": "spline"},
        "hoverinfo": "skip",
        "meta": {"part": part, "basis": basis},
    }


def _curves(scene: Scene, pairs: np.ndarray) -> tuple[list[str | None], list[float | None]]:
    """Arcs: over their lane where both ends are in one, else from lane to lane; bent aside where they would be a plumb line.

    ``pairs`` : one row a link, the places of its ends among the drawn events; -1: not drawn, and then the link is not either.
    """
    pairs = pairs[(pairs >= 0).all(axis=1)]
    if not len(pairs):
        return [], []
    a, b = pairs.T[:, :, None]
    u = np.linspace(0, 1, POINTS)[None, :]
    x, y = scene.spots.x, scene.y
    apart = np.abs(x[b] - x[a]) * scene.scale
    bow = np.where(apart < 14, 9 / scene.scale, 0) * 4 * u * (1 - u)
    room = np.maximum(3, LANES - np.maximum(y[a], y[b]))
    arch = np.where(scene.lane[a] == scene.lane[b], np.minimum(np.minimum(34, room), 9 + apart * 0.12), 0) * 4 * u * (1 - u)
    xs = x[a] + (x[b] - x[a]) * u + bow
    ys = y[a] + (y[b] - y[a]) * u * u * (3 - 2 * u) + arch
    gap = np.full((len(pairs), 1), np.nan)
    heights = np.hstack([ys, gap]).round(1).ravel().tolist()
    return moments(np.hstack([xs, gap]).ravel()), [None if np.isnan(value) else value for value in heights]


def chosen(scene: Scene) -> list[dict[str, Any]]:
    """Empty traces for the chosen event: its links by basis and family, and the bars and whiskers of what they reach. The page fills them."""
    drawn = _families(scene.tables)
    strong = []
    for basis in BASIS_DASH:
        for family, colour in palette.LINK_FAMILY.items():
            if (basis, family) in drawn:
                trace = _link_trace("chosen", basis, colour[0], 1.8, [], [])
                trace["meta"]["family"] = family
                strong.append(trace)
    return [*strong, *(_span_trace(_Line(), part, "", palette.LINK_CHOSEN[0]) for part in ("bars", "whiskers"))]


@remembered
def _families(tables: Tables) -> frozenset[tuple[str, str]]:
    """Bases and families of links that the record has."""
    kinds, links = tables.registers.link_kinds, tables.links
    return frozenset(
        (basis, kinds[kind].family) for basis, kind in zip(links["basis"], links["kind"], strict=True) if kind in kinds
    )


def counts(scene: Scene) -> list[dict[str, Any]]:
    """Where too much is shown to be marks: one trace a lane, whose bars count its events by step of time. Empty while there are marks."""
    if scene.counts is None:
        return []
    colours = palette.category_colours(categories(scene.tables))
    lane, x = scene.counts["lane"], scene.counts["x"]
    steps = edges(unit_of(scene.scale), *scene.window)
    heights = [np.histogram(x[lane == n], steps)[0] if scene.counting else np.zeros(0) for n in range(len(scene.lanes))]
    most = max((int(here.max()) for here in heights if len(here)), default=0)
    room = min((one.room for one in scene.lanes), default=0.0)
    made = []
    for n, (one, here) in enumerate(zip(scene.lanes, heights, strict=True)):
        bars = np.flatnonzero(here) if not scene.bare else here[:0]
        outline = [_bar(steps[k], steps[k + 1], one.base, max(LOWEST, room * here[k] / most)) for k in bars]
        colour = colours[one.category][0] if one.category else palette.MUTE[0]
        made.append(
            {
                "type": "scatter",
                "mode": "lines",
                "fill": "toself",
                "x": moments(np.array([corner[0] for bar in outline for corner in bar], dtype=float)),
                "y": [None if np.isnan(corner[1]) else round(corner[1], 1) for bar in outline for corner in bar],
                "line": {"color": colour, "width": 0},
                "fillcolor": colour,
                "opacity": 0.68,
                "hoverinfo": "skip",
                "meta": {"part": "counts", "lane": n},
            }
        )
    return made


def _bar(first: float, after: float, base: float, height: float) -> list[tuple[float, float]]:
    """The corners of a bar, and what parts it from the next."""
    right = first + (after - first) * (1 - AIR)
    return [(first, base), (first, base + height), (right, base + height), (right, base), (np.nan, np.nan)]


def titles() -> list[dict[str, Any]]:
    """Empty traces for the ring around the chosen event and for titles: the page fills them."""
    ring = {"symbol": "circle-open", "size": 18, "color": palette.INK[0], "line": {"width": 2}}
    empty: dict[str, Any] = {"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}
    font = {"size": 11.5, "color": palette.INK[0]}
    return [
        {**empty, "mode": "markers", "marker": ring, "meta": {"part": "ring"}},
        {**empty, "mode": "text", "text": [], "textposition": "middle right", "textfont": font, "meta": {"part": "titles"}},
    ]


def strips(scene: Scene) -> list[dict[str, Any]]:
    """Events a month over the strip's extent, and a year over the whole record; one of the two is seen."""
    whole = whole_record(scene)
    return [_strip(scene.starts, "M", not whole), _strip(scene.starts, "Y", whole)]


def _strip(starts: np.ndarray, unit: str, visible: bool) -> dict[str, Any]:
    found, counts = np.unique(starts.astype(f"datetime64[{unit}]"), return_counts=True)
    first, after = (of.astype("datetime64[D]").astype("int64") for of in (found, found + 1))
    return {
        "type": "bar",
        "x": moments((first + after) / 2),
        "y": counts.tolist(),
        "width": [days * 864e5 * 0.86 for days in (after - first).tolist()],
        "customdata": [month_label(day) if unit == "M" else str(day.year) for day in found.tolist()],
        "hovertemplate": _("%{customdata}: %{y} events<extra></extra>"),
        "visible": visible,
        "xaxis": "x2",
        "yaxis": "y2",
        "marker": {"color": palette.STRIP_BAR[0], "line": {"width": 0}},
        "meta": {"part": "strip", "unit": unit},
    }


def whole_record(scene: Scene) -> bool:
    return scene.window[0] < strip_extent(scene.tables.events)[0]

"""The timeline: tables -> one ordinary Plotly figure in the light colours.

Made to be looked at on its own, and to be taken over by ``ui/timeline.js``, which packs the rows and places titles anew for each zoom
from the same numbers: each mark's ``customdata`` (see ``FIELDS``) and ``layout.meta``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dateline.figures import palette
from dateline.figures.lanes import FOOT, PADDING, By, Lane, escaped, escaped_lines, keys, pack
from dateline.figures.lanes import lanes as make_lanes
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables

HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 620, 6, 36, 124, 14
"""Pixels: the figure's height and its margins."""
STRIP, GAP, HEAD = 44, 10, 18
"""Pixels: the strip of months, the air below it, and the line of drill names above the lanes."""
LANES = HEIGHT - TOP - BOTTOM - STRIP - GAP - HEAD
WIDTH = 600
"""Pixels across that the opening window is packed for; the page packs for its own width."""
MARK, AIR = 8.0, 1.5
"""Pixels: size of a mark in the overview, and the air to the row above."""
SIZES, CLOSEST = (1.0, 0.8, 0.65), 0.8
"""By what marks shrink where there are too many, and how near rows come before they do: a share of a mark's size."""
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
STUB, WHISKER = 9.0, 8.5
"""Pixels that a bar shows at least after its mark's middle, and a whisker at least on each side: short ones stay visible in the overview."""
FIELDS = ("id", "title", "when", "kind", "status", "lane", "first", "after", "low", "high")
"""What ``customdata`` holds. Title: escaped, in lines. ``first`` to ``after``: days since 1970 of a bar, None: none, and going on.
``low`` to ``high``: days of a whisker, None: no bound on the left, and no whisker."""
MARGIN = timedelta(days=60)
"""How far beyond the record one may look."""

Period = tuple[date, date]
EMPTY: Period = (date(2022, 1, 1), date(2022, 12, 31))
"""What a record without events opens on."""
DASH = palette.BASIS_DASH
HOVER = "<b>%{customdata[1]}</b><br>%{customdata[2]}<br>%{customdata[3]}<br>%{customdata[4]}<extra></extra>"
TITLE_WIDTH = 46
"""Characters in a line of a title."""
DIM = 0.16
"""Opacity of what is not linked to the chosen event."""
POINTS = 8
"""Points of a link's arc; Plotly draws a smooth line through them."""


def focus(events: pd.DataFrame) -> Period:
    """The stretch to open on, both days included: from the start of the month from which on at least four fifths of the events lie."""
    if events.empty:
        return EMPTY
    return _month_that_leaves(events["start"], 0.2), _month_end(events["start"].max())


def bounds(events: pd.DataFrame) -> Period:
    """The days one may look at: the whole record and 60 days on either side."""
    first, last = extent(events)
    return first - MARGIN, last + MARGIN


def extent(events: pd.DataFrame) -> Period:
    """First and last day on which anything in the record may have happened."""
    if events.empty:
        return EMPTY
    first = events[["start", "earliest"]].min().min()
    last = events[["start", "end", "latest"]].max().max()
    return first.date(), last.date()


def strip_extent(events: pd.DataFrame) -> Period:
    """What the strip of months covers: whole years back to the one from which on 19 of 20 events lie, to the end of the focus."""
    start, end = focus(events)
    return (start if events.empty else _month_that_leaves(events["start"], 0.05)).replace(month=1, day=1), end


def _month_that_leaves(starts: pd.Series, share: float) -> date:
    """First day of the last month before which at most ``share`` of the starts lie."""
    ordered = np.sort(starts.to_numpy())
    found: date = pd.Timestamp(ordered[int(len(ordered) * share)]).date()
    return found.replace(day=1)


def _month_end(day: pd.Timestamp) -> date:
    found: date = (day + pd.offsets.MonthEnd(0)).date()
    return found


def timeline(
    tables: Tables, *, shown: Collection[str] | None = None, lanes: By = "category", period: Period | None = None
) -> go.Figure:
    """The timeline of a record.

    Parameters
    ----------
    tables : the record.
    shown : ids to draw; None: all. Lanes keep their height whatever is shown.
    lanes : a lane for each category, or for each party.
    period : the window, both days included; None: the focus.

    Returns
    -------
    A figure in the light colours. Events of a category are one trace; ``customdata`` holds ``FIELDS``.
    """
    window = period or focus(tables.events)
    scene = _scene(tables, shown, lanes, window)
    traces = [*_strips(scene), *_links(scene), *_spans(scene), *_chosen(), *_marks(scene), *_titles()]
    return go.Figure({"data": traces, "layout": _layout(scene)})


@dataclass(frozen=True)
class _Scene:
    """Everything that the parts of the figure are drawn from. Arrays have one entry a shown event; days count from 1970."""

    tables: Tables
    events: pd.DataFrame
    lanes: list[Lane]
    lane: np.ndarray
    spots: pd.DataFrame
    y: np.ndarray
    size: np.ndarray
    window: Period
    scale: float
    """Pixels a day."""

    @property
    def at(self) -> Mapping[str, int]:
        return {event_id: n for n, event_id in enumerate(self.events["id"])}


def _scene(tables: Tables, shown: Collection[str] | None, by: By, window: Period) -> _Scene:
    everything = _spots(tables.events)
    horizon = _number(bounds(tables.events)[1])
    made = make_lanes(tables, by, *_reach(everything, WIDTH / _length(focus(tables.events)), horizon), LANES)
    number = {lane.id: n for n, lane in enumerate(made)}
    lane = keys(tables, by).map(number).to_numpy(dtype=int)
    kept = np.ones(len(lane), dtype=bool) if shown is None else tables.events["id"].isin(set(shown)).to_numpy()
    spots, lane, scale = everything[kept].reset_index(drop=True), lane[kept], WIDTH / _length(window)
    y, size = np.zeros(len(lane)), np.full(len(lane), MARK)
    for n, one in enumerate(made):
        here = np.flatnonzero(lane == n)
        y[here], size[here] = _rows_of(one, spots.iloc[here], scale, horizon)
    events = tables.events[kept].reset_index(drop=True)
    return _Scene(tables, events, made, lane, spots, y.round(1), size.round(1), window, scale)


def _rows_of(lane: Lane, spots: pd.DataFrame, scale: float, horizon: float) -> tuple[np.ndarray, float]:
    """Heights of a lane's events, and the size of its marks: where rows do not fit they come closer, then marks shrink."""
    for size in (MARK * share for share in SIZES):
        row, count = pack(*_reach(spots, scale, horizon, size))
        if count * size * CLOSEST <= lane.room:
            break
    step = min(size + AIR, lane.room / max(count, 1))
    return lane.base + (row + 0.55) * step, size


def _number(day: date) -> float:
    """Days since 1970."""
    return float((day - date(1970, 1, 1)).days)


def _length(period: Period) -> int:
    return (period[1] - period[0]).days + 1


def _spots(events: pd.DataFrame) -> pd.DataFrame:
    """Where each event lies, in days since 1970: x (of the mark), first and after (bar), low and high (whisker); NaN as in ``FIELDS``."""
    start, end, low, high = (_days(events[name]) for name in ("start", "end", "earliest", "latest"))
    lasted, vague = events["lasted"].to_numpy(), ~events["exact"].to_numpy()
    return pd.DataFrame(
        {
            "x": np.where(lasted | np.isnan(low), start + 0.5, (start + end + 1) / 2),
            "first": np.where(lasted, start, np.nan),
            "after": np.where(lasted, end + 1, np.nan),
            "low": np.where(vague, low, np.nan),
            # The end of what goes on is not unsure but open: its whisker ends where the bar begins.
            "high": np.where(vague, np.where(np.isnan(high), start, high + 1), np.nan),
        }
    )


def _days(column: pd.Series) -> np.ndarray:
    days = column.to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype("int64").astype(float))


def _ends(spots: pd.DataFrame, scale: float, horizon: float, size: float = MARK) -> pd.DataFrame:
    """What is drawn, in days: ``after`` of bars, ``low`` and ``high`` of whiskers, each long enough to be seen at this scale.

    What goes on is drawn to the ``horizon``. A bar's whisker leaves it on both sides, of what goes on only on the left.
    """
    x, bar = spots["x"], spots["first"].notna()
    share = size / MARK
    stub = WHISKER * share / scale
    after = np.maximum(spots["after"].fillna(horizon), x + STUB * share / scale).where(bar)
    early = spots["low"].fillna(x - 3 * stub)
    going_on = bar & spots["after"].isna()
    low = np.minimum(early, spots["first"].fillna(x) - stub).where(spots["high"].notna())
    high = np.maximum(spots["high"], after.fillna(x) + stub).where(~going_on)
    return pd.DataFrame({"after": after, "low": low, "high": high})


def _reach(spots: pd.DataFrame, scale: float, horizon: float, size: float = MARK) -> tuple[np.ndarray, np.ndarray]:
    """Left and right end of each event with all its parts, in pixels."""
    ends, x = _ends(spots, scale, horizon, size), spots["x"].to_numpy() * scale
    half = size / 2 + 1
    left = np.fmin(x - half, ends["low"].to_numpy() * scale)
    right = np.fmax(x + half, np.fmax(ends["after"].to_numpy(), ends["high"].to_numpy()) * scale)
    return left, right


def _marks(scene: _Scene) -> list[dict[str, Any]]:
    """One trace a category, and one of the crosses over what is disputed."""
    events, spots = scene.events, scene.spots
    colours = palette.category_colours(_categories(scene.tables))
    rows = _rows(scene)
    made = []
    for category, (colour, _) in colours.items():
        here = np.flatnonzero((events["category"] == category).to_numpy())
        status = events["status"].to_numpy()[here]
        filled = [one in palette.FILLED for one in status]
        symbol = _symbol(scene.tables, category)
        made.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": _category_name(scene.tables, category),
                "x": _moments(spots["x"].to_numpy()[here]),
                "y": scene.y[here].tolist(),
                "customdata": [rows[n] for n in here],
                "hovertemplate": HOVER,
                "marker": {
                    "symbol": [symbol + ("" if full else _dot(one)) for full, one in zip(filled, status, strict=True)],
                    "size": (scene.size[here] * OPTICAL.get(symbol, 1)).round(1).tolist(),
                    "opacity": 1,
                    # A ring is filled with the page's colour, so that bars and links do not show through it.
                    "color": [colour if full else palette.PAPER[0] for full in filled],
                    "line": {
                        "color": [palette.PAPER[0] if full else colour for full in filled],
                        "width": (np.where(filled, 0.8, 1.6) * scene.size[here] / MARK).round(2).tolist(),
                    },
                },
                "unselected": {"marker": {"opacity": DIM}},
                "meta": {"part": "marks", "category": category, "optical": OPTICAL.get(symbol, 1)},
            }
        )
    disputed = np.flatnonzero((events["status"] == "disputed").to_numpy())
    made.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": _moments(spots["x"].to_numpy()[disputed]),
            "y": scene.y[disputed].tolist(),
            "hoverinfo": "skip",
            "marker": {
                "symbol": "x-thin",
                "size": (scene.size[disputed] + 1.5).tolist(),
                "opacity": 1,
                "line": {"width": 1.6, "color": [colours[one][0] for one in events["category"].to_numpy()[disputed]]},
            },
            "unselected": {"marker": {"opacity": DIM}},
            "customdata": events["id"].to_numpy()[disputed].tolist(),
            "meta": {"part": "crosses"},
        }
    )
    return made


def _dot(status: str) -> str:
    return "-dot" if status == "self-reported" else ""


def _categories(tables: Tables) -> list[str]:
    return list(dict.fromkeys([*tables.registers.categories, *tables.events["category"]]))


def _category_name(tables: Tables, category: str) -> str:
    found = tables.registers.categories.get(category)
    return escaped(found.name if found else category)


def _symbol(tables: Tables, category: str) -> str:
    found = tables.registers.categories.get(category)
    return found.symbol if found else "circle"


def _rows(scene: _Scene) -> list[list[Any]]:
    """``FIELDS`` of each shown event."""
    events = scene.events
    names = {one: _category_name(scene.tables, one) for one in set(events["category"])}
    kinds = [
        f"{names[category]} · {escaped(kind)}" for category, kind in zip(events["category"], events["kind_name"], strict=True)
    ]
    words = [STATUS_WORDS.get(one, one) for one in events["status"]]
    numbers = ([_whole(value) for value in scene.spots[name]] for name in ("first", "after", "low", "high"))
    columns = (
        events["id"],
        escaped_lines(events["title"], TITLE_WIDTH),
        map(escaped, events["when"]),
        kinds,
        words,
        scene.lane.tolist(),
        *numbers,
    )
    return [list(row) for row in zip(*columns, strict=True)]


def _whole(value: float) -> int | None:
    return None if np.isnan(value) else int(value)


def _moments(days: np.ndarray) -> list[str | None]:
    """Days since 1970 as Plotly's dates, to the minute; NaN becomes None, which breaks a line."""
    known = ~np.isnan(days)
    minutes = (np.where(known, days, 0) * 1440).round().astype("int64").astype("datetime64[m]")
    return [text if ok else None for text, ok in zip(np.datetime_as_string(minutes).tolist(), known, strict=True)]


def _spans(scene: _Scene) -> list[dict[str, Any]]:
    """Bars and whiskers, two traces a category."""
    ends = _ends(scene.spots, scene.scale, _number(bounds(scene.tables.events)[1]))
    spots, drawn = scene.spots.to_dict("records"), ends.to_dict("records")
    lines = {category: (_Line(), _Line()) for category in _categories(scene.tables)}
    for category, spot, end, y in zip(scene.events["category"], spots, drawn, scene.y.tolist(), strict=True):
        _span(*lines[category], spot, end, y)
    colours = palette.category_colours(lines)
    return [
        _span_trace(line, part, category, colours[category][0])
        for category, both in lines.items()
        for part, line in zip(("bars", "whiskers"), both, strict=True)
    ]


CAP, ARROW_LEFT, ARROW_RIGHT, CAP_SIZE = "line-ns", "triangle-left", "triangle-right", 6.5


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


def _span(bars: _Line, whiskers: _Line, spot: Mapping[str, float], end: Mapping[str, float], y: float) -> None:
    """Add the bar and whiskers of one event."""
    bar, vague = not np.isnan(spot["first"]), not np.isnan(spot["high"])
    left = CAP if not np.isnan(spot["low"]) else ARROW_LEFT
    if bar:
        bars.add((spot["first"], end["after"]), y, ("", ""))
        if np.isnan(spot["after"]):
            whiskers.add((end["after"],), y, (ARROW_RIGHT,))
        if vague:
            whiskers.add((end["low"], spot["first"]), y, (left, ""))
        if vague and not np.isnan(end["high"]):
            whiskers.add((end["after"], end["high"]), y, ("", CAP))
    elif vague:
        whiskers.add((end["low"], end["high"]), y, (left, CAP))


def _span_trace(line: _Line, part: str, category: str, colour: str) -> dict[str, Any]:
    bars = part == "bars"
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines" if bars else "lines+markers",
        "x": _moments(np.array(line.x, dtype=float)),
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


def _links(scene: _Scene) -> list[dict[str, Any]]:
    """Three faint traces, one a basis."""
    at, links = scene.at, scene.tables.links
    made = []
    for basis in DASH:
        rows = links[links["basis"] == basis]
        pairs = [(at[a], at[b]) for a, b in zip(rows["event"], rows["to"], strict=True) if a in at and b in at]
        x, y = _curves(scene, pairs)
        made.append(_link_trace("links", basis, palette.LINK[0], palette.BASIS_WIDTH[basis], x, y))
    return made


def _link_trace(part: str, basis: str, colour: str, width: float, x: list[str | None], y: list[float | None]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": colour, "width": width, "dash": DASH[basis], "shape": "spline"},
        "hoverinfo": "skip",
        "meta": {"part": part, "basis": basis},
    }


def _curves(scene: _Scene, pairs: list[tuple[int, int]]) -> tuple[list[str | None], list[float | None]]:
    """Arcs: over their lane where both ends are in one, else from lane to lane; bent aside where they would be a plumb line."""
    if not pairs:
        return [], []
    a, b = np.array(pairs).T[:, :, None]
    u = np.linspace(0, 1, POINTS)[None, :]
    x, y = scene.spots["x"].to_numpy(), scene.y
    apart = np.abs(x[b] - x[a]) * scene.scale
    bow = np.where(apart < 14, 9 / scene.scale, 0) * 4 * u * (1 - u)
    room = np.maximum(3, LANES - np.maximum(y[a], y[b]))
    arch = np.where(scene.lane[a] == scene.lane[b], np.minimum(np.minimum(34, room), 9 + apart * 0.12), 0) * 4 * u * (1 - u)
    xs = x[a] + (x[b] - x[a]) * u + bow
    ys = y[a] + (y[b] - y[a]) * u * u * (3 - 2 * u) + arch
    gap = np.full((len(pairs), 1), np.nan)
    heights = np.hstack([ys, gap]).round(1).ravel().tolist()
    return _moments(np.hstack([xs, gap]).ravel()), [None if np.isnan(value) else value for value in heights]


def _chosen() -> list[dict[str, Any]]:
    """Empty traces for the chosen event: its links, and the bars and whiskers of what they reach. The page fills them."""
    strong = [_link_trace("chosen", basis, palette.LINK_CHOSEN[0], 1.8, [], []) for basis in DASH]
    return [*strong, *(_span_trace(_Line(), part, "", palette.LINK_CHOSEN[0]) for part in ("bars", "whiskers"))]


def _titles() -> list[dict[str, Any]]:
    """Empty traces for the ring around the chosen event and for titles: the page fills them."""
    ring = {"symbol": "circle-open", "size": 18, "color": palette.INK[0], "line": {"width": 2}}
    empty: dict[str, Any] = {"type": "scatter", "x": [], "y": [], "hoverinfo": "skip"}
    font = {"size": 11.5, "color": palette.INK[0]}
    return [
        {**empty, "mode": "markers", "marker": ring, "meta": {"part": "ring"}},
        {**empty, "mode": "text", "text": [], "textposition": "middle right", "textfont": font, "meta": {"part": "titles"}},
    ]


def _strips(scene: _Scene) -> list[dict[str, Any]]:
    """Events a month over the strip's extent, and a year over the whole record; one of the two is seen."""
    whole = _whole_record(scene)
    return [_strip(scene.events["start"], "M", not whole), _strip(scene.events["start"], "Y", whole)]


def _whole_record(scene: _Scene) -> bool:
    return scene.window[0] < strip_extent(scene.tables.events)[0]


def _strip(starts: pd.Series, unit: str, visible: bool) -> dict[str, Any]:
    counts = starts.dt.to_period(unit).value_counts().sort_index()
    first = [period.start_time.to_datetime64().astype("datetime64[D]").astype(int) for period in counts.index]
    length = [period.days_in_month if unit == "M" else 365 + period.is_leap_year for period in counts.index]
    return {
        "type": "bar",
        "x": _moments(np.array(first, dtype=float) + np.array(length) / 2),
        "y": counts.tolist(),
        "width": [days * 864e5 * 0.86 for days in length],
        "customdata": [period.strftime("%B %Y" if unit == "M" else "%Y") for period in counts.index],
        "hovertemplate": "%{customdata}: %{y} events<extra></extra>",
        "visible": visible,
        "xaxis": "x2",
        "yaxis": "y2",
        "marker": {"color": palette.STRIP_BAR[0], "line": {"width": 0}},
        "meta": {"part": "strip", "unit": unit},
    }


def _layout(scene: _Scene) -> dict[str, Any]:
    inner = HEIGHT - TOP - BOTTOM
    whole = _whole_record(scene)
    window = [_text(scene.window[0]), _text(scene.window[1] + timedelta(days=1))]
    first, last = bounds(scene.tables.events)
    strip = _strip_range(scene.tables.events, whole)
    fixed = {"fixedrange": True, "visible": False}
    return {
        "template": "none",
        "height": HEIGHT,
        "margin": {"l": LEFT, "r": RIGHT, "t": TOP, "b": BOTTOM},
        "paper_bgcolor": palette.PAPER[0],
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12, "color": palette.MUTE[0]},
        "showlegend": False,
        "dragmode": "pan",
        "hovermode": "closest",
        "hoverdistance": 14,
        "hoverlabel": {
            "bgcolor": palette.PAPER[0],
            "bordercolor": palette.BASE[0],
            "font": {"color": palette.INK[0], "size": 13},
            "align": "left",
        },
        "xaxis": {
            "type": "date",
            "range": window,
            "minallowed": _text(first),
            "maxallowed": _text(last),
            "gridcolor": palette.GRID[0],
            "zeroline": False,
            "anchor": "y",
            "tickfont": {"color": palette.MUTE[0]},
            "tickformatstops": TICKS,
            **ticks(scene.scale),
        },
        "yaxis": {**fixed, "range": [0, LANES + HEAD], "domain": [0, (LANES + HEAD) / inner]},
        "xaxis2": {**fixed, "type": "date", "range": strip, "anchor": "y2"},
        "yaxis2": {**fixed, "domain": [1 - STRIP / inner, 1], "rangemode": "tozero"},
        "shapes": [*_lane_shapes(scene.lanes), *_band_shapes(scene), *_dims(strip, window)],
        "annotations": [*_lane_names(scene.lanes, scene.tables), *_band_names(scene), _strip_name(whole)],
        "meta": _meta(scene),
    }


TICKS = [
    {"dtickrange": [None, 864e5 * 6], "value": "%-d %b\n%Y"},
    {"dtickrange": [864e5 * 6, 864e5 * 27], "value": "%-d %b\n%Y"},
    {"dtickrange": [864e5 * 27, "M11"], "value": "%b\n%Y"},
    {"dtickrange": ["M11", None], "value": "%Y"},
]
"""How the axis words its dates, by the distance of two of them."""


def ticks(scale: float) -> dict[str, Any]:
    """Plotly's settings for the dates on the axis, by pixels a day: decades, years and months named in their middle, or days."""
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


def _bands(scene: _Scene) -> list[dict[str, Any]]:
    """Shown events that are drawn through all lanes: first day, day after the last, name in short and in full."""
    events, series = scene.events, scene.tables.registers.series
    wide = {one.id for one in series.values() if one.band}
    rows = events[events["series"].isin(wide) & events["lasted"] & events["end"].notna()]
    return [
        {
            "first": _text(start.date()),
            "after": _text((end + pd.Timedelta(days=1)).date()),
            "short": escaped(f"{series[name].short or series[name].name} {start:%y}"),
            "full": escaped(f"{series[name].name} {start:%Y}"),
        }
        for name, start, end in zip(rows["series"], rows["start"], rows["end"], strict=True)
    ]


def _band_shapes(scene: _Scene) -> list[dict[str, Any]]:
    fill = {"fillcolor": palette.BAND[0], "line": {"width": 0}, "layer": "below"}
    return [
        {"type": "rect", "x0": band["first"], "x1": band["after"], "y0": 0, "y1": LANES + 2, **fill} for band in _bands(scene)
    ]


def _dims(strip: list[str], window: list[str]) -> list[dict[str, Any]]:
    """What is laid over the strip on either side of the window."""
    over = {"type": "rect", "xref": "x2", "yref": "y2 domain", "y0": 0, "y1": 1, "layer": "above"}
    style = {"fillcolor": palette.DIMMED[0], "line": {"width": 0}}
    left, right = min(max(strip[0], window[0]), strip[1]), max(min(strip[1], window[1]), strip[0])
    return [{**over, **style, "x0": strip[0], "x1": left}, {**over, **style, "x0": right, "x1": strip[1]}]


def _lane_names(lanes: list[Lane], tables: Tables) -> list[dict[str, Any]]:
    colours = palette.category_colours(_categories(tables))
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


def _band_names(scene: _Scene) -> list[dict[str, Any]]:
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
        for band in _apart(_bands(scene), scene.scale)
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
        "text": "Events<br>per year" if whole else "Events<br>per month",
        "align": "right",
        "showarrow": False,
        "font": {"size": 12, "color": palette.MUTE[0]},
    }


def _meta(scene: _Scene) -> dict[str, Any]:
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
        "bands": _bands(scene),
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
    }

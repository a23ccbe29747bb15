"""Figures as claimed: what each claimant says how many there were, over time. Units are kept apart, and nothing is ever added up.

Two figures are two statements, also where one side made both: no sum, average, line or middle of a range is made of them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from dateline.dates import day_label, label
from dateline.figures import palette
from dateline.figures.lanes import escaped, escaped_lines
from dateline.figures.layout import tick_formats
from dateline.quantities import Claimed, claimant, claimed, name_of, unit_name, words_in_full
from dateline.registers import Registers
from dateline.tables import Tables
from dateline.words import N_, _, counted

UPWARDS, DOWNWARDS = ("over", "at-least"), ("up-to", "under")
LOG_FACTOR = 20
"""From how many times the smallest figure on the largest is drawn on a log scale."""
FEWEST = 2
"""A unit with fewer figures stands in the table only."""

HEIGHTS = ((24, 210), (6, 150), (0, 104))
"""From how many figures on a panel is how many pixels high."""
HEAD, FOOT, LEFT, RIGHT, ROW = 40, 42, 66, 16, 20
"""Pixels: a panel's heading, the dates below all panels, the margins at the sides, a row of a legend."""
MARK, STEM, TIP = 9.0, 13.0, 6.5
"""Pixels: a mark, how far its arrow reaches from its middle, and the arrow's head."""
END = 0.7
"""By what the marks at the ends of a range are smaller, so that they do not hide a short bar."""
MOST_MARKS = 130
"""Figures from which on marks that would cover each other are one, and marks that are drawn then at most, unless more parties speak."""
WIDTH, COVERING = 900.0, 6.0
"""Pixels: how wide the time axis is taken to be, and how close to each other figures are one mark; farther where that leaves too many."""
SEVERAL = 1.35
"""By what a mark that stands for several figures is larger."""
AIR = 0.03
"""Share of the time axis that is kept free on each side."""
HOVER_WIDTH = 46
"""Characters in a line of the words of a mark."""
NO_BREAK = "\u00a0"

_COLOURS = (*palette.HUES.values(), palette.INK)
_LOOKS = (
    (3, "hexagon"), (2, "circle"), (1, "square"), (8, "pentagon"), (7, "star"), (4, "hourglass"), (10, "diamond-tall"),
    (0, "hexagram"), (6, "diamond"), (5, "cross"), (9, "x"), (11, "diamond-wide"),
)  # fmt: skip
"""Colour, by its place in ``_COLOURS``, and symbol. No triangles: those are arrows."""
_OPTICAL = {
    "square": 0.9,
    "diamond": 1.12,
    "hexagon": 1.08,
    "pentagon": 1.08,
    "star": 1.35,
    "hexagram": 1.2,
    "diamond-tall": 1.25,
    "diamond-wide": 1.25,
}
_KEY = (
    ("about", N_("about"), "circle"),
    ("exactly", N_("as stated"), "circle"),
    ("over", N_("at least, over"), "triangle-up"),
    ("up-to", N_("up to, under"), "triangle-down"),
    ("range", N_("from – to"), "line-ew"),
    ("several", N_("several close together, the latest drawn"), "circle"),
)
"""What the key explains: how a figure is bounded, in which words, and the symbol that stands for it."""

Mark = tuple[Claimed, Sequence[Claimed]]
"""The figure on which a mark stands, and earlier ones of the same party close to it for which it stands too."""


def figure(tables: Tables, claim: str, theme: palette.Theme | None = None) -> go.Figure:
    """The figures on a claim by claimant over time, one panel a unit.

    A mark stands on the day on which its figure became public, not on the day for which it is meant: that day every figure has, it is
    known to the day, and nothing then stands right of the day "as known on" which the record is read. What it is meant for ("as of")
    is often a month, and sometimes not said; the words of the mark and the table have it.

    Parameters
    ----------
    theme : None: the light colours, of which :func:`palette.theme_pairs` has the dark ones.

    Returns
    -------
    One trace a unit and party; ``customdata`` holds the id of the event of each mark and ``text`` its words, escaped. Where the unit's
    largest value is over 20 times its smallest, its axis is logarithmic, and its heading says so; not where one is zero. A unit with
    only one figure has no panel when others have; ``layout.meta`` names those units. Where there are more than ``MOST_MARKS`` figures,
    those of one party that are bounded alike and lie close together are one mark on the latest of them, whose words say how many it
    stands for and between which values and days; ``layout.meta`` says whether any does.
    """
    shade = 1 if theme == "dark" else 0
    rows = claimed(tables, claim)
    panels, left_out = _panels(rows)
    looks = _looks({one.party for panel in panels for one in panel}, tables.registers)
    standing = _standing(panels)
    data: list[dict[str, Any]] = []
    for number, marks in enumerate(standing):
        data += _marks(marks, number, looks, tables, shade, known={trace["legendgroup"] for trace in data})
    data += _key([mark for marks in standing for mark in marks], shade) if panels else []
    return go.Figure({"data": data, "layout": _layout(panels, standing, left_out, tables, len(looks), shade)})


def _standing(panels: Sequence[Sequence[Claimed]]) -> list[list[Mark]]:
    """The marks of each panel: one a figure, or of many one for those that would cover each other."""
    if sum(len(panel) for panel in panels) <= MOST_MARKS:
        return [[(one, ()) for one in panel] for panel in panels]
    days = [one.day.toordinal() for panel in panels for one in panel]
    first, length = min(days), max(max(days) - min(days), 1)
    places = [_places(panel, first, length) for panel in panels]
    close = COVERING
    while True:
        found = [_close(panel, where, close) for panel, where in zip(panels, places, strict=True)]
        if sum(map(len, found)) <= MOST_MARKS or close > WIDTH:
            return found
        close *= 1.2


def _places(panel: Sequence[Claimed], first: int, length: int) -> list[tuple[float, ...]]:
    """Where each figure of a panel lies, in pixels: its day, its value, and for a range its upper value."""
    log, height = needs_log(panel), _height(panel)
    values = _values(panel)
    low = math.log(min(values)) if log else 0.0
    high = math.log(max(values)) if log else max(values)

    def at(value: float) -> float:
        return ((math.log(value) if log else value) - low) / ((high - low) or 1) * height

    return [
        (
            (one.day.toordinal() - first) / length * WIDTH,
            *(at(value) for value in (one.quantity.value, one.quantity.value_to) if value is not None),
        )
        for one in panel
    ]


def _close(panel: Sequence[Claimed], places: Sequence[tuple[float, ...]], close: float) -> list[Mark]:
    together: dict[tuple[object, ...], list[Claimed]] = {}
    for one, place in zip(panel, places, strict=True):
        together.setdefault((one.party, one.quantity.bound, *(int(at // close) for at in place)), []).append(one)
    return [(latest, earlier) for *earlier, latest in together.values()]


def _height(panel: Sequence[Claimed]) -> int:
    return next(height for least, height in HEIGHTS if len(panel) >= least)


def _panels(rows: Sequence[Claimed]) -> tuple[list[list[Claimed]], list[str]]:
    """The figures of each unit that is drawn, most figures first, and the units that stand in the table only."""
    units: dict[str, list[Claimed]] = {}
    for one in rows:
        units.setdefault(one.quantity.unit, []).append(one)
    drawn = {unit: here for unit, here in units.items() if len(here) >= FEWEST} or units
    return sorted(drawn.values(), key=lambda here: -len(here)), [unit for unit in units if unit not in drawn]


def _looks(parties: Collection[str], registers: Registers) -> dict[str, tuple[palette.Pair, str]]:
    """Colour and symbol of each party.

    The states that the register names first have theirs for good, by their place in it, so that a reader meets them unchanged from
    claim to claim and from day to day. The others share what is left, and take a state's only where that state says nothing.
    """
    outermost = [one for one in registers.actors if not registers.actors[one].part_of]
    place = {one: n for n, one in enumerate(dict.fromkeys([*outermost, *registers.publishers]))}
    count = len(_LOOKS)
    own = {one: n for n, one in enumerate(outermost[:count]) if registers.actors[one].type == "state"}
    taken = {one: own[one] for one in parties if one in own}
    for one in sorted(set(parties) - set(own), key=lambda one: (place.get(one, len(place)), one)):
        free = set(range(count)) - set(taken.values())
        at = place.get(one, len(place))
        # When all are taken, colours come again with other symbols.
        taken[one] = min(free, key=lambda n: (n in own.values(), (n - at) % count)) if free else len(taken)
    return {one: (_COLOURS[_LOOKS[n % count][0]], _LOOKS[(n + n // count) % count][1]) for one, n in taken.items()}


def _marks(
    panel: Sequence[Mark],
    number: int,
    looks: Mapping[str, tuple[palette.Pair, str]],
    tables: Tables,
    shade: int,
    known: set[str],
) -> list[dict[str, Any]]:
    """The traces of a panel: bars of ranges below, then a party's marks with their arrows. ``known``: parties in the legend already."""
    by_party: dict[str, list[Mark]] = {}
    for mark in panel:
        by_party.setdefault(mark[0].party, []).append(mark)
    bars, marks = [], []
    for who in sorted(by_party, key=lambda who: -len(by_party[who])):
        pair, symbol = looks[who]
        shared = {"type": "scatter", "xaxis": "x", "yaxis": _axis("y", number), "legendgroup": who}
        meta = {"unit": panel[0][0].quantity.unit, "party": who}
        line = _Bars()
        spots = _Spots(symbol, pair[shade], palette.PAPER[shade])
        for one, earlier in by_party[who]:
            spots.add(one, _hover(one, earlier, tables), SEVERAL if earlier else 1)
            line.add(one)
        if line.x:
            style = {"color": pair[shade], "width": 4}
            ends = {"x": line.x, "y": line.y, "hoverinfo": "skip", "showlegend": False}
            bars.append({**shared, **ends, "mode": "lines", "line": style, "opacity": 0.6, "meta": {"part": "ranges", **meta}})
        marks.append(
            {
                **shared,
                **spots.columns(),
                "mode": "markers",
                "name": escaped(name_of(who, tables.registers)),
                "showlegend": who not in known,
                "hovertemplate": "%{text}<extra></extra>",
                "hoverlabel": {"bordercolor": pair[shade]},
                "cliponaxis": False,
                "unselected": {"marker": {"opacity": 0.4}},
                "meta": {"part": "marks", **meta},
            }
        )
    return bars + marks


class _Bars:
    """A broken line from value to value of each range. Its middle is nobody's figure and is not marked."""

    def __init__(self) -> None:
        self.x: list[str | None] = []
        self.y: list[float | None] = []

    def add(self, one: Claimed) -> None:
        if one.quantity.value_to is not None:
            self.x += [one.day.isoformat(), one.day.isoformat(), None]
            self.y += [one.quantity.value, one.quantity.value_to, None]


class _Spots:
    """The marks of one trace. The first is for the legend and lies nowhere; a bound adds a stem and a head to its mark."""

    def __init__(self, symbol: str, colour: str, paper: str) -> None:
        self.shape, self.colour, self.paper = symbol, colour, paper
        self.size = MARK * _OPTICAL.get(symbol, 1)
        self.rows: list[tuple[Any, ...]] = [(None, None, "", "", symbol, self.size, 0, 0, colour, colour, 0)]

    def add(self, one: Claimed, text: str, larger: float = 1) -> None:
        quantity = one.quantity
        ends = (quantity.value,) if quantity.value_to is None else (quantity.value, quantity.value_to)
        here, fill = (one.day.isoformat(), one.event, text), self.paper if quantity.bound == "about" else self.colour
        if quantity.bound in UPWARDS + DOWNWARDS:
            # Plotly moves a mark away downwards, and turns it about its place: both parts point down, or are turned round.
            turn = 180 if quantity.bound in UPWARDS else 0
            self._put(ends[0], here, "line-ns", STEM / 1.4, turn, STEM / 2, self.colour, 1.6)
            self._put(ends[0], here, "triangle-down", TIP, turn, STEM, self.colour, 0)
        size = self.size * (END if len(ends) > 1 else 1) * larger
        for value in ends:
            self._put(value, here, self.shape, size, 0, 0, fill, 1.6)

    def _put(
        self, y: float, here: tuple[str, str, str], symbol: str, size: float, turn: int, away: float, fill: str, width: float
    ) -> None:
        day, event, text = here
        self.rows.append((day, y, event, text, symbol, size, turn, away, fill, self.colour, width))

    def columns(self) -> dict[str, Any]:
        x, y, event, text, symbol, size, turn, away, fill, edge, width = (list(column) for column in zip(*self.rows, strict=True))
        marker = {"symbol": symbol, "size": size, "angle": turn, "standoff": away, "color": fill, "opacity": 1}
        return {"x": x, "y": y, "customdata": event, "text": text, "marker": {**marker, "line": {"color": edge, "width": width}}}


def _key(marks: Sequence[Mark], shade: int) -> list[dict[str, Any]]:
    """Marks without a place that explain, in a legend of their own, how the figures of this claim are bounded."""
    kinds: set[str] = set()
    for one, earlier in marks:
        bound = one.quantity.bound
        kinds.add("about" if bound == "about" else "exactly")
        kinds |= {kind for kind, bounds in (("over", UPWARDS), ("up-to", DOWNWARDS)) if bound in bounds}
        kinds |= {"range"} if one.quantity.value_to is not None else set()
        kinds |= {"several"} if earlier else set()
    ink = palette.MUTE[shade]
    made = []
    for kind, words, symbol in _KEY:
        if kind in kinds:
            fill = palette.PAPER[shade] if kind == "about" else ink
            edge = {"color": ink, "width": 4 if kind == "range" else 1.6 if kind == "about" else 0}
            made.append(
                {
                    "type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": _(words), "legend": "legend2",
                    "hoverinfo": "skip", "meta": {"part": "key", "kind": kind},
                    "marker": {"symbol": symbol, "size": MARK * (SEVERAL if kind == "several" else 1), "color": fill, "line": edge},
                }
            )  # fmt: skip
    return made


def _hover(one: Claimed, earlier: Sequence[Claimed], tables: Tables) -> str:
    """The words of a mark, in lines, escaped for Plotly."""
    quantity = one.quantity
    told = day_label(one.day)
    # No-break spaces keep a date in one line.
    who = f"— {claimant(one, tables.registers)}, {told.replace(' ', NO_BREAK)}"
    figure, speaker = escaped_lines([words_in_full(quantity, tables.registers), who], HOVER_WIDTH)
    as_of = label(quantity.as_of) if quantity.as_of else told
    meant = "" if as_of == told else "<br>" + escaped(_("as of {date}").format(date=as_of))
    return f"<b>{figure}</b><br>{speaker}{meant}{_stands_for(one, earlier)}"


def _stands_for(one: Claimed, earlier: Sequence[Claimed]) -> str:
    """For how many more figures a mark stands, from what to what they go and when they became public; "" for none."""
    if not earlier:
        return ""
    values = _values([one, *earlier])
    words = counted(
        len(earlier),
        "And {n} more close by: {low} to {high}, since {date}. The table has each.",
        "And {n} more close by: {low} to {high}, since {date}. The table has each.",
        low=f"{min(values):,.10g}",
        high=f"{max(values):,.10g}",
        date=day_label(earlier[0].day),
    )
    return "<br>" + escaped_lines([words], HOVER_WIDTH)[0]


def _layout(
    panels: Sequence[Sequence[Claimed]],
    standing: Sequence[Sequence[Mark]],
    left_out: Sequence[str],
    tables: Tables,
    claimants: int,
    shade: int,
) -> dict[str, Any]:
    ink, mute = palette.INK[shade], palette.MUTE[shade]
    heights = [_height(panel) for panel in panels]
    inner = sum(heights) + HEAD * len(panels)
    legend = {"orientation": "h", "x": 0, "font": {"size": 12}, "tracegroupgap": 0, "bgcolor": "rgba(0,0,0,0)"}
    layout: dict[str, Any] = {
        "template": "none",
        "margin": {"l": LEFT, "r": RIGHT, "t": 4, "b": FOOT},
        **palette.common_layout(shade),
        "dragmode": False,
        "hoverdistance": 14,
        "meta": {
            "units": [panel[0].quantity.unit for panel in panels],
            "left_out": list(left_out),
            "thinned": any(earlier for marks in standing for _one, earlier in marks),
        },
    }
    if not panels:
        layout["margin"] = {"l": RIGHT, "r": RIGHT, "t": 4, "b": 4}
        return layout | {
            "height": 120,
            "xaxis": {"visible": False},
            "yaxis": {"visible": False},
            "annotations": [_nothing(tables, mute)],
        }
    layout |= {
        "height": inner + 4 + FOOT + ROW * (2 + math.ceil(claimants / 5)),
        "showlegend": True,
        "legend": {
            **legend,
            "xref": "container",
            "yref": "container",
            "y": 1,
            "yanchor": "top",
            "font": {"size": 12, "color": ink},
            "groupclick": "togglegroup",
        },
        "legend2": {**legend, "y": -FOOT / inner, "yanchor": "top", "itemclick": False, "itemdoubleclick": False},
        "xaxis": {
            "type": "date",
            "range": _time([one.day for panel in panels for one in panel]),
            "anchor": _axis("y", len(panels) - 1),
            "gridcolor": palette.GRID[shade],
            "zeroline": False,
            "tickformatstops": tick_formats(),
            "nticks": 7,
            "tickangle": 0,
            "ticks": "outside",
            "tickcolor": palette.BASE[shade],
        },
        "annotations": [],
    }
    top = float(inner)
    for number, (panel, height) in enumerate(zip(panels, heights, strict=True)):
        top -= HEAD
        domain = [(top - height) / inner, top / inner]
        layout[_axis("yaxis", number)] = {**_scale(panel), "domain": [max(domain[0], 0), domain[1]], **_lines_of_axis(shade)}
        layout["annotations"].append(_heading(panel, len(standing[number]), domain[1], tables.registers, ink, mute))
        top -= height
    return layout


def _lines_of_axis(shade: int) -> dict[str, Any]:
    base = palette.BASE[shade]
    grid = {"gridcolor": palette.GRID[shade], "zeroline": True, "zerolinecolor": base}
    return {**grid, "fixedrange": True, "showline": True, "linecolor": base, "tickfont": {"size": 11}}


def _nothing(tables: Tables, colour: str) -> dict[str, Any]:
    text = _("Nobody in this record puts a figure<br>to this claim.")
    if tables.on:
        text = _("Nobody in this record puts a figure<br>to this claim by {date}.").format(date=day_label(tables.on))
    place = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5}
    return {**place, "text": text, "showarrow": False, "font": {"size": 13, "color": colour}}


def _heading(panel: Sequence[Claimed], marks: int, at: float, registers: Registers, ink: str, mute: str) -> dict[str, Any]:
    """The axis title, written across above the axis: turned by a quarter it would be hard to read, most of all on a phone."""
    unit = registers.units.get(panel[0].quantity.unit)
    what = unit_name(unit) if unit else panel[0].quantity.unit
    number = counted(len(panel), "{n} figure", "{n} figures")
    if marks < len(panel):
        number += counted(marks, " in {n} mark", " in {n} marks")
    text = f"<b>{escaped(what[:1].upper() + what[1:])}</b>  <span style='color:{mute}'>{number}"
    text += _(" · log scale") + "</span>" if needs_log(panel) else "</span>"
    place = {
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": -LEFT + 8,
        "y": at,
        "yanchor": "bottom",
        "yshift": 5,
    }
    return {**place, "text": text, "showarrow": False, "align": "left", "font": {"size": 13, "color": ink}}


def _axis(name: str, number: int) -> str:
    return name if number == 0 else f"{name}{number + 1}"


def _values(panel: Iterable[Claimed]) -> list[float]:
    return [value for one in panel for value in (one.quantity.value, one.quantity.value_to) if value is not None]


def needs_log(panel: Iterable[Claimed]) -> bool:
    """Whether the values of a unit lie so far apart that only a log scale shows them all."""
    values = _values(panel)
    return max(values) > LOG_FACTOR * min(values)


def _scale(panel: Sequence[Claimed]) -> dict[str, Any]:
    """The value axis of a panel: from zero, or logarithmic. There is room for the arrows at both ends."""
    values = _values(panel)
    if needs_log(panel):
        low, high = math.log10(min(values)), math.log10(max(values))
        room = (high - low) * 0.14
        low, high = low - room, high + room
        steps = (1, 2, 5) if high - low < 2.6 else (1,)
        ticks = [n * 10.0**power for power in range(math.floor(low), math.ceil(high) + 1) for n in steps]
        ticks = [tick for tick in ticks if low <= math.log10(tick) <= high]
        return {"type": "log", "range": [low, high], "tickvals": ticks, "ticktext": [_short(tick) for tick in ticks]}
    top = (max(values) or 1) * 1.18
    step = _step(top / 4)
    ticks = [n * step for n in range(int(top / step) + 1)]
    return {"type": "linear", "range": [0, top], "tickvals": ticks, "ticktext": [_short(tick) for tick in ticks]}


def _step(rough: float) -> float:
    """The next round number: 1, 2, 2.5 or 5 and zeros."""
    power = 10.0 ** math.floor(math.log10(rough))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough * 0.999)


def _short(value: float) -> str:
    """A value beside an axis: "5,000", "10 million", "2 billion"."""
    for size, name in ((1e9, "billion"), (1e6, "million")):
        if value >= size:
            return f"{value / size:,.4g} {name}"
    return f"{value:,.6g}"


def _time(days: Sequence[date]) -> list[str]:
    """The range of the time axis: all days, with air on both sides."""
    first, last = min(days), max(days)
    air = timedelta(days=max(10, round((last - first).days * AIR)))
    return [(first - air).isoformat(), (last + air).isoformat()]

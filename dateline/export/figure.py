"""A figure of a view as a file: HTML that needs no network, SVG or PNG; each with its title, what it shows, and how to cite it."""

from __future__ import annotations

import importlib.util
import json
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from html import escape
from typing import Literal, get_args

import plotly.graph_objects as go

from dateline import coincidence, coverage, places
from dateline.address import encode
from dateline.described import in_words, set_name
from dateline.export import citation
from dateline.export.static import library, outlines_of
from dateline.figures import coincidence as before_after
from dateline.figures import coverage as months
from dateline.figures import map as mapped
from dateline.figures import palette, quantities
from dateline.figures.lanes import escaped
from dateline.figures.scene import categories
from dateline.figures.timeline import timeline
from dateline.samples import sample
from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.words import N_

Kind = Literal["html", "svg", "png"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MIME: Mapping[Kind, str] = {"html": "text/html", "svg": "image/svg+xml", "png": "image/png"}
WIDTH = 1000
"""Pixels across a picture; HTML is as wide as its window."""
TALL = 860
"""Pixels: height of a timeline with a lane for each actor."""
SHARPNESS = 2
"""Pixels of a PNG to one of the figure."""
FONT = "Arial, Helvetica, sans-serif"
"""What every computer has."""
_LINE, _SIDE, _LETTER = 16, 12, 6.0
_TITLE = 62
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


class NotPossibleError(Exception):
    """A figure that cannot be made as asked; its words tell the reader why, and what to do."""


@dataclass(frozen=True)
class Drawn:
    """A figure in the light colours, what stands above it, and what its marks mean."""

    title: str
    figure: go.Figure
    key: str = ""
    about: str = ""
    width: int | None = None
    """Pixels across, where marks are made for one width; None: any."""
    page: str = ""
    """The page that shows it, as in its address."""
    notes: Sequence[str] = field(default=())


def _timeline(tables: Tables, selection: Selection) -> Drawn:
    figure = timeline(tables, shown=apply(selection, tables).drawn, lanes=selection.lanes, period=selection.period)
    if selection.lanes == "actor":
        _by_actor(figure)
    key = (
        "Marks: filled, corroborated or acknowledged; dot in ring, the actor’s own account; ring, alleged; crossed, disputed. "
        "Lines between events: solid, documented; dashed, asserted by a named source; dotted, close in time only. No line says cause."
    )
    return Drawn("Timeline", figure, key)


def _by_actor(figure: go.Figure) -> None:
    """Room for many lanes, their names in one line each, and a key of what is the colour of a lane's name otherwise."""
    figure.update_layout(height=TALL, margin={"l": 250, "b": 110}, showlegend=True)
    figure.update_layout(
        legend={"orientation": "h", "x": 0, "y": -45 / (TALL - 116), "yanchor": "top", "font": {"color": palette.INK[0]}}
    )
    figure.for_each_trace(lambda trace: trace.update(showlegend="marks" in trace.meta["part"] and bool(trace.x)))
    figure.for_each_annotation(
        lambda name: name.update(text=name.text.replace("<br>", " "), font_size=10.5), {"xanchor": "right"}
    )


def _map(tables: Tables, selection: Selection) -> Drawn:
    ids, area = apply(selection, tables).ids, places.area_of(selection.area, tables)
    spots = places.spots(tables, ids)
    _, outside, nowhere = places.sorted_out(area, spots)
    figure = mapped.figure(tables, spots, area, outlines_of(area), selection.place)
    # Names are placed twice, for a page and for a phone.
    figure.data = [trace for trace in figure.data if not (trace.meta and "below" in trace.meta)]
    key = (
        "The area of a mark is in proportion to its number of events; a full circle is a place known as a point, an open diamond on a disc "
        "one known more coarsely. Outlines (Natural Earth) are for orientation only: nothing here is a claim about a border."
    )
    left = f"Not on it: {_events(places.counted(outside))} elsewhere, {_events(places.counted(nowhere))} without a place on any map. "
    return Drawn(f"Map: {area.name}", figure, left + key, width=mapped.WIDTH, page="map")


def _coverage(tables: Tables, selection: Selection) -> Drawn:
    grid = coverage.grid(tables, apply(selection, tables).ids)
    if not grid.cells:
        raise NotPossibleError("There is no month to show: the record holds no event and says of no month that it was searched.")
    key = "Bars: events found, their heights by the square root of the number. The ground says how thoroughly that month was searched."
    return Drawn("Coverage by month", months.figure(grid, tables.registers), key, page="sources")


def _claim(tables: Tables, selection: Selection) -> Drawn:
    claim = tables.registers.claims.get(selection.claim)
    if claim is None:
        raise NotPossibleError("Say whose figures: put claim=… into the view, as in the address of a claim's page.")
    figure = quantities.figure(tables, claim.id)
    key = "Figures as claimed, each on the day on which it became public. They are never added up: many are of the same thing."
    return Drawn(f"Figures as claimed: {claim.name}", figure, key, page="claims")


def _before_after(tables: Tables, selection: Selection) -> Drawn:
    if not (selection.anchor and selection.other):
        raise NotPossibleError(
            "Say which events: put anchor=… and other=… into the view, as in the address of the page Before & after."
        )
    result = coincidence.run(tables, selection)
    if result is None:
        raise NotPossibleError("There is nothing to compare: one of the two sets has no event under these filters.")
    found = {
        tables.records[one].category
        for one in sample(tables, selection.anchor, selection.other, selection.period, selection.status).others.ids
    }
    colour = palette.category_colours(categories(tables))[found.pop()] if len(found) == 1 else palette.STRIP_BAR
    title = f"{set_name(selection.other, tables)}, around {set_name(selection.anchor, tables)}"
    key = (
        f"Shaded: {selection.window} days on each side{f', after {selection.lag} days left out' if selection.lag else ''}. Band: 95 of 100 draws of "
        f"the model of chance ({selection.null}). It does not show cause."
    )
    return Drawn(title[:1].upper() + title[1:], before_after.figure(result, colour=colour), key, page="before_after")


_DRAW: Mapping[str, Callable[[Tables, Selection], Drawn]] = {
    "timeline": _timeline,
    "map": _map,
    "coverage": _coverage,
    "claim": _claim,
    "before-after": _before_after,
}
NAMES = tuple(_DRAW)
"""The figures there are."""


def write(name: str, kind: Kind, tables: Tables, selection: Selection, base: str = "") -> bytes:
    """A figure of a view as a file.

    Parameters
    ----------
    name : one of :data:`NAMES`.
    tables : as known on the view's day.
    selection : the view; "claim" needs its ``claim``, "before-after" its ``anchor`` and ``other``.
    base : address of the dashboard, for the links in it; "" where it is not known, see :mod:`dateline.export.citation`.

    Raises
    ------
    NotPossibleError : the view names no such figure, or a picture is asked for where none can be made; its words say what is missing.
    """
    drawn = draw(name, tables, selection, base)
    return as_html(drawn) if kind == "html" else as_picture(drawn, kind)


def draw(name: str, tables: Tables, selection: Selection, base: str = "") -> Drawn:
    """A figure with its words, as :func:`write` puts into a file."""
    drawn = _DRAW[name](tables, selection)
    ids, view = apply(selection, tables).ids, encode(selection)
    counted = "" if name in OWN else f"{_events(len(ids))} · "
    about = f"{counted}{in_words(_that_count(name, selection), tables)}"
    notes = [drawn.key, citation.of_view(tables, ids, view, "chicago", base)]
    if drawn.page:
        notes.append(f"This figure: {citation.address(drawn.page, view, base) or f'{drawn.page}?{view}'}")
    return replace(drawn, about=about, notes=tuple(notes))


OWN: Mapping[str, Sequence[str]] = {"claim": ("known",), "before-after": ("known", "period", "status")}
"""Figures that follow only some of the filters -> which."""


def _that_count(name: str, selection: Selection) -> Selection:
    return Selection(**{key: getattr(selection, key) for key in OWN[name]}) if name in OWN else selection


def _events(number: int) -> str:
    return f"{number:,} event{'s' * (number != 1)}"


def as_html(drawn: Drawn) -> bytes:
    """One page that draws the figure by the script it holds; it asks nobody for anything."""
    figure = json.loads(drawn.figure.to_json())
    figure["layout"]["font"]["family"] = FONT
    if drawn.width is None:
        figure["layout"].pop("width", None)
        figure["layout"]["autosize"] = True
    settings = {
        "displaylogo": False,
        "responsive": drawn.width is None,
        "modeBarButtonsToRemove": ["sendChartToCloud", "lasso2d", "select2d"],
    }
    # Nothing in a text can end the script that holds it.
    data = (
        json.dumps([figure, settings], ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("\u2028", "\\u2028")
    )
    notes = "".join(f"<p>{_linked(note)}</p>" for note in drawn.notes)
    title = escape(f"{drawn.title} · Dateline")
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><meta name="referrer" content="no-referrer"><title>{title}</title>
<style>
:root {{ color-scheme: light; }}
body {{ margin: 0 auto; padding: 1.2rem; max-width: 90rem; background: {palette.PAPER[0]}; color: {palette.INK[0]}; font: 0.95rem/1.45 {FONT}; }}
h1 {{ font-size: 1.3rem; margin: 0; }}
h1 + p {{ margin: 0.15rem 0 0.8rem; color: {palette.MUTE[0]}; }}
.figure {{ overflow-x: auto; }}
footer {{ border-top: 1px solid {palette.GRID[0]}; margin-top: 0.8rem; padding-top: 0.4rem; font-size: 0.82rem; color: {palette.MUTE[0]}; overflow-wrap: anywhere; }}
footer p {{ margin: 0.3rem 0; max-width: 60rem; }}
a {{ color: {palette.HUES["blue"][0]}; }}
</style></head>
<body><h1>{escape(drawn.title)}</h1><p>{escape(drawn.about)}</p>
<div class="figure"><div id="figure" role="img" aria-label="{escape(drawn.title)}: {escape(drawn.about)}"></div></div>
<noscript><p>The figure is drawn by a script that stands in this page; allow it to see it.</p></noscript>
<footer>{notes}</footer>
<script>{library()}</script>
<script>const [figure, settings] = {data};
Plotly.newPlot("figure", figure.data, figure.layout, settings);</script></body></html>
"""
    return page.encode("utf-8", "replace")


def _linked(text: str) -> str:
    """Text as HTML, its web addresses as links."""
    words = (
        f'<a href="{escape(word)}">{escape(word)}</a>' if word.startswith(("https://", "http://")) else escape(word)
        for word in text.split(" ")
    )
    return " ".join(words)


def as_picture(drawn: Drawn, kind: Kind) -> bytes:
    """SVG or PNG, 1000 pixels across or what the figure is made for, its words above and below. Made by kaleido in a browser that is there.

    Raises
    ------
    NotPossibleError : kaleido or a browser is missing, or it failed.
    """
    if why := picture_missing():
        raise NotPossibleError(why)
    picture = framed(drawn)
    try:
        made: bytes = picture.to_image(format=kind, scale=SHARPNESS if kind == "png" else 1)
    except Exception as error:
        raise NotPossibleError(
            f"The browser that makes pictures failed: {str(error).strip() or type(error).__name__}. HTML can be made without one."
        ) from error
    return made


@cache
def picture_missing() -> str:
    """What is missing here to make SVG and PNG, in a sentence that says how to get it; empty when nothing is."""
    if not importlib.util.find_spec("kaleido"):
        return N_(
            "SVG and PNG are made by kaleido, which is not installed: pip install 'kaleido>=1.5,<2'. HTML can be made without it."
        )
    from choreographer.browsers.chromium import Chromium

    if not Chromium.find_browser(skip_local=False):
        return N_(
            "SVG and PNG are made in a browser, and no Chromium or Chrome was found: install one. HTML can be made without it."
        )
    return ""


def framed(drawn: Drawn) -> go.Figure:
    """The figure with its title above and its notes below, at the size of a picture."""
    figure = go.Figure(drawn.figure)
    layout = figure.layout
    width = drawn.width or WIDTH
    letters = int((width - 2 * _SIDE) / _LETTER)
    below = [line for note in drawn.notes for line in textwrap.wrap(note, letters, break_on_hyphens=False)]
    about = textwrap.wrap(drawn.about, letters)[:3]
    head, foot = _TITLE + _LINE * (len(about) - 1), _LINE * len(below) + 14
    margin = layout.margin
    place = {
        "xref": "paper",
        "x": 0,
        "xanchor": "left",
        "xshift": _SIDE - margin.l,
        "yref": "paper",
        "align": "left",
        "showarrow": False,
    }
    low = margin.b + (_key_height(figure))
    figure.update_layout(
        width=width,
        height=layout.height + head + foot,
        autosize=False,
        font_family=FONT,
        margin={"t": margin.t + head, "b": low + foot},
        title={
            "text": "<br>".join([f"<b>{escaped(drawn.title)}</b>", *(f'<span style="font-size:12px">{escaped(line)}</span>' for line in about)]),
            "font": {"size": 17, "color": palette.INK[0]},
            "x": _SIDE / width, "xref": "container", "xanchor": "left", "y": 1 - 24 / (layout.height + head + foot), "yref": "container", "yanchor": "top",
        },
    )  # fmt: skip
    figure.add_annotation(
        **place,
        y=0,
        yanchor="top",
        yshift=-low - 6,
        text="<br>".join(map(escaped, below)),
        font={"size": 11, "color": palette.MUTE[0]},
    )
    _below_the_title(figure, head)
    return figure


def _key_height(figure: go.Figure) -> int:
    """Pixels of a second key below the figure, for which its height has room."""
    return 24 if "legend2" in figure.layout.to_plotly_json() else 0


def _below_the_title(figure: go.Figure, head: int) -> None:
    """A key that stands at the top of the whole picture moves below the title."""
    legend = figure.layout.legend
    if legend.yref == "container" and legend.y is not None:
        legend.y -= head / figure.layout.height

"""The marks of the chart as small drawings, for cards, feeds and legends: shape and colour for the category, fill for the status."""

from __future__ import annotations

from collections.abc import Mapping

from dateline.ui.document import Node, node

_SHAPES = {
    "circle": "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12z",
    "square": "M3 3h10v10h-10z",
    "diamond": "M8 1.2l6.8 6.8l-6.8 6.8l-6.8-6.8z",
    "triangle-up": "M8 2l6.8 12h-13.6z",
    "triangle-down": "M8 14l6.8-12h-13.6z",
    "pentagon": "M8 1.5l6.7 4.9l-2.6 7.9h-8.2l-2.6-7.9z",
    "hexagon": "M4.6 2.2h6.8l3.4 5.8l-3.4 5.8h-6.8l-3.4-5.8z",
    "star": "M8 1l2.1 4.9l5.3.5l-4 3.5l1.2 5.2l-4.6-2.8l-4.6 2.8l1.2-5.2l-4-3.5l5.3-.5z",
}
_DASHES: Mapping[str, str | None] = {"documented": None, "asserted": "6 4", "temporal": "2 3"}
FILLED = ("acknowledged", "corroborated")


def mark(symbol: str, category: str, status: str, title: str = "", *, around: int = 0) -> Node:
    """One mark, 16 by 16. ``title`` is read aloud; without one the mark is decoration.

    ``around``: inside a drawing, its size in pixels with the middle at the drawing's origin.
    """
    full = status in FILLED
    shape = node(
        "path",
        d=_SHAPES.get(symbol, _SHAPES["circle"]),
        fill="currentColor" if full else "none",
        stroke="currentColor",
        stroke_width="1.8",
    )
    inner: Node | None = None
    if status == "self-reported":
        inner = node("circle", cx="8", cy="8.6" if symbol.startswith("triangle") else "8", r="2.1", fill="currentColor")
    elif status == "disputed":
        inner = node("path", d="M2 2l12 12M14 2l-12 12", stroke="currentColor", stroke_width="1.8", fill="none")
    return node(
        "svg",
        node("title", title) if title else None,
        shape,
        inner,
        css="dl-mark",
        width=str(around) if around else None,
        height=str(around) if around else None,
        x=str(-around / 2) if around else None,
        y=str(-around / 2) if around else None,
        viewBox="0 0 16 16",
        data_colour=category,
        role="img" if title else None,
        aria_hidden=None if title else "true",
    )


def line(basis: str, colour: str = "ink") -> Node:
    """The line of a link on some ground, as decoration."""
    return node(
        "svg",
        node("path", d="M0 8h16", stroke="currentColor", stroke_width="2", stroke_dasharray=_DASHES[basis]),
        css="dl-mark",
        viewBox="0 0 16 16",
        data_colour=colour,
        aria_hidden="true",
    )

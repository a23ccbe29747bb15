"""The timeline: tables -> one ordinary Plotly figure in the light colours.

Made to be looked at on its own, and to be taken over by ``ui/timeline.js``, which packs the rows and places titles anew for each zoom
from the same numbers: each mark's ``customdata`` (see ``traces.FIELDS``) and ``layout.meta``.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import plotly.graph_objects as go

from dateline.figures import traces
from dateline.figures.counts import Marks, marks_of
from dateline.figures.lanes import By
from dateline.figures.layout import layout
from dateline.figures.scene import make_scene
from dateline.figures.window import Period, bounds, drawn, focus
from dateline.tables import Tables

__all__ = ["bounds", "drawing", "focus", "timeline"]


def timeline(
    tables: Tables,
    *,
    shown: Collection[str] | None = None,
    lanes: By = "category",
    period: Period | None = None,
    marks: Marks | None = None,
) -> go.Figure:
    """The timeline of a record.

    Parameters
    ----------
    tables : the record.
    shown : ids to draw; None: all. Lanes keep their height whatever is shown.
    lanes : a lane for each category, or for each party.
    period : the window, both days included; None: the focus. One of fewer than three days is drawn with the days around it.
    marks : which events are drawn one by one where more than 3 000 are shown; None: as the window has room. All others are counted in bars.

    Returns
    -------
    A figure in the light colours. Events of a category are one trace; ``customdata`` holds ``FIELDS``.
    """
    return go.Figure(drawing(tables, shown=shown, lanes=lanes, period=period, marks=marks))


def drawing(
    tables: Tables,
    *,
    shown: Collection[str] | None = None,
    lanes: By = "category",
    period: Period | None = None,
    marks: Marks | None = None,
    bare: bool = False,
) -> dict[str, Any]:
    """The same as plain data, for JSON: most of the time that the figure takes is Plotly's, for looking at each value of it.

    ``bare`` : without the points of bars, whiskers, links and counts, for the page, which lays them out anew.
    """
    window = drawn(period or focus(tables.events))
    ids = tuple(tables.ids.tolist() if shown is None else shown)
    some = marks or marks_of(tables, ids, window, "")
    scene = make_scene(tables, shown, lanes, window, some.ids if some else None, bool(some and some.covers is None), bare)
    data = [
        *traces.strips(scene),
        *traces.counts(scene),
        *traces.links(scene),
        *traces.spans(scene),
        *traces.chosen(scene),
        *traces.marks(scene),
        *traces.titles(),
    ]
    return {"data": data, "layout": layout(scene)}

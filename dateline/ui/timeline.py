"""The timeline on the page: the figure and its small component, and what the browser reports back.

Two components share the work. The chart gets the figure, packed, and nothing else, so that its message stays the same from run to run
and Streamlit does not send it again; the chosen event and the period reach it through a second, tiny one.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dateline.dates import parse_day
from dateline.figures import palette
from dateline.figures.timeline import bounds, timeline
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered
from dateline.ui import plot
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, node

Lanes = Literal["category", "actor"]
Period = tuple[date, date]
Follows = tuple[tuple[str, ...], tuple[str, ...]] | None
"""Kinds and bases of links."""

KEY = "timeline"
MALFORMED = -1
"""Stands for the number of a report that could not be read; such a report changes nothing."""
LONGEST_ID = 120
_HERE = Path(__file__).parent
_SEQ = "_timeline_seq"

_ICONS = {
    "back": "M10 3l-5 5l5 5",
    "on": "M6 3l5 5l-5 5",
    "out": "M3 8h10",
    "in": "M3 8h10M8 3v10",
    "reset": "M3.5 8a4.5 4.5 0 1 0 1.6-3.4M3 2.5v3h3",
    "full": "M2 6v-4h4M10 2h4v4M14 10v4h-4M6 14h-4v-4",
    "png": "M8 2v8M4.5 6.5l3.5 3.5l3.5-3.5M2.5 13.5h11",
}
_BUTTONS = {
    "back": "Earlier",
    "on": "Later",
    "out": "Zoom out (−)",
    "in": "Zoom in (+)",
    "all": "The whole record",
    "reset": "Back to the opening view (0)",
    "full": "Full screen",
    "png": "Save as a picture (PNG)",
}
HELP = (
    "Left and right arrow keys choose the previous and next event, up and down within its lane. Plus and minus zoom, zero goes back to "
    "the opening view, Escape clears the choice. The list below the chart holds the same events."
)
_STATE_JS = """export default function ({ data }) {
  (globalThis.datelineStates ??= new Map()).set(data.name, data);
  globalThis.dispatchEvent(new CustomEvent("dateline-state", { detail: data.name }));
}"""


def mount(
    tables: Tables,
    shown: tuple[str, ...],
    *,
    lanes: Lanes,
    period: Period | None,
    event: str | None,
    on_event: Callable[[str | None], None],
    on_period: Callable[[Period | None], None],
    on_links: Callable[[], None],
    alt: str,
    follows: Follows = None,
) -> None:
    """Put the timeline on the page.

    Parameters
    ----------
    shown : ids of the events to draw, whatever the period is.
    period : the window, both days included; None: the focus.
    event : the chosen event; it may be one that is not shown.
    on_event, on_period : called before the script runs again, with what the reader chose; None: nothing, and the focus.
    on_links : called before the script runs again when the reader asks for links of every basis.
    follows : kinds and bases of links that are drawn, none of one: all of them; None: all, the weaker bases only where there is room.
    alt : what the chart shows, in a sentence.
    """
    with st.container(gap=None):
        _state_component()(
            key=f"{KEY}_state",
            height=1,
            data={
                "name": KEY,
                "period": [day.isoformat() for day in period] if period else None,
                "event": event,
                "alt": alt,
                "seq": st.session_state.get(_SEQ, 0),
            },
        )
        _chart_component()(
            key=KEY,
            data=_payload(tables, shown, lanes, follows),
            on_event_change=lambda: _event_reported(tables, on_event),
            on_period_change=lambda: _period_reported(tables, on_period),
            on_links_change=lambda: _links_reported(on_links),
        )


def _event_reported(tables: Tables, on_event: Callable[[str | None], None]) -> None:
    seq, event_id = read_event(_sent("event"))
    if seq != MALFORMED and (event_id is None or event_id in tables.position):
        _heard(seq)
        on_event(event_id)


def _period_reported(tables: Tables, on_period: Callable[[Period | None], None]) -> None:
    seq, period = read_period(_sent("period"), bounds(tables.events))
    if seq != MALFORMED:
        _heard(seq)
        on_period(period)


def _links_reported(on_links: Callable[[], None]) -> None:
    seq, told = _report(_sent("links"))
    if seq != MALFORMED and told == "all":
        _heard(seq)
        on_links()


def _sent(name: str) -> object:
    return getattr(st.session_state.get(KEY), name, None)


def _heard(seq: int) -> None:
    """Remember the latest report, for the browser to know which one a run answers."""
    st.session_state[_SEQ] = max(seq, st.session_state.get(_SEQ, 0))


def read_event(value: object) -> tuple[int, str | None]:
    """(number, id) of a report of a chosen event; id None: nothing chosen. (MALFORMED, None) for anything else. Never raises."""
    seq, told = _report(value)
    if seq == MALFORMED or not (told is None or (isinstance(told, str) and 0 < len(told) <= LONGEST_ID)):
        return MALFORMED, None
    return seq, told


def read_period(value: object, limits: Period) -> tuple[int, Period | None]:
    """(number, period) of a report of a period, put in order and cut to the limits; period None: the focus.

    (MALFORMED, None) for anything else. Never raises.
    """
    seq, told = _report(value)
    if seq == MALFORMED or told is None:
        return seq, None
    if not isinstance(told, list | tuple) or len(told) != 2:
        return MALFORMED, None
    days = [parse_day(day) if isinstance(day, str) else None for day in told]
    if days[0] is None or days[1] is None:
        return MALFORMED, None
    first, last = sorted(min(max(day, limits[0]), limits[1]) for day in days if day)
    return seq, (first, last)


def _report(value: object) -> tuple[int, object]:
    """(number, content) of a report as the browser sends it: {"v": content, "seq": number}."""
    if not isinstance(value, Mapping) or "v" not in value:
        return MALFORMED, None
    seq = value.get("seq")
    # JavaScript counts exactly up to here.
    if isinstance(seq, bool) or not isinstance(seq, int) or not 0 <= seq <= 2**53:
        return MALFORMED, None
    return seq, value["v"]


@remembered
def _payload(tables: Tables, shown: tuple[str, ...], lanes: Lanes, follows: Follows) -> bytes:
    """What the chart component gets: JSON, packed. Packing takes it from some 250 kB to a fifth, which every session is sent once."""
    categories = list(tables.registers.categories)
    content = {
        "fig": _figure(tables, shown, lanes),
        "links": _links(tables, frozenset(shown), follows),
        "every_basis": bool(follows and follows[1]),
        "kinds": {
            one.id: {"name": one.name, "inverse": one.inverse, "family": one.family}
            for one in tables.registers.link_kinds.values()
        },
        "pairs": palette.theme_pairs(),
        "paper": palette.PAPER[0],
        "colours": palette.css_colours(categories),
        "legend": legend(tables),
        "lib": plot.LIBRARY,
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), compresslevel=6, mtime=0)


def _figure(tables: Tables, shown: tuple[str, ...], lanes: Lanes) -> dict[str, Any]:
    """The figure without what the page lays out anew."""
    figure: dict[str, Any] = json.loads(timeline(tables, shown=shown, lanes=lanes).to_json())
    for trace in figure["data"]:
        if trace["meta"]["part"] in ("links", "bars", "whiskers"):
            trace.update(x=[], y=[])
    return figure


def _links(tables: Tables, shown: frozenset[str], follows: Follows) -> list[tuple[str, str, str, str]]:
    """(event, to, basis, kind) of every link between two events that are shown."""
    kinds, bases = follows or ((), ())
    rows = zip(*(tables.links[name] for name in ("event", "to", "basis", "kind")), strict=True)
    return [
        row
        for row in rows
        if row[0] in shown and row[1] in shown and (not bases or row[2] in bases) and (not kinds or row[3] in kinds)
    ]


@cache
def _chart_component() -> Callable[..., Any]:
    return st.components.v2.component(
        "dateline_timeline",
        html=_html(),
        css=(_HERE / "timeline.css").read_text(encoding="utf-8"),
        js=plot.script("timeline_drawing.js", "timeline.js"),
        isolate_styles=False,
    )


@cache
def _state_component() -> Callable[..., Any]:
    return st.components.v2.component("dateline_timeline_state", js=_STATE_JS, isolate_styles=False)


def _html() -> str:
    buttons = "".join(
        f'<button type="button" data-do="{name}" title="{label}" aria-label="{label}">'
        + (f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_ICONS[name]}"/></svg>' if name in _ICONS else "All")
        + "</button>"
        for name, label in _BUTTONS.items()
    )
    return f"""<div class="tl" data-name="{KEY}" tabindex="0" role="group" aria-roledescription="timeline" aria-label="Timeline" aria-describedby="tl-help">
<p class="tl-live" id="tl-help">{HELP}</p>
<div class="tl-bar"><button type="button" class="tl-earlier tl-plain" data-do="all" hidden></button><span class="tl-span">Loading …</span><span class="tl-buttons">{buttons}</span></div>
<div class="tl-chart"><div class="tl-plot" aria-hidden="true"></div><div class="tl-strip"><div class="tl-window"></div></div><p class="tl-hint" aria-hidden="true"></p></div>
<button type="button" class="tl-more-links tl-plain" data-do="links" hidden></button>
<div class="tl-legend"></div>
<p class="tl-live tl-news" aria-live="polite"></p></div>"""


def legend(tables: Tables) -> list[Node]:
    """What every mark means, as headings and lists."""
    categories = tables.registers.categories.values()
    wide = [f"{one.name} ({one.short})" if one.short else one.name for one in tables.registers.series.values() if one.band]
    shapes = [_item(mark(one.symbol, one.id, "corroborated"), one.name) for one in categories]
    standing = [_item(mark("circle", "ink", status), words) for status, words in _fills().items()]
    dates = [
        _item(_drawing("M1 8h28", 4), "lasted several days"),
        _item(_drawing("M1 8h20", 4, "M20 3l8 5l-8 5z"), "goes on"),
        _item(_drawing("M2 8h26M2 4v8M28 4v8", 1.4), "some day in between: date not known exactly"),
        _item(_drawing("M8 8h20M28 4v8", 1.4, "M8 4l-7 4l7 4z"), "not later than"),
    ]
    if wide:
        dates.append(
            _item(_drawing("M15 0v16", 12, colour="band-name", opacity="0.25"), f"big drill, across all lanes: {', '.join(wide)}")
        )
    links = [
        _item(_drawing("M1 8h28", 1.6), "documented: one event’s own words refer to the other"),
        _item(_drawing("M1 8h28", 1.6, dashes="6 4"), "asserted: a named source connects them"),
        _item(_drawing("M1 8h28", 1.8, dashes="1.5 3.5"), "close in time only"),
    ]
    kinds = tables.registers.link_kinds.values()
    for family in palette.LINK_FAMILY:
        names = [kind.name for kind in kinds if kind.family == family]
        if names:
            links.append(_item(_drawing("M1 8h28", 2.4, colour=f"link-{family}"), ", ".join(names)))
    groups = {"Category": shapes, "Standing": standing, "Date": dates, "Link": links}
    return [part for name, items in groups.items() if items for part in (node("h4", name), node("ul", items))]


def _fills() -> dict[str, str]:
    """Status that stands for each fill -> the words of all statuses that are drawn with it."""
    full = [one for one in STATUS_WORDS if one in palette.FILLED]
    together = " or ".join(STATUS_WORDS[one] if n == 0 else STATUS_WORDS[one].lower() for n, one in enumerate(reversed(full)))
    return {full[0]: together, **{one: words for one, words in STATUS_WORDS.items() if one not in palette.FILLED}}


def _item(drawing: Node, words: str) -> Node:
    return node("li", drawing, node("span", words))


def _drawing(
    line: str, width: float, filled: str = "", *, dashes: str | None = None, colour: str = "ink", opacity: str | None = None
) -> Node:
    """A line, and a filled shape, 30 by 16."""
    return node(
        "svg",
        node(
            "path", d=line, fill="none", stroke="currentColor", stroke_width=str(width), stroke_dasharray=dashes, opacity=opacity
        ),
        node("path", d=filled, fill="currentColor") if filled else None,
        css="tl-long",
        viewBox="0 0 30 16",
        data_colour=colour,
        aria_hidden="true",
    )

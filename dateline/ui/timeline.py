"""The timeline on the page: the figure and its small component, and what the browser reports back.

Two components share the work. The chart gets the figure, packed, and nothing else, so that its message stays the same from run to run
and Streamlit does not send it again; the chosen event, the period and which links are followed reach it through a second, tiny one, or in
a document that the page has anyway.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

import streamlit as st

from dateline import words
from dateline.dates import parse_day
from dateline.figures.counts import MOST_MARKS, Marks, marks_of
from dateline.figures.timeline import bounds, focus
from dateline.figures.window import drawn
from dateline.tables import Tables, remembered
from dateline.ui.fetching import fetched
from dateline.ui.scripts import LIBRARY, TIMELINE, script
from dateline.ui.timeline_parts import KEY, Follows, Lanes, content, html

Period = tuple[date, date]

MALFORMED = -1
"""Stands for the number of a report that could not be read; such a report changes nothing."""
LONGEST_ID = 120
_SEQ = "_timeline_seq"
_MARKS = "_timeline_marks"

_STATE_JS = """export default function ({ data }) {
  const told = JSON.parse(new TextDecoder().decode(data));
  (globalThis.datelineStates ??= new Map()).set(told.name, told);
  globalThis.dispatchEvent(new CustomEvent("dateline-state", { detail: told.name }));
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
    told: str | None,
) -> None:
    """Put the timeline on the page.

    Parameters
    ----------
    shown : ids of the events to draw, whatever the period is.
    period, event : as in :func:`telling`.
    on_event, on_period : called before the script runs again, with what the reader chose; None: nothing, and the focus.
    on_links : called before the script runs again when the reader asks for links of every basis.
    told : what :func:`telling` made, for a component of its own to tell; None: a document on the page tells it.
    """
    if told is not None:
        _state_component()(key=f"{KEY}_state", height=1, data=told.encode())
    _chart_component(words.language())(
        key=KEY,
        data=_payload(tables, shown, lanes, _marks(tables, shown, period, event)),
        on_event_change=lambda: _event_reported(tables, on_event),
        on_period_change=lambda: _period_reported(tables, on_period),
        on_links_change=lambda: _links_reported(on_links),
    )


def telling(*, period: Period | None, event: str | None, alt: str, follows: Follows = None) -> str:
    """What the chart has to know in this run beside its figure, as JSON; a document tells it in ``data-timeline``.

    Parameters
    ----------
    period : the window, both days included; None: the focus.
    event : the chosen event; it may be one that is not shown.
    alt : what the chart shows, in a sentence.
    follows : kinds and bases of links that are drawn, none of one: all of them; None: all, the weaker bases only where there is room.
    """
    told = {
        "name": KEY,
        "period": [day.isoformat() for day in period] if period else None,
        "event": event,
        "follows": {"kinds": follows[0], "bases": follows[1]} if follows else None,
        "alt": alt,
        "seq": st.session_state.get(_SEQ, 0),
    }
    return json.dumps(told)


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


def _marks(tables: Tables, shown: tuple[str, ...], period: Period | None, event: str | None) -> Marks | None:
    """Which events are marks, where more are shown than can be drawn: those that this reader has, while they do for the window."""
    if len(shown) <= MOST_MARKS:
        return None
    window = drawn(period or focus(tables.events))
    of = (tables.fingerprint, tables.on, hash(shown))
    held = st.session_state.get(_MARKS)
    if held and held[0] == of and held[1].covers and held[1].covers[0] <= window[0] and window[1] <= held[1].covers[1]:
        marks: Marks | None = held[1]
    else:
        marks = marks_of(tables, shown, window, "")
    if marks and event and event not in marks.ids:
        marks = marks_of(tables, shown, window, event)
    st.session_state[_MARKS] = (of, marks)
    return marks


@remembered
def _payload(tables: Tables, shown: tuple[str, ...], lanes: Lanes, marks: Marks | None = None) -> bytes:
    """What the chart component gets: JSON, packed. Packing takes it from some 250 kB to a fifth, which every session is sent once."""
    sent = content(tables, shown, lanes, marks) | {"lib": LIBRARY}
    text = json.dumps(sent, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode("utf-8", "replace"), compresslevel=6, mtime=0)


@cache
def _chart_component(language: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"dateline_timeline_{language}",
        html=html(),
        css=script("timeline.css"),
        js=fetched(*TIMELINE),
        isolate_styles=False,
    )


@cache
def _state_component() -> Callable[..., Any]:
    return st.components.v2.component("dateline_timeline_state", js=_STATE_JS, isolate_styles=False)

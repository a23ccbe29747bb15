"""Fields of the filter bar that are written in or picked from: search, period, the day whose knowledge is shown, the day since which changes are told.

The browser tells of them as of any form, see ``form.js``: a day as soon as it is whole, a text when it is left or with Enter.
"""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from dateline import address, search, words
from dateline.dates import parse_day
from dateline.selection import FIRST_DAY, LAST_DAY, Selection
from dateline.tables import Tables, remembered
from dateline.ui import nodes, state
from dateline.ui.form_fields import Kept
from dateline.ui.nodes import Node, Packed, node
from dateline.words import _

AROUND_DAYS = 14
"""Days before and after a drill in its preset."""
_SEEN = "_filters_seen"


def document(tables: Tables, view: Selection) -> Packed:
    """The fields as they stand in this view."""
    return _document(
        tables, Selection(period=view.period, known=view.known, since=view.since, q=view.q), st.session_state.get(_SEEN, 0)
    )


def take(sent: object, tables: Tables) -> None:
    """In a callback: what the reader filled in. It may be anything; what is no such thing is let fall."""
    told = Kept()
    told.take(sent)
    st.session_state[_SEEN] = max(told.seen, st.session_state.get(_SEEN, 0))
    given = {name: value for name, value in told.fields.items() if isinstance(value, str)}
    if "q" in given:
        state.set_search(given["q"])
    if "known" in given:
        state.set_known(given["known"])
    if "since" in given:
        state.set_since(given["since"])
    if "first" in given or "last" in given:
        held = state.current(tables).period or (None, None)
        first, last = (
            parse_day(given[name]) if name in given else day for name, day in zip(("first", "last"), held, strict=True)
        )
        state.set_period(_period(first, last, tables))


def take_preset(name: object, tables: Tables) -> None:
    """In a callback: the period of that name; nothing for a name that there is not."""
    options = presets(tables)
    if isinstance(name, str) and name in options:
        state.set_period(options[name])


def _period(first: date | None, last: date | None, tables: Tables) -> tuple[date, date] | None:
    """Both days, the one that is not given the record's own end; None for neither."""
    if tables.events.empty or first is last is None:
        return (first, last) if first and last else None
    ends = tables.events["start"].min().date(), tables.events["start"].max().date()
    return (first or min(ends[0], last or ends[0]), last or max(ends[1], first or ends[1]))


@remembered
def presets(tables: Tables) -> dict[str, tuple[date, date] | None]:
    """Names of periods -> first and last day, both included: none, the whole record, the days around each big drill, each year."""
    events = tables.events
    if events.empty:
        return {}
    first, last = events["start"].min().date(), events["start"].max().date()
    found: dict[str, tuple[date, date] | None] = {_("No period"): None, _("Whole record"): (first, last)}
    bands = {series.id: words.name(series) for series in tables.registers.series.values() if series.band}
    drills = events[events["series"].isin(bands) & events["lasted"] & events["end"].notna()].sort_values("start", ascending=False)
    around = timedelta(days=AROUND_DAYS)
    for series, start, end in zip(drills["series"], drills["start"], drills["end"], strict=True):
        name = _("Around {drill} {year}").format(drill=bands[series], year=start.year)
        found.setdefault(name, address.order((start - around).date(), (end + around).date()))
    for year in sorted(events["start"].dt.year.unique().tolist(), reverse=True):
        found[_("{year}").format(year=year)] = (date(year, 1, 1), date(year, 12, 31))
    return found


@remembered
def _document(tables: Tables, view: Selection, seen: int) -> Packed:
    period = view.period or (None, None)
    both = _("Both days included. Zooming the timeline changes it.")
    return nodes.pack(
        node(
            "div",
            _labelled(
                "q",
                _("Search"),
                node(
                    "input",
                    type="search",
                    value=view.q,
                    maxlength=str(search.MAX_QUERY),
                    placeholder=_("Title, text, name in any script …"),
                    id="dl-q",
                    data_field="q",
                ),
            ),
            node(
                "div",
                node("span", _("Period"), css="dl-label", title=both),
                node(
                    "div",
                    _day("first", period[0], label=_("Period from"), about=both),
                    _day("last", period[1], label=_("Period to"), about=both),
                    css="dl-days",
                ),
                _presets(tables, view),
                role="group",
                aria_label=_("Period"),
            ),
            node(
                "div",
                _labelled(
                    "known",
                    _("As known on"),
                    _day(
                        "known",
                        view.known,
                        about=_("Shows only what had been reported by the end of that day, with the standings of that day."),
                    ),
                ),
                _labelled(
                    "since",
                    _("What changed since"),
                    _day(
                        "since",
                        view.since,
                        about=_("Tells what became public after that day, up to today or to the day in “As known on”."),
                    ),
                ),
                css="dl-days",
            ),
            css="dl-fields",
            role="search",
            data_form="filters",
            data_seen=str(seen),
        )
    )


def _labelled(name: str, title: str, control: Node) -> Node:
    return node("label", node("span", title, css="dl-label"), control, for_=f"dl-{name}")


def _day(name: str, day: date | None, *, label: str | None = None, about: str) -> Node:
    return node(
        "input",
        type="date",
        value=day.isoformat() if day else "",
        min=FIRST_DAY.isoformat(),
        max=LAST_DAY.isoformat(),
        aria_label=label,
        title=about,
        id=f"dl-{name}",
        data_field=name,
    )


def _presets(tables: Tables, view: Selection) -> Node | None:
    """Named periods; the one that is shown now stands there by its name."""
    options = presets(tables)
    if not options:
        return None
    now = next((name for name, period in options.items() if period == view.period and period), "")
    return node(
        "select",
        node("option", _("Presets: a year, a drill …"), value="", selected=not now),
        *(node("option", name, value=name, selected=name == now) for name in options),
        aria_label=_("Period presets"),
        data_action="preset",
    )

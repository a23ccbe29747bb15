"""The view in the session: bound widgets <-> ``Selection``.

Streamlit writes widgets that are bound to the query string into the address bar, and sets them from it, Back and Forward included. They
are kept out of sight and set by our own controls: they would show ids, and each that is seen costs every run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from dateline import search
from dateline.address import CHOICES, KEYS, LISTS, clean, decode, known_day, order, pools, usual, whole_number, written
from dateline.dates import parse_day
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import nodes
from dateline.words import on_offer, speaking

_NOTICES, _WANTED, _ON_EVENT, _PICKED = "_notices", "_wanted", "_opened_on_event", "_picked"
_SET, _DRAWN = "_set", "_drawn"


def open_link(tables: Tables) -> None:
    """On a session's first run: keep what the link asked for and could not be had, to tell the reader.

    Must run before the bound widgets, which silently drop what they do not know.
    """
    state = st.session_state
    if _NOTICES not in state:
        wanted, notices = decode({key: st.query_params.get_all(key) for key in st.query_params}, tables)
        state[_NOTICES] = notices
        state[_WANTED] = wanted
        state[_ON_EVENT] = bool(wanted.event)
        if not st.query_params:
            _ask_for_long_query(tables)


def _ask_for_long_query(tables: Tables) -> None:
    """Streamlit hands over nothing of a link with more than a thousand parameters; the browser still has it."""

    def take(query: object) -> None:
        text = query if isinstance(query, str) else ""
        # Callbacks run before the script has said which language it is in.
        with speaking(decode(text, tables)[0].lang):
            wanted, notices = decode(text, tables)
        st.session_state[_NOTICES] = notices
        put(wanted)

    _ask_browser("query", take)


def _ask_browser(what: str, answer: Callable[[object], None]) -> None:
    """Have the browser call back once, by itself and out of sight."""
    with st.container(key=f"dl-silent-{what}"):
        nodes.show(f"dl-{what}", nodes.node("span", data_auto=what), {what: answer})


def meant(selection: Selection, tables: Tables) -> Selection:
    """The view that the link meant, where the widgets did not take it as it was written: an id in capitals, one day of a period.

    Until the browser has answered, which happens once and by itself, the page shows what was meant; from then on the widgets hold it.
    """
    wanted: Selection | None = st.session_state.get(_WANTED)
    if wanted is None or (wanted == selection and _widgets_hold(wanted)):
        st.session_state[_WANTED] = None
        return selection
    if wanted.event not in tables.records:
        wanted = replace(wanted, event="")

    # Only what a callback sets reaches the address bar, so the browser is asked to call back.
    def set_widgets(_: object) -> None:
        st.session_state[_WANTED] = None
        put(wanted)

    _ask_browser("repair", set_widgets)
    return wanted


def _widgets_hold(selection: Selection) -> bool:
    """Whether the address bar says it as we would: an unknown event or a reversed period is understood, but not left standing there."""
    return all(_texts(st.session_state.get(key)) == written(key, selection) for key in KEYS)


def _texts(held: object) -> list[str]:
    return [one for one in held if isinstance(one, str)] if isinstance(held, list | tuple) else []


def put(selection: Selection) -> None:
    """In a callback: set every bound widget."""
    state = st.session_state
    for key in KEYS:
        if texts := written(key, selection):
            _hold(key, texts)
        elif key in state.get(_DRAWN, ()):
            _hold(key, [])


OF_PAGES: Mapping[str, tuple[str, ...]] = {
    "": ("lanes",),
    "claims": ("claim",),
    "event": ("steps", "days"),
    "actors": ("who",),
    "map": ("place", "area"),
    "stories": ("story", "step"),
    "before_after": ("anchor", "other", "window", "lag", "null", "bin"),
}
"""Address of a page -> keys that only it can set."""
_SELDOM = frozenset(key for keys in OF_PAGES.values() for key in keys) | {"lang"}


def _hold(key: str, texts: list[str]) -> None:
    """In a callback: what a bound widget holds from the next run on."""
    st.session_state[key] = texts
    st.session_state[_SET] = (*st.session_state.get(_SET, ()), key)


def bound_widgets(page: str) -> None:
    """The bound widgets, which the style sheet keeps out of sight: those that hold something, and those drawn before that this page can set.

    One that is not drawn loses its part of the link, and each costs every run: so an empty one waits until it is wanted, and fields of
    several values and without options cost least. What is not known is left out in :func:`current`.
    """
    state = st.session_state
    in_link = st.query_params.to_dict()
    before: tuple[str, ...] = state.get(_DRAWN, ())
    kept = [key for key in before if key not in _SELDOM or key in OF_PAGES.get(page, ()) or key in in_link or state.get(key)]
    newly = [key for key in state.get(_SET, ()) if key not in before and state[key]]
    # A new widget takes its value from the address and does not write it there.
    if unwritten := {key: state[key] for key in newly if key not in in_link}:
        st.query_params.update(unwritten)
    drawn = tuple(dict.fromkeys([*kept, *newly, *(key for key in KEYS if key in in_link)]))
    for key in drawn:
        st.multiselect(key, (), key=key, accept_new_options=True, bind="query-params")
    # Last: a run can be broken off at each element, and the next one has to know what is still to do.
    state[_DRAWN], state[_SET] = drawn, ()


def current(tables: Tables) -> Selection:
    """The view as the widgets hold it, looked at again: a crafted message may carry anything."""
    state = st.session_state
    return decode({key: _texts(state.get(key)) for key in state.get(_DRAWN, ())}, tables)[0]


def language() -> str:
    """The language that the page is in, known before anything is drawn."""
    return on_offer(held("lang"))


def held(key: str) -> str:
    """What a bound widget holds of a key with one value, "" for nothing, on a session's first run what its link says."""
    texts = _texts(st.session_state[key]) if key in st.session_state else st.query_params.get_all(key)
    return texts[-1] if texts else ""


def known() -> date | None:
    """The past day whose knowledge is shown, before the widgets are drawn too."""
    return as_day(held("known"))


def as_day(value: object) -> date | None:
    """A past day, given as a date or as its ISO text; None for anything else."""
    day = parse_day(value) if isinstance(value, str) else value
    return known_day(day) if isinstance(day, date) else None


def set_known(value: object) -> None:
    """In a callback: show what was known on a day, given as a date or as its ISO text; today's knowledge for anything else."""
    _hold_day("known", as_day(value))


def set_since(value: object) -> None:
    """In a callback: tell what changed since a day, given as a date or as its ISO text; nothing for anything else."""
    _hold_day("since", as_day(value))


def _hold_day(key: str, day: date | None) -> None:
    _hold(key, [] if day is None else [day.isoformat()])


def set_search(value: object) -> None:
    """In a callback: look for a text; for nothing with anything that is none."""
    text = clean(value)[: search.MAX_QUERY] if isinstance(value, str) else ""
    _hold("q", [text] if text.strip() else [])


def choose(event_id: object, tables: Tables) -> None:
    """In a callback: choose an event, or none for anything that is not one. A page drawn before its id changed still says the former one."""
    present = tables.present_id(event_id) if isinstance(event_id, str) else ""
    _hold("event", [present] if present in tables.records else [])


def pick(event_id: object, tables: Tables) -> None:
    """In a callback: choose an event from further down the page, so that its card has to be brought into view."""
    choose(event_id, tables)
    st.session_state[_PICKED] = True


def chosen_row(table: str, many: int) -> int | None:
    """In a callback: the row that was chosen in the table of that key, of so many; None for none and for anything that is no row."""
    rows = getattr(getattr(st.session_state.get(table), "selection", None), "rows", None)
    row = rows[0] if isinstance(rows, list) and rows else None
    return row if isinstance(row, int) and 0 <= row < many else None


def was_picked() -> bool:
    """Whether the card is to be brought into view; asked once."""
    return bool(st.session_state.pop(_PICKED, False))


def opened_on_event() -> bool:
    """Whether the link that opened this session named an event."""
    return bool(st.session_state.get(_ON_EVENT))


def set_ids(key: str, values: object, tables: Tables) -> None:
    """In a callback: choose the values of a key that takes several; what is not known is left out."""
    if key in LISTS:
        known = pools(tables)[key]
        _hold(key, [one for one in _texts(values) if one in known])


def set_number(key: str, value: object) -> None:
    """In a callback: set a key that is a number; the usual one for anything that it cannot be."""
    number = whole_number(value, key)
    usual = getattr(Selection(), key)
    _hold(key, [] if number is None or number == usual else [str(number)])


def set_choice(key: str, value: object) -> None:
    """In a callback: set a key that is one of a few words; the usual one for anything else."""
    _, *others = CHOICES[key]
    _hold(key, [value] if value in others else [])


def set_open(key: str, value: object, tables: Tables) -> None:
    """In a callback: open an event, a claim, an actor, a story or a map; nothing for anything that is none."""
    pool = pools(tables)[key]
    _hold(key, [value] if isinstance(value, str) and value in pool and usual(key, value, pool) else [])


def set_period(period: tuple[date, date] | None) -> None:
    """In a callback: choose a period, both ends included, or none."""
    _hold("period", [day.isoformat() for day in order(*period)] if period else [])


def notices() -> tuple[str, ...]:
    """What this session's link asked for and could not be had."""
    found: tuple[str, ...] = st.session_state.get(_NOTICES, ())
    return found


def dismiss_notices() -> None:
    """In a callback: the reader has seen them."""
    st.session_state[_NOTICES] = ()

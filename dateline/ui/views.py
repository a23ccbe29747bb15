"""What a page is given: the record's tables, the reader's selection and what it leaves."""

from __future__ import annotations

import runpy
from dataclasses import dataclass, replace

import streamlit as st

from dateline.known import as_known
from dateline.selection import Selection, Shown, apply
from dateline.tables import Tables
from dateline.ui import record

_KEY = "_view"


@dataclass(frozen=True)
class View:
    """One run's view.

    ``tables`` hold what was known on ``selection.known``; ``everything`` what is known today. ``selection.event`` is empty or the id of
    an event of ``tables``; ``unknown_event`` is the one that was asked for and had not been reported by then.
    """

    tables: Tables
    selection: Selection
    shown: Shown
    everything: Tables
    unknown_event: str = ""


def open_view(tables: Tables, selection: Selection) -> View:
    """Make the view of this run; the frame does it before it runs a page."""
    then = as_known(tables, selection.known)
    unknown = selection.event if selection.event and selection.event not in then.records else ""
    if unknown:
        selection = replace(selection, event="")
    view = View(then, selection, apply(selection, then), tables, unknown)
    st.session_state[_KEY] = view
    return view


def close_view() -> None:
    """After the page of this run: its view is nobody else's."""
    st.session_state.pop(_KEY, None)


def current() -> View:
    """The view of this run.

    On a server's first run Streamlit takes the folder of pages for a set of its own and calls one without the frame: then the frame is
    run from here, which calls the page again, and from then on Streamlit knows the frame's pages.
    """
    view: View | None = st.session_state.get(_KEY)
    if view is None:
        runpy.run_path(str(record.ROOT / "dashboard.py"))
        st.stop()
    return view

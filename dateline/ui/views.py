"""What a page is given: the record's tables, the reader's selection and what it leaves."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from dateline.selection import Selection, Shown, apply
from dateline.tables import Tables

_KEY = "_view"


@dataclass(frozen=True)
class View:
    """One run's view. ``selection.event`` is empty or the id of an event of the record."""

    tables: Tables
    selection: Selection
    shown: Shown


def open_view(tables: Tables, selection: Selection) -> None:
    """Make the view of this run; the frame does it before it runs a page."""
    st.session_state[_KEY] = View(tables, selection, apply(selection, tables))


def current() -> View:
    """The view of this run. A page that is run without the frame, by its file's name, sends the reader to the start."""
    view: View | None = st.session_state.get(_KEY)
    if view is None:
        st.info("This address is not a page of its own. [Open the timeline](./)")
        st.stop()
    return view

"""The table that says the same as a picture: folded, and made only once the reader unfolds it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def show(label: str, key: str, draw: Callable[[], None]) -> None:
    """Put a fold on the page.

    Parameters
    ----------
    label : what it says while folded.
    key : unique on the page.
    draw : puts what is within on the page; called only in runs in which the reader has it open, since each table costs every run.
    """
    fold = st.expander(label, key=f"{key}-fold", on_change="rerun")
    if fold.open:
        with fold:
            draw()

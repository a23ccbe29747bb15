"""A Plotly figure on the page, drawn by the library that the timeline brings: no second copy of it is loaded."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dateline import words
from dateline.figures import palette
from dateline.ui.fetching import fetched
from dateline.ui.scripts import CHARTS, LIBRARY

LONGEST = 120
"""Characters of what a mark may tell."""


def packed(figure: go.Figure, alt: str) -> str:
    """A figure in the light colours and its takeaway in a sentence, ready to be sent: make it once where it is shown in many runs."""
    return json.dumps(
        {"json": figure.to_json(), "pairs": palette.theme_pairs(), "paper": palette.PAPER[0], "lib": LIBRARY, "alt": alt},
        ensure_ascii=False,
    )


def show(key: str, sent: str, on_pick: Callable[[str], None] | None = None) -> None:
    """Put a figure on the page.

    Parameters
    ----------
    key : unique on the page.
    sent : what :func:`packed` made.
    on_pick : called before the script runs again, with the first entry of the ``customdata`` of the mark that the reader chose.
    """

    def act() -> None:
        told = read_pick(getattr(st.session_state.get(key), "pick", None))
        if told and on_pick:
            on_pick(told)

    _component(words.language())(key=key, data=sent, on_pick_change=act)


def read_pick(value: object) -> str:
    """What the browser says was chosen; "" for anything malformed. Never raises."""
    told = value.get("v") if isinstance(value, Mapping) else None
    return told if isinstance(told, str) and len(told) <= LONGEST else ""


@cache
def _component(language: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"dateline_plot_{language}",
        html='<div class="dl-plot"></div>',
        js=fetched(CHARTS, "plot.js"),
        isolate_styles=False,
    )

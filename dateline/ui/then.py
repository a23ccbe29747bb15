"""The banner of a past day: what was known then, and steps through time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import streamlit as st

from dateline.dates import day_label
from dateline.standing import became_public
from dateline.ui import nodes, state, wording
from dateline.ui.nodes import Node, node
from dateline.ui.views import View

STEPS = ("month", "week", "day")
"""Steps on offer, the longest first."""
PAUSE = 1200
"""Milliseconds for which a day is shown while time moves on by itself."""
_PLAYED = "_played"


def banner(view: View) -> None:
    """Say which day's knowledge is shown, with steps to the days before and after; nothing when it is today's."""
    day = view.selection.known
    if day is None:
        st.session_state.pop(_PLAYED, None)
        return
    nodes.show(
        "dl-then",
        _banner(view, day, st.session_state.get(_PLAYED)),
        {"known": state.set_known, "play": _play, "next": lambda _: _next(day)},
    )


def _play(step: object) -> None:
    """In a callback: begin to move forward by that step, or stop for anything that is none."""
    st.session_state[_PLAYED] = step if step in STEPS else None


def _next(day: date) -> None:
    """In a callback: one step forward, if the reader has not stopped meanwhile."""
    if step := st.session_state.get(_PLAYED):
        state.set_known(moved(day, step, 1))


def _banner(view: View, day: date, played: str | None) -> Node:
    return node(
        "div",
        node(
            "p",
            node("b", f"As known on {day_label(day)}. "),
            f"{len(view.tables.records):,} of {wording.counted(len(view.everything.records), 'event')} had been reported by then; "
            "standings and links are those of that day, texts are today's.",
        ),
        node("p", _unknown(view)) if view.unknown_event else None,
        node("p", *_steps(day), _button("Back to today", ""), *_playing(played), css="dl-actions"),
        css="dl-notice dl-then",
        role="status",
    )


def _unknown(view: View) -> str:
    event = view.everything.records[view.unknown_event].event
    return f"The event chosen in this link became known only on {day_label(became_public(event))}, so it is not shown."


def _steps(day: date) -> Iterator[Node]:
    for step in STEPS:
        yield _button(f"‹ {step}", moved(day, step, -1).isoformat())
    for step in reversed(STEPS):
        yield _button(f"{step} ›", moved(day, step, 1).isoformat())


def _button(words: str, value: str, action: str = "known") -> Node:
    return node("button", words, css="dl-button dl-small", data_action=action, data_value=value, type="button")


def _playing(played: str | None) -> Iterator[Node]:
    """Buttons to move forward by itself; while it moves, one to stop, and the browser's order to take the next step."""
    if played is None:
        yield node("span", "Play by", css="dl-quiet dl-play")
        for step in STEPS:
            yield _button(f"▶ {step}", step, "play")
        return
    yield _button("❚❚ Pause", "", "play")
    yield node("span", f" moving on by the {played} …", css="dl-quiet", data_auto="next", data_after=str(PAUSE))


def moved(day: date, step: str, by: int) -> date:
    """A day moved by that many days, weeks or months; the last day of a month that has no such day."""
    if step != "month":
        return day + timedelta(days=by * (7 if step == "week" else 1))
    months = day.year * 12 + day.month - 1 + by
    year, month = divmod(months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))

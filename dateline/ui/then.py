"""The banner of a past day: what was known then, and steps through time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import streamlit as st

from dateline.dates import day_label
from dateline.standing import became_public
from dateline.ui import nodes, state
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import N_, _, counted

STEPS = {"month": N_("month"), "week": N_("week"), "day": N_("day")}
"""Steps on offer, the longest first, and their names."""
_MOVING = {"month": N_(" moving on by the month …"), "week": N_(" moving on by the week …"), "day": N_(" moving on by the day …")}
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
        {"known": state.set_known, "play": _play, "next": lambda _value: _next(day)},
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
            node("b", _("As known on {date}. ").format(date=day_label(day))),
            counted(
                len(view.everything.records),
                "{known} of {n} event had been reported by then; standings and links are those of that day, texts are today's.",
                "{known} of {n} events had been reported by then; standings and links are those of that day, texts are today's.",
                known=f"{len(view.tables.records):,}",
            ),
        ),
        node("p", _unknown(view)) if view.unknown_event else None,
        node("p", *_steps(day), _button(_("Back to today"), ""), *_playing(played), css="dl-actions"),
        css="dl-notice dl-then",
        role="status",
    )


def _unknown(view: View) -> str:
    event = view.everything.records[view.unknown_event].event
    words = _("The event chosen in this link became known only on {date}, so it is not shown.")
    return words.format(date=day_label(became_public(event)))


def _steps(day: date) -> Iterator[Node]:
    for step, name in STEPS.items():
        yield _button(f"‹ {_(name)}", moved(day, step, -1).isoformat())
    for step, name in reversed(STEPS.items()):
        yield _button(f"{_(name)} ›", moved(day, step, 1).isoformat())


def _button(words: str, value: str, action: str = "known") -> Node:
    return node("button", words, css="dl-button dl-small", data_action=action, data_value=value, type="button")


def _playing(played: str | None) -> Iterator[Node]:
    """Buttons to move forward by itself; while it moves, one to stop, and the browser's order to take the next step."""
    if played is None:
        yield node("span", _("Play by"), css="dl-quiet dl-play")
        for step, name in STEPS.items():
            yield _button(f"▶ {_(name)}", step, "play")
        return
    yield _button(_("❚❚ Pause"), "", "play")
    yield node("span", _(_MOVING[played]), css="dl-quiet", data_auto="next", data_after=str(PAUSE))


def moved(day: date, step: str, by: int) -> date:
    """A day moved by that many days, weeks or months; the last day of a month that has no such day."""
    if step != "month":
        return day + timedelta(days=by * (7 if step == "week" else 1))
    months = day.year * 12 + day.month - 1 + by
    year, month = divmod(months, 12)
    after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))

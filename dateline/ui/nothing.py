"""What a page says when no event is left, and the way on: which filter to let go, and a button that does it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from dateline.dates import day_label
from dateline.described import in_words
from dateline.selection import Selection, apply
from dateline.tables import Tables, remembered
from dateline.ui import nodes, parts, state
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import _, counted

FILTERS = ("q", "period", "actor", "category", "status")
"""Filters in the order of the page."""
MOST = 4
"""Ways on that are offered at most."""


def show(view: View) -> None:
    """Put it on the page."""
    nodes.show(
        "dl-none",
        document(view),
        {"drop": lambda keys: drop(keys, view.tables), "today": lambda _value: state.set_known(None)},
    )


def document(view: View) -> Node:
    """Why there is nothing, and what to do."""
    if not view.shown.total:
        known = view.selection.known
        if known is None or not view.everything.records:
            return node("p", _("The record holds no events that can be shown."), css="dl-empty")
        return node(
            "div",
            node("p", _("Nothing of the record had been reported by {date}.").format(date=day_label(known))),
            node("p", node("button", _("Back to today"), css="dl-button", data_action="today", type="button"), css="dl-actions"),
            css="dl-empty",
        )
    offers = ways(view.tables, replace(view.selection, event="", claim="", who=""))
    return node(
        "div",
        node("p", node("b", _("No event passes all filters."))),
        *_ways_on(offers, view),
        node("p", parts.reset(css="dl-button"), css="dl-actions"),
        css="dl-empty",
    )


def _ways_on(offers: list[tuple[tuple[str, ...], int]], view: View) -> Iterator[Node]:
    if offers:
        one = len(offers[0][0]) == 1
        yield node("p", _("Let go of one filter, and there are some:") if one else _("No filter does it alone. There are some:"))
        yield node("ul", *(_offer(keys, count, view) for keys, count in offers), css="dl-plain")


def _offer(keys: tuple[str, ...], count: int, view: View) -> Node:
    only = Selection(**{key: getattr(view.selection, key) for key in keys})
    words = _("Without {filters}").format(filters=in_words(only, view.tables))
    return node(
        "li",
        node("button", words, css="dl-button dl-small", data_action="drop", data_value=" ".join(keys), type="button"),
        node("span", counted(count, " {n} event", " {n} events"), css="dl-quiet"),
    )


@remembered
def ways(tables: Tables, selection: Selection) -> list[tuple[tuple[str, ...], int]]:
    """Filters without which something is left, and how much: each alone, the most first; where none is enough, two together, and so on."""
    usual = Selection()
    active = [key for key in FILTERS if getattr(selection, key) != getattr(usual, key)]
    for number in range(1, len(active) + 1):
        found = [(keys, len(apply(_without(selection, keys), tables).ids)) for keys in combinations(active, number)]
        if left := [one for one in found if one[1]]:
            return sorted(left, key=lambda one: -one[1])[:MOST]
    return []


def _without(selection: Selection, keys: tuple[str, ...]) -> Selection:
    usual = Selection()
    return replace(selection, **{key: getattr(usual, key) for key in keys})


def drop(keys: object, tables: Tables) -> None:
    """In a callback: let go of the filters whose names are given, set apart by blanks; nothing for anything else."""
    for key in _names(keys):
        if key == "period":
            state.set_period(None)
        elif key == "q":
            state.set_search("")
        else:
            state.set_ids(key, (), tables)


def _names(keys: object) -> Iterator[str]:
    return (key for key in (keys.split() if isinstance(keys, str) else ()) if key in FILTERS)

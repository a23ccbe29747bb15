"""The question of the page Before & after: its two sets as chips, what can be added, questions ready to ask, and how it is compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import streamlit as st

from dateline.address import encode, pools
from dateline.described import set_entry
from dateline.samples import members
from dateline.selection import FIELDS, Null, Selection
from dateline.tables import Tables, remembered
from dateline.ui import filters, nodes, parts, state
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, events, language

FIELD_NAMES: Mapping[str, str] = dict(zip(FIELDS, (N_("Category"), N_("Kind"), N_("Series"), N_("Actor")), strict=True))
NULL_NAMES: Mapping[Null, str] = {
    "shift": N_("circular shift"), "season": N_("shuffle within the season"), "poisson": N_("Poisson"),
}  # fmt: skip
_ADDING = "_adding_to"
BARS: Mapping[int, str] = {1: N_("day"), 7: N_("week")}
WINDOWS, LAGS = (7, 14, 30, 60), (0, 1, 7, 14)
"""Days on offer; a link may hold others."""
SIDES: Mapping[str, tuple[str, str]] = {
    "anchor": (N_("Anchors"), N_("The events around which we look.")),
    "other": (N_("Other events"), N_("What is looked for before and after them.")),
}


def asked(selection: Selection, tables: Tables) -> Selection:
    """The view with the sets that are compared: those chosen, else those of the record's first question, if it has any."""
    example = next(iter(tables.registers.questions), None)
    if selection.anchor or selection.other or example is None:
        return selection
    known = pools(tables)["anchor"]
    anchor, other = (tuple(one for one in side if one in known) for side in (example.anchor, example.other))
    return replace(selection, anchor=anchor, other=other)


def show(view: View, question: Selection) -> None:
    """Questions ready to ask, the two sets, what can be added, and how they are compared."""
    tables = view.tables
    side = adding(st.session_state.get(_ADDING), question)

    def ask(value: object) -> None:
        chosen = next((one for one in tables.registers.questions if one.words == value), None)
        if chosen:
            _set(chosen.anchor, chosen.other, tables)
            state.set_number("window", chosen.window)

    # What is asked at the time of the click, since a quick reader clicks again before the page has answered.
    def now() -> Selection:
        return asked(state.current(tables), tables)

    def add(value: object) -> None:
        asking = now()
        key = adding(st.session_state.get(_ADDING), asking)
        _set_side(key, (*getattr(asking, key), value), asking, tables)

    def keep(value: object) -> None:
        st.session_state[_ADDING] = _side_of(value)

    def remove(key: str) -> Callable[[object], None]:
        return lambda value: _set_side(key, (one for one in getattr(now(), key) if one != value), now(), tables)

    nodes.show(
        "dl-ba-asked",
        _panel(tables, question, side),
        {
            "ask": ask,
            "side": keep,
            "add": add,
            **{f"remove-{key}": remove(key) for key in SIDES},
            "window": lambda value: state.set_number("window", value),
            "lag": lambda value: state.set_number("lag", value),
            "null": lambda value: state.set_choice("null", value),
            "bin": lambda value: state.set_number("bin", value),
        },
    )


def adding(kept: object, question: Selection) -> str:
    """The set to which the reader adds: the one chosen, else the one that is empty, else the other events. A crafted message may carry anything."""
    return str(kept) if kept in tuple(SIDES) else "anchor" if not question.anchor else "other"


def _side_of(name: object) -> str | None:
    return str(name) if name in tuple(SIDES) else None


@remembered
def _panel(tables: Tables, question: Selection, side: str) -> Packed:
    return nodes.pack(
        [
            _questions(question, tables),
            node("div", *(_chips(tables, key, getattr(question, key), question) for key in SIDES), css="dl-ba-sides"),
            _finder(tables, side),
            _controls(question),
        ]
    )


def _set(anchor: Iterable[str], other: Iterable[str], tables: Tables) -> None:
    """In a callback: both at once, since the example is shown only while both are empty."""
    state.set_ids("anchor", list(dict.fromkeys(anchor)), tables)
    state.set_ids("other", list(dict.fromkeys(other)), tables)


def _set_side(key: str, values: Iterable[object], asking: Selection, tables: Tables) -> None:
    both = {"anchor": asking.anchor, "other": asking.other} | {key: tuple(one for one in values if isinstance(one, str))}
    _set(both["anchor"], both["other"], tables)


def _questions(question: Selection, tables: Tables) -> Node:
    known = set(pools(tables)["anchor"])
    questions = [one for one in tables.registers.questions if known.issuperset((*one.anchor, *one.other))]
    return node(
        "article",
        node("h1", _("Before & after")),
        node(
            "p",
            _(
                "Do events of one kind come before or after events of another kind more often than chance gives? "
                "Nearness in time is only that: nothing on this page shows cause."
            ),
            css="dl-lead",
        ),
        node(
            "p",
            node("span", _("Ask: "), css="dl-quiet") if questions else None,
            *(
                node(
                    "button", one.words_in(language()), css="dl-button dl-small", type="button", data_action="ask", data_value=one.words,
                    aria_pressed=str((set(one.anchor), set(one.other)) == (set(question.anchor), set(question.other))).lower(),
                )
                for one in questions
            ),
            css="dl-ba-questions",
        ),
        css="dl-page",
    )  # fmt: skip


def _finder(tables: Tables, side: str) -> Node:
    """What can be added to a set, found by typing."""
    titles = {key: _(words) for key, (words, _about) in SIDES.items()}
    name = (
        _("Add to anchors: a category, kind, series or actor")
        if side == "anchor"
        else _("Add to other events: a category, kind, series or actor")
    )
    options = (_option(one, field, label, tables) for field in FIELDS for one, label in offered(tables, field).items())
    return node(
        "section",
        node(
            "div",
            node("span", _("Add to"), css="dl-quiet"),
            parts.switch("side", _("Add to"), titles, side),
            node(
                "input",
                type="search",
                placeholder=_("a category, kind, series or actor …"),
                aria_label=name,
                data_finds="",
                id="dl-find-set",
            ),
            node("button", _("Show all"), css="dl-more-button", data_more="", type="button"),
            css="dl-ba-control",
        ),
        node("ul", *options, css="dl-ba-options"),
        css="dl-facet dl-ba-finder",
    )


def _option(one: str, field: str, label: str, tables: Tables) -> Node:
    name, _space, number = label.rpartition(" (")
    entry = tables.registers.actors.get(one.partition(":")[2]) if field == "actor" else None
    return node(
        "li",
        node("button", node("span", f"{_(FIELD_NAMES[field])} ", css="dl-quiet"), name, type="button"),
        node("span", number.rstrip(")"), css="dl-count"),
        css="dl-option dl-more",
        data_search=filters.search_words(entry) if entry else name,
        data_action="add",
        data_value=one,
    )


@remembered
def offered(tables: Tables, field: str) -> Mapping[str, str]:
    """Every ``field:id`` of a field that holds events -> its name with their number, most events first."""
    if field == "actor":
        counts: dict[str, int] = {}
        for ids in tables.involved.values():
            for one in ids:
                counts[one] = counts.get(one, 0) + 1
    else:
        counts = {str(one): int(count) for one, count in tables.events[field].value_counts().items() if one}
    ordered = sorted(counts, key=lambda one: (-counts[one], one))
    return {f"{field}:{one}": f"{set_entry(f'{field}:{one}', tables)} ({counts[one]})" for one in ordered}


def _chips(tables: Tables, key: str, chosen: tuple[str, ...], question: Selection) -> Node:
    title, about = (_(words) for words in SIDES[key])
    number = len(members(tables, chosen, question.status))
    return node(
        "section",
        node("h2", title, node("span", f" {events(number)}", css="dl-quiet dl-ba-number")),
        node("p", about, _(" Any of one field, all of several."), css="dl-quiet"),
        node("ul", *(_chip(one, key, tables, question) for one in chosen), css="dl-chips", aria_label=title)
        if chosen
        else node(
            "p",
            _("None chosen: add anchors below.") if key == "anchor" else _("None chosen: add other events below."),
            css="dl-quiet",
        ),
        css="dl-ba-side",
    )


def _chip(one: str, key: str, tables: Tables, question: Selection) -> Node:
    field, _colon, entry = one.partition(":")
    name = set_entry(one, tables)
    number = len(members(tables, (one,), question.status))
    there = Selection(period=question.period, known=question.known, status=question.status)
    there = replace(there, category=(entry,)) if field == "category" else replace(there, actor=(entry,))
    words = f" {number:,}"
    count = (
        node("a", words, href=f"./?{encode(there)}", target="_self", title=_("Show them in the timeline"), css="dl-count")
        if field in ("category", "actor")
        else node("span", words, css="dl-count")
    )
    return node(
        "li",
        node("span", f"{_(FIELD_NAMES[field])} ", css="dl-quiet"),
        node("b", name),
        " ",
        count,
        node(
            "button",
            "×",
            type="button",
            data_action=f"remove-{key}",
            data_value=one,
            aria_label=_("Remove {name}").format(name=name),
            css="dl-chip-remove",
        ),
        css="dl-chip",
    )


def _controls(question: Selection) -> Node:
    bars = {str(one): _(words) for one, words in BARS.items()}
    bars.setdefault(str(question.bin), counted(question.bin, "{n} day", "{n} days"))
    switches: tuple[tuple[str, str, Mapping[str, str], str], ...] = (
        (_("Window, days"), "window", _days(WINDOWS, question.window), str(question.window)),
        (_("Lag, days"), "lag", _days(LAGS, question.lag), str(question.lag)),
        (_("Chance"), "null", {one: _(words) for one, words in NULL_NAMES.items()}, question.null),
        (_("Bars by"), "bin", bars, str(question.bin)),
    )
    return node(
        "div",
        *(
            node("div", node("span", words, css="dl-quiet"), parts.switch(key, words, options, chosen), css="dl-ba-control")
            for words, key, options, chosen in switches
        ),
        css="dl-chain-controls dl-ba-controls",
    )


def _days(on_offer: Iterable[int], chosen: int) -> dict[str, str]:
    return {str(one): str(one) for one in sorted({*on_offer, chosen})}

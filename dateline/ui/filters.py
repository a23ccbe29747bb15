"""The filter bar in the sidebar, the same on all pages: one document, whose fields are in :mod:`dateline.ui.fields`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import streamlit as st

from dateline import actors, address, words
from dateline import selection as selections
from dateline.known import as_known
from dateline.registers import Actor
from dateline.selection import Selection
from dateline.standing import STATUS_MEANING, STATUS_WORDS, STATUSES
from dateline.tables import Tables, remembered
from dateline.ui import fields, nodes, parts, state, wording
from dateline.ui.marks import line, mark
from dateline.ui.nodes import Node, Packed, node
from dateline.words import _, counted

FIRST_ACTORS = 9
"""Actors in sight before one types or asks for all."""


def show(tables: Tables, page: str = "") -> Selection:
    """Draw the bar, bound widgets included, and return the view that it holds. ``page`` is the address of the page below."""
    with st.sidebar:
        state.bound_widgets(page)
        view = state.current(tables)
        then = as_known(tables, view.known)
        facets = _facets(then, replace(selections.filters_of(view), link=view.link, basis=view.basis))
        nodes.show(
            "dl-facets",
            nodes.joined(fields.document(then, view), facets),
            {
                "form": lambda sent: fields.take(sent, then),
                "preset": lambda name: fields.take_preset(name, then),
                "toggle": lambda value: _toggle(value, tables),
            },
        )
    return view


def _toggle(value: object, tables: Tables) -> None:
    key, _, chosen = str(value).partition(":")
    now = list(st.session_state.get(key) or []) if key in address.LISTS else []
    now.remove(chosen) if chosen in now else now.append(chosen)
    state.set_ids(key, now, tables)


@remembered
def _facets(tables: Tables, view: Selection) -> Packed:
    counts = selections.facets(view, tables)
    registers = tables.registers
    categories = (
        _option(
            "category",
            entry.id,
            words.name(entry),
            counts,
            view.category,
            icon=mark(entry.symbol, entry.id, "corroborated"),
            about=words.about(entry),
        )
        for entry in registers.categories.values()
    )
    statuses = (
        _option(
            "status",
            one,
            _(STATUS_WORDS[one]),
            counts,
            view.status,
            icon=mark("circle", "ink", one),
            about=_(STATUS_MEANING[one]),
        )
        for one in STATUSES
    )
    return nodes.pack(
        [
            _facet("actor", _("Actor"), list(_actors(tables, view, counts["actor"])), find=_("Find an actor …")),
            _facet("category", _("Category"), list(categories)),
            _facet("standing", _("Standing"), list(statuses)),
            _facet("links", _("Links"), list(_links(tables, view)), more=True),
            node("p", parts.reset(css="dl-button"), css="dl-actions"),
        ]
    )


def _facet(name: str, title: str, options: list[Node], find: str = "", *, more: bool = False) -> Node:
    return node(
        "section",
        node("h3", title),
        node("input", type="search", placeholder=find, aria_label=find, data_finds="", id=f"dl-find-{name}") if find else None,
        node("div", *options, css="dl-options", role="group", aria_label=title),
        node("button", _("Show all"), css="dl-more-button", data_more="", type="button") if find or more else None,
        css="dl-facet",
    )


def _actors(tables: Tables, view: Selection, counts: Mapping[str, int]) -> Iterable[Node]:
    """Outermost bodies by count, each with its parts below it. Parts are found by typing or by "show all"."""
    registered = tables.registers.actors
    for one in actors.tree(registered, counts):
        entry, chosen = registered[one.who], one.who in view.actor
        if counts.get(one.who) or chosen:
            yield _option(
                "actor", entry.id, words.name(entry), {"actor": counts}, view.actor, native=entry.native, search=search_words(entry), depth=one.depth,
                more=(one.depth > 0 or one.rank >= FIRST_ACTORS) and not chosen,
            )  # fmt: skip


def search_words(actor: Actor) -> str:
    """What an actor is found by, set apart by bars: its name in every language, aliases and id."""
    return "|".join([actor.name, *actor.names.values(), actor.native or "", *actor.aliases, actor.id])


def _links(tables: Tables, view: Selection) -> Iterable[Node]:
    """Bases of links, and kinds behind "show all": which are drawn, listed and followed. Nothing chosen: all."""
    counts = selections.link_facets(view, tables)
    for basis in selections.BASES:
        yield _option(
            "basis", basis, _(wording.BASIS_WORDS[basis]), counts, view.basis, about=_(wording.BASIS_MEANING[basis]),
            icon=line(basis), links=True,
        )  # fmt: skip
    for kind in tables.registers.link_kinds.values():
        if counts["link"].get(kind.id) or kind.id in view.link:
            colour = f"link-{kind.family}"
            yield _option(
                "link", kind.id, words.name(kind), counts, view.link, icon=line("documented", colour), links=True, more=kind.id not in view.link,
            )  # fmt: skip


def _option(
    key: str,
    value: str,
    name: str,
    counts: Mapping[str, Mapping[str, int]],
    chosen: tuple[str, ...],
    *,
    icon: Node | None = None,
    about: str = "",
    native: str | None = None,
    search: str = "",
    depth: int = 0,
    more: bool = False,
    links: bool = False,
) -> Node:
    number = counts[key].get(value, 0)
    own = f" {native}" if native and native != name else ""
    what = counted(number, "{n} link", "{n} links") if links else counted(number, "{n} event", "{n} events")
    return node(
        "button",
        node("span", css="dl-box"),
        icon,
        node("span", name, parts.native_name(native) if own and native else None, css="dl-name"),
        node("span", str(number), css="dl-count"),
        css=f"dl-option dl-depth-{min(depth, 3)}{' dl-more' if more else ''}{' dl-none' if not number else ''}",
        type="button",
        role="checkbox",
        aria_checked="true" if value in chosen else "false",
        title=about or None,
        aria_label=f"{name}{own}, {what}",
        data_search=search or None,
        data_action="toggle",
        data_value=f"{key}:{value}",
    )

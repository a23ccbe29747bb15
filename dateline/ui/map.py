"""The Map page's parts: what to show, the map, the chosen place beside it, and every place below as a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dateline import places
from dateline.address import encode
from dateline.dates import label
from dateline.export.static import outlines_of
from dateline.figures import map as drawing
from dateline.places import Spot
from dateline.registers import Area
from dateline.selection import Selection
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered
from dateline.ui import listing, nodes, nothing, parts, plot, state, wording
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import N_, _, about, counted, listed, name, title

PAGE = 20
"""Events of a place shown at once."""
_BESIDE, _MANY = "dl-map-beside", "_map_many"
POLICY = N_(
    "Outlines: Natural Earth, thin and for orientation only; nothing here is a claim about a border. Coastlines are drawn everywhere."
)
"""Outlines of an area that has none of its own."""


def show(view: View) -> None:
    """The page."""
    actions = {
        "area": lambda value: state.set_open("area", value, view.tables),
        "place": lambda value: _choose(value, view.tables),
    }
    ids, selection = view.shown.ids, replace(view.selection, event="")
    nodes.show("dl-map-head", _head(view), actions)
    if ids:
        wide, beside = st.columns([7, 4], gap="medium")
        with wide:
            drawn = _figure(view.tables, ids, selection.area, selection.place)
            plot.show("dl-map", drawn, lambda place: _choose(place, view.tables))
        with beside, st.container(key=_BESIDE):
            _beside(view, selection, actions)
        nodes.show("dl-map-places", _listed(view.tables, ids, replace(selection, place="")), actions)
    else:
        nothing.show(view)


def _choose(place: object, tables: Tables) -> None:
    state.set_open("place", place, tables)
    st.session_state[_MANY] = PAGE


@remembered
def _figure(tables: Tables, ids: tuple[str, ...], shown: str, place: str) -> str:
    area = places.area_of(shown, tables)
    spots = places.spots(tables, ids)
    inside, outside, nowhere = places.sorted_out(area, spots)
    alt = _(
        "Map, {area}: {events} at {places}. Not on it: {outside} elsewhere, {nowhere} without a place on any map. The list below holds all."
    ).format(area=name(area), events=_events(inside), places=_places(inside), outside=_events(outside), nowhere=_events(nowhere))
    if inside:
        most = max(inside, key=lambda spot: len(spot.events))
        alt += " " + _("Most are at {place}: {events}.").format(place=most.name, events=_events([most]))
    if chosen := tables.registers.places.get(place):
        alt += " " + _("Chosen: {place}.").format(place=name(chosen))
    return plot.packed(drawing.figure(tables, spots, area, outlines_of(area), place), alt)


def _events(some: Sequence[Spot]) -> str:
    return counted(places.counted(some), "{n} event", "{n} events")


def _places(some: Sequence[Spot]) -> str:
    return counted(len(some), "{n} place", "{n} places")


def _head(view: View) -> Node:
    selection = view.selection
    spots, chosen = places.spots(view.tables, view.shown.ids), places.area_of(selection.area, view.tables)
    return node(
        "header",
        node("h1", _("Map"), css="dl-unseen"),
        node("p", listing.count_sentence(view), css="dl-counts"),
        node(
            "div",
            *(_area_button(area, chosen, spots) for area in view.tables.registers.areas.values()),
            css="dl-switch",
            role="group",
            aria_label=_("Map of"),
        ),
        node(
            "button",
            _("Copy link"),
            css="dl-button",
            data_copy_link=f"?{encode(selection)}",
            type="button",
            title=_("One link that opens exactly this view"),
        ),
        node("p", _split(chosen, spots), css="dl-map-split") if spots else None,
        css="dl-header",
    )


def _area_button(area: Area, chosen: Area, spots: Sequence[Spot]) -> Node:
    inside = places.sorted_out(area, spots)[0]
    return node(
        "button",
        name(area),
        node("span", f" {places.counted(inside):,}", css="dl-count"),
        css="dl-segment",
        aria_pressed=str(area.id == chosen.id).lower(),
        data_action="area",
        data_value=area.id,
        type="button",
    )


def _split(area: Area, spots: Sequence[Spot]) -> list[Node]:
    """Where the shown events are: on this map, outside it, nowhere; nothing is left out."""
    inside, outside, nowhere = places.sorted_out(area, spots)
    pieces: list[Node] = [node("b", _("{events} on this map").format(events=_events(inside)))]
    if outside:
        first = listed([f"{spot.name} {len(spot.events)}" for spot in outside[:3]])
        words = (
            _(" · {n} at {places} outside it (most at {first})")
            if len(outside) > 3
            else _(" · {n} at {places} outside it ({first})")
        )
        pieces.append(words.format(n=f"{places.counted(outside):,}", places=_places(outside), first=first))
    if nowhere:
        pieces.append(_(" · {n} with no place disclosed or known").format(n=f"{places.counted(nowhere):,}"))
    return [*pieces, node("span", _(". All are listed below."), css="dl-quiet")]


def _legend(areas: Sequence[Area]) -> Node:
    circle = node("circle", cx="8", cy="8", r="6", fill="currentColor")
    diamond = node("path", d="M8 1.5l6.5 6.5l-6.5 6.5l-6.5-6.5z", fill="none", stroke="currentColor", stroke_width="1.8")
    disc = node("circle", cx="8", cy="8", r="7", fill="none", stroke="currentColor", stroke_width="1.2", stroke_dasharray="2.4 2")
    rows: tuple[tuple[Node, str, str], ...] = (
        (circle, "link-chosen", _("a spot, a town or a district; its area grows with the number of events")),
        (diamond, "link-chosen", _("no point: a province, a country or a sea area, about whose middle it stands; area likewise")),
        (
            disc,
            "mute",
            _("how coarse that is: 50 km around for a province, 80 for a sea area, 180 for a country; not its borders"),
        ),
    )
    return node(
        "div",
        node(
            "ul",
            *(
                node(
                    "li",
                    node("svg", shape, css="dl-mark", viewBox="0 0 16 16", data_colour=colour, aria_hidden="true"),
                    f" {words}",
                )
                for shape, colour, words in rows
            ),
            css="dl-map-legend",
            aria_label=_("What the marks mean"),
        ),
        node(
            "p",
            _("A statement stands where it was made, not where what it speaks of happened. "),
            _("The marks have one scale on all maps. ") if len(areas) > 1 else None,
            _(POLICY),
            *(f" {area.borders}." for area in areas if area.borders),
            css="dl-quiet",
        ),
        css="dl-map-notes",
    )


def _beside(view: View, selection: Selection, actions: Mapping[str, Callable[[Any], None]]) -> None:
    if not selection.place:
        nodes.show("dl-map-card", _welcome(view.tables, view.shown.ids, selection), actions)
        return
    many = max(int(st.session_state.get(_MANY, PAGE)), PAGE)

    def more(_value: object) -> None:
        st.session_state[_MANY] = many + PAGE

    nodes.show("dl-map-card", _card(view.tables, view.shown.ids, selection, many), {**actions, "more": more})


@remembered
def _welcome(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Packed:
    _inside, outside, nowhere = places.sorted_out(places.area_of(selection.area, tables), places.spots(tables, ids))
    return nodes.pack(
        node(
            "article",
            node("h2", _("Where it happened")),
            node("p", _("Choose a place on the map or in the lists, and its events stand here.")),
            _most(_("Outside this map"), outside, selection),
            _most(_("Not on any map"), nowhere, selection),
            css="dl-card dl-welcome",
        )
    )


def _most(heading: str, spots: Sequence[Spot], selection: Selection) -> Node | None:
    if not spots:
        return None
    rest = spots[8:]
    return node(
        "section",
        node("h3", f"{heading}: {_events(spots)}"),
        node("ul", *(_row(spot, selection) for spot in spots[:8]), css="dl-places"),
        node(
            "p",
            counted(
                len(rest),
                "and {n} more place with {events}, listed below",
                "and {n} more places with {events}, listed below",
                events=_events(rest),
            ),
            css="dl-quiet",
        )
        if rest
        else None,
    )


@remembered
def _card(tables: Tables, ids: tuple[str, ...], selection: Selection, many: int) -> Packed:
    entry, area = tables.registers.places[selection.place], places.area_of(selection.area, tables)
    spot = next((spot for spot in places.spots(tables, ids) if spot.place == selection.place), None)
    events = spot.events if spot else ()
    rows = sorted(events, key=lambda one: -tables.position[one])
    close = node(
        "button", "×", css="dl-close", data_action="place", data_value="", aria_label=_("Close this place"), type="button"
    )
    rest = len(rows) - many
    return nodes.pack(
        node(
            "article",
            node(
                "div",
                close,
                node("p", _(places.PRECISION_WORDS[entry.precision]).capitalize(), css="dl-badge dl-quiet"),
                css="dl-card-head",
            ),
            node("h2", name(entry), parts.native_name(entry.native) if entry.native and entry.native != name(entry) else None),
            node("p", about(entry)) if entry.about else None,
            node("div", _off_the_map(spot, area, tables), css="dl-notice") if spot and not places.shows(area, spot) else None,
            node("p", _breakdown(spot, tables), css="dl-says")
            if spot
            else node("div", _("The filters leave no event here."), css="dl-notice"),
            node("ul", *(_item(one, tables, selection) for one in rows[:many]), css="dl-place-events"),
            node(
                "p",
                node(
                    "button",
                    _("Show {n} more of {total}").format(n=min(PAGE, rest), total=rest),
                    css="dl-button",
                    data_action="more",
                    type="button",
                ),
                css="dl-actions",
            )
            if rest > 0
            else None,
            css="dl-card",
            tabindex="0",
            aria_label=_("Chosen place: {place}").format(place=name(entry)),
        )
    )


def _off_the_map(spot: Spot, area: Area, tables: Tables) -> list[Node]:
    if not spot.located:
        return [_("It is on no map: where it is was not disclosed, or the record has no coordinates for it.")]
    # The usual map is the last to be offered: whoever left it wants another.
    first, *others = tables.registers.areas.values()
    other = next((one for one in (*others, first) if one.id != area.id and places.shows(one, spot)), None)
    if other is None:
        return [_("It lies outside all maps.") if others else _("It lies outside the map.")]
    button = node(
        "button",
        _("Show the map: {area}").format(area=name(other)),
        css="dl-button dl-small",
        data_action="area",
        data_value=other.id,
        type="button",
    )
    return [_("It lies outside this map. "), button]


def _breakdown(spot: Spot, tables: Tables) -> list[Node]:
    """How many events of which category, each with its mark."""
    categories = tables.registers.categories
    pieces: list[Node] = [node("b", counted(len(spot.events), "{n} event", "{n} events"))]
    for one, number in spot.categories:
        entry = categories.get(one)
        sign = mark(entry.symbol if entry else "circle", one, "corroborated")
        pieces.append(node("span", sign, f" {wording.of_category(number, one, tables)}", css="dl-part"))
    return pieces


def _item(event_id: str, tables: Tables, selection: Selection) -> Node:
    located = tables.records[event_id]
    event, status = located.event, tables.status[event_id]
    category = tables.registers.categories.get(located.category)
    sign = mark(category.symbol if category else "circle", located.category, status, name(category) if category else "")
    return node(
        "li",
        sign,
        node(
            "div",
            node("time", label(event.date), css="dl-day", datetime=event.date.first_written),
            node("p", parts.link_to_page(event, selection, title(event))),
            node("p", f"{wording.names(event.claimed_by, tables)} · {_(STATUS_WORDS[status]).lower()}", css="dl-quiet"),
        ),
    )


@remembered
def _listed(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Packed:
    """What the marks mean, and every place with its number of events: the map in words."""
    area = places.area_of(selection.area, tables)
    inside, outside, nowhere = places.sorted_out(area, places.spots(tables, ids))
    groups = (
        (_("On this map, {area}").format(area=name(area)), inside),
        (_("Outside this map"), outside),
        (_("Not on any map: not disclosed, or without coordinates"), nowhere),
    )
    names = {entry.id: name(entry).lower() for entry in tables.registers.categories.values()}
    return nodes.pack(
        node(
            "article",
            _legend(tuple(tables.registers.areas.values())),
            *(
                node(
                    "section",
                    node(
                        "h2",
                        _("{heading}: {events} at {places}").format(
                            heading=heading, events=_events(spots), places=_places(spots)
                        ),
                    ),
                    node("ul", *(_row(spot, selection, names) for spot in spots), css="dl-places dl-many"),
                )
                for heading, spots in groups
                if spots
            ),
            css="dl-page dl-map-lists",
        )
    )


def _row(spot: Spot, selection: Selection, names: Mapping[str, str] | None = None) -> Node:
    """A place with its number of events, which chooses it; ``names`` of categories to say which has most."""
    told = [] if spot.precision == "city" else [_(places.PRECISION_WORDS[spot.precision])]
    if names is not None and spot.categories:
        category, number = spot.categories[0]
        whole, most = number == len(spot.events), 2 * number > len(spot.events)
        words = _("all {category}") if whole else _("mostly {category}") if most else _("mixed")
        told.append(words.format(category=names.get(category, category)))
    return node(
        "li",
        node("span", f"{len(spot.events):,}", css="dl-number"),
        node(
            "span",
            node(
                "a",
                spot.name,
                parts.native_name(spot.native) if spot.native and spot.native != spot.name else None,
                href=f"map?{encode(replace(selection, place=spot.place))}",
                data_action="place",
                data_value=spot.place,
                data_scroll=f".st-key-{_BESIDE}",
            ),
            node("span", f" {' · '.join(told)}", css="dl-quiet") if told else None,
        ),
    )

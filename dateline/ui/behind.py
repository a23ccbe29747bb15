"""The events behind a number: on the page Sources & coverage each number opens the list of what it counts, below its section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dateline import coverage, sources
from dateline.address import encode
from dateline.coverage import MONTHS_FROM
from dateline.dates import label
from dateline.figures import coverage as picture
from dateline.model import Source
from dateline.selection import Selection, apply
from dateline.standing import party, was_out
from dateline.tables import Tables, remembered
from dateline.ui import nodes, parts, wording
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, name, title

PAGE = 25
"""Events of a list shown at once."""
BY_WORDS: Mapping[sources.By, str] = {
    "publisher": N_("Publisher"),
    "type": N_("Type of publisher"),
    "country": N_("Country of publisher"),
    "origin": N_("Origin"),
    "party": N_("Origin's party"),
}
_OPEN, _MANY, _MOVED = "_behind_open", "_behind_many", "_behind_moved"


@dataclass(frozen=True, slots=True)
class Listed:
    """The events behind a number, in the order in which they are read. ``days``: event -> days until it was reported, where that counts.

    ``there`` narrows the view on the Timeline to the same category and time, None: no address says the same.
    """

    title: str
    ids: tuple[str, ...]
    days: Mapping[str, float]
    there: Selection | None = None


def value(place: str, what: str, key: str = "") -> str:
    """What a button sends: where on the page its list opens, what is listed, and of whom."""
    return f"{place};{what};{key}"


def button(place: str, what: str, key: str, words: str, *, css: str = "dl-number", aria: str = "") -> Node:
    """A number that opens the list of what it counts."""
    return node(
        "button", words, css=css, data_action="list", data_value=value(place, what, key), type="button", aria_label=aria or None
    )


def actions() -> dict[str, Callable[[object], None]]:
    """What the buttons do, for :func:`dateline.ui.nodes.show`."""

    def more(_value: object) -> None:
        st.session_state[_MANY] = _many() + PAGE

    return {"list": choose, "more": more, "close": lambda _value: choose("")}


def choose(sent: object) -> None:
    """In a callback: open a list, or close it for anything that names none."""
    st.session_state[_OPEN] = sent if isinstance(sent, str) and sent.count(";") >= 2 and len(sent) < 200 else ""
    st.session_state[_MANY] = PAGE
    st.session_state[_MOVED] = True


def _many() -> int:
    return max(int(st.session_state.get(_MANY, PAGE)), PAGE)


def opened(view: View, place: str) -> nodes.Packed | None:
    """The list that is open at this place of the page; None where none is."""
    sent = st.session_state.get(_OPEN) or ""
    if not isinstance(sent, str) or not sent.startswith(f"{place};"):
        return None
    what, _semicolon, key = sent.removeprefix(f"{place};").partition(";")
    moved = bool(st.session_state.pop(_MOVED, False))
    return _document(view.tables, replace(view.selection, event="", claim=""), what, key, _many(), moved=moved)


@remembered
def _document(tables: Tables, selection: Selection, what: str, key: str, many: int, *, moved: bool) -> nodes.Packed | None:
    found = listed(tables, apply(selection, tables).ids, what, key)
    return nodes.pack(document(found, tables, selection, what, many, moved=moved)) if found else None


def document(found: Listed, tables: Tables, selection: Selection, what: str, many: int, *, moved: bool = False) -> Node:
    """A list: what it is, its events with what they rest on, and how to see more of it."""
    rest = len(found.ids) - many
    more = node(
        "button",
        _("Show {n} more of {total}").format(n=min(PAGE, rest), total=f"{rest:,}"),
        css="dl-button",
        data_action="more",
        type="button",
    )
    items = [_item(one, found, tables, selection, what) for one in found.ids[:many]]
    return node(
        "section",
        node("button", "×", css="dl-close", data_action="close", aria_label=_("Close this list"), type="button"),
        node("h3", found.title),
        _timeline(found.there, selection),
        node("ul", *items) if items else node("p", _("No event under these filters."), css="dl-quiet"),
        node("p", more, css="dl-actions") if rest > 0 else None,
        css="dl-behind",
        data_into_view="always" if moved else None,
        aria_label=found.title,
    )


def _timeline(there: Selection | None, selection: Selection) -> Node | None:
    if there is None:
        return None
    chosen = replace(selection, category=there.category or selection.category, period=there.period or selection.period)
    return node("p", node("a", _("This category and time in the Timeline"), href=f"./?{encode(chosen)}", target="_self"))


def _item(event_id: str, found: Listed, tables: Tables, selection: Selection, what: str) -> Node:
    event = tables.records[event_id].event
    pages = [page for page in event.sources if page.stance != "context" and was_out(page, tables.on)]
    if what in ("weak", "weak-only"):
        pages = [page for page in pages if page.weak]
    days = found.days.get(event_id)
    return node(
        "li",
        node("b", counted(int(days), "{n} day later: ", "{n} days later: ")) if days is not None else None,
        parts.link_to_page(event, selection, title(event)),
        node("span", f" {label(event.date)}", css="dl-quiet"),
        node("span", _(" · reported {date}").format(date=label(event.reported)), css="dl-quiet")
        if days is not None and event.reported
        else None,
        node("span", f" · {_resting(pages, tables, what)}", css="dl-quiet") if pages and not what.startswith("weak") else None,
        node("span", _(" · only one publisher: {why}").format(why=event.sole_source), css="dl-quiet")
        if event.sole_source
        else None,
        node("ul", *(_weak(page, tables) for page in pages)) if what.startswith("weak") else None,
    )


def _resting(pages: Sequence[Source], tables: Tables, what: str) -> str:
    alone = wording.name(party(pages[0].origin[0], tables.registers.actors), tables)
    words = wording.origins(pages, tables)
    return _("{party} alone: {origins}").format(party=alone, origins=words) if what == "one-party" else words


def _weak(page: Source, tables: Tables) -> Node:
    return node(
        "li",
        node("a", wording.publisher_name(page.publisher, tables), href=page.url),
        node(
            "span",
            _(" carries {origins}; stands for: {what}").format(origins=wording.names(page.origin, tables), what=page.supports),
            css="dl-quiet",
        ),
    )


def listed(tables: Tables, ids: tuple[str, ...], what: str, key: str) -> Listed | None:
    """What is behind a number; None for anything that names none, as a crafted message may."""
    none: Mapping[str, float] = {}
    if what in sources.BYS:
        by = next(one for one in sources.BYS if one == what)
        words = _("Events with a source by {name}") if by in ("publisher", "type", "country") else _("Events that rest on {name}")
        return Listed(words.format(name=key_name(by, key, tables)), _latest(sources.events_on(tables, ids, by, key)), none)
    if what.split("-")[0] in ("lag", "late"):
        return _lagging(tables, ids, what, key)
    if what == "cell":
        return _cell(tables, ids, key)
    chosen = _CHOSEN.get(what)
    if chosen is None:
        return None
    heading, choice = chosen
    group, _equals, one = key.partition("=")
    found, of = choice(tables, ids), ""
    if group in ("category", "year"):
        by_group: sources.Group = "category" if group == "category" else "year"
        found = tuple(event for event in found if sources.group_of(tables, event, by_group) == one)
        of = f", {wording.category_name(one, tables) if group == 'category' else year_name(one)}"
    return Listed(f"{_(heading)}{of}", _latest(found), none)


def _latest(ids: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(ids, reverse=True))


def _unread(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    read = set(sources.reviewed(tables, ids))
    return tuple(one for one in ids if one not in read)


def _weak_some(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sources.weak_pages(tables, ids)["event"]))


_CHOSEN: Mapping[str, tuple[str, Callable[[Tables, tuple[str, ...]], tuple[str, ...]]]] = {
    "one-party": (N_("Events that rest on one party's word"), lambda tables, ids: sources.on_one(tables, ids, "party")),
    "one-publisher": (
        N_("Events that rest on one publisher"),
        lambda tables, ids: sources.on_one(tables, ids, "publisher"),
    ),
    "weak": (N_("Events with a weak source"), _weak_some),
    "weak-only": (N_("Events that rest on weak sources alone"), sources.weak_only),
    "without": (N_("Events none of whose sources was out by then"), sources.without_pages),
    "read": (N_("Events that a second reader compared"), sources.reviewed),
    "unread": (N_("Events that no second reader has compared yet"), _unread),
    "unplaced": (
        N_("Events whose date does not say in which month they began"),
        lambda tables, ids: coverage.grid(tables, ids).unplaced,
    ),
}
"""What is listed -> its title, and which events it is."""


def _lagging(tables: Tables, ids: tuple[str, ...], what: str, category: str) -> Listed | None:
    """``lag``: those that count, ``late``: of them those told of on a later day, the longest first; ``lag-<why>``: those left out."""
    table = sources.lags(tables, ids)
    here = table[table["category"] == category] if category else table
    of = f", {wording.category_name(category, tables)}" if category else ""
    if what in ("lag", "late"):
        late = here[here["days"] >= (1 if what == "late" else 0)].sort_values(["days", "event"], ascending=[False, False])
        days = dict(zip(late["event"], late["days"], strict=True))
        heading = (
            _("Told of on a later day, the latest first") if what == "late" else _("From event to report, the longest first")
        )
        return Listed(f"{heading}{of}", tuple(days), days)
    titles = {
        "lag-uncertain": _("Events or reports whose day is not known exactly"),
        "lag-unreported": _("Events whose day of report is not known"),
    }
    if what not in titles:
        return None
    left_out = here["event"][here["why"] == what.removeprefix("lag-")]
    return Listed(f"{titles[what]}{of}", _latest(tuple(left_out)), {})


def _cell(tables: Tables, ids: tuple[str, ...], key: str) -> Listed | None:
    category, _bar, first = key.partition("|")
    try:
        cell = coverage.grid(tables, ids).cell(category, date.fromisoformat(first))
    except ValueError:
        return None
    if cell is None:
        return None
    heading = f"{wording.category_name(category, tables)}, {picture.name(cell.column)}: {picture.words(cell)}"
    there = Selection(category=(category,), period=(cell.column.first, cell.column.last))
    return Listed(heading, _latest(cell.events), {}, there)


def key_name(by: sources.By, key: str, tables: Tables) -> str:
    """Name of a publisher, type, country, origin or party."""
    if by == "publisher":
        return wording.publisher_name(key, tables)
    if by == "type" and key:
        return _(wording.PUBLISHER_TYPES.get(key, key))
    if by == "country" and key:
        return country_name(key, tables)
    return (key or _("not in the register")) if by in ("type", "country") else wording.name(key, tables)


def country_name(country: str, tables: Tables) -> str:
    """A publisher's country in the language of the run, where an actor of the record is called so; else as the register has it."""
    return _countries(tables).get(country, country)


@remembered
def _countries(tables: Tables) -> dict[str, str]:
    return {actor.name: name(actor) for actor in tables.registers.actors.values()}


def year_name(group: str) -> str:
    """A group of years of :func:`dateline.sources.group_of` for a reader."""
    return _("before {year}").format(year=MONTHS_FROM.year) if group == sources.BEFORE else group

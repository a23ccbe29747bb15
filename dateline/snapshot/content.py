"""What a snapshot holds of a record, as plain data. Everything that is words is worded here, so that the page only arranges it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dateline import actors, search
from dateline.address import KEYS, LISTS, MAX_SHOWN, MAX_VALUES, encode
from dateline.dates import day_label, label, span
from dateline.export.citation import LICENCE_ADDRESS, LICENCE_WORDS, author, of_event, record_name, version
from dateline.figures import palette
from dateline.figures.scene import categories
from dateline.figures.traces import style
from dateline.languages import BEFORE_PARTICLE, PARTICLES
from dateline.model import ClaimStance, Source
from dateline.record import Located
from dateline.selection import BASES, FIRST_DAY, LANES, LAST_DAY, Selection
from dateline.standing import STATUS_MEANING, STATUS_WORDS, STATUSES, became_public, status_history
from dateline.tables import Tables
from dateline.ui import stances, timeline_parts, wording
from dateline.ui.marks import line, mark

ELSEWHERE: Mapping[str, str] = {
    "since": "what changed since a day", "claim": "the page of a claim", "who": "the page of an actor", "steps": "chains of links",
    "days": "chains of links", "story": "stories", "step": "stories", "anchor": "before and after", "other": "before and after",
    "window": "before and after", "lag": "before and after", "null": "before and after", "bin": "before and after", "place": "the map",
    "area": "the map", "lang": "the language of the page",
}  # fmt: skip
"""Keys of a view that only the dashboard knows -> what of it they are about."""
FIRST_ACTORS = 9
"""Actors in sight before one types or asks for all."""


def content(tables: Tables, selection: Selection, on: date) -> dict[str, Any]:
    """All of it, ready for JSON.

    Parameters
    ----------
    tables : the record as known today; the page itself goes back to what was known on a day.
    selection : the view that the page opens on.
    on : the day on which the snapshot is made.
    """
    ids = tuple(tables.events["id"])
    chart = timeline_parts.content(tables, ids, "category")
    order = list(actors.tree(tables.registers.actors, actors.counts(tables, ids)))
    place_of = {one.who: n for n, one in enumerate(order)}
    return {
        "about": _about(tables, on),
        "view": encode(selection),
        "address": _address(tables),
        "events": [_event(tables.records[one], row, tables, place_of) for one, row in zip(ids, _rows(tables), strict=True)],
        "links": _links(tables),
        "actors": [_actor(one, tables) for one in order],
        "categories": [{"id": one.id, "name": one.name, "about": one.about} for one in tables.registers.categories.values()],
        "statuses": [{"id": one, "name": STATUS_WORDS[one], "about": STATUS_MEANING[one]} for one in STATUSES],
        "bases": [{"id": one, "name": wording.BASIS_WORDS[one], "about": wording.BASIS_MEANING[one]} for one in BASES],
        "kinds": [
            {"id": one.id, "name": one.name, "inverse": one.inverse, "family": one.family}
            for one in tables.registers.link_kinds.values()
        ],
        "drawn": _drawn(tables),
        "charts": {"category": chart["fig"], "actor": timeline_parts.figure(tables, ids, "actor")},
        "chart": {key: value for key, value in chart.items() if key not in ("fig", "links")},
        "search": _search(tables),
    }


AT_ONCE = ("id", "category", "status", "history", "start", "begins", "ends", "public", "involved")
"""What the page needs of every event before it shows the first: days, and what filters ask. All else is told of one event at a time."""


def in_lines(content: Mapping[str, Any]) -> str:
    """The same as lines of JSON, so that the page need not read what nobody has asked for yet.

    What it needs at once; a chart for each way of lanes; the index of the search; what is told of each event.
    """
    events = content["events"]
    told = sorted({key for event in events for key in event if key not in AT_ONCE})
    first = {key: value for key, value in content.items() if key not in ("charts", "search")} | {
        "events": [{key: event[key] for key in AT_ONCE if key in event} for event in events],
        "told": told,
    }
    rest = ({key: event[key] for key in told if key in event} for event in events)
    lines = (first, *(content["charts"][lanes] for lanes in LANES), content["search"], *rest)
    return "\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in lines)


def _about(tables: Tables, on: date) -> dict[str, Any]:
    events = tables.events
    reach = None if events.empty else span(events["start"].min().date(), events["start"].max().date())
    return {
        "version": version(tables),
        "made": day_label(on),
        "today": on.isoformat(),
        "reach": reach,
        "licence": (LICENCE_WORDS, LICENCE_ADDRESS),
        "cite": f"{author(tables)}. {record_name(tables)}, version {version(tables)}, snapshot of {day_label(on)}. {LICENCE_WORDS}.",
        "held": sum(tables.held_back.values()),
    }


def _address(tables: Tables) -> dict[str, Any]:
    return {
        "keys": KEYS, "lists": LISTS, "lanes": LANES, "elsewhere": ELSEWHERE, "most": MAX_VALUES, "shown": MAX_SHOWN,
        "query": search.MAX_QUERY, "first": FIRST_DAY.isoformat(), "last": LAST_DAY.isoformat(),
        "former_ids": dict(tables.former_ids),
    }  # fmt: skip


def _rows(tables: Tables) -> Iterable[tuple[str, str, str, str]]:
    """For each event: the day it began, the first and last on which it may have happened ("" for no end), its kind in words."""
    events = tables.events
    begins = events["earliest"].fillna(events["start"])
    columns = (column.dt.strftime("%Y-%m-%d").fillna("") for column in (events["start"], begins, events["latest"]))
    return zip(*columns, events["kind_name"], strict=True)


def _event(located: Located, row: tuple[str, str, str, str], tables: Tables, place_of: Mapping[str, int]) -> dict[str, Any]:
    """One event. What says nothing is left out, and the page takes it as empty."""
    event, registers = located.event, tables.registers
    place, series = registers.places.get(event.place), registers.series.get(event.series or "")
    others = [other for other, _, own in tables.linked[event.id] if not own]
    history = status_history(event, others, registers)
    said = {
        "id": event.id,
        "title": event.title,
        "category": located.category,
        "kind": row[3],
        "status": tables.status[event.id],
        "history": [(day.isoformat(), status) for day, status in history] if len(history) > 1 else None,
        "when": label(event.date),
        "sure": wording.how_sure(event),
        "day": event.date.first_written,
        "start": row[0],
        "begins": row[1],
        "ends": row[2],
        "public": became_public(event).isoformat(),
        "late": wording.reported(event),
        "claimed": label(event.claimed_date) if event.claimed_date else None,
        "summary": event.summary,
        "says": wording.names(event.claimed_by, tables),
        "involved": sorted(place_of[one] for one in tables.involved[event.id] if one in place_of),
        "actors": [_part(part.who, part.role, tables) for part in event.actors],
        "place": place.name + wording.how_exact(place.precision) if place else event.place,
        "series": f"{series.name} · {series.about}" if series else None,
        "weapons": wording.weapons(event.weapons, tables),
        "quotes": [(quote.text, wording.name(quote.speaker, tables), quote.source) for quote in event.quotes],
        "figures": [
            (wording.quantity(figure, tables), wording.name(figure.by, tables), label(figure.as_of) if figure.as_of else None)
            for figure in event.quantities
        ],
        "claims": [_claim(stance, tables) for stance in event.stances],
        "conflicts": [(conflict.text, conflict.sources) for conflict in event.conflicts],
        "sources": [_source(source, tables) for source in event.sources],
        "sole": event.sole_source,
        "note": event.note,
        "reviewed": label(event.reviewed) if event.reviewed else None,
        "cite": of_event(event.id, tables, "chicago"),
    }
    return {key: value for key, value in said.items() if value}


def _part(who: str, role: str, tables: Tables) -> tuple[str, str, str]:
    """Name, name in its own script ("" where it is the same), role."""
    entry, known = tables.registers.actors.get(who), tables.registers.roles.get(role)
    native = entry.native if entry and entry.native and entry.native != entry.name else ""
    return wording.name(who, tables), native, known.name if known else role


def _claim(said: ClaimStance, tables: Tables) -> tuple[str, str]:
    """Who takes which stance, and on what."""
    claim = tables.registers.claims.get(said.claim)
    return f"{wording.name(said.by, tables)} {stances.verb(said.stance)}", claim.proposition if claim else said.claim


def _source(source: Source, tables: Tables) -> dict[str, Any]:
    publisher = tables.registers.publishers.get(source.publisher)
    said = {
        "url": source.url,
        "publisher": wording.publisher_name(source.publisher, tables),
        "about": f"{publisher.type}, {publisher.country}" if publisher else None,
        "published": label(source.published) if source.published else None,
        "out": source.published.earliest.isoformat() if source.published and source.published.earliest else None,
        "weak": source.weak,
        "origins": [wording.name(one, tables) for one in source.origin],
        "stance": wording.SOURCE_STANCE_WORDS.get(source.stance),
        "supports": source.supports,
    }
    return {key: value for key, value in said.items() if value}


def _links(tables: Tables) -> list[tuple[int, int, str, str, str, int, str]]:
    """(event, to, kind, basis, by, source, note) of every link; events by their place, "" and 0 for none."""
    links, at = tables.links, tables.position
    return [
        (at[one], at[to], kind, basis, wording.name(by, tables) if by else "", int(source), note)
        for one, to, kind, basis, by, source, note in zip(
            *(links[name] for name in ("event", "to", "kind", "basis", "by", "source", "note")), strict=True
        )
    ]


def _actor(placed: actors.Placed, tables: Tables) -> dict[str, Any]:
    entry = tables.registers.actors[placed.who]
    return {
        "id": entry.id,
        "name": entry.name,
        "native": entry.native if entry.native and entry.native != entry.name else "",
        "lang": wording.language(entry.native or ""),
        "search": "|".join([entry.name, *entry.names.values(), entry.native or "", *entry.aliases, entry.id]),
        "depth": placed.depth,
        "more": placed.depth > 0 or placed.rank >= FIRST_ACTORS,
    }


def _drawn(tables: Tables) -> dict[str, Any]:
    """Small drawings as documents, and how the chart draws each category and status."""
    registers = tables.registers
    symbols = dict.fromkeys(tables.events["category"], "circle") | {one.id: one.symbol for one in registers.categories.values()}
    colours = palette.category_colours(categories(tables))
    return {
        "marks": {one: {status: mark(symbol, one, status) for status in STATUSES} for one, symbol in symbols.items()},
        "statuses": {status: mark("circle", "ink", status) for status in STATUSES},
        "bases": {basis: line(basis) for basis in BASES},
        "families": {family: line("documented", f"link-{family}") for family in palette.LINK_FAMILY},
        "styles": {
            one: {status: style(symbol, colours[one][0], status) for status in STATUSES} for one, symbol in symbols.items()
        },
    }


def _search(tables: Tables) -> dict[str, Any]:
    """The index of :mod:`dateline.search`: its words, and for each the events by weight, as steps from one place to the next."""
    at, found = tables.position, search.index(tables)
    table = found.table()
    weights = sorted({weight for postings in table.values() for weight in postings.values()}, reverse=True)
    places = {word: n for n, word in enumerate(table)}

    def row(postings: Mapping[str, int]) -> list[list[int]]:
        by_weight: dict[int, list[int]] = {}
        for event_id, weight in postings.items():
            by_weight.setdefault(weight, []).append(at[event_id])
        return [_steps(sorted(by_weight.get(weight, []))) for weight in weights]

    return {
        "words": list(table),
        "weights": weights,
        "rows": [row(postings) for postings in table.values()],
        "pairs": [(places[one], places[other], row(postings)) for (one, other), postings in found.table_of_pairs().items()],
        "particles": PARTICLES,
        "before": BEFORE_PARTICLE,
        "nearly": search.NEARLY,
        "forgiving": search.FORGIVING_FROM,
    }


def _steps(places: list[int]) -> list[int]:
    return [one - before for before, one in zip([0, *places], places, strict=False)]

"""What the record says of an actor: where it is named, what it says of claims, what it claims and does, its words and figures.

An actor counts with its parts over any number of steps: North Korea with its leader and ministries. An event names an actor when it or a
part of it does something in it or claims it, as :attr:`dateline.tables.Tables.involved` and the filter of actors have it. ``ids`` are the
events that are looked at, in any order; what is found stands in order of date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dateline.model import Event, Quantity, Quote, Stance
from dateline.registers import Actor
from dateline.standing import became_public, members
from dateline.tables import Tables, remembered


@dataclass(frozen=True, slots=True)
class Placed:
    """An actor in the tree of bodies. ``depth`` 0: outermost; ``rank``: its place among its siblings, counted from 0."""

    who: str
    depth: int
    rank: int


@dataclass(frozen=True, slots=True)
class Said:
    """A stance on a claim: the events in which an actor takes it, in order of the day they became public, with the first and the last day."""

    stance: Stance
    events: tuple[str, ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Months:
    """Events by category and by the month they began in.

    Attributes
    ----------
    first, last : the months that are counted, as their first days, both included.
    counts : category -> month -> events; only months that hold some.
    earlier : events of months before ``first``.
    undated : events of which the month is not known.
    """

    first: date
    last: date
    counts: Mapping[str, Mapping[date, int]]
    earlier: int
    undated: int


@remembered
def family(tables: Tables, who: str) -> frozenset[str]:
    """The actor and all its parts."""
    return members(who, tables.registers.actors)


def children(actors: Mapping[str, Actor]) -> dict[str, list[str]]:
    """Actor -> its parts one step down, in the register's order; "" -> the outermost bodies. A part of two bodies is with the first only."""
    found: dict[str, list[str]] = {}
    for actor in actors.values():
        parents = [parent for parent in actor.part_of if parent in actors]
        found.setdefault(parents[0] if parents else "", []).append(actor.id)
    return found


def tree(actors: Mapping[str, Actor], counts: Mapping[str, int]) -> Iterator[Placed]:
    """Every actor once, outermost bodies by count and then by name, each followed by its parts in the same order."""
    parts = children(actors)
    seen: set[str] = set()

    def walk(ids: Sequence[str], depth: int) -> Iterator[Placed]:
        for rank, one in enumerate(sorted(ids, key=lambda one: (-counts.get(one, 0), actors[one].name))):
            if one not in seen:
                seen.add(one)
                yield Placed(one, depth, rank)
                yield from walk(parts.get(one, []), depth + 1)

    yield from walk(parts.get("", []), 0)


def counts(tables: Tables, ids: Iterable[str]) -> Counter[str]:
    """In how many events each actor is named."""
    return Counter(who for event in ids for who in tables.involved[event] if who in tables.registers.actors)


def events_of(tables: Tables, who: str, ids: Iterable[str]) -> tuple[str, ...]:
    """The events that name an actor, in order of date."""
    return tuple(sorted((one for one in ids if who in tables.involved[one]), key=tables.position.__getitem__))


def stances(tables: Tables, who: str, ids: Iterable[str]) -> dict[str, tuple[Said, ...]]:
    """Claim -> the actor's stances on it, in order of their first day; the claim with the most events first."""
    inside, own = set(ids), family(tables, who)
    found: dict[str, list[Said]] = {}
    for claim, thread in tables.threads.items():
        by_stance: dict[Stance, dict[str, date]] = {}
        for voice in thread.voices:
            if voice.by in own and voice.event in inside:
                by_stance.setdefault(voice.stance, {})[voice.event] = voice.day
        if by_stance:
            said = [Said(stance, tuple(days), min(days.values()), max(days.values())) for stance, days in by_stance.items()]
            found[claim] = sorted(said, key=lambda one: one.first)
    order = sorted(found, key=lambda claim: -sum(len(one.events) for one in found[claim]))
    return {claim: tuple(found[claim]) for claim in order}


def accused_in(tables: Tables, who: str) -> tuple[str, ...]:
    """The claims in which the actor or a part of it is accused, as the register has them."""
    own = family(tables, who)
    return tuple(claim.id for claim in tables.registers.claims.values() if not own.isdisjoint(claim.accused))


def claimed_by(tables: Tables, who: str, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Event that the actor claims -> who of it says so."""
    own = family(tables, who)
    found = {}
    for event in _events(tables, ids):
        if said := tuple(one for one in event.claimed_by if one in own):
            found[event.id] = said
    return found


def roles(tables: Tables, who: str, ids: Iterable[str]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Role -> event in which the actor has it -> who of it has it; the role with the most events first."""
    own = family(tables, who)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for event in _events(tables, ids):
        for part in event.actors:
            if part.who in own:
                here = found.setdefault(part.role, {})
                here[event.id] = tuple(dict.fromkeys((*here.get(event.id, ()), part.who)))
    return dict(sorted(found.items(), key=lambda row: -len(row[1])))


def quotes(tables: Tables, who: str, ids: Iterable[str]) -> list[tuple[str, Quote]]:
    """(event, its words) of which the actor is the speaker."""
    own = family(tables, who)
    return [(event.id, quote) for event in _events(tables, ids) for quote in event.quotes if quote.speaker in own]


def figures(tables: Tables, who: str, ids: Iterable[str]) -> dict[str, list[tuple[str, Quantity]]]:
    """Claim, "" for none -> (event, figure) that the actor gave, in order of the day it became public; most figures first. None is added up."""
    own = family(tables, who)
    found: dict[str, list[tuple[str, Quantity]]] = {}
    for event in sorted(_events(tables, ids), key=became_public):
        for figure in event.quantities:
            if figure.by in own:
                found.setdefault(figure.claim or "", []).append((event.id, figure))
    return dict(sorted(found.items(), key=lambda row: (row[0] == "", -len(row[1]))))


def by_month(tables: Tables, ids: Sequence[str], most: int) -> Months | None:
    """Events by category and month, of at most the latest ``most`` months that hold any; None when no month is known."""
    rows = tables.events.iloc[[tables.position[one] for one in ids]]
    months = rows["start"].dt.to_period("M")
    # Nothing is drawn in a month that the source does not give.
    known = (
        (rows["precision"] != "year")
        & (rows["earliest"].dt.to_period("M") == months)
        & (rows["lasted"] | (rows["latest"].dt.to_period("M") == months))
    )
    if not known.any():
        return None
    last = months[known].max()
    first = max(months[known].min(), last - (most - 1))
    inside = known & (months >= first)
    found: dict[str, dict[date, int]] = {}
    for category, month in zip(rows["category"][inside], months[inside], strict=True):
        here = found.setdefault(category, {})
        day = _day(month)
        here[day] = here.get(day, 0) + 1
    return Months(_day(first), _day(last), found, int((known & (months < first)).sum()), int((~known).sum()))


def _day(month: pd.Period) -> date:
    return date(month.year, month.month, 1)


def _events(tables: Tables, ids: Iterable[str]) -> list[Event]:
    return [tables.records[one].event for one in sorted(ids, key=tables.position.__getitem__)]

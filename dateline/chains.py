"""Chains: what led to an event and what followed, along the links of the record.

A chain never turns back in time: from the event it goes to earlier events only, and from it to later ones only. That an event stands in
a chain says that the record links it, on the ground that is told with each step; it is not a statement of cause.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from dateline.dates import days_between
from dateline.model import Event, Link
from dateline.tables import Tables

MOST_EVENTS = 24
"""Events that a chain holds on either side; those reached over fewer steps, then those nearer in time come first."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A link that a chain goes along. ``near`` and ``far`` are ids, seen from where the chain begins; ``own``: ``near`` holds the link."""

    near: str
    far: str
    link: Link
    own: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """What links reach from an event.

    Attributes
    ----------
    event : where it begins.
    before, after : ids of what is reached on either side, in order of date.
    steps : id -> over how many links it is reached at least; 0 for the event itself.
    ties : the links between them, by the order of the far end.
    left_out : how many more were reached than a chain holds.
    """

    event: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    steps: dict[str, int]
    ties: tuple[Tie, ...]
    left_out: int


def walk(
    tables: Tables, event_id: str, *, steps: int, days: int | None = None, follows: Callable[[Link], bool] = lambda _: True
) -> Chain:
    """Follow links from an event, backwards and forwards in time.

    Parameters
    ----------
    steps : over how many links at most.
    days : how far from the event's first day an event may begin, both ends included; None: any distance.
    follows : which links are followed.
    """
    order = tables.position
    origin = tables.records[event_id].event.date.start
    kept: dict[str, int] = {event_id: 0}
    ties: list[Tie] = []
    sides: list[tuple[str, ...]] = []
    left_out = 0
    for earlier in (True, False):
        reached, found = _reach(tables, event_id, steps, days, follows, earlier=earlier)
        nearest = sorted(reached, key=lambda one: (reached[one], _distance(tables, one, origin), order[one]))
        left_out += max(0, len(nearest) - MOST_EVENTS)
        side = set(nearest[:MOST_EVENTS])
        sides.append(tuple(sorted(side, key=order.__getitem__)))
        kept.update({one: reached[one] for one in side})
        ties += [tie for tie in found if tie.far in side and tie.near in kept]
    ties.sort(key=lambda tie: (order[tie.far], order[tie.near]))
    return Chain(event_id, sides[0], sides[1], kept, tuple(ties), left_out)


def _distance(tables: Tables, event_id: str, origin: date) -> int:
    return abs(days_between(origin, tables.records[event_id].event.date.start))


def _reach(
    tables: Tables, event_id: str, steps: int, days: int | None, follows: Callable[[Link], bool], *, earlier: bool
) -> tuple[dict[str, int], list[Tie]]:
    """Everything on one side of an event -> over how many links, and the links that lead there."""
    origin = tables.records[event_id].event.date.start
    reached: dict[str, int] = {}
    ties: list[Tie] = []
    edge = [event_id]
    for step in range(1, steps + 1):
        beyond: list[str] = []
        for near in edge:
            for other, link, own in _onward(tables, near, earlier=earlier):
                if not follows(link) or (days is not None and _distance(tables, other.id, origin) > days):
                    continue
                ties.append(Tie(near, other.id, link, own))
                if other.id not in reached:
                    reached[other.id] = step
                    beyond.append(other.id)
        edge = beyond
    return reached, ties


def _onward(tables: Tables, event_id: str, *, earlier: bool) -> Iterable[tuple[Event, Link, bool]]:
    here = tables.position[event_id]
    return (row for row in tables.linked[event_id] if (tables.position[row[0].id] < here) is earlier and row[0].id != event_id)

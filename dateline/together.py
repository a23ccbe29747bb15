"""Which actors are named in the same events, how often, and an order in which that can be drawn.

That two are named together says that one event has both, as doing something, as addressed or as who says so; nothing more. An actor
counts with its parts. Bodies and their own parts, which are named together always, are no pairs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dateline.standing import lineage
from dateline.tables import Tables, remembered

MOST_NODES = 25
"""Actors in a drawing at most, the most frequent ones."""
MOST_PAIRS = 45
"""Lines in a drawing at most; it sets how many common events a line needs."""
FEWEST_PAIRS = 8
"""Where that would leave fewer lines than this, those of one common event less are drawn too."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that are named together: in how many events, and the first and the last of them by date (ids)."""

    one: str
    other: str
    count: int
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Network:
    """A drawing of who is named with whom.

    Attributes
    ----------
    nodes : actors in the order in which they stand; whom it is about, then a body and its persons side by side.
    counts : actor -> events that name it, under what is looked at.
    pairs : the lines, most events first.
    least : how many events a line stands for at least.
    left_out : actors that have no line, or no place among the most frequent.
    """

    nodes: tuple[str, ...]
    counts: Mapping[str, int]
    pairs: tuple[Pair, ...]
    least: int
    left_out: int


@remembered
def above(tables: Tables) -> dict[str, tuple[str, ...]]:
    """Actor -> itself and every body that it is part of, nearest first."""
    actors = tables.registers.actors
    return {one: lineage(one, actors) for one in actors}


@remembered
def apart(tables: Tables, who: str) -> frozenset[str]:
    """The actors that are neither the actor itself, nor a part of it, nor a body that it is part of."""
    lines = above(tables)
    return frozenset(one for one in lines if one not in lines[who] and who not in lines[one])


def leading(tables: Tables) -> frozenset[str]:
    """Who has a place in a drawing: outermost bodies and persons."""
    lines = above(tables)
    return frozenset(one for one, entry in tables.registers.actors.items() if len(lines[one]) == 1 or entry.type == "person")


def pairs(tables: Tables, ids: Iterable[str], among: Collection[str]) -> list[Pair]:
    """Every two of some actors that are named together in these events, most events first, then by id."""
    found: dict[tuple[str, str], list[str]] = {}
    for event in sorted(ids, key=tables.position.__getitem__):
        for two in combinations(sorted(one for one in tables.involved[event] if one in among), 2):
            found.setdefault(two, []).append(event)
    # Not by ``apart``, which would be remembered for each of them.
    lines = above(tables)
    made = [
        Pair(one, other, len(events), events[0], events[-1])
        for (one, other), events in found.items()
        if one not in lines[other] and other not in lines[one]
    ]
    return sorted(made, key=lambda pair: (-pair.count, pair.one, pair.other))


def company(tables: Tables, who: str, ids: Iterable[str]) -> list[Pair]:
    """With whom an actor is named, also with parts of other bodies; ``one`` is the actor itself. Most events first, then by id."""
    others = apart(tables, who)
    found: dict[str, list[str]] = {}
    for event in sorted(ids, key=tables.position.__getitem__):
        if who in tables.involved[event]:
            for other in tables.involved[event] & others:
                found.setdefault(other, []).append(event)
    made = [Pair(who, other, len(events), events[0], events[-1]) for other, events in found.items()]
    return sorted(made, key=lambda pair: (-pair.count, pair.other))


def network(tables: Tables, ids: Iterable[str], who: str = "") -> Network:
    """The most frequent outermost bodies and persons of these events, and who of them is named with whom.

    With ``who`` only the events that name it are looked at, and neither its own parts nor the bodies it belongs to have a place.
    """
    ids = [one for one in ids if not who or who in tables.involved[one]]
    allowed = (leading(tables) & apart(tables, who)) | {who} if who else leading(tables)
    counted = Counter(one for event in ids for one in tables.involved[event] if one in allowed)
    frequent = sorted(counted, key=lambda one: (one != who, -counted[one], one))[:MOST_NODES]
    every = pairs(tables, ids, frozenset(frequent))
    least = _least([pair.count for pair in every])
    drawn = [pair for pair in every if pair.count >= least]
    tied = {one for pair in drawn for one in (pair.one, pair.other)}
    nodes = _order(tables, [one for one in frequent if one in tied], drawn, who)
    return Network(tuple(nodes), {one: counted[one] for one in nodes}, tuple(drawn), least, len(counted) - len(nodes))


def _least(counts: Sequence[int]) -> int:
    """From how many common events on lines are drawn, so that there are neither too many nor next to none."""
    if len(counts) <= MOST_PAIRS:
        return 1
    least = counts[MOST_PAIRS] + 1
    return least if sum(count >= least for count in counts) >= FEWEST_PAIRS else least - 1


def _order(tables: Tables, nodes: Sequence[str], drawn: Sequence[Pair], who: str) -> list[str]:
    """An order with short lines: bodies with their persons are moved to where the lines are shortest until no move helps.

    A hill climb from the most frequent down, the same every time; a minimum linear arrangement is not looked for (it is NP-hard).
    """
    groups: dict[str, list[str]] = {}
    for one in nodes:
        if one != who:
            groups.setdefault(above(tables)[one][-1], []).append(one)
    # A body stands before its persons.
    blocks = [sorted(group, key=lambda one: one != body) for body, group in groups.items()]
    first = [who] if who in nodes else []

    def length(order: Sequence[Sequence[str]]) -> int:
        place = {one: n for n, one in enumerate((*first, *(one for block in order for one in block)))}
        return sum(pair.count * abs(place[pair.one] - place[pair.other]) for pair in drawn)

    best = length(blocks)
    moved = True
    while moved:
        moved = False
        for block in list(blocks):
            rest = [one for one in blocks if one is not block]
            tries = [[*rest[:at], block, *rest[at:]] for at in range(len(blocks))]
            shortest = min(tries, key=length)
            if length(shortest) < best:
                blocks, best, moved = shortest, length(shortest), True
    return [*first, *(one for block in blocks for one in block)]

"""What is known about an event, derived from who says what. Nobody types a status.

The rules, in this order (``events/CODEBOOK.md`` words them for editors):

1. acknowledged: a party accused says that it is so.
2. disputed: another side contradicts it, or the event is itself a denial.
3. corroborated: origins independent of each other know of it.
4. self-reported: those who claim it are those who did it.
5. alleged: anything else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal, get_args

from dateline.model import Actor, Event, Registers

Status = Literal["acknowledged", "disputed", "corroborated", "self-reported", "alleged"]
STATUSES: tuple[Status, ...] = get_args(Status)

STATUS_WORDS: Mapping[Status, str] = {
    "acknowledged": "Acknowledged by the accused",
    "disputed": "Disputed",
    "corroborated": "Corroborated",
    "self-reported": "Actor's own account",
    "alleged": "Alleged",
}
STATUS_MEANING: Mapping[Status, str] = {
    "acknowledged": "The party accused says that it is so.",
    "disputed": "Another side contradicts it, or the event is itself a denial.",
    "corroborated": "Origins independent of each other know of it.",
    "self-reported": "The actor's own account of its own act, and nobody else's.",
    "alleged": "Told by another party, so far with nothing independent.",
}


def lineage(actor: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """The actor and every body it is part of, nearest first. A circle in ``part_of`` ends where it began."""
    found = [actor]
    for one in found:
        parents = actors[one].part_of if one in actors else ()
        found += [parent for parent in parents if parent not in found]
    return tuple(found)


def party(actor: str, actors: Mapping[str, Actor]) -> str:
    """The outermost body an actor belongs to: the state of a ministry or a leader, or the actor itself."""
    return lineage(actor, actors)[-1]


def members(actor: str, actors: Mapping[str, Actor]) -> frozenset[str]:
    """The actor and everybody who belongs to it over any number of steps."""
    return frozenset(one for one in {*actors, actor} if actor in lineage(one, actors))


def statuses(events: Iterable[Event], registers: Registers) -> dict[str, Status]:
    """Status of each event by id, from its own words and from what the other events say of it."""
    events = list(events)
    said_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in events:
        for link in event.links:
            if link.kind in ("denies", "corroborates", "acknowledges") and link.basis != "temporal":
                said_of[link.to] += [(link.kind, who) for who in event.claimed_by]
    parties: dict[str, str] = {}

    def party_of(who: str) -> str:
        if who not in parties:
            parties[who] = party(who, registers.actors)
        return parties[who]

    roles_that_act = {role.id for role in registers.roles.values() if role.acts}
    return {event.id: _status(event, said_of[event.id], party_of, roles_that_act) for event in events}


def _status(
    event: Event, said_of: list[tuple[str, str]], party_of: Callable[[str], str], roles_that_act: Collection[str]
) -> Status:
    claimants = {party_of(who) for who in event.claimed_by}

    def speaks_of_another(who: str) -> bool:
        # Where both sides tell of a launch, each may bear out or contradict the other, but not itself.
        return bool(claimants - {party_of(who)})

    voices = {stance for stance, who in said_of if speaks_of_another(who)}
    voices |= {source.stance for source in event.sources if any(speaks_of_another(who) for who in source.origin)}
    voices |= {stance.stance for stance in event.stances if party_of(stance.by) not in claimants}
    own = {stance.stance for stance in event.stances if party_of(stance.by) in claimants}
    if "acknowledges" in own or "acknowledges" in voices:
        return "acknowledged"
    if (own and own <= {"denies"}) or "denies" in voices:
        return "disputed"
    if "corroborates" in own or "corroborates" in voices:
        return "corroborated"
    doers = {party_of(part.who) for part in event.actors if part.role in roles_that_act}
    if claimants <= doers:
        return "self-reported"
    return "alleged"

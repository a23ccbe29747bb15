"""What rules share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dateline.reader import problem_at
from dateline.record import Located, Problem, Record

Rule = Callable[[Record], Iterator[Problem]]
TIME_ZONE_DAYS = 1
"""A page of the other side of the world may carry the day before."""


def at(located: Located, message: str, *loc: int | str) -> Problem:
    return problem_at(located.path, located.data, located.index, loc, message)


def in_register(record: Record, stem: str, entry_id: str, message: str, *loc: int | str) -> Problem:
    """A problem of a register's entry; without a place where only the registers were kept, not their files."""
    place = record.entries.get((stem, entry_id))
    if place is None:
        return Problem(f"registers/{stem}.yaml", 0, 0, "", f"{entry_id}: {message}")
    return problem_at(place.path, place.data, place.index, loc, message)


def former_ids_of(record: Record) -> dict[str, str]:
    """Id that an event had before -> the one that it has."""
    own = {former: one.event.id for one in record.events for former in one.event.former_ids}
    return {**record.elsewhere.former_ids, **own}


def renamed(former: str, present: str) -> str:
    """What to do about an id by which the record itself still names an event."""
    return f"{former} is a former id of {present}. Write {present}."


def hides_events(record: Record) -> bool:
    """Whether a file could not be read at all, so that nobody knows which events it holds."""
    return any(problem.entry < 0 and problem.path in record.held_back for problem in record.problems)

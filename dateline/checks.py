"""Reads a record, or one event on its own, and applies every rule of :mod:`dateline.rules`."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from datetime import timedelta

from dateline.folders import Folders, each
from dateline.model import Event
from dateline.reader import read, read_entry, without_collecting
from dateline.record import Located, Problem, Record
from dateline.rules import RULES
from dateline.workers import read_files


def read_and_check(folders: Folders) -> Record:
    """Read a record, or several as one, and apply every rule.

    Returns
    -------
    Record : only events without any problem, drafts left out; all problems, sorted; ``held_back`` per file.
    """
    with without_collecting():
        return checked(read(folders, read_files(each(folders), {})))


def checked(everything: Record) -> Record:
    """Apply every rule to what was read; the result is that of :func:`read_and_check`."""
    problems = sorted({*everything.problems, *(problem for rule in RULES for problem in rule(everything))})
    broken = {(problem.path, problem.entry) for problem in problems if problem.entry >= 0}
    held_back = dict(everything.held_back)
    healthy = []
    for located in everything.events:
        if (located.path, located.index) in broken:
            held_back[located.path] = held_back.get(located.path, 0) + 1
        elif not located.event.draft:
            healthy.append(located)
    return dataclasses.replace(everything, events=tuple(healthy), problems=tuple(problems), held_back=held_back)


Bearing = Callable[[Located], Iterable[Located]]
"""Finds those of a record's events that a rule about one more may look at, and perhaps others."""


def check_event(
    text: str, category: str, record: Record, *, replaces: str = "", bearing: Bearing | None = None
) -> tuple[Event | None, list[Problem]]:
    """What :func:`read_and_check` would say of an event if it stood in a record.

    Parameters
    ----------
    text : the event as YAML, as a file that holds nothing else.
    category : the folder that it would stand in.
    record : the other events and the registers; its own problems are not looked for.
    replaces : id of the event that it is a new version of; empty for a new event.
    bearing : finds faster than by going through all of them those events of the record that count.

    Returns
    -------
    (event, problems) : the event, None if it cannot be read; lines and columns are those of ``text``.
    """
    year = first[1] if (first := _FIRST_YEAR.search(text)) else "year"
    path = f"{_root(record)}/{category}/{year}.yaml"
    event, data, problems = read_entry(Event, text, path)
    if event is None:
        return None, problems
    located = Located(event, category, path, 1, 0, data)
    near = _but(replaces, bearing(located) if bearing else record.events)
    linked = {link.to for link in event.links}
    known = not linked or linked <= {one.event.id for one in near}
    others = _bearing_on(located, near) if known else _but(replaces, record.events)
    # What rules say of stories, coverage and the files of registers is not about an event.
    registers = dataclasses.replace(record.registers, stories={}, coverage={})
    whole = dataclasses.replace(
        record, events=(*others, dataclasses.replace(located, index=_CANDIDATE)), registers=registers, entries={}, problems=()
    )
    return event, sorted({problem for rule in RULES for problem in rule(whole) if problem.entry == _CANDIDATE})


_FIRST_YEAR = re.compile(r"^- id: ['\"]?(\d{4})", re.MULTILINE)
_CANDIDATE = 1_000_000
"""Index of an event that stands in no file yet."""


def _root(record: Record) -> str:
    return record.events[0].path.split("/")[0] if record.events else "events"


def _but(replaced: str, events: Iterable[Located]) -> tuple[Located, ...]:
    return tuple(one for one in events if one.event.id != replaced)


def _bearing_on(candidate: Located, others: Iterable[Located]) -> tuple[Located, ...]:
    """Those of the other events that a rule about the candidate may look at; most it never does, and looking takes time."""
    event, category = candidate.event, candidate.category
    near = {*event.ids, *(link.to for link in event.links)}
    first, last = event.date.start - timedelta(days=1), event.date.start + timedelta(days=1)
    return tuple(
        one
        for one in others
        if (one.category == category and first <= one.event.date.start <= last)
        or one.event.id in near
        or (one.event.links and any(link.to == event.id for link in one.event.links))
        or not near.isdisjoint(one.event.former_ids)
    )

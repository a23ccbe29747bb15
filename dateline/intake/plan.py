"""All rows of a file against a record: which become drafts, which are there already, which are refused and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from dateline.folders import prefixes
from dateline.formatting import as_yaml
from dateline.intake import when
from dateline.intake.draft import Draft, Naming, draft
from dateline.intake.row import RefusedError, Row
from dateline.model import Event
from dateline.record import Located, Problem, Record
from dateline.rules import RULES
from dateline.strict_yaml import parse_yaml

What = Literal["draft", "there", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What one row becomes.

    Attributes
    ----------
    number : of the row, as its source counts.
    what : "draft": it becomes one; "there": it was imported before and is left as it stands; "refused": it becomes nothing, see ``why``.
    id, path : of the event; ``path`` is relative to the record's folder. Empty when refused.
    missing : what is still to be found. kept : what was changed or left out on the way.
    text : the event as YAML, an item of a list.
    """

    number: int
    what: What
    why: str = ""
    id: str = ""
    path: str = ""
    missing: Sequence[str] = ()
    kept: Sequence[str] = ()
    text: str = ""


@dataclass(frozen=True)
class Plan:
    """What an import would do, in the order of the rows. ``unmapped`` : columns that no field takes -> rows that hold something there."""

    source: str
    outcomes: Sequence[Outcome]
    unmapped: dict[str, int]

    def count(self, what: What) -> int:
        """How many rows end so."""
        return sum(outcome.what == what for outcome in self.outcomes)


def plan(
    rows: Sequence[Row],
    source: str,
    record: Record,
    folder: Path,
    *,
    category: str | None = None,
    order: when.Order | None = None,
) -> Plan:
    """Look at every row; nothing is written.

    Parameters
    ----------
    source : what the file is called in the record: it is a part of what tells a row again at the next import.
    record : as :func:`dateline.reader.read` gives it, drafts included. folder : where it was read.
    category : where rows go that name none. order : how dates as 03/04/2023 are meant.

    Raises
    ------
    RefusedError : a file of the record cannot be read, so that nobody knows whether a row is there already; or no such category.
    """
    if record.held_back or record.unreadable or record.broken_entries:
        raise RefusedError(
            "cannot be compared with the record, which has mistakes. 'python -m dateline check' lists them; mend them first."
        )
    if category is not None and category not in record.registers.categories:
        raise RefusedError(
            f"cannot go to the category {category}, which the record does not have. Known: {', '.join(record.registers.categories)}."
        )
    naming = Naming(record.registers)
    there = {one.event.imported.key: one for one in record.events if one.event.imported}
    taken = {event_id for one in record.events for event_id in one.event.ids}
    seen: dict[str, int] = {}
    outcomes: list[Outcome] = []
    made: list[tuple[int, Event, str, str]] = []
    for row in rows:
        outcome, event, folder_name = _one(row, draft(row, source, naming, category, order), there, taken, seen)
        if event is not None:
            made.append((len(outcomes), event, folder_name, outcome.text))
            taken.add(event.id)
        outcomes.append(outcome)
    for at, problem in _problems(made, record, prefixes((folder,))[0]).items():
        outcomes[at] = Outcome(outcomes[at].number, "refused", problem)
    columns = Counter(name for row in rows if not row.refused for name in row.rest)
    return Plan(source, outcomes, dict(columns))


def _one(
    row: Row, made: Draft, there: dict[str, Located], taken: set[str], seen: dict[str, int]
) -> tuple[Outcome, Event | None, str]:
    def refused(why: str) -> tuple[Outcome, None, str]:
        return Outcome(row.number, "refused", why), None, ""

    if made.refused:
        return refused(made.refused)
    key = made.event["imported"]["key"]
    if key in seen:
        return refused(f"is row {seen[key]} again: both are called or written alike. Keep one, or give each a key of its own.")
    seen[key] = row.number
    if known := there.get(key):
        return (
            Outcome(
                row.number, "there", f"as {known.event.id} ({known.path}:{known.line}); it is left as it stands", known.event.id
            ),
            None,
            "",
        )
    event_id = next(one for one in _numbered(made.event["id"]) if one not in taken)
    try:
        text = as_yaml({**made.event, "id": event_id})
        data, problems = parse_yaml(text, "row")
        event = Event.model_validate(data[0])
    except (ValidationError, yaml.YAMLError, TypeError) as error:
        details = error.errors(include_url=False)[0] if isinstance(error, ValidationError) else None
        return refused(f"{'.'.join(map(str, details['loc']))}: {details['msg']}." if details else "cannot be written as YAML.")
    if problems or any(str(getattr(event, name)) != str(made.event[name]) for name in ("title", "date", "summary", "note")):
        return refused("cannot be written as YAML without loss.")
    path = f"{made.category}/{event_id[:4]}.yaml"
    return Outcome(row.number, "draft", "", event_id, path, made.missing, made.kept, text), event, made.category


def _numbered(event_id: str) -> Iterator[str]:
    yield event_id
    yield from (f"{event_id}-{n}" for n in range(2, 100_000))


def _problems(made: list[tuple[int, Event, str, str]], record: Record, prefix: str) -> dict[int, str]:
    """Position of each new event that the checks would find fault with -> what they say."""
    located = list(record.events)
    of: dict[tuple[str, int], int] = {}
    for n, (at, event, category, text) in enumerate(made):
        path, index = f"{prefix}{category}/{event.id[:4]}.yaml", 1_000_000 + n
        of[path, index] = at
        data, _ = parse_yaml(text, path)
        located.append(Located(event, category, path, 0, index, data[0]))
    whole = replace(record, events=tuple(located))
    found: dict[int, str] = {}
    for problem in _all(RULES, whole):
        if (at := of.get((problem.path, problem.entry), -1)) >= 0:
            found.setdefault(at, f"{problem.field}: {problem.message}" if problem.field else problem.message)
    return found


def _all(rules: Sequence[Callable[[Record], Iterator[Problem]]], record: Record) -> Iterator[Problem]:
    for rule in rules:
        yield from rule(record)

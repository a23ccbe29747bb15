"""Registers, stories and what a record says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dateline.reader import did_you_mean
from dateline.record import Problem, Record
from dateline.rules.common import former_ids_of, hides_events, in_register, renamed


def stories_in_other_files(record: Record) -> Iterator[Problem]:
    """A story stands alone in a file that is called by its id."""
    for story in record.registers.stories.values():
        stem = Path(record.entries["stories", story.id].path).stem
        if stem != story.id:
            message = f"{story.id} stands in {stem}.yaml. Each story has a file of its own: name it {story.id}.yaml."
            yield in_register(record, "stories", story.id, message, "id")


def steps_without_their_event(record: Record) -> Iterator[Problem]:
    """The event that a story's step lights is in the record and is not a draft."""
    drafts = dict.fromkeys(record.elsewhere.ids, False) | {one.event.id: one.event.draft for one in record.events}
    former = former_ids_of(record)
    for story in record.registers.stories.values():
        for n, step in enumerate(story.steps):
            if step.event is None:
                continue
            if drafts.get(step.event):
                message = f"{step.event} is a draft, which nobody sees. Choose another event."
                yield in_register(record, "stories", story.id, message, "steps", n, "event")
            elif step.event in former and step.event not in drafts:
                yield in_register(record, "stories", story.id, renamed(step.event, former[step.event]), "steps", n, "event")
            elif step.event not in drafts and step.event not in record.broken_entries and not hides_events(record):
                message = f"{step.event} is not an event.{did_you_mean(step.event, drafts)}"
                yield in_register(record, "stories", story.id, message, "steps", n, "event")


def fewer_than_expected(record: Record) -> Iterator[Problem]:
    """A year of a category holds at least as many events as the coverage says, drafts not counted."""
    if hides_events(record):
        return
    held = Counter((one.category, str(one.event.date.start.year)) for one in record.events if not one.event.draft)
    held.update(record.elsewhere.held)
    for coverage in record.registers.coverage.values():
        for year, least in coverage.expected.items():
            if held[coverage.category, year] < least:
                message = (
                    f"{coverage.category} holds {held[coverage.category, year]} events of {year}, fewer than {least}. "
                    "Find what was lost, or lower the number."
                )
                yield in_register(record, "coverage", coverage.id, message, "expected", year)


def things_of_the_record_itself(record: Record) -> Iterator[Problem]:
    """What a record says of itself fits: its first event is there, maps are the right way round, questions ask for what is known."""
    registers = record.registers
    drafts = dict.fromkeys(record.elsewhere.ids, False) | {one.event.id: one.event.draft for one in record.events}
    former = former_ids_of(record)
    kinds = {kind.id for category in registers.categories.values() for kind in category.kinds}
    pools: dict[str, Iterable[str]] = {
        "category": registers.categories, "kind": kinds, "series": registers.series, "actor": registers.actors,
    }  # fmt: skip
    for about in registers.record.values():
        if about.case is not None and drafts.get(about.case):
            yield in_register(
                record, "record", about.id, f"{about.case} is a draft, which nobody sees. Choose another event.", "case"
            )
        elif about.case in former and about.case not in drafts:
            yield in_register(record, "record", about.id, renamed(about.case, former[about.case]), "case")
        elif about.case is not None and about.case not in {*drafts, *record.broken_entries} and not hides_events(record):
            yield in_register(
                record, "record", about.id, f"{about.case} is not an event.{did_you_mean(about.case, drafts)}", "case"
            )
        for n, area in enumerate(about.areas):
            if area.west >= area.east or area.south >= area.north:
                message = f"{area.id} ends before it begins. West comes before east, south before north."
                yield in_register(record, "record", about.id, message, "areas", n)
        for n, question in enumerate(about.questions):
            for side in ("anchor", "other"):
                for m, chosen in enumerate(getattr(question, side)):
                    field, _, entry = chosen.partition(":")
                    pool = {*pools.get(field, ()), *record.broken_entries}
                    if entry not in pool and not record.unreadable:
                        message = f"{chosen} is not known. Write category:…, kind:…, series:… or actor:… and an id.{did_you_mean(entry, pool)}"
                        yield in_register(record, "record", about.id, message, "questions", n, side, m)


def cycles(record: Record) -> Iterator[Problem]:
    """No actor is part of itself, and no series its own predecessor, over any number of steps."""
    registers = record.registers
    for ring in _cycles({actor.id: actor.part_of for actor in registers.actors.values()}):
        yield in_register(record, "actors", ring[0], f"goes round in a circle: {' > '.join(ring)}. Remove one.", "part_of")
    for ring in _cycles({series.id: series.predecessors for series in registers.series.values()}):
        yield in_register(record, "series", ring[0], f"goes round in a circle: {' > '.join(ring)}. Remove one.", "predecessors")


def _cycles(edges: Mapping[str, tuple[str, ...]]) -> Iterator[list[str]]:
    done: set[str] = set()
    for start in edges:
        path = [start]
        stack = [(start, iter(edges[start]))] if start not in done else []
        while stack:
            node, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                done.add(node)
                stack.pop()
                path.pop()
            elif step in path:
                yield [*path[path.index(step) :], step]
            elif step in edges and step not in done:
                stack.append((step, iter(edges[step])))
                path.append(step)


def coordinates(record: Record) -> Iterator[Problem]:
    """A place has both coordinates or none, and none when it is undisclosed."""
    for place in record.registers.places.values():
        if (place.lat is None) != (place.lon is None):
            yield in_register(record, "places", place.id, "has only one of lat and lon. Write both or none.", "id")
        elif (place.lat is None) != (place.precision == "undisclosed"):
            message = f"{place.precision} and coordinates do not fit. An undisclosed place has none, every other has some."
            yield in_register(record, "places", place.id, message, "precision")

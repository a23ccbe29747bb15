"""Rules over the whole record, one function a rule.

A rule takes a :class:`dateline.model.Record` and yields a :class:`dateline.model.Problem` for each mistake. ``RULES`` lists them;
a new rule is one function and its place in that list. What one entry must look like on its own is in :mod:`dateline.model`.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from dateline.folders import Folders, each
from dateline.languages import OWN, base, is_written_in
from dateline.model import TO_DO, TO_DO_TEXT, TO_DO_URL, Event, Located, Problem, Publisher, Record
from dateline.reader import (
    ADDRESSES,
    Later,
    clearly_plain,
    did_you_mean,
    problem_at,
    read,
    read_entry,
    without_collecting,
    written,
)
from dateline.standing import party
from dateline.workers import read_files

Rule = Callable[[Record], Iterator[Problem]]

TIME_ZONE_DAYS = 1
"""A page of the other side of the world may carry the day before."""
ALIKE = 86
"""Two titles of one day that are at least this alike (0 to 100) look like one event."""

_UNSAFE_TEXT = re.compile(r"<[a-zA-Z/!?]|!\[|\]\(|&#?\w+;|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")

_SIMPLE_HOST = re.compile(r"https?://([a-z0-9.-]+)/")
"""Nearly every address; urlsplit is for the rest."""


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


def check_event(text: str, category: str, record: Record, *, replaces: str = "") -> tuple[Event | None, list[Problem]]:
    """What :func:`read_and_check` would say of an event if it stood in a record.

    Parameters
    ----------
    text : the event as YAML, as a file that holds nothing else.
    category : the folder that it would stand in.
    record : the other events and the registers; its own problems are not looked for.
    replaces : id of the event that it is a new version of; empty for a new event.

    Returns
    -------
    (event, problems) : the event, None if it cannot be read; lines and columns are those of ``text``.
    """
    year = found[1] if (found := _FIRST_YEAR.search(text)) else "year"
    path = f"{_root(record)}/{category}/{year}.yaml"
    event, data, problems = read_entry(Event, text, path)
    if event is None:
        return None, problems
    located = Located(event, category, path, 1, 0, data)
    others = [one for one in record.events if one.event.id != replaces]
    if {link.to for link in event.links} <= {one.event.id for one in others}:
        others = [one for one in others if _bears_on(one, located)]
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


def _bears_on(other: Located, candidate: Located) -> bool:
    """Whether a rule about the candidate may look at the other event; most it never does, and looking takes time."""
    one, two = other.event, candidate.event
    if one.id == two.id or any(link.to == one.id for link in two.links) or any(link.to == two.id for link in one.links):
        return True
    return other.category == candidate.category and abs(one.date.start - two.date.start) <= timedelta(days=1)


def _at(located: Located, message: str, *loc: int | str) -> Problem:
    return problem_at(located.path, located.data, located.index, loc, message)


def unknown_ids(record: Record) -> Iterator[Problem]:
    """Every id that an event uses stands in its register."""
    registers = record.registers
    events = {*record.elsewhere.ids, *(located.event.id for located in record.events)}
    pools: dict[str, tuple[Iterable[str], tuple[str, ...]]] = {
        "actor": (registers.actors, ("actors",)),
        "place": (registers.places, ("places",)),
        "publisher": (registers.publishers, ("publishers",)),
        "actor or publisher": ({**registers.actors, **registers.publishers}, ("actors", "publishers")),
        "series": (registers.series, ("series",)),
        "weapon": (registers.weapons, ("weapons",)),
        "claim": (registers.claims, ("claims",)),
        "role": (registers.roles, ("roles",)),
        "kind of link": (registers.link_kinds, ("link-kinds",)),
        "unit": (registers.units, ("units",)),
    }
    suggest = _suggesting()
    skipped = {name for name, (_, needs) in pools.items() if record.unreadable.intersection(needs)}
    known = {name: {*pool, *record.broken_entries} for name, (pool, _) in pools.items()}
    for located in record.events:
        for name, value, loc in _uses(located.event):
            if name == "event":
                if value not in events and value not in record.broken_entries and not _hides_events(record):
                    yield _at(located, f"{value} is not an event.{suggest(value, events)}", *loc)
            elif name not in skipped and value not in known[name] and not (value == TO_DO and located.event.draft):
                where = "registers/" + " or registers/".join(f"{need}.yaml" for need in pools[name][1])
                yield _at(located, f"{value} is not in {where}.{suggest(value, known[name])} Add it there.", *loc)


MOST_SUGGESTIONS = 200
"""Ids for which a rule looks for what was meant; each takes a look at all ids, and a record may have lost a file of them."""


def _suggesting() -> Callable[[str, Iterable[str]], str]:
    """:func:`did_you_mean` for so many words, each looked up once."""
    found: dict[tuple[str, int], str] = {}

    def suggest(word: str, known: Iterable[str]) -> str:
        key = (word, id(known))
        if key not in found:
            if len(found) >= MOST_SUGGESTIONS:
                return ""
            found[key] = did_you_mean(word, known)
        return found[key]

    return suggest


def _hides_events(record: Record) -> bool:
    """Whether a file could not be read at all, so that nobody knows which events it holds."""
    return any(problem.entry < 0 and problem.path in record.held_back for problem in record.problems)


def _uses(event: Event) -> Iterator[tuple[str, str, tuple[int | str, ...]]]:
    """Every id in an event: what it names, the id, where it stands."""
    for n, who in enumerate(event.claimed_by):
        yield "actor", who, ("claimed_by", n)
    for n, part in enumerate(event.actors):
        yield "actor", part.who, ("actors", n, "who")
        yield "role", part.role, ("actors", n, "role")
    yield "place", event.place, ("place",)
    if event.series:
        yield "series", event.series, ("series",)
    for n, weapon in enumerate(event.weapons):
        yield "weapon", weapon, ("weapons", n)
    for n, quote in enumerate(event.quotes):
        yield "actor", quote.speaker, ("quotes", n, "speaker")
    for n, stance in enumerate(event.stances):
        yield "claim", stance.claim, ("stances", n, "claim")
        yield "actor or publisher", stance.by, ("stances", n, "by")
    for n, quantity in enumerate(event.quantities):
        yield "unit", quantity.unit, ("quantities", n, "unit")
        yield "actor or publisher", quantity.by, ("quantities", n, "by")
        if quantity.claim:
            yield "claim", quantity.claim, ("quantities", n, "claim")
    for n, link in enumerate(event.links):
        yield "event", link.to, ("links", n, "to")
        yield "kind of link", link.kind, ("links", n, "kind")
        if link.by:
            yield "actor or publisher", link.by, ("links", n, "by")
    for n, source in enumerate(event.sources):
        yield "publisher", source.publisher, ("sources", n, "publisher")
        for origin in source.origin:
            yield "actor or publisher", origin, ("sources", n, "origin")


def unknown_kinds(record: Record) -> Iterator[Problem]:
    """An event's folder is a category and its kind is one of that category's."""
    categories = record.registers.categories
    if "categories" in record.unreadable:
        return
    for located in record.events:
        category = categories.get(located.category)
        if category is None:
            if located.category not in record.broken_entries:
                hint = did_you_mean(located.category, categories)
                yield _at(located, f"stands in the folder {located.category}, which is not a category.{hint}")
            continue
        kinds = [kind.id for kind in category.kinds]
        if located.event.kind not in kinds and not (located.event.kind == TO_DO and located.event.draft):
            hint = did_you_mean(located.event.kind, kinds)
            yield _at(located, f"{located.event.kind} is not a kind of {category.id}.{hint} Known: {', '.join(kinds)}.", "kind")


def unknown_ids_in_registers(record: Record) -> Iterator[Problem]:
    """Every id that a register entry uses stands in its register."""
    registers = record.registers
    origins = {*registers.actors, *registers.publishers}
    uses: list[tuple[str, str, str, str, Iterable[str]]] = []
    uses += [("actors", a.id, "part_of", p, registers.actors) for a in registers.actors.values() for p in a.part_of]
    uses += [("claims", c.id, "accused", a, registers.actors) for c in registers.claims.values() for a in c.accused]
    for series in registers.series.values():
        uses += [("series", series.id, "predecessors", p, registers.series) for p in series.predecessors]
        uses += [("series", series.id, "sources", s.publisher, registers.publishers) for s in series.sources]
        uses += [("series", series.id, "sources", o, origins) for s in series.sources for o in s.origin]
    uses += [("claims", c.id, "headline", c.headline, registers.units) for c in registers.claims.values() if c.headline]
    uses += [("coverage", c.id, "category", c.category, registers.categories) for c in registers.coverage.values()]
    for stem, entry, field, value, pool in uses:
        if value not in pool and value not in record.broken_entries and not record.unreadable:
            message = f"{value} is not known.{did_you_mean(value, pool)} Add it to its register."
            yield _in_register(record, stem, entry, message, field)


def _in_register(record: Record, stem: str, entry_id: str, message: str, *loc: int | str) -> Problem:
    """A problem of a register's entry; without a place where only the registers were kept, not their files."""
    place = record.entries.get((stem, entry_id))
    if place is None:
        return Problem(f"registers/{stem}.yaml", 0, 0, "", f"{entry_id}: {message}")
    return problem_at(place.path, place.data, place.index, loc, message)


def one_publisher_without_a_reason(record: Record) -> Iterator[Problem]:
    """An event for which only one publisher vouches says why; one with several does not claim to have one."""
    for located in record.events:
        event = located.event
        vouching = {source.publisher for source in event.sources if source.stance != "context"}
        if len(vouching) < 2 and event.sole_source is None:
            yield _at(located, "rests on one publisher. Add another, or say in 'sole_source' why there is none.", "sources")
        elif len(vouching) > 1 and event.sole_source is not None:
            yield _at(located, f"{len(vouching)} publishers vouch for it. Remove 'sole_source'.", "sole_source")


def repeated_ids(record: Record) -> Iterator[Problem]:
    """An id is used once in the whole record."""
    first: dict[str, Located] = {}
    for located in record.events:
        other = first.setdefault(located.event.id, located)
        if other is not located:
            yield _at(located, f"{located.event.id} is used before, in {other.path}:{other.line}. Ids are used once.", "id")


def ids_without_their_date(record: Record) -> Iterator[Problem]:
    """An id begins with the first day of its event, as far as it is known, and stands in the file of its year."""
    for located in record.events:
        event = located.event
        begin = event.date.first_written
        if not event.id.startswith(f"{begin}-"):
            yield _at(located, f"{event.id} does not begin with the event's date. Begin it with {begin}-.", "id")
        elif Path(located.path).stem != event.id[:4]:
            yield _at(located, f"{event.id} stands in the file of another year. Move it to {event.id[:4]}.yaml.", "id")


def reported_out_of_order(record: Record) -> Iterator[Problem]:
    """Nothing is reported before it began, and every event of the years that the record names, drafts aside, says when it was reported."""
    since_by_folder = {
        # One event that is looked at alone stands in no folder yet.
        where.path.removesuffix("record.yaml").removesuffix("registers/") if where else "": about.reported_since
        for about in record.registers.record.values()
        for where in [record.entries.get(("record", about.id))]
    }
    for located in record.events:
        since = next((year for folder, year in since_by_folder.items() if located.path.startswith(folder)), None)
        event = located.event
        if event.reported is None:
            if since is not None and event.date.start.year >= since and not event.draft:
                yield _at(located, "is missing. Say when it first became public.", "reported")
        elif event.date.earliest and event.reported.latest and event.reported.latest < event.date.earliest:
            message = f"{event.reported} is before the event, which began {event.date.earliest}. An announcement is an event of its own."
            yield _at(located, message, "reported")


def sources_before_their_event(record: Record) -> Iterator[Problem]:
    """A page that came out before the event cannot be the source for it, only context."""
    for located in record.events:
        earliest = located.event.date.earliest
        for n, source in enumerate(located.event.sources):
            latest = source.published.latest if source.published else None
            if earliest and latest and source.stance != "context" and latest < earliest - timedelta(days=TIME_ZONE_DAYS):
                message = f"{source.published} is before the event began, {earliest}. Correct it, or write 'stance: context'."
                yield _at(located, message, "sources", n, "published")


def source_numbers_out_of_range(record: Record) -> Iterator[Problem]:
    """A number of a source points at a source that is there."""
    for located in record.events:
        event = located.event
        count = len(event.sources)
        numbers: list[tuple[int | None, tuple[int | str, ...]]] = []
        for field in ("quotes", "stances", "quantities", "links"):
            numbers += [(part.source, (field, n, "source")) for n, part in enumerate(getattr(event, field))]
        numbers += [(s, ("conflicts", n, "sources")) for n, c in enumerate(event.conflicts) for s in c.sources]
        for number, loc in numbers:
            if number is not None and number > count:
                yield _at(located, f"there is no source {number}; this event has {count}. Sources count from 1.", *loc)


def links_without_ground(record: Record) -> Iterator[Problem]:
    """A link's basis has what it needs: a source, somebody who draws it, or a reason."""
    for located in record.events:
        for n, link in enumerate(located.event.links):
            loc = ("links", n, "basis")
            if link.basis != "temporal" and link.source is None:
                yield _at(located, f"{link.basis} needs 'source': the number of the source whose words connect the two.", *loc)
            if link.basis == "asserted" and link.by is None:
                yield _at(located, "asserted needs 'by': who draws the connection.", *loc)
            if link.basis == "temporal" and link.note is None:
                yield _at(located, "temporal needs 'note': why two events that are only close in time are shown together.", *loc)


def links_to_themselves(record: Record) -> Iterator[Problem]:
    """No event is linked to itself."""
    for located in record.events:
        for n, link in enumerate(located.event.links):
            if link.to == located.event.id:
                yield _at(located, "links the event to itself. Remove the link.", "links", n, "to")


def contradictory_links(record: Record) -> Iterator[Problem]:
    """Links agree with the dates and with each other."""
    events = {located.event.id: located.event for located in record.events}
    drawn = {(located.event.id, link.kind, link.to) for located in record.events for link in located.event.links}
    for located in record.events:
        seen: set[tuple[str, str]] = set()
        kinds: dict[str, set[str]] = defaultdict(set)
        for n, link in enumerate(located.event.links):
            loc = ("links", n)
            other = events.get(link.to)
            if (link.kind, link.to) in seen:
                yield _at(located, f"says for the second time that it {link.kind} {link.to}. Remove one.", *loc)
            seen.add((link.kind, link.to))
            kinds[link.to].add(link.kind)
            if link.to != located.event.id and (link.to, link.kind, located.event.id) in drawn:
                yield _at(located, f"{link.kind} {link.to}, and {link.to} {link.kind} it. Only one can be right.", *loc)
            if {"denies", "corroborates"} <= kinds[link.to] or {"denies", "acknowledges"} <= kinds[link.to]:
                yield _at(located, f"both denies and supports {link.to}. Split the event or remove one link.", *loc)
            if other is not None and (order := _wrong_order(located.event, link.kind, other)):
                yield _at(located, order, *loc)


def _wrong_order(event: Event, kind: str, other: Event) -> str:
    mine, theirs = event.date, other.date
    other_is_earlier = theirs.latest and mine.earliest and theirs.latest < mine.earliest
    other_is_later = mine.latest and theirs.earliest and mine.latest < theirs.earliest - timedelta(days=TIME_ZONE_DAYS)
    if kind in ("precedes", "announces", "suspends") and other_is_earlier:
        return f"{kind} {other.id}, which was over before, on {theirs.latest}. Check the two dates or turn the link round."
    if kind in ("responds-to", "denies", "corroborates", "acknowledges", "discloses", "updates", "succeeds") and other_is_later:
        return f"{kind} {other.id}, which began only later, on {theirs.earliest}. Check the two dates or turn the link round."
    return ""


def unused_entries(record: Record) -> Iterator[Problem]:
    """Every actor, place, publisher, series, weapon and claim of the registers is used."""
    if record.held_back:
        return
    registers = record.registers
    used = used_entries(located.event for located in record.events)
    for stem, elsewhere in record.elsewhere.used.items():
        used[stem].update(elsewhere)
    for entry in registers.series.values():
        used["series"].update(entry.predecessors)
        used["publishers"].update(source.publisher for source in entry.sources)
        used["actors"].update(origin for source in entry.sources for origin in source.origin)
    for claim in registers.claims.values():
        used["actors"].update(claim.accused)
    for actor in registers.actors.values():
        used["actors"].update(actor.part_of)
    for stem, ids in used.items():
        for entry_id in getattr(registers, stem):
            if entry_id not in ids:
                yield _in_register(record, stem, entry_id, f"{entry_id} is used nowhere. Remove it, or use it.", "id")


def used_entries(events: Iterable[Event]) -> dict[str, set[str]]:
    """Register -> ids that events name as entries of it; of a publisher or actor, as of both. Only registers whose entries must be used."""
    used: dict[str, set[str]] = {stem: set() for stem in ("actors", "places", "publishers", "series", "weapons", "claims")}
    into = {
        "actor": (used["actors"],),
        "place": (used["places"],),
        "publisher": (used["publishers"],),
        "actor or publisher": (used["actors"], used["publishers"]),
        "series": (used["series"],),
        "weapon": (used["weapons"],),
        "claim": (used["claims"],),
    }
    for event in events:
        for name, value, _ in _uses(event):
            for ids in into.get(name, ()):
                ids.add(value)
    return used


def stories_in_other_files(record: Record) -> Iterator[Problem]:
    """A story stands alone in a file that is called by its id."""
    for story in record.registers.stories.values():
        stem = Path(record.entries["stories", story.id].path).stem
        if stem != story.id:
            message = f"{story.id} stands in {stem}.yaml. Each story has a file of its own: name it {story.id}.yaml."
            yield _in_register(record, "stories", story.id, message, "id")


def steps_without_their_event(record: Record) -> Iterator[Problem]:
    """The event that a story's step lights is in the record and is not a draft."""
    drafts = dict.fromkeys(record.elsewhere.ids, False) | {one.event.id: one.event.draft for one in record.events}
    for story in record.registers.stories.values():
        for n, step in enumerate(story.steps):
            if step.event is None:
                continue
            if drafts.get(step.event):
                message = f"{step.event} is a draft, which nobody sees. Choose another event."
                yield _in_register(record, "stories", story.id, message, "steps", n, "event")
            elif step.event not in drafts and step.event not in record.broken_entries and not _hides_events(record):
                message = f"{step.event} is not an event.{did_you_mean(step.event, drafts)}"
                yield _in_register(record, "stories", story.id, message, "steps", n, "event")


def fewer_than_expected(record: Record) -> Iterator[Problem]:
    """A year of a category holds at least as many events as the coverage says, drafts not counted."""
    if _hides_events(record):
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
                yield _in_register(record, "coverage", coverage.id, message, "expected", year)


def reviews_before_the_news(record: Record) -> Iterator[Problem]:
    """A review is dated by its day, and comes after the event was reported."""
    for located in record.events:
        event = located.event
        if event.reviewed is None:
            continue
        if event.reviewed.precision != "day":
            yield _at(located, f"{event.reviewed} is not one day. Write the day on which it was compared.", "reviewed")
        elif event.reported and event.reported.earliest and event.reviewed.start < event.reported.earliest:
            message = f"{event.reviewed} is before the event was reported, {event.reported}. Correct one of them."
            yield _at(located, message, "reviewed")


def changes_out_of_order(record: Record) -> Iterator[Problem]:
    """A record's history begins when it was added, goes forward by days, and says what was changed."""
    for located in record.events:
        for n, change in enumerate(located.event.changes):
            message = ""
            if change.on.precision != "day":
                message = f"{change.on} is not one day. Write the day of the change."
            elif n and change.on.start < located.event.changes[n - 1].on.start:
                message = f"{change.on} stands after {located.event.changes[n - 1].on}. Put the oldest first."
            elif (change.kind == "added") != (n == 0):
                message = (
                    f"{change.kind} is {'first' if n == 0 else 'not first'}. A history begins with 'added', which stands once."
                )
            elif change.kind != "added" and not change.about:
                message = f"{change.kind} needs 'about'. Say in a line what was changed, for who cited the record before."
            if message:
                yield _at(located, message, "changes", n)


def left_to_do(record: Record) -> Iterator[Problem]:
    """What an import left open is written before a record stops being a draft."""
    for located in record.events:
        event = located.event
        if event.draft:
            continue
        texts: list[tuple[str | None, tuple[int | str, ...]]] = [
            (getattr(event, field), (field,)) for field in ("title", "summary", "sole_source", "note")
        ]
        for n, source in enumerate(event.sources):
            texts += [(source.supports, ("sources", n, "supports"))]
            if source.url.startswith(TO_DO_URL):
                yield _at(located, "is still to be found. Write the address of the page.", "sources", n, "url")
        for text, loc in texts:
            if text is not None and text.startswith(TO_DO_TEXT):
                yield _at(located, f"{text[:60]!r} is still to be done. Do it, or write 'draft: true' again.", *loc)


def things_of_the_record_itself(record: Record) -> Iterator[Problem]:
    """What a record says of itself fits: its first event is there, maps are the right way round, questions ask for what is known."""
    registers = record.registers
    drafts = dict.fromkeys(record.elsewhere.ids, False) | {one.event.id: one.event.draft for one in record.events}
    kinds = {kind.id for category in registers.categories.values() for kind in category.kinds}
    pools: dict[str, Iterable[str]] = {
        "category": registers.categories, "kind": kinds, "series": registers.series, "actor": registers.actors,
    }  # fmt: skip
    for about in registers.record.values():
        if about.case is not None and drafts.get(about.case):
            yield _in_register(
                record, "record", about.id, f"{about.case} is a draft, which nobody sees. Choose another event.", "case"
            )
        elif about.case is not None and about.case not in {*drafts, *record.broken_entries} and not _hides_events(record):
            yield _in_register(
                record, "record", about.id, f"{about.case} is not an event.{did_you_mean(about.case, drafts)}", "case"
            )
        for n, area in enumerate(about.areas):
            if area.west >= area.east or area.south >= area.north:
                message = f"{area.id} ends before it begins. West comes before east, south before north."
                yield _in_register(record, "record", about.id, message, "areas", n)
        for n, question in enumerate(about.questions):
            for side in ("anchor", "other"):
                for m, chosen in enumerate(getattr(question, side)):
                    field, _, entry = chosen.partition(":")
                    pool = {*pools.get(field, ()), *record.broken_entries}
                    if entry not in pool and not record.unreadable:
                        message = f"{chosen} is not known. Write category:…, kind:…, series:… or actor:… and an id.{did_you_mean(entry, pool)}"
                        yield _in_register(record, "record", about.id, message, "questions", n, side, m)


def look_alikes(record: Record) -> Iterator[Problem]:
    """Two records that look like one event: same category, days that touch, titles alike, and no link between them."""
    by_category: dict[str, list[Located]] = defaultdict(list)
    for located in record.events:
        by_category[located.category].append(located)
    for group in by_category.values():
        group.sort(key=lambda located: located.event.date.start)
        for n, one in enumerate(group):
            for two in group[n + 1 :]:
                if two.event.date.start - one.event.date.start > timedelta(days=1):
                    break
                if _alike(one.event, two.event):
                    message = (
                        f"looks like {one.event.id} ({one.path}:{one.line}). Merge the two, or link them to say that they differ."
                    )
                    yield _at(two, message, "title")


def _alike(one: Event, two: Event) -> bool:
    if one.draft or two.draft:
        return False
    linked = any(link.to == two.id for link in one.links) or any(link.to == one.id for link in two.links)
    return not linked and one.id != two.id and fuzz.token_sort_ratio(one.title.lower(), two.title.lower()) >= ALIKE


def hosts_of_other_publishers(record: Record) -> Iterator[Problem]:
    """A source's host is one of its publisher's, or a subdomain of one."""
    publishers = record.registers.publishers
    owners = {host: publisher.id for publisher in publishers.values() for host in publisher.hosts}
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and (message := _foreign(source.url, publisher, owners)):
                yield _at(located, message, "sources", n, "url")
    for series in record.registers.series.values():
        for n, source in enumerate(series.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and (message := _foreign(source.url, publisher, owners)):
                yield _in_register(record, "series", series.id, message, "sources", n, "url")


def _foreign(url: str, publisher: Publisher, owners: Mapping[str, str]) -> str:
    host = host_of(url)
    if f".{host}".endswith(tuple(f".{own}" for own in publisher.hosts)):
        return ""
    owner = next((owners[tail] for tail in _tails(host) if tail in owners), None)
    hint = f"It belongs to {owner}." if owner else f"Add the host to {publisher.id} if it is theirs, or add its publisher."
    return f"{host or url} is not a host of {publisher.id}. {hint}"


def host_of(url: str) -> str:
    """The host of a web address in lower case; empty when there is none. Never raises."""
    if simple := _SIMPLE_HOST.match(url):
        return simple[1]
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _tails(host: str) -> Iterator[str]:
    parts = host.split(".")
    for n in range(len(parts) - 1):
        yield ".".join(parts[n:])


def markup_in_text(record: Record) -> Iterator[Problem]:
    """Texts are plain: no HTML, no Markdown links or images, no invisible control characters."""
    for located in record.events:
        data = located.data
        if data.plain if isinstance(data, Later) else clearly_plain(data):
            continue
        for loc, text in _texts(written(data)):
            if found := _UNSAFE_TEXT.search(text):
                message = (
                    f"holds {found.group()!r}. Texts are plain words: no HTML, Markdown links, images or control characters."
                )
                yield _at(located, message, *loc)
    for (stem, entry_id), place in record.entries.items():
        for loc, text in () if clearly_plain(place.data) else _texts(place.data):
            if found := _UNSAFE_TEXT.search(text):
                yield _in_register(record, stem, entry_id, f"holds {found.group()!r}. Texts are plain words.", *loc)


def _texts(node: Any, loc: tuple[int | str, ...] = ()) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if isinstance(node, str):
        if not loc or loc[-1] not in ADDRESSES:
            yield loc, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, (*loc, key))
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from _texts(value, (*loc, n))


def cycles(record: Record) -> Iterator[Problem]:
    """No actor is part of itself, and no series its own predecessor, over any number of steps."""
    registers = record.registers
    for ring in _cycles({actor.id: actor.part_of for actor in registers.actors.values()}):
        yield _in_register(record, "actors", ring[0], f"goes round in a circle: {' > '.join(ring)}. Remove one.", "part_of")
    for ring in _cycles({series.id: series.predecessors for series in registers.series.values()}):
        yield _in_register(record, "series", ring[0], f"goes round in a circle: {' > '.join(ring)}. Remove one.", "predecessors")


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
            yield _in_register(record, "places", place.id, "has only one of lat and lon. Write both or none.", "id")
        elif (place.lat is None) != (place.precision == "undisclosed"):
            message = f"{place.precision} and coordinates do not fit. An undisclosed place has none, every other has some."
            yield _in_register(record, "places", place.id, message, "precision")


def ranges_upside_down(record: Record) -> Iterator[Problem]:
    """A range of a quantity goes from the smaller to the larger value."""
    for located in record.events:
        for n, quantity in enumerate(located.event.quantities):
            if quantity.value_to is not None and quantity.value_to <= quantity.value:
                message = f"{quantity.value_to:g} is not more than {quantity.value:g}. Write the smaller figure as 'value'."
                yield _at(located, message, "quantities", n, "value_to")


def ranges_with_a_bound(record: Record) -> Iterator[Problem]:
    """A range is a bound of its own."""
    for located in record.events:
        for n, quantity in enumerate(located.event.quantities):
            if quantity.value_to is not None and quantity.bound not in ("exactly", "about"):
                message = f"{quantity.bound} and a range do not fit. Leave out 'value_to', or write 'about' or 'exactly'."
                yield _at(located, message, "quantities", n, "bound")


def unmarked_weak_sources(record: Record) -> Iterator[Problem]:
    """A content farm is a weak source and is marked as one."""
    publishers = record.registers.publishers
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            publisher = publishers.get(source.publisher)
            if publisher is not None and publisher.type == "content farm" and not source.weak:
                message = f"{publisher.id} is a content farm. Find a better source, or mark it 'weak: true'."
                yield _at(located, message, "sources", n, "publisher")


def acknowledgements_by_others(record: Record) -> Iterator[Problem]:
    """Only who is accused in a claim, or belongs to them, can acknowledge it."""
    actors = record.registers.actors
    for located in record.events:
        for n, stance in enumerate(located.event.stances):
            claim = record.registers.claims.get(stance.claim)
            if stance.stance != "acknowledges" or claim is None:
                continue
            if party(stance.by, actors) not in {party(one, actors) for one in claim.accused}:
                message = (
                    f"{stance.by} is not accused in {claim.id}, so it cannot acknowledge it. Write 'affirms' or 'corroborates'."
                )
                yield _at(located, message, "stances", n, "stance")


def archives_of_nothing(record: Record) -> Iterator[Problem]:
    """A page's copy in an archive is somewhere else than the page."""
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            if source.archived == source.url:
                message = "is the page itself. Write the address of the copy, or leave it out."
                yield _at(located, message, "sources", n, "archived")


def voices_without_a_party(record: Record) -> Iterator[Problem]:
    """State media and governments that take a stance on an event are actors, so that they count as their state's voice."""
    registers = record.registers
    for located in record.events:
        for n, source in enumerate(located.event.sources):
            for origin in source.origin if source.stance in ("corroborates", "denies", "acknowledges") else ():
                publisher = registers.publishers.get(origin)
                if origin not in registers.actors and publisher and publisher.type in ("state media", "government"):
                    message = (
                        f"{origin} speaks for a state. Add it to registers/actors.yaml with its part_of, or leave the stance out."
                    )
                    yield _at(located, message, "sources", n, "origin")


def texts_of_no_such_language(record: Record) -> Iterator[Problem]:
    """What stands under a language's tag is in that language, as far as its letters tell, and says what nothing else here says already."""
    for located in record.events:
        for tag, title in located.event.titles.items():
            if wrong := _not_in(tag, title, located.event.title):
                yield _at(located, wrong, "titles", tag)
    for stem, entry_id in record.entries:
        entry = getattr(record.registers, stem.replace("-", "_")).get(entry_id)
        for loc, part in _with_languages(entry):
            for field, own in _IN_LANGUAGES.items():
                for tag, text in getattr(part, field, {}).items():
                    if own:
                        wrong = _not_in(tag, text, getattr(part, own) or "", getattr(part, "native", None) or "")
                    else:
                        wrong = "" if text.count("{}") == 1 else "does not say where the figure stands. Put {} there, once."
                    if wrong:
                        yield _in_register(record, stem, entry_id, wrong, *loc, field, tag)


_IN_LANGUAGES: Mapping[str, str] = {
    "names": "name", "abouts": "about", "inverses": "inverse", "propositions": "proposition", "wordings": "words", "counted": "",
}  # fmt: skip
"""Fields that hold texts by language, and what they say in English."""


def _with_languages(entry: Any) -> Iterator[tuple[tuple[int | str, ...], Any]]:
    yield (), entry
    for field in ("kinds", "areas", "questions"):
        for n, part in enumerate(getattr(entry, field, ())):
            yield (field, n), part


def _not_in(tag: str, text: str, *known: str) -> str:
    """What is wrong with a text under a language's tag; empty where nothing is."""
    if base(tag) == OWN:
        return "is the language of the record's own texts. Write it in the field that is not by language."
    if text.casefold() in (one.casefold() for one in known):
        return "says again what stands here already. Leave it out."
    if not is_written_in(text, tag):
        return f"{text[:80]!r} has no letter in which {tag} is written."
    return ""


RULES: tuple[Rule, ...] = (
    unknown_ids,
    unknown_kinds,
    unknown_ids_in_registers,
    repeated_ids,
    ids_without_their_date,
    reported_out_of_order,
    sources_before_their_event,
    source_numbers_out_of_range,
    links_without_ground,
    one_publisher_without_a_reason,
    links_to_themselves,
    contradictory_links,
    unused_entries,
    stories_in_other_files,
    steps_without_their_event,
    fewer_than_expected,
    reviews_before_the_news,
    changes_out_of_order,
    left_to_do,
    things_of_the_record_itself,
    look_alikes,
    hosts_of_other_publishers,
    markup_in_text,
    cycles,
    coordinates,
    ranges_upside_down,
    ranges_with_a_bound,
    unmarked_weak_sources,
    acknowledgements_by_others,
    voices_without_a_party,
    archives_of_nothing,
    texts_of_no_such_language,
)
"""Every rule, in the order in which a reader would want to hear of it."""

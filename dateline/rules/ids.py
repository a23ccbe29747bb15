"""Every id is in its register, used once, in its place, and each entry is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dateline.model import TO_DO, Event
from dateline.reader import did_you_mean
from dateline.record import Located, Problem, Record
from dateline.rules.common import at, former_ids_of, hides_events, in_register, renamed

MOST_SUGGESTIONS = 200
"""Ids for which a rule looks for what was meant; each takes a look at all ids, and a record may have lost a file of them."""


def unknown_ids(record: Record) -> Iterator[Problem]:
    """Every id that an event uses stands in its register."""
    registers = record.registers
    events = {*record.elsewhere.ids, *(located.event.id for located in record.events)}
    former = former_ids_of(record)
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
                if value in former and value not in events:
                    yield at(located, renamed(value, former[value]), *loc)
                elif value not in events and value not in record.broken_entries and not hides_events(record):
                    yield at(located, f"{value} is not an event.{suggest(value, events)}", *loc)
            elif name not in skipped and value not in known[name] and not (value == TO_DO and located.event.draft):
                where = "registers/" + " or registers/".join(f"{need}.yaml" for need in pools[name][1])
                yield at(located, f"{value} is not in {where}.{suggest(value, known[name])} Add it there.", *loc)


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
                yield at(located, f"stands in the folder {located.category}, which is not a category.{hint}")
            continue
        kinds = [kind.id for kind in category.kinds]
        if located.event.kind not in kinds and not (located.event.kind == TO_DO and located.event.draft):
            hint = did_you_mean(located.event.kind, kinds)
            yield at(located, f"{located.event.kind} is not a kind of {category.id}.{hint} Known: {', '.join(kinds)}.", "kind")


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
            yield in_register(record, stem, entry, message, field)


def repeated_ids(record: Record) -> Iterator[Problem]:
    """An id is used once in the whole record."""
    first: dict[str, Located] = {}
    for located in record.events:
        other = first.setdefault(located.event.id, located)
        if other is not located:
            yield at(located, f"{located.event.id} is used before, in {other.path}:{other.line}. Ids are used once.", "id")


def former_ids_in_use(record: Record) -> Iterator[Problem]:
    """An id that an event had before is no event's now, and no other's before."""
    first = dict(record.elsewhere.former_ids)
    for located in record.events:
        event = located.event
        for n, former in enumerate(event.former_ids):
            loc = ("former_ids", n)
            other = first.setdefault(former, event.id)
            if former == event.id:
                yield at(located, f"{former} is the id that the event has now. Remove it here.", *loc)
            elif former in record.elsewhere.ids:
                yield at(located, f"{former} is the id of another event. Ids are used once: remove it here.", *loc)
            elif other != event.id:
                yield at(located, f"{former} is a former id of {other} too. Keep it where its links should lead.", *loc)
            elif former in event.former_ids[:n]:
                yield at(located, f"{former} stands here before. Remove one.", *loc)
    for located in record.events:
        event_id = located.event.id
        if (other := first.get(event_id, event_id)) != event_id:
            message = f"{event_id} is a former id of {other}. Ids are used once: choose another, or remove it there."
            yield at(located, message, "id")


def ids_without_their_date(record: Record) -> Iterator[Problem]:
    """An id begins with the first day of its event, as far as it is known, and stands in the file of its year."""
    for located in record.events:
        event = located.event
        begin = event.date.first_written
        if not event.id.startswith(f"{begin}-"):
            yield at(located, f"{event.id} does not begin with the event's date. Begin it with {begin}-.", "id")
        elif Path(located.path).stem != event.id[:4]:
            yield at(located, f"{event.id} stands in the file of another year. Move it to {event.id[:4]}.yaml.", "id")


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
                yield in_register(record, stem, entry_id, f"{entry_id} is used nowhere. Remove it, or use it.", "id")


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

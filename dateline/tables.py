"""Records -> tidy pandas tables.

One row a thing, names as in the record. Identifiers are text, dates ``datetime64[s]`` at midnight without a zone, ends inclusive;
``NaT`` means not known or not bounded, ``""`` means nothing was written. Rows are sorted by ``start``, then ``id``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from dateline import words
from dateline.dates import label, parse
from dateline.languages import chosen
from dateline.memory import Memory
from dateline.model import Event, Link, Spoken
from dateline.record import Located, Problem, Record
from dateline.registers import REGISTERS, Registers
from dateline.standing import Status, Thread, became_public, lineage, party, statuses, threads, was_out
from dateline.workers import packed

LinkedTo = tuple[Event, Link, bool]
Given = ParamSpec("Given")
Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Crowd:
    """Who is in which event, as numbers.

    Attributes
    ----------
    names : what each number means.
    offsets : the events' places in ``codes``: those of event n lie from ``offsets[n]`` to before ``offsets[n + 1]``.
    codes : the actors of all events one after the other, each once an event.
    """

    names: tuple[str, ...]
    offsets: np.ndarray
    codes: np.ndarray

    @classmethod
    def of(cls, sets: Sequence[Collection[str]]) -> Crowd:
        """Of the actors of each event."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(one, len(numbers)) for few in sets for one in sorted(few)]
        offsets = np.cumsum([0, *(len(few) for few in sets)])
        return cls(tuple(numbers), offsets.astype("int64"), np.array(codes, dtype="int32"))

    @cached_property
    def events_of(self) -> Mapping[str, np.ndarray]:
        """Name -> the numbers of its events."""
        order = np.argsort(self.codes, kind="stable")
        events = np.repeat(np.arange(len(self.offsets) - 1, dtype="int32"), np.diff(self.offsets))[order]
        ends = np.cumsum(np.bincount(self.codes, minlength=len(self.names)))
        return dict(zip(self.names, np.split(events, ends[:-1]), strict=True)) if self.names else {}

    def having(self, wanted: Iterable[str]) -> np.ndarray:
        """Which events have one of these."""
        found = np.zeros(len(self.offsets) - 1, dtype=bool)
        for one in wanted:
            if one in self.events_of:
                found[self.events_of[one]] = True
        return found

    def counts(self, of: np.ndarray) -> dict[str, int]:
        """Name -> how many of some events (a mask) have it; without those that none has."""
        here = self.codes[np.repeat(of, np.diff(self.offsets))]
        counted = np.bincount(here, minlength=len(self.names)).tolist()
        return {name: count for name, count in zip(self.names, counted, strict=True) if count}


@dataclass(frozen=True, eq=False)
class Cited:
    """The sources of all events, one after the other, as arrays.

    Attributes
    ----------
    rows : the place in ``events`` of each one's event; sources of an event stand in its order.
    publishers, origins, stances : of each, as numbers with what each number means; an origin is a tuple of ids.
    weak : whether it is kept only until something better is found.
    out : first day on which it may have been out (``datetime64[D]``); NaT: not known, so on any.
    """

    rows: np.ndarray
    publishers: tuple[np.ndarray, tuple[str, ...]]
    origins: tuple[np.ndarray, tuple[tuple[str, ...], ...]]
    stances: tuple[np.ndarray, tuple[str, ...]]
    weak: np.ndarray
    out: np.ndarray

    @classmethod
    def of(cls, events: Iterable[Event]) -> Cited:
        """Of events in order."""
        named: tuple[dict[Any, int], ...] = ({}, {}, {})
        found = [
            (
                row,
                *(numbers.setdefault(key, len(numbers)) for numbers, key in zip(named, (one.publisher, one.origin, one.stance), strict=True)),
                one.weak,
                one.published.earliest if one.published else None,
            )
            for row, event in enumerate(events)
            for one in event.sources
        ]  # fmt: skip
        rows, publishers, origins, stances, weak, out = zip(*found, strict=True) if found else ((),) * 6
        codes = [np.array(column, dtype="int32") for column in (rows, publishers, origins, stances)]
        meanings = [tuple(numbers) for numbers in named]
        return cls(
            codes[0], (codes[1], meanings[0]), (codes[2], meanings[1]), (codes[3], meanings[2]),
            np.array(weak, dtype=bool), np.array(out, dtype="datetime64[D]"),
        )  # fmt: skip

    def among(self, chosen: np.ndarray) -> Cited:
        """Of some of the events only (a mask), whose places are counted anew."""
        here = chosen[self.rows]
        rows = (np.cumsum(chosen) - 1).astype("int32")[self.rows[here]]
        (publishers, sites), (origins, known), (stances, taken) = self.publishers, self.origins, self.stances
        return Cited(
            rows, (publishers[here], sites), (origins[here], known), (stances[here], taken), self.weak[here], self.out[here]
        )

    def has(self, stances: Iterable[str]) -> np.ndarray:
        """Which of them have one of these stances."""
        codes, names = self.stances
        wanted = frozenset(stances)
        having: np.ndarray = np.array([one in wanted for one in names], dtype=bool)[codes]
        return having

    def late(self, on: date | None) -> np.ndarray:
        """Which of them cannot have been out by the end of a day; None: today."""
        return np.zeros(len(self.rows), dtype=bool) if on is None else self.out > np.datetime64(on, "D")


@dataclass(frozen=True, eq=False)
class Tables:
    """The record as tables. Never changed once made, and equal only to itself, so that what is derived from it can be remembered.

    Attributes
    ----------
    events : one row an event: id, title, category, kind, kind_name, date (EDTF text), when (for a reader), start, end, earliest, latest,
        precision, lasted, approximate, uncertain, exact, reported, reported_exact, reviewed (by a second reader), status, party, place,
        series, summary, claimed_by (tuple of ids).
        ``end`` and ``latest`` NaT: still going on. ``earliest`` NaT: not bounded. ``party``: outermost body of whoever acts first.
    links : one row a link between two events that are both here: event, to, kind, name, inverse, basis, by, source, note.
    records : id -> event with its place in the files.
    registers, problems, held_back : as read.
    memory : what :func:`remembered` functions made of these tables and of those of other days; it goes when they go.
    fingerprint : changes whenever the content of the record changes.
    changed : the last day on which an event of the record was changed or compared with its sources; None: no record says.
    on : the day whose knowledge this is; None: today's.
    days : tables of other days, made by :func:`as_known`.
    """

    events: pd.DataFrame
    links: pd.DataFrame
    records: Mapping[str, Located]
    registers: Registers
    problems: tuple[Problem, ...] = ()
    held_back: Mapping[str, int] = field(default_factory=dict)
    fingerprint: str = ""
    changed: date | None = None
    memory: Memory = field(default_factory=Memory, repr=False)
    on: date | None = None
    days: dict[date, Tables] = field(default_factory=dict, repr=False)

    @cached_property
    def status(self) -> Mapping[str, Status]:
        """Status by event id."""
        return dict(zip(self.events["id"], self.events["status"], strict=True))

    @cached_property
    def languages(self) -> frozenset[str]:
        """BCP 47 tags of the languages in which a title of these events stands, beside English."""
        return frozenset(tag for titles in self.titles.values() for tag in titles)

    @cached_property
    def titles(self) -> Mapping[str, Mapping[str, str]]:
        """Titles in other languages than English, by tag, by event id; an event that has none is missing."""
        return {event.id: event.titles for event in self._each() if event.titles}

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """Id that an event had before -> the one that it has."""
        return {former: event.id for event in self._each() for former in event.former_ids}

    def present_id(self, event_id: str) -> str:
        """The id of the event that has or had this one; what was given where there is none."""
        return event_id if event_id in self.records else self.former_ids.get(event_id, event_id)

    def event(self, event_id: str) -> Event:
        """The event that has or had an id. Raises KeyError where there is none."""
        return self.records[self.present_id(event_id)].event

    @cached_property
    def cited(self) -> Cited:
        """The sources as arrays: what goes through all of a large record takes them from here."""
        return Cited.of(self._each())

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Row number in ``events`` by event id."""
        return {event_id: n for n, event_id in enumerate(self.events["id"])}

    @cached_property
    def actors(self) -> pd.DataFrame:
        """One row an event and actor: event, who, role."""
        rows = [(e.id, part.who, part.role) for e in self._each() for part in e.actors]
        return pd.DataFrame(rows, columns=["event", "who", "role"])

    @cached_property
    def public(self) -> np.ndarray:
        """The day from which the world knew of each event (``datetime64[D]``), in the order of ``events``."""
        return np.array([became_public(event) for event in self._each()], dtype="datetime64[D]")

    @cached_property
    def crowd(self) -> Crowd:
        """``involved`` as arrays, in the order of ``events``."""
        return Crowd.of([self.involved[event_id] for event_id in self.events["id"]])

    @cached_property
    def ids(self) -> np.ndarray:
        """Ids in the order of ``events``, as an array of text."""
        return self.events["id"].to_numpy(dtype=object)

    @cached_property
    def coded(self) -> Mapping[str, tuple[np.ndarray, tuple[str, ...]]]:
        """Category and status of each event as a number, and what each number means."""
        found = {}
        for name in ("category", "status"):
            codes, names = pd.factorize(self.events[name])
            found[name] = codes.astype("int32"), tuple(str(one) for one in names)
        return found

    @cached_property
    def reach(self) -> tuple[np.ndarray, np.ndarray]:
        """First and last day (``datetime64[D]``) on which each event may have happened; what goes on has no last one and says NaT.

        Of an event that is only known to be not later than a day, that day is the first.
        """
        begins = self.events["earliest"].fillna(self.events["start"]).to_numpy().astype("datetime64[D]")
        return begins, self.events["latest"].to_numpy().astype("datetime64[D]")

    @cached_property
    def involved(self) -> Mapping[str, frozenset[str]]:
        """Event id -> every actor in it or who claims it, with the bodies they belong to."""
        above: dict[str, tuple[str, ...]] = {}
        found = {}
        for event in self._each():
            ids: set[str] = set()
            for who in (*event.claimed_by, *(part.who for part in event.actors)):
                if who not in above:
                    above[who] = lineage(who, self.registers.actors)
                ids.update(above[who])
            found[event.id] = frozenset(ids)
        return found

    @cached_property
    def sources(self) -> pd.DataFrame:
        """One row a source: event, number (from 1), url, publisher, published (EDTF text or ""), origins (tuple), stance, weak, supports."""
        rows = [
            (e.id, n, s.url, s.publisher, str(s.published or ""), s.origin, s.stance, s.weak, s.supports)
            for e in self._each()
            for n, s in enumerate(e.sources, 1)
        ]
        names = ["event", "number", "url", "publisher", "published", "origins", "stance", "weak", "supports"]
        return pd.DataFrame(rows, columns=names)

    @cached_property
    def stances(self) -> pd.DataFrame:
        """One row a stance: event, claim, stance, by."""
        rows = [(e.id, s.claim, s.stance, s.by) for e in self._each() for s in e.stances]
        return pd.DataFrame(rows, columns=["event", "claim", "stance", "by"])

    @cached_property
    def threads(self) -> Mapping[str, Thread]:
        """Claim id -> who took which stance on it when, in order; every claim of the register, also one on which nobody spoke."""
        return threads(self.speaking(), self.registers)

    def speaking(self) -> Iterable[Event | Spoken]:
        """The events that say something of a claim or give a figure, in order; perhaps others too."""
        return self._each()

    def indexed(self) -> Any:
        """Their :class:`dateline.search.Index` where one was kept with them; None: it has to be made."""
        return None

    @cached_property
    def quantities(self) -> pd.DataFrame:
        """One row a figure as claimed: event, value, value_to (NaN: one value), bound, unit, of, claim, by, as_of (EDTF text or "")."""
        rows = [
            (e.id, q.value, q.value_to, q.bound, q.unit, q.of or "", q.claim or "", q.by, str(q.as_of or ""))
            for e in self._each()
            for q in e.quantities
        ]
        return pd.DataFrame(rows, columns=["event", "value", "value_to", "bound", "unit", "of", "claim", "by", "as_of"])

    @cached_property
    def tied(self) -> tuple[np.ndarray, np.ndarray]:
        """The places in ``events`` of both ends of each link: of the event that holds it, and of the other."""
        holding, to = (np.array([self.position[one] for one in self.links[name]], dtype="int32") for name in ("event", "to"))
        return holding, to

    @cached_property
    def linked(self) -> Mapping[str, Sequence[LinkedTo]]:
        """Event id -> (other event, link, whether the link is held by this event), in order of the other's date."""
        return _Linked(self)

    def _each(self) -> Iterable[Event]:
        return (self.records[event_id].event for event_id in self.events["id"])


class _Linked(Mapping[str, Sequence[LinkedTo]]):
    """Links by event, looked up when they are asked for: of a large record most never are."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        holding, to = tables.tied
        order = np.argsort(to, kind="stable")
        self.holding, self.to = holding[order], to[order]
        self.known: dict[str, Sequence[LinkedTo]] = {}

    def __getitem__(self, event_id: str) -> Sequence[LinkedTo]:
        found = self.known.get(event_id)
        if found is None:
            found = self.known[event_id] = self._find(self.tables.position[event_id])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables.position)

    def __len__(self) -> int:
        return len(self.tables.position)

    def _find(self, at: int) -> Sequence[LinkedTo]:
        records, ids, on = self.tables.records, self.tables.ids, self.tables.on
        first, after = np.searchsorted(self.to, [at, at + 1])
        rows: list[LinkedTo] = []
        for place in sorted({at, *self.holding[first:after].tolist()}):
            event = records[ids[place]].event
            for link in event.links:
                other, own = records.get(link.to) if place == at else records[ids[at]], place == at
                if other is not None and (own or link.to == ids[at]) and has_ground(event, link, on):
                    rows.append((other.event if own else event, link, own))
        rows.sort(key=lambda row: (row[0].date.start, row[0].id))
        return rows


def remembered(
    make: Callable[Concatenate[Tables, Given], Made],
) -> Callable[Concatenate[Tables, Given], Made]:
    """Make a function of tables and of other values that can be keys remember its results, for as long as the tables live.

    Each language that is spoken has results of its own. They are shared: never change them.
    """

    @wraps(make)
    def ask(tables: Tables, /, *args: Given.args, **kwargs: Given.kwargs) -> Made:
        found: Made = tables.memory.ask(
            (make, tables.on, words.language(), args, *kwargs.items()), lambda: make(tables, *args, **kwargs)
        )
        return found

    return ask


def spoken(tables: Tables) -> pd.DataFrame:
    """The events with what is written for readers, ``title``, ``kind_name`` and ``when``, in the language of the run."""
    return tables.events if words.language() == words.ENGLISH else _spoken(tables)


@remembered
def _spoken(tables: Tables) -> pd.DataFrame:
    events = tables.events
    named = _kind_names(tables.registers)
    kinds = zip(events["category"], events["kind"], strict=True)
    language, titles = words.language(), tables.titles
    return events.assign(
        title=column_of_texts(
            chosen(titles[one], language) or title if one in titles else title
            for one, title in zip(events["id"], events["title"], strict=True)
        ),
        kind_name=column_of_texts(named.get(kind, kind[1]) for kind in kinds),
        when=column_of_texts(label(parse(when)) for when in events["date"]),
    )


@remembered
def kind_names(tables: Tables) -> Mapping[str, str]:
    """Name of its kind by event id, in the language of the run."""
    events = spoken(tables)
    return dict(zip(events["id"], events["kind_name"], strict=True))


def _kind_names(registers: Registers) -> Mapping[tuple[str, str], str]:
    return {(category.id, kind.id): words.name(kind) for category in registers.categories.values() for kind in category.kinds}


def build(record: Record) -> Tables:
    """Tables of a record whose broken and draft events are already left out."""
    located = sorted(record.events, key=lambda one: (one.event.date.start, one.event.id))
    made = _tables(located, record.registers)
    fingerprint = fingerprint_of((seal(one.category, packed(one.event).encode()) for one in located), record.registers)
    changed = last_change(one.event for one in located)
    return replace(made, problems=record.problems, held_back=record.held_back, fingerprint=fingerprint, changed=changed)


def _tables(located: Sequence[Located], registers: Registers) -> Tables:
    """Tables of events in order of date. Sessions of all languages share them, so their words are English: see :func:`spoken`."""
    events = [one.event for one in located]
    records = {one.event.id: one for one in located}
    status = statuses(events, registers)
    with words.speaking(words.ENGLISH):
        return Tables(
            events=event_rows(located, registers, status), links=link_rows(events, records, registers), records=records, registers=registers,
        )  # fmt: skip


def event_rows(located: Sequence[Located], registers: Registers, status: Mapping[str, str]) -> pd.DataFrame:
    """``events`` of :class:`Tables` for these events in their order, in English."""
    events = [one.event for one in located]
    dates = [event.date for event in events]
    kinds = _kind_names(registers)
    acting = {role.id for role in registers.roles.values() if role.acts}
    parties: dict[str, str] = {}
    for event in events:
        first = _first_actor(event, acting)
        if first not in parties:
            parties[first] = party(first, registers.actors)
    columns: dict[str, object] = {
        "id": column_of_texts(event.id for event in events),
        "title": column_of_texts(event.title for event in events),
        "category": column_of_texts(one.category for one in located),
        "kind": column_of_texts(event.kind for event in events),
        "kind_name": column_of_texts(kinds.get((one.category, one.event.kind), one.event.kind) for one in located),
        "date": column_of_texts(when.text for when in dates),
        "when": column_of_texts(label(when) for when in dates),
        "start": _days(when.start for when in dates),
        "end": _days(when.end for when in dates),
        "earliest": _days(when.earliest for when in dates),
        "latest": _days(when.latest for when in dates),
        "precision": column_of_texts(when.precision for when in dates),
        "lasted": np.array([when.lasted for when in dates], dtype=bool),
        "approximate": np.array([when.approximate for when in dates], dtype=bool),
        "uncertain": np.array([when.uncertain for when in dates], dtype=bool),
        "exact": np.array([when.exact for when in dates], dtype=bool),
        "reported": _days(event.reported.start if event.reported else None for event in events),
        "reported_exact": np.array([event.reported is not None and event.reported.exact for event in events], dtype=bool),
        "reviewed": np.array([event.reviewed is not None for event in events], dtype=bool),
        "status": column_of_texts(status[event.id] for event in events),
        "party": column_of_texts(parties[_first_actor(event, acting)] for event in events),
        "place": column_of_texts(event.place for event in events),
        "series": column_of_texts(event.series or "" for event in events),
        "summary": column_of_texts(event.summary for event in events),
        "claimed_by": pd.Series([event.claimed_by for event in events], dtype=object),
    }
    return pd.DataFrame(columns)


def _first_actor(event: Event, acting: set[str]) -> str:
    return next((part.who for part in event.actors if part.role in acting), event.claimed_by[0])


def has_ground(event: Event, link: Link, on: date | None) -> bool:
    """Whether the page on which a link rests was out by the end of a day; a link without one rests on the two dates alone."""
    if link.source is None or not 1 <= link.source <= len(event.sources):
        return True
    return was_out(event.sources[link.source - 1], on)


def link_rows(events: Sequence[Event], known: Collection[str], registers: Registers) -> pd.DataFrame:
    """``links`` of :class:`Tables` for these events in their order: those to events whose ids are known."""
    rows = [(event.id, link) for event in events for link in event.links if link.to in known]
    kinds = registers.link_kinds
    return pd.DataFrame(
        {
            "event": column_of_texts(event_id for event_id, _ in rows),
            "to": column_of_texts(link.to for _, link in rows),
            "kind": column_of_texts(link.kind for _, link in rows),
            "name": column_of_texts(kinds[link.kind].name if link.kind in kinds else link.kind for _, link in rows),
            "inverse": column_of_texts(kinds[link.kind].inverse if link.kind in kinds else link.kind for _, link in rows),
            "basis": column_of_texts(link.basis for _, link in rows),
            "by": column_of_texts(link.by or "" for _, link in rows),
            "source": np.array([link.source or 0 for _, link in rows], dtype="int16"),
            "note": column_of_texts(link.note or "" for _, link in rows),
        }
    )


def column_of_texts(values: Iterable[str]) -> pd.Series:
    return pd.Series(list(values), dtype="str")


def _days(values: Iterable[date | None]) -> np.ndarray:
    return np.array(list(values), dtype="datetime64[D]").astype("datetime64[s]")


def last_change(events: Iterable[Event]) -> date | None:
    """The last day on which one of these was changed or compared with its sources; None: none says."""
    days = [when.start for event in events for when in (event.reviewed, *(change.on for change in event.changes)) if when]
    return max(days, default=None)


def seal(category: str, text: bytes) -> bytes:
    """What tells an event in its category, as JSON (:func:`dateline.workers.packed`), from any other: 16 bytes."""
    return hashlib.blake2b(category.encode() + b" " + text, digest_size=16).digest()


def fingerprint_of(seals: Iterable[bytes], registers: Registers) -> str:
    """A record's fingerprint, from the seals of its events in order of date."""
    digest = hashlib.blake2b(digest_size=10)
    for one in seals:
        digest.update(one)
    for name in REGISTERS:
        for entry in getattr(registers, name.replace("-", "_")).values():
            digest.update(f"{name} {entry.model_dump_json()}\n".encode())
    return digest.hexdigest()

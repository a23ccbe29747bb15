"""The record's types: what an event, a source, a link and a register entry consist of.

Every class is frozen and refuses unknown keys. Text that the record writes as a date becomes :class:`dateline.dates.Edtf`.
The codebook (``events/CODEBOOK.md``) describes each field by example.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from dateline.dates import HOW, DateError, Edtf, parse

Stance = Literal["affirms", "denies", "corroborates", "acknowledges"]
SourceStance = Literal["affirms", "denies", "corroborates", "acknowledges", "context"]
Basis = Literal["documented", "asserted", "temporal"]
LinkFamily = Literal["bears-out", "opposes", "answers", "belongs", "mentions"]
Bound = Literal["exactly", "about", "over", "at-least", "up-to", "under"]
PlacePrecision = Literal["exact", "site", "city", "district", "province", "country", "sea-area", "undisclosed"]
ChangeKind = Literal["added", "extended", "corrected"]
Thoroughness = Literal["thorough", "partial", "selected"]
PublisherType = Literal[
    "state media", "news agency", "newspaper", "broadcaster", "government", "international body", "think tank",
    "specialist outlet", "content farm",
]  # fmt: skip


_NEVER_IN_AN_ADDRESS = re.compile(r"""[\x00-\x20<>"'\\^`{|}]""")


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _date(value: object) -> Edtf:
    # Without quotes, YAML takes [a..b] for a list of one text.
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and ".." in value[0]:
        value = f"[{value[0]}]"
    if isinstance(value, list | dict):
        raise DateError(f"must be one date, not a list or mapping. {HOW}.")
    return parse(str(value))


def _web_address(value: str) -> str:
    if not value.startswith(("https://", "http://")):
        raise ValueError("is not a web address. Links start with https:// or http://.")
    if _NEVER_IN_AN_ADDRESS.search(value):
        raise ValueError("holds a character that no web address has. Copy the address again.")
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=90)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_one_or_many)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=240, pattern=r"^[^\r\n]*$")]
Title = Annotated[str, StringConstraints(min_length=8, max_length=110, pattern=r"^[^\r\n]*[^.\r\n]$")]
Summary = Annotated[str, StringConstraints(min_length=20, max_length=900)]
When = Annotated[Edtf, BeforeValidator(_date), PlainSerializer(str, return_type=str)]
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Figure = Annotated[float, Field(ge=0, allow_inf_nan=False)]
SourceNumber = Annotated[int, Field(ge=1, le=99)]
Days = Annotated[int, Field(ge=1, le=366)]
Degrees = Annotated[float, Field(ge=-180, le=180)]

TO_DO = "to-do"
"""Stands in a draft for an id that is still to be found; a text that is still to be written begins with :data:`TO_DO_TEXT`."""
TO_DO_TEXT = "To do: "
TO_DO_URL = "https://to-do.invalid/"
"""Stands in a draft for an address that is still to be found; no host can ever have this name."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Source(_Part):
    """One page that the editor saw. ``published`` None: day not known. ``stance`` is the origin's, on the event itself."""

    url: Url
    publisher: Id
    published: When | None = None
    origin: Annotated[Ids, Field(min_length=1)]
    supports: Line
    stance: SourceStance = "affirms"
    weak: bool = False


class ActorRole(_Part):
    """Who did what in an event: an actor id and a role id."""

    who: Id
    role: Id


class Quote(_Part):
    """Words as printed in one source. ``source`` counts from 1."""

    text: Text
    speaker: Id
    source: SourceNumber


class ClaimStance(_Part):
    """What somebody says about a claim through an event. ``source`` counts from 1; None: all of them."""

    claim: Id
    stance: Stance
    by: Id
    source: SourceNumber | None = None


class Quantity(_Part):
    """A figure as somebody claims it; never ours. ``value_to`` None: one value, not a range."""

    value: Figure
    value_to: Figure | None = None
    bound: Bound = "exactly"
    unit: Id
    of: Line | None = None
    claim: Id | None = None
    by: Id
    as_of: When | None = None
    source: SourceNumber | None = None


class Conflict(_Part):
    """Where sources differ: who says what, and the numbers of those sources (from 1)."""

    text: Text
    sources: tuple[SourceNumber, ...] = ()


class Link(_Part):
    """A connection from the event that holds it.

    ``documented`` needs ``source``, ``asserted`` needs ``by`` and ``source``, ``temporal`` needs ``note``; the checks hold it to that.
    """

    to: Id
    kind: Id
    basis: Basis
    by: Id | None = None
    source: SourceNumber | None = None
    note: Line | None = None


class Change(_Part):
    """What was done to a record on a day, for who cites it: added, given more, or corrected. ``about`` says what; only ``added`` needs none."""

    on: When
    kind: ChangeKind
    about: Line | None = None


class Imported(_Part):
    """Where a record was imported from: the name of the source, and a key that the same row of it has at the next import."""

    source: Line
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


class Event(_Part):
    """One act by one side, on one date, that was made public. Times are local dates; None in ``reported``: not known.

    ``imported`` None: written by hand. ``changes`` tell the record's own history, the oldest first. ``sole_source`` says why only one publisher vouches for it. ``reviewed``
    is the day on which a second reader compared it with its sources; None: nobody has yet.
    """

    id: Id
    title: Title
    kind: Id
    date: When
    reported: When | None = None
    claimed_date: When | None = None
    claimed_by: Annotated[Ids, Field(min_length=1)]
    actors: Annotated[tuple[ActorRole, ...], Field(min_length=1)]
    place: Id
    series: Id | None = None
    weapons: tuple[Id, ...] = ()
    summary: Summary
    quotes: Annotated[tuple[Quote, ...], Field(max_length=3)] = ()
    stances: tuple[ClaimStance, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    links: tuple[Link, ...] = ()
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    sole_source: Line | None = None
    note: Text | None = None
    changes: tuple[Change, ...] = ()
    reviewed: When | None = None
    imported: Imported | None = None
    draft: bool = False


class _Entry(_Part):
    """An entry of a register: known by its id."""

    id: Id


class Actor(_Entry):
    """A person, state or body. ``native`` is the name in its own script; ``part_of`` the bodies it belongs to."""

    name: Line
    native: Line | None = None
    aliases: tuple[Line, ...] = ()
    type: Line
    part_of: Ids = ()
    about: Text | None = None


class Place(_Entry):
    """Where. Degrees north and east; None when not disclosed."""

    name: Line
    native: Line | None = None
    aliases: tuple[Line, ...] = ()
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    precision: PlacePrecision
    about: Text | None = None


class Publisher(_Entry):
    """Whose site it is. A host covers its subdomains."""

    name: Line
    type: PublisherType
    country: Line
    hosts: Annotated[tuple[Line, ...], Field(min_length=1)]


class Series(_Entry):
    """A run of drills under one name. ``start``/``to`` None: not known / still in use. ``band``: drawn through all lanes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)

    name: Line
    native: Line | None = None
    aliases: tuple[Line, ...] = ()
    short: Line | None = None
    about: Text
    start: Annotated[When | None, Field(alias="from")] = None
    to: When | None = None
    predecessors: Ids = ()
    season: Line | None = None
    named_after: Text | None = None
    band: bool = False
    sources: tuple[Source, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class Weapon(_Entry):
    """A system, or a class where sources name none. ``type`` is the family it belongs to."""

    name: Line
    native: Line | None = None
    aliases: tuple[Line, ...] = ()
    type: Line
    about: Text | None = None


class Coverage(_Entry):
    """How well a category was searched over a period, and how many events a year it holds at least.

    ``start`` and ``to`` are inclusive. ``searched`` is the day of the search. ``expected`` maps a year to the fewest events that must be
    there, so that a lost file is noticed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)

    category: Id
    start: Annotated[When, Field(alias="from")]
    to: When
    thoroughness: Thoroughness
    searched: When
    about: Text
    expected: Mapping[Year, Annotated[int, Field(ge=1)]] = {}


class Claim(_Entry):
    """A neutral proposition on which events take a stance. ``accused``: whose word acknowledges it.

    ``headline`` is the unit whose latest figures stand on the first page; None: none of them does.
    """

    name: Line
    proposition: Text
    accused: Ids = ()
    headline: Id | None = None


class StoryStep(_Part):
    """A step of a story: a text beside a view, given as the query string of its link, and the event that it lights, None: none."""

    title: Line
    text: Text
    view: Annotated[str, Field(max_length=2000)] = ""
    event: Id | None = None


class Story(_Entry):
    """A guided path through the record. Its file is ``events/stories/<id>.yaml``."""

    name: Line
    about: Text
    steps: Annotated[tuple[StoryStep, ...], Field(min_length=2)]


class Area(_Part):
    """What a map shows: degrees east and north, all ends included. ``outlines`` names those of ``static/outlines.json``; None: the world's.

    ``borders`` says which borders the map draws and how, for readers.
    """

    id: Id
    name: Line
    west: Degrees
    east: Degrees
    south: Annotated[float, Field(ge=-85, le=85)]
    north: Annotated[float, Field(ge=-85, le=85)]
    outlines: Id | None = None
    borders: Line | None = None


WORLD = Area(id="world", name="World", west=-180, east=180, south=-56, north=72)
"""The map of a record that names no areas."""


class Question(_Part):
    """A question for the page Before & after: two sets of events as ``field:id``, and the days around an anchor that count."""

    words: Line
    anchor: Annotated[tuple[Line, ...], Field(min_length=1)]
    other: Annotated[tuple[Line, ...], Field(min_length=1)]
    window: Days = 14


class About(_Entry):
    """What a record is: ``record.yaml``.

    Attributes
    ----------
    about : what it is about, as the end of a sentence: "storms in the North Sea, and what was said of them".
    origins : an example of many pages that carry one origin, for readers. None: a general one.
    cited_as : its name in citations. None: ``name``.
    case : the event with which to begin. None: no such link.
    reported_since : from this year on every event says when it became public. None: it never has to.
    areas : what the map can show, the usual one first. None: the world.
    questions : for the page Before & after, the first as its example.
    """

    name: Line
    about: Text
    origins: Line | None = None
    cited_as: Line | None = None
    case: Id | None = None
    reported_since: Annotated[int, Field(ge=1, le=9999)] | None = None
    areas: tuple[Area, ...] = ()
    questions: tuple[Question, ...] = ()


_UNNAMED = About(id="record", name="Dateline", about="events, and what was said of them")


class Kind(_Part):
    """A kind of event in its category. ``acknowledges``: an event of this kind is itself an acknowledgement by who is accused."""

    id: Id
    name: Line
    acknowledges: bool = False


class Category(_Entry):
    """A folder of the record. ``symbol`` is the Plotly marker that stands for it."""

    name: Line
    about: Text
    symbol: Literal["circle", "square", "diamond", "triangle-up", "pentagon", "hexagon", "star", "triangle-down"]
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]


class Role(_Entry):
    """``acts``: whoever has this role does the thing, so their own account of it is self-reported."""

    name: Line
    acts: bool


class LinkKind(_Entry):
    """``name`` is read from the event that holds the link, ``inverse`` from the other side; ``family`` is drawn in one colour."""

    name: Line
    inverse: Line
    family: LinkFamily


class Unit(_Entry):
    name: Line
    plural: Line


REGISTERS: dict[str, type[_Entry]] = {
    "actors": Actor,
    "places": Place,
    "publishers": Publisher,
    "series": Series,
    "weapons": Weapon,
    "claims": Claim,
    "categories": Category,
    "roles": Role,
    "link-kinds": LinkKind,
    "units": Unit,
    "coverage": Coverage,
    "stories": Story,
    "record": About,
}
"""File stem under ``registers/`` -> type of its entries. ``coverage`` and ``record`` stand beside the categories, in ``coverage.yaml`` and
``record.yaml``; each of ``stories`` in a file of its own, ``stories/<id>.yaml``."""


@dataclass(frozen=True, slots=True)
class Registers:
    """The registers by id, in file order."""

    actors: Mapping[str, Actor] = dataclasses.field(default_factory=dict)
    places: Mapping[str, Place] = dataclasses.field(default_factory=dict)
    publishers: Mapping[str, Publisher] = dataclasses.field(default_factory=dict)
    series: Mapping[str, Series] = dataclasses.field(default_factory=dict)
    weapons: Mapping[str, Weapon] = dataclasses.field(default_factory=dict)
    claims: Mapping[str, Claim] = dataclasses.field(default_factory=dict)
    categories: Mapping[str, Category] = dataclasses.field(default_factory=dict)
    roles: Mapping[str, Role] = dataclasses.field(default_factory=dict)
    link_kinds: Mapping[str, LinkKind] = dataclasses.field(default_factory=dict)
    units: Mapping[str, Unit] = dataclasses.field(default_factory=dict)
    coverage: Mapping[str, Coverage] = dataclasses.field(default_factory=dict)
    stories: Mapping[str, Story] = dataclasses.field(default_factory=dict)
    record: Mapping[str, About] = dataclasses.field(default_factory=dict)

    @property
    def home(self) -> About:
        """What the record says of itself; of several that are read as one, the first."""
        return next(iter(self.record.values()), _UNNAMED)

    @property
    def areas(self) -> Mapping[str, Area]:
        """What the map can show, by id, the usual one first; never empty."""
        return {area.id: area for one in self.record.values() for area in one.areas} or {WORLD.id: WORLD}

    @property
    def questions(self) -> tuple[Question, ...]:
        """For the page Before & after."""
        return tuple(question for one in self.record.values() for question in one.questions)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in the record. ``line`` and ``column`` count from 1; 0 when the problem has no line.

    ``entry`` is the index of the entry in its file; -1 when the problem is about the file as a whole.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    entry: int = dataclasses.field(default=-1, compare=False)

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{where}: {self.field}: {self.message}" if self.field else f"{where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Located:
    """An event and where it stands. ``data`` is what was written, with lines and columns; ``index`` its place in the file."""

    event: Event
    category: str
    path: str
    line: int
    index: int
    data: Any = dataclasses.field(compare=False, repr=False, default=None)


@dataclass(frozen=True, slots=True)
class LocatedEntry:
    """Where a register entry stands, and what was written there."""

    path: str
    index: int
    data: Any = dataclasses.field(compare=False, repr=False, default=None)


@dataclass(frozen=True, slots=True)
class Record:
    """What was read: events with their places in the files, registers, and every problem found.

    ``held_back`` counts, per file, the events that are left out because their file or entry is broken. ``unreadable`` names the
    registers that could not be read as a whole, ``broken_entries`` the ids of register entries that are left out; ``entries``
    says where (register, id) stands.
    """

    events: tuple[Located, ...] = ()
    registers: Registers = dataclasses.field(default_factory=Registers)
    problems: tuple[Problem, ...] = ()
    held_back: Mapping[str, int] = dataclasses.field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    broken_entries: frozenset[str] = frozenset()
    entries: Mapping[tuple[str, str], LocatedEntry] = dataclasses.field(default_factory=dict)

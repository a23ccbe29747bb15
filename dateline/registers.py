"""Entries of the registers: what events name by id, and what the record says of itself. As in :mod:`dateline.model`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from dateline.languages import chosen, shows
from dateline.model import Conflict, Id, Ids, InLanguages, Line, Lines, Part, Source, Text, Texts, When, Year

LinkFamily = Literal["bears-out", "opposes", "answers", "belongs", "mentions"]
PlacePrecision = Literal["exact", "site", "city", "district", "province", "country", "sea-area", "undisclosed"]
Thoroughness = Literal["thorough", "partial", "selected"]
PublisherType = Literal[
    "state media", "news agency", "newspaper", "broadcaster", "government", "international body", "think tank",
    "specialist outlet", "content farm",
]  # fmt: skip
Days = Annotated[int, Field(ge=1, le=366)]
Degrees = Annotated[float, Field(ge=-180, le=180)]


class _Entry(Part):
    """An entry of a register: known by its id."""

    id: Id
    """Lower-case letters, digits and single hyphens; how events and registers name the entry."""

    def about_in(self, language: str) -> str:
        """What is told of it, for a reader of a language (BCP 47 tag): in it, else in English; empty where nothing is told."""
        return chosen(getattr(self, "abouts", {}), language) or getattr(self, "about", None) or ""

    def joined(self, other: Self) -> Self | None:
        """Both as one where they say the same, with the texts in other languages that either has; None where they differ."""
        texts = {name: (held, getattr(other, name)) for name, held in self if isinstance(held, InLanguages)}
        if any(one[tag] != two[tag] for one, two in texts.values() for tag in one.keys() & two.keys()):
            return None
        both = {name: InLanguages({**two, **one}) for name, (one, two) in texts.items()}
        made = self.model_copy(update=both)
        return made if made == other.model_copy(update=both) else None


class _Named(_Entry):
    """An entry with a name for readers, in English and, where ``names`` has it, in other languages."""

    name: Line
    """Name in English, as it is shown."""
    names: Lines = InLanguages()
    """Name in other languages, by tag (ko, ru); left out where native is that language's."""

    def name_in(self, language: str) -> str:
        """The name for a reader of a language (BCP 47 tag): in it, else in its own script if that is this language's, else in English."""
        native: str = getattr(self, "native", None) or ""
        return chosen(self.names, language) or (native if shows(native, language) else "") or self.name


class Actor(_Named):
    """A person, state or body. ``native`` is the name in its own script; ``part_of`` the bodies it belongs to."""

    native: Line | None = None
    """Name in its own script."""
    aliases: tuple[Line, ...] = ()
    """Other names by which a search finds it."""
    type: Line
    """state, person, armed force, agency …"""
    part_of: Ids = ()
    """Bodies that it belongs to: actor ids."""
    about: Text | None = None
    """Who that is, in a line."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""


class Place(_Named):
    """Where. Degrees north and east; None when not disclosed."""

    native: Line | None = None
    """Name in its own script."""
    aliases: tuple[Line, ...] = ()
    """Other names by which a search finds it."""
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    """Degrees north of a gazetteer point; none when undisclosed."""
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    """Degrees east."""
    precision: PlacePrecision
    """How exactly the point says where it is."""
    about: Text | None = None
    """What to know about the place."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""


class Publisher(_Named):
    """Whose site it is. A host covers its subdomains."""

    name: Line
    """Name, as it is shown."""
    type: PublisherType
    """What kind of publisher it is."""
    country: Line
    """Where it answers for what it prints."""
    hosts: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Its hosts; each covers its subdomains."""


class Series(_Named):
    """A run of drills under one name. ``start``/``to`` None: not known / still in use. ``band``: drawn through all lanes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)

    native: Line | None = None
    """Name in its own script."""
    aliases: tuple[Line, ...] = ()
    """Other names by which a search finds it."""
    short: Line | None = None
    """Name where there is little room."""
    about: Text
    """What the series is."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""
    start: Annotated[When | None, Field(alias="from")] = None
    """First use of the name."""
    to: When | None = None
    """Last use of the name; left out while it is in use."""
    predecessors: Ids = ()
    """Series that it continues: ids of this register."""
    season: Line | None = None
    """When in the year it is held."""
    named_after: Text | None = None
    """Where the name comes from."""
    band: bool = False
    """true: drawn through all lanes."""
    sources: tuple[Source, ...] = ()
    """Pages that tell of the series."""
    conflicts: tuple[Conflict, ...] = ()
    """Where sources differ."""


class Weapon(_Named):
    """A system, or a class where sources name none. ``type`` is the family it belongs to."""

    name: Line
    """Name that its owner gives it, or the class."""
    native: Line | None = None
    """Name in its own script."""
    aliases: tuple[Line, ...] = ()
    """What others call it."""
    type: Line
    """Family that it belongs to."""
    about: Text | None = None
    """What to know about it."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""


class Coverage(_Entry):
    """How well a category was searched over a period, and how many events a year it holds at least.

    ``start`` and ``to`` are inclusive. ``searched`` is the day of the search. ``expected`` maps a year to the fewest events that must be
    there, so that a lost file is noticed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)

    category: Id
    """Which category was searched: an id from registers/categories.yaml."""
    start: Annotated[When, Field(alias="from")]
    """First day of the period."""
    to: When
    """Last day of the period."""
    thoroughness: Thoroughness
    """How well it was searched."""
    searched: When
    """Day of the search."""
    about: Text
    """What to know about the search."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""
    expected: Mapping[Year, Annotated[int, Field(ge=1)]] = {}
    """Year: the fewest events that must be there, so that a lost file is noticed."""


class Claim(_Named):
    """A neutral proposition on which events take a stance. ``accused``: whose word acknowledges it.

    ``headline`` is the unit whose latest figures stand on the first page; None: none of them does.
    """

    name: Line
    """Short name."""
    proposition: Text
    """Neutral sentence that can be affirmed or denied."""
    propositions: Texts = InLanguages()
    """The proposition in other languages, by tag."""
    accused: Ids = ()
    """Actors whose word acknowledges it."""
    headline: Id | None = None
    """Unit whose latest figures stand on the first page."""

    def proposition_in(self, language: str) -> str:
        """The proposition for a reader of a language (BCP 47 tag): in it where the record has it, else in English."""
        return chosen(self.propositions, language) or self.proposition


class StoryStep(Part):
    """A step of a story: a text beside a view, given as the query string of its link, and the event that it lights, None: none."""

    title: Line
    """One line."""
    text: Text
    """At most 90 words; every sentence rests on records of its view."""
    view: Annotated[str, Field(max_length=2000)] = ""
    """What stands after ? in a link to the timeline."""
    event: Id | None = None
    """Event that is lit."""


class Story(_Named):
    """A guided path through the record. Its file is ``events/stories/<id>.yaml``."""

    name: Line
    """What stands before a colon is its short name."""
    about: Text
    """What the story is about, and what it leaves open."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""
    steps: Annotated[tuple[StoryStep, ...], Field(min_length=2)]
    """Two or more; six to nine read well."""


class Area(_Named):
    """What a map shows: degrees east and north, all ends included. ``outlines`` names those of ``static/outlines.json``; None: the world's.

    ``borders`` says which borders the map draws and how, for readers.
    """

    id: Id
    """As in the address of the map."""
    name: Line
    """As readers see it."""
    west: Degrees
    """Degrees east, included."""
    east: Degrees
    """Degrees east, included."""
    south: Annotated[float, Field(ge=-85, le=85)]
    """Degrees north, included."""
    north: Annotated[float, Field(ge=-85, le=85)]
    """Degrees north, included."""
    outlines: Id | None = None
    """Name of the outlines in static/outlines.json; without it the world’s."""
    borders: Line | None = None
    """Which borders the map draws and how, for readers."""


WORLD = Area(id="world", name="World", west=-180, east=180, south=-56, north=72)
"""The map of a record that names no areas."""


class Question(Part):
    """A question for the page Before & after: two sets of events as ``field:id``, and the days around an anchor that count."""

    words: Line
    """The question as a reader would ask it."""
    wordings: Lines = InLanguages()
    """The question in other languages, by tag."""
    anchor: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Events around which one looks, each as field:id."""
    other: Annotated[tuple[Line, ...], Field(min_length=1)]
    """Events that are looked for before and after them, each as field:id."""
    window: Days = 14
    """Days around an anchor that count."""

    def words_in(self, language: str) -> str:
        """The question for a reader of a language (BCP 47 tag): in it, else in English."""
        return chosen(self.wordings, language) or self.words


class About(_Named):
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
    """Name of the record."""
    about: Text
    """What it is about, as the end of a sentence: storms in the North Sea, and what was said of them."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""
    origins: Line | None = None
    """An example of many pages that carry one origin, for readers."""
    cited_as: Line | None = None
    """Its name in citations, where it is not its name."""
    case: Id | None = None
    """The event with which to begin."""
    reported_since: Annotated[int, Field(ge=1, le=9999)] | None = None
    """From this year on every event says when it became public."""
    areas: tuple[Area, ...] = ()
    """What the map can show, the usual one first."""
    questions: tuple[Question, ...] = ()
    """For the page Before & after, the first as its example."""


_UNNAMED = About(id="record", name="Dateline", about="events, and what was said of them")


class Kind(_Named):
    """A kind of event in its category. ``acknowledges``: an event of this kind is itself an acknowledgement by who is accused."""

    name: Line
    """As it is shown."""
    acknowledges: bool = False
    """true: an event of this kind is itself an acknowledgement by who is accused."""


class Category(_Named):
    """A folder of the record. ``symbol`` is the Plotly marker that stands for it."""

    name: Line
    """As it is shown."""
    about: Text
    """What belongs to it."""
    abouts: Texts = InLanguages()
    """The same in other languages, by tag."""
    symbol: Literal["circle", "square", "diamond", "triangle-up", "pentagon", "hexagon", "star", "triangle-down"]
    """Mark in the chart."""
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    """Closed list of the kinds of events in it."""


class Role(_Named):
    """``acts``: whoever has this role does the thing, so their own account of it is self-reported."""

    name: Line
    """As it is shown, after the name of the actor."""
    acts: bool
    """true: whoever has this role does the thing, so their own account of it is self-reported."""


class LinkKind(_Named):
    """``name`` is read from the event that holds the link, ``inverse`` from the other side; ``family`` is drawn in one colour."""

    name: Line
    """Read from the event that holds the link to the other."""
    inverse: Line
    """Read from the other side."""
    inverses: Lines = InLanguages()
    """What is read from the other side, in other languages, by tag."""
    family: LinkFamily
    """What is drawn in one colour."""

    def inverse_in(self, language: str) -> str:
        """What is read from the other side, for a reader of a language (BCP 47 tag)."""
        return chosen(self.inverses, language) or self.inverse


class Unit(_Named):
    """What figures count."""

    name: Line
    """Of one."""
    plural: Line
    """Of several."""
    counted: Lines = InLanguages()
    """A figure with the unit in other languages, by tag, with {} where the figure stands."""

    def counted_in(self, language: str, figure: str, *, one: bool = False) -> str:
        """A figure with its unit for a reader of a language (BCP 47 tag): "1,000 containers". ``one``: the figure is one thing."""
        pattern = chosen(self.counted, language)
        return pattern.replace("{}", figure) if pattern else f"{figure} {self.name if one else self.plural}"


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

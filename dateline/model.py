"""The record's types: what an event, a source, a link and a register entry consist of.

Every class is frozen and refuses unknown keys. Text that the record writes as a date becomes :class:`dateline.dates.Edtf`.
The codebook (``events/CODEBOOK.md``) describes each field by example. The sentence under a field is shown where somebody fills it in:
in editors by the JSON Schema (:mod:`dateline.schema`), in ``python -m dateline new`` and on the page Contribute.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from dateline.dates import HOW, DateError, Edtf, parse
from dateline.languages import TAG, chosen, shows

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
Language = Annotated[str, StringConstraints(pattern=TAG)]


class InLanguages(dict[str, str]):
    """A text by language (BCP 47 tag). It is never changed, so that what holds it can be a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))


Titles = Annotated[Mapping[Language, Title], AfterValidator(InLanguages)]
Lines = Annotated[Mapping[Language, Line], AfterValidator(InLanguages)]
Texts = Annotated[Mapping[Language, Text], AfterValidator(InLanguages)]
When = Annotated[Edtf, BeforeValidator(_date), PlainSerializer(str, return_type=str)]
Url = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]
Year = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Figure = Annotated[float, Field(gt=0, allow_inf_nan=False)]
SourceNumber = Annotated[int, Field(ge=1, le=99)]
Days = Annotated[int, Field(ge=1, le=366)]
Degrees = Annotated[float, Field(ge=-180, le=180)]

TO_DO = "to-do"
"""Stands in a draft for an id that is still to be found; a text that is still to be written begins with :data:`TO_DO_TEXT`."""
TO_DO_TEXT = "To do: "
TO_DO_URL = "https://to-do.invalid/"
"""Stands in a draft for an address that is still to be found; no host can ever have this name."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, use_attribute_docstrings=True)


class Source(_Part):
    """One page that the editor saw. ``published`` None: day not known. ``stance`` is the origin's, on the event itself."""

    url: Url
    """Web address as seen, http or https."""
    publisher: Id
    """Whose site it is, who answers for the page: an id from registers/publishers.yaml."""
    published: When | None = None
    """Day on the page. Leave it out when it is not known."""
    origin: Annotated[Ids, Field(min_length=1)]
    """Who the information comes from: an actor id, or the publisher's id for its own reporting; a list where there are several."""
    supports: Line
    """What the page is good for, in a few words."""
    stance: SourceStance = "affirms"
    """What the origin has to say about this event. Left out: it carries the claimant's account. context: background only."""
    weak: bool = False
    """true: a mirror or content farm that is kept because nothing better was found."""
    archived: Url | None = None
    """Web address of a copy of the page in an archive."""


class ActorRole(_Part):
    """Who did what in an event: an actor id and a role id."""

    who: Id
    """Actor id; the most specific one (a leader, not the state)."""
    role: Id
    """What the actor did: an id from registers/roles.yaml."""


class Quote(_Part):
    """Words as printed in one source. ``source`` counts from 1."""

    text: Text
    """Word for word as in the source."""
    speaker: Id
    """Who said it: an actor id."""
    source: SourceNumber
    """Number of the source, counted from 1."""


class ClaimStance(_Part):
    """What somebody says about a claim through an event. ``source`` counts from 1; None: all of them."""

    claim: Id
    """An id from registers/claims.yaml."""
    stance: Stance
    """What is said of the claim. acknowledges is only for who is accused."""
    by: Id
    """Who takes the stance: an actor or publisher id."""
    source: SourceNumber | None = None
    """Number of the source, counted from 1."""


class Quantity(_Part):
    """A figure as somebody claims it; never ours. ``value_to`` None: one value, not a range."""

    value: Figure
    """The figure as claimed, more than zero (a claim of none is a denial); of a range the smaller one."""
    value_to: Figure | None = None
    """The larger figure of a range."""
    bound: Bound = "exactly"
    """How the figure is meant."""
    unit: Id
    """An id from registers/units.yaml."""
    of: Line | None = None
    """What was counted."""
    claim: Id | None = None
    """Claim that the figure speaks to: an id from registers/claims.yaml."""
    by: Id
    """Who claims the figure: an actor or publisher id."""
    as_of: When | None = None
    """Day for which the figure is claimed."""
    source: SourceNumber | None = None
    """Number of the source, counted from 1."""


class Conflict(_Part):
    """Where sources differ: who says what, and the numbers of those sources (from 1)."""

    text: Text
    """Who says what, in our words."""
    sources: tuple[SourceNumber, ...] = ()
    """Numbers of the sources that differ, counted from 1."""


class Link(_Part):
    """A connection from the event that holds it.

    ``documented`` needs ``source``, ``asserted`` needs ``by`` and ``source``, ``temporal`` needs ``note``; the checks hold it to that.
    """

    to: Id
    """Id of the other event."""
    kind: Id
    """Read from this event to the other: an id from registers/link-kinds.yaml."""
    basis: Basis
    """documented: the event's own words refer to the other (needs source). asserted: somebody draws the connection (needs by, source). temporal: only close in time (needs note)."""
    by: Id | None = None
    """Who draws the connection: an actor or publisher id."""
    source: SourceNumber | None = None
    """Number of the source whose words connect the two, counted from 1."""
    note: Line | None = None
    """Why it is shown when nobody draws the connection."""


class Change(_Part):
    """What was done to a record on a day, for who cites it: added, given more, or corrected. ``about`` says what; only ``added`` needs none."""

    on: When
    """Day of the change."""
    kind: ChangeKind
    """added, extended (more was known or found) or corrected (it was wrong)."""
    about: Line | None = None
    """What was changed, in a line, for who cited it before."""


class Imported(_Part):
    """Where a record was imported from: the name of the source, and a key that the same row of it has at the next import."""

    source: Line
    """Name of what it was imported from."""
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """What the same row has at the next import, so that it comes once."""


class Event(_Part):
    """One act by one side, on one date, that was made public. Times are local dates; None in ``reported``: not known.

    ``imported`` None: written by hand. ``changes`` tell the record's own history, the oldest first. ``sole_source`` says why only one publisher vouches for it. ``reviewed``
    is the day on which a second reader compared it with its sources; None: nobody has yet.
    """

    id: Id
    """First day of date, as much of it as is known, and a short slug: 2023-08-11-missile-plants. It is never used again; when the first day turns out to be another, the id changes and former_ids keeps it."""
    title: Title
    """One line, 8 to 110 characters, no full stop. Who says so stands in the title when it is a claim."""
    titles: Titles = InLanguages()
    """The title in other languages, by tag (ko, ru): with the same claimant, figures and doubts, and nothing that the title does not say."""
    kind: Id
    """What kind of event of its category: an id from registers/categories.yaml."""
    date: When
    """When the act happened: local date at the place, both ends included. Never more precise than the source."""
    reported: When | None = None
    """Day on which it first became public, local date of whoever published it first. Required from 2022 on."""
    claimed_date: When | None = None
    """When the thing that is claimed is said to have happened."""
    claimed_by: Annotated[Ids, Field(min_length=1)]
    """Who says that this happened: actor ids. Not the newspaper that carries it."""
    actors: Annotated[tuple[ActorRole, ...], Field(min_length=1)]
    """Who took part, each with a role."""
    place: Id
    """Where: an id from registers/places.yaml. Not disclosed is a place."""
    series: Id | None = None
    """Series of drills that it belongs to: an id from registers/series.yaml."""
    weapons: tuple[Id, ...] = ()
    """Ids from registers/weapons.yaml: the system if the source names it, else the class."""
    summary: Summary
    """Two to four sentences in your own words, at most 900 characters. Claims are attributed; a denial or caveat of the same report is kept."""
    quotes: Annotated[tuple[Quote, ...], Field(max_length=3)] = ()
    """At most three, word for word."""
    stances: tuple[ClaimStance, ...] = ()
    """What somebody says here about a claim of the register."""
    quantities: tuple[Quantity, ...] = ()
    """Figures, each with who claims it."""
    conflicts: tuple[Conflict, ...] = ()
    """Where sources differ."""
    links: tuple[Link, ...] = ()
    """Connections to other events, each with its ground. A link is never a statement of cause."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """The pages that you saw, of two publishers or more. They are counted from 1."""
    sole_source: Line | None = None
    """Why there is no second publisher, in a line, when only one vouches for it."""
    note: Text | None = None
    """The editor's reason, shown to readers: why a date was chosen, what was left out."""
    changes: tuple[Change, ...] = ()
    """The record's own history, the oldest first."""
    former_ids: tuple[Id, ...] = ()
    """Ids that it had before, the oldest first. Links and citations with one of them still find it; nothing in the record names it so."""
    reviewed: When | None = None
    """Day on which a second reader compared the record with its sources."""
    imported: Imported | None = None
    """Where it was imported from; written by the import."""
    draft: bool = False
    """true: never shown or exported; check still reads it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that it has or had, in the order in which it got them."""
        return (*self.former_ids, self.id)

    def title_in(self, language: str) -> str:
        """The title for a reader of a language (BCP 47 tag): in it where the record has it, else in English."""
        return chosen(self.titles, language) or self.title


class Spoken(_Part):
    """Of an event, what it says of claims and figures, and when: all that their pages need of it. Fields as in :class:`Event`."""

    id: Id
    date: When
    reported: When | None = None
    stances: tuple[ClaimStance, ...] = ()
    quantities: tuple[Quantity, ...] = ()


class _Entry(_Part):
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


class StoryStep(_Part):
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


class Question(_Part):
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
class FileRead:
    """What one file of events says.

    Attributes
    ----------
    events : those that could be read, in the file's order.
    problems : of the file and its entries.
    lost : entries that are left out; ``lost_ids``: the ids of those that have one.
    digest : SHA-256 of the bytes that this was read from; "" where there were none to read.
    """

    events: tuple[Located, ...]
    problems: tuple[Problem, ...]
    lost: int
    lost_ids: frozenset[str]
    digest: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Of events of a record that are known to be sound and are not looked at again, what rules about others ask.

    ``ids`` : theirs, none of them drafts; ``former_ids`` : id that one of them had -> the one that it has. ``used`` : register -> ids of its entries that they use. ``held`` : how many there are in each
    (category, year).
    """

    ids: frozenset[str] = frozenset()
    former_ids: Mapping[str, str] = dataclasses.field(default_factory=dict)
    used: Mapping[str, Collection[str]] = dataclasses.field(default_factory=dict)
    held: Mapping[tuple[str, str], int] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """What was read: events with their places in the files, registers, and every problem found.

    ``held_back`` counts, per file, the events that are left out because their file or entry is broken. ``unreadable`` names the
    registers that could not be read as a whole, ``broken_entries`` the ids of register entries that are left out; ``entries``
    says where (register, id) stands. ``digests`` are the SHA-256 of the bytes of every file, by its name; "" where none could be read;
    ``files`` what each file of events says, before any rule was applied. ``elsewhere``: what is to be known of events that are left out
    here, for rules.
    """

    events: tuple[Located, ...] = ()
    registers: Registers = dataclasses.field(default_factory=Registers)
    problems: tuple[Problem, ...] = ()
    held_back: Mapping[str, int] = dataclasses.field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()
    broken_entries: frozenset[str] = frozenset()
    entries: Mapping[tuple[str, str], LocatedEntry] = dataclasses.field(default_factory=dict)
    digests: Mapping[str, str] = dataclasses.field(default_factory=dict)
    files: Mapping[str, FileRead] = dataclasses.field(default_factory=dict)
    elsewhere: Elsewhere = Elsewhere()

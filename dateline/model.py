"""The record's types: what an event, a source and a link consist of.

Every class is frozen and refuses unknown keys. Text that the record writes as a date becomes :class:`dateline.dates.Edtf`.
The codebook (``events/CODEBOOK.md``) describes each field by example. The sentence under a field is shown where somebody fills it in:
in editors by the JSON Schema (:mod:`dateline.schema`), in ``python -m dateline new`` and on the page Contribute.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints

from dateline.dates import HOW, DateError, Edtf, parse
from dateline.languages import TAG, chosen

Stance = Literal["affirms", "denies", "corroborates", "acknowledges"]
SourceStance = Literal["affirms", "denies", "corroborates", "acknowledges", "context"]
Basis = Literal["documented", "asserted", "temporal"]
Bound = Literal["exactly", "about", "over", "at-least", "up-to", "under"]
ChangeKind = Literal["added", "extended", "corrected"]
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
TO_DO = "to-do"
"""Stands in a draft for an id that is still to be found; a text that is still to be written begins with :data:`TO_DO_TEXT`."""
TO_DO_TEXT = "To do: "
TO_DO_URL = "https://to-do.invalid/"
"""Stands in a draft for an address that is still to be found; no host can ever have this name."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, use_attribute_docstrings=True)


class Source(Part):
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


class ActorRole(Part):
    """Who did what in an event: an actor id and a role id."""

    who: Id
    """Actor id; the most specific one (a leader, not the state)."""
    role: Id
    """What the actor did: an id from registers/roles.yaml."""


class Quote(Part):
    """Words as printed in one source. ``source`` counts from 1."""

    text: Text
    """Word for word as in the source."""
    speaker: Id
    """Who said it: an actor id."""
    source: SourceNumber
    """Number of the source, counted from 1."""


class ClaimStance(Part):
    """What somebody says about a claim through an event. ``source`` counts from 1; None: all of them."""

    claim: Id
    """An id from registers/claims.yaml."""
    stance: Stance
    """What is said of the claim. acknowledges is only for who is accused."""
    by: Id
    """Who takes the stance: an actor or publisher id."""
    source: SourceNumber | None = None
    """Number of the source, counted from 1."""


class Quantity(Part):
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


class Conflict(Part):
    """Where sources differ: who says what, and the numbers of those sources (from 1)."""

    text: Text
    """Who says what, in our words."""
    sources: tuple[SourceNumber, ...] = ()
    """Numbers of the sources that differ, counted from 1."""


class Link(Part):
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


class Change(Part):
    """What was done to a record on a day, for who cites it: added, given more, or corrected. ``about`` says what; only ``added`` needs none."""

    on: When
    """Day of the change."""
    kind: ChangeKind
    """added, extended (more was known or found) or corrected (it was wrong)."""
    about: Line | None = None
    """What was changed, in a line, for who cited it before."""


class Imported(Part):
    """Where a record was imported from: the name of the source, and a key that the same row of it has at the next import."""

    source: Line
    """Name of what it was imported from."""
    key: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]
    """What the same row has at the next import, so that it comes once."""


class Event(Part):
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


class Spoken(Part):
    """Of an event, what it says of claims and figures, and when: all that their pages need of it. Fields as in :class:`Event`."""

    id: Id
    date: When
    reported: When | None = None
    stances: tuple[ClaimStance, ...] = ()
    quantities: tuple[Quantity, ...] = ()

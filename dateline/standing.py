"""What is known about an event or a claim, on any day, derived from who says what. Nobody types a status.

An event's status, the rules in this order (``events/CODEBOOK.md`` words them for editors):

1. acknowledged: a party accused says that it is so; of its own acts only those that are an acknowledgement by their kind.
2. disputed: another side contradicts it, or the event is itself a denial.
3. corroborated: origins independent of each other know of it.
4. self-reported: those who claim it are those who did it.
5. alleged: anything else.

A claim's standing: acknowledged when an accused party says so; corroborated when a party bears out what another one says on an
occasion of its own; disputed when some affirm and some deny; alleged when nobody denies; denied when nobody affirms.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from dateline.model import Event, Source, Spoken, Stance
from dateline.registers import Actor, Registers
from dateline.words import N_

Status = Literal["acknowledged", "disputed", "corroborated", "self-reported", "alleged"]
STATUSES: tuple[Status, ...] = get_args(Status)

BEARING = ("denies", "corroborates", "acknowledges")
"""Kinds of link, and stances of a source, that bear on an event's status."""

STATUS_WORDS: Mapping[Status, str] = {
    "acknowledged": N_("Acknowledged by the accused"),
    "disputed": N_("Disputed"),
    "corroborated": N_("Corroborated"),
    "self-reported": N_("Actor's own account"),
    "alleged": N_("Alleged"),
}
STATUS_MEANING: Mapping[Status, str] = {
    "acknowledged": N_("The party accused says that it is so."),
    "disputed": N_("Another side contradicts it, or the event is itself a denial."),
    "corroborated": N_("Origins independent of each other know of it."),
    "self-reported": N_("The actor's own account of its own act, and nobody else's."),
    "alleged": N_("Told by another party, so far with nothing independent."),
}


ClaimWord = Literal["acknowledged", "corroborated", "disputed", "alleged", "denied"]
CLAIM_WORDS: Mapping[ClaimWord, str] = {
    "acknowledged": N_("Acknowledged"),
    "corroborated": N_("Corroborated"),
    "disputed": N_("Disputed"),
    "alleged": N_("Alleged"),
    "denied": N_("Denied only"),
}
CLAIM_MEANING: Mapping[ClaimWord, str] = {
    "acknowledged": N_("A party accused says that it is so."),
    "corroborated": N_("A party bears out what another one says, on grounds of its own. Denials may stand beside it."),
    "disputed": N_("Some say so and some deny it, and nobody bears it out on grounds of their own."),
    "alleged": N_("Said by others, neither denied nor borne out."),
    "denied": N_("Only denials are recorded."),
}


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """A stance that somebody took on a claim. ``day`` is when it became public, ``party`` the outermost body of ``by``."""

    day: date
    event: str
    by: str
    party: str
    stance: Stance
    source: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim on a day: what its voices up to that day, both included, make of it. ``word`` None: nobody has spoken yet."""

    claim: str
    word: ClaimWord | None
    voices: tuple[Voice, ...]

    def parties(self, stance: Stance) -> tuple[str, ...]:
        """Who takes this stance, each party once, in order of their first word."""
        return tuple(dict.fromkeys(voice.party for voice in self.voices if voice.stance == stance))

    def first(self, stance: Stance) -> Voice | None:
        """The first voice with this stance."""
        return next((voice for voice in self.voices if voice.stance == stance), None)

    def latest(self, stance: Stance) -> Voice | None:
        """The latest voice with this stance."""
        return next((voice for voice in reversed(self.voices) if voice.stance == stance), None)

    def origins(self, stance: Stance) -> int:
        """How many independent origins stand behind a stance.

        A party that has spoken alone counts once. Those who only ever joined in a statement of several count as one with it, and not
        at all when one of those who made it is counted already.
        """
        together: dict[str, set[str]] = defaultdict(set)
        for voice in self.voices:
            if voice.stance == stance:
                together[voice.event].add(voice.party)
        counted = {party for parties in together.values() if len(parties) == 1 for party in parties}
        number = len(counted)
        for parties in together.values():
            if counted.isdisjoint(parties):
                number += 1
            counted |= parties
        return number


@dataclass(frozen=True, slots=True)
class Thread:
    """All voices on a claim in order of day, and how its word changed: ``words[n]`` holds from ``days[n]`` on."""

    claim: str
    voices: tuple[Voice, ...]
    days: tuple[date, ...]
    words: tuple[ClaimWord, ...]

    def on(self, day: date | None = None) -> Standing:
        """The standing at the end of a day; None: of all that is recorded."""
        if day is None:
            return Standing(self.claim, self.words[-1] if self.words else None, self.voices)
        step = bisect_right(self.days, day)
        spoken = bisect_right(self.voices, day, key=lambda voice: voice.day)
        return Standing(self.claim, self.words[step - 1] if step else None, self.voices[:spoken])

    def until(self, day: date) -> Thread:
        """The thread as it was at the end of a day."""
        step = bisect_right(self.days, day)
        return Thread(self.claim, self.on(day).voices, self.days[:step], self.words[:step])


def became_public(event: Event | Spoken) -> date:
    """The day from which the world knew of an event: when it was reported, or when that is not known, when it was over at the latest."""
    told = event.reported or event.date
    return told.latest or told.end or told.start


def threads(events: Iterable[Event | Spoken], registers: Registers) -> dict[str, Thread]:
    """The thread of every claim of the register, by id; one without voices is empty."""
    voices: dict[str, list[Voice]] = {claim: [] for claim in registers.claims}
    parties: dict[str, str] = {}
    for event in events:
        for stance in event.stances:
            if stance.claim in voices:
                if stance.by not in parties:
                    parties[stance.by] = party(stance.by, registers.actors)
                voices[stance.claim].append(
                    Voice(became_public(event), event.id, stance.by, parties[stance.by], stance.stance, stance.source)
                )
    accused = {claim.id: {party(one, registers.actors) for one in claim.accused} for claim in registers.claims.values()}
    return {claim: _thread(claim, sorted(said, key=_order), accused[claim]) for claim, said in voices.items()}


def _order(voice: Voice) -> tuple[date, str, str]:
    return voice.day, voice.event, voice.by


def _thread(claim: str, voices: Sequence[Voice], accused: Collection[str]) -> Thread:
    days: list[date] = []
    words: list[ClaimWord] = []
    heard = _Heard(accused)
    for number, voice in enumerate(voices, 1):
        heard.hear(voice)
        if number < len(voices) and voices[number].day == voice.day:
            continue
        if not words or words[-1] != heard.word:
            days.append(voice.day)
            words.append(heard.word)
    return Thread(claim, tuple(voices), tuple(days), tuple(words))


class _Heard:
    """What the voices heard so far make of a claim."""

    def __init__(self, accused: Collection[str]) -> None:
        self.accused = accused
        self.said: set[str] = set()
        self.acknowledged = False
        self.corroborated = False
        self.bearing = _Apart()
        self.corroborating = _Apart()

    def hear(self, voice: Voice) -> None:
        self.said.add(voice.stance)
        if voice.party in self.accused:
            self.acknowledged |= voice.stance == "acknowledges"
        elif voice.stance in ("affirms", "corroborates"):
            # Of two voices either may come first.
            others = self.bearing if voice.stance == "corroborates" else self.corroborating
            self.corroborated = self.corroborated or others.has_other(voice)
            self.bearing.add(voice)
            if voice.stance == "corroborates":
                self.corroborating.add(voice)

    @property
    def word(self) -> ClaimWord:
        if self.acknowledged:
            return "acknowledged"
        if self.corroborated:
            return "corroborated"
        if "denies" in self.said:
            return "disputed" if self.said - {"denies"} else "denied"
        return "alleged"


class _Apart:
    """Voices, counted so that one knows at once whether another party spoke on another occasion."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()

    def add(self, voice: Voice) -> None:
        self.counts.update(self._keys(voice))

    def has_other(self, voice: Voice) -> bool:
        every, party, event, both = (self.counts[key] for key in self._keys(voice))
        return every - party - event + both > 0

    @staticmethod
    def _keys(voice: Voice) -> tuple[tuple[str, str], ...]:
        return ("", ""), (voice.party, ""), ("", voice.event), (voice.party, voice.event)


def lineage(actor: str, actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """The actor and every body it is part of, nearest first. A circle in ``part_of`` ends where it began."""
    found = [actor]
    for one in found:
        parents = actors[one].part_of if one in actors else ()
        found += [parent for parent in parents if parent not in found]
    return tuple(found)


def party(actor: str, actors: Mapping[str, Actor]) -> str:
    """The outermost body an actor belongs to: the state of a ministry or a leader, or the actor itself."""
    return lineage(actor, actors)[-1]


def members(actor: str, actors: Mapping[str, Actor]) -> frozenset[str]:
    """The actor and everybody who belongs to it over any number of steps."""
    return frozenset(one for one in {*actors, actor} if actor in lineage(one, actors))


def was_out(source: Source, on: date | None) -> bool:
    """Whether a page may have been out by the end of a day: only one that is known to be later is not. None: today."""
    return on is None or source.published is None or source.published.earliest is None or source.published.earliest <= on


def statuses(events: Iterable[Event], registers: Registers, on: date | None = None) -> dict[str, Status]:
    """Status of each event by id, from its own words and from what the other events say of it.

    With ``on``, pages that came out after that day do not count; which events were known by then is for the caller to say.
    """
    events = list(events)
    said_of: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for event in events:
        for link in event.links:
            if link.kind in BEARING and link.basis != "temporal":
                said_of[link.to] += [(link.kind, who) for who in event.claimed_by]
    parties: dict[str, str] = {}

    def party_of(who: str) -> str:
        if who not in parties:
            parties[who] = party(who, registers.actors)
        return parties[who]

    roles_that_act = {role.id for role in registers.roles.values() if role.acts}
    acknowledging = {kind.id for category in registers.categories.values() for kind in category.kinds if kind.acknowledges}
    return {
        event.id: _status(event, said_of[event.id], party_of, roles_that_act, on, acknowledges=event.kind in acknowledging)
        for event in events
    }


def status_history(event: Event, others: Iterable[Event], registers: Registers) -> tuple[tuple[date, Status], ...]:
    """How an event's status changed: (first day, status), in order of day, the first one from the day it became public.

    ``others`` are the events that link to it. Pages and events of which no day is known count from the beginning.
    """
    others = list(others)
    begins = became_public(event)
    days = {begins, *(max(begins, became_public(other)) for other in others)}
    days |= {page.published.earliest for page in event.sources if page.published and page.published.earliest}
    found: list[tuple[date, Status]] = []
    for day in sorted(day for day in days if day >= begins):
        known = [event, *(other for other in others if became_public(other) <= day)]
        status = statuses(known, registers, day)[event.id]
        if not found or found[-1][1] != status:
            found.append((day, status))
    return tuple(found)


def _status(
    event: Event,
    said_of: list[tuple[str, str]],
    party_of: Callable[[str], str],
    roles_that_act: Collection[str],
    on: date | None,
    *,
    acknowledges: bool,
) -> Status:
    claimants = {party_of(who) for who in event.claimed_by}

    def speaks_of_another(who: str) -> bool:
        # Where both sides tell of a launch, each may bear out or contradict the other, but not itself.
        return bool(claimants - {party_of(who)})

    voices = {stance for stance, who in said_of if speaks_of_another(who)}
    voices |= {
        source.stance for source in event.sources if was_out(source, on) and any(speaks_of_another(who) for who in source.origin)
    }
    voices |= {stance.stance for stance in event.stances if party_of(stance.by) not in claimants}
    own = {stance.stance for stance in event.stances if party_of(stance.by) in claimants}
    if (acknowledges and "acknowledges" in own) or "acknowledges" in voices:
        return "acknowledged"
    if (own and own <= {"denies"}) or "denies" in voices:
        return "disputed"
    if "corroborates" in own or "corroborates" in voices:
        return "corroborated"
    doers = {party_of(part.who) for part in event.actors if part.role in roles_that_act}
    if claimants <= doers:
        return "self-reported"
    return "alleged"

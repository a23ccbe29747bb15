"""What changed between two days: what became public, and how that moved what is known.

The two days are two states of the same record, see :func:`dateline.known.as_known`; what is told of a day is what was known at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import get_args

from dateline.known import as_known
from dateline.model import Stance
from dateline.standing import ClaimWord, Status, Voice, became_public
from dateline.tables import Tables, remembered

STANCES: tuple[Stance, ...] = get_args(Stance)


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim whose standing is another one than before; None: nobody had spoken on it."""

    claim: str
    before: ClaimWord | None
    after: ClaimWord | None


@dataclass(frozen=True, slots=True)
class Restated:
    """An event that was known before and has another status now."""

    event: str
    before: Status
    after: Status


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one claim in the time between.

    Attributes
    ----------
    voices : every stance that became public, in order of day.
    first : stances that nobody had taken before.
    parties : parties that had not spoken on it before, in order of their first word.
    """

    claim: str
    before: ClaimWord | None
    after: ClaimWord | None
    voices: tuple[Voice, ...]
    first: tuple[Stance, ...]
    parties: tuple[str, ...]

    def count(self, stance: Stance) -> int:
        """On how many occasions a stance was taken: a statement of several sides is one."""
        return len({voice.event for voice in self.voices if voice.stance == stance})


@dataclass(frozen=True, slots=True)
class Changes:
    """What became known after the day ``since`` and up to ``until``, that day included.

    Attributes
    ----------
    events : ids of what became public, in order of the day it did.
    late : those of them that were over before ``since``: told of only later.
    moved : claims with another standing.
    restated : events that were known and have another status.
    """

    since: date
    until: date
    events: tuple[str, ...]
    late: tuple[str, ...]
    moved: tuple[Moved, ...]
    restated: tuple[Restated, ...]


@remembered
def between(tables: Tables, since: date, until: date, shown: tuple[str, ...] | None = None) -> Changes:
    """What changed in a record from the end of one day to the end of another.

    Parameters
    ----------
    tables : the record with everything that is known today.
    shown : ids of the events that count, None: all. Claims are told of whole.
    """
    then, now = as_known(tables, since), as_known(tables, until)
    wanted = None if shown is None else frozenset(shown)
    ids = [one for one in now.events["id"] if one not in then.records and (wanted is None or one in wanted)]
    public = {one: became_public(now.records[one].event) for one in ids}
    ids.sort(key=lambda one: (public[one], one))
    known = [one for one in then.records if one in now.records and (wanted is None or one in wanted)]
    return Changes(
        since,
        until,
        tuple(ids),
        tuple(one for one in ids if (last := now.records[one].event.date.latest) and last <= since),
        tuple(_moved(tables, since, until)),
        tuple(Restated(one, then.status[one], now.status[one]) for one in known if then.status[one] != now.status[one]),
    )


def _moved(tables: Tables, since: date, until: date) -> list[Moved]:
    found = []
    for claim, thread in tables.threads.items():
        before, after = thread.on(since).word, thread.on(until).word
        if before != after:
            found.append(Moved(claim, before, after))
    return found


def of_claim(tables: Tables, claim: str, since: date, until: date) -> Said:
    """What was said of a claim from the end of one day to the end of another."""
    thread = tables.threads[claim]
    before, after = thread.on(since), thread.on(until)
    fresh = after.voices[len(before.voices) :]
    taken = {voice.stance for voice in before.voices}
    heard = {voice.party for voice in before.voices}
    return Said(
        claim,
        before.word,
        after.word,
        fresh,
        tuple(stance for stance in STANCES if stance not in taken and any(voice.stance == stance for voice in fresh)),
        tuple(dict.fromkeys(voice.party for voice in fresh if voice.party not in heard)),
    )

"""The last good record: what readers go on seeing while the files are broken, half-written or gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from dateline.record import Problem
from dateline.registers import REGISTERS
from dateline.tables import Tables


@dataclass(frozen=True)
class Refused:
    """A newer reading that readers are not shown. ``since``: when it was found, UTC. ``lost``: how many events shown it no longer has."""

    since: datetime
    problems: tuple[Problem, ...]
    lost: int


@dataclass
class Kept:
    """What is shown of a record, over all its readings in this process.

    A reading is refused when it has problems and lacks an event or a register entry that is shown: then it is the files that are broken.
    Without a problem, what is gone was taken out by an editor. The first reading is always shown, with what is wrong with it.
    """

    shown: Tables | None = None
    refused: Refused | None = None
    _newest: Tables | None = None
    _lock: Lock = field(default_factory=Lock, repr=False)

    def take(self, newest: Tables) -> Tables:
        """Show a reading, or what was shown before it, and return what is shown."""
        # Sessions run side by side; comparing happens once for each reading.
        with self._lock:
            before = self.shown
            if before is None or newest is not self._newest:
                self._newest = newest
                lost = _lost(before, newest) if before is not None and newest.problems else None
                if before is None or lost is None:
                    self.shown, self.refused = newest, None
                    return newest
                self.refused = Refused(self._since(), newest.problems, lost)
            return before

    def failed(self, why: Problem) -> Tables | None:
        """The files could not be read at all: what was shown before, None when there is nothing."""
        with self._lock:
            if self.shown is not None:
                self.refused, self._newest = Refused(self._since(), (why,), len(self.shown.records)), None
            return self.shown

    def _since(self) -> datetime:
        return self.refused.since if self.refused else datetime.now(UTC)


def _lost(shown: Tables, newest: Tables) -> int | None:
    """How many of the events that are shown are lacking; None when nothing is, register entries included."""
    events = len(shown.records.keys() - newest.records.keys() - newest.former_ids.keys())
    return events if events or set(_entries(shown)) - set(_entries(newest)) else None


def _entries(tables: Tables) -> Iterator[tuple[str, str]]:
    for register in REGISTERS:
        for one in getattr(tables.registers, register.replace("-", "_")):
            yield register, one

"""Turns: of runs that are wanted at one time, the one wanted first is run first, by itself.

Python runs one thread at a time. Runs side by side get slices of it by turns and all end late, the first as late as the last; one
after the other, the first ends after its own time and the last no later than it would have. For jobs that take about as long as each
other, first come, first served means less waiting than sharing (Kleinrock, Queueing Systems II, 1976, chapter 4: whenever their times
vary less than an exponential distribution's). For one that takes far longer sharing is better, so a turn is bounded: others go on beside it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic

LONGEST = 1.0
"""Seconds after which a run that still goes on holds nobody up any more. Usual ones take a tenth of it."""


class Turns:
    """One turn at a time, in the order in which they were asked for.

    ``longest``: seconds for which one is held at most; then the next begins beside it, and has a turn of its own.
    """

    def __init__(self, longest: float = LONGEST) -> None:
        self._longest = longest
        self._lock = Lock()
        self._waiting: deque[Event] = deque()
        self._holder: Event | None = None
        self._since = 0.0

    @property
    def waiting(self) -> int:
        """How many wait for theirs."""
        return len(self._waiting)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, and hold it until the block ends, however it ends."""
        mine = Event()
        try:
            self._wait(mine)
            yield
        finally:
            self._give_back(mine)

    def _wait(self, mine: Event) -> None:
        with self._lock:
            self._waiting.append(mine)
            if self._holder is None:
                self._next()
        while not mine.wait(self._left()):
            with self._lock:
                # Whoever wakes first sees to it, for whoever is next.
                if self._left() <= 0:
                    self._next()

    def _give_back(self, mine: Event) -> None:
        with self._lock:
            if self._holder is mine:
                self._next()
            elif mine in self._waiting:
                self._waiting.remove(mine)

    def _left(self) -> float:
        return self._since + self._longest - monotonic()

    def _next(self) -> None:
        self._holder = self._waiting.popleft() if self._waiting else None
        self._since = monotonic()
        if self._holder is not None:
            self._holder.set()


turn = Turns().turn
"""That of all sessions of this process. Whoever has left meanwhile, or asks for something else, is not drawn for: Streamlit ends such a run
where it next looks at the session's state, so let that be the first thing after it."""

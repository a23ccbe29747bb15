"""What was made of a record, kept for the next reader who asks the same: bounded, each thing made once however many ask at one time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from threading import Lock
from typing import Any

MOST = 8_192
"""How many results are kept."""
MOST_BYTES = 96_000_000
"""How many bytes of them are kept, as :func:`weight` counts."""
LIGHT = 2_000
"""Bytes that a result counts for at least, unless it is a text."""


class Memory:
    """Results by key. The one that was asked for longest ago goes first. Threads may share it."""

    def __init__(self, most: int = MOST, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._results: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()
        self._making: dict[Hashable, Lock] = {}

    def __len__(self) -> int:
        return len(self._results)

    @property
    def bytes(self) -> int:
        """How many bytes are kept."""
        return self._bytes

    def ask(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """The result of that key, made now when there is none. None is made anew each time. Whoever asks meanwhile waits for it."""
        found = self._results.get(key)
        if found is not None:
            # Another thread may have let it go.
            with suppress(KeyError):
                self._results.move_to_end(key)
            return found[0]
        with self._making.setdefault(key, Lock()):
            found = self._results.get(key)
            if found is not None:
                return found[0]
            try:
                made = make()
                if made is not None:
                    self._keep(key, made)
            finally:
                self._making.pop(key, None)
        return made

    def clear(self) -> None:
        """Let everything go."""
        with self._lock:
            self._results.clear()
            self._bytes = 0

    def _keep(self, key: Hashable, made: Any) -> None:
        heavy = weight(made)
        with self._lock:
            _, before = self._results.pop(key, (None, 0))
            self._results[key] = made, heavy
            self._bytes += heavy - before
            while len(self._results) > 1 and (len(self._results) > self._most or self._bytes > self._most_bytes):
                _, (_, gone) = self._results.popitem(last=False)
                self._bytes -= gone


def weight(made: Any) -> int:
    """Bytes of a text, of what tells them as ``nbytes``, or of what holds its text as ``json``; of a collection eight for each place.

    At least ``LIGHT``: small results hold things that are not looked at.
    """
    text = getattr(made, "json", made)
    if isinstance(text, str | bytes):
        return len(text)
    told = getattr(made, "nbytes", None)
    if isinstance(told, int):
        return max(LIGHT, told)
    return max(LIGHT, 8 * len(made)) if isinstance(made, list | tuple | dict) else LIGHT

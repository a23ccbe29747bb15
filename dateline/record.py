"""A record as it was read: events and where they stand, registers, and every problem found."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.model import Event
from dateline.registers import Registers


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

"""A compiled record as tables and events: what :mod:`dateline.keeping` put into its parts is taken out again."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline import sealed, search
from dateline.keeping import DAYS, FLAGS, TEXTS
from dateline.model import Event, Spoken
from dateline.reader import Later, files_of, read_file
from dateline.record import FileRead, Located, Problem
from dateline.registers import REGISTERS, Registers
from dateline.tables import Cited, Crowd, Tables, seal

MOST_EVENTS = 4096
"""Events of a compiled record kept in memory at once."""
DAMAGED = "A compiled record is damaged; what is damaged is read from the files. Delete it to have it made anew."
_log = logging.getLogger("dateline")
told: set[str] = set()
"""What was said in the log: once is enough."""


def tell(message: str) -> None:
    """Say something in the log, once."""
    if message not in told:
        told.add(message)
        _log.warning(message)


def _read_postings(ends: pa.ChunkedArray, found: pa.Table) -> search.Postings:
    offsets = np.concatenate([[0], ends.to_numpy()]).astype("int64")
    return search.Postings(offsets, found["row"].to_numpy(), found["weight"].to_numpy())


class Kept(Mapping[str, Located]):
    """The events of a compiled record by id, each made when it is asked for. Iterates in order of date."""

    def __init__(self, found: sealed.Sealed, roots: Sequence[Path]) -> None:
        self.said = found.said
        self.parts = found.tables
        self.texts = found.loose["texts"]
        self.table = found.table
        rows = found.tables["rows"]
        self.ends = rows["end"].to_numpy()
        self.lines, self.indexes, self.files, self.plain = (rows[name].to_numpy() for name in ("line", "index", "file", "plain"))
        self.seals, self.categories = rows["seal"].combine_chunks(), rows["category"].combine_chunks()
        self.names = [name for name, _ in self.said["digests"]]
        self.paths = {name: path for path, _, name in files_of(roots)}
        shown = self.said["shown"]
        sizes = np.diff(self.ends, prepend=0)
        events = found.tables["events"]
        sound = (
            0 <= shown <= rows.num_rows
            and events.num_rows == shown
            and (not len(sizes) or (sizes.min() >= 0 and self.ends[-1] == len(self.texts)))
            and (not len(self.files) or 0 <= self.files.min() <= self.files.max() < len(self.names))
        )
        if not sound:
            raise ValueError("its parts do not fit together")
        self.ids: list[str] = events["id"].to_pylist()
        self.position = {one: n for n, one in enumerate(self.ids)}
        self.made: dict[int, Located] = {}

    def __getitem__(self, event_id: str) -> Located:
        return self.at(self.position[event_id])

    def __iter__(self) -> Iterator[str]:
        return iter(self.position)

    def __len__(self) -> int:
        return len(self.position)

    def __contains__(self, event_id: object) -> bool:
        return event_id in self.position

    def at(self, row: int) -> Located:
        """The event of a row."""
        found = self.made.get(row)
        if found is None:
            # Sessions share it: what one makes another may let go meanwhile.
            if len(self.made) >= MOST_EVENTS:
                self.made.clear()
            found = self.made[row] = self.make(row)
        return found

    def text(self, row: int) -> bytes:
        """The event of a row as JSON, not checked."""
        start, end = (int(self.ends[row - 1]) if row else 0), int(self.ends[row])
        text: bytes = self.texts.slice(start, end - start).to_pybytes()
        return text

    def whole(self, row: int) -> bool:
        """Whether the event of a row is as it was written."""
        sound: bool = seal(self.categories[row].as_py(), self.text(row)) == self.seals[row].as_py()
        return sound

    def make(self, row: int) -> Located:
        """The event of a row, made anew."""
        text = self.text(row)
        name, index = self.names[self.files[row]], int(self.indexes[row])
        category = self.categories[row].as_py()
        try:
            if seal(category, text) != self.seals[row].as_py():
                raise ValueError("not what was written")
            event = Event.model_validate_json(text)
            return Located(
                event, category, name, int(self.lines[row]), index, Later(self.paths[name], index, bool(self.plain[row]))
            )
        except ValueError:
            return self._from_its_file(name, category, index)

    def _from_its_file(self, name: str, category: str, index: int) -> Located:
        """The event as its file has it, where what was compiled is not what was written."""
        tell(DAMAGED)
        return next(one for one in read_file(self.paths[name], name, category).events if one.index == index)

    def tables(self) -> CompiledTables:
        """The record's tables."""
        said = self.said
        return CompiledTables(
            events=self._events(),
            links=self._links(),
            records=self,
            registers=_registers(said["registers"]),
            problems=tuple(Problem(*one) for one in said["problems"]),
            held_back=said["held_back"],
            fingerprint=said["fingerprint"],
            changed=date.fromisoformat(said["changed"]) if said["changed"] else None,
            kept=self,
        )

    def _events(self) -> pd.DataFrame:
        part = self.parts["events"]
        claimants = np.empty(len(self.said["claimants"]), dtype=object)
        claimants[:] = [tuple(one) for one in self.said["claimants"]]
        columns: dict[str, object] = {}
        for name in _ORDER:
            if name in TEXTS:
                columns[name] = _text(part[name])
            elif name in DAYS:
                columns[name] = part[name].to_numpy().view("datetime64[s]")
            elif name in FLAGS:
                columns[name] = part[name].to_numpy()
            else:
                columns[name] = pd.Series(claimants[part[name].to_numpy()], dtype=object)
        return pd.DataFrame(columns)

    def _links(self) -> pd.DataFrame:
        part = self.parts["links"]
        names = [name for name in part.column_names if name not in ("holding", "towards")]
        return pd.DataFrame({name: part[name].to_numpy() if name == "source" else _text(part[name]) for name in names})

    def file_reads(self, names: Iterable[str]) -> dict[str, FileRead]:
        """What some of its files say, as if they had been read."""
        rows: dict[str, list[Located]] = {name: [] for name in names}
        for row, file in enumerate(self.files.tolist()):
            if self.names[file] in rows:
                rows[self.names[file]].append(self.make(row))
        digests = dict(self.said["digests"])
        found = {}
        for name, events in rows.items():
            lost, lost_ids, problems, *_ = self.said["files"][name]
            events.sort(key=lambda one: one.index)
            found[name] = FileRead(
                tuple(events), tuple(Problem(*one) for one in problems), lost, frozenset(lost_ids), digests[name]
            )
        return found


_ORDER = (
    "id", "title", "category", "kind", "kind_name", "date", "when", "start", "end", "earliest", "latest", "precision", "lasted", "approximate",
    "uncertain", "exact", "reported", "reported_exact", "reviewed", "status", "party", "place", "series", "summary", "claimed_by",
)  # fmt: skip


def _text(column: pa.ChunkedArray) -> pd.Series:
    return pd.Series(column, dtype="str") if column.num_chunks else pd.Series([], dtype="str")


def _registers(said: Mapping[str, Sequence[str]]) -> Registers:
    made: dict[str, dict[str, Any]] = {}
    for name, model in REGISTERS.items():
        entries = [model.model_validate_json(text) for text in said[name]]
        made[name.replace("-", "_")] = {entry.id: entry for entry in entries}
    return Registers(**made)


@dataclass(frozen=True, eq=False)
class CompiledTables(Tables):
    """Tables of a compiled record. What is slow to derive from all events is taken from its columns."""

    kept: Any = None

    @cached_property
    def position(self) -> Mapping[str, int]:
        """As of any tables."""
        position: Mapping[str, int] = self.kept.position
        return position

    @cached_property
    def public(self) -> np.ndarray:
        """As of any tables."""
        days: np.ndarray = self.kept.parts["events"]["public"].to_numpy().view("datetime64[D]")
        return days

    @cached_property
    def crowd(self) -> Crowd:
        """As of any tables."""
        parts = self.kept.parts
        return Crowd(tuple(self.kept.said["names"]), parts["offsets"]["offset"].to_numpy(), parts["codes"]["code"].to_numpy())

    @cached_property
    def cited(self) -> Cited:
        """As of any tables."""
        part, (publishers, origins, stances) = self.kept.parts["cited"], self.kept.said["cited"]
        return Cited(
            part["row"].to_numpy(),
            (part["publisher"].to_numpy(), tuple(publishers)),
            (part["origin"].to_numpy(), tuple(tuple(one) for one in origins)),
            (part["stance"].to_numpy(), tuple(stances)),
            part["weak"].to_numpy(),
            part["out"].to_numpy().view("datetime64[D]"),
        )

    @cached_property
    def titles(self) -> Mapping[str, Mapping[str, str]]:
        """As of any tables."""
        part = self.kept.parts["titles"]
        found: dict[str, dict[str, str]] = {}
        for event_id, tag, text in zip(*(part[name].to_pylist() for name in ("event", "tag", "text")), strict=True):
            found.setdefault(event_id, {})[tag] = text
        return found

    @cached_property
    def former_ids(self) -> Mapping[str, str]:
        """As of any tables."""
        known: Mapping[str, str] = self.kept.said["former_ids"]
        return known

    def indexed(self) -> search.Index | None:
        """As of any tables."""
        kept = self.kept
        try:
            words, pairs = kept.table("words"), kept.table("pairs")
            listed = words["word"].combine_chunks()
            return search.Index(
                self.ids,
                listed,
                _read_postings(words["end"], kept.table("postings")),
                tuple(zip(pairs["one"].to_pylist(), pairs["other"].to_pylist(), strict=True)),
                _read_postings(pairs["end"], kept.table("postings_of_pairs")),
            )
        except (ValueError, TypeError, KeyError, pa.ArrowException):
            tell(DAMAGED)
            return None

    @cached_property
    def involved(self) -> Mapping[str, frozenset[str]]:
        """As of any tables."""
        return _Involved(self.crowd, self.position)

    @cached_property
    def tied(self) -> tuple[np.ndarray, np.ndarray]:
        """As of any tables."""
        links = self.kept.parts["links"]
        return links["holding"].to_numpy(), links["towards"].to_numpy()

    def speaking(self) -> Iterable[Event | Spoken]:
        """As of any tables."""
        return [Spoken.model_validate_json(text) for text in self.kept.parts["spoken"]["text"].to_pylist()]


class _Involved(Mapping[str, frozenset[str]]):
    """Actors by event, from their numbers."""

    def __init__(self, crowd: Crowd, position: Mapping[str, int]) -> None:
        self.crowd, self.position = crowd, position

    def __getitem__(self, event_id: str) -> frozenset[str]:
        at = self.position[event_id]
        first, after = self.crowd.offsets[at : at + 2]
        return frozenset(self.crowd.names[code] for code in self.crowd.codes[first:after])

    def __iter__(self) -> Iterator[str]:
        return iter(self.position)

    def __len__(self) -> int:
        return len(self.position)

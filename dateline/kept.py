"""What a compiled record holds: how tables and events are put into its parts, and how they are taken out again."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
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
from dateline.model import REGISTERS, Event, FileRead, Located, Problem, Record, Registers, Spoken
from dateline.reader import Later, clearly_plain, files_of, read_file
from dateline.rules.ids import used_entries
from dateline.tables import Cited, Crowd, Tables, last_change, seal
from dateline.workers import packed

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


_TEXTS = (
    "id",
    "title",
    "category",
    "kind",
    "kind_name",
    "date",
    "when",
    "precision",
    "status",
    "party",
    "place",
    "series",
    "summary",
)
_DAYS = ("start", "end", "earliest", "latest", "reported")
_FLAGS = ("lasted", "approximate", "uncertain", "exact", "reported_exact", "reviewed")


@dataclass(frozen=True, eq=False)
class Contents:
    """All that goes into the file: what is said of it, its tables, every event as JSON, the index of the search."""

    said: dict[str, Any]
    parts: dict[str, pa.Table]
    texts: list[bytes]
    index: dict[str, pa.Table]


@dataclass(frozen=True, eq=False)
class Rows:
    """Every event that was read: those that are shown in order of date, then the others in order of id.

    ``table`` : of each its file (a number), category, line, index in the file, whether it is plain (see :class:`Later`) and the seal of
    its text. ``texts`` : each as JSON. ``spoken`` : row and text of those shown that say something of a claim or give a figure.
    """

    table: pa.Table
    texts: list[bytes]
    spoken: pa.Table

    @classmethod
    def of(cls, rows: Sequence[Located], shown: int, names: Iterable[str]) -> Rows:
        """Of events in that order, of which the first ``shown`` are shown."""
        files = {name: n for n, name in enumerate(names)}
        texts = [packed(one.event).encode() for one in rows]
        table = pa.table(
            {
                "file": pa.array([files[one.path] for one in rows], pa.int32()),
                "category": pa.array([one.category for one in rows], pa.large_string()),
                "line": pa.array([one.line for one in rows], pa.int32()),
                "index": pa.array([one.index for one in rows], pa.int32()),
                "plain": pa.array([_plain(one) for one in rows], pa.bool_()),
                "seal": pa.array([seal(one.category, text) for one, text in zip(rows, texts, strict=True)], pa.binary(16)),
            }
        )
        speaking = [n for n, one in enumerate(rows[:shown]) if one.event.stances or one.event.quantities]
        told = [rows[n].event.model_dump_json(include=_SPOKEN, exclude_defaults=True) for n in speaking]
        return cls(table, texts, pa.table({"row": pa.array(speaking, pa.int32()), "text": pa.array(told, pa.large_string())}))


_SPOKEN = {"id", "date", "reported", "stances", "quantities"}


def contents_of(everything: Record, tables: Tables, digests: Mapping[str, str]) -> Contents:
    """Of a record that was read as a whole. ``tables`` are those of its events without a problem, drafts left out."""
    shown = list(tables.records.values())
    kept = set(tables.records)
    rows = shown + [one for one in everything.events if one.event.id not in kept or tables.records[one.event.id] is not one]
    of_files: dict[str, list[Event]] = defaultdict(list)
    for one in shown:
        of_files[one.path].append(one.event)
    files = {
        name: FileSaid(
            file.lost,
            sorted(file.lost_ids),
            [_problem(one) for one in file.problems],
            last_change(of_files[name]),
            sorted({link.to for one in file.events for link in one.event.links} - kept),
        )
        for name, file in everything.files.items()
    }
    uses = uses_by_file([one.event for one in file.events] for file in everything.files.values())
    return contents(Rows.of(rows, len(shown), digests), tables, digests, files, uses, search.index(tables))


@dataclass(frozen=True)
class FileSaid:
    """Of a file of events: what was lost of it, its problems, its last change, and which ids its links name that are not shown."""

    lost: int
    lost_ids: list[str]
    problems: list[list[Any]]
    changed: date | None
    astray: list[str]


def uses_by_file(files: Iterable[Iterable[Event]]) -> dict[str, Counter[str]]:
    """Register -> id of an entry -> in how many files events use it."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for events in files:
        for stem, ids in used_entries(events).items():
            found[stem].update(ids)
    return found


def contents(
    rows: Rows,
    tables: Tables,
    digests: Mapping[str, str],
    files: Mapping[str, FileSaid],
    uses: Mapping[str, Mapping[str, int]],
    index: search.Index,
) -> Contents:
    """Put together what a compiled record holds."""
    said = {
        "digests": list(digests.items()),
        "shown": len(tables.events),
        "problems": [_problem(one) for one in tables.problems],
        "held_back": dict(tables.held_back),
        "fingerprint": tables.fingerprint,
        "changed": tables.changed.isoformat() if tables.changed else None,
        "registers": {
            name: [
                entry.model_dump_json(by_alias=True, exclude_defaults=True) for entry in getattr(tables.registers, field).values()
            ]
            for name, field in ((name, name.replace("-", "_")) for name in REGISTERS)
        },
        "files": {
            name: [one.lost, one.lost_ids, one.problems, one.changed.isoformat() if one.changed else None, one.astray]
            for name, one in files.items()
        },
        "uses": {stem: dict(sorted(counts.items())) for stem, counts in sorted(uses.items())},
        "names": tables.crowd.names,
    }
    claimants: dict[tuple[str, ...], int] = {}
    cited = tables.cited
    titles = [(one, tag, text) for one, several in tables.titles.items() for tag, text in several.items()]
    category = rows.table["category"].combine_chunks().dictionary_encode()
    ends = pa.array(np.cumsum([len(text) for text in rows.texts], dtype="int64"))
    parts = {
        "rows": rows.table.set_column(rows.table.column_names.index("category"), "category", category).append_column("end", ends),
        "events": pa.table(
            {name: pa.array(tables.events[name], pa.large_string()) for name in _TEXTS}
            | {name: pa.array(tables.events[name].to_numpy().astype("datetime64[s]").view("int64")) for name in _DAYS}
            | {name: pa.array(tables.events[name].to_numpy()) for name in _FLAGS}
            | {
                "claimed_by": pa.array(
                    [claimants.setdefault(one, len(claimants)) for one in tables.events["claimed_by"]], pa.int32()
                )
            }
            | {"public": pa.array(tables.public.view("int64"))}
        ),
        "links": pa.table(
            {name: pa.array(tables.links[name], pa.int16() if name == "source" else pa.large_string()) for name in tables.links}
            | {name: pa.array(rows) for name, rows in zip(("holding", "towards"), tables.tied, strict=True)}
        ),
        "offsets": pa.table({"offset": pa.array(tables.crowd.offsets)}),
        "codes": pa.table({"code": pa.array(tables.crowd.codes)}),
        "spoken": rows.spoken,
    }
    parts["cited"] = pa.table(
        {
            "row": pa.array(cited.rows),
            "publisher": pa.array(cited.publishers[0]),
            "origin": pa.array(cited.origins[0]),
            "stance": pa.array(cited.stances[0]),
            "weak": pa.array(cited.weak),
            "out": pa.array(cited.out.view("int64")),
        }
    )
    parts["titles"] = pa.table(
        {name: pa.array([row[n] for row in titles], pa.large_string()) for n, name in enumerate(("event", "tag", "text"))}
    )
    said["cited"] = [cited.publishers[1], cited.origins[1], cited.stances[1]]
    said["claimants"] = list(claimants)
    return Contents(said, parts, rows.texts, _index_parts(index))


def _index_parts(index: search.Index) -> dict[str, pa.Table]:
    """The index of the search as tables: large, and made in no time but its own."""
    pairs = {name: pa.array([pair[n] for pair in index.pairs], pa.string()) for n, name in enumerate(("one", "other"))}
    return {
        "words": pa.table({"word": index.words, "end": index.postings.offsets[1:]}),
        "postings": _postings(index.postings),
        "pairs": pa.table(pairs | {"end": pa.array(index.of_pairs.offsets[1:])}),
        "postings_of_pairs": _postings(index.of_pairs),
    }


def _postings(found: search.Postings) -> pa.Table:
    return pa.table({"row": pa.array(found.rows), "weight": pa.array(found.weights)})


def _read_postings(ends: pa.ChunkedArray, found: pa.Table) -> search.Postings:
    offsets = np.concatenate([[0], ends.to_numpy()]).astype("int64")
    return search.Postings(offsets, found["row"].to_numpy(), found["weight"].to_numpy())


def _plain(one: Located) -> bool:
    return one.data.plain if isinstance(one.data, Later) else clearly_plain(one.data)


def _problem(one: Problem) -> list[Any]:
    return [one.path, one.line, one.column, one.field, one.message, one.entry]


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
            if name in _TEXTS:
                columns[name] = _text(part[name])
            elif name in _DAYS:
                columns[name] = part[name].to_numpy().view("datetime64[s]")
            elif name in _FLAGS:
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

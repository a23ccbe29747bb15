"""What a compiled record holds: how tables and events are put into its parts. :mod:`dateline.kept` takes them out again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from dateline import search
from dateline.model import Event
from dateline.reader import Later, clearly_plain
from dateline.record import Located, Problem, Record
from dateline.registers import REGISTERS
from dateline.rules.ids import used_entries
from dateline.tables import Tables, last_change, seal
from dateline.workers import packed

TEXTS = (
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
DAYS = ("start", "end", "earliest", "latest", "reported")
FLAGS = ("lasted", "approximate", "uncertain", "exact", "reported_exact", "reviewed")


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
        "former_ids": dict(tables.former_ids),
    }
    claimants: dict[tuple[str, ...], int] = {}
    cited = tables.cited
    titles = [(one, tag, text) for one, several in tables.titles.items() for tag, text in several.items()]
    category = rows.table["category"].combine_chunks().dictionary_encode()
    ends = pa.array(np.cumsum([len(text) for text in rows.texts], dtype="int64"))
    parts = {
        "rows": rows.table.set_column(rows.table.column_names.index("category"), "category", category).append_column("end", ends),
        "events": pa.table(
            {name: pa.array(tables.events[name], pa.large_string()) for name in TEXTS}
            | {name: pa.array(tables.events[name].to_numpy().astype("datetime64[s]").view("int64")) for name in DAYS}
            | {name: pa.array(tables.events[name].to_numpy()) for name in FLAGS}
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


def _plain(one: Located) -> bool:
    return one.data.plain if isinstance(one.data, Later) else clearly_plain(one.data)


def _problem(one: Problem) -> list[Any]:
    return [one.path, one.line, one.column, one.field, one.message, one.entry]

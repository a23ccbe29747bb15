"""A large record read once: its tables as a file of Arrow columns in a cache folder, read in place at the next start.

The files of the record stay the truth. A compiled record is used only when the SHA-256 of every file of the record, the program's own
source and the versions of what it rests on are those it was made with; when a file has changed, the events of all others are taken from
it and every rule is applied again to all. Anything doubtful about it means that the record is read as if there were none. It may be
deleted at any time. ``DATELINE_CACHE`` names the folder, or says ``off``.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline import sealed, search
from dateline.checks import checked
from dateline.folders import Folders, each, prefixes
from dateline.model import REGISTERS, Event, FileRead, Located, Problem, Record, Registers, Spoken
from dateline.reader import Later, clearly_plain, files_of, leads_out, read, read_file, without_collecting
from dateline.tables import Cited, Crowd, Tables, build
from dateline.workers import packed, read_files, size_of

SETTING = "DATELINE_CACHE"
OFF = ("off", "no", "0", "false")
COMPILED_FROM = 8_000_000
"""Bytes of files from which on a record is compiled. Smaller ones are read in some two seconds anyway (``python -m bench scale``)."""
KEPT = 2
"""Compiled records of one record and one version of the program that stay: the last one, and the one before."""
OLD = 30 * 86_400
"""Seconds after which those of other versions go."""
MOST_EVENTS = 4096
"""Events of a compiled record kept in memory at once."""

DAMAGED = "A compiled record is damaged; what is damaged is read from the files. Delete it to have it made anew."

_log = logging.getLogger("dateline")
_told: set[str] = set()


def load(folders: Folders) -> Tables:
    """The tables of a record, as :func:`dateline.load` gives them."""
    roots = each(folders)
    place = _place(roots)
    if place is None:
        return _parsed(roots)
    with without_collecting():
        digests = _digests(roots)
        found = _opened(place / _name(roots, digests), roots, digests) if digests else None
        return found or _compiled_now(roots, place, digests)


def _parsed(roots: Sequence[Path]) -> Tables:
    with without_collecting():
        return build(checked(read(roots, read_files(roots, {}))))


def _place(roots: Sequence[Path]) -> Path | None:
    """The folder for a record's compiled files; None where there is none to use, or the record is not large enough."""
    folder = cache_folder()
    if folder is None or not _program() or not all(root.is_dir() for root in roots):
        return None
    if sum(size_of(path) for path, _, _ in files_of(roots)) < COMPILED_FROM:
        return None
    names = json.dumps([os.path.realpath(root) for root in roots])
    return folder / hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:24]


def cache_folder() -> Path | None:
    """Where compiled records are kept: what ``DATELINE_CACHE`` names, else the system's folder for caches; None: nowhere."""
    given = os.environ.get(SETTING, "").strip()
    if given.lower() in OFF:
        return None
    if given:
        return Path(given)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "dateline" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "dateline"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "dateline"


@cache
def _program() -> str:
    """Digest of this program's source and of the versions of what it rests on; "" where the source cannot be read."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {sys.byteorder}".encode())
    try:
        for name in ("pydantic", "PyYAML", "pandas", "pyarrow", "RapidFuzz"):
            digest.update(f"{name} {version(name)}\n".encode())
        for path in sorted(Path(__file__).parent.glob("*.py")):
            digest.update(path.read_bytes())
    except (OSError, ImportError):
        return ""
    return digest.hexdigest()


def _digests(roots: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file by name, in order; "" for those of another ending, of which only the name counts. Empty where one cannot be read."""
    listed = list(files_of(roots))
    if any(leads_out(path, inner) for path, inner, _ in listed):
        return {}
    files = [(path, name) for path, _, name in listed]
    try:
        with ThreadPoolExecutor(min(os.cpu_count() or 1, 8)) as several:
            found = dict(zip((name for _, name in files), several.map(_digest, (path for path, _ in files)), strict=True))
    except OSError:
        return {}
    return {**found, **{name: "" for _, _, name in files_of(roots, "*.yml")}}


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(roots: Sequence[Path], digests: Mapping[str, str]) -> str:
    key = json.dumps([_program(), prefixes(roots), list(digests.items())])
    return f"{_program()[:12]}-{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()[:32]}.arrow"


# ---- Making one --------------------------------------------------------------------------------------------------------------------


def _compiled_now(roots: Sequence[Path], place: Path, digests: Mapping[str, str]) -> Tables:
    """Read what is new, take the rest from the last compiled record, and compile it all."""
    known = _known(place, roots, digests)
    everything = read(roots, read_files(roots, known))
    healthy = checked(everything)
    tables = build(healthy)
    # What was read is what counts, should a file have changed meanwhile.
    read_now = {**everything.digests, **{name: "" for _, _, name in files_of(roots, "*.yml")}}
    unread = any(not digest for name, digest in read_now.items() if name.endswith(".yaml"))
    path = place / _name(roots, read_now)
    if unread:
        return tables
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        said, parts, loose = _contents(everything, tables, read_now)
        sealed.write(path, said, parts, loose, _index_parts(search.index(tables)))
    except (OSError, ValueError, pa.ArrowException) as error:
        _tell(f"The compiled record could not be kept in {place}: {error}. Without it each start reads all files.")
        return tables
    _tidy(place, path)
    return _opened(path, roots, read_now) or tables


def _tell(message: str) -> None:
    if message not in _told:
        _told.add(message)
        _log.warning(message)


def _tidy(place: Path, newest: Path) -> None:
    """Let go of what nobody needs any more. Whoever reads one of them goes on doing so."""
    with suppress(OSError):
        files = sorted(place.iterdir(), key=lambda path: -path.stat(follow_symlinks=False).st_mtime)
        mine = [path for path in files if path.name.startswith(newest.name[:13]) and path != newest]
        aged = time.time() - OLD
        others = [
            path for path in files if path not in mine and path != newest and path.stat(follow_symlinks=False).st_mtime < aged
        ]
        halves = [
            path for path in files if path.name.startswith(".") and path.stat(follow_symlinks=False).st_mtime < time.time() - 3600
        ]
        for path in {*mine[KEPT - 1 :], *others, *halves}:
            with suppress(OSError):
                path.unlink()


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


def _contents(
    everything: Record, tables: Tables, digests: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, pa.Table], dict[str, list[bytes]]]:
    """What a compiled record holds: what is said of it, its tables, and every event as JSON."""
    shown = list(tables.records.values())
    kept = set(tables.records)
    rows = shown + [one for one in everything.events if one.event.id not in kept or tables.records[one.event.id] is not one]
    files = {name: n for n, name in enumerate(digests)}
    texts = [packed(one.event).encode() for one in rows]
    spoken = [n for n, one in enumerate(shown) if one.event.stances or one.event.quantities]
    fields = {"id", "date", "reported", "stances", "quantities"}
    said = {
        "program": _program(),
        "digests": list(digests.items()),
        "shown": len(shown),
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
            name: [file.lost, sorted(file.lost_ids), [_problem(one) for one in file.problems]]
            for name, file in everything.files.items()
        },
        "names": tables.crowd.names,
    }
    claimants: dict[tuple[str, ...], int] = {}
    cited = tables.cited
    titles = [(one, tag, text) for one, several in tables.titles.items() for tag, text in several.items()]
    parts = {
        "rows": pa.table(
            {
                "file": pa.array([files[one.path] for one in rows], pa.int32()),
                "category": pa.array([one.category for one in rows], pa.large_string()).dictionary_encode(),
                "line": pa.array([one.line for one in rows], pa.int32()),
                "index": pa.array([one.index for one in rows], pa.int32()),
                "plain": pa.array([_plain(one) for one in rows], pa.bool_()),
                "end": pa.array(np.cumsum([len(text) for text in texts], dtype="int64")),
                "seal": pa.array([_seal(text) for text in texts], pa.binary(8)),
            }
        ),
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
        "spoken": pa.table(
            {
                "row": pa.array(spoken, pa.int32()),
                "text": pa.array(
                    [shown[n].event.model_dump_json(include=fields, exclude_defaults=True) for n in spoken], pa.large_string()
                ),
            }
        ),
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
    return said, parts, {"texts": texts}


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


def _seal(text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=8).digest()


def _problem(one: Problem) -> list[Any]:
    return [one.path, one.line, one.column, one.field, one.message, one.entry]


# ---- Opening one -------------------------------------------------------------------------------------------------------------------


def _opened(path: Path, roots: Sequence[Path], digests: Mapping[str, str]) -> Tables | None:
    """The tables of a compiled record; None unless it is of exactly these files, by exactly this program, and sound."""
    found = sealed.open_sealed(path)
    if found is None:
        return None
    try:
        if found.said["program"] != _program() or [tuple(one) for one in found.said["digests"]] != list(digests.items()):
            return None
        kept = _Kept(found, roots)
        return kept.tables()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, pa.ArrowException):
        return None


class _Kept(Mapping[str, Located]):
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

    def make(self, row: int) -> Located:
        start, end = (int(self.ends[row - 1]) if row else 0), int(self.ends[row])
        text = self.texts.slice(start, end - start).to_pybytes()
        name, index = self.names[self.files[row]], int(self.indexes[row])
        category = self.categories[row].as_py()
        try:
            if _seal(text) != self.seals[row].as_py():
                raise ValueError("not what was written")
            event = Event.model_validate_json(text)
            return Located(
                event, category, name, int(self.lines[row]), index, Later(self.paths[name], index, bool(self.plain[row]))
            )
        except ValueError:
            return self._from_its_file(name, category, index)

    def _from_its_file(self, name: str, category: str, index: int) -> Located:
        """The event as its file has it, where what was compiled is not what was written."""
        _tell(DAMAGED)
        return next(one for one in read_file(self.paths[name], name, category).events if one.index == index)

    def tables(self) -> Tables:
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
            lost, lost_ids, problems = self.said["files"][name]
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
            _tell(DAMAGED)
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


def _known(place: Path, roots: Sequence[Path], digests: Mapping[str, str]) -> Mapping[str, FileRead]:
    """What the last compiled record holds of files that have not changed since."""
    with suppress(OSError):
        files = [path for path in place.iterdir() if path.name.startswith(f"{_program()[:12]}-")]
        for path in sorted(files, key=lambda one: -one.stat().st_mtime)[:KEPT]:
            found = sealed.open_sealed(path)
            if found is None or found.said.get("program") != _program():
                continue
            with suppress(ValueError, TypeError, KeyError, IndexError, AttributeError, StopIteration, pa.ArrowException):
                kept = _Kept(found, roots)
                same = [
                    name
                    for name, digest in found.said["digests"]
                    if digest and digests.get(name) == digest and name in found.said["files"]
                ]
                return kept.file_reads(same)
    return {}

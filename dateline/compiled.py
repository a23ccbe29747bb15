"""A large record read once: its tables as a file of Arrow columns in a cache folder, read in place at the next start.

The files of the record stay the truth. A compiled record is used only when the SHA-256 of every file of the record, the program's own
source and the versions of what it rests on are those it was made with; when a file has changed, all others are taken from it, see
:mod:`dateline.edited`. Anything doubtful about it means that the record is read as if there were none. It may be
deleted at any time. ``DATELINE_CACHE`` names the folder, or says ``off``.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

import pyarrow as pa

from dateline import edited, sealed
from dateline.checks import checked
from dateline.folders import Folders, each, prefixes
from dateline.keeping import Contents, contents_of
from dateline.kept import Kept, tell
from dateline.reader import files_of, leads_out, read, without_collecting
from dateline.record import FileRead
from dateline.tables import Tables, build
from dateline.workers import read_files, size_of

SETTING = "DATELINE_CACHE"
OFF = ("off", "no", "0", "false")
COMPILED_FROM = 8_000_000
"""Bytes of files from which on a record is compiled. Smaller ones are read in some two seconds anyway (``python -m bench scale``)."""
KEPT = 2
"""Compiled records of one record and one version of the program that stay: the last one, and the one before."""
OLD = 30 * 86_400
"""Seconds after which those of other versions go."""


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
        own = Path(__file__).parent
        for path in sorted([*own.glob("*.py"), *(own / "rules").glob("*.py")]):
            digest.update(path.read_bytes())
    except (OSError, ImportError):
        return ""
    return digest.hexdigest()


def _digests(roots: Sequence[Path]) -> dict[str, str]:
    """SHA-256 of each file by name, in order; "" for those of another ending, of which only the name counts. Empty where one cannot be read."""
    listed = list(files_of(roots))
    # What is no file, as a pipe, might never end.
    if any(leads_out(path, inner) or not path.is_file() for path, inner, _ in listed):
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
    """Make a compiled record: out of the last one and what changed since, where that is enough; else read what is new and check it all."""
    last = _last(place, roots)
    made = edited.after(last, roots, digests) if last else None
    if made is not None:
        path = _written(place, roots, made)
        tables = _opened(path, roots, dict(made.said["digests"])) if path else None
        if tables is not None:
            return tables
    known = _unchanged(last, digests) if last else {}
    everything = read(roots, read_files(roots, known))
    healthy = checked(everything)
    tables = build(healthy)
    # What was read is what counts, should a file have changed meanwhile.
    read_now = {**everything.digests, **{name: "" for _, _, name in files_of(roots, "*.yml")}}
    if any(not digest for name, digest in read_now.items() if name.endswith(".yaml")):
        return tables
    try:
        made = contents_of(everything, tables, read_now)
    except ValueError as error:
        _not_kept(place, error)
        return tables
    path = _written(place, roots, made)
    return (_opened(path, roots, read_now) if path else None) or tables


def _written(place: Path, roots: Sequence[Path], made: Contents) -> Path | None:
    """Where a compiled record stands now; None where it could not be kept."""
    path = place / _name(roots, dict(made.said["digests"]))
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        sealed.write(path, {"program": _program(), **made.said}, made.parts, {"texts": made.texts}, made.index)
    except (OSError, ValueError, pa.ArrowException) as error:
        _not_kept(place, error)
        return None
    _tidy(place, path)
    return path


def _not_kept(place: Path, error: Exception) -> None:
    tell(f"The compiled record could not be kept in {place}: {error}. Without it each start reads all files.")


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


# ---- Opening one -------------------------------------------------------------------------------------------------------------------


def _opened(path: Path, roots: Sequence[Path], digests: Mapping[str, str]) -> Tables | None:
    """The tables of a compiled record; None unless it is of exactly these files, by exactly this program, and sound."""
    found = sealed.open_sealed(path)
    if found is None:
        return None
    try:
        if found.said["program"] != _program() or [tuple(one) for one in found.said["digests"]] != list(digests.items()):
            return None
        kept = Kept(found, roots)
        return kept.tables()
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, pa.ArrowException):
        return None


def _last(place: Path, roots: Sequence[Path]) -> Kept | None:
    """The last compiled record that is sound, by this program."""
    with suppress(OSError):
        files = [path for path in place.iterdir() if path.name.startswith(f"{_program()[:12]}-")]
        for path in sorted(files, key=lambda one: -one.stat().st_mtime)[:KEPT]:
            found = sealed.open_sealed(path)
            if found is None or found.said.get("program") != _program():
                continue
            with suppress(ValueError, TypeError, KeyError, IndexError, AttributeError, pa.ArrowException):
                return Kept(found, roots)
    return None


def _unchanged(last: Kept, digests: Mapping[str, str]) -> Mapping[str, FileRead]:
    """What a compiled record holds of files that have not changed since."""
    with suppress(ValueError, TypeError, KeyError, IndexError, AttributeError, StopIteration, pa.ArrowException):
        return last.file_reads(
            name for name, digest in last.said["digests"] if digest and digests.get(name) == digest and name in last.said["files"]
        )
    return {}

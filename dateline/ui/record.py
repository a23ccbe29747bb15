"""The record, read once for all sessions and again when a file changes."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from weakref import WeakSet

import streamlit as st

import dateline
from dateline.folders import SETTING, each, file_of, named
from dateline.reader import HIDDEN
from dateline.record import Problem
from dateline.tables import Tables
from dateline.ui.kept import Kept, Refused

ROOT = Path(__file__).resolve().parents[2]

_settled: WeakSet[Tables] = WeakSet()


def folders() -> tuple[Path, ...]:
    """Where the record is: each ``--record DIR`` after ``streamlit run dashboard.py --``, else ``DATELINE_EVENTS``, else ``events/`` of this project."""
    given = asked_for(tuple(sys.argv))
    return each(given or named(ROOT / "events"))


@cache
def asked_for(command: tuple[str, ...]) -> tuple[str, ...]:
    """What a command line asks for; nothing when it is not the dashboard's. What it does not know it says on standard error, once."""
    if not command or Path(command[0]).name != "dashboard.py":
        return ()
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--record", action="append", default=[])
    try:
        given, unknown = parser.parse_known_args(command[1:])
    except argparse.ArgumentError as error:
        given, unknown = argparse.Namespace(record=[]), [str(error)]
    if unknown:
        print(f"Not understood: {' '.join(unknown)}. Write: streamlit run dashboard.py -- --record DIR", file=sys.stderr)
    return tuple(given.record)


def tables() -> Tables:
    """The record's tables, shared by all sessions: never change them.

    While the files are broken or gone these are the tables of the last good reading, and :func:`refused` says so.
    """
    where = _where()
    looked, shown, stamp = _looked.get(where, (-LOOK_EVERY, None, ""))
    now = time.monotonic()
    if shown is None or now - looked >= LOOK_EVERY:
        before, stamp = stamp, _stamp(where)
        # The same files as a moment ago say the same, and asking Streamlit's cache costs as much as looking at them. What could not be
        # read is tried again.
        if shown is None or stamp != before or _kept(where).refused:
            shown = _newest(where, stamp)
        _looked.clear()
        _looked[where] = (now, shown, stamp)
    return shown


LOOK_EVERY = 1.0
"""Seconds after which the files are looked at again: all sessions' runs in between share one look."""
_looked: dict[tuple[str, ...], tuple[float, Tables, str]] = {}


def _newest(where: tuple[str, ...], stamp: str) -> Tables:
    held = _kept(where)
    try:
        return held.take(_tables(where, stamp))
    except OSError as error:
        shown = held.failed(Problem(Path(where[0]).name, 0, 0, "", f"cannot be read: {error.strerror}."))
        if shown is None:
            raise
        return shown


def refused() -> Refused | None:
    """The newer reading that is not shown because it lost what is; None while the newest is shown."""
    # The run has looked before; asking where costs a look at the folder that the server runs in.
    return _kept(next(iter([*_looked]), None) or _where()).refused


def _where() -> tuple[str, ...]:
    return _where_for(tuple(sys.argv), os.environ.get(SETTING), Path.cwd())


@cache
def _where_for(*_: object) -> tuple[str, ...]:
    return tuple(str(one) for one in folders())


@cache
def _kept(where: tuple[str, ...]) -> Kept:  # noqa: ARG001  (one for each choice of folders)
    return Kept()


def _stamp(where: tuple[str, ...]) -> str:
    """Name, time and size of every file, in one text since each value of its own costs the cache: different after each edit."""
    found: list[str] = []
    folders = [*where]
    for name in folders:
        try:
            entries = list(os.scandir(name))
        except OSError:
            continue
        for entry in entries:
            if entry.name.startswith(HIDDEN):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.name.endswith((".yaml", ".yml")):
                # Gone between the two looks: then it is a file less.
                with suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    found.append(f"{entry.path}\0{about.st_mtime_ns}\0{about.st_ino}\0{about.st_size}")
    return "\0".join(sorted(found))


@st.cache_resource(max_entries=2, show_spinner="Reading the record …")
def _tables(where: tuple[str, ...], stamp: str) -> Tables:  # noqa: ARG001  (the stamp is what makes it another one)
    return dateline.load(where)


def settle(made: Tables) -> None:
    """After a run, once for each reading: what was read and imported stays, so keep it out of every later collection, its largest cost."""
    if made not in _settled:
        _settled.add(made)
        gc.collect()
        gc.freeze()


def yaml_of(event_id: str, made: Tables) -> str:
    """The event's own lines of its file; empty when the file cannot be read any more or no longer holds it there."""
    located = made.records[event_id]
    try:
        lines = file_of(located.path, folders()).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    end = next((n for n in range(located.line, len(lines)) if lines[n].startswith("- ")), len(lines))
    found = lines[located.line - 1 : end]
    # While the last good record is shown its files may say something else at this line.
    return "\n".join(found).rstrip() if any(event_id in line for line in found) else ""


def link_to_line(event_id: str, made: Tables) -> str | None:
    """Web address of the event's line, when ``DATELINE_REPOSITORY`` names where the files can be seen (``https://…/blob/main``)."""
    located = made.records[event_id]
    return f"{repository()}/{located.path}#L{located.line}" if repository() else None


def repository() -> str:
    """Where the files can be seen, without a slash at its end, as ``DATELINE_REPOSITORY`` names it; empty when it does not."""
    base = os.environ.get("DATELINE_REPOSITORY", "").rstrip("/")
    return base if base.startswith("https://") else ""


def issues() -> str:
    """Where the repository takes a new issue, GitHub's or GitLab's; empty where it is not known."""
    project, blob, _ = repository().partition("/blob/")
    return f"{project}/issues/new" if blob else ""


def address() -> str:
    """Where readers reach this dashboard: ``DATELINE_ADDRESS`` when set, else as this reader's browser says; empty when neither is known."""
    return os.environ.get("DATELINE_ADDRESS") or without_page(st.context.url or "")


def without_page(url: str) -> str:
    """The address of the dashboard, given that of one of its pages; without a slash at its end.

    Streamlit takes the page off by itself, but not on a session's first run.
    """
    whole, _, page = url.rstrip("/").rpartition("/")
    return whole if page in _pages() else url.rstrip("/")


@cache
def _pages() -> frozenset[str]:
    return frozenset(path.stem for path in (ROOT / "pages").glob("*.py"))

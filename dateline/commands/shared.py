"""What several commands do alike: name the record, open a view, write a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.selection import Selection
    from dateline.tables import Tables


def record_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--record DIR``: whose record it is about."""
    parser.add_argument("--record", default="events", metavar="DIR", help="the record's folder (default: events)")


def view_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--view QUERY``: which events of it."""
    parser.add_argument("--view", default="", metavar="QUERY", help='what follows "?" in a link: "actor=…&period=…&period=…"')


def opened(record: str, view: str) -> tuple[Tables, Selection] | None:
    """The tables of a record as known on the view's day, and the view. Says on standard error what is held back and what the view lost.

    None when nothing of the record can be read; every problem has been told then.
    """
    from dateline import load
    from dateline.address import decode
    from dateline.tables import as_known

    tables = load(record)
    for path, count in sorted(tables.held_back.items()):
        tell(f"{path}: {count} held back because of mistakes; 'python -m dateline check {record}' lists them.")
    if tables.problems and not tables.records:
        for problem in tables.problems:
            tell(str(problem))
        return None
    selection, notices = decode(view, tables)
    for notice in notices:
        tell(notice)
    return as_known(tables, selection.known), selection


def tell(sentence: str) -> None:
    """Say something that is no result."""
    print(sentence, file=sys.stderr)


def write(content: bytes, output: str | None) -> int:
    """Write a file, or standard output when none is named. Returns the exit status."""
    if output is None:
        sys.stdout.buffer.write(content)
        return 0
    try:
        Path(output).write_bytes(content)
    except OSError as error:
        tell(f"{output}: cannot be written: {error.strerror}. Name a file in a folder that exists.")
        return 2
    return 0

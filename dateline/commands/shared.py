"""What several commands do alike: name the record, open a view, write a file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline import files, folders
from dateline.folders import Folders

if TYPE_CHECKING:
    from dateline.selection import Selection
    from dateline.tables import Tables


def record_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--record DIR``, which may be given several times: whose record it is about, as a tuple of folders that are read as one."""
    parser.add_argument(
        "--record", action=_Several, default=folders.named(), metavar="DIR",
        help=f"the record's folder; given twice, both are read as one (default: {folders.SETTING}, else events)",
    )  # fmt: skip


def one_record_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--record DIR`` for a command that writes: the one folder it writes into, as text."""
    parser.add_argument(
        "--record",
        default=folders.named()[0],
        metavar="DIR",
        help=f"the record's folder (default: {folders.SETTING}, else events)",
    )


class _Several(argparse.Action):
    """Each use adds one; the first takes the default's place."""

    def __call__(self, _: object, namespace: argparse.Namespace, values: Any, __: object = None) -> None:
        given = getattr(namespace, self.dest)
        setattr(namespace, self.dest, (values,) if given is self.default else (*given, values))


def view_argument(parser: argparse.ArgumentParser) -> None:
    """Add ``--view QUERY``: which events of it."""
    parser.add_argument("--view", default="", metavar="QUERY", help='what follows "?" in a link: "actor=…&period=…&period=…"')


def opened(record: Folders, view: str) -> tuple[Tables, Selection] | None:
    """The tables of a record as known on the view's day, and the view. Says on standard error what is held back and what the view lost.

    None when nothing of the record can be read; every problem has been told then.
    """
    from dateline import load
    from dateline.address import decode
    from dateline.known import as_known

    tables = load(record)
    for path, count in sorted(tables.held_back.items()):
        tell(f"{path}: {count} held back because of mistakes; 'python -m dateline check' lists them.")
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
        files.replace({Path(output): content})
    except OSError as error:
        tell(f"{output}: cannot be written: {error.strerror}. Name a file in a folder that exists.")
        return 2
    return 0

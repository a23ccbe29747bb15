"""``python -m dateline schema``: JSON Schema of a record's files, for editors."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "write the JSON Schema of a record's files, for editors"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="event, actors, places … (default: all, which needs -o)")
    parser.add_argument("-o", "--output", metavar="PATH", help="file, or without NAME a folder (default: standard output)")
    parser.add_argument("--ids", action="store_true", help="with the ids of actors, places, publishers … too, as they are now")
    shared.one_record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write one schema, or all into a folder; 2 when there is none of that name or it cannot be written."""
    from pathlib import Path

    from dateline.reader import did_you_mean, read
    from dateline.schema import NAMES, text_of

    registers = read(given.record).registers
    if given.name is None and given.output is None:
        shared.tell(f"Name one of {', '.join(NAMES)}, or a folder for all of them: -o docs/schema.")
        return 2
    if given.name not in (None, *NAMES):
        shared.tell(f"{given.name} has no schema.{did_you_mean(given.name, NAMES)} Known: {', '.join(NAMES)}.")
        return 2
    if given.name:
        return shared.write(text_of(given.name, registers, growing=given.ids).encode(), given.output)
    folder = Path(given.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        shared.tell(f"{folder}: cannot be made: {error.strerror}. Name another folder.")
        return 2
    return max(shared.write(text_of(name, registers, growing=given.ids).encode(), str(folder / f"{name}.json")) for name in NAMES)

"""``python -m dateline export``: the events of a view as a file."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "write the events of a view as a file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")
    shared.view_argument(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write the view; 1 when nothing of the record can be read, 2 when the file cannot be written."""
    from dateline.export import FORMATS
    from dateline.selection import apply

    found = shared.opened(given.record, given.view)
    if found is None:
        return 1
    tables, selection = found
    text = FORMATS[given.format](tables, apply(selection, tables).ids)
    # A byte order mark tells spreadsheets that the file is UTF-8; JSON must not have one.
    encoding = "utf-8-sig" if given.format == "csv" and given.output else "utf-8"
    return shared.write(text.encode(encoding), given.output)

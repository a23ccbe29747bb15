"""``python -m dateline snapshot``: the record as one page of HTML that works from a file."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "write one HTML page with timeline, feed, filters and search that works from a file, offline"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    shared.view_argument(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    shared.record_argument(parser)
    parser.epilog = "The page holds the whole record; --view is what it opens on when a link to it says nothing else."


def run(given: argparse.Namespace) -> int:
    """Write the page; 1 when nothing of the record can be read, 2 when the file cannot be written."""
    from dateline.address import decode
    from dateline.snapshot import write

    found = shared.opened(given.record, "")
    if found is None:
        return 1
    tables, _ = found
    selection, notices = decode(given.view, tables)
    for notice in notices:
        shared.tell(notice)
    return shared.write(write(tables, selection), given.output)

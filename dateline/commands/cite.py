"""``python -m dateline cite``: how to cite an event or a view."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "print how to cite an event, a view or the whole record"
STYLES = ("chicago", "apa", "bibtex", "csl-json")
"""Written out here too, so that the help need not import the package."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("event", nargs="?", default="", metavar="EVENT", help="an event's id (default: the view)")
    parser.add_argument("--style", choices=STYLES, default=STYLES[0], help="default: chicago")
    parser.add_argument("--base", default="", metavar="URL", help="where the dashboard is served (default: DATELINE_ADDRESS)")
    shared.view_argument(parser)
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Print the citation; 1 when nothing of the record can be read, 2 when there is no such event."""
    from dateline.address import encode
    from dateline.export import citation
    from dateline.reader import did_you_mean
    from dateline.selection import apply

    found = shared.opened(given.record, given.view)
    if found is None:
        return 1
    tables, selection = found
    event = tables.present_id(given.event)
    if event and event not in tables.records:
        known = f" as known on {tables.on}" if tables.on else ""
        shared.tell(f"{event}: no event of the record is called so{known}.{did_you_mean(event, tables.records)}")
        return 2
    if event != given.event:
        shared.tell(f"{given.event} is called {event} now.")
    if event:
        cited = citation.of_event(event, tables, given.style, given.base)
    else:
        cited = citation.of_view(tables, apply(selection, tables).ids, encode(selection), given.style, given.base)
    return shared.write(f"{cited}\n".encode(), None)

"""``python -m dateline check [DIR]``, or ``--record DIR`` as the other commands: every problem of a record."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "read the whole record and print every problem with file, line and column"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", nargs="?", metavar="DIR", help="the record's folder")
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Print the problems and how much there is; 1 when there is a problem."""
    from dateline import stories
    from dateline.checks import read_and_check

    record = read_and_check(given.folder or given.record)
    problems = sorted({*record.problems, *stories.problems(record)})
    for problem in problems:
        print(problem)
    events = [located.event for located in record.events]
    sources = sum(len(event.sources) for event in events)
    links = sum(len(event.links) for event in events)
    print(f"{len(events)} events, {sources} sources, {links} links, {len(problems)} problems")
    return 1 if problems else 0

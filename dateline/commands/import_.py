"""``python -m dateline import FILE``: rows of somebody's file as drafts of the record; without ``--write``, only what would become of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.commands import shared

if TYPE_CHECKING:
    from dateline.intake.plan import Outcome, Plan

HELP = "make drafts of a CSV, TimelineJS, ACLED, timemap or iCalendar file; a dry run unless --write is given"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    from dateline.intake.row import FORMATS

    parser.add_argument("file", nargs="?", metavar="FILE", help="what to import")
    parser.add_argument(
        "--template", action="store_true", help="print a CSV with every column that is understood, and an example"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), help="default: told from the file")
    parser.add_argument("--category", metavar="ID", help="where rows go that name no category of the record")
    parser.add_argument(
        "--dates", choices=("day-first", "month-first"), help="how dates as 03/04/2023 are meant; else such rows are refused"
    )
    parser.add_argument("--encoding", metavar="NAME", help="default: UTF-8, or UTF-16 with its mark")
    parser.add_argument(
        "--source", metavar="NAME", help="what the file is called in the record (default: its name); the same at each import"
    )
    parser.add_argument("--write", action="store_true", help="append the drafts to the record's files")
    shared.one_record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Tell row by row; 1 when a row is refused, 2 when the file or the record cannot be used."""
    from dateline.intake import plan, row, tabular, text, write
    from dateline.reader import read

    if given.template:
        sys.stdout.write(tabular.template().replace("\r\n", "\n"))
        return 0
    if given.file is None:
        shared.tell("Name a file to import, or print an empty one with --template.")
        return 2
    path = Path(given.file)
    try:
        form, rows = row.rows(text.read(path, given.encoding), given.format)
        record = read(given.record)
        if not record.registers.categories:
            raise row.RefusedError(
                f"has no record to go to: {given.record} has no categories. 'python -m dateline init DIR' makes one."
            )
        made = plan.plan(rows, given.source or path.name, record, Path(given.record), category=given.category, order=given.dates)
        for line in told(made, form):
            print(_visible(line))
        if given.write:
            written = write.write(made, Path(given.record))
            print("\n".join(f"{name}: {number} added" for name, number in sorted(written.items())) or "Nothing was added.")
        else:
            print("Nothing was written; --write does it.")
    except row.RefusedError as error:
        shared.tell(_visible(f"{given.file} {error}"))
        return 2
    return 1 if made.count("refused") else 0


def told(made: Plan, form: str) -> Iterator[str]:
    """The report: a line or more a row, then the sum."""
    for outcome in made.outcomes:
        yield from _row(outcome)
    if made.unmapped:
        columns = ", ".join(f"{name} ({number})" for name, number in made.unmapped.items())
        yield f"No field takes these columns; they go into the note: {columns}"
    yield (
        f"{made.source} ({form}): {len(made.outcomes)} rows: {made.count('draft')} become drafts, {made.count('there')} are there already, "
        f"{made.count('refused')} refused."
    )


def _visible(line: str) -> str:
    """A line without what would move a terminal's cursor or hide a part of it."""
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else f"\\u{ord(sign):04x}" for sign in line)


def _row(outcome: Outcome) -> Iterator[str]:
    if outcome.what != "draft":
        yield f"row {outcome.number}: {'refused: ' if outcome.what == 'refused' else 'there already '}{outcome.why}"
        return
    yield f"row {outcome.number}: draft {outcome.id} in {outcome.path}"
    if outcome.missing:
        yield f"  to do: {'; '.join(outcome.missing)}"
    if outcome.kept:
        yield f"  changed: {'; '.join(outcome.kept)}"

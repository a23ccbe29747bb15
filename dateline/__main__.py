"""The command line: ``python -m dateline check [DIR]`` and ``python -m dateline export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 the record has problems, 2 the command was not understood."""
    parser = argparse.ArgumentParser(prog="python -m dateline", description="A curated, sourced record of geopolitical events.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="check | export")

    check = commands.add_parser("check", help="read the whole record and print every problem with file, line and column")
    check.add_argument("folder", nargs="?", default="events", metavar="DIR", help="the record's folder (default: events)")

    export = commands.add_parser("export", help="write the events of a view as a file")
    export.add_argument("--format", choices=("csv", "json"), default="csv", help="default: csv")
    export.add_argument("--view", default="", metavar="QUERY", help='what follows "?" in a link: "actor=…&period=…&period=…"')
    export.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    export.add_argument("--events", dest="folder", default="events", metavar="DIR", help="the record's folder (default: events)")

    given = parser.parse_args(arguments)
    if given.command == "check":
        return _check(given.folder)
    return _export(given.folder, given.format, given.view, given.output)


def _check(folder: str) -> int:
    from dateline import stories
    from dateline.checks import read_and_check

    record = read_and_check(folder)
    problems = sorted({*record.problems, *stories.problems(record)})
    for problem in problems:
        print(problem)
    events = [located.event for located in record.events]
    sources = sum(len(event.sources) for event in events)
    links = sum(len(event.links) for event in events)
    print(f"{len(events)} events, {sources} sources, {links} links, {len(problems)} problems")
    return 1 if problems else 0


def _export(folder: str, form: str, view: str, output: str | None) -> int:
    from dateline import load
    from dateline.address import decode
    from dateline.export import FORMATS
    from dateline.selection import apply
    from dateline.tables import as_known

    tables = load(folder)
    for path, count in sorted(tables.held_back.items()):
        print(f"{path}: {count} held back because of mistakes; 'python -m dateline check {folder}' lists them.", file=sys.stderr)
    if tables.problems and not tables.records:
        for problem in tables.problems:
            print(problem, file=sys.stderr)
        return 1
    selection, notices = decode(view, tables)
    for notice in notices:
        print(notice, file=sys.stderr)
    tables = as_known(tables, selection.known)
    text = FORMATS[form](tables, apply(selection, tables).ids)
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8"))
        return 0
    try:
        # A byte order mark tells spreadsheets that the file is UTF-8; JSON must not have one.
        encoding = "utf-8-sig" if form == "csv" else "utf-8"
        Path(output).write_text(text, encoding=encoding, newline="")
    except OSError as error:
        print(f"{output}: cannot be written: {error.strerror}. Name a file in a folder that exists.", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Hangul shows an escape for it instead of stopping.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read our output had enough, as `head` does.
        sys.stderr.close()
        sys.exit(0)

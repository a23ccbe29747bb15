"""The command line: ``python -m dateline COMMAND``; the commands are in :mod:`dateline.commands`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

from dateline.commands import COMMANDS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 the record has problems, 2 the command was not understood."""
    parser = argparse.ArgumentParser(prog="python -m dateline", description="A curated, sourced record of geopolitical events.")
    listed = parser.add_subparsers(dest="command", required=True, metavar=" | ".join(COMMANDS))
    for name in COMMANDS:
        command = import_module(f"dateline.commands.{name}{'_' if iskeyword(name) else ''}")
        own = listed.add_parser(name, help=command.HELP)
        command.arguments(own)
        own.set_defaults(run=command.run)
    given = parser.parse_args(arguments)
    status: int = given.run(given)
    return status


def console() -> int:
    """The command ``dateline`` of an installed package."""
    # Whoever starts it may have closed them.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (for as long as this runs)
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        # A console that knows no Hangul shows an escape for it instead of stopping.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        status = main()
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever read our output had enough, as `head` does.
        sys.stderr.close()
        return 0
    except OSError as error:
        # A full disk, above all. Files are written whole or not at all, see dateline.files.
        print(f"Stopped: {error.strerror or error}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(console())

"""``python -m dateline fmt``: record files in one order and one style."""

from __future__ import annotations

import argparse

from dateline.commands import shared

HELP = "put record files in one order and style; comments stay"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="files of a record (default: all of the record)")
    parser.add_argument("--check", action="store_true", help="change nothing; name the files that would be changed")
    shared.one_record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Format the files; 1 when one would be changed by ``--check`` or cannot be read as YAML, 2 when one cannot be opened or written."""
    from pathlib import Path

    from dateline import files
    from dateline.formatting import FormatError, formatted
    from dateline.reader import files_of

    named = [Path(name) for name in given.files] or [path for path, _, _ in files_of([Path(given.record)])]
    if not named:
        shared.tell(f"{given.record}: holds no .yaml file. Name the folder of a record with --record.")
        return 2
    changed = status = 0
    for path in named:
        try:
            with path.open(encoding="utf-8", newline="") as file:
                text = file.read()
            made, problems = formatted(text, path.as_posix())
            for problem in problems:
                shared.tell(str(problem))
            if made != text and not given.check:
                files.replace({path: made.encode("utf-8")})
        except (OSError, UnicodeDecodeError, FormatError) as error:
            shared.tell(
                str(error) if isinstance(error, FormatError) else f"{path.as_posix()}: cannot be read or written: {error}."
            )
            status = 2
            continue
        status = max(status, 1 if problems else 0)
        if made != text:
            changed += 1
            print(f"{path.as_posix()}: {'would be changed' if given.check else 'changed'}")
    print(f"{len(named)} files, {changed} {'to change' if given.check else 'changed'}")
    return max(status, 1 if given.check and changed else 0)

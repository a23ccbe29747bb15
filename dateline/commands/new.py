"""``python -m dateline new``: a new record, asked for field by field."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.commands import shared

if TYPE_CHECKING:
    from dateline.commands.asked import Dialogue

HELP = "ask for a new event, check each answer, and write it into its file"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--dry-run", action="store_true", help="print what would be written; write nothing")
    parser.add_argument("--draft", action="store_true", help="mark it as a draft, which nobody sees")
    shared.one_record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Ask and write; 1 when the record would have a new mistake, 2 when there is no record, the answers end too soon or it cannot be written."""
    from datetime import date

    from dateline.commands.asked import Dialogue
    from dateline.reader import read

    folder = Path(given.record)
    record = read(folder)
    if not record.registers.categories:
        shared.tell(f"{given.record}: has no categories. Name the folder of a record with --record.")
        return 2
    asked = Dialogue(record)
    try:
        asked.event()
    except (EOFError, KeyboardInterrupt):
        shared.tell("\nThe answers ended before the record was complete. Nothing was written.")
        return 2
    asked.draft["changes"] = [{"on": date.today().isoformat(), "kind": "added"}]
    if given.draft:
        asked.draft["draft"] = "true"
    files = _files(asked, folder)
    for path, (_, addition) in files.items():
        print(f"\n{path.as_posix()}\n\n{addition}", end="")
    if problems := _new_problems(folder, {path: text for path, (text, _) in files.items()}):
        print("\n" + "\n".join(problems))
        shared.tell("The record would have these mistakes. Nothing was written.")
        return 1
    if given.dry_run:
        shared.tell("Nothing was written, as asked.")
        return 0
    for path, (text, _) in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if status := shared.write(text.encode(), str(path)):
            return status
    shared.tell(f"Written: {', '.join(path.as_posix() for path in files)}.")
    return 0


def _files(asked: Dialogue, folder: Path) -> dict[Path, tuple[str, str]]:
    """Path -> its new text, and what is new in it."""
    from dateline.drafting import goes_into
    from dateline.formatting import as_yaml, inserted

    path = Path(goes_into(asked.category, asked.draft["id"], str(folder)))
    entry = as_yaml(asked.draft)
    files = {path: (inserted(_text(path), entry, path.as_posix()), entry)}
    for stem, entries in asked.added.items():
        register = folder / "registers" / f"{stem}.yaml"
        addition = "".join(as_yaml(one, stem) for one in entries)
        files[register] = (f"{text.rstrip()}\n{addition}" if (text := _text(register)) else addition, addition)
    return files


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _new_problems(folder: Path, files: dict[Path, str]) -> list[str]:
    """What ``check`` would find with these files that it does not find now; tried on a copy."""
    import shutil
    import tempfile

    from dateline import stories
    from dateline.checks import read_and_check

    def found(where: Path) -> set[tuple[str, str, str]]:
        record = read_and_check(where)
        every = {*record.problems, *stories.problems(record)}
        # Lines move when a record is put in between.
        return {(one.path, one.field, one.message) for one in every}

    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / folder.resolve().name
        shutil.copytree(folder, copy)
        before = found(copy)
        for path, text in files.items():
            target = copy / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return [": ".join(part for part in one if part) for one in sorted(found(copy) - before)]

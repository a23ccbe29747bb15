"""``python -m dateline init DIR``: an empty record of one's own."""

from __future__ import annotations

import argparse
import os
from importlib.resources import files
from pathlib import Path

from dateline.commands import shared

HELP = "make an empty record in a folder: registers, one category, an example that is a draft"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("folder", metavar="DIR", help="a folder that is not there yet, or empty")


def run(given: argparse.Namespace) -> int:
    """Write the files; 2 when the folder holds something or cannot be written. Nothing is overwritten."""
    folder = Path(given.folder)
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            shared.tell(f"{folder} is there and not empty. Name a folder that is not there yet.")
            return 2
        _copy(files("dateline") / "starter", folder)
    except (OSError, ValueError) as error:
        shared.tell(
            f"{folder}: cannot be written: {getattr(error, 'strerror', None) or error}. Name a folder in one that exists."
        )
        return 2
    print(f"{folder} holds an empty record. Next:")
    print(
        f"  1. say in {folder / 'record.yaml'} what it is about, and name categories in {folder / 'registers' / 'categories.yaml'}"
    )
    print(f"  2. python -m dateline check {folder}")
    print(f"  3. streamlit run dashboard.py -- --record {folder}")
    return 0


def _copy(source: object, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda one: one.name):  # type: ignore[attr-defined]
        if entry.is_dir():
            _copy(entry, target / entry.name)
        elif not entry.name.startswith((".", "__")):
            with (target / entry.name).open("x", encoding="utf-8", newline=os.linesep) as file:
                file.write(entry.read_text(encoding="utf-8"))

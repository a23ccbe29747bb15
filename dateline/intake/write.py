"""Drafts -> the end of the record's files. What stands there is never touched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from dateline import files
from dateline.intake.plan import Plan
from dateline.intake.row import RefusedError
from dateline.reader import MAX_BYTES
from dateline.strict_yaml import parse_yaml


def write(made: Plan, folder: Path) -> Mapping[str, int]:
    """Append the drafts to the files of their year and category; a file that is not there yet is made.

    Returns
    -------
    Path in the folder -> drafts written there. Either all files are made ready before any is replaced, or none is touched.

    Raises
    ------
    RefusedError : a file would be too large to be read, cannot be added to as it is written, or cannot be written.
    """
    texts: dict[str, list[str]] = {}
    for outcome in made.outcomes:
        if outcome.what == "draft":
            texts.setdefault(outcome.path, []).append(outcome.text)
    ready: dict[Path, bytes] = {}
    try:
        for name, items in texts.items():
            path = Path(os.path.realpath(folder / name))
            ready[path] = _with(path, name, items).encode("utf-8")
        for path in ready:
            path.parent.mkdir(parents=True, exist_ok=True)
        files.replace(ready)
    except (OSError, UnicodeDecodeError) as error:
        raise RefusedError(
            f"could not be written into the record: {error}. Nothing was changed in files not named here."
        ) from None
    return {name: len(items) for name, items in texts.items()}


def _with(path: Path, name: str, items: list[str]) -> str:
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    end = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before or before.endswith("\n") else end
    text = f"{before}{gap}{''.join(items).replace(chr(10), end)}"
    size = len(text.encode("utf-8"))
    if size > MAX_BYTES:
        raise RefusedError(
            f"would make {name} {size:,} bytes long, more than {MAX_BYTES:,}. Import fewer rows at once, or make records of them first."
        )
    entries, problems = parse_yaml(text, name)
    held = parse_yaml(before, name)[0] or []
    if problems or not isinstance(entries, list) or entries[: len(held)] != held or len(entries) != len(held) + len(items):
        raise RefusedError(f"cannot be added to {name} as it is written. Write that file as a list of '- id: …' to its end.")
    return text

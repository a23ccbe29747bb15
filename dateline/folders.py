"""Which folders hold the record, and how files of several folders are told apart."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

SETTING = "DATELINE_EVENTS"
"""Environment variable that names the folder of the record, or several, separated as in ``PATH``."""

Folders = str | Path | Sequence[str | Path]
"""One folder of a record, or several that are read as one."""


def named(usual: str | Path = "events") -> tuple[str, ...]:
    """The folders that ``DATELINE_EVENTS`` names; the usual one when it names none."""
    given = [part for part in os.environ.get(SETTING, "").split(os.pathsep) if part]
    return tuple(given) or (str(usual),)


def each(folders: Folders) -> tuple[Path, ...]:
    """The folders in the order given, each once, however it was written."""
    several: Iterable[str | Path] = [folders] if isinstance(folders, str | Path) else folders
    return tuple({_real(one): Path(one) for one in reversed([*several])}.values())[::-1]


def _real(folder: str | Path) -> str:
    try:
        return os.path.realpath(folder)
    except ValueError:  # a NUL in it: there is no such folder
        return str(folder)


def prefixes(folders: Sequence[Path]) -> tuple[str, ...]:
    """What the paths of each folder's files begin with: its name, or all of its path where two folders have one name; "" for "." alone."""
    names = [one.name for one in folders]
    if len(folders) == 1:
        return (f"{names[0]}/" if names[0] else "",)
    return tuple(
        f"{name if name and names.count(name) == 1 else one.as_posix()}/" for name, one in zip(names, folders, strict=True)
    )


def file_of(path: str, folders: Folders) -> Path:
    """The file that a path of a record means.

    Raises
    ------
    FileNotFoundError : it belongs to none of the folders.
    """
    several = each(folders)
    # Of two prefixes that fit, as "a/" and "a/b/", the longer one is meant.
    pairs = sorted(zip(prefixes(several), several, strict=True), key=lambda pair: -len(pair[0]))
    for prefix, folder in pairs:
        if path.startswith(prefix):
            return folder / path.removeprefix(prefix)
    raise FileNotFoundError(path)

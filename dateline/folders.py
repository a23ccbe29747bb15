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
    """What the paths of each folder's files begin with: its name, with as many folders above it as tell it from others; "" for "." alone.

    Readers see these, so no more of where the record is on the server is in them.
    """
    if len(folders) == 1:
        return (f"{folders[0].name}/" if folders[0].name else "",)
    return tuple(f"{_told_apart(one, [other for other in folders if other is not one])}/" for one in folders)


def _told_apart(one: Path, others: Sequence[Path]) -> str:
    for many in range(1, len(one.parts)):
        end = one.parts[-many:]
        if all(other.parts[-many:] != end for other in others):
            return "/".join(end)
    return one.as_posix()


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

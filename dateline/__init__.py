"""A curated, sourced record of geopolitical events: read it, check it, table it, draw it.

>>> import dateline
>>> tables = dateline.load("events")          # doctest: +SKIP
>>> tables.events                             # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dateline.tables import Tables

__all__ = ["load"]


def load(folder: str | Path = "events") -> Tables:
    """Read a record and return its tables.

    A file with a mistake is left out and named in ``Tables.problems``; the healthy rest is returned.

    Parameters
    ----------
    folder : the record's folder, as ``events/`` in this project.

    Returns
    -------
    dateline.tables.Tables

    Raises
    ------
    Nothing for bad content. A folder that does not exist gives empty tables and one problem.
    """
    from dateline.checks import read_and_check
    from dateline.tables import build

    return build(read_and_check(folder))

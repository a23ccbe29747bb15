"""A curated, sourced record of geopolitical events: read it, check it, table it, draw it.

>>> import dateline
>>> tables = dateline.load("events")                        # doctest: +SKIP
>>> shown = dateline.view(tables, "actor=…&period=…")       # doctest: +SKIP
>>> shown.events, shown.standings(), shown.timeline()       # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.folders import Folders
    from dateline.notebook import View
    from dateline.tables import Tables

__all__ = ["load", "view"]
__version__ = "0.6.0"


def load(folder: Folders = "events") -> Tables:
    """Read a record and return its tables.

    A file with a mistake is left out and named in ``Tables.problems``; the healthy rest is returned. What is made of a large record is kept
    in a cache folder for the next time, see :mod:`dateline.compiled`.

    Parameters
    ----------
    folder : the record's folder, as ``events/`` in this project, or several, which are read as one record.

    Returns
    -------
    dateline.tables.Tables

    Raises
    ------
    Nothing for bad content. A folder that does not exist gives empty tables and one problem.
    """
    from dateline import compiled

    return compiled.load(folder)


def view(tables: Tables, query: str = "") -> View:
    """What a link shows: its events with their sources, links and standings as tables, its figures, and files of it.

    Parameters
    ----------
    tables : of :func:`load`.
    query : what stands after "?" in the dashboard's address bar; "" for everything. What of it cannot be had is a warning.

    Returns
    -------
    dateline.notebook.View
    """
    from dateline import notebook

    return notebook.view(tables, query)

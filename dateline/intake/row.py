"""One row of somebody's file, in the names of our fields, and which format a file has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from dateline.intake.text import RefusedError

__all__ = ["COLUMNS", "FORMATS", "MAX_ROWS", "RefusedError", "Row", "rows"]

COLUMNS: Mapping[str, str] = {
    "key": "what the row is called in its source, the same at each import; left out: its date, title and links",
    "date": "when it happened; needed",
    "end": "last day, included",
    "title": "one line; needed, or a summary",
    "category": "id or name; or --category",
    "kind": "id or name of a kind of that category",
    "reported": "when it became public",
    "claimed_date": "when the thing claimed is said to have happened",
    "claimed_by": "who says so; several with ;",
    "actors": "who took part; several with ; each as name (role)",
    "roles": "roles of the actors, in their order, where they do not stand with them",
    "place": "id, name or alias",
    "lat": "degrees north, for who looks for the place",
    "lon": "degrees east",
    "series": "id, name or alias",
    "weapons": "ids, names or aliases; several with ;",
    "summary": "text",
    "url": "addresses of the sources; several with ;",
    "publisher": "publishers of these, in their order",
    "published": "days on which these came out, in their order",
    "origin": "who the information comes from; several with ;",
    "note": "anything else",
}
"""What a row may hold -> what it means. All other columns go into the note."""
MAX_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` as its source counts it; ``refused`` says why it is none that can be used.

    ``fields`` : name in ``COLUMNS`` -> text, never empty. ``rest`` : what no field takes. ``notes`` : what was changed or left out in reading.
    """

    number: int
    fields: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, str] = field(default_factory=dict)
    notes: Sequence[str] = ()
    refused: str = ""


FORMATS: Mapping[str, str] = {
    "csv": "tabular", "acled": "tabular", "timelinejs-csv": "tabular", "timelinejs-json": "nested", "timemap": "nested", "ics": "calendars",
}  # fmt: skip
"""Format -> the module here that reads it."""


def rows(text: str, form: str | None = None) -> tuple[str, list[Row]]:
    """The format of a text, and its rows.

    Parameters
    ----------
    form : one of ``FORMATS``; None: told from how the text begins and from its names.

    Raises
    ------
    RefusedError : it is of no such format, or too large for one.
    """
    begin = text.lstrip()[:1]
    if not begin:
        raise RefusedError("holds nothing.")
    module = (
        FORMATS[form]
        if form
        else "nested"
        if begin in "[{"
        else "calendars"
        if text.lstrip()[:15].upper() == "BEGIN:VCALENDAR"
        else "tabular"
    )
    found: tuple[str, list[Row]] = import_module(f"dateline.intake.{module}").read(text, form)
    if len(found[1]) > MAX_ROWS:
        raise RefusedError(f"holds {len(found[1]):,} rows, more than {MAX_ROWS:,}. Split it into smaller files.")
    return found

"""CSV for spreadsheets: one row an event, lists joined by " | ", and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from dateline.export.rows import rows
from dateline.tables import Tables

SEPARATOR = " | "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(tables: Tables, ids: Sequence[str]) -> str:
    """The events as CSV text (RFC 4180, comma, CRLF, header row). Not known is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(tables, ids):
        writer.writerow([cell(row[name]) for name in COLUMNS])
    return out.getvalue()


def cell(value: Any) -> Any:
    """A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, list):
        value = SEPARATOR.join(value)
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return value


COLUMNS = (
    "id", "title", "category", "kind", "date", "start", "end", "earliest", "latest", "precision", "reported", "claimed_date",
    "actors", "roles", "claimed_by", "status", "place", "lat", "lon", "series", "weapons", "summary", "source_urls", "publishers", "origins",
)  # fmt: skip
"""The columns, in order; the keys of a row."""

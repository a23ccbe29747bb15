"""CSV for spreadsheets: one row an event, lists joined by " | ", and no cell that a spreadsheet would run as a formula.

The file holds the table and nothing else: its citation stands beside it in the zip.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from dateline.export.columns import NAMES
from dateline.export.rows import rows
from dateline.export.text import encoded
from dateline.tables import Tables

SEPARATOR = " | "
MARK = b"\xef\xbb\xbf"
"""A byte order mark tells spreadsheets that the file is UTF-8."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:  # noqa: ARG001  (a clean table has no place for the view)
    """The events as CSV (RFC 4180, comma, CRLF, header row, UTF-8 with a mark). Not known is an empty cell."""
    return table(NAMES, ([row[name] for name in NAMES] for row in rows(tables, ids)))


def table(names: Sequence[str], lines: Iterable[Sequence[Any]]) -> bytes:
    """Any table as CSV, cells made safe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(names)
    for values in lines:
        writer.writerow([cell(value) for value in values])
    return MARK + encoded(out.getvalue())


def cell(value: Any) -> Any:
    """A value as a cell. Text that a spreadsheet would take for a formula gets an apostrophe in front.

    So does text that would read like one that got it: whoever takes one apostrophe off cells that begin with apostrophes and a formula's
    sign has the text as it was.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        value = SEPARATOR.join(value)
    if isinstance(value, str) and value.lstrip(" '").startswith(_FORMULA):
        return f"'{value}"
    return value


def text(cell_text: str) -> str:
    """What :func:`cell` made safe, as it was."""
    return cell_text[1:] if cell_text.startswith("'") and cell_text.lstrip(" '").startswith(_FORMULA) else cell_text

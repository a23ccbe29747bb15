"""Tables -> files. A format is one module with ``write(tables, ids) -> str`` and one entry here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dateline.export import as_csv, as_json
from dateline.tables import Tables

Writer = Callable[[Tables, Sequence[str]], str]

FORMATS: Mapping[str, Writer] = {"csv": as_csv.write, "json": as_json.write}
"""Name of a format -> its writer. The text is complete; files are written as UTF-8."""

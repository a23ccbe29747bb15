"""Parquet: the rows of the table with typed columns; lists are lists, days are days."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from dateline.export import citation
from dateline.export.columns import COLUMNS, NAMES
from dateline.export.rows import rows
from dateline.export.text import dumped, encoded
from dateline.tables import Tables

KEY = b"dateline"
"""Under which the file's metadata hold, as JSON, what the file is and how to cite it."""


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """The events as one Parquet file, compressed by zstd. A null is what is not known; a list is never null."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "day": pa.date32(), "number": pa.float64(), "flag": pa.bool_(), "list": pa.list_(pa.string())}
    schema = pa.schema(
        [pa.field(one.name, types[one.type], nullable=one.optional, metadata={"about": one.about}) for one in COLUMNS],
        metadata={KEY: dumped(citation.about(tables, ids, view))},
    )
    table: dict[str, list[Any]] = {name: [] for name in NAMES}
    for row in rows(tables, ids):
        for column in COLUMNS:
            table[column.name].append(_value(row[column.name], column.type))
    out = io.BytesIO()
    pq.write_table(pa.table(table, schema=schema), out, compression="zstd")
    return out.getvalue()


def _value(value: Any, kind: str) -> Any:
    if kind == "day" and value is not None:
        return date.fromisoformat(value)
    if kind == "text" and value is not None:
        return encoded(value).decode()
    return [encoded(one).decode() for one in value] if kind == "list" else value

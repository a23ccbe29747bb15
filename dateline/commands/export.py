"""``python -m dateline export``: the events of a view as a file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.commands import shared

if TYPE_CHECKING:
    from dateline.selection import Selection
    from dateline.tables import Tables

HELP = "write the events of a view as a file"
ENDINGS = {
    "csv": "csv", "json": "json", "parquet": "parquet", "geojson": "geojson", "ics": "ics", "atom": "atom", "timelinejs": "timelinejs.json",
    "vis": "vis.json", "jsonld": "jsonld", "graphml": "graphml", "markdown": "md", "zip": "zip",
}  # fmt: skip
"""Format -> how its files end. Written out here too, so that the help need not import what writes them."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--format", choices=tuple(ENDINGS), help="default: by the ending of FILE, else csv")
    shared.view_argument(parser)
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    parser.add_argument("--schema", action="store_true", help="write the JSON Schema of the JSON format instead")
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write the view; 1 when nothing of the record can be read, 2 when the format is not known or the file cannot be written."""
    if given.schema:
        from dateline.export import schema

        return shared.write(schema.write(), given.output)
    name = given.format or guessed(given.output)
    if name is None:
        endings = ", ".join(f".{ending}" for ending in ENDINGS.values())
        shared.tell(f"{given.output}: no format ends so. Name one with --format, or end the file in {endings}.")
        return 2
    found = shared.opened(given.record, given.view)
    if found is None:
        return 1
    return shared.write(_written(name, *found, given), given.output)


def guessed(output: str | None) -> str | None:
    """The format that a file's ending names: the longest that fits. CSV where there is no file or no ending; None where no format fits."""
    name = Path(output or "").name.lower()
    fitting = [one for one, ending in ENDINGS.items() if name.endswith(f".{ending}")]
    if fitting:
        return max(fitting, key=lambda one: len(ENDINGS[one]))
    return None if Path(name).suffix else "csv"


def _written(name: str, tables: Tables, selection: Selection, given: argparse.Namespace) -> bytes:
    from dateline.address import encode
    from dateline.export import FORMATS, as_csv, bundle
    from dateline.selection import apply

    ids, view = apply(selection, tables).ids, encode(selection)
    if name == "zip":
        return bundle.write(tables, ids, view, given.record)
    content = FORMATS[name].write(tables, ids, view)
    # On standard output whoever reads on knows that it is UTF-8; spreadsheets open files.
    return content.removeprefix(as_csv.MARK) if given.output is None else content

"""``python -m dateline figure``: a figure of a view as a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from dateline.commands import shared

HELP = "write a figure of a view as HTML that needs no network, as SVG or as PNG"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("name", choices=("timeline", "map", "coverage", "claim", "before-after"), help="which figure")
    shared.view_argument(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="ends with .html, .svg or .png; the last two need kaleido and a browser",
    )
    parser.add_argument(
        "--address",
        default="",
        metavar="URL",
        help="where the dashboard is served, for the links in it (default: DATELINE_ADDRESS)",
    )
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write the figure; 1 when nothing of the record can be read, 2 when it cannot be made or written."""
    from dateline.export import figure

    ending = Path(given.output).suffix.lower().lstrip(".")
    kind = next((one for one in figure.KINDS if one == ending), None)
    if kind is None:
        shared.tell(f"{given.output}: a figure is written as .html, .svg or .png.")
        return 2
    found = shared.opened(given.record, given.view)
    if found is None:
        return 1
    tables, selection = found
    try:
        content = figure.write(given.name, kind, tables, selection, given.address)
    except figure.NotPossibleError as error:
        shared.tell(str(error))
        return 2
    return shared.write(content, given.output)

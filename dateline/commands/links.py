"""``python -m dateline links --check``: sources without an archived copy, and where a copy may stand."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from dateline.commands import shared

HELP = "list sources without an archived copy, with the addresses of an archive; needs no network"
_NAMES = {
    "source": ("event", "number", "host", "publisher", "weak", "day", "url", "copy", "save"),
    "host": ("host", "missing", "of", "weak"),
}
_IN_TABLE = {"source": ("event", "number", "weak", "copy"), "host": _NAMES["host"]}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add what the command takes."""
    parser.add_argument("--check", action="store_true", help="list them; what the command does anyway")
    parser.add_argument("--by", choices=("source", "host"), default="source", help="one row a source or a host (default: source)")
    parser.add_argument("--host", metavar="HOST", help="only sources of this host and its subdomains")
    parser.add_argument("--weak", action="store_true", help="only sources marked weak, which are the likeliest to go")
    parser.add_argument("--format", choices=("table", "csv"), default="table", help="default: table")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")
    shared.record_argument(parser)


def run(given: argparse.Namespace) -> int:
    """Write the list; 1 when nothing of the record can be read, 2 when the file cannot be written. A missing copy is no mistake."""
    import dataclasses

    from dateline.archives import by_host, missing

    found = shared.opened(given.record, "")
    if found is None:
        return 1
    events = [located.event for located in found[0].records.values()]
    lacking = missing(events, host=given.host or "", weak=given.weak)
    rows = lacking if given.by == "source" else by_host(events, host=given.host or "", weak=given.weak)
    plain = [dataclasses.asdict(one) for one in rows]
    text = _csv(_NAMES[given.by], plain) if given.format == "csv" else _table(_IN_TABLE[given.by], plain)
    status = shared.write(text.encode(), given.output)
    shared.tell(f"{len(lacking)} sources have no archived copy, {sum(one.weak for one in lacking)} of them weak.")
    return status


def _csv(names: Sequence[str], rows: Sequence[dict[str, object]]) -> str:
    import csv
    import io

    from dateline.export.as_csv import cell

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(names)
    writer.writerows([cell(_word(row[name])) for name in names] for row in rows)
    return out.getvalue()


def _table(names: Sequence[str], rows: Sequence[dict[str, object]]) -> str:
    lines = [list(names), *([str(_word(row[name])) for name in names] for row in rows)]
    widths = [max(len(line[n]) for line in lines) for n in range(len(names))]
    return "".join("  ".join(one.ljust(width) for one, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in lines)


def _word(value: object) -> object:
    return ("weak" if value else "") if isinstance(value, bool) else value

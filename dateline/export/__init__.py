"""Tables -> files. A format is one module with ``write(tables, ids, view)`` and one entry here; :mod:`dateline.export.bundle` zips several.

``view`` is what stands after "?" in a link: the file names it. Tables of a past day give what was known by then: pages that came out later,
and what rests on them, are left out. Drafts are in no tables, and so in no file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dateline.export import (
    as_atom,
    as_csv,
    as_geojson,
    as_graphml,
    as_ics,
    as_json,
    as_jsonld,
    as_markdown,
    as_parquet,
    as_timelinejs,
    as_vis,
)
from dateline.tables import Tables
from dateline.words import N_

Writer = Callable[[Tables, Sequence[str], str], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes
    ----------
    name : for a reader, as "CSV".
    extension : how its files end, without the first dot; no two formats share one.
    mime : its media type.
    about : what it is good for, in a sentence.
    write : ``write(tables, ids, view)`` -> the bytes of the file, the same every time.
    """

    name: str
    extension: str
    mime: str
    about: str
    write: Writer


FORMATS: Mapping[str, Format] = {
    "csv": Format("CSV", "csv", "text/csv", N_("For spreadsheets: one row an event."), as_csv.write),
    "json": Format(
        "JSON", "json", "application/json", N_("For programs: each event in full, with a published schema."), as_json.write
    ),
    "parquet": Format(
        "Parquet",
        "parquet",
        "application/vnd.apache.parquet",
        N_("For pandas, R, DuckDB: the CSV's rows with typed columns and real lists."),
        as_parquet.write,
    ),
    "geojson": Format(
        "GeoJSON",
        "geojson",
        "application/geo+json",
        N_("For maps: a point where a place is known, none where it was not disclosed."),
        as_geojson.write,
    ),
    "ics": Format(
        "iCalendar", "ics", "text/calendar", N_("For calendars: all-day entries; a day that is not known says so."), as_ics.write
    ),
    "atom": Format(
        N_("Atom feed"),
        "atom",
        "application/atom+xml",
        N_("For feed readers: what was added, extended and corrected."),
        as_atom.write,
    ),
    "timelinejs": Format(
        "TimelineJS3",
        "timelinejs.json",
        "application/json",
        N_("For a story page with Knight Lab's TimelineJS."),
        as_timelinejs.write,
    ),
    "vis": Format(
        "vis-timeline", "vis.json", "application/json", N_("For a page with vis-timeline: its items and groups."), as_vis.write
    ),
    "jsonld": Format(
        "JSON-LD",
        "jsonld",
        "application/ld+json",
        N_("For search engines and linked data: schema.org claims about events, with their sources."),
        as_jsonld.write,
    ),
    "graphml": Format(
        "GraphML",
        "graphml",
        "application/graphml+xml",
        N_("For Gephi or networkx: events, and links with kind and basis."),
        as_graphml.write,
    ),
    "markdown": Format(
        N_("Markdown report"),
        "md",
        "text/markdown",
        N_("To read and edit: who says so, sources, where they differ."),
        as_markdown.write,
    ),
}
"""Name of a format -> the format, in the order in which they are offered."""

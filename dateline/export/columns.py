"""The columns of the flat table: name, type and meaning. CSV, Parquet, the JSON Schema and the codebook of a zip are made from these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "day", "number", "flag", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``type``: text, day (ISO, both ends inclusive), number, flag or list of texts. ``optional``: may be unknown."""

    name: str
    type: Type
    about: str
    optional: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("id", "text", "Name of the event: the day it began and a few words."),
    Column("title", "text", "What happened or was said, in a line; a claim names who makes it."),
    Column("category", "text", "Strand of the record."),
    Column("kind", "text", "Kind of act within the category."),
    Column("date", "text", "When it happened, as the record writes it (EDTF)."),
    Column("when", "text", "The same for a reader: “about 8 August 2023”, “one day, 1–5 August 2023”."),
    Column(
        "start",
        "day",
        "First day as written, without the margin of “about”. Not the day it happened where `precision` is not day.",
    ),
    Column("end", "day", "Last day as written. Empty: it went on when it was recorded.", optional=True),
    Column("earliest", "day", "No part of it lies before this day. Empty: not bounded.", optional=True),
    Column("latest", "day", "No part of it lies after this day. Empty: it went on when it was recorded.", optional=True),
    Column("precision", "text", "Coarsest unit that is known: day, month or year."),
    Column("lasted", "flag", "True: it went on from start to end. False: it was one day in there."),
    Column("approximate", "flag", "The date is “about”."),
    Column("uncertain", "flag", "The source itself is not sure of the date."),
    Column("reported", "text", "When it first became public (EDTF).", optional=True),
    Column("claimed_date", "text", "When what is claimed is said to have happened (EDTF).", optional=True),
    Column("actors", "list", "Ids of who took part."),
    Column("roles", "list", "Role of each actor, in the same order."),
    Column("claimed_by", "list", "Ids of who says that it happened."),
    Column(
        "status",
        "text",
        "Derived, never typed in: acknowledged, disputed, corroborated, self-reported or alleged, as of the day whose knowledge is given.",
    ),
    Column("place", "text", "Id of the place."),
    Column(
        "place_precision", "text", "What the place is: exact, site, city, district, province, country, sea-area, undisclosed."
    ),
    Column("lat", "number", "Degrees north of the place as a whole. Empty: not disclosed.", optional=True),
    Column("lon", "number", "Degrees east of the place as a whole. Empty: not disclosed.", optional=True),
    Column("series", "text", "Id of the run of drills that it belongs to.", optional=True),
    Column("weapons", "list", "Ids of the weapons named."),
    Column("summary", "text", "Two to four sentences in the editors' words."),
    Column("source_urls", "list", "Addresses of the pages that it rests on."),
    Column("publishers", "list", "Ids of whose pages these are, without repeats."),
    Column("origins", "list", "Ids of who the information comes from, without repeats."),
    Column(
        "changed", "day", "Last day on which the record of this event was added to or corrected. Empty: not told.", optional=True
    ),
    Column("former_ids", "list", "Ids that the event had before, the oldest first."),
)
"""In the order of the columns."""
NAMES = tuple(column.name for column in COLUMNS)

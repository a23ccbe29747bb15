"""What the files of a zip mean: every column, every word of the closed lists; after it the record's own codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dateline.export.columns import COLUMNS
from dateline.export.text import line
from dateline.standing import STATUS_MEANING, STATUS_WORDS
from dateline.tables import Tables

LINKS: Mapping[str, str] = {
    "event": "Id of the event that holds the link.",
    "to": "Id of the event it goes to; it may lie outside the view.",
    "kind": "Kind of the link, read from `event` to `to`.",
    "name": "The same in words.",
    "basis": "On what ground it rests: documented, asserted or temporal.",
    "by": "Who draws the connection, where it is asserted.",
    "source": "Number of the source in `sources.csv` on which it rests.",
    "note": "The editor's reason.",
}
SOURCES: Mapping[str, str] = {
    "event": "Id of the event.",
    "number": "Its number in the record, from 1. One that came out after the day whose knowledge this is is missing.",
    "url": "Address as seen.",
    "publisher": "Id of whose site it is.",
    "published": "Day (EDTF). Empty: not known.",
    "origins": "Ids of who the information comes from.",
    "stance": "What the origin says of the event: affirms, denies, corroborates, acknowledges, or context: background only.",
    "weak": "Kept only until something better is found.",
    "supports": "What it is good for.",
}
NAMES: Mapping[str, str] = {
    "register": "What it names: actors, places, publishers, series, weapons, claims, categories, roles, link-kinds or units.",
    "id": "As it stands in the other files.",
    "name": "Name; of a claim the neutral proposition.",
    "native": "Name in its own script.",
}
LANGUAGES: Mapping[str, str] = {
    "register": "events, or what `names.csv` names.",
    "id": "As it stands in the other files.",
    "language": "BCP 47 tag, as ko.",
    "text": "The title of the event, or the name, in that language; of a claim the proposition. A name in its own script stands in `names.csv` alone.",
}
BASES = {
    "documented": "The event's own words refer to the other.",
    "asserted": "A named source draws the connection.",
    "temporal": "Only close in time; drawn by the editors. It says nothing of cause.",
}

_READING = (
    "Days are local dates, never moments; both ends are included. Lists in CSV are joined by ` | `. A cell that a spreadsheet would run as "
    "a formula has an apostrophe in front. Nothing is more precise than its source: where a day is not known, `earliest` and `latest` "
    "bound it, and `start` and `end` are only what is written. EDTF is ISO 8601-2: `[2023-08-01..2023-08-05]` is one day in there, "
    "`2023-08-11/2023-08-12` lasted, `~` is about, `?` is a source that is not sure."
)


def write(tables: Tables, own: Sequence[str] = ()) -> str:
    """The codebook as Markdown. ``own``: the codebooks of the records it is from, put after it."""
    registers = tables.registers
    kinds = [(kind.id, f"{kind.name} ({category.name})") for category in registers.categories.values() for kind in category.kinds]
    link_kinds = [(one.id, f"{one.name}; from the other side: {one.inverse}") for one in registers.link_kinds.values()]
    sections = [
        "# Codebook of these files",
        _READING,
        "## events.csv, events.parquet, and each event in events.json",
        _table(("column", "type", "means"), ((one.name, one.type, one.about) for one in COLUMNS)),
        "`events.json` holds more: `events.schema.json` describes it.",
        *(
            part
            for name, columns in (
                ("links.csv", LINKS),
                ("sources.csv", SOURCES),
                ("names.csv", NAMES),
                ("languages.csv", LANGUAGES),
            )
            for part in (f"## {name}", _table(("column", "means"), columns.items()))
        ),
        "## Words",
        "### status",
        _table(("status", "means"), ((one, f"{STATUS_WORDS[one]}. {STATUS_MEANING[one]}") for one in STATUS_WORDS)),
        "### category",
        _table(("category", "means"), ((one.id, f"{one.name}. {one.about}") for one in registers.categories.values())),
        "### kind",
        _table(("kind", "means"), kinds),
        "### role",
        _table(("role", "means"), ((one.id, one.name) for one in registers.roles.values())),
        "### kind of link",
        _table(("kind", "means"), link_kinds),
        "### basis of a link",
        _table(("basis", "means"), BASES.items()),
    ]
    return "\n\n".join([*sections, *(f"---\n\n{text.strip()}" for text in own)]) + "\n"


def _table(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join(f"| {' | '.join(line(cell).replace('|', chr(92) + '|') for cell in row)} |" for row in rows)

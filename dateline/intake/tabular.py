"""CSV: our template or any header like it, ACLED's export, the sheet of TimelineJS."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from dateline.intake.names import plain
from dateline.intake.nested import from_timeline
from dateline.intake.row import COLUMNS, MAX_ROWS, RefusedError, Row

MAX_COLUMNS = 200
Make = Callable[[int, Mapping[str, str], Mapping[str, str]], Row]

_ALIASES: Mapping[str, str] = {
    alias: field
    for field, aliases in {
        "key": "uid, unique id, row key, record id, reference",
        "id": "",
        "title": "headline, event, event title, name, event name",
        "date": "day, when, start, start date, event date, date start, date of event",
        "end": "end date, date end, to, until, last day",
        "category": "group, folder",
        "kind": "type, event type",
        "reported": "reported on, date reported, made public, report date",
        "claimed_date": "",
        "claimed_by": "claimant, claimants, says who, who says so, claimed by",
        "actors": "actor, who, participants, parties",
        "roles": "role",
        "place": "location, where, site",
        "lat": "latitude",
        "lon": "lng, long, longitude",
        "series": "",
        "weapons": "weapon",
        "summary": "description, text, details, abstract",
        "url": "urls, link, links, source url, source urls, source link, web address",
        "publisher": "publishers, outlet, newspaper",
        "published": "date published, publication date",
        "origin": "origins",
        "note": "notes, remark, remarks, comment, comments",
    }.items()
    for alias in (plain(field), *(one.strip() for one in aliases.split(",") if one.strip()))
}
_ACLED: Mapping[str, str] = {
    "event_id_cnty": "key", "event_date": "date", "location": "place", "latitude": "lat", "longitude": "lon", "notes": "summary",
    "source": "publisher",
}  # fmt: skip
_ACLED_SIGNS = {"event_id_cnty", "event_date", "time_precision"}
_SHEET_SIGNS = {"year", "headline"}


def template() -> str:
    """A header with every column and one row as an example, as CSV text."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    example = {
        "key": "17", "date": "2023-08-14", "title": "Ministry announces an inspection of the harbour", "reported": "14 August 2023",
        "claimed_by": "Ministry of Example", "actors": "Ministry of Example (announces); Harbour Board (host)", "place": "Example City",
        "summary": "Two to four sentences in your own words, with who says so.", "url": "https://example.org/a; https://example.com/b",
        "publisher": "Example Times; Example Post", "published": "2023-08-14; 2023-08-15", "origin": "Ministry of Example",
    }  # fmt: skip
    writer.writerow([example.get(column, "") for column in COLUMNS])
    return out.getvalue()


def read(text: str, form: str | None) -> tuple[str, list[Row]]:
    """The format, and each row that holds anything; the header is row 1, as a spreadsheet counts."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        header = [cell.strip() for cell in next(reader)]
        names = _checked(header)
        form = form or _form(names)
        made: Make = {"acled": _acled, "timelinejs-csv": _sheet}.get(form, _plain)
        return form, list(_rows(reader, header, made, _fields(header) if made is _plain else {}))
    except csv.Error as error:
        raise RefusedError(
            f"is no CSV from line {reader.line_num} on: {error}. Quote texts with line breaks, and double the quotes in them."
        ) from None


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: what stands most often in the first line, outside quotes."""
    first = text.lstrip("\r\n").splitlines()[0] if text.strip() else ""
    outside = "".join(first.split('"')[::2])
    return max(",;\t", key=lambda sign: (outside.count(sign), sign == ","))


def _checked(header: Sequence[str]) -> list[str]:
    if len(header) > MAX_COLUMNS:
        raise RefusedError(f"has {len(header):,} columns, more than {MAX_COLUMNS}. Keep those that hold something.")
    names = [plain(name).replace(" ", "_") for name in header]
    for n, name in enumerate(names):
        if name and name in names[:n]:
            raise RefusedError(f"has two columns {header[n][:80]!r}. Rename one.")
    return names


def _form(names: Sequence[str]) -> str:
    if _ACLED_SIGNS.issubset(names):
        return "acled"
    return "timelinejs-csv" if _SHEET_SIGNS.issubset(names) else "csv"


def _fields(header: Sequence[str]) -> dict[str, str]:
    """Column -> our field. A column that is called exactly as a field goes before one that only means the same."""
    found: dict[str, str] = {}
    taken: dict[str, str] = {}
    for exactly in (True, False):
        for column in header:
            field = _ALIASES.get(plain(column), "")
            if not field or column in found or (plain(column) == plain(field)) is not exactly:
                continue
            if field in taken and not exactly:
                if plain(taken[field]) != plain(field):
                    raise RefusedError(
                        f"has two columns for {field}: {taken[field]!r} and {column!r}. Call the right one {field}."
                    )
                continue
            found[column], taken[field] = field, column
    if "date" not in taken or not {"title", "summary"} & taken.keys():
        listed = ", ".join(repr(column[:40]) for column in header[:12])
        raise RefusedError(
            f"has no column for {'the date' if 'date' not in taken else 'a title'}; its first are {listed}. "
            "Name the columns as 'python -m dateline import --template' prints them."
        )
    return found


def _rows(reader: Iterator[list[str]], header: Sequence[str], make: Make, fields: Mapping[str, str]) -> Iterator[Row]:
    for number, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MAX_ROWS + 1:
            raise RefusedError(f"holds more than {MAX_ROWS:,} rows. Split it into smaller files.")
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            why = f"has {len(cells)} cells, the header {len(header)}. Quote cells that hold the separator."
            yield Row(number, rest={f"cell {n}": cell for n, cell in enumerate(cells, 1) if cell.strip()}, refused=why)
            continue
        held = {
            column or f"column {n}": cell.strip()
            for n, (column, cell) in enumerate(zip(header, cells, strict=False), 1)
            if cell.strip()
        }
        yield make(number, held, fields)


def _plain(number: int, held: Mapping[str, str], fields: Mapping[str, str]) -> Row:
    return Row(
        number,
        {fields[column]: text for column, text in held.items() if column in fields},
        {column: text for column, text in held.items() if column not in fields},
    )


def _acled(number: int, held: Mapping[str, str], _: Mapping[str, str]) -> Row:
    """ACLED's codebook: time_precision 1 is the day, 2 some day of about that week, 3 of that month."""
    given = {plain(column).replace(" ", "_"): text for column, text in held.items()}
    fields = {ours: given[theirs] for theirs, ours in _ACLED.items() if theirs in given}
    used = {*_ACLED, "event_type", "sub_event_type", "actor1", "actor2", "time_precision"}
    what = given.get("sub_event_type") or given.get("event_type") or "Event"
    who = [given[name] for name in ("actor1", "actor2") if name in given]
    where = f", {given['location']}" if "location" in given else ""
    fields["title"] = f"{what}: {' and '.join(who)}{where}" if who else f"{what}{where}"
    fields["kind"] = what
    if who:
        fields["actors"] = "; ".join(one.replace(";", ",") for one in who)
    precision = given.get("time_precision", "1")
    notes = []
    if precision not in ("1", "2", "3"):
        return Row(number, fields, given, refused=f"time_precision {precision} is none of ACLED's 1, 2, 3.")
    if precision != "1":
        fields["date precision"] = {"2": "week", "3": "month"}[precision]
        notes = [f"time_precision {precision}: the day is not known"]
    rest = {name: text for name, text in given.items() if name not in used}
    if "event_type" in given and what != given["event_type"]:
        rest = {"event_type": given["event_type"], **rest}
    return Row(number, fields, rest, notes)


def _sheet(number: int, held: Mapping[str, str], _: Mapping[str, str]) -> Row:
    """The columns of TimelineJS's sheet."""
    given = {plain(column).replace(" ", "_"): text for column, text in held.items()}
    if given.get("type", "").lower() in ("title", "era"):
        return Row(number, rest=given, refused=f"is the timeline's {given['type'].lower()}, no event.")
    parts = {
        "start": {name: given.get(name, "") for name in ("year", "month", "day", "time")},
        "end": {name: given.get(f"end_{name}", "") for name in ("year", "month", "day", "time")},
    }
    used = {*parts["start"], *(f"end_{name}" for name in parts["end"]), "headline", "text", "media", "group", "type"}
    row = from_timeline(
        number, parts["start"], parts["end"], given.get("headline", ""), given.get("text", ""), given.get("media", "")
    )
    fields = dict(row.fields)
    if "group" in given:
        fields["category"] = given["group"]
    return Row(
        number, fields, {**row.rest, **{name: text for name, text in given.items() if name not in used}}, row.notes, row.refused
    )

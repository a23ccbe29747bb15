"""iCalendar (RFC 5545): events of a calendar, as far as a record has a place for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from dateline.intake.row import RefusedError, Row

_FIELDS = {
    "UID": "key",
    "SUMMARY": "title",
    "DESCRIPTION": "summary",
    "LOCATION": "place",
    "URL": "url",
    "CATEGORIES": "kind",
    "GEO": "geo",
}
_OF_THE_FILE = {"DTSTAMP", "SEQUENCE", "TRANSP", "CLASS", "STATUS", "LAST-MODIFIED", "CREATED"}
"""What a calendar says of itself, not of the event."""
_PERSONS = {"ATTENDEE", "ORGANIZER", "CONTACT"}
"""Names and addresses of persons, which have no place in a record."""
_PROPERTY = re.compile(r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL)


def read(text: str, form: str | None) -> tuple[str, list[Row]]:
    """The format, and each event, counted from 1."""
    return form or "ics", list(_events(text))


def _events(text: str) -> Iterator[Row]:
    number = 0
    held: dict[str, list[tuple[str, str]]] | None = None
    inner: list[str] = []
    for at, line in _lines(text):
        if not line.strip():
            continue
        found = _PROPERTY.fullmatch(line)
        if found is None:
            raise RefusedError(f"is no iCalendar in line {at}: {line[:60]!r} is not NAME:value. Export it again.")
        name, options, value = found[1].upper(), found[2].upper(), found[3]
        if name == "BEGIN":
            if value.strip().upper() == "VEVENT" and held is None:
                number, held, inner = number + 1, {}, []
            elif held is not None:
                inner.append(value.strip().upper())
                held.setdefault(inner[-1], []).append(("", "left out"))
        elif name == "END":
            if inner:
                inner.pop()
            elif held is not None and value.strip().upper() == "VEVENT":
                yield _row(number, held)
                held = None
        elif held is not None and not inner:
            held.setdefault(name, []).append((options, value))
    if held is not None:
        raise RefusedError("ends within an event: END:VEVENT is missing. Export it again.")
    if not number:
        raise RefusedError("holds no event (VEVENT).")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with what was folded put together, and where they begin."""
    begin, parts = 1, list[str]()
    for n, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            continue
        if parts:
            yield begin, "".join(parts)
        begin, parts = n, [line]
    yield begin, "".join(parts)


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value, flags=re.DOTALL).strip()


def _row(number: int, held: dict[str, list[tuple[str, str]]]) -> Row:
    fields: dict[str, str] = {}
    rest: dict[str, str] = {}
    notes: list[str] = []
    for name, values in held.items():
        text = "; ".join(_unescaped(value) for _, value in values).strip()
        if name in _PERSONS:
            notes.append(f"{name} left out: persons have no place in a record")
        elif name in _FIELDS and text:
            fields[_FIELDS[name]] = text
        elif name not in (*_OF_THE_FILE, "DTSTART", "DTEND", "RECURRENCE-ID") and text:
            rest[name] = text
    if recurrence := held.get("RECURRENCE-ID"):
        fields["key"] = f"{fields.get('key', '')} {recurrence[0][1]}"
    if geo := fields.pop("geo", ""):
        lat, _, lon = geo.partition(";")
        fields |= {"lat": lat, "lon": lon} if lon else {}
    if "RRULE" in held or "RDATE" in held:
        notes.append("it is repeated; only the first is taken")
    for name, ours in (("DTSTART", "date"), ("DTEND", "end")):
        if name not in held:
            continue
        options, value = held[name][0]
        value = value.strip()
        clock = re.fullmatch(r"(\d{8})T(\d{6}Z?)", value)
        if clock:
            zone = re.search(r"TZID=([^;]*)", options)
            notes.append(
                f"{name} {clock[2][:2]}:{clock[2][2:4]}{' UTC' if clock[2].endswith('Z') else f' {zone[1]}' if zone else ''}: time left out, look at the day"
            )
        day = clock[1] if clock else value
        # The end of a whole day is the day after the last one, RFC 5545 3.6.1; midnight belongs to the day before it too.
        fields[ours] = _day_before(day) if ours == "end" and (not clock or clock[2][:6] == "000000") else day
    if fields.get("end") and re.fullmatch(r"\d{8}", fields.get("date", "")) and fields["end"] < fields["date"]:
        del fields["end"]
    return Row(number, {name: text for name, text in fields.items() if text}, rest, notes)


def _day_before(day: str) -> str:
    try:
        return (date(int(day[:4]), int(day[4:6]), int(day[6:])) - timedelta(days=1)).strftime("%Y%m%d")
    except (ValueError, OverflowError):
        return day

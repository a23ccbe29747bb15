"""iCalendar (RFC 5545): an all-day entry an event.

A date that is not known exactly takes up all the days it may have been, says so in its title, its description and its categories, and is
tentative: that is about the day, not about whether it happened, of which the description tells who says so and how that stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from dateline.dates import label
from dateline.export import citation, said
from dateline.export.text import encoded, line, plain
from dateline.model import Event
from dateline.standing import STATUS_WORDS, became_public
from dateline.tables import Tables

UNKNOWN_DAY = "Day not known exactly"
GOES_ON = "Went on when it was recorded"
_MOST_BYTES = 75


def write(tables: Tables, ids: Sequence[str], view: str = "") -> bytes:
    """A calendar. UIDs stay the same for good, also when an event gets another id; SEQUENCE counts the changes of a record after it was added."""
    about = citation.in_words(tables, ids, view)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dateline//export//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(citation.record_name(tables))}",
        f"X-WR-CALNAME:{_text(citation.record_name(tables))}",
        f"DESCRIPTION:{_text(about)}",
        f"X-WR-CALDESC:{_text(about)}",
    ]
    if link := citation.address("", view):
        lines.append(f"URL:{link}")
    for event_id in ids:
        lines += _entry(tables.records[event_id].event, tables)
    return encoded("".join(f"{folded}\r\n" for one in [*lines, "END:VCALENDAR"] for folded in _folded(one)))


def days(event: Event) -> tuple[date, date]:
    """First and last day of the entry, both included: as written when known, else all days it may have been.

    Of what is only not later than a day, and of what went on, that is the one day that is told.
    """
    when = event.date
    if when.earliest is None or when.latest is None:
        day = when.start if when.earliest is None else when.earliest
        return day, day
    return when.earliest, when.latest


def _entry(event: Event, tables: Tables) -> Iterator[str]:
    first, last = days(event)
    exact = event.date.exact
    changed = max((change.on.start for change in event.changes), default=None)
    added = next((change.on.start for change in event.changes if change.kind == "added"), None)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.ids[0]}@dateline"
    yield f"DTSTAMP:{_day(changed or tables.changed or became_public(event))}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(first)}"
    if event.date.end is not None and last < date.max:
        yield f"DTEND;VALUE=DATE:{_day(last + timedelta(days=1))}"
    yield f"SUMMARY:{_text(line(event.title) if exact and event.date.end else f'[{label(event.date)}] {line(event.title)}')}"
    yield f"DESCRIPTION:{_text(_description(event, tables))}"
    yield f"LOCATION:{_text(said.place(event, tables))}"
    if spot := said.spot(event, tables):
        yield f"GEO:{spot[0]:f};{spot[1]:f}"
    words = [said.category(tables.records[event.id].category, tables), STATUS_WORDS[tables.status[event.id]]]
    words += [UNKNOWN_DAY] * (not exact) + [GOES_ON] * (event.date.end is None)
    yield "CATEGORIES:" + ",".join(_text(line(word)) for word in words)
    if not exact:
        yield "STATUS:TENTATIVE"
    if added:
        yield f"CREATED:{_day(added)}T000000Z"
    if changed:
        yield f"LAST-MODIFIED:{_day(changed)}T000000Z"
    yield f"SEQUENCE:{sum(change.kind != 'added' for change in event.changes)}"
    yield "TRANSP:TRANSPARENT"
    if link := citation.event_address(event.id):
        yield f"URL:{link}"
    yield "END:VEVENT"


def _description(event: Event, tables: Tables) -> str:
    return "\n\n".join([*said.account(event, tables), citation.of_event(event.id, tables, "chicago")])


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(value: str) -> str:
    """A TEXT value (RFC 5545, 3.3.11)."""
    escaped = plain(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(content: str) -> Iterator[str]:
    """A content line in lines of at most 75 bytes, broken between characters; all but the first begin with a space."""
    left, begin = content.encode("utf-8", "replace"), b""
    while len(begin) + len(left) > _MOST_BYTES:
        cut = _MOST_BYTES - len(begin)
        while left[cut] & 0b1100_0000 == 0b1000_0000:  # within a character
            cut -= 1
        yield (begin + left[:cut]).decode()
        left, begin = left[cut:], b" "
    yield (begin + left).decode()

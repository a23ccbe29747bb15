"""Dates in the styles in which people write them -> EDTF as in the record. What can be read in two ways is refused, never guessed."""

from __future__ import annotations

import re
from typing import Literal

from dateline.dates import DateError, parse

Order = Literal["day-first", "month-first"]
"""What somebody says about all dates of a file that are written as 03/04/2023."""

_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug", "september sept sep",
            "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_TO = r"\s*(?:[-–—]|to)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WORDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}(?:{_TO})?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}",
        rf"{_MONTH}\s+{_DAY}(?:{_TO})?,?\s+{_YEAR}",
        rf"{_MONTH},?\s+{_YEAR}",
        rf"{_DAY}[-\s]{_MONTH}[-\s]{_YEAR}",
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?",
        r"(?P<year>\d{4})\s*년\s*(?P<month>\d{1,2})\s*월(?:\s*(?P<day>\d{1,2})\s*일)?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?P<year>\d{4})[/.]\s?(?P<month>\d{1,2})(?:[/.]\s?(?P<day>\d{1,2})\.?)?",
        r"(?P<year>\d{4})-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?",
    )
)
_TIME = re.compile(
    r"(.{4,}?)(?:T|\s+)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|UTC|[ap]\.?m\.?|[+-]\d{2}:?\d{2})?|\d{6}Z?)", re.IGNORECASE
)
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_ABOUT = re.compile(r"(?:about|around|circa|ca?\.)\s+(.+)", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(.+)", re.IGNORECASE)
MAX_LENGTH = 80


def read(text: str, order: Order | None = None) -> tuple[str, str]:
    """A date as EDTF, and what was left out of it ("" for nothing).

    Raises
    ------
    DateError : it is no date that is understood, or one with two meanings; the message says how to write it.
    """
    given = " ".join(text.split())
    if len(given) > MAX_LENGTH:
        raise DateError(f"is too long for a date ({len(given)} characters).")
    try:
        return str(parse(given)), ""
    except DateError as error:
        first = error
    if found := _TIME.fullmatch(given):
        rest, note = read(found[1], order)
        return rest, note or f"time {found[2]} left out"
    if found := _WEEKDAY.fullmatch(given):
        return read(found[1], order)
    if found := _ABOUT.fullmatch(given):
        date, note = read(found[1], order)
        return str(parse(f"{date}~")), note
    if found := _NUMBERS.fullmatch(given):
        return _numbers(given, int(found[1]), int(found[3]), found[4], order), ""
    for pattern in _WORDS:
        if found := pattern.fullmatch(given):
            return _built(found.groupdict()), ""
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2}", given):
        raise DateError(f"{given} has a year of two digits. Write 2023-08-14.")
    if re.fullmatch(r"\d{5}(\.\d+)?", given):
        raise DateError(
            f"{given} is a spreadsheet's number for a day. Give the column the format “text” or YYYY-MM-DD, and export again."
        )
    raise first


def joined(start: str, end: str) -> str:
    """Two dates of :func:`read` as one that lasted from the one to the other, both included."""
    return start if start == end else str(parse(f"{start}/{end}"))


def _numbers(given: str, one: int, two: int, year: str, order: Order | None) -> str:
    if one == two or two > 12:
        day, month = two, one
    elif one > 12:
        day, month = one, two
    elif order is None:
        ways = " or ".join(
            _built({"year": year, "month": str(month), "day": str(day)}) for month, day in ((two, one), (one, two))
        )
        raise DateError(
            f"{given} can be {ways}. Write it so, or say for all of the file: --dates day-first or --dates month-first."
        )
    else:
        day, month = (one, two) if order == "day-first" else (two, one)
    return _built({"year": year, "month": str(month), "day": str(day)})


def _built(found: dict[str, str | None]) -> str:
    named = (found.get("month") or "").lower()
    month = _MONTHS.get(named) or int(named)
    date = f"{found['year']}-{month:02}"
    if not found.get("day"):
        return str(parse(date))
    first = str(parse(f"{date}-{int(found['day'] or 0):02}"))
    last = found.get("last")
    return joined(first, str(parse(f"{date}-{int(last):02}"))) if last else first

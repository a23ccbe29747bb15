"""Dates as the record writes them: a stated profile of EDTF (ISO 8601-2), with bounds.

The profile: ``2023-08-11``, ``2023-08``, ``2023``; ``a/b`` lasted from a to b, both included; ``a/..`` began and goes on;
``[a..b]`` one day in there; ``[..b]`` one day not later than b; a trailing ``~`` (about), ``?`` (the source is not sure), ``%`` (both).

Dates are local calendar dates, never moments: nothing here knows a time zone.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from dateline.words import N_, _

Precision = Literal["day", "month", "year"]

MARGIN_DAYS = 3
"""How far ``~`` widens a day on each side. A month widens by one month, a year by one year."""

MAX_LENGTH = 40

_MONTHS = [
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
]
_ORDER: dict[Precision, int] = {"day": 0, "month": 1, "year": 2}
_PART = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([~?%]?)")
HOW = "Write 2023-08-11, 2023-08, 2023, 2023-08-11/2023-08-12, 2023-10/.., [2023-08-01..2023-08-05] or 2023-08-11~"
"""The forms of the profile, for messages."""


class DateError(ValueError):
    """A text is not a date of the profile. The message says what is wrong and how to fix it."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """One date of the profile and its bounds. All ends are inclusive; ``None`` means not bounded.

    Attributes
    ----------
    text : the date as written.
    earliest, latest : no part of the event lies outside these days. ``earliest`` is None for ``[..b]``, ``latest`` for ``a/..``.
    start, end : first and last day as written, without the margin of ``~``: where it is drawn. ``start`` is never None
        (for ``[..b]`` it is b); ``end`` is None while it goes on.
    precision : the coarsest unit written, "day", "month" or "year".
    lasted : True for ``a/b`` and ``a/..``: it went on from start to end, rather than on one day in there.
    approximate : written with ``~`` or ``%``.
    uncertain : written with ``?`` or ``%``.
    """

    text: str
    earliest: date | None
    latest: date | None
    start: date
    end: date | None
    precision: Precision
    lasted: bool = False
    approximate: bool = False
    uncertain: bool = False

    @property
    def exact(self) -> bool:
        """Whether every day of it is known: days written out, no ``~``, ``?`` or set."""
        if self.approximate or self.uncertain or self.precision != "day":
            return False
        return self.lasted or (self.earliest == self.latest)

    @property
    def first_written(self) -> str:
        """The start as far as it is written ("1976", "2018-06", "2023-08-11"): what an event's id begins with."""
        return re.sub(r"[~?%]", "", re.split(r"/|\.\.", self.text.strip("[]").removeprefix(".."))[0])

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=65_536)
def parse(text: str) -> Edtf:
    """Read one date of the profile.

    Raises
    ------
    DateError : with what is wrong and how to write it.
    """
    if len(text) > MAX_LENGTH:
        raise DateError(f"is too long for a date ({len(text)} characters). {HOW}.")
    if text.startswith("[") and text.endswith("]"):
        return _one_of(text)
    if "/" in text:
        return _interval(text)
    first, last, precision, mark = _part(text)
    earliest, latest = _widen(first, last, precision, mark)
    return Edtf(text, earliest, latest, first, last, precision, False, *_qualifiers(mark))


def _interval(text: str) -> Edtf:
    left, _slash, right = text.partition("/")
    start, start_last, precision, mark = _part(left, whole=text)
    earliest, _last = _widen(start, start_last, precision, mark)
    if right == "..":
        return Edtf(text, earliest, None, start, None, precision, True, *_qualifiers(mark))
    right_first, end, right_precision, right_mark = _part(right, whole=text)
    if end < start:
        raise DateError(f"{text} ends before it starts. Put the earlier date first.")
    _first, latest = _widen(right_first, end, right_precision, right_mark)
    coarsest = max(precision, right_precision, key=_ORDER.__getitem__)
    return Edtf(text, earliest, latest, start, end, coarsest, True, *_qualifiers(mark + right_mark))


def _one_of(text: str) -> Edtf:
    left, dots, right = text[1:-1].partition("..")
    if not dots or not right:
        raise DateError(f"{text} is not a date. For one day in a span write [2023-08-01..2023-08-05].")
    _, latest, precision, mark = _part(right, whole=text)
    if not left:
        return Edtf(text, None, latest, latest, latest, precision, False, *_qualifiers(mark))
    earliest, _, left_precision, left_mark = _part(left, whole=text)
    if latest < earliest:
        raise DateError(f"{text} ends before it starts. Put the earlier date first.")
    coarsest = max(precision, left_precision, key=_ORDER.__getitem__)
    return Edtf(text, earliest, latest, earliest, latest, coarsest, False, *_qualifiers(mark + left_mark))


def _part(text: str, whole: str | None = None) -> tuple[date, date, Precision, str]:
    found = _PART.fullmatch(text)
    if found is None or not text.isascii():
        raise DateError(f"{whole or text} is not a date. {HOW}.")
    year, month, day, mark = int(found[1]), found[2], found[3], found[4]
    if year == 0:
        raise DateError(f"{text} is not a date. There is no year 0000.")
    if month is None:
        return date(year, 1, 1), date(year, 12, 31), "year", mark
    if not 1 <= int(month) <= 12:
        raise DateError(f"{text} is not a date. There is no month {month}.")
    length = calendar.monthrange(year, int(month))[1]
    if day is None:
        return date(year, int(month), 1), date(year, int(month), length), "month", mark
    if not 1 <= int(day) <= length:
        raise DateError(f"{text} is not a date. {_MONTHS[int(month) - 1]} {year} has {length} days.")
    exact = date(year, int(month), int(day))
    return exact, exact, "day", mark


def _qualifiers(marks: str) -> tuple[bool, bool]:
    return ("~" in marks or "%" in marks, "?" in marks or "%" in marks)


def _widen(first: date, last: date, precision: Precision, mark: str) -> tuple[date, date]:
    if mark not in ("~", "%"):
        return first, last
    if precision == "day":
        return _shift(first, -MARGIN_DAYS), _shift(last, MARGIN_DAYS)
    if precision == "month":
        before = _shift(first, -1).replace(day=1)
        after = _shift(last, 1)
        return before, after.replace(day=calendar.monthrange(after.year, after.month)[1])
    return date(max(first.year - 1, 1), 1, 1), date(min(last.year + 1, 9999), 12, 31)


def _shift(day: date, days: int) -> date:
    """The day moved by whole days, stopping at the calendar's ends."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def label(value: Edtf) -> str:
    """The date for a reader: "11–12 August 2023", "about 8 August 2023", "one day, 1–5 August 2023", "since October 2023"."""
    if value.end is None:
        text = _("since {date}").format(date=_bound(value.start, value))
    elif value.earliest is None:
        text = _("not later than {date}").format(date=_bound(value.end, value))
    elif value.lasted:
        text = span(value.start, value.end, value.precision)
    elif value.precision == "day" and value.start != value.end:
        text = _("one day, {days}").format(days=span(value.start, value.end))
    else:
        text = _bound(value.start, value) if value.text[0] != "[" else span(value.start, value.end, value.precision)
    if value.approximate:
        text = _("about {date}").format(date=text)
    return _("{date} (uncertain)").format(date=text) if value.uncertain else text


def _bound(day: date, value: Edtf) -> str:
    if value.precision == "day":
        return day_label(day)
    return month_label(day) if value.precision == "month" else _("{year}").format(year=day.year)


def day_label(day: date) -> str:
    """One day for a reader, as "11 August 2023"."""
    return _("{day} {month} {year}").format(day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


def month_label(day: date) -> str:
    """Its month for a reader, as "August 2023"."""
    return _("{month} {year}").format(month=_(_MONTHS[day.month - 1]), year=day.year)


def span(start: date, end: date, precision: Precision = "day") -> str:
    """Two days, both included, for a reader: "11–12 August 2023", "30 August – 2 September 2023", "2019–2021"."""
    months = {"first_month": _(_MONTHS[start.month - 1]), "last_month": _(_MONTHS[end.month - 1])}
    days = {"first_day": start.day, "last_day": end.day}
    if precision == "year":
        if start.year == end.year:
            return _("{year}").format(year=start.year)
        return _("{first_year}–{last_year}").format(first_year=start.year, last_year=end.year)
    if precision == "month":
        head = month_label(start)
        return head if (start.year, start.month) == (end.year, end.month) else _to(head, month_label(end))
    if start == end:
        return day_label(start)
    if (start.year, start.month) == (end.year, end.month):
        return _("{first_day}–{last_day} {first_month} {year}").format(year=end.year, **days, **months)
    if start.year == end.year:
        return _("{first_day} {first_month} – {last_day} {last_month} {year}").format(year=end.year, **days, **months)
    return _to(day_label(start), day_label(end))


def _to(first: str, last: str) -> str:
    return _("{first} – {last}").format(first=first, last=last)


def parse_day(text: str) -> date | None:
    """A plain ISO day, or None for anything else. Never raises."""
    # fromisoformat takes week dates too, as 2023-W32-5.
    if len(text) != 10 or not text.isascii() or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def days_between(first: date, second: date) -> int:
    """Whole days from the first to the second; negative when the second is earlier."""
    return (second - first) // timedelta(days=1)

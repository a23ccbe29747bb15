"""Stances in words and marks, and the strip that shows them over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from dateline.dates import day_label, days_between, span
from dateline.model import Stance
from dateline.registers import Claim
from dateline.standing import Voice, party
from dateline.tables import Tables
from dateline.ui import wording
from dateline.ui.document import Node, node
from dateline.words import N_, _, counted, ngettext

MOST_ROWS = 6
"""Parties that have a row of their own in a strip."""
MOST_MARKS = 400
"""Marks in a row of a strip; where there would be more, those that would cover each other stand as one."""
MOST_TICKS = 5
_SHORT = [
    N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"), N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"),
    N_("Dec"),
]  # fmt: skip
SHORTEST = 90
"""Days that a strip shows at least."""
_EDGE = 1.5
"""Percent of a strip that is kept free at either end, so that no mark is cut."""
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000)
"""Months from one tick to the next."""


class _Words(NamedTuple):
    one: str
    many: str
    past: str
    noun: str
    meaning: str


STANCES: Mapping[Stance, _Words] = {
    "affirms": _Words(N_("affirms"), N_("affirm"), N_("affirmed it on {date}"), N_("allegation"), N_("says that it is so")),
    "denies": _Words(N_("denies"), N_("deny"), N_("denied it on {date}"), N_("denial"), N_("says that it is not so")),
    "corroborates": _Words(
        N_("bears it out"),
        N_("bear it out"),
        N_("bore it out on {date}"),
        N_("corroboration"),
        N_("knows of it on grounds of its own"),
    ),
    "acknowledges": _Words(
        N_("acknowledges"),
        N_("acknowledge"),
        N_("acknowledged it on {date}"),
        N_("acknowledgement"),
        N_("is accused and says so itself"),
    ),
}
_SHAPES: Mapping[Stance, str] = {
    "affirms": "M0-4a4 4 0 1 1 0 8a4 4 0 1 1 0-8z",
    "denies": "M-4-4l8 8M4-4l-8 8",
    "corroborates": "M0-5.8l5.8 5.8l-5.8 5.8l-5.8-5.8z",
    "acknowledges": "M-4.6-4.6h9.2v9.2h-9.2z",
}


def verb(stance: Stance, speakers: int = 1) -> str:
    """The stance in words for one speaker or several: "denies", "deny"."""
    return _(STANCES[stance].one if speakers == 1 else STANCES[stance].many)


def says(who: str, stance: Stance, speakers: int = 1) -> str:
    """Who takes a stance, in words: "KCNA and TASS deny"."""
    return _("{who} {stance}").format(who=who, stance=verb(stance, speakers))


def mark(stance: Stance) -> Node:
    """A stance's mark among words, as decoration."""
    return node(
        "svg", _shape(stance), css=f"dl-stance dl-stance-{stance}", viewBox="-8 -8 16 16", data_colour=stance, aria_hidden="true"
    )


def _shape(stance: Stance) -> Node:
    return node("path", d=_SHAPES[stance])


@dataclass(frozen=True)
class Axis:
    """The days that a strip shows, both included."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day stands, in percent of the width."""
        share = days_between(self.first, day) / days_between(self.first, self.last)
        return _EDGE + share * (100 - 2 * _EDGE)

    @cached_property
    def ticks(self) -> list[tuple[date, str]]:
        """Firsts of months or years on the axis with their names, as many as have room."""
        for step in _STEPS:
            months = range(self.first.year * 12, self.last.year * 12 + 12, step)
            days = [date(month // 12, month % 12 + 1, 1) for month in months if month >= 12]
            inside = [day for day in days if self.first <= day <= self.last and self.place(day) < 100 - 2 * _EDGE]
            if len(inside) <= MOST_TICKS:
                return [(day, _tick_name(day, step, first=day == inside[0])) for day in inside]
        return []


def _tick_name(day: date, step: int, *, first: bool) -> str:
    if step >= 12:
        return str(day.year)
    month = _(_SHORT[day.month - 1])
    return _("{month} {year}").format(month=month, year=day.year) if first or day.month == 1 else month


def axis_over(days: Sequence[date]) -> Axis:
    """The axis from the first to the last of some days, at least ``SHORTEST`` long."""
    first, last = min(days), max(days)
    missing = max(SHORTEST - days_between(first, last), 0)
    before = min(missing // 2, first.toordinal() - 1)
    after = min(missing - missing // 2, date.max.toordinal() - last.toordinal())
    return Axis(first - timedelta(days=before), last + timedelta(days=after))


def strip(claim: Claim, voices: Sequence[Voice], tables: Tables, axis: Axis) -> Node:
    """Stances over time: a row a party, the accused first, a mark a day. What it shows stands in words in the thread."""
    accused = {party(one, tables.registers.actors) for one in claim.accused}
    rows: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        rows[voice.party].append(voice)
    order = sorted(rows, key=lambda one: (one not in accused, -len(rows[one])))
    shown, rest = order[:MOST_ROWS], order[MOST_ROWS:]
    lines = [_row(wording.name(one, tables), rows[one], tables, axis, accused=one in accused) for one in shown]
    if rest:
        others = [voice for voice in voices if voice.party in rest]
        lines.append(_row(counted(len(rest), "and {n} other", "and {n} others"), others, tables, axis, css="dl-quiet"))
    return node(
        "div",
        *lines,
        node(
            "div",
            node("span"),
            node(
                "svg",
                *(node("text", name, x=f"{axis.place(day):.2f}%", y="11") for day, name in axis.ticks),
                css="dl-axis",
            ),
            css="dl-strip-row",
            aria_hidden="true",
        ),
        css="dl-strip",
        role="group",
        aria_label=counted(
            len(rows),
            "Stances over time, {period}: {n} party speaks",
            "Stances over time, {period}: {n} parties speak",
            period=span(min(voice.day for voice in voices), max(voice.day for voice in voices)),
        ),
    )


def _row(name: str, voices: Sequence[Voice], tables: Tables, axis: Axis, *, accused: bool = False, css: str = "") -> Node:
    marks = _marks(voices, axis)
    ticks = (
        node("line", x1=f"{axis.place(day):.2f}%", x2=f"{axis.place(day):.2f}%", y1="-30%", y2="130%", css="dl-tick-line")
        for day, _ in axis.ticks
    )
    return node(
        "div",
        node(
            "span",
            name,
            node("span", _(" accused"), css="dl-accused") if accused else None,
            css=f"dl-party {css}".strip(),
        ),
        node(
            "svg",
            *ticks,
            node("line", x1="0", x2="100%", y1="50%", y2="50%", css="dl-base-line"),
            *(
                node(
                    "svg",
                    node("title", _mark_title(said, tables)),
                    _shape(said[0].stance),
                    x=f"{axis.place(said[0].day):.2f}%",
                    y="50%",
                    css=f"dl-stance-{said[0].stance}",
                    data_colour=said[0].stance,
                )
                for said in marks
            ),
            role="img",
            aria_label=f"{name}: {_in_short(voices)}",
        ),
        css="dl-strip-row",
    )


def _marks(voices: Sequence[Voice], axis: Axis) -> list[list[Voice]]:
    """Voices that share a mark: those of one day and stance; of too many days, those that would stand on one another."""
    marks: dict[tuple[date | int, Stance], list[Voice]] = {}
    for voice in voices:
        marks.setdefault((voice.day, voice.stance), []).append(voice)
    if len(marks) > MOST_MARKS:
        marks = {}
        for voice in voices:
            place = round(axis.place(voice.day) / 100 * MOST_MARKS)
            marks.setdefault((place, voice.stance), []).append(voice)
    return list(marks.values())


def _mark_title(said: Sequence[Voice], tables: Tables) -> str:
    if said[0].day != said[-1].day:
        return _in_short(said)
    who = list(dict.fromkeys(voice.by for voice in said))
    return f"{day_label(said[0].day)}: {says(wording.names(who, tables), said[0].stance, len(who))}"


def _in_short(voices: Sequence[Voice]) -> str:
    """How often and when, as "affirms 3 times, 6 September 2022 – 2 November 2023"."""
    found = []
    for stance in STANCES:
        days = [voice.day for voice in voices if voice.stance == stance]
        if days:
            words = ngettext("{stance} once, {days}", "{stance} {n} times, {days}", len(days))
            found.append(words.format(stance=verb(stance), n=len(days), days=span(days[0], days[-1])))
    return "; ".join(found)

"""Records that are hard to export: texts made to break a format, and a date of every form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.dates import parse
from dateline.model import Change, Conflict, Event, Quote
from dateline.record import Record
from dateline.tables import Tables, build
from tests.conftest import Small, source

HOSTILE = (
    '=HYPERLINK("http://x","click")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1-2, and; so: on",
    "'=1+1 with its apostrophe",
    'a "quoted, text" with\r\nlines\nand\ttabs',
    "김정은이 중요군수공장들을 현지지도하시였다 " * 8,
    "\u200fمرحبا עברית \u202eright to left\u202c",
    "</script><script>window.hostile=1</script><img src=x onerror=window.hostile=1>",
    "]]> <!-- --> &amp; &lt; <b>bold</b> 'single' \"double\"",
    "\x00\x01\x08\x0b\x0c\x1f\x7f\x85\ufffe\uffff control",
    "BEGIN:VEVENT\r\nSUMMARY:another\r\nEND:VEVENT; back\\slash, \\n",
    "{un} balanced } braces { \\ % # $ & _ ^ ~ @misc{x,",
    "# heading\n* item\n1. one\n[link](javascript:alert) ![i](x) `code` <http://x.example> **b** _i_ ~~s~~ | a | $x$",
    "\U0001f680\U0001f1f0\U0001f1f5 emoji, e\u0301 combining, \u2028 line separator",
    "a" * 300,
)
"""Texts that no record should hold, and that no file may be broken by."""
DATES = (
    "2023-09-01", "2023-09", "2023", "2023-09-01/2023-09-03", "2023-09/2023-10", "2022/2023", "2023-09-01/..", "2023-09/..",
    "[2023-09-01..2023-09-05]", "[..2023-09-05]", "[2023-08..2023-09]", "2023-08-08~", "2023-09~", "2023~", "2023-09-01?", "2023-09-01%",
    "2023-09-01~/2023-09-05", "0987-03-01", "9999-12-31", "9999",
)  # fmt: skip
"""A date of every form of the profile, and the calendar's ends."""


def with_events(record: Record, events: Sequence[Event]) -> Tables:
    """Tables of a record with other events than were read: the checks have not seen these."""
    categories = {one.event.id: one for one in record.events}
    template = record.events[0]
    made = [replace(categories.get(event.id, template), event=event) for event in events]
    return build(replace(record, events=tuple(made)))


def hostile_record(small: Small, texts: Sequence[str] = HOSTILE) -> Tables:
    """An event for each text, which stands in every field that holds words."""
    record = small.check()
    first = next(one.event for one in record.events if one.event.id == "2023-10-13-containers")
    events = [one.event for one in record.events]
    for n, text in enumerate(texts):
        page = first.sources[0].model_copy(update={"supports": text})
        events.append(
            first.model_copy(
                update={
                    "id": f"2023-10-13-hostile-{n}",
                    "title": text,
                    "summary": text,
                    "note": text,
                    "sole_source": text,
                    "sources": (page,),
                    "quotes": (Quote.model_construct(text=text, speaker="white-house", source=1),),
                    "conflicts": (Conflict.model_construct(text=text, sources=(1,)),),
                    "quantities": tuple(one.model_copy(update={"of": text}) for one in first.quantities),
                    "links": tuple(one.model_copy(update={"note": text, "source": 1}) for one in first.links),
                    "changes": (Change.model_construct(on=parse("2026-11-01"), kind="corrected", about=text),),
                }
            )
        )
    return with_events(record, events)


def all_dates(small: Small) -> Tables:
    """An event for each form of a date."""
    for n, text in enumerate(DATES):
        small.add("visits", f"2023-09-01-date-{n}", date=text, sources=[source("2024")])
    return build(small.read())

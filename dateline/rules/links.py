"""Links have a ground and agree with the dates and with each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from rapidfuzz import fuzz

from dateline.model import Event
from dateline.record import Located, Problem, Record
from dateline.rules.common import TIME_ZONE_DAYS, at

ALIKE = 86
"""Two titles of one day that are at least this alike (0 to 100) look like one event."""


def links_without_ground(record: Record) -> Iterator[Problem]:
    """A link's basis has what it needs: a source, somebody who draws it, or a reason."""
    for located in record.events:
        for n, link in enumerate(located.event.links):
            loc = ("links", n, "basis")
            if link.basis != "temporal" and link.source is None:
                yield at(located, f"{link.basis} needs 'source': the number of the source whose words connect the two.", *loc)
            if link.basis == "asserted" and link.by is None:
                yield at(located, "asserted needs 'by': who draws the connection.", *loc)
            if link.basis == "temporal" and link.note is None:
                yield at(located, "temporal needs 'note': why two events that are only close in time are shown together.", *loc)


def links_to_themselves(record: Record) -> Iterator[Problem]:
    """No event is linked to itself."""
    for located in record.events:
        for n, link in enumerate(located.event.links):
            if link.to == located.event.id:
                yield at(located, "links the event to itself. Remove the link.", "links", n, "to")


def contradictory_links(record: Record) -> Iterator[Problem]:
    """Links agree with the dates and with each other."""
    events = {located.event.id: located.event for located in record.events}
    drawn = {(located.event.id, link.kind, link.to) for located in record.events for link in located.event.links}
    for located in record.events:
        seen: set[tuple[str, str]] = set()
        kinds: dict[str, set[str]] = defaultdict(set)
        for n, link in enumerate(located.event.links):
            loc = ("links", n)
            other = events.get(link.to)
            if (link.kind, link.to) in seen:
                yield at(located, f"says for the second time that it {link.kind} {link.to}. Remove one.", *loc)
            seen.add((link.kind, link.to))
            kinds[link.to].add(link.kind)
            if link.to != located.event.id and (link.to, link.kind, located.event.id) in drawn:
                yield at(located, f"{link.kind} {link.to}, and {link.to} {link.kind} it. Only one can be right.", *loc)
            if {"denies", "corroborates"} <= kinds[link.to] or {"denies", "acknowledges"} <= kinds[link.to]:
                yield at(located, f"both denies and supports {link.to}. Split the event or remove one link.", *loc)
            if other is not None and (order := _wrong_order(located.event, link.kind, other)):
                yield at(located, order, *loc)


def _wrong_order(event: Event, kind: str, other: Event) -> str:
    mine, theirs = event.date, other.date
    other_is_earlier = theirs.latest and mine.earliest and theirs.latest < mine.earliest
    other_is_later = mine.latest and theirs.earliest and mine.latest < theirs.earliest - timedelta(days=TIME_ZONE_DAYS)
    if kind in ("precedes", "announces", "suspends") and other_is_earlier:
        return f"{kind} {other.id}, which was over before, on {theirs.latest}. Check the two dates or turn the link round."
    if kind in ("responds-to", "denies", "corroborates", "acknowledges", "discloses", "updates", "succeeds") and other_is_later:
        return f"{kind} {other.id}, which began only later, on {theirs.earliest}. Check the two dates or turn the link round."
    return ""


def look_alikes(record: Record) -> Iterator[Problem]:
    """Two records that look like one event: same category, days that touch, titles alike, and no link between them."""
    by_category: dict[str, list[Located]] = defaultdict(list)
    for located in record.events:
        by_category[located.category].append(located)
    for group in by_category.values():
        group.sort(key=lambda located: located.event.date.start)
        for n, one in enumerate(group):
            for two in group[n + 1 :]:
                if two.event.date.start - one.event.date.start > timedelta(days=1):
                    break
                if _alike(one.event, two.event):
                    message = (
                        f"looks like {one.event.id} ({one.path}:{one.line}). Merge the two, or link them to say that they differ."
                    )
                    yield at(two, message, "title")


def _alike(one: Event, two: Event) -> bool:
    if one.draft or two.draft:
        return False
    linked = any(link.to == two.id for link in one.links) or any(link.to == one.id for link in two.links)
    return not linked and one.id != two.id and fuzz.token_sort_ratio(one.title.lower(), two.title.lower()) >= ALIKE

"""Days agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from dateline.record import Problem, Record
from dateline.rules.common import TIME_ZONE_DAYS, at


def reported_out_of_order(record: Record) -> Iterator[Problem]:
    """Nothing is reported before it began, and every event of the years that the record names, drafts aside, says when it was reported."""
    since_by_folder = {
        # One event that is looked at alone stands in no folder yet.
        where.path.removesuffix("record.yaml").removesuffix("registers/") if where else "": about.reported_since
        for about in record.registers.record.values()
        for where in [record.entries.get(("record", about.id))]
    }
    for located in record.events:
        since = next((year for folder, year in since_by_folder.items() if located.path.startswith(folder)), None)
        event = located.event
        if event.reported is None:
            if since is not None and event.date.start.year >= since and not event.draft:
                yield at(located, "is missing. Say when it first became public.", "reported")
        elif event.date.earliest and event.reported.latest and event.reported.latest < event.date.earliest:
            message = f"{event.reported} is before the event, which began {event.date.earliest}. An announcement is an event of its own."
            yield at(located, message, "reported")


def sources_before_their_event(record: Record) -> Iterator[Problem]:
    """A page that came out before the event cannot be the source for it, only context."""
    for located in record.events:
        earliest = located.event.date.earliest
        for n, source in enumerate(located.event.sources):
            latest = source.published.latest if source.published else None
            if earliest and latest and source.stance != "context" and latest < earliest - timedelta(days=TIME_ZONE_DAYS):
                message = f"{source.published} is before the event began, {earliest}. Correct it, or write 'stance: context'."
                yield at(located, message, "sources", n, "published")


def reviews_before_the_news(record: Record) -> Iterator[Problem]:
    """A review is dated by its day, and comes after the event was reported."""
    for located in record.events:
        event = located.event
        if event.reviewed is None:
            continue
        if event.reviewed.precision != "day":
            yield at(located, f"{event.reviewed} is not one day. Write the day on which it was compared.", "reviewed")
        elif event.reported and event.reported.earliest and event.reviewed.start < event.reported.earliest:
            message = f"{event.reviewed} is before the event was reported, {event.reported}. Correct one of them."
            yield at(located, message, "reviewed")


def changes_out_of_order(record: Record) -> Iterator[Problem]:
    """A record's history begins when it was added, goes forward by days, and says what was changed."""
    for located in record.events:
        for n, change in enumerate(located.event.changes):
            message = ""
            if change.on.precision != "day":
                message = f"{change.on} is not one day. Write the day of the change."
            elif n and change.on.start < located.event.changes[n - 1].on.start:
                message = f"{change.on} stands after {located.event.changes[n - 1].on}. Put the oldest first."
            elif (change.kind == "added") != (n == 0):
                message = (
                    f"{change.kind} is {'first' if n == 0 else 'not first'}. A history begins with 'added', which stands once."
                )
            elif change.kind != "added" and not change.about:
                message = f"{change.kind} needs 'about'. Say in a line what was changed, for who cited the record before."
            if message:
                yield at(located, message, "changes", n)

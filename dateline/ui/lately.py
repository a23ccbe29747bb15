"""What was done to the records: of one on its page, of all on the page Data & downloads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from dateline.dates import day_label, label
from dateline.model import Change, ChangeKind, Event
from dateline.selection import Selection
from dateline.tables import Tables, remembered
from dateline.ui import nodes, parts, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.words import N_, _, counted, title

DAYS = 8
"""Days shown at once."""
ADDED = 10
"""Events added on one day that are named before one asks for all."""
_WORDS: Mapping[ChangeKind, str] = {"added": N_("Added"), "extended": N_("Extended"), "corrected": N_("Corrected")}
_ON: Mapping[ChangeKind, str] = {
    "added": N_("Added on {date}"), "extended": N_("Extended on {date}"), "corrected": N_("Corrected on {date}"),
}  # fmt: skip

Noted = tuple[Change, str]
"""A change, and the event whose record it was made to."""


def of_event(event: Event) -> Node:
    """The history of one record, the oldest first; says so where none was noted."""
    if not event.changes:
        return node("p", _("No history was noted for this record."), css="dl-quiet")
    return node(
        "ul",
        *(
            node("li", _(_ON[one.kind]).format(date=label(one.on)), f": {one.about}" if one.about else None)
            for one in event.changes
        ),
    )


@remembered
def by_day(tables: Tables) -> tuple[tuple[date, tuple[Noted, ...]], ...]:
    """All changes noted, by day, the newest first; within a day corrections before additions, then as the record has them."""
    found: dict[date, list[Noted]] = {}
    for event_id in tables.events["id"]:
        for change in tables.records[event_id].event.changes:
            found.setdefault(change.on.start, []).append((change, event_id))
    order = ("corrected", "extended", "added")
    return tuple(
        (day, tuple(sorted(found[day], key=lambda one: order.index(one[0].kind)))) for day in sorted(found, reverse=True)
    )


@remembered
def document(tables: Tables, selection: Selection, many: int = DAYS, whole: date | None = None) -> Packed:
    """The record's own history by day.

    Parameters
    ----------
    many : how many days are shown.
    whole : the day of which every addition is named; None: of none.
    """
    days = by_day(tables)
    rest = len(days) - many
    more = node(
        "button",
        counted(rest, "Show {more} more of {n} day", "Show {more} more of {n} days", more=min(DAYS, rest)),
        css="dl-button dl-small",
        data_action="days",
        type="button",
    )
    return nodes.pack(
        node(
            "article",
            node(
                "section",
                node("h2", _("What changed lately")),
                node(
                    "p",
                    _("The record’s own history: what its editors added, extended or corrected. Filters do not apply to it."),
                    css="dl-quiet",
                ),
                *(_day(day, noted, tables, selection, whole=day == whole) for day, noted in days[:many]),
                node("p", _("No change was noted in any record.")) if not days else None,
                node("p", more, css="dl-actions") if rest > 0 else None,
            ),
            css="dl-page dl-lately",
        )
    )


def _day(day: date, noted: Sequence[Noted], tables: Tables, selection: Selection, *, whole: bool) -> Node:
    changed = [one for one in noted if one[0].kind != "added"]
    added = [event_id for change, event_id in noted if change.kind == "added"]
    named = added if whole else added[-ADDED:]
    return node(
        "section",
        node("h3", day_label(day), node("span", f" {_counts(noted)}", css="dl-quiet")),
        node("ul", *(_changed(change, event_id, tables, selection) for change, event_id in changed)) if changed else None,
        node("details", node("summary", *_added(added, tables)), *_named(day, named, added, tables, selection), open=whole)
        if added
        else None,
    )


def _counts(noted: Iterable[Noted]) -> str:
    counts = Counter(change.kind for change, _event_id in noted)
    return " · ".join(f"{counts[kind]:,} {_(word).lower()}" for kind, word in _WORDS.items() if counts[kind])


def _changed(change: Change, event_id: str, tables: Tables, selection: Selection) -> Node:
    event = tables.records[event_id].event
    return node(
        "li",
        f"{_(_WORDS[change.kind])}: ",
        parts.link_to_page(event, selection, title(event)),
        node("span", f" {change.about}", css="dl-quiet"),
    )


def _added(added: list[str], tables: Tables) -> Iterator[Node]:
    counts = Counter(tables.records[one].category for one in added)
    names = _(", ").join(wording.of_category(count, one, tables) for one, count in counts.most_common())
    yield counted(len(added), "{n} event added: {categories}", "{n} events added: {categories}", categories=names)


def _named(day: date, named: list[str], added: list[str], tables: Tables, selection: Selection) -> Iterator[Node]:
    events = (tables.records[one].event for one in reversed(named))
    yield node(
        "ul",
        *(
            node("li", parts.link_to_page(event, selection, title(event)), node("span", f" {label(event.date)}", css="dl-quiet"))
            for event in events
        ),
    )
    if len(named) < len(added):
        words = _("Name all {n}").format(n=f"{len(added):,}")
        yield node("button", words, css="dl-button dl-small", data_action="whole", data_value=day.isoformat(), type="button")

"""Words for an event where a file is read by people: who says so, when, on what it rests. Plain text."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.dates import Edtf, day_label, label
from dateline.export.rows import grounded, pages
from dateline.model import Event, Source
from dateline.places import PRECISION_WORDS
from dateline.quantities import name_of, words_in_full
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables

SPOTS = ("exact", "site", "city", "district")
"""Precisions of a place that a point may stand for."""
KNOWN = "As known on {}: events, pages and links that became public later are left out. Titles, summaries and conflicts are today's text."
_STANCES = {
    "context": ", background",
    "denies": ", contradicts it",
    "corroborates": ", bears it out",
    "acknowledges": ", acknowledges it",
}


def names(ids: Iterable[str], tables: Tables) -> str:
    """Names of actors or publishers: "KCNA, Yonhap"."""
    return ", ".join(name_of(one, tables.registers) for one in ids)


def category(category_id: str, tables: Tables) -> str:
    """Name of a category."""
    found = tables.registers.categories.get(category_id)
    return found.name if found else category_id


def place(event: Event, tables: Tables) -> str:
    """Name of the place, and what it is where it is no spot: "East Sea (sea area, no point)"."""
    found = tables.registers.places.get(event.place)
    if found is None:
        return event.place
    told = found.precision in (*SPOTS, "undisclosed")
    return found.name if told else f"{found.name} ({PRECISION_WORDS[found.precision]})"


def spot(event: Event, tables: Tables) -> tuple[float, float] | None:
    """Degrees north and east of a place that a point may stand for; None for a province, a sea, and what is not disclosed."""
    found = tables.registers.places.get(event.place)
    if found is None or found.lat is None or found.lon is None or found.precision not in SPOTS:
        return None
    return found.lat, found.lon


def who(event: Event, tables: Tables) -> str:
    """Who says so, and how that stands: "Told by KCNA. Standing: Actor's own account."."""
    standing = STATUS_WORDS[tables.status[event.id]]
    known = f" as known on {day_label(tables.on)}" if tables.on else ""
    return f"Told by {names(event.claimed_by, tables)}. Standing{known}: {standing}."


def bounds(when: Edtf) -> str:
    """What is not known of a date, in a sentence; empty when every day of it is."""
    if when.end is None:
        return (
            f"It began {_margin(when)}and went on when it was recorded." if not when.exact else "It went on when it was recorded."
        )
    if when.exact:
        return ""
    if when.earliest is None:
        return "The day is not known: only that it was not later."
    return f"The day is not known exactly: {_margin(when).strip()}."


def _margin(when: Edtf) -> str:
    if when.earliest is None:
        return ""
    if when.latest is None:
        return f"on {day_label(when.earliest)} or later "
    if when.earliest == when.latest:
        return f"{day_label(when.earliest)}, of which the source is not sure "
    return f"{'between' if not when.lasted else 'within'} {day_label(when.earliest)} and {day_label(when.latest)} "


def dated(event: Event) -> str:
    """When it happened, what is not known of that, and when it became public."""
    told = f" Reported {label(event.reported)}." if event.reported else ""
    unknown = bounds(event.date)
    return f"{_capital(label(event.date))}.{' ' + unknown if unknown else ''}{told}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def page(source: Source, tables: Tables) -> str:
    """A source in a line, without its address: "Yonhap, 14 August 2023, from KCNA"."""
    published = f", {label(source.published)}" if source.published else ""
    weak = ", weak" if source.weak else ""
    return f"{names([source.publisher], tables)}{published}, from {names(source.origin, tables)}{_STANCES.get(source.stance, '')}{weak}"


def figures(event: Event, tables: Tables) -> list[str]:
    """Figures as claimed, each with who claims it."""
    return [
        f"{words_in_full(figure, tables.registers)}, says {names([figure.by], tables)}"
        for figure in grounded(event.quantities, event, tables)
    ]


def conflicts(event: Event, tables: Tables) -> list[tuple[str, list[int]]]:
    """Where sources differ, with the numbers of those that were out; without those whose sources all came out later."""
    out = {number for number, _ in pages(event, tables)}
    found = [(one.text, [n for n in one.sources if n in out], bool(one.sources)) for one in event.conflicts]
    return [(text, numbers) for text, numbers, named in found if numbers or not named]


def account(event: Event, tables: Tables) -> list[str]:
    """An event in paragraphs: who and when, summary, figures, where sources differ, sources."""
    found = [who(event, tables), dated(event), event.summary]
    if told := figures(event, tables):
        found.append(f"Figures as claimed: {'; '.join(told)}.")
    found += [f"Sources differ: {text}" for text, _ in conflicts(event, tables)]
    sources = [f"[{number}] {page(source, tables)}: {source.url}" for number, source in pages(event, tables)]
    found.append("\n".join(["Sources:", *sources]) if sources else "No page on it was out by then.")
    return found

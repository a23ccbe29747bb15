"""Words for things of the record: names, counts, dates between, statuses. No layout."""

from __future__ import annotations

from collections.abc import Iterable

from dateline.dates import Edtf, day_label, days_between, label
from dateline.model import Event, Quantity, Source
from dateline.quantities import name_of, words_in_full
from dateline.standing import was_out
from dateline.tables import Tables

BASIS_WORDS = {
    "documented": "documented",
    "asserted": "asserted",
    "temporal": "close in time only",
}
BASIS_MEANING = {
    "documented": "The event's own words refer to the other.",
    "asserted": "A named source draws the connection.",
    "temporal": "Only close in time; drawn by the editors.",
}
SOURCE_STANCE_WORDS = {
    "corroborates": "bears it out",
    "denies": "contradicts it",
    "acknowledges": "acknowledges it",
    "context": "background",
}


def name(actor_or_publisher: str, tables: Tables) -> str:
    """The name of an actor, else of a publisher, else the id itself."""
    return name_of(actor_or_publisher, tables.registers)


def publisher_name(publisher: str, tables: Tables) -> str:
    """The name of a publisher, else the id itself."""
    entry = tables.registers.publishers.get(publisher)
    return entry.name if entry else publisher


def category_name(category: str, tables: Tables) -> str:
    """The name of a category, else the id itself: where its register is broken its events still show."""
    entry = tables.registers.categories.get(category)
    return entry.name if entry else category


def language(text: str) -> str:
    """Language of a name as its script tells it, "ko" or "ru"; empty where it does not."""
    if any("\uac00" <= c <= "\ud7a3" for c in text):
        return "ko"
    return "ru" if any("а" <= c <= "я" for c in text.lower()) and not set(text.lower()) & set("іїєґ") else ""


def names(ids: Iterable[str], tables: Tables) -> str:
    """Names as a list in a sentence: "KCNA, Yonhap and TASS"."""
    return listed([name(one, tables) for one in ids])


def weapons(ids: Iterable[str], tables: Tables) -> str:
    """Weapons by name: "Hwasong-11Ga (KN-23), artillery shells"; an id that no register knows as it stands."""
    known = tables.registers.weapons
    return ", ".join(known[one].name if one in known else one for one in ids)


def sortable(when: Edtf | None) -> str:
    """The start as far as it is known, for a column that is sorted as text: "1954", "2023-08-21 or before", "2023-10-19 or after"."""
    if when is None:
        return ""
    if when.earliest is None:
        return f"{when.first_written} or before"
    if when.text.startswith("["):
        return f"{when.first_written} or after"
    return f"{when.first_written} (about)" if when.approximate else when.first_written


def listed(words: list[str]) -> str:
    """Words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 event", "3 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reported(event: Event) -> str:
    """When the event became public, and how long after: "reported 14 August 2023, 2 days later"; empty when not known."""
    if event.reported is None:
        return ""
    text = f"reported {label(event.reported)}"
    if event.date.exact and event.reported.exact and event.date.end is not None:
        lag = days_between(event.date.end, event.reported.start)
        if lag > 0:
            text += f", {lag_words(lag)} later"
    return text


def lag_words(days: int) -> str:
    """A time span, coarser as it grows: "2 days", "5 weeks", "9 months"."""
    if days < 21:
        return counted(days, "day")
    return counted(round(days / 7), "week") if days < 90 else counted(round(days / 30.44), "month")


def quantity(figure: Quantity, tables: Tables) -> str:
    """A figure as claimed: "over 1,000 containers (munitions)", without the claimant."""
    return words_in_full(figure, tables.registers)


def origins(sources: Iterable[Source], tables: Tables) -> str:
    """How many origins stand behind the pages that were out, and who: "2 origins on 5 pages: KCNA and Yonhap"."""
    pages = [page for page in sources if was_out(page, tables.on)]
    if not pages:
        return "no page was out by then"
    distinct = list(dict.fromkeys(origin for page in pages for origin in page.origin))
    return f"{counted(len(distinct), 'origin')} on {counted(len(pages), 'page')}: {names(distinct, tables)}"


def how_sure(event: Event) -> str:
    """How well the day is known, to be put after it; empty when there is nothing to say."""
    date = event.date
    if date.end is None:
        return " · still going on as far as known"
    if date.earliest is None and date.latest:
        return f" · which day is not known, not later than {day_label(date.latest)}"
    if date.exact:
        return " · the day is known" if date.start == date.end else " · both days are known"
    if date.uncertain and date.earliest == date.start and date.latest == date.end:
        return " · the source itself is not sure"
    return f" · between {day_label(date.earliest)} and {day_label(date.latest)}" if date.earliest and date.latest else ""


def how_exact(precision: str) -> str:
    """How well a place is known, to be put after its name."""
    return {
        "undisclosed": " · not disclosed",
        "exact": " · exact",
        "sea-area": " · sea area, coarse",
    }.get(precision, f" · place known to the {precision} only")

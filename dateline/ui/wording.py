"""Words for things of the record: names, counts, dates between, statuses. No layout."""

from __future__ import annotations

from collections.abc import Iterable

from dateline import words
from dateline.dates import Edtf, day_label, days_between, label
from dateline.model import Event, Link, Quantity, Source
from dateline.quantities import name_of, words_in_full
from dateline.standing import was_out
from dateline.tables import Tables
from dateline.words import N_, _, listed

__all__ = ["listed"]

BASIS_WORDS = {
    "documented": N_("documented"),
    "asserted": N_("asserted"),
    "temporal": N_("close in time only"),
}
BASIS_MEANING = {
    "documented": N_("The event's own words refer to the other."),
    "asserted": N_("A named source draws the connection."),
    "temporal": N_("Only close in time; drawn by the editors."),
}
IN_ENGLISH = N_("The record’s own texts – summaries, what sources say, stories, the codebook – are in English.")
"""What a page in another language says once."""
ACTOR_TYPES = {
    "person": N_("person"),
    "state": N_("state"),
    "ministry": N_("ministry"),
    "armed force": N_("armed force"),
    "organisation": N_("organisation"),
    "newspaper": N_("newspaper"),
    "agency": N_("agency"),
    "news agency": N_("news agency"),
    "international body": N_("international body"),
    "government": N_("government"),
    "think tank": N_("think tank"),
    "company": N_("company"),
    "broadcaster": N_("broadcaster"),
    "parliament": N_("parliament"),
    "intelligence service": N_("intelligence service"),
    "specialist outlet": N_("specialist outlet"),
    "research institute": N_("research institute"),
    "armed group": N_("armed group"),
    "propaganda outlet": N_("propaganda outlet"),
    "party organ": N_("party organ"),
    "party": N_("party"),
    "institute": N_("institute"),
    "group": N_("group"),
    "defence-industry forum": N_("defence-industry forum"),
    "committee": N_("committee"),
}
"""Types of actors in the record, which may have others."""
PUBLISHER_TYPES = {
    "state media": N_("state media"),
    "news agency": N_("news agency"),
    "newspaper": N_("newspaper"),
    "broadcaster": N_("broadcaster"),
    "government": N_("government"),
    "international body": N_("international body"),
    "think tank": N_("think tank"),
    "specialist outlet": N_("specialist outlet"),
    "content farm": N_("content farm"),
}
SOURCE_STANCE_WORDS = {
    "corroborates": N_("bears it out"),
    "denies": N_("contradicts it"),
    "acknowledges": N_("acknowledges it"),
    "context": N_("background"),
}


def name(actor_or_publisher: str, tables: Tables) -> str:
    """The name of an actor, else of a publisher, else the id itself."""
    return name_of(actor_or_publisher, tables.registers)


def publisher_name(publisher: str, tables: Tables) -> str:
    """The name of a publisher, else the id itself."""
    entry = tables.registers.publishers.get(publisher)
    return words.name(entry) if entry else publisher


def category_name(category: str, tables: Tables) -> str:
    """The name of a category, else the id itself: where its register is broken its events still show."""
    entry = tables.registers.categories.get(category)
    return words.name(entry) if entry else category


def of_category(number: int, category: str, tables: Tables) -> str:
    """How many events of a category: "12 statements"."""
    return _("{n} {category}").format(n=f"{number:,}", category=category_name(category, tables).lower())


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
    return _(", ").join(words.name(known[one]) if one in known else one for one in ids)


def sortable(when: Edtf | None) -> str:
    """The start as far as it is known, for a column that is sorted as text: "1954", "2023-08-21 or before", "2023-10-19 or after"."""
    if when is None:
        return ""
    if when.earliest is None:
        return _("{date} or before").format(date=when.first_written)
    if when.text.startswith("["):
        return _("{date} or after").format(date=when.first_written)
    return _("{date} (about)").format(date=when.first_written) if when.approximate else when.first_written


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 event", "3 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def reported(event: Event) -> str:
    """When the event became public, and how long after: "reported 14 August 2023, 2 days later"; empty when not known."""
    if event.reported is None:
        return ""
    day = label(event.reported)
    if event.date.exact and event.reported.exact and event.date.end is not None:
        lag = days_between(event.date.end, event.reported.start)
        if lag > 0:
            return _("reported {date}, {time} later").format(date=day, time=lag_words(lag))
    return _("reported {date}").format(date=day)


def lag_words(days: int) -> str:
    """A time span, coarser as it grows: "2 days", "5 weeks", "9 months"."""
    if days < 21:
        return words.counted(days, "{n} day", "{n} days")
    if days < 90:
        return words.counted(round(days / 7), "{n} week", "{n} weeks")
    return words.counted(round(days / 30.44), "{n} month", "{n} months")


def quantity(figure: Quantity, tables: Tables) -> str:
    """A figure as claimed: "over 1,000 containers (munitions)", without the claimant."""
    return words_in_full(figure, tables.registers)


def origins(sources: Iterable[Source], tables: Tables) -> str:
    """How many origins stand behind the pages that were out, and who: "2 origins on 5 pages: KCNA and Yonhap"."""
    pages = [page for page in sources if was_out(page, tables.on)]
    if not pages:
        return _("no page was out by then")
    distinct = list(dict.fromkeys(origin for page in pages for origin in page.origin))
    return _("{origins} on {pages}: {names}").format(
        origins=words.counted(len(distinct), "{n} origin", "{n} origins"),
        pages=words.counted(len(pages), "{n} page", "{n} pages"),
        names=names(distinct, tables),
    )


def link_kind(link: Link, tables: Tables, *, own: bool) -> str:
    """What a link says of the other event, seen from the one that holds it or (not ``own``) from the other end."""
    kind = tables.registers.link_kinds.get(link.kind)
    if kind is None:
        return link.kind
    return words.name(kind) if own else kind.inverse_in(words.language())


def how_sure(event: Event) -> str:
    """How well the day is known, to be put after it; empty when there is nothing to say."""
    date = event.date
    if date.end is None:
        return _(" · still going on as far as known")
    if date.earliest is None and date.latest:
        return _(" · which day is not known, not later than {date}").format(date=day_label(date.latest))
    if date.exact:
        return _(" · the day is known") if date.start == date.end else _(" · both days are known")
    if date.uncertain and date.earliest == date.start and date.latest == date.end:
        return _(" · the source itself is not sure")
    if date.earliest and date.latest:
        return _(" · between {first} and {last}").format(first=day_label(date.earliest), last=day_label(date.latest))
    return ""


def how_exact(precision: str) -> str:
    """How well a place is known, to be put after its name."""
    known = _HOW_EXACT.get(precision)
    return _(known) if known else ""


_HOW_EXACT = {
    "exact": N_(" · exact"),
    "site": N_(" · place known to the site only"),
    "city": N_(" · place known to the city only"),
    "district": N_(" · place known to the district only"),
    "province": N_(" · place known to the province only"),
    "country": N_(" · place known to the country only"),
    "sea-area": N_(" · sea area, coarse"),
    "undisclosed": N_(" · not disclosed"),
}

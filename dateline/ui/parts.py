"""Pieces that the card, the feed and the event's page are made of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from dateline.address import encode
from dateline.dates import label
from dateline.model import Event, Link
from dateline.registers import Actor, Place, Series
from dateline.search import spans
from dateline.selection import Selection
from dateline.standing import STATUS_MEANING, STATUS_WORDS
from dateline.tables import Tables, kind_names
from dateline.ui import wording
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, filled, node
from dateline.words import _, language, name, title


def query(selection: Selection, event_id: str = "") -> str:
    """The view's query string with this event chosen, beginning with "?"."""
    return f"?{encode(replace(selection, event=event_id))}"


def link_to(event: Event, selection: Selection, text: Node | list[Node], *, css: str = "dl-open") -> Node:
    """A link that chooses an event in place, and opens its own page in a new tab or on a phone."""
    return node(
        "a",
        text,
        css=css,
        href=f"event{query(selection, event.id)}",
        data_action="choose",
        data_value=event.id,
        data_wide_only=True,
    )


def link_to_page(event: Event, selection: Selection, text: Node | list[Node]) -> Node:
    """A link that opens an event's own page."""
    return node("a", text, css="dl-open", href=f"event{query(selection, event.id)}", target="_self")


def claim_address(selection: Selection, claim: str) -> str:
    """Where a claim's thread is, "" for all claims; filters, day and event travel along."""
    return f"claims?{encode(replace(selection, claim=claim))}"


def story_address(selection: Selection, story: str, step: int = 1) -> str:
    """Where a story's step is, "" for all stories; filters and day travel along, what was chosen on another step does not."""
    return f"stories?{encode(replace(selection, story=story, step=step, event='', period=None))}"


def link_to_claim(selection: Selection, claim: str, text: Node | list[Node], *, css: str = "dl-open") -> Node:
    """A link that opens a claim's thread, with "" all claims."""
    return node("a", text, css=css, href=claim_address(selection, claim), target="_self")


def actor_address(selection: Selection, who: str) -> str:
    """Where an actor's page is, "" for all actors; filters and day travel along, what is open besides does not."""
    return f"actors?{encode(replace(selection, who=who, event='', claim=''))}"


def link_to_place(selection: Selection, place: str, tables: Tables) -> Node:
    """The name of a place as a link that shows it on the map; the name alone where nobody knows where it is."""
    entry = tables.registers.places.get(place)
    if entry is None or entry.lat is None:
        return name(entry) if entry else place
    address = f"map?{encode(replace(selection, event='', claim='', place=place))}"
    return node("a", name(entry), css="dl-open", href=address, target="_self")


def link_to_actor(selection: Selection, who: str, tables: Tables, *, in_place: bool = False) -> Node:
    """The name of an actor as a link that opens its page; the name alone of a publisher, which has none.

    ``in_place``: on the page of actors itself, where "open" is an action.
    """
    words = wording.name(who, tables)
    if who not in tables.registers.actors:
        return words
    action = {"data_action": "open", "data_value": who} if in_place else {}
    return node("a", words, css="dl-open", href=actor_address(selection, who), target="_self", **action)


def links_to_actors(ids: Iterable[str], tables: Tables, selection: Selection) -> list[Node]:
    """Names as a list in a sentence, each a link: "KCNA, Yonhap and TASS"."""
    linked = [link_to_actor(selection, who, tables) for who in ids]
    if len(linked) < 2:
        return linked
    most = [piece for one in linked[:-1] for piece in (_(", "), one)][1:]
    return filled(_("{most} and {last}"), most=most, last=linked[-1])


def timeline_address(selection: Selection) -> str:
    """Where a view's events are on the Timeline, from any page; nothing else is open there."""
    return f"./?{encode(replace(selection, event='', claim='', who=''))}"


def link_to_view(page: str, selection: Selection, text: str) -> Node:
    """A link to another page, with the view as it is."""
    return node("a", text, href=f"{page}?{encode(selection)}", target="_self")


def reset(css: str = "") -> Node:
    """A link to the page without filters."""
    return node("a", _("Reset all filters"), href=f"?{encode(Selection(lang=language()))}", css=css or None, target="_self")


def switch(action: str, name: str, options: Iterable[str] | Mapping[str, str], chosen: str) -> Node:
    """Buttons of which one is pressed. ``options``: what each of them sends, and what stands on it where that is something else."""
    words = options if isinstance(options, Mapping) else {}
    buttons = (
        node(
            "button",
            words.get(one, one),
            css="dl-segment",
            aria_pressed=str(one == chosen).lower(),
            data_action=action,
            data_value=one,
            type="button",
        )
        for one in options
    )
    return node("div", *buttons, css="dl-switch", role="group", aria_label=name)


def native_name(native: str) -> Node:
    """A name in its own script, marked with its language where the script tells it."""
    return node("span", f" {native}", css="dl-native", lang=wording.language(native) or None)


def other_script(entry: Actor | Place | Series) -> Node | None:
    """A name in its own script beside the one that is shown; None where that is the same one, or in no other script."""
    native = entry.native
    return native_name(native) if native and not native.isascii() and native != name(entry) else None


def in_place(event: Event, selection: Selection) -> Node:
    """A link that chooses an event on the Event page itself."""
    return node(
        "a",
        title(event),
        node("span", f" {label(event.date)}", css="dl-quiet"),
        href=query(selection, event.id),
        data_action="choose",
        data_value=event.id,
    )


def marked(text: str, words: Collection[str]) -> list[Node]:
    """Text with the words that a search matched in ``mark`` elements."""
    return [node("mark", piece) if hit else piece for piece, hit in spans(text, words)]


def badge(event_id: str, tables: Tables) -> Node:
    """Mark, category, kind and status."""
    located = tables.records[event_id]
    category = tables.registers.categories.get(located.category)
    status = tables.status[event_id]
    return node(
        "p",
        mark(category.symbol if category else "circle", located.category, status),
        node("span", name(category) if category else located.category, css="dl-category", data_colour=located.category),
        node("span", kind_names(tables)[event_id], css="dl-kind"),
        node("span", _(STATUS_WORDS[status]), css=f"dl-status dl-status-{status}", title=_(STATUS_MEANING[status])),
        css="dl-badge",
    )


def when(event: Event) -> Node:
    """When it happened, and when the world knew."""
    late = wording.reported(event)
    claimed = _(" · what is claimed: {date}").format(date=label(event.claimed_date)) if event.claimed_date else None
    return node(
        "p",
        node("time", label(event.date), css="dl-date", datetime=event.date.first_written),
        node("span", f" · {late}", css="dl-quiet") if late else None,
        node("span", claimed, css="dl-quiet") if claimed else None,
        css="dl-when",
    )


def section(heading: str, *content: Node | Iterable[Node] | None) -> Node:
    """A titled part of a document."""
    return node("section", node("h2", heading), *content)


def figures(event: Event, tables: Tables) -> Node | None:
    """Figures as claimed, each with its claimant; None when there are none."""
    if not event.quantities:
        return None
    return section(
        _("Figures as claimed"),
        node(
            "ul",
            *(
                node(
                    "li",
                    node("b", wording.quantity(figure, tables)),
                    node("span", f" — {wording.name(figure.by, tables)}", css="dl-quiet"),
                    node("span", _(", as of {date}").format(date=label(figure.as_of)), css="dl-quiet") if figure.as_of else None,
                )
                for figure in event.quantities
            ),
        ),
    )


def conflicts(event: Event | Series) -> Node | None:
    """Where sources differ; None when they do not."""
    if not event.conflicts:
        return None
    return node(
        "div",
        node("p", node("b", _("Sources differ"))),
        node("ul", *(node("li", conflict.text, _numbers(conflict.sources)) for conflict in event.conflicts)),
        css="dl-conflict",
    )


def _numbers(numbers: Sequence[int]) -> Node | None:
    return node("span", f" [{', '.join(map(str, numbers))}]", css="dl-quiet") if numbers else None


def links(event_id: str, tables: Tables, selection: Selection, *, short: bool) -> Node | None:
    """The linked events, each with what is said of it and on what ground; ``short`` for the card."""
    every = tables.linked[event_id]
    if not every:
        return None
    rows = [row for row in every if selection.follows(row[1])]
    left_out = len(every) - len(rows)
    return section(
        _("Linked events"),
        node("p", _("The filter of links leaves out {n} of {total}.").format(n=left_out, total=len(every)), css="dl-quiet")
        if left_out
        else None,
        node(
            "ul",
            *(
                _link(tables.records[event_id].event, other, link, own, tables, selection, short=short)
                for other, link, own in rows
            ),
            css="dl-links",
        ),
        None if short else node("p", _("A link says what was said or written. It is not a statement of cause."), css="dl-quiet"),
    )


def _link(event: Event, other: Event, link: Link, own: bool, tables: Tables, selection: Selection, *, short: bool) -> Node:
    ground = _(wording.BASIS_WORDS[link.basis])
    if link.by:
        ground = _("{basis} by {who}").format(basis=ground, who=wording.name(link.by, tables))
    holder = event if own else other
    return node(
        "li",
        node("span", f"{wording.link_kind(link, tables, own=own)} ", css="dl-link-kind"),
        link_to(other, selection, title(other)),
        node("span", f" {label(other.date)}", css="dl-quiet"),
        node("span", ground, css=f"dl-basis dl-basis-{link.basis}", title=_(wording.BASIS_MEANING[link.basis])),
        node("span", f" {link.note}", css="dl-quiet") if link.note and not short else None,
        None if short or link.source is None else node("span", " ", source_ref(holder, link.source, tables), css="dl-quiet"),
    )


def source_ref(event: Event, number: int, tables: Tables) -> Node:
    """A link to one source of an event by its number, counted from 1."""
    if not 1 <= number <= len(event.sources):
        return _("source {n}").format(n=number)
    source = event.sources[number - 1]
    return node("a", wording.publisher_name(source.publisher, tables), href=source.url)

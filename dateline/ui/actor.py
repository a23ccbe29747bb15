"""One actor in full, as far as the record says: who it is, what it says of claims, claims and does, its words, its figures, its company.

Everything obeys the filters and the day of the view. Lists are cut at a number that is said; the Timeline, or the table, has the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from dateline import actors, together
from dateline.actors import Said
from dateline.dates import day_label, label
from dateline.model import Event, Quantity, Quote
from dateline.registers import Actor
from dateline.selection import Selection, apply, filters_of
from dateline.tables import Tables
from dateline.ui import arcs, months, parts, stances, wording
from dateline.ui.nodes import Node, filled, node
from dateline.words import _, about, counted, events, language, name, title

MOST_LISTED = 8
"""Events, quotes, figures and others in one list; the latest, or those with the most events."""
MOST_PARTS = 16
"""Parts named at the head."""


def documents(tables: Tables, selection: Selection) -> Iterator[Node]:
    """What stands above the table of its events, and what below."""
    entry = tables.registers.actors[selection.who]
    shown = apply(selection, tables).ids
    ids = actors.events_of(tables, entry.id, shown)
    yield node("article", *_head(entry, ids, shown, tables, selection), css="dl-page dl-actor", data_top=entry.id)
    if ids:
        page = _Page(entry.id, ids, tables, selection)
        yield node("article", *page.sections(), css="dl-page dl-actor")


def _head(entry: Actor, ids: Sequence[str], shown: Sequence[str], tables: Tables, selection: Selection) -> Iterable[Node | None]:
    registered = tables.registers.actors
    native = parts.other_script(entry)
    yield node(
        "p",
        node(
            "a",
            _("← All actors"),
            css="dl-back",
            href=parts.actor_address(selection, ""),
            target="_self",
            data_action="open",
            data_value="",
        ),
    )
    yield node("h1", name(entry), native)
    yield node(
        "p",
        _(wording.ACTOR_TYPES.get(entry.type, entry.type)),
        _(" · also {names}").format(names=_(", ").join(entry.aliases)) if entry.aliases else None,
        css="dl-quiet",
    )
    yield node("p", f"{about(entry).rstrip('.')}.") if entry.about else None
    rows: list[tuple[str, list[Node]]] = []
    above = [one for one in together.above(tables)[entry.id] if one != entry.id and one in registered]
    if above:
        rows.append((_("Part of"), parts.links_to_actors(above, tables, selection)))
    if below := actors.children(registered).get(entry.id):
        rows.append((_("Parts"), _parts(below, actors.counts(tables, ids), tables, selection)))
    if accused := actors.accused_in(tables, entry.id):
        linked = [parts.link_to_claim(selection, one, name(tables.registers.claims[one])) for one in accused]
        rows.append((_("Accused in claims"), [piece for one in linked for piece in (one, _(", "))][:-1]))
    yield node("dl", *(part for term, value in rows for part in (node("dt", term), node("dd", value)))) if rows else None
    yield node("p", *_count(entry, ids, shown, tables, selection))
    yield months.bars(ids, tables)


def _parts(below: Sequence[str], counts: Mapping[str, int], tables: Tables, selection: Selection) -> list[Node]:
    """The parts one step down, most events first; beyond a number only those can be found in the index."""
    order = sorted(below, key=lambda one: (-counts.get(one, 0), wording.name(one, tables)))
    found: list[Node] = []
    for one in order[:MOST_PARTS]:
        found += [
            parts.link_to_actor(selection, one, tables, in_place=True),
            node("span", f" {counts.get(one, 0):,}", css="dl-count"),
            _(", "),
        ]
    rest = len(order) - MOST_PARTS
    return [*found, _("and {n} more in the index of all actors").format(n=rest)] if rest > 0 else found[:-1]


def _count(entry: Actor, ids: Sequence[str], shown: Sequence[str], tables: Tables, selection: Selection) -> Iterable[Node]:
    """How many of the shown events name it, how many more the filters leave out, and the way to them."""
    every = len(actors.events_of(tables, entry.id, tables.records))
    yield from filled(
        _("{events} name {actor}. ")
        if filters_of(selection) == Selection()
        else _("{events} that the filters leave name {actor}. "),
        events=node("b", _of(len(ids), len(shown), tables)),
        actor=_with_parts(entry.id, tables),
    )
    if every > len(ids):
        address = parts.actor_address(replace(selection, actor=(), category=(), status=(), period=None, q=""), entry.id)
        yield _("The filters leave out {n} more. ").format(n=f"{every - len(ids):,}")
        yield node("a", _("Reset the filters"), href=address, target="_self", css="dl-open")
        yield " "
    elif tables.on and not ids:
        yield _("Nothing that names it had become public by then.")
    if ids and (to := _timeline(entry.id, ids, tables, selection)):
        yield node("a", _("On the Timeline"), href=to, target="_self", css="dl-open")


def _of(some: int, every: int, tables: Tables) -> str:
    if tables.on is None:
        return counted(every, "{some} of {n} event", "{some} of {n} events", some=f"{some:,}")
    return counted(
        every,
        "{some} of {n} event known by {date}",
        "{some} of {n} events known by {date}",
        some=f"{some:,}",
        date=day_label(tables.on),
    )


def _with_parts(who: str, tables: Tables) -> str:
    """An actor by name, with its parts where it has some: "Russia or a part of it"."""
    whole = wording.name(who, tables)
    return _("{actor} or a part of it").format(actor=whole) if len(actors.family(tables, who)) > 1 else whole


def _timeline(who: str, ids: Sequence[str], tables: Tables, selection: Selection) -> str:
    """Where these events are on the Timeline; "" where another filter of actors stands, since two actors in it mean either of them."""
    wanted = replace(selection, actor=(who,))
    return parts.timeline_address(wanted) if set(apply(filters_of(wanted), tables).ids) == set(ids) else ""


class _Page:
    """What one actor says, does and is named with, in the events ``ids``."""

    def __init__(self, who: str, ids: Sequence[str], tables: Tables, selection: Selection) -> None:
        self.who, self.ids, self.tables, self.selection = who, ids, tables, selection
        self._name, self._whole = wording.name(who, tables), _with_parts(who, tables)
        self._on_timeline = _timeline(who, ids, tables, selection)

    def sections(self) -> Iterable[Node | None]:
        yield self._claims()
        yield self._roles()
        yield self._words()
        yield self._figures()
        yield self._company()

    def _event(self, event_id: str) -> Event:
        return self.tables.records[event_id].event

    def _rest(self, number: int, tag: str = "li") -> Node | None:
        """That a list was cut, with the way to all events of the actor."""
        if number <= 0:
            return None
        way: Node = (
            node(
                "a",
                _("all events with {actor} are on the Timeline").format(actor=self._name),
                href=self._on_timeline,
                target="_self",
                css="dl-open",
            )
            if self._on_timeline
            else _("all are in the table above")
        )
        return node(tag, _("and {n} more; ").format(n=f"{number:,}"), way, css="dl-quiet")

    def _claims(self) -> Node | None:
        found = actors.stances(self.tables, self.who, self.ids)
        if not found:
            return None
        return parts.section(
            _("Stances on claims"),
            node(
                "p",
                _("Taken by {actor}, by claim. Denials weigh the same as allegations.").format(actor=self._whole),
                css="dl-quiet",
            ),
            *(self._claim(claim, said) for claim, said in found.items()),
        )

    def _claim(self, claim: str, said: Sequence[Said]) -> Node:
        entry = self.tables.registers.claims[claim]
        return node(
            "div",
            node(
                "h3",
                parts.link_to_claim(self.selection, claim, name(entry)),
                node("span", f" {entry.proposition_in(language())}", css="dl-quiet dl-proposition"),
            ),
            node("ul", *(node("li", *self._stance(one)) for one in said), css="dl-plain"),
        )

    def _stance(self, said: Said) -> Iterable[Node]:
        first, last = self._event(said.events[0]), self._event(said.events[-1])
        yield stances.mark(said.stance)
        yield node("b", f"{stances.verb(said.stance)} ")
        if first is last:
            yield _("once, {date}: ").format(date=day_label(said.first))
            yield parts.link_to_page(first, self.selection, title(first))
            return
        yield counted(
            len(said.events), "in {n} event, first {date}: ", "in {n} events, first {date}: ", date=day_label(said.first)
        )
        yield parts.link_to_page(first, self.selection, title(first))
        yield _("; latest {date}: ").format(date=day_label(said.last))
        yield parts.link_to_page(last, self.selection, title(last))

    def _roles(self) -> Node:
        names = self.tables.registers.roles
        found = actors.roles(self.tables, self.who, self.ids)
        said = actors.claimed_by(self.tables, self.who, self.ids)
        return parts.section(
            _("Says so, and roles in events"),
            node(
                "div",
                self._folded(_("says so"), said) if said else None,
                *(self._folded(name(names[role]) if role in names else role, events) for role, events in found.items()),
                css="dl-roles",
            ),
        )

    def _folded(self, role: str, found: Mapping[str, Sequence[str]]) -> Node:
        """A role or the like with its events, the latest first, behind its name and number."""
        latest = list(found)[::-1][:MOST_LISTED]
        return node(
            "details",
            node("summary", node("b", role), node("span", f" {events(len(found))}", css="dl-quiet")),
            node("ul", *(self._item(one, found[one]) for one in latest), self._rest(len(found) - len(latest)), css="dl-plain"),
        )

    def _item(self, event_id: str, whom: Sequence[str]) -> Node:
        event = self._event(event_id)
        through = [one for one in whom if one != self.who]
        return node(
            "li",
            node("time", label(event.date), css="dl-day", datetime=event.date.first_written),
            " ",
            parts.link_to_page(event, self.selection, title(event)),
            node("span", f" · {wording.names(through, self.tables)}", css="dl-quiet") if through else None,
        )

    def _words(self) -> Node | None:
        found = actors.quotes(self.tables, self.who, self.ids)[::-1]
        if not found:
            return None
        return parts.section(
            _("Quotes"),
            node("p", counted(len(found), "{n} quote, the latest first.", "{n} quotes, the latest first."), css="dl-quiet"),
            *(self._quote(event_id, quote) for event_id, quote in found[:MOST_LISTED]),
            self._rest(len(found) - MOST_LISTED, "p"),
        )

    def _quote(self, event_id: str, quote: Quote) -> Node:
        event = self._event(event_id)
        speaker = f"{wording.name(quote.speaker, self.tables)}, " if quote.speaker != self.who else ""
        return node(
            "blockquote",
            node("p", _("“{text}”").format(text=quote.text)),
            node(
                "footer",
                *filled(
                    _("{speaker}, as given by {source}"),
                    speaker=f"{speaker}{label(event.date)}",
                    source=parts.source_ref(event, quote.source, self.tables),
                ),
                " · ",
                parts.link_to_page(event, self.selection, title(event)),
            ),
        )

    def _figures(self) -> Node | None:
        found = actors.figures(self.tables, self.who, self.ids)
        if not found:
            return None
        return parts.section(
            _("Figures as claimed"),
            node(
                "p",
                _("By claim. Figures of one claim may count different things; none is added to another."),
                css="dl-quiet",
            ),
            node("div", *(self._figures_on(claim, rows) for claim, rows in found.items()), css="dl-roles"),
        )

    def _figures_on(self, claim: str, rows: Sequence[tuple[str, Quantity]]) -> Node:
        entry = self.tables.registers.claims.get(claim)
        latest = rows[::-1][:MOST_LISTED]
        return node(
            "details",
            node(
                "summary",
                node("b", name(entry) if entry else _("On no claim")),
                node("span", " ", counted(len(rows), "{n} figure", "{n} figures"), css="dl-quiet"),
            ),
            node(
                "ul",
                *(self._figure(event_id, figure) for event_id, figure in latest),
                self._rest(len(rows) - len(latest)),
                css="dl-plain",
            ),
            node("p", parts.link_to_claim(self.selection, claim, _("The claim with everybody's figures"))) if entry else None,
        )

    def _figure(self, event_id: str, figure: Quantity) -> Node:
        event = self._event(event_id)
        by = f" — {wording.name(figure.by, self.tables)}" if figure.by != self.who else ""
        return node(
            "li",
            node("time", label(event.date), css="dl-day", datetime=event.date.first_written),
            " ",
            node("b", wording.quantity(figure, self.tables)),
            node("span", f"{by}: ", css="dl-quiet"),
            parts.link_to_page(event, self.selection, title(event)),
        )

    def _company(self) -> Node | None:
        found = together.company(self.tables, self.who, self.ids)
        if not found:
            return None
        network = together.network(self.tables, self.ids, self.who)
        return parts.section(_("Named together with"), arcs.picture(network, found, self.tables, self.selection, self.who))

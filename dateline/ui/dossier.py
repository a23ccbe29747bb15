"""One event in full: everything the record knows about it, as its own page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.dates import day_label, label
from dateline.model import ClaimStance, Event, Source, Stance
from dateline.registers import Series
from dateline.selection import Selection, neighbours
from dateline.standing import CLAIM_WORDS, STATUS_MEANING, STATUS_WORDS, became_public, status_history, was_out
from dateline.tables import Tables
from dateline.ui import chain, cite, lately, parts, stances, wording
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, filled, node
from dateline.words import _, about, counted, language, name, title

NEAR_DAYS = 30


def page(
    event_id: str,
    tables: Tables,
    selection: Selection,
    *,
    yaml: str,
    line_link: str | None,
    base: str = "",
    report: Node | None = None,
) -> Node:
    """Everything about one event. ``base``: where readers reach the dashboard; ``report``: how to report a mistake in it."""
    located = tables.records[event_id]
    event = located.event
    return node(
        "article",
        parts.badge(event_id, tables),
        node("h1", title(event)),
        parts.when(event),
        node("p", event.summary, css="dl-summary dl-lead"),
        parts.conflicts(event),
        node(
            "div",
            node("div", _facts(event_id, tables, selection), css="dl-column"),
            node("div", *_words_and_figures(event, tables, selection), css="dl-column"),
            css="dl-columns",
        ),
        parts.links(event_id, tables, selection, short=False),
        chain.show(event_id, tables, selection),
        _sources(event, tables),
        _series(event, tables),
        _neighbours(event_id, tables, selection),
        parts.section(_("Cite"), cite.event(event_id, tables, base)),
        _record(event_id, tables, yaml, line_link, report),
        css="dl-page",
        data_top=event_id,
    )


def _facts(event_id: str, tables: Tables, selection: Selection) -> Node:
    event = tables.records[event_id].event
    status = tables.status[event_id]
    place = tables.registers.places.get(event.place)
    series = tables.registers.series.get(event.series or "")
    roles = tables.registers.roles
    rows: list[tuple[str, Node | list[Node]]] = [
        (_("When"), [label(event.date), node("span", wording.how_sure(event), css="dl-quiet")]),
        (_("Became public"), label(event.reported) if event.reported else _("not known")),
        (_("Says so"), parts.links_to_actors(event.claimed_by, tables, selection)),
        (
            _("Standing"),
            [
                node("b", _(STATUS_WORDS[status])),
                node("span", f" {_(STATUS_MEANING[status])}", css="dl-quiet"),
                *_before(event, tables),
            ],
        ),
        (
            _("Who"),
            node(
                "ul",
                *(
                    node(
                        "li",
                        parts.link_to_actor(selection, part.who, tables),
                        _native(part.who, tables),
                        node("span", f" {name(roles[part.role]) if part.role in roles else part.role}", css="dl-quiet"),
                    )
                    for part in event.actors
                ),
            ),
        ),
        (
            _("Where"),
            [
                parts.link_to_place(selection, event.place, tables),
                node("span", wording.how_exact(place.precision) if place else "", css="dl-quiet"),
            ],
        ),
    ]
    if event.claimed_date:
        rows.insert(1, (_("What is claimed is dated"), label(event.claimed_date)))
    if series:
        rows.append((_("Series"), [name(series), node("span", f" {about(series)}", css="dl-quiet")]))
    if event.weapons:
        rows.append((_("Weapons"), wording.weapons(event.weapons, tables)))
    return node("dl", *(part for term, value in rows for part in (node("dt", term), node("dd", value))))


def _before(event: Event, tables: Tables) -> Iterable[Node]:
    """How the event's own standing changed, where it did: each with the day from which it held."""
    others = [other for other, _link, own in tables.linked[event.id] if not own]
    history = [step for step in status_history(event, others, tables.registers) if tables.on is None or step[0] <= tables.on]
    if len(history) > 1:
        yield node(
            "ol",
            *(
                node(
                    "li",
                    *filled(
                        _("from {date} {standing}"),
                        date=node("span", day_label(day), css="dl-quiet"),
                        standing=_(STATUS_WORDS[status]),
                    ),
                )
                for day, status in history
            ),
            css="dl-history",
        )


def _native(actor: str, tables: Tables) -> Node | None:
    entry = tables.registers.actors.get(actor)
    return parts.other_script(entry) if entry else None


def _words_and_figures(event: Event, tables: Tables, selection: Selection) -> Iterable[Node | None]:
    if event.quotes:
        yield parts.section(
            _("In their words"),
            *(
                node(
                    "blockquote",
                    node("p", _("“{text}”").format(text=quote.text)),
                    node(
                        "footer",
                        *filled(
                            _("{speaker}, as given by {source}"),
                            speaker=wording.name(quote.speaker, tables),
                            source=parts.source_ref(event, quote.source, tables),
                        ),
                    ),
                )
                for quote in event.quotes
            ),
        )
    yield parts.figures(event, tables)
    if event.stances:
        yield parts.section(
            _("What it says about a claim"),
            node("ul", *(_on_claim(said, event, tables, selection) for said in _by_claim(event))),
        )
    if event.note:
        yield parts.section(_("Editor's note"), node("p", event.note))


def _by_claim(event: Event) -> Iterable[list[ClaimStance]]:
    """Stances on one claim together, in the order in which the record first names them."""
    found: dict[str, list[ClaimStance]] = {}
    for stance in event.stances:
        found.setdefault(stance.claim, []).append(stance)
    return found.values()


def _on_claim(said: Sequence[ClaimStance], event: Event, tables: Tables, selection: Selection) -> Node:
    """Who takes which stance on a claim here, a link to its thread, and its standing then and now."""
    claim = said[0].claim
    entry = tables.registers.claims.get(claim)
    by_stance: dict[Stance, list[str]] = {}
    for stance in said:
        by_stance.setdefault(stance.stance, []).append(stance.by)
    who = "; ".join(stances.says(wording.names(by, tables), stance, len(by)) for stance, by in by_stance.items())
    return node(
        "li",
        node("b", f"{who}: "),
        parts.link_to_claim(selection, claim, entry.proposition_in(language())) if entry else claim,
        node("span", f" · {standing}", css="dl-quiet") if (standing := _then_and_now(claim, event, tables)) else None,
    )


def _then_and_now(claim: str, event: Event, tables: Tables) -> str:
    """The claim's standing when the event became public, and as far as these tables know: "then: alleged; today: acknowledged"."""
    thread = tables.threads.get(claim)
    if thread is None:
        return ""
    then, now = thread.on(became_public(event)).word, thread.on().word
    if then is None or now is None:
        return ""
    before, after = _(CLAIM_WORDS[then]).lower(), _(CLAIM_WORDS[now]).lower()
    if tables.on:
        words = _("then and on {date}: {after}") if then == now else _("then: {before}; on {date}: {after}")
        return words.format(before=before, after=after, date=day_label(tables.on))
    return (_("then and today: {after}") if then == now else _("then: {before}; today: {after}")).format(
        before=before, after=after
    )


def _sources(event: Event, tables: Tables) -> Node:
    return parts.section(
        _("Sources"),
        node("p", wording.origins(event.sources, tables), css="dl-quiet"),
        node("ol", *(_source(source, tables) for source in event.sources), css="dl-sources"),
        node("p", _("Only one publisher vouches for it: "), event.sole_source, css="dl-quiet") if event.sole_source else None,
    )


def _source(source: Source, tables: Tables) -> Node:
    publisher = tables.registers.publishers.get(source.publisher)
    about = f"{_(wording.PUBLISHER_TYPES.get(publisher.type, publisher.type))}, {publisher.country}" if publisher else ""
    stance = wording.SOURCE_STANCE_WORDS.get(source.stance)
    return node(
        "li",
        node("a", name(publisher) if publisher else source.publisher, href=source.url),
        node("span", f" {about}", css="dl-quiet"),
        node(
            "span", f" · {label(source.published)}" if source.published else _(" · day of publication not known"), css="dl-quiet"
        ),
        None if was_out(source, tables.on) else node("span", _(" · came out later, so it does not count here"), css="dl-quiet"),
        node("span", _("weak source"), css="dl-weak", title=_("A mirror or content farm, kept because nothing better was found"))
        if source.weak
        else None,
        node("br"),
        *filled(_("From {origins}"), origins=node("b", wording.names(source.origin, tables))),
        node("span", _(stance), css=f"dl-basis dl-stance-{source.stance}") if stance else None,
        f": {source.supports}",
        node("br"),
        node("span", source.url, css="dl-url"),
        node("span", " · ", node("a", _("archived copy"), href=source.archived), css="dl-quiet") if source.archived else None,
    )


def _series(event: Event, tables: Tables) -> Node | None:
    """The drill's lineage: its series and every one before it, with where that is known from."""
    known = tables.registers.series
    if not event.series or event.series not in known:
        return None
    line = [event.series]
    for one in line:
        line += [before for before in known[one].predecessors if before in known and before not in line]
    return parts.section(_("The drill and its predecessors"), *(_series_entry(known[one], tables) for one in line))


def _series_entry(series: Series, tables: Tables) -> Node:
    years = _("{first} – {last}").format(
        first=label(series.start) if series.start else _("start not known"), last=label(series.to) if series.to else _("today")
    )
    return node(
        "div",
        node("h3", name(series), parts.other_script(series)),
        node("p", f"{years}. {about(series)}", _(" Season: {season}.").format(season=series.season) if series.season else None),
        node("p", node("b", _("Named after: ")), series.named_after) if series.named_after else None,
        parts.conflicts(series),
        node("ol", *(_source(source, tables) for source in series.sources), css="dl-sources") if series.sources else None,
        css="dl-series",
    )


def _neighbours(event_id: str, tables: Tables, selection: Selection) -> Node:
    start = tables.records[event_id].event.date.start
    items = []
    for other_id in neighbours(event_id, tables, NEAR_DAYS):
        other = tables.records[other_id].event
        days = (other.date.start - start).days
        located = tables.records[other_id]
        category = tables.registers.categories.get(located.category)
        items.append(
            node(
                "li",
                node("span", _distance(days), css="dl-offset"),
                mark(category.symbol if category else "circle", located.category, tables.status[other_id]),
                parts.link_to(other, selection, title(other)),
                css="dl-before" if days < 0 else "dl-after" if days > 0 else "dl-same",
            )
        )
    return parts.section(
        counted(NEAR_DAYS, "{n} day before and after", "{n} days before and after"),
        node("p", _("Nearness in time is only that."), css="dl-quiet"),
        node("ul", *items, css="dl-neighbours") if items else node("p", _("No other event in the record."), css="dl-quiet"),
    )


def _distance(days: int) -> str:
    if days == 0:
        return _("same day")
    if days > 0:
        return counted(days, "{n} day later", "{n} days later")
    return counted(-days, "{n} day before", "{n} days before")


def _record(event_id: str, tables: Tables, yaml: str, line_link: str | None, report: Node | None) -> Node:
    located = tables.records[event_id]
    where = _("{file}, line {n}").format(file=located.path, n=located.line)
    reviewed = located.event.reviewed
    return parts.section(
        _("The record, and its history"),
        lately.of_event(located.event),
        node("p", *filled(_("Formerly {ids}."), ids=_former(located.event.former_ids))) if located.event.former_ids else None,
        node(
            "p",
            _("A second reader compared it with its sources on {date}.").format(date=label(reviewed))
            if reviewed
            else _("No second reader has compared it with its sources yet."),
        ),
        node("p", _("In the record: "), node("a", where, href=line_link) if line_link else node("code", where)),
        node("details", node("summary", _("The record as written")), node("pre", node("code", yaml))) if yaml else None,
        report,
    )


def _former(ids: Sequence[str]) -> Node:
    """Ids that an event had before."""
    return node("span", *(part for n, one in enumerate(ids) for part in ((_(", ") if n else ""), node("code", one))))


def turn(event_id: str, ids: Sequence[str], tables: Tables, selection: Selection) -> Node:
    """Previous and next event among those shown; among all when this one is not shown."""
    order = list(ids) if event_id in ids else list(tables.records)
    at = order.index(event_id)
    steps: list[Node] = []
    for words, to in ((_("← Previous"), at - 1), (_("Next →"), at + 1)):
        if 0 <= to < len(order):
            other = tables.records[order[to]].event
            steps.append(
                node(
                    "a",
                    node("b", words),
                    node("span", f" {title(other)}"),
                    css="dl-turn",
                    href=parts.query(selection, other.id),
                    data_action="choose",
                    data_value=other.id,
                )
            )
    return node("nav", *steps, css="dl-turns", aria_label=_("Previous and next event"))

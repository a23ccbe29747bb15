"""The Timeline page's parts: its header, the chart, the card beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from dateline import quantities
from dateline import selection as selections
from dateline.address import encode
from dateline.dates import day_label, month_label, span
from dateline.figures.counts import rows_of
from dateline.selection import Selection
from dateline.tables import Tables, remembered
from dateline.ui import articles, listing, nodes, paper, parts, record, report, state, timeline, tour, wording
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.views import View
from dateline.words import ENGLISH, N_, _, about, counted, language, listed, name, title

_LANES = {"category": N_("by category"), "actor": N_("by actor")}


def header(view: View) -> None:
    """How many events are shown and why not all, the lanes switch, copy link; on paper the chart's heading instead."""
    document = _header(view.tables, view.selection, record.address())
    # The chart is told here, which saves a component.
    told = nodes.pack(node("span", data_timeline=_told(view)))
    nodes.show("dl-header", nodes.joined(document, told), {"lanes": lambda value: state.set_choice("lanes", value)})


@remembered
def _header(tables: Tables, selection: Selection, base: str) -> Packed:
    view = View(tables, selection, selections.apply(selection, tables), tables)
    lanes = parts.switch("lanes", _("Lanes"), {one: _(words) for one, words in _LANES.items()}, view.selection.lanes)
    copy = node(
        "button",
        _("Copy link"),
        css="dl-button",
        data_copy_link=f"?{encode(view.selection)}",
        type="button",
        title=_("One link that opens exactly this view"),
    )
    printed = node(
        "button",
        _("Print"),
        css="dl-button",
        data_print=True,
        type="button",
        title=_("One page: the chart, its filters in words, its link"),
    )
    head = node(
        "header",
        node("h1", _("Timeline"), css="dl-unseen"),
        node("p", listing.count_sentence(view), css="dl-counts", data_say="counts"),
        node("span", _("Lanes"), css="dl-quiet"),
        lanes,
        copy,
        printed,
        tour.button(),
        css="dl-header",
    )
    return nodes.pack([paper.heading(view, base), head])


def show(view: View, *, alone: bool = True) -> None:
    """The chart of every event that passes the filters; the period is its window. ``alone``: without :func:`header`."""
    selection, tables = view.selection, view.tables
    timeline.mount(
        tables,
        view.shown.drawn,
        lanes=selection.lanes,
        period=selection.period,
        event=selection.event or None,
        on_event=lambda event_id: state.choose(event_id, tables),
        on_period=state.set_period,
        on_links=lambda: state.set_ids("basis", selections.BASES, tables),
        told=_told(view) if alone else None,
    )


def _told(view: View) -> str:
    selection = view.selection
    return timeline.telling(
        period=selection.period,
        event=selection.event or None,
        follows=(selection.link, selection.basis) if selection.link or selection.basis else None,
        alt=takeaway(view.tables, view.shown.drawn),
    )


@remembered
def takeaway(tables: Tables, drawn: tuple[str, ...]) -> str:
    """The chart in one sentence."""
    if not drawn:
        return _("Timeline without events: no event passes the filters.")
    rows = np.flatnonzero(rows_of(tables, drawn))
    starts = tables.events["start"].to_numpy()[rows].astype("datetime64[D]")
    codes, names = tables.coded["category"]
    # The most first; of as many, the one that came first.
    found, at, many = np.unique(codes[rows], return_index=True, return_counts=True)
    order = np.lexsort((at, -many))[:3]
    most = [wording.of_category(int(many[n]), names[found[n]], tables) for n in order]
    words = counted(
        len(rows),
        "Timeline of {n} event, {period}: most are {categories}. The same events stand below as a feed and a table.",
        "Timeline of {n} events, {period}: most are {categories}. The same events stand below as a feed and a table.",
        period=span(starts.min().item(), starts.max().item()),
        categories=listed(most),
    )
    months, events = np.unique(starts.astype("datetime64[M]"), return_counts=True)
    peak = int(events.argmax())
    busiest = _("The busiest month is {month} with {n}.").format(month=month_label(months[peak].item()), n=events[peak])
    return f"{words} {busiest}" if len(months) > 1 else words


def place() -> str:
    """Key of what holds chart and card, which the style sheet puts beside each other: columns of Streamlit's would cost three messages a run.

    On a phone it comes after the feed, unless the reader came for an event.
    """
    return "dl-picture-first" if state.opened_on_event() else "dl-picture"


def beside(view: View) -> None:
    """The chosen event's card, or how to begin."""
    selection, tables = view.selection, view.tables
    content: Node | Packed
    if selection.event:
        scroll = "always" if state.was_picked() else "narrow" if state.opened_on_event() else None
        left_out = selection.event not in view.shown.ids
        content = articles.card(
            selection.event,
            tables,
            selection,
            view.shown.words,
            left_out=left_out,
            scroll=scroll,
            report=report.offer(selection.event, tables),
        )
    else:
        content = _welcome(tables, selection)
    nodes.show("dl-card", content, {"choose": lambda value: state.choose(value, tables)})


@remembered
def _welcome(tables: Tables, selection: Selection) -> Packed:
    """What stands there while no event is chosen."""
    events = tables.events
    content = node(
        "article",
        node("h2", _("Who said what, and when")),
        node(
            "p",
            f"{sentence(about(tables.registers.home))} ",
            _("Choose an event in the chart, or walk with ← and →."),
        ),
        node("p", _(wording.IN_ENGLISH), css="dl-quiet") if language() != ENGLISH else None,
        _stories(tables, selection),
        _news(tables, selection),
        _headlines(tables, selection),
        node("p", _reach(events["start"].min().date(), events["start"].max().date()), css="dl-quiet")
        if not events.empty
        else None,
        css="dl-card dl-welcome",
    )
    return nodes.pack(content)


def sentence(text: str) -> str:
    """A text as a sentence: it begins with a capital and ends with a full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _stories(tables: Tables, selection: Selection) -> Node | None:
    """Where to begin: the case that began it, and the stories."""
    known = tables.records
    first = tables.registers.home.case or ""
    case = parts.link_to(known[first].event, selection, _("the case that began it")) if first in known else None
    # A story's name up to its colon is enough to choose by.
    stories = (
        node("a", name(story).partition(":")[0], href=parts.story_address(selection, story.id), target="_self", title=name(story))
        for story in tables.registers.stories.values()
    )
    links = [piece for link in stories for piece in (" · ", link)][1:]
    if case is None and not links:
        return None
    if case and links:
        return node("p", *filled(_("Start with {case}, or with a story: {stories}"), case=case, stories=links), css="dl-begin")
    return node("p", *filled(_("Start with {case}"), case=case or links), css="dl-begin")


NEWS = 4
"""Events named as new."""
NEWS_WEEKS = 4
"""How far before the last day of the record the link to what is new begins."""


def _news(tables: Tables, selection: Selection) -> Node | None:
    """The events that became public last, and a link to what changed in the weeks before the last of them; None when there are none."""
    order = np.lexsort((tables.ids, tables.public))[: -NEWS - 1 : -1]
    public = [(tables.public[n].item(), tables.ids[n]) for n in order]
    if not public:
        return None
    since = public[0][0] - timedelta(weeks=NEWS_WEEKS)
    latest, *others = [
        node(
            "li",
            node("span", f"{day_label(day)} ", css="dl-quiet"),
            parts.link_to(tables.records[one].event, selection, title(tables.records[one].event)),
        )
        for day, one in public
    ]
    return node(
        "section",
        node("h3", _("What is new in the record")),
        node("ul", latest),
        node("details", node("summary", _("{n} before it").format(n=len(others)), css="dl-quiet"), node("ul", *others))
        if others
        else None,
        node(
            "p",
            node(
                "a",
                _("All that changed since {date}").format(date=day_label(since)),
                href=f"./?{encode(replace(selection, since=since))}",
                target="_self",
            ),
        ),
        css="dl-news",
    )


def _headlines(tables: Tables, selection: Selection) -> Node | None:
    """The latest figures as claimed, each with its claimant and day; None when nobody gave one."""
    found = _claimed_last(tables)
    if not found:
        return None
    return node(
        "section",
        node("h3", _("Figures as claimed, the latest")),
        node(
            "ul",
            *(
                node(
                    "li",
                    parts.link_to(tables.records[one.event].event, selection, node("b", one.figure)),
                    f" {one.of}" if one.of else None,
                    node("span", f" — {one.claimant}, {day_label(one.day)}", css="dl-quiet"),
                )
                for one in found
            ),
        ),
        node("p", node("a", _("All claims, and who denies them"), href=parts.claim_address(selection, ""), target="_self")),
        css="dl-headlines",
    )


@remembered
def _claimed_last(tables: Tables) -> list[quantities.Headline]:
    asked = [(claim.id, claim.headline) for claim in tables.registers.claims.values() if claim.headline]
    return quantities.headline(tables, asked)


def _reach(first: date, last: date) -> str:
    words = _("The record reaches from {year} to {date}. A day without an event is a day without a record, not a quiet day.")
    return words.format(year=first.year, date=day_label(last))

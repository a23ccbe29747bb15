"""The chain of an event on its page: a small graph on an axis of dates, and the same as a numbered account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dateline import chains
from dateline.chains import Chain, Tie
from dateline.dates import days_between, label
from dateline.model import Event
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import parts, wording
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, filled, node
from dateline.words import _, counted, title

OFFERED = (1, 2, 3, 4)
"""Steps on offer."""
REACHES: tuple[int, ...] = (30, 90, 365)
"""Days from the event that are on offer beside any distance."""
ROW, HEAD = 22, 16
"""Pixels: height of a row, and of the line of years below."""
EDGE = 3.0
"""Percent of the width kept free at either end."""
TITLE = 118
"""Characters that the whole width has room for."""


def show(event_id: str, tables: Tables, selection: Selection) -> Node | None:
    """What links lead to from an event; None where it has none."""
    if not tables.linked[event_id]:
        return None
    chain = chains.walk(tables, event_id, steps=selection.steps, days=selection.days, follows=selection.follows)
    return parts.section(
        _("What led here, and what followed"),
        node(
            "p",
            _(
                "Along the links of the record, never back in time. That one event stands before another does not say that it caused it."
            ),
            css="dl-quiet",
        ),
        _controls(selection),
        *_content(chain, tables, selection),
    )


def _controls(selection: Selection) -> Node:
    reach = str(selection.days or "any")
    reaches = [*map(str, REACHES), "any"]
    offered = reaches if reach in reaches else [reach, *reaches]
    return node(
        "div",
        node("span", _("Steps"), css="dl-quiet"),
        parts.switch("steps", _("Steps"), map(str, OFFERED), str(selection.steps)),
        node("span", _("Days from it"), css="dl-quiet"),
        parts.switch("days", _("Days from it"), {one: _("any") if one == "any" else one for one in offered}, reach),
        css="dl-chain-controls",
    )


def _content(chain: Chain, tables: Tables, selection: Selection) -> Iterable[Node]:
    hidden = _hidden(chain.event, tables, selection)
    if hidden:
        yield node("p", hidden, css="dl-quiet")
    if not chain.ties:
        # Where any distance will do, all its links are hidden, which is told.
        if selection.days is not None:
            yield node("p", _("No link reaches an event within these days."), css="dl-quiet")
        return
    order = (*chain.before, chain.event, *chain.after)
    numbers = {one: n for n, one in enumerate(order, 1)}
    yield _graph(order, chain, tables)
    for heading, side in ((_("What led here"), chain.before), (_("What followed"), chain.after)):
        if side:
            yield node("h3", heading)
            yield node("ol", *(_item(one, chain, numbers, tables, selection) for one in side), css="dl-chain-account")
    yield node(
        "p",
        _("This event is number {n}.").format(n=numbers[chain.event]),
        counted(
            chain.left_out,
            " {n} more event further off or more steps away left out.",
            " {n} more events further off or more steps away left out.",
        )
        if chain.left_out
        else None,
        css="dl-quiet",
    )


def _hidden(event_id: str, tables: Tables, selection: Selection) -> str:
    """What the filter of links keeps out of the chain, in a sentence."""
    rows = tables.linked[event_id]
    kept = sum(selection.follows(link) for _other, link, _own in rows)
    if kept == len(rows):
        return ""
    return counted(
        len(rows),
        "{kept} of {n} link of this event pass the filter of links.",
        "{kept} of {n} links of this event pass the filter of links.",
        kept=kept,
    )


def _item(event_id: str, chain: Chain, numbers: dict[str, int], tables: Tables, selection: Selection) -> Node:
    located = tables.records[event_id]
    category = tables.registers.categories.get(located.category)
    return node(
        "li",
        node(
            "p",
            mark(category.symbol if category else "circle", located.category, tables.status[event_id]),
            node("b", str(numbers[event_id]), css="dl-chain-number"),
            node("time", label(located.event.date), css="dl-day", datetime=located.event.date.first_written),
            parts.link_to(located.event, selection, title(located.event)),
        ),
        node("ul", *(_step(tie, numbers, tables) for tie in chain.ties if tie.far == event_id)),
        value=str(numbers[event_id]),
    )


def _step(tie: Tie, numbers: dict[str, int], tables: Tables) -> Node:
    """One link in words, seen from the far end: "denounces 4: its own words refer to it (KCNA)"."""
    link = tie.link
    near, far = tables.records[tie.near].event, tables.records[tie.far].event
    target = node("b", str(numbers[tie.near]), title=title(near))
    if link.basis == "temporal":
        days = abs(days_between(near.date.start, far.date.start))
        return node(
            "li",
            *filled(
                counted(
                    days,
                    "close in time to {event} ({n} day apart); no source connects them",
                    "close in time to {event} ({n} days apart); no source connects them",
                    event="{event}",
                ),
                event=target,
            ),
            node("span", f" · {link.note}", css="dl-quiet") if link.note else None,
            css="dl-link-temporal",
        )
    words = wording.link_kind(link, tables, own=not tie.own)
    holder = near if tie.own else far
    return node(
        "li",
        *filled(
            _("{link} {event}"), link=node("span", words, data_colour=_colour(tie, tables), css="dl-link-kind"), event=target
        ),
        node("span", f" · {_ground(tie, holder, tables)}", css="dl-quiet"),
        node("span", " ", parts.source_ref(holder, link.source, tables), css="dl-quiet") if link.source else None,
    )


def _ground(tie: Tie, holder: Event, tables: Tables) -> str:
    if tie.link.basis == "asserted":
        return _("{who} connects them:").format(who=wording.name(tie.link.by or "", tables))
    if _later(tie, holder, tables):
        return _("the words of the later one refer to the other:")
    return _("the words of the earlier one refer to the other:")


def _later(tie: Tie, holder: Event, tables: Tables) -> bool:
    other = tie.far if holder.id == tie.near else tie.near
    return tables.position[holder.id] > tables.position[other]


def _colour(tie: Tie, tables: Tables) -> str:
    kind = tables.registers.link_kinds.get(tie.link.kind)
    return f"link-{kind.family}" if kind else "link-mentions"


def _graph(order: Sequence[str], chain: Chain, tables: Tables) -> Node:
    """A row an event, in order of date from top to bottom, its mark at its date; the account below says the same in words."""
    starts = [tables.records[one].event.date.start for one in order]
    span = max(days_between(starts[0], starts[-1]), 1)
    x = {
        one: EDGE + (100 - 2 * EDGE) * days_between(starts[0], day) / span if starts[0] != starts[-1] else 50.0
        for one, day in zip(order, starts, strict=True)
    }
    y = {one: ROW * n + ROW / 2 for n, one in enumerate(order)}
    height = ROW * len(order)
    lines = [
        node(
            "line",
            x1=f"{x[tie.near]:.2f}%", y1=f"{y[tie.near]:.0f}", x2=f"{x[tie.far]:.2f}%", y2=f"{y[tie.far]:.0f}",
            css=f"dl-chain-line dl-link-{tie.link.basis}",
            data_colour=_colour(tie, tables),
        )
        for tie in chain.ties
    ]  # fmt: skip
    marks = [_point(n, one, x[one], y[one], chain, tables) for n, one in enumerate(order, 1)]
    years = [
        node("text", str(year), x=f"{at:.2f}%", y=str(height + HEAD - 4), css="dl-chain-year")
        for year, at in _years(starts[0].year, starts[-1].year, starts[0].toordinal(), span)
    ]
    words = _("Chain of links: {before} before and {after} after, as listed below.").format(
        before=counted(len(chain.before), "{n} event", "{n} events"), after=counted(len(chain.after), "{n} event", "{n} events")
    )
    ends = [label(tables.records[one].event.date) for one in (order[0], order[-1])]
    reach = _("It reaches from {first} to {last}.").format(first=ends[0], last=ends[1])
    return node(
        "svg", *lines, *marks, *years,
        css="dl-chain", height=str(height + HEAD), width="100%", role="img", aria_label=f"{words} {reach}",
    )  # fmt: skip


def _years(first: int, last: int, begin: int, span: int) -> Iterable[tuple[int, float]]:
    """First days of years inside the span with their places, at most eight."""
    step = -(-(last - first) // 8) or 1
    for year in range(first + 1, last + 1, step):
        yield year, EDGE + (100 - 2 * EDGE) * (date(year, 1, 1).toordinal() - begin) / span


def _point(number: int, event_id: str, x: float, y: float, chain: Chain, tables: Tables) -> Node:
    located = tables.records[event_id]
    event = located.event
    category = tables.registers.categories.get(located.category)
    left = x > 55
    most = int((x if left else 100 - x) / 100 * TITLE) - 8
    whole = title(event)
    words = whole if len(whole) <= most else f"{whole[: max(most - 1, 8)].rstrip()}…"
    chosen = event_id == chain.event
    return node(
        "svg",
        node("title", f"{number}. {label(event.date)}: {whole}"),
        node("circle", r="9", css="dl-chain-ring") if chosen else None,
        node("circle", r="6.5", css="dl-chain-back"),
        mark(category.symbol if category else "circle", located.category, tables.status[event_id], around=14),
        node(
            "text",
            f"{number}",
            x="-12" if left else "12",
            y="4",
            css=f"dl-chain-digit{' dl-left' if left else ''}",
        ),
        node(
            "text",
            words,
            x=f"{-30 if left else 30}",
            y="4",
            css=f"dl-chain-title{' dl-left' if left else ''}{' dl-chain-here' if chosen else ''}",
        ),
        x=f"{x:.2f}%",
        y=f"{y:.0f}",
        css="dl-chain-point",
    )

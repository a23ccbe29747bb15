"""Who is named together with whom, drawn: actors one below the other, a line for two that share events. Its twins are lists and a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from dateline.dates import label, span
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.together import Network, Pair
from dateline.ui import parts, wording
from dateline.ui.marks import mark
from dateline.ui.nodes import Node, node
from dateline.words import N_, _, counted, events

ROW, WIDTH = 24, 190
"""Pixels: height of an actor's row, and how far the longest line reaches to the right."""
NAMED = 12
"""Pairs named in words beside the drawing; the table has all."""
MEANING = N_(
    "A line joins two that are named in the same events, as doing something, as addressed or as who says so. That they appear together "
    "says nothing more: not that they agree, met or act together."
)


def picture(network: Network, company: Sequence[Pair], tables: Tables, selection: Selection, who: str = "") -> Node:
    """The drawing with what it means, and beside it the first of ``company`` in words. ``who``: whom it is about."""
    if not company:
        return node("p", _("No two actors that stand apart from each other are named together."), css="dl-quiet")
    return node(
        "div",
        node("p", _(MEANING), css="dl-quiet"),
        node("p", _drawn(network, who), css="dl-quiet dl-small-print") if network.pairs else None,
        node(
            "div",
            _arcs(network, tables, selection, who) if network.pairs else None,
            _listed(company, tables, selection, who),
            css="dl-together",
        ),
    )


def _drawn(network: Network, who: str) -> str:
    if who:
        drawn = _(
            "Drawn are {n} states or other outermost bodies (square) and persons (round), each with how many events it shares."
        )
    else:
        drawn = _(
            "Drawn are {n} states or other outermost bodies (square) and persons (round), each with how many events name it."
        )
    lines = counted(
        network.least,
        "A line stands for at least {n} common event, a thicker one for more.",
        "A line stands for at least {n} common events, a thicker one for more.",
    )
    left_out = _("{n} with fewer are left out.").format(n=f"{network.left_out:,}") if network.left_out else ""
    pieces = (drawn.format(n=len(network.nodes)), lines, left_out, _("A body and its own parts are no pair."))
    return " ".join(piece for piece in pieces if piece)


def _arcs(network: Network, tables: Tables, selection: Selection, who: str) -> Node:
    place = {one: ROW * n + ROW / 2 for n, one in enumerate(network.nodes)}
    most = network.pairs[0].count
    longest = max(abs(place[pair.one] - place[pair.other]) for pair in network.pairs)
    height = ROW * len(network.nodes)
    # The strongest last, so that they lie on top.
    lines = [_arc(pair, place, most, longest, tables, own=who in (pair.one, pair.other)) for pair in reversed(network.pairs)]
    words = counted(
        len(network.pairs),
        "Who is named with whom: {n} pair of {actors} actors; the lists and the table beside and below hold the same.",
        "Who is named with whom: {n} pairs of {actors} actors; the lists and the table beside and below hold the same.",
        actors=len(network.nodes),
    )
    first = network.pairs[0]
    together = wording.names((first.one, first.other), tables)
    words += " " + _("Most often: {names}, {events}.").format(
        names=together, events=counted(first.count, "{n} event", "{n} events")
    )
    return node(
        "div",
        node("ol", *(_name(one, network, tables, selection, who) for one in network.nodes), css="dl-arc-names"),
        node("svg", *lines, width=str(WIDTH + 10), height=str(height), role="img", aria_label=words),
        css="dl-arcs",
    )


def _name(one: str, network: Network, tables: Tables, selection: Selection, who: str) -> Node:
    person = tables.registers.actors[one].type == "person"
    return node(
        "li",
        node("span", f"{network.counts[one]:,}", css="dl-count"),
        node("b", wording.name(one, tables)) if one == who else parts.link_to_actor(selection, one, tables, in_place=True),
        mark("circle" if person else "square", "ink" if one == who else "mute", "corroborated"),
        css="dl-arc-person" if person else "dl-arc-body",
    )


def _arc(pair: Pair, place: dict[str, float], most: int, longest: float, tables: Tables, *, own: bool) -> Node:
    top, bottom = sorted((place[pair.one], place[pair.other]))
    reach = WIDTH * ((bottom - top) / longest) ** 0.7
    return node(
        "path",
        node("title", f"{wording.names((pair.one, pair.other), tables)}: {events(pair.count)}"),
        d=f"M2 {top:.0f}A{reach:.0f} {(bottom - top) / 2:.0f} 0 0 1 2 {bottom:.0f}",
        stroke_width=f"{1 + 6 * (pair.count / most) ** 0.5:.1f}",
        css=f"dl-arc{' dl-arc-own' if own else ''}",
    )


def _listed(company: Sequence[Pair], tables: Tables, selection: Selection, who: str) -> Node:
    rest = len(company) - NAMED
    return node(
        "div",
        node("h3", _("Most often")),
        node("ol", *(node("li", _in_words(pair, tables, selection, who)) for pair in company[:NAMED]), css="dl-pairs"),
        node("p", _("and {n} more in the table below.").format(n=f"{rest:,}"), css="dl-quiet dl-small-print")
        if rest > 0
        else None,
        node("p", _("A number leads to the events in which both are named."), _instead(selection), css="dl-quiet dl-small-print"),
    )


def _instead(selection: Selection) -> str | None:
    return _(" It takes the place of your filter of actors, so there can be more of them.") if selection.actor else None


def _in_words(pair: Pair, tables: Tables, selection: Selection, who: str) -> list[Node]:
    """Two actors, or the other one of ``who``, with their common events as a link, the first and the last."""
    two = [pair.other] if who else [pair.one, pair.other]
    # Two actors in the filter mean either of them; the page of the one under the filter of the other means both.
    both = parts.actor_address(replace(selection, actor=(pair.other,)), pair.one)
    return [
        node("b", wording.names(two, tables)),
        " ",
        node("a", events(pair.count), css="dl-open", href=both, target="_self"),
        node("span", f" {when(pair, tables)}", css="dl-quiet"),
    ]


def when(pair: Pair, tables: Tables) -> str:
    """The first and the last of their common events: "8 August 2023 – May 2024"."""
    first, last = tables.records[pair.first].event.date, tables.records[pair.last].event.date
    if pair.first == pair.last:
        return label(first)
    if first.exact and last.exact:
        return span(first.start, last.start)
    return _("first {first}, last {last}").format(first=label(first), last=label(last))


def table(pairs: Sequence[Pair], tables: Tables) -> pd.DataFrame:
    """Pairs, one row each, in the words of the page: actor, named with, events, first, latest (text that sorts by date)."""
    return pd.DataFrame(
        {
            _("Actor"): [wording.name(pair.one, tables) for pair in pairs],
            _("Named with"): [wording.name(pair.other, tables) for pair in pairs],
            _("Events"): [pair.count for pair in pairs],
            _("First"): [wording.sortable(tables.records[pair.first].event.date) for pair in pairs],
            _("Latest"): [wording.sortable(tables.records[pair.last].event.date) for pair in pairs],
        }
    )

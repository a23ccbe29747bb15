"""The pairs behind a before-and-after analysis: beside its chart, and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
import pyarrow as pa
import streamlit as st

from dateline import coincidence
from dateline.coincidence import Count, Pair, Result
from dateline.dates import label
from dateline.samples import Sample, sample
from dateline.selection import Selection
from dateline.tables import Tables, remembered
from dateline.ui import nodes, parts, twin, wording
from dateline.ui.coincidence_words import days_long, other_events
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import _, counted, listed, title

_PICKED = "_picked_bar"
OPEN_ANCHORS, MOST_ANCHORS, MOST_AROUND = 20, 60, 12
"""Anchors up to which their list is open; anchors, and events around each, named one by one: the table holds all."""
IN_TIME = ("precedes", "succeeds")
"""Kinds of links that tell an order only. Any other says that one event is about the other or a part of it."""


def essential(question: Selection) -> Selection:
    """What the answer depends on, so that it is made once for all views that ask the same."""
    keys = ("anchor", "other", "window", "lag", "null", "bin", "period", "status", "known")
    return Selection(**{key: getattr(question, key) for key in keys})


def sample_of(tables: Tables, question: Selection) -> Sample:
    return sample(tables, question.anchor, question.other, question.period, question.status)


def ties(tables: Tables, question: Selection, result: Result) -> Iterator[str]:
    """What brings the two sets together by the way the record is made, each in a sentence."""
    found = sample_of(tables, question)
    if found.partial:
        yield _(
            "Searched only in part: {categories}. What lies near a well-known event is found more easily than the rest, which brings sets together."
        ).format(categories=listed([wording.category_name(one, tables) for one in found.partial]))
    pairs = _pairs_within(tables, essential(question), result.lag + result.window)
    links = tables.links[~tables.links["kind"].isin(IN_TIME)]
    linked = {frozenset(ends) for ends in zip(links["event"], links["to"], strict=True)}
    near, tied = {one.other for one in pairs}, {one.other for one in pairs if frozenset((one.anchor, one.other)) in linked}
    if tied:
        yield counted(
            len(tied),
            "{n} of the {others} within {days} of an anchor is linked to it on record: one denounces, answers, announces or mentions the "
            "other. Such events may be near, or on record at all, because of that; no model of chance knows it.",
            "{n} of the {others} within {days} of an anchor are linked to it on record: one denounces, answers, announces or mentions the "
            "other. Such events may be near, or on record at all, because of that; no model of chance knows it.",
            others=other_events(len(near)),
            days=days_long(result.lag + result.window),
        )


def pick(question: Selection, bar: str) -> None:
    st.session_state[_PICKED] = (essential(question), bar)


def picked(view: View, question: Selection, result: Result) -> None:
    """The events of the bar that the reader chose."""
    asked_, bar = st.session_state.get(_PICKED) or (None, "")
    chosen = next((one for one in result.bars if f"{one.first}:{one.last}" == bar), None)
    wide = (
        ""
        if result.bin == question.bin
        else _(" A bar holds {n} days, since there would be too many bars otherwise.").format(n=result.bin)
    )
    if asked_ != essential(question) or chosen is None:
        nodes.show("dl-ba-bar", node("p", _("Choose a bar to see its events.") + wide, css="dl-quiet"))
        return
    inside = [
        one
        for one in _pairs(view.tables, question, result)
        if one.nearest and one.high >= chosen.first and one.low <= chosen.last
    ]
    items = [
        node(
            "li",
            _event(view.tables, view.selection, one.other),
            f" {distance(one, view.tables)} ",
            _event(view.tables, view.selection, one.anchor),
        )
        for one in inside
    ]
    nodes.show(
        "dl-ba-bar",
        node(
            "div",
            node("p", node("b", counted(len(inside), "In this bar: {n} event.", "In this bar: {n} events."))),
            node("ul", *items),
        ),
    )


def _pairs(tables: Tables, question: Selection, result: Result) -> tuple[Pair, ...]:
    return _pairs_within(tables, essential(question), max(result.bars[-1].last, result.lag + result.window))


@remembered
def _pairs_within(tables: Tables, question: Selection, reach: int) -> tuple[Pair, ...]:
    return coincidence.pairs(sample_of(tables, question), reach)


def distance(pair: Pair, tables: Tables) -> str:
    """How far the other event is from the anchor: "10 days before", "1 to 3 days after", "during", "on the day of"."""
    if pair.low == pair.high == 0:
        return _("during") if tables.records[pair.anchor].event.date.lasted else _("on the day of")
    if pair.low < 0 < pair.high or 0 in (pair.low, pair.high):
        words = _("between {before} before and {after} after")
        return words.format(before=days_long(max(-pair.low, 0)), after=days_long(max(pair.high, 0)))
    near, far = sorted((abs(pair.low), abs(pair.high)))
    if near != far:
        return (_("{near} to {far} days before") if pair.high < 0 else _("{near} to {far} days after")).format(near=near, far=far)
    if pair.high < 0:
        return counted(near, "{n} day before", "{n} days before")
    return counted(near, "{n} day after", "{n} days after")


def _same_day(pair: Pair, tables: Tables) -> bool:
    return pair.low == pair.high == 0 and not tables.records[pair.anchor].event.date.lasted


@remembered
def list_of_pairs(tables: Tables, question: Selection) -> Packed:
    """Every anchor with what lies around it, each a link to its event."""
    found = sample_of(tables, question)
    reach = question.lag + question.window
    around: dict[str, list[Pair]] = {one: [] for one in found.anchors.ids}
    for pair in _pairs_within(tables, essential(question), reach):
        around[pair.anchor].append(pair)
    items = [_anchor(one, pairs, tables, question) for one, pairs in list(around.items())[:MOST_ANCHORS]]
    rest = len(around) - len(items)
    return nodes.pack(
        node(
            "details",
            node("summary", _("Each anchor, and what lies within {days} of it").format(days=days_long(reach)), css="dl-ba-title"),
            node("ol", *items, css="dl-ba-around"),
            node(
                "p", counted(rest, "{n} more anchor in the table below.", "{n} more anchors in the table below."), css="dl-quiet"
            )
            if rest
            else None,
            css="dl-page",
            open=len(around) <= OPEN_ANCHORS,
        )
    )


def _anchor(anchor: str, pairs: Sequence[Pair], tables: Tables, question: Selection) -> Node:
    items = [
        node(
            "li",
            node("span", _("on the day") if _same_day(pair, tables) else distance(pair, tables), css="dl-offset"),
            node(
                "span",
                _event(tables, question, pair.other),
                None if pair.nearest else node("span", _(" · nearer to another anchor"), css="dl-quiet"),
            ),
        )
        for pair in pairs[:MOST_AROUND]
    ]
    rest = len(pairs) - len(items)
    return node(
        "li",
        node("p", _event(tables, question, anchor), None if items else node("span", _(" · none"), css="dl-quiet")),
        node("ul", *items, node("li", _("and {n} more").format(n=rest), css="dl-quiet") if rest else None) if items else None,
    )


def _event(tables: Tables, selection: Selection, event_id: str) -> Node:
    event = tables.records[event_id].event
    return node("span", parts.link_to_page(event, selection, title(event)), node("span", f" {label(event.date)}", css="dl-quiet"))


def twins(tables: Tables, question: Selection, result: Result) -> None:
    pairs = _pairs_within(tables, essential(question), result.lag + result.window)

    def draw() -> None:
        for name, rows in zip(("rates", "bars", "pairs"), _twins(tables, essential(question), result), strict=True):
            st.dataframe(rows, hide_index=True, width="stretch", key=f"dl-ba-{name}")

    twin.show(
        counted(
            len(pairs),
            "The same as tables: rates, bars, {n} pair of anchor and other event",
            "The same as tables: rates, bars, {n} pairs of anchor and other event",
        ),
        "dl-ba-tables",
        draw,
    )


@remembered
def _twins(tables: Tables, question: Selection, result: Result) -> tuple[pa.Table, ...]:
    """The tables as Streamlit sends them: made of data frames once, not in every run."""
    pairs = _pairs_within(tables, question, result.lag + result.window)
    made = (_rates(result), _bars(result), _pair_rows(tables, pairs))
    return tuple(pa.Table.from_pandas(one, preserve_index=False) for one in made)


def _rates(result: Result) -> pd.DataFrame:
    names = (
        (_("Anchors with another event before (precursor rate)"), result.before.anchors),
        (_("Other events with an anchor after (trigger rate)"), result.before.others),
        (_("Other events in the window before their nearest anchor"), result.before.events),
        (_("Anchors with another event after"), result.after.anchors),
        (_("Other events with an anchor before"), result.after.others),
        (_("Other events in the window after their nearest anchor"), result.after.events),
    )
    return pd.DataFrame([_rate(name, count) for name, count in names])


def _rate(name: str, count: Count) -> dict[str, object]:
    return {
        _("What"): name, _("On record"): round(count.observed, 2), _("Of"): count.of, _("Share"): round(count.rate, 3),
        _("Chance, mean"): round(count.expected, 2), _("Chance, 2.5 %"): count.chance_low, _("Chance, 97.5 %"): count.chance_high,
        _("p, as many or more"): round(count.p_more, 4), _("p, as few or fewer"): round(count.p_fewer, 4),
    }  # fmt: skip


def _bars(result: Result) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                _("From day"): bar.first, _("To day"): bar.last, _("On record"): round(bar.observed, 2), _("Chance, mean"): round(bar.expected, 2),
                _("Chance, 2.5 %"): bar.low, _("Chance, 97.5 %"): bar.high,
            }
            for bar in result.bars
        ]
    )  # fmt: skip


def _pair_rows(tables: Tables, pairs: Iterable[Pair]) -> pd.DataFrame:
    def event(one: str) -> tuple[str, str]:
        return tables.records[one].event.date.text, title(tables.records[one].event)

    rows = [(*event(one.anchor), one.low, one.high, *event(one.other), one.nearest, one.anchor, one.other) for one in pairs]
    names = [
        _("Anchor, date"),
        _("Anchor"),
        _("Days, least"),
        _("Days, most"),
        _("Other, date"),
        _("Other"),
        _("Nearest anchor"),
        _("Anchor id"),
        _("Other id"),
    ]
    return pd.DataFrame(rows, columns=names)

"""Before & after: the answer of an analysis in words, as bars, as tables, with what it does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import streamlit as st

from dateline import coincidence
from dateline.coincidence import FEW, SHORT_SPAN, Count, Pair, Result, Side
from dateline.dates import label, span
from dateline.described import set_name
from dateline.figures import coincidence as drawing
from dateline.figures import palette, scene
from dateline.samples import Sample, number, sample
from dateline.selection import Null, Selection
from dateline.tables import Tables, remembered
from dateline.ui import asked, nodes, parts, plot, twin, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, listed, title

_TRIED, _PICKED = "_tried", "_picked_bar"
OPEN_ANCHORS, MOST_ANCHORS, MOST_AROUND = 20, 60, 12
"""Anchors up to which their list is open; anchors, and events around each, named one by one: the table holds all."""
LOOKS = 4
"""At each combination: before and after, for more and for fewer."""
LEVEL = 0.05
"""Of all looks together: without any connection one combination of twenty may stand out."""
IN_TIME = ("precedes", "succeeds")
"""Kinds of links that tell an order only. Any other says that one event is about the other or a part of it."""
NULL_MEANING: dict[Null, str] = {
    "shift": N_(
        "All other events move together by one random number of days round the span, so their own clusters and gaps stay; what is "
        "broken is only when they fall against the anchors."
    ),
    "season": N_(
        "Each other event stays in its month of the calendar, on a random day of that month in any year of the span: what the "
        "season explains is taken for chance. It breaks clusters and knows no busy years: events in clusters meet fewer anchors than it gives, "
        "and two sets that come mostly in the same years look connected."
    ),
    "poisson": N_(
        "Each other event falls on a random day of the span, on its own. It knows no clusters, no season and no busy years, "
        "so it calls things unlikely too soon, more as well as fewer."
    ),
}
DOES_NOT_SHOW = N_(
    "It does not show cause, nor that one side had the other in mind. Both may follow the calendar or a third thing, or be many in the same "
    "year, and an event that nobody reported is not here."
)


def show(view: View) -> None:
    """The question, the answer and what it rests on."""
    question = asked.asked(view.selection, view.tables)
    asked.show(view, question)
    found = _sample(view.tables, question)
    with _waiting(question):
        result = coincidence.run(view.tables, question)
    if result is None:
        nodes.show("dl-ba-none", node("p", nothing(found, question, view.tables), css="dl-notice", role="status"))
        return
    nodes.show("dl-ba-answer", _answer(view.tables, _essential(question), result, _tried(question)))
    plot.show("dl-ba-chart", _chart(view.tables, _essential(question), result), lambda bar: _pick(question, bar))
    _picked(view, question, result)
    nodes.show("dl-ba-around", _twin(view.tables, question))
    _tables(view.tables, question, result)


def _essential(question: Selection) -> Selection:
    """What the answer depends on, so that it is made once for all views that ask the same."""
    keys = ("anchor", "other", "window", "lag", "null", "bin", "period", "status", "known")
    return Selection(**{key: getattr(question, key) for key in keys})


def _sample(tables: Tables, question: Selection) -> Sample:
    return sample(tables, question.anchor, question.other, question.period, question.status)


def _asked_for(question: Selection) -> Selection:
    return replace(_essential(question), bin=7)


def _waiting(question: Selection) -> AbstractContextManager[None]:
    """Says that the draws take a moment, when this sitting asks for them for the first time."""
    if _asked_for(question) in st.session_state.get(_TRIED, ()):
        return nullcontext()
    return st.spinner(f"Comparing with {coincidence.DRAWS:,} draws by chance …")


def _tried(question: Selection) -> int:
    """How many combinations this sitting has looked at, with this one; the width of bars makes no new one."""
    tried: set[Selection] = st.session_state.setdefault(_TRIED, set())
    tried.add(_asked_for(question))
    return len(tried)


def nothing(found: Sample, question: Selection, tables: Tables) -> str:
    """Why there is nothing to compare, in words."""
    if not question.anchor or not question.other:
        return _("Choose other events to compare.") if question.anchor else _("Choose anchors to compare.")
    if found.shared and not len(found.others) and not (found.unbounded[1] or found.outside[1]):
        return _("The other events are all anchors too. An event is not compared with itself: choose two sets that differ.")
    if found.wanted and found.span is None:
        words = _("There is no stretch within {period} in which all categories of both sets were searched: {searched}.")
        return words.format(period=span(*found.wanted), searched=_searched(found, tables))
    return f"{_missing(found)} {_left_out(found)}".strip()


def _missing(found: Sample) -> str:
    both = not len(found.anchors) and not len(found.others)
    if found.span:
        words = (
            _(
                "There is no anchor and no other event that begins within {period} under the period, the standing and the day chosen."
            )
            if both
            else _("There is no other event that begins within {period} under the period, the standing and the day chosen.")
            if len(found.anchors)
            else _("There is no anchor that begins within {period} under the period, the standing and the day chosen.")
        )
        return words.format(period=span(*found.span))
    if both:
        return _("There is no anchor and no other event under the period, the standing and the day chosen.")
    if len(found.anchors):
        return _("There is no other event under the period, the standing and the day chosen.")
    return _("There is no anchor under the period, the standing and the day chosen.")


@remembered
def _answer(tables: Tables, question: Selection, result: Result, tried: int) -> Packed:
    found = _sample(tables, question)
    return nodes.pack(
        node(
            "article",
            node(
                "section",
                node("h2", _title(question, tables)),
                *sentences(result),
                node("p", node("b", _("What this does not show. ")), _(DOES_NOT_SHOW)),
            ),
            node(
                "ul",
                *(node("li", text) for text in (*warnings(found, result, tried), *ties(tables, question, result))),
                css="dl-notice dl-ba-warnings",
            ),
            node(
                "details",
                node("summary", _("How it was compared")),
                node(
                    "dl", *(part for term, text in _how(found, result, tables) for part in (node("dt", term), node("dd", text)))
                ),
            ),
            css="dl-page",
        )
    )


def _title(question: Selection, tables: Tables) -> str:
    others, anchors = (set_name(one, tables) for one in (question.other, question.anchor))
    return _("{others}, around {anchors}").format(others=f"{others[:1].upper()}{others[1:]}", anchors=anchors)


def sentences(result: Result) -> Iterator[Node]:
    """The answer on each side: rates, chance, p and the ratio, in words."""
    for before, side in ((True, result.before), (False, result.after)):
        anchors = _("{number} of {anchors} ({share})").format(
            number=_number(side.anchors), anchors=_anchors(result.anchors), share=_percent(side.anchors.rate)
        )
        head = (
            _("Before: {anchors} had at least one of the {others} ")
            if before
            else _("After: {anchors} had at least one of the {others} ")
        )
        chance = _("{window}. Chance gives {expected}, mostly {range}; {often}. ")
        yield node(
            "p",
            node("b", head.format(anchors=anchors, others=_others(result.others))),
            chance.format(
                window=_window(result, before=before),
                expected=_short(side.anchors.expected),
                range=_range(side.anchors),
                often=_often(side.anchors),
            ),
            node("b", f"{verdict(side.anchors, result.null)} "),
            _ratio(side),
        )


def _anchors(number: int) -> str:
    return counted(number, "{n} anchor", "{n} anchors")


def _others(number: int) -> str:
    return counted(number, "{n} other event", "{n} other events")


def _days_long(number: int) -> str:
    return counted(number, "{n} day", "{n} days")


def _window(result: Result, *, before: bool) -> str:
    if result.lag == 0:
        words = _("on their first day or in the {days} before it") if before else _("on their last day or in the {days} after it")
        return words.format(days=_days_long(result.window))
    words = _("{least} to {most} days before their first day") if before else _("{least} to {most} days after their last day")
    return words.format(least=result.lag, most=result.lag + result.window)


def _often(count: Count) -> str:
    words = _("as many or more come up in {share} of {draws} draws (p = {p})")
    return words.format(share=_percent(count.p_more), draws=f"{coincidence.DRAWS:,}", p=_p(count.p_more))


def verdict(count: Count, null: Null = "shift") -> str:
    """Whether a count stands out from chance, at 5 % of the ``LOOKS`` of one combination together.

    It does not depend on what else was tried, so that a link always gets the same answer; :func:`warnings` tells that.
    """
    fewer = count.p_fewer < count.p_more
    p = min(count.p_fewer, count.p_more)
    if p > LEVEL:
        return _("Not to be told from chance.")
    told = _(" (p = {p} for as few or fewer)").format(p=_p(count.p_fewer)) if fewer else ""
    but = _(" Events in clusters meet fewer anchors than this model gives anyway.") if fewer and null != "shift" else ""
    if p > LEVEL / LOOKS:
        words = (
            _("At most a hint of fewer{told}: of {looks} looks one has p ≤ {level} by chance in up to one combination of five.")
            if fewer
            else _(
                "At most a hint of more{told}: of {looks} looks one has p ≤ {level} by chance in up to one combination of five."
            )
        )
        return words.format(told=told, looks=LOOKS, level=LEVEL) + but
    words = (
        _("Fewer than usual for this model of chance, if nothing else was asked{told}.")
        if fewer
        else _("More than usual for this model of chance, if nothing else was asked{told}.")
    )
    return words.format(told=told) + but


def _ratio(side: Side) -> str:
    others = (
        _("{number} of the other events lies in the window of its nearest anchor")
        if side.events.observed == 1
        else _("{number} of the other events lie in the window of their nearest anchor")
    ).format(number=_number(side.events))
    ratio = side.events.ratio
    if ratio is None:
        return _("{others}; chance gives none.").format(others=others)
    middle, low, high = (f"{one:.1f}" for one in ratio)
    words = _(
        "{others}, chance gives {expected}: {ratio} times as many (95 % interval {low} to {high} if they came one by one, wider if in clusters)."
    )
    return words.format(others=others, expected=_short(side.events.expected), ratio=middle, low=low, high=high)


def _number(count: Count) -> str:
    if count.low == count.high:
        return f"{count.observed:.0f}"
    return _("{low} to {high}, as days that are not known may fall,").format(low=f"{count.low:.0f}", high=f"{count.high:.0f}")


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 99.5 else f"{value:.0f}"


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else _("About {n}").format(n=f"{value:,.0f}")


def _range(count: Count) -> str:
    return _("{low} to {high}").format(low=f"{count.chance_low:.0f}", high=f"{count.chance_high:.0f}")


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 or share == 0 else f"{share * 100:.2f} %"


def _p(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.001 else f"{value:.4f}"


def warnings(found: Sample, result: Result, tried: int) -> Iterator[str]:
    """What makes the answer weaker, each in a sentence; the weightiest first."""
    few = [words(n) for n, words in ((result.anchors, _anchors), (result.others, _others)) if n < FEW]
    if few:
        share = _percent(1 / min(result.anchors, result.others))
        yield _(
            "Small numbers: only {few}, and below {least} of either one event more or less can turn the answer (one is {share} of its set). "
            "“Not to be told from chance” is then a lack of evidence, not evidence of nothing."
        ).format(few=listed(few), least=FEW, share=share)
    if left := _left_out(found):
        yield left
    same = result.bars[len(result.bars) // 2].observed
    if result.lag == 0 and same:
        yield _(
            "{n} of the other events on a day of an anchor: on its first day they count as before, on its last as after, on the only day as "
            "both, since the order within a day is not known, and on a day between as neither. Lag 1 leaves them out."
        ).format(n=_rounded(same))
    if number(result.span[1]) - number(result.span[0]) + 1 < SHORT_SPAN:
        yield _(
            "The span is shorter than two years, so each season comes once or hardly more: a season cannot be told from anything else."
        )
    covered = max(result.before.others.expected, result.after.others.expected) / result.others
    if result.window + result.lag > (number(result.span[1]) - number(result.span[0]) + 1) / 2:
        yield _("The window reaches over more than half of the span, so nearly everything lies in it.")
    elif covered > 0.5:
        yield _(
            "The windows together cover so much of the span that chance alone puts {share} of the other events into one of them. "
            "A shorter window tells more."
        ).format(share=_percent(covered))
    first = (
        _(
            "This is the first combination looked at in this sitting, with {looks} looks: before and after, for more and for fewer."
        )
        if tried == 1
        else _("{n} combinations looked at in this sitting, each with {looks} looks: before and after, for more and for fewer.")
    )
    rest = _(
        " Of twenty looks without any connection one has p ≤ {level} by chance: after {number}, take only p ≤ {p} for unlikely. Each row and bar "
        "of the tables is a further look, and what others tried before they sent a link is not counted."
    )
    looks = LOOKS * tried
    yield first.format(n=tried, looks=LOOKS) + rest.format(level=LEVEL, number=looks, p=f"{LEVEL / looks:.3g}")


def ties(tables: Tables, question: Selection, result: Result) -> Iterator[str]:
    """What brings the two sets together by the way the record is made, each in a sentence."""
    found = _sample(tables, question)
    if found.partial:
        yield _(
            "Searched only in part: {categories}. What lies near a well-known event is found more easily than the rest, which brings sets together."
        ).format(categories=listed([wording.category_name(one, tables) for one in found.partial]))
    pairs = _pairs_within(tables, _essential(question), result.lag + result.window)
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
            others=_others(len(near)),
            days=_days_long(result.lag + result.window),
        )


def _left_out(found: Sample) -> str:
    words = []
    for n, whose in enumerate((_("anchors: {reasons}"), _("other events: {reasons}"))):
        reasons = [
            why.format(n=f"{count:,}")
            for count, why in (
                (found.unbounded[n], _("{n} of any time, of which the days have no bounds (“not later than”, “since”)")),
                (found.outside[n], _("{n} that may have begun outside the span")),
            )
            if count
        ]
        if reasons:
            words.append(whose.format(reasons=listed(reasons)))
    if found.shared:
        words.append(
            counted(
                found.shared,
                "{n} event in both sets, which count as anchors only",
                "{n} events in both sets, which count as anchors only",
            )
        )
    return _("Left out – {what}.").format(what="; ".join(words)) if words else ""


def _how(found: Sample, result: Result, tables: Tables) -> Iterator[tuple[str, str]]:
    yield _("Model of chance"), f"{_(asked.NULL_NAMES[result.null]).capitalize()}. {_(NULL_MEANING[result.null])}"
    yield (
        _("Draws"),
        _(
            "{n}, with fixed random numbers: the same question always gets the same answer. p is (1 + draws with at least as many) / "
            "(1 + draws); “mostly” holds 95 of 100 draws, for each number and each bar on its own."
        ).format(n=f"{result.draws:,}"),
    )
    yield (
        _("Span"),
        _(
            "{period}: the period if one is chosen, else from the first to the last event of both sets; cut to what was searched."
        ).format(period=span(*result.span)),
    )
    yield (
        _("Searched"),
        f"{_searched(found, tables)}." if found.searched else _("The record does not say how thorough the search was."),
    )
    if found.gaps:
        gaps = listed([span(*one) for one in found.gaps])
        yield _("Gaps"), _("Also searched, but set apart by a stretch that was not, so left out: {gaps}.").format(gaps=gaps)
    yield (
        _("Drills and other long anchors"),
        _(
            "Before counts from the first day, after from the last, and any day between is distance 0. An other event counts on its first day."
        ),
    )
    yield (
        _("Anchors close together"),
        _(
            "In the bars and in “times as many” each other event counts once, for its nearest anchor, the earlier of two that are equally near. "
            "An anchor “had” every other event in its window, also one that is nearer to another anchor."
        ),
    )
    yield (
        _("Days not known"),
        _(
            "“One day in August” is drawn evenly between its bounds in each draw. An event without bounds cannot be and is left out."
        ),
    )
    yield (
        _("Filters"),
        _("Period, standing and “as known on” hold for both sets. Actor, category and search of the sidebar do not cut them."),
    )
    yield (
        _("The rates"),
        _(
            "Event coincidence analysis (Donges et al. 2016). Before: precursor coincidence rate {precursor} (anchors with another event before), "
            "trigger coincidence rate {trigger} (other events with an anchor after)."
        ).format(precursor=f"{result.before.anchors.rate:.2f}", trigger=f"{result.before.others.rate:.2f}"),
    )


def _searched(found: Sample, tables: Tables) -> str:
    words = []
    part = _(" (in part within the span)") if found.span else _(" (in part)")
    for category, stretches in found.searched.items():
        when = listed([span(*one) for one in stretches]) if stretches else _("nothing")
        words.append(f"{wording.category_name(category, tables)} {when}{part if category in found.partial else ''}")
    return "; ".join(words)


@remembered
def _chart(tables: Tables, question: Selection, result: Result) -> str:
    ids = _sample(tables, question).others.ids
    categories = {tables.records[one].category for one in ids}
    colours = palette.category_colours(scene.categories(tables))
    colour = colours[categories.pop()] if len(categories) == 1 else palette.STRIP_BAR
    before, after = result.before.events, result.after.events
    alt = _(
        "Other events by days from the nearest anchor: {before} in the window before, where chance gives {before_chance}, and {after} after, "
        "where it gives {after_chance}. The tables below hold the same."
    ).format(
        before=drawing.rounded(before.observed, 3),
        before_chance=drawing.rounded(before.expected, 2),
        after=drawing.rounded(after.observed, 3),
        after_chance=drawing.rounded(after.expected, 2),
    )
    return plot.packed(drawing.figure(result, colour=colour), alt)


def _pick(question: Selection, bar: str) -> None:
    st.session_state[_PICKED] = (_essential(question), bar)


def _picked(view: View, question: Selection, result: Result) -> None:
    """The events of the bar that the reader chose."""
    asked_, bar = st.session_state.get(_PICKED) or (None, "")
    chosen = next((one for one in result.bars if f"{one.first}:{one.last}" == bar), None)
    wide = (
        ""
        if result.bin == question.bin
        else _(" A bar holds {n} days, since there would be too many bars otherwise.").format(n=result.bin)
    )
    if asked_ != _essential(question) or chosen is None:
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
    return _pairs_within(tables, _essential(question), max(result.bars[-1].last, result.lag + result.window))


@remembered
def _pairs_within(tables: Tables, question: Selection, reach: int) -> tuple[Pair, ...]:
    return coincidence.pairs(_sample(tables, question), reach)


def distance(pair: Pair, tables: Tables) -> str:
    """How far the other event is from the anchor: "10 days before", "1 to 3 days after", "during", "on the day of"."""
    if pair.low == pair.high == 0:
        return _("during") if tables.records[pair.anchor].event.date.lasted else _("on the day of")
    if pair.low < 0 < pair.high or 0 in (pair.low, pair.high):
        words = _("between {before} before and {after} after")
        return words.format(before=_days_long(max(-pair.low, 0)), after=_days_long(max(pair.high, 0)))
    near, far = sorted((abs(pair.low), abs(pair.high)))
    if near != far:
        return (_("{near} to {far} days before") if pair.high < 0 else _("{near} to {far} days after")).format(near=near, far=far)
    if pair.high < 0:
        return counted(near, "{n} day before", "{n} days before")
    return counted(near, "{n} day after", "{n} days after")


def _same_day(pair: Pair, tables: Tables) -> bool:
    return pair.low == pair.high == 0 and not tables.records[pair.anchor].event.date.lasted


@remembered
def _twin(tables: Tables, question: Selection) -> Packed:
    """Every anchor with what lies around it, each a link to its event."""
    found = _sample(tables, question)
    reach = question.lag + question.window
    around: dict[str, list[Pair]] = {one: [] for one in found.anchors.ids}
    for pair in _pairs_within(tables, _essential(question), reach):
        around[pair.anchor].append(pair)
    items = [_anchor(one, pairs, tables, question) for one, pairs in list(around.items())[:MOST_ANCHORS]]
    rest = len(around) - len(items)
    return nodes.pack(
        node(
            "details",
            node(
                "summary", _("Each anchor, and what lies within {days} of it").format(days=_days_long(reach)), css="dl-ba-title"
            ),
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


def _tables(tables: Tables, question: Selection, result: Result) -> None:
    pairs = _pairs_within(tables, _essential(question), result.lag + result.window)

    def draw() -> None:
        for name, rows in zip(("rates", "bars", "pairs"), _twins(tables, _essential(question), result), strict=True):
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

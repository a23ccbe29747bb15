"""Before & after: the answer of an analysis in words, as bars, as tables, with what it does not show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
    "shift": "All other events move together by one random number of days round the span, so their own clusters and gaps stay; what is "
    "broken is only when they fall against the anchors.",
    "season": "Each other event stays in its month of the calendar, on a random day of that month in any year of the span: what the "
    "season explains is taken for chance. It breaks clusters and knows no busy years: events in clusters meet fewer anchors than it gives, "
    "and two sets that come mostly in the same years look connected.",
    "poisson": "Each other event falls on a random day of the span, on its own. It knows no clusters, no season and no busy years, "
    "so it calls things unlikely too soon, more as well as fewer.",
}
DOES_NOT_SHOW = (
    "It does not show cause, nor that one side had the other in mind. Both may follow the calendar or a third thing, or be many in the same "
    "year, and an event that nobody reported is not here."
)


def show(view: View) -> None:
    """The question, the answer and what it rests on."""
    question = asked.asked(view.selection, view.tables)
    asked.show(view, question)
    found = _sample(view.tables, question)
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


def _tried(question: Selection) -> int:
    """How many combinations this sitting has looked at, with this one; the width of bars makes no new one."""
    tried: set[Selection] = st.session_state.setdefault(_TRIED, set())
    tried.add(replace(_essential(question), bin=7))
    return len(tried)


def nothing(found: Sample, question: Selection, tables: Tables) -> str:
    """Why there is nothing to compare, in words."""
    if not question.anchor or not question.other:
        return f"Choose {'other events' if question.anchor else 'anchors'} to compare."
    if found.shared and not len(found.others) and not (found.unbounded[1] or found.outside[1]):
        return "The other events are all anchors too. An event is not compared with itself: choose two sets that differ."
    if found.wanted and found.span is None:
        return f"There is no stretch within {span(*found.wanted)} in which all categories of both sets were searched: {_searched(found, tables)}."
    missing = " and no ".join(name for name, side in (("anchor", found.anchors), ("other event", found.others)) if not len(side))
    between = f" that begins within {span(*found.span)}" if found.span else ""
    return f"There is no {missing}{between} under the period, the standing and the day chosen. {_left_out(found)}".strip()


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
                node("p", node("b", "What this does not show. "), DOES_NOT_SHOW),
            ),
            node(
                "ul",
                *(node("li", text) for text in (*warnings(found, result, tried), *ties(tables, question, result))),
                css="dl-notice dl-ba-warnings",
            ),
            node(
                "details",
                node("summary", "How it was compared"),
                node(
                    "dl", *(part for term, text in _how(found, result, tables) for part in (node("dt", term), node("dd", text)))
                ),
            ),
            css="dl-page",
        )
    )


def _title(question: Selection, tables: Tables) -> str:
    others, anchors = (set_name(one, tables) for one in (question.other, question.anchor))
    return f"{others[:1].upper()}{others[1:]}, around {anchors}"


def sentences(result: Result) -> Iterator[Node]:
    """The answer on each side: rates, chance, p and the ratio, in words."""
    sides = (("Before", result.before, "before", "first"), ("After", result.after, "after", "last"))
    for title, side, word, end in sides:
        anchors = f"{_number(side.anchors)} of {wording.counted(result.anchors, 'anchor')} ({_percent(side.anchors.rate)})"
        yield node(
            "p",
            node("b", f"{title}: {anchors} had at least one of the {wording.counted(result.others, 'other event')} "),
            f"{_window(result, word, end)}. Chance gives {_short(side.anchors.expected)}, mostly {_range(side.anchors)}; "
            f"{_often(side.anchors)}. ",
            node("b", f"{verdict(side.anchors, result.null)} "),
            _ratio(side),
        )


def _window(result: Result, word: str, end: str) -> str:
    if result.lag == 0:
        return f"on their {end} day or in the {wording.counted(result.window, 'day')} {word} it"
    return f"{result.lag} to {result.lag + result.window} days {word} their {end} day"


def _often(count: Count) -> str:
    return f"as many or more come up in {_percent(count.p_more)} of {coincidence.DRAWS:,} draws (p = {_p(count.p_more)})"


def verdict(count: Count, null: Null = "shift") -> str:
    """Whether a count stands out from chance, at 5 % of the ``LOOKS`` of one combination together.

    It does not depend on what else was tried, so that a link always gets the same answer; :func:`warnings` tells that.
    """
    p, words, told = count.p_more, "more", ""
    if count.p_fewer < p:
        p, words, told = count.p_fewer, "fewer", f" (p = {_p(count.p_fewer)} for as few or fewer)"
    if p > LEVEL:
        return "Not to be told from chance."
    but = " Events in clusters meet fewer anchors than this model gives anyway." if words == "fewer" and null != "shift" else ""
    if p > LEVEL / LOOKS:
        return f"At most a hint of {words}{told}: of {LOOKS} looks one has p ≤ {LEVEL} by chance in up to one combination of five.{but}"
    return f"{words.capitalize()} than usual for this model of chance, if nothing else was asked{told}.{but}"


def _ratio(side: Side) -> str:
    one = side.events.observed == 1
    others = f"{_number(side.events)} of the other events {'lies' if one else 'lie'} in the window of {'its' if one else 'their'} nearest anchor"
    ratio = side.events.ratio
    if ratio is None:
        return f"{others}; chance gives none."
    middle, low, high = ratio
    return (
        f"{others}, chance gives {_short(side.events.expected)}: {middle:.1f} times as many (95 % interval {low:.1f} to {high:.1f} "
        "if they came one by one, wider if in clusters)."
    )


def _number(count: Count) -> str:
    if count.low == count.high:
        return f"{count.observed:.0f}"
    return f"{count.low:.0f} to {count.high:.0f}, as days that are not known may fall,"


def _short(value: float) -> str:
    return f"{value:.1f}" if value < 99.5 else f"{value:.0f}"


def _rounded(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"About {value:,.0f}"


def _range(count: Count) -> str:
    return f"{count.chance_low:.0f} to {count.chance_high:.0f}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 or share == 0 else f"{share * 100:.2f} %"


def _p(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.001 else f"{value:.4f}"


def warnings(found: Sample, result: Result, tried: int) -> Iterator[str]:
    """What makes the answer weaker, each in a sentence; the weightiest first."""
    few = [f"{wording.counted(n, name)}" for n, name in ((result.anchors, "anchor"), (result.others, "other event")) if n < FEW]
    if few:
        share = _percent(1 / min(result.anchors, result.others))
        yield (
            f"Small numbers: only {' and '.join(few)}, and below {FEW} of either one event more or less can turn the answer (one is {share} "
            "of its set). “Not to be told from chance” is then a lack of evidence, not evidence of nothing."
        )
    if left := _left_out(found):
        yield left
    same = result.bars[len(result.bars) // 2].observed
    if result.lag == 0 and same:
        yield (
            f"{_rounded(same)} of the other events on a day of an anchor: on its first day they count as before, on its last as after, on the only day "
            "as both, since the order within a day is not known, and on a day between as neither. Lag 1 leaves them out."
        )
    if number(result.span[1]) - number(result.span[0]) + 1 < SHORT_SPAN:
        yield "The span is shorter than two years, so each season comes once or hardly more: a season cannot be told from anything else."
    covered = max(result.before.others.expected, result.after.others.expected) / result.others
    if result.window + result.lag > (number(result.span[1]) - number(result.span[0]) + 1) / 2:
        yield "The window reaches over more than half of the span, so nearly everything lies in it."
    elif covered > 0.5:
        yield (
            f"The windows together cover so much of the span that chance alone puts {_percent(covered)} of the other events into one of them. "
            "A shorter window tells more."
        )
    yield (
        f"{'This is the first combination' if tried == 1 else f'{tried} combinations'} looked at in this sitting, {'' if tried == 1 else 'each '}"
        f"with {LOOKS} looks: before and after, for more and for fewer. Of twenty looks without any connection one has p ≤ {LEVEL} by chance: after "
        f"{LOOKS * tried}, take only p ≤ {LEVEL / (LOOKS * tried):.3g} for unlikely. Each row and bar of the tables is a further look, and what others "
        "tried before they sent a link is not counted."
    )


def ties(tables: Tables, question: Selection, result: Result) -> Iterator[str]:
    """What brings the two sets together by the way the record is made, each in a sentence."""
    found = _sample(tables, question)
    if found.partial:
        names = wording.listed([_category(one, tables) for one in found.partial])
        yield (
            f"Searched only in part: {names}. What lies near a well-known event is found more easily than the rest, which brings sets together."
        )
    pairs = _pairs_within(tables, _essential(question), result.lag + result.window)
    links = tables.links[~tables.links["kind"].isin(IN_TIME)]
    linked = {frozenset(ends) for ends in zip(links["event"], links["to"], strict=True)}
    near, tied = {one.other for one in pairs}, {one.other for one in pairs if frozenset((one.anchor, one.other)) in linked}
    if tied:
        yield (
            f"{len(tied)} of the {wording.counted(len(near), 'other event')} within {wording.counted(result.lag + result.window, 'day')} of an anchor "
            f"{'is' if len(tied) == 1 else 'are'} linked to it on record: one denounces, answers, announces or mentions the other. Such events may "
            "be near, or on record at all, because of that; no model of chance knows it."
        )


def _left_out(found: Sample) -> str:
    words = []
    for n, name in enumerate(("anchor", "other event")):
        reasons = [
            f"{count:,} {why}"
            for count, why in (
                (found.unbounded[n], "of any time, of which the days have no bounds (“not later than”, “since”)"),
                (found.outside[n], "that may have begun outside the span"),
            )
            if count
        ]
        if reasons:
            words.append(f"{name}s: {' and '.join(reasons)}")
    if found.shared:
        words.append(f"{wording.counted(found.shared, 'event')} in both sets, which count as anchors only")
    return f"Left out – {'; '.join(words)}." if words else ""


def _how(found: Sample, result: Result, tables: Tables) -> Iterator[tuple[str, str]]:
    yield "Model of chance", f"{asked.NULL_NAMES[result.null].capitalize()}. {NULL_MEANING[result.null]}"
    yield (
        "Draws",
        (
            f"{result.draws:,}, with fixed random numbers: the same question always gets the same answer. p is (1 + draws with at "
            "least as many) / (1 + draws); “mostly” holds 95 of 100 draws, for each number and each bar on its own."
        ),
    )
    yield (
        "Span",
        f"{span(*result.span)}: the period if one is chosen, else from the first to the last event of both sets; cut to what was searched.",
    )
    yield "Searched", f"{_searched(found, tables)}." if found.searched else "The record does not say how thorough the search was."
    if found.gaps:
        gaps = wording.listed([span(*one) for one in found.gaps])
        yield "Gaps", f"Also searched, but set apart by a stretch that was not, so left out: {gaps}."
    yield (
        "Drills and other long anchors",
        "Before counts from the first day, after from the last, and any day between is distance 0. An other event counts on its first day.",
    )
    yield (
        "Anchors close together",
        (
            "In the bars and in “times as many” each other event counts once, for its nearest anchor, the earlier of two that are equally near. An anchor "
            "“had” every other event in its window, also one that is nearer to another anchor."
        ),
    )
    yield (
        "Days not known",
        "“One day in August” is drawn evenly between its bounds in each draw. An event without bounds cannot be and is left out.",
    )
    yield (
        "Filters",
        "Period, standing and “as known on” hold for both sets. Actor, category and search of the sidebar do not cut them.",
    )
    yield (
        "The rates",
        (
            f"Event coincidence analysis (Donges et al. 2016). Before: precursor coincidence rate {result.before.anchors.rate:.2f} (anchors with another event before), "
            f"trigger coincidence rate {result.before.others.rate:.2f} (other events with an anchor after)."
        ),
    )


def _searched(found: Sample, tables: Tables) -> str:
    words = []
    part = " (in part within the span)" if found.span else " (in part)"
    for category, stretches in found.searched.items():
        when = wording.listed([span(*one) for one in stretches]) if stretches else "nothing"
        words.append(f"{_category(category, tables)} {when}{part if category in found.partial else ''}")
    return "; ".join(words)


def _category(category: str, tables: Tables) -> str:
    entry = tables.registers.categories.get(category)
    return entry.name if entry else category


@remembered
def _chart(tables: Tables, question: Selection, result: Result) -> str:
    ids = _sample(tables, question).others.ids
    categories = {tables.records[one].category for one in ids}
    colours = palette.category_colours(scene.categories(tables))
    colour = colours[categories.pop()] if len(categories) == 1 else palette.STRIP_BAR
    before, after = result.before.events, result.after.events
    alt = (
        f"Other events by days from the nearest anchor: {drawing.rounded(before.observed, 3)} in the window before, where chance gives "
        f"{drawing.rounded(before.expected, 2)}, and {drawing.rounded(after.observed, 3)} after, where it gives {drawing.rounded(after.expected, 2)}. The tables below hold the same."
    )
    return plot.packed(drawing.figure(result, colour=colour), alt)


def _pick(question: Selection, bar: str) -> None:
    st.session_state[_PICKED] = (_essential(question), bar)


def _picked(view: View, question: Selection, result: Result) -> None:
    """The events of the bar that the reader chose."""
    asked_, bar = st.session_state.get(_PICKED) or (None, "")
    chosen = next((one for one in result.bars if f"{one.first}:{one.last}" == bar), None)
    wide = "" if result.bin == question.bin else f" A bar holds {result.bin} days, since there would be too many bars otherwise."
    if asked_ != _essential(question) or chosen is None:
        nodes.show("dl-ba-bar", node("p", f"Choose a bar to see its events.{wide}", css="dl-quiet"))
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
        node("div", node("p", node("b", f"In this bar: {wording.counted(len(inside), 'event')}.")), node("ul", *items)),
    )


def _pairs(tables: Tables, question: Selection, result: Result) -> tuple[Pair, ...]:
    return _pairs_within(tables, _essential(question), max(result.bars[-1].last, result.lag + result.window))


@remembered
def _pairs_within(tables: Tables, question: Selection, reach: int) -> tuple[Pair, ...]:
    return coincidence.pairs(_sample(tables, question), reach)


def distance(pair: Pair, tables: Tables) -> str:
    """How far the other event is from the anchor: "10 days before", "1 to 3 days after", "during", "on the day of"."""
    if pair.low == pair.high == 0:
        return "during" if tables.records[pair.anchor].event.date.lasted else "on the day of"
    if pair.low < 0 < pair.high or 0 in (pair.low, pair.high):
        return f"between {wording.counted(max(-pair.low, 0), 'day')} before and {wording.counted(max(pair.high, 0), 'day')} after"
    near, far = sorted((abs(pair.low), abs(pair.high)))
    days = wording.counted(near, "day") if near == far else f"{near} to {far} days"
    return f"{days} {'before' if pair.high < 0 else 'after'}"


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
            node("summary", f"Each anchor, and what lies within {wording.counted(reach, 'day')} of it", css="dl-ba-title"),
            node("ol", *items, css="dl-ba-around"),
            node("p", f"{wording.counted(rest, 'more anchor')} in the table below.", css="dl-quiet") if rest else None,
            css="dl-page",
            open=len(around) <= OPEN_ANCHORS,
        )
    )


def _anchor(anchor: str, pairs: Sequence[Pair], tables: Tables, question: Selection) -> Node:
    items = [
        node(
            "li",
            node("span", distance(pair, tables).replace("on the day of", "on the day"), css="dl-offset"),
            node(
                "span",
                _event(tables, question, pair.other),
                None if pair.nearest else node("span", " · nearer to another anchor", css="dl-quiet"),
            ),
        )
        for pair in pairs[:MOST_AROUND]
    ]
    rest = len(pairs) - len(items)
    return node(
        "li",
        node("p", _event(tables, question, anchor), None if items else node("span", " · none", css="dl-quiet")),
        node("ul", *items, node("li", f"and {rest} more", css="dl-quiet") if rest else None) if items else None,
    )


def _event(tables: Tables, selection: Selection, event_id: str) -> Node:
    event = tables.records[event_id].event
    return node("span", parts.link_to_page(event, selection, event.title), node("span", f" {label(event.date)}", css="dl-quiet"))


def _tables(tables: Tables, question: Selection, result: Result) -> None:
    pairs = _pairs_within(tables, _essential(question), result.lag + result.window)

    def draw() -> None:
        for name, rows in zip(("rates", "bars", "pairs"), _twins(tables, _essential(question), result), strict=True):
            st.dataframe(rows, hide_index=True, width="stretch", key=f"dl-ba-{name}")

    twin.show(
        f"The same as tables: rates, bars, {wording.counted(len(pairs), 'pair')} of anchor and other event", "dl-ba-tables", draw
    )


@remembered
def _twins(tables: Tables, question: Selection, result: Result) -> tuple[pa.Table, ...]:
    """The tables as Streamlit sends them: made of data frames once, not in every run."""
    pairs = _pairs_within(tables, question, result.lag + result.window)
    made = (_rates(result), _bars(result), _pair_rows(tables, pairs))
    return tuple(pa.Table.from_pandas(one, preserve_index=False) for one in made)


def _rates(result: Result) -> pd.DataFrame:
    names = (
        ("Anchors with another event before (precursor rate)", result.before.anchors),
        ("Other events with an anchor after (trigger rate)", result.before.others),
        ("Other events in the window before their nearest anchor", result.before.events),
        ("Anchors with another event after", result.after.anchors),
        ("Other events with an anchor before", result.after.others),
        ("Other events in the window after their nearest anchor", result.after.events),
    )
    return pd.DataFrame([_rate(name, count) for name, count in names])


def _rate(name: str, count: Count) -> dict[str, object]:
    return {
        "What": name, "On record": round(count.observed, 2), "Of": count.of, "Share": round(count.rate, 3), "Chance, mean": round(count.expected, 2),
        "Chance, 2.5 %": count.chance_low, "Chance, 97.5 %": count.chance_high, "p, as many or more": round(count.p_more, 4),
        "p, as few or fewer": round(count.p_fewer, 4),
    }  # fmt: skip


def _bars(result: Result) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"From day": bar.first, "To day": bar.last, "On record": round(bar.observed, 2), "Chance, mean": round(bar.expected, 2), "Chance, 2.5 %": bar.low, "Chance, 97.5 %": bar.high}
            for bar in result.bars
        ]
    )  # fmt: skip


def _pair_rows(tables: Tables, pairs: Iterable[Pair]) -> pd.DataFrame:
    def event(one: str) -> tuple[str, str]:
        return tables.records[one].event.date.text, tables.records[one].event.title

    rows = [(*event(one.anchor), one.low, one.high, *event(one.other), one.nearest, one.anchor, one.other) for one in pairs]
    names = [
        "Anchor, date",
        "Anchor",
        "Days, least",
        "Days, most",
        "Other, date",
        "Other",
        "Nearest anchor",
        "Anchor id",
        "Other id",
    ]
    return pd.DataFrame(rows, columns=names)

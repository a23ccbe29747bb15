"""The page Sources & coverage: who the record rests on, how much on one alone, what is weak, how late it was told."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dateline import sources
from dateline.dates import day_label, label
from dateline.selection import Selection, apply
from dateline.tables import Tables, remembered
from dateline.ui import behind, coverage, nodes, parts, state, wording
from dateline.ui.behind import BY_WORDS, button, key_name
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View

TOP = 10
"""How many of a table are drawn as bars."""
LATEST = 8
"""How many of the events told of latest are named at once."""
_BY = "_sources_by"
_ABOUT_BY: dict[sources.By, str] = {
    "publisher": "Whose site the page is on.",
    "type": "What kind of publisher the page is on.",
    "country": "Where the publisher is at home; it says nothing about who is right.",
    "origin": "Who knew it first and says so, however many papers carry it. A paper's own reporting has that paper as its origin.",
    "party": "The state or body that the origin belongs to: a ministry and a spokesman count as their state.",
}


def _asked(view: View) -> Selection:
    """The view without what is open on other pages, so that what is made of it serves more views."""
    return replace(view.selection, event="", claim="")


@remembered
def _head(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(summary(tables, apply(selection, tables).ids))


def summary(tables: Tables, ids: tuple[str, ...]) -> Node:
    """How much there is, how much of it rests on one party, one publisher, weak pages; each number opens its events."""
    pages = sources.vouching(tables)
    here = pages[pages["event"].isin(ids)]
    one, alone, weak = (
        len(sources.on_one(tables, ids, "party")), len(sources.on_one(tables, ids, "publisher")), len(sources.weak_only(tables, ids)),
    )  # fmt: skip
    without = len(sources.without_pages(tables, ids))
    publishers, origins = (len(sources.rests(tables, ids, by)) for by in ("publisher", "origin"))
    return node(
        "div",
        node("h1", "Sources & coverage"),
        node(
            "p",
            f"{wording.counted(len(ids), 'event')} in view {'rests' if len(ids) == 1 else 'rest'} on {wording.counted(len(here), 'source')} by "
            f"{wording.counted(publishers, 'publisher')}, which carry what {wording.counted(origins, 'origin')} said. ",
            button("head", "one-party", "", f"{one:,} rest on one party's word"),
            f" ({_percent(one, len(ids))}), ",
            button("head", "one-publisher", "", f"{alone:,} on one publisher"),
            ", ",
            button("head", "weak-only", "", f"{weak:,} on weak sources alone"),
            [" and ", button("head", "without", "", f"{without:,} on no page that was out by then")] if without else None,
            ". Pages that give only background are not counted",
            f", nor those that came out after {day_label(tables.on)}." if tables.on else ".",
            css="dl-lead",
        ),
        css="dl-page",
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else "none"


def who(view: View) -> None:
    """The numbers in short, and the table of publishers, types, countries, origins or parties, its first rows as bars; a row opens its events."""
    by = chosen_by(st.session_state.get(_BY))

    def keep(value: object) -> None:
        st.session_state[_BY] = chosen_by(value)
        behind.choose("")

    asked = _asked(view)
    document = nodes.joined(_head(view.tables, asked), behind.opened(view, "head"), _who(view.tables, asked, by))
    nodes.show("dl-sources-who", document, {"by": keep, **behind.actions()})
    ids = view.shown.ids
    rows = sources.rests(view.tables, ids, by)
    if rows.empty:
        return
    table = f"dl-sources-{by}"

    def pick() -> None:
        row = state.chosen_row(table, len(rows))
        if row is not None:
            behind.choose(behind.value("who", by, rows["id"].iloc[row]))

    st.dataframe(
        _who_rows(view.tables, ids, by),
        key=table,
        hide_index=True,
        width="stretch",
        height=36 * min(len(rows) + 1, 9),
        on_select=pick,
        selection_mode="single-row",
        column_config={
            "Of all events": st.column_config.NumberColumn(format="%.1f%%"),
            BY_WORDS[by]: st.column_config.TextColumn(width="medium"),
        },
        alt=f"{BY_WORDS[by]}, events and pages. Choosing a row lists its events below.",
    )


def what_it_rests_on(view: View) -> None:
    """What rests on one party's word and on weak pages, how late events were told of, and what the picture of coverage below shows."""
    tables, asked = view.tables, _asked(view)
    made = ((_one_origin(tables, asked), "one"), (_weak(tables, asked), "weak"), (_lags(tables, asked), "lags"))
    parts_ = (part for document, place in made for part in (document, behind.opened(view, place)))
    nodes.show(
        "dl-sources-rests", nodes.joined(behind.opened(view, "who"), *parts_, coverage.head(tables, asked)), behind.actions()
    )


def chosen_by(kept: object) -> sources.By:
    """What pages are told apart by; publishers for anything else, as a crafted message may hold."""
    return next((one for one in sources.BYS if one == kept), "publisher")


@remembered
def _who_rows(tables: Tables, ids: tuple[str, ...], by: sources.By) -> pa.Table:
    """The table as Streamlit sends it: made of a data frame once, not in every run."""
    return pa.Table.from_pandas(who_table(tables, ids, by), preserve_index=False)


@remembered
def who_table(tables: Tables, ids: tuple[str, ...], by: sources.By) -> pd.DataFrame:
    """The rows of :func:`dateline.sources.rests` in the words of the page."""
    rows = sources.rests(tables, ids, by)
    made: dict[str, object] = {BY_WORDS[by]: [key_name(by, one, tables) for one in rows["id"]]}
    if by == "publisher":
        known = [tables.registers.publishers.get(one) for one in rows["id"]]
        made |= {"Type": [one.type if one else "" for one in known], "Country": [one.country if one else "" for one in known]}
    made |= {
        "Events": rows["events"],
        "Of all events": rows["events"] / max(len(ids), 1) * 100,
        "On it alone": rows["alone"],
        "Sources": rows["sources"],
        "Weak sources": rows["weak"],
    }
    return pd.DataFrame(made)


@remembered
def _who(tables: Tables, selection: Selection, by: sources.By) -> Packed:
    return nodes.pack(who_document(tables, apply(selection, tables).ids, by))


def who_document(tables: Tables, ids: tuple[str, ...], by: sources.By) -> Node:
    """The choice of what is told apart, and the first rows as bars: how many events, and how many of them rest on it alone."""
    rows = sources.rests(tables, ids, by)
    most = max(rows["events"], default=1)
    drawn = [
        row(
            key_name(by, one, tables),
            events / most,
            alone / most,
            button("who", by, one, wording.counted(events, "event")),
            f" · {alone:,} on it alone" if alone else "",
        )
        for one, events, alone in list(zip(rows["id"], rows["events"], rows["alone"], strict=True))[:TOP]
    ]
    switch = node(
        "div",
        *(
            node(
                "button", BY_WORDS[one], css="dl-segment", aria_pressed=str(one == by).lower(), data_action="by", data_value=one,
                type="button",
            )
            for one in sources.BYS
        ),
        css="dl-switch dl-wrapping", role="group", aria_label="Tell pages apart by",
    )  # fmt: skip
    return _section(
        "Who the record rests on",
        switch,
        node(
            "p",
            _ABOUT_BY[by],
            " An event counts once for each it rests on, so the numbers add up to more than all.",
            css="dl-quiet",
        ),
        _key("rest on it alone", "rest on others too") if drawn else None,
        *drawn,
        node(
            "p",
            f"The {TOP} with most events of {len(rows):,}; the table has all. Choose a row to list its events.",
            css="dl-quiet",
        )
        if len(rows) > TOP
        else None,
    )


def row(name: str, whole: float, part: float, *words: Node) -> Node:
    """A bar with its name and words. ``whole`` and ``part``, 0 to 1: how far the outline goes, and how far it is filled."""
    return node(
        "div",
        node("span", name, css="dl-party"),
        node(
            "svg",
            node("rect", x="0", y="15%", width=f"{100 * whole:.2f}%", height="70%", css="dl-bar-whole"),
            node("rect", x="0", y="15%", width=f"{100 * part:.2f}%", height="70%", css="dl-bar-part") if part else None,
            aria_hidden="true",
        ),
        node("span", *words, css="dl-bar-words"),
        css="dl-bar-row",
    )


def _key(filled: str, outlined: str) -> Node:
    """What filled and outlined mean."""
    bars = [
        node("span", node("svg", node("rect", width="100%", height="100%", css=f"dl-bar-{css}"), css="dl-bar-key", aria_hidden="true"), f" {words}")
        for css, words in (("part", filled), ("whole", outlined))
    ]  # fmt: skip
    return node("p", *bars, css="dl-quiet dl-bar-legend")


@remembered
def _one_origin(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(one_origin_document(tables, apply(selection, tables).ids))


def one_origin_document(tables: Tables, ids: tuple[str, ...]) -> Node:
    """The share of events whose pages all carry one party's word, by category and by year."""
    chosen = sources.on_one(tables, ids, "party")
    return _section(
        "What rests on one party's word",
        node(
            "p",
            "All sources of the event carry the word of one party and its bodies, be it in one paper or in forty: a state, its leader and its news agency are one. "
            "That is so for most things that a state says of itself, and it does not make them wrong; but nobody else vouches for them.",
        ),
        _key("one party", "several"),
        *_shares(tables, ids, chosen, "one", "one-party"),
        node(
            "p",
            button("one", "one-publisher", "", f"{wording.counted(len(sources.on_one(tables, ids, 'publisher')), 'event')} on one publisher"),
            ", each with the reason why there is no second.",
        ),
    )  # fmt: skip


def _shares(tables: Tables, ids: tuple[str, ...], chosen: tuple[str, ...], place: str, what: str) -> Iterable[Node]:
    titles: tuple[tuple[sources.Group, str], ...] = (("category", "By category"), ("year", "By year in which it began"))
    for by, title in titles:
        rows = sources.shares(tables, ids, chosen, by)
        if rows.empty:
            continue
        yield node("h3", title)
        for one, events, number, share in rows.itertuples(index=False):
            name = wording.category_name(one, tables) if by == "category" else one
            yield row(
                name, 1, share, button(place, what, f"{by}={one}", f"{number:,} of {events:,}", aria=f"{name}: {number} of {events}"),
                f" · {100 * share:.0f}%",
            )  # fmt: skip


@remembered
def _weak(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(weak_document(tables, apply(selection, tables).ids))


def weak_document(tables: Tables, ids: tuple[str, ...]) -> Node:
    """How many pages are weak, on how many events, and how many events have no other."""
    pages = sources.weak_pages(tables, ids)
    if pages.empty:
        return _section("Weak sources", node("p", "No source in view is weak."))
    only = sources.weak_only(tables, ids)
    return _section(
        "Weak sources",
        node(
            "p",
            f"Mirrors, digests and content farms are kept only until something better is found: {wording.counted(len(pages), 'source')} on ",
            button("weak", "weak", "", wording.counted(pages["event"].nunique(), "event")),
            ". ",
            button("weak", "weak-only", "", f"{wording.counted(len(only), 'event')} with nothing else") if only else "Each of these events has a better one too",
            ".",
        ),
    )  # fmt: skip


@remembered
def _lags(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(lags_document(tables, apply(selection, tables).ids, selection))


def lags_document(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Node:
    """Median and quartiles of the days from event to report, exact dates only, with what is left out and the longest of all."""
    rows = [_lag_row(one, tables) for one in sources.lag_summary(tables, ids).to_dict("records")]
    heads = ("Category", "Events", "Middle half, days", "Median", "Longest", "Left out: day not exact", "no day of report")
    late = sources.lags(tables, ids).dropna(subset=["days"])
    late = late[late["days"] > 0].sort_values(["days", "event"], ascending=[False, False])
    return _section(
        "From event to report",
        node(
            "p",
            "Days from the last day of an event to the first day on which it was public; 0 when it was told of on that day or while it went "
            "on. Only where both days are known exactly: an event of “early October” has no such number and is counted as left out.",
        ),
        node(
            "div",
            node(
                "table",
                node("thead", node("tr", *(node("th", one, scope="col") for one in heads))),
                node("tbody", *rows),
                css="dl-lags",
            ),
            css="dl-scroll",
        ),
        *_latest_told(late, tables, selection),
    )


def _latest_told(late: pd.DataFrame, tables: Tables, selection: Selection) -> Iterable[Node]:
    """The events told of latest after they happened, and where the others are."""
    if late.empty:
        yield node("p", "No event in view was told of on a later day.")
        return
    yield node("h3", "Told of latest")
    yield node(
        "ul",
        *(
            node(
                "li",
                node("b", f"{wording.lag_words(int(days))}: "),
                parts.link_to_page(event, selection, event.title),
                node("span", f" {label(event.date)}, reported {label(event.reported)}" if event.reported else "", css="dl-quiet"),
            )
            for one, days in zip(late["event"][:LATEST], late["days"][:LATEST], strict=True)
            for event in [tables.records[one].event]
        ),
    )
    if len(late) > LATEST:
        yield node("p", button("lags", "late", "", f"All {len(late):,} events told of on a later day"))


def _lag_row(one: Mapping[Hashable, Any], tables: Tables) -> Node:
    category = str(one["id"])
    name = tables.registers.categories[category].name if category else "All"

    def left_out(why: str) -> Node:
        return button("lags", f"lag-{why}", category, f"{one[why]:,}", aria=f"{name}, left out: {one[why]}") if one[why] else "–"

    counted = one["n"]
    return node(
        "tr",
        node("th", name, scope="row"),
        node("td", button("lags", "lag", category, f"{counted:,}", aria=f"{name}: {counted} events") if counted else "–"),
        node("td", f"{_days(one['q1'])} – {_days(one['q3'])}" if counted else "–"),
        node("td", node("b", _days(one["median"]))),
        node("td", _days(one["longest"])),
        *(node("td", left_out(why)) for why in ("uncertain", "unreported")),
    )


def _days(number: object) -> str:
    if not isinstance(number, float) or math.isnan(number):
        return "–"
    return f"{number:.4g}" if number < 1000 else f"{number:,.0f}"


def second_readings(view: View) -> None:
    """How much of the record was compared with its sources by a second reader."""
    nodes.show("dl-sources-read", nodes.joined(_read(view.tables, _asked(view)), behind.opened(view, "read")), behind.actions())


@remembered
def _read(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(read_document(tables, apply(selection, tables).ids, selection))


def read_document(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Node:
    """Second readings by year of the event; what is not yet read can be listed."""
    read = sources.reviewed(tables, ids)
    rows = sources.shares(tables, ids, read, "year")
    missing = len(ids) - len(read)
    return _section(
        "Second readings",
        node(
            "p",
            f"A second reader compared {len(read):,} of {wording.counted(len(ids), 'event')} with their sources",
            [" (", button("read", "unread", "", f"{missing:,} not yet"), ")"] if missing else None,
            ", by the year in which the event began:",
        ),
        *(
            row(one, 1, share, button("read", "read", f"year={one}", f"{number:,} of {events:,}", aria=f"{one}: {number} of {events}"))
            for one, events, number, share in rows.itertuples(index=False)
        ),
        node("p", "How records are read twice, and how to report a mistake: ", parts.link_to_view("about", selection, "About & method"), "."),
    )  # fmt: skip


def _section(title: str, *content: Node | Iterable[Node] | None) -> Node:
    return node("div", node("section", node("h2", title), *content), css="dl-page")

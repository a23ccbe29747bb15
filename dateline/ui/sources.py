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
from dateline.ui import behind, coverage, nodes, nothing, parts, state, wording
from dateline.ui.behind import BY_WORDS, button, country_name, key_name, year_name
from dateline.ui.nodes import Node, Packed, filled, node
from dateline.ui.views import View
from dateline.words import N_, _, counted, events, name, ngettext, title

TOP = 10
"""How many of a table are drawn as bars."""
LATEST = 8
"""How many of the events told of latest are named at once."""
_BY = "_sources_by"
_ABOUT_BY: dict[sources.By, str] = {
    "publisher": N_("Whose site the page is on."),
    "type": N_("What kind of publisher the page is on."),
    "country": N_("Where the publisher is at home; it says nothing about who is right."),
    "origin": N_(
        "Who knew it first and says so, however many papers carry it. A paper's own reporting has that paper as its origin."
    ),
    "party": N_("The state or body that the origin belongs to: a ministry and a spokesman count as their state."),
}


def _asked(view: View) -> Selection:
    """The view without what is open on other pages, so that what is made of it serves more views."""
    return replace(view.selection, event="", claim="")


@remembered
def _head(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(summary(tables, apply(selection, tables).ids))


def summary(tables: Tables, ids: tuple[str, ...]) -> Node:
    """How much there is, how much of it rests on one party, one publisher, weak pages; each number opens its events."""
    one, alone, weak = (
        len(sources.on_one(tables, ids, "party")), len(sources.on_one(tables, ids, "publisher")), len(sources.weak_only(tables, ids)),
    )  # fmt: skip
    without = len(sources.without_pages(tables, ids))
    publishers, origins = (len(sources.rests(tables, ids, by)) for by in ("publisher", "origin"))
    return node(
        "div",
        node("h1", _("Sources & coverage")),
        node(
            "p",
            counted(
                len(ids),
                "{n} event in view rests on {sources} by {publishers}, which carry what {origins} said. ",
                "{n} events in view rest on {sources} by {publishers}, which carry what {origins} said. ",
                sources=counted(sources.pages(tables, ids), "{n} source", "{n} sources"),
                publishers=counted(publishers, "{n} publisher", "{n} publishers"),
                origins=counted(origins, "{n} origin", "{n} origins"),
            ),
            button("head", "one-party", "", _("{n} rest on one party's word").format(n=f"{one:,}")),
            f" ({_percent(one, len(ids))}), ",
            button("head", "one-publisher", "", _("{n} on one publisher").format(n=f"{alone:,}")),
            ", ",
            button("head", "weak-only", "", _("{n} on weak sources alone").format(n=f"{weak:,}")),
            [_(" and "), button("head", "without", "", _("{n} on no page that was out by then").format(n=f"{without:,}"))]
            if without
            else None,
            _(". Pages that give only background are not counted, nor those that came out after {date}.").format(
                date=day_label(tables.on)
            )
            if tables.on
            else _(". Pages that give only background are not counted."),
            css="dl-lead",
        ),
        css="dl-page",
    )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f}%" if whole else _("none")


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
        nothing.show(view)
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
            _("Of all events"): st.column_config.NumberColumn(format="%.1f%%"),
            _(BY_WORDS[by]): st.column_config.TextColumn(width="medium"),
        },
        alt=_("{what}, events and pages. Choosing a row lists its events below.").format(what=_(BY_WORDS[by])),
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
    made: dict[str, object] = {_(BY_WORDS[by]): [key_name(by, one, tables) for one in rows["id"]]}
    if by == "publisher":
        known = [tables.registers.publishers.get(one) for one in rows["id"]]
        made |= {
            _("Type"): [_(wording.PUBLISHER_TYPES.get(one.type, one.type)) if one else "" for one in known],
            _("Country"): [country_name(one.country, tables) if one else "" for one in known],
        }
    made |= {
        _("Events"): rows["events"],
        _("Of all events"): rows["events"] / max(len(ids), 1) * 100,
        _("On it alone"): rows["alone"],
        _("Sources"): rows["sources"],
        _("Weak sources"): rows["weak"],
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
            total / most,
            alone / most,
            button("who", by, one, events(total)),
            _(" · {n} on it alone").format(n=f"{alone:,}") if alone else "",
        )
        for one, total, alone in list(zip(rows["id"], rows["events"], rows["alone"], strict=True))[:TOP]
    ]
    switch = node(
        "div",
        *(
            node(
                "button", _(BY_WORDS[one]), css="dl-segment", aria_pressed=str(one == by).lower(), data_action="by", data_value=one,
                type="button",
            )
            for one in sources.BYS
        ),
        css="dl-switch dl-wrapping", role="group", aria_label=_("Tell pages apart by"),
    )  # fmt: skip
    return _section(
        _("Who the record rests on"),
        switch,
        node(
            "p",
            _(_ABOUT_BY[by]),
            _(" An event counts once for each it rests on, so the numbers add up to more than all."),
            css="dl-quiet",
        ),
        _key(_("rest on it alone"), _("rest on others too")) if drawn else None,
        *drawn,
        node(
            "p",
            _("The {n} with most events of {total}; the table has all. Choose a row to list its events.").format(
                n=TOP, total=f"{len(rows):,}"
            ),
            css="dl-quiet",
        )
        if len(rows) > TOP
        else None,
    )


def row(named: str, whole: float, part: float, *words: Node) -> Node:
    """A bar with its name and words. ``whole`` and ``part``, 0 to 1: how far the outline goes, and how far it is filled."""
    return node(
        "div",
        node("span", named, css="dl-party"),
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
        _("What rests on one party's word"),
        node(
            "p",
            _(
                "All sources of the event carry the word of one party and its bodies, be it in one paper or in forty: a state, its leader and its news agency are one. "
                "That is so for most things that a state says of itself, and it does not make them wrong; but nobody else vouches for them."
            ),
        ),
        _key(_("one party"), _("several")),
        *_shares(tables, ids, chosen, "one", "one-party"),
        node(
            "p",
            *filled(
                _("{events}, each with the reason why there is no second."),
                events=button(
                    "one",
                    "one-publisher",
                    "",
                    counted(len(sources.on_one(tables, ids, "publisher")), "{n} event on one publisher", "{n} events on one publisher"),
                ),
            ),
        ),
    )  # fmt: skip


def _shares(tables: Tables, ids: tuple[str, ...], chosen: tuple[str, ...], place: str, what: str) -> Iterable[Node]:
    titles: tuple[tuple[sources.Group, str], ...] = (("category", _("By category")), ("year", _("By year in which it began")))
    for by, heading in titles:
        rows = sources.shares(tables, ids, chosen, by)
        if rows.empty:
            continue
        yield node("h3", heading)
        for one, total, number, share in rows.itertuples(index=False):
            of = wording.category_name(one, tables) if by == "category" else year_name(one)
            words = _("{n} of {total}").format(n=f"{number:,}", total=f"{total:,}")
            told = button(place, what, f"{by}={one}", words, aria=f"{of}: {words}")
            yield row(of, 1, share, told, f" · {100 * share:.0f}%")


@remembered
def _weak(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(weak_document(tables, apply(selection, tables).ids))


def weak_document(tables: Tables, ids: tuple[str, ...]) -> Node:
    """How many pages are weak, on how many events, and how many events have no other."""
    pages = sources.weak_pages(tables, ids)
    if pages.empty:
        return _section(_("Weak sources"), node("p", _("No source in view is weak.")))
    only = sources.weak_only(tables, ids)
    return _section(
        _("Weak sources"),
        node(
            "p",
            *filled(
                _("Mirrors, digests and content farms are kept only until something better is found: {sources} on {events}. {only}."),
                sources=counted(len(pages), "{n} source", "{n} sources"),
                events=button("weak", "weak", "", events(pages["event"].nunique())),
                only=button("weak", "weak-only", "", counted(len(only), "{n} event with nothing else", "{n} events with nothing else"))
                if only
                else _("Each of these events has a better one too"),
            ),
        ),
    )  # fmt: skip


@remembered
def _lags(tables: Tables, selection: Selection) -> Packed:
    return nodes.pack(lags_document(tables, apply(selection, tables).ids, selection))


def lags_document(tables: Tables, ids: tuple[str, ...], selection: Selection) -> Node:
    """Median and quartiles of the days from event to report, exact dates only, with what is left out and the longest of all."""
    rows = [_lag_row(one, tables) for one in sources.lag_summary(tables, ids).to_dict("records")]
    heads = (
        _("Category"), _("Events"), _("Middle half, days"), _("Median"), _("Longest"), _("Left out: day not exact"), _("no day of report"),
    )  # fmt: skip
    late = sources.lags(tables, ids).dropna(subset=["days"])
    late = late[late["days"] > 0].sort_values(["days", "event"], ascending=[False, False])
    return _section(
        _("From event to report"),
        node(
            "p",
            _(
                "Days from the last day of an event to the first day on which it was public; 0 when it was told of on that day or while it "
                "went on. Only where both days are known exactly: an event of “early October” has no such number and is counted as left out."
            ),
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
        yield node("p", _("No event in view was told of on a later day."))
        return
    yield node("h3", _("Told of latest"))
    yield node(
        "ul",
        *(
            node(
                "li",
                node("b", f"{wording.lag_words(int(days))}: "),
                parts.link_to_page(event, selection, title(event)),
                node(
                    "span",
                    _(" {date}, reported {reported}").format(date=label(event.date), reported=label(event.reported))
                    if event.reported
                    else "",
                    css="dl-quiet",
                ),
            )
            for one, days in zip(late["event"][:LATEST], late["days"][:LATEST], strict=True)
            for event in [tables.records[one].event]
        ),
    )
    if len(late) > LATEST:
        yield node("p", button("lags", "late", "", _("All {n} events told of on a later day").format(n=f"{len(late):,}")))


def _lag_row(one: Mapping[Hashable, Any], tables: Tables) -> Node:
    category = str(one["id"])
    of = name(tables.registers.categories[category]) if category else _("All")

    def left_out(why: str) -> Node:
        return (
            button(
                "lags",
                f"lag-{why}",
                category,
                f"{one[why]:,}",
                aria=_("{category}, left out: {n}").format(category=of, n=one[why]),
            )
            if one[why]
            else "–"
        )

    number = one["n"]
    return node(
        "tr",
        node("th", of, scope="row"),
        node(
            "td",
            button("lags", "lag", category, f"{number:,}", aria=f"{of}: {events(number)}") if number else "–",
        ),
        node("td", f"{_days(one['q1'])} – {_days(one['q3'])}" if number else "–"),
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
        _("Second readings"),
        node(
            "p",
            *filled(
                ngettext(
                    "A second reader compared {read} of {n} event with their sources{missing}, by the year in which the event began:",
                    "A second reader compared {read} of {n} events with their sources{missing}, by the year in which the event began:",
                    len(ids),
                ),
                read=f"{len(read):,}",
                n=f"{len(ids):,}",
                missing=[" (", button("read", "unread", "", _("{n} not yet").format(n=f"{missing:,}")), ")"] if missing else None,
            ),
        ),
        *(
            row(year_name(one), 1, share, _read_in(one, number, total))
            for one, total, number, share in rows.itertuples(index=False)
        ),
        node(
            "p",
            *filled(
                _("How records are read twice, and how to report a mistake: {link}."),
                link=parts.link_to_view("about", selection, _("About & method")),
            ),
        ),
    )  # fmt: skip


def _read_in(year: str, number: int, total: int) -> Node:
    words = _("{n} of {total}").format(n=f"{number:,}", total=f"{total:,}")
    return button("read", "read", f"year={year}", words, aria=f"{year_name(year)}: {words}")


def _section(heading: str, *content: Node | Iterable[Node] | None) -> Node:
    return node("div", node("section", node("h2", heading), *content), css="dl-page")

"""Before & after: the answer of an analysis in words, as bars, as tables, with what it does not show."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace

import streamlit as st

from dateline import coincidence
from dateline.coincidence import Result
from dateline.described import set_name
from dateline.figures import coincidence as drawing
from dateline.figures import palette, scene
from dateline.selection import Selection
from dateline.tables import Tables, remembered
from dateline.ui import asked, nodes, plot
from dateline.ui.coincidence_pairs import essential, list_of_pairs, pick, picked, sample_of, ties, twins
from dateline.ui.coincidence_words import DOES_NOT_SHOW, method_of, nothing, sentences, warnings
from dateline.ui.nodes import Packed, node
from dateline.ui.views import View
from dateline.words import _

_TRIED = "_tried"


def show(view: View) -> None:
    """The question, the answer and what it rests on."""
    question = asked.asked(view.selection, view.tables)
    asked.show(view, question)
    found = sample_of(view.tables, question)
    with _waiting(question):
        result = coincidence.run(view.tables, question)
    if result is None:
        nodes.show("dl-ba-none", node("p", nothing(found, question, view.tables), css="dl-notice", role="status"))
        return
    nodes.show("dl-ba-answer", _answer(view.tables, essential(question), result, _tried(question)))
    plot.show("dl-ba-chart", _chart(view.tables, essential(question), result), lambda bar: pick(question, bar))
    picked(view, question, result)
    nodes.show("dl-ba-around", list_of_pairs(view.tables, question))
    twins(view.tables, question, result)


def _asked_for(question: Selection) -> Selection:
    return replace(essential(question), bin=7)


def _waiting(question: Selection) -> AbstractContextManager[None]:
    """Says that the draws take a moment, when this sitting asks for them for the first time."""
    if _asked_for(question) in st.session_state.get(_TRIED, ()):
        return nullcontext()
    return st.spinner(_("Comparing with {n} draws by chance …").format(n=f"{coincidence.DRAWS:,}"))


def _tried(question: Selection) -> int:
    """How many combinations this sitting has looked at, with this one; the width of bars makes no new one."""
    tried: set[Selection] = st.session_state.setdefault(_TRIED, set())
    tried.add(_asked_for(question))
    return len(tried)


@remembered
def _answer(tables: Tables, question: Selection, result: Result, tried: int) -> Packed:
    found = sample_of(tables, question)
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
                    "dl",
                    *(part for term, text in method_of(found, result, tables) for part in (node("dt", term), node("dd", text))),
                ),
            ),
            css="dl-page",
        )
    )


def _title(question: Selection, tables: Tables) -> str:
    others, anchors = (set_name(one, tables) for one in (question.other, question.anchor))
    return _("{others}, around {anchors}").format(others=f"{others[:1].upper()}{others[1:]}", anchors=anchors)


@remembered
def _chart(tables: Tables, question: Selection, result: Result) -> str:
    ids = sample_of(tables, question).others.ids
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

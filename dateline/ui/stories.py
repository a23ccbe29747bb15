"""The Stories page's parts: all stories, and one story's step beside its view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st

from dateline.address import encode
from dateline.dates import day_label, label, span
from dateline.known import as_known
from dateline.model import Event, Source
from dateline.registers import Story
from dateline.selection import Selection, apply
from dateline.standing import became_public, was_out
from dateline.stories import laid_over, not_laid_over, opened
from dateline.tables import Tables, remembered
from dateline.ui import chart, listing, nodes, parts, state, twin, wording
from dateline.ui.nodes import Node, Packed, node
from dateline.ui.views import View
from dateline.words import N_, _, about, counted, listed, name, title

Act = Callable[[object], None]
PICTURE = "dl-picture-story"
"""Key of what holds a step's text and chart."""
_TABLE = "dl-story-table"
_LAID_OVER = {
    "actor": N_("actor"), "category": N_("category"), "status": N_("standing"), "period": N_("period"), "known": N_("day"), "q": N_("search"), "lanes": N_("lanes"),
    "link": N_("kind of link"), "basis": N_("basis of links"), "event": N_("event"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A step of a story as the page shows it.

    ``number`` counts from 1. ``view`` is the step's own view with what the reader chose laid over it, ``reader`` the page's. ``lost`` holds
    sentences on what the step names and cannot be shown, ``changed`` the keys by which the reader changed it.
    """

    story: Story
    number: int
    view: View
    reader: View
    lost: tuple[str, ...]
    changed: tuple[str, ...]


def show(view: View) -> None:
    """The step that is open beside its chart, with the whole story below to read and to print; all stories when none is open."""
    story = view.everything.registers.stories.get(view.selection.story)
    if story is None:
        nodes.show("dl-stories", _index(view.tables, view.everything, view.selection), {"story": _opening(view)})
        return
    told = tell(view, story)
    with st.container(key=PICTURE):
        beside, wide = st.columns([3, 7], gap="medium")
        with beside:
            nodes.show(
                "dl-step",
                _step(told),
                {"step": _going(told), "own": lambda _value: _go(told, told.number, not_laid_over(view.selection))},
            )
        with wide:
            chart.show(told.view)
            _table(told.view)
    whole = _whole(view.tables, view.everything, story.id, replace(view.selection, event="", period=None, step=1))
    nodes.show("dl-story", whole, {"step": _going(told)})


def tell(view: View, story: Story) -> Told:
    """The step that the link names, the last one for any beyond it."""
    number = min(view.selection.step, len(story.steps))
    own, lost = opened(view.everything, story.steps[number - 1])
    if view.selection.step > number:
        lost = (
            counted(
                len(story.steps), "This story has {n} step; it is shown.", "This story has {n} steps; the last one is shown."
            ),
            *lost,
        )
    selection, changed = laid_over(own, view.selection)
    tables = as_known(view.everything, selection.known)
    if selection.event and selection.event not in tables.records:
        public = became_public(view.everything.records[selection.event].event)
        words = _("The event of this step became public only on {date}, so it is not shown.")
        lost = (*lost, words.format(date=day_label(public)))
        selection = replace(selection, event="")
    return Told(story, number, View(tables, selection, apply(selection, tables), view.everything), view, lost, changed)


def _go(told: Told, number: int, kept: Selection) -> None:
    """In a callback: open a step. What was chosen on another step is let go."""
    state.put(replace(kept, story=told.story.id, step=number, event="", period=None))


def _going(told: Told) -> Act:
    def go(value: object) -> None:
        number = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 3 else 1
        _go(told, min(max(number, 1), len(told.story.steps)), told.reader.selection)

    return go


def _opening(view: View) -> Act:
    def begin(value: object) -> None:
        known = isinstance(value, str) and value in view.everything.registers.stories
        state.put(replace(view.selection, story=str(value) if known else "", step=1, event="", period=None))

    return begin


# ---- All stories ---------------------------------------------------------------------------------------------------------------


@remembered
def _index(tables: Tables, everything: Tables, selection: Selection) -> Packed:
    stories = everything.registers.stories.values()
    return nodes.pack(
        node(
            "article",
            node("h1", _("Stories")),
            node(
                "p",
                _(
                    "Guided paths through the record. Each step is a short text beside the view of the timeline that it speaks of; every "
                    "sentence rests on events that stand there, with who says so and their sources. A story is one way through, not the "
                    "whole of it."
                ),
                css="dl-lead",
            ),
            *(_entry(story, tables, selection) for story in stories),
            None if stories else node("p", _("The record holds no stories."), css="dl-empty"),
            css="dl-page",
        )
    )


def _entry(story: Story, tables: Tables, selection: Selection) -> Node:
    steps = counted(len(story.steps), "{n} step", "{n} steps")
    return node(
        "section",
        node("h2", _story_link(story, selection, name(story))),
        node("p", about(story)),
        node("p", f"{steps} · {_covered(story, tables)}", css="dl-quiet"),
    )


def _story_link(story: Story, selection: Selection, text: str) -> Node:
    address = parts.story_address(selection, story.id)
    return node("a", text, href=address, css="dl-open", target="_self", data_action="story", data_value=story.id)


def _covered(story: Story, tables: Tables) -> str:
    """The days from the first to the last event that its steps light, as far as they are known in these tables."""
    lit = [step.event for step in story.steps if step.event]
    dates = [tables.records[one].event.date for one in lit if one in tables.records]
    if not dates:
        return (
            _("none of its events had been reported by {date}").format(date=day_label(tables.on))
            if tables.on
            else _("none of its events is in the record")
        )
    first, last = min(when.start for when in dates), max(when.end or when.start for when in dates)
    text = span(first, last)
    if tables.on and len(dates) < len(lit):
        return counted(
            len(lit),
            "{period}, {known} of its {n} event had been reported by {date}",
            "{period}, {known} of its {n} events had been reported by {date}",
            period=text,
            known=len(dates),
            date=day_label(tables.on),
        )
    return text


# ---- One step ------------------------------------------------------------------------------------------------------------------


def _step(told: Told) -> Node:
    story, step, reader = told.story, told.story.steps[told.number - 1], told.reader.selection
    return node(
        "article",
        node(
            "p",
            node("a", _("All stories"), href=parts.story_address(reader, ""), target="_self"),
            node("span", f" · {name(story)}", css="dl-quiet"),
        ),
        _turns(told),
        node("h1", step.title),
        node("p", step.text, css="dl-summary dl-told"),
        *_notices(told),
        _lit(told),
        node(
            "p",
            node(
                "a",
                _("Open this view in the timeline"),
                href=f"./?{encode(told.view.selection)}",
                css="dl-button",
                target="_self",
            ),
            " ",
            node("button", _("Print all steps"), css="dl-button", data_print=True, type="button"),
            css="dl-actions",
        ),
        _contents(told),
        css="dl-step-text",
        data_top=f"{story.id} {told.number}",
    )


def _turns(told: Told) -> Node:
    """Previous and next step with the place between them; where there is none, a button that does nothing keeps the others in place."""
    last = len(told.story.steps)
    return node(
        "nav",
        _turn(_("← Previous"), told, told.number - 1, "dl-step-back"),
        node("span", _("{n} of {total}").format(n=told.number, total=last), css="dl-step-place", role="status"),
        _turn(_("Next →"), told, told.number + 1, "dl-step-on"),
        css="dl-step-turns",
        aria_label=_("Steps of the story"),
    )


def _turn(words: str, told: Told, number: int, css_id: str) -> Node:
    if not 1 <= number <= len(told.story.steps):
        return node("button", words, css="dl-button", type="button", disabled=True, id=css_id)
    return node(
        "a",
        words,
        css="dl-button",
        id=css_id,
        href=parts.story_address(told.reader.selection, told.story.id, number),
        target="_self",
        title=told.story.steps[number - 1].title,
        data_action="step",
        data_value=str(number),
    )


def _notices(told: Told) -> Iterator[Node]:
    for sentence in told.lost:
        yield node("p", sentence, css="dl-notice", role="status")
    own = told.view.selection.known
    if own is not None and "known" not in told.changed and own != told.reader.selection.known:
        yield node(
            "p", _("The chart shows what had been reported by the end of {date}.").format(date=day_label(own)), css="dl-quiet"
        )
    if told.changed:
        names = listed([_(_LAID_OVER[key]) for key in told.changed])
        yield node(
            "p",
            _("You changed this step’s view: {what}. ").format(what=names),
            node("button", _("Back to its own"), css="dl-button dl-small", data_action="own", type="button"),
            css="dl-quiet",
        )


def _lit(told: Told) -> Node | None:
    """The event that is lit in the chart: its step's, or the one that the reader chose."""
    view = told.view
    if not view.selection.event:
        return None
    event = view.tables.records[view.selection.event].event
    return node(
        "section",
        parts.badge(event.id, view.tables),
        node("h2", parts.link_to_page(event, told.reader.selection, title(event))),
        parts.when(event),
        node("p", node("b", _("Says so: ")), wording.names(event.claimed_by, view.tables), css="dl-says"),
        node("p", _("The filters leave this event out, so the chart does not show it."), css="dl-quiet")
        if event.id not in view.shown.drawn
        else None,
        node(
            "details",
            node("summary", _("Sources: {origins}").format(origins=wording.origins(event.sources, view.tables))),
            _sources(event, view.tables),
        ),
        css="dl-lit",
        aria_label=_("Event lit in the chart: {title}").format(title=title(event)),
    )


def _sources(event: Event, tables: Tables) -> Node:
    return node("ol", *(node("li", _source(source, tables)) for source in event.sources), css="dl-story-sources")


def _source(source: Source, tables: Tables) -> list[Node]:
    """Whose page, of which day, whose words: with the address itself for paper."""
    published = f", {label(source.published)}" if source.published else ""
    stance = wording.SOURCE_STANCE_WORDS.get(source.stance)
    about = (
        published
        + _(" · from {origins}").format(origins=wording.names(source.origin, tables))
        + (f" ({_(stance)})" if stance else "")
    )
    about += _(", weak source") if source.weak else ""
    about += "" if was_out(source, tables.on) else _(", came out later")
    return [
        node("a", wording.publisher_name(source.publisher, tables), href=source.url),
        node("span", about, css="dl-quiet"),
        node("span", f" {source.url}", css="dl-url dl-paper-only"),
    ]


def _contents(told: Told) -> Node:
    """One link a step."""
    return node(
        "nav",
        node(
            "ol",
            *(
                node("li", _step_link(told.story, number, told.reader.selection, current=number == told.number))
                for number in range(1, len(told.story.steps) + 1)
            ),
        ),
        css="dl-contents",
        aria_label=_("All steps"),
    )


def _step_link(story: Story, number: int, selection: Selection, *, current: bool = False) -> Node:
    return node(
        "a",
        story.steps[number - 1].title,
        href=parts.story_address(selection, story.id, number),
        target="_self",
        data_action="step",
        data_value=str(number),
        aria_current="step" if current else None,
    )


def _table(view: View) -> None:
    """The events of the step's view, for who does not read charts."""

    def draw() -> None:
        st.dataframe(
            _rows(view.tables, view.selection),
            key=_TABLE,
            hide_index=True,
            width="stretch",
            column_config={_("Title"): st.column_config.TextColumn(width="large")},
            alt=_("The events of this step's view, one row each."),
        )

    twin.show(
        counted(len(view.shown.ids), "{n} event in this view, as a table", "{n} events in this view, as a table"), _TABLE, draw
    )


@remembered
def _rows(tables: Tables, selection: Selection) -> pd.DataFrame:
    shown = apply(selection, tables)
    return listing.table(View(tables, selection, shown, tables), list(shown.ids))


# ---- The whole story -----------------------------------------------------------------------------------------------------------


@remembered
def _whole(tables: Tables, everything: Tables, story_id: str, selection: Selection) -> Packed:
    """All steps one after the other, each with its event and that one's sources: to read on, and to print."""
    story = everything.registers.stories[story_id]
    return nodes.pack(
        node(
            "article",
            node("h2", _("{story}: all steps").format(story=name(story))),
            node("p", about(story), css="dl-quiet"),
            *(_told(tables, everything, story, number, selection) for number in range(1, len(story.steps) + 1)),
            css="dl-page dl-whole-story",
        )
    )


def _told(tables: Tables, everything: Tables, story: Story, number: int, selection: Selection) -> Node:
    step = story.steps[number - 1]
    return node(
        "section",
        node("h3", f"{number}. ", _step_link(story, number, selection)),
        node("p", step.text),
        _told_event(step.event, tables, everything, selection) if step.event else None,
    )


def _told_event(event_id: str, tables: Tables, everything: Tables, selection: Selection) -> Node:
    if event_id not in everything.records:
        return node("p", _("Its event, “{event}”, is not in the record.").format(event=event_id), css="dl-quiet")
    if event_id not in tables.records:
        public = became_public(everything.records[event_id].event)
        return node("p", _("Its event became public only on {date}.").format(date=day_label(public)), css="dl-quiet")
    event = tables.records[event_id].event
    return node(
        "div",
        parts.badge(event_id, tables),
        node("p", parts.link_to_page(event, selection, title(event))),
        parts.when(event),
        node("p", node("b", _("Says so: ")), wording.names(event.claimed_by, tables), css="dl-says"),
        _sources(event, tables),
        css="dl-told-event",
    )

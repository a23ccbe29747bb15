"""What the timeline's script is given: its markup, and its figure with links, colours and legend as plain data."""

from __future__ import annotations

from html import escape
from typing import Any, Literal

import numpy as np

from dateline.figures import palette
from dateline.figures.counts import MOST_MARKS, Marks, rows_of
from dateline.figures.timeline import bounds, drawing
from dateline.standing import STATUS_WORDS
from dateline.tables import Tables, remembered
from dateline.ui.document import Node, node
from dateline.ui.marks import mark
from dateline.words import N_, _, either, language, name

Lanes = Literal["category", "actor"]
Follows = tuple[tuple[str, ...], tuple[str, ...]] | None
"""Kinds and bases of links."""

KEY = "timeline"
_ICONS = {
    "back": "M10 3l-5 5l5 5",
    "on": "M6 3l5 5l-5 5",
    "out": "M3 8h10",
    "in": "M3 8h10M8 3v10",
    "reset": "M3.5 8a4.5 4.5 0 1 0 1.6-3.4M3 2.5v3h3",
    "full": "M2 6v-4h4M10 2h4v4M14 10v4h-4M6 14h-4v-4",
    "png": "M8 2v8M4.5 6.5l3.5 3.5l3.5-3.5M2.5 13.5h11",
}
BUTTONS = {
    "back": N_("Earlier"),
    "on": N_("Later"),
    "out": N_("Zoom out (−)"),
    "in": N_("Zoom in (+)"),
    "all": N_("All: the whole record"),
    "reset": N_("Back to the opening view (0)"),
    "full": N_("Full screen"),
    "png": N_("Save as a picture (PNG)"),
}
HELP = N_(
    "Left and right arrow keys choose the previous and next event, up and down within its lane. Plus and minus zoom, zero goes back to "
    "the opening view, Escape clears the choice. The list below the chart holds the same events."
)


def content(tables: Tables, shown: tuple[str, ...], lanes: Lanes, marks: Marks | None = None) -> dict[str, Any]:
    """All of it, ready for JSON, for the events that are drawn. Which of its links are followed, the page is told apart from it.

    ``marks`` : which of them are marks where others are only counted; None: all.
    """
    categories = list(tables.registers.categories)
    marks = marks or all_of(tables, shown)
    drawn = frozenset(marks.ids if marks else shown)
    return {
        "fig": figure(tables, shown, lanes, marks),
        "links": _links(tables, drawn),
        "kinds": {
            one.id: {"name": name(one), "inverse": one.inverse_in(language()), "family": one.family}
            for one in tables.registers.link_kinds.values()
        },
        "pairs": palette.theme_pairs(),
        "paper": palette.PAPER[0],
        "colours": palette.css_colours(categories),
        "legend": legend(tables),
    }


def figure(tables: Tables, shown: tuple[str, ...], lanes: Lanes, marks: Marks | None = None) -> dict[str, Any]:
    """The figure without what the page lays out anew."""
    marks = marks or all_of(tables, shown)
    figure: dict[str, Any] = drawing(tables, shown=shown, lanes=lanes, marks=marks, bare=True)
    if marks:
        covers = [day.isoformat() for day in marks.covers] if marks.covers else None
        figure["layout"]["meta"] |= {"covers": covers, "cut": marks.cut}
    return figure


def all_of(tables: Tables, shown: tuple[str, ...]) -> Marks | None:
    """Every shown event as a mark, however many they are; for a page that no server gives others."""
    return Marks(shown, bounds(tables.events), 0) if len(shown) > MOST_MARKS else None


def _links(tables: Tables, shown: frozenset[str]) -> list[tuple[str, str, str, str]]:
    """(event, to, basis, kind) of every link between two events that are shown."""
    holding, to = tables.tied
    inside = rows_of(tables, shown)
    every = _every_link(tables)
    return [every[n] for n in np.flatnonzero(inside[holding] & inside[to]).tolist()]


@remembered
def _every_link(tables: Tables) -> list[tuple[str, str, str, str]]:
    return list(zip(*(tables.links[column] for column in ("event", "to", "basis", "kind")), strict=True))


def html() -> str:
    """The element that the script fills."""
    buttons = "".join(
        f'<button type="button" data-do="{do}" title="{escape(_(words))}" aria-label="{escape(_(words))}">'
        + (f'<svg viewBox="0 0 16 16" aria-hidden="true"><path d="{_ICONS[do]}"/></svg>' if do in _ICONS else escape(_("All")))
        + "</button>"
        for do, words in BUTTONS.items()
    )
    role, words, wait = (escape(_(one)) for one in (N_("timeline"), N_("Timeline"), N_("Loading …")))
    return f"""<div class="tl" data-name="{KEY}" tabindex="0" role="group" aria-roledescription="{role}" aria-label="{words}" aria-describedby="tl-now tl-help">
<p class="tl-live tl-now" id="tl-now"></p>
<p class="tl-live" id="tl-help">{escape(_(HELP))}</p>
<div class="tl-bar"><button type="button" class="tl-earlier tl-plain" data-do="all" hidden></button><span class="tl-span">{wait}</span><span class="tl-buttons">{buttons}</span></div>
<div class="tl-chart"><div class="tl-plot" aria-hidden="true"></div><div class="tl-strip"><div class="tl-window"></div></div><p class="tl-hint" aria-hidden="true"></p><p class="tl-tip" aria-hidden="true" hidden></p></div>
<p class="tl-behind" hidden></p>
<button type="button" class="tl-more-links tl-plain" data-do="links" hidden></button>
<div class="tl-legend"></div>
<p class="tl-live tl-news" aria-live="polite"></p></div>"""


@remembered
def legend(tables: Tables) -> list[Node]:
    """What every mark means, as headings and lists."""
    categories = tables.registers.categories.values()
    wide = [f"{name(one)} ({one.short})" if one.short else name(one) for one in tables.registers.series.values() if one.band]
    shapes = [_item(mark(one.symbol, one.id, "corroborated"), name(one)) for one in categories]
    standing = [_item(mark("circle", "ink", status), words) for status, words in _fills().items()]
    dates = [
        _item(_drawing("M1 8h28", 4), _("lasted several days")),
        _item(_drawing("M1 8h20", 4, "M20 3l8 5l-8 5z"), _("goes on")),
        _item(_drawing("M2 8h26M2 4v8M28 4v8", 1.4), _("some day in between: date not known exactly")),
        _item(_drawing("M8 8h20M28 4v8", 1.4, "M8 4l-7 4l7 4z"), _("not later than")),
    ]
    if wide:
        words = _("big drill, across all lanes: {drills}").format(drills=_(", ").join(wide))
        dates.append(_item(_drawing("M15 0v16", 12, colour="band-name", opacity="0.25"), words))
    links = [
        _item(_drawing("M1 8h28", 1.6), _("documented: one event’s own words refer to the other")),
        _item(_drawing("M1 8h28", 1.6, dashes="6 4"), _("asserted: a named source connects them")),
        _item(_drawing("M1 8h28", 1.8, dashes="1.5 3.5"), _("close in time only")),
    ]
    kinds = tables.registers.link_kinds.values()
    for family in palette.LINK_FAMILY:
        names = [name(kind) for kind in kinds if kind.family == family]
        if names:
            links.append(_item(_drawing("M1 8h28", 2.4, colour=f"link-{family}"), _(", ").join(names)))
    groups = {_("Category"): shapes, _("Standing"): standing, _("Date"): dates, _("Link"): links}
    return [part for heading, items in groups.items() if items for part in (node("h2", heading), node("ul", items))]


def _fills() -> dict[str, str]:
    """Status that stands for each fill -> the words of all statuses that are drawn with it."""
    full = [one for one in STATUS_WORDS if one in palette.FILLED]
    together = either([_(STATUS_WORDS[one]) if n == 0 else _(STATUS_WORDS[one]).lower() for n, one in enumerate(reversed(full))])
    return {full[0]: together, **{one: _(words) for one, words in STATUS_WORDS.items() if one not in palette.FILLED}}


def _item(drawing: Node, words: str) -> Node:
    return node("li", drawing, node("span", words))


def _drawing(
    line: str, width: float, filled: str = "", *, dashes: str | None = None, colour: str = "ink", opacity: str | None = None
) -> Node:
    """A line, and a filled shape, 30 by 16."""
    return node(
        "svg",
        node(
            "path", d=line, fill="none", stroke="currentColor", stroke_width=str(width), stroke_dasharray=dashes, opacity=opacity
        ),
        node("path", d=filled, fill="currentColor") if filled else None,
        css="tl-long",
        viewBox="0 0 30 16",
        data_colour=colour,
        aria_hidden="true",
    )

"""The tour for who comes for the first time: a few words beside the filters, the chart, the marks, the second clock, the link.

The browser shows it (``reach.js``): by itself once, to who opens the Timeline and no view in particular; to anybody else on request.
It travels as an attribute of its button, so that it costs a run nothing of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from dateline.address import encode
from dateline.selection import Selection
from dateline.ui.document import Node, node
from dateline.words import _

_FILTERS = ("[data-testid=stSidebarContent]", "[data-testid=stExpandSidebarButton]")


def steps() -> Sequence[tuple[str, str, Sequence[str]]]:
    """Title, text, and where on the page it points: the first of these places that is in sight."""
    return (
        (
            _("Narrow it down"),
            _(
                "Search, or choose a period, actors, categories, standings. Each option says how many events it holds; the line above the feed says how many are shown and why the others are not."
            ),
            _FILTERS,
        ),
        (
            _("See it in time"),
            _(
                "Each mark is one event. Drag sideways to move, + and − zoom. Choose a mark, or walk with ← and →: what it is linked to lights up, and a card says the rest."
            ),
            (".tl-chart",),
        ),
        (
            _("Who says so, and how sure it is"),
            _(
                "A full mark is borne out by others or acknowledged, a dot in a ring is the actor’s own account, an empty ring is alleged, a cross is disputed. Every card names who says so."
            ),
            (".tl-legend", ".dl-item"),
        ),
        (
            _("Go back to what was known"),
            _("“As known on” a day shows only what had been reported by then. “What changed since” tells what came after a day."),
            ("#dl-known", *_FILTERS),
        ),
        (
            _("Share what you see"),
            _(
                "The address bar always holds the view. “Copy link” opens exactly this for a colleague; Data & downloads gives it as files."
            ),
            ("[data-copy-link]",),
        ),
    )


def button() -> Node:
    """The button that begins it, with all that it says."""
    words = {
        "name": _("Tour of this page"),
        "place": _("{n} of {all}"),
        "next": _("Next"),
        "back": _("Back"),
        "skip": _("Skip the tour"),
        "done": _("Done"),
        "again": _("You find this tour again under About & method."),
    }
    told = [{"title": title, "text": text, "at": at} for title, text, at in steps()]
    return node(
        "button",
        _("Tour"),
        css="dl-button",
        type="button",
        title=_("What is what on this page, in five steps"),
        data_tour=json.dumps({"steps": told, "words": words}, ensure_ascii=False),
    )


def again(selection: Selection) -> Node:
    """A link to the Timeline that begins the tour there; the view stays as it is."""
    return node("a", _("Take the tour of the Timeline"), href=f"./?{encode(selection)}#tour", target="_self")

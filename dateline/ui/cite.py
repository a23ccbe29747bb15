"""How to cite, in the styles on offer, each with a button that copies it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.export import citation
from dateline.export.citation import STYLES, Style
from dateline.tables import Tables
from dateline.ui.nodes import Node, node
from dateline.words import _

NAMES: Mapping[Style, str] = {"chicago": "Chicago", "apa": "APA", "bibtex": "BibTeX", "csl-json": "CSL-JSON"}
_FOR_PROGRAMS = ("bibtex", "csl-json")


def event(event_id: str, tables: Tables, base: str = "") -> Node:
    """The ways to cite an event. ``base``: where readers reach the dashboard, "" where that is not known."""
    return _rows({style: citation.of_event(event_id, tables, style, base) for style in STYLES})


def view(tables: Tables, ids: Sequence[str], query: str, base: str = "") -> Node:
    """The ways to cite a view; ``query`` is what stands after "?" in its link."""
    return _rows({style: citation.of_view(tables, ids, query, style, base) for style in STYLES})


def _rows(texts: Mapping[Style, str]) -> Node:
    return node("dl", *(part for style, text in texts.items() for part in _row(style, text)), css="dl-cite")


def _row(style: Style, text: str) -> Iterator[Node]:
    yield node("dt", NAMES[style], " ", copy(text, _("Copy the citation in the style {style}").format(style=NAMES[style])))
    if style in _FOR_PROGRAMS:
        yield node("dd", node("details", node("summary", _("Show")), node("pre", node("code", text))))
    else:
        yield node("dd", text)


def copy(text: str, what: str) -> Node:
    """A button that copies a text; ``what`` says which, to those who do not see where it stands."""
    return node("button", _("Copy"), css="dl-button dl-small", data_copy=text, type="button", aria_label=what)


def code(text: str, what: str) -> Node:
    """A piece of code with its button."""
    return node("div", node("pre", node("code", text)), copy(text, what), css="dl-code")

"""What stands around every page: style, notices about the link and about records that are held back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from html import escape
from pathlib import Path

import streamlit as st

from dateline import words
from dateline.address import encode
from dateline.dates import day_label
from dateline.export import citation
from dateline.figures import scene
from dateline.known import as_known
from dateline.record import Problem
from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import embed, nodes, record, state
from dateline.ui.kept import Refused
from dateline.ui.nodes import Node, node
from dateline.ui.views import View
from dateline.words import _, counted

_HERE = Path(__file__).parent
MOST_SHOWN = 8
"""Most problems shown in the notice; the command line lists all."""


def listed(path: str, title: str, url_path: str | None = None, *, default: bool = False) -> st.Page:
    """A page for this run's navigation: a copy, since Streamlit notes on it that it was run; making it anew looks at the disk."""
    return copy(_listed(path, title, url_path, default))


@cache
def _listed(path: str, title: str, url_path: str | None, default: bool) -> st.Page:
    return st.Page(path, title=title, url_path=url_path, default=default)


@dataclass(frozen=True)
class _Html:
    """A text as Streamlit takes it without looking for a common indent in every run."""

    text: str

    def _repr_html_(self) -> str:
        return self.text


@cache
def _style(language: str) -> str:  # noqa: ARG001  (the rules hold words)
    # Here and not in the component of the documents, where it would be sent again with every document.
    rules = [(_HERE / name).read_text(encoding="utf-8") for name in ("frame.css", "nodes.css", "reach.css")]
    text = re.sub(r"/\*.*?\*/|\s*\n\s*", " ", "".join(rules), flags=re.DOTALL)
    # As a text of CSS, in which only quotes and backslashes mean something.
    filters = _("Pages & filters").replace("\\", "").replace('"', "")
    return f'<style>:root {{ --dl-says-filters: "{filters}"; }} {text}</style>'


def style() -> None:
    """The page's own style rules."""
    st.html(_Html(_style(words.language())))


def page(tables: Tables) -> None:
    """Settings of the page, and the colours of its categories. The browser tab names the chosen event, so that bookmarks and history can be told apart."""
    nodes.colour(scene.categories(tables))
    st.set_page_config(page_title=tab(tables, state.held("event"), state.known()), page_icon="🗓️", layout="wide")


def tab(tables: Tables, event: str, known: object) -> str:
    """What the browser tab says: the chosen event, if it was known on the day whose knowledge is shown."""
    found = as_known(tables, state.as_day(known)).records.get(tables.present_id(event))
    name = words.name(tables.registers.home)
    return f"{words.title(found.event)} · {name}" if found else name


def languages(view: View) -> None:
    """The same view in each language, at the top of every page but an embedded one."""
    if not embed.on():
        st.html(_Html(_languages(view.selection)))


@lru_cache(maxsize=256)
def _languages(selection: Selection) -> str:
    here = ' aria-current="true"'
    links = (
        f'<a href="?{escape(encode(replace(selection, lang=one)))}" target="_self" lang="{one}"{here if one == selection.lang else ""}>{name}</a>'
        for one, name in words.LANGUAGES.items()
    )
    label = escape(_("Language"))
    return f'<nav class="dl-languages" aria-label="{label}">{"".join(links)}</nav>'


def notices(tables: Tables) -> None:
    """Say what a link lost, which records are held back, and since when newer files cannot be used. Nothing when all is well."""
    found = [*_link_notice(), *_last_good_notice(tables, record.refused()), *_held_back_notice(tables)]
    if found:
        nodes.show("dl-notices", found, {"dismiss": lambda _value: state.dismiss_notices()})


def _link_notice() -> list[Node]:
    lost = state.notices()
    if not lost:
        return []
    return [
        node(
            "div",
            node("button", "×", css="dl-close", data_action="dismiss", aria_label=_("Dismiss"), type="button"),
            node("p", node("b", _("Not everything in this link could be opened. The rest is shown."))),
            node("ul", *(node("li", notice) for notice in lost)),
            css="dl-notice",
            role="status",
        )
    ]


def _last_good_notice(tables: Tables, refused: Refused | None) -> list[Node]:
    if refused is None:
        return []
    since = {"time": f"{refused.since:%H:%M}", "date": day_label(refused.since.date())}
    lost = counted(refused.lost, " {n} event would be missing.", " {n} events would be missing.") if refused.lost else ""
    return [
        node(
            "div",
            node(
                "p",
                node("b", _("The record's files cannot be used as they are since {time} UTC on {date}. ").format(**since)),
                _("Shown is the record as it was before, version {version}.").format(version=citation.version(tables)) + lost,
            ),
            _wrong(refused.problems),
            css="dl-notice dl-notice-bad",
            role="status",
        )
    ]


def _held_back_notice(tables: Tables) -> list[Node]:
    if not tables.problems:
        return []
    files = [
        node("li", counted(count, "{file}: {n} record held back", "{file}: {n} records held back", file=path))
        for path, count in sorted(tables.held_back.items())
    ]
    total = sum(tables.held_back.values())
    kept = (
        counted(total, "{n} record held back; all others are shown.", "{n} records held back; all others are shown.")
        if total
        else _("None of them keeps a record back.")
    )
    return [
        node(
            "div",
            node("p", node("b", _("The record has mistakes."), " ", kept)),
            node("ul", *files) if files else None,
            _wrong(tables.problems),
            css="dl-notice dl-notice-bad",
            role="status",
        )
    ]


def _wrong(problems: Sequence[Problem]) -> Node:
    rest = len(problems) - MOST_SHOWN
    return node(
        "details",
        node("summary", _("What is wrong")),
        node("ul", *(node("li", told(problem)) for problem in problems[:MOST_SHOWN])),
        node("p", _("{n} more: python -m dateline check lists all.").format(n=rest)) if rest > 0 else None,
    )


def told(problem: Problem) -> str:
    """A problem for readers, who need not know where on the server the record is."""
    return str(replace(problem, path=Path(problem.path).name) if Path(problem.path).is_absolute() else problem)

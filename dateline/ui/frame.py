"""What stands around every page: style, notices about the link and about records that are held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from dateline.dates import day_label
from dateline.export import citation
from dateline.figures import scene
from dateline.model import Problem
from dateline.tables import Tables, as_known
from dateline.ui import nodes, record, state, wording
from dateline.ui.kept import Refused
from dateline.ui.nodes import Node, node

_HERE = Path(__file__).parent
MOST_SHOWN = 8
"""Most problems shown in the notice; the command line lists all."""


@st.cache_resource
def _style() -> str:
    # Here and not in the component of the documents, where it would be sent again with every document.
    rules = [(_HERE / name).read_text(encoding="utf-8") for name in ("frame.css", "nodes.css")]
    return f"<style>{''.join(rules)}</style>"


def style() -> None:
    """The page's own style rules."""
    st.html(_style())


def page(tables: Tables) -> None:
    """Settings of the page, and the colours of its categories. The browser tab names the chosen event, so that bookmarks and history can be told apart."""
    nodes.colour(scene.categories(tables))
    # On a session's first run the fields are not drawn yet.
    known = st.session_state["known"] if "known" in st.session_state else st.query_params.get("known")
    st.set_page_config(page_title=tab(tables, state.held("event"), known), page_icon="🗓️", layout="wide")


def tab(tables: Tables, event: str, known: object) -> str:
    """What the browser tab says: the chosen event, if it was known on the day whose knowledge is shown."""
    found = as_known(tables, state.as_day(known)).records.get(event)
    name = tables.registers.home.name
    return f"{found.event.title} · {name}" if found else name


def notices(tables: Tables) -> None:
    """Say what a link lost, which records are held back, and since when newer files cannot be used. Nothing when all is well."""
    found = [*_link_notice(), *_last_good_notice(tables, record.refused()), *_held_back_notice(tables)]
    if found:
        nodes.show("dl-notices", found, {"dismiss": lambda _: state.dismiss_notices()})


def _link_notice() -> list[Node]:
    lost = state.notices()
    if not lost:
        return []
    return [
        node(
            "div",
            node("button", "×", css="dl-close", data_action="dismiss", aria_label="Dismiss", type="button"),
            node("p", node("b", "Not everything in this link could be opened. The rest is shown.")),
            node("ul", *(node("li", notice) for notice in lost)),
            css="dl-notice",
            role="status",
        )
    ]


def _last_good_notice(tables: Tables, refused: Refused | None) -> list[Node]:
    if refused is None:
        return []
    since = f"{refused.since:%H:%M} UTC on {day_label(refused.since.date())}"
    lost = f" {wording.counted(refused.lost, 'event')} would be missing." if refused.lost else ""
    return [
        node(
            "div",
            node(
                "p",
                node("b", f"The record's files cannot be used as they are since {since}. "),
                f"Shown is the record as it was before, version {citation.version(tables)}.{lost}",
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
        node("li", f"{path}: {wording.counted(count, 'record')} held back") for path, count in sorted(tables.held_back.items())
    ]
    total = sum(tables.held_back.values())
    kept = (
        f"{wording.counted(total, 'record')} held back; all others are shown." if total else "None of them keeps a record back."
    )
    return [
        node(
            "div",
            node("p", node("b", f"The record has mistakes. {kept}")),
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
        node("summary", "What is wrong"),
        node("ul", *(node("li", told(problem)) for problem in problems[:MOST_SHOWN])),
        node("p", f"{rest} more: python -m dateline check lists all.") if rest > 0 else None,
    )


def told(problem: Problem) -> str:
    """A problem for readers, who need not know where on the server the record is."""
    return str(replace(problem, path=Path(problem.path).name) if Path(problem.path).is_absolute() else problem)

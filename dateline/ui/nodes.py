"""Documents on the page: what :mod:`dateline.ui.document` makes, shown by a small component that tells of actions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from dateline import words
from dateline.figures.palette import css_colours
from dateline.ui.document import Node, filled, node, text_of
from dateline.ui.fetching import fetched

__all__ = ["Node", "Packed", "filled", "node", "pack", "sent_action", "show", "text_of", "unpack"]


@cache
def _component(language: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"dateline_nodes_{language}",
        html='<div class="dl-doc"></div>',
        js=fetched("elements.js", "reach.js", "form.js", "nodes.js"),
        isolate_styles=False,
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """A document ready to be sent: its JSON and a mark that differs when it does. Made once where the same one is shown in many runs."""

    json: bytes
    mark: str


def pack(nodes: Node | list[Node]) -> Packed:
    """Make one node, or several, ready to be sent."""
    children = nodes if isinstance(nodes, list) and not (len(nodes) == 3 and isinstance(nodes[1], dict)) else [nodes]
    text = json.dumps(children, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Packed(text, hashlib.blake2b(text, digest_size=8).hexdigest())


def joined(*parts: Packed | None) -> Packed:
    """Documents one after the other as one, for less than each of its own costs a run; None adds nothing."""
    kept = [part for part in parts if part is not None]
    return Packed(b"[%b]" % b",".join(part.json[1:-1] for part in kept), "-".join(part.mark for part in kept))


def unpack(sent: bytes) -> list[Any]:
    """The nodes of a document as :func:`show` sends it."""
    return list(json.loads(sent.split(b"\n", 2)[2]))


def show(key: str, document: Node | list[Node] | Packed, actions: Mapping[str, Callable[[Any], None]] | None = None) -> None:
    """Put a document on the page.

    Parameters
    ----------
    key : unique on the page.
    document : one node, several, or what :func:`pack` made of them.
    actions : name of ``data-action`` -> what to do with its ``data-value``, which may hold anything. Called before the script runs again.
    """
    packed = document if isinstance(document, Packed) else pack(document)

    def act() -> None:
        # The browser may tell of a document that the last run no longer drew; then there is nothing left to act on.
        name, value = sent_action(getattr(st.session_state.get(key), "act", None))
        if actions and name in actions:
            actions[name](value)

    # Bytes, a line each: Streamlit looks through everything else for data frames and writes it as JSON, twice.
    data = b"\n".join((packed.mark.encode(), _COLOURS.get() or _colours(), packed.json))
    _component(words.language())(key=key, data=data, on_act_change=act)


_COLOURS: ContextVar[bytes] = ContextVar("dateline_colours", default=b"")
"""Those of the run in this thread; the session's state would be looked through for each document."""


def colour(categories: Iterable[str]) -> None:
    """On each run, first: which categories the record has, since each has a colour by its place among them."""
    _COLOURS.set(_colours(*categories))


@cache
def _colours(*categories: str) -> bytes:
    return json.dumps(css_colours(categories)).encode()


def sent_action(sent: object) -> tuple[str, object]:
    """The name and value of an action as the browser sent it. Never raises; an empty name for anything malformed."""
    if isinstance(sent, Mapping) and isinstance(sent.get("name"), str):
        return sent["name"], sent.get("value")
    return "", None

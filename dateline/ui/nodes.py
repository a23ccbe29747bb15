"""Documents as plain data: the one way in which text of the record reaches a page.

A node is text, or ``[tag, attributes, children]``. ``nodes.js`` makes elements of it with ``createElement`` and text nodes, so
nothing in the record can become HTML, Markdown or script; it knows a short list of tags and attributes and drops the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from dateline.figures.palette import css_colours

Node = str | list[Any]
"""Text, or ``[tag, attributes, children]``."""

_HERE = Path(__file__).parent


def node(tag: str, *children: Node | Iterable[Node] | None, **attributes: str | bool | None) -> Node:
    """One element.

    ``css`` becomes ``class``; other names have ``_`` for ``-``. An attribute that is None or False is left out, True is written empty.
    Children that are None are left out; an iterable of nodes is put in its place.
    """
    given = {}
    for name, value in attributes.items():
        if value is None or value is False:
            continue
        key = "class" if name == "css" else name.rstrip("_").replace("_", "-")
        given[key] = "" if value is True else value
    return [tag, given, list(_flat(children))]


def _flat(children: Iterable[Any]) -> Iterable[Node]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, str) or (isinstance(child, list) and len(child) == 3 and isinstance(child[1], dict)):
            yield child
        else:
            yield from _flat(child)


def text_of(root: Node | Iterable[Node]) -> str:
    """All the words of a document in order, pieces set apart by a blank: for tests and for plain text."""
    if isinstance(root, str):
        return root
    if isinstance(root, list) and len(root) == 3 and isinstance(root[1], dict):
        return " ".join(text_of(child) for child in root[2])
    return " ".join(text_of(child) for child in root)


@st.cache_resource
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        "dateline_nodes",
        html='<div class="dl-doc"></div>',
        js=(_HERE / "nodes.js").read_text(encoding="utf-8"),
        isolate_styles=False,
    )


@dataclass(frozen=True, slots=True)
class Packed:
    """A document ready to be sent: its JSON and a mark that differs when it does. Made once where the same one is shown in many runs."""

    json: str
    mark: str


def pack(nodes: Node | list[Node]) -> Packed:
    """Make one node, or several, ready to be sent."""
    children = nodes if isinstance(nodes, list) and not (len(nodes) == 3 and isinstance(nodes[1], dict)) else [nodes]
    text = json.dumps(children, ensure_ascii=False, separators=(",", ":"))
    return Packed(text, hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest())


def joined(*parts: Packed | None) -> Packed:
    """Documents one after the other as one, for less than each of its own costs a run; None adds nothing."""
    kept = [part for part in parts if part is not None]
    return Packed(f"[{','.join(part.json[1:-1] for part in kept)}]", "-".join(part.mark for part in kept))


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

    # As one text: Streamlit looks through everything else for data frames.
    data = {"json": packed.json, "mark": packed.mark, "colours": st.session_state.get(_COLOURS) or _colours()}
    _component()(key=key, data=data, on_act_change=act)


_COLOURS = "_colours"


def colour(categories: Iterable[str]) -> None:
    """On each run, first: which categories the record has, since each has a colour by its place among them."""
    st.session_state[_COLOURS] = _colours(*categories)


@cache
def _colours(*categories: str) -> str:
    return json.dumps(css_colours(categories))


def sent_action(sent: object) -> tuple[str, object]:
    """The name and value of an action as the browser sent it. Never raises; an empty name for anything malformed."""
    if isinstance(sent, Mapping) and isinstance(sent.get("name"), str):
        return sent["name"], sent.get("value")
    return "", None

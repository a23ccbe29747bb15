"""Documents as plain data: the one way in which text of the record reaches a page.

A node is text, or ``[tag, attributes, children]``. ``elements.js`` makes elements of it with ``createElement`` and text nodes, so
nothing in the record can become HTML, Markdown or script; it knows a short list of tags and attributes and drops the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

Node = str | list[Any]
"""Text, or ``[tag, attributes, children]``."""


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


_PLACE = re.compile(r"\{(\w+)\}")


def filled(message: str, **places: Node | Iterable[Node] | None) -> list[Node]:
    """A message with nodes in place of its names, in the order in which the message has them: ``filled(_("Start with {case}"), case=link)``."""
    found: list[Node] = []
    for piece in _flat(places[piece] if n % 2 else piece or None for n, piece in enumerate(_PLACE.split(message))):
        if isinstance(piece, str) and found and isinstance(found[-1], str):
            found[-1] += piece
        else:
            found.append(piece)
    return found


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

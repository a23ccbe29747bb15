"""Text as each kind of file can hold it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """Text without what no file of text takes: control characters, lone surrogates, what is no character. Line ends and tabs stay."""
    return text if text.isprintable() else _NOT_IN_XML.sub("", text)


def line(text: str) -> str:
    """The same on one line, without signs that would turn the direction of what stands after it."""
    return " ".join((text if text.isprintable() else _TURNS.sub("", plain(text))).split())


def encoded(text: str) -> bytes:
    """UTF-8; a lone surrogate, which it has no place for, becomes "?"."""
    return text.encode("utf-8", "replace")


def dumped(value: Mapping[str, Any]) -> bytes:
    """A JSON object (RFC 8259) as UTF-8, a line a key, of a list a line an item. "<" is an escape, so that it may stand within a ``<script>``."""
    lines = [f"{json.dumps(key)}: {_listed(one) if isinstance(one, list) else _json(one)}" for key, one in value.items()]
    return encoded("{\n" + ",\n".join(lines).replace("<", "\\u003c") + "\n}\n")


def _listed(values: list[Any]) -> str:
    return "[\n" + ",\n".join(map(_json, values)) + "\n]" if values else "[]"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def xml(text: str) -> str:
    """Text within an XML or HTML element."""
    return escape(plain(text))


def attribute(text: str) -> str:
    """Text as an XML or HTML attribute, with its quotes."""
    return quoteattr(plain(text))

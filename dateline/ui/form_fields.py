"""What the form of the Contribute page is made of: fields that keep what was filled in, name what a register has, and say what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from dateline import drafting
from dateline.model import Problem
from dateline.tables import Tables
from dateline.ui import nodes
from dateline.ui.nodes import node
from dateline.words import _
from dateline.words import name as name_of

MOST_PARTS = 12
"""Most parts of one sort, as actors or sources, that the form takes."""


@dataclass
class Fields:
    """One record being written. ``kept`` holds what was filled in, since Streamlit forgets a widget that a run does not draw.

    ``old`` is the event that is corrected, as written; empty for a new one. ``typed``: names that no register has, by the id made of them.
    ``below``: room for a word below each field, by the field's name in a record.
    """

    target: str
    kept: dict[str, Any]
    tables: Tables
    old: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    below: dict[str, Any] = field(default_factory=dict)

    def ask(self, name: str, usual: Any, draw: Callable[[str], Any]) -> Any:
        """Draw a widget of this key that holds what was filled in before, else the usual."""
        key = f"dl-form-{self.target}-{name}"
        if key not in st.session_state:
            st.session_state[key] = self.kept.get(name, usual)
        value = draw(key)
        self.kept[name] = value
        self.below[_written_as(name)] = st.empty()
        return value

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong below the field that it is about; what is about none of them stands beside the form only."""
        said: dict[str, list[str]] = {}
        for problem in problems:
            place = next((name for name in self.below if problem.field == name or problem.field.startswith(f"{name}[")), "")
            if place and not any(problem.message.startswith(f"{made} is not in registers/") for made in self.typed):
                said.setdefault(place, []).append(problem.message)
        for place, messages in said.items():
            with self.below[place]:
                nodes.show(f"dl-form-wrong-{place}", node("p", " ".join(messages), css="dl-field-wrong"))

    def text(self, name: str, title: str, usual: str = "", **options: Any) -> str:
        """A line of text."""
        return str(self.ask(name, usual, lambda key: st.text_input(title, key=key, **options)) or "").strip()

    def one(
        self,
        name: str,
        title: str,
        entries: Mapping[str, Any],
        usual: str | None = None,
        *,
        offered: Sequence[str] | None = None,
        **options: Any,
    ) -> str:
        """An entry of a register, by its name; a name that is not in it may be typed. ``offered``: ids in the list, None for all."""
        options = {"accept_new_options": True, "placeholder": _("Type a name"), **options}
        known = [*entries] if offered is None else [*offered]
        # What was filled in before stays even when the list has become another one.
        held = {one for one in (usual, self.kept.get(name)) if isinstance(one, str) and one not in known}
        known += sorted(held)
        draw = lambda key: st.selectbox(title, known, key=key, format_func=_named(entries), **options)  # noqa: E731
        return self._id(self.ask(name, usual, draw), entries)

    def several(self, name: str, title: str, entries: Mapping[str, Any], usual: Sequence[str] = (), **options: Any) -> list[str]:
        """Entries of a register, by name; names that are not in it may be typed."""
        options = {"accept_new_options": True, "placeholder": _("Type a name"), **options}
        known = [*entries, *(one for one in usual if one not in entries)]
        draw = lambda key: st.multiselect(title, known, key=key, format_func=_named(entries), **options)  # noqa: E731
        return [one for value in self.ask(name, list(usual), draw) or () if (one := self._id(value, entries))]

    def _id(self, value: object, entries: Mapping[str, Any]) -> str:
        text = value.strip() if isinstance(value, str) else ""
        if not text or text in entries:
            return text
        # A name in another script or spelling, typed where only the usual one is offered.
        if len(same := drafting.called(text, entries)) == 1:
            return same[0]
        made = drafting.slug(text) or "no-latin-name"
        self.typed[made] = text
        return made

    def count(self, name: str, usual: int) -> int:
        """How many parts of this name are shown: as many as there were, and those that were asked for."""
        count: int = self.kept.get(f"count-{name}", usual)
        return min(count, max(MOST_PARTS, usual))

    def another(self, name: str, count: int, words: str) -> None:
        """A button that shows one part more."""

        def add() -> None:
            self.kept[f"count-{name}"] = count + 1

        if count < MOST_PARTS:
            st.button(words, key=f"dl-form-{self.target}-add-{name}", on_click=add, icon=":material/add:")


def _written_as(name: str) -> str:
    """A field of the form as the record's field, as "sources.url-0" is "sources[1].url"."""
    stem, _dash, number = name.partition("-")
    part, _dot, inner = stem.partition(".")
    return f"{part}[{int(number) + 1}].{inner}" if inner and number.isdecimal() else stem


def many(value: object) -> list[str]:
    """What a record holds as one id or as a list of them, as a list."""
    return [value] if isinstance(value, str) and value else list(value) if isinstance(value, list) else []


def _named(entries: Mapping[str, Any]) -> Callable[[str], str]:
    def name(one: str) -> str:
        entry = entries.get(one)
        if entry is None:
            return one
        native = getattr(entry, "native", None)
        shown = name_of(entry)
        return f"{shown} · {native}" if native and native != shown else shown

    return name

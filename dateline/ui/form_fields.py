"""What the form of the Contribute page is made of: fields that keep what was filled in, name what a register has, and say what is wrong.

The form is one document. The browser tells of the fields that changed, see ``form.js``; a run that nothing was filled in for sends it as it was.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dateline import drafting
from dateline.record import Problem
from dateline.tables import Tables, remembered
from dateline.ui import nodes
from dateline.ui.nodes import Node, Packed, node
from dateline.words import _
from dateline.words import name as name_of

MOST_PARTS = 12
"""Most parts of one sort, as actors or sources, that the form takes."""
MOST_FIELDS, MOST_TEXT, MOST_NAMES, MOST_NAME = 600, 2000, 40, 240
"""Most fields kept for a record, characters of a field, names in a field and characters of such a name."""
MOST_WRITTEN, MOST_FORMS = 200_000, 20
"""Most characters kept for a record, and records for which a session keeps what was filled in: a program could fill in every one."""
PAIR = "dl-pair"
"""Class of fields that stand side by side."""
_FIELD = re.compile(r"[a-z_]+(\.[a-z_]+)?(-[a-z0-9-]{1,60})?")
LISTS = ("actors", "places", "publishers", "series", "weapons")
"""Registers whose names are offered while one types."""


@dataclass
class Kept:
    """What was filled in for one record. ``fields``: a field's name -> a text or several; ``counts``: parts shown; ``seen``: the browser's last word."""

    fields: dict[str, str | list[str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    seen: int = 0

    def take(self, sent: object) -> None:
        """Keep what the browser says: ``n``, ``fields`` that changed, ``more`` of a part. It may send anything; what is no such thing is let fall."""
        if not isinstance(sent, Mapping):
            return
        number, fields, more = sent.get("n"), sent.get("fields"), sent.get("more")
        if isinstance(number, int) and 0 < number < 2**53:
            self.seen = number
        for name, value in [*fields.items()][:MOST_FIELDS] if isinstance(fields, Mapping) else ():
            if isinstance(name, str) and _FIELD.fullmatch(name) and (name in self.fields or len(self.fields) < MOST_FIELDS):
                if isinstance(value, str):
                    self._keep(name, _clean(value, MOST_TEXT))
                elif isinstance(value, list):
                    self._keep(name, [_clean(one, MOST_NAME) for one in value[:MOST_NAMES] if isinstance(one, str)])
        if isinstance(more, str) and more in self.counts:
            self.counts[more] = max(self.counts[more], min(self.counts[more] + 1, MOST_PARTS))

    def _keep(self, name: str, value: str | list[str]) -> None:
        others = sum(_length(one) for other, one in self.fields.items() if other != name)
        if others + _length(value) <= MOST_WRITTEN:
            self.fields[name] = value


def kept_for(held: dict[str, Kept], event: str) -> Kept:
    """What a session keeps of a record's form, ``held`` being that of all its forms; of too many, those that were open longest ago go."""
    kept = held[event] = held.pop(event) if event in held else Kept()
    for one in [*held][:-MOST_FORMS]:
        del held[one]
    return kept


def _length(value: str | list[str]) -> int:
    return len(value) if isinstance(value, str) else sum(map(len, value))


def _clean(text: str, most: int) -> str:
    # Half a character cannot be sent back.
    return text[:most].encode("utf-8", "replace").decode("utf-8")


@dataclass
class Fields:
    """One record being written, and the document of its form.

    ``old`` is the event that is corrected, as written; empty for a new one. ``typed``: names that no register has, by the id made of them.
    ``below``: the fields of the document, by their names in a record; ``into``: where the next node is put.
    """

    kept: Kept
    tables: Tables
    old: dict[str, Any] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    below: dict[str, list[Node]] = field(default_factory=dict)
    into: list[Node] = field(default_factory=list)

    def put(self, *given: Node) -> None:
        """Put nodes where the form is."""
        self.into.extend(given)

    @contextmanager
    def within(self, css: str, tag: str = "div") -> Iterator[None]:
        """What is put in the meantime stands in an element of this class."""
        outer: list[Node] = self.into
        self.into = []
        outer.append([tag, {"class": css}, self.into])
        try:
            yield
        finally:
            self.into = outer

    @contextmanager
    def fold(self, title: str) -> Iterator[None]:
        """The same, folded."""
        with self.within("dl-fold", "details"):
            self.put(node("summary", title))
            yield

    def tell(self, problems: Iterable[Problem]) -> None:
        """Say what is wrong below the field that it is about; what is about none of them stands beside the form only."""
        said: dict[str, list[str]] = {}
        for problem in problems:
            place = next((name for name in self.below if problem.field == name or problem.field.startswith(f"{name}[")), "")
            if place and not any(problem.message.startswith(f"{made} is not in registers/") for made in self.typed):
                said.setdefault(place, []).append(problem.message)
        for place, messages in said.items():
            self.below[place].append(node("p", " ".join(messages), css="dl-field-wrong"))

    def text(
        self,
        name: str,
        title: str,
        usual: str = "",
        *,
        placeholder: str = "",
        max_chars: int = MOST_TEXT,
        help: str = "",  # noqa: A002
        lines: int = 0,
    ) -> str:
        """A line of text, or several lines."""
        longest = max(max_chars, len(usual))
        value = self._text(name, usual)[:longest]
        common: dict[str, Any] = {"id": _id(name), "data_field": name, "maxlength": str(longest), "placeholder": placeholder}
        if lines:
            control = node("textarea", value, rows=str(lines), **common, **_described(name, help))
        else:
            control = node("input", type="text", value=value, **common, **_described(name, help))
        self._draw(name, title, help, control)
        return value.strip()

    def fixed(self, name: str, title: str, value: str) -> None:
        """A field that says what follows from another one."""
        self._draw(name, title, "", node("input", id=_id(name), type="text", value=value, disabled=True))

    def choice(
        self,
        name: str,
        title: str,
        names: Mapping[str, str],
        usual: object = None,
        *,
        none: bool = True,
        help: str = "",  # noqa: A002
    ) -> str:
        """One of a few words. ``names``: value -> how it is called; ``none``: whether it may be left open."""
        held = self.kept.fields.get(name, usual)
        chosen = held if isinstance(held, str) and held in names else "" if none else next(iter(names))
        options = [("", _("Choose one")), *names.items()] if none else [*names.items()]
        drawn = (node("option", called, value=one, selected=one == chosen) for one, called in options)
        self._draw(
            name, title, help, node("select", *drawn, id=_id(name), css="dl-select", data_field=name, **_described(name, help))
        )
        return chosen

    def entry(self, name: str, title: str, entries: Mapping[str, Any], usual: object = None, *, help: str = "") -> str:  # noqa: A002
        """One of a register's entries."""
        return self.choice(name, title, {one: called(entry) for one, entry in entries.items()}, usual, help=help)

    def one(
        self,
        name: str,
        title: str,
        entries: Mapping[str, Any],
        usual: object = None,
        *,
        offered: str,
        help: str = "",  # noqa: A002
    ) -> str:
        """An entry of a register, by its name; a name that is not in it may be typed. ``offered``: id of the list of names."""
        chosen = self._known(self._text(name, usual if isinstance(usual, str) else ""), entries)
        if name in self.kept.fields:
            # As an id, so that it is called in the language of the page.
            self.kept.fields[name] = self.typed.get(chosen, chosen)
        common: dict[str, Any] = {
            "id": _id(name),
            "data_field": name,
            "maxlength": str(MOST_NAME),
            "placeholder": _("Type a name"),
        }
        control = node(
            "input", type="text", value=self._called(chosen, entries), list=offered, **common, **_described(name, help)
        )
        self._draw(name, title, help, control)
        return chosen

    def several(
        self,
        name: str,
        title: str,
        entries: Mapping[str, Any],
        usual: Sequence[str] = (),
        *,
        offered: str,
        help: str = "",  # noqa: A002
        also: Sequence[str] = (),
    ) -> list[str]:
        """Entries of a register, by name; names that are not in it may be typed. ``also``: entries to be taken by a click."""
        held = self.kept.fields.get(name, list(usual))
        chosen = [*dict.fromkeys(one for text in many(held) if (one := self._known(text, entries)))]
        said = [self.typed.get(one, one) for one in chosen]
        if name in self.kept.fields:
            self.kept.fields[name] = said
        chips = [
            node("button", self._called(one, entries), css="dl-held", type="button", data_drops=self.typed.get(one, one), data_key=f"held {one}", aria_label=_("Remove {name}").format(name=self._called(one, entries)))
            for one in chosen
        ]  # fmt: skip
        more = [
            node(
                "button",
                f"+ {self._called(one, entries)}",
                css="dl-button dl-small",
                type="button",
                data_gives=one,
                data_key=f"given {one}",
            )
            for one in also
            if one not in chosen
        ]
        common: dict[str, Any] = {
            "id": _id(name),
            "data_adds": True,
            "data_key": "adds",
            "maxlength": str(MOST_NAME),
            "placeholder": _("Type a name"),
        }
        writes = node("input", type="text", list=offered, **common, **_described(name, help))
        self._draw(
            name, title, help, node("div", *chips, writes, *more, css="dl-several", data_field=name, data_value=json.dumps(said))
        )
        return chosen

    def chosen(self, name: str, title: str, names: Mapping[str, str], usual: Sequence[str] = ()) -> list[str]:
        """Some of a few, each by a click."""
        held = [one for one in many(self.kept.fields.get(name, list(usual))) if one in names or one in usual]
        boxes = [
            node("button", names.get(one, one), css="dl-held", type="button", data_drops=one, data_key=one, aria_pressed="true")
            if one in held
            else node(
                "button", names[one], css="dl-button dl-small", type="button", data_gives=one, data_key=one, aria_pressed="false"
            )
            for one in dict.fromkeys([*names, *held])
        ]
        control = node(
            "div", *boxes, css="dl-several", data_field=name, data_value=json.dumps(held), role="group", aria_label=title
        )
        self._draw(name, title, "", control, group=True)
        return held

    def _text(self, name: str, usual: str) -> str:
        held = self.kept.fields.get(name, usual)
        return held if isinstance(held, str) else usual

    def _draw(self, name: str, title: str, about: str, control: Node, *, group: bool = False) -> None:
        tip = (
            (
                node("button", "?", css="dl-tip", type="button", aria_label=about),
                node("span", about, css="dl-tipped", role="tooltip", id=f"{_id(name)}-about"),
            )
            if about
            else ()
        )
        label = node("span", title, css="dl-label") if group else node("label", title, for_=_id(name))
        shown = self.below[_written_as(name)] = [label, *tip, control]
        self.put(["div", {"class": "dl-field", "data-key": name}, shown])

    def _called(self, one: str, entries: Mapping[str, Any]) -> str:
        return called(entries[one]) if one in entries else self.typed.get(one, one)

    def _known(self, text: str, entries: Mapping[str, Any]) -> str:
        """The id that is meant; for a name that no register has, one made of it."""
        text = text.strip()
        if not text or text in entries:
            return text
        plain = text.rpartition(" · ")[0] or text
        # As it is offered, or a name in another script or spelling.
        same = [
            one for one in drafting.called(plain, entries) if plain == text or called(entries[one]) == text
        ] or drafting.called(text, entries)
        if len(same) == 1:
            return same[0]
        made = drafting.slug(text) or "no-latin-name"
        self.typed[made] = text
        return made

    def count(self, name: str, usual: int) -> int:
        """How many parts of this name are shown: as many as there were, and those that were asked for."""
        return min(self.kept.counts.setdefault(name, usual), max(MOST_PARTS, usual))

    def another(self, name: str, count: int, words: str) -> None:
        """A button that shows one part more."""
        if count < MOST_PARTS:
            self.put(node("p", node("button", f"+ {words}", css="dl-button", type="button", data_part=name), css="dl-another"))

    def offer(self, name: str, entries: Iterable[Any]) -> None:
        """A list of names for :meth:`one`, that of this form only."""
        self.put(_offered(name, entries))


def offered(name: str) -> str:
    """The id of the list of a register's names."""
    return f"dl-names-{name}"


@remembered
def lists(tables: Tables) -> Packed:
    """The names of the registers that are offered while one types, apart from the form, since they do not change with it."""
    return nodes.pack([_offered(name, getattr(tables.registers, name).values()) for name in LISTS])


def _offered(name: str, entries: Iterable[Any]) -> Node:
    return node("datalist", *(node("option", value=called(entry)) for entry in entries), id=offered(name))


def called(entry: Any) -> str:
    """What the form calls an entry of a register."""
    native, shown = getattr(entry, "native", None), name_of(entry)
    return f"{shown} · {native}" if native and native != shown else shown


def _id(name: str) -> str:
    return f"dl-form-{name}"


def _described(name: str, about: str) -> dict[str, str]:
    return {"aria_describedby": f"{_id(name)}-about"} if about else {}


def _written_as(name: str) -> str:
    """A field of the form as the record's field, as "sources.url-0" is "sources[1].url"."""
    stem, _dash, number = name.partition("-")
    part, _dot, inner = stem.partition(".")
    return f"{part}[{int(number) + 1}].{inner}" if inner and number.isdecimal() else stem


def many(value: object) -> list[str]:
    """What a record holds as one id or as a list of them, as a list."""
    return [value] if isinstance(value, str) and value else list(value) if isinstance(value, list) else []

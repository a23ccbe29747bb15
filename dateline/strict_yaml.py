"""YAML text -> strings, mappings and lists that remember where they stood.

PyYAML's C parser gives events; our own small builder makes data of them. Every scalar stays the text that was written, so that
``no``, ``010`` and ``12:30`` mean what they say. Refused, with a line: a key written twice, anchors and aliases, tags, merge keys,
a second document and deep nesting. PyYAML's own loaders accept most of these in silence, and crash the process on deep nesting.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import yaml

from dateline.record import Problem

MAX_DEPTH = 8
"""Deepest nesting read. An event needs 4."""

_TOO_DEEP = f"is nested more than {MAX_DEPTH} levels deep. A record needs 4."

Mark = tuple[int, int]
_Loader: type[yaml.CBaseLoader] | type[yaml.BaseLoader] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
"""What is nothing when it stands without quotes."""


class Map(dict[str, Any]):
    """A mapping that remembers where each key stands. Lines and columns count from 1."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.marks: dict[str, Mark] = {}


class Seq(list[Any]):
    """A list that remembers where each item stands. Lines and columns count from 1."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        self.mark = mark
        self.marks: list[Mark] = []


class _RefusedError(Exception):
    """Reading this file cannot go on."""


def parse_yaml(text: str, path: str) -> tuple[Any, list[Problem]]:
    """Build data from YAML text: strings, :class:`Map` and :class:`Seq` only.

    Returns
    -------
    (data, problems) : data is None when nothing could be read. A problem's ``entry`` is the index of the item of the outermost
        list that it stands in, or -1 when the file as a whole cannot be used.
    """
    builder = _Builder(path)
    loader = _Loader(text)
    try:
        data = builder.run(loader)
    except _RefusedError:
        *others, last = builder.problems
        return None, [*others, dataclasses.replace(last, entry=-1)]
    except yaml.YAMLError as error:
        return None, [*builder.problems, _syntax(error, text, path)]
    finally:
        loader.dispose()  # type: ignore[no-untyped-call, unused-ignore]
    return data, builder.problems


class _Builder:
    """Puts the parser's events together. Open containers stand on a list, not on the call stack, so depth cannot exhaust it."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.root: Any = None
        self.open: list[Map | Seq] = []
        self.top: Map | Seq | None = None
        self.key: str | None = None
        self.documents = 0
        self.reading = True

    def run(self, loader: Any) -> Any:
        next_event: Callable[[], Any] = loader.get_event
        scalar: Any = yaml.ScalarEvent
        while self.reading:
            event = next_event()
            # Most of a file is scalars, so their way is written out here instead of calling _put.
            if type(event) is not scalar:
                self._structure(event)
                continue
            text, start, top, key = event.value, event.start_mark, self.top, self.key
            if type(top) is Map:
                if key is None:
                    if text in top.marks or text == "<<":
                        self._refuse_key(event, text, top)
                    top.marks[text] = start.line + 1, start.column + 1
                    self.key = text
                else:
                    top[key] = text
                    self.key = None
            elif type(top) is Seq:
                top.append(text)
                top.marks.append((start.line + 1, start.column + 1))
            else:
                self.root = text
            if not event.style and text in EMPTY and self.key is None:
                self._refuse(event, "is empty. Write a value or leave it out.", key or "")
            if event.anchor is not None or event.tag is not None:
                self._no_tricks(event)
        return self.root

    def _structure(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.MappingStartEvent:
            self._start(event, Map(_mark(event)))
        elif kind is yaml.SequenceStartEvent:
            self._start(event, Seq(_mark(event)))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self.open.pop()
            self.top = self.open[-1] if self.open else None
        elif kind is yaml.AliasEvent:
            self._put(event, "", _mark(event))
            self._refuse(event, f"*{event.anchor} is an alias. Write the value out; aliases are not used here.")
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                self._refuse(event, "starts a second document. One file holds one list; remove the line '---'.")
                raise _RefusedError
        elif kind is yaml.StreamEndEvent:
            self.reading = False

    def _start(self, event: Any, made: Map | Seq) -> None:
        self._put(event, made, made.mark)
        if event.anchor is not None or event.tag is not None:
            self._no_tricks(event)
        self.open.append(made)
        if len(self.open) > MAX_DEPTH:
            self._refuse(event, _TOO_DEEP)
            raise _RefusedError
        self.top = made

    def _put(self, event: Any, value: Any, mark: Mark) -> None:
        top = self.top
        if type(top) is Map:
            if self.key is None:
                self._refuse(event, "a key must be plain text, not a list, a mapping or an alias.")
                raise _RefusedError
            top[self.key] = value
            self.key = None
        elif type(top) is Seq:
            top.append(value)
            top.marks.append(mark)
        else:
            self.root = value

    def _refuse_key(self, event: Any, text: str, top: Map) -> None:
        if text in top.marks:
            self._refuse(event, f"this key was written before, in line {top.marks[text][0]}. Keep one of the two.", text)
        else:
            self._refuse(event, "<< is a merge key. Write the fields out; merging is not used here.")

    def _no_tricks(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event, f"&{event.anchor} is an anchor. Remove it; anchors and aliases are not used here.")
        if event.tag is not None and event.tag != "!":
            self._refuse(
                event, f"{event.tag.replace('tag:yaml.org,2002:', '!!')} is a tag. Remove it; every value is plain text here."
            )

    def _refuse(self, event: Any, message: str, field: str = "") -> None:
        entry = len(self.root) - 1 if isinstance(self.root, Seq) else -1
        self.problems.append(Problem(self.path, *_mark(event), field, message, entry))


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return start.line + 1, start.column + 1


def _syntax(error: yaml.YAMLError, text: str, path: str) -> Problem:
    if isinstance(error, yaml.reader.ReaderError):
        before = text.encode()[: error.position].decode(errors="ignore")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Problem(path, line, column, "", f"is not valid YAML: {error.reason}. Remove the character here.")
    mark, began = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    what = getattr(error, "problem", None) or "cannot be read"
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if "nesting depth" in what:
        # The C parser looks ahead, and has a limit of its own since PyYAML 6.0.4.
        return Problem(path, line, column, "", _TOO_DEEP)
    where = f", back to line {began.line + 1}" if began and began.line + 1 < line else ""
    return Problem(
        path,
        line,
        column,
        "",
        f"is not valid YAML: {what}. Check indentation, quotes and colons here and in the lines above{where}.",
    )

"""Record files in one order and one style: YAML text -> YAML text, and plain data -> YAML text.

Keys stand in the order of :mod:`dateline.model` and :mod:`dateline.registers`, events in the order of their ids with one empty line
between them; parts are flow maps, one a line; summaries are folded. Every comment stays, with what it stood at, and every scalar says what it said, to other YAML readers
too. What the record did in two ways may stay as it was written: a folded text whose lines fit keeps its lines, a register's entry that
stands on one line stays there. The result is read again before it is given out: it holds the same data and the same comments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

import yaml
from pydantic import BaseModel

from dateline.model import Event
from dateline.record import Problem
from dateline.registers import REGISTERS, StoryStep
from dateline.strict_yaml import EMPTY, parse_yaml

WIDTH = 160
"""Longest line of a folded text, in characters."""
EVENTS = "events"
"""What a file holds that is no register."""

_PROSE = frozenset({"summary", "note", "about", "text", "proposition", "named_after"})
_ALWAYS_FOLDED = frozenset({"summary"})
_ALWAYS_QUOTED = frozenset({"url", "supports", "text", "of", "note"})
"""In parts, where commas are likely."""
_SHORT = frozenset({"changes"})
"""Lists of parts of which one alone stands beside its key."""
_IN_BLOCKS = (StoryStep,)
"""Parts too long for a line."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


class FormatError(ValueError):
    """A file cannot be formatted; the message says why. Nothing was changed."""


def holds(path: str | PurePath) -> str:
    """What a file of a record holds, by its name: a key of :data:`dateline.registers.REGISTERS`, or :data:`EVENTS`."""
    where = PurePath(path)
    if where.parent.name == "stories":
        return "stories"
    if where.parent.name == "registers" or where.name in ("coverage.yaml", "record.yaml"):
        return where.stem
    return EVENTS


def formatted(text: str, path: str) -> tuple[str, list[Problem]]:
    """A file's text in canonical order and style.

    Parameters
    ----------
    path : says what the file holds, and stands in the problems.

    Returns
    -------
    (text, problems) : with a problem the text is what was given; mistakes of fields are no problem here, only what keeps the file from
        being read as a list of entries.

    Raises
    ------
    FormatError : if data or comments would be lost, which is a mistake of this module.
    """
    data, problems = parse_yaml(text, path)
    if problems:
        return text, problems
    if not isinstance(data, list) or not data:
        return text, [Problem(path, 1, 1, "", "is not a list of entries. Start each with '- id: …'.")]
    text = text.removeprefix("\ufeff")
    root: Any = yaml.compose(text, Loader=_Loader)
    stem = holds(path)
    comments = _Comments.read(text.splitlines(), root)
    lines = text.splitlines()
    made = _Writer(comments, _written(lines, root)).file(root.value, stem, lines)
    again, _ = parse_yaml(made, path)
    if _same_order(again, stem) != _same_order(data, stem) or _all_comments(made) != comments.every:
        raise FormatError(f"{path}: cannot be formatted without a loss. It was left as it is.")
    return made, []


def as_yaml(entry: Mapping[str, Any], stem: str = EVENTS) -> str:
    """One entry as a record's file holds it, from texts, lists and mappings. Empty texts, lists and None are left out."""
    return "\n".join(_Writer(_Comments()).entry(_node(entry), stem)) + "\n"


def inserted(text: str, entry: str, path: str) -> str:
    """A file of events with one more, in the order of the ids; everything else stays as it is written.

    Parameters
    ----------
    text : the file, which must be readable; empty for a new one.
    entry : the event as :func:`as_yaml` gives it.
    """
    rows, _ = parse_yaml(text, path)
    new, _ = parse_yaml(entry, path)
    lines = text.rstrip().splitlines() if text.strip() else []
    after = next((row for row in rows or () if _id_of(row) > _id_of(new[0])), None)
    if after is None:
        return "\n".join([*lines, *([""] if lines else []), entry])
    at = after.mark[0] - 1
    while at > 0 and lines[at - 1].startswith("#"):
        at -= 1
    return "\n".join([*lines[:at], *entry.splitlines(), "", *lines[at:]]) + "\n"


def _same_order(entries: Any, stem: str) -> Any:
    return sorted(entries, key=_id_of) if stem == EVENTS else entries


def _id_of(entry: Any) -> str:
    found = entry.get("id", "") if isinstance(entry, dict) else ""
    return found if isinstance(found, str) else ""


def _node(value: Any) -> yaml.Node:
    if isinstance(value, Mapping):
        kept = {key: one for key, one in value.items() if one not in (None, "", [], (), {})}
        return yaml.MappingNode("", [(_node(key), _node(one)) for key, one in kept.items()], flow_style=False)
    if isinstance(value, list | tuple):
        return yaml.SequenceNode("", [_node(one) for one in value], flow_style=False)
    text = ("true" if value else "false") if isinstance(value, bool) else str(value)
    return yaml.ScalarNode("", text, style="'" if text in EMPTY else None)


# --- comments ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an entry, an item or a key begins; ``last`` is the line of its last character. Counted from 0."""

    line: int
    column: int
    last: int
    node: yaml.Node


@dataclass
class _Comments:
    """The comments of a file: of its head and foot, and by node (its identity) those above, beside and below it."""

    head: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    above: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    below: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    every: Counter[str] = field(default_factory=Counter)

    @classmethod
    def read(cls, lines: Sequence[str], root: yaml.SequenceNode) -> _Comments:
        made = cls()
        found = list(_found(lines, root))
        made.every = Counter(comment for _, _, comment, _ in found)
        starts = list(_starts(root)) if found else []
        for line, column, comment, alone in found:
            if alone:
                made._place_alone(line, column, comment, starts, lines)
            else:
                # Two begin on one line in "- id: x": the comment is about the key.
                start = [one for one in starts if one.line <= line][-1]
                (made.beside if line >= start.last else made.above)[id(start.node)].append(comment)
        return made

    def _place_alone(self, line: int, column: int, comment: str, starts: Sequence[_Start], lines: Sequence[str]) -> None:
        before = [one for one in starts if one.line <= line]
        after = next((one for one in starts if one.line > line), None)
        inside = before[-1] if before and line < before[-1].last and not _folds(before[-1].node) else None
        if not before and _of_the_file(comment, line, lines):
            self.head.append(comment)
        elif inside is not None:
            self.above[id(inside.node)].append(comment)
        elif after is not None and column <= after.column:
            held = self.above[id(after.node)]
            if held and not lines[line - 1].strip():
                held.append("")
            held.append(comment)
        elif after is None and column == 0:
            self.foot.append(comment)
        else:
            under = [one for one in before if one.column <= column] or before[:1]
            self.below[id(under[-1].node)].append(comment)

    def within(self, node: yaml.Node) -> Iterator[str]:
        """All comments inside a node, which is about to be written on one line."""
        for child in _children(node):
            for held in (self.above, self.beside, self.below):
                yield from (comment for comment in held.get(id(child), ()) if comment)
            yield from self.within(child)


def _of_the_file(comment: str, line: int, lines: Sequence[str]) -> bool:
    """Whether a comment above the first entry is about the file: an editor's directive, or an empty line follows it."""
    if "yaml-language-server" in comment:
        return True
    below = next((one for one in lines[line + 1 :] if not one.lstrip().startswith("#")), "-")
    return not below.strip()


def _all_comments(text: str) -> Counter[str]:
    lines = text.splitlines()
    if not _may_hold(lines):
        return Counter()
    root: Any = yaml.compose(text, Loader=_Loader)
    return Counter(comment for _, _, comment, _ in _found(lines, root))


def _found(lines: Sequence[str], root: yaml.Node) -> Iterator[tuple[int, int, str, bool]]:
    """Line, column, text and whether nothing else stands on the line, of each comment. A "#" inside a scalar begins none."""
    if not _may_hold(lines):
        return
    taken: dict[int, list[tuple[int, int]]] = defaultdict(list)
    whole: set[int] = set()
    for scalar in _scalars(root):
        start, end = scalar.start_mark, scalar.end_mark
        if scalar.style in ("|", ">"):
            whole.update(_block(lines, start.line))
            continue
        for n in range(start.line, end.line + 1):
            taken[n].append((start.column if n == start.line else 0, end.column if n == end.line else len(lines[n])))
    for number, line in enumerate(lines):
        at = -1 if number in whole else line.find("#")
        while at >= 0:
            free = not any(first <= at < last for first, last in taken[number])
            if free and (at == 0 or line[at - 1] in " \t"):
                yield number, at, line[at:].rstrip(), not line[:at].strip()
                break
            at = line.find("#", at + 1)


def _may_hold(lines: Sequence[str]) -> bool:
    return any(line.startswith("#") or " #" in line or "\t#" in line for line in lines)


def _block(lines: Sequence[str], header: int) -> range:
    """The lines of a block scalar's text, without its header."""
    number, depth = header + 1, 0
    while number < len(lines):
        line = lines[number]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip():
            depth = depth or indent
            if indent < depth or not depth:
                break
        number += 1
    return range(header + 1, number)


def _children(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    for child in _children(node):
        yield from _scalars(child)


def _folds(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")


def _starts(node: yaml.Node) -> Iterator[_Start]:
    """What can have comments of its own, in the order of the file: items of block lists and keys of block mappings."""
    if isinstance(node, yaml.SequenceNode) and not node.flow_style:
        for item in node.value:
            mark = item.start_mark
            yield _Start(mark.line, node.start_mark.column, _last(item, mark.line), item)
            yield from _starts(item)
    elif isinstance(node, yaml.MappingNode) and not node.flow_style:
        for key, value in node.value:
            mark = key.start_mark
            yield _Start(mark.line, mark.column, _last(value, mark.line), key)
            yield from _starts(value)


def _last(node: yaml.Node, line: int) -> int:
    """The line up to which comments beside a node are about it; ``line`` where it, or its key, begins."""
    if _folds(node) or (isinstance(node, yaml.CollectionNode) and not node.flow_style):
        return line
    return int(node.end_mark.line)


# --- writing ----------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Writer:
    """``written``: the lines of folded texts as they stood, without indentation, by the identity of their node."""

    comments: _Comments
    written: Mapping[int, list[str]] = field(default_factory=dict)

    def file(self, entries: Sequence[yaml.Node], stem: str, lines: Sequence[str]) -> str:
        apart = {id(one): _apart(one, lines) for one in entries}
        ordered = sorted(entries, key=_id) if stem == EVENTS else entries
        made = [*self.comments.head, ""] if self.comments.head else []
        for number, entry in enumerate(ordered):
            if number and (stem == EVENTS or apart[id(entry)]):
                made.append("")
            made += self.entry(entry, stem)
        if self.comments.foot:
            made += ["", *self.comments.foot] if stem == EVENTS else self.comments.foot
        return "\n".join(made) + "\n"

    def entry(self, node: yaml.Node, stem: str) -> list[str]:
        model = REGISTERS.get(stem, Event)
        if not isinstance(node, yaml.MappingNode) or (stem != EVENTS and node.flow_style):
            return self._with_comments(node, f"- {self._flow(node, model, quoted=False)}", "", within=True)
        return self._with_comments(node, "", "", self._item(node, model, ""))

    def _item(self, node: yaml.MappingNode, model: type[BaseModel] | None, indent: str) -> list[str]:
        """A mapping in block style as an item of a list."""
        lines = self._block(node, model, f"{indent}  ") or [f"{indent}  {{}}"]
        first = next(n for n, line in enumerate(lines) if not line.lstrip().startswith("#"))
        # A comment above the first key stands above the item.
        lines[:first] = [f"{indent}{line.lstrip()}" for line in lines[:first]]
        lines[first] = f"{indent}- {lines[first].lstrip()}"
        return lines

    def _block(self, node: yaml.MappingNode, model: type[BaseModel] | None, indent: str) -> list[str]:
        lines: list[str] = []
        for key, value in _in_order(node, model):
            name = key.value
            inner = _part(model, name)
            written = f"{indent}{_scalar(key, flow=False)}:"
            if self._on_one_line(name, value):
                lines += self._with_comments(key, f"{written} {self._flow(value, inner, quoted=True)}", indent)
            elif isinstance(value, yaml.SequenceNode) and (
                inner or any(not isinstance(one, yaml.ScalarNode) for one in value.value)
            ):
                body = [line for item in value.value for line in self._part_lines(item, inner, f"{indent}  ")]
                lines += self._with_comments(key, written, indent, [written, *body]) if body else [f"{written} []"]
            elif isinstance(value, yaml.ScalarNode):
                lines += self._with_comments(key, written, indent, self._text(key, value, indent))
            else:
                one_line = f"{written} {self._flow(value, inner, quoted=False)}"
                raised = [f"{indent}{comment}" for comment in self.comments.within(value)]
                lines += raised + self._with_comments(key, one_line, indent)
        return lines

    def _on_one_line(self, name: str, value: yaml.Node) -> bool:
        """Whether a list of parts needs no line for each: a history that has only begun, with nothing said beside it."""
        single = name in _SHORT and isinstance(value, yaml.SequenceNode) and len(value.value) == 1
        return single and not any(self.comments.within(value))

    def _part_lines(self, item: yaml.Node, model: type[BaseModel] | None, indent: str) -> list[str]:
        if isinstance(item, yaml.MappingNode) and model in _IN_BLOCKS:
            return self._with_comments(item, "", indent, self._item(item, model, indent))
        return self._with_comments(item, f"{indent}- {self._flow(item, model, quoted=model is not None)}", indent, within=True)

    def _with_comments(
        self, node: yaml.Node, line: str, indent: str, lines: list[str] | None = None, *, within: bool = False
    ) -> list[str]:
        """Lines with the comments of their node; one beside it goes to the end of the first line."""
        lines = [line] if lines is None else lines
        beside = self.comments.beside.get(id(node), [])
        if beside:
            first = next(n for n, one in enumerate(lines) if not one.lstrip().startswith("#"))
            lines[first] = f"{lines[first]}  {' '.join(beside)}"
        raised = self.comments.within(node) if within else ()
        above = [*self.comments.above.get(id(node), ()), *raised]
        below = self.comments.below.get(id(node), ())
        return [*(f"{indent}{one}".rstrip() for one in above), *lines, *(f"{indent}{one}" for one in below)]

    def _text(self, key: yaml.ScalarNode, value: yaml.ScalarNode, indent: str) -> list[str]:
        """A key and its scalar, folded where it is prose and long, or was folded."""
        name = key.value
        head = f"{indent}{_scalar(key, flow=False)}:"
        line = f"{head} {_scalar(value, flow=False)}"
        prose = name in _PROSE and " " in value.value
        if value.style == "|" and (kept := _literal(value.value, f"{indent}  ")):
            return [f"{head} |-", *kept]
        if name in _ALWAYS_FOLDED or value.style == ">" or (prose and len(line) > WIDTH):
            sign, folded = _folded(value.value, self.written.get(id(value), []), f"{indent}  ")
            if folded:
                return [f"{head} {sign}", *folded]
        return [line]

    def _flow(self, node: yaml.Node, model: type[BaseModel] | None, *, quoted: bool) -> str:
        if isinstance(node, yaml.MappingNode):
            pairs = []
            for key, value in _in_order(node, model):
                inner = _part(model, key.value)
                written = self._flow(value, inner, quoted=quoted) if not isinstance(value, yaml.ScalarNode) else ""
                text = written or _scalar(value, flow=True, quoted=quoted and key.value in _ALWAYS_QUOTED)
                pairs.append(f"{_scalar(key, flow=True)}: {text}")
            return f"{{{', '.join(pairs)}}}"
        if isinstance(node, yaml.SequenceNode):
            return f"[{', '.join(self._flow(one, model, quoted=quoted) for one in node.value)}]"
        return _scalar(node, flow=True) if isinstance(node, yaml.ScalarNode) else ""


def _apart(node: yaml.Node, lines: Sequence[str]) -> bool:
    """Whether an empty line stands above an entry and its comments."""
    above = node.start_mark.line - 1
    while above >= 0 and lines[above].startswith("#"):
        above -= 1
    return above >= 0 and not lines[above].strip()


def _id(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value.value for key, value in pairs if key.value == "id" and isinstance(value, yaml.ScalarNode)), "")


def _in_order(node: yaml.MappingNode, model: type[BaseModel] | None) -> list[tuple[Any, Any]]:
    """Pairs in the order of the model's fields; keys that it does not know come last, as they were."""
    if model is None:
        return list(node.value)
    order = {field.alias or name: n for n, (name, field) in enumerate(model.model_fields.items())}
    return sorted(node.value, key=lambda pair: order.get(pair[0].value, len(order)))


def _part(model: type[BaseModel] | None, name: str) -> type[BaseModel] | None:
    """The model of the items of a field; None where they are texts or the field is not known."""
    if model is None:
        return None
    for key, about in model.model_fields.items():
        if name == (about.alias or key):
            return next(_models(about.annotation), None)
    return None


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


class _Analysis(yaml.emitter.Emitter):
    """What PyYAML's writer knows about a scalar, without a stream to write to."""

    def __init__(self) -> None:
        self.allow_unicode = True


_ANALYSIS: Any = _Analysis()


def _scalar(node: yaml.ScalarNode, *, flow: bool, quoted: bool = False) -> str:
    """A scalar on one line: plain where it can be read back so, else in single quotes, else in double ones."""
    text = str(node.value)
    about = _ANALYSIS.analyze_scalar(text)
    plain = about.allow_flow_plain if flow else about.allow_block_plain
    # In quotes '2023' is a text to other readers, without them a number.
    kept = node.style in ("'", '"', "|", ">") and _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != _TEXT_TAG
    if plain and not quoted and not kept and not about.multiline:
        return text
    if about.allow_single_quoted and not about.multiline and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return _double_quoted(text)


def _double_quoted(text: str) -> str:
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return '"' + "".join(signs.get(sign) or (sign if sign.isprintable() else f"\\U{ord(sign):08x}") for sign in text) + '"'


def _literal(text: str, indent: str) -> list[str]:
    """The lines of a literal block without an end of line at its end; empty where it needs more than that."""
    lines = text.split("\n")
    simple = all(line.isprintable() and line == line.rstrip() for line in lines) and lines[-1] and not lines[0].startswith(" ")
    return [f"{indent}{line}".rstrip() for line in lines] if simple else []


def _folded(text: str, written: list[str], indent: str) -> tuple[str, list[str]]:
    """Sign and lines of a folded block; no lines where the text cannot be folded without a change.

    Lines that were written and fit are kept, so that a new word in a summary changes the lines about it only.
    """
    sign = ">-"
    if text.endswith("\n") and not text.endswith("\n\n"):
        text, sign = text[:-1], ">"
    paragraphs = text.split("\n")
    if not all(part and part.isprintable() and part == " ".join(part.split()) for part in paragraphs):
        return sign, []
    width = WIDTH - len(indent)
    if written and max(map(len, written)) <= width and _joined(written) == text:
        lines = written
    else:
        lines = []
        for part in paragraphs:
            lines += ["", *_wrapped(part, width)] if lines else _wrapped(part, width)
    return sign, [f"{indent}{line}" if line else "" for line in lines]


def _written(lines: Sequence[str], root: yaml.Node) -> dict[int, list[str]]:
    found = {}
    for scalar in _scalars(root):
        if scalar.style == ">":
            block = [lines[n].strip() for n in _block(lines, scalar.start_mark.line)]
            while block and not block[-1]:
                block.pop()
            found[id(scalar)] = block
    return found


def _joined(lines: Sequence[str]) -> str:
    """What lines of a folded block say: an empty line ends a paragraph."""
    text = ""
    for line in lines:
        text += "\n" if not line else f"{'' if not text or text.endswith(chr(10)) else ' '}{line}"
    return text


def _wrapped(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines

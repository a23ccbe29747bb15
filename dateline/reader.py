"""YAML files -> record, every mistake with file, line and column.

What a file must look like as YAML is held by :mod:`dateline.strict_yaml`, what an entry consists of by :mod:`dateline.model` and
:mod:`dateline.registers`; this module walks the folder, puts the two together and words the mistakes.
"""

from __future__ import annotations

import gc
import hashlib
import re
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

from dateline.folders import Folders, each, prefixes
from dateline.languages import TAG
from dateline.model import Event
from dateline.record import FileRead, Located, LocatedEntry, Problem, Record
from dateline.registers import REGISTERS, Registers
from dateline.strict_yaml import Map, Seq, parse_yaml

MAX_BYTES = 2_000_000
"""Largest file read. A year of a category is some 100 kB."""
BESIDE = ("coverage.yaml", "record.yaml")
"""Registers that stand beside the categories."""
STORIES = "stories"
"""The folder of stories, one in a file."""
MAX_LINE = 20_000
"""Longest line read, in characters."""
HIDDEN = "."
"""What names of files and folders begin with that are none of the record."""
_LOOKS = 3

Entry = TypeVar("Entry", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Later:
    """Stands for what was written where only the event was kept: its file is read again when somebody asks for lines or words.

    ``plain`` : whether :func:`clearly_plain` said so of what was written.
    """

    path: Path
    index: int
    plain: bool

    def written(self) -> Any:
        """What is written there now; None when the file has no such entry any more."""
        rows = _written(self.path)
        return rows[self.index] if self.index < len(rows) else None


@lru_cache(maxsize=4)
def _written(path: Path) -> Seq:
    return _rows(path, str(path))[0]


def written(data: Any) -> Any:
    """What was written, whether it was kept or is read now."""
    return data.written() if isinstance(data, Later) else data


def read(folders: Folders, files: Mapping[str, FileRead] | None = None) -> Record:
    """Read all events and registers under a folder, or under several as one record.

    Parameters
    ----------
    folders : each holds ``<category>/<year>.yaml``, ``registers/<name>.yaml``, ``stories/<id>.yaml``, ``coverage.yaml`` and
        ``record.yaml``. What a register entry says in one folder and says otherwise in another is a problem; said alike it is one entry.
    files : files of events that were read already, by the name that messages call them.

    Returns
    -------
    Record : every event that could be read, drafts included, in order of id; every problem of every file. What the events say to each
        other is not looked at here; see :mod:`dateline.checks`.
    """
    roots = each(folders)
    problems = [
        Problem(str(one), 0, 0, "", "is not a folder. Name the folder that holds the record.")
        for one in roots
        if not one.is_dir()
    ]
    if problems:
        return Record(problems=tuple(problems))
    _written.cache_clear()
    with without_collecting():
        return _read(roots, files or {})


def _read(roots: Sequence[Path], known: Mapping[str, FileRead]) -> Record:
    problems: list[Problem] = []
    events: list[Located] = []
    held_back: dict[str, int] = {}
    registers: dict[str, dict[str, Any]] = {}
    unreadable: set[str] = set()
    broken_entries: set[str] = set()
    places: dict[tuple[str, str], LocatedEntry] = {}
    digests: dict[str, str] = {}
    files: dict[str, FileRead] = {}
    for _, inner, wrong in files_of(roots, "*.yml"):
        problems.append(Problem(wrong, 0, 0, "", f"is not read. Name it {inner.stem}.yaml."))
    for path, inner, name in files_of(roots):
        if leads_out(path, inner):
            problems.append(Problem(name, 0, 0, "", "is a link that leads out of the record. Put the file itself here."))
            digests[name] = ""
            continue
        if not holds_events(inner):
            stem = STORIES if inner.parts[0] == STORIES else inner.stem
            entries, found, lost_ids, digests[name] = _register(path, name, stem, registers.get(stem, {}), places)
            registers.setdefault(stem, {}).update(entries)
            broken_entries |= lost_ids
            if any(problem.entry < 0 for problem in found):
                unreadable.add(stem)
            problems += found
        else:
            file = files[name] = known[name] if name in known else read_file(path, name, inner.parts[0])
            events += file.events
            broken_entries |= file.lost_ids
            if file.lost:
                held_back[name] = file.lost
            problems += file.problems
            digests[name] = file.digest
    if not events and not problems:
        problems.append(
            Problem(prefixes(roots)[0].rstrip("/"), 0, 0, "", "holds no events. A record is a file like drills/2023.yaml.")
        )
    events.sort(key=lambda located: located.event.id)
    fields = {stem.replace("-", "_"): registers.get(stem, {}) for stem in REGISTERS}
    return Record(
        tuple(events), Registers(**fields), tuple(problems), held_back, frozenset(unreadable), frozenset(broken_entries), places,
        digests, files,
    )  # fmt: skip


def holds_events(inner: Path) -> bool:
    """Whether a file of a record holds events, rather than a register's entries, a story or what the record says of itself."""
    return not (inner.parts[0] in ("registers", STORIES) or (len(inner.parts) == 1 and inner.name in BESIDE))


def files_of(roots: Sequence[Path], pattern: str = "*.yaml") -> Iterator[tuple[Path, Path, str]]:
    """Each file: its path, its path in its folder, and what it is called in messages. What is hidden is none of the record."""
    for root, prefix in zip(roots, prefixes(roots), strict=True):
        for path in _found(root, pattern):
            inner = path.relative_to(root)
            # Editors' locks on what is being written, what a system keeps of a file besides, settings of tools such as pre-commit's.
            if not any(part.startswith(HIDDEN) for part in inner.parts):
                yield path, inner, f"{prefix}{inner.as_posix()}"


def _found(root: Path, pattern: str) -> list[Path]:
    """The files in order. Looked for again when a folder goes while it is walked through."""
    for _ in range(_LOOKS):
        with suppress(FileNotFoundError, NotADirectoryError):
            return sorted(root.rglob(pattern))
    return []


def leads_out(path: Path, inner: Path) -> bool:
    """Whether a file of the record is a link to one that is not: it may have come with a contribution, and the machine holds other files."""
    return path.is_symlink() and path.exists() and not path.resolve().is_relative_to(path.parents[len(inner.parts) - 1].resolve())


def _register(
    path: Path, name: str, stem: str, known: Mapping[str, Any], places: dict[tuple[str, str], LocatedEntry]
) -> tuple[dict[str, Any], list[Problem], set[str], str]:
    if stem not in REGISTERS:
        listed = ", ".join(REGISTERS)
        message = f"is not a register. Registers are {listed}.{did_you_mean(stem, REGISTERS)}"
        return {}, [Problem(name, 0, 0, "", message)], set(), ""
    rows, problems, digest = _rows(path, name)
    entries: dict[str, Any] = {}
    broken: set[str] = set()
    for index, row in enumerate(rows):
        made, found = _make(REGISTERS[stem], rows, name, index)
        problems += found
        if made is None:
            if isinstance(row, Map) and isinstance(row.get("id"), str):
                broken.add(row["id"])
        elif made.id in entries:
            problems.append(problem_at(name, row, index, ("id",), f"{made.id} stands in this register twice. Keep one."))
        elif made.id in known:
            both = known[made.id].joined(made)
            if both is not None:
                entries[made.id] = both
            else:
                message = (
                    f"{made.id} says something else in {places[stem, made.id].path}. Keep one, or give one of them another id."
                )
                problems.append(problem_at(name, row, index, ("id",), message))
        else:
            entries[made.id] = made
            places[stem, made.id] = LocatedEntry(name, index, row)
    return entries, problems, broken, digest


def read_file(path: Path, name: str, category: str) -> FileRead:
    """One file of events. ``name``: what messages call it."""
    rows, problems, digest = _rows(path, name)
    if not rows:
        return FileRead((), tuple(problems), _count_entries(path), frozenset(), digest)
    broken = {problem.entry for problem in problems}
    located: list[Located] = []
    for index, row in enumerate(rows):
        event, found = _make(Event, rows, name, index)
        problems += found
        if event is None or index in broken:
            broken.add(index)
        else:
            located.append(Located(event, category, name, row.mark[0], index, row))
    lost_ids = {
        row["id"] for n, row in enumerate(rows) if n in broken and isinstance(row, Map) and isinstance(row.get("id"), str)
    }
    return FileRead(tuple(located), tuple(problems), len(rows) - len(located), frozenset(lost_ids), digest)


def read_entry(model: type[Entry], text: str, name: str) -> tuple[Entry | None, Any, list[Problem]]:
    """One entry given as the text of a file that holds nothing else.

    Parameters
    ----------
    name : of the file, for the problems.

    Returns
    -------
    (entry, data, problems) : the entry, None with any problem; what was written, with lines and columns, None where it is no list.
    """
    data, problems = parse_yaml(text, name)
    if problems or type(data) is not Seq or len(data) != 1:
        return None, None, problems or [Problem(name, 1, 1, "", "is not one entry. Start it with '- id: …'.", 0)]
    made, found = _make(model, data, name, 0)
    return made, data[0], found


def _rows(path: Path, name: str) -> tuple[Seq, list[Problem], str]:
    nothing = Seq((1, 1))
    text, problem, digest = _text(path, name)
    if problem:
        return nothing, [problem], digest
    data, problems = parse_yaml(text, name)
    if data is None or data == []:
        problems = problems or [Problem(name, 1, 1, "", "holds nothing. Start each entry with '- id: …', or remove the file.")]
        return nothing, problems, digest
    if type(data) is not Seq:
        return nothing, [*problems, Problem(name, 1, 1, "", "is not a list. Start each entry with '- id: …'.")], digest
    return data, problems, digest


def _text(path: Path, name: str) -> tuple[str, Problem | None, str]:
    """The file's text; or what is wrong with it; and the digest of its bytes where they could be read."""
    digest = ""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            return "", Problem(name, 0, 0, "", "is not a file. Remove it, or give it a name that does not end in .yaml."), ""
        if about.st_size > MAX_BYTES:
            return "", Problem(name, 0, 0, "", f"has {about.st_size} bytes, more than {MAX_BYTES}. Split it by year."), ""
        raw = path.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return "", Problem(name, line, column, "", "is not UTF-8 text from here on. Save the file as UTF-8."), digest
    except OSError as error:
        return "", Problem(name, 0, 0, "", f"cannot be read: {error.strerror}."), ""
    for number, line_text in enumerate(text.splitlines(), 1) if len(text) > MAX_LINE else ():
        if len(line_text) > MAX_LINE:
            return "", Problem(name, number, MAX_LINE, "", f"this line has {len(line_text)} characters. Break it up."), digest
    return text, None, digest


def _count_entries(path: Path) -> int:
    """How many entries a file that cannot be used seems to hold: lines that start with ``- ``, at least 1 if anything is written."""
    try:
        # To open a pipe is to wait for whoever writes into it.
        if not path.is_file():
            return 1
        with path.open("rb") as file:
            written = file.read(MAX_BYTES)
    except OSError:
        return 1
    anything = re.search(rb"^[ \t]*[^\s#]", written.removeprefix(b"\xef\xbb\xbf"), re.MULTILINE)
    return max(1, len(re.findall(rb"^- ", written, re.MULTILINE))) if anything else 0


def _make(model: type[Entry], rows: Seq, path: str, index: int) -> tuple[Entry | None, list[Problem]]:
    row = rows[index]
    if type(row) is not Map:
        return None, [Problem(path, *rows.marks[index], "", f"entry {index + 1} is not a mapping. Start it with 'id: …'.", index)]
    try:
        return model.model_validate(row), []
    except ValidationError as error:
        # A list whose items are all broken counts as empty too; only a list that was written empty is one.
        details = (detail for detail in error.errors(include_url=False) if detail["type"] != "too_short" or not detail["input"])
        return None, [_worded(model, row, path, index, detail) for detail in details]


def _worded(model: type[BaseModel], row: Map, path: str, index: int, detail: ErrorDetails) -> Problem:
    # A key that is wrong is pointed at itself.
    loc, value = tuple(step for step in detail["loc"] if step != "[key]"), detail["input"]
    shown = repr(value)[:80] if isinstance(value, str) else ""
    context = detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            message = f"is missing. Add '{loc[-1]}: …'; the codebook shows how."
        case "extra_forbidden":
            known = _fields_at(model, loc)
            message = f"is not a field here.{did_you_mean(str(loc[-1]), known)} Known: {', '.join(known)}."
        case "literal_error":
            options = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            message = f"{shown} is not one of {', '.join(options)}.{did_you_mean(str(value), options)}"
        case "string_pattern_mismatch":
            message = f"{shown} {_PATTERNS[_pattern_of(str(context.get('pattern')))]}"
        case "string_too_long":
            message = f"is too long, {len(str(value))} characters. At most {context.get('max_length')} fit."
        case "string_too_short":
            message = f"{shown} is too short. At least {context.get('min_length')} characters are needed."
        case "value_error":
            reason = str(context.get("error", detail["msg"]))
            message = reason if shown[1:-1] and shown[1:-1] in reason else f"{shown} {reason}".strip()
        case other:
            message = f"{shown} {_MESSAGES.get(other, detail['msg'] + '.')}".strip()
    return problem_at(path, row, index, loc, message)


_MESSAGES = {
    "too_short": "is an empty list. Write at least one item.",
    "tuple_type": "must be a list. Put each item on a line of its own, after '- '.",
    "string_type": "must be text, not a list or mapping.",
    "dict_type": "must be a mapping of keys and values.",
    "too_long": "has too many items; three are enough.",
    "greater_than_equal": "is too small.",
    "greater_than": "must be more than zero. Who claims that there was none denies: write a stance.",
    "less_than_equal": "is too large.",
    "finite_number": "is not a number.",
    "model_type": "must be a mapping of keys and values.",
    "int_parsing": "is not a whole number.",
    "float_parsing": "is not a number.",
    "bool_parsing": "is neither true nor false.",
}
_PATTERNS = {
    "title": "must be one line without a full stop at the end.",
    "line": "must be one line.",
    "id": "is not an id. Use lower-case letters, digits and single hyphens.",
    "year": "is not a year of four digits.",
    "language": "is not a language. Write its BCP 47 tag: ko, ru, zh-TW.",
}


def _pattern_of(pattern: str) -> str:
    if pattern == TAG:
        return "language"
    if "." in pattern:
        return "title"
    if "{4}" in pattern:
        return "year"
    return "line" if "^" in pattern[1:] else "id"


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Names of the fields of the model in which the unknown key of ``loc`` stands."""
    for step in loc[:-1]:
        if isinstance(step, str) and step in model.model_fields:
            inner = list(_arguments(model.model_fields[step].annotation))
            model = next((a for a in inner if isinstance(a, type) and issubclass(a, BaseModel)), model)
    return [field.alias or name for name, field in model.model_fields.items()]


def _arguments(annotation: Any) -> Iterator[Any]:
    yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _arguments(inner)


def problem_at(path: str, row: Any, index: int, loc: Iterable[int | str], message: str) -> Problem:
    """A problem at the deepest key of ``loc`` that was written. List positions in ``loc`` count from 0, in the text from 1."""
    row = written(row)
    line, column = getattr(row, "mark", (0, 0))
    name = ""
    node = row
    for step in loc:
        name += f"[{step + 1}]" if isinstance(step, int) else (f".{step}" if name else step)
        if isinstance(node, Map) and step in node.marks:
            line, column = node.marks[str(step)]
            node = node.get(str(step))
        elif isinstance(node, Seq) and isinstance(step, int) and step < len(node.marks):
            line, column = node.marks[step]
            node = node[step]
    return Problem(path, line, column, name, message, index)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that suggests the closest known words, or nothing."""
    close = process.extract(word[:100], list(known), scorer=fuzz.WRatio, limit=3, score_cutoff=72)
    return f" Did you mean {' or '.join(match for match, _, _ in close)}?" if close else ""


ADDRESSES = ("url", "archived")
"""Fields that hold no text for readers."""


def clearly_plain(data: Any) -> bool:
    """A quick look at all texts of an entry at once; False means look closer for markup."""
    texts: list[str] = []
    _collect(data, texts)
    joined = " ".join(texts)
    return joined.isprintable() and not any(sign in joined for sign in ("<", "&", "![", "]("))


def _collect(node: Any, texts: list[str]) -> None:
    if isinstance(node, str):
        texts.append(node)
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                if key not in ADDRESSES:
                    texts.append(value)
            else:
                _collect(value, texts)
    elif isinstance(node, list):
        for value in node:
            _collect(value, texts)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Reading makes many small objects and no cycles; collecting while it does costs about half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What was made counts as old from here on, or the next collection would look through all of it.
            gc.freeze()
            gc.unfreeze()
            gc.enable()

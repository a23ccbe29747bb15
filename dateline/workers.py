"""Files of events read on several processors at once, where there is enough to read.

Each helper is a fresh Python that is told which files to read and answers with what they say, as JSON: nothing is forked, since a server
has threads, and nothing is unpickled. What no helper answers for is left to :func:`dateline.reader.read`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from dateline.model import Event, FileRead, Located, Problem
from dateline.reader import Later, clearly_plain, files_of, holds_events, leads_out, read_file, without_collecting

SHARED_FROM = 8_000_000
"""Bytes of files from which on helpers read too: below it, starting one takes longer than it saves (``python -m bench scale``)."""
MOST_HELPERS = 7
PATIENCE = 900
"""Seconds after which a helper is given up."""

File = tuple[Path, str, str]
"""Path, what messages call it, category."""

_HELPER = "import sys; sys.path.insert(0, sys.argv[1]); from dateline.workers import help_out; help_out(sys.stdin.buffer, sys.stdout.buffer)"


def read_files(roots: Sequence[Path], known: Mapping[str, FileRead]) -> Mapping[str, FileRead]:
    """Read the files of events that are not known yet, if they are large enough for several processors.

    Returns
    -------
    What is known and what was read, by name; only what is known where it is not worth it.
    """
    files = [
        (path, name, inner.parts[0])
        for path, inner, name in files_of(roots)
        if name not in known and holds_events(inner) and not leads_out(path, inner)
    ]
    sizes = {path: size_of(path) for path, _, _ in files}
    helpers = min((os.cpu_count() or 1) - 1, MOST_HELPERS)
    if sum(sizes.values()) < SHARED_FROM or not helpers or not sys.executable:
        return known
    own, *shares = _shared(files, sizes, helpers + 1)
    with ThreadPoolExecutor(helpers) as waiting:
        answers = [waiting.submit(_asked, share) for share in shares]
        with without_collecting():
            found = {name: read_file(path, name, category) for path, name, category in own}
            for share, answer in zip(shares, answers, strict=True):
                found |= _answered(share, answer.result())
    return {**known, **found}


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _shared(files: Iterable[File], sizes: Mapping[Path, int], parts: int) -> list[list[File]]:
    """The files in so many parts of about the same size; the first one, ours, the smallest, since we also take up the others' answers."""
    found: list[list[File]] = [[] for _ in range(parts)]
    load = [0.0] * parts
    for file in sorted(files, key=lambda one: -sizes[one[0]]):
        least = min(range(parts), key=load.__getitem__)
        found[least].append(file)
        load[least] += sizes[file[0]] * (1.0 if least else 1.3)
    return found


def _asked(share: Sequence[File]) -> bytes:
    """What a helper says of its share; nothing when it fails."""
    asked = json.dumps([[str(path), name, category] for path, name, category in share]).encode()
    command = [sys.executable, "-P", "-c", _HELPER, str(Path(__file__).resolve().parents[1])]
    try:
        done = subprocess.run(  # noqa: S603  (this Python, with this program)
            command, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return b""
    return done.stdout if done.returncode == 0 else b""


def help_out(asked: BinaryIO, answer: BinaryIO) -> None:
    """Read the files that are asked for. For each: a line of what is to say of it, and a line for each of its events."""
    with without_collecting():
        for path, name, category in json.loads(asked.read()):
            answer.write(_packed(read_file(Path(path), name, category)))
        answer.flush()


def _packed(file: FileRead) -> bytes:
    """A file as lines; nothing for one that JSON cannot hold, as half a character."""
    head = {
        "problems": [[one.path, one.line, one.column, one.field, one.message, one.entry] for one in file.problems],
        "lost": file.lost,
        "lost_ids": sorted(file.lost_ids),
        "digest": file.digest,
        "events": [[one.line, one.index, clearly_plain(one.data)] for one in file.events],
    }
    try:
        lines = [json.dumps(head), *(packed(one.event) for one in file.events)]
        return "".join(f"{line}\n" for line in lines).encode()
    except ValueError:
        return b"null\n"


def packed(event: Event) -> str:
    """An event as JSON, in a line. ``Event.model_validate_json`` gives an equal one.

    Raises
    ------
    ValueError : it holds half a character, which no UTF-8 can.
    """
    text = event.model_dump_json(exclude_defaults=True)
    text.encode()
    return text


def _answered(share: Sequence[File], answer: bytes) -> dict[str, FileRead]:
    """A helper's answer; of an answer that breaks off or makes no sense, nothing."""
    found: dict[str, FileRead] = {}
    lines = iter(answer.splitlines())
    try:
        for path, name, category in share:
            head = json.loads(next(lines))
            if head is None:
                continue
            events = tuple(
                Located(Event.model_validate_json(next(lines)), category, name, line, index, Later(path, index, plain))
                for line, index, plain in head["events"]
            )
            problems = tuple(Problem(*one) for one in head["problems"])
            found[name] = FileRead(events, problems, head["lost"], frozenset(head["lost_ids"]), head["digest"])
    except (StopIteration, ValueError, TypeError, KeyError):
        return {}
    return found

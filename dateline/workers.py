"""Files of events read on several processors at once, where there is enough to read.

Each helper is a fresh Python that is told which files to read and answers with what they say, as JSON: nothing is forked, since a server
has threads, and nothing is unpickled. What no helper answers for is left to :func:`dateline.reader.read`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from typing import BinaryIO, cast

from dateline.model import Event
from dateline.reader import Later, clearly_plain, files_of, holds_events, leads_out, read_file, without_collecting
from dateline.record import FileRead, Located, Problem

SHARED_FROM = 8_000_000
"""Bytes of files from which on helpers read too: below it, starting one takes longer than it saves (``python -m bench scale``)."""
MOST_HELPERS = 7
PATIENCE = 900
"""Seconds after which a helper is given up."""
HANDED = 0.17
"""What a file costs its helper to tell, and us to take up, as a share of what it costs to read: 0.17 to 0.20, made-up record of 10 000 events."""

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
    own, *shares = _shared(files, sizes, helpers)
    answers: SimpleQueue[tuple[File, bytes] | None] = SimpleQueue()
    found: dict[str, FileRead] = {}
    working = len(shares)
    with ThreadPoolExecutor(helpers) as waiting, without_collecting():
        for share in shares:
            waiting.submit(_ask, share, answers.put)
        for file in (*own, None):
            if file is not None:
                found[file[1]] = read_file(*file)
            # What helpers say is taken up as it comes; at the end it is waited for.
            while working and (file is None or not answers.empty()):
                answer = answers.get()
                if answer is None:
                    working -= 1
                else:
                    found |= _answered(*answer)
    return {**known, **found}


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _shared(files: Iterable[File], sizes: Mapping[Path, int], helpers: int) -> list[list[File]]:
    """The files in parts: ours first, then one a helper. All take about as long, ours with taking up what the others say."""
    each = (1 + HANDED) / helpers
    ours = max(0.0, (each - HANDED) / (1 - HANDED + each))
    wanted = [ours or 1e-9, *[(1 - ours) / helpers] * helpers]
    found: list[list[File]] = [[] for _ in wanted]
    load = [0.0] * len(wanted)
    for file in sorted(files, key=lambda one: -sizes[one[0]]):
        least = min(range(len(wanted)), key=lambda n: (load[n] + sizes[file[0]]) / wanted[n])
        found[least].append(file)
        load[least] += sizes[file[0]]
    return found


def _ask(share: Sequence[File], hand_on: Callable[[tuple[File, bytes] | None], None]) -> None:
    """Let a helper read files, and hand on each with what the helper says of it, and None when no more comes."""
    asked = json.dumps([[str(path), name, category] for path, name, category in share]).encode()
    command = [sys.executable, "-P", "-c", _HELPER, str(Path(__file__).resolve().parents[1])]
    try:
        with subprocess.Popen(  # noqa: S603  (this Python, with this program)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as helper:
            ask, answer = cast("BinaryIO", helper.stdin), cast("BinaryIO", helper.stdout)
            patience = Timer(PATIENCE, helper.kill)
            patience.start()
            try:
                ask.write(asked)
                ask.close()
                for file in share:
                    length = int(answer.readline())
                    said = answer.read(length)
                    if len(said) < length:
                        break
                    hand_on((file, said))
            finally:
                patience.cancel()
                helper.kill()
    except (OSError, ValueError):
        # The helper is gone.
        pass
    finally:
        hand_on(None)


def help_out(asked: BinaryIO, answer: BinaryIO) -> None:
    """Read the files that are asked for, and say of each how many bytes follow, and in them what :func:`_packed` makes of it."""
    with without_collecting():
        for path, name, category in json.loads(asked.read()):
            said = _packed(read_file(Path(path), name, category))
            answer.write(b"%d\n%b" % (len(said), said))
            answer.flush()


def _packed(file: FileRead) -> bytes:
    """A line of what is to say of a file, and one for each of its events; ``null`` where JSON cannot hold it, as half a character."""
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


def _answered(file: File, said: bytes) -> dict[str, FileRead]:
    """A helper's answer; of one that makes no sense, nothing."""
    path, name, category = file
    lines = iter(said.splitlines())
    try:
        head = json.loads(next(lines))
        if head is None:
            return {}
        events = tuple(
            Located(Event.model_validate_json(next(lines)), category, name, line, index, Later(path, index, plain))
            for line, index, plain in head["events"]
        )
        problems = tuple(Problem(*one) for one in head["problems"])
        return {name: FileRead(events, problems, head["lost"], frozenset(head["lost_ids"]), head["digest"])}
    except (StopIteration, RuntimeError, ValueError, TypeError, KeyError):
        return {}

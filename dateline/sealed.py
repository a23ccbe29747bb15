"""A file of Arrow tables and bytes that is whole or is not there, and is read in place.

Layout: :data:`MAGIC`; each part, at a multiple of 64 bytes; what is said of them all, as JSON; its place, length and SHA-256;
:data:`MAGIC` again. What is said holds the SHA-256 of every part but those that are checked piece by piece, so that a file that was
cut off, overwritten or made by something else is known before anything of it is used. Nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
import struct
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

MAGIC = b"DATELN01"
_TAIL = struct.Struct("<QQ32s8s")
_ALIGNED = 64


@dataclass(frozen=True)
class Sealed:
    """An open file: what is said in it, its tables, and its bytes that nobody has checked yet. All of it lies in the file, not in memory."""

    said: Mapping[str, Any]
    tables: Mapping[str, pa.Table]
    loose: Mapping[str, pa.Buffer]
    late: Mapping[str, tuple[pa.Buffer, str]]

    def table(self, name: str) -> pa.Table:
        """A table that is checked when it is asked for.

        Raises
        ------
        ValueError : it is not as it was written.
        """
        part, seal = self.late[name]
        return _table(part, seal)


def _table(part: pa.Buffer, seal: str) -> pa.Table:
    if hashlib.sha256(part).hexdigest() != seal:
        raise ValueError("not what was written")
    table = pa.ipc.open_file(part).read_all()
    table.validate(full=True)
    return table


def write(
    path: Path,
    said: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    loose: Mapping[str, list[bytes]],
    late: Mapping[str, pa.Table] | None = None,
) -> None:
    """Write a file beside its place, make sure that it is on the disk, and put it there in one step.

    Parameters
    ----------
    said : anything JSON can hold. loose : pieces of bytes that whoever reads them checks. late : tables that are large and seldom asked
        for; each is checked then, and not when the file is opened.

    Raises
    ------
    OSError : it cannot be written; nothing is left behind then.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(MAGIC)
            parts: dict[str, tuple[int, int, str]] = {}
            for name, table in {**tables, **(late or {})}.items():
                sink = pa.BufferOutputStream()
                with pa.ipc.new_file(sink, table.schema) as writer:
                    writer.write_table(table)
                content = sink.getvalue()
                parts[name] = (_aligned(file), len(content), hashlib.sha256(content).hexdigest())
                file.write(content)
            for name, pieces in loose.items():
                parts[name] = (_aligned(file), sum(map(len, pieces)), "")
                file.writelines(pieces)
            at = _aligned(file)
            text = json.dumps(
                {"parts": parts, "late": list(late or ()), "said": said}, ensure_ascii=True, separators=(",", ":")
            ).encode()
            file.write(text)
            file.write(_TAIL.pack(at, len(text), hashlib.sha256(text).digest(), MAGIC))
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise
    _settle(path.parent)


def _aligned(file: Any) -> int:
    file.write(b"\0" * (-file.tell() % _ALIGNED))
    return int(file.tell())


def _settle(folder: Path) -> None:
    """Make sure that the name of a new file is on the disk too, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def open_sealed(path: Path) -> Sealed | None:
    """Open a file and check it; None when there is none, or anything about it is not as it was written."""
    try:
        if not _ours(path):
            return None
        whole = pa.memory_map(str(path)).read_buffer()
        size = len(whole)
        at, length, digest, end = _TAIL.unpack(whole.slice(max(0, size - _TAIL.size)).to_pybytes())
        if end != MAGIC or whole.slice(0, len(MAGIC)).to_pybytes() != MAGIC or at + length + _TAIL.size != size:
            return None
        text = whole.slice(at, length).to_pybytes()
        if hashlib.sha256(text).digest() != digest:
            return None
        about = json.loads(text)
        tables, loose, late = {}, {}, {}
        for name, (start, long, seal) in about["parts"].items():
            if not (0 <= start <= start + long <= at):
                return None
            part = whole.slice(start, long)
            if not seal:
                loose[name] = part
                continue
            if name in about["late"]:
                late[name] = (part, seal)
                continue
            tables[name] = _table(part, seal)
        return Sealed(about["said"], tables, loose, late)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, struct.error, pa.ArrowException, RecursionError):
        return None


def _ours(path: Path) -> bool:
    """Whether it is a file that nobody but its owner can write, and the owner is who runs this."""
    about = path.stat(follow_symlinks=False)
    if not stat.S_ISREG(about.st_mode) or about.st_size < 2 * len(MAGIC) + _TAIL.size:
        return False
    return not hasattr(os, "geteuid") or (about.st_uid == os.geteuid() and not about.st_mode & 0o022)

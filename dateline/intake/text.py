"""A file -> its text, or a sentence that says why not and what to do."""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

MAX_BYTES = 20_000_000
"""Largest file read. Ten thousand rows of a thousand characters are half of it."""

_PACKED = {
    b"PK\x03\x04": "a spreadsheet (.xlsx, .ods) or a zip file. Save the sheet as “CSV UTF-8” and import that; nothing is unpacked here",
    b"PK\x05\x06": "an empty zip file",
    b"\x1f\x8b": "a gzip file. Unpack it first; nothing is unpacked here",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet (.xls). Save the sheet as “CSV UTF-8” and import that",
    b"%PDF": "a PDF. Copy its table into a CSV file",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAVE = "Save it as UTF-8 (in a spreadsheet: “CSV UTF-8”)"


class RefusedError(Exception):
    """A file cannot be imported. The message says why, and how to fix it."""


def read(path: Path, encoding: str | None = None) -> str:
    """The text of a file. Its size is looked at before anything is read, and nothing is ever unpacked.

    Parameters
    ----------
    encoding : None: UTF-8, or UTF-16 when the file begins with its mark. No other is guessed.

    Raises
    ------
    RefusedError : no such file, too large, packed, of another encoding, or with NUL bytes.
    """
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise RefusedError("is not a file. Name the file to import.")
        if about.st_size > MAX_BYTES:
            raise RefusedError(f"has {about.st_size:,} bytes, more than {MAX_BYTES:,}. Split it into smaller files.")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise RefusedError(f"cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    if len(raw) > MAX_BYTES:
        raise RefusedError(f"grew beyond {MAX_BYTES:,} bytes while it was read. Split it into smaller files.")
    for mark, what in _PACKED.items():
        if raw.startswith(mark):
            raise RefusedError(f"is {what}.")
    return _without_nul(_decoded(raw, encoding))


def _decoded(raw: bytes, encoding: str | None) -> str:
    if encoding is not None:
        try:
            return raw.decode(codecs.lookup(encoding).name).removeprefix("\ufeff")
        except LookupError:
            raise RefusedError(
                f"cannot be read: there is no encoding {encoding!r}. Write utf-8, utf-16, cp949 or cp1252."
            ) from None
        except (UnicodeError, ValueError):
            raise RefusedError(f"is not {encoding} text. {_SAVE}.") from None
    known = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
    try:
        return raw.decode(known)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RefusedError(
            f"is not {known.removesuffix('-sig').upper()} text from line {line} on. {_SAVE}{_looks_like(raw)}."
        ) from None


def _looks_like(raw: bytes) -> str:
    """What else it may be, for advice only: many encodings read any bytes at all."""
    sample = raw[:200_000]
    if b"\x00" in sample:
        return ", or give --encoding utf-16 if that is what it is"
    try:
        text = codecs.getincrementaldecoder("cp949")().decode(sample)
    except UnicodeDecodeError:
        return ", or name its encoding, as --encoding cp1252"
    letters = [c for c in text if ord(c) > 127]
    hangul = sum("가" <= c <= "힣" for c in letters)
    return (
        ", or give --encoding cp949: it reads as Hangul in it"
        if hangul > len(letters) / 2
        else ", or name its encoding, as --encoding cp1252"
    )


def _without_nul(text: str) -> str:
    at = text.find("\x00")
    if at < 0:
        return text
    line = text.count("\n", 0, at) + 1
    advice = (
        "It may be UTF-16: give --encoding utf-16-le" if text[1:2] == "\x00" else "Take the bytes out, or export the file again"
    )
    raise RefusedError(f"holds a NUL byte in line {line}. {advice}.")

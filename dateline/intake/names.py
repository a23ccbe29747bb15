"""A name as somebody writes it -> the one register entry that is called so. What is only alike is suggested, never taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz import fuzz, process

Called = Mapping[str, frozenset[str]]
"""A name in its plain form -> ids of the entries that are called so."""


def plain(name: str) -> str:
    """A name without what people write differently: capitals, full-width letters, runs of spaces, hyphens between words."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().replace("-", " ").replace("_", " ").split())


def called(*registers: Mapping[str, Any]) -> Called:
    """Every id, name in any language and alias of the registers."""
    found: dict[str, set[str]] = {}
    for entry in (entry for register in registers for entry in register.values()):
        for name in (entry.id, *_names(entry)):
            found.setdefault(plain(name), set()).add(entry.id)
    return {name: frozenset(ids) for name, ids in found.items() if name}


def _names(entry: Any) -> Iterable[str]:
    yield entry.name
    if native := getattr(entry, "native", None):
        yield native
    yield from getattr(entry, "names", {}).values()
    yield from getattr(entry, "aliases", ())


def find(name: str, among: Called) -> tuple[str | None, str]:
    """The id that a name means; None and why not, where it means none or several.

    An id wins over a name of another entry that is written alike.
    """
    ids = among.get(plain(name), frozenset())
    if name in ids:
        return name, ""
    if len(ids) == 1:
        return next(iter(ids)), ""
    shown = f"“{name[:80]}”"
    if ids:
        return None, f"{shown} can be {' or '.join(sorted(ids))}"
    close = process.extract(plain(name)[:100], list(among), scorer=fuzz.WRatio, limit=2, score_cutoff=80)
    alike = sorted({one for match, _, _ in close for one in among[match]})
    return None, f"{shown} is in no register" + (f"; is it {' or '.join(alike)}?" if alike else "")

"""A record that is being written: what is missing, what would be wrong, ids to suggest, names to look up, where it goes.

A draft is plain data as a record's file holds it: texts, lists and mappings. Rules are those of :mod:`dateline.checks`; none is here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from rapidfuzz import fuzz, process

from dateline.checks import Bearing, check_event
from dateline.dates import DateError, parse
from dateline.formatting import as_yaml
from dateline.record import Problem, Record
from dateline.registers import Publisher, Registers
from dateline.rules.sources import host_of

Draft = Mapping[str, Any]

MOST_SLUG = 48
"""Longest slug that is suggested, in characters."""
MOST_FOUND = 6
"""Most entries of a register that are offered for a name."""
NEAR = 60
"""An entry is offered from this likeness on, 0 to 100."""

_DULL = frozenset("a an and as at by for from in into is its it of on or over says said that the their to with".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``check`` would say. ``missing``: fields still to be written, as "title" or "sources[2].supports"; ``problems``: what is wrong with the others."""

    text: str
    missing: tuple[Problem, ...]
    problems: tuple[Problem, ...]

    @property
    def healthy(self) -> bool:
        """Whether the record would pass."""
        return not self.missing and not self.problems


def checked(draft: Draft, category: str, record: Record, *, replaces: str = "", bearing: Bearing | None = None) -> Checked:
    """Check a draft as far as it is written.

    Parameters
    ----------
    category : the folder that it would stand in.
    record : the other events and the registers.
    replaces : id of the event that it is a new version of; empty for a new event.
    bearing : as in :func:`~dateline.checks.check_event`.
    """
    text = as_yaml(draft)
    event, problems = check_event(text, category, record, replaces=replaces, bearing=bearing)
    missing = tuple(one for one in problems if one.message.startswith("is missing"))
    wrong = {one for one in problems if one not in missing}
    if event is None:
        # Rules look at whole events only, so what is missing or wrong is stood in for, and what they say of that is not told.
        bad = {re.split(r"[.\[]", one.field)[0] for one in wrong}
        whole, filled = _filled({key: value for key, value in draft.items() if key not in bad}, category, record.registers)
        _, found = check_event(as_yaml(whole), category, record, replaces=replaces, bearing=bearing)
        wrong |= {one for one in found if not any(one.field == name or one.field.startswith(f"{name}[") for name in filled)}
    return Checked(text, missing, tuple(sorted(wrong, key=lambda one: (one.line, one.field))))


def _filled(draft: Draft, category: str, registers: Registers) -> tuple[dict[str, Any], set[str]]:
    """The draft with something healthy where something is missing, and the names of those fields."""
    actor, publisher = next(iter(registers.actors), "x"), next(iter(registers.publishers), "x")
    kinds = registers.categories[category].kinds if category in registers.categories else ()
    day = str(draft.get("date") or "2000-01-01")
    source = {"url": _address(registers.publishers.get(publisher)), "publisher": publisher, "origin": actor, "supports": "x"}
    part = {"who": actor, "role": next(iter(registers.roles), "x")}
    usual: dict[str, Any] = {
        "id": f"{begins(day) or '2000'}-x", "title": "No title yet", "kind": kinds[0].id if kinds else "x", "date": day,
        "claimed_by": [actor], "actors": [part], "place": next(iter(registers.places), "x"), "summary": "Nothing was written so far.",
        "sources": [source],
    }  # fmt: skip
    filled = {name for name in usual if not draft.get(name)}
    whole = {**usual, **{name: value for name, value in draft.items() if value}}
    for name, fillers in (("sources", source), ("actors", part)):
        items = []
        for n, item in enumerate(whole[name], 1):
            lacking = {key for key in fillers if not item.get(key)}
            filled |= {f"{name}[{n}].{key}" for key in lacking}
            if "publisher" in lacking:
                # Whose host it is cannot be asked yet.
                filled.add(f"{name}[{n}].url")
            items.append({**item, **{key: fillers[key] for key in lacking}})
        whole[name] = items
    return whole, filled | ({"sole_source"} if "sources" in filled else set()) | ({"reported"} if "date" in filled else set())


def _address(publisher: Publisher | None) -> str:
    return f"https://{publisher.hosts[0] if publisher else 'x.example'}/"


def begins(date_text: str) -> str:
    """The start of a date as far as it is written, with which an event's id begins; empty for what is no date."""
    try:
        return parse(date_text).first_written
    except DateError:
        return ""


def suggested_id(date_text: str, title: str, taken: Collection[str] = frozenset()) -> str:
    """An id for an event: its first day as far as it is written, and the words of its title that say most. Empty without a date or a title."""
    begin, rest = begins(date_text), slug(title, short=True)
    if not begin or not rest:
        return ""
    made, n = f"{begin}-{rest}", 1
    while made in taken:
        n += 1
        made = f"{begin}-{rest}-{n}"
    return made


def slug(text: str, *, short: bool = False) -> str:
    """Lower-case letters, digits and hyphens for a name or title, ``short``: without small words; empty where it has none, as in Hangul."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", text.replace("'", "").replace("’", "")) if not unicodedata.combining(one)
    )
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=\d),(?=\d)", "", plain.lower()))
    kept = [word for word in words if not short or word not in _DULL] or words
    made = ""
    for word in kept:
        if len(made) + len(word) + 1 > MOST_SLUG:
            break
        made = f"{made}-{word}" if made else word
    return made


def found(text: str, entries: Mapping[str, Any]) -> list[str]:
    """Ids of a register's entries whose name in any language, alias or id is nearest to a text, the nearest first; at most :data:`MOST_FOUND`."""
    wanted = text.strip().casefold()
    if not wanted:
        return []
    names = [(name.casefold(), entry_id) for entry_id, entry in entries.items() for name in _names(entry)]
    exact = dict.fromkeys(called(text, entries))
    close = process.extract(wanted[:100], [name for name, _ in names], scorer=fuzz.WRatio, limit=60, score_cutoff=NEAR)
    # Within equal likeness the name that is nearest as a whole comes first.
    close.sort(key=lambda row: (-row[1], -fuzz.ratio(wanted, row[0])))
    return [*dict.fromkeys([*exact, *(names[index][1] for _, _, index in close)])][:MOST_FOUND]


def called(text: str, entries: Mapping[str, Any]) -> list[str]:
    """Ids of a register's entries that have exactly this name in any language, alias or id, in upper or lower case."""
    wanted = text.strip().casefold()
    return [entry_id for entry_id, entry in entries.items() if wanted in (name.casefold() for name in _names(entry))]


def _names(entry: Any) -> Iterator[str]:
    yield entry.id
    for name in (getattr(entry, "name", None), getattr(entry, "native", None), getattr(entry, "short", None)):
        if name:
            yield name
    yield from getattr(entry, "names", {}).values()
    yield from getattr(entry, "aliases", ())


def event_named(text: str) -> str:
    """The id in a link to an event (its last ``event=``); any other text as it is, without blanks around it."""
    query = text.strip().partition("?")[2]
    return next((value for key, value in reversed(parse_qsl(query)) if key == "event"), text.strip())


def publisher_of(url: str, registers: Registers) -> str:
    """Id of the publisher whose host a web address has; empty when none is known."""
    host = f".{host_of(url)}"
    owners = [(len(own), one.id) for one in registers.publishers.values() for own in one.hosts if host.endswith(f".{own}")]
    return max(owners, default=(0, ""))[1]


def needs_reported(date_text: str, registers: Registers) -> bool:
    """Whether an event of this date has to say when it became public."""
    begin, since = begins(date_text), registers.home.reported_since
    return bool(begin) and since is not None and int(begin[:4]) >= since


def goes_into(category: str, event_id: str, root: str = "events") -> str:
    """The file in which an event stands; the folder while its year is not known."""
    return f"{root}/{category}/{event_id[:4]}.yaml" if event_id else f"{root}/{category}/"

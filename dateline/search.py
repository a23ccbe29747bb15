"""Full-text search over events: every word must be found, small typing mistakes are forgiven, titles count more than texts.

Text is compared without case, accents and width differences, in any script. A word of the query matches a word of the record when it
is part of it, or, from four letters on, when the two are nearly alike (Indel similarity, RapidFuzz ``fuzz.ratio``).
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from dateline.model import Event, Registers
from dateline.standing import lineage
from dateline.tables import Tables

MAX_QUERY = 200
"""Longest query looked at, in characters; the rest is ignored."""
NEARLY = 82
"""Two words that are at least this alike (0 to 100) count as one."""
FORGIVING_FROM = 4
"""Shorter words must be found as they are."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TITLE, _NAMES, _TEXT = 6.0, 3.0, 1.0
_EXACT, _PREFIX, _INSIDE, _ALIKE = 1.0, 0.8, 0.6, 0.4


@dataclass(frozen=True)
class Index:
    """Words of all events. ``postings``: word -> event id -> weight of the best field that it stands in."""

    postings: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Found:
    """What a query found: score by event id, and the words of the record that matched, for marking them."""

    scores: Mapping[str, float]
    words: frozenset[str]


def fold(text: str) -> str:
    """Text as it is compared: no case, accents or width differences."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def _parts(word: str) -> set[str]:
    """A folded word as it is, and what its hyphens join; with a plain apostrophe too."""
    return {word, *word.replace("’", "'").split("-")}


def index(tables: Tables) -> Index:
    """Index the events of a record: titles, names in every script with aliases, summaries, quotations, places, weapons."""
    postings: dict[str, dict[str, float]] = defaultdict(dict)
    names: dict[str, list[str]] = {}
    for event_id, located in tables.records.items():
        for weight, texts in _fields(located.event, tables.registers, names):
            for word in {word for text in texts for word in words(text)}:
                for part in _parts(word):
                    here = postings[part]
                    here[event_id] = max(here.get(event_id, 0.0), weight)
    return Index(dict(postings))


def _fields(event: Event, registers: Registers, names: dict[str, list[str]]) -> Iterable[tuple[float, list[str]]]:
    yield _TITLE, [event.title]
    who = [*event.claimed_by, *(part.who for part in event.actors), *(quote.speaker for quote in event.quotes)]
    yield _NAMES, [name for one in who for name in _names(one, registers, names)]
    place = registers.places.get(event.place)
    series = registers.series.get(event.series or "")
    texts = [event.id, event.summary, event.kind, *(quote.text for quote in event.quotes), event.note or ""]
    weapons = (registers.weapons.get(weapon) for weapon in event.weapons)
    for entry in (place, series, *weapons):
        if entry is not None:
            texts += [entry.name, entry.native or "", *entry.aliases]
    texts += [conflict.text for conflict in event.conflicts]
    texts += [registers.publishers[s.publisher].name for s in event.sources if s.publisher in registers.publishers]
    yield _TEXT, texts


def _names(actor: str, registers: Registers, known: dict[str, list[str]]) -> list[str]:
    if actor not in known:
        entries = [registers.actors[one] for one in lineage(actor, registers.actors) if one in registers.actors]
        known[actor] = [name for entry in entries for name in (entry.name, entry.native or "", *entry.aliases)]
    return known[actor]


def find(query: str, where: Index) -> Found | None:
    """Events that hold every word of the query, best first by score.

    Returns
    -------
    Found, with no scores when nothing matches; None when the query holds no word at all, which means "no search".
    Never raises.
    """
    wanted = words(query[:MAX_QUERY])
    if not wanted:
        return None
    total: dict[str, float] | None = None
    marked: set[str] = set()
    for word in wanted:
        matches = _matches(word, where)
        here: dict[str, float] = {}
        for match, closeness in matches.items():
            for event_id, weight in where.postings[match].items():
                here[event_id] = max(here.get(event_id, 0.0), weight * closeness)
        total = here if total is None else {one: total[one] + here[one] for one in total.keys() & here.keys()}
        marked |= matches.keys()
    return Found(total or {}, frozenset(marked))


def _matches(word: str, where: Index) -> dict[str, float]:
    found: dict[str, float] = {}
    for candidate in where.postings:
        if candidate == word:
            found[candidate] = _EXACT
        elif candidate.startswith(word):
            found[candidate] = _PREFIX
        elif len(word) > 1 and word in candidate:
            found[candidate] = _INSIDE
    if not found and len(word) >= FORGIVING_FROM:
        for candidate, _, _ in process.extract(word, where.postings.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=12):
            found[candidate] = _ALIKE
    return found


def spans(text: str, marked: Iterable[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the marked words. Joined, the pieces are the text."""
    chosen = frozenset(marked)
    if not chosen:
        return [(text, False)]
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _WORD.finditer(text):
        if any(not chosen.isdisjoint(_parts(word)) for word in words(found.group())):
            if found.start() > at:
                pieces.append((text[at : found.start()], False))
            pieces.append((found.group(), True))
            at = found.end()
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces

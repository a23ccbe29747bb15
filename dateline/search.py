"""Full-text search over events: every word must be found, small typing mistakes are forgiven, titles count more than texts.

Text is compared without case, accents and width differences, in any script. A word of the query matches a word of the record when it
is part of it, or, from four letters on, when the two are nearly alike (Indel similarity, RapidFuzz ``fuzz.ratio``).

Titles and names are found in every language that the record has them in, whichever one the reader has chosen. Where a letter stands for a
whole syllable (Hangul), a word of the query is also found without the particle at its end, over the space between two words, and with a
mistake in a letter of a syllable.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import fuzz, process

from dateline.languages import is_joined, letters, without_particle
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
_EXACT, _PREFIX, _INSIDE, _STEM, _ALIKE = 1.0, 0.8, 0.6, 0.5, 0.4


@dataclass(frozen=True)
class Index:
    """Words of all events.

    ``postings``: word -> event id -> weight of the best field that it stands in. ``pairs``: the same for two words of a title or name that
    stand side by side and may be written as one.
    """

    postings: Mapping[str, Mapping[str, float]]
    pairs: Mapping[tuple[str, str], Mapping[str, float]] = field(default_factory=dict)


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
    """Index the events of a record: titles and names in every language and script with aliases, summaries, quotations, places, weapons."""
    postings: dict[str, dict[str, float]] = defaultdict(dict)
    pairs: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    names: dict[str, list[str]] = {}
    split: dict[str, list[str]] = {}
    for event_id, located in tables.records.items():
        for weight, texts in _fields(located.event, located.category, tables.registers, names):
            if weight == _NAMES:
                # The same names stand in many events.
                split.update((text, words(text)) for text in texts if text not in split)
            listed = [split[text] if text in split else words(text) for text in texts]
            for word in {word for one in listed for word in one}:
                for part in _parts(word):
                    here = postings[part]
                    here[event_id] = max(here.get(event_id, 0.0), weight)
            for pair in {pair for one in listed for pair in pairwise(one)} if weight > _TEXT else ():
                if is_joined(pair[0]) and is_joined(pair[1]):
                    pairs[pair][event_id] = max(pairs[pair].get(event_id, 0.0), weight)
    return Index(dict(postings), dict(pairs))


def _fields(event: Event, category: str, registers: Registers, names: dict[str, list[str]]) -> Iterable[tuple[float, list[str]]]:
    yield _TITLE, [event.title, *event.titles.values()]
    who = [*event.claimed_by, *(part.who for part in event.actors), *(quote.speaker for quote in event.quotes)]
    yield _NAMES, [name for one in who for name in _names(one, registers, names)]
    texts = [event.id, event.summary, event.kind, *(quote.text for quote in event.quotes), event.note or ""]
    kinds = registers.categories[category].kinds if category in registers.categories else ()
    texts += [name for kind in kinds if kind.id == event.kind for name in kind.names.values()]
    weapons = (registers.weapons.get(weapon) for weapon in event.weapons)
    for entry in (registers.places.get(event.place), registers.series.get(event.series or ""), *weapons):
        if entry is not None:
            texts += [entry.name, *entry.names.values(), entry.native or "", *entry.aliases]
    texts += [conflict.text for conflict in event.conflicts]
    publishers = (registers.publishers.get(source.publisher) for source in event.sources)
    texts += [name for one in publishers if one is not None for name in (one.name, *one.names.values())]
    yield _TEXT, texts


def _names(actor: str, registers: Registers, known: dict[str, list[str]]) -> list[str]:
    if actor not in known:
        entries = [registers.actors[one] for one in lineage(actor, registers.actors) if one in registers.actors]
        known[actor] = [
            name for entry in entries for name in (entry.name, *entry.names.values(), entry.native or "", *entry.aliases)
        ]
    return known[actor]


def find(query: str, where: Index) -> Found | None:
    """Events that hold every word of the query, best first by score.

    Returns
    -------
    Found, with no scores when nothing matches; None when the query holds no word at all, which means "no search".
    Never raises.
    """
    # Each word costs a look through all words of the record, so each counts once.
    wanted = list(dict.fromkeys(words(query[:MAX_QUERY])))
    if not wanted:
        return None
    total: dict[str, float] | None = None
    marked: set[str] = set()
    for word in wanted:
        here: dict[str, float] = {}
        for found, postings, closeness in _matches(word, where):
            for event_id, weight in postings.items():
                here[event_id] = max(here.get(event_id, 0.0), weight * closeness)
            marked.update(found)
        total = here if total is None else {one: total[one] + here[one] for one in total.keys() & here.keys()}
    return Found(total or {}, frozenset(marked))


def _matches(word: str, where: Index) -> list[tuple[tuple[str, ...], Mapping[str, float], float]]:
    """What of the record a folded word of the query matches: words, events by weight, closeness."""
    found: dict[str, float] = {}
    stem = without_particle(word)
    for candidate in where.postings:
        if candidate == word:
            found[candidate] = _EXACT
        elif candidate.startswith(word):
            found[candidate] = _PREFIX
        elif len(word) > 1 and word in candidate:
            found[candidate] = _INSIDE
        elif stem and candidate.startswith(stem):
            found[candidate] = _STEM
    across = [(pair, where.pairs[pair], _INSIDE) for pair in where.pairs if _across(word, pair)] if is_joined(word) else []
    if not found and not across and len(letters(word)) >= FORGIVING_FROM:
        found = dict.fromkeys(_alike(word, where), _ALIKE)
    return [*(((candidate,), where.postings[candidate], closeness) for candidate, closeness in found.items()), *across]


def _across(word: str, pair: tuple[str, str]) -> bool:
    """Whether a word lies in two as if no space stood between them, in part of each."""
    at = f"{pair[0]}{pair[1]}".find(word)
    return at >= 0 and at < len(pair[0]) < at + len(word)


def _alike(word: str, where: Index) -> list[str]:
    if not is_joined(word):
        return [
            found
            for found, _, _ in process.extract(word, where.postings.keys(), scorer=fuzz.ratio, score_cutoff=NEARLY, limit=12)
        ]
    # What is joined to the end of a word is no mistake in it.
    known = {one: letters(one[: len(word)]) for one in where.postings if is_joined(one)}
    return [one for _, _, one in process.extract(letters(word), known, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=12)]


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

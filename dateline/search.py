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
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz import fuzz, process

from dateline.known import KnownTables
from dateline.languages import is_joined, letters, without_particle
from dateline.model import Event
from dateline.record import Located
from dateline.registers import Registers
from dateline.standing import lineage
from dateline.tables import Tables, remembered

Key = TypeVar("Key")

MAX_QUERY = 200
"""Longest query looked at, in characters; the rest is ignored."""
NEARLY = 82
"""Two words that are at least this alike (0 to 100) count as one."""
FORGIVING_FROM = 4
"""Shorter words must be found as they are."""

FEW = 64
"""Words of the record up to which each is looked at by itself."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_TITLE, _NAMES, _TEXT = 6, 3, 1
_EXACT, _PREFIX, _INSIDE, _STEM, _ALIKE = 10, 8, 6, 5, 4
"""How close a word of the record is to one of the query. Times a field's weight it stays below 256, a byte."""


@dataclass(frozen=True, eq=False)
class Postings:
    """For each of several keys the events that it stands in, as rows of the record's events, with the weight of the best field.

    ``offsets``: those of key n lie from ``offsets[n]`` to before ``offsets[n + 1]`` in ``rows`` and ``weights``.
    """

    offsets: np.ndarray
    rows: np.ndarray
    weights: np.ndarray

    def best(self, keys: np.ndarray, closeness: np.ndarray, events: int) -> np.ndarray:
        """For each of so many events the best weight that it has for one of some keys, times how close that key is; 0 without any."""
        first, after = self.offsets[keys], self.offsets[keys + 1]
        found = np.zeros(events, dtype="uint8")
        if len(keys) <= FEW:
            # No event stands twice below one key; long whole numbers are looked up without being copied each time.
            for one, close in zip(map(slice, first, after), closeness, strict=True):
                rows = self.rows[one].astype("int64")
                found[rows] = np.maximum(found.take(rows), self.weights[one] * close)
            return found
        lengths = after - first
        at = np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())
        np.maximum.at(found, self.rows[at], self.weights[at] * np.repeat(closeness, lengths))
        return found

    def among(self, chosen: np.ndarray) -> tuple[np.ndarray, Postings]:
        """Of some of the events only (a mask): which keys are left, and their postings."""
        here = chosen[self.rows]
        counts = np.diff(np.concatenate([[0], np.cumsum(here)])[self.offsets])
        left = np.flatnonzero(counts)
        rows = (np.cumsum(chosen) - 1).astype("int32")[self.rows[here]]
        return left, Postings(np.concatenate([[0], np.cumsum(counts[left])]), rows, self.weights[here])


class Spelled(NamedTuple):
    """Some words by number, one after the other in UTF-8, and where each begins, with the end of the last."""

    numbers: np.ndarray
    text: np.ndarray
    ends: np.ndarray

    @classmethod
    def of(cls, words: pa.StringArray, chosen: pa.BooleanArray) -> Spelled:
        """Of a list those that are chosen."""
        some = words.filter(chosen).cast(pa.binary())
        text = pc.binary_join(pa.array([some], pa.list_(pa.binary())), b"")[0].as_py()
        ends = np.cumsum([0, *pc.binary_length(some).to_numpy()], dtype="int64")
        return cls(np.flatnonzero(chosen.to_numpy(zero_copy_only=False)), np.frombuffer(text, dtype="uint8"), ends)


@dataclass(frozen=True, eq=False)
class Index:
    """Words of all events, in order of the alphabet.

    ``ids``: id of each row. ``words`` and the postings of each; ``pairs``: the same for two words of a title or name that stand side by
    side and may be written as one.
    """

    ids: np.ndarray
    words: pa.StringArray
    postings: Postings
    pairs: Sequence[tuple[str, str]]
    of_pairs: Postings

    @cached_property
    def alone(self) -> Spelled:
        """What is looked through for a word without a hyphen. Of words that hyphens join the parts are words too, with as much weight."""
        joined = pc.match_substring(self.words, "-")
        # A part with a plain apostrophe stands for one with another.
        return Spelled.of(self.words, pc.or_(pc.invert(joined), pc.match_substring(self.words, "’")))

    @cached_property
    def joined(self) -> Spelled:
        """What is looked through for a word with a hyphen."""
        return Spelled.of(self.words, pc.match_substring(self.words, "-"))

    def among(self, chosen: np.ndarray) -> Index:
        """Of some of the events only (a mask)."""
        words, postings = self.postings.among(chosen)
        pairs, of_pairs = self.of_pairs.among(chosen)
        return Index(
            self.ids[chosen], self.words.take(pa.array(words)), postings, tuple(self.pairs[n] for n in pairs.tolist()), of_pairs
        )

    def table(self) -> dict[str, dict[str, int]]:
        """Word -> event id -> weight."""
        return _table(self.words.to_pylist(), self.postings, self.ids)

    def table_of_pairs(self) -> dict[tuple[str, str], dict[str, int]]:
        """Two words -> event id -> weight."""
        return _table(self.pairs, self.of_pairs, self.ids)


def _table(keys: Sequence[Key], postings: Postings, ids: np.ndarray) -> dict[Key, dict[str, int]]:
    ends = zip(keys, postings.offsets[:-1].tolist(), postings.offsets[1:].tolist(), strict=True)
    return {
        key: dict(zip(ids[postings.rows[first:after]], postings.weights[first:after].tolist(), strict=True))
        for key, first, after in ends
    }


@dataclass(frozen=True, eq=False)
class Found:
    """What a query found.

    Attributes
    ----------
    ids : of all events that were searched.
    rows : places in it of the events that match, in order; ``scores`` : how well each does.
    words : words of the record that matched, for marking them.
    """

    ids: np.ndarray
    rows: np.ndarray
    scores: np.ndarray
    words: frozenset[str]

    def by_id(self) -> dict[str, int]:
        """Score by event id."""
        return dict(zip(self.ids[self.rows].tolist(), self.scores.tolist(), strict=True))

    @property
    def nbytes(self) -> int:
        """How much memory this takes beside the index, see :mod:`dateline.memory`."""
        return self.rows.nbytes + self.scores.nbytes


def fold(text: str) -> str:
    """Text as it is compared: no case, accents or width differences."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def _parts(word: str) -> set[str]:
    """A folded word as it is, and what its hyphens join; with a plain apostrophe too."""
    return {word, *word.replace("’", "'").split("-")}


@remembered
def index(tables: Tables) -> Index:
    """Index the events of a record: titles and names in every language and script with aliases, summaries, quotations, places, weapons."""
    if isinstance(tables, KnownTables):
        return index(tables.today).among(tables.known)
    kept: Index | None = tables.indexed()
    return kept or index_of(tables.records.values(), tables.registers, tables.ids)


def index_of(records: Iterable[Located], registers: Registers, ids: np.ndarray) -> Index:
    """The same of events in the order of ``ids``."""
    numbers = _Parts()
    pairs: _Numbers[tuple[str, str]] = _Numbers()
    found, found_pairs = _Gathered(), _Gathered()
    # The same names stand in many events.
    split: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for located in records:
        best: dict[int, int] = {}
        best_pair: dict[int, int] = {}
        # The heaviest field comes last, so that the last weight of a word is its best.
        for weight, own, shared in _fields(located.event, located.category, registers, names):
            for text in shared:
                if text not in split:
                    split[text] = words(text)
            listed = [*map(words, own), *map(split.__getitem__, shared)]
            best.update(dict.fromkeys(chain.from_iterable(map(numbers.__getitem__, chain.from_iterable(listed))), weight))
            if weight > _TEXT:
                best_pair.update(dict.fromkeys(map(pairs.__getitem__, _joined(listed)), weight))
        found.add(best)
        found_pairs.add(best_pair)
    ordered, ordered_pairs = sorted(numbers.parts), sorted(pairs)
    return Index(
        ids,
        pa.array(ordered, pa.string()),
        found.postings([numbers.parts[one] for one in ordered]),
        tuple(ordered_pairs),
        found_pairs.postings([pairs[one] for one in ordered_pairs]),
    )


def joined(one: Index, other: Index, ids: np.ndarray, rows: np.ndarray, others: np.ndarray) -> Index:
    """The index of events of which each is in one of two.

    Parameters
    ----------
    ids : of all in their order. rows, others : the place in it of each event of the two, in growing order.
    """
    words, listed, listed_other = _both(one.words.to_pylist(), other.words.to_pylist())
    pairs, paired, paired_other = _both(one.pairs, other.pairs)
    return Index(
        ids,
        pa.array(words, pa.string()),
        _merged(len(words), (one.postings, listed, rows), (other.postings, listed_other, others)),
        tuple(pairs),
        _merged(len(pairs), (one.of_pairs, paired, rows), (other.of_pairs, paired_other, others)),
    )


def _both(one: Sequence[Key], other: Sequence[Key]) -> tuple[list[Key], np.ndarray, np.ndarray]:
    """The keys of two, each in order, as one, and the number of each in it."""
    every: list[Key] = sorted({*one, *other})  # type: ignore[type-var]
    number = {key: n for n, key in enumerate(every)}
    mine, others = (np.array([number[key] for key in keys], dtype="int64") for keys in (one, other))
    return every, mine, others


def _merged(keys: int, *found: tuple[Postings, np.ndarray, np.ndarray]) -> Postings:
    """Postings of two as one; with each the new number of its keys and the new place of its rows, both in growing order."""
    (one, numbers, rows), (other, other_numbers, other_rows) = found
    counts = np.zeros(keys, dtype="int64")
    counts[numbers] += np.diff(one.offsets)
    counts[other_numbers] += np.diff(other.offsets)
    here, there = (
        np.repeat(numbers, np.diff(one.offsets)) << 32 | rows[one.rows],
        np.repeat(other_numbers, np.diff(other.offsets)) << 32 | other_rows[other.rows],
    )
    at = np.searchsorted(here, there)
    return Postings(
        np.concatenate([[0], np.cumsum(counts)]),
        np.insert(rows[one.rows].astype("int32"), at, other_rows[other.rows].astype("int32")),
        np.insert(one.weights, at, other.weights),
    )


def _joined(listed: Iterable[list[str]]) -> Iterator[tuple[str, str]]:
    """Two words side by side, where no space might stand between them."""
    return (
        (one, other)
        for told in listed
        for one, other in pairwise(told)
        if not (one.isascii() or other.isascii()) and is_joined(one) and is_joined(other)
    )


class _Numbers(dict[Key, int]):
    """A number for each key that is asked for, from 0 on."""

    def __missing__(self, key: Key) -> int:
        self[key] = number = len(self)
        return number


class _Parts(dict[str, tuple[int, ...]]):
    """The numbers of each word's parts."""

    def __init__(self) -> None:
        self.parts: _Numbers[str] = _Numbers()

    def __missing__(self, word: str) -> tuple[int, ...]:
        self[word] = found = tuple(self.parts[part] for part in _parts(word))
        return found


class _Gathered:
    """Postings on their way: what stands in one event after the other."""

    def __init__(self) -> None:
        self.keys, self.weights, self.lengths = array("i"), bytearray(), array("i")

    def add(self, best: Mapping[int, int]) -> None:
        """What the next event holds: key by number -> weight."""
        self.keys.extend(best)
        self.weights.extend(best.values())
        self.lengths.append(len(best))

    def postings(self, keys: Sequence[int]) -> Postings:
        """By key, in the order of ``keys``, which are all of them."""
        place = np.empty(len(keys), dtype="int32")
        place[np.asarray(keys, dtype="int64")] = np.arange(len(keys), dtype="int32")
        found = place[np.array(self.keys, dtype="int32")]
        order = np.argsort(found, kind="stable")
        offsets = np.cumsum([0, *np.bincount(found, minlength=len(keys))], dtype="int64")
        rows = np.repeat(np.arange(len(self.lengths), dtype="int32"), np.array(self.lengths, dtype="int32"))
        return Postings(offsets, rows[order], np.frombuffer(self.weights, dtype="uint8")[order])


def _fields(
    event: Event, category: str, registers: Registers, names: dict[str, list[str]]
) -> Iterable[tuple[int, list[str], list[str]]]:
    """Weight, texts of the event's own, names that others may have too; the heaviest last."""
    own = [*event.ids, event.summary, *(quote.text for quote in event.quotes), event.note or ""]
    own += [conflict.text for conflict in event.conflicts]
    texts = [event.kind]
    kinds = registers.categories[category].kinds if category in registers.categories else ()
    texts += [name for kind in kinds if kind.id == event.kind for name in kind.names.values()]
    weapons = (registers.weapons.get(weapon) for weapon in event.weapons)
    for entry in (registers.places.get(event.place), registers.series.get(event.series or ""), *weapons):
        if entry is not None:
            texts += [entry.name, *entry.names.values(), entry.native or "", *entry.aliases]
    publishers = (registers.publishers.get(one) for one in dict.fromkeys(source.publisher for source in event.sources))
    texts += [name for one in publishers if one is not None for name in (one.name, *one.names.values())]
    yield _TEXT, own, texts
    who = dict.fromkeys([*event.claimed_by, *(part.who for part in event.actors), *(quote.speaker for quote in event.quotes)])
    yield _NAMES, [], list(dict.fromkeys(name for one in who for name in _names(one, registers, names)))
    yield _TITLE, [event.title, *event.titles.values()], []


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
    # A query has at most a hundred words.
    total = np.zeros(len(where.ids), dtype="uint16")
    every = np.ones(len(where.ids), dtype=bool)
    marked: set[str] = set()
    for word in wanted:
        numbers, closeness = _matches(word, where)
        across = [n for n, pair in enumerate(where.pairs) if _across(word, pair)] if is_joined(word) else []
        if not len(numbers) and not across and len(letters(word)) >= FORGIVING_FROM:
            numbers = np.array(_alike(word, where), dtype="int64")
            closeness = np.full(len(numbers), _ALIKE, dtype="uint8")
        here = where.postings.best(numbers, closeness, len(total))
        if across:
            here = np.maximum(
                here, where.of_pairs.best(np.array(across), np.full(len(across), _INSIDE, dtype="uint8"), len(total))
            )
        marked.update(where.words.take(pa.array(numbers)).to_pylist(), *(where.pairs[number] for number in across))
        total += here
        every &= here > 0
    rows = np.flatnonzero(every)
    return Found(where.ids, rows, total[rows], frozenset(marked))


def _matches(word: str, where: Index) -> tuple[np.ndarray, np.ndarray]:
    """The words of the record that hold a folded word of the query, by number, and how close each is."""
    numbers, begins, alone = _holding(word, where)
    closeness = np.where(alone, _EXACT, np.where(begins, _PREFIX, _INSIDE if len(word) > 1 else 0)).astype("uint8")
    if stem := without_particle(word):
        more, begins, _ = _holding(stem, where)
        more = more[begins & ~np.isin(more, numbers)]
        numbers, closeness = (
            np.concatenate([numbers, more]),
            np.concatenate([closeness, np.full(len(more), _STEM, dtype="uint8")]),
        )
    return numbers[closeness > 0], closeness[closeness > 0]


def _holding(part: str, where: Index) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Numbers of the words that hold a text, whether each begins with it, and whether it is nothing else."""
    some = where.joined if "-" in part else where.alone
    wanted = part.encode()
    at = _places(some.text, wanted)
    words = np.searchsorted(some.ends, at, side="right") - 1
    inside = at + len(wanted) <= some.ends[words + 1]
    # The first place in each word is the one that counts.
    words, first = np.unique(words[inside], return_index=True)
    begins = at[inside][first] == some.ends[words]
    return some.numbers[words], begins, begins & (some.ends[words + 1] - some.ends[words] == len(wanted))


def _places(text: np.ndarray, wanted: bytes) -> np.ndarray:
    """Where some bytes stand in a text, in order."""
    if len(wanted) == 1:
        return np.flatnonzero(text == wanted[0])
    # Two bytes are compared at a time, which leaves few places for those after them.
    pair = np.frombuffer(wanted[:2], dtype="uint16")
    halves = (text[n:][: (len(text) - n) // 2 * 2].view("uint16") for n in (0, 1))
    at = np.sort(np.concatenate([np.flatnonzero(half == pair) * 2 + n for n, half in enumerate(halves)]))
    at = at[at <= len(text) - len(wanted)]
    for n, letter in enumerate(wanted[2:], 2):
        at = at[text[at + n] == letter]
    return at


def _across(word: str, pair: tuple[str, str]) -> bool:
    """Whether a word lies in two as if no space stood between them, in part of each."""
    at = f"{pair[0]}{pair[1]}".find(word)
    return at >= 0 and at < len(pair[0]) < at + len(word)


def _alike(word: str, where: Index) -> list[int]:
    known = dict(enumerate(where.words.to_pylist()))
    if is_joined(word):
        # What is joined to the end of a word is no mistake in it.
        word, known = letters(word), {n: letters(one[: len(word)]) for n, one in known.items() if is_joined(one)}
    return [number for _, _, number in process.extract(word, known, scorer=fuzz.ratio, score_cutoff=NEARLY, limit=12)]


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

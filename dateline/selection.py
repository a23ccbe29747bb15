"""What the reader asked for: one ``Selection`` stands for one view, and leaves some of the record's events.

Its address is made and read by :mod:`dateline.address`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
import pandas as pd

from dateline import search
from dateline.model import Basis, Link
from dateline.tables import Tables, remembered
from dateline.words import ENGLISH

Lanes = Literal["category", "actor"]
LANES: tuple[Lanes, ...] = ("category", "actor")
BASES: tuple[Basis, ...] = get_args(Basis)
Null = Literal["shift", "season", "poisson"]
NULLS: tuple[Null, ...] = get_args(Null)
"""Null models of a before-and-after analysis: circular shift, shuffle within the season, Poisson."""
FIELDS = ("category", "kind", "series", "actor")
"""What the events of a before-and-after analysis are chosen by, as ``field:id``."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""A period is cut to these days."""


@dataclass(frozen=True, slots=True)
class Selection:
    """One view. Empty tuples and strings mean "all"; ``period`` None means no period was chosen; both its ends are included.

    Attributes
    ----------
    known : the day whose knowledge is shown, None: today's. It is not a filter: whoever applies a selection hands over the tables of that
        day, see :func:`dateline.known.as_known`.
    since : the day after which changes are told, None: they are not.
    link, basis : kinds and bases of the links that are drawn, listed and followed.
    event, claim, who, place, story : what is open: an event, a claim, an actor's page, a place of the map, a story at ``step``, counted
        from 1.
    area : what the map shows; "": the usual one, the first of the record.
    lang : language of the page, one of :data:`dateline.words.LANGUAGES`.
    steps, days : over how many links a chain goes, and how far from its event in time, None: any distance.
    anchor, other : events of a before-and-after analysis as ``field:id`` of ``FIELDS``: any of one field, all of several fields.
    window, lag : days around an anchor that count, and days between the two; ``null``: the model of chance; ``bin``: days in a bar.
    """

    actor: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    q: str = ""
    lanes: Lanes = "category"
    event: str = ""
    known: date | None = None
    claim: str = ""
    since: date | None = None
    link: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    steps: int = 2
    days: int | None = None
    who: str = ""
    story: str = ""
    step: int = 1
    anchor: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    window: int = 14
    lag: int = 0
    null: Null = "shift"
    bin: int = 7
    place: str = ""
    area: str = ""
    lang: str = ENGLISH

    def follows(self, link: Link) -> bool:
        """Whether links of this kind and basis are drawn and followed."""
        return (not self.link or link.kind in self.link) and (not self.basis or link.basis in self.basis)


class Ids(tuple[str, ...]):
    """Ids in order. They are hashed once, since what is remembered of a view is looked up by them several times in every run."""

    def __hash__(self) -> int:
        found: int | None = vars(self).get("hashed")
        if found is None:
            found = vars(self)["hashed"] = super().__hash__()
        return found


@dataclass(frozen=True)
class Shown:
    """What a selection leaves.

    Attributes
    ----------
    ids : events that pass every filter, in order of date (of relevance when there is a search).
    drawn : events that pass every filter but the period, in order of date: the chart's window shows the period itself.
    total : events in the record.
    hidden : filter -> how many events it alone keeps out, that is, which would be shown without it.
    hidden_by_several : events that more than one filter keeps out.
    words : words of the record that the search matched.
    """

    ids: tuple[str, ...]
    drawn: tuple[str, ...]
    total: int
    hidden: Mapping[str, int]
    hidden_by_several: int
    words: frozenset[str] = frozenset()

    @property
    def nbytes(self) -> int:
        """About how much memory this takes, see :mod:`dateline.memory`; texts are the record's own."""
        return 8 * (len(self.ids) + len(self.drawn))


def apply(selection: Selection, tables: Tables) -> Shown:
    """Apply a selection to a record's tables. Actors are found with their parts, a search with its typing mistakes."""
    return _apply(tables, filters_of(selection))


def filters_of(selection: Selection) -> Selection:
    """A selection without what does not filter: two views that show the same events are equal then."""
    used = {key: getattr(selection, key) for key in ("actor", "category", "status", "period", "q")}
    return Selection(**used)


@remembered
def _apply(tables: Tables, selection: Selection) -> Shown:
    masks, found = _masks(selection, tables)
    ids = tables.ids
    kept_out = sum((~mask for mask in masks.values()), start=np.zeros(len(ids), dtype="uint8"))
    alone = kept_out == 1
    hidden = {key: int(np.count_nonzero(alone & ~mask)) for key, mask in masks.items()}
    passed = kept_out == 0
    drawn = passed | (alone & ~masks["period"]) if "period" in masks else passed
    rows = np.flatnonzero(passed)
    if found is not None:
        scores = found.scores[np.searchsorted(found.rows, rows)].astype("int64")
        rows = rows[np.argsort(-scores, kind="stable")]
    return Shown(
        ids=Ids(ids[rows].tolist()),
        drawn=Ids(ids[drawn].tolist()),
        total=len(ids),
        hidden={key: count for key, count in hidden.items() if count},
        hidden_by_several=len(ids) - len(rows) - sum(hidden.values()),
        words=found.words if found else frozenset(),
    )


def _masks(selection: Selection, tables: Tables) -> tuple[dict[str, np.ndarray], search.Found | None]:
    masks: dict[str, np.ndarray] = {}
    found = None
    if selection.actor:
        masks["actor"] = tables.crowd.having(selection.actor)
    for key in ("category", "status"):
        if chosen := getattr(selection, key):
            codes, names = tables.coded[key]
            masks[key] = np.logical_or.reduce([codes == n for n, name in enumerate(names) if name in chosen] or [codes < 0])
    if selection.period:
        first, last = (np.datetime64(day, "D").astype("int32") for day in selection.period)
        begins, ends = _reach(tables)
        masks["period"] = (begins <= last) & (ends >= first)
    if selection.q and (found := _find(tables, selection.q)) is not None:
        masks["q"] = np.zeros(len(tables.ids), dtype=bool)
        masks["q"][found.rows] = True
    return masks, found


@remembered
def _reach(tables: Tables) -> tuple[np.ndarray, np.ndarray]:
    """As ``tables.reach``, in days since 1970: whole numbers are compared ten times as fast. What goes on ends after all days."""
    begins, ends = tables.reach
    return begins.astype("int32"), np.where(np.isnat(ends), np.iinfo("int32").max, ends.astype("int64")).astype("int32")


def in_period(events: pd.DataFrame, first: date, last: date) -> np.ndarray:
    """Which events may have happened, in part at least, between two days, both included.

    Of an event that is only known to be not later than a day, that day counts: it would be found in all the time before it otherwise.
    """
    begins = events["earliest"].fillna(events["start"])
    ends = events["latest"].fillna(pd.Timestamp(LAST_DAY))
    inside = (begins <= pd.Timestamp(last)) & (ends >= pd.Timestamp(first))
    return inside.to_numpy(dtype=bool)


@remembered
def _find(tables: Tables, query: str) -> search.Found | None:
    return search.find(query, search.index(tables))


def facets(selection: Selection, tables: Tables) -> dict[str, dict[str, int]]:
    """How many events each option of actor, category and status would show under the other filters.

    Returns
    -------
    key -> option id -> count. Options without a count show nothing under the other filters.
    """
    return _facets(tables, filters_of(selection))


@remembered
def _facets(tables: Tables, selection: Selection) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    without = {
        "actor": replace(selection, actor=()),
        "category": replace(selection, category=()),
        "status": replace(selection, status=()),
    }
    for key, others in without.items():
        masks, _ = _masks(others, tables)
        rest = np.logical_and.reduce([np.ones(len(tables.ids), dtype=bool), *masks.values()])
        if key == "actor":
            counts[key] = tables.crowd.counts(rest)
        else:
            codes, names = tables.coded[key]
            found = np.bincount(codes[rest], minlength=len(names)).tolist()
            counts[key] = {name: count for name, count in zip(names, found, strict=True) if count}
    return counts


def link_facets(selection: Selection, tables: Tables) -> dict[str, dict[str, int]]:
    """How many links between two events that are shown each option of ``link`` and ``basis`` would let through under the other.

    Returns
    -------
    key -> option id -> count. Options without a count let nothing through.
    """
    masks, _ = _masks(filters_of(selection), tables)
    passed = np.logical_and.reduce([np.ones(len(tables.ids), dtype=bool), *masks.values()])
    holding, to = tables.tied
    inside = passed[holding] & passed[to]
    counts, coded = {}, _coded_links(tables)
    for key, column, other, chosen in (("link", "kind", "basis", selection.basis), ("basis", "basis", "kind", selection.link)):
        (codes, names), (other_codes, other_names) = coded[column], coded[other]
        let = inside & np.array([one in chosen for one in other_names], dtype=bool)[other_codes] if chosen else inside
        found = np.bincount(codes[let], minlength=len(names)).tolist()
        counts[key] = {name: count for name, count in zip(names, found, strict=True) if count}
    return counts


@remembered
def _coded_links(tables: Tables) -> dict[str, tuple[np.ndarray, tuple[str, ...]]]:
    """Kind and basis of each link as a number, and what each number means."""
    found = {}
    for name in ("kind", "basis"):
        codes, names = pd.factorize(tables.links[name])
        found[name] = codes.astype("int32"), tuple(str(one) for one in names)
    return found


def neighbours(event_id: str, tables: Tables, days: int = 30) -> tuple[str, ...]:
    """Ids of the events that began at most that many days before or after this one, in order of date, without itself."""
    events = tables.events
    start = events["start"].iloc[tables.position[event_id]]
    near = (events["start"] - start).abs() <= pd.Timedelta(timedelta(days=days))
    return tuple(one for one in events["id"][near] if one != event_id)

"""What the reader asked for: filters <-> query string, and what they leave of the tables.

One ``Selection`` stands for one view. ``decode`` reads any query string and never raises; what it cannot use it drops and names.
``encode`` writes one canonical order. The keys are the same in the address bar, on the command line and in exports:

``actor``, ``category``, ``status`` (repeatable ids), ``period`` (twice: from, to, both included), ``known`` (a day: only what had been
reported by then), ``since`` (a day: what changed after it), ``q``, ``lanes``, ``link`` and ``basis`` (repeatable: kinds and bases of the
links that are drawn and followed), ``event``, ``claim``, ``steps`` and ``days`` (how far a chain of links is followed).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pandas as pd

from dateline import search
from dateline.dates import parse_day, span
from dateline.model import Basis, Link
from dateline.standing import STATUSES
from dateline.tables import Tables, remembered

Lanes = Literal["category", "actor"]
LANES: tuple[Lanes, ...] = ("category", "actor")
BASES: tuple[Basis, ...] = get_args(Basis)
LISTS = ("actor", "category", "status", "link", "basis")
"""Keys that may be given several times."""
KEYS = (
    "actor",
    "category",
    "status",
    "period",
    "known",
    "since",
    "q",
    "lanes",
    "link",
    "basis",
    "event",
    "claim",
    "steps",
    "days",
)
STEPS, MOST_STEPS, MOST_DAYS = 2, 5, 36_500
"""How many links a chain is followed over when nothing else is asked for; the most steps and days that can be asked for."""
MAX_VALUES = 200
"""Most values looked at for one key."""
MAX_SHOWN = 5
"""Most dropped values named in one notice."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""A period is cut to these days."""


@dataclass(frozen=True, slots=True)
class Selection:
    """One view. Empty tuples and strings mean "all"; ``period`` None means no period was chosen; both its ends are included.

    ``known`` is the day whose knowledge is shown, None: today's. It is not a filter: whoever applies a selection hands over the tables
    of that day, see :func:`dateline.tables.as_known`. ``since`` is the day after which changes are told, None: they are not. ``days`` is how
    far from the chosen event in time a chain goes, None: any distance.
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
    steps: int = STEPS
    days: int | None = None

    def follows(self, link: Link) -> bool:
        """Whether links of this kind and basis are drawn and followed."""
        return (not self.link or link.kind in self.link) and (not self.basis or link.basis in self.basis)


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


def decode(query: Mapping[str, str | Sequence[str]] | str, tables: Tables) -> tuple[Selection, tuple[str, ...]]:
    """Read a query string, or its keys and values.

    Returns
    -------
    (selection, notices) : a notice is a sentence for the reader that names what was dropped and why. Never raises, whatever it is given.
    """
    given = _values(query)
    notices: list[str] = []
    pools: dict[str, Collection[str]] = {
        "actor": tables.registers.actors,
        "category": tables.registers.categories,
        "status": STATUSES,
        "link": tables.registers.link_kinds,
        "basis": BASES,
    }
    lists = {key: _known(key, given.get(key, ()), pool, notices) for key, pool in pools.items()}
    event = _last(given.get("event", ()))
    if event not in tables.records and event.casefold() in tables.records:
        event = event.casefold()
    if event and event not in tables.records:
        notices.append(f"The event {_quoted([event])} is not in the record; it may have been merged or be held back.")
        event = ""
    claim = _last(given.get("claim", ())).casefold()
    if claim and claim not in tables.registers.claims:
        notices.append(f"No claim is called {_quoted([claim])}.")
        claim = ""
    lanes = _last(given.get("lanes", ())) or "category"
    if lanes not in LANES:
        notices.append(f"Lanes can be by category or by actor, not {_quoted([lanes])}.")
        lanes = "category"
    q = clean(_last(given.get("q", ())))
    if len(q) > search.MAX_QUERY:
        notices.append(f"The search is {len(q)} characters long; the first {search.MAX_QUERY} are looked for.")
    selection = Selection(
        **lists,
        period=_period(given.get("period", ()), notices),
        known=_day(given.get("known", ()), "what is known today is shown", notices),
        since=_day(given.get("since", ()), "no changes are told", notices),
        q=q[: search.MAX_QUERY],
        lanes="actor" if lanes == "actor" else "category",
        event=event,
        claim=claim,
        steps=_count_in("steps", given, MOST_STEPS, notices) or STEPS,
        days=_count_in("days", given, MOST_DAYS, notices),
    )
    return selection, tuple(notices)


def _values(query: Mapping[str, str | Sequence[str]] | str) -> dict[str, tuple[str, ...]]:
    if not isinstance(query, str):
        return {key: (value,) if isinstance(value := query[key], str) else tuple(value) for key in KEYS if key in query}
    try:
        pairs = parse_qsl(query.lstrip("?"), keep_blank_values=True, errors="replace")
    except ValueError:
        return {}
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        if key in KEYS:
            found.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in found.items()}


def _last(values: Sequence[str]) -> str:
    return values[-1] if values else ""


def clean(text: str) -> str:
    """Text without control characters and lone surrogates, which no encoder takes."""
    return "".join(c for c in text if c.isprintable())


_WORDS = {"actor": "actor", "category": "category", "status": "standing", "link": "kind of link", "basis": "basis of a link"}


def _known(key: str, values: Sequence[str], pool: Collection[str], notices: list[str]) -> tuple[str, ...]:
    wanted = [value for value in dict.fromkeys(values[:MAX_VALUES]) if value]
    found: list[str] = []
    lost: list[str] = []
    for value in wanted:
        # Links are typed by hand too: KCNA and Kcna mean kcna.
        exact = value if value in pool else value.casefold()
        (found if exact in pool else lost).append(exact if exact in pool else value)
    if lost:
        notices.append(f"No {_WORDS[key]} is called {_quoted(lost)}.")
    if len(values) > MAX_VALUES:
        notices.append(f"The link holds {len(values)} values for {key}; the first {MAX_VALUES} were looked at.")
    return tuple(dict.fromkeys(found))


def _quoted(values: Sequence[str]) -> str:
    named = ", ".join(f"“{clean(value)[:60]}”" for value in values[:MAX_SHOWN])
    return f"{named} and {len(values) - MAX_SHOWN} more" if len(values) > MAX_SHOWN else named


def _period(values: Sequence[str], notices: list[str]) -> tuple[date, date] | None:
    given = [value for value in values[:MAX_VALUES] if value]
    if not given:
        return None
    days = [parse_day(value) for value in given]
    known = [day for day in days if day is not None]
    if len(known) < len(days) or len(known) > 2:
        notices.append(
            f"The period {_quoted(given)} could not be read as one or two days such as 2023-08-31; all dates are shown."
        )
        return None
    if len(known) == 1:
        notices.append(f"The link names one day of a period only; it shows {span(known[0], known[0])}.")
        known *= 2
    return order(known[0], known[1])


def _day(values: Sequence[str], instead: str, notices: list[str]) -> date | None:
    given = _last(values)
    day = parse_day(given) if given else None
    if given and day is None:
        notices.append(f"{_quoted([given])} is not a day such as 2023-08-31; {instead}.")
    return known_day(day)


def _count_in(key: str, given: Mapping[str, Sequence[str]], most: int, notices: list[str]) -> int | None:
    value = _last(given.get(key, ()))
    number = whole_number(value, most)
    if value and number is None:
        notices.append(f"{_quoted([value])} is not a number of {key} from 1 to {most}.")
    return number


def whole_number(value: object, most: int) -> int | None:
    """A number from 1 to ``most`` as text or as it is; None for anything else."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most else None


def known_day(day: date | None) -> date | None:
    """A day whose knowledge can be shown; None for none, and for one that has not come yet, since nobody knows what will be known then."""
    return None if day is None or day >= date.today() else max(day, FIRST_DAY)


def order(one: date, two: date) -> tuple[date, date]:
    """Two days as a period: the earlier first, cut to the days a period can have."""
    first, last = sorted((one, two))
    return min(max(first, FIRST_DAY), LAST_DAY), min(max(last, FIRST_DAY), LAST_DAY)


def encode(selection: Selection) -> str:
    """The query string of a view, in one canonical order; empty for the view that shows everything."""
    pairs: list[tuple[str, str]] = []
    for key in ("actor", "category", "status"):
        pairs += _each(key, selection)
    pairs += [("period", day.isoformat()) for day in selection.period or ()]
    if selection.known:
        pairs.append(("known", selection.known.isoformat()))
    if selection.since:
        pairs.append(("since", selection.since.isoformat()))
    if selection.q:
        pairs.append(("q", selection.q))
    if selection.lanes != "category":
        pairs.append(("lanes", selection.lanes))
    pairs += [*_each("link", selection), *_each("basis", selection)]
    if selection.event:
        pairs.append(("event", selection.event))
    if selection.claim:
        pairs.append(("claim", selection.claim))
    if selection.steps != STEPS:
        pairs.append(("steps", str(selection.steps)))
    if selection.days is not None:
        pairs.append(("days", str(selection.days)))
    return urlencode(pairs, errors="replace")


def _each(key: str, selection: Selection) -> list[tuple[str, str]]:
    return [(key, value) for value in sorted(getattr(selection, key))]


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
    ids = tables.events["id"].to_numpy()
    everything = np.ones(len(ids), dtype=bool)
    passed = np.logical_and.reduce([everything, *masks.values()])
    drawn = np.logical_and.reduce([everything, *(mask for key, mask in masks.items() if key != "period")])
    hidden = {}
    for key in masks:
        others = np.logical_and.reduce([everything, *(mask for other, mask in masks.items() if other != key)])
        hidden[key] = int((others & ~passed).sum())
    shown = [str(one) for one in ids[passed]]
    if found is not None:
        shown.sort(key=lambda one: -found.scores[one])
    return Shown(
        ids=tuple(shown),
        drawn=tuple(str(one) for one in ids[drawn]),
        total=len(ids),
        hidden={key: count for key, count in hidden.items() if count},
        hidden_by_several=len(ids) - len(shown) - sum(hidden.values()),
        words=found.words if found else frozenset(),
    )


def _masks(selection: Selection, tables: Tables) -> tuple[dict[str, np.ndarray], search.Found | None]:
    events = tables.events
    masks: dict[str, np.ndarray] = {}
    found = None
    if selection.actor:
        wanted = set(selection.actor)
        masks["actor"] = np.array([not wanted.isdisjoint(tables.involved[one]) for one in events["id"]], dtype=bool)
    for key in ("category", "status"):
        if chosen := getattr(selection, key):
            masks[key] = events[key].isin(chosen).to_numpy()
    if selection.period:
        masks["period"] = in_period(events, *selection.period)
    if selection.q and (found := _find(tables, selection.q)) is not None:
        masks["q"] = events["id"].isin(list(found.scores)).to_numpy()
    return masks, found


def in_period(events: pd.DataFrame, first: date, last: date) -> np.ndarray:
    """Which events may have happened, in part at least, between two days, both included.

    Of an event that is only known to be not later than a day, that day counts: it would be found in all the time before it otherwise.
    """
    begins = events["earliest"].fillna(events["start"])
    ends = events["latest"].fillna(pd.Timestamp(LAST_DAY))
    inside = (begins <= pd.Timestamp(last)) & (ends >= pd.Timestamp(first))
    return inside.to_numpy(dtype=bool)


@remembered
def _index(tables: Tables) -> search.Index:
    return search.index(tables)


@remembered
def _find(tables: Tables, query: str) -> search.Found | None:
    return search.find(query, _index(tables))


def facets(selection: Selection, tables: Tables) -> dict[str, dict[str, int]]:
    """How many events each option of actor, category and status would show under the other filters.

    Returns
    -------
    key -> option id -> count. Options without a count show nothing under the other filters.
    """
    return _facets(tables, filters_of(selection))


@remembered
def _facets(tables: Tables, selection: Selection) -> dict[str, dict[str, int]]:
    events = tables.events
    counts: dict[str, dict[str, int]] = {}
    without = {
        "actor": replace(selection, actor=()),
        "category": replace(selection, category=()),
        "status": replace(selection, status=()),
    }
    for key, others in without.items():
        masks, _ = _masks(others, tables)
        rest = np.logical_and.reduce([np.ones(len(events), dtype=bool), *masks.values()])
        if key == "actor":
            counts[key] = _count(one for event_id in events["id"].to_numpy()[rest] for one in tables.involved[event_id])
        else:
            counts[key] = _count(events[key].to_numpy()[rest])
    return counts


def link_facets(selection: Selection, tables: Tables) -> dict[str, dict[str, int]]:
    """How many links between two events that are shown each option of ``link`` and ``basis`` would let through under the other.

    Returns
    -------
    key -> option id -> count. Options without a count let nothing through.
    """
    shown = set(apply(selection, tables).ids)
    links = tables.links
    inside = links[links["event"].isin(shown) & links["to"].isin(shown)]
    of_basis = inside[inside["basis"].isin(selection.basis)] if selection.basis else inside
    of_kind = inside[inside["kind"].isin(selection.link)] if selection.link else inside
    return {"link": _count(of_basis["kind"]), "basis": _count(of_kind["basis"])}


def _count(values: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return counts


def neighbours(event_id: str, tables: Tables, days: int = 30) -> tuple[str, ...]:
    """Ids of the events that began at most that many days before or after this one, in order of date, without itself."""
    events = tables.events
    start = events["start"].iloc[tables.position[event_id]]
    near = (events["start"] - start).abs() <= pd.Timedelta(timedelta(days=days))
    return tuple(one for one in events["id"][near] if one != event_id)

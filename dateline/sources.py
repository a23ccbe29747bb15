"""What the record rests on: publishers, origins, pages; how much of it on one alone; how late it became public.

A page counts when it may have been out by the day whose knowledge the tables hold, and when it speaks to the event: pages that give only
background are left out. Functions take the ids of the events in view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from dateline.coverage import MONTHS_FROM
from dateline.standing import party
from dateline.tables import Tables, remembered

By = Literal["publisher", "type", "country", "origin", "party"]
BYS: tuple[By, ...] = get_args(By)
"""What pages are told apart by: whose site, its type and country; who the information comes from, and that one's outermost body."""
Group = Literal["category", "year"]
BEFORE = f"before {MONTHS_FROM.year}"
"""The few events of all years before, as one group of years."""


@remembered
def vouching(tables: Tables) -> pd.DataFrame:
    """One row a source that speaks to its event and may have been out: event, number (from 1), publisher, type, country, origin, party, weak.

    ``origin`` and ``party`` are tuples without repeats. ``type`` and ``country`` are "" for a publisher that no register knows.
    """
    cited = tables.cited
    here = _speaking(tables)
    counts = np.bincount(cited.rows, minlength=len(tables.ids))
    number = np.arange(len(cited.rows)) - (np.cumsum(counts) - counts)[cited.rows] + 1
    columns: dict[str, object] = {
        "event": tables.events["id"].take(cited.rows[here]).reset_index(drop=True),
        "number": number[here],
    }
    for by in BYS:
        codes, meanings = _told_apart(tables, by)
        if by in ("origin", "party"):
            listed = np.empty(len(meanings), dtype=object)
            listed[:] = meanings
            columns[by] = pd.Series(listed[codes[here]], dtype=object)
        else:
            columns[by] = pd.Series([one for (one,) in meanings], dtype="str").take(codes[here]).reset_index(drop=True)
    return pd.DataFrame(columns | {"weak": cited.weak[here]})


def _speaking(tables: Tables) -> np.ndarray:
    """Which sources speak to their event and may have been out."""
    cited = tables.cited
    speaking: np.ndarray = ~cited.has(["context"]) & ~cited.late(tables.on)
    return speaking


def _told_apart(tables: Tables, by: By) -> tuple[np.ndarray, Sequence[tuple[str, ...]]]:
    """Of each source whom it rests on, as a number, and what each number means; one or several without repeats."""
    registers = tables.registers
    if by in ("origin", "party"):
        codes, origins = tables.cited.origins
        outermost = {one: party(one, registers.actors) if by == "party" else one for origin in origins for one in origin}
        return codes, [tuple(dict.fromkeys(outermost[one] for one in origin)) for origin in origins]
    codes, publishers = tables.cited.publishers
    known = [registers.publishers.get(one) for one in publishers]
    if by == "publisher":
        return codes, [(one,) for one in publishers]
    return codes, [((one.type if by == "type" else one.country) if one else "",) for one in known]


@dataclass(frozen=True, eq=False)
class _Rest:
    """Who the events rest on, as numbers.

    ``names`` : what each number means. ``events``, ``keys``, ``weak`` : one a source and one it rests on. ``pairs`` : event and number, each
    pair once. ``sole`` : by event, whether it rests on one alone.
    """

    names: Sequence[str]
    events: np.ndarray
    keys: np.ndarray
    weak: np.ndarray
    pairs: tuple[np.ndarray, np.ndarray]
    sole: np.ndarray


@remembered
def _rest(tables: Tables, by: By) -> _Rest:
    here = _speaking(tables)
    codes, meanings = _told_apart(tables, by)
    numbers: dict[str, int] = {}
    flat = np.array([numbers.setdefault(one, len(numbers)) for several in meanings for one in several], dtype="int64")
    lengths = np.array([len(several) for several in meanings], dtype="int64")
    firsts = np.cumsum(lengths) - lengths
    codes = codes[here]
    many = lengths[codes]
    keys = flat[np.repeat(firsts[codes] - np.cumsum(many) + many, many) + np.arange(many.sum())]
    events = np.repeat(tables.cited.rows[here], many)
    unique = np.unique(events.astype("int64") * max(len(numbers), 1) + keys)
    pairs = unique // max(len(numbers), 1), unique % max(len(numbers), 1)
    sole = np.bincount(pairs[0], minlength=len(tables.ids)) == 1
    return _Rest(tuple(numbers), events, keys, np.repeat(tables.cited.weak[here], many), pairs, sole)


def _rows(tables: Tables, ids: Iterable[str]) -> np.ndarray:
    """The places of events in the tables; of one that is not there -1."""
    return np.array([tables.position.get(one, -1) for one in ids], dtype="int64")


def _chosen(tables: Tables, ids: tuple[str, ...], mask: np.ndarray) -> tuple[str, ...]:
    """Those of the events that a mask over all of them leaves; one that is not in the tables never is."""
    left = np.append(mask, False)[_rows(tables, ids)].tolist()
    return tuple(one for one, stays in zip(ids, left, strict=True) if stays)


def _mask(tables: Tables, ids: tuple[str, ...]) -> np.ndarray:
    """Which of all events these are."""
    mask = np.zeros(len(tables.ids) + 1, dtype=bool)
    mask[_rows(tables, ids)] = True
    return mask[:-1]


@remembered
def rests(tables: Tables, ids: tuple[str, ...], by: By) -> pd.DataFrame:
    """How much rests on whom, most events first: id, events, alone, sources, weak.

    Returns
    -------
    ``events`` counts an event once for each one it rests on, however many pages: the column adds up to more than there are events.
    ``alone``: those of them that rest on nobody else. ``sources``: one with two origins counts for both. ``weak``: of those, weak ones.
    """
    rest, shown = _rest(tables, by), _mask(tables, ids)
    (events, keys), many = rest.pairs, len(rest.names)
    here = shown[rest.events]

    def counts(of: np.ndarray) -> list[int]:
        return [int(one) for one in np.bincount(of, minlength=many)]

    columns = (
        counts(keys[shown[events]]), counts(keys[shown[events] & rest.sole[events]]),
        counts(rest.keys[here]), counts(rest.keys[here & rest.weak]),
    )  # fmt: skip
    rows = [row for row in zip(rest.names, *columns, strict=True) if row[1]]
    rows.sort(key=lambda row: (-row[1], -row[3], row[0]))
    return pd.DataFrame(rows, columns=["id", "events", "alone", "sources", "weak"])


def events_on(tables: Tables, ids: tuple[str, ...], by: By, key: str) -> tuple[str, ...]:
    """The events that rest on a publisher, type, country, origin or party, among others."""
    rest = _rest(tables, by)
    mask = np.zeros(len(tables.ids), dtype=bool)
    if key in rest.names:
        mask[rest.pairs[0][rest.pairs[1] == rest.names.index(key)]] = True
    return _chosen(tables, ids, mask)


def on_one(tables: Tables, ids: tuple[str, ...], by: By) -> tuple[str, ...]:
    """The events all of whose pages carry the same one: with ``party``, a single origin however many papers carry it."""
    return _chosen(tables, ids, _rest(tables, by).sole)


def _resting(tables: Tables, sources: np.ndarray) -> np.ndarray:
    """Which events have one of some sources (a mask)."""
    return np.bincount(tables.cited.rows[sources], minlength=len(tables.ids)) > 0


def without_pages(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that were known, but none of whose pages was out by then."""
    none = ~_resting(tables, _speaking(tables))
    left = np.append(none, True)[_rows(tables, ids)].tolist()
    return tuple(one for one, stays in zip(ids, left, strict=True) if stays)


def weak_pages(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """The rows of :func:`vouching` that are weak: mirrors, digests and content farms, kept until something better is found."""
    every = vouching(tables)
    weak = every[every["weak"].to_numpy(dtype=bool)]
    return weak[weak["event"].isin(ids)]


def pages(tables: Tables, ids: tuple[str, ...]) -> int:
    """How many rows of :func:`vouching` are of these events."""
    return int(_mask(tables, ids)[tables.cited.rows[_speaking(tables)]].sum())


def weak_only(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that rest on weak pages alone."""
    here, weak = _speaking(tables), tables.cited.weak
    return _chosen(tables, ids, _resting(tables, here) & ~_resting(tables, here & ~weak))


@remembered
def _groups(tables: Tables, by: Group) -> tuple[np.ndarray, tuple[str, ...]]:
    """Group of each event as a number, and what each number means."""
    if by == "category":
        return tables.coded["category"]
    starts = tables.events["start"].to_numpy().astype("datetime64[D]")
    years = np.where(starts >= np.datetime64(MONTHS_FROM, "D"), starts.astype("datetime64[Y]").astype("int64") + 1970, 0)
    codes, names = pd.factorize(years)
    return codes, tuple(str(one) if one else BEFORE for one in names.tolist())


def group_of(tables: Tables, event: str, by: Group) -> str:
    """Category of an event, or the year in which it began; :data:`BEFORE` for the years before the record is told month by month."""
    codes, names = _groups(tables, by)
    return str(names[codes[tables.position[event]]])


def shares(tables: Tables, ids: tuple[str, ...], chosen: tuple[str, ...], by: Group) -> pd.DataFrame:
    """How many of the events are among the chosen, by category in the register's order or by year: id, events, chosen, share (0 to 1)."""
    codes, names = _groups(tables, by)
    shown = _mask(tables, ids)
    every, some = (np.bincount(codes[mask], minlength=len(names)).tolist() for mask in (shown, shown & _mask(tables, chosen)))
    rows = {one: counts for one, *counts in zip(names, every, some, strict=True) if counts[0]}
    order = list(tables.registers.categories) if by == "category" else [BEFORE, *sorted(set(rows) - {BEFORE})]
    table = [(one, *rows[one], rows[one][1] / rows[one][0]) for one in [*order, *sorted(set(rows) - set(order))] if one in rows]
    return pd.DataFrame(table, columns=["id", "events", "chosen", "share"])


@remembered
def lags(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """Days from event to report: event, category, days, why. ``days`` is NaN for those left out, and ``why`` says why.

    From the last day of the event to the first day on which it was public; 0 when it was reported while it went on. Left out:
    "uncertain" (a day is not known exactly), "unreported" (no day of report).
    """
    events = tables.events.iloc[_rows(tables, ids)]
    told = events["reported"].notna()
    exact = events["exact"] & events["reported_exact"]
    days = (events["reported"] - events["end"]).dt.days.clip(lower=0).fillna(0.0).astype("float64")
    return pd.DataFrame(
        {
            "event": events["id"],
            "category": events["category"],
            "days": days.where(told & exact),
            "why": pd.Series(np.where(~told, "unreported", np.where(exact, "", "uncertain")), dtype="str", index=events.index),
        }
    ).reset_index(drop=True)


def lag_summary(tables: Tables, ids: tuple[str, ...]) -> pd.DataFrame:
    """Days from event to report by category, then of all as "": id, n, q1, median, q3, longest, uncertain, unreported.

    Quartiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996); NaN where n is 0.
    """
    table = lags(tables, ids)
    rows = []
    for one in [*(one for one in tables.registers.categories if (table["category"] == one).any()), ""]:
        here = table[table["category"] == one] if one else table
        days = here["days"].dropna().to_numpy()
        quartiles = np.quantile(days, (0.25, 0.5, 0.75, 1)) if len(days) else np.full(4, np.nan)
        rows.append((one, len(days), *quartiles, *(int((here["why"] == why).sum()) for why in ("uncertain", "unreported"))))
    names = ["id", "n", "q1", "median", "q3", "longest", "uncertain", "unreported"]
    return pd.DataFrame(rows, columns=names)


def reviewed(tables: Tables, ids: tuple[str, ...]) -> tuple[str, ...]:
    """The events that a second reader compared with their sources, up to today: also in the tables of a past day."""
    return _chosen(tables, ids, tables.events["reviewed"].to_numpy(dtype=bool))

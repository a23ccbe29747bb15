"""Before and after: event coincidence analysis of two sets of events, against a stated model of chance.

The rates are those of Donges, Schleussner, Siegmund and Donner (2016), "Event coincidence analysis for quantifying statistical
interrelationships between event time series", EPJ Special Topics 225, 471-487: with a window ΔT and a lag τ, both in days, an event A
has a precursor B when ``0 <= (t_A - τ) - t_B <= ΔT``. ``docs/before-and-after.md`` has every choice and how to check it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock

import numpy as np

from dateline.samples import Bools, Days, Ints, Sample, number, sample
from dateline.selection import Null, Selection
from dateline.tables import Tables, remembered

_DRAWING = Lock()
DRAWS = 10_000
SEED = 20230814
"""Of the random numbers, so that everybody gets the same result: the day of the report that the record began with."""
DATINGS = 200
"""How often anchors of which the days are not known are dated; each dating is used for an equal share of the draws."""
CELLS = 1_000_000
"""Most days held at once."""
CHANCE = (2.5, 97.5)
"""Percentiles of the draws between which chance is said to lie."""
SIDE_BARS = 6
"""Bars on each side of the anchor at least."""
MOST_BARS = 60
"""Bars on each side at most; beyond that they are made wider."""
FEW = 20
"""With fewer anchors or other events than this a reader is warned."""
SHORT_SPAN = 731
"""Days. In a shorter span a season comes once, so the season cannot be told from the rest."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many events fall into the windows, against what chance gives.

    Attributes
    ----------
    observed : as recorded, the mean over the draws where days are not known.
    low, high : what it is in 95 of 100 draws of the days that are not known; both equal ``observed`` when all are.
    of : how many could.
    expected : mean of the draws under the model of chance.
    chance_low, chance_high : between which 95 of 100 of those draws lie.
    p_more, p_fewer : share of draws with at least, and at most, as many as recorded; one is added to both numbers of the share.
    """

    observed: float
    low: float
    high: float
    of: int
    expected: float
    chance_low: float
    chance_high: float
    p_more: float
    p_fewer: float

    @property
    def rate(self) -> float:
        """Observed share, 0 to 1; 0 where there is none of which it could be one."""
        return self.observed / self.of if self.of else 0.0

    @property
    def ratio(self) -> tuple[float, float, float] | None:
        """Observed over expected with its 95 % interval; None where nothing is expected.

        The interval is that of a Poisson count (Garwood 1936), which takes the events for independent of each other.
        """
        if self.expected <= 0:
            return None
        low, high = poisson_interval(self.observed)
        return self.observed / self.expected, low / self.expected, high / self.expected


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the anchors.

    Before: ``anchors`` is the precursor coincidence rate of the anchors, ``others`` the trigger coincidence rate of the other events.
    After: ``anchors`` is the share of anchors that an other event follows, ``others`` of other events that follow an anchor: the same two
    rates with the sets changed about, in which others are A and anchors are B. ``events``: other events in the window of their nearest anchor.
    """

    anchors: Count
    others: Count
    events: Count


@dataclass(frozen=True, slots=True)
class Bar:
    """Other events at a distance of ``first`` to ``last`` days, both included: negative before, 0 on a day of the anchor."""

    first: int
    last: int
    observed: float
    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Result:
    """The answer of one analysis. ``bin``: days in a bar, which may be more than was asked for; ``span``: days compared."""

    before: Side
    after: Side
    bars: tuple[Bar, ...]
    anchors: int
    others: int
    span: tuple[date, date]
    window: int
    lag: int
    null: Null
    bin: int
    draws: int


@dataclass(frozen=True, slots=True)
class Pair:
    """An other event near an anchor. ``low`` to ``high``: days from the one to the other, negative: it came before; equal when known.

    ``nearest``: whether no other anchor lies nearer, by the first day that each may have; the bars count it here only then.
    """

    anchor: str
    other: str
    low: int
    high: int
    nearest: bool


def run(tables: Tables, selection: Selection) -> Result | None:
    """The analysis that a view asks for; None where one of its sets holds nothing that can be compared."""
    return _run(
        tables, selection.anchor, selection.other, selection.period, selection.status,
        selection.window, selection.lag, selection.null, selection.bin,
    )  # fmt: skip


@remembered
def _run(
    tables: Tables, anchor: tuple[str, ...], other: tuple[str, ...], period: tuple[date, date] | None, status: tuple[str, ...],
    window: int, lag: int, null: Null, bin_: int,
) -> Result | None:  # fmt: skip
    found: Sample = sample(tables, anchor, other, period, status)
    if found.span is None or not len(found.anchors) or not len(found.others):
        return None
    # The draws take a second of a whole core, and whoever clicks about could otherwise have one for each of many sessions.
    with _DRAWING:
        return analyse(found.anchors, found.others, found.span, window=window, lag=lag, null=null, bin_=bin_)


def analyse(
    anchors: Days,
    others: Days,
    span: tuple[date, date],
    *,
    window: int,
    lag: int = 0,
    null: Null = "shift",
    bin_: int = 7,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Result:
    """Compare two sets of events, none of them empty, all of which begin inside the span.

    An anchor lasts from its first to its last day; an other event counts on its first day. Before an anchor is counted from its first
    day, after it from its last, and with lag 0 that day itself belongs to the window, as in the definition. In ``events`` and in the bars
    each other event counts once, for its nearest anchor, the earlier of two that are equally near; on any day of an anchor its distance
    is 0. Days that are not known are drawn anew, evenly between their bounds: others in each draw, anchors ``DATINGS`` times.

    Parameters
    ----------
    span : first and last day, both included, over which the model of chance spreads the other events.
    window, lag, bin_ : days.
    null : "shift": all others move together by the same number of days round the span, so their pattern stays. "season": each other stays in
        its month of the calendar, on a day drawn evenly from all days of the span in that month, of whatever year. "poisson": each on
        a day drawn evenly from the span.
    """
    first, length = number(span[0]), number(span[1]) - number(span[0]) + 1
    edges = _edges(window, lag, bin_)
    rng = np.random.default_rng(seed)
    draw = _NULLS[null](first, length)
    seen: list[Ints] = []
    chance: list[Ints] = []
    bars_seen: list[Ints] = []
    bars: list[Ints] = []
    for size in _blocks(draws, len(others), certain=anchors.known):
        looked_up = _look_up(*_dated(anchors, 1, rng), first, length, window, lag, edges)
        dated, _ = _dated(others, size, rng)
        at = dated - first
        for days, counts, histogram in ((at, seen, bars_seen), (draw(at, size, rng), chance, bars)):
            counted, distances = looked_up.count(days)
            counts.append(np.broadcast_to(counted, (size, 6)))
            histogram.append(np.broadcast_to(distances, (size, len(edges))))
    observed, drawn = np.concatenate(seen), np.concatenate(chance)
    of = (len(anchors), len(others), len(others)) * 2
    counts_ = [_count(observed[:, n], drawn[:, n], of[n]) for n in range(6)]
    return Result(
        before=Side(*counts_[:3]), after=Side(*counts_[3:]), bars=_bars(edges, np.concatenate(bars_seen), np.concatenate(bars)),
        anchors=len(anchors), others=len(others), span=span, window=window, lag=lag, null=null,
        bin=edges[0][1] - edges[0][0] + 1, draws=draws,
    )  # fmt: skip


def _blocks(draws: int, others: int, *, certain: bool) -> Iterator[int]:
    """Sizes of the blocks in which the draws are made; the anchors are dated once in each."""
    most = min(max(CELLS // others, 1), draws if certain else max(draws // DATINGS, 1))
    for done in range(0, draws, most):
        yield min(most, draws - done)


def _dated(events: Days, size: int, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """First and last days of events, one row a draw; one row only where all are known."""
    if events.known:
        return events.first_low[None, :], events.last_low[None, :]
    first = _between(events.first_low, events.first_high, size, rng)
    if not events.lasted.any():
        return first, first
    last = np.maximum(first, _between(events.last_low, events.last_high, size, rng))
    return first, np.where(events.lasted, last, first)


def _between(low: Ints, high: Ints, size: int, rng: np.random.Generator) -> Ints:
    """Days drawn evenly between bounds, one row a draw."""
    drawn: Ints = (rng.random((size, len(low)), dtype=np.float32) * (high - low + 1).astype(np.float32)).astype(np.int64)
    # A random number next to 1 may be rounded up when it is multiplied.
    days: Ints = low + np.minimum(drawn, high - low)
    return days


@dataclass(frozen=True, eq=False)
class _LookedUp:
    """What an other event on each day of the span would count for, with the anchors dated in one way.

    ``ahead`` and ``behind``: which anchors, in order of their first or last day, have that day in their window before or after: from, to
    (excluded). ``near``: whether it counts among the events before or after. ``bar``: in which bar, the number of bars for none.
    """

    ahead: tuple[Ints, Ints]
    behind: tuple[Ints, Ints]
    near: tuple[Bools, Bools]
    bar: Ints
    bars: int
    anchors: int

    def count(self, days: Ints) -> tuple[Ints, Ints]:
        """Of other events on these days, one row a draw: the six counts of two sides, and the bars."""
        rows = np.arange(len(days))[:, None]
        found = []
        for (low, high), near in zip((self.ahead, self.behind), self.near, strict=True):
            begins, ends = low[days], high[days]
            # Each other event covers a run of anchors: its ends are marked and summed up, so that no pair has to be looked at.
            width = self.anchors + 1
            marks = np.bincount((begins + rows * width).ravel(), minlength=len(days) * width)
            marks -= np.bincount((ends + rows * width).ravel(), minlength=len(days) * width)
            covered = np.cumsum(marks.reshape(len(days), width), axis=1)[:, :-1] > 0
            found += [covered.sum(axis=1), (ends > begins).sum(axis=1), near[days].sum(axis=1)]
        width = self.bars + 1
        bars = np.bincount((self.bar[days] + rows * width).ravel(), minlength=len(days) * width)
        return np.stack(found, axis=1), bars.reshape(len(days), width)[:, :-1]


def _look_up(begun: Ints, ended: Ints, first: int, length: int, window: int, lag: int, edges: list[tuple[int, int]]) -> _LookedUp:
    days = np.arange(first, first + length)
    starts, ends = np.sort(begun[0]), np.sort(ended[0])
    distance = distances(days, begun[0], ended[0])
    before = (distance <= -max(lag, 1)) & (distance >= -lag - window)
    after = (distance >= max(lag, 1)) & (distance <= lag + window)
    if lag == 0:
        before, after = before | np.isin(days, starts), after | np.isin(days, ends)
    firsts, lasts = np.array(edges).T
    bar = np.searchsorted(firsts, distance, side="right") - 1
    bar[(distance < firsts[0]) | (distance > lasts[-1])] = len(edges)
    return _LookedUp(
        ahead=(np.searchsorted(starts, days + lag), np.searchsorted(starts, days + lag + window, side="right")),
        behind=(np.searchsorted(ends, days - lag - window), np.searchsorted(ends, days - lag, side="right")),
        near=(before, after),
        bar=bar,
        bars=len(edges),
        anchors=len(starts),
    )


def distances(days: Ints, begun: Ints, ended: Ints) -> Ints:
    """Days from the nearest anchor to each day: negative before it, 0 on one of its days; of two equally near the earlier counts."""
    starts, ends = np.sort(begun), np.sort(ended)
    far = np.iinfo(np.int64).max // 4
    ahead = np.append(starts, far)[np.searchsorted(starts, days)]
    behind = np.insert(ends, 0, -far)[np.searchsorted(ends, days, side="right")]
    inside = np.searchsorted(starts, days, side="right") > np.searchsorted(ends, days)
    nearest: Ints = np.where(days - behind <= ahead - days, days - behind, days - ahead)
    nearest[inside] = 0
    return nearest


_Draw = Callable[[Ints, int, np.random.Generator], Ints]
"""Days in the span, counted from its first, one row a draw or one for all; how many draws -> days as chance would have them."""


def _shift(_: int, length: int) -> _Draw:
    return lambda at, size, rng: (at + rng.integers(length, size=(size, 1))) % length


def _poisson(_: int, length: int) -> _Draw:
    return lambda at, size, rng: rng.integers(length, size=(size, at.shape[1]))


def _season(first: int, length: int) -> _Draw:
    month = (np.arange(first, first + length).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)) % 12
    in_order = np.argsort(month, kind="stable")
    count = np.bincount(month, minlength=12)
    begin = np.cumsum(count) - count

    def draw(at: Ints, size: int, rng: np.random.Generator) -> Ints:
        months = np.broadcast_to(month[at], (size, at.shape[1]))
        days: Ints = in_order[begin[months] + (rng.random(months.shape) * count[months]).astype(np.int64)]
        return days

    return draw


_NULLS: Mapping[Null, Callable[[int, int], _Draw]] = {"shift": _shift, "season": _season, "poisson": _poisson}


def _edges(window: int, lag: int, bin_: int) -> list[tuple[int, int]]:
    """First and last distance of each bar, from the furthest before to the furthest after; the day of the anchor has its own."""
    reach = max(lag + 2 * window, SIDE_BARS * bin_)
    wide = bin_ * math.ceil(math.ceil(reach / bin_) / MOST_BARS)
    side = math.ceil(reach / wide)
    after = [(n * wide + 1, (n + 1) * wide) for n in range(side)]
    return [*((-last, -first) for first, last in reversed(after)), (0, 0), *after]


def _bars(edges: list[tuple[int, int]], observed: Ints, drawn: Ints) -> tuple[Bar, ...]:
    low, high = np.percentile(drawn, CHANCE, axis=0)
    columns = zip(edges, observed.mean(axis=0), drawn.mean(axis=0), low, high, strict=True)
    return tuple(Bar(first, last, *(float(one) for one in numbers)) for (first, last), *numbers in columns)


def _count(observed: Ints, drawn: Ints, of: int) -> Count:
    low, high = np.percentile(observed, CHANCE)
    chance_low, chance_high = np.percentile(drawn, CHANCE)
    more, fewer = ((1 + int(many.sum())) / (1 + len(drawn)) for many in (drawn >= observed, drawn <= observed))
    return Count(
        float(observed.mean()), float(low), float(high), of, float(drawn.mean()), float(chance_low), float(chance_high), more, fewer
    )  # fmt: skip


def pairs(found: Sample, reach: int) -> tuple[Pair, ...]:
    """Every other event that may lie within that many days of an anchor, in order of the anchors, then of distance."""
    anchors, others = found.anchors, found.others
    if not len(anchors) or not len(others):
        return ()
    # An other event on day b is b - last day after an anchor, b - first day before it.
    low = _signed(others.first_low[None, :], anchors.first_high[:, None], anchors.last_high[:, None])
    high = _signed(others.first_high[None, :], anchors.first_low[:, None], anchors.last_low[:, None])
    written = _signed(others.first_low[None, :], anchors.first_low[:, None], anchors.last_low[:, None])
    nearest = np.abs(written) == np.abs(written).min(axis=0)
    nearest &= np.cumsum(nearest, axis=0) == 1
    rows = sorted(
        (int(a), int(low[a, b]), int(high[a, b]), int(b))
        for a, b in zip(*np.nonzero((low <= reach) & (high >= -reach)), strict=True)
    )
    return tuple(Pair(anchors.ids[a], others.ids[b], least, most, bool(nearest[a, b])) for a, least, most, b in rows)


def _signed(day: Ints, first: Ints, last: Ints) -> Ints:
    signed: Ints = np.minimum(day - first, 0) + np.maximum(day - last, 0)
    return signed


def poisson_interval(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact interval for the mean of a Poisson count (Garwood 1936, Biometrika 28, 437-442); the mean of several counts may have a part."""
    # Imported where it is needed: it takes a while, and only this page needs it.
    from scipy.special import gammaincinv

    tail = (1 - level) / 2
    return (float(gammaincinv(count, tail)) if count > 0 else 0.0), float(gammaincinv(count + 1, 1 - tail))

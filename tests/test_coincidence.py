"""Event coincidence analysis: against pyunicorn, against small cases by hand, under chance, with a planted effect, and its laws."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import coincidence
from dateline.coincidence import Result, analyse, distances, pairs, poisson_interval
from dateline.dates import parse
from dateline.samples import Days, Sample, day_of, days, number
from dateline.selection import NULLS, Null

HELD = json.loads((Path(__file__).parent / "fixtures" / "coincidence" / "pyunicorn.json").read_text(encoding="utf-8"))
START = date(2022, 1, 1)


def on(numbers: Sequence[int] | np.ndarray, lasts: int = 0) -> Days:
    """Events that begin on days counted from ``START``, each going on for ``lasts`` more days."""
    begins = [number(START) + int(n) for n in numbers]
    written = [f"{day_of(day)}/{day_of(day + lasts)}" if lasts else str(day_of(day)) for day in begins]
    return days([f"e{n}" for n in range(len(begins))], [parse(text) for text in written])


def ask(anchors: Days, others: Days, length: int = 1000, draws: int = 50, window: int = 14, **changes: Any) -> Result:
    return analyse(anchors, others, (START, day_of(number(START) + length - 1)), window=window, draws=draws, **changes)


@pytest.mark.parametrize("case", HELD["cases"], ids=lambda case: f"{len(case['anchors'])}-{len(case['others'])}")
def test_the_rates_are_those_of_pyunicorn(case: dict[str, Any]) -> None:
    a, b = np.array(case["anchors"]), np.array(case["others"])
    window, lag = case["window"], case["lag"]
    reach = window + lag

    # pyunicorn leaves out the events of either series that lie within the reach of its own first or last event.
    def inner(days_: np.ndarray, *, first: bool) -> Days:
        return on(days_[days_ > days_[0] + reach] if first else days_[days_ < days_[-1] - reach])

    def rate(anchors: Days, others: Days, side: str, of: str) -> float:
        found = ask(anchors, others, length=2000, window=window, lag=lag)
        return float(getattr(getattr(found, side), of).rate)

    assert rate(inner(a, first=True), on(b), "before", "anchors") == pytest.approx(case["precursor"], abs=1e-5)
    assert rate(on(a), inner(b, first=False), "before", "others") == pytest.approx(case["trigger"], abs=1e-5)
    assert rate(on(a), inner(b, first=True), "after", "others") == pytest.approx(case["precursor_back"], abs=1e-5)
    assert rate(inner(a, first=False), on(b), "after", "anchors") == pytest.approx(case["trigger_back"], abs=1e-5)


def counts(result: Result) -> list[float]:
    return [count.observed for side in (result.before, result.after) for count in (side.anchors, side.others, side.events)]


def test_a_small_case_by_hand() -> None:
    # Drills on days 100-109 and 200-209. Others: 85 too early, 86 and 100 before the first, 105 inside, 109 and 123 after it, 195 before the second.
    found = ask(on([100, 200], lasts=9), on([85, 86, 100, 105, 109, 123, 195]))
    assert counts(found) == [2, 3, 3, 1, 2, 2]
    assert found.before.anchors.rate == 1
    assert found.after.anchors.rate == 0.5
    bars = {(bar.first, bar.last): bar.observed for bar in found.bars if bar.observed}
    assert bars == {(-21, -15): 1, (-14, -8): 1, (-7, -1): 1, (0, 0): 3, (8, 14): 1}


def test_a_lag_moves_the_window_away_and_leaves_the_day_itself_out() -> None:
    others = on([85, 90, 99, 100, 101, 115])
    assert counts(ask(on([100]), others, window=5, lag=10)) == [1, 2, 2, 1, 1, 1]
    assert counts(ask(on([100]), others, window=5, lag=1)) == [1, 1, 1, 1, 1, 1]
    assert counts(ask(on([100]), others, window=5)) == [1, 2, 2, 1, 2, 2]


def test_each_other_event_counts_once_for_its_nearest_anchor_of_two_equally_near_the_earlier() -> None:
    found = ask(on([100, 110]), on([105, 107]))
    assert counts(found) == [1, 2, 1, 1, 2, 1]
    assert {(bar.first, bar.last): bar.observed for bar in found.bars if bar.observed} == {(-7, -1): 1, (1, 7): 1}


def test_distances_count_from_the_ends_of_an_anchor_and_are_zero_inside_also_where_anchors_overlap() -> None:
    begun, ended = np.array([10, 12, 40]), np.array([20, 15, 40])
    told = distances(np.array([5, 10, 17, 20, 21, 30, 31, 40, 43]), begun, ended)
    assert told.tolist() == [-5, 0, 0, 0, 1, 10, -9, 0, 3]


def test_circular_shifts_give_what_can_be_counted_by_hand() -> None:
    # One anchor, one other, ten days: the other falls into the window of three days in three of ten shifts.
    found = ask(on([5]), on([0]), length=10, window=2, draws=20_000)
    assert found.before.anchors.expected == pytest.approx(0.3, abs=0.02)
    assert found.before.anchors.p_more == 1
    hit = ask(on([5]), on([4]), length=10, window=2, draws=20_000)
    assert hit.before.anchors.p_more == pytest.approx(0.3, abs=0.02)
    assert hit.before.anchors.p_fewer == 1


def test_one_is_added_to_both_numbers_of_p_so_that_it_is_never_zero() -> None:
    found = ask(on(range(100, 900, 40)), on(range(95, 895, 40)), window=5, draws=99, null="poisson")
    assert found.before.anchors.observed == 20
    assert found.before.anchors.p_more == 1 / 100


def test_a_shift_keeps_the_pattern_a_season_keeps_the_months_and_poisson_keeps_only_the_number() -> None:
    given_ = np.sort(np.random.default_rng(3).choice(730, 40, replace=False))
    rng = np.random.default_rng(1)
    moved = coincidence._NULLS["shift"](number(START), 730)(given_[None, :], 50, rng)
    gaps = np.sort(np.diff(np.sort(moved, axis=1), axis=1, append=np.sort(moved, axis=1)[:, :1] + 730), axis=1)
    assert (gaps == np.sort(np.append(np.diff(given_), given_[0] + 730 - given_[-1]))).all()

    def months(at: np.ndarray) -> list[int]:
        return [day_of(number(START) + int(day)).month for day in at]

    shuffled = coincidence._NULLS["season"](number(START), 730)(given_[None, :], 50, rng)
    assert all(months(row) == months(given_) for row in shuffled)
    assert {day_of(number(START) + int(day)).year for day in shuffled.ravel()} == {2022, 2023}
    spread = coincidence._NULLS["poisson"](number(START), 730)(given_[None, :], 500, rng)
    assert np.histogram(spread, bins=10, range=(0, 730))[0] == pytest.approx(np.full(10, 2000), rel=0.1)


@pytest.mark.parametrize("null", NULLS)
def test_without_any_connection_p_is_about_uniform(null: Null) -> None:
    rng = np.random.default_rng(11)
    p = []
    for _ in range(300):
        anchors, others = (np.sort(rng.integers(1461, size=size)) for size in (60, 200))
        count = ask(on(anchors), on(others), length=1461, draws=199, window=3, null=null).before.others
        p.append(count.p_more)
        assert count.p_more + count.p_fewer >= 1
    shares = [np.mean(np.array(p) <= level) for level in (0.05, 0.25, 0.5, 0.75)]
    # p of whole numbers is a little too large: it may fall short of uniform, never by much, and hardly exceed it.
    assert shares == pytest.approx([0.05, 0.25, 0.5, 0.75], abs=0.08)
    assert shares[0] <= 0.08


@pytest.mark.parametrize("null", NULLS)
def test_a_planted_effect_is_found_on_its_side_only(null: Null) -> None:
    rng = np.random.default_rng(5)
    anchors = np.sort(rng.choice(1400, 30, replace=False)) + 30
    others = np.concatenate([anchors[:20] - rng.integers(1, 8, 20), rng.integers(1461, size=40)])
    found = ask(on(anchors), on(others), length=1461, draws=2000, window=7, null=null)
    assert found.before.anchors.p_more <= 0.002
    assert found.after.anchors.p_more > 0.05
    ratio = found.before.events.ratio
    assert ratio
    assert 1 < ratio[1] < ratio[0] < ratio[2]
    assert found.bars[len(found.bars) // 2 - 1].observed > found.bars[len(found.bars) // 2 - 1].high


def test_fewer_than_chance_is_found_too() -> None:
    anchors = on(range(20, 980, 60))
    found = ask(
        anchors, on([n + more for n in range(20, 960, 60) for more in (25, 30, 35)]), draws=999, window=10, null="poisson"
    )
    assert found.before.anchors.observed == 0
    assert found.before.anchors.p_fewer <= 0.01


def test_days_that_are_not_known_are_drawn_within_their_bounds() -> None:
    first = day_of(number(START) + 100)
    vague = days(["v"], [parse(f"[{first}..{day_of(number(START) + 109)}]")])
    found = ask(on([110]), vague, window=5, draws=4000)
    assert found.before.anchors.observed == pytest.approx(0.5, abs=0.03)
    assert (found.before.anchors.low, found.before.anchors.high) == (0, 1)
    assert ask(vague, on([105]), window=5, draws=4000).before.anchors.observed == pytest.approx(0.5, abs=0.1)
    always = ask(on([110]), vague, window=10)
    assert (always.before.anchors.low, always.before.anchors.observed) == (1, 1)


def test_the_same_question_gets_the_same_answer() -> None:
    assert ask(on([100, 300]), on([90, 250])) == ask(on([100, 300]), on([90, 250]))
    assert ask(on([100, 300]), on([90, 250]), seed=2) != ask(on([100, 300]), on([90, 250]))


def test_the_answer_does_not_depend_on_how_the_draws_are_cut_into_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = ask(on([100, 300]), on([90, 250]), draws=500)
    monkeypatch.setattr(coincidence, "CELLS", 14)
    assert ask(on([100, 300]), on([90, 250]), draws=500) == whole


LENGTH = 400
DAYS = st.lists(st.integers(60, LENGTH - 61), min_size=1, max_size=12)


@given(DAYS, DAYS, st.integers(1, 400), st.integers(0, 100), st.sampled_from(NULLS), st.integers(0, 12))
def test_rates_lie_between_zero_and_one_and_p_above_zero(
    anchors: list[int], others: list[int], window: int, lag: int, null: Null, lasts: int
) -> None:
    found = ask(on(anchors, lasts), on(others), length=LENGTH, draws=20, window=window, lag=lag, null=null)
    for side in (found.before, found.after):
        for count in (side.anchors, side.others, side.events):
            assert 0 <= count.rate <= 1
            assert 0 <= count.chance_low <= count.chance_high <= count.of
            assert 0 < count.p_more <= 1
            assert 0 < count.p_fewer <= 1
            assert count.ratio is None or count.ratio[1] <= count.ratio[0] <= count.ratio[2]
        assert side.events.observed <= side.others.observed
        assert (side.anchors.observed > 0) == (side.others.observed > 0)
    assert len(found.bars) <= 2 * coincidence.MOST_BARS + 1
    assert sum(bar.observed for bar in found.bars) <= len(others)


@given(DAYS, DAYS, st.integers(1, 30), st.integers(0, 5), st.integers(-300, 300), st.sampled_from(("shift", "poisson")))
def test_moving_everything_by_some_days_changes_nothing(
    anchors: list[int], others: list[int], window: int, lag: int, by: int, null: Null
) -> None:
    def moved(by: int) -> Result:
        span = (day_of(number(START) + by), day_of(number(START) + by + LENGTH))
        return analyse(on(np.array(anchors) + by), on(np.array(others) + by), span, window=window, lag=lag, draws=20, null=null)

    assert replace(moved(by), span=moved(0).span) == moved(0)


@given(DAYS, DAYS, st.integers(1, 200), st.integers(0, 50), st.integers(1, 100), st.integers(0, 9))
def test_a_longer_window_never_lowers_a_rate(
    anchors: list[int], others: list[int], window: int, lag: int, more: int, lasts: int
) -> None:
    narrow, wide = (
        ask(on(anchors, lasts), on(others), length=LENGTH, draws=5, window=days_, lag=lag) for days_ in (window, window + more)
    )
    assert all(small <= large for small, large in zip(counts(narrow), counts(wide), strict=True))


@given(DAYS, DAYS, st.integers(1, 30), st.integers(0, 9))
def test_the_pairs_are_those_that_the_rates_and_bars_count(
    anchors: list[int], others: list[int], window: int, lasts: int
) -> None:
    a, b = on(sorted(anchors), lasts), on(sorted(others))
    found = ask(a, b, length=LENGTH, draws=1, window=window, bin_=1)
    listed = pairs(Sample(a, b, None, (0, 0), (0, 0), 0, {}, (), (), None), window)
    assert {pair.anchor for pair in listed if pair.low < 0} <= set(a.ids)
    before = {
        pair.anchor for pair in listed if pair.low < 0 or b.first_low[int(pair.other[1:])] == a.first_low[int(pair.anchor[1:])]
    }
    assert len(before) == found.before.anchors.observed
    inside = {bar.first: bar.observed for bar in found.bars if abs(bar.first) <= window and bar.observed}
    nearest = [pair.low for pair in listed if pair.nearest]
    assert {day: nearest.count(day) for day in set(nearest)} == inside


def test_bars_are_made_wider_where_there_would_be_too_many() -> None:
    found = ask(on([500]), on([400]), window=366, bin_=1)
    assert found.bin == 13
    assert len(found.bars) <= 2 * coincidence.MOST_BARS + 1
    assert found.bars[0].first == -found.bars[-1].last


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [(0, 0.0, 3.6889), (1, 0.0253, 5.5716), (3, 0.6187, 8.7673), (10, 4.7954, 18.3904), (100, 81.364, 121.627)],
)
def test_the_interval_of_a_count_is_that_of_the_tables(count: int, low: float, high: float) -> None:
    assert poisson_interval(count) == pytest.approx((low, high), abs=5e-3)


def test_no_ratio_where_chance_gives_nothing() -> None:
    found = ask(on([500]), on([100]), window=1, lag=366, length=600, draws=1)
    assert found.before.events.ratio is None

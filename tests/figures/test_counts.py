"""Where more is shown than can be drawn: every event is in a bar or is a mark, and no number says otherwise."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.figures import counts
from dateline.figures.counts import STEPS, edges, marks_of, sparse
from dateline.figures.timeline import timeline
from dateline.selection import in_period
from tests.figures.made import event, many, tables

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than 40 events are too many."""
    monkeypatch.setattr(counts, "MOST_MARKS", 40)


def unpacked(part: dict[str, list[int]]) -> list[int]:
    days = np.cumsum(part["days"])
    return np.repeat(days, part["n"]).tolist()


@given(st.sampled_from([name for name, _ in STEPS]), DAYS, st.integers(0, 9000))
def test_steps_follow_one_another_and_hold_both_days(unit: str, first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = edges(unit, first, last)
    begin, end = ((day - date(1970, 1, 1)).days for day in (first, last))
    assert found[0] <= begin < found[1]
    assert found[-2] <= end < found[-1] or found[-3] <= end < found[-2]
    assert (np.diff(found) > 0).all()


@given(st.lists(st.integers(-30_000, 60_000)))
def test_a_sparse_list_of_days_loses_none(days: list[int]) -> None:
    assert unpacked(sparse(np.array(days, dtype="int64"))) == sorted(days)


def drawn(figure: Any, part: str) -> list[Any]:
    return [trace for trace in figure.data if trace.meta["part"] == part]


@pytest.mark.usefixtures("few")
def test_every_event_is_counted_once_in_its_lane() -> None:
    made = many(300)
    figure = timeline(made)
    found = json.loads(figure.layout.meta["counts"])
    assert sum(sum(lane["n"]) for lane in found["lanes"]) == 300
    by_lane = {lane["id"]: sum(one["n"]) for lane, one in zip(figure.layout.meta["lanes"], found["lanes"], strict=True)}
    assert by_lane == made.events["category"].value_counts().to_dict()
    assert sum(len(trace.x) for trace in drawn(figure, "marks")) == 0
    assert sum(sum(trace.y) for trace in drawn(figure, "strip")) == 600


@pytest.mark.usefixtures("few")
def test_bars_of_a_window_add_up_to_what_stands_in_their_steps() -> None:
    made = many(300)
    first, last = date(2022, 1, 1), date(2025, 12, 31)
    figure = timeline(made, period=(first, last))
    bars = [value for trace in drawn(figure, "counts") for value in trace.y]
    assert bars.count(None) * 5 == len(bars)
    assert bars.count(None) > 50
    inside = made.events[(made.events["start"] >= "2022-01-01") & (made.events["start"] <= "2025-12-31")]
    lanes = json.loads(figure.layout.meta["counts"])["lanes"]
    begin, after = ((day - date(1970, 1, 1)).days for day in (first, date(2026, 1, 1)))
    assert sum(begin <= day < after for lane in lanes for day in unpacked(lane)) == len(inside)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("first", "last"), [("2023-01-01", "2023-12-31"), ("2022-06-01", "2022-06-09"), ("2024-02-29", "2024-02-29")]
)
def test_the_number_in_view_is_that_of_the_period(first: str, last: str) -> None:
    made = many(300)
    found = json.loads(timeline(made).layout.meta["counts"])
    period = date.fromisoformat(first), date.fromisoformat(last)
    begin, end = ((day - date(1970, 1, 1)).days for day in period)
    begun = sum(day <= end for day in unpacked(found["begins"]))
    over = sum(day <= begin for day in unpacked(found["after"]))
    assert begun - over == in_period(made.events, *period).sum()


@pytest.mark.usefixtures("few")
def test_what_goes_on_is_in_view_for_good_and_what_has_no_beginning_only_from_its_last_day() -> None:
    rows = [
        event("2020-01-01/..", "goes-on"),
        event("[..2021-05-05]", "by-then"),
        *(event(f"2022-03-{n % 28 + 1:02}", f"e{n}") for n in range(60)),
    ]
    found = json.loads(timeline(tables(rows)).layout.meta["counts"])
    assert len(unpacked(found["begins"])) == 62
    assert len(unpacked(found["after"])) == 61


@pytest.mark.usefixtures("few")
def test_a_narrow_window_has_marks_of_all_its_events_and_of_what_they_are_linked_to() -> None:
    made = many(300, 200)
    ids = tuple(made.events["id"])
    window = date(2023, 3, 1), date(2023, 3, 31)
    found = marks_of(made, ids, window, "")
    assert found is not None
    assert found.covers is not None
    assert found.covers[0] <= window[0] <= window[1] <= found.covers[1]
    inside = set(made.events["id"][in_period(made.events, *found.covers)])
    assert inside <= set(found.ids)
    assert len(inside) <= 40
    linked = {
        b if a in inside else a
        for a, b in zip(made.links["event"], made.links["to"], strict=True)
        if (a in inside) or (b in inside)
    }
    assert set(found.ids) == inside | linked or found.cut
    figure = timeline(made, period=window)
    assert sum(len(trace.x) for trace in drawn(figure, "marks")) == len(found.ids)
    assert sum(len(trace.x) for trace in drawn(figure, "counts")) == 0


@pytest.mark.usefixtures("few")
def test_over_counts_the_chosen_event_is_a_mark_with_its_links() -> None:
    made = many(300, 200)
    chosen = str(made.links["event"].iloc[0])
    found = marks_of(made, tuple(made.events["id"]), (date(2022, 1, 1), date(2025, 12, 31)), chosen)
    assert found is not None
    assert found.covers is None
    linked = {b if a == chosen else a for a, b in zip(made.links["event"], made.links["to"], strict=True) if chosen in (a, b)}
    assert set(found.ids) == {chosen, *linked}


@pytest.mark.usefixtures("few")
def test_a_filter_that_leaves_few_has_them_all_as_marks() -> None:
    made = many(300)
    assert marks_of(made, tuple(made.events["id"][:40]), (date(2022, 1, 1), date(2022, 1, 9)), "") is None
    figure = timeline(made, shown=tuple(made.events["id"][:40]))
    assert "counts" not in figure.layout.meta
    assert drawn(figure, "counts") == []


def test_a_hundred_thousand_events_are_sent_in_less_than_a_megabyte() -> None:
    rng = np.random.default_rng(3)
    days = (np.sort(rng.integers(-7_000, 20_800, 100_000))).astype("datetime64[D]")
    lane = rng.integers(0, 7, 100_000)
    found = counts.counted(7, lane, days.astype("int64") + 0.5, days, days + 1)
    assert len(json.dumps(found, separators=(",", ":"))) < 800_000

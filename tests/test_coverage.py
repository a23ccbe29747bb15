"""Events by category and month beside how each month was searched."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import coverage
from dateline.coverage import Cell, Column, Grid
from dateline.dates import parse
from dateline.known import as_known
from dateline.tables import Tables
from tests.conftest import Small, sample

MONTHS = tuple(Column(date(2023, month, 1), date(2023, month, last)) for month, last in ((7, 31), (8, 31), (9, 30), (10, 31)))


def grid(tables: Tables) -> Grid:
    return coverage.grid(tables, tuple(tables.events["id"]))


def at(found: Grid, category: str, first: str) -> Cell:
    cell = found.cell(category, date.fromisoformat(first))
    assert cell is not None
    return cell


def test_silence_is_a_month_that_was_searched_and_absence_one_that_was_not(small: Small) -> None:
    small.cover(to="2023-09", searched="2024-02-15")
    found = grid(small.tables())
    assert at(found, "visits", "2023-08-01").events == ("2023-08-11-plants",)
    assert at(found, "visits", "2023-09-01").silent
    assert not at(found, "visits", "2023-11-01").silent
    assert at(found, "visits", "2023-11-01").search == "none"
    assert at(found, "drills", "2023-09-01").search == "none"
    assert found.searched == date(2024, 2, 15)
    assert found.columns[-1].last == date(2024, 2, 29)


def test_a_month_is_as_most_of_its_days_and_where_searches_meet_the_more_thorough_counts(small: Small) -> None:
    small.cover(thoroughness="partial", to="2023-09-10")
    small.cover(id="visits-again", **{"from": "2023-08-20"}, to="2023-08-25", thoroughness="thorough")
    found = grid(small.tables())
    august, september = at(found, "visits", "2023-08-01"), at(found, "visits", "2023-09-01")
    assert (august.search, august.days) == ("partial", {"partial": 25, "thorough": 6})
    assert (september.search, september.days) == ("none", {"partial": 10, "none": 20})


def test_the_time_before_is_folded_into_decades(small: Small) -> None:
    small.add("drills", "1976-06-01-first", date="1976-06", reported="1976-06")
    found = grid(small.tables())
    folded = [column for column in found.columns if column.folded]
    assert folded[0] == Column(date(1970, 1, 1), date(1979, 12, 31))
    assert folded[-1] == Column(date(2020, 1, 1), date(2021, 12, 31))
    assert found.columns[len(folded)] == Column(date(2022, 1, 1), date(2022, 1, 31))
    assert at(found, "drills", "1970-01-01").events == ("1976-06-01-first",)


@pytest.mark.parametrize(
    ("when", "column"),
    [
        ("2023-08-11", 1),
        ("2023-08", 1),
        ("2023-08-31~", 1),
        ("[2023-08-01..2023-08-05]", 1),
        ("[2023-07-29..2023-08-02]", None),
        ("[..2023-08-02]", 1),
        ("2023-07-31/2023-08-02", 0),
        ("2023-08/2023-10", 1),
        ("2023-08-20/..", 1),
        ("2023/2024", None),
        ("2023", None),
        ("2022-01-01", None),
        ("2023-11-01", None),
    ],
)
def test_an_event_is_in_a_month_only_when_its_date_says_so(when: str, column: int | None) -> None:
    assert coverage.place(parse(when), MONTHS) == column


def test_what_the_filters_leave_out_is_not_silence(small: Small) -> None:
    small.cover()
    tables = small.tables()
    august = at(coverage.grid(tables, ()), "visits", "2023-08-01")
    assert (august.events, august.hidden, august.silent) == ((), 1, False)


def test_on_a_past_day_there_is_nothing_later_and_a_month_that_goes_on_is_not_silent(small: Small) -> None:
    small.cover()
    found = grid(as_known(small.tables(), date(2023, 10, 5)))
    assert found.columns[-1].first == date(2023, 10, 1)
    assert at(found, "visits", "2023-09-01").silent
    assert not at(found, "visits", "2023-10-01").silent


def test_without_events_and_searches_there_are_no_months(small: Small) -> None:
    found = grid(as_known(small.tables(), date(1950, 1, 1)))
    assert (found.columns, found.cells, found.searched) == ((), (), None)


@given(
    ids=st.lists(st.sampled_from(tuple(sample().events["id"])), unique=True).map(tuple),
    day=st.none() | st.dates(date(2022, 1, 1), date(2025, 12, 31)),
)
def test_every_shown_event_is_in_one_cell_or_named_as_unplaced(ids: tuple[str, ...], day: date | None) -> None:
    tables = as_known(sample(), day)
    shown = tuple(one for one in ids if one in tables.records)
    found = coverage.grid(tables, shown)
    held = [event for cell in found.cells for event in cell.events]
    assert sorted([*held, *found.unplaced]) == sorted(shown)
    assert len(found.cells) == len(found.columns) * len(tables.registers.categories)
    for cell in found.cells:
        assert sum(cell.days.values()) == (cell.column.last - cell.column.first).days + 1

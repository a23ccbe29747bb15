"""What the record rests on, counted on the small record and held to properties on a larger one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import sources
from dateline.known import as_known
from dateline.sources import BYS, By, Group
from dateline.tables import Tables
from tests.conftest import Small, sample, source

VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
CLAIM, DENIAL = "2023-10-13-containers", "2023-10-20-denial"


def every(tables: Tables) -> tuple[str, ...]:
    return tuple(tables.events["id"])


def row(tables: Tables, by: By, key: str) -> dict[str, int]:
    table = sources.rests(tables, every(tables), by).set_index("id")
    return {str(name): int(str(number)) for name, number in table.loc[key].items()}


def some(*, least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(every(sample())), unique=True, min_size=least).map(tuple)


def test_an_event_counts_once_for_an_origin_however_many_pages_carry_it(small: Small) -> None:
    tables = small.tables()
    assert row(tables, "origin", "white-house") == {"events": 1, "alone": 1, "sources": 2, "weak": 0}
    assert row(tables, "publisher", "yonhap") == {"events": 3, "alone": 2, "sources": 3, "weak": 0}
    assert row(tables, "country", "Utopia") == {"events": 2, "alone": 1, "sources": 2, "weak": 1}
    assert row(tables, "type", "content farm") == {"events": 1, "alone": 1, "sources": 1, "weak": 1}


def test_an_origin_counts_for_its_outermost_body_and_a_page_for_each_of_its_origins(small: Small) -> None:
    small.visit["sources"] = [source(origin=["kcna", "kim-jong-un"])]
    tables = small.tables()
    assert row(tables, "party", "north-korea") == {"events": 1, "alone": 1, "sources": 1, "weak": 0}
    assert row(tables, "origin", "kcna")["alone"] == 0
    assert VISIT in sources.on_one(tables, every(tables), "party")
    assert VISIT not in sources.on_one(tables, every(tables), "origin")
    assert row(tables, "party", "gazette")["alone"] == 0


def test_a_page_that_gives_only_background_does_not_vouch(small: Small) -> None:
    small.claim["sources"].append(
        source("2023-10-14", url="https://gazette.example/b", publisher="gazette", origin="kremlin", stance="context")
    )
    tables = small.tables()
    assert CLAIM in sources.on_one(tables, every(tables), "party")
    assert CLAIM not in sources.events_on(tables, every(tables), "origin", "kremlin")


def test_a_page_that_was_not_out_does_not_count_on_an_earlier_day(small: Small) -> None:
    tables = small.tables()
    then = as_known(tables, date(2023, 10, 13))
    assert CLAIM in sources.events_on(tables, every(tables), "publisher", "gazette")
    assert sources.events_on(then, every(then), "publisher", "gazette") == ()
    assert CLAIM in sources.on_one(then, every(then), "publisher")
    assert CLAIM not in sources.on_one(tables, every(tables), "publisher")


def test_an_event_without_a_page_by_then_rests_on_nothing_and_is_named(small: Small) -> None:
    small.visit["sources"] = [source("2023-08-15")]
    tables = small.tables()
    then = as_known(tables, date(2023, 8, 14))
    assert sources.without_pages(then, every(then)) == (VISIT,)
    assert sources.on_one(then, every(then), "party") == ()
    assert sources.weak_only(then, every(then)) == ()
    assert sources.without_pages(tables, every(tables)) == ()


def test_weak_pages_and_the_events_with_nothing_better(small: Small) -> None:
    small.claim["sources"].append(
        source("2023-10-14", url="https://farm.example/b", publisher="farm", origin="white-house", weak=True)
    )
    tables = small.tables()
    assert list(sources.weak_pages(tables, every(tables))["event"]) == [CLAIM, DENIAL]
    assert sources.weak_only(tables, every(tables)) == (DENIAL,)


def test_days_to_the_report_count_from_the_last_day_and_only_where_both_are_exact(small: Small) -> None:
    small.add(
        "visits", "2023-09-01-vague", date="[2023-09-01..2023-09-05]", reported="2023-09-20", sources=[source("2023-09-20")]
    )
    small.add("visits", "2023-12-01-late", reported="2023-12-11", sources=[source("2023-12-11")])
    tables = small.tables()
    found = sources.lags(tables, every(tables)).set_index("event")
    assert found["days"][VISIT] == 2
    assert found["days"][DRILL] == 0  # reported on its first day, while it went on
    assert found["why"]["2023-09-01-vague"] == "uncertain"
    visits = sources.lag_summary(tables, every(tables)).set_index("id").loc["visits"]
    assert (visits["n"], visits["q1"], visits["median"], visits["q3"], visits["longest"]) == (2, 4, 6, 8, 10)
    assert (visits["uncertain"], visits["unreported"]) == (1, 0)


def test_years_before_the_record_is_told_by_months_are_one_group(small: Small) -> None:
    small.add("drills", "1976-06-01-first", date="1976-06", reported="1976-06")
    tables = small.tables()
    years = sources.shares(tables, every(tables), (VISIT,), "year")
    assert list(years.itertuples(index=False, name=None)) == [("before 2022", 1, 0, 0.0), ("2023", 4, 1, 0.25)]


def test_second_readings_are_those_with_a_day(small: Small) -> None:
    small.visit["reviewed"] = "2023-09-01"
    tables = small.tables()
    assert sources.reviewed(tables, every(tables)) == (VISIT,)


@given(ids=some(), by=st.sampled_from(BYS))
def test_what_rests_on_somebody_is_what_is_listed_under_them(ids: tuple[str, ...], by: By) -> None:
    tables = sample()
    table = sources.rests(tables, ids, by)
    for key, events, alone, number, weak in table.itertuples(index=False):
        listed = sources.events_on(tables, ids, by, key)
        assert len(listed) == events
        assert alone <= events <= number
        assert weak <= number
        assert set(listed) <= set(ids)
    covered = {event for key in table["id"] for event in sources.events_on(tables, ids, by, key)}
    assert covered | set(sources.without_pages(tables, ids)) == set(ids)
    assert table["alone"].sum() == len(sources.on_one(tables, ids, by))


@given(ids=some(), by=st.sampled_from(("category", "year")))
def test_shares_add_up(ids: tuple[str, ...], by: Group) -> None:
    tables = sample()
    chosen = sources.on_one(tables, ids, "party")
    table = sources.shares(tables, ids, chosen, by)
    assert table["events"].sum() == len(ids)
    assert table["chosen"].sum() == len(chosen)
    assert all(0 <= share <= 1 for share in table["share"])


@given(ids=some())
def test_every_event_is_counted_or_left_out_for_one_reason(ids: tuple[str, ...]) -> None:
    table = sources.lag_summary(sample(), ids).set_index("id")
    for _, here in table.iterrows():
        assert here["n"] == 0 or 0 <= here["q1"] <= here["median"] <= here["q3"] <= here["longest"]
    assert table.loc["", ["n", "uncertain", "unreported"]].sum() == len(ids)
    assert (table.drop("")[["n", "uncertain", "unreported"]].sum() == table.loc["", ["n", "uncertain", "unreported"]]).all()


@given(day=st.dates(date(2022, 1, 1), date(2026, 12, 31)))
def test_a_later_day_never_knows_of_fewer_sources(day: date) -> None:
    tables = sample()
    then = as_known(tables, day)
    now = {(one.event, one.number) for one in sources.vouching(tables).itertuples()}
    assert {(one.event, one.number) for one in sources.vouching(then).itertuples()} <= now


@pytest.mark.parametrize("by", BYS)
def test_nothing_rests_on_nothing(by: By) -> None:
    tables = sample()
    assert sources.rests(tables, (), by).empty
    assert sources.shares(tables, (), (), "year").empty
    assert list(sources.lag_summary(tables, ())["n"]) == [0]

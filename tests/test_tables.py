"""Tables of a record: names, types, order, and a fingerprint that follows the content."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

import dateline
from dateline.known import MOST_DAYS, as_known
from dateline.reader import read
from dateline.selection import Selection, apply, facets
from dateline.tables import Tables, build
from tests.conftest import Small, source


def test_one_row_an_event_with_the_documented_columns_in_order_of_date(small: Small) -> None:
    events = small.tables().events
    assert list(events["id"]) == ["2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers", "2023-10-20-denial"]
    documented = (Tables.__doc__ or "").split("one row an event:")[1].split("``end``")[0]
    for column in events.columns:
        assert column in documented, f"{column} is not described"
    first = events.iloc[0]
    assert (first["title"], first["category"], first["kind_name"]) == ("Kim Jong Un tours missile plants", "visits", "plant")
    assert (first["date"], first["when"]) == ("2023-08-11/2023-08-12", "11–12 August 2023")
    assert (first["party"], first["status"], first["claimed_by"]) == ("north-korea", "self-reported", ("kcna",))
    assert first["reported"] == pd.Timestamp("2023-08-14")


def test_dates_are_whole_days_without_a_zone_and_ids_are_text(small: Small) -> None:
    events = small.tables().events
    for column in ("start", "end", "earliest", "latest", "reported"):
        assert str(events[column].dtype) == "datetime64[s]"
    for column in ("id", "category", "status", "place", "series", "date"):
        assert str(events[column].dtype) == "str"
    for column in ("lasted", "approximate", "uncertain", "exact"):
        assert events[column].dtype == bool


@pytest.mark.parametrize(
    ("written", "missing"), [("2023-09-01/..", {"end", "latest"}), ("[..2023-09-01]", {"earliest"}), ("2023-09-01~", set())]
)
def test_what_is_not_bounded_is_not_a_time(written: str, missing: set[str], small: Small) -> None:
    small.add("visits", "2023-09-01-x", date=written)
    tables = small.tables()
    row = tables.events.iloc[tables.position["2023-09-01-x"]]
    assert {name for name in ("start", "end", "earliest", "latest") if pd.isna(row[name])} == missing


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_calendars_ends_fit_into_the_tables(year: str, small: Small) -> None:
    small.add("visits", f"{year}-06-01-x", date=f"{year}-06-01~", reported="9999", sources=[source("9999")])
    tables = small.tables()
    assert tables.events["start"].iloc[tables.position[f"{year}-06-01-x"]].year == int(year)


def test_a_link_to_an_event_that_is_not_there_has_no_row(small: Small) -> None:
    small.drill["kind"] = "exersise"
    small.claim["links"].append({"to": "2023-08-21-summer-drill", "kind": "refers-to", "basis": "documented", "source": 1})
    tables = build(small.check())
    assert list(zip(tables.links["event"], tables.links["to"], strict=True)) == [
        ("2023-10-13-containers", "2023-08-11-plants"),
        ("2023-10-20-denial", "2023-10-13-containers"),
    ]
    assert list(tables.links["basis"]) == ["documented", "documented"]
    assert list(tables.links["inverse"]) == ["refers-to of", "denies of"]
    assert tables.held_back == {"events/drills/2023.yaml": 1}


def test_links_are_known_from_both_ends(small: Small) -> None:
    linked = small.tables().linked
    assert [(other.id, link.kind, mine) for other, link, mine in linked["2023-10-13-containers"]] == [
        ("2023-08-11-plants", "refers-to", True),
        ("2023-10-20-denial", "denies", False),
    ]
    assert linked["2023-08-21-summer-drill"] == []


def test_an_event_involves_its_actors_and_claimants_with_the_bodies_above_them(small: Small) -> None:
    involved = small.tables().involved
    assert involved["2023-08-11-plants"] == {"kim-jong-un", "kcna", "north-korea"}
    assert involved["2023-10-20-denial"] == {"kremlin", "russia"}


def test_the_long_tables_hold_one_row_a_thing(small: Small) -> None:
    tables = small.tables()
    assert tuple(tables.actors.iloc[0]) == ("2023-08-11-plants", "kim-jong-un", "visitor")
    assert len(tables.sources) == 5
    row = tables.sources[tables.sources["event"] == "2023-10-20-denial"].iloc[0]
    assert (row["number"], row["publisher"], row["weak"], row["origins"]) == (1, "farm", True, ("kremlin",))
    assert list(tables.stances.iloc[0]) == ["2023-10-13-containers", "shells", "affirms", "white-house"]
    quantity = tables.quantities.iloc[0]
    assert (quantity["value"], quantity["bound"], quantity["unit"], quantity["as_of"]) == (1000.0, "over", "container", "")
    assert pd.isna(quantity["value_to"])


def test_the_fingerprint_is_the_same_for_the_same_content(small: Small, tmp_path: Path) -> None:
    one = small.tables().fingerprint
    small.folder = tmp_path / "elsewhere"
    small.events.reverse()
    assert small.tables().fingerprint == one
    assert len(one) >= 16


CHANGES: list[Callable[[Small], object]] = [
    lambda s: s.visit.update(title="Kim Jong Un tours other plants"),
    lambda s: s.visit.update(date="2023-08-11/2023-08-13"),
    lambda s: s.visit.update(date="2023-08-11?"),
    lambda s: s.visit["sources"][0].update(published="2023-08-15"),
    lambda s: s.visit["quotes"][0].update(text="fewer of them"),
    lambda s: s.entry("actors", "kcna").update(name="Korean Central News Agency"),
    lambda s: s.entry("series", "old-drill").update({"from": "1977"}),
    lambda s: s.entry("units", "container").update(plural="boxes"),
    lambda s: s.add("visits", "2023-09-01-x"),
    lambda s: s.events.pop(),
]


VISIT, DRILL, CLAIM, DENIAL = "2023-08-11-plants", "2023-08-21-summer-drill", "2023-10-13-containers", "2023-10-20-denial"


def known(small: Small, day: str) -> Tables:
    return as_known(small.tables(), date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "there"),
    [
        ("1999-01-01", []),
        ("2023-08-13", []),
        ("2023-08-14", [VISIT]),
        ("2023-10-13", [VISIT, DRILL, CLAIM]),
        ("2023-10-20", [VISIT, DRILL, CLAIM, DENIAL]),
    ],
)
def test_as_known_on_a_day_holds_what_had_been_reported_by_its_end(day: str, there: list[str], small: Small) -> None:
    assert list(known(small, day).records) == there


def test_what_was_told_of_months_later_is_absent_until_then(small: Small) -> None:
    small.add("visits", "2022-11-09-late", reported="2023-08-14")
    assert "2022-11-09-late" not in known(small, "2023-08-13").records
    assert "2022-11-09-late" in known(small, "2023-08-14").records


def test_a_report_of_some_day_in_a_month_counts_as_known_at_its_end(small: Small) -> None:
    small.visit["reported"] = "2023-08"
    assert VISIT not in known(small, "2023-08-30").records
    assert VISIT in known(small, "2023-08-31").records


def test_the_status_is_that_of_the_day(small: Small) -> None:
    assert known(small, "2023-10-19").status[CLAIM] == "alleged"
    assert known(small, "2023-10-20").status[CLAIM] == "disputed"
    small.visit["sources"].append(source("2023-09-01", origin="jcs", stance="corroborates"))
    assert known(small, "2023-08-31").status[VISIT] == "self-reported"
    assert known(small, "2023-09-01").status[VISIT] == "corroborated"


def test_a_link_is_there_when_both_ends_and_its_ground_were_known(small: Small) -> None:
    def link(day: str) -> bool:
        tables = known(small, day)
        rows = set(zip(tables.links["event"], tables.links["to"], strict=True))
        assert bool(tables.linked.get(CLAIM)) == bool(rows & {(CLAIM, VISIT), (DENIAL, CLAIM)})
        return (CLAIM, VISIT) in rows

    # The page that draws it came out on 14 October.
    assert [link(day) for day in ("2023-10-12", "2023-10-13", "2023-10-14")] == [False, False, True]


def test_today_is_the_tables_themselves_and_each_day_is_made_once(small: Small) -> None:
    tables = small.tables()
    assert as_known(tables, None) is tables
    day = date(2023, 9, 1)
    assert as_known(tables, day) is as_known(tables, day)
    assert as_known(tables, day).on == day
    for n in range(MOST_DAYS):
        as_known(tables, day + timedelta(days=n + 1))
    assert len(tables.days) == MOST_DAYS
    assert day not in tables.days


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_the_fingerprint_changes_with_the_content(change: Callable[[Small], object], small: Small) -> None:
    before = build(small.read()).fingerprint
    change(small)
    assert build(small.read()).fingerprint != before


def test_the_fingerprint_changes_when_an_event_moves_to_another_category(small: Small) -> None:
    before = build(small.read()).fingerprint
    small.write()
    (small.folder / "arms/2023.yaml").rename(small.folder / "visits/2022.yaml")
    assert build(read(small.folder)).fingerprint != before


def test_an_empty_record_makes_empty_tables_that_can_be_used(tmp_path: Path) -> None:
    tables = dateline.load(tmp_path / "nothing")
    assert len(tables.events) == len(tables.links) == len(tables.sources) == len(tables.actors) == 0
    assert len(tables.problems) == 1
    shown = apply(Selection(q="x", actor=("a",), status=("alleged",)), tables)
    assert (shown.ids, shown.drawn, shown.total, shown.hidden_by_several) == ((), (), 0, 0)
    assert facets(Selection(), tables) == {"actor": {}, "category": {}, "status": {}}
    assert str(tables.events["start"].dtype) == "datetime64[s]"


def test_a_broken_file_leaves_the_rest_and_is_counted(small: Small) -> None:
    folder = small.write()
    (folder / "arms/2023.yaml").write_text("- id: a\n- id: [\n", encoding="utf-8")
    tables = dateline.load(folder)
    assert len(tables.events) == 2
    assert tables.held_back == {"events/arms/2023.yaml": 2}


def test_the_record_knows_the_day_it_was_last_changed_on_whichever_day_is_shown(small: Small) -> None:
    assert small.tables().changed is None
    small.visit["changes"] = [{"on": "2024-02-01", "kind": "added"}, {"on": "2024-03-01", "kind": "extended", "about": "a page"}]
    small.denial["reviewed"] = "2024-04-01"
    tables = small.tables()
    assert tables.changed == date(2024, 4, 1)
    assert as_known(tables, date(2023, 8, 20)).changed == date(2024, 4, 1)

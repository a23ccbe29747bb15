"""Events by place, and what a map of an area can show: nothing is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import places
from dateline.places import COARSE, sorted_out, spots
from dateline.registers import WORLD
from dateline.tables import build
from tests.conftest import Small, sample


@given(st.data())
def test_every_event_is_on_the_map_outside_it_or_without_a_place_and_never_twice(data: st.DataObject) -> None:
    tables = sample()
    ids = tuple(data.draw(st.lists(st.sampled_from(list(tables.events["id"])), unique=True, max_size=40)))
    area = data.draw(st.sampled_from([*tables.registers.areas.values()]))
    inside, outside, nowhere = sorted_out(area, spots(tables, ids))
    found = [event for spot in (*inside, *outside, *nowhere) for event in spot.events]
    assert sorted(found) == sorted(ids)
    assert places.counted([*inside, *outside, *nowhere]) == len(ids)
    assert all(sum(number for _, number in spot.categories) == len(spot.events) for spot in (*inside, *outside, *nowhere))


def test_the_three_groups_hold_all_of_a_record_with_a_far_and_an_undisclosed_place(small: Small) -> None:
    tables = small.tables()
    groups = sorted_out(tables.registers.areas["korea"], spots(tables, tuple(tables.events["id"])))
    named = [{spot.place for spot in group} for group in groups]
    assert named[0] == {"pyongyang"}
    assert "washington" in named[1]
    assert named[2] == {"undisclosed-north-korea"}
    assert sum(places.counted(group) for group in groups) == len(tables.events)


def test_places_are_told_by_number_of_events_and_events_keep_their_order(small: Small) -> None:
    small.add("drills", "2023-12-01-more", place="washington")
    small.add("arms", "2023-12-02-yet-more", place="washington")
    tables = small.tables()
    ids = tuple(reversed(tables.events["id"]))
    found = spots(tables, ids)
    assert [len(spot.events) for spot in found] == sorted((len(spot.events) for spot in found), reverse=True)
    first = found[0]
    assert first.place == "washington"
    assert list(first.events) == [one for one in ids if one in first.events]
    assert dict(first.categories) == {"arms": 2, "drills": 1}


@pytest.mark.parametrize(
    ("entry", "located"),
    [
        ({"lat": 39.0, "lon": 125.0}, True),
        ({"lat": 39.0, "lon": None}, False),
        ({"lat": None, "lon": 125.0}, False),
        ({"lat": 0.0, "lon": 0.0}, True),
    ],
)
def test_a_place_with_half_a_point_or_none_is_on_no_map_whatever_its_precision(
    entry: dict[str, float | None], located: bool, small: Small
) -> None:
    place = small.entry("places", "pyongyang")
    del place["lat"], place["lon"]
    place |= {key: value for key, value in entry.items() if value is not None}
    # The checks name half a point; a record that is not checked may still hold one.
    tables = build(small.read())
    spot = next(spot for spot in spots(tables, tuple(tables.events["id"])) if spot.place == "pyongyang")
    assert spot.located is located
    assert places.shows(WORLD, spot) is located


@pytest.mark.parametrize(("lat", "lon"), [(90, 0), (-90, 0), (89.9, 180), (-77.8, 166.7)])
def test_the_poles_lie_outside_every_map(lat: float, lon: float, small: Small) -> None:
    small.entry("places", "pyongyang").update(lat=lat, lon=lon)
    tables = small.tables()
    found = spots(tables, tuple(tables.events["id"]))
    spot = next(spot for spot in found if spot.place == "pyongyang")
    assert all(spot in sorted_out(area, found)[1] for area in tables.registers.areas.values())


def test_the_ends_of_a_map_belong_to_it(small: Small) -> None:
    box = small.tables().registers.areas["korea"]
    for lat, lon in ((box.south, box.west), (box.north, box.east)):
        small.entry("places", "pyongyang").update(lat=lat, lon=lon)
        tables = small.tables()
        found = spots(tables, tuple(tables.events["id"]))
        assert "pyongyang" in {spot.place for spot in sorted_out(box, found)[0]}


def test_a_place_that_no_register_knows_keeps_its_events(small: Small) -> None:
    tables = small.tables()
    known = dict(tables.registers.places)
    del known["pyongyang"]
    object.__setattr__(tables.registers, "places", known)
    spot = next(spot for spot in spots(tables, tuple(tables.events["id"])) if spot.place == "pyongyang")
    assert (spot.name, spot.located, spot.precision) == ("pyongyang", False, "undisclosed")


def test_what_is_coarser_has_the_larger_disc() -> None:
    assert COARSE["province"] < COARSE["sea-area"] < COARSE["country"]

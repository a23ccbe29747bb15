"""The two sets of a before-and-after analysis and the span over which they are compared."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.dates import parse
from dateline.known import as_known
from dateline.samples import bounds, days, members, sample
from tests.conftest import Small

VISITS, DRILLS = ("category:visits",), ("series:summer-drill",)
VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"


def test_a_set_is_any_of_one_field_and_all_of_several(small: Small) -> None:
    tables = small.tables()
    assert members(tables, ("category:visits", "category:drills")) == (VISIT, DRILL)
    assert members(tables, ("category:visits", "category:drills", "kind:exercise")) == (DRILL,)
    assert members(tables, ("category:visits", "series:summer-drill")) == ()
    assert members(tables, ("kind:denial", "kind:allegation")) == ("2023-10-13-containers", "2023-10-20-denial")
    assert members(tables, ()) == members(tables, ("nothing",)) == members(tables, ("category:",)) == ()


def test_an_actor_is_found_with_its_parts_and_a_standing_cuts_a_set(small: Small) -> None:
    tables = small.tables()
    assert members(tables, ("actor:south-korea",)) == (DRILL,)
    assert members(tables, ("actor:north-korea", "category:visits")) == (VISIT,)
    assert members(tables, ("category:arms",), ("alleged",)) == ()
    assert members(tables, ("category:arms",), ("disputed",)) == ("2023-10-13-containers",)


def test_the_span_is_from_the_first_to_the_last_event_of_both_sets(small: Small) -> None:
    found = sample(small.tables(), DRILLS, VISITS)
    assert found.span == (date(2023, 8, 11), date(2023, 8, 21))
    assert (found.anchors.ids, found.others.ids) == ((DRILL,), (VISIT,))
    assert found.searched == {}


def test_a_period_is_the_span_and_what_may_have_begun_outside_is_counted(small: Small) -> None:
    small.add("visits", "2023-08-20-late", date="[2023-08-20..2023-09-02]")
    found = sample(small.tables(), DRILLS, VISITS, (date(2023, 8, 1), date(2023, 8, 31)))
    assert found.span == (date(2023, 8, 1), date(2023, 8, 31))
    assert found.others.ids == (VISIT,)
    assert found.outside == (0, 1)


def test_the_coverage_cuts_the_span_and_a_stretch_that_lies_apart_is_named(small: Small) -> None:
    small.cover(id="one", **{"from": "2023-08-05", "to": "2023-08-25"})
    small.cover(id="joined", thoroughness="partial", **{"from": "2023-08-26", "to": "2023-08-31"})
    small.cover(id="apart", **{"from": "2023-10-01", "to": "2023-10-10"})
    small.cover(id="none", thoroughness="selected", **{"from": "2023-09-01", "to": "2023-09-30"})
    found = sample(small.tables(), DRILLS, VISITS, (date(2023, 1, 1), date(2023, 12, 31)))
    assert found.span == (date(2023, 8, 5), date(2023, 8, 31))
    assert found.gaps == ((date(2023, 10, 1), date(2023, 10, 10)),)
    assert found.searched == {"visits": (found.span, *found.gaps)}
    assert found.partial == ("visits",)
    thorough = sample(small.tables(), DRILLS, VISITS, (date(2023, 8, 1), date(2023, 8, 25)))
    assert (thorough.searched, thorough.partial) == (found.searched, ())


def test_where_nothing_was_searched_for_both_there_is_no_span(small: Small) -> None:
    small.cover(thoroughness="selected")
    found = sample(small.tables(), DRILLS, VISITS)
    assert found.span is None
    assert len(found.anchors) == len(found.others) == 0
    assert found.outside == (1, 1)


def test_an_event_of_both_sets_is_an_anchor_only(small: Small) -> None:
    found = sample(small.tables(), VISITS, ("actor:kcna", "actor:jcs"))
    assert found.shared == 1
    assert found.others.ids == (DRILL,)


def test_events_without_bounds_are_left_out_and_counted(small: Small) -> None:
    small.add("visits", "2023-08-15-some-time", date="[..2023-08-15]")
    small.add("drills", "2023-08-16-goes-on", date="2023-08-16/..", series="summer-drill")
    found = sample(small.tables(), DRILLS, VISITS)
    assert found.unbounded == (1, 1)
    assert (found.anchors.ids, found.others.ids) == ((DRILL,), (VISIT,))


def test_only_what_was_known_on_a_day_is_compared(small: Small) -> None:
    then = as_known(small.tables(), date(2023, 8, 15))
    found = sample(then, DRILLS, VISITS)
    assert (len(found.anchors), len(found.others)) == (0, 1)
    assert sample(then, DRILLS, VISITS, (date(2023, 8, 1), date(2023, 8, 31))).span == (date(2023, 8, 1), date(2023, 8, 15))
    assert sample(then, DRILLS, VISITS, (date(2023, 9, 1), date(2023, 9, 30))).span is None
    assert sample(small.tables(), DRILLS, VISITS, (date(2023, 8, 1), date(2100, 12, 31))).span == (date(2023, 8, 1), date.today())


def test_empty_sets_have_no_span(small: Small) -> None:
    assert sample(small.tables(), (), ()).span is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("2023-08-11", ("2023-08-11", "2023-08-11", "2023-08-11", "2023-08-11")),
        ("2023-08", ("2023-08-01", "2023-08-31", "2023-08-01", "2023-08-31")),
        ("2023-08-11~", ("2023-08-08", "2023-08-14", "2023-08-08", "2023-08-14")),
        ("[2023-08-01..2023-08-05]", ("2023-08-01", "2023-08-05", "2023-08-01", "2023-08-05")),
        ("2023-08-21/2023-08-31", ("2023-08-21", "2023-08-21", "2023-08-31", "2023-08-31")),
        ("2023-02/2023-03-05", ("2023-02-01", "2023-02-28", "2023-03-05", "2023-03-05")),
    ],
)
def test_an_end_is_bounded_as_it_is_written(text: str, ends: tuple[str, ...]) -> None:
    assert bounds(parse(text)) == tuple(map(date.fromisoformat, ends))


@pytest.mark.parametrize("text", ["[..2023-08-05]", "2023-08/.."])
def test_what_is_open_at_one_end_has_no_bounds(text: str) -> None:
    assert bounds(parse(text)) is None
    assert len(days(["a"], [parse(text)])) == 0

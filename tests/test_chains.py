"""Chains: what led to an event and what followed, along links, never back in time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dateline.chains import MOST_EVENTS, Chain, walk
from dateline.selection import Selection
from dateline.tables import Tables, build
from tests.conftest import Small, sample, source

Row = tuple[str, str, str]


def record(small: Small, days: dict[str, str], links: list[Row]) -> Tables:
    """Events by letter and day, and links (from, to, kind) between them; temporal where the kind is "near"."""
    ids = {letter: f"{day}-{letter}" for letter, day in days.items()}
    for letter, day in days.items():
        held: list[dict[str, Any]] = [
            {"to": ids[to], "kind": "refers-to", "basis": "temporal", "note": "same week"}
            if kind == "near"
            else {"to": ids[to], "kind": kind, "basis": "documented", "source": 1}
            for one, to, kind in links
            if one == letter
        ]
        small.add("arms", ids[letter], sources=[source(day)], reported=day, links=held)
    made = small.read()
    assert not made.problems, "\n".join(map(str, made.problems))
    return build(made)


def letters(ids: tuple[str, ...]) -> str:
    return "".join(one[-1] for one in ids)


def ties(chain: Chain) -> set[str]:
    return {f"{tie.near[-1]}{tie.far[-1]}" for tie in chain.ties}


DAYS = {"a": "2024-01-01", "b": "2024-02-01", "c": "2024-03-01", "d": "2024-03-01", "e": "2024-06-01"}


def test_a_chain_goes_back_and_forth_from_its_event_whoever_holds_the_link(small: Small) -> None:
    tables = record(small, DAYS, [("b", "a", "responds-to"), ("b", "c", "precedes"), ("e", "c", "denies")])
    chain = walk(tables, "2024-02-01-b", steps=2)
    assert (letters(chain.before), letters(chain.after)) == ("a", "ce")
    assert ties(chain) == {"ba", "bc", "ce"}
    assert chain.steps == {"2024-02-01-b": 0, "2024-01-01-a": 1, "2024-03-01-c": 1, "2024-06-01-e": 2}
    held = {tie.far[-1]: tie.own for tie in chain.ties}
    assert held == {"a": True, "c": True, "e": False}


def test_it_never_turns_back_in_time(small: Small) -> None:
    tables = record(small, DAYS, [("c", "a", "refers-to"), ("c", "b", "refers-to")])
    assert letters(walk(tables, "2024-01-01-a", steps=5).after) == "c"
    assert walk(tables, "2024-01-01-a", steps=5).before == ()


def test_of_one_day_the_order_of_the_record_counts(small: Small) -> None:
    tables = record(small, DAYS, [("d", "c", "refers-to")])
    assert letters(walk(tables, "2024-03-01-c", steps=1).after) == "d"
    assert letters(walk(tables, "2024-03-01-d", steps=1).before) == "c"


def test_steps_and_days_limit_it_and_both_ends_of_the_days_count(small: Small) -> None:
    tables = record(small, DAYS, [("b", "a", "refers-to"), ("c", "b", "refers-to"), ("e", "c", "refers-to")])
    assert letters(walk(tables, "2024-06-01-e", steps=1).before) == "c"
    assert letters(walk(tables, "2024-06-01-e", steps=3).before) == "abc"
    assert letters(walk(tables, "2024-06-01-e", steps=3, days=121).before) == "bc"
    assert letters(walk(tables, "2024-06-01-e", steps=3, days=120).before) == "c"


def test_links_that_are_not_followed_lead_nowhere(small: Small) -> None:
    tables = record(small, DAYS, [("b", "a", "near"), ("c", "b", "refers-to")])
    chain = walk(tables, "2024-03-01-c", steps=2, follows=Selection(basis=("documented",)).follows)
    assert letters(chain.before) == "b"
    assert letters(walk(tables, "2024-03-01-c", steps=2).before) == "ab"


def test_two_ways_to_one_event_are_both_told_and_the_shorter_one_counts(small: Small) -> None:
    tables = record(small, DAYS, [("c", "b", "refers-to"), ("c", "a", "refers-to"), ("b", "a", "responds-to")])
    chain = walk(tables, "2024-03-01-c", steps=3)
    assert ties(chain) == {"cb", "ca", "ba"}
    assert chain.steps["2024-01-01-a"] == 1


def test_what_is_too_much_is_left_out_and_counted_the_farthest_first(small: Small) -> None:
    many = [f"{1990 + n}-01-01" for n in range(MOST_EVENTS + 3)]
    hub = "2030-01-01-hub"
    for n, day in enumerate(many):
        small.add("arms", f"{day}-n{n}", sources=[source(day)], reported=day)
    links = [{"to": f"{day}-n{n}", "kind": "refers-to", "basis": "documented", "source": 1} for n, day in enumerate(many)]
    small.add("arms", hub, sources=[source("2030-01-01")], reported="2030-01-01", links=links)
    chain = walk(build(small.read()), hub, steps=1)
    assert len(chain.before) == MOST_EVENTS
    assert chain.left_out == 3
    assert chain.before[0].startswith("1993")


@given(st.data())
def test_any_chain_is_in_order_reached_by_its_ties_and_within_its_limits(data: st.DataObject) -> None:
    tables = sample()
    event = data.draw(st.sampled_from(sorted(tables.records)))
    steps, days = data.draw(st.integers(1, 4)), data.draw(st.none() | st.integers(1, 400))
    chain = walk(tables, event, steps=steps, days=days)
    order = [*chain.before, event, *chain.after]
    assert [tables.position[one] for one in order] == sorted(tables.position[one] for one in order)
    assert len(set(order)) == len(order)
    assert set(order) == set(chain.steps)
    assert max(chain.steps.values()) <= steps
    for one in order:
        if one != event:
            nearest = min(chain.steps[tie.near] for tie in chain.ties if tie.far == one)
            assert chain.steps[one] == nearest + 1
    if days is not None:
        starts = [tables.records[one].event.date.start for one in order]
        assert all(abs((day - tables.records[event].event.date.start).days) <= days for day in starts)

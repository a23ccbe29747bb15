"""Who is named with whom: counted by events, never a body with its own part, drawn in an order that is the same every time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import together
from dateline.tables import Tables, build
from dateline.together import MOST_NODES, MOST_PAIRS, Pair
from tests.conftest import Small, sample

VISIT, CLAIM = "2023-08-11-plants", "2023-10-13-containers"


@pytest.fixture
def tables(small: Small) -> Tables:
    return small.tables()


def every(tables: Tables) -> list[str]:
    return list(tables.events["id"])


def test_two_that_share_an_event_are_a_pair_with_its_number_and_ends(small: Small) -> None:
    small.add("arms", "2023-11-01-more", actors=small.claim["actors"], claimed_by=["white-house"])
    tables = small.tables()
    assert together.company(tables, "white-house", every(tables)) == [
        Pair("white-house", "north-korea", 2, CLAIM, "2023-11-01-more")
    ]
    tables.memory.clear()
    assert together.pairs(tables, every(tables), {"united-states", "north-korea"}) == [
        Pair("north-korea", "united-states", 2, CLAIM, "2023-11-01-more")
    ]
    # What is remembered of other pages would be let go for it.
    assert len(tables.memory) == 1


def test_a_body_and_its_part_are_no_pair_but_two_parts_are(tables: Tables) -> None:
    assert together.company(tables, "north-korea", [VISIT]) == []
    assert together.company(tables, "kim-jong-un", [VISIT]) == [Pair("kim-jong-un", "kcna", 1, VISIT, VISIT)]


def test_drawn_are_outermost_bodies_and_persons(tables: Tables) -> None:
    assert together.leading(tables) == {"north-korea", "kim-jong-un", "south-korea", "united-states", "russia"}
    found = together.network(tables, every(tables))
    assert set(found.nodes) == {"north-korea", "united-states"}
    assert (found.pairs, found.least, found.left_out) == ((Pair("north-korea", "united-states", 1, CLAIM, CLAIM),), 1, 3)
    assert found.counts == {"north-korea": 2, "united-states": 1}


def test_the_network_of_one_actor_holds_it_though_it_is_a_part_and_counts_shared_events(tables: Tables) -> None:
    found = together.network(tables, every(tables), "white-house")
    assert found.nodes == ("white-house", "north-korea")
    assert found.counts["north-korea"] == 1


def test_without_company_there_is_nothing_to_draw(tables: Tables) -> None:
    found = together.network(tables, [VISIT], "kim-jong-un")
    assert (found.nodes, found.pairs) == ((), ())
    assert together.network(tables, []).pairs == ()


def test_only_the_most_frequent_have_a_place(small: Small) -> None:
    for n in range(30):
        small.registers["actors"].append({"id": f"state-{n:02}", "name": f"State {n:02}", "type": "state"})
        small.claim["actors"].append({"who": f"state-{n:02}", "role": "supplier"})
    found = together.network(build(small.read()), [CLAIM])
    assert len(found.nodes) == MOST_NODES
    assert found.left_out == 32 - MOST_NODES


def test_a_person_stands_beside_its_body(small: Small) -> None:
    small.claim["actors"] += [{"who": who, "role": "supplier"} for who in ("kim-jong-un", "russia", "south-korea")]
    nodes = together.network(small.tables(), every(small.tables())).nodes
    assert nodes.index("kim-jong-un") == nodes.index("north-korea") + 1


WHO = st.sampled_from(sorted(sample().registers.actors))
IDS = st.lists(st.sampled_from(every(sample())), unique=True)


@given(WHO, IDS)
def test_company_is_what_the_tables_say(who: str, ids: list[str]) -> None:
    tables = sample()
    for pair in together.company(tables, who, ids):
        shared = [one for one in every(tables) if one in ids and {who, pair.other} <= tables.involved[one]]
        assert (pair.count, pair.first, pair.last) == (len(shared), shared[0], shared[-1])
        lines = together.above(tables)
        assert pair.other not in lines[who]
        assert who not in lines[pair.other]


@given(IDS, st.one_of(st.just(""), WHO))
def test_a_drawing_is_small_complete_and_the_same_in_any_order(ids: list[str], who: str) -> None:
    tables = sample()
    found = together.network(tables, ids, who)
    assert found == together.network(tables, ids[::-1], who)
    assert len(found.nodes) == len(set(found.nodes)) <= MOST_NODES
    assert {one for pair in found.pairs for one in (pair.one, pair.other)} == set(found.nodes)
    assert all(pair.count >= found.least for pair in found.pairs)
    inside = [one for one in ids if not who or who in tables.involved[one]]
    assert [pair for pair in together.pairs(tables, inside, found.nodes) if pair.count >= found.least] == list(found.pairs)


def test_lines_are_few_unless_all_stand_for_as_many_events() -> None:
    assert together._least([1] * MOST_PAIRS) == 1
    assert together._least([9] * 10 + [2] * MOST_PAIRS) == 3
    assert together._least([9] * 2 + [2] * MOST_PAIRS) == 2

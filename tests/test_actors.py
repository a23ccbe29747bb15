"""What the record says of an actor: named, stances, claims, roles, words, figures, months; each with the actor's parts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import actors
from dateline.known import as_known
from dateline.selection import Selection, apply
from dateline.standing import members
from dateline.tables import Tables, build
from tests.conftest import Small, sample

VISIT, DRILL = "2023-08-11-plants", "2023-08-21-summer-drill"
CLAIM, DENIAL = "2023-10-13-containers", "2023-10-20-denial"


@pytest.fixture
def tables(small: Small) -> Tables:
    small.denial["stances"] = [{"claim": "shells", "stance": "denies", "by": "kremlin", "source": 1}]
    return small.tables()


def every(tables: Tables) -> list[str]:
    return list(tables.events["id"])


def test_a_state_is_named_where_its_leader_or_agency_is(tables: Tables) -> None:
    assert actors.events_of(tables, "north-korea", every(tables)) == (VISIT, CLAIM)
    assert actors.events_of(tables, "kim-jong-un", every(tables)) == (VISIT,)
    assert actors.events_of(tables, "north-korea", [CLAIM]) == (CLAIM,)
    assert actors.counts(tables, every(tables))["north-korea"] == 2


def test_events_stand_in_order_of_date_however_they_are_given(tables: Tables) -> None:
    assert actors.events_of(tables, "north-korea", [CLAIM, VISIT]) == (VISIT, CLAIM)


def test_stances_are_counted_by_claim_with_those_of_parts(tables: Tables) -> None:
    found = actors.stances(tables, "russia", every(tables))
    assert found == {"shells": (actors.Said("denies", (DENIAL,), date(2023, 10, 20), date(2023, 10, 20)),)}
    assert actors.stances(tables, "united-states", every(tables))["shells"][0].stance == "affirms"
    assert actors.stances(tables, "north-korea", every(tables)) == {}
    assert actors.stances(tables, "russia", [VISIT]) == {}


def test_two_voices_of_one_side_in_one_event_are_one_event(small: Small) -> None:
    voices = [{"claim": "shells", "stance": "affirms", "by": by, "source": 1} for by in ("white-house", "united-states")]
    small.claim["stances"] = voices
    (said,) = actors.stances(small.tables(), "united-states", [CLAIM])["shells"]
    assert said.events == (CLAIM,)


def test_the_accused_are_those_of_the_register(tables: Tables) -> None:
    assert actors.accused_in(tables, "russia") == ("shells",)
    assert actors.accused_in(tables, "kremlin") == actors.accused_in(tables, "united-states") == ()


def test_claims_roles_words_and_figures_name_the_part_they_are_of(tables: Tables) -> None:
    assert actors.claimed_by(tables, "north-korea", every(tables)) == {VISIT: ("kcna",)}
    assert actors.roles(tables, "north-korea", every(tables)) == {
        "visitor": {VISIT: ("kim-jong-un",)},
        "supplier": {CLAIM: ("north-korea",)},
    }
    assert [(event, quote.text) for event, quote in actors.quotes(tables, "north-korea", every(tables))] == [
        (VISIT, "more of them")
    ]
    figures = actors.figures(tables, "united-states", every(tables))
    assert {claim: [(event, one.value) for event, one in rows] for claim, rows in figures.items()} == {"shells": [(CLAIM, 1000)]}
    for of in (actors.quotes, actors.figures, actors.roles, actors.claimed_by):
        assert not of(tables, "japan-that-nobody-knows", every(tables))


def test_the_tree_has_everyone_once_and_parts_below_their_bodies(tables: Tables) -> None:
    placed = list(actors.tree(tables.registers.actors, {"russia": 3, "north-korea": 2, "kcna": 2, "kim-jong-un": 5}))
    assert [(one.who, one.depth, one.rank) for one in placed][:5] == [
        ("russia", 0, 0), ("kremlin", 1, 0), ("north-korea", 0, 1), ("kim-jong-un", 1, 0), ("kcna", 1, 1),
    ]  # fmt: skip
    assert sorted(one.who for one in placed) == sorted(tables.registers.actors)


def test_a_circle_of_bodies_does_not_keep_anyone_out_of_the_family(tables: Tables) -> None:
    assert actors.family(tables, "north-korea") == members("north-korea", tables.registers.actors)


@pytest.mark.parametrize(
    ("when", "known"),
    [
        ("2023-08-11", True), ("2023-08", True), ("2023", False), ("2023/2024", False), ("2023-08-30/2023-09-04", True), ("2023-08-11~", True),
        ("2023-08-02~", False), ("[2023-08-01..2023-08-05]", True), ("[2023-08-30..2023-09-02]", False), ("[..2023-08-11]", False),
    ],
)  # fmt: skip
def test_an_event_stands_in_a_month_only_when_the_source_gives_it(small: Small, when: str, known: bool) -> None:
    small.visit["date"] = when
    small.visit["reported"] = "2023-09-14"
    found = actors.by_month(build(small.read()), [VISIT], 60)
    assert (found is not None) is known
    if found:
        assert found.counts == {"visits": {date(2023, 8, 1): 1}}


def test_only_the_latest_months_are_counted_and_the_rest_is_said(tables: Tables) -> None:
    found = actors.by_month(tables, every(tables), 2)
    assert found is not None
    assert (found.first, found.last) == (date(2023, 9, 1), date(2023, 10, 1))
    assert found.counts == {"arms": {date(2023, 10, 1): 2}}
    assert (found.earlier, found.undated) == (2, 0)


def test_on_a_past_day_only_what_was_known_is_told(tables: Tables) -> None:
    then = as_known(tables, date(2023, 10, 15))
    assert actors.stances(then, "russia", every(then)) == {}
    assert actors.stances(then, "united-states", every(then))


WHO = st.sampled_from(sorted(sample().registers.actors))
IDS = st.lists(st.sampled_from(every(sample())), unique=True)


@given(WHO, IDS)
def test_counts_are_what_the_tables_and_the_filter_say(who: str, ids: list[str]) -> None:
    tables = sample()
    named = actors.events_of(tables, who, ids)
    assert actors.counts(tables, ids)[who] == len(named)
    assert set(named) == set(ids) & set(apply(Selection(actor=(who,)), tables).ids)


@given(WHO, IDS)
def test_every_stance_role_claim_word_and_figure_is_found_once(who: str, ids: list[str]) -> None:
    tables, inside = sample(), set(ids)
    own = members(who, tables.registers.actors)
    rows = tables.stances[tables.stances["by"].isin(own) & tables.stances["event"].isin(inside)]
    found = actors.stances(tables, who, ids)
    told = {(claim, said.stance, event) for claim, voices in found.items() for said in voices for event in said.events}
    assert told == set(zip(rows["claim"], rows["stance"], rows["event"], strict=True))
    rows = tables.actors[tables.actors["who"].isin(own) & tables.actors["event"].isin(inside)]
    roles = actors.roles(tables, who, ids)
    assert {(role, event) for role, events in roles.items() for event in events} == set(
        zip(rows["role"], rows["event"], strict=True)
    )
    figures = tables.quantities[tables.quantities["by"].isin(own) & tables.quantities["event"].isin(inside)]
    assert sum(len(one) for one in actors.figures(tables, who, ids).values()) == len(figures)
    named = set(actors.events_of(tables, who, ids))
    assert {*actors.claimed_by(tables, who, ids), *(event for events in roles.values() for event in events)} == named


@given(WHO, st.integers(1, 80))
def test_months_leave_no_event_out(who: str, most: int) -> None:
    tables = sample()
    ids = actors.events_of(tables, who, every(tables))
    found = actors.by_month(tables, ids, most)
    if found:
        assert sum(sum(here.values()) for here in found.counts.values()) + found.earlier + found.undated == len(ids)
        assert all(found.first <= month <= found.last for here in found.counts.values() for month in here)

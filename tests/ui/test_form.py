"""What the browser says of the form of the Contribute page, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import checks, load
from dateline.tables import Tables
from dateline.ui.form import bearing
from dateline.ui.form_fields import (
    MOST_FIELDS,
    MOST_FORMS,
    MOST_NAMES,
    MOST_PARTS,
    MOST_TEXT,
    MOST_WRITTEN,
    Fields,
    Kept,
    kept_for,
)
from tests.conftest import Small

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.fixture
def tables(small: Small) -> Tables:
    small.tell()
    return small.tables()


def test_events_that_bear_on_a_draft_are_found_by_columns_as_by_going_through_all() -> None:
    tables = load(Path(__file__).parents[2] / "events")
    everything = tuple(tables.records.values())
    found = 0
    for located in [*everything[::7], *(one for one in everything if one.event.former_ids)]:
        wanted = {one.event.id for one in checks._bearing_on(located, everything)}
        assert wanted <= {one.event.id for one in bearing(tables, located)}
        found += len(wanted)
    assert found > len(everything) / 7


@given(ANYTHING, ANYTHING, ANYTHING)
def test_the_browser_may_send_anything(sent: object, fields: object, more: object) -> None:
    kept = Kept(counts={"actors": 1})
    kept.take(sent)
    kept.take({"n": sent, "fields": fields, "more": more})
    kept.take({"fields": {"title": fields}})
    assert all(isinstance(value, str | list) for value in kept.fields.values())


def test_no_more_is_kept_than_a_record_holds() -> None:
    kept = Kept(counts={"actors": 1, "sources": 20})
    kept.take({"fields": {f"a-{n}": "x" for n in range(5000)}})
    kept.take({"fields": {f"b-{n}": "x" for n in range(5000)}})
    assert len(kept.fields) == MOST_FIELDS
    kept = Kept(counts={"actors": 1, "sources": 20})
    kept.take({"fields": {"title": "x" * 10**6, "claimed_by": ["y"] * 10**5, "../etc": "x", "A": "x", "a.b.c": "x"}})
    assert set(kept.fields) == {"title", "claimed_by"}
    assert (len(kept.fields["title"]), len(kept.fields["claimed_by"])) == (MOST_TEXT, MOST_NAMES)
    for _ in range(50):
        kept.take({"more": "actors"})
        kept.take({"more": "sources"})
        kept.take({"more": "weapons"})
    assert kept.counts == {"actors": MOST_PARTS, "sources": 20}


def test_a_program_that_fills_in_every_form_to_the_brim_fills_no_memory() -> None:
    kept = Kept()
    kept.take({"fields": {f"a-{n}": ["y" * 10**4] * 100 for n in range(MOST_FIELDS)}})
    assert MOST_WRITTEN * 0.9 < sum(len("".join(one)) for one in kept.fields.values()) <= MOST_WRITTEN
    kept.take({"fields": {"a-0": ["z"]}})
    assert kept.fields["a-0"] == ["z"]
    held: dict[str, Kept] = {}
    first = kept_for(held, "0")
    for n in range(5 * MOST_FORMS):
        kept_for(held, str(n))
        assert kept_for(held, "0") is first
    assert len(held) == MOST_FORMS


def test_half_a_character_can_be_sent_back() -> None:
    kept = Kept()
    kept.take({"fields": {"title": "a\ud800b", "claimed_by": ["\udfff"]}})
    assert kept.fields == {"title": "a?b", "claimed_by": ["?"]}


def test_a_name_is_kept_as_the_id_that_it_means_and_a_new_one_as_it_was_typed(tables: Tables) -> None:
    one = next(iter(tables.registers.actors.values()))
    kept = Kept({"place": one.name, "claimed_by": [one.name, one.id, "Somebody New"]})
    asked = Fields(kept, tables)
    assert asked.one("place", "", tables.registers.actors, offered="x") == one.id
    assert asked.several("claimed_by", "", tables.registers.actors, offered="x") == [one.id, "somebody-new"]
    assert kept.fields == {"place": one.id, "claimed_by": [one.id, "Somebody New"]}
    assert asked.typed == {"somebody-new": "Somebody New"}

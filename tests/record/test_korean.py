"""The shipped record in Korean: titles of every visit and drill, and the names of what stands in every view."""

from __future__ import annotations

import pytest

from dateline.languages import is_written_in
from dateline.record import Record
from tests.shipped import shipped_record

COMPLETE = ("munitions-visits", "military-drills")
"""Categories of which no event may come without a Korean title; of the others it may."""


@pytest.fixture(scope="module")
def record() -> Record:
    return shipped_record()


@pytest.mark.parametrize("category", COMPLETE)
def test_every_visit_and_drill_has_a_title_in_korean(category: str, record: Record) -> None:
    events = [one.event for one in record.events if one.category == category and not one.event.draft]
    assert events
    assert [event.id for event in events if not is_written_in(event.title_in("ko"), "ko")] == []


def test_what_stands_in_every_view_has_a_name_in_korean(record: Record) -> None:
    registers = record.registers
    kinds = [kind for category in registers.categories.values() for kind in category.kinds]
    closed = [*registers.categories.values(), *kinds, *registers.roles.values(), *registers.link_kinds.values()]
    shown = [
        *closed,
        *registers.units.values(),
        *registers.claims.values(),
        *registers.series.values(),
        *registers.areas.values(),
    ]
    assert [one.id for one in shown if not is_written_in(one.name_in("ko"), "ko")] == []
    assert [one.id for one in registers.link_kinds.values() if one.inverse_in("ko") == one.inverse] == []
    assert [one.id for one in registers.claims.values() if one.proposition_in("ko") == one.proposition] == []


def test_what_differs_in_english_differs_in_korean(record: Record) -> None:
    """One name for two things would put them together in a reader's mind."""
    registers = record.registers
    for entries in (registers.categories, registers.roles, registers.units, registers.claims, registers.series, registers.places):
        names = [one.name_in("ko") for one in entries.values()]
        assert sorted(one for one in set(names) if names.count(one) > 1) == []

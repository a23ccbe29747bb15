"""The record under ``events/`` is healthy. Whoever adds to it runs this with ``make test``, or ``make check`` for the list alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline import stories
from dateline.checks import read_and_check
from dateline.known import as_known
from dateline.search import find, index
from dateline.selection import apply
from dateline.tables import Tables
from tests.shipped import shipped_record, shipped_tables

EVENTS = Path(__file__).resolve().parents[2] / "events"
MOST_WEAK = 0.03
"""Largest share of sources that may be weak."""
LEAST_SUPPORTED = 0.9
"""Smallest share of events for which two publishers or more vouch."""


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def test_the_shipped_record_has_no_problems() -> None:
    problems = shipped_record().problems
    assert not problems, "\n" + "\n".join(map(str, problems))


def test_the_shipped_record_makes_tables_with_nothing_held_back(tables: Tables) -> None:
    assert len(tables.events) == len(tables.records) > 0
    assert not tables.held_back
    assert set(tables.events["category"]) <= set(tables.registers.categories)


def test_few_sources_are_weak(tables: Tables) -> None:
    assert tables.sources["weak"].mean() <= MOST_WEAK


def test_for_most_events_several_publishers_vouch(tables: Tables) -> None:
    vouching = tables.sources[tables.sources["stance"] != "context"].groupby("event")["publisher"].nunique()
    assert (vouching.reindex(tables.events["id"], fill_value=0) > 1).mean() >= LEAST_SUPPORTED


def test_the_coverage_speaks_of_every_category_and_counts_every_year_since_reports_are_dated(tables: Tables) -> None:
    expected: dict[str, set[str]] = {}
    for entry in tables.registers.coverage.values():
        expected.setdefault(entry.category, set()).update(entry.expected)
    since = tables.registers.home.reported_since
    assert since is not None
    events = tables.events[tables.events["start"].dt.year >= since]
    for category, years in events["start"].dt.year.astype(str).groupby(events["category"]):
        assert set(years) <= expected[str(category)]


def test_a_year_that_is_lost_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "events"
    shutil.copytree(EVENTS, folder)
    (folder / "munitions-visits" / "2023.yaml").unlink()
    assert any("munitions-visits holds 0 events of 2023" in problem.message for problem in read_and_check(folder).problems)


def test_a_missile_is_found_by_the_name_that_others_give_it(tables: Tables) -> None:
    where = index(tables)
    by_code, by_name = find("KN-23", where), find("화성포-11가", where)
    assert by_code is not None
    assert by_name is not None
    holders = {located.event.id for located in tables.records.values() if "hwasong-11ga" in located.event.weapons}
    assert holders
    assert holders <= set(by_code.by_id())
    assert holders <= set(by_name.by_id())


@pytest.mark.parametrize("claim", shipped_record().registers.claims)
def test_each_claim_is_affirmed_by_somebody(claim: str, tables: Tables) -> None:
    stances = tables.stances[tables.stances["claim"] == claim]
    assert "affirms" in set(stances["stance"])


MOST_WORDS = 90
"""Longest text of a story's step, in words."""


def test_every_view_of_a_story_opens_as_it_is_written() -> None:
    problems = list(stories.problems(shipped_record()))
    assert not problems, "\n" + "\n".join(map(str, problems))


@pytest.mark.parametrize("story", sorted(shipped_record().registers.stories))
def test_each_step_is_short_and_its_view_shows_the_event_that_it_lights(story: str, tables: Tables) -> None:
    for number, step in enumerate(tables.registers.stories[story].steps, 1):
        assert len(step.text.split()) <= MOST_WORDS, f"step {number}"
        selection, lost = stories.opened(tables, step)
        assert lost == ()
        shown = apply(selection, as_known(tables, selection.known)).ids
        assert shown, f"step {number}"
        assert step.event is None or step.event in shown, f"step {number}"

"""The record under ``events/`` is healthy. Whoever adds to it runs this with ``make test``, or ``make check`` for the list alone."""

from __future__ import annotations

from pathlib import Path

import dateline
from dateline.checks import read_and_check

EVENTS = Path(__file__).resolve().parents[2] / "events"


def test_the_shipped_record_has_no_problems() -> None:
    problems = read_and_check(EVENTS).problems
    assert not problems, "\n" + "\n".join(map(str, problems))


def test_the_shipped_record_makes_tables_with_nothing_held_back() -> None:
    tables = dateline.load(EVENTS)
    assert len(tables.events) == len(tables.records) > 0
    assert not tables.held_back
    assert set(tables.events["category"]) <= set(tables.registers.categories)

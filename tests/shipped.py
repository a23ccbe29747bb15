"""The shipped record, read once in each process of the tests: it takes seconds, and nothing that is made of it changes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dateline.checks import read_and_check
from dateline.record import Record
from dateline.tables import Tables, build

EVENTS = Path(__file__).resolve().parents[1] / "events"


@cache
def shipped_record() -> Record:
    return read_and_check(EVENTS)


@cache
def shipped_tables() -> Tables:
    return build(shipped_record())

"""What was made of a record is kept for whoever asks next, within bounds, and made once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

import pytest

from dateline.known import as_known
from dateline.memory import LIGHT, Memory, weight
from dateline.tables import Tables, remembered
from tests.conftest import Small


def test_what_was_made_is_given_again() -> None:
    memory, made = Memory(), iter(("first", "second"))
    assert [memory.ask("key", lambda: next(made)) for _ in range(3)] == ["first"] * 3


def test_the_one_asked_for_longest_ago_goes_first() -> None:
    memory = Memory(most=2)
    memory.ask("a", lambda: "first")
    memory.ask("b", lambda: "first")
    memory.ask("a", lambda: "second")
    memory.ask("c", lambda: "first")
    assert memory.ask("a", lambda: "second") == "first"
    assert memory.ask("b", lambda: "second") == "second"


def test_it_never_holds_more_than_its_number_or_its_bytes() -> None:
    memory = Memory(most=50, most_bytes=10_000)
    for n in range(300):
        memory.ask(n, lambda n=n: "x" * (n * 7 % 900))  # type: ignore[misc]
        assert len(memory) <= 50
        assert memory.bytes <= 10_000
    assert memory.ask("large", lambda: b"x" * 50_000) == b"x" * 50_000
    assert len(memory) == 1


def test_many_who_ask_at_once_wait_for_one_that_makes_it() -> None:
    memory, made, start = Memory(), [], threading.Barrier(8)
    got: list[object] = []

    def make() -> str:
        made.append(1)
        threading.Event().wait(0.05)
        return "text"

    def ask() -> None:
        start.wait()
        got.append(memory.ask("key", make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert made == [1]
    assert got == ["text"] * 8


def test_a_failure_is_not_kept_and_holds_nobody_up() -> None:
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.ask("key", lambda: 1 // 0)
    assert memory.ask("key", lambda: "text") == "text"


def test_one_may_ask_while_making_another() -> None:
    memory = Memory()
    assert memory.ask("outer", lambda: memory.ask("inner", lambda: "in") + "side") == "inside"


def test_a_text_a_document_and_an_array_weigh_what_they_hold() -> None:
    @dataclass
    class Held:
        json: str = "x" * 9_000
        nbytes: int = 12_345

    assert weight("x" * 5_000) == 5_000
    assert weight(Held()) == 9_000
    assert weight(memoryview(b"x" * 4_000)) == 4_000
    assert weight([1, 2]) == LIGHT
    assert weight((None,) * 3_000) == 24_000


def test_days_share_one_memory_and_never_each_others_results(small: Small) -> None:
    @remembered
    def many(tables: Tables) -> str:
        return f"{len(tables.events)} events"

    today = small.tables()
    past = as_known(today, date(2023, 8, 20))
    assert (many(today), many(past), many(today)) == ("4 events", "1 events", "4 events")
    assert past.memory is today.memory

"""The load test of many readers: it asks this machine only, and it knows the right answer of each step."""

from __future__ import annotations

from itertools import islice

import pytest

from bench import many
from bench.reader import NotHereError, Reader
from dateline.selection import apply
from tests.conftest import sample


@pytest.mark.parametrize(
    "address", ["http://example.org", "https://10.0.0.1:8501", "http://localhost.example.org:80", "localhost"]
)
def test_it_asks_no_other_machine(address: str) -> None:
    with pytest.raises(NotHereError):
        Reader(address)


@pytest.mark.parametrize("address", ["http://localhost:8501", "http://127.0.0.1", "http://[::1]:8501/dateline"])
def test_it_asks_this_machine(address: str) -> None:
    Reader(address)


def test_an_address_is_asked_only_with_its_record(capsys: pytest.CaptureFixture[str]) -> None:
    assert many.run(["--address", "http://localhost:1"]) == 2
    assert "--record" in capsys.readouterr().err


def test_a_walk_is_the_same_each_time_and_turns_on_at_most_two_filters() -> None:
    tables = sample()
    walk = list(islice(many.steps(tables, 3), 200))
    assert walk == list(islice(many.steps(tables, 3), 200))
    assert walk != list(islice(many.steps(tables, 4), 200))
    assert {len((*one.actor, *one.category, *one.status)) for _, one in walk} == {0, 1, 2}
    assert len({len(apply(one, tables).ids) for _, one in walk}) > 5


def test_each_step_turns_one_option_over() -> None:
    before: set[str] = set()
    for option, view in islice(many.steps(sample(), 5), 100):
        on = {f"{key}:{one}" for key in ("actor", "category", "status") for one in getattr(view, key)}
        assert on ^ before == {option}
        before = on


def test_a_percentile_of_one_value_is_that_value() -> None:
    assert many.percentile([0.3], 95) == 0.3
    assert many.percentile([float(n) for n in range(101)], 95) == 95

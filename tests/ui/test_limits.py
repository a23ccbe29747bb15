"""What one visitor can cost all the others has bounds."""

from __future__ import annotations

import threading
import time
from datetime import date, timedelta

import pytest

from dateline import coincidence, known
from dateline.address import NUMBERS, decode
from dateline.known import as_known
from dateline.selection import Selection
from dateline.ui import data
from tests.conftest import Small, sample


class Crowd:
    """Counts how many are inside at once, and lets them go when told."""

    def __init__(self) -> None:
        self.inside = self.most = 0
        self.open = threading.Event()
        self._lock = threading.Lock()

    def enter(self) -> bytes:
        with self._lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        self.open.wait(10)
        with self._lock:
            self.inside -= 1
        return b"made"

    def wait_for(self, many: int) -> None:
        """Until so many are inside, or the test has failed."""
        for _ in range(1000):
            if self.inside >= many:
                return
            time.sleep(0.01)
        self.open.set()
        raise AssertionError(f"{self.inside} of {many} came")


def test_only_so_many_files_are_made_at_once_and_who_waits_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "LONGEST_WAIT", 0.05)
    crowd = Crowd()
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(data.in_turn(crowd.enter))) for _ in range(data.AT_ONCE)]
    for one in threads:
        one.start()
    crowd.wait_for(data.AT_ONCE)
    with pytest.raises(TimeoutError):
        data.in_turn(crowd.enter)
    crowd.open.set()
    for one in threads:
        one.join()
    assert made == [b"made"] * data.AT_ONCE
    assert data.in_turn(crowd.enter) == b"made"


def test_a_file_that_fails_gives_its_turn_back() -> None:
    def fail() -> bytes:
        raise ValueError

    for _ in range(data.AT_ONCE + 1):
        with pytest.raises(ValueError):  # noqa: PT011
            data.in_turn(fail)


def test_one_analysis_is_made_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    crowd = Crowd()
    monkeypatch.setattr(coincidence, "analyse", lambda *_, **__: crowd.enter())
    kinds = list(sample().events["category"].unique()[:2])
    asked = [Selection(anchor=(f"category:{kinds[0]}",), other=(f"category:{kinds[1]}",), window=days) for days in (1, 2, 3)]
    threads = [threading.Thread(target=coincidence.run, args=(sample(), one)) for one in asked]
    for one in threads:
        one.start()
    crowd.wait_for(1)
    crowd.open.set()
    for one in threads:
        one.join()
    assert crowd.most == 1
    sample().memory.clear()


def test_no_link_makes_an_analysis_draw_more() -> None:
    asked, _ = decode("window=99999&lag=99999&bin=0&draws=100000000&DRAWS=1", sample())
    assert (asked.window, asked.lag, asked.bin) == (14, 0, 7)
    assert NUMBERS["window"][1] == NUMBERS["lag"][1] == 366
    assert coincidence.DRAWS == 10_000


def test_days_that_are_looked_back_to_do_not_grow_without_end(small: Small) -> None:
    made = small.tables()
    for n in range(known.MOST_DAYS + 10):
        as_known(made, date(2023, 8, 1) + timedelta(days=n))
    assert len(made.days) <= known.MOST_DAYS

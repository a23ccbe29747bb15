"""Runs of many readers go one after the other, and none can hold the others up."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.runtime.scriptrunner import RerunException, StopException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from dateline.ui import turns
from dateline.ui.turns import Turns

ENOUGH = 20.0
"""Seconds after which a test that waits for a thread gives up."""
FOREVER = 1e6


def started(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def ended(threads: list[threading.Thread]) -> bool:
    for one in threads:
        one.join(ENOUGH)
    return not any(one.is_alive() for one in threads)


def until(true: Callable[[], bool]) -> None:
    last = time.monotonic() + ENOUGH
    while not true():
        assert time.monotonic() < last
        time.sleep(0.001)


@given(st.lists(st.sampled_from([None, ValueError(), RerunException(RerunData()), StopException(), SystemExit()]), max_size=8))
def test_they_come_in_the_order_of_asking_one_at_a_time_however_each_ends(ends: list[BaseException | None]) -> None:
    line, order, inside, most = Turns(FOREVER), [], [0], [0]

    def run(n: int, end: BaseException | None) -> None:
        try:
            with line.turn():
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                order.append(n)
                time.sleep(0)
                inside[0] -= 1
                if end is not None:
                    raise end
        except (ValueError, RerunException, StopException, SystemExit):
            pass

    threads = []
    with line.turn():
        for n, end in enumerate(ends):
            threads.append(started(lambda n=n, end=end: run(n, end)))  # type: ignore[misc]
            until(lambda n=n: line.waiting == n + 1)  # type: ignore[misc]
        assert order == []
    assert ended(threads)
    assert order == list(range(len(ends)))
    assert most[0] <= 1
    with line.turn():
        assert line.waiting == 0


def test_one_that_hangs_holds_the_others_up_for_a_while_only() -> None:
    line, release = Turns(0.01), threading.Event()
    order: list[str] = []

    def hang(name: str) -> None:
        with line.turn():
            order.append(name)
            assert release.wait(ENOUGH)

    hanging = []
    for name in ("first", "second"):
        hanging.append(started(lambda name=name: hang(name)))  # type: ignore[misc]
        until(lambda name=name: name in order)  # type: ignore[misc]
    for name in ("third", "fourth"):
        with line.turn():
            order.append(name)
    assert order == ["first", "second", "third", "fourth"]
    release.set()
    assert ended(hanging)


def test_one_that_ends_late_takes_nobody_elses_turn_away() -> None:
    line, late, held = Turns(0.01), threading.Event(), threading.Event()

    def hang() -> None:
        with line.turn():
            held.set()
            assert late.wait(ENOUGH)

    hanging = started(hang)
    assert held.wait(ENOUGH)
    entered = threading.Event()
    with line.turn():
        line._longest = FOREVER
        late.set()
        assert ended([hanging])
        next_one = started(lambda: _enter(line, entered))
        until(lambda: line.waiting == 1)
        assert not entered.is_set()
    assert ended([next_one])
    assert entered.is_set()


def _enter(line: Turns, entered: threading.Event) -> None:
    with line.turn():
        entered.set()


def test_one_that_is_broken_off_while_it_waits_leaves_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Turns(FOREVER)

    class Broken(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:  # noqa: ARG002
            raise KeyboardInterrupt

    with line.turn():
        monkeypatch.setattr(turns, "Event", Broken)
        with pytest.raises(KeyboardInterrupt), line.turn():
            pass
        monkeypatch.undo()
        assert line.waiting == 0
    with line.turn():
        pass


def test_a_reader_who_left_while_waiting_is_not_drawn_for(monkeypatch: pytest.MonkeyPatch) -> None:
    runners: list[LocalScriptRunner] = []
    begin = LocalScriptRunner.start

    def start(runner: LocalScriptRunner) -> None:
        runners.append(runner)
        begin(runner)

    monkeypatch.setattr(LocalScriptRunner, "start", start)
    line = Turns(FOREVER)
    monkeypatch.setattr(turns, "turn", line.turn)
    app = AppTest.from_file(str(Path(__file__).parents[2] / "dashboard.py"), default_timeout=ENOUGH)
    read: list[object] = []
    monkeypatch.setattr("dateline.ui.record.tables", lambda: read.append(1))
    with line.turn():
        waiting = started(app.run)
        until(lambda: line.waiting == 1)
        runners[0].request_stop()
    assert ended([waiting])
    assert read == []
    assert not app.exception

"""A server whose clock is wrong: before the record, or long after it. No page breaks, and no day is made up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dateline import address, samples, snapshot
from dateline.address import decode, known_day
from dateline.ui import changed
from tests.conftest import Small
from tests.pages.test_pages import ROOT, words

ASKING = (address, changed, samples, snapshot)
"""The modules that a page needs and that ask for today."""


def test_no_other_module_of_the_pages_asks_for_the_day() -> None:
    asking = [path for path in sorted((ROOT / "dateline").rglob("*.py")) if "date.today()" in path.read_text(encoding="utf-8")]
    assert {path for path in asking if path.parent.name != "commands"} == {Path(module.__file__ or "") for module in ASKING}


class _OfReal(type):
    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, date)


def set_clock(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """Every module of ours that asks for today is told this day."""

    class Wrong(date, metaclass=_OfReal):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            return day

        def __new__(cls, *given: int) -> date:  # type: ignore[misc]
            return date(*given)

    for module in ASKING:
        monkeypatch.setattr(module, "date", Wrong)


@pytest.mark.parametrize("today", [date(1970, 1, 1), date(2023, 10, 14), date.max])
def test_whatever_day_the_server_takes_it_for_the_pages_open(today: date, small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_EVENTS", str(small.write()))
    set_clock(monkeypatch, today)
    for page in ("timeline", "before_after", "data"):
        app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
        app.query_params["since"] = "2023-01-01"
        app.query_params["known"] = "2023-10-15"
        app.query_params["anchor"], app.query_params["other"] = "category:visits", "category:arms"
        app.run()
        if page != "timeline":
            app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert words(app)


def test_a_clock_that_is_behind_shows_todays_knowledge_and_not_an_empty_record(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, date(1970, 1, 1))
    assert known_day(date(2023, 10, 15)) is None
    asked, _ = decode("known=2023-10-15", small.tables())
    assert asked.known is None


def test_a_clock_that_is_ahead_makes_no_event_later_than_its_files_say(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, date(2101, 1, 1))
    asked, _ = decode("known=2100-06-01", small.tables())
    assert asked.known == date(2100, 6, 1)
    assert known_day(date(2102, 1, 1)) is None

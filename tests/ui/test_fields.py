"""The fields of the filter bar: what the browser may tell, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dateline.selection import Selection
from dateline.tables import Tables
from dateline.ui import fields, record
from dateline.ui.nodes import text_of, unpack


@pytest.fixture(scope="module")
def tables() -> Tables:
    return record.tables()


KEYS = ("q", "period", "known", "since")


def told(sent: object, name: str = "take", **held: Any) -> dict[str, Any]:
    """What the bound widgets hold after the browser told of something; None: not touched."""

    def script(sent: object, name: str, held: dict[str, list[str]]) -> None:
        import streamlit as st

        from dateline.ui import fields, record

        st.session_state.update(held, _drawn=tuple(held))
        getattr(fields, name)(sent, record.tables())

    app = AppTest.from_function(script, kwargs={"sent": sent, "name": name, "held": held}, default_timeout=30).run()
    assert not app.exception
    return {key: app.session_state[key] if key in app.session_state else None for key in KEYS}  # noqa: SIM401  (it has no get)


def form(n: object = 1, **given: object) -> dict[str, object]:
    return {"n": n, "fields": given, "more": ""}


def ends(tables: Tables) -> tuple[str, str]:
    return tables.events["start"].min().date().isoformat(), tables.events["start"].max().date().isoformat()


def test_each_field_sets_its_own_key_and_no_other() -> None:
    assert told(form(q="shells")) == {"q": ["shells"], "period": None, "known": None, "since": None}
    assert told(form(known="2023-10-20")) == {"q": None, "period": None, "known": ["2023-10-20"], "since": None}
    assert told(form(since="2023-10-20")) == {"q": None, "period": None, "known": None, "since": ["2023-10-20"]}
    assert told(form(first="2023-01-01", last="2023-02-01"))["period"] == ["2023-01-01", "2023-02-01"]


def test_an_emptied_field_lets_go_of_its_key(tables: Tables) -> None:
    held: dict[str, Any] = {
        "q": ["shells"],
        "known": ["2023-10-20"],
        "since": ["2023-09-01"],
        "period": ["2023-01-01", "2023-12-31"],
    }
    assert told(form(q="", known="", since="", first="", last=""), **held) == {"q": [], "period": [], "known": [], "since": []}
    assert told(form(first=""), **held)["period"] == [ends(tables)[0], "2023-12-31"]
    assert told(form(q="   "), **held)["q"] == []


def test_one_end_of_a_period_is_enough_and_two_are_put_in_order(tables: Tables) -> None:
    first, last = ends(tables)
    assert told(form(first="2024-01-01"))["period"] == ["2024-01-01", last]
    assert told(form(last="2024-01-01"))["period"] == [first, "2024-01-01"]
    assert told(form(first="2024-05-01"), period=["2023-01-01", "2023-12-31"])["period"] == ["2023-12-31", "2024-05-01"]
    assert told(form(first="2090-01-01"))["period"] == ["2090-01-01", "2090-01-01"]


def test_a_day_that_has_not_come_is_not_known_on() -> None:
    assert told(form(known="2099-01-01"), known=["2023-10-20"])["known"] == []


@pytest.mark.parametrize(
    "sent",
    [None, 7, "q", [], {}, {"fields": 3}, {"fields": {"q": 7}}, {"n": "x", "fields": {"unknown": "2023-01-01"}}, form(q=["a"], first=3, last=None)],
)  # fmt: skip
def test_anything_else_changes_nothing(sent: object) -> None:
    assert told(sent, q=["shells"], period=["2023-01-01", "2023-12-31"]) == {
        "q": ["shells"], "period": ["2023-01-01", "2023-12-31"], "known": None, "since": None,
    }  # fmt: skip


def test_days_that_are_none_and_texts_without_end_do_no_harm() -> None:
    held = told(form(n=10**30, q="\x00<b>\ud800" * 9_000, known="2023-02-30", since="yesterday", first="0000-00-00", last="\x00"))
    assert held["known"] == held["since"] == held["period"] == []
    (text,) = held["q"]
    assert len(text) <= 2_000
    assert text.isprintable()


@pytest.mark.parametrize("name", ["2023", "No period", "Whole record", "nonsense", None, 7])
def test_a_preset_sets_the_period_that_it_names(tables: Tables, name: object) -> None:
    held = told(name, "take_preset", period=["2024-01-01", "2024-02-01"])["period"]
    expected = {"2023": ["2023-01-01", "2023-12-31"], "No period": [], "Whole record": [*ends(tables)]}
    assert held == expected.get(str(name), ["2024-01-01", "2024-02-01"])


def test_the_fields_say_what_the_view_holds_and_the_preset_its_name(tables: Tables) -> None:
    def chosen(view: Selection) -> list[str]:
        sent = fields.document(tables, view)
        (form,) = unpack(b"\n\n" + sent.json)
        return [text_of(one) for one in _all(form) if one[0] == "option" and "selected" in one[1]]

    first, last = tables.events["start"].min().date(), tables.events["start"].max().date()
    assert chosen(Selection(period=(first, last))) == ["Whole record"]
    assert chosen(Selection()) == ["Presets: a year, a drill …"]


def _all(node: Any) -> list[Any]:
    return [node, *(one for child in node[2] if isinstance(child, list) for one in _all(child))]

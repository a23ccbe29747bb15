"""What a page says when no event is left, and the ways on."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from dateline.known import as_known
from dateline.selection import Selection, apply
from dateline.tables import Tables
from dateline.ui import nothing
from dateline.ui.nodes import text_of
from dateline.ui.views import View
from tests.shipped import shipped_tables

AUGUST = (date(2023, 8, 1), date(2023, 8, 31))


@pytest.fixture(scope="module")
def tables() -> Tables:
    return shipped_tables()


def view(tables: Tables, selection: Selection) -> View:
    then = as_known(tables, selection.known)
    return View(then, selection, apply(selection, then), tables)


def test_one_filter_that_is_enough_to_let_go_is_named_with_what_it_would_leave(tables: Tables) -> None:
    asked = Selection(q="zzzzqqqq", period=AUGUST)
    ((keys, count),) = nothing.ways(tables, asked)
    assert keys == ("q",)
    assert count == len(apply(Selection(period=AUGUST), tables).ids) > 0
    assert f"Without Search: “zzzzqqqq”  {count} events" in text_of(nothing.document(view(tables, asked)))


def test_where_no_filter_does_it_alone_two_together_are_offered(tables: Tables) -> None:
    asked = Selection(q="zzzzqqqq", period=(date(1900, 1, 1), date(1900, 1, 2)), category=("sanctions",))
    ways = nothing.ways(tables, asked)
    assert [keys for keys, _ in ways] == [("q", "period")]
    assert ways[0][1] == len(apply(Selection(category=("sanctions",)), tables).ids)


def test_a_day_before_everything_leads_back_to_today(tables: Tables) -> None:
    words = text_of(nothing.document(view(tables, Selection(known=date(1900, 1, 1)))))
    assert "Nothing of the record had been reported by 1 January 1900." in words
    assert "Back to today" in words


@pytest.mark.parametrize("keys", ["q period category", "q period category nonsense __class__", "category q period q"])
def test_letting_go_sets_the_filters_and_only_them(keys: str) -> None:
    def script(keys: str) -> None:
        import streamlit as st

        from dateline.ui import nothing, record

        st.session_state.update(q=["x"], period=["2023-01-01", "2023-12-31"], category=["sanctions"], actor=["kcna"])
        nothing.drop(keys, record.tables())

    app = AppTest.from_function(script, kwargs={"keys": keys}, default_timeout=30).run()
    assert not app.exception
    assert [app.session_state[key] for key in ("q", "period", "category", "actor")] == [[], [], [], ["kcna"]]

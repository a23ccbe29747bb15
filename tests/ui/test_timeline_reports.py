"""What the timeline takes from the browser, and what it sends: functions of values, without a page."""

from __future__ import annotations

import gzip
import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.figures import palette
from dateline.standing import STATUS_WORDS
from dateline.ui import state, timeline, timeline_parts
from dateline.ui.nodes import text_of
from dateline.ui.timeline import MALFORMED, read_event, read_period
from tests.figures.made import event, many, registers, tables

LIMITS = (date(1954, 1, 1), date(2026, 8, 31))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["v", "seq", "x"]), inner),
    max_leaves=8,
)


def test_a_report_of_an_event_is_read() -> None:
    assert read_event({"v": "2023-08-11-plants", "seq": 4}) == (4, "2023-08-11-plants")
    assert read_event({"v": None, "seq": 5}) == (5, None)


@pytest.mark.parametrize(
    "value",
    [None, "x", 3, [], {}, {"v": "x"}, {"seq": 1}, {"v": 7, "seq": 1}, {"v": "", "seq": 1}, {"v": "x" * 400, "seq": 1}, {"v": ["x"], "seq": 1},
     {"v": "x", "seq": -1}, {"v": "x", "seq": True}, {"v": "x", "seq": "1"}, {"v": "x", "seq": 1.5}, {"v": "x", "seq": 10**40}],
)  # fmt: skip
def test_a_malformed_report_changes_nothing(value: object) -> None:
    assert read_event(value) == (MALFORMED, None)


def test_a_report_of_a_period_is_put_in_order_and_cut_to_the_record() -> None:
    whole = (date(2023, 8, 1), date(2023, 8, 31))
    assert read_period({"v": ["2023-08-01", "2023-08-31"], "seq": 1}, LIMITS) == (1, whole)
    assert read_period({"v": ["2023-08-31", "2023-08-01"], "seq": 1}, LIMITS) == (1, whole)
    assert read_period({"v": ["1800-01-01", "2999-01-01"], "seq": 1}, LIMITS) == (1, LIMITS)
    assert read_period({"v": ["2999-01-01", "2999-01-02"], "seq": 1}, LIMITS) == (1, (LIMITS[1], LIMITS[1]))
    assert read_period({"v": None, "seq": 2}, LIMITS) == (2, None)


@pytest.mark.parametrize("told", ["2023-08-01", [], ["2023-08-01"], ["2023-08-01", None], ["x", "y"], ["2023-02-30", "2023-03-01"], [1, 2], {}, [["2023-08-01"], "2023-08-02"], ["٢٠٢٣-08-01", "2023-08-02"]])  # fmt: skip
def test_a_malformed_period_changes_nothing(told: object) -> None:
    assert read_period({"v": told, "seq": 1}, LIMITS) == (MALFORMED, None)


@pytest.mark.parametrize(
    ("rows", "chosen"),
    [
        ([2], 2),
        ([0, 1], 0),
        ([3], None),
        ([-1], None),
        ([], None),
        (["x"], None),
        ([1.0], None),
        ({"a": 1}, None),
        (7, None),
        (None, None),
    ],
)
def test_a_row_of_a_table_is_one_that_it_has_or_none(rows: object, chosen: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.session_state", {"table": SimpleNamespace(selection=SimpleNamespace(rows=rows))})
    assert state.chosen_row("table", 3) == chosen
    assert state.chosen_row("another", 3) is None


@given(ANYTHING)
def test_no_report_whatever_raises_or_leaves_the_record(value: object) -> None:
    seq, event_id = read_event(value)
    assert seq == MALFORMED or 0 <= seq <= 2**53
    assert event_id is None or isinstance(event_id, str)
    seq, period = read_period(value, LIMITS)
    assert period is None or LIMITS[0] <= period[0] <= period[1] <= LIMITS[1]


def sent(count: int, linked: int = 0, shown: tuple[str, ...] | None = None) -> tuple[bytes, dict[str, Any]]:
    made = many(count, linked)
    ids = tuple(made.events["id"]) if shown is None else shown
    packed = timeline._payload(made, ids, "category")
    return packed, json.loads(gzip.decompress(packed))


def test_the_chart_is_sent_600_events_and_300_links_in_little_and_always_the_same() -> None:
    packed, content = sent(600, 300)
    assert len(json.dumps([content["fig"], content["links"]])) <= 300_000
    assert len(packed) <= 100_000
    assert sent(600, 300)[0] == packed


def test_only_links_between_shown_events_are_sent() -> None:
    made = many(30, 40)
    some = tuple(made.events["id"][:12])
    content = sent(30, 40, some)[1]
    rows = zip(*(made.links[name] for name in ("event", "to", "basis", "kind")), strict=True)
    assert [tuple(link) for link in content["links"]] == [row for row in rows if row[0] in some and row[1] in some]


def test_the_legend_explains_every_mark() -> None:
    made = tables([event("2023-08-11")])
    words = text_of(timeline_parts.legend(made)).casefold()
    assert all(category.name.casefold() in words for category in registers().categories.values())
    assert all(word.casefold() in words for word in STATUS_WORDS.values())
    for name in (
        "lasted",
        "goes on",
        "not known exactly",
        "not later than",
        "ulchi freedom shield (ufs)",
        *palette.BASIS_DASH.keys() - {"temporal"},
        "close in time",
    ):
        assert name in words, name


def test_help_names_the_keys() -> None:
    html = timeline_parts.html()
    assert all(word in html for word in ("arrow keys", "Plus and minus", "zero", "Escape"))
    assert html.count("aria-label=") >= len(timeline_parts.BUTTONS)

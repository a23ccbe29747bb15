"""What the timeline's figure holds."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count, pairwise
from typing import Any

import numpy as np
import plotly
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.figures import focus, palette, timeline
from dateline.figures.lanes import LEAST_EVENTS, MOST_LANES, NAME_LINE, By, Lane, pack
from dateline.figures.layout import ticks
from dateline.figures.timeline import drawing
from dateline.figures.traces import FIELDS
from dateline.figures.window import bounds, extent, strip_extent
from dateline.tables import Tables
from tests.conftest import sample
from tests.figures.made import CATEGORIES, ROOT, event, many, tables

Trace = dict[str, Any]


def drawn(made: Tables, **how: Any) -> dict[str, Any]:
    figure: dict[str, Any] = json.loads(timeline(made, **how).to_json())
    return figure


def parts(figure: dict[str, Any], part: str) -> list[Trace]:
    return [trace for trace in figure["data"] if trace["meta"]["part"] == part]


def marks(figure: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every mark by its event's id: FIELDS, x, y, symbol, colour, line."""
    found = {}
    for trace in parts(figure, "marks"):
        look = trace["marker"]
        for n, row in enumerate(trace["customdata"]):
            mark = dict(zip(FIELDS, row, strict=True)) | {"x": trace["x"][n], "y": trace["y"][n]}
            mark |= {
                "symbol": look["symbol"][n],
                "colour": look["color"][n],
                "edge": look["line"]["color"][n],
                "size": look["size"][n],
            }
            found[row[0]] = mark
    return found


def ends(figure: dict[str, Any], part: str) -> list[tuple[str, ...]]:
    """The pieces of the bars or whiskers, each as its days."""
    pieces: list[list[str]] = [[]]
    for trace in parts(figure, part):
        for x in trace["x"]:
            if x is None:
                pieces.append([])
            else:
                pieces[-1].append(x)
    return [tuple(piece) for piece in pieces if piece]


def only(when: str, **how: Any) -> dict[str, Any]:
    """The figure of one event, seen so near that a day is wide."""
    return drawn(tables([event(when)]), period=(date(2023, 8, 1), date(2023, 9, 30)), **how)


def test_every_event_is_one_mark_and_a_selection_draws_only_its_own() -> None:
    made = many(60)
    assert set(marks(drawn(made))) == set(made.events["id"])
    some = tuple(made.events["id"][5:9])
    assert set(marks(drawn(made, shown=some))) == set(some)


def test_a_record_without_events_and_a_selection_without_any_are_drawn() -> None:
    assert drawn(tables([]))["data"]
    assert marks(drawn(many(9), shown=())) == {}
    assert marks(drawn(tables([]), lanes="actor")) == {}


def test_a_day_is_marked_in_its_middle() -> None:
    mark = marks(only("2023-08-11"))["2023-08-11-event"]
    assert mark["x"] == "2023-08-11T12:00"
    assert mark["first"] is mark["high"] is None


def test_both_ends_of_what_lasted_are_inside_its_bar() -> None:
    figure = only("2023-08-11/2023-08-12")
    assert ends(figure, "bars") == [("2023-08-11T00:00", "2023-08-13T00:00")]
    assert ends(figure, "whiskers") == []
    assert marks(figure)["2023-08-11-event"]["x"] == "2023-08-11T12:00"


@pytest.mark.parametrize(
    ("when", "whisker", "middle"),
    [
        ("2023-08", ("2023-08-01T00:00", "2023-09-01T00:00"), "2023-08-16T12:00"),
        ("[2023-08-05..2023-08-24]", ("2023-08-05T00:00", "2023-08-25T00:00"), "2023-08-15T00:00"),
        ("2023-08-12~", ("2023-08-09T00:00", "2023-08-16T00:00"), "2023-08-12T12:00"),
    ],
)
def test_a_date_not_known_to_the_day_is_a_whisker_with_the_mark_in_its_middle(
    when: str, whisker: tuple[str, str], middle: str
) -> None:
    figure = only(when)
    assert ends(figure, "whiskers") == [whisker]
    assert ends(figure, "bars") == []
    assert [mark["x"] for mark in marks(figure).values()] == [middle]


def test_an_uncertain_day_has_a_whisker_too() -> None:
    assert len(ends(only("2023-08-12?"), "whiskers")) == 1


def test_what_goes_on_ends_in_an_arrow_and_what_has_no_first_day_begins_with_one() -> None:
    symbols = [one for trace in parts(only("2023-08-11/.."), "whiskers") for one in trace["marker"]["symbol"]]
    assert "triangle-right" in symbols
    symbols = [one for trace in parts(only("[..2023-08-11]"), "whiskers") for one in trace["marker"]["symbol"]]
    assert "triangle-left" in symbols


def test_a_bar_and_a_whisker_are_seen_from_ten_years_away() -> None:
    made = tables(
        [event("2014-01-01", "first"), event("2023-08-11/2023-08-12", "bar"), event("2023-01", "month", category="sanctions")]
    )
    figure = drawn(made, period=(date(2014, 1, 1), date(2023, 12, 31)))
    for part in ("bars", "whiskers"):
        ((start, end),) = ends(figure, part)
        pixels = (np.datetime64(end) - np.datetime64(start)) / np.timedelta64(1, "D") * 600 / 3652
        assert pixels > 8


def test_the_category_gives_shape_and_colour_and_the_status_the_fill() -> None:
    rows = [
        event("2023-08-11", f"{category}-{status}", category=category, status=status)
        for category, _ in CATEGORIES
        for status in palette.STATUS_SYMBOL
    ]
    figure = drawn(tables(rows))
    found = marks(figure)
    for category, symbol in CATEGORIES:
        colour = palette.category_colours(dict(CATEGORIES))[category][0]
        fills = {}
        for status in palette.STATUS_SYMBOL:
            mark = found[f"{category}-{status}"]
            assert mark["symbol"].removesuffix("-dot") == symbol
            assert colour in (mark["colour"], mark["edge"])
            fills[status] = (mark["colour"] == colour, mark["symbol"].endswith("-dot"))
        assert fills["corroborated"] == fills["acknowledged"] == (True, False)
        assert fills["self-reported"] == (False, True)
        assert fills["alleged"] == fills["disputed"] == (False, False)
    (crosses,) = parts(figure, "crosses")
    assert set(crosses["customdata"]) == {f"{category}-disputed" for category, _ in CATEGORIES}


@pytest.mark.parametrize("count", [2, 12, 60])
def test_events_of_one_day_never_hide_one_another(count: int) -> None:
    figure = drawn(tables([event("2023-08-11", f"event-{n}") for n in range(count)] + [event("2020-01-01", "early")]))
    heights = sorted(mark["y"] for mark in marks(figure).values() if mark["x"].startswith("2023"))
    assert len(set(heights)) == count
    lane = next(lane for lane in figure["layout"]["meta"]["lanes"] if lane["id"] == "arms-transfers")
    assert lane["low"] < heights[0] < heights[-1] < lane["high"]


@given(st.lists(st.tuples(st.floats(0, 1e4), st.floats(0.5, 300))))
def test_no_two_in_a_row_overlap(spans: list[tuple[float, float]]) -> None:
    left = np.array([start for start, _ in spans], dtype=float)
    right = np.array([start + length for start, length in spans], dtype=float)
    rows, count = pack(left, right)
    assert count == (rows.max() + 1 if len(rows) else 0)
    for row in range(count):
        order = sorted(zip(left[rows == row], right[rows == row], strict=True))
        assert all(before[1] <= after[0] for before, after in pairwise(order))


def test_lanes_stand_still_whatever_is_filtered() -> None:
    made = many(80)
    assert drawn(made)["layout"]["meta"]["lanes"] == drawn(made, shown=tuple(made.events["id"][:3]))["layout"]["meta"]["lanes"]


def test_lanes_by_actor_are_in_order_of_count_and_the_rest_are_others() -> None:
    parties = ["japan"] * LEAST_EVENTS + ["russia"] * (LEAST_EVENTS + 2) + ["north-korea"] * (LEAST_EVENTS - 1)
    made = tables([event(f"2023-08-{n + 1:02}", party=party) for n, party in enumerate(parties)])
    figure = drawn(made, lanes="actor")
    assert [lane["name"] for lane in figure["layout"]["meta"]["lanes"]] == ["Russia", "Japan", "Others"]
    found = marks(figure)
    assert {party: found[f"2023-08-{n + 1:02}-event"]["lane"] for n, party in enumerate(parties)} == {
        "russia": 0,
        "japan": 1,
        "north-korea": 2,
    }


HOSTILE = "<b>bold</b> & <a href='javascript:x'>link</a> %{x} $x^2$ &lt;"


def test_titles_and_names_reach_plotly_escaped() -> None:
    row = event("2023-08-11", title=HOSTILE, kind_name="<i>kind</i>", party="<s>party</s>") | {"when": "<u>then</u>"}
    made = tables([row, row | {"id": "second"}, row | {"id": "third"}])
    figure = drawn(made, lanes="actor")
    shown = [*(mark[name] for mark in marks(figure).values() for name in ("title", "when", "kind", "status"))]
    shown += [note["text"] for note in figure["layout"]["annotations"]]
    assert any("&lt;s&gt;" in text for text in shown)
    assert [text for text in shown if "<" in text.replace("<br>", "")] == []
    title = next(iter(marks(figure).values()))["title"]
    assert title.replace("<br>", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == HOSTILE


def test_links_are_drawn_by_their_basis_and_only_between_events_that_are_shown() -> None:
    rows = [event(f"2023-08-{day:02}", f"e{day}") for day in (1, 5, 9, 12)]
    links = [("e5", "e1", "documented"), ("e9", "e1", "asserted"), ("e12", "e1", "temporal"), ("e12", "e9", "temporal")]
    figure = drawn(tables(rows, links))
    count = {trace["meta"]["basis"]: trace["x"].count(None) for trace in parts(figure, "links")}
    assert count == {"documented": 1, "asserted": 1, "temporal": 2}
    assert len({trace["line"]["dash"] for trace in parts(figure, "links")}) == 3
    fewer = drawn(tables(rows, links), shown=("e1", "e5", "e9"))
    assert {trace["meta"]["basis"]: trace["x"].count(None) for trace in parts(fewer, "links")} == {
        "documented": 1,
        "asserted": 1,
        "temporal": 0,
    }


def test_of_many_parties_those_with_most_events_have_lanes_and_no_name_is_higher_than_its_lane() -> None:
    parties = [f"party-with-a-long-name-{n:02}" for n in range(MOST_LANES + 6)]
    days = ((date(2023, 1, 1) + timedelta(days=n)).isoformat() for n in count())
    made = tables([event(next(days), party=party) for n, party in enumerate(parties) for _ in range(LEAST_EVENTS + n)])
    lanes = drawn(made, lanes="actor")["layout"]["meta"]["lanes"]
    assert [lane["id"] for lane in lanes] == [*reversed(parties[7:]), ""]
    assert all(NAME_LINE * (lane["lines"].count("<br>") + 1) <= max(NAME_LINE, lane["high"] - lane["low"]) for lane in lanes)


@pytest.mark.parametrize(
    ("high", "lines"),
    [(50, "Multilateral<br>Sanctions<br>Monitoring Team"), (31, "Multilateral<br>Sanctions…"), (9, "Multilateral…")],
)
def test_a_name_without_room_ends_with_an_ellipsis(high: float, lines: str) -> None:
    assert Lane("msmt", "Multilateral Sanctions Monitoring Team", "", 0, high).lines == lines


def test_only_drills_of_the_named_series_that_lasted_run_through_all_lanes() -> None:
    rows = [
        event("2023-08-21/2023-08-31", "ufs", series="ufs"),
        event("2023-08-14", "announced", series="ufs"),
        event("2023-03-01/2023-03-09", "other", series="other"),
    ]
    meta = drawn(tables(rows))["layout"]["meta"]
    assert meta["bands"] == [
        {"event": "ufs", "first": "2023-08-21", "after": "2023-09-01", "short": "UFS 23", "full": "Ulchi Freedom Shield 2023"}
    ]
    assert drawn(tables(rows), shown=("announced",))["layout"]["meta"]["bands"] == []


def test_the_opening_window_holds_seven_tenths_of_the_events() -> None:
    rows = [event("1954-11-01"), event("2021-05-02"), *(event(f"2023-{month:02}-15") for month in range(1, 9))]
    assert focus(tables(rows).events) == (date(2023, 2, 1), date(2023, 8, 31))
    assert extent(tables(rows).events) == (date(1954, 11, 1), date(2023, 8, 15))
    assert bounds(tables(rows).events) == (date(1954, 9, 2), date(2023, 10, 14))
    made = many(300)
    start, _ = focus(made.events)
    assert (made.events["start"] >= np.datetime64(start)).mean() >= 0.7


def test_the_strip_counts_months_and_for_the_whole_record_years() -> None:
    rows = [event("1954-11-01"), *(event("2023-08-11", f"e{n}") for n in range(5)), event("2023-09-01"), event("2022-03-03")]
    made = tables(rows)
    assert strip_extent(made.events)[0] == date(2022, 1, 1)
    by_month, by_year = parts(drawn(made), "strip")
    assert (by_month["visible"], by_year["visible"]) == (True, False)
    assert dict(zip(by_month["customdata"], by_month["y"], strict=True))["August 2023"] == 5
    by_month, by_year = parts(drawn(made, period=(date(1954, 1, 1), date(2023, 12, 31))), "strip")
    assert (by_month["visible"], by_year["visible"]) == (False, True)
    assert dict(zip(by_year["customdata"], by_year["y"], strict=True)) == {"1954": 1, "2022": 1, "2023": 6}


def test_the_window_is_the_period_with_both_days() -> None:
    layout = only("2023-08-11")["layout"]
    assert layout["xaxis"]["range"] == ["2023-08-01", "2023-10-01"]
    assert ticks(0.02)["ticklabelmode"] == "instant"
    assert ticks(0.5)["dtick"] == "M12"


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ((date(2023, 8, 11), date(2023, 8, 11)), ["2023-08-10", "2023-08-13"]),
        ((date(2023, 8, 11), date(2023, 8, 12)), ["2023-08-11", "2023-08-14"]),
        ((date(2023, 8, 11), date(2023, 8, 13)), ["2023-08-11", "2023-08-14"]),
    ],
)
def test_at_least_three_days_are_drawn_and_no_two_dates_of_the_axis_are_less_than_a_day_apart(
    period: tuple[date, date], days: list[str]
) -> None:
    axis = drawn(tables([event("2023-08-11")]), period=period)["layout"]["xaxis"]
    assert axis["range"] == days
    assert axis["dtick"] == 864e5


def test_there_are_few_traces_however_many_events() -> None:
    assert len(timeline(many(300, 200)).data) == len(timeline(many(20, 5)).data) < 40


def test_a_figure_of_600_events_and_300_links_is_small() -> None:
    assert len(timeline(many(600, 300)).to_json()) <= 300_000


def test_a_category_that_only_a_register_knows_has_a_colour_of_its_own() -> None:
    colours = palette.category_colours(["sanctions", "new-one", "newer-one"])
    assert len(set(colours.values())) == 3
    figure = drawn(tables([event("2023-08-11", category="new-one")]))
    assert [lane["id"] for lane in figure["layout"]["meta"]["lanes"]][-1] == "new-one"


@pytest.mark.parametrize("theme", [0, 1])
def test_marks_and_words_stand_out_in_both_themes(theme: int) -> None:
    paper = palette.PAPER[theme]
    for name, pair in palette.HUES.items():
        assert palette.contrast(pair[theme], paper) >= 4.5, name
    for pair in (palette.INK, palette.MUTE, palette.BAND_NAME, palette.LINK_CHOSEN):
        assert palette.contrast(pair[theme], paper) >= 4.5


def test_every_colour_of_the_figure_has_a_dark_one() -> None:
    pairs = palette.theme_pairs()
    light = [pair[0] for pair in pairs]
    assert len(set(light)) == len(light)
    text = json.dumps(drawn(many(30, 20)))
    used = {word for word in text.split('"') if word.startswith(("#", "rgb"))}
    assert used - set(light) <= {"rgba(0,0,0,0)"}


def test_the_page_loads_the_plotly_js_that_the_package_was_made_for() -> None:
    bundled = (ROOT / "static" / "plotly-basic.min.js").read_text(encoding="utf-8")[:200]
    assert f"v{plotly.offline.get_plotlyjs_version()}" in bundled


@pytest.mark.parametrize("lanes", ["category", "actor"])
def test_the_drawing_is_what_plotly_makes_of_it(lanes: By) -> None:
    made = sample()
    for shown in (None, tuple(made.events["id"])[::3], ()):
        plain = drawing(made, shown=shown, lanes=lanes)
        assert json.loads(json.dumps(plain, allow_nan=False)) == drawn(made, shown=shown, lanes=lanes)


@pytest.mark.parametrize("lanes", ["category", "actor"])
def test_what_the_page_gets_lacks_only_the_points_that_it_lays_out_itself(lanes: By) -> None:
    made = sample()
    for shown in (None, tuple(made.events["id"])[::3], ()):
        whole, bare = drawing(made, shown=shown, lanes=lanes), drawing(made, shown=shown, lanes=lanes, bare=True)
        for trace in whole["data"]:
            if trace["meta"]["part"] in ("links", "bars", "whiskers", "counts"):
                trace.update(x=[], y=[])
            if trace["meta"]["part"] == "whiskers":
                trace["marker"].update(symbol=[], size=[])
        assert json.dumps(bare) == json.dumps(whole)

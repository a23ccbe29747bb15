"""What the picture of coverage holds: every month of every category, and silence that never looks like absence."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest

from dateline import coverage
from dateline.figures import coverage as drawing
from dateline.figures import palette
from dateline.known import as_known
from dateline.tables import Tables, build
from tests.conftest import Small
from tests.figures.test_timeline import HOSTILE

Trace = dict[str, Any]


@pytest.fixture
def tables(small: Small) -> Tables:
    small.cover(to="2023-09", searched="2024-02-15")
    small.cover(id="drills-2023", category="drills", thoroughness="partial")
    small.cover(id="arms-2023", category="arms", thoroughness="selected")
    small.add("drills", "1976-06-01-first", date="1976-06", reported="1976-06")
    return small.tables()


def grid(tables: Tables, ids: tuple[str, ...] | None = None) -> coverage.Grid:
    return coverage.grid(tables, tuple(tables.events["id"]) if ids is None else ids)


def drawn(tables: Tables, ids: tuple[str, ...] | None = None, theme: palette.Theme | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(drawing.figure(grid(tables, ids), tables.registers, theme).to_json())
    return found


def part(made: dict[str, Any], name: str) -> list[Trace]:
    return [trace for trace in made["data"] if trace["meta"]["part"] == name]


def test_every_month_of_every_category_is_there_once_with_its_words(tables: Tables) -> None:
    keys = [key for trace in part(drawn(tables), "ground") for key in trace["customdata"]]
    assert sorted(keys) == sorted(drawing.key(cell) for cell in grid(tables).cells)
    assert len(keys) == len(set(keys))
    words = dict(pair for trace in part(drawn(tables), "ground") for pair in zip(trace["customdata"], trace["text"], strict=True))
    assert words["visits|2023-08-01"] == "<b>Visits, August 2023</b><br>1 event<br>searched thoroughly"
    assert words["visits|2023-09-01"] == "<b>Visits, September 2023</b><br>nothing found<br>searched thoroughly"
    assert words["visits|2023-11-01"] == "<b>Visits, November 2023</b><br>no event<br>not searched"
    assert words["drills|1970-01-01"].startswith("<b>Drills, 1970s</b><br>1 event<br>not searched")


def test_each_way_of_searching_has_a_ground_of_its_own_by_pattern_and_colour(tables: Tables) -> None:
    grounds = part(drawn(tables), "ground")
    looks = {trace["meta"]["search"]: trace["marker"]["pattern"]["shape"] for trace in grounds}
    assert len(set(looks.values())) == len(coverage.SEARCHES) == len(looks)
    colours = {trace["meta"]["search"]: json.dumps([trace["marker"]["color"], trace["marker"]["pattern"]]) for trace in grounds}
    assert len(set(colours.values())) == len(colours)
    assert {trace["name"] for trace in grounds if trace["showlegend"]} == set(drawing.SEARCH_WORDS.values())


def test_silence_has_its_mark_and_absence_has_none(tables: Tables) -> None:
    (silent,) = part(drawn(tables), "silent")
    cells = {drawing.key(cell): cell for cell in grid(tables).cells}
    assert set(silent["customdata"]) == {key for key, cell in cells.items() if cell.silent}
    assert "visits|2023-09-01" in silent["customdata"]
    absent = [key for key, cell in cells.items() if cell.search == "none"]
    assert absent
    assert not set(absent) & set(silent["customdata"])
    marked = dict(zip(silent["customdata"], silent["x"], strict=True))
    grounds = {key: x for trace in part(drawn(tables), "ground") for key, x in zip(trace["customdata"], trace["x"], strict=True)}
    assert all(x == grounds[key] for key, x in marked.items())


def test_bars_grow_with_the_number_of_events_and_stay_in_their_lane(small: Small, tables: Tables) -> None:
    for number in range(1, 4):
        small.add("visits", f"2023-09-0{number}-more")
    made = drawn(build(small.read()))
    visits = next(trace for trace in part(made, "events") if trace["meta"]["category"] == "visits")
    heights = dict(zip(visits["x"], visits["y"], strict=True))
    august, september = (heights[x] for x in sorted(heights))
    assert september == pytest.approx(august * 3**0.5)
    assert max(trace_y for trace in part(made, "events") for trace_y in trace["y"]) <= drawing.GROUND


def test_what_the_filters_leave_out_is_drawn_apart_and_named(tables: Tables) -> None:
    assert part(drawn(tables), "hidden") == []
    made = drawn(tables, ())
    (hidden,) = part(made, "hidden")
    assert hidden["name"] == "left out by the filters"
    assert len(hidden["x"]) == len(grid(tables, ()).cells) - sum(not cell.hidden for cell in grid(tables, ()).cells)
    assert all(not trace["x"] for trace in part(made, "events"))


def colours(value: object) -> set[str]:
    """Everything in a figure that CSS would take for a colour."""
    return set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", json.dumps(value))) - {"rgba(0,0,0,0)"}


def test_every_colour_is_one_that_the_page_can_swap_and_stands_alone(tables: Tables) -> None:
    light = {pair[0] for pair in palette.theme_pairs()}
    assert colours(drawn(tables, ("2023-08-11-plants",))) <= light
    texts = [annotation["text"] for annotation in drawn(tables)["layout"]["annotations"]]
    assert not any(colours(text) for text in texts)
    assert colours(drawn(tables, theme="dark")) <= {pair[1] for pair in palette.theme_pairs()}


def test_names_stay_text(small: Small) -> None:
    small.entry("categories", "visits")["name"] = HOSTILE
    made = drawn(build(small.read()))
    texts = [text for trace in part(made, "ground") for text in trace["text"]]
    texts += [one["text"] for one in made["layout"]["annotations"]]
    assert any("&lt;b&gt;bold" in text for text in texts)
    assert {tag for text in texts for tag in re.findall(r"<(\w+)", text)} <= {"b", "br"}


def test_nothing_known_gives_an_empty_picture(tables: Tables) -> None:
    made = drawn(as_known(tables, date(1950, 1, 1)))
    assert all(not trace["x"] for trace in made["data"])

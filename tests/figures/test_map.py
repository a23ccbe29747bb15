"""What the map draws: every located place of its area once, as large as it holds events, and no dot for what is no point."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dateline.figures import map as drawing
from dateline.figures import palette
from dateline.places import COARSE, Spot, counted, sorted_out, spots
from dateline.registers import WORLD
from dateline.tables import Tables
from tests.conftest import Small
from tests.figures.test_timeline import HOSTILE
from tests.shipped import shipped_tables

ROOT = Path(__file__).resolve().parents[2]
AREAS = ("korea", "east-asia", "europe", "world")
"""Those of the shipped record."""
OUTLINES = {"land": [[[124.0, 38.0], [130.0, 38.0], [130.0, 42.0], [124.0, 38.0]]], "borders": [[[126.0, 38.0], [128.0, 38.3]]]}


@pytest.fixture(scope="module")
def shipped() -> Tables:
    return shipped_tables()


def every(tables: Tables) -> tuple[Spot, ...]:
    return spots(tables, tuple(tables.events["id"]))


def drawn(tables: Tables, area: str = "korea", place: str = "", theme: palette.Theme | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        drawing.figure(tables, every(tables), tables.registers.areas[area], OUTLINES, place, theme).to_json()
    )
    return found


def parts(figure: dict[str, Any], *wanted: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["meta"]["part"] in wanted]


def marks(figure: dict[str, Any]) -> dict[str, tuple[float, float, float, str]]:
    """Place -> east, Mercator's north, size, symbol."""
    found = {}
    for trace in parts(figure, "points", "coarse"):
        look = trace["marker"]
        for place, x, y, size in zip(trace["customdata"], trace["x"], trace["y"], look["size"], strict=True):
            assert place not in found
            found[place] = (x, y, size, look["symbol"])
    return found


@pytest.mark.parametrize("area", AREAS)
def test_each_place_of_the_area_has_one_mark_where_it_is_and_no_other_has(area: str, shipped: Tables) -> None:
    inside, *_ = sorted_out(shipped.registers.areas[area], every(shipped))
    found = marks(drawn(shipped, area))
    assert set(found) == {spot.place for spot in inside}
    assert counted(inside) > 100
    for spot in inside:
        x, y, *_rest = found[spot.place]
        assert x == spot.lon
        assert math.degrees(2 * math.atan(math.exp(math.radians(y))) - math.pi / 2) == pytest.approx(spot.lat, abs=1e-6)


def test_the_area_of_a_mark_is_in_proportion_to_its_events_and_alike_on_all_maps(shipped: Tables) -> None:
    areas = {}
    for area in AREAS:
        found = marks(drawn(shipped, area))
        for spot in sorted_out(shipped.registers.areas[area], every(shipped))[0]:
            areas[area, spot.place] = found[spot.place][2] ** 2 / len(spot.events)
    one = next(iter(areas.values()))
    assert all(value == pytest.approx(one) for value in areas.values())
    assert max(size for *_, size, _ in marks(drawn(shipped)).values()) == pytest.approx(drawing.MOST)


def test_one_event_alone_has_a_small_mark(small: Small) -> None:
    tables = small.tables()
    alone = spots(tables, ("2023-08-21-summer-drill",))
    assert (
        marks(json.loads(drawing.figure(tables, alone, tables.registers.areas["korea"], OUTLINES).to_json()))["pyongyang"][2]
        == drawing.LARGEST
    )


@pytest.mark.parametrize(("precision", "coarse"), [("exact", False), ("site", False), ("city", False), ("district", False), *((one, True) for one in COARSE)])  # fmt: skip
def test_what_is_no_point_is_an_open_diamond_in_a_disc_and_no_dot(precision: str, coarse: bool, small: Small) -> None:
    small.entry("places", "pyongyang")["precision"] = precision
    figure = drawn(small.tables())
    symbol = marks(figure)["pyongyang"][3]
    assert (symbol == drawing.OPEN) is coarse
    assert (symbol == "circle") is not coarse
    assert len(parts(figure, "discs", "edges")) == 2 * coarse


@pytest.mark.parametrize("precision", COARSE)
def test_a_disc_reaches_as_far_as_its_place_is_coarse(precision: Any, small: Small) -> None:
    small.entry("places", "pyongyang")["precision"] = precision
    tables = small.tables()
    figure = drawing.figure(tables, every(tables), tables.registers.areas["korea"], OUTLINES)
    disc = next(trace for trace in figure.data if trace.meta["part"] == "discs")
    x = np.asarray(disc.x, dtype=float)
    kilometres = (np.nanmax(x) - np.nanmin(x)) / 2 * drawing.KM * math.cos(math.radians(39.03))
    assert kilometres == pytest.approx(COARSE[precision], rel=0.01)


@pytest.mark.parametrize("area", AREAS)
def test_no_colour_is_outside_the_pairs_that_the_page_swaps(area: str, shipped: Tables) -> None:
    light, dark = ({pair[n] for pair in palette.theme_pairs()} for n in (0, 1))
    for theme, allowed in ((None, light), ("dark", dark)):
        figure = drawn(shipped, area, "seoul", theme)  # type: ignore[arg-type]
        assert colours(figure) <= allowed
        assert len(colours(figure)) > 4


def colours(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set().union(*(colours(one) for one in value.values()))
    if isinstance(value, list):
        return set().union(*(colours(one) for one in value))
    return {value} if isinstance(value, str) and value.startswith(("#", "rgb")) else set()


def test_the_chosen_place_has_a_ring_around_its_mark_and_a_name(shipped: Tables) -> None:
    figure = drawn(shipped, place="taechon")
    ring = parts(figure, "chosen")[0]
    x, y, size, _ = marks(figure)["taechon"]
    assert (ring["x"], ring["y"]) == ([x], [y])
    assert ring["marker"]["size"][0] > size
    assert all("Taechon, North Phyongan" in trace["text"] for trace in parts(figure, "names"))
    assert parts(drawn(shipped, place="washington"), "chosen") == []
    assert parts(drawn(shipped), "chosen") == []


def test_names_do_not_lie_on_each_other(shipped: Tables) -> None:
    for area in AREAS:
        box = shipped.registers.areas[area]
        for trace in parts(drawn(shipped, area), "names"):
            width = drawing.NARROW if "below" in trace["meta"] else drawing.WIDTH
            pixels = width / (box.east - box.west)
            taken: list[tuple[float, float, float]] = []
            for x, y, text, side in zip(trace["x"], trace["y"], trace["text"], trace["textposition"], strict=True):
                wide, at = len(text) * drawing.LETTER, x * pixels
                left = at if side == "middle right" else at - wide
                here = (left, left + wide, y * pixels)
                assert not any(here[0] < b and a < here[1] and abs(here[2] - h) < drawing.LINE - 1 for a, b, h in taken)
                taken.append(here)


def test_names_and_words_reach_plotly_escaped(small: Small) -> None:
    small.entry("places", "pyongyang")["name"] = "x & y >"
    tables = small.tables()
    object.__setattr__(tables.registers.places["pyongyang"], "name", HOSTILE)
    figure = drawn(tables)
    texts = [text for trace in parts(figure, "points", "names") for text in trace["text"]]
    assert any("&lt;b&gt;" in text for text in texts)
    assert not any("<a " in text or "<b>bold" in text for text in texts)


def test_without_events_or_outlines_the_map_is_empty_and_stands(small: Small) -> None:
    tables = small.tables()
    figure = json.loads(drawing.figure(tables, (), WORLD, {}).to_json())
    assert figure["data"] == []
    assert figure["layout"]["meta"]["aspect"] == pytest.approx(drawing.aspect(WORLD))


def test_outlines_end_with_a_gap_each_so_that_none_runs_into_the_next(small: Small) -> None:
    tables = small.tables()
    figure = drawing.figure(tables, every(tables), tables.registers.areas["korea"], {"land": OUTLINES["land"] * 3})
    land = next(trace for trace in figure.data if trace.meta["part"] == "land")
    assert np.isnan(np.asarray(land.x, dtype=float)).sum() == 3


def test_the_shipped_outlines_have_land_everywhere_borders_in_korea_only_and_no_jump() -> None:
    features = json.loads((ROOT / "static" / "outlines.json").read_text(encoding="utf-8"))["features"]
    held = {(one["properties"]["area"], one["properties"]["part"]) for one in features}
    assert held == {*((area, "land") for area in AREAS), ("korea", "borders")}
    for one in features:
        geometry = one["geometry"]
        lines = (
            [ring for shape in geometry["coordinates"] for ring in shape]
            if geometry["type"] == "MultiPolygon"
            else [geometry["coordinates"]]
        )
        longest = max(np.abs(np.diff(np.asarray(line)[:, 0])).max() for line in lines)
        # A cut along an edge of Asia is 74 degrees long; a ring that jumps across 180 degrees more than 300.
        assert longest < 100


def test_a_name_in_hangul_takes_the_room_of_twice_as_many_letters() -> None:
    assert drawing._wide("Seoul") == 5
    assert drawing._wide("서울") == 4

"""The bars of a before-and-after analysis."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dateline.coincidence import Bar, Result, analyse
from dateline.dates import parse
from dateline.figures import palette
from dateline.figures.coincidence import figure, hover, rounded
from dateline.samples import days

COLOUR = palette.HUES["amber"]


def made(**changes: Any) -> Result:
    anchors = days(["a"], [parse("2023-08-21/2023-08-31")])
    others = days(["b", "c", "d"], [parse(text) for text in ("2023-08-11", "2023-08-12", "2023-08-25")])
    return analyse(anchors, others, (date(2023, 1, 1), date(2023, 12, 31)), draws=200, **({"window": 14} | changes))


def part(drawn: Any, name: str) -> dict[str, Any]:
    return next(trace for trace in drawn.to_plotly_json()["data"] if trace["meta"]["part"] == name)


def test_each_bar_stands_over_its_band_and_tells_its_days() -> None:
    result = made()
    drawn = figure(result, colour=COLOUR)
    bars, band, mean = (part(drawn, name) for name in ("bars", "band", "expected"))
    assert list(bars["x"]) == list(band["x"]) == list(range(-6, 7))
    assert list(bars["y"]) == [bar.observed for bar in result.bars]
    assert [low + high for low, high in zip(band["base"], band["y"], strict=True)] == [bar.high for bar in result.bars]
    assert list(mean["y"])[::2] == [bar.expected for bar in result.bars]
    assert bars["customdata"][4] == "-14:-8"
    assert "8 to 14 days before</b><br>2 on record" in hover(result.bars[4])
    assert "on a day of the anchor</b><br>1 on record" in hover(result.bars[6])


def test_numbers_are_never_told_as_powers_of_ten() -> None:
    assert [rounded(value, 2) for value in (0.0, 0.0123, 4.56, 99.4, 99.6, 195.0, 1350.0)] == [
        "0",
        "0.012",
        "4.6",
        "99",
        "100",
        "195",
        "1,350",
    ]
    assert "<br>1,234 on record<br>chance: 326, mostly 270 to 1,000" in hover(Bar(0, 0, 1234, 326.4, 270, 999.6))


@pytest.mark.parametrize(("lag", "ends"), [(0, (0.5, 2.5)), (1, (0.5, 2.5 + 1 / 7)), (7, (0.5 + 6 / 7, 3.5))])
def test_the_window_is_shaded_on_both_sides(lag: int, ends: tuple[float, float]) -> None:
    before, after = figure(made(lag=lag), colour=COLOUR).layout.shapes
    assert (after.x0, after.x1) == pytest.approx(ends)
    assert (before.x0, before.x1) == pytest.approx((-ends[1], -ends[0]))


def test_the_axis_counts_days_from_the_anchor_at_the_edges_of_bars() -> None:
    axis = figure(made(), colour=COLOUR).layout.xaxis
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True)) == {
        -2.5: "−14", -4.5: "−28", -6.5: "−42", 2.5: "14", 4.5: "28", 6.5: "42", 0: "0",
    }  # fmt: skip


def test_every_colour_can_be_swapped_for_dark() -> None:
    light = str(figure(made(), colour=COLOUR).to_json())
    dark = str(figure(made(), colour=COLOUR, theme="dark").to_json())
    for one, other in palette.theme_pairs():
        light = light.replace(f'"{one}"', f'"{other}"')
    assert light == dark

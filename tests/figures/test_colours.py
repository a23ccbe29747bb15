"""Colours that everybody can tell apart, or that something else tells apart: contrast, and colour vision deficiencies."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dateline.figures import palette
from dateline.ui.stances import STANCES, mark
from tests.figures.colour import MACHADO, apart, lab
from tests.shipped import shipped_tables

THEMES = pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
EYES = ("", *MACHADO)
CLOSE = 8.0
"""CIEDE2000 from which on two lines or marks of some size are told apart at a glance; about 1 to 2 is just seen side by side."""
SIDEBAR = ("#f6f4f0", "#211f1d")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
        ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ],
)
def test_colours_are_measured_as_the_standard_has_it(one: tuple[float, ...], other: tuple[float, ...], expected: float) -> None:
    assert apart(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


@THEMES
def test_marks_and_lines_have_three_to_one_and_words_four_and_a_half(theme: int) -> None:
    paper = palette.PAPER[theme]
    marks = {"bar": palette.STRIP_BAR, "chosen": palette.LINK_CHOSEN}
    for name, pair in marks.items():
        assert palette.contrast(pair[theme], paper) >= 3, name
    words = {**palette.HUES, **palette.LINK_FAMILY, "ink": palette.INK, "mute": palette.MUTE, "band": palette.BAND_NAME}
    for name, pair in words.items():
        assert palette.contrast(pair[theme], paper) >= 4.5, name
        assert palette.contrast(pair[theme], SIDEBAR[theme]) >= 4.5 or name in palette.LINK_FAMILY, name


@THEMES
@pytest.mark.parametrize("seen_by", EYES)
def test_families_of_links_which_have_colour_alone_are_apart_for_everybody(theme: int, seen_by: str) -> None:
    for (one, first), (other, second) in combinations(palette.LINK_FAMILY.items(), 2):
        assert apart(lab(first[theme], seen_by), lab(second[theme], seen_by)) >= CLOSE, (one, other)


@THEMES
def test_categories_are_apart_by_colour_or_by_shape_and_always_by_one_for_everybody(theme: int) -> None:
    registered = shipped_tables().registers.categories
    colours = palette.category_colours(registered)
    for one, other in combinations(registered.values(), 2):
        assert apart(lab(colours[one.id][theme]), lab(colours[other.id][theme])) >= CLOSE, (one.id, other.id)
        worst = min(apart(lab(colours[one.id][theme], eye), lab(colours[other.id][theme], eye)) for eye in MACHADO)
        assert worst >= CLOSE or one.symbol != other.symbol, (one.id, other.id)


def test_stances_and_standings_are_told_by_shape_without_any_colour() -> None:
    drawn = [str(mark(stance)[2]) + str("open" if stance in ("affirms", "denies") else "full") for stance in STANCES]
    assert len(set(drawn)) == len(STANCES)
    looks = {(suffix, status in palette.FILLED, status == "disputed") for status, suffix in palette.STATUS_SYMBOL.items()}
    assert len(looks) == len(palette.STATUS_SYMBOL) - 1, (
        "corroborated and acknowledged alone look alike, and the words beside differ"
    )

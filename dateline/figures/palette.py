"""Colours and line styles, in one place: each colour for the light and the dark theme, marks at 3:1 or better on the page in both.

Colour never carries a meaning alone: a category has its shape too, a status its fill, a basis its dash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Pair = tuple[str, str]
"""A colour on the light page and the same thing on the dark one, as CSS writes it."""
Theme = Literal["light", "dark"]

PAPER: Pair = ("#ffffff", "#171614")
INK: Pair = ("#1c1c1c", "#f2efe9")
MUTE: Pair = ("#666462", "#a5a29b")
"""Words of less weight: axis, captions. 4.5:1 or better."""
GRID: Pair = ("#e7e4de", "#2d2c2a")
BASE: Pair = ("#cdc8be", "#4d4b47")
"""The line on which a lane stands."""
STRIPE: Pair = ("rgba(128,118,96,.065)", "rgba(168,168,178,.06)")
"""Every other lane."""
BAND: Pair = ("rgba(184,67,0,.11)", "rgba(240,128,60,.17)")
"""A big drill, through all lanes."""
BAND_NAME: Pair = ("#a83d00", "#f29a63")
STRIP_BAR: Pair = ("#8f8878", "#7b776e")
"""Events per month."""
LINK: Pair = ("rgba(70,66,60,.34)", "rgba(226,222,214,.32)")
"""All links, faint."""
LINK_CHOSEN: Pair = ("#2b2926", "#ece8e1")
LINK_FAMILY: Mapping[str, Pair] = {
    "bears-out": ("#0f6a30", "#a5ecc4"),
    "opposes": ("#a81f18", "#ff5240"),
    "answers": ("#0b7da3", "#35a2cc"),
    "belongs": ("#957012", "#e3c687"),
    "mentions": ("#4a4640", "#aaa498"),
}
"""Links of the chosen event by the family of their kind; the kind stands in words beside them. Apart for who sees red and green alike too."""
DIMMED: Pair = ("rgba(255,255,255,.74)", "rgba(23,22,20,.72)")
"""Laid over what lies outside the window."""

HUES: Mapping[str, Pair] = {
    "amber": ("#946400", "#ffd166"),
    "orange": ("#b84300", "#f0803c"),
    "blue": ("#0b5fa5", "#5aa5f5"),
    "red": ("#b3123f", "#ff6b88"),
    "grey": ("#55606b", "#b4bcc4"),
    "green": ("#00785a", "#2cc79a"),
    "purple": ("#7a3e9d", "#c79be8"),
    "magenta": ("#8a2f6b", "#f08ccb"),
    "olive": ("#3f6d12", "#a5d65a"),
    "teal": ("#007084", "#4fc3d9"),
    "brown": ("#7d4a2d", "#d9a27f"),
}
"""For categories, dealt out in the order of their register."""

STATUS_SYMBOL: Mapping[str, str] = {
    "acknowledged": "",
    "corroborated": "",
    "self-reported": "-open-dot",
    "alleged": "-open",
    "disputed": "-open",
}
"""What is added to the category's Plotly symbol. A disputed event has a cross drawn over it besides."""
FILLED = frozenset(status for status, suffix in STATUS_SYMBOL.items() if not suffix)

BASIS_DASH: Mapping[str, str] = {"documented": "solid", "asserted": "6px,4px", "temporal": "1.5px,3.5px"}
"""Basis of a link -> Plotly dash."""
BASIS_WIDTH: Mapping[str, float] = {"documented": 1.0, "asserted": 1.0, "temporal": 1.25}


def category_colours(categories: Iterable[str]) -> dict[str, Pair]:
    """Colour by category id. Give all of the register, in its order: a category's place in it is what gives it its colour."""
    hues = tuple(HUES.values())
    return {category: hues[n % len(hues)] for n, category in enumerate(categories)}


def css_colours(categories: Iterable[str] = ()) -> dict[str, list[str]]:
    """Name -> [light, dark] of every colour that style sheets use: ``ink``, ``mute``, …, each hue, and each category by its id.

    ``categories`` : all of the register, in its order.
    """
    named = {
        "paper": PAPER, "ink": INK, "mute": MUTE, "grid": GRID, "base": BASE, "band": BAND, "band-name": BAND_NAME,
        "stripe": STRIPE, "bar": STRIP_BAR, "link": LINK, "link-chosen": LINK_CHOSEN,
    }  # fmt: skip
    families = {f"link-{family}": pair for family, pair in LINK_FAMILY.items()}
    return {name: list(pair) for name, pair in {**named, **families, **HUES, **category_colours(categories)}.items()}


def theme_pairs() -> list[list[str]]:
    """[light, dark] of every colour that a figure may hold: what the page swaps when it is dark."""
    plain = (PAPER, INK, MUTE, GRID, BASE, STRIPE, BAND, BAND_NAME, STRIP_BAR, LINK, LINK_CHOSEN, DIMMED)
    return [list(pair) for pair in (*plain, *LINK_FAMILY.values(), *HUES.values())]


def common_layout(shade: int) -> dict[str, Any]:
    """What every chart's layout begins with: paper, type, and the box that tells of what is pointed at. ``shade`` 0: light, 1: dark."""
    return {
        "paper_bgcolor": PAPER[shade],
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"size": 12, "color": MUTE[shade]},
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": PAPER[shade],
            "bordercolor": BASE[shade],
            "font": {"color": INK[shade], "size": 13},
            "align": "left",
        },
    }


def contrast(foreground: str, background: str) -> float:
    """WCAG contrast of two colours written as #rrggbb: 1 to 21."""
    lighter, darker = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""What ships with the project in ``static/`` and goes into files: the chart library and the outlines of the map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from dateline.figures.map import Outlines
from dateline.registers import Area

WORLD = "world"
"""The outlines for an area that names none."""
STATIC = Path(__file__).resolve().parents[2] / "static"


@cache
def library() -> str:
    """Plotly's own script in its basic edition: scatter and bar charts."""
    return (STATIC / "plotly-basic.min.js").read_text(encoding="utf-8")


@cache
def outlines() -> Mapping[str, Outlines]:
    """The outlines in ``static/outlines.json``, rings and lines by their name and part."""
    collection = json.loads((STATIC / "outlines.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, list[Any]]] = {}
    for feature in collection["features"]:
        kind, held = feature["geometry"]["type"], feature["geometry"]["coordinates"]
        lines = [ring for polygon in held for ring in polygon] if kind == "MultiPolygon" else [held]
        parts_of = found.setdefault(feature["properties"]["area"], {"land": [], "borders": []})
        parts_of[feature["properties"]["part"]] += lines
    return found


def outlines_of(area: Area) -> Outlines:
    """The outlines that a map of the area is drawn with."""
    return outlines().get(area.outlines or WORLD, {})

"""The scripts and style sheets that stand beside these modules, as text."""

from __future__ import annotations

from pathlib import Path

from dateline import words

LIBRARY = "app/static/plotly-basic.min.js?v=4.1.1"
"""Where a server has the chart library."""
CHARTS = "plotly_loading.js"
"""The script that every chart's own one needs before it."""
TIMELINE = ("elements.js", CHARTS, "timeline_marks.js", "timeline_drawing.js", "timeline_counts.js", "timeline.js")
"""The scripts of the timeline, in order."""
_HERE = Path(__file__).parent


def script(*names: str) -> str:
    """Files of this folder, one after the other."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


def speaking(*names: str) -> str:
    """Scripts of this folder, with the words that they say in the language of the run."""
    return words.for_scripts() + script("words.js", *names)

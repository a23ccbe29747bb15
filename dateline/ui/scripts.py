"""The scripts and style sheets that stand beside these modules, as text."""

from __future__ import annotations

import re
from pathlib import Path

from dateline import words

LIBRARY = "app/static/plotly-basic.min.js?v=4.1.1"
"""Where a server has the chart library."""
CHARTS = "plotly_loading.js"
"""The script that every chart's own one needs before it."""
TIMELINE = ("elements.js", CHARTS, "timeline_marks.js", "timeline_drawing.js", "timeline_counts.js", "timeline.js")
"""The scripts of the timeline, in order."""
_HERE = Path(__file__).parent


_FOR_US = re.compile(r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE)
"""What browsers do not need: lines of comment, and indents. No text of these scripts goes over several lines."""


def script(*names: str) -> str:
    """Files of this folder, one after the other, as short as they can be without being read: they go with each document."""
    return "\n".join(_FOR_US.sub("", (_HERE / name).read_text(encoding="utf-8")) for name in names)


def speaking(*names: str) -> str:
    """Scripts of this folder, with the words that they say in the language of the run."""
    return words.for_scripts() + script("words.js", *names)

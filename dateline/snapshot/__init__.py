"""One page of HTML that holds a record and works from a file, without a network and without Python.

The figure and the scripts that draw it are the dashboard's. The page has a strict Content Security Policy: it may run its own scripts,
named by their hashes, and load nothing at all.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import date
from html import escape
from pathlib import Path

from dateline.figures import palette
from dateline.selection import Selection
from dateline.snapshot.content import content, in_lines
from dateline.tables import Tables
from dateline.ui import timeline_parts
from dateline.ui.scripts import TIMELINE, script, speaking

LIBRARY = Path(__file__).resolve().parents[2] / "static" / "plotly-basic.min.js"
OWN = ("address.js", "filtering.js", "finding.js", "charting.js", "reading.js", "snapshot.js")
_HERE = Path(__file__).parent
_PLOTLY_STYLE = "/* Plotly puts its rules here. */"
"""Plotly makes this element itself unless it is there, which the policy would forbid."""


def write(tables: Tables, selection: Selection | None = None, *, on: date | None = None) -> bytes:
    """The page.

    Parameters
    ----------
    tables : the record as known today.
    selection : the view that it opens on, None: everything.
    on : the day that it says it was made, None: today.

    Raises
    ------
    OSError : the chart library is not where the project has it.
    """
    data = in_lines(content(tables, selection or Selection(), on or date.today()))
    packed = base64.b64encode(gzip.compress(data.encode("utf-8", "replace"), compresslevel=6, mtime=0)).decode("ascii")
    library = LIBRARY.read_text(encoding="utf-8")
    own = "\n".join([speaking(*TIMELINE), *(_text(name) for name in OWN)])
    style = "\n".join([_colours(tables), script("nodes.css", "timeline.css"), _text("snapshot.css")])
    if "</script" in (library + own).lower() or "</style" in style.lower():
        raise ValueError("a script or style sheet holds the end of its own element")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {_hash(library)} {_hash(own)}",
            f"style-src {_hash(style)} {_hash(_PLOTLY_STYLE)}",
            # Plotly writes bold text with style attributes, which cannot load anything.
            "style-src-attr 'unsafe-inline'",
            # A saved picture of the chart is made by way of an image.
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return (
        _text("page.html")
        .format(
            policy=escape(policy),
            style=style,
            plotly_style=_PLOTLY_STYLE,
            chart=timeline_parts.html(),
            data=packed,
            library=library,
            own=own,
        )
        .encode("utf-8")
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _colours(tables: Tables) -> str:
    """The palette as the variables that the style sheets use, for the light and the dark theme, and for paper."""
    pairs = palette.css_colours(tables.registers.categories)
    light, dark = ("".join(f"--dl-{name}:{pair[n]};" for name, pair in pairs.items()) for n in (0, 1))
    return f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root:not([data-paper]){{{dark}}}}}"

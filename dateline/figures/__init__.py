"""Tables -> Plotly figures, as pure functions: no page, no files."""

from dateline.figures import coverage, quantities
from dateline.figures.timeline import focus, timeline

__all__ = ["coverage", "focus", "quantities", "timeline"]

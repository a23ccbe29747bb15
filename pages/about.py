"""About & method: what this is, what it is not, how it is coded, how to report a mistake."""

from dateline.ui import about, views

about.show(views.current())

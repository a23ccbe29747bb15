"""Data & downloads: the events on screen as files and figures, how to cite and embed them, what changed in the record."""

from dateline.ui import data, views

data.show(views.current())
